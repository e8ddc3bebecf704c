"""What reads the API in production answers as Django with its whole chain of middleware does."""

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from rest.handlers import ReadingHandler
from tests.endpoints import ALL, asking, url
from tests.rest.asking import ask

pytestmark = pytest.mark.django_db


# What reading the API does without, and why. Whoever adds middleware decides here or there.
NOT_FOR_READING = {
    "whitenoise.middleware.WhiteNoiseMiddleware": "serves files of other addresses",
    "rest.cors.Cors": "the page cache adds these headers to kept and fresh answers alike",
    "django.contrib.sessions.middleware.SessionMiddleware": "nobody is logged in",
    "django.middleware.csrf.CsrfViewMiddleware": "reading changes nothing",
    "django.contrib.auth.middleware.AuthenticationMiddleware": "nobody is logged in",
    "django.contrib.messages.middleware.MessageMiddleware": "messages are for who is logged in",
}


def test_all_middleware_is_for_reading_or_left_out_by_name():
    kept = [name for name in settings.MIDDLEWARE if name not in NOT_FOR_READING]

    assert kept == settings.READING_MIDDLEWARE
    assert set(NOT_FOR_READING) < set(settings.MIDDLEWARE)


def test_reading_runs_its_middleware_and_no_other(world, settings):
    whole = list(settings.MIDDLEWARE)
    settings.READING_MIDDLEWARE = [f"{__name__}.marked"]

    headers = {n.lower() for n in ask(ReadingHandler(), "/v1/areas", "GET").headers}

    assert "x-marked" in headers
    assert "x-frame-options" not in headers
    assert whole == settings.MIDDLEWARE


def marked(answering):
    """Middleware that shows that it ran."""

    def answer(request):
        response = answering(request)
        response["X-Marked"] = "yes"
        return response

    return answer


PATHS = [
    *(url(endpoint) for endpoint in ALL),
    *(asking(url(endpoint), "unknown=1") for endpoint in ALL),
    "/v1/observations?version=0",
    "/v1/observations/no-such-id",
    "/v1/nothing",
    "/v1/docs",
    "/v1/schema",
    "/v1/problems",
]
# The page cache tells these itself, the same to everyone.
OF_BROWSERS = {"vary", "access-control-allow-origin", "access-control-expose-headers"}


def told(handler, path, method, **headers):
    """Status, headers and body, without the id of the request, which differs each time."""
    answer = ask(handler, path, method, **headers)
    kept = {name.lower(): v for name, v in answer.headers.items()}
    id = kept.pop("x-request-id", "")
    assert bool(id) == (answer.status >= 400)
    body = answer.body.replace(id.encode(), b"") if id else answer.body
    return answer.status, {n: v for n, v in kept.items() if n not in OF_BROWSERS}, body


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", PATHS)
def test_both_answer_alike(world, path, method):
    whole, reading = WSGIHandler(), ReadingHandler()
    assert told(reading, path, method) == told(whole, path, method)


@pytest.mark.parametrize(
    "headers", [{"Host": "elsewhere.example"}, {"Authorization": "Bearer x"}, {"Accept": "x/y"}]
)
def test_both_refuse_alike(world, headers):
    whole, reading = WSGIHandler(), ReadingHandler()
    answer = told(reading, "/v1/areas", "GET", **headers)
    assert answer == told(whole, "/v1/areas", "GET", **headers)
    assert answer[0] >= 400
