"""Entries as newer software writes them, brought into a log as a mirror copies them.

Bytes and tiles are right, and nothing of them becomes rows.
"""

from datetime import timedelta

from ledger import log
from ledger.formats import canonical, merkle, tiles
from ledger.log import NewEntry
from ledger.models import Entry


def append_raw(*entries, changeset="changeset/1", **told):
    """Copy these entries in, and their changeset unless its type is None. Returns the size."""
    newest = Entry.objects.order_by("-index").first()
    first = newest.index + 1
    size = first + len(entries) + bool(changeset)
    if changeset:
        content = {
            "message": "from newer software", "drafted_by": "p1", "approved_by": "p2",
            "first": first, "counts": {}, "details": {}, **told,
        }  # fmt: skip
        entries = (*entries, NewEntry(changeset, f"changeset:{size}", content))
    at = newest.at + timedelta(seconds=1)
    rows, leaves = [], []
    for index, new in enumerate(entries, first):
        earlier = Entry.objects.filter(object=new.object).order_by("-index").first()
        body = {
            "type": new.type, "index": index, "at": log.instant_text(at), "object": new.object,
            "prev": earlier and earlier.index, "content": new.content,
        }  # fmt: skip
        data = canonical.encode(body)
        leaves.append(merkle.leaf_hash(data))
        rows.append(
            (index, new.type, new.object, body["prev"], log.stored_instant(at), data, leaves[-1])
        )
    log.insert_entries(rows)
    log.write_tiles(log.fetch_tiles(tiles.open_tiles(first)), first, leaves)
    return size
