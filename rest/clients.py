"""Who asks: the address that quotas, throttles and turns go by."""

import ipaddress
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings

LONGEST = 64  # characters; no address has more


def address(environ: Mapping[str, Any]) -> str:
    """The client's address as the outermost trusted proxy saw it; of IPv6 the /64 network.

    environ: of WSGI, or the META of a request.
    """
    client = environ.get("REMOTE_ADDR", "")
    if trusted := settings.TRUSTED_PROXIES:
        hops = environ.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", trusted)
        if len(hops) >= trusted:
            client = hops[-trusted].strip()
    return _network(client[:LONGEST])


@lru_cache(maxsize=10_000)
def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if found.version == 6:
        return str(ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found)
