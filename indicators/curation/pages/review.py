"""The review sheet: the draft as it will be published, each entry whole, beside what it changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import category

from indicators.curation import claim_drafts, drafts
from indicators.curation.drafts.acts import published_content
from indicators.curation.drafts.assembly import place_of
from indicators.curation.drafts.life import may_decide
from indicators.curation.hands import Hands, approvers_of, hands_in
from indicators.curation.models import Carried, Curator, DraftAct, DraftChangeset, Status
from indicators.curation.pages.lists import STATES
from indicators.figures.choices import QuoteCheck
from indicators.figures.entry_types import thing
from indicators.figures.fields import GIVEN, OBSERVATION
from indicators.models import Unit
from indicators.publishing import publication
from indicators.publishing.drafts import Draft
from indicators.publishing.errors import ActUnusable, Finding
from indicators.publishing.gates import Checked
from indicators.publishing.gates.meaning import OVERRIDDEN
from ledger import log, people

# Categories of characters that no page shows: controls, formats, unknown, separators of lines.
UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
# Members of an entry that the sheet shows in a form of their own: quotes, numbers of a text.
LISTED = ("citations", "numerals")
PLACES = {member.name: place for place, member in enumerate(OBSERVATION)}


@dataclass
class Row:
    """An entry as it will be published, and what it replaces or follows.

    members: all of it but what is listed, as paths and texts. hands: who had a hand in it. changes:
    member, now, then. quotes: its citations.
    """

    type: str
    content: Mapping[str, Any]
    members: list[tuple[str, str]]
    act: DraftAct | None = None
    hands: list[str] = field(default_factory=list)
    state: str = ""
    old_id: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    quotes: list[dict[str, Any]] = field(default_factory=list)
    claim: dict[str, Any] | None = None
    unit: str = ""

    @property
    def thing(self) -> str:
        return thing(self.type)

    @property
    def about(self) -> str:
        return self.act.about if self.act else str(self.content.get("id", ""))

    @property
    def is_figure(self) -> bool:
        return self.thing == "observation"

    @property
    def meaning(self) -> str:
        """What the state of a carried item means for a person."""
        return STATES.get(self.state, "")

    @property
    def value(self) -> str:
        return _value_text(self.content)


@dataclass
class Sheet:
    """A draft as its reviewer sees it.

    wrote: how many entries of each thing each person had a hand in. approvers: who approved it as
    it is. left: whose part nobody else approved yet. mine: whether the reviewer had a hand in it.
    decides: whether the reviewer may decide on it.
    """

    rows: list[Row]
    digest: str
    version: int
    ended: bool
    message: str
    reason: str
    holds_text: bool
    wrote: dict[str, str]
    approvers: list[str]
    left: list[str]
    mine: bool
    decides: bool
    not_carried_over: list[str]
    blocking: list[Finding] = field(default_factory=list)
    advisory: list[Finding] = field(default_factory=list)
    overridden: list[dict[str, Any]] = field(default_factory=list)


def sheet(draft: DraftChangeset, reviewer: Curator) -> Sheet:
    """The draft as it will be published, or as it was; linear in it, with one check of it."""
    hands = hands_in(draft)
    whole = drafts.assembled(draft, hands)
    ended = draft.status in (Status.PUBLISHED, Status.ABANDONED)
    checked = Checked([]) if ended else drafts.checked(draft, whole)
    digest = draft.digest if ended else publication.digest(whole, checked.quotes)
    version = log.head()[0]
    approvers = approvers_of(draft, digest, draft.approved_version or version)
    found = checked.findings
    return Sheet(
        rows=review_rows(draft, whole, checked.quotes, hands),
        digest=digest,
        version=version,
        ended=ended,
        message=visible(draft.message),
        reason=visible(draft.reason),
        holds_text=bool(draft.upload and draft.holds_text),
        wrote={name: _listed(counts) for name, counts in whole.wrote.items()},
        approvers=approvers,
        left=people.unreviewed(hands.everybody, approvers),
        mine=reviewer.code in hands.everybody,
        decides=may_decide(hands, reviewer),
        not_carried_over=[value for name, value in whole.terms if name == "not_carried_over"],
        blocking=[finding for finding in found if finding.blocking],
        advisory=[f for f in found if not f.blocking and f.code != OVERRIDDEN],
        overridden=overridden(draft, found),
    )


def _listed(counts: Mapping[str, int]) -> str:
    """2 observation, 1 release; what is set aside are numbers."""
    parts = (f"{count} {kind.replace('_', ' ')}" for kind, count in counts.items())
    return ", ".join(parts) or "no entry that is left"


def review_rows(
    draft: DraftChangeset, whole: Draft, quotes: Mapping[str, QuoteCheck], hands: Hands
) -> list[Row]:
    """The draft's entries as they will be published, in that order.

    quotes: what the check of each figure's quotes came to, by its id.
    """
    before = {c.act_id: c for c in draft.carried.exclude(act=None)}
    acts = {place_of(act): act for act in draft.acts.select_related("by")}
    symbols = _unit_symbols()
    rows = []
    for entry in publication.ordered(whole.entries):
        entry_type, content = publication.as_published(entry, quotes)
        row = Row(entry_type, content, members_of(content), act := acts.get(entry.where))
        row.quotes = [_quote(citation) for citation in content.get("citations", [])]
        unit = str(content.get("unit", ""))
        row.unit = symbols.get(unit, unit)
        if act:
            row.hands = hands.of(act)
            _compare(row, before.get(act.pk))
        if row.thing == "claim":
            row.claim = claim_drafts.summary(draft, content)
        rows.append(row)
    return rows


def _compare(row: Row, carried: Carried | None) -> None:
    """Fill in what the row's act replaces, follows or ends, and what it says otherwise.

    carried: the item of the previous release that the act carries over, if it is one.
    """
    content, old = row.content, {}
    row.old_id = content.get("replaces") or content.get("observation") or ""
    if carried:
        row.state, row.old_id = carried.state, carried.about
    if row.old_id and row.thing != "claim":
        try:
            old = published_content(row.old_id)
        except ActUnusable:
            old = {}
    row.changes = _changes(old, content) if row.is_figure else []


def _quote(citation: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _text(value) for name, value in citation.items()}


def members_of(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every member of a content but those that are listed, in the order of an observation's."""
    names = sorted(content, key=lambda name: PLACES.get(name, len(PLACES)))
    return [leaf for name in names if name not in LISTED for leaf in _leaves(name, content[name])]


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """The path and the text of every value within a value; an empty list or mapping is one, too."""
    if isinstance(value, Mapping) and value:
        for name, part in value.items():
            yield from _leaves(f"{path}.{name}", part)
    elif isinstance(value, list) and value:
        for place, part in enumerate(value):
            yield from _leaves(f"{path}[{place}]", part)
    else:
        yield path, _text(value)


def _text(value: Any) -> str:
    """A value as JSON writes it, texts without quotation marks."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Mapping | list):
        return "none"
    return visible(str(value))


def visible(text: str) -> str:
    """A text with the number of each character that a page doesn't show, such as ⟨U+202E⟩.

    Line ends stay, and so do blanks, which the sheet keeps.
    """
    return "".join(f"⟨U+{ord(c):04X}⟩" if c != "\n" and category(c) in UNSEEN else c for c in text)


def overridden(draft: DraftChangeset, found: Sequence[Finding]) -> list[dict[str, Any]]:
    """The figures whose quotes read otherwise, each with the curator's reason and what they say."""
    reasons = {act: act.content.get("quote_check_reason") for act in draft.acts.all()}
    return [
        {
            "act": act,
            "reason": reason,
            "findings": [
                finding for finding in found
                if finding.code == OVERRIDDEN and finding.where.partition(": ")[0] == place_of(act)
            ],
        }
        for act, reason in reasons.items() if reason
    ]  # fmt: skip


def _unit_symbols() -> dict[str, str]:
    """The symbol of each unit that has one; a pure number is printed without a unit."""
    units = Unit.objects.filter(known_to__isnull=True).exclude(symbol="")
    return {**dict(units.values_list("code", "symbol")), "1": ""}


def _value_text(content: Mapping[str, Any]) -> str:
    """The value of an observation in one line."""
    value = content.get("value") or content.get("value_code") or content.get("missing_reason") or ""
    if low := content.get("value_low"):
        value = f"{'more than' if content.get('low_open') else 'at least'} {low}"
    if high := content.get("value_high"):
        value += f" {'less than' if content.get('high_open') else 'at most'} {high}"
    return str(value).strip()


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    if not old:
        return []
    names = [member.name for member in GIVEN if old.get(member.name) != new.get(member.name)]
    return [(name, str(old.get(name, "")), str(new.get(name, ""))) for name in names]
