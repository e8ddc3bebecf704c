"""Attacks on a service: slow clients, floods, big uploads.

Each is called again and again, for every connection, until the time is over. The attackers come
from 127.0.0.2, some of those that log in from 127.0.1.*.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field


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
