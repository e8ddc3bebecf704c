"""The lease: which signer signs this log, as its database says.

Owns the only row of that table. It names the physical database, too, so that a copy of a database
is known from the database that it was copied from.
"""

from ledger import log
from ledger.database.identity import identity
from ledger.models import SignerLease

COPIED_DATABASE = (
    "this database is a copy, or was restored from a backup: it is not the one that the signer "
    "last signed for. While the other one is in use, two histories would be signed. If it is gone, "
    "bring back what is missing (`manage.py recover_log SOURCE`), then run "
    "`manage.py adopt_signer`."
)
ANOTHER_SIGNER = (
    "another signer signs this log: the signer's folder here is a copy of it, or was given up by "
    "`adopt_signer` elsewhere. Delete the folder here and set CIFRA_SIGNS=0; or, if the other one "
    "is gone for good, run `manage.py adopt_signer` here."
)


def current() -> SignerLease | None:
    """The lease; None before the first signature."""
    return SignerLease.objects.first()


def take(signer: str, vkey: str) -> None:
    """Write that this signer signs, in this database; vkey: the first key of the log."""
    values = {"signer": signer, "vkey": vkey, "database": _database()}
    SignerLease.objects.update_or_create(id=1, defaults=values)


def fault(lease: SignerLease, signer: str | None) -> str:
    """What keeps `signer` from signing under this lease, in words; empty if nothing does.

    signer: None where another node signs; then only the database is looked at.
    """
    if lease.database != _database():
        return COPIED_DATABASE
    if signer is not None and lease.signer != signer:
        return ANOTHER_SIGNER
    return ""


def _database() -> str:
    return identity(log.alias(), SignerLease._meta.db_table)
