"""How often somebody may try to log in, by address and by account, and how many at once.

A password is hashed for half a second on purpose. So a try is counted before it is looked at, and
one of them at a time is hashed on a machine: guessing ends, and readers have the other cores. Who
logs in begins anew. An account that is tried from many addresses can't be logged into for a while,
from anywhere; who is logged in stays so.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.http import HttpRequest

from rest import slots, tallies
from rest.clients import address
from rest.errors import ApiError

WINDOW = 900  # seconds
OF_ADDRESS = 20  # tries in a window
OF_ACCOUNT = 10
HASHED_AT_ONCE = 1
PATIENCE = 1.0  # seconds that a try waits for its turn


def refusal(request: HttpRequest, account: str) -> ApiError | None:
    """429 for a try too many, None for one that may be looked at; either is counted."""
    tries = [(name, tallies.count(name, WINDOW), limit) for name, limit in _names(request, account)]
    if all(number <= limit for _, number, limit in tries):
        return None
    wait = tallies.left(WINDOW)
    detail = f"Too many tries to log in. Come back in {-(-wait // 60)} minutes."
    headers = {"Retry-After": str(wait)}
    return ApiError(429, "too-many-requests", "Too many requests", detail, headers=headers)


def succeeded(request: HttpRequest, account: str) -> None:
    """Forget the tries before, which were typing errors."""
    for name, _ in _names(request, account):
        tallies.forget(name, WINDOW)


@contextmanager
def hashing() -> Iterator[None]:
    """In it a password may be hashed. Raises ApiError 503 where others are for too long."""
    slot = slots.take("hashing", HASHED_AT_ONCE, PATIENCE)
    if slot is None:
        detail = "Others are logging in just now."
        raise ApiError(503, "unavailable", "Unavailable", detail, headers={"Retry-After": "2"})
    with slot:
        yield


def _names(request: HttpRequest, account: str) -> tuple[tuple[str, int], tuple[str, int]]:
    """What is counted, each with its limit."""
    who = sha256(account.strip().casefold().encode(errors="replace")).hexdigest()[:32]
    return (f"login-from:{address(request.META)}", OF_ADDRESS), (f"login-as:{who}", OF_ACCOUNT)
