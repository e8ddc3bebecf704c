"""Looking at vocabularies, series and observations in the admin; curation has pages of its own."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from indicators.models import (
    Area,
    Citation,
    Claim,
    ClaimVerdict,
    Closing,
    CodeList,
    Indicator,
    Kind,
    Numeral,
    Observation,
    Series,
    Unit,
)
from ledger.admin import NONE, ReadOnlyAdmin, begins_with, link, page_of
from sources import admin as sources_admin
from sources.admin import (
    DescribedAdmin,
    StandingFilter,
    code_filter,
    described,
    found,
    version_link,
)
from sources.models import Agency, Release, Source

NAMES = ("code", "name_en", "name_es")


def figures_of(**filters: str) -> str:
    """Path of the list of observations with these filters."""
    return f"{reverse('admin:indicators_observation_changelist')}?{urlencode(filters)}"


@admin.register(Area)
class AreaAdmin(DescribedAdmin):
    api_name = "area"
    list_display = ("code", "name_en", "name_es", "kind", "part_of", "stands")
    list_filter = ("kind", StandingFilter)
    fieldsets = (
        (None, {"fields": (*NAMES, "kind", "whole", "figures")}),
        DescribedAdmin.record,
    )

    @admin.display(description="part of")
    def whole(self, row: Area) -> SafeString | str:
        return described(Area, row.part_of)

    @admin.display(description="figures")
    def figures(self, row: Area) -> SafeString:
        return link(figures_of(area=row.code), "of this area")


@admin.register(Unit)
class UnitAdmin(DescribedAdmin):
    api_name = "unit"
    list_display = ("code", "name_en", "symbol", "dimension", "factor", "base", "stands")
    list_filter = ("dimension", StandingFilter)
    fieldsets = (
        (None, {"fields": (*NAMES, "symbol", "dimension", "factor", "base")}),
        DescribedAdmin.record,
    )


@admin.register(CodeList)
class CodeListAdmin(DescribedAdmin):
    api_name = "code-list"
    list_display = ("code", "name_en", "name_es", "stands")
    fieldsets = ((None, {"fields": (*NAMES, "members")}), DescribedAdmin.record)

    @admin.display(description="codes")
    def members(self, row: CodeList) -> SafeString:
        lines = ((c["code"], c["name_en"], c.get("definition") or "") for c in row.codes)
        return format_html(
            '<table class="plain"><tr><th>code</th><th>name</th><th>definition</th></tr>{}</table>',
            format_html_join("", "<tr><td>{}</td><td>{}</td><td>{}</td></tr>", lines),
        )


@admin.register(Indicator)
class IndicatorAdmin(DescribedAdmin):
    api_name = "indicator"
    list_display = ("code", "name_en", "kind", "dimension", "code_list", "stands")
    list_filter = ("kind", "dimension", StandingFilter)
    fieldsets = (
        (None, {"fields": (*NAMES, "definition", "kind", "dimension", "answers", "figures")}),
        DescribedAdmin.record,
    )

    @admin.display(description="code list")
    def answers(self, row: Indicator) -> SafeString | str:
        return described(CodeList, row.code_list)

    @admin.display(description="figures")
    def figures(self, row: Indicator) -> SafeString:
        return link(figures_of(indicator=row.code), "of this indicator")


@admin.register(Series)
class SeriesAdmin(ReadOnlyAdmin):
    api_name = "series"
    list_display = ("code", "indicator", "area", "voice", "breakdown", "kind", "modality")
    list_filter = (
        code_filter("indicator", Indicator),
        code_filter("area", Area),
        code_filter("voice", Agency),
        "kind",
        "modality",
    )
    ordering = ("code",)
    sortable_by = ("code",)
    search_fields = ("code",)
    search_help_text = "How the id begins"
    fieldsets = (
        (None, {"fields": ("code", "what", "where", "who", "breakdown", "kind", "modality")}),
        ("Figures", {"fields": ("figures",)}),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Series], search_term: str
    ) -> tuple[QuerySet[Series], bool]:
        return queryset.filter(begins_with("code", search_term)) if search_term else queryset, False

    @admin.display(description="indicator")
    def what(self, row: Series) -> SafeString | str:
        return described(Indicator, row.indicator)

    @admin.display(description="area")
    def where(self, row: Series) -> SafeString | str:
        return described(Area, row.area)

    @admin.display(description="voice")
    def who(self, row: Series) -> SafeString | str:
        return described(Agency, row.voice)

    @admin.display(description="figures")
    def figures(self, row: Series) -> SafeString:
        return link(figures_of(series__code=row.code), "of this series")


def grouped(number: str) -> str:
    """50500.10 as 50,500.10: every printed digit stays."""
    whole, point, rest = number.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.removeprefix('-')):,}{point}{rest}"


def bounds(row: Observation) -> str:
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


class StatusFilter(admin.SimpleListFilter):
    """Current observations, or closed ones by what closed them."""

    title, parameter_name = "status", "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in ("current", "replaced", "retracted")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        if self.value() == "current":
            return queryset.filter(known_to__isnull=True)
        closings = Closing.objects.filter(action=self.value())
        return queryset.filter(entry_id__in=closings.values("observation_id"))


@admin.register(Observation)
class ObservationAdmin(ReadOnlyAdmin):
    api_name = "observation"
    list_display = ("code", "shown", "as_written", "indicator", "area", "period", "voice", "status")
    list_filter = (
        code_filter("indicator", Indicator),
        code_filter("area", Area),
        code_filter("voice", Agency),
        code_filter("release", Release, name_field="title"),
        StatusFilter,
    )
    list_select_related = ("closing",)
    ordering = ("code",)
    sortable_by = ("code",)
    search_fields = ("code",)
    search_help_text = (
        "How the id begins, or words: of the quotes, the indicator, the area, the voice"
    )
    value_parts = ("shown", "as_written", "kind", "modality", "qualifier", "change", "part_of_what")
    fieldsets = (
        (None, {"fields": ("code", "what", "where", "when", "breakdown")}),
        ("Value", {"fields": value_parts}),
        ("Who says so", {"fields": ("who", "made_by", "said_in", "said_on")}),
        ("Words", {"fields": ("quotes",)}),
        ("Of the same indicator, area and period", {"fields": ("beside",)}),
        ("Record", {"fields": ("status", "reason", "from_version", "to_version", "entry")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Observation]:
        rows: QuerySet[Observation] = super().get_queryset(request)
        return with_units(rows)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Observation], search_term: str
    ) -> tuple[QuerySet[Observation], bool]:
        return found(queryset, search_term) if search_term else queryset, False

    def api_url(self, row: Observation) -> str:
        url = super().api_url(row)
        return url if row.known_to is None else f"{url}?version={row.known_from}"

    @admin.display(description="value")
    def shown(self, row: Observation) -> SafeString:
        return format_html('<span class="value">{}</span>', value_text(row))

    @admin.display(description="status")
    def status(self, row: Observation) -> SafeString:
        status = "current" if row.known_to is None else row.closing.action
        return format_html('<span class="status {}">{}</span>', status, status)

    @admin.display(description="indicator")
    def what(self, row: Observation) -> SafeString | str:
        return described(Indicator, row.indicator)

    @admin.display(description="area")
    def where(self, row: Observation) -> SafeString | str:
        return described(Area, row.area)

    @admin.display(description="period")
    def when(self, row: Observation) -> str:
        return f"{row.period} ({row.get_period_basis_display().lower()})"

    @admin.display(description="change since")
    def change(self, row: Observation) -> str:
        return " at ".join(part for part in (row.base_period, row.base_value) if part) or NONE

    @admin.display(description="share of")
    def part_of_what(self, row: Observation) -> str:
        return row.share_of or NONE

    @admin.display(description="voice")
    def who(self, row: Observation) -> SafeString | str:
        return described(Agency, row.voice)

    @admin.display(description="producer")
    def made_by(self, row: Observation) -> SafeString | str:
        return described(Agency, row.producer) if row.producer else "not named by the document"

    @admin.display(description="release")
    def said_in(self, row: Observation) -> SafeString | str:
        return described(Release, row.release)

    @admin.display(description="published")
    def said_on(self, row: Observation) -> str:
        return row.published_on or "on an unknown day"

    @admin.display(description="read from")
    def quotes(self, row: Observation) -> SafeString:
        return words_in_context(row.citations.all())

    @admin.display(description="other statements")
    def beside(self, row: Observation) -> SafeString | str:
        return statements_beside(row)

    @admin.display(description="reason")
    def reason(self, row: Observation) -> SafeString | str:
        if row.known_to is None:
            return NONE
        if not row.closing.replaced_by:
            return row.closing.reason
        by = Observation.objects.get(code=row.closing.replaced_by)
        return format_html("{} Replaced by {}.", row.closing.reason, link(page_of(by), by.code))

    @admin.display(description="known from version")
    def from_version(self, row: Observation) -> SafeString | str:
        return version_link(row.known_from)

    @admin.display(description="to version")
    def to_version(self, row: Observation) -> SafeString | str:
        return version_link(row.known_to)


def words_in_context(citations: Iterable[Citation]) -> SafeString:
    """Each cited passage with what stands around it, its role and its place."""
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


BESIDE = 20


def statements_beside(row: Observation) -> SafeString | str:
    """What other observations say of the same indicator, area and period; BESIDE of them."""
    same = Observation.objects.filter(indicator=row.indicator, area=row.area, period=row.period)
    others = with_units(same.exclude(entry_id=row.entry_id))
    found = list(others.order_by("code")[: BESIDE + 1])
    if not found:
        return NONE
    lines = ((page_of(one), one.code, value_text(one), one.voice) for one in found[:BESIDE])
    line = '<tr><td><a href="{}">{}</a></td><td class="value">{}</td><td>{}</td></tr>'
    table = format_html('<table class="plain">{}</table>', format_html_join("", line, lines))
    if len(found) <= BESIDE:
        return table
    listed = figures_of(indicator=row.indicator, area=row.area, period=row.period)
    return format_html("{}<p>{}</p>", table, link(listed, "More of them"))


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    list_display = ("key", "role", "exact", "release", "start", "end", "figure")
    list_display_links = ("key", "exact")
    list_select_related = ("observation",)
    ordering = ("key",)
    sortable_by = ("key",)
    search_fields = ("release",)
    search_help_text = "The id of a release"
    fields = ("figure", "role", "context", "release", "start", "end")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Citation], search_term: str
    ) -> tuple[QuerySet[Citation], bool]:
        return queryset.filter(release=search_term) if search_term else queryset, False

    @admin.display(description="observation")
    def figure(self, row: Citation) -> SafeString:
        return link(page_of(row.observation), row.observation.code)

    @admin.display(description="words")
    def context(self, row: Citation) -> SafeString:
        return words_in_context([row])


@admin.register(Closing)
class ClosingAdmin(ReadOnlyAdmin):
    list_display = ("entry_id", "observation", "action", "replaced_by", "reason", "known_from")
    list_filter = ("action",)
    list_select_related = ("observation",)
    ordering = ("-entry_id",)
    sortable_by = ()
    fields = ("observation", "action", "replaced_by", "reason", "known_from", "entry")


def observation_links(codes: Iterable[str]) -> SafeString | str:
    """Links to the pages of these observations. One query."""
    rows = Observation.objects.filter(code__in=codes).order_by("code")
    return format_html_join(", ", "{}", ((link(page_of(row), row.code),) for row in rows)) or NONE


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    api_name = "claim"
    list_display = ("code", "relation", "operator", "result", "release", "verdict")
    list_filter = (code_filter("release", Release, name_field="title"), "relation")
    ordering = ("code",)
    sortable_by = ("code",)
    search_fields = ("code",)
    search_help_text = "How the id begins"
    fieldsets = (
        (None, {"fields": ("code", "relation", "operator", "states", "relates", "said_in")}),
        ("Check", {"fields": ("verdict", "computed", "reason")}),
        ("Record", {"fields": ("from_version", "to_version", "entry")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        newest = ClaimVerdict.objects.filter(claim=OuterRef("pk"), known_to__isnull=True)
        return (
            super()
            .get_queryset(request)
            .annotate(
                newest_verdict=Subquery(newest.values("verdict")[:1]),
                newest_computed=Subquery(newest.values("computed")[:1]),
                newest_reason=Subquery(newest.values("reason")[:1]),
            )
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Claim], search_term: str
    ) -> tuple[QuerySet[Claim], bool]:
        return queryset.filter(begins_with("code", search_term)) if search_term else queryset, False

    @admin.display(description="verdict")
    def verdict(self, row: Any) -> str:
        return (row.newest_verdict or NONE).replace("_", " ")

    @admin.display(description="computed")
    def computed(self, row: Any) -> str:
        return row.newest_computed or NONE

    @admin.display(description="reason")
    def reason(self, row: Any) -> str:
        return row.newest_reason or NONE

    @admin.display(description="result")
    def states(self, row: Claim) -> SafeString | str:
        return observation_links([row.result])

    @admin.display(description="inputs")
    def relates(self, row: Claim) -> SafeString | str:
        return observation_links(row.inputs)

    @admin.display(description="release")
    def said_in(self, row: Claim) -> SafeString | str:
        return described(Release, row.release)

    @admin.display(description="known from version")
    def from_version(self, row: Claim) -> SafeString | str:
        return version_link(row.known_from)

    @admin.display(description="to version")
    def to_version(self, row: Claim) -> SafeString | str:
        return version_link(row.known_to)


@admin.register(Numeral)
class NumeralAdmin(ReadOnlyAdmin):
    list_display = ("key", "exact", "category", "aside", "release", "start", "observation")
    list_display_links = ("key", "exact")
    list_filter = (code_filter("release", Release, name_field="title"),)
    ordering = ("key",)
    sortable_by = ()
    fields = ("exact", "category", "aside", "release", "start", "end", "belongs_to")

    @admin.display(description="set aside")
    def aside(self, row: Numeral) -> str:
        return "by a curator" if row.set_aside else NONE

    @admin.display(description="observation")
    def belongs_to(self, row: Numeral) -> SafeString | str:
        return observation_links([row.observation])


@admin.register(Release)
class ReleaseAdmin(sources_admin.ReleaseAdmin):
    list_filter = (code_filter("source", Source, name_field="title"), StandingFilter)
    fieldsets = (
        *sources_admin.ReleaseAdmin.fieldsets[:-1],
        ("Read from it", {"fields": ("figures", "citations", "numerals")}),
        DescribedAdmin.record,
    )

    @admin.display(description="figures")
    def figures(self, row: Release) -> SafeString:
        current = Observation.objects.filter(release=row.code, known_to__isnull=True).count()
        return link(figures_of(release=row.code), f"{current} current")

    @admin.display(description="citations")
    def citations(self, row: Release) -> SafeString:
        count = Citation.objects.filter(release=row.code).count()
        listed = reverse("admin:indicators_citation_changelist")
        return link(f"{listed}?{urlencode({'q': row.code})}", count)

    @admin.display(description="numerals")
    def numerals(self, row: Release) -> SafeString:
        count = Numeral.objects.filter(release=row.code, known_to__isnull=True).count()
        listed = reverse("admin:indicators_numeral_changelist")
        return link(f"{listed}?{urlencode({'release': row.code})}", count)
