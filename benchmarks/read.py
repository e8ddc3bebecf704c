"""Pages, pages read again, and 304, as ratios beside other servers over the same rows.

    DATABASE_URL=postgres://... python -m benchmarks.read [--rounds 5] [--seconds 0.7]

The database holds a world of benchmarks.generate. Servers of two workers each are visited in turn
in one run: Cifra that keeps nothing (every page as if never read before), Cifra as it is, the
hand-tuned Starlette server, a plain DRF view set, all on granian; and nginx, where it is installed,
which sends the same first page as a file. Printed: the median over rounds of the ratio in
each round, with the rates behind it; and the same ratio by the processor time that an answer costs
in the server and in PostgreSQL, which a machine that others use disturbs less (Linux only). Ratios
hold on other machines; rates don't.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import django
import orjson

from benchmarks.load import CLIENTS, Asked, fetch, rate
from rest.serving.command import APPLICATION, command_line

NEW = 20_000
WARMING = 6  # times that each address is asked for before anything is measured, two workers
PORT = int(os.environ.get("BENCHMARK_PORT", "8051"))
PLAIN = (
    *("-m", "granian", "--interface=wsgi", "--http=1", "--no-ws", "--workers=2"),
    *("--blocking-threads=4", "--log-level=error"),
)
TUNED = (
    *("-m", "granian", "--interface=asgi", "--http=1", "--no-ws", "--workers=2", "--loop=uvloop"),
    "--log-level=error",
)
NGINX = """
pid {folder}/pid; error_log {folder}/error.log; daemon off; worker_processes 2;
events {{}}
http {{
    access_log off; keepalive_requests 1000000; default_type application/json;
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""


@dataclass(frozen=True)
class Server:
    """How to start a server on a port, and what to ask it for."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    port: int

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def ours(port: int) -> tuple[str, ...]:
    """The command that serves Cifra, as it is documented."""
    options = command_line("127.0.0.1", port, 2, "--log-level=error")
    return (sys.executable, *options, APPLICATION)


def servers() -> list[Server]:
    url = os.environ["DATABASE_URL"]
    plain = (sys.executable, *PLAIN)
    tuned = (sys.executable, *TUNED)
    return [
        Server("cifra, nothing kept", ours(PORT),
               {"CIFRA_PAGE_CACHE_BYTES": "0", "CIFRA_ANONYMOUS_QUOTA": "0"}, PORT),
        Server("cifra", ours(PORT + 1),
               {"CIFRA_ANONYMOUS_QUOTA": "0"}, PORT + 1),
        Server("tuned", (*tuned, f"--port={PORT + 2}", "benchmarks.tuned:app"),
               {"TUNED_DATABASE": url}, PORT + 2),
        Server("plain DRF", (*plain, f"--port={PORT + 3}", "benchmarks.plain_wsgi:application"),
               {"DJANGO_SETTINGS_MODULE": "benchmarks.plain_settings"}, PORT + 3),
    ]  # fmt: skip


def nginx(folder: Path) -> Server:
    """nginx, which sends the files of this folder."""
    folder.chmod(0o755)  # its workers give up the rights of root
    (folder / "conf").write_text(NGINX.format(folder=folder, port=PORT + 4))
    return Server(FILE, ("nginx", "-c", str(folder / "conf")), {}, PORT + 4)


@contextmanager
def running(server: Server) -> Iterator[int]:
    """The server, from its first answer on to the end of the block."""
    process = subprocess.Popen(server.command, env={**os.environ, **server.environment})
    try:
        for _ in range(100):
            try:
                fetch(server.base + "/v1/areas?page_size=1")
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def places(every: int) -> list[str]:
    """Ids of figures all over the list; and the last one before the last page."""
    from indicators.models import Observation

    rows = Observation.objects.filter(known_to=None).order_by("code").values_list("code", flat=True)
    total = rows.count()
    return [rows[n] for n in range(every, total - 101, every)] + [rows[total - 101]]


def cursor(base: str, after: str) -> str:
    """Query of Cifra's page that follows a figure."""
    from rest.cursors import Cursor, parse_cursor

    _, _, body = fetch(f"{base}/v1/observations?page_size=100")
    first = parse_cursor(orjson.loads(body)["next"].partition("cursor=")[2])
    there = Cursor(first.version, first.published_by, first.ordering, first.filters,
                   [None, after], False)  # fmt: skip
    return f"page_size=100&cursor={quote(there.text())}"


def scenarios(all_servers: list[Server]) -> dict[str, dict[str, Asked]]:
    """What each server is asked for, by scenario and server."""
    from ledger.models import Version

    uncached, kept, tuned, plain = all_servers
    versions = list(Version.objects.order_by("size").values_list("size", flat=True))[2:-1][-6:]
    deep = places(every=max(1, 97_003))
    filters = [f"indicator=indicator-{n:03d}" for n in range(0, 200, 29)]
    narrow = [f"area=X{n:03d}&{f}" for n, f in enumerate(filters)]
    last = deep[-1:]
    page = "/v1/observations?page_size=100"
    told = {
        "first page": ([page], ["/page"], ["/page"]),
        "filtered": ([f"{page}&{f}" for f in filters], [f"/page?{f}" for f in filters], []),
        "two filters": ([f"{page}&{f}" for f in narrow], [f"/page?{f}" for f in narrow], []),
        "as of": ([f"{page}&version={v}" for v in versions],
                  [f"/page?version={v}" for v in versions], []),
        "deep": ([f"/v1/observations?{cursor(kept.base, d)}" for d in deep],
                 [f"/page?after={d}" for d in deep], []),
        "last page": ([f"/v1/observations?{cursor(kept.base, d)}" for d in last],
                      [f"/page?after={d}" for d in last], []),
        "new filter": ([f"{page}&{filters[n % 7]}&known_from__gte={n}" for n in range(NEW)],
                       [f"/page?{filters[n % 7]}" for n in range(7)], []),
        "one": ([f"/v1/observations/{d}" for d in deep], [f"/one?id={d}" for d in deep],
                [f"/page/{d}" for d in []]),
    }  # fmt: skip
    # Each query of "new filter" is one that nobody asked before.
    made: dict[str, dict[str, Asked]] = {}
    for name, (ours, theirs, usual) in told.items():
        if not ours:  # a small world has few versions
            continue
        made[name] = {
            uncached.name: Asked([uncached.base + path for path in ours]),
            **({kept.name: Asked([kept.base + path for path in ours])} if len(ours) < NEW else {}),
            tuned.name: Asked([tuned.base + path for path in theirs]),
        }
        if usual:
            made[name][plain.name] = Asked([plain.base + path for path in usual])
    made["304"] = {
        server.name: Asked([url], (f"If-None-Match: {fetch(url)[1]['etag']}",), 304)
        for server, url in (
            (uncached, uncached.base + page),
            (kept, kept.base + page),
            (tuned, tuned.base + "/page"),
        )
    }
    return made


def agree(asked: Mapping[str, Asked]) -> None:
    """Stop unless Cifra and the hand-tuned server show the same rows."""
    ours, theirs = (
        orjson.loads(fetch(asked[name].urls[0])[2])["results"] for name in ("cifra", "tuned")
    )
    if [dict(sorted(row.items())) for row in ours] != [dict(sorted(row.items())) for row in theirs]:
        different = next((a, b) for a, b in zip(ours, theirs, strict=True) if a != b)
        names = [n for n in different[0] if different[0][n] != different[1].get(n)]
        sys.exit(f"the servers answer differently: {names}: {different}")


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser()
    made.add_argument("--rounds", type=int, default=5)
    made.add_argument("--seconds", type=float, default=0.7)
    made.add_argument("--only", nargs="*", help="scenarios")
    return made


def main(options: argparse.Namespace) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    with ExitStack() as stack:
        all_servers = servers()
        pids = {s.name: stack.enter_context(running(s)) for s in all_servers}
        asked = scenarios(all_servers)
        agree(asked["first page"])
        if shutil.which("nginx"):
            folder = Path(stack.enter_context(TemporaryDirectory()))
            server = nginx(folder)
            page = fetch(asked["first page"][AGAIN].urls[0])[2]
            (folder / "page.json").write_bytes(page)
            pids[FILE] = stack.enter_context(running(server))
            asked["first page"][FILE] = Asked([f"{server.base}/page.json"])
        pool = stack.enter_context(ProcessPoolExecutor(CLIENTS))
        rates = measured(pool, asked, options, pids)
    report(rates)


@dataclass(frozen=True)
class Measured:
    """Answers per second, and seconds of processor time per answer."""

    rate: float
    cost: float


Rates = dict[str, dict[str, list[Measured]]]


def postmaster() -> int:
    """Process id of PostgreSQL, where it runs on this machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().split()[3])


# What PostgreSQL does when it pleases, for no answer.
HOUSEKEEPING = (b"autovacuum", b"checkpointer", b"background writer", b"walwriter")


def spent(roots: list[int]) -> float:
    """Processor seconds of these processes and their children so far, without housekeeping."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            title = (stat.parent / "cmdline").read_bytes()
        except OSError:  # it ended meanwhile
            continue
        if any(word in title for word in HOUSEKEEPING):
            continue
        if int(stat.parent.name) in roots or int(fields[1]) in roots:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def measured(
    pool: ProcessPoolExecutor,
    asked: Mapping[str, Mapping[str, Asked]],
    options: argparse.Namespace,
    pids: Mapping[str, int],
) -> Rates:
    """What was seen by scenario and server, once a round, servers visited in turn."""
    only, database = options.only, postmaster()
    for by_server in asked.values():
        for told in by_server.values():
            for url in [*told.urls] * (WARMING if len(told.urls) < NEW else 0):
                fetch(url, *told.headers)
    rates: Rates = {
        name: {s: [] for s in by} for name, by in asked.items() if not only or name in only
    }
    for _ in range(options.rounds):
        for name, by_server in rates.items():
            for server, told in by_server.items():
                before = spent([pids[server], database])
                answers = rate(pool, asked[name][server], options.seconds)
                cost = spent([pids[server], database]) - before
                told.append(Measured(answers, cost / (answers * options.seconds)))
    return rates


def report(rates: Rates) -> None:
    print(f"{'':<14}{'server':<22}{'of tuned':>10}{'by CPU':>10}{'answers/s':>12}")
    for name, by_server in rates.items():
        for server, told in by_server.items():
            ratio, cheaper = compared(by_server, server)
            seen = statistics.median(a.rate for a in told)
            print(f"{name:<14}{server:<22}{ratio:>10.3f}{cheaper:>10.3f}{seen:>12.0f}")
            name = ""
    print_targets(rates)


# Servers of the targets.
NEVER_READ, AGAIN, FILE = "cifra, nothing kept", "cifra", "nginx, a file"
# docs/explanation/performance.md: scenario, server, what is reached of the hand-tuned rate.
TARGETS = [
    *(("first page", NEVER_READ, 1.3), ("filtered", NEVER_READ, 0.8), ("as of", NEVER_READ, 1.1)),
    *(("deep", NEVER_READ, 1.2), ("first page", AGAIN, 8), ("filtered", AGAIN, 8)),
    *(("as of", AGAIN, 8), ("deep", AGAIN, 8), ("304", AGAIN, 1.2)),
]


def print_targets(rates: Rates) -> None:
    """What was to be reached beside what was: by rate, and by processor time in brackets."""
    print(f"\n{'of hand-tuned Starlette':<36}{'seen':>8}{'(by CPU)':>10}{'target':>8}")
    for name, server, target in TARGETS:
        if name in rates:
            line(f"{name}, {server}", *compared(rates[name], server), target)
    first = rates.get("first page", {})
    if FILE in first:
        line(f"first page, {AGAIN} / {FILE}", *compared(first, AGAIN, FILE), 0.5)
    if "last page" in rates and first:
        both = {name: rates[name][NEVER_READ] for name in ("first page", "last page")}
        line("last page / first page in time", *compared(both, "first page", "last page"), 1.2)


def line(name: str, rate: float, cheaper: float, target: float) -> None:
    print(f"{name:<36}{rate:>8.2f}{f'({cheaper:.2f})':>10}{target:>8}")


def compared(
    by_server: Mapping[str, list[Measured]], server: str, yardstick: str = "tuned"
) -> tuple[float, float]:
    """A server's rate and its thrift in processor time, as multiples of the yardstick's."""
    pairs = list(zip(by_server[server], by_server[yardstick], strict=True))
    rate = statistics.median(a.rate / b.rate for a, b in pairs)
    return rate, sum(b.cost for _, b in pairs) / sum(a.cost for a, _ in pairs)


if __name__ == "__main__":
    main(parser().parse_args())
