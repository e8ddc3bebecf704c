"""What a figure of a number would say, as far as the words around it say it.

Each guess carries the words that support it, and the other values that they allow. A curator sees
both and completes the figure; nothing is published that nobody looked at.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from indicators.curation.drafts.texts import about, area_of, citation
from indicators.curation.models import DraftChangeset
from indicators.curation.worklist.editions import Editions
from indicators.curation.worklist.reading import Edition
from indicators.curation.worklist.rereading import OF_KIND
from indicators.curation.worklist.values import printed, value_members
from indicators.figures.choices import Role
from indicators.figures.values import period as wrong_period
from sources.meaning import Reading, Saying
from sources.numerals import Numeral

GUESSED = (
    *("kind", "unit", "qualifier", "period", "direction", "base_period", "base_value"),
    *("share_of", "modality", "producer", "area", "breakdown", "indicator"),
)
QUOTED = (Role.PERIOD, Role.PRODUCER, Role.UNIT)  # members whose words are proposed as citations
AT_MOST = 4  # other values that are shown of a member
OF_DOCUMENT = "when the document was published"
BEFORE = "as the figure before"


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a member, and the words that support it."""

    value: str
    words: str
    doubt: str = ""


@dataclass(frozen=True)
class Guess:
    """The best value of a member, which the form holds, and others to choose from.

    best: None where nothing is certain enough to be filled in.
    """

    member: str
    best: Option | None
    others: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """The content of an observation as far as it is guessed, and the guesses by member."""

    content: dict[str, Any]
    guesses: dict[str, Guess] = field(default_factory=dict)


def suggestion(draft: DraftChangeset, numeral: Numeral) -> Suggestion:
    """The content of an observation, as far as the words say it; a curator completes it."""
    edition = Editions(draft).now
    start, end = numeral.phrase
    said = edition.read((start, end))
    content: dict[str, Any] = {
        "release": draft.release,
        "period_basis": "stated",
        "kind": {"rank": "rank", "ordinal": "rank"}.get(numeral.kind, "level"),
        "modality": "actual",
        "qualifier": numeral.qualifier,
        "as_written": edition.words(start, end),
        "citations": [citation(edition.text, start, end, Role.VALUE)],
        **(printed(said) or value_members(numeral)),
    }
    if numeral.unit:
        content["unit"] = numeral.unit
    if area := area_of(draft):
        content["area"] = area
    if draft.upload and (page := draft.upload.page_of(start)):
        content["page"] = page
    guesses = _guesses(said, edition, content["kind"])
    guesses |= _as_before(draft, edition, start, guesses)
    content |= {name: each.best.value for name, each in guesses.items() if each.best}
    if (dated := said.of("period")) and dated[0].where == "document":
        content["period_basis"] = "release"
    content["citations"] += _quotes(said, edition.text, (start, end), guesses)
    return Suggestion(content, guesses)


def _guesses(said: Reading, edition: Edition, kind: str) -> dict[str, Guess]:
    """What the words say of each member, best first."""
    found: dict[str, Guess] = {}
    for name in GUESSED:
        owner = next((kind for kind, names in OF_KIND.items() if name in names), None)
        if owner and owner != kind:
            continue
        if options := _options(name, said.of(name), edition):
            best = options[0] if _fits(name, options[0].value) else None
            found[name] = Guess(name, best, tuple(options[1 if best else 0 :][:AT_MOST]))
            if name == "kind" and best:
                kind = best.value
    return found


def _options(name: str, sayings: Iterable[Saying], edition: Edition) -> list[Option]:
    options: dict[str, Option] = {}
    for saying in sayings:
        words = edition.words(saying.start, saying.end) or OF_DOCUMENT
        options.setdefault(saying.value, Option(saying.value, words, saying.doubt))
    return list(options.values())


def _fits(name: str, value: str) -> bool:
    """Whether an observation may have the value: `FY2013` is no period yet."""
    return name not in ("period", "base_period") or wrong_period(value) is None


def _quotes(
    said: Reading, text: str, value: tuple[int, int], guesses: dict[str, Guess]
) -> list[dict[str, Any]]:
    """Citations of the words that say period, producer and unit, where they stand apart."""
    found = []
    for role in QUOTED:
        guess, sayings = guesses.get(role), said.of(role)
        if not guess or not guess.best or not sayings:
            continue
        start, end = sayings[0].start, sayings[0].end
        if start < end and not (value[0] <= start and end <= value[1]):
            found.append(citation(text, start, end, role))
    return found


def _as_before(
    draft: DraftChangeset, edition: Edition, start: int, guesses: dict[str, Guess]
) -> dict[str, Guess]:
    """What the figure before in the text said, to choose from; the indicator also as best guess.

    It is filled in only where nothing else is said, and only within a paragraph or table.
    """
    before = _figure_before(draft, start)
    if before is None:
        return {}
    near = "\n\n" not in edition.text[before["citations"][0]["start"] : start]
    offered: dict[str, Guess] = {}
    for name in ("indicator", "producer", "breakdown"):
        value, guess = before.get(name), guesses.get(name, Guess(name, None))
        if not value or (guess.best and guess.best.value == value):
            continue
        option = Option(value, BEFORE, "no word of its sentence names it")
        if name == "indicator" and near and not guess.best and not guess.others:
            offered[name] = Guess(name, option)
        elif all(other.value != value for other in guess.others):
            offered[name] = Guess(name, guess.best, (*guess.others, option))
    return offered


def _figure_before(draft: DraftChangeset, start: int) -> dict[str, Any] | None:
    """The draft's figure whose value is quoted nearest before a place; None if there is none."""
    contents: Sequence[dict[str, Any]] = [
        content
        for content in about(draft, "observation").values_list("content", flat=True)
        if content.get("release") == draft.release and content.get("citations")
    ]
    before = [each for each in contents if each["citations"][0]["start"] < start]
    return max(before, key=lambda each: each["citations"][0]["start"], default=None)


def role_of(draft: DraftChangeset, start: int, end: int, cited: Collection[str] = ()) -> str:
    """The role that selected words most likely have in a citation.

    cited: the roles of the quotes that the form has; a number is the value where none is yet.
    """
    edition = Editions(draft).now
    numbers = [n for n in edition.numerals if n.start < end and start < n.end]
    if numbers and all(n.period for n in numbers):
        return Role.PERIOD
    if numbers and Role.VALUE not in cited:
        return Role.VALUE
    said = edition.read((start, end))
    for role in (Role.PERIOD, Role.PRODUCER, Role.AREA, Role.UNIT, Role.QUALIFIER):
        if any(s.where == "quote" and start <= s.start < s.end <= end for s in said.of(role)):
            return role
    if Role.VALUE not in cited:
        return Role.VALUE
    return Role.COLUMN_HEADER if _heads_column(edition.text, start) else Role.ROW_HEADER


def _heads_column(text: str, start: int) -> bool:
    """Whether a place lies in a cell of a table that is not the first one of its row."""
    return "\t" in text[text.rfind("\n", 0, start) + 1 : start]
