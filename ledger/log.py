"""The log: append a changeset, the only way to write, and read its tiles.

Owns the form of an entry, the order of writing and the versions. The meaning of entries is the
projection's: `settings.LEDGER_PROJECTION` names a function `project(batch, version)` that turns
entries into rows; `append` and `ledger.replay` call the same one, so a replay gives the same rows.
`append` joins the transaction of its caller, the publication of a changeset.

A projection uses the ORM (or `connections[log.alias()]`), never the default connection by name:
`verify_ledger` replays into a scratch database.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from itertools import islice
from typing import Any

import orjson
from django.conf import settings
from django.db import connections, router, transaction
from django.db.models import Max
from django.utils.module_loading import import_string

from ledger import people, security_log, understanding
from ledger.database import bulk
from ledger.errors import AppendError, CanonicalError
from ledger.formats import canonical, merkle, tiles
from ledger.models import Entry, Key, Tile, Version

BATCH = 1024  # a multiple of a tile's width; what append and replay hold in memory at once
CHANGESET = "changeset/2"
KEY = "key/1"
REDACT = "redact/1"
_LOCK = 6_962  # any constant that no other part of this database uses

Tails = dict[tuple[int, int], bytes]
EntryRow = tuple[int, str, str, int | None, Any, bytes | None, bytes]


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be appended: `type` as name/format, `object` the id of what it is about."""

    type: str
    object: str
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry of the log; its content is empty when its bytes are withheld by law."""

    index: int
    type: str
    object: str
    prev: int | None
    at: datetime
    content: dict[str, Any]
    withheld: bool = False


@dataclass(slots=True)
class Row:
    """The columns of a stored entry, as they were read."""

    index: int
    type: str
    object: str
    prev: int | None
    at: datetime
    data: bytes | None
    leaf_hash: bytes


COLUMNS = tuple(column.name for column in fields(Row))
Projection = Callable[[Sequence[StoredEntry], int], None]


def nothing(batch: Sequence[StoredEntry], version: int) -> None:
    """Project nothing, as an installation does that publishes nothing yet."""


def alias() -> str:
    """The database that the log is written to now: the live one, or the scratch of a check."""
    return router.db_for_write(Entry)


def current_version() -> Version | None:
    """The newest version, published by a checkpoint or not; None before the first changeset."""
    return Version.objects.order_by("-size").first()


def head() -> tuple[int, bytes]:
    """(size, root) of the log; (0, the empty tree's root) before the first changeset."""
    version = current_version()
    return (version.size, bytes(version.root)) if version else (0, merkle.EMPTY_ROOT)


def read_tile(level: int, number: int) -> bytes:
    """A tile's hashes so far, b"" if it isn't there; one query (the reader for `tiles`)."""
    return fetch_tiles({(level, number)}).get((level, number), b"")


def fetch_tiles(keys: Collection[tuple[int, int]], using: str | None = None) -> Tails:
    """The tiles at these (level, number) that exist; one query by primary key.

    using: the database, unless it is the one that the log is written to now.
    """
    connection = connections[using or alias()]
    quote = connection.ops.quote_name
    where = " OR ".join([f"(level = %s AND {quote('index')} = %s)"] * len(keys))
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT level, {quote('index')}, hashes FROM ledger_tile WHERE {where}",
            [number for key in sorted(keys) for number in key],
        )
        return {(level, number): bytes(hashes) for level, number, hashes in cursor}


def lock() -> None:
    """Wait until this transaction is the only writer; held to its end.

    PostgreSQL: an advisory lock, under READ COMMITTED (an older snapshot would read an old head).
    SQLite: the transaction was begun IMMEDIATE, which is the lock. Raises AppendError elsewhere.
    """
    connection = connections[alias()]
    if not connection.in_atomic_block:
        raise AppendError("the log is written within a transaction only")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            if (isolation := cursor.fetchone()[0]) != "read committed":
                raise AppendError(f"the log needs READ COMMITTED, not {isolation.upper()}")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def append(
    entries: Collection[NewEntry],
    *,
    message: str,
    drafted_by: str,
    approved_by: str,
    wrote: people.Counts | None = None,
    approved: people.Counts | None = None,
    details: Mapping[str, Any] | None = None,
) -> Version:
    """Append a changeset within the caller's transaction, project it, and return its version.

    wrote, approved: the number of entries of each thing that a person wrote or approved, by their
    id, where that is known.

    `entries` may be a lazily generated collection with a length; BATCH of them are in memory at
    once. The last entry is the changeset's own, so version = old size + len(entries) + 1. Raises
    AppendError or CanonicalError, naming the entry; the caller's transaction must then roll back.
    """
    persons = people.listed(drafted_by, approved_by, wrote or {}, approved)
    _check_changeset(entries, message, persons)
    lock()
    newest = Version.objects.using(alias()).order_by("-size").first()
    first = newest.size if newest else 0
    check_end()
    version = first + len(entries) + 1
    writer = _Writer(first, _next_instant(newest), version)
    for batch in batched(entries, BATCH):
        writer.write(batch)
    if writer.size != version - 1:
        raise AppendError(f"{writer.size - first} entries came, {len(entries)} were announced")
    content = {
        "message": message,
        "people": persons,
        "reviewed": people.reviewed(persons),
        "first": first,
        "counts": dict(writer.counts),
        "details": dict(details or {}),
    }
    writer.write([NewEntry(CHANGESET, f"changeset:{version}", content)])
    published = partial(
        security_log.done, "publication", version=version, drafted_by=drafted_by,
        approved_by=approved_by,
    )  # fmt: skip
    transaction.on_commit(published, using=alias())
    return Version.objects.using(alias()).get(size=version)


class _Writer:
    """The state of one append: the size reached, and the tiles still open."""

    def __init__(self, size: int, at: datetime, version: int) -> None:
        self.size, self.at, self.version = size, at, version
        self.at_text = instant_text(at)
        self.at_stored = stored_instant(at)
        self.counts: Counter[str] = Counter()
        self.tails = fetch_tiles(tiles.open_tiles(size))

    def write(self, batch: Sequence[NewEntry]) -> None:
        """Entries, tiles, projection of one batch, in this order."""
        prevs = _newest_of({entry.object for entry in batch})
        stored, rows, leaves = [], [], []
        for index, new in enumerate(batch, self.size):
            entry = StoredEntry(
                index, new.type, new.object, prevs.get(new.object), self.at, new.content
            )
            data = _encoded(entry, self.at_text)
            leaves.append(merkle.leaf_hash(data))
            rows.append((index, new.type, new.object, entry.prev, self.at_stored, data, leaves[-1]))
            stored.append(entry)
            prevs[new.object] = index
        insert_entries(rows)
        write_tiles(self.tails, self.size, leaves)
        self.size += len(batch)
        self.counts.update(entry.type for entry in batch)
        project(stored, self.version)


def instant_text(at: datetime) -> str:
    """The one text form of an instant in entries: RFC 3339, UTC, microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def content_of(data: bytes) -> dict[str, Any]:
    """The content of an entry, read from its canonical bytes, in the newest form of its type."""
    body = orjson.loads(data)
    upcast: Callable[[str, Any], dict[str, Any]] = import_string(settings.LEDGER_UPCAST)
    return upcast(body["type"], body["content"])


def remains(row: Entry | Row) -> dict[str, Any]:
    """What stays of an entry when its bytes are withheld: its `redact/1` entry repeats this."""
    return {
        "type": row.type,
        "object": row.object,
        "prev": row.prev,
        "at": instant_text(row.at),
        "leaf_hash": bytes(row.leaf_hash).hex(),
    }


def _encoded(entry: StoredEntry, at: str) -> bytes:
    """The canonical bytes of an entry: the leaf."""
    if not (0 < len(entry.type) <= 40 and 0 < len(entry.object) <= 160):
        raise AppendError(f"{entry.type!r} or {entry.object!r:.200} is empty or too long")
    body = {
        "type": entry.type,
        "index": entry.index,
        "at": at,
        "object": entry.object,
        "prev": entry.prev,
        "content": entry.content,
    }
    try:
        return canonical.encode(body)
    except CanonicalError as error:
        where = f"entry {entry.index} ({entry.type} {entry.object})"
        raise CanonicalError(f"{where}: {error}") from None


def project(batch: Sequence[StoredEntry], version: int) -> None:
    """Turn stored entries of the changeset that ended at `version` into rows.

    Raises NeedsNewerSoftware before any of the batch became rows if one of them isn't understood.
    """
    for entry in batch:
        content = None if entry.withheld else entry.content
        understanding.require(entry.index, entry.type, content)
    _project_own(batch, version)
    projection: Projection = import_string(settings.LEDGER_PROJECTION)
    projection(batch, version)


def _project_own(batch: Iterable[StoredEntry], version: int) -> None:
    """The ledger's own types: a changeset becomes its version, a key is added or retired."""
    for entry in batch:
        if understanding.ends_changeset(entry.type):
            _project_version(entry)
        elif entry.type == KEY and entry.content["action"] == "add":
            Key.objects.create(entry_id=entry.index, known_from=version, vkey=entry.content["vkey"])
        elif entry.type == KEY:
            Key.objects.filter(vkey=entry.content["vkey"]).update(known_to=version)


def _project_version(entry: StoredEntry) -> None:
    size, content = entry.index + 1, people.newest_form(entry.content)
    Version.objects.create(
        size=size,
        first=content["first"],
        at=entry.at,
        message=content["message"],
        drafted_by=people.first(content["people"], people.WROTE),
        approved_by=people.first(content["people"], people.APPROVED),
        people=content["people"],
        reviewed=content["reviewed"],
        counts=content["counts"],
        root=tiles.range_hash(0, size, cache(read_tile)),
    )


def _check_changeset(
    entries: Collection[NewEntry], message: str, persons: Sequence[people.Person]
) -> None:
    if not len(entries):
        raise AppendError("a changeset without entries")
    if not (message.strip() and all(person["id"] for person in persons)):
        raise AppendError("a changeset needs a message, who drafted it and who approved it")
    if not (people.reviewed(persons) or settings.ONE_PERSON):
        writers, approvers = (people.who(persons, did) for did in (people.WROTE, people.APPROVED))
        names = ", ".join(people.unreviewed(sorted(writers), approvers))
        raise AppendError(f"{names} can't approve their own draft")


def check_end() -> None:
    """Refuse to write after a log whose entries and versions don't end together.

    Raises NeedsNewerSoftware if the entries behind the newest version aren't understood here,
    AppendError if they are.
    """
    newest = Version.objects.using(alias()).aggregate(size=Max("size"))["size"] or 0
    last = Entry.objects.using(alias()).aggregate(last=Max("index"))["last"]
    if (last if last is not None else -1) == newest - 1:
        return
    if stop := understanding.stopped():
        raise stop
    raise AppendError(f"the newest version is {newest}, yet the last entry is {last}")


def _next_instant(newest: Version | None) -> datetime:
    """Now, but later than the newest version, whatever the clock says."""
    now = datetime.now(UTC)
    return max(now, newest.at + timedelta(microseconds=1)) if newest else now


def _newest_of(objects: set[str]) -> dict[str, int]:
    """The index of the newest entry about each of these objects. One query by index."""
    rows = Entry.objects.using(alias()).filter(object__in=objects)
    found = rows.values("object").annotate(last=Max("index"))
    return {row["object"]: row["last"] for row in found.order_by()}


def write_tiles(tails: Tails, size: int, leaves: Sequence[bytes]) -> None:
    """Store what `leaves` change in the tiles, and keep the open ones in `tails`."""
    changed = tiles.extend(tails, size, leaves)
    fresh = [(*key, data) for key, data in changed.items() if key not in tails]
    for (level, number), data in changed.items():
        if (level, number) in tails:
            Tile.objects.filter(level=level, index=number).update(hashes=data)
    bulk.insert(Tile, fresh)
    tails.update(changed)
    for key in [key for key, data in tails.items() if len(data) == tiles.FULL]:
        del tails[key]


def stored_instant(at: datetime) -> Any:
    """An instant as the driver stores it: text on SQLite."""
    return connections[alias()].ops.adapt_datetimefield_value(at)


def insert_entries(rows: Sequence[EntryRow]) -> None:
    """INSERT whole rows of entries, in the order of the model's columns; see stored_instant."""
    bulk.insert(Entry, rows, stored=True)


def batched(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """The items in lists of this size; the last one may be shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
