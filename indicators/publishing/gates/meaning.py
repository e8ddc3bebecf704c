"""Checks that a figure's quotes say what they are cited for (law 11).

One reader, sources.meaning, says what the quoted words mean in their place. Where a member of a
figure says otherwise, the figure is blocked, unless a curator gives a reason, which is published
with it. Without the release's text the quotes are read with the words that were kept around them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from indicators.figures.choices import QuoteCheck
from indicators.figures.fields import NUMBERS
from indicators.publishing.drafts import DraftEntry, Readings
from indicators.publishing.errors import Finding
from indicators.publishing.gates.references import Known
from sources import numerals
from sources.meaning import Disagreement, Names, disagreements, knows, read_place

SAYS_OTHERWISE = "quote-disagrees"
OVERRIDDEN = "quote-overridden"
NOTHING_TO_OVERRIDE = "nothing-to-override"

# Role -> members that its words may name.
NAMING = {
    "row_header": ("breakdown", "indicator"),
    "column_header": ("breakdown", "indicator"),
    "value": ("modality",),
}
# Around a number of which no further words were kept, to read it as that of a table.
_AS_A_CELL = ("·\t", "\t·")
# Roles whose words may name a unit.
SAY_UNITS = ("value", "unit", "row_header", "column_header", "footnote")

Judgement = tuple[QuoteCheck, list[Finding]]
Quote = tuple[str, int, int]  # role, start, end


class Reader:
    """Reads the quotes of the figures of a draft, and remembers the names that words may mean.

    readings: what was read before. A draft is checked when it is approved and when it is published,
    and reading costs the most.
    """

    def __init__(self, known: Known, readings: Readings | None = None) -> None:
        self._known = known
        self._readings = readings or Readings()
        if self._readings.names != self.names:
            self._readings.names, self._readings.of = self.names, {}

    def judge(self, entry: DraftEntry) -> Judgement:
        """What the check of a figure's quotes came to, and what is wrong."""
        content = entry.content
        release = self._known.get("release", content["release"])
        if release is None:
            return QuoteCheck.UNCHECKED, []  # another check says that there is no such release
        source = self._known.get("source", release["source"]) or {}
        unit = self._known.get("unit", content.get("unit"))
        text = self._known.texts.get(release["text_sha256"])
        citations = [dict(citation) for citation in content["citations"]]  # whoever changes these
        inputs = (entry.where, {**content, "citations": citations}, release, source, unit, text)
        before, judged = self._readings.of.get(content["id"], (None, None))
        if before != inputs:
            judged = self._judged(entry, release, text)
            self._readings.of[content["id"]] = inputs, judged
        result: Judgement = judged
        return result

    def _judged(self, entry: DraftEntry, release: Mapping[str, Any], text: str | None) -> Judgement:
        content = entry.content
        found = self._read(content, release, text)
        reason = content.get("quote_check_reason")
        if found is None:
            if reason and text is not None:
                detail = "nothing reads quotes in this language, so there is nothing to override"
                return QuoteCheck.UNCHECKED, [_finding(entry, detail)]
            return (QuoteCheck.OVERRIDDEN if reason else QuoteCheck.UNCHECKED), []
        advice = [
            _difference(entry, item, SAYS_OTHERWISE, blocking=False)
            for item in found
            if not item.blocks
        ]
        against = [item for item in found if item.blocks]
        if reason:
            return QuoteCheck.OVERRIDDEN, [*_overridden(entry, against, text), *advice]
        wrong = [_difference(entry, item, SAYS_OTHERWISE, blocking=True) for item in against]
        return _outcome(content, text), [*wrong, *advice]

    def _read(
        self, content: Mapping[str, Any], release: Mapping[str, Any], text: str | None
    ) -> list[Disagreement] | None:
        """What the quotes say otherwise; None where no reader knows the language."""
        source = self._known.get("source", release["source"]) or {}
        language = str(source.get("language", "en"))
        if not knows(language):
            return None
        citations = [(c["role"], c["start"], c["end"]) for c in content["citations"]]
        if alone := text is None:
            if not all({"prefix", "suffix"} <= item.keys() for item in content["citations"]):
                return _numbers_printed(content, language)
            text, citations = _pieced_together(content["citations"])
            found_there = _numerals_of_pieces(text, language, source.get("area"), citations)
        elif any(end > len(text) for _, _, end in citations):
            return []  # another check says so
        found = disagreements(
            {name: value for name, value in content.items() if name != "citations"},
            citations,
            text,
            language,
            names=self.names,
            numerals=found_there if alone else None,
            country=source.get("area"),
            published_on=release.get("published_on"),
        )
        kept = [
            item for item in found
            if not self._unit_is_named(item, text, citations)
            and not (alone and _may_be_said_elsewhere(item))
        ]  # fmt: skip
        if not alone:
            kept += self._advice(content, citations, text, language, source.get("area"))
        return kept

    def _advice(
        self,
        content: Mapping[str, Any],
        citations: Sequence[Quote],
        text: str,
        language: str,
        area: str | None,
    ) -> Iterator[Disagreement]:
        """What heads and values seem to name otherwise: worth a look, no reason to block."""
        for role, start, end in citations:
            if role not in NAMING:
                continue
            reading = read_place(text, language, start, end, names=self.names, country=area)
            for member in NAMING[role]:
                anywhere = member == "modality"  # its words need not be quoted
                said = {
                    item.value for item in reading.of(member)
                    if anywhere or start <= item.start and item.end <= end
                }  # fmt: skip
                if other := _other(member, content.get(member), said):
                    why = "the words seem to name another one"
                    words = text[start:end]
                    yield Disagreement(
                        member, content.get(member), other, role, start, end, words, why,
                        blocks=False,
                    )  # fmt: skip

    def _unit_is_named(self, item: Disagreement, text: str, citations: Sequence[Quote]) -> bool:
        """Whether words that the vocabulary knows, and the reader doesn't, say the stated unit."""
        if item.member != "unit" or item.said is not None:
            return False
        unit = self._known.get("unit", item.stated) or {}
        names = [*_names(unit), *([unit["symbol"]] if unit.get("symbol") else [])]
        quoted = " ".join(text[start:end] for role, start, end in citations if role in SAY_UNITS)
        return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", quoted, re.I) for name in names)

    @cached_property
    def names(self) -> Names:
        """The labels and aliases of everything that words may name."""
        things = self._known.things
        return Names(
            agencies={code: _names(item) for code, item in things.get("agency", {}).items()},
            areas={code: _names(item) for code, item in things.get("area", {}).items()},
            breakdown=dict(_breakdown(things.get("code-list", {}))),
            indicators={code: _names(item) for code, item in things.get("indicator", {}).items()},
        )


def _other(member: str, stated: str | None, said: set[str]) -> str | None:
    """What is said of a member where that isn't what is stated; None where they agree."""
    own = set((stated or "").split(";")) - {""}
    if member == "breakdown":
        dimensions = {pair.partition("=")[0] for pair in own}
        said = {pair for pair in said if pair.partition("=")[0] in dimensions}
    return None if not said or said & own else min(said)


def _may_be_said_elsewhere(item: Disagreement) -> bool:
    """Whether words that the quotes leave out may say it; those of the number are always quoted."""
    return item.said is None and item.member not in NUMBERS


def _names(thing: Mapping[str, Any]) -> list[str]:
    labels = (thing.get("labels") or {}).values()
    aliases = [name for listed in (thing.get("aliases") or {}).values() for name in listed]
    short = [thing["short_name"]] if thing.get("short_name") else []
    return [*labels, *aliases, *short]


def _breakdown(lists: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    for dimension, content in lists.items():
        for code in content["codes"]:
            yield f"{dimension}={code['code']}", _names(code)


def _numbers_printed(content: Mapping[str, Any], language: str) -> list[Disagreement]:
    """The number that no quote of the value prints, where nothing around the quotes was kept.

    More can't be judged: words that are cut out of their sentence read otherwise.
    """
    stated = [content[name] for name in NUMBERS if content.get(name)]
    if "decimals" not in content:
        return []  # written in words
    quotes = [item for item in content["citations"] if item["role"] == "value"]
    printed = {
        Decimal(number)
        for item in quotes
        for numeral in numerals.read(item["exact"], language)
        for number in (numeral.value, numeral.low, numeral.high)
        if number is not None
    }
    why = "no quote of the value prints this number"
    words, start = quotes[0]["exact"], quotes[0]["start"]
    return [
        Disagreement("value", number, None, "value", start, start + len(words), words, why)
        for number in stated
        if Decimal(number) not in printed
    ]


def _pieced_together(citations: Sequence[Mapping[str, Any]]) -> tuple[str, list[Quote]]:
    """A text of the quotes alone, each a paragraph with the whole words kept around it."""
    pieces, places, length = [], [], 0
    for item in citations:
        before = (item.get("prefix") or "").rpartition("\n\n")[2]
        after = (item.get("suffix") or "").partition("\n\n")[0]
        # The outermost word may be cut: half a number would be another number.
        before = (
            before.partition(" ")[2] if len(item.get("prefix") or "") == len(before) else before
        )
        after = after.rpartition(" ")[0] if len(item.get("suffix") or "") == len(after) else after
        if item["role"] == "value" and not (before + after).strip():
            before, after = _AS_A_CELL  # alone on its line it would be a page number
        start = length + len(before)
        places.append((item["role"], start, start + len(item["exact"])))
        pieces.append(f"{before}{item['exact']}{after}")
        length += len(pieces[-1]) + 2
    return "\n\n".join(pieces), places


def _numerals_of_pieces(
    text: str, language: str, area: str | None, citations: Sequence[Quote]
) -> list[numerals.Numeral] | None:
    """The numerals of a text that was pieced together; None where it can't be read.

    A quote of the value that is one numeral is a number: no place is left that makes it a year.
    """
    values = [(start, end) for role, start, end in citations if role == "value"]
    try:
        found = numerals.read_once(text, language, area)
    except numerals.UnreadableText:
        return None
    return [
        replace(each, kind="cardinal", category="figure", period=None)
        if each.kind == "year" and (each.start, each.end) in values
        else each
        for each in found
    ]


def _outcome(content: Mapping[str, Any], text: str | None) -> QuoteCheck:
    """checked: the text was at hand, and the figure has a number that a reader can compare."""
    comparable = any(content.get(name) for name in NUMBERS)
    return QuoteCheck.CHECKED if text is not None and comparable else QuoteCheck.UNCHECKED


def _overridden(
    entry: DraftEntry, against: Sequence[Disagreement], text: str | None
) -> Iterator[Finding]:
    for item in against:
        yield _difference(entry, item, OVERRIDDEN, blocking=False)
    if not against and text is not None:
        detail = "its quotes say what it says, so there is nothing to override: leave it out"
        yield _finding(entry, detail)


def _finding(entry: DraftEntry, detail: str) -> Finding:
    return Finding(f"{entry.where}: quote_check_reason", NOTHING_TO_OVERRIDE, detail)


def _difference(entry: DraftEntry, item: Disagreement, code: str, *, blocking: bool) -> Finding:
    """The member, what the figure says, what the words say, and where they are."""
    stated = "nothing" if item.stated is None else repr(item.stated)
    said = "" if item.said is None else f"; the words say {item.said!r}"
    words = f" ({' '.join(item.words.split())[:120]!r} at {item.start})" if item.words else ""
    why = item.why[:1].lower() + item.why[1:].rstrip(".")
    detail = f"the figure says {stated}{said}{words}: {why}"
    return Finding(f"{entry.where}: {item.member}", code, detail, blocking=blocking)
