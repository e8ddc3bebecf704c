"""Claims on the work page: added, changed, removed, and carried over with what became of them."""

import pytest
from django.http import QueryDict

from indicators.curation import claim_drafts, drafts, worklist
from indicators.curation.models import Decision
from indicators.models import Claim, ClaimVerdict, Observation
from indicators.publishing.current import current_contents
from indicators.publishing.errors import ActUnusable
from sources import intake
from sources.models import Source
from tests import lakes
from tests.indicators.test_curation import (  # noqa: F401 - fixtures
    EDITION_2014,
    ana,
    documents_stay_here,
    finished,
    fresh,
    luis,
    person,
    shown,
    started,
)
from tests.indicators.test_pages import do, of, page

pytestmark = pytest.mark.django_db

SUM = "In the north lake lay 60 boats and in the south lake 70 boats"
RESTATED = "lake-report-2013-c0001"
COMPARED = "lake-report-2013-c0002"


def posted(draft, words=SUM, **changes):
    text = drafts.text_of(draft)
    start = text.index(words)
    return {
        "relation": "comparison",
        "operator": "below",
        "input": ["lake-report-2012-0001", "lake-report-2013-0002"],
        "cite_role": ["value"],
        "cite_start": [start],
        "cite_end": [start + len(words)],
        **changes,
    }


def claims(draft):
    return [act.content for act in fresh(draft).acts.filter(type__startswith="claim/")]


def test_claims_of_the_previous_release_are_carried(ana):  # noqa: F811
    draft = started(ana)

    carried = draft.carried.filter(type__startswith="claim/")

    assert {one.about for one in carried} == {RESTATED, COMPARED}
    assert {one.state for one in carried} <= {"same", "moved", "context_changed"}


def test_proposal_names_the_operands_that_are_not_taken_over(ana):  # noqa: F811
    draft = started(ana)
    carried = draft.carried.get(about=COMPARED)

    proposed = worklist.proposal(carried)

    assert proposed.missing == ("lake-report-2013-0005", lakes.WITHDRAWN)[:1]
    assert proposed.content["inputs"][0] == ""
    assert "id" not in proposed.content


def test_taken_unchanged_claims_speak_of_what_their_figures_became(ana):  # noqa: F811
    draft = started(ana)

    worklist.carry_over_unchanged(draft.pk, by=ana, revision=draft.revision)

    told = {c["relation"]: c for c in claims(draft)}
    became = {
        row.about: row.act.content["id"]
        for row in fresh(draft).carried.filter(type__startswith="observation/").exclude(act=None)
    }
    restated = told["restatement"]
    assert restated["result"] == became["lake-report-2013-0001"]
    assert restated["inputs"] == ["lake-report-2012-0001"]
    assert restated["id"] == "lake-report-2013-2-c0001"
    text = drafts.text_of(draft)
    for content in told.values():
        for one in content["citations"]:
            assert text[one["start"] : one["end"]] == one["exact"]


def test_claim_waits_for_its_figures(ana):  # noqa: F811
    draft = started(ana)
    first = draft.carried.get(about="lake-report-2013-0001")
    worklist.discard(first.pk, by=ana, draft_id=draft.pk, revision=draft.revision)

    worklist.carry_over_unchanged(draft.pk, by=ana, revision=fresh(draft).revision)

    waiting = fresh(draft).carried.get(about=RESTATED)
    assert waiting.decision == Decision.OPEN
    body = of(ana).get(page("curation-panel", draft_id=draft.pk), {"item": f"c{waiting.pk}"})
    assert "Not found: lake-report-2013-0001" in body.content.decode()


def test_note_of_a_figure_is_carried_over(ana):  # noqa: F811
    intake.hold(lakes.REPORT_2012.sha256, lakes.REPORT_2012.text)
    text = lakes.REPORT_2012.text + "Printed again.\n"
    now = current_contents(Source, ["lake-report"])["lake-report"]
    draft = worklist.start_release(
        intake.take_in(text.encode(), name="again.txt", by=ana).upload,
        source={name: value for name, value in now.items() if value is not None},
        release={"id": "again", "title": "Again", "retrieved_on": "2014-03-01"},
        message="Add the reprint",
        previous="lake-report-2012",
        by=ana,
    )

    act = finished(draft, ana).carried.get(about="lake-report-2012-0012").act
    assert act.content["note"] == "A fiscal year."


def test_claim_is_added_changed_and_removed_on_the_page(ana):  # noqa: F811
    draft = started(ana)
    client = of(ana)

    assert do(client, draft, "add", **posted(draft)).status_code == 302
    (content,) = claims(draft)
    assert content["id"] == "lake-report-2013-2-c0001"
    assert content["citations"][0]["exact"] == SUM
    act = fresh(draft).acts.get(type__startswith="claim/")
    body = client.get(page("curation-panel", draft_id=draft.pk), {"item": f"a{act.pk}"})
    assert "1,150 boats · boats · XA · 2012" in body.content.decode()

    named = {"act": act.pk, "act_revision": act.revision, "item": f"a{act.pk}"}
    changed = posted(draft, operator="exceeds", note="Ours.", **named)
    assert do(client, draft, "save", **changed).status_code == 302
    (content,) = claims(draft)
    assert (content["operator"], content["note"]) == ("exceeds", "Ours.")

    act.refresh_from_db()
    named["act_revision"] = act.revision
    assert do(client, draft, "remove", **named).status_code == 302
    assert claims(draft) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"operator": ""}, "a comparison has an operator"),
        ({"relation": "sum"}, "and no other relation has"),
        ({"relation": "likes"}, "relation"),
        ({"cite_start": [""], "cite_end": [""]}, "citations must be a list of 1 to 64"),
        ({"cite_end": ["99999999"]}, "is no range of the text"),
        ({"input": ["NO SUCH"]}, "inputs"),
        ({"input": ["x"] * 61}, "inputs"),
    ],
)
def test_malformed_claim_comes_back_filled_in(ana, changes, says):  # noqa: F811
    draft = started(ana)

    answer = do(of(ana), draft, "add", **posted(draft, note="kept", item="k", **changes))

    assert answer.status_code == 422
    body = answer.content.decode()
    assert says in body
    assert 'value="kept"' in body
    assert claims(draft) == []


def test_second_to_save_a_claim_sees_the_difference(ana):  # noqa: F811
    draft = started(ana)
    do(of(ana), draft, "add", **posted(draft))
    act = fresh(draft).acts.get(type__startswith="claim/")
    named = {"act": act.pk, "act_revision": act.revision, "item": f"a{act.pk}"}
    theirs = posted(draft, operator="equals", input=["lake-report-2012-0001"], **named)
    assert do(of(person("pia", "curator")), draft, "save", **theirs).status_code == 302

    answer = do(of(ana), draft, "save", **posted(draft, words="60 boats", **named))

    body = answer.content.decode()
    assert answer.status_code == 409
    assert "<td>below</td><td>equals</td>" in body
    assert "lake-report-2012-0001, lake-report-2013-0002" in body
    assert "60 boats" in body


def test_figure_is_no_claim_and_a_claim_no_figure(ana):  # noqa: F811
    draft = started(ana)
    row = draft.carried.filter(type__startswith="observation/").first()
    data = posted(draft, carried=row.pk)

    assert do(of(ana), draft, "carry_over", **data).status_code == 422
    do(of(ana), draft, "carry_over_unchanged")
    act = fresh(draft).acts.filter(type__startswith="observation/").first()
    named = {"act": act.pk, "act_revision": act.revision}
    assert do(of(ana), draft, "save", **posted(draft, **named)).status_code == 422
    act.refresh_from_db()
    assert act.type == "observation/2"


def test_draft_without_text_takes_no_claim(ana):  # noqa: F811
    draft = drafts.open_draft("Correct", by=ana)

    answer = of(ana).get(page("curation-panel", draft_id=draft.pk), {"item": "k"})
    assert "relation" not in answer.content.decode()
    with pytest.raises(ActUnusable, match="reads none"):
        claim_drafts.content_of(QueryDict("relation=sum"), "", "")


@pytest.mark.parametrize("item", ["k", "k0-10", "k9-2", "k0-99999999", "kx"])
def test_panel_of_a_new_claim(ana, item):  # noqa: F811
    draft = started(ana)

    body = of(ana).get(page("curation-panel", draft_id=draft.pk), {"item": item}).content.decode()

    assert "Add claim" in body
    assert body.count('name="input"') == 3


def test_claims_are_published_and_judged(ana, luis, django_capture_on_commit_callbacks):  # noqa: F811
    draft = started(ana)
    worklist.carry_over_unchanged(draft.pk, by=ana, revision=draft.revision)
    do(of(ana), draft, "add", **posted(draft, words="In 2013 it counted 1,180 boats"))
    draft = finished(draft, ana)
    draft = drafts.submit(draft.pk, by=ana, revision=draft.revision)
    review = of(luis).get(page("curation-review", draft_id=draft.pk)).content.decode()
    assert "<b>comparison</b> (below)" in review
    assert "1,150 boats · boats · XA · 2012" in review
    drafts.approve(draft.pk, by=luis, **shown(draft))

    with django_capture_on_commit_callbacks(execute=True):
        drafts.publish(draft.pk, by=luis)

    rows = Claim.objects.filter(release="lake-report-2013-2")
    assert rows.count() == 3
    assert ClaimVerdict.objects.filter(claim__in=rows).count() == 3
    new = rows.get(relation="restatement")
    assert Observation.objects.filter(code=new.result, release=new.release).exists()
