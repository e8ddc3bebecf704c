"""Years of work: fiscal, school and crop years, in months where the text or the country says them.

"2022/23" names two calendar years and means neither: twelve months that begin in the first. Which
months is said by the text ("July to June"), or by the practice of the country's government; where
neither does, the years stay open, and nothing is proposed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .begun_years import is_year
from .fiscal_years import FISCAL_YEARS, FiscalYear
from .lexicon import Lexicon, Words, patterns, per_language
from .natural_seasons import seasons_of
from .relative import months_of
from .rule import YEAR, months_from
from .time_words import TIME_WORDS

_TWO = re.compile(r"FY(\d{4})/(\d{4})")
_SINGLE = re.compile(r"FY(\d{4})")
_MONTHS = re.compile(r"(\d{4})-(\d\d)/\d{4}-(?!\2)\d\d")  # that begin on a first
_PLAIN = re.compile(r"(\d{4})/(\d{4})")
_LONG = re.compile(rf"{YEAR}\s?([/-])\s?{YEAR}")  # 2015/2016, and not 2015/16
_KINDS = ("school", "market", "crop", "fiscal")
_REACH = 44  # characters before a year in which the words for its kind are looked for
_NEAR = 400  # characters from a year back to the last that said its kind
_ABOUT = 90  # characters from the months of a year of work back to the words for it
_TABLE = 600  # characters from a year back to the begin of its table
_MARKET = re.compile(r"marketing|comerci|commercial")  # whose year may begin later than the crop's
_OTHER = {"market": "crop", "crop": "market"}  # whose months are meant where the text has one
_OFTEN = 3  # times that pupils or harvests are named by a text about them


@dataclass(frozen=True, slots=True)
class Found:
    """A year of work at a place of the text, as it is written: its values without months."""

    start: int
    end: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkYear:
    """What a year of work may be, best first; open: nothing of it is to be proposed.

    kind: fiscal, school, crop or the name of a season, where words beside it say so.
    """

    values: tuple[str, ...]
    open: bool
    kind: str = ""


def is_work_year(values: Sequence[str], written: str) -> bool:
    """Whether a period is, or may be, a year of work: FY2013, 2012/13, 2015/2016."""
    if any(value.startswith("FY") for value in values):
        return True
    years = _PLAIN.fullmatch(values[0]) if values else None
    if not years or int(years[2]) != int(years[1]) + 1 or not _LONG.fullmatch(written):
        return False
    return written[:4] == years[1]  # "2018/2017" compares two years


def in_months(
    folded: str, found: Sequence[Found], lexicon: Lexicon, country: str
) -> list[WorkYear]:
    """The years of work of a text in the same order, in months where these are known."""
    if not found:
        return []
    words = _words(lexicon)
    own = [words.kind(folded, each.start, each.end) for each in found]
    named = {kind for kind in own if kind in _KINDS}
    said = words.said(folded)
    named = named or {kind for kind in said if kind}
    usual, naming = FISCAL_YEARS.get(country), words.naming(folded)
    text = _Text(said, usual, words.topic(folded, named), naming, words.seasons(folded))
    resolved, last, at = [], "", 0
    for each, beside in zip(found, own, strict=True):
        kind = beside or words.kind_of_table(folded, each.start)
        if kind:
            last, at = kind, each.end
        elif last and each.start - at <= _NEAR:
            kind, at = last, each.end
        elif len(named) == 1:
            kind = next(iter(named))
        year = text.resolve(each, kind, folded[each.start : each.end])
        part = next((value for value in each.values if value.startswith("part ")), "")
        resolved.append(replace(_cut(year, part), kind=beside))
    return resolved


@dataclass(frozen=True, slots=True)
class _Text:
    """What a text says of its years of work: first months by kind, and what it is about."""

    said: dict[str, int]
    usual: FiscalYear | None
    topic: str
    naming: str  # "end" where it says that FY2017 ends in 2017
    seasons: dict[
        str, tuple[int, int]
    ]  # the first month and how many, of those shorter than a year

    def resolve(self, found: Found, kind: str, written: str) -> WorkYear:
        both = [m for m in map(_TWO.fullmatch, found.values) if m]
        both = both or [m for m in map(_PLAIN.fullmatch, found.values) if m]
        if both:
            return self._two(both[0][1], found.values, kind, written)
        return self._single(next(value for value in found.values if _SINGLE.fullmatch(value)))

    def _two(self, first: str, values: tuple[str, ...], kind: str, written: str) -> WorkYear:
        last, fiscal = str(int(first) + 1), f"FY{first}/{int(first) + 1}"
        plain = f"{first}/{last}"
        long = _LONG.search(written)
        months = self._months(kind, int(first), bool(long and long[1] == "-"))
        if months:
            return WorkYear((months, plain, fiscal), False)
        if long and long[1] == "-" and not kind and not self.topic:
            return WorkYear(values, False)
        return WorkYear(tuple(dict.fromkeys((*values, plain, fiscal))), True)

    def _months(self, kind: str, first: int, ranged: bool) -> str | None:
        """The twelve months of a year of work that begins in a year, None where they are open."""
        kind = _OTHER.get(kind, kind) if kind not in (*self.said, *self.seasons) else kind
        begins = self.said.get(kind) or (not kind and self.said.get("")) or None
        if kind in self.seasons:
            return None if begins else months_from(first, *self.seasons[kind])
        if begins:
            return _twelve(first, begins)
        usual = self.usual
        if not usual or not usual.since <= first <= usual.until:
            return None
        if kind == "fiscal" or not kind and usual.split and not self.topic and not ranged:
            return _twelve(first, usual.begins, usual.mid)
        return None

    def _single(self, value: str) -> WorkYear:
        """A fiscal year with one year: FY2013."""
        year, usual = int(value[2:]), self.usual
        begins = self.said.get("fiscal") or (usual.begins if usual else 1)
        if begins == 1 or not usual and not self.said.get("fiscal"):
            return WorkYear((str(year), value), False)
        named_by = self.naming or (usual.named_by if usual else "")
        if not named_by:
            return WorkYear((value,), True)
        first = year if named_by == "begin" else year - 1
        own = "fiscal" in self.said
        return WorkYear(
            (_twelve(first, begins, bool(usual and usual.mid and not own)), value), False
        )


def _cut(year: WorkYear, part: str) -> WorkYear:
    """Some months of a year of work: `part 3+3`; open if its months aren't known."""
    values = tuple(value for value in year.values if not value.startswith("part "))
    if not part:
        return replace(year, values=values)
    whole = _MONTHS.fullmatch(values[0])
    if year.open or months_of(values[0]) != 12:
        return replace(year, values=values[-1:], open=True)
    first = 12 * int(whole[1]) + int(whole[2]) - 1 if whole else 12 * int(values[0])
    ahead, length = _measured(part[5:], first % 12 + 1)
    if ahead + length > 12:
        return replace(year, values=values[-1:], open=True)
    first += ahead
    return replace(year, values=(months_from(0, first + 1, length),))


def _measured(part: str, begins: int) -> tuple[int, int]:
    """How many months of a year are before a part, and how many are in it.

    The part is `3+3`, a second quarter, or `7>3`, July to March.
    """
    if "+" in part:
        ahead, length = map(int, part.split("+"))
        return ahead, length
    first, last = map(int, part.split(">"))
    return (first - begins) % 12, (last - first) % 12 + 1


def _twelve(first: int, begins: int, mid: bool = False) -> str:
    if begins == 1:
        return f"{first}"
    return f"{first}-{begins:02}/{first + 1}-{begins - (0 if mid else 1):02}"


class _Words:
    """The patterns of a language."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = TIME_WORDS[lexicon.language]
        self.months, self.natural = lexicon.months, seasons_of(lexicon)
        market = tuple(word for word in words.crop if _MARKET.search(word))
        kinds = {"school": words.school, "market": market}
        kinds["crop"] = tuple(word for word in words.crop if word not in market)
        kinds["fiscal"] = (*words.fiscal, *(w for w in lexicon.fiscal if w not in words.crop))
        of = patterns((*lexicon.of, *lexicon.fillers))
        named = "|".join(f"(?P<{kind}>{patterns(kinds[kind])})" for kind in _KINDS)
        short = "|".join(word for word in lexicon.fiscal if len(word) < 4)  # FY2013
        self.before = re.compile(rf"(?:{named})(?:\s+{of})*(?:\s*\([^()]*\))?[\s(:,-]*$")
        self.glued = re.compile(rf"(?<!\w)(?:{short or '(?!)'})\s?$")
        self.glued_in = re.compile(rf"(?:{short or '(?!)'})\s?\d")
        self.inside = re.compile(rf"(?:{named})")
        self.behind = re.compile(rf"\s+(?:[a-z]+\s+)?(?:{named})")
        self.year_first = lexicon.year_first
        self.year = re.compile(rf"{YEAR}\s?[/-]\s?\d\d")
        self.split_year = re.compile(rf"(?P<first>{YEAR})\s?[/-]\s?(?:{YEAR}|\d\d)$")
        self.topics = {
            "school": re.compile(patterns(words.schooling)),
            "crop": re.compile(patterns(words.farming)),
        }
        month = patterns(lexicon.months)
        day = rf"(?:{patterns(lexicon.fillers)}\s+)?(?:\d{{1,2}}(?:st|nd|rd|th|er|o|º|°)?\s+)?"
        day += rf"(?:{patterns(lexicon.of)}\s+)?"
        to = rf"\s*(?:-|,?\s*{patterns((*lexicon.ends, *lexicon.until))})\s*"
        dated = rf"(?:(?:\s*,|\s+{patterns(lexicon.of)})?\s+(?P<begin>{YEAR}))?"
        until = rf"(?P<last>{month})\.?(?:\s+\d{{1,2}}(?!\d))?{dated.replace('begin', 'end')}"
        self.range = re.compile(
            rf"(?P<first>{month})\.?(?:\s+\d{{1,2}}(?!\d))?{dated}{to}{day}{until}"
        )
        self.single = re.compile(
            rf"(?:{patterns(kinds['fiscal'])}|{short or '(?!)'})\s?({YEAR})\W*$"
        )
        common = {*lexicon.ends, *lexicon.starts, *lexicon.of, *lexicon.within}
        common -= {"beginning", "starting"}
        gap = r"[^.;|\n\d]{0,30}?\s"
        self.bounds = [
            (
                shift,
                re.compile(rf"(?:{named}){gap}{_only(verbs, common)}\s+{day}(?P<month>{month})"),
            )
            for shift, verbs in ((0, words.begins), (1, words.closes))
        ]

    def kind(self, folded: str, start: int, end: int) -> str:
        """The kind of a year that the words right beside it say: fiscal, school, crop, winter."""
        text = folded[max(0, start - _REACH) : start]
        inner = folded[start:end]
        found = self.inside.search(inner) or self.before.search(text)
        if found:
            return _kind_of(found)
        if season := self.natural.name_beside(folded, start, end):
            return season
        if self.glued.search(text) or self.glued_in.search(inner):
            return "fiscal"
        behind = self.behind.match(folded, end) if self.year_first else None
        return _kind_of(behind) if behind else ""

    def kind_of_table(self, folded: str, at: int) -> str:
        """The kind that the first heads of a table or its title say; cells are parted by bars."""
        begins = folded.rfind("\n", max(0, at - _TABLE), at) + 1
        if not begins or "|" not in folded[begins:at]:
            return ""
        title = folded[max(0, begins - _REACH - _ABOUT) : begins].rstrip().rpartition("\n")[2]
        heads = folded[begins : min(at, begins + _ABOUT)]
        kinds = {_kind_of(m) for text in (title, heads) for m in self.inside.finditer(text)}
        return kinds.pop() if len(kinds) == 1 else ""

    def topic(self, folded: str, named: set[str]) -> str:
        """What a text is about that has other years than those of the government."""
        if named:
            return ""
        for topic, pattern in self.topics.items():
            if sum(1 for _ in zip(pattern.finditer(folded), range(_OFTEN), strict=False)) == _OFTEN:
                return topic
        return ""

    def said(self, folded: str) -> dict[str, int]:
        """The first month of each kind of year, where the text says it once for all."""
        said: dict[str, set[int]] = {}
        for kind, month in (*self._ranges(folded), *self._bounds(folded)):
            said.setdefault(kind, set()).add(month)
        return {kind: next(iter(months)) for kind, months in said.items() if len(months) == 1}

    def _ranges(self, folded: str) -> Iterator[tuple[str, int]]:
        for match in self.range.finditer(folded):
            first, last = self.months[match["first"]], self.months[match["last"]]
            if (last - first) % 12 != 11:
                continue
            text = folded[max(0, match.start() - _ABOUT) : match.start()]
            text = re.split(r"[.;\n|]", text)[-1]
            kinds = [_kind_of(found) for found in self.inside.finditer(text)]
            if not kinds and self.glued_in.search(text):
                kinds = ["fiscal"]
            behind = self.inside.search(folded[match.end() : match.end() + 24])
            if kinds or behind:
                yield (kinds[-1] if kinds else _kind_of(behind)), first
            elif self.year.search(text):
                yield "", first

    def seasons(self, folded: str) -> dict[str, tuple[int, int]]:
        """The months of a season that is no whole year: "season 2021/22 (October to March)"."""
        said: dict[str, set[tuple[int, int]]] = {}
        ranges = list[tuple[int, int, int]]()
        for match in self.range.finditer(folded):
            first, last = self.months[match["first"]], self.months[match["last"]]
            ranges.append((match.start(), first, last))
            text = folded[max(0, match.start() - _ABOUT) : match.start()]
            text = re.split(r"[.;|\n]", text.rstrip(" (:,\n"))[-1]
            year = self.split_year.search(text)
            kinds = [_kind_of(found) for found in self.inside.finditer(text)]
            if not year or not kinds or kinds[-1] == "fiscal" or first == last:
                continue
            if (last - first) % 12 == 11 or match["begin"] not in (None, year["first"]):
                continue
            said.setdefault(kinds[-1], set()).add((first, (last - first) % 12 + 1))
        named = {kind: next(iter(months)) for kind, months in said.items() if len(months) == 1}
        return {**self.natural.months(folded, ranges), **named}

    def naming(self, folded: str) -> str:
        """By which of its years a fiscal year is named: "FY2017 (July 2016 to June 2017)"."""
        named = set()
        for match in self.range.finditer(folded):
            text = folded[max(0, match.start() - _REACH) : match.start()]
            if (
                match["end"]
                and match["begin"] != match["end"]
                and (year := self.single.search(text))
            ):
                named |= {end for end in ("begin", "end") if match[end] == year[1]}
        return named.pop() if len(named) == 1 else ""

    def _bounds(self, folded: str) -> Iterator[tuple[str, int]]:
        for shift, pattern in self.bounds:
            for match in pattern.finditer(folded):
                kind = _kind_of(match)  # a season may be shorter than a year
                if kind == "fiscal" or is_year(match[kind]):
                    yield kind, (self.months[match["month"]] - 1 + shift) % 12 + 1


def _kind_of(match: "re.Match[str] | None") -> str:
    return next((kind for kind in _KINDS if match and match[kind]), "")


def _only(words: Words, common: set[str]) -> str:
    """The words that say where a year begins or ends, and not only from and to."""
    return patterns([word for word in words if word not in common])


_words = per_language(_Words)
