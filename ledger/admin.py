"""The admin's pages of versions and entries, and the base of every read-only page.

Published tables are written by a publication alone: nobody adds, changes or deletes rows here.
Everybody who may sign in may read them, because everything here is public.
No page costs more on a large table than on a small one.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from ledger.models import Entry, Key, PublishedCheckpoint, Version

NONE = "–"


def instant(at: datetime) -> str:
    """The instant as the admin shows it: 2026-11-22 09:03:12 UTC."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def page_of(row: Model) -> str:
    """Path of a row's page in the admin."""
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def link(url: str, text: Any) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, text)


def begins_with(column: str, text: str) -> Q:
    """The condition that a column begins with text, as a range.

    An index serves a range on both engines. Right for columns that sort by code point.
    """
    return Q(**{f"{column}__gte": text, f"{column}__lt": text + "\U0010ffff"})


class BoundedPaginator(Paginator):
    """A paginator that counts rows to LIMIT and not further; `more` says whether there are more."""

    LIMIT = 10_000

    @cached_property
    def found(self) -> int:
        """Rows, LIMIT + 1 at most."""
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[: self.LIMIT + 1].count())

    @cached_property
    def count(self) -> int:
        return min(self.found, self.LIMIT)

    @property
    def more(self) -> bool:
        return self.found > self.LIMIT


class ReadOnlyAdmin(admin.ModelAdmin):
    """Pages that show rows and change nothing.

    api_name: the read API's name of the same thing; empty if it doesn't serve it.
    """

    api_name = ""
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    actions = None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def api_url(self, row: Any) -> str:
        """Where the read API serves this row; empty if it doesn't."""
        return reverse(f"{self.api_name}-detail", args=[row.code]) if self.api_name else ""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {**(extra_context or {}), "title": title})

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        more = {"title": capfirst(self.opts.verbose_name), "read_only": True}
        context |= {**more, "api_url": self.api_url(obj)}
        return super().render_change_form(request, context, add, change, form_url, obj)


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    api_name = "version"
    list_display = (
        *("size", "time", "message", "drafted_by", "approved_by", "reviewed", "entries"),
    )
    list_display_links = ("size", "message")
    ordering = ("-size",)
    sortable_by = ("size",)
    search_fields = ("message",)
    search_help_text = "Words of the message"
    fields = (*("size", "time", "message", "hands", "reviewed", "contents", "entries", "hash"),)

    def api_url(self, row: Version) -> str:
        return reverse("version-detail", args=[row.size])

    @admin.display(description="at")
    def time(self, row: Version) -> str:
        return instant(row.at)

    @admin.display(description="people")
    def hands(self, row: Version) -> str:
        return "; ".join(_said_of(person) for person in row.people)

    @admin.display(description="what it added")
    def contents(self, row: Version) -> SafeString | str:
        parts = [f"{count} {kind.partition('/')[0]}" for kind, count in row.counts.items()]
        return ", ".join(parts) or NONE

    @admin.display(description="entries")
    def entries(self, row: Version) -> SafeString:
        listed = reverse("admin:ledger_entry_changelist")
        url = f"{listed}?index__gte={row.first}&index__lt={row.size}"
        return link(url, f"{row.first} to {row.size - 1}")

    @admin.display(description="root hash")
    def hash(self, row: Version) -> SafeString:
        return format_html("<code>{}</code>", bytes(row.root).hex())


def _said_of(person: Mapping[str, Any]) -> str:
    """Ana wrote 2 observation, 1 claim."""
    what = ", ".join(f"{count} {thing}" for thing, count in person.get("what", {}).items())
    return f"{person['id']} {person['did']} {what}".rstrip()


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ("index", "type", "object", "time", "prev")
    list_display_links = ("index", "object")
    ordering = ("-index",)
    sortable_by = ("index",)
    search_fields = ("object",)
    search_help_text = "An index, or how the object begins: observation:incsr-peru-2014"
    fields = ("index", "type", "object", "time", "previous", "version", "hash", "content")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        rows: QuerySet[Entry] = super().get_queryset(request)
        listed = (
            request.resolver_match and request.resolver_match.url_name == "ledger_entry_changelist"
        )
        return rows.defer("data", "leaf_hash") if listed else rows

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Entry], search_term: str
    ) -> tuple[QuerySet[Entry], bool]:
        if search_term.isdecimal() and len(search_term) < 18:
            return queryset.filter(index=int(search_term)), False
        return queryset.filter(
            begins_with("object", search_term)
        ) if search_term else queryset, False

    @admin.display(description="at")
    def time(self, row: Entry) -> str:
        return instant(row.at)

    @admin.display(description="previous entry of this object")
    def previous(self, row: Entry) -> SafeString | str:
        if row.prev is None:
            return NONE
        return link(reverse("admin:ledger_entry_change", args=[row.prev]), row.prev)

    @admin.display(description="in version")
    def version(self, row: Entry) -> SafeString | str:
        found = Version.objects.filter(size__gt=row.index).order_by("size").first()
        return link(page_of(found), found.size) if found else NONE

    @admin.display(description="leaf hash")
    def hash(self, row: Entry) -> SafeString:
        return format_html("<code>{}</code>", bytes(row.leaf_hash).hex())

    @admin.display(description="content")
    def content(self, row: Entry) -> SafeString | str:
        if row.data is None:
            return "withheld"
        text = json.dumps(json.loads(bytes(row.data)), ensure_ascii=False, indent=2)
        return format_html('<pre class="entry">{}</pre>', text)


@admin.register(PublishedCheckpoint)
class PublishedCheckpointAdmin(ReadOnlyAdmin):
    list_display = ("size",)
    ordering = ("-size",)
    sortable_by = ("size",)
    fields = ("size", "signed")

    @admin.display(description="note")
    def signed(self, row: PublishedCheckpoint) -> SafeString:
        return format_html('<pre class="entry">{}</pre>', bytes(row.note).decode())


@admin.register(Key)
class KeyAdmin(ReadOnlyAdmin):
    list_display = ("vkey", "known_from", "known_to")
    ordering = ("known_from",)
    sortable_by = ()
    fields = ("vkey", "known_from", "known_to", "entry")
