"""The log in the admin: to look at, never to change."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ledger.models import Entry, Key, PublishedCheckpoint, Version


class ReadOnly(admin.ModelAdmin):
    """Browsing without any right to add, change or delete, for everybody."""

    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return list(self.get_fields(request, obj))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Version)
class VersionAdmin(ReadOnly):
    list_display = ["size", "at", "message", "drafted_by", "approved_by"]
    ordering = ["-size"]
    fields = ["size", "first", "at", "message", "drafted_by", "approved_by", "counts", "root_hex"]

    @admin.display(description="root")
    def root_hex(self, version: Version) -> str:
        return bytes(version.root).hex()


@admin.register(Entry)
class EntryAdmin(ReadOnly):
    list_display = ["index", "type", "object", "at"]
    search_fields = ["=object"]
    search_help_text = "The whole id of an object, such as observation:003-1"
    ordering = ["-index"]
    fields = ["index", "type", "object", "prev", "at", "text", "leaf_hash_hex"]

    @admin.display(description="bytes")
    def text(self, entry: Entry) -> str:
        return "(withheld by law)" if entry.data is None else bytes(entry.data).decode()

    @admin.display(description="leaf hash")
    def leaf_hash_hex(self, entry: Entry) -> str:
        return bytes(entry.leaf_hash).hex()


@admin.register(PublishedCheckpoint)
class PublishedCheckpointAdmin(ReadOnly):
    list_display = ["size"]
    ordering = ["-size"]
    fields = ["size", "text"]

    @admin.display(description="signed note")
    def text(self, checkpoint: PublishedCheckpoint) -> str:
        return bytes(checkpoint.note).decode(errors="replace")


@admin.register(Key)
class KeyAdmin(ReadOnly):
    list_display = ["vkey", "known_from", "known_to"]
    fields = ["vkey", "known_from", "known_to"]
