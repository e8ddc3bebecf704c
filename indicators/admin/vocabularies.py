"""The admin's pages of areas, units, code lists, indicators and series."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from indicators.admin.cells import figures_of
from indicators.models import Area, CodeList, Indicator, Series, Theme, Unit
from ledger.admin import ReadOnlyAdmin, begins_with, link
from rest.languages import best
from sources.admin import DescribedAdmin, RevisionFilter, code_filter, described_link
from sources.models import Agency

NAMES = ("code", "name_en", "name_es")


@admin.register(Area)
class AreaAdmin(DescribedAdmin):
    api_name = "area"
    list_display = ("code", "name_en", "name_es", "kind", "part_of", "is_current")
    list_filter = ("kind", RevisionFilter)
    fieldsets = (
        (None, {"fields": (*NAMES, "kind", "whole", "figures")}),
        DescribedAdmin.record,
    )

    @admin.display(description="part of")
    def whole(self, row: Area) -> SafeString | str:
        return described_link(Area, row.part_of)

    @admin.display(description="figures")
    def figures(self, row: Area) -> SafeString:
        return link(figures_of(area=row.code), "of this area")


@admin.register(Unit)
class UnitAdmin(DescribedAdmin):
    api_name = "unit"
    list_display = ("code", "name_en", "symbol", "dimension", "factor", "base", "is_current")
    list_filter = ("dimension", RevisionFilter)
    fieldsets = (
        (None, {"fields": (*NAMES, "symbol", "dimension", "factor", "base")}),
        DescribedAdmin.record,
    )


@admin.register(CodeList)
class CodeListAdmin(DescribedAdmin):
    api_name = "code-list"
    list_display = ("code", "name_en", "name_es", "is_current")
    fieldsets = ((None, {"fields": (*NAMES, "members")}), DescribedAdmin.record)

    @admin.display(description="codes")
    def members(self, row: CodeList) -> SafeString:
        lines = ((c["code"], best(c["labels"]), c["definition"] or "") for c in row.codes)
        return format_html(
            '<table class="plain"><tr><th>code</th><th>name</th><th>definition</th></tr>{}</table>',
            format_html_join("", "<tr><td>{}</td><td>{}</td><td>{}</td></tr>", lines),
        )


@admin.register(Theme)
class ThemeAdmin(DescribedAdmin):
    api_name = "theme"
    list_display = ("code", "name_en", "name_es", "part_of", "is_current")
    fieldsets = ((None, {"fields": (*NAMES, "labels", "part_of")}), DescribedAdmin.record)


@admin.register(Indicator)
class IndicatorAdmin(DescribedAdmin):
    api_name = "indicator"
    list_display = ("code", "name_en", "kind", "dimension", "code_list", "is_current")
    list_filter = ("kind", "dimension", RevisionFilter)
    fieldsets = (
        (None, {"fields": (*NAMES, "definition", "kind", "dimension", "answers", "figures")}),
        DescribedAdmin.record,
    )

    @admin.display(description="code list")
    def answers(self, row: Indicator) -> SafeString | str:
        return described_link(CodeList, row.code_list)

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
        return described_link(Indicator, row.indicator)

    @admin.display(description="area")
    def where(self, row: Series) -> SafeString | str:
        return described_link(Area, row.area)

    @admin.display(description="voice")
    def who(self, row: Series) -> SafeString | str:
        return described_link(Agency, row.voice)

    @admin.display(description="figures")
    def figures(self, row: Series) -> SafeString:
        return link(figures_of(series__code=row.code), "of this series")
