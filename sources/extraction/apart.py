"""Extraction in a process of its own, so that a hostile file can neither hang nor fill the service.

`extract_apart` starts `python -m sources.extraction.apart`, which limits its own time and memory,
reads the bytes from standard input and answers in JSON. Costs about 0.3 s more than `extract`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from sources.errors import DocumentRefused

from . import Extracted, extract

TIMEOUT_S = 60
MEMORY_BYTES = 2 * 2**30
ROOT = Path(__file__).resolve().parents[2]


def extract_apart(content: bytes, *, timeout_s: int = TIMEOUT_S) -> Extracted:
    """What `extract` gives, or DocumentRefused; also when the reader had to be stopped."""
    command = [sys.executable, "-m", "sources.extraction.apart", str(timeout_s)]
    # Nothing of the service's environment (keys, passwords) is handed to a parser of foreign files.
    environment = {k: v for k, v in os.environ.items() if k in ("PATH", "VIRTUAL_ENV", "LANG")}
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, cwd=ROOT, env=environment,
            timeout=timeout_s + 10, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise DocumentRefused("too-slow", f"not read within {timeout_s} seconds") from None
    if done.returncode:
        raise DocumentRefused(
            "too-slow", f"reading took more than {timeout_s} s or {MEMORY_BYTES >> 20} MB: refused"
        )
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise DocumentRefused(*answer["refused"])
    answer["pages"], answer["silent_pages"] = tuple(answer["pages"]), tuple(answer["silent_pages"])
    return Extracted(**answer)


def _limit(timeout_s: int) -> None:
    """Limits of this process; where the system has none (Windows), only the timeout holds."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (timeout_s, timeout_s))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _main() -> None:
    _limit(int(sys.argv[1]))
    try:
        answer = vars(extract(sys.stdin.buffer.read()))
    except DocumentRefused as refused:
        answer = {"refused": [refused.code, refused.detail]}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main()
