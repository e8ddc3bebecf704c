"""The service with exports that take long and views that echo, for tests: `...:application`."""

import json
import time
from pathlib import Path

from django.conf import settings

from config import wsgi
from indicators.delivery import exports
from rest.serving.gateway import Gateway

GO = Path(settings.STATE_DIR).parent / "go"  # while it is there, exports are made to their end
MADE = exports.blocks


def blocks(rows, snapshot, names, form):
    """Some bytes, then the rest as soon as the test says so, of an export of boats."""
    if "boats" not in str(rows.query):
        yield from MADE(rows, snapshot, names, form)
        return
    yield b"x" * 1_000_000
    until = time.monotonic() + 60
    while not GO.exists() and time.monotonic() < until:
        time.sleep(0.05)
        yield b""
    yield b"x" * 1_000_000


exports.blocks = blocks


def application_with_echo(environ, start_response):
    path = environ["PATH_INFO"]
    if not path.startswith("/tests/"):
        return wsgi.application(environ, start_response)
    body = environ["wsgi.input"].read()
    if path.startswith("/tests/environ"):
        body = json.dumps({k: v for k, v in environ.items() if isinstance(v, str)}).encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


application = Gateway(application_with_echo)
