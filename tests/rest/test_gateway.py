"""Slow and large clients at a real server: they hold nothing that others need."""

import json
import re
import socket
import threading
import time
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from urllib.request import Request, urlopen

import pytest

from tests.ledger.installations import Installation

CLIENTS = 12  # more than a worker has threads of all kinds
QUOTA = 300
EXPORT = "/v1/export/observations"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory, django_db_setup, django_db_blocker):
    """One worker that serves tests.rest.slow: its exports of boats are long."""
    made = Installation(tmp_path_factory.mktemp("gateway") / "one")
    try:
        made.run("manage.py", "migrate", "--verbosity=0")
        made.run("-c", "import django; django.setup(); from tests import lakes; lakes.tell()")
        made.serve("tests.rest.slow:application", CIFRA_EXPORT_SLOTS="2", CIFRA_TRUSTED_PROXIES="1",
                   CIFRA_ANONYMOUS_QUOTA=str(QUOTA))  # fmt: skip
        yield made
    finally:
        made.close()


def connect(server):
    return socket.create_connection(("127.0.0.1", server.port), timeout=20)


def head_of(path, method="GET", *lines):
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *lines, "", ""]).encode()


def answer_to(connection, request):
    """Status, headers in one text, and the body: of a large or chunked one, the beginning."""
    connection.sendall(request)
    received = until(connection, b"", lambda got: b"\r\n\r\n" in got)
    head, _, body = received.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head.lower())
    wanted = min(int(length[1]), 65536) if length else 0
    body = until(connection, body, lambda got: len(got) >= wanted)
    return int(head[9:12]), head.decode().lower(), body


def until(connection, received, enough):
    """What came, read on until it is enough or the other side ends."""
    while not enough(received) and (more := connection.recv(65536)):
        received += more
    return received


def answer_when_free(server, request):
    """An answer, asked for again while 503 says that all exports are being made.

    Whoever left, or was sent all, gives the slot back a moment later.
    """
    deadline = time.monotonic() + 30
    while True:
        with closing(connect(server)) as connection:
            answer = answer_to(connection, request)
        if answer[0] != 503 or time.monotonic() > deadline:
            return answer
        assert "retry-after:" in answer[1]
        time.sleep(0.2)


@contextmanager
def many(server, request):
    """So many connections that have sent this and neither send nor read on."""
    with ExitStack() as stack:
        for _ in range(CLIENTS):
            connection = stack.enter_context(closing(connect(server)))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.sendall(request)
        time.sleep(0.5)
        yield


def page(server, path="/v1/areas?page_size=1", **headers):
    """The status of a page, which has to come at once."""
    asked = Request(f"http://127.0.0.1:{server.port}{path}", headers=headers)
    with urlopen(asked, timeout=5) as answer:
        answer.read()
        return answer.status


@pytest.mark.parametrize("path", ["/ledger/witness/add-checkpoint", "/admin/login/", "/figures/x"])
def test_bodies_that_never_come_hold_no_thread(server, path):
    began = head_of(path, "POST", "Content-Length: 900000") + b"a"
    with many(server, began):
        assert page(server) == 200
        with closing(connect(server)) as other:  # whoever posts gets through, too
            posted = head_of("/ledger/witness/add-checkpoint", "POST", "Content-Length: 1") + b"a"
            assert answer_to(other, posted)[0] in (400, 403, 404, 503)


@pytest.mark.parametrize(
    "path",
    [
        f"{EXPORT}?indicator=boats",
        f"{EXPORT}?format=csv",
        "/static/admin/js/vendor/xregexp/xregexp.js",
    ],
)
def test_answers_that_nobody_reads_hold_no_thread(server, path):
    with many(server, head_of(path)):
        assert page(server) == 200


def test_an_export_needs_its_slot_only_while_it_is_made(server):
    with ExitStack() as stack:
        statuses = []
        for _ in range(3):
            connection = stack.enter_context(closing(connect(server)))
            statuses.append(answer_to(connection, head_of(f"{EXPORT}?indicator=boats"))[0])
        assert statuses == [200, 200, 503]
        (server.directory / "go").touch()  # the two are made to their end, read or not
        assert answer_when_free(server, head_of(f"{EXPORT}?indicator=boats"))[0] == 200
    (server.directory / "go").unlink()


def test_a_client_that_leaves_gives_its_slot_back(server):
    for _ in range(3):
        assert answer_when_free(server, head_of(f"{EXPORT}?indicator=boats"))[0] == 200


@pytest.mark.parametrize(
    "lines",
    [["Content-Length: 200000000"], ["Transfer-Encoding: chunked"]],
    ids=["told", "chunked"],
)
@pytest.mark.parametrize("path", ["/admin/login/", "/admin/curation/intake", "/figures/x", "/v1/x"])
def test_a_body_that_is_too_large_is_refused_before_it_is_there(server, path, lines):
    part = b"10000\r\n" + b"a" * 65536 + b"\r\n" if "chunked" in lines[0] else b"a" * 65536
    with closing(connect(server)) as connection:
        connection.sendall(head_of(path, "POST", "Content-Type: multipart/form-data", *lines))
        sender = threading.Thread(target=send_until_closed, args=(connection, part))
        sender.start()
        assert connection.recv(100)[9:12] in (b"413", b"405")
    sender.join(10)
    assert not sender.is_alive()


def send_until_closed(connection, part):
    try:
        for _ in range(3000):
            connection.sendall(part)
    except OSError:
        return


def test_a_body_in_chunks_is_read_as_one(server):
    with closing(connect(server)) as connection:
        posted = head_of("/tests/echo", "POST", "Transfer-Encoding: chunked")
        status, _, body = answer_to(connection, posted + b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
    assert (status, body) == (200, b"abcde")


def test_a_header_with_an_underscore_is_none(server):
    with closing(connect(server)) as connection:
        lines = ("X-Forwarded-For: 192.0.2.1", "X_Forwarded_For: 192.0.2.2")
        _, _, body = answer_to(connection, head_of("/tests/environ", "GET", *lines))
    assert json.loads(body)["HTTP_X_FORWARDED_FOR"] == "192.0.2.1"


def test_an_address_is_passed_on_byte_by_byte(server):
    with closing(connect(server)) as connection:
        path = "/tests/environ/%C3%A9%FF%2F?a=%FF&b=%C3%A9"
        _, _, body = answer_to(connection, head_of(path, "GET", "X-A: 1", "X-A: 2"))
    environ = json.loads(body)
    assert environ["PATH_INFO"] == "/tests/environ/\xc3\xa9\xff/"
    assert environ["QUERY_STRING"] == "a=%FF&b=%C3%A9"
    assert environ["HTTP_X_A"] == "1,2"
    assert environ["REMOTE_ADDR"] == "127.0.0.1"


def test_finished_file_is_served_in_ranges(server):
    with closing(connect(server)) as connection:
        whole = head_of(f"{EXPORT}?version=pinned&format=csv".replace("pinned", newest(server)))
        _, head, _ = answer_to(connection, whole)
    assert "accept-ranges: bytes" in head
    with closing(connect(server)) as connection:
        part = whole.replace(b"\r\n\r\n", b"\r\nRange: bytes=3-6\r\n\r\n")
        status, head, body = answer_to(connection, part)
    assert (status, body) == (206, b"indi"), head


def newest(server):
    with urlopen(f"http://127.0.0.1:{server.port}/v1/", timeout=5) as answer:
        return str(json.load(answer)["version"])


def test_quota_is_counted_on_pages_for_people_by_the_address_that_a_proxy_saw(server):
    statuses = set()
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=20)) as client:
        for _ in range(2 * QUOTA + 2):  # in two windows, if one ends meanwhile
            client.request("GET", "/nothing", headers={"X-Forwarded-For": "198.51.100.7"})
            answer = client.getresponse()
            answer.read()
            statuses.add(answer.status)
    assert statuses == {404, 429}
