"""Which entries this software understands: the types it knows and the members of each.

An entry of a type or with a member that is not known was written by newer software. Nothing of its
changeset may become rows then, and nothing after it: what can't be read is never dropped. Owns the
ledger's own types; `settings.LEDGER_UNKNOWN` names a function `unknown(type, content)` for those of
the other apps. `ledger.log.project` asks for every entry, so that every way in stops.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils.module_loading import import_string

from ledger import people
from ledger.errors import CanonicalError, NeedsNewerSoftware
from ledger.formats import canonical
from ledger.models import Entry, Version

NEWER_SOFTWARE = 3  # exit code of commands that stop at what they don't understand
Unknown = Callable[[str, Any], str]  # type and content -> what is not known, "" if all is

_REMAINS = frozenset({"type", "object", "prev", "at", "leaf_hash"})
# The ledger's own entry types and the members of their contents.
OWN: Mapping[str, frozenset[str]] = {
    "changeset/1": frozenset(
        {"message", "drafted_by", "approved_by", "first", "counts", "details"}
    ),
    "changeset/2": frozenset({"message", "people", "reviewed", "first", "counts", "details"}),
    "key/1": frozenset({"action", "vkey"}),
    "redact/1": frozenset({"index", "ground"}) | _REMAINS,
}


def unknown(entry_type: str, content: Mapping[str, Any] | None) -> str:
    """What this software doesn't know of an entry, in words; empty if it knows all.

    content: None if it is withheld; then the type alone is judged.
    """
    if entry_type not in OWN:
        unknown_elsewhere: Unknown = import_string(settings.LEDGER_UNKNOWN)
        return unknown_elsewhere(entry_type, content)
    if content is None:
        return ""
    if not isinstance(content, Mapping):
        return f"a content of {entry_type} that is no mapping"
    if unknown_members := content.keys() - OWN[entry_type]:
        return f"member {min(unknown_members)!r} of {entry_type}"
    persons = content.get("people", [])
    if not isinstance(persons, list) or any(map(people.not_understood, persons)):
        return f"what is said of a person in {entry_type}"
    return ""


def require(index: int, entry_type: str, content: Mapping[str, Any] | None) -> None:
    """Raise NeedsNewerSoftware unless the entry is understood."""
    if words := unknown(entry_type, content):
        raise NeedsNewerSoftware(index, words)


def ends_changeset(entry_type: str) -> bool:
    """Whether an entry of this type is the last of its changeset, in whatever format."""
    return entry_type.startswith("changeset/")


def stopped() -> NeedsNewerSoftware | None:
    """The entry that the published tables stop before, None if they hold the whole log.

    Two queries by key where nothing is left out; what was found is kept while the log is the same.
    """
    size = Version.objects.aggregate(size=Max("size"))["size"] or 0
    row = Entry.objects.order_by("-index").values_list("index", "leaf_hash").first()
    if row is None or row[0] < size:
        return None
    found = _first_unknown(size, row[0], bytes(row[1]))
    return NeedsNewerSoftware(*found) if found else None


@lru_cache(maxsize=8)
def _first_unknown(size: int, last: int, leaf: bytes) -> tuple[int, str] | None:
    """(index, what is not known) of the first entry behind `size` that isn't understood.

    leaf: the hash of the last entry, so that two logs are never taken for each other.
    """
    rows = Entry.objects.filter(index__gte=size, index__lte=last).order_by("index")
    for row in rows.iterator(chunk_size=1000):
        if words := unknown(row.type, content_of(row)):
            return row.index, words
    return None


def content_of(row: Entry) -> Any:
    """The content of a stored entry; None if it is withheld, or if its bytes are none of ours."""
    if row.data is None:
        return None
    try:
        return canonical.decode(bytes(row.data))["content"]
    except (CanonicalError, KeyError, TypeError):
        return None


def known_type(entry_type: str) -> bool:
    """Whether entries of this type are known at all."""
    return not unknown(entry_type, None)


def nothing(entry_type: str, content: Any) -> str:
    """The answer of an installation that takes entries of every type, as benchmarks do."""
    return ""
