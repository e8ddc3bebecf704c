"""How many pages one client may have made per minute: anonymous by address, by API key or token.

Middleware of every address. What the page cache answers never comes here, so a page read again and
a 304 cost nothing. The ledger has a quota of its own, large enough to mirror it; so have the pages
of people who are logged in. Counts are kept by all workers together (rest.tallies).

RateLimit headers (IETF draft ietf-httpapi-ratelimit-headers) stand only on answers that no shared
cache keeps: errors, and whatever goes to the holder of a key, which is private. A token for drafts
reads like a key, and has a quota of its own where it drafts.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from rest import tallies
from rest.clients import address
from rest.cors import DRAFTS
from rest.errors import ApiError, problem
from rest.limits import INSIDE

# What a refusal names as its reason, and what costs nothing and is asked for by machines.
FREE = ("/v1/problems", "/healthz", "/readyz")
LEDGER = "/ledger/"
PRIVATE = ("key", "drafts")  # what their clients get is kept by no shared cache
WRONG_KEYS = 60  # that one address may try in a minute
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Cifra"'}


@dataclass(frozen=True)
class Spent:
    """What a client has used of its quota.

    policy: anonymous, ledger, admin, key or drafts.
    """

    policy: str
    limit: int
    used: int
    reset: int  # seconds until the window ends

    @property
    def exceeded(self) -> bool:
        return self.used > self.limit

    def headers(self) -> dict[str, str]:
        left = max(0, self.limit - self.used)
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.limit};w={settings.QUOTA_SECONDS}',
            "RateLimit": f'"{self.policy}";r={left};t={self.reset}',
        }


class Quota:
    """Middleware that answers 401 to a key that is not in use, and 429 over the quota."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(FREE):
            return self.get_response(request)
        try:
            spent = spend(request)
        except ApiError as error:
            return problem(request, error)
        if spent is None:
            return self.get_response(request)
        response = _too_many(request, spent) if spent.exceeded else self.get_response(request)
        return _with_headers(response, spent)


def spend(request: HttpRequest) -> Spent | None:
    """What the client has used by now; None where no quota is set. Raises ApiError 401."""
    path, seconds = request.path_info, settings.QUOTA_SECONDS
    if (authorization := request.headers.get("Authorization")) and path.startswith("/v1/"):
        policy, client, limit = "key", _holder(request, authorization), settings.KEY_QUOTA
        if path.startswith(DRAFTS):
            policy, limit = "drafts", settings.DRAFTS_QUOTA
    else:
        policy, limit = _policy(request)
        client = address(request.META)
    if not limit:
        return None
    used = tallies.count(f"quota:{policy}:{client}", seconds)
    return Spent(policy, limit, used, tallies.left(seconds))


def _policy(request: HttpRequest) -> tuple[str, int]:
    """Which quota holds for a request without a key, and what it is."""
    if request.path_info.startswith(LEDGER):
        return "ledger", settings.LEDGER_QUOTA
    if request.path_info.startswith(INSIDE) and settings.SESSION_COOKIE_NAME in request.COOKIES:
        return "admin", settings.KEY_QUOTA
    return "anonymous", settings.ANONYMOUS_QUOTA


def _holder(request: HttpRequest, authorization: str) -> str:
    """Prefix of the key or token that an Authorization header names.

    Raises ApiError 401, or 429 where an address has tried too many that are none.
    """
    scheme, _, text = authorization.partition(" ")
    text = text.strip() if scheme.lower() == "bearer" else ""
    for name in settings.KEY_HOLDERS:
        if holder := import_string(name)(text):
            return str(holder.prefix)
    if tallies.count(f"wrong-keys:{address(request.META)}", settings.QUOTA_SECONDS) > WRONG_KEYS:
        raise _refusal(f"{WRONG_KEYS} keys that are none", tallies.left(settings.QUOTA_SECONDS))
    detail = "Expected Authorization: Bearer <key>, with a key that is in use."
    raise ApiError(401, "not-authenticated", "Not authenticated", detail, headers=CHALLENGE)


def _too_many(request: HttpRequest, spent: Spent) -> HttpResponse:
    return problem(request, _refusal(f"{spent.limit} pages", spent.reset))


def _refusal(what: str, reset: int) -> ApiError:
    detail = f"{what} in {settings.QUOTA_SECONDS} seconds are this client's quota."
    headers = {"Retry-After": str(reset)}
    return ApiError(429, "too-many-requests", "Too many requests", detail, headers=headers)


def _with_headers(response: HttpResponse, spent: Spent) -> HttpResponse:
    """The response with the quota's headers, where no shared cache would keep them."""
    control = response.get("Cache-Control", "")
    if spent.policy in PRIVATE and "no-store" not in control:
        others = control.replace("public", "").strip(", ")
        response["Cache-Control"] = f"private, {others}".rstrip(", ")
    if spent.policy in PRIVATE or "no-store" in control:
        for name, value in spent.headers().items():
            response[name] = value
    return response
