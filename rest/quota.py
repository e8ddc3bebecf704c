"""How many pages one client may have made per minute: anonymous by address, by API key or token.

Middleware of /v1/. What the page cache answers never comes here, so a page read again and a 304
cost nothing. The ledger is not counted: anyone may mirror it. RateLimit headers (IETF draft
ietf-httpapi-ratelimit-headers) stand only on answers that no shared cache keeps: errors, and
whatever goes to the holder of a key, which is private. A token for drafts reads like a key, and has
a quota of its own where it drafts.
"""

import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from rest.cors import DRAFTS
from rest.errors import ApiError, problem

# The docs, their schema and the pages of problems explain the service.
FREE = ("/v1/docs", "/v1/schema", "/v1/problems")
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Cifra"'}


@dataclass(frozen=True)
class Spent:
    """What a client has used of its quota.

    policy: anonymous, key or drafts.
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
        if not request.path_info.startswith("/v1/") or request.path_info.startswith(FREE):
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
    if authorization := request.headers.get("Authorization"):
        policy, client, limit = "key", _holder(authorization), settings.KEY_QUOTA
        if request.path_info.startswith(DRAFTS):
            policy, limit = "drafts", settings.DRAFTS_QUOTA
    else:
        policy, client, limit = "anonymous", address(request), settings.ANONYMOUS_QUOTA
    if not limit:
        return None
    window, passed = divmod(int(time.time()), settings.QUOTA_SECONDS)
    reset = settings.QUOTA_SECONDS - passed
    return Spent(policy, limit, _count(f"quota:{policy}:{client}:{window}"), reset)


def _count(name: str) -> int:
    """One more of this; forgotten after its window."""
    cache.add(name, 0, timeout=2 * settings.QUOTA_SECONDS)
    try:
        return int(cache.incr(name))
    except ValueError:  # dropped between the two by a full cache: count on from here
        return 1


def _holder(authorization: str) -> str:
    """Prefix of the key or token that an Authorization header names. Raises ApiError 401."""
    scheme, _, text = authorization.partition(" ")
    text = text.strip() if scheme.lower() == "bearer" else ""
    for name in settings.KEY_HOLDERS:
        if holder := import_string(name)(text):
            return str(holder.prefix)
    detail = "Expected Authorization: Bearer <key>, with a key that is in use."
    raise ApiError(401, "not-authenticated", "Not authenticated", detail, headers=CHALLENGE)


def address(request: HttpRequest) -> str:
    """The client's address as the outermost trusted proxy saw it; of IPv6 the /64 network."""
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    trusted = settings.TRUSTED_PROXIES
    client = request.META.get("REMOTE_ADDR", "")
    if trusted and len(hops) >= trusted:
        client = hops[-trusted].strip()
    return _network(client)


@lru_cache(maxsize=10_000)
def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if found.version == 6:
        return str(ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found)


def _too_many(request: HttpRequest, spent: Spent) -> HttpResponse:
    detail = f"{spent.limit} pages in {settings.QUOTA_SECONDS} seconds are this client's quota."
    headers = {"Retry-After": str(spent.reset)}
    return problem(
        request,
        ApiError(429, "too-many-requests", "Too many requests", detail, headers=headers),
    )


def _with_headers(response: HttpResponse, spent: Spent) -> HttpResponse:
    """The response with the quota's headers, where no shared cache would keep them."""
    control = response.get("Cache-Control", "")
    if spent.policy != "anonymous" and "no-store" not in control:
        others = control.replace("public", "").strip(", ")
        response["Cache-Control"] = f"private, {others}".rstrip(", ")
    if spent.policy != "anonymous" or "no-store" in control:
        for name, value in spent.headers().items():
            response[name] = value
    return response
