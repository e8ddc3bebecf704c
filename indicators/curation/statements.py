"""Statements from programs and files: placed in the text, checked, drafted all or nothing.

A statement has the members of an observation, and its quotes as words (`value_words`, ...) or as
ranges (`citations`). Words are looked for in the release's text; if they are at several places,
none is chosen, and the error lists them. All errors are reported at once, each with its statement.
The result are acts of a draft, which a person submits or not and another one approves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import thread_time
from typing import Any

from django.contrib.auth.models import User

from indicators.curation.drafts.acts import next_observation, put_act, shown_act
from indicators.curation.drafts.assembly import drafted
from indicators.curation.drafts.changing import changeable, changing
from indicators.curation.drafts.texts import citation, text_of
from indicators.curation.models import DraftAct, DraftChangeset
from indicators.figures import members
from indicators.figures.choices import Role
from indicators.figures.entry_types import NEWEST, thing
from indicators.figures.faults import faults
from indicators.figures.fields import BY_NAME, GIVEN, MAX_CITATIONS, completed
from indicators.publishing import publication
from indicators.publishing.drafts import DraftEntry
from indicators.publishing.errors import ActUnusable, Finding, InvalidStatements
from ledger import log
from sources.anchoring.quotes import QuoteUnplaced, locate

WORDS = {f"{role}_words": role for role in Role.values}
SENTENCE = "sentence"
CITATIONS = "citations"
PLACING_SECONDS = 20  # of processor time, for the quotes of one request
MAX_PLACES = 100  # that an error lists for a quote that is at several


@dataclass(frozen=True)
class Range:
    """A quote by its place; exact guards against offsets that count something else."""

    role: str
    start: int
    end: int
    exact: str


@dataclass(frozen=True)
class Statement:
    """One statement as it was handed in: its place, its members, its quotes by role.

    members: of their own types; what could not be read is as it was sent, and is refused.
    findings: what was wrong with it as it was read.
    """

    where: str
    members: Mapping[str, Any]
    quotes: tuple[tuple[str, str], ...] = ()
    sentence: str = ""
    ranges: tuple[Range, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass
class Drafted:
    """What was drafted, or would be; advisory: findings that do not block."""

    contents: list[dict[str, Any]]
    advisory: list[Finding]
    acts: list[DraftAct] = field(default_factory=list)


def add(
    draft_id: int,
    statements: Sequence[Statement],
    *,
    by: User,
    revision: int | None = None,
    save: bool = True,
) -> Drafted:
    """Add these statements to a draft, as one act; with save=False only look.

    revision: of the draft, if it has to be the one that was shown. Raises InvalidStatements with
    every error of every statement. Cost: linear in the text, the draft and the statements; other
    writers wait for the saving alone.
    """
    draft = changeable(draft_id, by=by, revision=revision)
    state = _state(draft)
    added = _prepared(draft, statements)
    if not save:
        return added
    with changing(draft_id, "add_statements", by=by, revision=revision) as change:
        if _state(change.draft) != state:  # somebody was quicker: what they did counts, too
            added = _prepared(change.draft, statements)
        kind = NEWEST["observation"]
        added.acts = [put_act(change, kind, content) for content in added.contents]
        change.detail["count"] = len(added.contents)
    return added


def _state(draft: DraftChangeset) -> tuple[int, int, str]:
    """What statements are checked against: the draft's revision, the log's, and the next id."""
    return draft.revision, log.head()[0], next_observation(draft, draft.release)


def _prepared(draft: DraftChangeset, statements: Sequence[Statement]) -> Drafted:
    """The statements placed, numbered and checked, without any act."""
    contents = _contents(statements, draft)
    first = int(next_observation(draft, draft.release).rpartition("-")[2])
    for number, content in enumerate(contents, start=first):
        content["id"] = f"{draft.release}-{number:04d}"
    return Drafted(contents, _checked(draft, statements, contents))


def change(
    draft_id: int, act_id: int, statement: Statement, *, by: User, revision: int | None
) -> Drafted:
    """Replace what an act of the draft says.

    revision: of the act, as it was shown. Raises InvalidStatements, and DraftChanged with the
    current act if it is at another one.
    """
    with changing(draft_id, "save", by=by) as change:
        draft = change.draft
        old = shown_act(draft, act_id, revision)
        if thing(old.type) != "observation":
            raise ActUnusable(f"a {thing(old.type)} is no statement: change it on the page")
        (content,) = _contents([statement], draft)
        content |= {name: old.content[name] for name in ("id", "replaces") if name in old.content}
        advisory = _checked(draft, [statement], [content], instead_of=old.pk)
        kind = NEWEST["observation"]
        act = put_act(change, kind, content, act_id=old.pk, revision=revision)
    return Drafted([content], advisory, [act])


def _contents(statements: Sequence[Statement], draft: DraftChangeset) -> list[dict[str, Any]]:
    """Observations without ids. Raises InvalidStatements for all of what is malformed.

    Raises ActUnusable where looking for the quotes takes too long: a long text, many long quotes.
    """
    text = text_of(draft)
    if not text:
        raise ActUnusable(f"the text of release {draft.release!r} is not at hand: attach it first")
    found: list[Finding] = []
    contents = []
    began = thread_time()
    for statement in statements:
        contents.append(_content(statement, draft.release, text, found))
        if thread_time() - began > PLACING_SECONDS:
            detail = f"looking for the quotes of {len(contents)} of {len(statements)} statements"
            raise ActUnusable(f"{detail} took {PLACING_SECONDS} seconds: send fewer at once")
    if found:
        raise InvalidStatements(found)
    return contents


def _content(statement: Statement, release: str, text: str, found: list[Finding]) -> dict[str, Any]:
    """An observation without id; what is wrong with the statement is added to `found`."""
    citations = _citations(statement, text)
    placed = [c for c in citations if not isinstance(c, Finding)]
    wrong = [*statement.findings, *(c for c in citations if isinstance(c, Finding))]
    content = {**completed(statement.members), "release": release, "citations": placed}
    if values := [c["exact"] for c in placed if c["role"] == "value"]:
        content.setdefault("as_written", " ".join(values[0].split()))
    found += wrong
    if wrong and not statement.members:
        return content
    for place, what in faults(
        NEWEST["observation"], {**content, "id": f"{release}-0001"}, statement.where
    ):
        member = place.removeprefix(f"{statement.where}: ")
        # Without its quotes a statement is judged by the members that it has.
        if not wrong or member in statement.members:
            found.append(Finding(place, _code(member, content), what))
    return content


def _code(member: str, content: Mapping[str, Any]) -> str:
    """shape: what the OpenAPI file rules out; unfit: what it can't say."""
    form = members.STATEMENT.get(member)
    fits = form is None or member not in content or members.fits(content[member], form)
    return "unfit" if fits else "shape"


def _citations(statement: Statement, text: str) -> list[dict[str, Any] | Finding]:
    """Each quote as an entry has it, or what is wrong with it."""
    placed: list[dict[str, Any] | Finding] = []
    for role, words in statement.quotes:
        try:
            start, end = locate(text, words, statement.sentence)
        except QuoteUnplaced as error:
            where = f"{statement.where}: {role}_words"
            places = tuple((low, high, text[low:high]) for low, high in error.places[:MAX_PLACES])
            placed.append(Finding(where, "quote-unplaced", str(error), places=places))
        else:
            placed.append(citation(text, start, end, role))
    for number, quote in enumerate(statement.ranges):
        if text[quote.start : quote.end] == quote.exact and quote.exact:
            placed.append(citation(text, quote.start, quote.end, quote.role))
        else:
            where = f"{statement.where}: {CITATIONS}[{number}]"
            there = text[quote.start : quote.end][:80]
            detail = f"the text has {there!r} at [{quote.start}, {quote.end}), not the words given"
            placed.append(Finding(where, "wrong-words", detail))
    return placed


def _checked(
    draft: DraftChangeset,
    statements: Sequence[Statement],
    contents: Sequence[dict[str, Any]],
    instead_of: int | None = None,
) -> list[Finding]:
    """What the gates advise of these statements, within their draft. Raises InvalidStatements."""
    entries = [
        DraftEntry(NEWEST["observation"], content, statement.where)
        for statement, content in zip(statements, contents, strict=True)
    ]
    whole = drafted(draft, without=instead_of)
    whole.entries += entries
    places = {statement.where for statement in statements}
    found = [
        finding
        for finding in publication.check(whole)
        if finding.where.partition(": ")[0] in places
    ]
    if blocking := [finding for finding in found if finding.blocking]:
        raise InvalidStatements(blocking)
    return found


# --- Statements as a program sends them: JSON values, of which nothing is known yet. ---


def read(listed: Sequence[Any]) -> list[Statement]:
    """Statements of JSON values, each with what is wrong with its form."""
    return [_read(value, f"statement {n}") for n, value in enumerate(listed, start=1)]


def _read(value: Any, where: str) -> Statement:
    if not isinstance(value, dict):
        return Statement(where, {}, findings=(Finding(where, "shape", "expected an object"),))
    found: list[Finding] = []
    own: dict[str, Any] = {}
    words: dict[str, str] = {}
    for name, given in value.items():
        if name == CITATIONS:
            continue
        if (form := members.STATEMENT.get(name)) is None:
            detail = f"there are {', '.join(sorted({*members.STATEMENT, CITATIONS}))}"
            found.append(Finding(f"{where}: {name[:80]}", "unknown-member", detail))
        elif name in BY_NAME:
            own[name] = _native(given)
        elif members.fits(given, form):
            words[name] = given
        else:
            found.append(Finding(f"{where}: {name}", "shape", members.expected(form)))
    quotes = tuple((WORDS[name], text) for name, text in words.items() if name in WORDS)
    ranges = _ranges(value.get(CITATIONS, []), where, found)
    return Statement(where, own, quotes, words.get(SENTENCE, ""), ranges, tuple(found))


def _native(value: Any) -> Any:
    """A JSON value as an entry has it: whole numbers may be written 1.0, text without its edges."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.strip() if isinstance(value, str) else value


def _ranges(listed: Any, where: str, found: list[Finding]) -> tuple[Range, ...]:
    if not isinstance(listed, list) or len(listed) > MAX_CITATIONS:
        detail = f"expected a list of at most {MAX_CITATIONS}"
        found.append(Finding(f"{where}: {CITATIONS}", "shape", detail))
        return ()
    ranges = []
    for number, value in enumerate(listed):
        if (quote := _range(value)) is None:
            detail = "expected role, start, end and exact: code points of the text and their words"
            found.append(Finding(f"{where}: {CITATIONS}[{number}]", "shape", detail))
        else:
            ranges.append(quote)
    return tuple(ranges)


def _range(value: Any) -> Range | None:
    if not isinstance(value, dict) or value.keys() != members.RANGE.keys():
        return None
    if not all(members.fits(value[name], form) for name, form in members.RANGE.items()):
        return None
    return Range(value["role"], int(value["start"]), int(value["end"]), value["exact"])


def as_statement(content: Mapping[str, Any]) -> dict[str, Any]:
    """An observation of a draft as a statement: what `read` takes, quotes by their places."""
    said = {field.name: content[field.name] for field in GIVEN if field.name in content}
    names = ("role", "start", "end", "exact")
    citations = [{name: c[name] for name in names} for c in content.get("citations", [])]
    return {**said, CITATIONS: citations}
