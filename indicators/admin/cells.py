"""How an observation is shown in a table or a sentence: its value, its words, links to it."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from indicators.figures.choices import Kind
from indicators.models import Citation, Observation, Unit
from ledger.admin import NONE, link, page_of


def figures_of(**filters: str) -> str:
    """Path of the list of observations with these filters."""
    return f"{reverse('admin:indicators_observation_changelist')}?{urlencode(filters)}"


def grouped(number: str) -> str:
    """50500.10 as 50,500.10: every printed digit stays."""
    whole, point, rest = number.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.removeprefix('-')):,}{point}{rest}"


def bounds(row: Observation) -> str:
    """The range of a value as a person writes it: `17 to 40`, `> 17`, `≤ 40`."""
    low, high = row.value_low, row.value_high
    if low and high:
        return f"{grouped(low)} to {grouped(high)}"
    if low:
        return f"{'>' if row.low_open else '≥'} {grouped(low)}"
    return f"{'<' if row.high_open else '≤'} {grouped(high)}"


DIRECTIONS = {"increase": "↑ ", "decrease": "↓ ", "stable": "= ", "": ""}


def value_text(row: Any) -> str:
    """The value for a person; needs the annotation unit_symbol."""
    if row.value_code or row.missing_reason:
        return str(row.value_code or row.get_missing_reason_display())
    number = grouped(row.value) if row.value else bounds(row)
    unit = "" if row.unit == "1" else row.unit_symbol or row.unit
    rank = "no. " if row.kind == Kind.RANK else ""
    return f"{DIRECTIONS[row.direction]}{rank}{number} {unit}".strip()


def with_units(rows: QuerySet[Observation]) -> QuerySet[Observation]:
    """The rows with the symbol of their unit as unit_symbol, null where it has none."""
    unit = Unit.objects.filter(code=OuterRef("unit"), known_to__isnull=True)
    return rows.annotate(unit_symbol=Subquery(unit.values("symbol")[:1]))


def words_in_context(citations: Iterable[Citation]) -> SafeString:
    """A table of the cited passages, each with its role, its context and its offsets."""
    lines = (
        (
            citation.get_role_display(),
            citation.prefix,
            citation.exact,
            citation.suffix,
            f"{reverse('release-text', args=[citation.release])}#:~:text={quote(citation.exact)}",
            f"{citation.start}–{citation.end}",
        )
        for citation in citations
    )
    line = (
        '<tr><th scope="row">{}</th><td class="words">…{}<mark>{}</mark>{}…</td>'
        '<td><a href="{}" title="Code points of the text">{}</a></td></tr>'
    )
    return format_html('<table class="plain">{}</table>', format_html_join("", line, lines))


def observation_links(codes: Iterable[str]) -> SafeString | str:
    """Links to the pages of these observations, in one query."""
    rows = Observation.objects.filter(code__in=codes).order_by("code")
    return format_html_join(", ", "{}", ((link(page_of(row), row.code),) for row in rows)) or NONE
