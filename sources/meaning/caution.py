"""Whether words near a number name a time that nothing was read from: then no period is guessed.

A year is a wrong guess where the title says "weeks 1 to 26" and the heads say 2019. So where a
week, a quarter, a half, months or a season is named, and the guess is the year alone, nothing is
said; as is where the year is spoken of, and the guess is a month.
"""

import re
from collections.abc import Iterator

from .begun_years import begins_at, names_begin
from .document import Document
from .heads import HeadPeriod, is_work, whole_year_in
from .layout import Cell, Span
from .lexicon import Lexicon, patterns, per_language
from .parts import YEAR, parts_of
from .period import Period
from .rule import YEAR as A_YEAR
from .ties import is_base, may_date
from .time_words import TIME_WORDS

_PART = re.compile(r"\d{4}-\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CLAUSE = re.compile(r"[;:()]|[.,](?!\d)|\s--?-?\s")
_NUMBER = re.compile(r"(?:n[.o°º]*\s*|se\s*|w|s)?\d{1,2}(?:\s?-\s?\d{1,2})?")
_RANGE = re.compile(r"(\d{4})\s?-\s?(?:\d\d)?(\d\d)")
_APART = re.compile(r"[;,()]|\.\s")
_OVER = re.compile(r"(\d{4})\s?/\s?(\d{4})")
_SE = re.compile(r"se\s?\d")  # of "SE 24", a week
_SHORT = 4  # letters of a month that may be another word: mar, set, may
_BASE = 60  # characters from a period back to the number that it dates
_ENDED = 40  # characters with the "year ended 31" before a month
_BESIDE = 4  # characters between "the month of" and its name
_PER = 12  # characters with the "per" of "tons per week"


def is_head_unsure(document: Document, cell: Cell, found: HeadPeriod) -> bool:
    """Whether the heads or the title of a cell name a part of the time that was found alone."""
    value, words = found.values[0], _words(document.lexicon)
    heads = [document.folded.text[slice(*span)] for span in (*cell.column_heads, *cell.row_heads)]
    weeks = any(words.weeks.search(document.folded.text, *span) for span in cell.column_heads)
    if _PART.fullmatch(value) and weeks:
        return True
    if not found.base and any(words.compares(head) for head in heads):
        return True
    if _DAY.fullmatch(value) and found.span in cell.row_heads and _is_of_weeks(document, cell):
        return True
    if not (YEAR.fullmatch(value) or is_work(value)) or whole_year_in(document, cell, found.span):
        return False
    begun = (document.folded.text[slice(*span)] for span in (*cell.corners, *cell.notes))
    if YEAR.fullmatch(value) and any(names_begin(text, document.lexicon) for text in begun):
        return True  # a season that begins in October
    return _has_part(document, cell, value, heads)


def _has_part(document: Document, cell: Cell, year: str, heads: list[str]) -> bool:
    """Whether heads or notes name a part of the year, or some of its months."""
    words, spans = _words(document.lexicon), (*cell.column_heads, *cell.row_heads)
    if any(words.has_step(document, span) for span in (*spans, *cell.corners, *cell.notes)):
        return True
    if _is_numbered(document, cell) or any(words.some_months.search(head) for head in heads):
        return True
    if any(words.stretch.search(document.folded.text, *span) for span in (*spans, *cell.notes)):
        return True
    if any(words.parts_in(document, span) for span in spans):
        return True
    if any(words.first_months.search(document.folded.text, *span) for span in cell.notes):
        return True  # "6 meses 2019"
    if is_work(year):
        begun = int(year[5:7])
        return any(words.parts_in(document, span, False, begun) for span in cell.notes)
    return any(_is_of_part(document, span, year) for span in cell.notes)


def _is_of_weeks(document: Document, cell: Cell) -> bool:
    """Whether the days of rows are those of weeks: "4 January" under "Week ending"."""
    words = _words(document.lexicon)
    return any(words.week.search(document.folded.text, *span) for span in cell.corners)


def _is_numbered(document: Document, cell: Cell) -> bool:
    """Whether rows are weeks, months or days by their numbers: 29 under "Week"."""
    text, words = document.folded.text, _words(document.lexicon)
    corner = " ".join(text[slice(*span)] for span in cell.corners)
    if not words.steps.search(corner):
        return False
    return any(_NUMBER.fullmatch(text, *span) for span in cell.row_heads[:1])


def _is_of_part(document: Document, span: Span, year: str) -> bool:
    """Whether a title names a part of a year, and not the whole year beside it."""
    periods = [p for p in document.periods_over(*span) if p.values and p.belongs != "paper"]
    periods = [p for p in periods if p.tie not in ("base", "from") and not p.relative]
    if any(_holds(period, year) for period in periods):
        return _words(document.lexicon).parts_in(document, span, short=False)
    periods = [p for p in periods if not _is_range(document, p, year)]
    near = [p for p in periods if len(periods) > 1 or p.values[0].lstrip("./-")[:4] == year]
    if any(p.is_open or _is_part(p.values[0]) for p in near):
        return True
    return _words(document.lexicon).parts_in(document, span, short=False)


def _is_part(value: str) -> bool:
    """Whether a period is some months, or one; a day may be that of publication."""
    return bool(_PART.match(value)) and not _DAY.fullmatch(value)


def _is_range(document: Document, period: Period, year: str) -> bool:
    """Whether two years of a title are those of the heads, and no year of work: 2012-2013, -13."""
    written = _RANGE.fullmatch(document.folded.text, period.start, period.end)
    named = (written[1], written[1][:2] + written[2]) if written else ()
    return year in named and not period.tie and not is_work(period.values[0])


def _holds(period: Period, year: str) -> bool:
    """Whether a period is the year, or years with it among them."""
    first, _, last = period.values[0].partition("/")
    plain = YEAR.fullmatch(first) and (not last or YEAR.fullmatch(last))
    return bool(plain) and not period.is_open and first <= year <= (last or first)


def is_sentence_unsure(
    document: Document, place: Span, sentence: Span, value: str, said_at: Span
) -> bool:
    """Whether a number's clause, or that of its period, names a part of a year besides it."""
    words, clause = _words(document.lexicon), clause_of(document, place, sentence)
    if not clause[0] <= said_at[0] < clause[1] and _has_open_step(document, clause):
        return True
    clauses = [clause]
    if sentence[0] <= said_at[0] < sentence[1]:
        clauses.append(clause_of(document, said_at, sentence))
    if any(words.has_stretch(document, each, value) for each in clauses):
        return True
    if YEAR.fullmatch(value) or is_work(value):
        return words.parts_in(document, clause, short=False)
    if not _PART.match(value):
        return False
    return any(
        all(period.relative for period in document.periods_over(*match.span()))
        for match in words.whole.finditer(document.folded.text, *clause)
    )


def _has_open_step(document: Document, clause: Span) -> bool:
    """Whether "a month earlier" is said of a number, and nothing tells earlier than what."""
    return any(
        period.relative and not period.values and period.deictic is None and period.tie != "base"
        for period in document.periods_in(*clause)
    )


def is_dated_apart(document: Document, place: Span, sentence: Span) -> bool:
    """Whether a sentence has a time of its own, so that what was named before may not be meant.

    It is of what the number is compared with, or nobody knows of which of its numbers.
    """
    if is_base(document, place, sentence):
        return True
    named = may_date(document, place, sentence)
    return any(p.tie or p.bracketed or p.parts or p.relative for p in named)


def is_aim(document: Document, place: Span, sentence: Span) -> bool:
    """Whether words beside a number call it a target or a limit, which has no time by itself."""
    text, words = document.folded.text, _words(document.lexicon)
    before = text[max(sentence[0], place[0] - _BASE) : place[0]]
    behind = text[place[1] : min(sentence[1], place[1] + _BASE)]
    behind = words.against.split(_APART.split(behind)[0].partition(":")[0])[0]
    return any(words.aims.search(part) for part in (_APART.split(before)[-1], behind))


def speaks_of_aims(document: Document, start: int, end: int) -> bool:
    """Whether words between two places speak of targets: "Targets for 2023"."""
    text, words = document.folded.text, _words(document.lexicon)
    return words.aims.search(text, start, end) is not None


def is_of_base(document: Document, period: Period) -> bool:
    """Whether a period dates what another number is compared with: "from 40 tons in May 2017"."""
    if period.tie in ("base", "from"):
        return True
    sentence = document.layout.sentence(period.start)
    before = document.amounts_in(max(sentence[0], period.lead - _BASE), period.lead)
    return bool(before) and is_base(document, (before[-1].start, before[-1].stop), sentence)


def is_over_stretch(document: Document, place: Span, sentence: Span, period: Period) -> bool:
    """Whether a number is of a whole stretch of years, as a mean of them is: "by 4 % a year"."""
    words, clause = _words(document.lexicon), clause_of(document, place, sentence)
    if words.over.search(document.folded.text, clause[0], period.start):
        return True
    return words.yearly.search(document.folded.text, *clause) is not None


def clause_of(document: Document, place: Span, sentence: Span) -> Span:
    """The words between commas, semicolons and brackets around a number."""
    text = document.folded.text
    starts = [m.end() for m in _CLAUSE.finditer(text, sentence[0], place[0])]
    end = _CLAUSE.search(text, place[1], sentence[1])
    return (starts[-1] if starts else sentence[0], end.start() if end else sentence[1])


_LIMITS = {
    "en": ("legal limit", "limit", "threshold", "ceiling", "by law", "is needed", "must", "norm"),
    "es": ("limite", "limite legal", "umbral", "tope", "por ley", "maximo legal", "norma"),
    "pt": ("limite", "limite legal", "limiar", "teto", "por lei", "minimo legal", "norma"),
    "fr": ("limite", "seuil", "plafond", "norme", "maximum legal", "minimum legal"),
}


_HOLIDAYS = {
    "en": ("easter", "holy week", "christmas", "ramadan", "carnival", "school holidays"),
    "es": ("semana santa", "pascua", "navidad", "ramadan", "carnaval", "vacaciones"),
    "pt": ("semana santa", "pascoa", "epoca natalicia", "ramadao", "carnaval", "ferias escolares"),
    "fr": ("paques", "noel", "ramadan", "carnaval", "vacances scolaires", "semaine sainte"),
}


def _step(lexicon: Lexicon) -> re.Pattern[str]:
    """Words for a week, a month or a season without its name: "week of", "the month", "summer"."""
    time = TIME_WORDS[lexicon.language]
    of = (*lexicon.of, *lexicon.as_of, *time.on, *lexicon.year_to, "du", "del", "do", "ending")
    which = ("the", "el", "la", "o", "no", "na", "do", "da", "del", "le", "du", "au", "this")
    these = (*which, "este", "ce", "esta", "cette")
    weeks = [word for word in time.week if len(word) > 2]  # and no "se"
    part = patterns((*weeks, *time.month, *lexicon.quarter, *lexicon.half))
    seasons = (*time.seasons, "ete")
    within = patterns(("in", "en", "em", "no", "during", "durante", "durant", "pendant"))
    alone = rf"(?:{within}\s+(?:{patterns(lexicon.fillers)}\s+)?|[,(:-]\s*)"
    return re.compile(
        rf"{patterns(weeks)}\s+{patterns(of)}\s|{patterns(these)}\s+{part}"
        rf"|{alone}{patterns(seasons)}(?=[,;)]|$|\n)|{patterns(_HOLIDAYS[lexicon.language])}"
    )


def _is_read(match: "re.Match[str]", read: list[Period]) -> bool:
    """Whether words are a part of a period, or right before one: "the quarter April-June"."""
    return any(p.start - _BESIDE <= match.end() and match.start() < p.end for p in read)


class _Words:
    """The patterns of a language."""

    def __init__(self, lexicon: Lexicon) -> None:
        time = TIME_WORDS[lexicon.language]
        self.months = lexicon.months
        months = patterns(lexicon.month)
        until = rf"{patterns(lexicon.until)}\s+(?:{patterns(lexicon.fillers)}\s+)?"
        until += patterns(lexicon.months)
        self.some_months = re.compile(rf"{A_YEAR}\s*\(\s*\d{{1,2}}\s*{months}\s*\)|{until}")
        of = rf"(?:\s+{patterns(lexicon.of)})?"
        end = rf"(?:{patterns(time.end)}[\s-]+)?{patterns(lexicon.months)}"
        self.first_months = re.compile(
            rf"(?<!\w)\d{{1,2}}\s+{months}{of}\s+{A_YEAR}"
            rf"|{parts_of(lexicon).until}{end}(?!\.?,?{of}\s+{A_YEAR})"
        )
        self.week = re.compile(patterns(time.week))
        self.step = _step(lexicon)
        self.aims = re.compile(patterns((*lexicon.targets, *_LIMITS[lexicon.language])))
        self.against = re.compile(patterns(lexicon.base))  # "1,860, against a target of 2,000"
        self.read = parts_of(lexicon)
        spelled = [word for word in time.week if len(word) > 2]
        weeks = rf"(?:{patterns(spelled)}\s+(?:n[.oº°]*\s*)?\d{{1,2}}(?![\d.,])|\bse\s?\d{{1,2}}\b)"
        which = patterns(lexicon.ordinals)
        which = rf"(?:{which}|(?<!\w)(?:[1-4](?:st|nd|rd|th|er|e|eme|[oaº°ª.]{{1,2}})|iv|i{{1,3}}))"
        nouns = patterns((*lexicon.quarter, *lexicon.half))
        of = rf"(?:{patterns((*lexicon.of, *lexicon.fillers))}\s+)*"
        seasons = rf"{patterns(time.seasons)}\s+{of}{A_YEAR}"
        self.changes = re.compile(rf"%|{patterns(lexicon.changes)}")
        self.weeks = re.compile(weeks)
        names = patterns(lexicon.months)  # "1er avril au 31 mars"
        to_day = rf"{names}\.?(?:\s+\d{{1,2}})?\s+{patterns(lexicon.ends)}\s+{of}"
        to_day += rf"(?:\d{{1,2}}(?:st|nd|rd|th|er|º|°)?\s+)?{of}{names}"
        self.part = re.compile(
            rf"{weeks}|{which}[\s-]*{nouns}|{nouns}\s+{which}|{seasons}|{to_day}"
            rf"|(?<!\w){self.read.stretch.pattern}(?!\w)|{patterns(lexicon.months)}"
            rf"|{patterns(lexicon.first)}\s+(?:\w+\s+)?{patterns(lexicon.month)}"
        )
        self.stretch = re.compile(patterns(time.stretches))
        articles = patterns(("the", "el", "o", "no", "do", "le", "del", "du", "au", "en el"))
        self.quarter = re.compile(rf"{articles}\s+{patterns(lexicon.quarter)}")
        self.noun, self.month = re.compile(nouns), re.compile(patterns(lexicon.months))
        steps = (*time.week, *time.month, *lexicon.month, *time.quarter, *time.half)
        self.steps = re.compile(patterns((*steps, "mes", "day", "dia", "jour", "fortnight")))
        self.ended = re.compile(rf"{patterns(lexicon.year_to)}\s+(?:\d{{1,2}}\w{{0,2}}\s+{of})?$")
        self.each = re.compile(rf"{patterns(lexicon.per)}\s+$")
        self.per = re.compile(rf"(?:{patterns((*lexicon.per, *lexicon.averages))})\s+$")
        self.yearly = re.compile(patterns((*lexicon.yearly_rates, *time.yearly)))
        self.over = re.compile(rf"{patterns(time.period)}\s+{of}$")
        before = patterns((*time.before, *time.same, *time.later))
        self.whole = re.compile(rf"{patterns(time.whole_year)}(?!\s+(?:\d|{before}))")

    def compares(self, head: str) -> bool:
        """Whether a head that is no change names a year over one before it: "Ratio 2019/2018"."""
        backwards = any(first > second for first, second in _OVER.findall(head))
        return backwards and not self.changes.search(head)

    def has_step(self, document: Document, span: Span) -> bool:
        """Whether a week, the month or a holiday is named that nothing was read from."""
        text = document.folded.text
        read = [p for p in document.periods_over(*span) if p.values and not p.relative]
        read = [p for p in read if not p.values[0].startswith("--")]
        found = (m for m in self.step.finditer(text, *span) if not _is_read(m, read))
        return any(not self.each.search(text, m.start() - _PER, m.start()) for m in found)

    def parts_in(self, document: Document, span: Span, short: bool = True, begun: int = 0) -> bool:
        """Whether a part of a year is named that no period was read from; short: by "quarter".

        begun: the month in which the year begins, which may be said.
        """
        text = document.folded.text
        read = [p for p in document.periods_over(*span) if not p.is_open]
        if short:  # "2018 (until September)"
            read = [p for p in read if not p.values or not p.values[0].startswith("--")]
        found = list(self._found(document, span))
        if short and not found:
            found = [m.span() for m in self.noun.finditer(text, *span)]
        found = [at for at in found if not self.per.search(text, at[0] - _PER, at[0])]
        if begun:
            found = [at for at in found if not self._begins(document, at, begun)]
        found = [at for at in found if not self.ended.search(text, max(0, at[0] - _ENDED), at[0])]
        return any(not any(p.start <= start < p.end for p in read) for start, _ in found)

    def has_stretch(self, document: Document, span: Span, value: str) -> bool:
        """Whether a fortnight is named, or a quarter that is not the month or year of a value."""
        text = document.folded.text
        found = list(self.stretch.finditer(text, *span))
        if len(value) in (len("2017"), len("2017-01")):
            found += self.quarter.finditer(text, *span)
        found = [m for m in found if not self.per.search(text, m.start() - _PER, m.start())]
        return any(
            not any(period.values for period in document.periods_over(*match.span()))
            for match in found
        )

    def _begins(self, document: Document, at: Span, begun: int) -> bool:
        """Whether a month is said to be the first of a year that begins in it."""
        text = document.folded.text
        month = self.months.get(text[slice(*at)])
        return month == begun and begins_at(text, at[0], document.lexicon)

    def _found(self, document: Document, span: Span) -> Iterator[Span]:
        shown = document.folded.shown
        for match in self.part.finditer(document.folded.text, *span):
            word = match.group()
            if word in self.months and (len(word) < _SHORT or not shown[match.start()].isalpha()):
                continue
            if word in self.months and not self.read.is_name(shown, match):
                continue
            if _SE.match(word) and not shown[match.start()].isupper():
                continue  # "colheram-se 24,9 milhões", "se 20 vendieron"
            if self._is_whole(word):
                continue  # "April to March" is a whole year
            yield match.span()

    def _is_whole(self, words: str) -> bool:
        """Whether months are twelve: "April to March"."""
        named = [self.months[found] for found in self.month.findall(words)]
        return len(named) == 2 and (named[1] - named[0]) % 12 == 11


_words = per_language(_Words)
