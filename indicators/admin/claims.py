"""The admin's page of claims."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.safestring import SafeString

from indicators.admin.cells import observation_links
from indicators.models import Claim, ClaimVerdict
from ledger.admin import NONE, ReadOnlyAdmin, begins_with
from sources.admin import code_filter, described_link, version_link
from sources.models import Release


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
        return described_link(Release, row.release)

    @admin.display(description="known from version")
    def from_version(self, row: Claim) -> SafeString | str:
        return version_link(row.known_from)

    @admin.display(description="to version")
    def to_version(self, row: Claim) -> SafeString | str:
        return version_link(row.known_to)
