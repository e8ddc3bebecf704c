"""Rendered observations are a cache: with it, without it, and with half of it, the same answers."""

from io import StringIO

import orjson
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, transaction

from indicators.models import Observation, Rendered
from indicators.publishing import rendered
from indicators.reading.serializers import ObservationSerializer
from ledger import redaction, replay
from rest.formats import csv_lines
from rest.plans import COUNTS, PLANS
from rest.read_state import REVISION
from tests import lakes

pytestmark = pytest.mark.django_db

FIXED = [n for n in ObservationSerializer.names() if n not in ObservationSerializer.DYNAMIC]


def stored():
    return list(Rendered.objects.order_by("entry").values())


def addresses(world):
    """Every way in which observations are answered, at an old version and the newest."""
    code = lakes.CORRECTED
    for version in (world.second_report.size, world.newest):
        at = f"version={version}"
        yield f"/v1/observations?{at}&status=all"
        yield f"/v1/observations?{at}&labels=both&page_size=3"
        yield f"/v1/observations?{at}&fields=id,page,citations&published_by=2013"
        yield f"/v1/search?{at}&q=boats"
        for form in ("csv", "jsonl", "parquet"):
            yield f"/v1/observations?{at}&format={form}"
            yield f"/v1/export/observations?{at}&status=all&format={form}"
            yield f"/v1/export/observations?{at}&status=all&fields=id,url,citations&format={form}"
        yield f"/v1/series?{at}"
        yield f"/v1/claims?{at}"
    yield f"/v1/observations/{code}"
    yield f"/v1/observations/{code}/history"
    yield f"/v1/observations/{code}/citation?style=csl"
    yield f"/v1/observations/{code}/provenance"
    yield f"/v1/releases/{lakes.REPORT_2012.id}/annotations"
    yield "/v1/compare"
    yield "/"
    yield f"/figures/{code}"


def answers(get, world):
    cache.clear()
    PLANS.clear()
    COUNTS.clear()
    found = {}
    for address in addresses(world):
        answer = get(address)
        body = answer.getvalue() if answer.streaming else answer.content
        assert answer.status_code == 200, address
        found[address] = (body, answer.headers.get("ETag"))
    return found


def keep_every_second():
    entries = [row["entry"] for row in stored()]
    Rendered.objects.filter(entry__in=entries[::2]).delete()


def keep_another_revision():
    """What newer software, or older, would show: never to be mixed in."""
    Rendered.objects.update(revision=REVISION + 1, body='{"id":"wrong"}', line="wrong")


@pytest.mark.parametrize(
    "lose", [Rendered.objects.all().delete, keep_every_second, keep_another_revision]
)
def test_answers_are_the_same_without_what_is_stored(world, get, lose):
    before = answers(get, world)

    lose()
    after = answers(get, world)

    assert [address for address in before if before[address] != after[address]] == []


def test_each_is_stored_when_it_is_published(world):
    entries = list(Observation.objects.order_by("entry_id").values_list("entry_id", flat=True))

    assert [(row["entry"], row["revision"]) for row in stored()] == [(e, REVISION) for e in entries]


def test_the_stored_object_is_whole_and_its_line_is_made_of_it(world):
    for row in stored():
        assert list(orjson.loads(row["body"])) == FIXED
        assert csv_lines([row["body"].encode()], FIXED) == row["line"] + "\r\n"


def told_by_render():
    out = StringIO()
    call_command("render", stdout=out)
    return out.getvalue()


def test_render_stores_what_is_missing_as_publishing_does(world):
    before = stored()
    keep_every_second()

    told = told_by_render()

    assert stored() == before
    assert told.startswith(f"{len(before[::2])} of {len(before)} observations rendered")
    assert told_by_render().startswith(f"0 of {len(before)} ")


def test_render_goes_on_where_it_was_stopped(world, monkeypatch):
    before = stored()
    Rendered.objects.all().delete()
    monkeypatch.setattr(rendered, "BATCH", 4)

    batches = rendered.render()
    assert [next(batches).rendered, next(batches).rendered] == [4, 8]
    batches.close()
    assert stored() == before[:8]

    assert list(rendered.render())[-1] == rendered.RenderedCount(len(before), len(before) - 8)
    assert stored() == before


def test_render_removes_older_revisions_and_leaves_newer_ones(world, monkeypatch):
    before = stored()
    Rendered.objects.update(revision=REVISION - 1)
    newer = before[0]["entry"]
    Rendered.objects.create(entry=newer, revision=REVISION + 1, body="{}", line="")

    told_by_render()

    assert [row for row in stored() if row["revision"] == REVISION] == before
    assert {row["revision"] for row in stored()} == {REVISION, REVISION + 1}


def test_a_rebuild_empties_it_and_render_fills_it_again(world):
    before = stored()

    call_command("rebuild", stdout=StringIO())
    assert stored() == []

    told_by_render()
    assert stored() == before


def test_it_is_no_published_table(world):
    assert Rendered not in replay.projected_models()
    assert Rendered in replay.cached_models()
    with transaction.atomic():
        Rendered.objects.update(line="")  # no guard
    published_row = Observation.objects.all()
    with pytest.raises(IntegrityError, match="published rows stay"), transaction.atomic():
        published_row.update(note="other")


def test_what_is_withheld_is_not_in_it(world):
    row = Observation.objects.get(code=lakes.MISREAD)
    assert Rendered.objects.filter(entry=row.entry_id).exists()

    redaction.withhold(row.entry_id, ground="court-order", drafted_by="ana", approved_by="luis")
    told_by_render()

    assert not Rendered.objects.filter(entry=row.entry_id).exists()
    assert len(stored()) == Observation.objects.count()
