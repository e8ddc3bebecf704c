"""Curation: from an upload to a published version, by two people, with nothing lost on the way."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from indicators.curation import drafts, roles, worklist
from indicators.curation.models import AuditEntry, Decision, DraftAct, DraftChangeset, Status
from indicators.models import Observation
from indicators.publishing.current import current_contents
from indicators.publishing.errors import (
    ActUnusable,
    ChangesetRejected,
    DraftChanged,
    DraftClosed,
    NotAllowed,
    NotApproved,
)
from ledger import log
from sources import intake
from sources.errors import DocumentRejected
from sources.models import HeldText, Source
from sources.models_intake import Upload
from tests import lakes
from tests.builders import draft as made_draft
from tests.builders import published
from tests.sources import documents

EDITION_2014 = (
    "Report on the lakes, 2013, second edition\n\n"
    "In 2013 it counted 1,180 boats. "
    "About 1,200 boats were counted in Arcadia in 2012. The catch was 25 tons in 2012, "
    "a tenth of it pike. In the north lake lay 60 boats and in the south lake 70 boats. "
    "Costs rose by $2 million in 2012, from $9.6 million in 2011. "
    "The ferry carried 4,321 people.\n"
)


def person(name: str, *given: str) -> User:
    user = User.objects.create_user(name)
    roles.grant(user, *given)
    return user


@pytest.fixture
def ana(world) -> User:
    return person("ana", roles.CURATOR)


@pytest.fixture
def luis(world) -> User:
    return person("luis", roles.REVIEWER)


@pytest.fixture(autouse=True)
def documents_stay_here(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "documents")},
        },
    }


pytestmark = pytest.mark.django_db


def started(by: User, edition: str | bytes = EDITION_2014) -> DraftChangeset:
    intake.hold(lakes.REPORT_2013.sha256, lakes.REPORT_2013.text)
    content = edition.encode() if isinstance(edition, str) else edition
    taken = intake.take_in(content, name="second.txt", by=by)
    now = current_contents(Source, ["lake-report"])["lake-report"]
    source = {name: value for name, value in now.items() if value is not None}
    return worklist.start_release(
        taken.upload,
        source=source,
        release={
            "id": "lake-report-2013-2",
            "title": "Second edition",
            "published_on": "2014-02",
            "retrieved_on": "2014-03-01",
        },
        message="Add the second edition of the report of 2013",
        previous="lake-report-2013",
        by=by,
    )


def fresh(draft: DraftChangeset) -> DraftChangeset:
    return DraftChangeset.objects.get(pk=draft.pk)


def finished(draft: DraftChangeset, by: User) -> DraftChangeset:
    """Everything of the work list decided, as a curator who agrees with it would."""
    worklist.carry_over_unchanged(draft.pk, by=by, revision=fresh(draft).revision)
    for carried in fresh(draft).carried.filter(decision=Decision.OPEN):
        proposed = worklist.proposal(carried)
        kept = {}
        if proposed.questions:
            old = drafts.published_content(carried.about)
            kept = {name: old[name] for name in proposed.questions if name in old}
        worklist.carry_over(
            carried.pk, {**kept, **proposed.content}, by=by, draft_id=draft.pk,
            revision=fresh(draft).revision, looked=tuple(proposed.questions),
        )  # fmt: skip
    for numeral in worklist.candidates(fresh(draft)):
        drafts.set_aside(draft.pk, numeral.start, numeral.end, "other", by=by)
    return fresh(draft)


def submitted(ana: User) -> DraftChangeset:
    draft = finished(started(ana), ana)
    return drafts.submit(draft.pk, by=ana, revision=draft.revision)


def shown(draft: DraftChangeset) -> dict[str, object]:
    return {"digest": drafts.digest(draft), "version": log.head()[0]}


def test_take_in_stores_hashes_and_recognises(ana):
    content = documents.pdf([["In 2012 there were 17 boats."], ["And 18 in 2013."]])

    first = intake.take_in(content, name="../../etc/report.pdf", by=ana)
    again = intake.take_in(content, name="other.pdf", by=ana)

    assert (first.known, again.known) == (False, True)
    assert first.upload == again.upload
    assert first.upload.name == "report.pdf"
    with first.upload.content.open() as stored:
        assert stored.read() == content
    assert first.upload.page_of(first.upload.text.index("18")) == 2
    assert first.releases == ()


def test_take_in_tells_a_published_text(ana):
    taken = intake.take_in(lakes.REPORT_2013.text.encode(), name="x.txt", by=ana)

    assert taken.releases == ("lake-report-2013",)


def test_take_in_refused_stores_nothing(ana):
    with pytest.raises(DocumentRejected):
        intake.take_in(b"\xff\xfe\xff", name="x", by=ana)

    assert not Upload.objects.exists()


def test_start_release_carries_figures_over_by_state(ana):
    draft = started(ana)

    states = {c.about: c.state for c in draft.carried.filter(type__startswith="observation/")}
    now = {code: Observation.objects.get(code=code).as_written for code in states}
    assert {now[code]: state for code, state in states.items() if state == "number_changed"} == {
        "1,175 boats": "number_changed"
    }
    assert set(states.values()) >= {"same", "number_changed"}
    assert draft.acts.filter(type="release/2").count() == 1
    assert not draft.acts.filter(type="source/2").exists()


def test_proposal_reads_the_changed_number(ana):
    draft = started(ana)
    carried = draft.carried.get(state="number_changed")

    proposed = worklist.proposal(carried)

    assert proposed.content["value"] == "1180"
    assert proposed.content["as_written"] == "1,180 boats"
    assert "value" in [member.name for member in proposed.changed]
    assert carried.anchors[0]["old_numerals"] == ["1,175"]
    assert carried.anchors[0]["new_numerals"] == ["1,180"]


def test_ambiguous_place_is_left_to_a_person(ana):
    twin = "In 2013 it counted 1,175 boats.\n\n"
    draft = started(ana, f"{twin}Nothing of what was said before is said here again.\n\n{twin}")
    carried = draft.carried.get(about="lake-report-2013-0002")

    proposed = worklist.proposal(carried)

    assert carried.state == "ambiguous"
    assert carried.anchors[0]["place"]
    assert "value" in proposed.missing
    assert not [c for c in proposed.content["citations"] if c["role"] == "value"]


def test_take_unchanged_never_takes_a_changed_one(ana):
    draft = started(ana)

    worklist.carry_over_unchanged(draft.pk, by=ana, revision=draft.revision)

    left = fresh(draft).carried.filter(decision=Decision.OPEN)
    assert left.filter(state="number_changed").exists()
    taken = fresh(draft).carried.filter(decision=Decision.TAKEN)
    assert taken.exists()
    assert set(taken.values_list("state", flat=True)) <= {"same", "moved"}
    for one in taken:
        assert one.act.content["release"] == "lake-report-2013-2"


def test_candidates_and_suggestion_for_a_new_number(ana):
    draft = started(ana)

    numeral = next(n for n in worklist.candidates(draft) if n.exact == "4,321")
    told = worklist.suggestion(draft, numeral).content

    assert told["value"] == "4321"
    assert told["citations"][0]["exact"] in ("4,321", "4,321 people")


def test_whole_way_to_a_published_version(ana, luis, django_capture_on_commit_callbacks):
    draft = submitted(ana)

    drafts.approve(draft.pk, by=luis, **shown(draft))
    with django_capture_on_commit_callbacks(execute=True):
        version = drafts.publish(draft.pk, by=luis)

    assert fresh(draft).status == Status.PUBLISHED
    assert fresh(draft).published_version == version.size
    row = Observation.objects.get(release="lake-report-2013-2", value="1180")
    assert row.known_from == version.size
    assert version.drafted_by == ana.curator.code
    assert version.approved_by == luis.curator.code
    assert "ana" not in version.drafted_by
    assert not HeldText.objects.filter(text_sha256=draft.upload.text_sha256).exists()


def test_correct_and_retract_what_was_published(ana, luis, django_capture_on_commit_callbacks):
    codes = list(
        Observation.objects.filter(known_to__isnull=True, kind="level")
        .exclude(value="")
        .values_list("code", flat=True)[:2]
    )
    draft = drafts.open_draft("Correct one figure, retract another", by=ana)
    content = {**drafts.published_content(codes[0]), "qualifier": "approximate"}
    drafts.correct(draft.pk, codes[0], content, "misread the qualifier", by=ana)
    drafts.retract(draft.pk, codes[1], "not about lakes at all", by=ana)
    draft = fresh(draft)
    draft = drafts.submit(draft.pk, by=ana, revision=draft.revision)
    drafts.approve(draft.pk, by=luis, **shown(draft))

    with django_capture_on_commit_callbacks(execute=True):
        drafts.publish(draft.pk, by=luis)

    old, gone = (Observation.objects.get(code=code) for code in codes)
    assert (old.closing.action, gone.closing.action) == ("replaced", "retracted")
    assert Observation.objects.get(replaces=codes[0]).qualifier == "approximate"


def test_submit_names_everything_that_blocks(ana):
    draft = started(ana)

    with pytest.raises(ChangesetRejected) as caught:
        drafts.submit(draft.pk, by=ana, revision=draft.revision)

    codes = {finding.code for finding in caught.value.findings}
    assert codes == {"carried-undecided", "numeral-unaccounted"}
    assert fresh(draft).status == Status.DRAFT


DOORS = {
    "open": lambda draft, by: drafts.open_draft("x", by=by),
    "save": lambda draft, by: drafts.save_act(draft.pk, "agency/2", {"id": "a"}, by=by),
    "remove": lambda draft, by: drafts.remove_act(
        draft.acts.first().pk, by=by, draft_id=draft.pk, revision=1
    ),
    "set aside": lambda draft, by: drafts.set_aside(draft.pk, 0, 1, "other", by=by),
    "undo": lambda draft, by: drafts.undo(draft.pk, by=by, revision=draft.revision),
    "describe": lambda draft, by: drafts.describe(
        draft.pk, by=by, revision=draft.revision, message="y"
    ),
    "comment": lambda draft, by: drafts.comment(draft.pk, "y", by=by),
    "submit": lambda draft, by: drafts.submit(draft.pk, by=by, revision=draft.revision),
    "take back": lambda draft, by: drafts.take_back(draft.pk, by=by),
    "return": lambda draft, by: drafts.send_back(draft.pk, "no", by=by),
    "approve": lambda draft, by: drafts.approve(draft.pk, by=by, digest="x", version=0),
    "publish": lambda draft, by: drafts.publish(draft.pk, by=by),
    "abandon": lambda draft, by: drafts.abandon(draft.pk, by=by),
    "correct": lambda draft, by: drafts.correct(draft.pk, _any_code(), {}, "r", by=by),
    "retract": lambda draft, by: drafts.retract(draft.pk, _any_code(), "r", by=by),
    "take unchanged": lambda draft, by: worklist.carry_over_unchanged(
        draft.pk, by=by, revision=draft.revision
    ),
    "take": lambda draft, by: worklist.carry_over(
        draft.carried.first().pk, {}, by=by, draft_id=draft.pk, revision=draft.revision
    ),
    "drop": lambda draft, by: worklist.discard(
        draft.carried.first().pk, by=by, draft_id=draft.pk, revision=draft.revision
    ),
}


def _any_code() -> str:
    return Observation.objects.filter(known_to__isnull=True).first().code


@pytest.mark.parametrize("who", ["nobody", "without role", "superuser without role", "inactive"])
def test_no_door_opens_without_a_role(ana, who):
    draft = started(ana)
    people = {
        "nobody": lambda: AnonymousUser(),
        "without role": lambda: User.objects.create_user("eva", is_staff=True),
        "superuser without role": lambda: User.objects.create_superuser("root"),
        "inactive": lambda: _left("leo"),
    }

    them = people[who]()

    for name, door in DOORS.items():
        with pytest.raises(NotAllowed):
            pytest.fail(f"{name} opened: {door(draft, them)}")
    assert fresh(draft).revision == draft.revision


def _left(name: str) -> User:
    user = person(name, *roles.ROLES)
    user.is_active = False
    user.save()
    return user


def test_curator_is_no_reviewer(ana):
    draft, pia = submitted(ana), person("pia", roles.CURATOR)

    for door in ("return", "approve", "publish"):
        with pytest.raises(NotAllowed, match="role reviewer"):
            DOORS[door](draft, pia)


def test_reviewer_is_no_curator(ana, luis):
    draft = started(ana)

    for door in set(DOORS) - {"return", "approve", "publish", "comment"}:
        with pytest.raises(NotAllowed, match="role curator"):
            DOORS[door](draft, luis)


def test_version_says_who_wrote_how_much_and_who_approved(
    ana, luis, django_capture_on_commit_callbacks
):
    pia = person("pia", roles.CURATOR)
    draft = started(ana)
    worklist.carry_over_unchanged(draft.pk, by=pia, revision=draft.revision)
    draft = finished(draft, ana)
    draft = drafts.submit(draft.pk, by=ana, revision=draft.revision)
    written = {
        name: draft.acts.filter(by=user.curator, type__startswith="observation/").count()
        for name, user in (("ana", ana), ("pia", pia))
    }
    drafts.approve(draft.pk, by=luis, **shown(draft))
    with django_capture_on_commit_callbacks(execute=True):
        version = drafts.publish(draft.pk, by=luis)

    first, second, approver = version.people
    assert (first["id"], first["did"]) == (ana.curator.code, "wrote")
    assert first["what"].get("observation", 0) == written["ana"]
    assert first["what"]["release"] == 1
    assert (second["id"], second["what"]["observation"]) == (pia.curator.code, written["pia"])
    assert (approver["id"], approver["did"]) == (luis.curator.code, "approved")
    assert approver["what"]["observation"] == sum(written.values())
    assert approver["what"]["release"] == 1
    assert version.reviewed


def test_one_person_alone_where_the_installation_says_so(
    ana, settings, client, django_capture_on_commit_callbacks
):
    roles.grant(ana, roles.REVIEWER)
    draft = submitted(ana)
    client.force_login(ana)
    page = reverse("admin:curation-review", kwargs={"draft_id": draft.pk})
    assert "another person decides" in client.get(page).content.decode()

    settings.ONE_PERSON = True
    assert "that it was not reviewed" in client.get(page).content.decode()
    drafts.approve(draft.pk, by=ana, **shown(draft))
    assert fresh(draft).alone
    with django_capture_on_commit_callbacks(execute=True):
        version = drafts.publish(draft.pk, by=ana)

    assert (version.drafted_by, version.approved_by) == (ana.curator.code,) * 2
    assert not version.reviewed


def test_what_one_person_approved_alone_ends_with_the_setting(ana, settings):
    roles.grant(ana, roles.REVIEWER)
    draft = submitted(ana)
    settings.ONE_PERSON = True
    drafts.approve(draft.pk, by=ana, **shown(draft))
    settings.ONE_PERSON = False

    with pytest.raises(NotAllowed, match="another person"):
        drafts.publish(draft.pk, by=ana)


@pytest.mark.parametrize("role", [roles.REVIEWER, roles.ADMINISTRATOR])
def test_nobody_approves_or_publishes_their_own_draft(ana, luis, role):
    roles.grant(ana, role)
    draft = submitted(ana)

    with pytest.raises(NotAllowed, match="another person"):
        drafts.approve(draft.pk, by=ana, **shown(draft))
    drafts.approve(draft.pk, by=luis, **shown(draft))
    with pytest.raises(NotAllowed, match="another person"):
        drafts.publish(draft.pk, by=ana)


def test_nobody_approves_their_own_part_of_a_draft(ana):
    pia = person("pia", roles.CURATOR, roles.REVIEWER)
    draft = started(ana)
    worklist.carry_over_unchanged(draft.pk, by=pia, revision=draft.revision)
    draft = finished(draft, ana)
    draft = drafts.submit(draft.pk, by=ana, revision=draft.revision)

    drafts.approve(draft.pk, by=pia, **shown(draft))

    # What ana wrote is approved, what pia wrote is not.
    assert fresh(draft).status == Status.SUBMITTED
    with pytest.raises(DraftClosed, match="not approved"):
        drafts.publish(draft.pk, by=pia)


def test_database_refuses_approval_by_the_author(ana):
    draft = submitted(ana)

    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        DraftChangeset.objects.filter(pk=draft.pk).update(
            status="approved", approved_by=draft.author, approved_version=1
        )


def test_approve_something_else_than_shown_is_refused(ana, luis):
    draft = submitted(ana)
    was = shown(draft)
    DraftAct.objects.filter(draft=draft, type="release/2").update(by=ana.curator)
    act = draft.acts.filter(type__startswith="observation/").first()
    act.content["qualifier"] = "estimated"
    act.save()

    with pytest.raises(DraftChanged, match="not what you were shown"):
        drafts.approve(draft.pk, by=luis, **was)
    with pytest.raises(DraftChanged, match="not what you were shown"):
        drafts.approve(draft.pk, by=luis, **shown(draft))


def test_approval_is_void_after_another_version(ana, luis):
    draft = submitted(ana)
    was = shown(draft)
    drafts.approve(draft.pk, by=luis, **was)
    published(*made_draft(lakes.agency("newcomer")).entries)

    with pytest.raises(NotApproved, match="version"):
        drafts.publish(draft.pk, by=luis)
    with pytest.raises(DraftChanged, match="look again"):
        drafts.approve(draft.pk, by=luis, **was)
    drafts.approve(draft.pk, by=luis, **shown(draft))
    drafts.publish(draft.pk, by=luis)


def test_approved_draft_does_not_change_until_taken_back(ana, luis):
    draft = submitted(ana)
    drafts.approve(draft.pk, by=luis, **shown(draft))

    with pytest.raises(DraftClosed):
        drafts.set_aside(draft.pk, 0, 6, "other", by=ana)
    drafts.take_back(draft.pk, by=ana)

    assert fresh(draft).approved_by is None
    with pytest.raises(DraftClosed, match="not approved"):
        drafts.publish(draft.pk, by=luis)


def test_returned_draft_carries_the_word_why(ana, luis):
    draft = submitted(ana)

    drafts.send_back(draft.pk, "The ferry is a figure, too.", by=luis)

    assert fresh(draft).status == Status.RETURNED
    assert fresh(draft).comments.get().text == "The ferry is a figure, too."
    assert fresh(draft).is_open


def test_second_to_save_is_told_and_sees_what_stands(ana):
    pia = person("pia", roles.CURATOR)
    draft = drafts.open_draft("Two at once", by=ana)
    content = {"id": "mill", "labels": {"en": "Mill", "es": "Molino"}, "kind": "other"}
    act = drafts.save_act(draft.pk, "agency/2", content, by=ana)
    theirs = {**content, "labels": {"en": "The mill"}}
    drafts.save_act(draft.pk, "agency/2", theirs, by=pia, act_id=act.pk, revision=1)

    with pytest.raises(DraftChanged) as caught:
        drafts.save_act(draft.pk, "agency/2", content, by=ana, act_id=act.pk, revision=1)
    with pytest.raises(DraftChanged):
        drafts.remove_act(act.pk, by=ana, draft_id=draft.pk, revision=1)

    assert caught.value.now.content == theirs
    assert DraftAct.objects.get(pk=act.pk).content == theirs


def test_undo_goes_back_act_by_act(ana):
    draft = started(ana)
    acts = list(draft.acts.values("pk", "content"))
    worklist.carry_over_unchanged(draft.pk, by=ana, revision=draft.revision)
    drafts.set_aside(draft.pk, 0, 6, "other", by=ana)
    removed = fresh(draft).acts.filter(type__startswith="observation/").first()
    drafts.remove_act(removed.pk, by=ana, draft_id=draft.pk, revision=removed.revision)

    undone = [drafts.undo(draft.pk, by=ana, revision=fresh(draft).revision) for _ in range(3)]

    assert undone == ["remove", "set_aside", "carry_over_unchanged"]
    assert list(draft.acts.values("pk", "content")) == acts
    assert not draft.set_aside.exists()
    assert set(draft.carried.values_list("decision", flat=True)) == {Decision.OPEN}
    with pytest.raises(ActUnusable, match="nothing to undo"):
        drafts.undo(draft.pk, by=ana, revision=fresh(draft).revision)


def test_removed_correction_takes_its_closing_along(ana):
    draft = drafts.open_draft("Correct", by=ana)
    code = Observation.objects.filter(known_to__isnull=True).first().code
    act = drafts.correct(draft.pk, code, drafts.published_content(code), "why", by=ana)

    drafts.remove_act(act.pk, by=ana, draft_id=draft.pk, revision=1)

    assert not draft.acts.exists()


def test_every_act_leaves_a_line_that_nobody_edits(ana, luis):
    draft = submitted(ana)
    drafts.approve(draft.pk, by=luis, **shown(draft))

    actions = list(AuditEntry.objects.filter(draft=draft.pk).values_list("action", "by"))

    assert [actions[0], actions[1]] == [
        ("open", ana.curator.code),
        ("start_release", ana.curator.code),
    ]
    assert actions[-2:] == [("submit", ana.curator.code), ("approve", luis.curator.code)]
    for change in (lambda rows: rows.update(by="x"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
            change(AuditEntry.objects.all())
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute("UPDATE indicators_auditentry SET action = 'x'")


@pytest.mark.parametrize(
    ("entry_type", "content"),
    [("numerals/1", {}), ("changeset/1", {}), ("nonsense", {}), ("key/1", {})],
)
def test_act_of_other_type_is_refused(ana, entry_type, content):
    draft = drafts.open_draft("x", by=ana)

    with pytest.raises(ActUnusable):
        drafts.save_act(draft.pk, entry_type, content, by=ana)


def test_previous_release_without_text_is_refused(ana):
    taken = intake.take_in(EDITION_2014.encode(), name="x.txt", by=ana)
    HeldText.objects.all().delete()

    with pytest.raises(ActUnusable, match="not at hand"):
        worklist.start_release(
            taken.upload,
            source=lakes.REPORT_2013.source_act().content,
            release={"id": "r", "title": "t", "retrieved_on": "2014-03-01"},
            message="m",
            previous="lake-report-2013",
            by=ana,
        )

    assert not DraftChangeset.objects.exists()
