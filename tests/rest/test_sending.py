"""What the event loop does for slow clients: in time, or not at all. An ASGI client asks it."""

import asyncio
import threading
import time

import pytest

from rest.serving import bodies, sending, spools
from rest.serving.gateway import Gateway

SCOPE = {
    "type": "http", "method": "GET", "http_version": "1.1", "scheme": "http", "root_path": "",
    "path": "/x", "raw_path": b"/x", "query_string": b"", "headers": [],
    "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 5),
}  # fmt: skip


class Client:
    """Brings a body in parts, and takes the answer as fast as `take` lets it."""

    def __init__(self, parts=(b"",), take=None):
        self.parts, self.take = list(parts), take
        self.received, self.status = [], None
        self.gone = asyncio.Event()

    async def receive(self):
        if self.parts:
            part = self.parts.pop(0)
            if part is None:
                return {"type": "http.disconnect"}
            if isinstance(part, float):
                await asyncio.sleep(part)
                part = b"late"
            return {"type": "http.request", "body": part, "more_body": bool(self.parts)}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        if message["type"] == "http.response.start":
            self.status = message["status"]
            return
        if self.take:
            await self.take(message["body"])
        self.received.append(message["body"])


def answering(parts, status="200 OK"):
    def app(environ, start_response):
        start_response(status, [])
        return parts

    return app


def asked(app, client, **scope):
    asyncio.run(Gateway(app)(SCOPE | scope, client.receive, client.send))
    return b"".join(client.received)


def waited(condition, seconds=5):
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.01)
    return condition()


def test_parts_arrive_as_they_are_made():
    client, going_on = Client(), threading.Event()

    def parts():
        yield b"first"
        assert going_on.wait(5)
        yield b"second"

    async def take(body):
        assert client.received or body == b"first"  # alone, before the second is made
        going_on.set()

    client.take = take
    assert asked(answering(parts()), client) == b"firstsecond"


def test_a_client_that_leaves_ends_what_is_made_for_it():
    closed = threading.Event()

    def parts():
        try:
            while True:
                yield b"x" * 1000
                time.sleep(0.01)
        finally:
            closed.set()

    client = Client()

    async def take(body):
        client.gone.set()

    client.take = take
    asked(answering(parts()), client)
    assert waited(closed.is_set)
    assert waited(lambda: not spools._open)


@pytest.mark.parametrize("kind", ["spool", "whole"])
def test_an_answer_that_is_read_too_slowly_is_given_up(monkeypatch, kind):
    monkeypatch.setattr(sending, "SECONDS", 0.2)
    client = Client()

    async def take(body):
        await asyncio.sleep(30)

    client.take = take
    parts = iter([b"x"] * 10) if kind == "spool" else [b"x" * 10 * sending.BLOCK]
    began = time.monotonic()
    assert asked(answering(parts), client) == b""
    assert time.monotonic() - began < 5
    assert waited(lambda: not spools._open)


def test_waiting_for_us_is_no_slowness_of_the_client(monkeypatch):
    monkeypatch.setattr(sending, "SECONDS", 0.2)

    def parts():
        for _ in range(3):
            time.sleep(0.15)
            yield b"x"

    assert asked(answering(parts()), Client()) == b"xxx"


def echo(environ, start_response):
    status = environ.get("cifra.body_unread", 200)
    start_response(f"{status} status", [])
    return [environ["wsgi.input"].read(), environ.get("CONTENT_LENGTH", "none").encode()]


def test_a_body_is_read_whole_before_a_thread_is_taken(monkeypatch):
    client = Client([b"a" * 70_000, b"b" * 70_000, b""])
    body = asked(echo, client, method="POST")
    assert body == b"a" * 70_000 + b"b" * 70_000 + b"140000"


@pytest.mark.parametrize(
    ("parts", "status"), [([b"a", 2.0], 408), ([b"a" * 600_000, b"a" * 600_000], 413)]
)
def test_a_body_that_is_slow_or_large_is_not_read(monkeypatch, parts, status):
    monkeypatch.setattr(bodies, "SECONDS", 0.2)
    client = Client(parts)
    asked(echo, client, method="POST")
    assert client.status == status


def test_a_client_that_leaves_before_its_body_is_there_gets_no_thread():
    called = []
    client = Client([b"a", None])
    asked(lambda *told: called.append(told), client, method="POST")
    assert (called, client.status) == ([], None)


def test_bodies_beyond_those_that_are_read_at_once_are_refused(monkeypatch):
    monkeypatch.setattr("rest.serving.gateway.BODIES", 0)
    client = Client([b"a"])
    asked(echo, client, method="POST")
    assert client.status == 503


def test_requests_beyond_those_that_may_wait_are_refused(monkeypatch):
    monkeypatch.setattr("rest.serving.turns.WAITING", 0)
    client = Client()
    assert b"/v1/problems/unavailable" in asked(echo, client)
    assert client.status == 503


def test_spools_have_a_bound(monkeypatch):
    monkeypatch.setattr(spools, "ROOM", 10)
    spool = spools.Spool([b"x" * 20]).start()
    try:
        assert spool.wait(5)
        assert not spools.room()
        assert b"".join(spool) == b"x" * 20
    finally:
        spool.close()
    assert spools.room()


def test_what_fails_is_shorter_and_leaves_nothing_behind():
    def parts():
        yield b"x"
        raise RuntimeError("broken")

    assert asked(answering(parts()), Client()) == b"x"
    assert not spools._open
