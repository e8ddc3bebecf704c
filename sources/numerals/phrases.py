"""Joins atoms with what belongs to them: sign, currency, per cent, unit, range, bounds.

What a number is for (figure, law, page) is decided in context.py. Linear: each look goes a bounded
number of tokens far.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from .atoms import Atom
from .cells import Cell
from .lexicon import Bound, word_set
from .model import Kind, Qualifier
from .money import Purse, behind_of, currency_after, currency_before
from .tokens import BORDERS, HYPHENS, fold, word_at, word_before
from .view import FIRST_YEAR, LAST_YEAR, View
from .years import Years

_RATIO_WHOLES = frozenset(
    (*range(2, 11), 12, 15, 20, 25, 50, 100, 1000, 10_000, 100_000, 1_000_000)
)
_MAX_QUALIFIERS = 3
_UNTIL = frozenset(("hasta", "ate", "jusqu"))
_PUT = frozenset(("put", "brought", "brings", "bring", "moved", "went", "came", "pushed", "lifted"))
_DEFINITE = frozenset(
    ("the", "el", "los", "al", "del", "o", "os", "ao", "do", "le", "les", "du", "au")
)
_CLAUSE_ENDS = frozenset((",", ";", ":", ".", "but", "pero", "mas", "mais", "sino"))
_BRACKETS = "brackets may say that it is negative"
# Words of rows whose brackets hold no negative numbers: standard errors, shares.
_SPREADS = word_set(
    "error errors erro erros erreur erreurs se sd ci deviation desviacion desvio interval "
    "intervalo intervalle confidence confianza confianca confiance % percent share porcentaje"
)
_LONGEST_NOUN = 9  # tokens: migrant(s)/1,000 population
_NEAR_ESTIMATE = 7
_IN_NOUNS = frozenset("/()")
_NAMED_BRACKETS = word_set("parentheses parenthesis brackets parentesis parenteses parenthese")
# Words of rows and columns whose numbers may be negative.
_SIGNED = word_set(
    "balance deficit net change changes loss losses profit growth var variation saldo neto neta "
    "resultado variacion perdida perdidas crecimiento solde perte pertes croissance evolution "
    "resultat variacao perda crescimento liquido liquida diferencia diferenca difference cambio"
)
_NEGATIVE = word_set(
    "negative negatives minus deficit deficits negativo negativos negativa negativas negatif "
    "negatifs negative negatives deficitaire decrease decreases"
)
_NEAR_BRACKETS = 9  # tokens
_PERCENT_DIGITS = 4  # digits: (12.5) may be a percentage, (13,572.1) is none
_HEAD_ROWS = 2
_NEAR_NAME = 3  # tokens from an article to the name of a level
_FAR = 20  # times: the ends of a range are nearer to each other
_SENTENCE = 20  # tokens back to the verb of a change
_NEAR_VERB = 5  # tokens from `ranges` to its number
_BY_CASE = {"Mt": "Mt"}  # millions of tons; `mt` and `MT` are metric tons
_AREAS = frozenset(("km2", "m2", "har", "[smi_us]", "[acr_us]", "[sft_i]"))
_TIMES = frozenset(("a", "mo", "wk", "d", "h", "min", "s"))
_MAX_BETWEEN = 5  # tokens between the two numbers of a range or rate
_OR = frozenset(("or", "o", "u", "ou"))
_POINT = frozenset(("point", "punto", "ponto"))
_BY = frozenset(
    ("by", "in", "en", "em", "de", "another", "a", "an", "un", "unos", "unas", "further")
)
# Signs behind which a minus opens a number.
_OPENERS = frozenset("([{,;:|=/<>≤≥~≈\"'“‘«*±")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One number: its tokens `first` to `end` (the span), and `stop` behind its unit words.

    `high` is None but for a range. `unit_tokens` are half-open. A bound is never set on a range.
    """

    first: int
    end: int
    stop: int
    atom: Atom
    kind: Kind
    value: Fraction | None
    high: Fraction | None = None
    decimals: int | None = None
    unit: str | None = None
    unit_tokens: tuple[int, int] | None = None
    bound: Bound | None = None
    qualifier: Qualifier = "exact"
    period: str | None = None
    doubt: str | None = None
    unit_doubt: str | None = None

    @property
    def is_count(self) -> bool:
        """An amount with no unit of its own so far."""
        return self.kind == "cardinal" and self.unit is None


@dataclass
class _Brackets:
    """The brackets of a table: columns with bare numbers, words that head rows and columns."""

    bare: set[int]
    rows: dict[int, set[str]]
    heads: dict[int, set[str]]
    has_minus: bool = False
    has_mixed_row: bool = False
    is_signed: bool = False  # its brackets hold amounts of money, balances or changes


def find_phrases(view: View, atoms: list[Atom], purse: Purse) -> list[Phrase]:
    """All phrases in order, each atom in exactly one."""
    grammar = _Grammar(view, purse)
    singles: list[Phrase] = []
    for atom in atoms:
        singles.append(grammar.measure(atom, singles[-1].end if singles else 0))
    joined: list[Phrase] = []
    at = 0
    while at < len(singles):
        pair = grammar.join(singles[at], singles[at + 1]) if at + 1 < len(singles) else None
        before = joined[-1].stop if joined and grammar.compares(joined[-1]) else -1
        joined.append(grammar.qualify(pair or grammar.alone(singles, at), before))
        at += 2 if pair else 1
    return grammar.share_units(joined)


class _Grammar:
    def __init__(self, view: View, purse: Purse) -> None:
        self.view, self.purse = view, purse
        self.tokens, self.lexicon = view.tokens, view.lexicon
        self.years = Years(view)

    # -- one number ---------------------------------------------------------------------------

    def measure(self, atom: Atom, taken: int) -> Phrase:
        """The atom with its sign, currency, percent or unit; tokens before `taken` are others'."""
        if atom.shape == "fraction":
            return self._signed(self._fraction(atom), taken)
        if not atom.is_amount:
            kind: Kind = _KINDS[atom.shape]
            return replace(_bare(atom, kind), period=atom.period)
        phrase = self._with_unit(_bare(atom, "cardinal"), taken)
        return self._bracketed(self._signed(phrase, taken), taken)

    def _fraction(self, atom: Atom) -> Phrase:
        assert atom.value is not None
        if found := self._point_behind(atom.end):
            end, unit = found
            kind: Kind = "basis_points" if unit == "bp" else "percentage_points"
            return replace(
                _bare(atom, kind), end=end, stop=end, unit=unit, value=round(atom.value, 2)
            )
        return replace(_bare(atom, "fraction"), value=percentage(atom.value), unit="%")

    def _point_behind(self, at: int) -> tuple[int, str] | None:
        """The point that a fraction is of: a quarter of a percentage point, un demi-point."""
        for _ in range(2):
            word = self._fold(at)
            at += word in self.lexicon.of or word in self.lexicon.articles or self._hyphen(at)
        found = self.lexicon.percents.after(self.tokens, at)
        if found and found[1] in ("percentage_points", "points", "basis_points"):
            return found[0], _PERCENTS[found[1]][1]
        return (at + 1, "%-pt") if self._fold(at) in _POINT else None

    def _with_unit(self, phrase: Phrase, taken: int) -> Phrase:
        end, lexicon = phrase.end, self.lexicon
        at = phrase.first
        before = currency_before(self.tokens, at)
        if not before and at and self._is_minus(at - 1) and self.tokens[at - 1].gap in ("", " "):
            # $-23.5: the sign between the currency and the number
            before = currency_before(self.tokens, at - 1)
            if before and before.edge >= taken and phrase.value is not None:
                phrase = replace(phrase, value=-phrase.value)
        if before and before.edge >= taken:
            phrase = self._paid(phrase, before.name)
            after = currency_after(self.tokens, end, lexicon)  # S/ 5 millones de soles
            same = after and self.purse.code(after.name)[0] == phrase.unit
            edge = after.edge if after and same else end
            phrase = replace(phrase, first=before.edge, end=edge, stop=edge)
            return self._per_unit(phrase)
        behind = end + 1 if self._hyphen(end) else end
        percent = lexicon.percents.after(self.tokens, behind)
        if percent and (percent[1] != "points" or self._may_be_points(phrase)):
            kind, unit = _PERCENTS[percent[1]]
            return replace(phrase, end=percent[0], stop=percent[0], kind=kind, unit=unit)
        after = currency_after(self.tokens, end, lexicon)
        dated = phrase.atom.year and self._word_before(at) in lexicon.year_before
        if after and not dated:  # "in 2017 dollars" names a year
            phrase = self._paid(phrase, after.name)
            return self._per_unit(replace(phrase, end=after.edge, stop=after.edge))
        if family := lexicon.subunits.get(self._fold(end)):
            return self._cents(phrase, family)
        if behind > end and self._fold(behind) in lexicon.fold_suffix:
            return replace(phrase, end=behind + 1, stop=behind + 1, kind="multiple", unit="1")
        return self._with_unit_words(phrase, behind)

    @staticmethod
    def _may_be_points(phrase: Phrase) -> bool:
        """Whether a bare `point` is one of percent: 0,3 point, but not an index of 12 points."""
        return bool(phrase.decimals and phrase.value is not None and abs(phrase.value) < 20)

    def _paid(self, phrase: Phrase, name: str) -> Phrase:
        code, doubt = self.purse.code(name)
        return replace(phrase, kind="money", unit=code, unit_doubt=doubt)

    def _cents(self, phrase: Phrase, family: str) -> Phrase:
        """68.0 cents: the hundredth part of the currency."""
        assert phrase.value is not None
        places = None if phrase.decimals is None else phrase.decimals + 2
        value, end = phrase.value / 100, phrase.end + 1
        paid = replace(phrase, end=end, stop=end, value=value, decimals=places)
        return self._per_unit(self._paid(paid, family))

    def _per_unit(self, phrase: Phrase) -> Phrase:
        """The phrase with what its price is for: 5 soles por kilo."""
        at, lexicon = phrase.stop, self.lexicon
        joined = self._fold(at) in lexicon.unit_joiners
        article = self._fold(at) in lexicon.unit_articles and lexicon.day_first is not None
        if not phrase.unit or not (joined or article):
            return phrase
        behind = at + 2 if article and self._fold(at + 1) == "'" else at + 1
        under = lexicon.units.after(self.tokens, behind)
        if under and article and under[1] in _TIMES:
            return phrase  # 5 euros el año pasado
        money = lexicon.currency_words.after(self.tokens, behind) if joined else None
        if not under and money:
            code = self.purse.code(money[1])[0]
            under = (money[0], code) if code else None
        if not under:
            return phrase
        unit = f"{phrase.unit}/{under[1]}"
        return replace(phrase, stop=under[0], unit=unit, unit_tokens=(at, under[0]))

    def _with_unit_words(self, phrase: Phrase, behind: int) -> Phrase:
        bracket = behind == phrase.end and self._fold(behind) == "("
        at = behind + 1 if bracket else behind
        if phrase.atom.scale:
            at = behind_of(self.tokens, at, self.lexicon)
        found = self.lexicon.units.after(self.tokens, at) if at < len(self.tokens) else None
        if not found or self.tokens[at].gap in BORDERS:
            return self._per_area(phrase)
        end, unit = found
        if end == at + 1 and not self._is_unit_sign(at):
            return phrase
        unit = _BY_CASE.get(self.tokens[at].raw, unit) if end == at + 1 else unit
        end, unit = self._under(end, unit)
        stop = end + 1 if bracket and self._fold(end) == ")" else end
        return replace(phrase, stop=stop, unit=unit, unit_tokens=(at, end))

    def _per_area(self, phrase: Phrase) -> Phrase:
        """51 persons per square kilometre: something counted on an area."""
        noun, joiner = phrase.end, phrase.end + 1
        counted = len(self._fold(noun)) > 2 and self.tokens[noun].kind == "word"
        rate = self.lexicon.percents.after(self.tokens, joiner) if counted else None
        if rate and rate[1] == "per_mille":  # 3,2 camas por mil habitantes
            tokens = (joiner, rate[0])
            return replace(phrase, stop=rate[0], unit="10*-3", unit_tokens=tokens)
        if not counted or phrase.atom.year or self._fold(joiner) not in self.lexicon.unit_joiners:
            return phrase
        under = self.lexicon.units.after(self.tokens, joiner + 1)
        if not under or under[1] not in _AREAS:
            return phrase
        return replace(phrase, stop=under[0], unit=f"/{under[1]}", unit_tokens=(joiner, under[0]))

    def _is_unit_sign(self, at: int) -> bool:
        """Whether a letter is a unit: 5 m, but not 5 M, nor 810 l'ont été."""
        token = self.tokens[at]
        elided = self._fold(at + 1) == "'" and not self.tokens[at + 1].gap
        if token.raw == "MM":
            return False
        return len(token.raw) > 1 or (token.raw != "M" and not elided)

    def _under(self, end: int, unit: str) -> tuple[int, str]:
        """The unit with what it is divided by: kg per hectare, litres per person per day."""
        lexicon = self.lexicon
        if self._fold(end) in lexicon.of and self._fold(end + 1):  # 113 g of CO2 per km
            for at in (end + 2, end + 3):
                under = lexicon.units.after(self.tokens, at + 1)
                if self._fold(at) in lexicon.unit_joiners and under:
                    return under[0], f"{unit}/{under[1]}"
        for _ in range(2):
            joined = self._fold(end) in lexicon.unit_joiners
            a_week = self._fold(end) in lexicon.unit_articles and lexicon.day_first is None
            under = lexicon.units.after(self.tokens, end + 1)
            if under and (joined or (a_week and under[1] in _TIMES)):
                end, unit = under[0], f"{unit}/{under[1]}"
            elif joined and self._fold(end + 1) in lexicon.head_words:
                further = lexicon.units.after(self.tokens, end + 3)
                if not further or self._fold(end + 2) not in lexicon.unit_joiners:
                    break
                end, unit = further[0], f"{unit}/{further[1]}"
        return end, unit

    # -- the sign -----------------------------------------------------------------------------

    def _is_minus(self, index: int) -> bool:
        """Whether a hyphen is at `index` and the next token touches it."""
        follows = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        return self.tokens[index].raw in HYPHENS and bool(follows) and follows.gap == ""  # type: ignore[union-attr]

    def _signed(self, phrase: Phrase, taken: int) -> Phrase:
        """Negative behind a minus that touches nothing before it, or the word `minus`."""
        first = phrase.first
        if first <= taken or phrase.value is None:
            return self._trailing(phrase)
        at = first - 1
        sign = self.tokens[at]
        bracketed = sign.raw == ")" and not self.tokens[first].gap and at > taken + 1
        if bracketed and self._is_minus(at - 1) and self.tokens[at - 2].raw == "(":
            return replace(phrase, first=at - 2, value=-phrase.value)  # (-)23.00
        cell = self.view.cells.get(at)
        if cell and cell.first == at and sign.raw in HYPHENS and self.tokens[first].gap == " ":
            return replace(phrase, first=at, value=-phrase.value)  # a cell with - 69 665
        if sign.raw in HYPHENS and self.tokens[first].gap == " " and at >= taken:
            return self._spaced_minus(phrase, at)
        if self._is_minus(at):
            before = self.tokens[at - 1] if at else None
            opened = sign.gap != "" or not before or before.raw in _OPENERS
            if not opened:
                return phrase
            doubt = self._bullet(phrase, at)
            return replace(phrase, first=at, value=-phrase.value, doubt=phrase.doubt or doubt)
        bound = self.lexicon.bounds_before.before(self.tokens, first)  # al menos 15
        approximate = self.lexicon.qualifiers.before(self.tokens, first)  # más o menos 15
        spoken = sign.fold in self.lexicon.minus and self.tokens[first].gap in (" ", "\n")
        margin = self._word_before(at) in _OR
        if spoken and not bound and not approximate and not margin:
            doubt = None if phrase.unit in ("%", "Cel") else self._fewer(phrase)
            if doubt and self.lexicon.language == "pt":
                return replace(phrase, doubt=phrase.doubt or doubt)  # menos 12 casos: 12 fewer
            return replace(phrase, first=at, value=-phrase.value, doubt=phrase.doubt or doubt)
        return self._trailing(phrase)

    def _spaced_minus(self, phrase: Phrase, at: int) -> Phrase:
        """Negative behind `−` or `(–` and a space; in French a dash and a space may be a minus."""
        assert phrase.value is not None
        before = self._word_before(at)
        opened = before in self.lexicon.copulas or not before or before in _OPENERS
        if (self.tokens[at].raw == "−" and opened) or before == "(":
            return replace(phrase, first=at, value=-phrase.value)
        dashed = self.lexicon.language == "fr" and phrase.kind in _SHARED and not phrase.doubt
        return replace(phrase, doubt="the dash may be a minus") if dashed else phrase

    def _fewer(self, phrase: Phrase) -> str | None:
        """A doubt where the word for minus may compare: menos 12 casos, 12 fewer cases."""
        if self.lexicon.minus & {"minus"} or phrase.kind == "money":
            return None
        word = self.tokens[phrase.stop] if phrase.stop < len(self.tokens) else None
        compares = word and word.kind == "word" and word.gap not in BORDERS
        return "may say how many fewer" if compares else None

    def _bullet(self, phrase: Phrase, at: int) -> str | None:
        """A doubt where a hyphen opens a line of words: it may be the bullet of a list."""
        sign = self.tokens[at]
        if sign.gap not in ("\n", "¶") or at in self.view.cells or sign.raw == "−":
            return None
        follows = self.tokens[phrase.end] if phrase.end < len(self.tokens) else None
        listed = follows and follows.kind == "word" and follows.gap == " "
        return "the hyphen may be a bullet" if listed and phrase.kind == "cardinal" else None

    def _trailing(self, phrase: Phrase) -> Phrase:
        """Negative before a minus that ends its cell: 3.5-."""
        end = phrase.end
        if phrase.value is None or phrase.atom.year or not self._hyphen(end):
            return phrase
        if phrase.unit_tokens or not self.view.ends_cell(end + 1) or phrase.value <= 0:
            return phrase
        doubt = phrase.doubt or "a sign behind its number"
        return replace(phrase, end=end + 1, stop=end + 1, value=-phrase.value, doubt=doubt)

    def _bracketed(self, phrase: Phrase, taken: int) -> Phrase:
        """Negative in the brackets of accounting: (23.5 million), $(4.2), a cell (12)."""
        first, end = phrase.first - 1, phrase.end
        if first < taken or phrase.value is None or phrase.value <= 0 or self._fold(end) != ")":
            return phrase
        if self.tokens[first].raw != "(" or self.tokens[first + 1].gap or phrase.unit_tokens:
            return phrase
        end += 1
        cell = self.view.cells.get(first)
        before = currency_before(self.tokens, first)
        if before and before.edge < taken:
            before = None
        alone = (
            cell and cell.first == (before.edge if before else first) and self.view.ends_cell(end)
        )
        bare = phrase.atom.plain and phrase.is_count
        copula = (
            self._word_before(first) in self.lexicon.copulas
            and self.tokens[first].gap == " "
            and not bare
        )
        if not (alone or before or copula):
            return phrase
        negative = replace(
            phrase,
            first=first,
            end=end,
            stop=end,
            value=-phrase.value,
            doubt=phrase.doubt
            or (None if before or (cell and self._is_accounting(phrase, cell)) else _BRACKETS),
        )
        if before:
            scale = self.view.exponent(end) if end < len(self.tokens) else 0
            if scale and negative.value is not None:
                value, places = negative.value * 10**scale, negative.decimals
                lowered = None if places is None else places - scale
                negative = replace(
                    negative, end=end + 1, stop=end + 1, value=value, decimals=lowered
                )
            return replace(self._paid(negative, before.name), first=before.edge)
        if negative.unit is None:
            return self._with_unit_words(negative, end)
        return negative

    def _is_accounting(self, phrase: Phrase, cell: Cell) -> bool:
        """Whether brackets are minus signs in this table: never all of a column, nor beside `-`.

        Brackets around standard errors or shares fill a column, or a row of their own.
        """
        table = self._brackets.get(cell.table)
        if phrase.atom.plain or not table or table.has_minus or self._explains_brackets:
            return False
        if not (table.has_mixed_row and table.is_signed):
            return False
        return cell.column in table.bare and not table.rows.get(cell.row, set()) & _SPREADS

    @cached_property
    def _explains_brackets(self) -> bool:
        """Whether brackets mean something else, by the text: `in parentheses: few cases`."""
        for at, token in enumerate(self.tokens):
            if token.fold in _NAMED_BRACKETS:
                near = self.tokens[max(0, at - _NEAR_BRACKETS) : at + _NEAR_BRACKETS]
                if not any(word.fold in _NEGATIVE for word in near):
                    return True
        return False

    @cached_property
    def _brackets(self) -> dict[int, _Brackets]:
        """What the tables show of their brackets."""
        tables: dict[int, _Brackets] = {}
        rows: dict[tuple[int, int], tuple[set[int], set[int]]] = {}
        for cell in {id(cell): cell for cell in self.view.cells.values()}.values():
            table = tables.setdefault(cell.table, _Brackets(set(), {}, {}))
            opening = self.tokens[cell.first]
            words = {token.fold for token in self.tokens[cell.first : cell.end]}
            if not cell.column:
                table.rows[cell.row] = words
            elif not cell.row:
                table.heads[cell.column] = words
            elif opening.kind == "number" and cell.row:
                table.bare.add(cell.column)
                rows.setdefault((cell.table, cell.row), (set(), set()))[0].add(cell.column)
            elif opening.raw == "(" and self.tokens[cell.end - 1].raw == ")":
                rows.setdefault((cell.table, cell.row), (set(), set()))[1].add(cell.column)
                about = table.rows.get(cell.row, set()) | table.heads.get(cell.column, set())
                large = sum(map(str.isdecimal, self.tokens[cell.first + 1].raw)) > _PERCENT_DIGITS
                table.is_signed = table.is_signed or large or bool(about & _SIGNED)
            elif opening.raw in HYPHENS and cell.end - cell.first > 1:
                table.has_minus = True
        for (table_at, _), (bare, bracketed) in rows.items():
            if bare and bracketed & tables[table_at].bare:
                tables[table_at].has_mixed_row = True
        return tables

    def _hyphen(self, index: int) -> bool:
        token = self.tokens[index] if index < len(self.tokens) else None
        return bool(token and token.gap == "" and token.raw in HYPHENS)

    def _fold(self, index: int) -> str:
        return word_at(self.tokens, index)

    def _word_before(self, at: int) -> str:
        return word_before(self.tokens, at)

    # -- two numbers --------------------------------------------------------------------------

    def join(self, low: Phrase, high: Phrase) -> Phrase | None:
        """The range, ratio, rate or stretch of years that two neighbours make, if they do."""
        if not (low.atom.is_amount and high.atom.is_amount) or not (
            0 < high.first - low.stop <= _MAX_BETWEEN
        ):
            return None
        if any(token.gap in BORDERS for token in self.tokens[low.end : high.first + 1]):
            return None
        return (
            self._years(low, high)
            or self._range(low, high)
            or self._rate(low, high)
            or self._ratio(low, high)
        )

    def _years(self, low: Phrase, high: Phrase) -> Phrase | None:
        """2014-2018, 2012/13, 2013-06 (a month), 06/2013."""
        tight = high.first - low.end == 1 and not self.tokens[low.end].gap
        sign = self.tokens[low.end].raw
        dashed = sign in HYPHENS and self._dash(low, high)
        if not (dashed or (sign == "/" and tight)) or high.unit_tokens or high.kind != "cardinal":
            return None
        period, doubt = _stretch(low.atom, high.atom, self.tokens[high.first].raw)
        if not period:
            return None
        atom = replace(low.atom, end=high.end, shape="years", period=period, plain=False)
        return replace(_bare(atom, "range"), value=None, decimals=None, period=period, doubt=doubt)

    def _dash(self, low: Phrase, high: Phrase) -> bool:
        """Whether one dash is between them, touching both sides or apart from both."""
        if high.first - low.stop != 1 or self.tokens[low.stop].raw not in HYPHENS:
            return False
        dash, behind = self.tokens[low.stop], self.tokens[high.first]
        return (dash.gap == "" and behind.gap in ("", "\n")) or (dash.gap == behind.gap == " ")

    def _range(self, low: Phrase, high: Phrase) -> Phrase | None:
        counted = high.unit or high.high is None and (high.value or 0) > LAST_YEAR
        if low.atom.year and low.is_count and not (counted and self._is_tight(low, high)):
            return None
        if not self._spans(low, high):
            return None
        priced = low.unit and high.unit and high.unit.startswith(f"{low.unit}/")
        differ = (low.unit, low.kind) != (high.unit, high.kind)
        if low.unit and high.unit and differ and not priced:
            return None
        joined = (
            self.tokens[low.stop].kind == "word" and self._fold(low.stop) not in self.lexicon.both
        )
        if joined and self._changes(low) and (low.unit or not high.unit):
            return None  # rose $2 billion to $10 billion: a change and a level
        if joined and low.atom.scale and high.atom.scale and self._changes(low):
            return None
        start = self._shared_scale(low, high)
        if start is None or high.value is None or start >= high.value:
            return None
        decimals: int | None = None
        if low.decimals is not None and high.decimals is not None:
            decimals = high.decimals if start != low.value else max(low.decimals, high.decimals)
        kind = high.kind if high.kind != "cardinal" else low.kind
        found = Phrase(
            first=low.first,
            end=high.end,
            stop=high.stop,
            atom=high.atom,
            kind=kind,
            value=start,
            high=high.value,
            decimals=decimals,
            unit=high.unit or low.unit,
            unit_tokens=high.unit_tokens or low.unit_tokens,
            doubt=low.doubt or high.doubt or self._open_range(low, high, joined),
            unit_doubt=high.unit_doubt or low.unit_doubt,
        )
        return self._per_unit(found) if kind == "money" and not found.unit_tokens else found

    def _is_tight(self, low: Phrase, high: Phrase) -> bool:
        """Whether a dash without spaces or `between` joins the two: 2000-3000 hectares."""
        if self.tokens[low.stop].kind == "word":
            return self._before(low) in self.lexicon.between
        return not self.tokens[high.first].gap

    def _open_range(self, low: Phrase, high: Phrase, joined: bool) -> str | None:
        """A doubt where `rose by 2 to 10 million` may tell a change and a level."""
        if joined and self._before(low) in self.lexicon.range_starts and high.unit != "a":
            return None if self._ranges(low) else "may be two figures"
        if not joined or low.value is None or high.value is None or low.value <= 0:
            return None
        far = high.value >= 3 * low.value and not high.kind.startswith("perc")
        return "may be a change and a level" if far and self._changes(low) else None

    def _changes(self, low: Phrase) -> bool:
        """Whether a verb such as `rose` is right before the number."""
        at = low.first
        for _ in range(_MAX_QUALIFIERS):
            if found := self.lexicon.qualifiers.before(self.tokens, at):
                at = found[0]
        for back in range(1, 4):
            word = self._word_before(at)
            if word in self.lexicon.change_verbs:
                return True
            if word not in _BY or back == 3:
                return False
            at -= 1
        return False

    def alone(self, singles: list[Phrase], at: int) -> Phrase:
        """The phrase by itself, with a doubt where `rose 200 to 1,400` may be a range."""
        this = singles[at]
        for low, high in ((at, at + 1), (at - 1, at)):
            if low < 0 or high >= len(singles):
                continue
            first, second = singles[low], singles[high]
            if self._fold(first.stop) not in self.lexicon.range_words:
                continue
            near = first.atom.is_amount and second.atom.is_amount and second.first - first.stop == 1
            by_so_much = (
                self.lexicon.language == "fr"
                and first.is_count
                and second.kind in _SHARED
                and self._word_before(first.first) in self.lexicon.range_starts
                and not self._word_before(first.first - 1).startswith("pass")
            )
            counts = not first.unit and (not second.unit or by_so_much)
            if not near or not counts or first.value is None or second.value is None:
                continue
            years = first.atom.year or second.atom.year
            if second.value <= first.value and not second.atom.scale:
                continue  # fell from 16.8 to 13.5
            if second.value >= _FAR * abs(first.value):
                continue  # rose 1,300 to 676,900
            if not years and self._changes(first):
                return replace(this, doubt=this.doubt or "may be the end of a range")
        return this

    def _spans(self, low: Phrase, high: Phrase) -> bool:
        """Whether a dash, `to`, or `between ... and` joins the two."""
        if self._dash(low, high):
            spaced = self.tokens[low.stop].gap == " "
            return not (spaced and low.unit and not high.unit)
        article = (
            high.first - low.stop == 2 and self._word_before(high.first) in self.lexicon.fillers
        )
        if high.first - low.stop != 1 and not article:
            return False
        word, before = self._fold(low.stop), self._before(low)
        if word in self.lexicon.both:
            return before in self.lexicon.between
        if word not in self.lexicon.range_words or high.atom.year and high.is_count:
            return False
        # "from 11 to 13 tons" gives two figures; "de 12 a 64 años", "ranges from" are ranges
        if before not in self.lexicon.range_starts or high.unit == "a":
            return True
        return self._ranges(low) or self._is_open_span(low, high)

    def _is_open_span(self, low: Phrase, high: Phrase) -> bool:
        """Whether `de 40 à 65 %` is one range: its unit is printed once, and nothing changes."""
        if self.lexicon.day_first is None or low.unit or not high.unit or high.kind == "money":
            return False
        for back in range(1, _SENTENCE):
            index = low.first - back
            if index < 0 or self.tokens[index].raw in ".;:" or self.tokens[index].gap in BORDERS:
                return True
            if self.tokens[index].fold in self.lexicon.change_verbs:
                return False
        return True

    def _ranges(self, low: Phrase) -> bool:
        """Whether a verb such as `varies` is near: varies from 1 to 12 percent."""
        at = low.first
        for back in range(1, _NEAR_VERB + 1):
            index = at - back
            if index < 0 or self.tokens[index].raw in ".;:" or self.tokens[index].kind == "number":
                return False
            if self.tokens[index].fold in self.lexicon.range_verbs:
                return True
            if self.tokens[index].gap in BORDERS:
                return False
        return False

    def _before(self, phrase: Phrase) -> str:
        """The word before the number and its qualifiers."""
        at = phrase.first
        while found := self.lexicon.qualifiers.before(self.tokens, at):
            at = found[0]
        if self._word_before(at) in self.lexicon.fillers:
            at -= 1
        return self._word_before(at)

    @staticmethod
    def _shared_scale(low: Phrase, high: Phrase) -> Fraction | None:
        """The lower end; `5 to 10 million` starts at five million."""
        if low.value is None or high.value is None or not high.atom.scale or low.atom.scale:
            return low.value
        scale = Fraction(10**high.atom.scale)
        return low.value * scale if low.value < high.value / scale else low.value

    def _rate(self, low: Phrase, high: Phrase) -> Phrase | None:
        """12 per 100,000, 12 deaths per 1,000: the unit is a power of ten (UCUM `10*-5`)."""
        at = low.end
        while not (words := self.lexicon.rate_words.after(self.tokens, at)) and at - low.end < 3:
            if at >= high.first or self.tokens[at].kind != "word":
                return None
            at += 1
        if not words or words[0] != high.first or high.value is None or low.unit_tokens:
            return None
        zeros = len(str(high.value)) - 1
        if high.value != 10**zeros or zeros < 2 or not low.is_count or not high.is_count:
            return None
        if low.value is None or low.atom.year and low.is_count and at > low.end:
            return None
        unit = "%" if zeros == 2 else f"10*-{zeros}"
        doubt = low.doubt or high.doubt
        return replace(low, end=high.end, stop=high.end, kind="ratio", unit=unit, doubt=doubt)

    def _ratio(self, low: Phrase, high: Phrase) -> Phrase | None:
        """1 in 5, two out of three, uno de cada tres: a percentage; 2:1 has no value."""
        if low.value is None or high.value is None or not low.is_count:
            return None
        if self._fold(low.end) == ":" and high.first == low.end + 1:
            return self._odds(low, high)
        at = low.end
        words = self.lexicon.ratio_words.after(self.tokens, at)
        if not words and self._fold(at) and self.tokens[at].kind == "word":
            words = self.lexicon.ratio_words.after(self.tokens, at + 1)  # deux enfants sur trois
            words = words if words and (words[0] > at + 2 or self._fold(at + 1) == "sur") else None
        if not words or words[0] != high.first or not high.is_count:
            return None
        if high.value not in _RATIO_WHOLES or low.value >= high.value or low.value > 10:
            return None
        if high.value >= 1000:
            zeros = len(str(high.value)) - 1
            return replace(low, end=high.end, stop=high.end, kind="ratio", unit=f"10*-{zeros}")
        return replace(
            low,
            end=high.end,
            stop=high.end,
            kind="ratio",
            value=percentage(low.value / high.value),
            decimals=None,
            unit="%",
        )

    def _odds(self, low: Phrase, high: Phrase) -> Phrase | None:
        """2:1 and 1:50,000, but not `2011: 62,500`, nor a label such as `Region 5:12`."""
        assert low.value is not None
        assert high.value is not None
        touching = not self.tokens[low.end].gap and not self.tokens[high.first].gap
        named = self._word_before(low.first) in self.lexicon.heading_words
        small = low.value == 1 or (low.value < 1000 and high.value < 1000)
        if not touching or low.atom.year or named or not small or high.kind != "cardinal":
            return None
        value = low.value if high.value == 1 else None
        return replace(low, end=high.end, stop=high.end, kind="ratio", value=value, unit="1")

    # -- around the number --------------------------------------------------------------------

    @staticmethod
    def compares(phrase: Phrase) -> bool:
        """Whether words right behind the number may compare it: 0.3 % below, but not 2025 below."""
        return phrase.atom.is_amount and not (phrase.atom.year and phrase.is_count)

    def qualify(self, phrase: Phrase, behind_number: int) -> Phrase:
        """The phrase with the bound and the qualifier of the words right before and behind it.

        `behind_number` is where the phrase before it stops: a bound right there compares the two.
        """
        if phrase.value is None or phrase.kind in _UNQUALIFIED:
            return phrase
        if phrase.atom.year and phrase.is_count:
            counts, doubt = self.years.counts(phrase.first, phrase.end)
            if doubt and not phrase.doubt:
                phrase = replace(phrase, doubt=doubt)
            if not counts:
                return phrase
            phrase = replace(phrase, atom=replace(phrase.atom, plain=False))
        bound, qualifier, doubt = self._words_before(phrase, behind_number)
        phrase = replace(phrase, doubt=phrase.doubt or doubt) if doubt else phrase
        behind = self.lexicon.bounds_after.after(self.tokens, phrase.stop)
        if behind and (self.tokens[phrase.stop].kind == "word" or self._touches_alone(phrase.stop)):
            bound = bound or behind[1]
        bound = None if phrase.high is not None else bound
        estimated = qualifier == "exact" and (
            self._is_estimate(self._behind_nouns(phrase.stop))
            or self._is_flagged(phrase)
            or self._is_estimated_to(phrase.first)
        )
        qualifier = "estimated" if estimated else qualifier
        if qualifier == "exact":
            qualifier = self._qualifier_after(phrase.stop)
        if bound is None and qualifier == "exact":
            return phrase
        return replace(phrase, bound=bound, qualifier=qualifier)

    def _words_before(
        self, phrase: Phrase, behind_number: int
    ) -> tuple[Bound | None, Qualifier, str | None]:
        """The bound and the qualifier of the words right before the number, and what is open."""
        bound: Bound | None = None
        rounded = any(
            token.fold in self.lexicon.rounded for token in self.tokens[phrase.first : phrase.end]
        )
        qualifier: Qualifier = "approximate" if rounded else "exact"
        at = self._behind_filler(phrase.first)
        for _ in range(_MAX_QUALIFIERS):
            bounded = self.lexicon.bounds_before.before(self.tokens, at)
            if found := self.lexicon.qualifiers.before(self.tokens, at):
                qualifier = found[1] if qualifier == "exact" else qualifier
                if bounded and bounded[0] <= found[0]:  # just over 300: both
                    at, bound = bounded
                    break
                at = found[0]
            elif bounded:
                at, bound = bounded
                break
            else:
                break
            at = self._behind_filler(at)
        if bound is None and qualifier == "exact" and self._word_before(at) == ",":
            # pelo menos, 22 %: the words between commas
            aside = self.lexicon.bounds_before.before(self.tokens, at - 1)
            if aside and self._word_before(aside[0]) == ",":
                at, bound = aside
        if bound and (
            self._compared(bound, at, behind_number) or self._reaches(at) or self._is_named(at)
        ):
            bound = None
        return bound, qualifier, self._negated(at) if bound else None

    def _compared(self, bound: Bound, at: int, behind_number: int) -> bool:
        """Whether the bound tells how far two numbers are apart: 0.3 % below the 4 208 of 2012."""
        return at == behind_number and bound[1] and self.tokens[at].gap not in BORDERS

    def _is_named(self, at: int) -> bool:
        """Whether the bound is a level that has a name: the statutory minimum of 14 percent."""
        if self.tokens[at].fold not in self.lexicon.limits:
            return False
        for _ in range(_NEAR_NAME):
            if self._word_before(at) in _DEFINITE:
                return True
            at -= 1
            if at < 0 or self.tokens[at].kind != "word" or self.tokens[at].gap in BORDERS:
                return False
        return False

    def _negated(self, at: int) -> str | None:
        """A doubt where a negation shortly before the bound may turn it."""
        lexicon = self.lexicon
        if self.tokens[at].fold in lexicon.negations or self.tokens[at].kind == "sign":
            return None
        for back in range(at - 1, max(at - 1 - _NEAR_NAME, -1), -1):
            if self.tokens[back + 1].gap in BORDERS or self.tokens[back].kind == "number":
                return None
            fold = self.tokens[back].fold
            if fold in lexicon.not_alone or fold in _CLAUSE_ENDS:
                return None
            if fold in lexicon.negations:
                return "a negation may turn the bound"
        return None

    def _reaches(self, at: int) -> bool:
        """Whether `hasta` at `at` names a level that a change came to: subió hasta el 40 %."""
        up_to = self.tokens[at].fold == "up" and self.lexicon.day_first is None
        if up_to:  # was put up to $6,000
            return self._word_before(at) in self.lexicon.change_verbs | _PUT
        if self.tokens[at].fold not in _UNTIL or self.lexicon.day_first is None:
            return False
        if self._word_before(at) in self.lexicon.change_verbs:
            return True
        if self._word_before(at) != ",":
            return False
        for back in range(2, _SENTENCE):
            index = at - back
            if index < 0 or self.tokens[index].raw in ".;:" or self.tokens[index].gap in BORDERS:
                return False
            if self.tokens[index].fold in self.lexicon.change_verbs:
                return True
        return False

    def _behind_filler(self, at: int) -> int:
        """The index before which a bound or qualifier ends: `hasta un 40 %` skips the article."""
        if self._word_before(at) not in self.lexicon.fillers:
            return at
        lexicon = self.lexicon
        if lexicon.qualifiers.before(self.tokens, at) or lexicon.bounds_before.before(
            self.tokens, at
        ):
            return at  # the article is a part of the words: "hasta el"
        return at - 1

    def _is_estimate(self, stop: int) -> bool:
        """Whether brackets behind the number call it an estimate: (2022 est.), (est.)."""
        if self._fold(stop) != "(":
            return False
        said = False
        for at in range(stop + 1, min(stop + 6, len(self.tokens))):
            token = self.tokens[at]
            if token.raw == ")":
                return said
            said = said or token.fold in self.lexicon.estimates and len(token.raw) > 1
            if token.kind not in ("number", "word") and token.raw not in ".,":
                return False
            known = token.fold in self.lexicon.estimates or token.fold in self.lexicon.months
            if token.kind == "word" and not known and token.fold not in self.lexicon.of:
                return False
        return False

    def _behind_nouns(self, stop: int) -> int:
        """The index of brackets behind a few words that say what is counted."""
        for at in range(stop, min(stop + _LONGEST_NOUN, len(self.tokens))):
            token = self.tokens[at]
            if token.gap in BORDERS:
                return stop
            if token.raw == "(" and self._fold(at + 1) != "s":  # migrant(s)
                return at
            rated = token.kind == "number" and token.raw.strip("1.,0") == "" and "0" in token.raw
            if token.kind != "word" and not rated and token.raw not in _IN_NOUNS:
                return stop
        return stop

    def _is_estimated_to(self, at: int) -> bool:
        """Whether the clause says `estimated to`: is estimated to have slowed to 2.4 percent."""
        for back in range(1, _NEAR_ESTIMATE):
            index = at - back
            if index < 1 or self.tokens[index + 1].gap in BORDERS:
                return False
            token = self.tokens[index]
            if token.kind != "word":
                return False
            if token.fold == "to" and self.tokens[index - 1].fold in self.lexicon.estimates:
                return True
        return False

    def _qualifier_after(self, stop: int) -> Qualifier:
        """The qualifier behind the number or its noun: 300 boats or so, un tiers environ."""
        for at in range(stop, min(stop + _NEAR_NAME + 1, len(self.tokens))):
            found = self.lexicon.qualifiers_after.after(self.tokens, at)
            if found:
                behind = self.tokens[found[0]] if found[0] < len(self.tokens) else None
                numbered = behind and behind.kind != "sign" and self._begins_number(found[0])
                return "exact" if numbered else found[1]
            token = self.tokens[at]
            if token.kind != "word" or token.gap in BORDERS or token.fold in self.lexicon.both:
                return "exact"
        return "exact"

    def _begins_number(self, at: int) -> bool:
        """Whether a number begins within the two tokens at `at`: environ 30, aproximadamente un."""
        tokens = self.tokens[at : at + 2]
        openers = self.lexicon.openers - self.lexicon.articles
        return any(token.kind == "number" or token.fold in openers for token in tokens)

    def _is_flagged(self, phrase: Phrase) -> bool:
        """Whether its cell, the head of its column or that of its row is flagged as estimated."""
        cell = self.view.cells.get(phrase.first)
        if not cell:
            return False
        own = self.view.estimates and self._cell_flag(cell) in self.view.estimates
        places = ((cell.table, "column", cell.column), (cell.table, "row", cell.row))
        return bool(own) or any(place in self._estimated for place in places)

    def _cell_flag(self, cell: Cell) -> str:
        """The letter or word that ends the cell: 2019 e, 2016/17 (e), 2018 est."""
        end = cell.end
        while end > cell.first and self.tokens[end - 1].raw in (")", "."):
            end -= 1
        token = self.tokens[end - 1]
        return token.raw if token.kind == "word" and end - 1 > cell.first else ""

    @cached_property
    def _estimated(self) -> set[tuple[int, str, int]]:
        """The columns and rows of tables whose head says that their numbers are estimates."""
        found: set[tuple[int, str, int]] = set()
        for cell in {id(cell): cell for cell in self.view.cells.values()}.values():
            if cell.row > _HEAD_ROWS and cell.column:
                continue
            flag = self._cell_flag(cell)
            worded = len(flag) > 1 and fold(flag) in self.lexicon.estimates
            dated = any(
                FIRST_YEAR <= (self.view.whole(at) or 0) <= LAST_YEAR
                for at in range(cell.first, cell.end)
            )
            if not dated or not (worded or flag and flag in self.view.estimates):
                continue
            place = ("row", cell.row) if not cell.column else ("column", cell.column)
            found.add((cell.table, *place))
        for table in self._continued_tables():
            above = {place for place in found if place[:2] == (table - 1, "column")}
            found |= {(table, "column", column) for _, _, column in above}
        return found

    def _continued_tables(self) -> list[int]:
        """The tables that go on with the one above, behind a line such as `Production:`."""
        spans: dict[int, tuple[int, int]] = {}
        dated: set[int] = set()
        for cell in {id(cell): cell for cell in self.view.cells.values()}.values():
            first, end = spans.get(cell.table, (cell.first, cell.end))
            spans[cell.table] = min(first, cell.first), max(end, cell.end)
            opening = self.view.whole(cell.first) or 0
            if not cell.row and cell.column and FIRST_YEAR <= opening <= LAST_YEAR:
                dated.add(cell.table)
        found = []
        for table in sorted(spans.keys() - dated):
            if table - 1 not in spans:
                continue
            above, below = self.tokens[spans[table - 1][1] - 1], self.tokens[spans[table][0]]
            lines = self.view.text[above.end : below.start].replace("\f", "\n").split("\n")
            if len(lines) == 3 and lines[1].strip():
                found.append(table)
        return found

    def _touches_alone(self, at: int) -> bool:
        """Whether the sign at `at` touches what is before it and not what follows: `50+`."""
        follows = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        apart = not follows or follows.kind != "number" or follows.gap in BORDERS
        return self.tokens[at].gap == "" and apart

    def share_units(self, phrases: list[Phrase]) -> list[Phrase]:
        """The phrases, a bare number with the unit of the next one: `100 and 200 hectares`."""
        shared = list(phrases)
        given: set[int] = set()  # 7, 12 and 31 years: 12 hands its unit on
        for at in range(len(shared) - 2, -1, -1):
            this, follows = shared[at], shared[at + 1]
            between = self.tokens[this.stop : follows.first]
            words = self.lexicon.both | self.lexicon.range_words | {",", *_OR, "al", "para"}
            if between and between[0].fold in self.lexicon.both:
                between = [token for token in between if token.fold not in self.lexicon.of]
            listed = 0 < len(between) < 3 and all(token.fold in words for token in between)
            priced = this.kind == "money" and follows.kind == "money" and this.unit
            if listed and priced and (follows.unit or "").startswith(f"{this.unit}/"):
                shared[at] = replace(this, unit=follows.unit)
            scaled = follows.kind == "money" and this.atom.scale
            rated = follows.kind == "ratio" and (follows.unit or "").startswith("10*")
            measured = follows.unit_tokens or follows.kind in _SHARED or scaled or rated
            if self.lexicon.age_before.before(self.tokens, this.first):
                continue  # adults aged 18-64, 12.7 percent of whom
            if between and between[0].raw == "," and not self._lists(shared, at, at + 1 in given):
                continue
            handed = at + 1 in given and [token.raw for token in between] == [","]
            if listed and (measured or handed) and this.is_count and not this.atom.year:
                given.add(at)
                shared[at] = replace(
                    this, unit=follows.unit, kind=follows.kind, unit_doubt=follows.unit_doubt
                )
        return shared

    def _lists(self, phrases: list[Phrase], at: int, handed: bool) -> bool:
        """Whether a comma behind the phrase is one of a list: 7, 12, and 31 years.

        But not: stood at 118.4, 0.7% lower; and 63,600 deaths, and 66 percent of them.
        """
        between = self.tokens[phrases[at].stop : phrases[at + 1].first]
        if len(between) == 1:  # a number that may go on in the next line shares its unit
            return handed or phrases[at].doubt is not None
        before = self.tokens[phrases[at - 1].stop : phrases[at].first] if at else []
        return [token.raw for token in before] == [","] and phrases[at - 1].is_count


_PERCENTS: dict[str, tuple[Kind, str]] = {
    "percent": ("percent", "%"),
    "percentage_points": ("percentage_points", "%-pt"),
    "points": ("percentage_points", "%-pt"),
    "basis_points": ("basis_points", "bp"),
    "per_mille": ("per_mille", "10*-3"),
}
_KINDS: dict[str, Kind] = {
    "multiple": "multiple",
    "indefinite": "indefinite",
    "ordinal": "ordinal",
    "roman": "ordinal",
    "date": "date",
    "years": "range",
    "decade": "year",
    "time": "time",
    "code": "code",
    "name": "code",
    "footnote": "footnote_number",
    "list_number": "list_number",
}
_SHARED = frozenset(("percent", "percentage_points", "basis_points", "per_mille"))
_UNQUALIFIED = frozenset(
    ("ordinal", "date", "time", "code", "year", "footnote_number", "list_number", "indefinite")
)


def _bare(atom: Atom, kind: Kind) -> Phrase:
    return Phrase(
        first=atom.first,
        end=atom.end,
        stop=atom.end,
        atom=atom,
        kind=kind,
        value=atom.value,
        decimals=atom.decimals,
        doubt=atom.doubt,
    )


def percentage(part: Fraction) -> Fraction:
    """The part of one as a percentage, rounded to two places."""
    return round(part * 100, 2)


def _stretch(low: Atom, high: Atom, shown: str) -> tuple[str | None, str | None]:
    """ISO 8601 text of two neighbours that name years or a year and a month, and what is open."""
    if low.year and high.year:
        return (f"{low.year}/{high.year}", None) if low.year < high.year else (None, None)
    if low.year and high.plain and len(shown) == 2:
        short = int(high.value or 0)
        follows = short == (low.year + 1) % 100
        if follows or short > 12 and short > low.year % 100:
            end = low.year - low.year % 100 + short + (100 if short < low.year % 100 else 0)
            doubt = f"may be month {short}" if 1 <= short <= 12 else None
            return f"{low.year}/{end}", doubt
        return (f"{low.year}-{short:02}", None) if 1 <= short <= 12 else (None, None)
    if high.year and low.plain and low.value and 1 <= low.value <= 12:
        return f"{high.year}-{int(low.value):02}", None
    return None, None
