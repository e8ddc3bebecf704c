"""Extraction in a process of its own, so that a hostile file can neither hang nor fill the service.

`extract_apart` starts `python -m sources.extraction.apart`, which limits its own time and memory,
reads the bytes from standard input, reports each page on standard error and answers in JSON. Costs
about 0.3 s more than `extract`. `extracting` is the same step by step, for whoever shows progress.
"""

import json
import os
import re
import signal
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Generator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Thread, Timer
from typing import IO, TypeVar

from sources.errors import DocumentRejected

from . import Extracted, Warning, extract

TIMEOUT_S = 180  # of the processor: a text of the greatest length takes about 60
MEMORY_BYTES = 2 * 2**30
ROOT = Path(__file__).resolve().parents[2]
CRASHES = (signal.SIGSEGV, signal.SIGABRT, signal.SIGFPE, signal.SIGILL, signal.SIGTRAP)
PAGE = re.compile(rb"read ([0-9]{1,6}) of ([0-9]{1,6})\n")

T = TypeVar("T")
Pages = tuple[int, int]  # read, of how many


def extract_apart(content: bytes, *, timeout_s: int = TIMEOUT_S) -> Extracted:
    """What `extract` returns; raises DocumentRejected, also when the reader had to be stopped."""
    return finished(extracting(content, timeout_s=timeout_s))


def finished(steps: Generator[object, None, T]) -> T:
    """The result of a generator, which is run to its end."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: T = end.value
            return result


def extracting(content: bytes, *, timeout_s: int = TIMEOUT_S) -> Generator[Pages, None, Extracted]:
    """A generator that yields after each page that was read, and returns what `extract` returns.

    Raises DocumentRejected. The reader is stopped, too, where the caller closes the generator.
    """
    command = [sys.executable, "-m", "sources.extraction.apart", str(timeout_s)]
    # Nothing of the service's environment (keys, passwords) is handed to a parser of foreign files.
    environment = {k: v for k, v in os.environ.items() if k in ("PATH", "VIRTUAL_ENV", "LANG")}
    reader = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
        env=environment,
    )  # fmt: skip
    assert reader.stdin
    assert reader.stdout
    assert reader.stderr
    answers: list[bytes] = []
    # Each pipe has a thread of its own, so that none fills up while another one is waited for.
    sending = Thread(target=_hand_over, args=(reader.stdin, content))
    receiving = Thread(target=lambda pipe: answers.append(pipe.read()), args=(reader.stdout,))
    stopping = Timer(timeout_s + 10, reader.kill)
    threads = (sending, receiving, stopping)
    for thread in threads:
        thread.daemon = True
        thread.start()
    try:
        for line in reader.stderr:
            if page := PAGE.fullmatch(line):
                yield int(page[1]), int(page[2])
        reader.wait()
    finally:
        reader.kill()
        reader.wait()
        stopping.cancel()
        sending.join()
        receiving.join()
        for pipe in (reader.stdout, reader.stderr):
            pipe.close()
    return _read(reader.returncode, answers[0], timeout_s)


def _hand_over(pipe: IO[bytes], content: bytes) -> None:
    with suppress(OSError), pipe:  # the reader may have given up: its exit code says so
        pipe.write(content)


def _read(code: int, answered: bytes, timeout_s: int) -> Extracted:
    if -code in CRASHES:
        detail = "the file breaks the program that reads it: print it to PDF or save it anew"
        raise DocumentRejected("broken", detail)
    if code:
        raise DocumentRejected(
            "too-slow", f"reading took more than {timeout_s} s or {MEMORY_BYTES >> 20} MB: refused"
        )
    answer = json.loads(answered)
    if "refused" in answer:
        raise DocumentRejected(*answer["refused"])
    answer["pages"], answer["silent_pages"] = tuple(answer["pages"]), tuple(answer["silent_pages"])
    answer["warnings"] = tuple(Warning(**warning) for warning in answer["warnings"])
    answer["layout"] = b64decode(answer["layout"])
    return Extracted(**answer)


def limit(timeout_s: int) -> None:
    """Limits of this process; where the system has none (Windows), only the timeout holds."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (timeout_s, timeout_s))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _report(read: int, pages: int) -> None:
    sys.stderr.write(f"read {read} of {pages}\n")
    sys.stderr.flush()


def _main() -> None:
    limit(int(sys.argv[1]))
    try:
        answer = asdict(extract(sys.stdin.buffer.read(), _report))
        answer["layout"] = b64encode(answer["layout"]).decode()
    except DocumentRejected as refused:
        answer = {"refused": [refused.code, refused.detail]}
    except MemoryError:
        sys.exit(1)
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main()
