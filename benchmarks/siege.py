"""What readers notice while others attack: slow clients, floods, big uploads, one after another.

    python -m benchmarks.siege [--seconds 60] [--connections 60] [--only NAME ...] [--url URL]

Serves the database of DATABASE_URL with the documented command line (`manage.py serve`) on a free
port, or visits the service at --url, for example through a proxy. During each attack four readers
ask for a page every 100 ms. Printed per attack: the slowest reader, how many of their requests
failed, what the attackers got, and the largest memory of a worker (Linux; not with --url).

The attackers come from 127.0.0.2 and the readers from 127.0.0.3 to 127.0.0.6, because quotas are by
address (through a proxy all have one address unless it is believed: CIFRA_TRUSTED_PROXIES).
Exits 1 if a reader waited for longer than --most seconds, one failed, or a worker took more than
--memory MB. The database should hold 100,000 figures or more (benchmarks.generate).
"""

import argparse
import asyncio
import os
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

READERS = 4
PAUSE = 0.1  # seconds between two requests of a reader
PATIENCE = 10.0  # seconds after which a reader has failed
PAGES = ("/v1/observations?page_size=10", "/v1/areas?page_size=5", "/v1/", "/v1/series?page_size=5")


@dataclass
class Target:
    """Where the service is, and what its log has."""

    host: str
    port: int
    versions: list[int] = field(default_factory=list)

    async def open(self, source: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(self.host, self.port, local_addr=(source, 0))


@dataclass
class Noticed:
    """What came of one attack."""

    waits: list[float] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    attackers: Counter[str] = field(default_factory=Counter)
    memory: int = 0  # MB of the largest worker


Attack = Callable[[Target, Noticed, int], Awaitable[None]]


def request(
    target: Target, path: str, method: str = "GET", headers: str = "", body: bytes = b""
) -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: {target.host}\r\nConnection: close\r\n{headers}\r\n"
    return head.encode() + body


async def exchange(target: Target, source: str, sent: bytes) -> tuple[str, bytes]:
    """Send a request and read its answer to the end: its status, and all of it."""
    reader, writer = await target.open(source)
    try:
        with suppress(ConnectionError):  # refused before its body was read
            writer.write(sent)
            await writer.drain()
        answer = await reader.read()
        return answer[9:12].decode() or "closed", answer
    finally:
        writer.close()


# --- The attacks: each is called again and again, for every connection, until the time is over. ---


async def slow_headers(target: Target, noticed: Noticed, number: int) -> None:
    _, writer = await target.open("127.0.0.2")
    await _drip(writer, b"GET /v1/ HTTP/1.1\r\nHost: x\r\n", b"X-A: b\r\n", noticed)


async def slow_bodies(target: Target, noticed: Noticed, number: int) -> None:
    """Bodies of 900 kB, one byte every two seconds, to three addresses that take bodies."""
    _, writer = await target.open("127.0.0.2")
    path = ("/ledger/witness/add-checkpoint", "/admin/login/", "/v1/drafts")[number % 3]
    form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 900000\r\n"
    await _drip(writer, request(target, path, "POST", form), b"a", noticed)


async def _drip(writer: asyncio.StreamWriter, first: bytes, then: bytes, noticed: Noticed) -> None:
    try:
        writer.write(first)
        while True:
            await writer.drain()
            await asyncio.sleep(2)
            writer.write(then)
    except ConnectionError:
        noticed.attackers["closed by the server"] += 1
    finally:
        writer.close()


async def slow_readers(target: Target, noticed: Noticed, number: int) -> None:
    """Exports that nobody reads, each of another query; a tenth are finished files."""
    reader, writer = await target.open("127.0.0.2")
    query = f"format=jsonl&known_from__gte={random.randrange(10_000)}"
    if number % 10 == 0:
        query = f"format=csv&version={target.versions[-1]}"
    await _starve(reader, writer, request(target, f"/v1/export/observations?{query}"), noticed)


async def slow_pages(target: Target, noticed: Noticed, number: int) -> None:
    """Large pages and scripts that nobody reads."""
    reader, writer = await target.open("127.0.0.2")
    paths = (
        f"/v1/observations?page_size=1000&known_from__gte={number}",
        "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js",
        "/v1/schema",
    )
    await _starve(reader, writer, request(target, paths[number % 3]), noticed)


async def _starve(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sent: bytes, noticed: Noticed
) -> None:
    try:
        writer.write(sent)
        status = (await reader.read(100))[9:12].decode() or "closed"
        noticed.attackers[status] += 1
        await asyncio.sleep(3600 if status == "200" else 0.2)
    finally:
        writer.close()


async def honest_slow_readers(target: Target, noticed: Noticed, number: int) -> None:
    """Finished files and new exports at 300 kB a second, as with curl --limit-rate."""
    reader, writer = await target.open("127.0.0.2")
    query = f"format=csv&version={target.versions[-1]}"
    if number % 2:
        query = f"format=csv&known_from__gte={number}"
    size = 0
    try:
        writer.write(request(target, f"/v1/export/observations?{query}"))
        while block := await reader.read(30_000):
            size += len(block)
            await asyncio.sleep(0.1)
        noticed.attackers["read to the end" if size > 10_000 else "refused"] += 1
        await asyncio.sleep(0.2)
    finally:
        writer.close()


async def unmade_exports(target: Target, noticed: Noticed, number: int) -> None:
    """HEAD and GET of old versions, in all formats."""
    version, form = random.choice(target.versions), random.choice(("csv", "jsonl", "parquet"))
    path = f"/v1/export/observations?version={version}&format={form}"
    method = "HEAD" if number % 2 else "GET"
    status, _ = await exchange(target, "127.0.0.2", request(target, path, method))
    noticed.attackers[f"{method} {status}"] += 1


async def log_ins(target: Target, noticed: Noticed, number: int) -> None:
    """Wrong passwords of changing accounts, each with a form's token."""
    _, form = await exchange(target, "127.0.0.2", request(target, "/admin/login/"))
    cookie, _, rest = form.partition(b"csrftoken=")[2].partition(b";")
    token = rest.partition(b'name="csrfmiddlewaretoken" value="')[2].partition(b'"')[0]
    text = f"csrfmiddlewaretoken={token.decode()}&username=nobody{random.random()}&password=wrong"
    headers = (
        f"Cookie: csrftoken={cookie.decode()}\r\nContent-Length: {len(text)}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
    )
    source = f"127.0.1.{number}" if number % 2 else "127.0.0.2"  # from one address, and from many
    posted = request(target, "/admin/login/", "POST", headers, text.encode())
    status, _ = await exchange(target, source, posted)
    noticed.attackers[status] += 1


async def header_floods(target: Target, noticed: Noticed, number: int) -> None:
    """Headers of 15 kB, each another one, which are answered; and of 400 kB, which aren't."""
    size = 400_000 if number % 2 else 14_000
    name = ("Accept-Encoding", "Accept-Language", "Accept", "X-Forwarded-For")[number % 4]
    headers = f"{name}: {random.randrange(10**9)}{'a' * size}\r\n"
    sent = request(target, "/v1/areas?page_size=1", headers=headers)
    status, _ = await exchange(target, "127.0.0.2", sent)
    noticed.attackers[status] += 1


async def big_uploads(target: Target, noticed: Noticed, number: int) -> None:
    """Files of 100 MB to pages that take files, with and without a length."""
    reader, writer = await target.open("127.0.0.2")
    path = ("/admin/login/", "/admin/curation/intake", "/figures/x", "/v1/check")[number % 4]
    length = "Transfer-Encoding: chunked" if number % 8 > 3 else "Content-Length: 100000000"
    kind = "Content-Type: multipart/form-data; boundary=x"
    writer.write(request(target, path, "POST", f"{length}\r\n{kind}\r\n"))
    chunk = b"10000\r\n" + b"a" * 65536 + b"\r\n" if number % 8 > 3 else b"a" * 65536
    try:
        for _ in range(1500):
            writer.write(chunk)
            await writer.drain()
        noticed.attackers["sent it all"] += 1
    except ConnectionError:
        noticed.attackers["cut off"] += 1
    finally:
        writer.close()


async def pages_outside(target: Target, noticed: Noticed, number: int) -> None:
    """Pages for people, the schema and the ledger."""
    paths = ("/", "/v1/schema", "/v1/docs", "/ledger/checkpoint", "/admin/login/", "/nothing")
    status, _ = await exchange(target, "127.0.0.2", request(target, paths[number % len(paths)]))
    noticed.attackers[status] += 1


ATTACKS: dict[str, Attack] = {
    function.__name__: function
    for function in (
        slow_headers,
        slow_bodies,
        slow_readers,
        slow_pages,
        honest_slow_readers,
        unmade_exports,
        log_ins,
        header_floods,
        big_uploads,
        pages_outside,
    )
}


# --- What readers notice. ---


async def reading(target: Target, noticed: Noticed, number: int) -> None:
    source, turn = f"127.0.0.{3 + number}", number
    while True:
        turn += 1
        began = time.monotonic()
        try:
            asked = request(target, PAGES[turn % len(PAGES)])
            async with asyncio.timeout(PATIENCE):
                status, _ = await exchange(target, source, asked)
        except (OSError, TimeoutError) as error:
            status = type(error).__name__
        except asyncio.CancelledError:  # the time is over: what was waited for until then counts
            noticed.waits.append(time.monotonic() - began)
            raise
        noticed.waits.append(time.monotonic() - began)
        if status != "200":
            noticed.failures[status] += 1
        await asyncio.sleep(PAUSE)


async def attacking(attack: Attack, target: Target, noticed: Noticed, number: int) -> None:
    while True:
        try:
            await attack(target, noticed, number)
        except OSError as error:
            noticed.attackers[type(error).__name__] += 1
            await asyncio.sleep(0.1)


async def watching(noticed: Noticed, server: int | None) -> None:
    while server:
        noticed.memory = max(noticed.memory, *(memory_of(pid) for pid in workers_of(server)), 0)
        await asyncio.sleep(0.5)


async def besieged(
    attack: Attack, target: Target, options: argparse.Namespace, server: int | None
) -> Noticed:
    """What readers notice while so many connections attack for so many seconds."""
    noticed = Noticed()
    tasks = [asyncio.create_task(reading(target, noticed, n)) for n in range(READERS)]
    tasks.append(asyncio.create_task(watching(noticed, server)))
    await asyncio.sleep(0.5)
    tasks += [
        asyncio.create_task(attacking(attack, target, noticed, n))
        for n in range(options.connections)
    ]
    await asyncio.sleep(options.seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return noticed


# --- The server. ---


def workers_of(server: int) -> list[int]:
    """Process ids of the workers of a server."""
    with suppress(OSError):
        text = Path(f"/proc/{server}/task/{server}/children").read_text()
        return [int(pid) for pid in text.split()]
    return []


def memory_of(pid: int) -> int:
    """Megabytes that a process holds of its own."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) // 1024
    return 0


@contextmanager
def serving(workers: int) -> Iterator[tuple[str, int]]:
    """The service by its documented command line: its URL, and the process id of the server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = (sys.executable, "manage.py", "serve", f"--port={port}", f"--workers={workers}")
    server = subprocess.Popen([*command, "--", "--log-level=error"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as probe:
                probe.sendall(b"GET /readyz HTTP/1.0\r\n\r\n")
                if probe.recv(20)[9:12] in (b"200", b"400"):
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait(40)


async def versions_of(target: Target) -> list[int]:
    """The newest versions of the log, the newest last."""
    import json

    sent = request(
        target,
        "/v1/versions?page_size=30&ordering=-version",
        headers="Accept: application/json\r\n",
    )
    _, answer = await exchange(target, "127.0.0.3", sent)
    body = answer.partition(b"\r\n\r\n")[2]
    return sorted(row["version"] for row in json.loads(body)["results"])


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser()
    made.add_argument("--seconds", type=float, default=60)
    made.add_argument("--connections", type=int, default=60)
    made.add_argument("--workers", type=int, default=3)
    made.add_argument("--only", nargs="*", choices=ATTACKS, default=list(ATTACKS))
    made.add_argument("--url", help="of a service that runs already, for example behind a proxy")
    made.add_argument("--most", type=float, default=1.0, help="seconds that a reader may wait")
    made.add_argument("--memory", type=int, default=300, help="MB that a worker may take")
    return made


async def siege(url: str, server: int | None, options: argparse.Namespace) -> bool:
    """Whether all attacks were withstood; prints a line for each."""
    parts = urlsplit(url)
    target = Target(parts.hostname or "", parts.port or 80)
    target.versions = await versions_of(target)
    print(f"{'attack':20}  slowest   median  reads failed    MB  attackers")
    withstood = True
    for name in options.only:
        found = await besieged(ATTACKS[name], target, options, server)
        waits = sorted(found.waits)
        print(
            f"{name:20} {waits[-1]:8.3f} {waits[len(waits) // 2]:8.3f} {len(waits):6} "
            f"{found.failures.total():6} {found.memory:5}  {dict(found.attackers)}"
            f" {dict(found.failures) or ''}",
            flush=True,
        )
        bad = found.failures or waits[-1] > options.most or found.memory > options.memory
        withstood = withstood and not bad
        await asyncio.sleep(1)
    return withstood


def main(options: argparse.Namespace) -> int:
    if options.url:
        return 0 if asyncio.run(siege(options.url, None, options)) else 1
    with serving(options.workers) as (url, server):
        return 0 if asyncio.run(siege(url, server, options)) else 1


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    sys.exit(main(parser().parse_args()))
