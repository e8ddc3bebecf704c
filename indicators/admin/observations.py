"""The admin's pages of observations, citations and closings."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from indicators.admin.cells import figures_of, value_text, with_units, words_in_context
from indicators.figures.fields import OBSERVATION
from indicators.models import Area, Citation, Closing, Indicator, Observation
from ledger.admin import NONE, ReadOnlyAdmin, link, page_of
from sources.admin import code_filter, described_link, search_rows, version_link
from sources.models import Agency, Release


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
    stated = tuple(f.name for f in OBSERVATION if f.column and f.form in ("choice", "text"))
    value_parts = ("shown", *stated, "change", "part_of_what")
    fieldsets = (
        (None, {"fields": ("code", "what", "where", "when", "breakdown")}),
        ("Value", {"fields": value_parts}),
        ("Who says so", {"fields": ("who", "producer_link", "said_in", "said_on")}),
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
        return search_rows(queryset, search_term) if search_term else queryset, False

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
        return described_link(Indicator, row.indicator)

    @admin.display(description="area")
    def where(self, row: Observation) -> SafeString | str:
        return described_link(Area, row.area)

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
        return described_link(Agency, row.voice)

    @admin.display(description="producer")
    def producer_link(self, row: Observation) -> SafeString | str:
        return described_link(Agency, row.producer) if row.producer else "not named by the document"

    @admin.display(description="release")
    def said_in(self, row: Observation) -> SafeString | str:
        return described_link(Release, row.release)

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


BESIDE = 20


def statements_beside(row: Observation) -> SafeString | str:
    """What other observations say of the same indicator, area and period; BESIDE of them."""
    same = Observation.objects.filter(indicator=row.indicator, area=row.area, period=row.period)
    others = with_units(same.exclude(entry_id=row.entry_id))
    found = list(others.order_by("code")[: BESIDE + 1])
    if not found:
        return NONE
    lines = (
        (page_of(other), other.code, value_text(other), other.voice) for other in found[:BESIDE]
    )
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
