"""Pages for readers: where the service starts, and one figure with the words it was read from.

Rendered on the server, without scripts and without other people's servers. They show what the read
API answers at the same version, and link to it; nothing is shown here alone.
"""

from typing import Any

import orjson
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.models import Citation, Closing, Observation
from indicators.reading import selectors, vocabulary
from ledger.log import content_of
from ledger.models import Version
from rest.read_state import ReadParams, Snapshot, resolve_snapshot
from rest.viewsets import safe_lookup_id
from sources.models import Release
from sources.serializers import ReleaseSerializer

RECENT = 12


def start(request: HttpRequest) -> HttpResponse:
    """What this is, how much there is, some figures to follow, and where to go on."""
    now = resolve_snapshot(ReadParams())
    rows = selectors.annotate_headline_and_claims(recent(now), now)[:RECENT]
    items = selectors.items(list(rows), now)
    figures = _labelled([orjson.loads(item) for item in items], now)
    context = {"snapshot": now, "counts": selectors.counts(now), "figures": figures}
    return render(request, "reader/start.html", context)


def recent(now: Snapshot) -> QuerySet[Observation]:
    """The figures of the newest documents, found by these: however many figures there are."""
    releases = Release.objects.at(now.version).order_by("-published_last", "code")
    newest = list(releases.values_list("code", flat=True)[:RECENT])
    rows = selectors.observations(now).filter(release__in=newest).exclude(value="")
    return rows.order_by("-published_last", "code")


def figure(request: HttpRequest, id: str) -> HttpResponse:
    """One figure: its words in their context, its document, its history, and its proof."""
    now = resolve_snapshot(ReadParams())
    rows = selectors.observations(now, "all").filter(code=safe_lookup_id(id))
    row = selectors.annotate_headline_and_claims(rows, now).first()
    if row is None:
        raise Http404
    item = orjson.loads(selectors.items([row], now)[0])
    rows_of_release: Any = Release.objects.at(now.version).with_data()
    release = rows_of_release.filter(code=row.release).first()
    context = {
        "snapshot": now,
        "figure": _labelled([item], now)[0],
        "quotes": _quotes(row),
        "release": ReleaseSerializer.fixed(content_of(release.data)) if release else None,
        "closing": Closing.objects.filter(observation=row, known_from__lte=now.version).first(),
        "history": _history(row, now),
        "entry": row.entry_id,
        "reviewed": Version.objects.filter(size=row.known_from, reviewed=True).exists(),
    }
    return render(request, "reader/figure.html", context)


def _history(row: Observation, snapshot: Snapshot) -> list[dict[str, Any]]:
    """What was ever said about the figure's key, newest first."""
    rows, _ = selectors.history(row, snapshot)
    events = selectors.events(rows, snapshot)
    plain: list[dict[str, Any]] = orjson.loads(orjson.dumps(events))  # rows are finished JSON
    return plain[::-1]


def _labelled(items: list[dict[str, Any]], snapshot: Snapshot) -> list[dict[str, Any]]:
    labelled = vocabulary.add_labels(items, snapshot, "en", with_code=False)
    return [{**item, "said": said(item), "missing": missing(item)} for item in labelled]


def said(item: dict[str, Any]) -> str:
    """What a figure says, for a heading: its printed words, its answer, or why it has no value."""
    return str(item["as_written"] or item["value_code_label"] or missing(item))


def missing(item: dict[str, Any]) -> str:
    """Why a figure has no value, in words; empty if it has one."""
    return str(item["missing_reason"] or "").replace("_", " ")


def _quotes(row: Observation) -> list[Citation]:
    """Its citations in the order of the text, the value's first."""
    citations = Citation.objects.filter(observation=row).order_by("start")
    return sorted(citations, key=lambda citation: citation.role != "value")
