"""Whether words say what a change is: its direction, and what it is counted from."""

from collections.abc import Iterator

from sources.meaning.agreeing import agree, digits, periods_agree
from sources.meaning.anchors import year_before
from sources.meaning.changes import directions_in
from sources.meaning.layout import Span
from sources.meaning.model import Disagreement

from .case import Case
from .dates import periods_cited, values_in


def of_change(case: Case) -> Iterator[Disagreement]:
    """Disagreements of direction, base period and base value."""
    if stated := case.statement.get("direction"):
        yield from _direction(case, stated)
    if stated := case.statement.get("base_period"):
        yield from _base_period(case, stated)
    if stated := case.statement.get("base_value"):
        yield from _base_value(case, stated)


def _direction(case: Case, stated: str) -> Iterator[Disagreement]:
    for change in case.changes:
        if change.certain and change.direction != stated:
            why = "The words around give this number another direction."
            yield case.differs_at("direction", change.direction, "value", change.words, why)
            return
    if any(change.direction == stated for change in case.changes):
        return
    document = case.document
    own = {d for quote in case.values for d in directions_in(document, *quote.place.at)}
    named = {d for quote in case.quotes for d in directions_in(document, *quote.place.at)}
    for quote in case.values:
        named |= directions_in(document, *quote.place.sentence)
        named |= _heads_say(case) | _sign_says(case)
    named |= {change.direction for change in case.changes if change.direction}
    if own and stated not in own:
        yield case.differs("direction", min(own), case.first, "The quote says another direction.")
    elif stated not in named:
        said = min(named) if named else None
        yield case.differs("direction", said, case.first, "No quoted words say the direction.")


def _heads_say(case: Case) -> set[str]:
    return {d for span in _heads(case) for d in directions_in(case.document, *span)}


def _heads(case: Case) -> list[Span]:
    cells = [quote.place.cell for quote in case.values if quote.place.cell]
    return [span for cell in cells for span in (*cell.column_heads, *cell.row_heads)]


def _sign_says(case: Case) -> set[str]:
    """The direction that a printed sign says in a column of changes."""
    said = set()
    for quote in case.values:
        for numeral in quote.place.numerals if quote.place.cell else ():
            if numeral.value is not None:
                said.add("decrease" if numeral.value.startswith("-") else "increase")
    return said


def _base_period(case: Case, stated: str) -> Iterator[Disagreement]:
    if stated == case.statement.get("period"):
        yield case.differs("base_period", None, case.first, "A change has two different periods.")
        return
    for change in case.changes:
        period = change.base_period
        if not period or not change.base_certain or not period.values:
            continue
        if not any(periods_agree(stated, value) for value in values_in(case, period)):
            why = "The words around count this change from another period."
            span = period.start, period.end
            yield case.differs_at("base_period", period.values[0], "period", span, why)
            return
    said = [value for _, value in periods_cited(case)]
    for quote in case.values:
        said += [saying.value for saying in quote.reading.of("base_period")]
        for period in case.document.periods_in(*quote.place.sentence):
            said += values_in(case, period)
    if not any(periods_agree(stated, value) for value in said) and not _is_implied(case, stated):
        yield case.differs("base_period", None, case.first, "No quoted words say the base period.")


def _is_implied(case: Case, stated: str) -> bool:
    """Whether the base is the year before, of an implied period or by words like "a year ago"."""
    if stated != year_before(case.statement.get("period", "")):
        return False
    spans = [*(quote.place.sentence for quote in case.values), *_heads(case)]
    named = (period for span in spans for period in case.document.periods_in(*span))
    implied = case.statement.get("period_basis", "stated") != "stated"
    return implied or any(period.relative for period in named)


def _base_value(case: Case, stated: str) -> Iterator[Disagreement]:
    for change in case.changes:
        numeral = change.base_value.numeral if change.base_value else None
        if not numeral or not change.base_certain or not numeral.value:
            continue
        # what may be 1234 or 1.234 has the same digits
        same = digits(stated) == digits(numeral.value) if numeral.digits_doubt else False
        if not same and not agree("base_value", stated, numeral.value):
            why = "The words around count this change from another number."
            span = change.base_value.start, change.base_value.end  # type: ignore[union-attr]
            yield case.differs_at("base_value", numeral.value, "value", span, why)
            return
    spans = [quote.place.sentence for quote in case.values]
    spans += [quote.place.at for quote in case.quotes if quote.role != "value"]
    amounts = (amount for span in spans for amount in case.document.amounts_in(*span))
    if not any(agree("base_value", stated, amount.numeral.value) for amount in amounts):
        yield case.differs("base_value", None, case.first, "No quoted words say the base value.")
