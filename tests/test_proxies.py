"""The configurations of docs/how-to/behind-a-proxy.md, run by the programs that they are for."""

import json
import os
import shutil
import socket
import subprocess
import threading
import time
from contextlib import closing
from types import SimpleNamespace

import pytest

from benchmarks.proxies import caddy, nginx
from tests.ledger.installations import Installation
from tests.rest.test_gateway import (
    EXPORT,
    answer_to,
    answer_when_free,
    connect,
    head_of,
    many,
    newest,
    page,
    send_until_closed,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def service(tmp_path_factory, django_db_setup, django_db_blocker):
    made = Installation(tmp_path_factory.mktemp("proxies") / "one")
    try:
        made.run("manage.py", "migrate", "--verbosity=0")
        made.run("-c", "import django; django.setup(); from tests import lakes; lakes.tell()")
        made.serve("tests.rest.slow:application", CIFRA_TRUSTED_PROXIES="1")
        yield made
    finally:
        made.close()


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def proxy(request, service, tmp_path_factory):
    """A proxy before the service, as the page configures it."""
    if not shutil.which(request.param.__name__):
        pytest.skip(f"{request.param.__name__} is not installed")
    folder = tmp_path_factory.mktemp(request.param.__name__)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = request.param(folder, port, service.port)
    with (folder / "stderr").open("w") as log:
        process = subprocess.Popen(command, stderr=log, env=os.environ | {"HOME": str(folder)})
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield SimpleNamespace(port=port, name=request.param.__name__)
    finally:
        process.terminate()
        process.wait(20)


def test_the_proxy_names_the_client_and_nobody_else_can(proxy):
    with closing(connect(proxy)) as connection:
        lines = ("X-Forwarded-For: 192.0.2.9", "X_Forwarded_For: 192.0.2.8",
                 "X-Forwarded-Proto: gopher", "Connection: close")  # fmt: skip
        _, _, body = answer_to(connection, head_of("/tests/environ", "GET", *lines))
    environ = json.loads(body)
    assert environ["HTTP_X_FORWARDED_FOR"] == "127.0.0.1"
    assert environ["HTTP_X_FORWARDED_PROTO"] == "http"
    assert environ["HTTP_HOST"].split(":")[0] in ("localhost", "127.0.0.1")


@pytest.mark.parametrize(
    "began",
    [
        head_of("/admin/login/", "POST", "Content-Length: 900000") + b"a",
        head_of(f"{EXPORT}?format=csv"),
        head_of(f"{EXPORT}?indicator=boats"),
    ],
    ids=["bodies", "files", "exports"],
)
def test_slow_clients_hold_nobody_up(proxy, began):
    with many(proxy, began):
        assert page(proxy) == 200


def test_files_come_whole_and_in_ranges(proxy):
    path = f"{EXPORT}?version={newest(proxy)}&format=csv"
    status, head, _ = answer_when_free(proxy, head_of(path, "GET", "Connection: close"))
    assert (status, "accept-ranges: bytes" in head, "content-length:" in head) == (200, True, True)
    with closing(connect(proxy)) as connection:
        asked = head_of(path, "GET", "Range: bytes=3-6", "Connection: close")
        status, _, body = answer_to(connection, asked)
    assert (status, body) == (206, b"indi")


def test_a_body_that_is_too_large_is_refused(proxy):
    with closing(connect(proxy)) as connection:
        connection.sendall(head_of("/admin/login/", "POST", "Content-Length: 200000000"))
        part = b"a" * 65536
        sender = threading.Thread(target=send_until_closed, args=(connection, part))
        sender.start()
        # Caddy passes a body on as it comes, and may find its way closed before it reads the 413.
        assert connection.recv(100)[9:12] in (b"413", b"502")
    sender.join(10)
    assert not sender.is_alive()
