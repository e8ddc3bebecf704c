"""Read-only admin pages of agencies and sources, and the base of all pages of described things.

The page of a release is registered by indicators.admin, because it also lists the figures that
were read from the release, which this app does not know.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ledger.admin import NONE, ReadOnlyAdmin, begins_with, link, page_of
from rest.folding import UnusableQuery
from rest.search import matching
from sources.models import Agency, Described, Findable, HeldText, Source


def described_link(model: type[Described], code: str) -> SafeString | str:
    """A link to the thing with this id, with its name; one query, for pages of one row."""
    if not code:
        return NONE
    row = model._default_manager.filter(code=code, known_to__isnull=True).first()
    if row is None:
        return code
    name = getattr(row, "name_en", "") or getattr(row, "title", "")
    return format_html('{} <span class="quiet">{}</span>', link(page_of(row), name or code), code)


def version_link(size: int | None) -> SafeString | str:
    """A link to a version's page."""
    if size is None:
        return NONE
    return link(reverse("admin:ledger_version_change", args=[size]), size)


def external_link(url: str) -> SafeString | str:
    """A link to a page on another site; the bare address if it is not http or https."""
    if not url.startswith(("https://", "http://")):
        return url or NONE
    return format_html('<a href="{}" rel="noreferrer nofollow">{}</a>', url, url)


def search_rows(rows: QuerySet[Any], term: str) -> QuerySet[Any]:
    """Findable rows whose id begins with the term, or which have all of its words."""
    by_id = rows.filter(begins_with("code", term))
    try:
        return by_id | matching(rows, term)
    except UnusableQuery:
        return by_id


class CodeFilter(admin.SimpleListFilter):
    """A filter by the ids of a vocabulary, shown by their names; one query, LIMIT rows at most."""

    LIMIT = 300
    model: type[Described]
    name_field = "name_en"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        current = self.model._default_manager.filter(known_to__isnull=True)
        rows = list(current.order_by("code").values_list("code", self.name_field)[: self.LIMIT + 1])
        if len(rows) > self.LIMIT:
            self.title = f"{self.title} (the first {self.LIMIT}; search for the others)"
        return [(code, name) for code, name in rows[: self.LIMIT]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return (
            queryset.filter(**{str(self.parameter_name): self.value()})
            if self.value()
            else queryset
        )


def code_filter(
    parameter: str, model: type[Described], title: str = "", name_field: str = "name_en"
) -> type[CodeFilter]:
    """The filter of one column by the ids of `model`."""
    members = {
        "parameter_name": parameter,
        "model": model,
        "title": title or parameter,
        "name_field": name_field,
    }
    return type(f"{parameter.title()}Filter", (CodeFilter,), members)


class RevisionFilter(admin.SimpleListFilter):
    """Current descriptions, or earlier ones."""

    title, parameter_name = "description", "description"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("current", "current"), ("earlier", "earlier")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        return queryset.filter(known_to__isnull=self.value() == "current")


class DescribedAdmin(ReadOnlyAdmin):
    """Base of the pages of things that keep their id while their description may be revised."""

    ordering = ("code", "known_from")
    sortable_by = ("code",)
    search_fields: ClassVar[tuple[str, ...]] = ("code", "name_en", "name_es")
    search_help_text = "How the id begins, or words of a name"
    list_filter: ClassVar[Any] = (RevisionFilter,)
    fieldsets: ClassVar[Any] = None
    record: ClassVar[Any] = ("Record", {"fields": ("from_version", "to_version", "entry")})

    def api_url(self, row: Described) -> str:
        url = super().api_url(row)
        return url if row.known_to is None else f"{url}?version={row.known_from}"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if issubclass(self.model, Findable):
            return search_rows(queryset, search_term) if search_term else queryset, False
        names = [field for field in self.search_fields if field != "code"]
        for word in search_term.split():
            fits = begins_with("code", word)
            for name in names:
                fits |= Q(**{f"{name}__icontains": word})
            queryset = queryset.filter(fits)
        return queryset, False

    @admin.display(description="current from version")
    def from_version(self, row: Described) -> SafeString | str:
        return version_link(row.known_from)

    @admin.display(description="to version")
    def to_version(self, row: Described) -> SafeString | str:
        return version_link(row.known_to)

    @admin.display(description="current", boolean=True)
    def is_current(self, row: Described) -> bool:
        return row.known_to is None


@admin.register(Agency)
class AgencyAdmin(DescribedAdmin):
    api_name = "agency"
    list_display = ("code", "name_en", "short_name", "kind", "area", "is_current")
    list_filter = ("kind", RevisionFilter)
    search_fields = ("code", "name_en", "name_es", "short_name")
    names = ("code", "name_en", "name_es", "short_name")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": (*names, "kind", "area", "whole", "address")}),
        DescribedAdmin.record,
    )

    @admin.display(description="part of")
    def whole(self, row: Agency) -> SafeString | str:
        return described_link(Agency, row.part_of)

    @admin.display(description="web address")
    def address(self, row: Agency) -> SafeString | str:
        return external_link(row.url)


class PublishedAdmin(DescribedAdmin):
    """Documents: what has a publisher and an address."""

    @admin.display(description="publisher")
    def published_by(self, row: Any) -> SafeString | str:
        return described_link(Agency, row.publisher)

    @admin.display(description="address")
    def address(self, row: Any) -> SafeString | str:
        return external_link(row.url)


@admin.register(Source)
class SourceAdmin(PublishedAdmin):
    api_name = "source"
    list_display = ("code", "title", "publisher", "language", "kind", "area", "is_current")
    list_filter = (code_filter("publisher", Agency), "kind", "language", RevisionFilter)
    search_help_text = "How the id begins, or words of the title"
    fieldsets: ClassVar[Any] = (
        (
            None,
            {"fields": ("code", "title", "published_by", "language", "kind", "area", "address")},
        ),
        DescribedAdmin.record,
    )


class ReleaseAdmin(PublishedAdmin):
    api_name = "release"
    list_display = ("code", "title", "publisher", "published_on", "text_length", "is_current")
    list_filter = (code_filter("publisher", Agency), RevisionFilter)
    search_help_text = "How the id begins, words of the title, or a SHA-256"
    parts = (
        "code",
        "title",
        "edition_of",
        "published_by",
        "published_on",
        "retrieved_on",
        "address",
    )
    fieldsets: ClassVar[Any] = (
        (None, {"fields": (*parts, "licence")}),
        ("Bytes and text", {"fields": ("bytes_hash", "text_hash", "text_length", "held")}),
        DescribedAdmin.record,
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if len(search_term) == 64:
            return queryset.filter(Q(sha256=search_term) | Q(text_sha256=search_term)), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description="edition of")
    def edition_of(self, row: Any) -> SafeString | str:
        return described_link(Source, row.source)

    @admin.display(description="retrieved on")
    def retrieved(self, row: Any) -> str:
        return str(row.retrieved_on)

    @admin.display(description="SHA-256 of the bytes")
    def bytes_hash(self, row: Any) -> SafeString:
        return format_html("<code>{}</code>", row.sha256)

    @admin.display(description="SHA-256 of the text")
    def text_hash(self, row: Any) -> SafeString:
        return format_html("<code>{}</code>", row.text_sha256)

    @admin.display(description="text held")
    def held(self, row: Any) -> SafeString | str:
        if not HeldText.objects.filter(text_sha256=row.text_sha256).exists():
            return "No: it can be read where it was published, or attached (attach_texts)."
        return link(reverse("release-text", args=[row.code]), "Yes: read it")
