"""The log as static files: what any web server or mirror can serve (C2SP tlog-tiles).

Owns the order of writing: entry bundles, then tiles, keys and verifier, the checkpoint last; so at
every instant the folder is a whole log of the size that its checkpoint states. `manage.py
export_log` calls it; it goes on where the last run ended.
"""

import json
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ledger import log, selectors, signer
from ledger.api import VERIFIER, bundle_entries, bytes_or_hashes
from ledger.errors import LedgerError, NoteError, NotPublished
from ledger.files import write_durably
from ledger.formats import tiles
from ledger.formats.checkpoint import verified
from ledger.formats.note import Note
from ledger.formats.tiles import WIDTH, TilePath
from ledger.models import Entry


def export(directory: Path) -> int:
    """Write the published log into `directory`, and return its size.

    Raises NotPublished before the first checkpoint, LedgerError for a folder that holds another
    log or a newer state of this one. Cost: what was added since the last run.
    """
    size = selectors.published_size()
    if not size:
        raise NotPublished("no checkpoint was published yet")
    note = selectors.checkpoint_note(size)
    since = _exported(directory, size)
    for number in sorted({*range(since // WIDTH, -(-size // WIDTH)), *_withheld(size)}):
        _write_bundle(directory, number, size)
    for path in tiles.hash_tiles(size, since):
        _write(
            directory / str(path), log.read_tile(path.level or 0, path.number)[: path.width * 32]
        )
    keys = "".join(f"{key}\n" for key in signer.verifier_keys())
    _write(directory / "keys", keys.encode())
    _write(directory / "verifier", VERIFIER.read_bytes())
    _write(directory / "checkpoint", note)
    return size


def _exported(directory: Path, size: int) -> int:
    """The size that an earlier run ended with, after making sure that it was this log's."""
    try:
        data = (directory / "checkpoint").read_bytes()
    except FileNotFoundError:
        return 0
    try:
        before = verified(Note.parse(data), signer.verifier_keys())
    except NoteError as error:
        raise LedgerError(
            f"{directory} holds a checkpoint that is not of this log: {error}"
        ) from None
    if before.size > size:
        raise LedgerError(f"{directory} holds size {before.size}, here only {size} is published")
    if tiles.range_hash(0, before.size, cache(log.read_tile)) != before.root:
        raise LedgerError(f"{directory} holds another history up to size {before.size}")
    return before.size


def _withheld(size: int) -> Iterator[int]:
    """Numbers of the bundles with a withheld entry, however old."""
    rows = Entry.objects.filter(data__isnull=True, index__lt=size)
    return (index // WIDTH for index in rows.values_list("index", flat=True))


def _write_bundle(directory: Path, number: int, size: int) -> None:
    path = TilePath(None, number)
    path = path._replace(width=tiles.width_at(path, size))
    entries = bundle_entries(path)
    held = [bytes(entry.data) for entry in entries if entry.data is not None]
    if len(held) == len(entries):
        _write(directory / str(path), tiles.encode_bundle(held))
        return
    # C2SP knows no withheld entries: the bundle goes, with every narrower one of it.
    bundle = {"first": number * WIDTH, "entries": bytes_or_hashes(entries)}
    _write(directory / "with-hashes" / f"{number}.json", json.dumps(bundle).encode())
    whole = directory / str(TilePath(None, number))
    whole.unlink(missing_ok=True)
    shutil.rmtree(whole.with_name(f"{whole.name}.p"), ignore_errors=True)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_durably(path, data)
