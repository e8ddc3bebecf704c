"""The service within this process, asked for a URL without a server and without kept pages."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.test import Client

from rest.plans import COUNTS, PLANS
from rest.ranges import TRIED


def client() -> Callable[[str], Any]:
    """A function that answers a URL as a good answer, with its body read. Raises on any other."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.ANONYMOUS_QUOTA = settings.LEDGER_QUOTA = 0
    browser = Client(raise_request_exception=False)

    def ask(url: str) -> Any:
        answer = browser.get(url)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        answer.close()
        if answer.status_code != 200 and answer.status_code not in FINE:
            raise RuntimeError(f"{answer.status_code} for {url}: {body[:300]!r}")
        return answer

    return ask


FINE = (404, 503)  # no text is held, no witness set up: answered from the database all the same


def forget() -> None:
    """Forget all that was kept: SQL, totals, what was tried out, and names of things."""
    PLANS.clear()
    COUNTS.clear()
    TRIED.clear()
    cache.clear()
