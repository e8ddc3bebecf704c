"""Atoms: the places of a text where a number stands, each read by itself.

Owns the recognition of digits, number words, ordinals, fractions, dates and codes among tokens.
Used by the phrases above it only, which join atoms to ranges, find their units and say what they
are. One pass from left to right, each step looking a bounded number of tokens ahead.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from .digits import Habit, Printed, ascii_digits, read_digits
from .lexicon import CURRENCY_CODES, Lexicon
from .money import currency_before
from .tokens import HYPHENS, SUPERSCRIPT, Token

Shape = Literal[
    "digits",
    "words",
    "fraction",
    "multiple",
    "indefinite",
    "ordinal",
    "roman",
    "date",
    "years",
    "decade",
    "time",
    "code",
    "name",
    "footnote",
    "list_number",
]
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_NO_BREAK = frozenset("\u00a0\u202f\u2007\u2009")
FIRST_YEAR, LAST_YEAR = 1700, 2150


@dataclass(frozen=True, slots=True)
class Atom:
    """Tokens `first` to `end` (half-open) hold one number.

    `value` is exact, scale applied; `decimals` as in Numeral. `plain` says that it is a bare run of
    digits, which may turn out to be a year, a law or a page. `scale` is the exponent that a scale
    word added. `period` is ISO 8601 text where the atom is a date or years.
    """

    first: int
    end: int
    shape: Shape
    value: Fraction | None = None
    decimals: int | None = None
    plain: bool = False
    scale: int = 0
    period: str | None = None
    doubt: str | None = None

    @property
    def is_amount(self) -> bool:
        return self.shape in ("digits", "words")

    @property
    def year(self) -> int | None:
        """The year that the digits may name, if they may."""
        if self.plain and self.value and FIRST_YEAR <= self.value <= LAST_YEAR:
            return int(self.value)
        return None


def find_atoms(
    text: str, tokens: list[Token], lexicon: Lexicon, habit: Habit, notes: set[int]
) -> list[Atom]:
    """All atoms in order, none overlapping. `notes` are the token indexes of footnote marks."""
    return _Scanner(text, tokens, lexicon, habit, notes).scan()


class _Scanner:
    """The tokens with the language and habit that they are read by."""

    def __init__(
        self, text: str, tokens: list[Token], lexicon: Lexicon, habit: Habit, notes: set[int]
    ) -> None:
        self.text, self.tokens, self.lexicon = text, tokens, lexicon
        self.habit, self.notes = habit, notes

    def scan(self) -> list[Atom]:
        steps: dict[str, tuple[Callable[[int], Atom | None], ...]] = {
            "number": (
                self.note,
                self.numeric_date,
                self.day_month,
                self.clock,
                self.code,
                self.digit_ordinal,
                self.digit_fraction,
                self.glued_to_word,
                self.digits,
                self.unreadable,
            ),
            "word": (
                self.month_day,
                self.glued_to_digits,
                self.fraction,
                self.cardinal,
                self.ordinal,
                self.vague,
                self.roman,
            ),
            "special": (self.special,),
            "link": (self.link,),
            "sign": (),
        }
        atoms = []
        at = 0
        while at < len(self.tokens):
            found = (step(at) for step in steps[self.tokens[at].kind])
            atom = next((atom for atom in found if atom), None)
            if atom:
                atoms.append(atom)
            at = atom.end if atom else at + 1
        return atoms

    # -- looking at tokens ------------------------------------------------------------------

    def at(self, index: int) -> Token | None:
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def fold(self, index: int, *, gaps: str = " \n") -> str:
        """The folded token if it follows the one before within the same paragraph, else ""."""
        token = self.at(index)
        return token.fold if token and (token.gap == "" or token.gap in gaps) else ""

    def touches(self, index: int, kind: str) -> bool:
        token = self.at(index)
        return bool(token and token.kind == kind and token.gap == "")

    def whole(self, index: int) -> int | None:
        """The number of a bare run of digits, else None."""
        token = self.at(index)
        if token and token.kind == "number" and token.raw.isdecimal() and len(token.raw) <= 9:
            return int(token.raw)
        return None

    def hyphen(self, index: int) -> bool:
        token = self.at(index)
        return bool(token and token.gap == "" and token.raw in HYPHENS)

    # -- dates and times --------------------------------------------------------------------

    def numeric_date(self, at: int) -> Atom | None:
        """2013-06-11, 11/06/2013, 11-06-2013; and 11.06.2013, which is one token."""
        raw = self.tokens[at].raw
        parts, end = raw.split("."), at + 1
        if len(parts) == 1:
            sign = self.at(at + 1)
            if not (sign and sign.gap == "" and (sign.raw == "/" or sign.raw in HYPHENS)):
                return None
            follows = self.at(at + 3)
            if not follows or follows.raw != sign.raw or follows.gap:
                return None
            parts = [self.tokens[at + k].raw for k in (0, 2, 4) if at + k < len(self.tokens)]
            if not (self.touches(at + 2, "number") and self.touches(at + 4, "number")):
                return None
            end = at + 5
        if len(parts) != 3 or not all(part.isdecimal() for part in parts):
            return None
        return self._date_atom(at, end, [ascii_digits(part) for part in parts])

    def _date_atom(self, first: int, end: int, parts: list[str]) -> Atom | None:
        lengths = [len(part) for part in parts]
        numbers = [int(part) for part in parts if len(part) <= 4]
        if lengths == [4, 2, 2]:
            period, doubt = _iso(*numbers), None
        elif lengths[2] == 4 and max(lengths[:2]) <= 2:
            a, b, year = numbers
            period, doubt = self._day_first(a, b, year)
        else:
            return None
        return Atom(first, end, "date", period=period, doubt=doubt) if period else None

    def _day_first(self, a: int, b: int, year: int) -> tuple[str | None, str | None]:
        day_month, month_day = _iso(year, b, a), _iso(year, a, b)
        if day_month and month_day and a != b:
            return day_month, f"may be {month_day}"
        return day_month or month_day, None

    def month_day(self, at: int) -> Atom | None:
        """June 11, 2013; June 11. The month must not be another word: `may`."""
        month = self._month(at, opens=True)
        after = at + 2 if month and self.fold(at + 1) == "." else at + 1
        day = self.whole(after)
        if not month or day is None or not 1 <= day <= 31 or self.tokens[after].gap != " ":
            return None
        end = after + 1
        if self.fold(end) in self.lexicon.ordinal_endings and self.touches(end, "word"):
            end += 1
        return self._with_year(at, end, month, day)

    def day_month(self, at: int) -> Atom | None:
        """11 June 2013; 11th of June, 2013; 11 de junio de 2013; 12 de agosto."""
        day = self.whole(at)
        if day is None or not 1 <= day <= 31:
            return None
        after = at + 1
        while after - at < 4 and (
            self.fold(after) in self.lexicon.ordinal_endings | {".", "°"}
            or self.fold(after) in self.lexicon.date_fillers - {","}
        ):
            after += 1
        month = self._month(after)
        return self._with_year(at, after + 1, month, day) if month else None

    def _with_year(self, first: int, end: int, month: int, day: int) -> Atom | None:
        after = end
        while after - end < 2 and self.fold(after) in self.lexicon.date_fillers:
            after += 1
        year = self.whole(after)
        if year and FIRST_YEAR <= year <= LAST_YEAR and self.fold(after):
            period = _iso(year, month, day)
            return Atom(first, after + 1, "date", period=period) if period else None
        return Atom(first, end, "date")

    def _month(self, index: int, *, opens: bool = False) -> int | None:
        token = self.at(index)
        if not token or not (opens or self.fold(index)) or token.kind != "word":
            return None
        if self.lexicon.language == "en" and not token.raw[0].isupper():
            return None
        return self.lexicon.months.get(token.fold)

    def clock(self, at: int) -> Atom | None:
        """12:30; a ratio such as 2:1 has no two digits behind the colon."""
        hour, sign, minute = self.whole(at), self.at(at + 1), self.at(at + 2)
        if hour is None or not sign or sign.raw != ":" or sign.gap or not minute or minute.gap:
            return None
        shown = minute.raw
        if shown.isdecimal() and len(shown) == 2 and hour < 25 and int(shown) < 60:
            return Atom(at, at + 3, "time")
        return None

    # -- codes and names --------------------------------------------------------------------

    def note(self, at: int) -> Atom | None:
        value = self.whole(at)
        if at not in self.notes or value is None:
            return None
        return Atom(at, at + 1, "footnote", Fraction(value))

    def link(self, at: int) -> Atom | None:
        holds = any(c.isdecimal() for c in self.tokens[at].raw)
        return Atom(at, at + 1, "code") if holds else None

    def code(self, at: int) -> Atom | None:
        """044-2013-EF, 173-2013/SUNAT, 011-2017, 555-123-4567; a line may break at the hyphen."""
        numbers, end = 1, at + 1
        while self.hyphen(end) and self._continues(end + 1, "number"):
            numbers, end = numbers + 1, end + 2
        letters = 0
        while self._joins_capitals(end):
            letters, end = letters + 1, end + 2
        leading_zero = self.tokens[at].raw.startswith("0") and self.tokens[at].raw.isdecimal()
        if letters or numbers > 2 or (numbers == 2 and leading_zero):
            return Atom(at, end, "code")
        return None

    def _continues(self, index: int, kind: str) -> bool:
        token = self.at(index)
        return bool(token and token.kind == kind and token.gap in ("", "\n"))

    def _joins_capitals(self, index: int) -> bool:
        sign, word = self.at(index), self.at(index + 1)
        if not sign or not word or sign.gap or word.gap or word.kind != "word":
            return False
        is_unit = bool(self.lexicon.units.after(self.tokens, index + 1))
        return (sign.raw in HYPHENS or sign.raw == "/") and word.raw.isupper() and not is_unit

    def glued_to_digits(self, at: int) -> Atom | None:
        """CO2, H1N1, COVID-19: a name. FY2013 and USD15 hold a number of their own."""
        word, end = self.tokens[at], at + 1
        short = word.raw[0].isupper() and len(word.raw) <= 3 and not self._month(at, opens=True)
        capitals = word.raw.isupper() or short
        if self.hyphen(end) and capitals and self.touches(end + 1, "number"):
            number = self.tokens[end + 1].raw
            return Atom(at, end + 2, "name") if number.isdecimal() and len(number) < 4 else None
        if self.touches(end, "special") and self.tokens[end].raw[0] not in SUPERSCRIPT:
            return Atom(at, end + 1, "name")  # CO₂
        while self.touches(end, "number") or self.touches(end, "word"):
            end += 1
        if not self.touches(at + 1, "number") or at + 1 in self.notes:
            return None
        alone = self.whole(at + 1) if end == at + 2 else None
        is_year = alone is not None and FIRST_YEAR <= alone <= LAST_YEAR
        return None if is_year or word.raw in CURRENCY_CODES else Atom(at, end, "name")

    def glued_to_word(self, at: int) -> Atom | None:
        """1990s is a decade, 3D a name; 5kg, 11m and 2013Report are left to `digits`."""
        if not self.touches(at + 1, "word"):
            return None
        word, whole = self.tokens[at + 1], self.whole(at)
        if word.fold == "s" and whole is not None and whole % 10 == 0:
            period = f"{whole}/{whole + 9}" if FIRST_YEAR <= whole <= LAST_YEAR else None
            doubt = None if period else "which century's decade"
            return Atom(at, at + 2, "decade", Fraction(whole), period=period, doubt=doubt)
        if self._is_beside_number(at + 1) or (whole or 0) >= FIRST_YEAR and len(word.raw) > 2:
            return None
        end = at + 1
        while self.touches(end, "number") or self.touches(end, "word"):
            end += 1
        return Atom(at, end, "name")

    def _is_beside_number(self, index: int) -> bool:
        fold, lexicon = self.tokens[index].fold, self.lexicon
        scales = fold in lexicon.scale_signs or fold in lexicon.scales or fold in lexicon.thousands
        return bool(
            scales
            or self.tokens[index].raw in CURRENCY_CODES
            or lexicon.units.after(self.tokens, index)
            or lexicon.percents.after(self.tokens, index)
        )

    def unreadable(self, at: int) -> Atom:
        """Digits that are no single number, such as 1.2.3 or a very long run."""
        return Atom(at, at + 1, "code")

    # -- numbers in digits ------------------------------------------------------------------

    def digits(self, at: int) -> Atom | None:
        """The number at `at`, with groups after spaces, a vulgar fraction, and scale words."""
        printed, end = self._spaced_groups(at) or (read_digits(self._raw(at), self.habit), at + 1)
        if not printed:
            return None
        value = Fraction(printed.coefficient, 10**printed.decimals)
        plain = self.whole(at) is not None and end == at + 1
        atom = Atom(at, end, "digits", value, printed.decimals, plain, doubt=printed.doubt)
        if self.touches(end, "special") and (part := _vulgar(self.tokens[end].raw)):
            atom = replace(atom, end=end + 1, value=value + part, decimals=None, plain=False)
        return self._sign_scaled(atom) or self._scaled(atom)

    def _sign_scaled(self, atom: Atom) -> Atom | None:
        """$5bn, US$ 5 m, 10k: letters that stand for a scale beside a currency."""
        word = self.fold(atom.end, gaps=" ")
        exponent = self.lexicon.scale_signs.get(word, 0) if word else 0
        clear = len(word) > 1 and word != "mm" or word == "k"
        clear = clear and self.touches(atom.end, "word")
        if not exponent or not (clear or currency_before(self.tokens, atom.first)):
            return None
        return self._raised(atom, atom.end + 1, exponent)

    def _raw(self, at: int) -> str:
        return self.tokens[at].raw

    def _spaced_groups(self, at: int) -> tuple[Printed, int] | None:
        """`1 234 567`: one space of any kind between groups of three digits."""
        lead, end = self._raw(at), at + 1
        if not lead.isdecimal() or len(lead) > 3 or lead.startswith("0"):
            return None
        groups, wide = [lead], False
        while (token := self.at(end)) and token.kind == "number" and len(groups) < 13:
            space = token.start - self.tokens[end - 1].end
            whole_part = token.raw.replace(",", ".").partition(".")[0]
            if token.gap != " " or space != 1 or len(whole_part) != 3 or "." in groups[-1]:
                break
            wide = wide or not self._no_break_before(end)
            groups.append(token.raw.replace(",", "."))
            end += 1
        if len(groups) == 1 or (wide and (self.habit.groups_proven or self._counts_things(at))):
            return None
        whole, _, tail = "".join(groups).partition(".")
        doubt = "the space may part two numbers" if wide else None
        return Printed(int(whole + tail), len(tail), doubt), end

    def _no_break_before(self, index: int) -> bool:
        return self.text[self.tokens[index].start - 1] in _NO_BREAK

    def _counts_things(self, at: int) -> bool:
        before = self.at(at - 1)
        return bool(before and before.fold in self.lexicon.heading_words | self.lexicon.page_words)

    def _scaled(self, atom: Atom) -> Atom:
        """With the scale words behind it: `11.6 million`, `2 mil millones`, `11-million`."""
        at = atom.end
        if self.hyphen(at) and self._exponent(at + 1) and self.touches(at + 1, "word"):
            at += 1
        exponent = 0
        while step := self._exponent(at):
            exponent, at = exponent + step, at + 1
        return self._raised(atom, at, exponent) if exponent else atom

    @staticmethod
    def _raised(atom: Atom, end: int, exponent: int) -> Atom:
        assert atom.value is not None
        decimals = None if atom.decimals is None else atom.decimals - exponent
        return replace(
            atom,
            end=end,
            value=atom.value * 10**exponent,
            decimals=decimals,
            scale=exponent,
            plain=False,
        )

    def _exponent(self, index: int) -> int:
        word = self.fold(index)
        return 3 if word and word in self.lexicon.thousands else self.lexicon.scales.get(word, 0)

    def digit_ordinal(self, at: int) -> Atom | None:
        """3rd, 2.º, 1ra."""
        whole, end = self.whole(at), at + 1
        if self.fold(end, gaps="") == "." and self.fold(end + 1, gaps="") in ("º", "ª"):
            end += 1
        if whole is None or not self.fold(end, gaps="") or self.tokens[end].gap:
            return None
        if self.tokens[end].fold not in self.lexicon.ordinal_endings:
            return None
        return Atom(at, end + 1, "ordinal", Fraction(whole))

    def digit_fraction(self, at: int) -> Atom | None:
        """2/3. Years (2012/13) and dates are not fractions."""
        over, slash, under = self.whole(at), self.at(at + 1), self.whole(at + 2)
        if not over or not under or not slash or slash.raw != "/":
            return None
        apart = slash.gap or self.tokens[at + 2].gap or self.fold(at + 3, gaps="") == "/"
        if apart or over >= under or under > 100:
            return None
        return Atom(at, at + 3, "fraction", Fraction(over, under))

    # -- numbers in words -------------------------------------------------------------------

    def cardinal(self, at: int) -> Atom | None:
        """Two hundred and five thousand; a dozen; a million; one and a half million."""
        lexicon = self.lexicon
        if lexicon.percents.before(self.tokens, at + 1):
            return None  # por ciento
        found = self._article_amount(at) or self._counted(at)
        if not found:
            return None
        value, end = found
        if dozen := lexicon.dozens.get(self.fold(end)):
            value, end = value * dozen, end + 1
        if (half_end := self._half_end(end)) > end:
            value, end = value + Fraction(1, 2), half_end
        is_article = end == at + 1 and self.tokens[at].fold in lexicon.silent_ones
        if is_article and not lexicon.ratio_words.after(self.tokens, end):
            return None  # un, una, uno; but "uno de cada tres"
        return self._scaled(Atom(at, end, "words", value))

    def _article_amount(self, at: int) -> tuple[Fraction, int] | None:
        """A dozen, a million, half a million, medio millón, mil."""
        fold, lexicon = self.tokens[at].fold, self.lexicon
        if fold in lexicon.dozens:
            return Fraction(lexicon.dozens[fold]), at + 1
        if fold in lexicon.half_after:
            skip = at + 2 if self.fold(at + 1) in lexicon.articles else at + 1
            if self.fold(skip) in lexicon.dozens:
                return Fraction(lexicon.dozens[self.fold(skip)], 2), skip + 1
            return (Fraction(1, 2), skip) if self._exponent(skip) else None
        after = self.fold(at + 1)
        if fold in lexicon.articles:
            if after in lexicon.dozens:
                return Fraction(lexicon.dozens[after]), at + 2
            if after in lexicon.hundreds:
                return self._counted(at, first=Fraction(1))
            if self._exponent(at + 1):
                return Fraction(1), at + 1
        return None

    def _counted(self, at: int, first: Fraction | None = None) -> tuple[Fraction, int] | None:
        """The longest well-formed run of number words at `at`.

        `millions` collects what a scale word closed, `rest` what stands behind it. Small words
        are added where the digits below them are still free.
        """
        lexicon = self.lexicon
        millions, rest, free, ceiling = 0, int(first or 0), 1000, 100
        end = good = at + 1 if first else at
        while word := self.fold(end) if end > at else self.tokens[end].fold:
            small, scale = lexicon.cardinals.get(word), lexicon.scales.get(word, 0)
            if small is not None and self._fits(small, free):
                rest, free = rest + small, 1 if small < 20 or small % 10 else small % 100 or 100
                free = 10 if 20 <= small < 100 and small % 10 == 0 else free
            elif word in lexicon.hundreds and 0 < rest % 1000 < 20:
                rest, free = rest + 99 * (rest % 1000), 100
            elif word in lexicon.thousands and rest < 1000:
                rest, free = (rest or 1) * 1000, 1000
            elif scale and rest and scale < ceiling:
                millions, rest, free, ceiling = millions + rest * 10**scale, 0, 1000, scale
            else:
                break
            end = good = end + 1
            end = self._skip_connector(end, free)
        return (Fraction(millions + rest), good) if good > at else None

    @staticmethod
    def _fits(small: int, free: int) -> bool:
        return small < free or (small == 0 and free == 1000)

    def _skip_connector(self, end: int, free: int) -> int:
        """Behind `and`, `y` or a hyphen if a number word that fits follows."""
        after_tens = free == 10
        if self.hyphen(end) and self.touches(end + 1, "word"):
            joins = after_tens
        else:
            joins = self.fold(end) in self.lexicon.connectors
            joins = joins and after_tens == (self.lexicon.language == "es")
        small = self.lexicon.cardinals.get(self.fold(end + 1), 0)
        # "one hundred and two hundred" are two numbers
        multiplied = self.fold(end + 2) in self.lexicon.hundreds or self._exponent(end + 2)
        alone = after_tens or not multiplied
        return end + 1 if joins and alone and 0 < small < free else end

    def _half_end(self, end: int) -> int:
        """The end of AND A HALF, Y MEDIO at `end`, or `end` itself."""
        if self.fold(end) not in self.lexicon.connectors:
            return end
        at = end + 2 if self.fold(end + 1) in self.lexicon.articles else end + 1
        return at + 1 if self.fold(at) in self.lexicon.half_after else end

    def fraction(self, at: int) -> Atom | None:
        """Two-thirds, a third of, half, three quarters of; dos tercios, la mitad, tercera parte."""
        lexicon, fold = self.lexicon, self.tokens[at].fold
        if part := self._part_noun(at):
            return part
        if fold in lexicon.lone_fractions and not self._scaled_word_after(at + 1):
            if lexicon.ordinals.get(self.tokens[at - 1].fold if at else "") and self.fold(at):
                return None  # the second half
            return Atom(at, at + 1, "fraction", Fraction(1, lexicon.lone_fractions[fold]))
        over = 1 if fold in lexicon.articles else lexicon.cardinals.get(fold, 0)
        under_at = at + 2 if self.hyphen(at + 1) else at + 1
        under = lexicon.denominators.get(self.fold(under_at), 0)
        if not 0 < over < under or over > 20 or self._scaled_word_after(under_at + 1):
            return None
        plural = self.fold(under_at).endswith("s")
        if plural != (over > 1) or (over == 1 and not self._names_part(at, under_at)):
            return None
        return Atom(at, under_at + 1, "fraction", Fraction(over, under))

    def _names_part(self, at: int, under_at: int) -> bool:
        """Whether `a third` is a part, not an ordinal: `of` follows, or `one` is before it."""
        word = self.tokens[at].fold
        if word in self.lexicon.ones and word not in self.lexicon.articles:
            return True
        return self.fold(under_at + 1) in self.lexicon.of

    def _part_noun(self, at: int) -> Atom | None:
        """Tercera parte, dos terceras partes."""
        lexicon = self.lexicon
        over = lexicon.cardinals.get(self.tokens[at].fold, 0)
        under_at = at + 1 if over else at
        under = lexicon.ordinals.get(self.fold(under_at) if over else self.tokens[at].fold, 0)
        follows = self.fold(under_at + 1) in lexicon.part_nouns
        if not follows or under < 3 or self.fold(under_at + 2) not in lexicon.of:
            return None
        return Atom(at, under_at + 2, "fraction", Fraction(over or 1, under))

    def _scaled_word_after(self, index: int) -> bool:
        skip = index + 1 if self.fold(index) in self.lexicon.articles else index
        return bool(self._exponent(skip)) or self.fold(skip) in self.lexicon.dozens

    def ordinal(self, at: int) -> Atom | None:
        """Third, twenty-first."""
        lexicon, fold = self.lexicon, self.tokens[at].fold
        tens = lexicon.cardinals.get(fold, 0)
        unit_at = at + 2 if self.hyphen(at + 1) else at + 1
        if fold in lexicon.ordinals:
            unit = lexicon.ordinals.get(self.fold(at + 1), 0)
            if lexicon.language == "es" and lexicon.ordinals[fold] in (10, 20) and 0 < unit < 10:
                return Atom(at, at + 2, "ordinal", Fraction(lexicon.ordinals[fold] + unit))
            return Atom(at, at + 1, "ordinal", Fraction(lexicon.ordinals[fold]))
        if 20 <= tens < 100 and 0 < lexicon.ordinals.get(self.fold(unit_at), 0) < 10:
            value = tens + lexicon.ordinals[self.fold(unit_at)]
            return Atom(at, unit_at + 1, "ordinal", Fraction(value))
        return None

    def vague(self, at: int) -> Atom | None:
        """Doubled, hundreds of."""
        fold = self.tokens[at].fold
        if fold in self.lexicon.multiples:
            return Atom(at, at + 1, "multiple", Fraction(self.lexicon.multiples[fold]))
        return Atom(at, at + 1, "indefinite") if fold in self.lexicon.indefinites else None

    def roman(self, at: int) -> Atom | None:
        """II, XIV; a single letter only behind a word such as Chapter."""
        raw = self.tokens[at].raw
        value = _roman_value(raw)
        before = self.at(at - 1)
        headed = bool(
            before
            and self.tokens[at].gap == " "
            and before.fold in self.lexicon.heading_words | self.lexicon.centuries
        )
        if not value or not (headed or (len(raw) > 1 and value < 40)):
            return None
        return Atom(at, at + 1, "roman", Fraction(value))

    def special(self, at: int) -> Atom | None:
        """½, a superscript, Ⅳ, ①; the square of a unit (km²) is no number."""
        token, before = self.tokens[at], self.at(at - 1) if at else None
        if part := _vulgar(token.raw):
            return Atom(at, at + 1, "fraction", part)
        value = Fraction(_special_value(token.raw))
        touching = before.kind if before and not token.gap else ""
        if token.raw[0] in SUPERSCRIPT:
            if touching == "word" and self.lexicon.units.before(self.tokens, at):
                return None
            doubt = "may be a power" if touching == "number" else None
            return Atom(at, at + 1, "footnote", value, doubt=doubt)
        roman = unicodedata.category(token.raw[0]) == "Nl"
        return Atom(at, at + 1, "roman" if roman else "list_number", value)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _vulgar(raw: str) -> Fraction | None:
    over, slash, under = unicodedata.normalize("NFKC", raw).partition("\u2044")
    if not slash or not over.isdecimal() or not under.isdecimal() or not int(under):
        return None
    return Fraction(int(over), int(under))


def _special_value(raw: str) -> int:
    folded = unicodedata.normalize("NFKC", raw)
    digits = "".join(c for c in folded if c.isdecimal())[:9]
    return int(digits) if digits else _roman_value(folded.upper()) or 0


def _roman_value(raw: str) -> int | None:
    """The value of a well-formed Roman numeral in capitals, below 4000."""
    if not raw or len(raw) > 15 or any(c not in _ROMAN for c in raw):
        return None
    values = [_ROMAN[c] for c in raw]
    total = sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    return total if _to_roman(total) == raw else None


def _to_roman(value: int) -> str:
    parts = (
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    )
    shown = ""
    for size, letters in parts:
        shown, value = shown + letters * (value // size), value % size
    return shown
