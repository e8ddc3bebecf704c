"""A load generator of plain sockets: eight processes with one connection each, without a pause.

Costs some 30 microseconds a request, the same for every server that it visits.
"""

import re
import socket
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from random import randrange
from urllib.parse import urlsplit

CLIENTS = 8
REQUESTS = 50  # over one connection


@dataclass(frozen=True)
class Asked:
    """What to ask for again and again: addresses in turn, and headers."""

    urls: Sequence[str]
    headers: tuple[str, ...] = ()
    status: int = 200


def rate(pool: ProcessPoolExecutor, asked: Asked, seconds: float) -> float:
    """Answers per second. Raises AssertionError for an answer of another status."""
    share = [Asked(asked.urls[n::CLIENTS] or asked.urls, asked.headers, asked.status)
             for n in range(CLIENTS)]  # fmt: skip
    return sum(pool.map(_client, share, [seconds] * CLIENTS))


def fetch(url: str, *headers: str) -> tuple[int, dict[str, str], bytes]:
    """One answer: status, headers with lower-case names, body."""
    connection, request = _open(url, headers)
    with connection:
        connection.sendall(request)
        return _answer(connection)


def _open(url: str, headers: Sequence[str]) -> tuple[socket.socket, bytes]:
    connection = socket.create_connection((urlsplit(url).hostname, urlsplit(url).port), timeout=60)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.settimeout(None)  # with one, MSG_WAITALL would not wait
    return connection, _request(url, headers)


def _request(url: str, headers: Sequence[str]) -> bytes:
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [f"GET {target} HTTP/1.1", f"Host: {parts.netloc}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _client(asked: Asked, seconds: float) -> float:
    connection, _ = _open(asked.urls[0], asked.headers)
    requests = [_request(url, asked.headers) for url in asked.urls]
    room = memoryview(bytearray(4_000_000))
    first, number, began = randrange(len(requests)), 0, time.perf_counter()
    with connection:
        while time.perf_counter() - began < seconds:
            connection.sendall(requests[(first + number) % len(requests)])
            status, closes = _skim(connection, room)
            assert status == asked.status, (status, bytes(room[:300]))
            number += 1
            # Which of a server's processes gets a connection is chance: it is drawn often.
            if closes or not number % REQUESTS:
                connection.close()
                connection, _ = _open(asked.urls[0], asked.headers)
    return number / (time.perf_counter() - began)


LENGTH = re.compile(rb"(?i)\r\ncontent-length: *([0-9]+)")


def _skim(connection: socket.socket, room: memoryview) -> tuple[int, bool]:
    """Read an answer as cheaply as can be: its status, and whether the server closes."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
    size = end = 0
    while not end:
        if not (more := connection.recv_into(room[size:], 65_536)):
            raise ConnectionError("closed before the headers")
        size += more
        end = bytes(room[:size]).find(b"\r\n\r\n") + 1
    head = bytes(room[:end])
    status, told = int(head[9:12]), LENGTH.search(head)
    whole = end + 3 + int(told[1] if told and status != 304 else 0)
    while size < whole:  # the rest wakes this process once
        if not (more := connection.recv_into(room[size:], whole - size, socket.MSG_WAITALL)):
            raise ConnectionError("closed within the body")
        size += more
    return status, b"connection: close" in head.lower()


def _answer(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    data = b""
    # Some servers send headers and body apart: without this the second waits for a delayed ACK.
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
    while (end := data.find(b"\r\n\r\n")) < 0:
        if not (more := connection.recv(262_144)):
            raise ConnectionError("closed before the headers")
        data += more
    head = data[:end].decode("latin-1").split("\r\n")
    headers = {n.lower(): v for n, _, v in (line.partition(": ") for line in head[1:])}
    status = int(head[0].split()[1])
    body = [data[end + 4 :]]
    missing = int(headers.get("content-length", 0)) - len(body[0])
    while missing > 0 and status != 304:
        if not (more := connection.recv(262_144)):
            raise ConnectionError("closed within the body")
        body.append(more)
        missing -= len(more)
    return status, headers, b"".join(body)
