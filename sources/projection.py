"""Rows of agencies, sources and releases, made from entries.

The same code runs when a changeset is published and when the log is replayed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ledger.log import StoredEntry
from rest.folding import searchable
from rest.periods import PartialDate
from sources.models import Agency, Described, Release, Source, Withheld


def describe(
    model: type[Described],
    entries: Sequence[StoredEntry],
    version: int,
    columns: Sequence[Mapping[str, Any]],
) -> None:
    """Insert one row per entry; the open row of the same id, if any, is closed first."""
    codes = [entry.content["id"] for entry in entries]
    model._default_manager.filter(code__in=codes, known_to__isnull=True).update(known_to=version)
    model._default_manager.bulk_create(
        model(
            entry_id=entry.index,
            code=entry.content["id"],
            known_from=version,
            **row,
        )
        for entry, row in zip(entries, columns, strict=True)
    )


def texts(content: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The members with these names, absent ones as empty text."""
    return {name: content.get(name) or "" for name in names}


def named(content: Mapping[str, Any]) -> dict[str, Any]:
    """The columns for the names of a thing."""
    labels = content["labels"]
    return {
        "name_en": labels.get("en", ""),
        "name_es": labels.get("es", ""),
        "labels": labels,
        "aliases": content.get("aliases") or {},
    }


def all_aliases(content: Mapping[str, Any]) -> list[str]:
    """What a thing is also called, in all languages, by their codes."""
    aliases = content.get("aliases") or {}
    return [alias for language in sorted(aliases) for alias in aliases[language]]


def listed_ids(codes: Sequence[str] | None) -> str:
    """Ids as a column keeps them, each between spaces, so that one of them is found."""
    return f" {' '.join(codes)} " if codes else ""


def findable(*values: str | None) -> dict[str, Any]:
    """The columns of a row that is found by these texts."""
    folded = searchable(values)
    return {"words": folded, "words_count": len(folded.split())}


def _agency(entries: Sequence[StoredEntry], version: int) -> None:
    names = ("short_name", "kind", "area", "part_of", "url")
    columns = [{**named(entry.content), **texts(entry.content, *names)} for entry in entries]
    describe(Agency, entries, version, columns)


def _source(entries: Sequence[StoredEntry], version: int) -> None:
    names = ("title", "publisher", "language", "kind", "area", "url")
    columns = [
        {
            **texts(entry.content, *names),
            "aliases": entry.content.get("aliases") or {},
            "themes": listed_ids(entry.content.get("themes")),
            **findable(
                *(entry.content[name] for name in ("title", "id", "publisher")),
                *all_aliases(entry.content),
            ),
        }
        for entry in entries
    ]
    describe(Source, entries, version, columns)


def published_last(content: Mapping[str, Any]) -> str:
    """The day on which a release counts as published: the last day of its date, else retrieval."""
    if published_on := content.get("published_on"):
        return PartialDate(published_on).last_day().isoformat()
    return str(content["retrieved_on"])


def _release(entries: Sequence[StoredEntry], version: int) -> None:
    names = ("source", "title", "publisher", "published_on", "url", "archive_url", "licence")
    exact = ("sha256", "text_sha256", "text_length", "retrieved_on")
    columns = [
        {
            **texts(entry.content, *names),
            **{name: entry.content[name] for name in exact},
            "published_last": published_last(entry.content),
            **findable(
                *(entry.content.get(name) for name in ("title", "id", "publisher", "published_on"))
            ),
        }
        for entry in entries
    ]
    describe(Release, entries, version, columns)


HANDLERS = {"agency": _agency, "source": _source, "release": _release}


def withhold(entries: Sequence[StoredEntry], version: int) -> None:
    """Insert the stubs of things whose entries are withheld, or are about a thing that is."""
    Withheld.objects.bulk_create(
        Withheld(
            entry_id=entry.index,
            type=entry.type.partition("/")[0],
            code=entry.object.partition(":")[2],
            known_from=version,
        )
        for entry in entries
    )
