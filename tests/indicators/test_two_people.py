"""Law 9: each part of a draft is approved by somebody who had no hand in it, at every door."""

import json
import re

import pytest
from django.contrib.auth.models import Group, User
from django.http import HttpResponse
from django.test import TestCase

from indicators.curation import drafts, roles, tokens
from indicators.curation.models import AuditEntry, DraftAct, DraftChangeset, Status
from indicators.publishing.errors import CurationError, PublicationError
from ledger import log
from ledger.models import Entry, Version
from ledger.verification import verify
from sources import intake
from tests import lakes
from tests.builders import agency as made_agency
from tests.builders import published
from tests.indicators.test_curation import (  # noqa: F401 - fixtures
    ana,
    documents_stay_here,
    finished,
    fresh,
    luis,
    person,
    started,
)
from tests.indicators.test_drafts_api import NORTH, SOUTH, Tool
from tests.indicators.test_pages import do, of, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def pia(world) -> User:
    """Somebody with every role."""
    return person("pia", roles.CURATOR, roles.REVIEWER, roles.ADMINISTRATOR)


@pytest.fixture
def eva(world) -> User:
    return person("eva", roles.CURATOR, roles.REVIEWER)


def agency(code: str) -> dict:
    return dict(made_agency(code).content)


def opened(by: User, *codes: str) -> DraftChangeset:
    """A draft of this person that adds these agencies."""
    draft = drafts.open_draft("Add mills", by=by)
    for code in codes or ("mill", "weir"):
        drafts.save_act(draft.pk, "agency/2", agency(code), by=by)
    return fresh(draft)


def submit(draft: DraftChangeset, by: User) -> DraftChangeset:
    return drafts.submit(draft.pk, by=by, revision=fresh(draft).revision)


def sheet(draft: DraftChangeset, by: User) -> str:
    answer = of(by).get(page("curation-review", draft_id=draft.pk))
    assert answer.status_code == 200
    return answer.content.decode()


def approve(draft: DraftChangeset, by: User) -> HttpResponse:
    """Approve on the sheet what it shows, as its form would."""
    shown = dict(re.findall(r'name="(digest|version)" value="(\w+)"', sheet(draft, by)))
    if not shown:
        shown = {"digest": draft.digest, "version": str(log.head()[0])}
    return do(of(by), draft, "approve", page="review", **shown)


def publish(draft: DraftChangeset, by: User) -> Version | None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        do(of(by), draft, "publish", page="review")
    number = fresh(draft).published_version
    return Version.objects.get(size=number) if number else None


def act(draft: DraftChangeset, code: str) -> dict[str, int]:
    row = next(row for row in draft.acts.all() if row.about == code)
    return {"act": row.pk, "act_revision": row.revision}


def _change(draft: DraftChangeset, by: User) -> None:
    """Another content of an act, and its author takes the last word on it."""
    row = draft.acts.first()
    changed = {**agency(row.about), "short_name": "M"}
    drafts.save_act(
        draft.pk, row.type, changed, by=by, act_id=row.pk, revision=row.revision
    )  # fmt: skip
    drafts.save_act(
        draft.pk, row.type, {**changed, "kind": "other"}, by=draft.author.user,
        act_id=row.pk, revision=row.revision + 1,
    )  # fmt: skip


# What somebody does to the draft of another person, so that their name is at no act of it.
HANDS = {
    "remove": lambda draft, by: do(of(by), draft, "remove", **act(draft, "weir")),
    "undo": lambda draft, by: do(of(by), draft, "undo"),
    "describe": lambda draft, by: do(of(by), draft, "describe", message="Pia says so"),
    "change": _change,
}


@pytest.mark.parametrize("hand", HANDS)
def test_every_hand_counts(ana, pia, luis, hand):  # noqa: F811
    draft = opened(ana)
    HANDS[hand](draft, pia)
    submit(draft, ana)

    approve(draft, pia)
    publish(draft, pia)
    assert fresh(draft).status == Status.SUBMITTED

    approve(draft, luis)
    version = publish(draft, luis)
    assert {one["id"] for one in version.people if one["did"] == "wrote"} == {
        ana.curator.code, pia.curator.code,
    }  # fmt: skip
    assert version.reviewed
    assert fresh(draft).status == Status.PUBLISHED


def test_who_submits_has_a_hand_in_it(ana, pia, luis):  # noqa: F811
    draft = opened(ana)
    assert do(of(pia), draft, "submit").status_code == 302

    approve(draft, pia)
    publish(draft, pia)
    assert fresh(draft).status == Status.SUBMITTED

    approve(draft, luis)
    assert fresh(draft).status == Status.APPROVED


def test_submission_that_was_taken_back_counts_no_more(ana, pia):  # noqa: F811
    draft = opened(ana)
    do(of(pia), draft, "submit")
    do(of(ana), draft, "take_back")
    submit(draft, ana)

    approve(draft, pia)

    assert fresh(draft).status == Status.APPROVED
    assert publish(draft, pia).reviewed


@pytest.mark.parametrize("hand", ["discard", "set_aside", "carry_over_unchanged"])
def test_every_hand_in_a_work_list_counts(ana, pia, luis, hand):  # noqa: F811
    draft = started(ana)
    lost = draft.carried.filter(state="lost").first() or draft.carried.last()
    data = {
        "discard": {"carried": lost.pk},
        "set_aside": {"start": 30, "end": 34, "category": "date"},
        "carry_over_unchanged": {},
    }
    assert do(of(pia), draft, hand, **data[hand]).status_code == 302
    assert AuditEntry.objects.filter(draft=draft.pk, by=pia.curator.code, action=hand).exists()
    submit(finished(fresh(draft), ana), ana)

    approve(draft, pia)
    assert fresh(draft).status == Status.SUBMITTED

    approve(draft, luis)
    assert publish(draft, luis).reviewed


def test_team_of_two_approves_what_the_other_one_wrote(eva, pia):
    draft = opened(eva, "mill", "weir")
    for code in ("dam", "lock", "quay"):
        drafts.save_act(draft.pk, "agency/2", agency(code), by=pia)
    submit(draft, eva)

    approve(draft, eva)
    approve(draft, eva)  # once more changes nothing
    assert fresh(draft).status == Status.SUBMITTED
    assert publish(draft, pia) is None
    words = " ".join(sheet(draft, pia).split())
    assert f"still has to approve what {eva.curator.code} wrote" in words
    approve(draft, pia)
    assert fresh(draft).status == Status.APPROVED
    version = publish(draft, eva)

    assert version.people == [
        {"id": eva.curator.code, "did": "wrote", "what": {"agency": 2}},
        {"id": pia.curator.code, "did": "wrote", "what": {"agency": 3}},
        {"id": pia.curator.code, "did": "approved", "what": {"agency": 2}},
        {"id": eva.curator.code, "did": "approved", "what": {"agency": 3}},
    ]
    assert version.reviewed
    assert not list(verify())


def test_entry_that_both_wrote_needs_both_or_a_third(eva, pia, luis):  # noqa: F811
    draft = opened(eva, "mill")
    row = draft.acts.get()
    changed = {**agency("mill"), "short_name": "M"}
    drafts.save_act(draft.pk, row.type, changed, by=pia, act_id=row.pk, revision=1)
    submit(draft, eva)
    assert f"by {eva.curator.code}, {pia.curator.code}" in sheet(draft, luis)

    approve(draft, pia)
    assert fresh(draft).status == Status.SUBMITTED
    approve(draft, luis)
    assert fresh(draft).status == Status.APPROVED


def test_approval_of_one_part_ends_with_another_version(eva, pia):
    draft = opened(eva, "mill")
    drafts.save_act(draft.pk, "agency/2", agency("weir"), by=pia)
    submit(draft, eva)
    approve(draft, eva)
    published(made_agency("newcomer"))

    approve(draft, pia)
    assert fresh(draft).status == Status.SUBMITTED
    approve(draft, eva)
    assert fresh(draft).status == Status.APPROVED


@pytest.mark.parametrize("door", ["take_back", "return"])
def test_approval_of_one_part_ends_when_the_draft_is_opened_again(eva, pia, door):
    draft = opened(eva, "mill")
    drafts.save_act(draft.pk, "agency/2", agency("weir"), by=pia)
    submit(draft, eva)
    approve(draft, eva)
    do(of(pia), draft, door, comment="Look again.")
    do(of(eva), draft, "comment", comment="It is right.")
    submit(draft, eva)

    approve(draft, pia)

    assert fresh(draft).status == Status.SUBMITTED


def test_approval_that_no_trail_knows_publishes_nothing(eva, luis):  # noqa: F811
    draft = submit(opened(eva), eva)
    DraftChangeset.objects.filter(pk=draft.pk).update(
        status="approved", approved_by=roles.pseudonym(luis), approved_version=log.head()[0]
    )
    before = Entry.objects.count()

    assert do(of(luis), draft, "publish").status_code == 403
    with pytest.raises((CurationError, PublicationError)):
        drafts.publish(draft.pk, by=luis)
    assert Entry.objects.count() == before


def test_undoing_is_signed_by_who_undoes(ana, pia):  # noqa: F811
    draft = opened(ana, "mill")
    row = draft.acts.get()
    changed = {**agency("mill"), "short_name": "M"}
    drafts.save_act(draft.pk, row.type, changed, by=ana, act_id=row.pk, revision=1)

    do(of(pia), draft, "undo")

    row = DraftAct.objects.get(pk=row.pk)
    assert (row.content, row.by) == (agency("mill"), pia.curator)


# --- what tools do is done by their curator ---


def opened_by_tool(by: User) -> tuple[Tool, dict, DraftChangeset]:
    intake.hold(lakes.REPORT_2013.sha256, lakes.REPORT_2013.text)
    tool = Tool(tokens.make("A reader of tables", 30, by=by)[1])
    draft = tool.opened()
    tool.added(draft, NORTH, SOUTH)
    return tool, draft, DraftChangeset.objects.get(pk=draft["id"])


@pytest.mark.parametrize("hand", ["remove", "submit"])
def test_hand_in_the_draft_of_a_tool_counts(ana, pia, luis, hand):  # noqa: F811
    tool, told, draft = opened_by_tool(ana)
    if hand == "remove":
        row = draft.acts.last()
        do(of(pia), draft, "remove", act=row.pk, act_revision=row.revision)
        tag = tool.ask("GET", f"/{told['id']}")["ETag"]
        assert tool.ask("POST", f"/{told['id']}/submit", etag=tag).status_code == 200
    else:
        do(of(pia), draft, "submit")

    approve(draft, pia)
    assert fresh(draft).status == Status.SUBMITTED
    assert publish(draft, pia) is None

    approve(draft, luis)
    assert publish(draft, luis).reviewed


def test_hand_of_a_tool_counts(eva, pia):
    """A tool takes out what another person wrote in its draft; then each needs the other."""
    tool, told, draft = opened_by_tool(eva)
    drafts.save_act(draft.pk, "agency/2", agency("weir"), by=pia)
    row = draft.acts.last()
    assert row.by == pia.curator
    tag = f'"a{row.pk}.{row.revision}"'
    assert tool.ask("DELETE", f"/{told['id']}/acts/{row.pk}", etag=tag).status_code == 204
    submit(draft, eva)

    approve(draft, eva)
    assert fresh(draft).status == Status.SUBMITTED
    approve(draft, pia)
    assert fresh(draft).status == Status.APPROVED


# --- who may take a draft back, and who has left ---


@pytest.mark.parametrize("approved", [False, True])
def test_only_who_had_a_hand_takes_a_draft_back(ana, eva, pia, luis, approved):  # noqa: F811
    draft = submit(opened(ana), ana)
    if approved:
        approve(draft, luis)
    status = fresh(draft).status

    assert do(of(eva), draft, "take_back").status_code == 403
    assert fresh(draft).status == status
    assert "Take it back" not in sheet(draft, eva)
    assert "Take it back" in sheet(draft, pia)
    assert do(of(pia), draft, "take_back").status_code == 302

    assert fresh(draft).status == Status.DRAFT
    last = AuditEntry.objects.filter(draft=draft.pk).last()
    assert (last.action, last.by) == ("take_back", pia.curator.code)


def test_tool_takes_back_its_own_drafts_alone(ana, eva):  # noqa: F811
    tool, told, draft = opened_by_tool(ana)
    other = Tool(tokens.make("Another", 30, by=eva)[1])
    submit(draft, ana)

    assert other.ask("POST", f"/{told['id']}/take-back").status_code == 404
    assert fresh(draft).status == Status.SUBMITTED
    assert tool.ask("POST", f"/{told['id']}/take-back").status_code == 200


def test_loss_of_the_role_ends_tokens(ana):  # noqa: F811
    tool, told, draft = opened_by_tool(ana)
    one = f"/{told['id']}"
    before = fresh(draft).revision
    ana.groups.remove(Group.objects.get(name=roles.CURATOR))
    roles.grant(ana, roles.REVIEWER)

    for method, path, body in (
        ("GET", "", None),
        ("GET", one, None),
        ("GET", f"{one}/acts", None),
        ("POST", "", {"release": "lake-report-2013", "message": "x"}),
        ("POST", f"{one}/submit", None),
        ("POST", f"{one}/take-back", None),
    ):
        answer = tool.ask(method, path, body, etag=f'"d{draft.pk}.{before}"')
        assert answer.status_code == 401, (method, path)
    assert fresh(draft).revision == before
    roles.grant(ana, roles.ADMINISTRATOR)
    assert tool.ask("GET", one).status_code == 200


# --- one person alone ---


def test_version_of_one_person_says_so_everywhere(eva, settings, client):
    settings.ONE_PERSON = True
    _, _, draft = opened_by_tool(eva)
    submit(draft, eva)
    approve(draft, eva)
    version = publish(draft, eva)
    code = next(row.about for row in draft.acts.all())
    settings.ONE_PERSON = False

    content = json.loads(bytes(Entry.objects.get(index=version.size - 1).data))["content"]
    assert content["reviewed"] is False
    assert client.get(f"/v1/versions/{version.size}").json()["reviewed"] is False
    changes = client.get(f"/v1/changes?since={version.first}").json()["results"]
    assert {change["reviewed"] for change in changes} == {False}
    feed = client.get(f"/v1/changes?since={version.first}&format=atom").content.decode()
    assert feed.count('term="not-reviewed"') == len(changes) == feed.count("Not reviewed: ")
    assert "Not reviewed" in client.get(f"/figures/{code}").content.decode()
    assert "not\n  reviewed" in sheet(draft, eva)
    assert "Not reviewed." in of(eva).get("/admin/").content.decode()
    assert not list(verify())


def test_reviewed_version_says_nothing_of_the_kind(world, client):
    feed = client.get("/v1/changes?format=atom").content.decode()

    assert "not-reviewed" not in feed
    changes = client.get("/v1/changes").json()["results"]
    assert {change["reviewed"] for change in changes} == {True}
    figure = client.get("/figures/lake-report-2013-0001").content.decode()
    assert "Not reviewed" not in figure


def test_one_person_with_a_second_one_stays_reviewed(eva, pia, settings):
    settings.ONE_PERSON = True
    draft = submit(opened(eva), eva)
    approve(draft, eva)
    assert fresh(draft).alone
    approve(draft, pia)
    assert not fresh(draft).alone

    assert publish(draft, eva).reviewed
