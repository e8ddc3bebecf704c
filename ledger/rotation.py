"""Rotating the log's key: add, overlap, retire; each step an entry of the log.

Owns both steps. While two keys overlap both sign, so that a reader who trusts either one follows.
What to do when a key was stolen is no rotation: docs/how-to/key-compromise.md.
"""

from django.db import transaction

from ledger import log, signer
from ledger.errors import AppendError
from ledger.formats.note import VerifierKey
from ledger.log import NewEntry
from ledger.models import Key, Version


def add_key(*, drafted_by: str, approved_by: str) -> tuple[Version, VerifierKey]:
    """Make a key and add it to the log; it signs from this version's checkpoint on.

    Returns the version and the key. Killed at any step, it leaves either both or no key that signs.
    """
    with signer.pending_key() as new, transaction.atomic():
        log.lock()
        signer.require()
        # The first rotation also adds the key that signed everything before it.
        first = [] if Key.objects.exists() else signer.verifier_keys()[:1]
        version = log.append(
            [_entry(key, "add") for key in [*first, new]],
            message=f"Add the key {new.id.hex()}",
            drafted_by=drafted_by,
            approved_by=approved_by,
        )
    return version, new


def retire_key(key_id: str, *, drafted_by: str, approved_by: str) -> Version:
    """Retire the key with this id (8 hex digits); this version's checkpoint is its last.

    Raises AppendError unless it signs now and another key does, too.
    """
    with transaction.atomic():
        log.lock()
        signer.require()
        signing = [VerifierKey.parse(row.vkey) for row in Key.objects.filter(known_to=None)]
        retiring = [key for key in signing if key.id.hex() == key_id]
        if not retiring:
            raise AppendError(f"the log has no signing key {key_id}; add another one first")
        if len(signing) < 2:
            raise AppendError(f"{key_id} is the only key; add another one first")
        return log.append(
            [_entry(retiring[0], "retire")],
            message=f"Retire the key {key_id}",
            drafted_by=drafted_by,
            approved_by=approved_by,
        )


def _entry(key: VerifierKey, action: str) -> NewEntry:
    content = {"action": action, "vkey": str(key)}
    return NewEntry(log.KEY, f"key:{key.id.hex()}", content)
