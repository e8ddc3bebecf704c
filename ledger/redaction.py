"""Erasure on legal request: an entry's bytes go, every proof of the others stays.

Owns the withholding of an entry. The leaf hash, tiles, roots and checkpoints don't change; a
`redact/1` entry states ground and remains, and verifiers refuse a withheld entry without one.
Copies that others took can't be recalled, and backups need the same run: see
docs/how-to/run-the-log.md.
"""

from django.db import transaction

from ledger import log, rebuilding, signer, understanding
from ledger.errors import AppendError
from ledger.log import NewEntry
from ledger.models import Entry, Version

GROUNDS = ("court-order", "data-protection", "copyright", "other-law")


def withhold(index: int, *, ground: str, drafted_by: str, approved_by: str) -> Version:
    """Withhold the bytes of entry `index` and rebuild every published table without them.

    Raises AppendError if there is no such entry, or if it is one that the log itself needs. Cost:
    a whole rebuild, in one transaction. Publish a checkpoint afterwards, purge caches of bundles.
    """
    if ground not in GROUNDS:
        raise AppendError(f"the ground {ground!r} is none of {', '.join(GROUNDS)}")
    with transaction.atomic(using=log.alias()):
        log.lock()
        signer.require()
        entry = Entry.objects.using(log.alias()).filter(index=index).first()
        if entry is None or entry.data is None:
            raise AppendError(f"entry {index} isn't there, or is withheld already")
        if entry.type in understanding.OWN:
            raise AppendError(f"entry {index} ({entry.type}) is what the log is checked by")
        content = {"index": index, "ground": ground, **log.remains(entry)}
        version = log.append(
            [NewEntry(log.REDACT, f"redact:{index}", content)],
            message=f"Withhold entry {index}: {ground}",
            drafted_by=drafted_by,
            approved_by=approved_by,
        )
        Entry.objects.using(log.alias()).filter(index=index).update(data=None)
        rebuilding.rebuild()
    return version
