"""Asking a WSGI application as a server would."""

from dataclasses import dataclass

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from config.pagecache import PageCache


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Counted:
    """Django's application, and how often it was asked."""

    def __init__(self):
        self.django = WSGIHandler()
        self.times = 0

    def __call__(self, environ, start_response):
        self.times += 1
        return self.django(environ, start_response)


def cached(at_most=10_000_000):
    app = Counted()
    return PageCache(app, at_most=at_most), app


def ask(app, path, method="GET", **headers):
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    environ = RequestFactory().generic(method, path, headers=told).environ
    began = []
    parts = app(environ, lambda status, headers, *_: began.extend((status, headers)))
    body = b"".join(parts)
    if close := getattr(parts, "close", None):
        close()
    return Answer(int(began[0][:3]), dict(began[1]), body)
