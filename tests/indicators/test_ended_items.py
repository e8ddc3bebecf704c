"""Figures of the previous release that are corrected or retracted while an edition is open."""

import pytest
from django.contrib.auth.models import User

from indicators.curation import drafts, worklist
from indicators.curation.models import Carried, Decision, DraftChangeset
from indicators.models import Observation
from indicators.publishing.errors import ActUnusable, DraftChanged
from tests import lakes
from tests.indicators.test_curation import (  # noqa: F401 - fixtures
    ana,
    documents_stay_here,
    finished,
    fresh,
    luis,
    shown,
    started,
)
from tests.indicators.test_pages import do, of, page

pytestmark = pytest.mark.django_db


def published(draft: DraftChangeset, by: User, reviewer: User) -> None:
    draft = drafts.submit(draft.pk, by=by, revision=fresh(draft).revision)
    drafts.approve(draft.pk, by=reviewer, **shown(draft))
    drafts.publish(draft.pk, by=reviewer)


def corrected(code: str, by: User, reviewer: User, **members: str) -> str:
    """The id of the published correction of a figure, which another draft made."""
    draft = drafts.open_draft("Correct a figure", by=by)
    content = {**drafts.published_content(code), **members}
    act = drafts.correct(draft.pk, code, content, "misread the qualifier", by=by)
    published(draft, by, reviewer)
    return str(act.content["id"])


def retracted(code: str, by: User, reviewer: User) -> None:
    draft = drafts.open_draft("Retract a figure", by=by)
    drafts.retract(draft.pk, code, "not about lakes", by=by)
    published(draft, by, reviewer)


def unchanged(draft: DraftChangeset) -> Carried:
    return draft.carried.filter(
        type__startswith="observation/", state__in=["same", "moved"]
    ).first()


def panel(user: User, draft: DraftChangeset, carried: Carried) -> str:
    path = page("curation-panel", draft_id=draft.pk)
    return of(user).get(path, {"item": f"c{carried.pk}"}).content.decode()


@pytest.fixture
def draft(ana) -> DraftChangeset:  # noqa: F811
    return started(ana)


def test_panel_shows_how_a_figure_ended(ana, luis, draft):  # noqa: F811
    first = unchanged(draft)
    new = corrected(first.about, ana, luis, qualifier="approximate")

    body = panel(ana, draft, first)

    assert f"{first.about} of the previous release was\n  replaced" in body
    assert f"by {new}" in body
    assert "misread the qualifier" in body
    assert 'value="follow_correction"' in body
    assert 'value="discard"' in body
    assert 'value="carry_over"' not in body


def test_corrected_figure_is_followed_carried_over_and_published(ana, luis, draft):  # noqa: F811
    first = unchanged(draft)
    new = corrected(first.about, ana, luis, qualifier="approximate")

    answer = do(of(ana), draft, "follow_correction", carried=first.pk)

    assert answer.status_code == 302
    following = draft.carried.get(about=new)
    assert following.decision == Decision.OPEN
    assert following.anchors == first.anchors
    assert draft.carried.get(pk=first.pk).decision == Decision.DROPPED
    assert worklist.proposal(following).content["qualifier"] == "approximate"
    published(finished(draft, ana), ana, luis)
    row = Observation.objects.get(code=draft.carried.get(about=new).act.content["id"])
    assert (row.release, row.qualifier) == ("lake-report-2013-2", "approximate")


def test_correction_of_a_correction_is_followed_to_its_end(ana, luis, draft):  # noqa: F811
    first = unchanged(draft)
    second = corrected(first.about, ana, luis, qualifier="approximate")
    third = corrected(second, ana, luis, qualifier="estimated")

    following = worklist.follow_correction(
        first.pk, by=ana, draft_id=draft.pk, revision=fresh(draft).revision
    )

    assert following.about == third


def test_retracted_figure_can_only_be_left_out(ana, luis, draft):  # noqa: F811
    first = unchanged(draft)
    retracted(first.about, ana, luis)

    body = panel(ana, draft, first)

    assert "retracted" in body
    assert "not about lakes" in body
    assert 'value="follow_correction"' not in body
    with pytest.raises(ActUnusable, match="no current figure replaces"):
        worklist.follow_correction(
            first.pk, by=ana, draft_id=draft.pk, revision=fresh(draft).revision
        )
    do(of(ana), draft, "discard", carried=first.pk)
    for claim in draft.carried.filter(
        type__startswith="claim/"
    ):  # those of a figure that is left out
        worklist.discard(claim.pk, by=ana, draft_id=draft.pk, revision=fresh(draft).revision)
    published(finished(draft, ana), ana, luis)
    assert fresh(draft).status == "published"


def test_step_for_all_unchanged_items_passes_over_an_ended_one(ana, luis, draft):  # noqa: F811
    first = unchanged(draft)
    corrected(first.about, ana, luis, qualifier="approximate")

    count = worklist.carry_over_unchanged(draft.pk, by=ana, revision=fresh(draft).revision)

    assert count
    assert draft.carried.get(pk=first.pk).decision == Decision.OPEN


def test_following_a_correction_can_be_undone(ana, luis, draft):  # noqa: F811
    first = unchanged(draft)
    new = corrected(first.about, ana, luis, qualifier="approximate")
    do(of(ana), draft, "follow_correction", carried=first.pk)

    drafts.undo(draft.pk, by=ana, revision=fresh(draft).revision)

    assert draft.carried.get(pk=first.pk).decision == Decision.OPEN
    assert not draft.carried.filter(about=new).exists()


def test_item_that_is_current_has_nothing_to_follow(ana, draft):  # noqa: F811
    first = unchanged(draft)

    with pytest.raises(ActUnusable, match="no current figure replaces"):
        worklist.follow_correction(first.pk, by=ana, draft_id=draft.pk, revision=draft.revision)
    worklist.discard(first.pk, by=ana, draft_id=draft.pk, revision=draft.revision)
    with pytest.raises(DraftChanged, match="decided on"):
        worklist.follow_correction(
            first.pk, by=ana, draft_id=draft.pk, revision=fresh(draft).revision
        )


def test_withdrawn_figures_of_the_lakes_are_no_items(ana, draft):  # noqa: F811
    assert not draft.carried.filter(about=lakes.WITHDRAWN).exists()
