"""The review sheet shows all of what will be published, and an approval is bound to all of it."""

import json
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.db import transaction
from django.test import TestCase, override_settings
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from indicators.curation import drafts, roles, statements, worklist
from indicators.curation.models import Decision, DraftChangeset, Status
from indicators.publishing.errors import ActUnusable, ChangesetRejected, CurationError
from ledger import log
from ledger.models import Entry, Version
from sources import intake
from sources.models import HeldText
from tests import lakes
from tests.builders import agency, area, code_list, indicator, theme, unit
from tests.indicators.test_curation import (  # noqa: F401 - fixtures
    ana,
    documents_stay_here,
    fresh,
    luis,
    person,
    started,
)
from tests.indicators.test_drafts_api import NORTH, SOUTH
from tests.indicators.test_pages import do, of, page

pytestmark = pytest.mark.django_db


@dataclass
class Shown:
    """An entry on the sheet: its members by their paths, its quotes, its numbers."""

    members: dict[str, str] = field(default_factory=dict)
    quotes: list[tuple[str, ...]] = field(default_factory=list)
    numerals: list[str] = field(default_factory=list)


class Sheet(HTMLParser):
    """What a person can read on a review sheet, as a browser takes it apart.

    Texts are collected within a term, its description, a quote, or a number of the text.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], Shown] = {}
        self.whole: list[tuple[str, str]] = []
        self.form: dict[str, str] = {}
        self._entry: Shown | None = None
        self._within, self._term = "", ""
        self._texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        kind = found.get("class", "").partition(" ")[0]
        if tag == "article":
            about = (found["data-thing"], found["data-about"])
            assert about not in self.entries
            self._entry = self.entries[about] = Shown()
        elif tag == "input" and found.get("name") in ("digest", "version"):
            self.form[found["name"]] = found["value"]
        elif tag in ("dt", "dd") or kind in ("quote", "chip"):
            self._within, self._texts = kind or tag, [""]
        else:
            self._texts.append("")

    def handle_endtag(self, tag: str) -> None:
        closes = {"quote": "p", "chip": "span"}.get(self._within, self._within)
        if tag != closes or not self._within:
            self._texts.append("")
        else:
            self._close()
        if tag == "article":
            self._entry = None

    def _close(self) -> None:
        texts, within, self._within = self._texts, self._within, ""
        if within == "dt":
            self._term = texts[0]
        elif within == "dd" and self._entry is None:
            self.whole.append((self._term, "".join(texts)))
        elif self._entry is None:
            pass
        elif within == "dd":
            assert self._term not in self._entry.members, f"{self._term} is shown twice"
            self._entry.members[self._term] = texts[0]
        elif within == "quote":
            _, place, _, prefix, _, exact, _, suffix, _ = texts
            self._entry.quotes.append((" ".join(place.split()), prefix, exact, suffix))
        else:
            self._entry.numerals.append(" ".join("".join(texts).split()))

    def handle_data(self, data: str) -> None:
        if self._texts:
            self._texts[-1] += data


def shown(draft: DraftChangeset, by: User) -> Sheet:
    answer = of(by).get(page("curation-review", draft_id=draft.pk))
    assert answer.status_code == 200
    return Sheet(answer.content.decode())


def readable(text: str) -> str:
    """The text as the sheet prints it: what nobody could see is named."""
    hidden = (c != "\n" and unicodedata.category(c)[0] == "C" for c in text)
    lines = ("\u2028", "\u2029")
    return "".join(
        f"⟨U+{ord(c):04X}⟩" if unseen or c in lines else c
        for c, unseen in zip(text, hidden, strict=True)
    )


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from leaves(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from leaves(part, f"{path}[{place}]")
    else:
        yield path, readable(value) if isinstance(value, str) else json.dumps(value)


def require_on_sheet(entry: Entry, sheet: Sheet) -> None:
    """Every member of a published entry was on the sheet, and the sheet showed no other one."""
    body = json.loads(bytes(entry.data))
    content, about = dict(body["content"]), entry.type.partition("/")[0]
    code = content.get("id") or content["observation"]
    entry_shown = sheet.entries[about, code]
    quotes, numbers = content.pop("citations", []), content.pop("numerals", [])
    assert entry_shown.members == dict(leaves(content)), (about, code)
    assert entry_shown.quotes == [
        (
            f"{one['role']} at {one['start']} to {one['end']}",
            *(readable(one[name]) for name in ("prefix", "exact", "suffix")),
        )
        for one in quotes
    ]
    assert entry_shown.numerals == [
        f"{one['exact']} {one['start']} to {one['end']}, {one['category']}"
        + (", set aside" if one.get("set_aside") else "")
        for one in numbers
    ]


def require_all_on_sheet(version: Version, sheet: Sheet) -> None:
    rows = list(Entry.objects.filter(index__gte=version.first, index__lt=version.size - 1))
    for entry in rows:
        require_on_sheet(entry, sheet)
    assert len(rows) == len(sheet.entries)
    told = json.loads(bytes(Entry.objects.get(index=version.size - 1).data))["content"]
    assert ("message", readable(told["message"])) in sheet.whole
    for one in told["people"]:
        if one["did"] == "wrote":
            what = ", ".join(
                f"{n} {thing.replace('_', ' ')}" for thing, n in one.get("what", {}).items()
            )
            assert ("written by", f"{one['id']}: {what or 'no entry that is left'}") in sheet.whole


# --- random drafts ---


@contextmanager
def undone() -> Iterator[None]:
    """What is published within it is undone in the database and in the signer's state."""
    with TemporaryDirectory() as folder:
        state = shutil.copytree(django_settings.STATE_DIR, Path(folder) / "state")
        with override_settings(STATE_DIR=state), transaction.atomic():
            yield
            transaction.set_rollback(True)


TEXTS = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\0\r"), max_size=30
).map(lambda text: f"x{text}")
LABELS = st.dictionaries(st.sampled_from(["en", "es", "pt", "fr"]), TEXTS, min_size=1)


def described(made: Any) -> st.SearchStrategy[Any]:
    """The entry that a builder makes, with random names."""
    return LABELS.map(lambda labels: (made.type, {**made.content, "labels": labels}))


VOCABULARY = st.one_of(
    described(agency("mill", url="https://mill.example/?a=1&b=<2>")),
    described(area("XB", kind="region", part_of="XA", covers_part_of=["XA-N", "XA"])),
    described(unit("kn", "speed", system="UCUM")),
    described(theme("winds", part_of="waters")),
    described(code_list("hull", "wood", "iron")),
    described(indicator("gusts", "count", themes=["waters", "fleets"])),
)
NOTES = st.fixed_dictionaries(
    {},
    optional={
        "note": TEXTS,
        "page": st.integers(1, 999),
        "breakdown": st.sampled_from(["lake=north", "lake=south;rig=sail", "rig=oar"]),
        "modality": st.sampled_from(["actual", "target", "forecast"]),
    },
)
REASON = TEXTS.map(lambda text: {"quote_check_reason": text, "value": "61"})
FIGURE = st.builds(
    lambda base, more, other: {**base, **more, **other},
    st.sampled_from([NORTH, SOUTH]), NOTES, st.just({}) | REASON,
)  # fmt: skip
STEP = st.one_of(
    st.tuples(st.just("add"), VOCABULARY),
    st.tuples(st.just("figure"), FIGURE),
    st.tuples(st.just("retract"), TEXTS),
    st.tuples(st.just("correct"), TEXTS),
    st.tuples(st.just("describe"), TEXTS),
    st.tuples(st.just("remove"), st.none()),
    st.tuples(st.just("undo"), st.none()),
)
WORKERS = ("eva", "pia", "leo")


def take(step: tuple[str, Any], draft: DraftChangeset, by: User) -> None:
    """One change of a draft, if it is possible there."""
    name, value = step
    old = "lake-report-2013-0002"
    if name == "add":
        drafts.save_act(draft.pk, *value, by=by)
    elif name == "figure":
        statements.add(draft.pk, statements.read([value]), by=by)
    elif name == "retract":
        drafts.retract(draft.pk, "lake-report-2013-0003", value, by=by)
    elif name == "correct":
        content = {**drafts.published_content(old), "qualifier": "exact", "note": value}
        drafts.correct(draft.pk, old, content, value, by=by)
    elif name == "describe":
        drafts.describe(draft.pk, by=by, revision=fresh(draft).revision, message=value)
    elif name == "remove":
        if row := draft.acts.last():
            drafts.remove_act(row.pk, by=by, draft_id=draft.pk, revision=row.revision)
        else:
            raise ActUnusable("nothing to remove")
    else:
        drafts.undo(draft.pk, by=by, revision=fresh(draft).revision)


def drafted(steps: list[tuple[str, tuple[str, Any]]], people: dict[str, User]) -> tuple[Any, set]:
    """A draft after these steps of these people, and who of them changed anything."""
    author = steps[0][0]
    draft = drafts.open_draft("Some of it", by=people[author], release="lake-report-2013")
    hands = {author}
    for name, step in steps:
        try:
            with transaction.atomic():
                take(step, draft, people[name])
        except CurationError:
            pass  # such as an act that is there already
        else:
            hands.add(name)
    return fresh(draft), hands


@given(
    steps=st.lists(st.tuples(st.sampled_from(WORKERS), STEP), min_size=1, max_size=7),
    submitter=st.sampled_from(WORKERS),
    order=st.permutations([*WORKERS, "luis"]),
)
@settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=(Phase.explicit, Phase.generate),  # making an example smaller would take minutes
)  # fmt: skip
def test_what_is_published_stood_on_the_sheet(world, steps, submitter, order):
    """Whatever was drafted by whom: the approvers saw all, and none of them alone their own."""
    with undone():
        intake.hold(lakes.REPORT_2013.sha256, lakes.REPORT_2013.text)
        people = {name: person(name, roles.CURATOR, roles.REVIEWER) for name in (*WORKERS, "luis")}
        draft, hands = drafted(steps, people)
        assume(draft.acts.exists())
        hands.add(submitter)
        try:
            drafts.submit(draft.pk, by=people[submitter], revision=draft.revision)
        except ChangesetRejected:
            assume(False)  # such as a figure that is corrected and retracted
        approvers: list[str] = []
        for name in order:
            sheet = shown(draft, people[name])
            answer = do(of(people[name]), draft, "approve", page="review", **sheet.form)
            if {name} == hands:
                assert answer.status_code == 403
                continue
            approvers.append(name)
            covered = all(set(approvers) - {writer} for writer in hands)
            assert (fresh(draft).status == Status.APPROVED) == covered
            if covered:
                break
        with TestCase.captureOnCommitCallbacks(execute=True):
            version = drafts.publish(draft.pk, by=people[approvers[-1]])

        require_all_on_sheet(version, sheet)
        codes = {name: roles.pseudonym(user).code for name, user in people.items()}
        wrote, approved = (
            {one["id"] for one in version.people if one["did"] == did}
            for did in ("wrote", "approved")
        )
        assert wrote == {codes[name] for name in hands}
        assert approved == {codes[name] for name in approvers}
        assert version.reviewed


# --- what the sheet left out once ---


def submitted_swans(by: User, **more: Any) -> DraftChangeset:
    intake.hold(lakes.REPORT_2013.sha256, lakes.REPORT_2013.text)
    draft = drafts.open_draft("Add swans", by=by, release="lake-report-2013")
    statements.add(draft.pk, statements.read([{**NORTH, **more}]), by=by)
    return drafts.submit(draft.pk, by=by, revision=fresh(draft).revision)


def test_sheet_shows_what_was_published_unseen(ana, luis):  # noqa: F811
    more = {"note": "SECRETNOTE", "breakdown": "lake=north;rig=sail", "page": 713}
    body = (
        of(luis)
        .get(page("curation-review", draft_id=submitted_swans(ana, **more).pk))
        .content.decode()
    )

    assert "SECRETNOTE" in body
    assert "lake=north;rig=sail" in body
    assert ">713<" in body


def test_what_no_page_prints_is_named(ana, luis):  # noqa: F811
    draft = submitted_swans(ana, note="paid \u202e000,1 dollars\u200b")

    members = shown(draft, luis).entries["observation", "lake-report-2013-0008"].members

    assert members["note"] == "paid ⟨U+202E⟩000,1 dollars⟨U+200B⟩"


def edition(by: User, *, holds: bool) -> DraftChangeset:
    """A draft of a new edition, with everything decided: one item is left out, others aside."""
    draft = started(by)
    drafts.describe(draft.pk, by=by, revision=draft.revision, holds_text=holds)
    worklist.carry_over_unchanged(draft.pk, by=by, revision=fresh(draft).revision)
    for carried in draft.carried.filter(decision=Decision.OPEN):
        worklist.discard(
            carried.pk, by=by, draft_id=draft.pk, revision=fresh(draft).revision
        )  # fmt: skip
    for numeral in worklist.candidates(fresh(draft)):
        drafts.set_aside(draft.pk, numeral.start, numeral.end, "other", by=by)
    return drafts.submit(draft.pk, by=by, revision=fresh(draft).revision)


@pytest.mark.parametrize("holds", [True, False])
def test_whole_edition_stood_on_the_sheet(ana, luis, holds):  # noqa: F811
    draft = edition(ana, holds=holds)
    sheet = shown(draft, luis)
    dropped = set(draft.carried.filter(decision=Decision.DROPPED).values_list("about", flat=True))
    assert dropped

    do(of(luis), draft, "approve", page="review", **sheet.form)
    with TestCase.captureOnCommitCallbacks(execute=True):
        version = drafts.publish(draft.pk, by=luis)

    require_all_on_sheet(version, sheet)
    assert {code for name, code in sheet.whole if name == "not carried over"} == dropped
    (text,) = (told for name, told in sheet.whole if name == "whole text")
    assert ("will be served to everybody" in text) == holds
    assert HeldText.objects.filter(text_sha256=draft.upload.text_sha256).exists() == holds


@pytest.mark.parametrize(
    "change",
    [
        lambda draft: DraftChangeset.objects.filter(pk=draft.pk).update(holds_text=True),
        lambda draft: DraftChangeset.objects.filter(pk=draft.pk).update(message="Another"),
        lambda draft: draft.carried.filter(decision=Decision.DROPPED).first().delete(),
        lambda draft: draft.set_aside.first().delete(),
        lambda draft: draft.acts.last().delete(),
    ],
    ids=["text served", "message", "left out", "set aside", "act"],
)
def test_digest_covers_all_that_is_shown(ana, luis, change):  # noqa: F811
    """Not even a change past every service slips under an approval."""
    draft = edition(ana, holds=False)
    form = shown(draft, luis).form
    do(of(luis), draft, "approve", page="review", **form)
    assert fresh(draft).status == Status.APPROVED
    before = log.head()

    change(draft)
    do(of(luis), draft, "publish", page="review")
    do(of(luis), draft, "approve", page="review", **form)
    do(of(luis), draft, "publish", page="review")

    assert fresh(draft).published_version is None
    assert log.head() == before


def test_digest_covers_what_the_check_of_quotes_came_to(ana, luis):  # noqa: F811
    draft = submitted_swans(ana)
    form = shown(draft, luis).form
    assert (
        shown(draft, luis).entries["observation", "lake-report-2013-0008"].members["quote_check"]
        == "checked"
    )
    HeldText.objects.filter(
        text_sha256=lakes.REPORT_2013.sha256
    ).delete()  # nothing to compare with

    do(of(luis), draft, "approve", page="review", **form)

    assert fresh(draft).status == Status.SUBMITTED


def test_quotes_that_read_otherwise_stand_first_and_among_the_members(ana, luis):  # noqa: F811
    reason = "The text <b>counts</b> one boat less & says so."
    draft = submitted_swans(ana, value="61", quote_check_reason=reason)

    sheet = shown(draft, luis)
    body = of(luis).get(page("curation-review", draft_id=draft.pk)).content.decode()

    members = sheet.entries["observation", "lake-report-2013-0008"].members
    assert members["quote_check_reason"] == reason
    assert members["quote_check"] == "overridden"
    assert body.index("Look at these") < body.index("Approve exactly")
