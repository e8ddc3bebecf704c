"""Asking a WSGI application as a server would."""

from dataclasses import dataclass

from django.test import RequestFactory
from django.utils.datastructures import CaseInsensitiveMapping

from rest.handlers import ReadingHandler
from rest.page_cache import PageCache


@dataclass
class Answer:
    status: int
    headers: CaseInsensitiveMapping
    body: bytes


class Counted:
    """The handler that is asked where nothing is kept, and how often it was."""

    def __init__(self):
        self.django = ReadingHandler()
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
    return Answer(int(began[0][:3]), CaseInsensitiveMapping(dict(began[1])), body)
