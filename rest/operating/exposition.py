"""The numbers in the text form that Prometheus reads (version 0.0.4).

Few numbers, each with a question that it answers; docs/how-to/monitor.md has the questions. Gauges
of other apps are named in settings.GAUGES: functions that return (name, help, value) each.
"""

import time
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.db import Error
from django.utils.module_loading import import_string

from ledger.backups.making import last_backup
from rest.operating import condition, counters, measured

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Gauge = tuple[str, str, float | None]  # name, help, value; None where it isn't known
Gauges = Callable[[], Iterable[Gauge]]


def text() -> str:
    """All numbers now."""
    return "".join(f"{line}\n" for line in [*_gauges(), *_requests()])


def _gauges() -> Iterator[str]:
    began = time.monotonic()
    found = condition.current()
    gauges = list(_of_condition(found))
    if found.ready:
        try:
            for name in settings.GAUGES:
                of_app: Gauges = import_string(name)
                gauges += of_app()
        except Error:
            gauges[0] = (*gauges[0][:2], 0)
    gauges.append(
        ("cifra_scrape_seconds", "Time that it took to read the others.", time.monotonic() - began)
    )
    for name, help, value in gauges:
        if value is not None:
            yield from (f"# HELP {name} {help}", f"# TYPE {name} gauge", f"{name} {_number(value)}")


def _of_condition(found: condition.Condition) -> Iterator[Gauge]:
    known = found.ready
    at = found.published_at
    yield "cifra_database_up", "Whether the database answers.", found.database
    yield "cifra_ready", "Whether this node can serve.", found.ready
    yield "cifra_migrations_missing", "Migrations to be applied.", len(found.migrations)
    yield "cifra_log_entries", "Entries of the log.", found.log_size if known else None
    yield "cifra_version_newest", "Newest version, signed or not.", found.newest if known else None
    yield "cifra_version_served", "Version that is served.", (found.version or 0) if known else None
    yield "cifra_checkpoint_size", "Newest signed size.", found.published if known else None
    yield (
        "cifra_checkpoint_timestamp_seconds",
        "When the newest signed version was published, in Unix time.",
        at.timestamp() if at else None,
    )
    yield "cifra_versions_unsigned", "Versions to be signed.", found.unsigned if known else None
    yield (
        "cifra_unsigned_seconds",
        "How long the oldest version without a signature has waited.",
        found.unsigned_seconds if known else None,
    )
    yield "cifra_signer_usable", "Whether the signer's state is read.", not found.signer_fault
    yield "cifra_signer_size", "Size that the signer here signed last.", found.signed or 0
    yield (
        "cifra_backup_timestamp_seconds",
        "When the last verified backup was finished, in Unix time.",
        last_backup(),
    )
    yield "cifra_disk_free_bytes", "Free room where the state folder lies.", found.disk_free
    yield "cifra_disk_size_bytes", "Room where the state folder lies.", found.disk_size


def _requests() -> Iterator[str]:
    """Counters of all workers; requests that a quota refused are those with status 429."""
    counts = counters.total(measured.folder())
    yield "# HELP cifra_requests_total Answers, by route and status."
    yield "# TYPE cifra_requests_total counter"
    for (kind, *labels), number in sorted(counts.items()):
        if kind == measured.REQUESTS:
            route, status = labels
            yield f'cifra_requests_total{{route="{route}",status="{status}"}} {_number(number)}'
    yield "# HELP cifra_page_cache_hits_total Answers that a worker had kept."
    yield "# TYPE cifra_page_cache_hits_total counter"
    for (kind, *labels), number in sorted(counts.items()):
        if kind == measured.HITS:
            yield f'cifra_page_cache_hits_total{{route="{labels[0]}"}} {_number(number)}'
    yield "# HELP cifra_request_seconds From a request to the beginning of its answer."
    yield "# TYPE cifra_request_seconds histogram"
    for route in sorted({name[1] for name in counts if name[0] == measured.SECONDS}):
        yield from _histogram(route, counts)


def _histogram(route: str, counts: dict[counters.Name, float]) -> Iterator[str]:
    name, number = "cifra_request_seconds", 0.0
    for bound in measured.BOUNDS:
        number += counts.get((measured.SECONDS, route, bound), 0)
        yield f'{name}_bucket{{route="{route}",le="{bound}"}} {_number(number)}'
    seconds = counts.get((measured.SUM, route), 0.0)
    yield f'{name}_sum{{route="{route}"}} {seconds:.6f}'
    yield f'{name}_count{{route="{route}"}} {_number(number)}'


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else f"{value:.6f}"
