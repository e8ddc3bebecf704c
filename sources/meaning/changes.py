"""Whether a number is the size of a change, in which direction, and from what.

A sentence is written as a shape, its numbers as #0# and its periods as @0@; the patterns of the
language are matched on it: `#0# increase from the @0@ estimate of #1#`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .document import Amount, Document
from .folded import fold_word
from .former import FormerWords
from .growing import FIRST_TIME, Patterns
from .layout import Span
from .lexicon import Lexicon, per_language
from .period import Period

_OPENED = re.compile(r"\(\s*([+−–-]?)\s*$")
_DOTTED = re.compile(r"~\s*\.")  # 1,3 pp. menos
_LISTED = 90  # characters between two changes of one verb
_GROWTH = 110
_OF_IT = re.compile(
    r"(?:of which|of this|dont|de l[oa]s? cual(?:es)?|del cual|d[oa]s? quais|d[oa] qual)"
    r"\s[^#]{0,24}$"
)
_FIRST_TIME = re.compile(FIRST_TIME)
_OVER_THE = re.compile(r"\s(?:over|on)\s+(?:the|its|their)\s+~+$")  # an increase over the 81,448
_RELATIVE = frozenset(("%", "%-pt", "bp"))
_SAME = 40  # characters between one change and the same in per cent
_LEVELS = 140  # characters in which "from 19,500 t in 2015 to 18,720 t in 2016" may follow


@dataclass(frozen=True, slots=True)
class Change:
    """What a sentence says of a number as a change; places are those of the folded text.

    `words` are those that say so. A level that is reached ("rose to 4.1") has a direction, too,
    and is no change. `certain`: the words govern this very number.
    """

    is_change: bool
    direction: str
    words: Span
    certain: bool
    base_period: Period | None = None
    base_value: Amount | None = None
    base_certain: bool = False
    level: Amount | None = None  # what was reached


@dataclass(frozen=True, slots=True)
class _Shape:
    """A sentence with its numbers and periods as marks."""

    text: str
    places: list[int]  # of the folded text, one per character and one more
    amounts: list[Amount]
    periods: list[Period]

    def back(self, start: int, end: int) -> Span:
        return self.places[start], self.places[end]


def shape_of(document: Document, sentence: Span) -> _Shape:
    """The shape of a sentence, made once."""
    key = "shape", sentence
    if key not in document.memory:
        document.memory[key] = _shape(document, sentence)
    shape: _Shape = document.memory[key]
    return shape


def _shape(document: Document, sentence: Span) -> _Shape:
    amounts, periods = document.amounts_in(*sentence), document.periods_in(*sentence)
    marks = [(a.start, a.stop, f" #{n}# ") for n, a in enumerate(amounts)]
    marks += [(p.start, p.end, f" @{n}@ ") for n, p in enumerate(periods)]
    parts: list[str] = []
    places: list[int] = []
    at = sentence[0]
    for start, end, mark in sorted(marks):
        if start < at:
            continue
        parts += [document.folded.text[at:start], mark]
        places += [*range(at, start), *[start] * (len(mark) - 1), end]
        at = end
    parts.append(document.folded.text[at : sentence[1]])
    places += [*range(at, sentence[1]), sentence[1]]
    return _Shape("".join(parts), places, amounts, periods)


def change_of(document: Document, place: Span, sentence: Span) -> Change | None:
    """What the sentence says of the number at a place as a change; None where it says nothing."""
    shape = shape_of(document, sentence)
    index = next(
        (n for n, a in enumerate(shape.amounts) if a.start < place[1] and a.stop > place[0]), None
    )
    grammar = _grammar(document.lexicon)
    if index is None:
        return grammar.verbal(shape, place)
    return grammar.numeric(shape, index)


def directions_in(document: Document, start: int, end: int) -> set[str]:
    """Every direction that words between two places name."""
    grammar = _grammar(document.lexicon)
    text = document.folded.text
    return {
        direction
        for direction, pattern in grammar.words.items()
        if pattern.search(text, start, end)
    }


class _Grammar(Patterns):
    """What the patterns of a language say of a number in its sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__(lexicon)
        self.former = FormerWords(lexicon)

    def numeric(self, shape: _Shape, index: int) -> Change | None:
        if shape.amounts[index].numeral.kind == "rank":
            return None  # the second-lowest growth is no change of two
        text, at, behind = _aimed(shape.text, index)
        text = self.unmoved.sub(lambda found: "_" * len(found.group()), text)
        low, high = max(0, at - 140), at + 100
        before = text[low:at]
        compared = self.after.match(text, behind)
        starts = self.start.search(before) and self.end.match(text, behind)
        shared = self.share.search(before) and not compared
        reached = self.to.search(before) and not compared
        relative = self._is_relative(shape, index, text)
        forms = [*(self.near if reached else ()), *(self.parts if shared and not relative else ())]
        if softly := [*self._found(forms, text, low, high, True)]:
            _, direction, words = min(softly, key=lambda candidate: candidate[0])
            return self._sized(shape, direction, words, behind, False)
        if not (reached or shared or starts):
            if governed := self._governed(shape, index, text, low, high):
                return governed
            if signed := self._signed(shape, index, text, at):
                return signed
            if listed := self._listed(shape, index, text, at):
                return listed
        if rated := self._rated(shape, index, text, at, bool(reached)):
            return rated
        for direction, pattern in self.reached:
            if found := pattern.search(text, low, high):
                return Change(False, direction, shape.back(*found.span()), False)
        if starts:
            return Change(False, "from", shape.back(at, behind), False)
        found = self.stable.search(text, low, high)
        if found and not _crosses(found.group()):
            return Change(False, "stable", shape.back(*found.span()), False)
        return None

    def _governed(self, shape: _Shape, index: int, text: str, low: int, high: int) -> Change | None:
        """A change by the words that govern the number, the nearest of them."""
        numeral = shape.amounts[index].numeral
        if numeral.kind == "multiple":
            return self._multiplied(shape, index)
        relative = self._is_relative(shape, index, text)
        patterns = [*self.governing, *(self.relative if relative else ())]
        sure = [*self._found(patterns, text, low, high, relative and numeral.kind != "fraction")]
        governing = sure or [*self._found(self._soft(relative), text, low, high, True)]
        if not governing:
            return None
        _, direction, found = min(governing, key=lambda candidate: candidate[0])
        alone = bool(sure and direction) and len({name for _, name, _ in governing}) == 1
        if (numeral.value or "").startswith("-") and self.growth.match(found.group()):
            direction, alone = "decrease", False  # growth was minus 0.3 %
        end = text.index("~") + len(f"#{index}#")
        return self._sized(shape, direction, found, end, alone)

    def _soft(self, relative: bool) -> list[tuple[str, re.Pattern[str]]]:
        """Patterns that are not certain; a percentage of a rise is a share of it."""
        return self.near if relative else [*self.near, *self.parts]

    def _found(
        self, forms: list[tuple[str, re.Pattern[str]]], text: str, low: int, high: int, sized: bool
    ) -> Iterator[tuple[int, str, re.Match[str]]]:
        """What the patterns find around the number: how long, the direction, and where."""
        first, last = text.index("~"), text.rindex("~") + 1
        for direction, pattern in forms:
            found = pattern.search(text, low, high)
            if not found or _crosses(_DOTTED.sub("~~", _FIRST_TIME.sub("", found.group()))):
                continue
            if _OVER_THE.search(found.group()):
                continue
            if self._is_weak(found.group(), sized or bool(self.rhythm.match(text, last))):
                continue
            compares = found.start() == first or self.apart_forms.match(found.group())
            if compares and self.norm.match(text, max(found.end(), last)):
                direction = ""  # 54 per cent below the long-term average
            named = found.start() == first and self.sizes.search(found.group())
            is_group = self.definite.search(text[low:first]) or text.startswith(" de ", found.end())
            if not (named and is_group):  # the five largest, children under five
                yield len(found.group()), direction, found

    def _is_relative(self, shape: _Shape, index: int, text: str) -> bool:
        unit = shape.amounts[index].numeral.unit
        return unit in _RELATIVE or bool(self.points.match(text, text.rindex("~") + 1))

    def _multiplied(self, shape: _Shape, index: int) -> Change | None:
        """A change that is a verb and its number in one: doubled, halved."""
        amount = shape.amounts[index]
        word = fold_word(amount.numeral.exact)
        for direction, pattern in self.words.items():
            if direction != "stable" and pattern.fullmatch(word):
                return Change(True, direction, (amount.start, amount.end), False)
        return None

    def _is_weak(self, words: str, relative: bool) -> bool:
        """Whether a verb may have an amount for its object that is no change: raised $3 million."""
        if relative:
            return False
        verb = self.weak.match(words) and not self.weak_by.search(words)
        return bool(verb or self.weak_nouns.match(words))

    def _rated(self, shape: _Shape, index: int, text: str, at: int, reached: bool) -> Change | None:
        """A rate of growth, which is a change also where it is reached: growth slowed to 2 %."""
        numeral = shape.amounts[index].numeral
        before = text[max(0, at - _GROWTH) : at]
        yearly = self.yearly.search(before)
        if numeral.unit != "%" or not (yearly or reached and self.growth.search(before)):
            return None
        falls = (numeral.value or "").startswith("-")
        direction = "decrease" if falls else "increase"
        if yearly:
            said = [
                (found.start(), name)
                for name, pattern in self.words.items()
                if name != "stable"
                for found in pattern.finditer(text, 0, at - len(before) + yearly.start())
            ]
            direction = max(said)[1] if said else direction
        return Change(True, direction, shape.back(at, at + 1), False)

    def _signed(self, shape: _Shape, index: int, text: str, at: int) -> Change | None:
        """A change that stands with its sign in brackets behind what has changed: "(+1.6%)"."""
        numeral = shape.amounts[index].numeral
        opened = _OPENED.search(text, max(0, at - 6), at)
        sign = (opened[1] or numeral.exact[0]) if opened else ""
        yearly = opened and self.yearly_behind.match(text, text.rindex("~") + 1)
        if not opened or numeral.kind != "percent" and sign != "+":
            return None
        place = shape.back(at, at + 1)
        if sign in "+-−–" and numeral.value:
            rising = sign == "+"
            return Change(True, "increase" if rising else "decrease", place, False)
        start = max(at - 60, text.rfind("#", 0, at - 3) + 1, 0)
        if index and text[: opened.start()].rstrip().endswith(f"#{index - 1}#"):
            former = self.numeric(shape, index - 1)  # eased by R0.90 billion (1.0%)
            changed = former and former.is_change
            return Change(True, former.direction, place, False) if former and changed else None
        said = {d for d, pattern in self.moves.items() if pattern.search(text, start, at)}
        if said == {"stable"} and numeral.value and not float(numeral.value):
            return Change(True, "stable", place, False)  # were unchanged (0.0 %)
        said.discard("stable")
        if len(said) != 1 and not yearly:
            return None
        return Change(True, said.pop() if len(said) == 1 else "", place, False)

    def _listed(self, shape: _Shape, index: int, text: str, at: int) -> Change | None:
        """A change that is listed behind another: "prices rose 5 % and wages 3 %"."""
        if index == 0 or self.part.match(text, at + len(f"#{index}#")):
            return None
        if shape.amounts[index].numeral.kind == "fraction" and _OF_IT.search(text[:at]):
            return None  # fell by 14 %, of which three quarters
        unit, former = shape.amounts[index].numeral.unit, shape.amounts[index - 1].numeral.unit
        since = text.find(f"#{index - 1}#")
        between = text[since + len(f"#{index - 1}#") : at]
        other = unit == "%" or (unit in _RELATIVE) != (former in _RELATIVE)
        if other and len(between) < _SAME and self.same.match(between):
            change = self.numeric(shape, index - 1)
            if change and change.is_change:
                return Change(True, change.direction, change.words, False)
        if unit not in ("%", "%-pt") or former not in (unit, "1") or len(between) > _LISTED:
            return None
        verbal = any(pattern.search(between) for pattern in self.words.values())
        if (
            verbal
            or self.noun.search(between)
            or _crosses(between)
            or not self.join.search(between)
        ):
            return None
        change = self.numeric(shape, index - 1)
        if not change or not change.is_change:
            return None
        before, counted, sure = self._base(shape, at + len(f"#{index}#"))
        return Change(True, change.direction, change.words, False, before, counted, sure)

    def _sized(
        self, shape: _Shape, direction: str, found: re.Match[str], behind: int, certain: bool
    ) -> Change:
        at = max(found.end(), behind)
        words = shape.back(*found.span())
        levels = self.from_to.search(shape.text, at, at + _LEVELS)
        if levels and not re.search(r"[;#]|\.\s", shape.text[at : levels.start()]):
            value = shape.amounts[int(levels["value"])]
            level = shape.amounts[int(levels["level"])]
            dated = self.in_period.match(shape.text, levels.end("value"), levels.start("level"))
            period = shape.periods[int(dated["period"])] if dated else None
            return Change(True, direction, words, certain, period, value, True, level)
        before, counted, sure = self._base(shape, at)
        if counted is None or before is None:
            former = self.former.of(shape.text, found.start(), behind)
            if former and self._is_former(shape, former, counted, behind):
                before, counted, sure = shape.periods[former[0]], shape.amounts[former[1]], False
        if counted is None and before is None:
            counted = self._left(shape, found.start())
        return Change(True, direction, words, certain, before, counted, sure)

    def _is_former(
        self, shape: _Shape, former: tuple[int, int], counted: Amount | None, behind: int
    ) -> bool:
        """Whether a number may be what another is counted from: no percentage of a percentage."""
        value = shape.amounts[former[1]]
        changed = next((a for a in shape.amounts if a.stop >= shape.places[behind - 2]), value)
        alike = value.numeral.unit == "%" == changed.numeral.unit
        return not alike and (counted is None or counted is value)

    def _left(self, shape: _Shape, end: int) -> Amount | None:
        """The base of "from 1,054 in 2010 to 1,773 in 2013, an increase of 68 %"."""
        levels = list(self.from_to.finditer(shape.text, max(0, end - _LEVELS), end))
        near = levels and end - levels[-1].end() < _SAME
        if not near or re.search(r"[;#]|\.\s", shape.text[levels[-1].end() : end]):
            return None
        return shape.amounts[int(levels[-1]["value"])]

    def _base(self, shape: _Shape, at: int) -> tuple[Period | None, Amount | None, bool]:
        """What a change is counted from, by the words behind it."""
        found = self.base.match(shape.text, at)
        if found and self.apart.search(found.group()):
            found = None  # grew by 3 %, whereas theft fell from 93,500
        if found and (found["before"] or found["behind"] or found["value"]):
            named = found["before"] or found["behind"]
            period = shape.periods[int(named)] if named else None
            value = shape.amounts[int(found["value"])] if found["value"] else None
            return period, value, not (period and period.parts)
        return None, None, False

    def verbal(self, shape: _Shape, place: Span) -> Change | None:
        """A change without a number, such as "significant increases ... from 5 to 6"."""
        start = next((n for n, p in enumerate(shape.places) if p >= place[0]), 0)
        end = next((n for n, p in enumerate(shape.places) if p >= place[1]), len(shape.text))
        for direction, pattern in self.words.items():
            if pattern.search(shape.text, start, end):
                found = self.from_to.search(shape.text, end)
                value = shape.amounts[int(found["value"])] if found else None
                period = None if found else self._base(shape, end)[0]
                return Change(True, direction, place, False, period, value, False)
        return None


def _crosses(text: str) -> bool:
    """Whether another number, or the end of a clause, is within the words."""
    return "#" in text or ";" in text or ". " in text


def _aimed(text: str, index: int) -> tuple[str, int, int]:
    """The shape with the mark of one number as waves, and where it begins and ends."""
    mark = f"#{index}#"
    at = text.find(mark)
    end = at + len(mark)
    return text[:at] + "~" * len(mark) + text[end:], at, end


_grammar = per_language(_Grammar)
