"""A server that is told to stop ends what is under way, and begins nothing more."""

import http.client
import signal
import threading
import time
from contextlib import closing

import pytest

from tests.ledger.installations import Installation

EXPORT = "/v1/export/observations?format=csv&area=boats"


@pytest.fixture
def server(tmp_path):
    """An installation whose exports of boats take as long as the test wants."""
    made = Installation(tmp_path / "it")
    try:
        made.run("manage.py", "migrate", "-v0")
        made.serve("tests.rest.slow:application")
        yield made
    finally:
        made.close()


def test_what_is_under_way_is_answered_whole(server):
    body = []

    def read():
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as client:
            client.request("GET", EXPORT)
            answer = client.getresponse()
            body.append(answer.read(500_000))
            body.append(answer.read())

    reader = threading.Thread(target=read)
    reader.start()
    while not body:  # the answer has begun
        time.sleep(0.05)

    server.server.send_signal(signal.SIGTERM)
    time.sleep(1)
    (server.directory / "go").touch()
    reader.join(30)

    assert sum(map(len, body)) == 2_000_000
    assert server.server.wait(20) is not None
    with (
        closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)) as client,
        pytest.raises(OSError, match="refused"),
    ):
        client.request("GET", "/healthz")
