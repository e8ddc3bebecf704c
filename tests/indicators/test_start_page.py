"""The start page costs the same however many figures there are."""

import pytest
from django.core.cache import cache
from django.db import connection

from indicators.pages import views
from indicators.reading import selectors
from rest.read_state import ReadParams, resolve_snapshot

pytestmark = pytest.mark.django_db


def test_figures_of_the_newest_documents_are_found_by_their_documents(world):
    now = resolve_snapshot(ReadParams())
    rows = views.recent(now)
    found = [row.release for row in rows[: views.RECENT]]
    assert found
    assert found[0] == rows.latest("published_last").release
    if connection.vendor == "sqlite":
        plan = rows[: views.RECENT].explain()
        assert "USING INDEX indicators_obs_release (release=?" in plan


def test_counts_are_made_from_those_of_the_version_before(world, publish_more):
    before = resolve_snapshot(ReadParams())
    selectors.counts(before)
    publish_more()
    now = resolve_snapshot(ReadParams())

    since, _ = selectors._counts_before(now)
    counted = selectors.counts(now)

    assert since == before.version
    cache.clear()
    assert counted == selectors.counts(now) != selectors.counts(before)
