"""Proofs for readers: proof files, and one bundle per object for offline checking.

Each is made from the log and a checkpoint. Every proof is for a *published* size, read once, never
for the live tree. It doesn't know what an object means.
"""

from collections.abc import Sequence
from typing import Any

from ledger import log, selectors, signer
from ledger.errors import NotPublished, Withheld
from ledger.formats import merkle, tiles
from ledger.formats.checkpoint import ProofFile
from ledger.formats.note import Note
from ledger.models import Entry

MAX_CHAIN = 100


def inclusion(index: int, size: int) -> str:
    """The C2SP tlog-proof of entry `index` under the published checkpoint of `size`.

    Raises NotPublished. Cost: two queries, O(log size) hashes.
    """
    note = Note.parse(selectors.checkpoint_note(size))
    if index >= size:
        raise NotPublished(f"no entry {index} in a log of size {size}")
    return _inclusions([index], size, note)[index]


def _inclusions(indexes: Sequence[int], size: int, note: Note) -> dict[int, str]:
    """The tlog-proofs of these entries, by index; one query."""
    spans = [span for index in indexes for span in merkle.inclusion_ranges(index, size)]
    read = _reader(log.fetch_tiles(tiles.tiles_of(spans)))
    return {
        index: ProofFile(index, tuple(tiles.prove_inclusion(index, size, read)), note).text()
        for index in indexes
    }


def consistency(old: int, new: int) -> list[bytes]:
    """The hashes that show that published size `new` extends published size `old` (or 0)."""
    for size in {old, new} - {0}:
        selectors.checkpoint_note(size)
    found = log.fetch_tiles(tiles.tiles_of(merkle.consistency_ranges(old, new)))
    return tiles.prove_consistency(old, new, _reader(found))


def bundle(object_id: str, version: int, index: int | None = None) -> dict[str, Any]:
    """All that one needs to check offline what the log said about an object at `version`.

    `entry` is the one at `index` (default: the object's first), `newest` the last one about the
    same object up to the version, `between` the ones that link them by `prev`, newest first. Each
    has its exact `bytes` as text and its `proof` (tlog-proof). Raises NotPublished if the version
    has no checkpoint or the object no entry there, Withheld if one of the entries is withheld.
    """
    checkpoint = selectors.checkpoint_note(version)
    about = Entry.objects.filter(object=object_id, index__lt=version).order_by("-index")
    chain = list((about if index is None else about.filter(index__gte=index))[: MAX_CHAIN + 1])
    if len(chain) > MAX_CHAIN:
        raise NotPublished(
            f"{object_id} has more than {MAX_CHAIN} entries, too many for one bundle: "
            "/ledger/proof/{index} proves each by itself"
        )
    if not chain or index not in (None, chain[-1].index):
        raise NotPublished(f"nothing about {object_id} under version {version}")
    found = _inclusions([entry.index for entry in chain], version, Note.parse(checkpoint))
    entries = [_with_proof(entry, found[entry.index]) for entry in chain]
    return {
        "object": object_id,
        "version": version,
        "checkpoint": checkpoint.decode(),
        "keys": [str(key) for key in signer.verifier_keys()],
        "entry": entries[-1],
        "newest": entries[0],
        "between": entries[1:-1],
    }


def _with_proof(entry: Entry, proof: str) -> dict[str, Any]:
    if entry.data is None:
        raise Withheld(f"entry {entry.index} is withheld by law, and what is said needs it")
    return {"index": entry.index, "bytes": bytes(entry.data).decode(), "proof": proof}


def _reader(found: log.Tails) -> tiles.Reader:
    return lambda level, number: found.get((level, number), b"")
