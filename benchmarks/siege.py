"""What readers notice while others attack: slow clients, floods, big uploads, one after another.

    python -m benchmarks.siege [--behind nginx|caddy] [--seconds 60] [--connections 60]
                               [--only NAME ...] [--url URL]

Serves the database of DATABASE_URL with the documented command line (`manage.py serve`) on a free
port, if asked behind a proxy as documented, or visits the service at --url. During each attack four
readers ask for a page every 100 ms. Printed per attack: the slowest reader, how many of their
requests failed, what the attackers got, and the largest memory of a worker (Linux; not with --url).

The attackers come from 127.0.0.2 and the readers from 127.0.0.3 to 127.0.0.6, because quotas are by
address (through the proxy of --url all have one unless it is believed: CIFRA_TRUSTED_PROXIES).
Exits 1 if a reader waited for longer than --most seconds, one failed, or a worker took more than
--memory MB. The database should hold 100,000 figures or more (benchmarks.generate).
"""

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from urllib.request import urlopen

from benchmarks import proxies
from benchmarks.attacks import ATTACKS, Attack, Noticed, Target, exchange, request

PROXIES = {"nginx": proxies.nginx, "caddy": proxies.caddy}
READERS = 4
PAUSE = 0.1  # seconds between two requests of a reader
PATIENCE = 10.0  # seconds after which a reader has failed
PAGES = ("/v1/observations?page_size=10", "/v1/areas?page_size=5", "/v1/", "/v1/series?page_size=5")


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
def serving(workers: int, behind: str | None) -> Iterator[tuple[str, int]]:
    """The service by its documented command line: its URL, and the process id of the server."""
    port = free_port()
    command = (sys.executable, "manage.py", "serve", f"--port={port}", f"--workers={workers}")
    known = {"CIFRA_TRUSTED_PROXIES": "1"} if behind else {}
    server = subprocess.Popen(
        [*command, "--", "--log-level=error"], env=os.environ | known, stderr=subprocess.DEVNULL
    )
    try:
        await_answer(port)
        with proxy(behind, port) as before:
            yield f"http://127.0.0.1:{before}", server.pid
    finally:
        server.terminate()
        server.wait(40)


@contextmanager
def proxy(name: str | None, behind: int) -> Iterator[int]:
    """The port of a proxy before the service, or without a name that of the service."""
    if not name:
        yield behind
        return
    port = free_port()
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # nginx gives up the rights of root
        command = PROXIES[name](Path(folder), port, behind)
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            await_answer(port)
            yield port
        finally:
            process.terminate()
            process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def await_answer(port: int) -> None:
    """Wait until the service answers at a port, for 20 seconds at most."""
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as probe:
            probe.sendall(b"GET /readyz HTTP/1.0\r\n\r\n")
            if probe.recv(20)[9:12] in (b"200", b"400"):
                return
        time.sleep(0.1)


def versions_of(url: str) -> list[int]:
    """The newest versions of the log, the newest last."""
    path = "/v1/versions?page_size=30&ordering=-version&format=json"
    with urlopen(url + path, timeout=20) as answer:
        return sorted(row["version"] for row in json.load(answer)["results"])


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser()
    made.add_argument("--seconds", type=float, default=60)
    made.add_argument("--connections", type=int, default=60)
    made.add_argument("--workers", type=int, default=3)
    made.add_argument("--only", nargs="*", choices=ATTACKS, default=list(ATTACKS))
    made.add_argument("--behind", choices=PROXIES, help="a proxy, configured as documented")
    made.add_argument("--url", help="of a service that runs already")
    made.add_argument("--most", type=float, default=1.0, help="seconds that a reader may wait")
    made.add_argument("--memory", type=int, default=300, help="MB that a worker may take")
    return made


async def siege(url: str, server: int | None, options: argparse.Namespace) -> bool:
    """Whether all attacks were withstood; prints a line for each."""
    parts = urlsplit(url)
    target = Target(parts.hostname or "", parts.port or 80, versions_of(url))
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
    with serving(options.workers, options.behind) as (url, server):
        return 0 if asyncio.run(siege(url, server, options)) else 1


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    sys.exit(main(parser().parse_args()))
