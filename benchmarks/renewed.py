"""What the first answers after a publication cost beside those before it, page cache aside.

    DATABASE_URL=postgres://... python -m benchmarks.renewed

The database holds a world of benchmarks.generate, which was published in several changesets. Its
last versions are taken for the newest one after another, in one process: addresses of every sort
are asked for once when a version is new, and again when they were seen. Printed: milliseconds of an
answer, by the clock and of Python alone, and the ratio. Target: 1.2.
"""

import io
import os
import statistics
import time
from collections.abc import Callable
from typing import Any
from unittest import mock

TARGET = 1.2
VERSIONS = 8
PAGE = "/v1/observations?page_size=100"
INDICATORS = [f"indicator=indicator-{n:03d}" for n in range(0, 200, 29)]
LISTS = [
    PAGE,
    *(f"{PAGE}&{one}" for one in INDICATORS),
    *(f"{PAGE}&area=X{n:03d}&{one}" for n, one in enumerate(INDICATORS)),
    f"{PAGE}&ordering=-period",
    f"{PAGE}&headline=true&{INDICATORS[0]}",
    f"{PAGE}&published_by=2020&{INDICATORS[1]}",
    f"{PAGE}&status=all&{INDICATORS[2]}",
    f"{PAGE}&unit__in=1&unit__in=kg&kind=level",
]

Took = tuple[float, float]  # milliseconds of an answer: by the clock, of Python


def ask(application: Callable[..., Any], address: str) -> bytes:
    """The body of an answer."""
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
    }
    began: list[Any] = []
    body = b"".join(application(environ, lambda *start: began.extend(start)))
    assert began[0].startswith("200"), (address, began, body[:200])
    return body


def timed(application: Callable[..., Any], addresses: list[str]) -> Took:
    """What an answer took, in the mean of these."""
    clock, python = time.perf_counter(), time.process_time()
    for address in addresses:
        ask(application, address)
    spent = time.perf_counter() - clock, time.process_time() - python
    return spent[0] * 1000 / len(addresses), spent[1] * 1000 / len(addresses)


def measured() -> tuple[list[Took], list[Took]]:
    """What answers took when a version was new, and when each had been asked for."""
    from django.core.cache import cache

    from ledger.models import Version
    from rest import read_state
    from rest.handlers import ReadingHandler

    sizes = list(Version.objects.order_by("size").values_list("size", flat=True))[-VERSIONS:]
    first, again = [], []
    application, own = ReadingHandler(), read_state.resolve_snapshot
    cache.clear()
    for size in sizes:

        def newest(params: Any, size: int = size, **known: Any) -> Any:
            if params.pinned:
                return own(params, **known)
            return read_state.version_snapshot(size, params.published_by)

        with mock.patch.object(read_state, "resolve_snapshot", newest):
            first.append(timed(application, LISTS))
            timed(application, LISTS)
            again.append(min(timed(application, LISTS) for _ in range(3)))
    return first[1:], again[1:]  # before the first version nothing was asked for at all


def main() -> None:
    import django

    django.setup()
    from django.conf import settings

    settings.ANONYMOUS_QUOTA = 0
    first, again = measured()
    if not first:
        print("needs a world that was published in several changesets")
        return
    for title, seen in (("first after a publication", first), ("asked for again", again)):
        clock, python = (statistics.median(took[n] for took in seen) for n in (0, 1))
        print(f"{title:<28}{clock:8.2f} ms{python:8.2f} ms of Python")
    pairs = list(zip(first, again, strict=True))
    clock, python = (statistics.median(a[n] / b[n] for a, b in pairs) for n in (0, 1))
    print(f"{'ratio':<28}{clock:8.2f}   {python:8.2f}   target {TARGET}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
