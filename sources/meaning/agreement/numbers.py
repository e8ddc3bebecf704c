"""Whether the quotes of the value say the stated number, with its sign, bounds and scale."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sources.meaning import unit_words
from sources.meaning.agreeing import digits, number
from sources.meaning.kinds import scale_at
from sources.meaning.model import Disagreement, Reading
from sources.meaning.scaling import scaled
from sources.numerals import Numeral

from .case import Case, Quote

_FIELDS = {"value": "value", "value_low": "low", "value_high": "high"}


def of_number(case: Case) -> Iterator[Disagreement]:
    """Disagreements of the number with each quote of the value; a coded answer has none."""
    if case.is_coded or not _FIELDS.keys() & case.statement.keys():
        return
    stated = Number.stated(case)
    silent: list[Quote] = []
    speaking = False
    for quote in case.values:
        said = list(_numbers_said(case, quote))
        if not said:
            silent.append(quote)
            continue
        speaking = True
        if not any(_is_stated(case, stated, number) for number in said):
            yield _other_number(case, quote, stated, said[0])
    if not speaking:
        member = _member(case)
        quote_or_none = silent[0] if silent else None
        yield case.differs(member, None, quote_or_none, "The quote of the value says no number.")


def _member(case: Case) -> str:
    return next(name for name in _FIELDS if name in case.statement)


def _numbers_said(case: Case, quote: Quote) -> Iterator["Number"]:
    scale = _scale(case, quote)
    for numeral in quote.place.numerals:
        said = Number.of(scaled(numeral, scale))
        if said.parts:
            yield said
    if not quote.place.numerals:
        yield from _said_in_words(quote.reading)


def _scale(case: Case, quote: Quote) -> int:
    """The power of ten that a quote of the scale, the heads or the notes give the number."""
    words = unit_words.scale_words(case.document.lexicon)
    for cited in case.quoted("scale"):
        text = case.document.text[cited.place.start : cited.place.end]
        if scale := unit_words.scale_of(text, words):
            return scale
    return scale_at(quote.place)


def _is_stated(case: Case, stated: "Number", said: "Number") -> bool:
    """Whether the number is that of the words; the size of a change has no sign."""
    if stated == said and not (case.is_change and "direction" in case.statement):
        return True
    if case.is_change and all(part < 0 for part in said.parts):
        if case.statement.get("direction") == "increase":
            return False
        said = said.turned()
    if stated == said:
        return True
    # what may be 1234 or 1.234 is for a curator to say
    return bool(said.doubt) and stated.digits == said.digits


def _other_number(case: Case, quote: Quote, stated: "Number", said: "Number") -> Disagreement:
    for member, name in _FIELDS.items():
        here, there = getattr(stated, name), getattr(said, name)
        if here != there:
            blamed = member if here is not None else _member(case)
            return case.differs(blamed, said.text(), quote, _how(here, there))
    member = "low_open" if stated.low_open != said.low_open else "high_open"
    return case.differs(member, said.text(), quote, "The words exclude or include the bound.")


def _how(stated: Decimal | None, said: Decimal | None) -> str:
    if stated is None or said is None:
        return "A value is stated where the words say a bound or a range, or the other way round."
    if stated == -said:
        return "The words give the number another sign."
    if stated and said and (stated / said).normalize().as_tuple().digits == (1,):
        return "The words give the number another scale."
    return "The quote says another number."


def _said_in_words(reading: Reading) -> Iterator["Number"]:
    for saying in reading.of("value"):
        yield Number(number(saying.value))
    for saying in reading.of("value_low"):
        yield Number(None, number(saying.value), low_open=True)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is stated or said: a value, or one or two bounds."""

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False
    doubt: str = ""

    @classmethod
    def stated(cls, case: Case) -> "Number":
        """The number of the statement."""
        get = case.statement.get
        value, low, high = (number(get(name)) for name in _FIELDS)
        return cls(value, low, high, get("low_open") == "true", get("high_open") == "true")

    @classmethod
    def of(cls, numeral: Numeral) -> "Number":
        """The number of a numeral; a year is its own number."""
        value = numeral.value
        if value is None and numeral.kind == "year":
            value = numeral.period
        return cls(
            number(value),
            number(numeral.low),
            number(numeral.high),
            numeral.low_open,
            numeral.high_open,
            str(numeral.digits_doubt or ""),
        )

    @property
    def parts(self) -> list[Decimal]:
        """The value, or its bounds."""
        return [part for part in (self.value, self.low, self.high) if part is not None]

    @property
    def digits(self) -> list[tuple[bool, str]]:
        """The digits as they are printed, with the sign but without marks."""
        return [digits(format(part, "f")) for part in self.parts]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Number):
            return NotImplemented
        mine = self.value, self.low, self.high, self.low_open, self.high_open
        return mine == (other.value, other.low, other.high, other.low_open, other.high_open)

    __hash__ = None  # type: ignore[assignment]

    def scaled(self, exponent: int) -> "Number":
        """The number times a power of ten."""
        factor = Decimal(10) ** exponent
        value, low, high = (
            None if part is None else part * factor for part in (self.value, self.low, self.high)
        )
        return Number(value, low, high, self.low_open, self.high_open, self.doubt)

    def turned(self) -> "Number":
        """The number without its minus; its bounds change sides."""
        value, low, high = (
            None if part is None else -part for part in (self.value, self.high, self.low)
        )
        return Number(value, low, high, self.high_open, self.low_open, self.doubt)

    def text(self) -> str:
        """The number for people: 24.3, or > 17000."""
        if self.value is not None:
            return str(self.value)
        low = f"{'>' if self.low_open else '>='} {self.low}" if self.low is not None else ""
        high = f"{'<' if self.high_open else '<='} {self.high}" if self.high is not None else ""
        return ", ".join(filter(None, (low, high)))
