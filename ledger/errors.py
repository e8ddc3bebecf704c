"""The errors of the ledger, one tree.

    LedgerError
    ├── CanonicalError   a value has no canonical form, or bytes are not canonical
    ├── ProofError       a Merkle proof is malformed or doesn't prove what it should
    ├── TileError        a tile, an entry bundle or one of their paths is malformed
    ├── NoteError        a signed note, checkpoint, proof file or policy is malformed or unverified
    ├── AppendError      a changeset can't be appended; nothing of it was
    ├── ReplayError      the stored entries contradict themselves
    ├── NeedsNewerSoftware  an entry is of a type, or has a member, that this software doesn't know
    ├── NotPublished     no checkpoint of this size, or nothing about this object under it
    │   └── Withheld         an entry whose bytes are withheld by law
    ├── InvalidParameter  a parameter of a request is unknown, given twice, or no number
    ├── SignerError      the signer refuses, or its key or state can't be used
    │   ├── SignerBusy       another process is signing
    │   └── SignedElsewhere  another node signs what this one writes
    ├── RecoveryError    a source of missing entries is unreadable, or has another history
    ├── BackupError      a backup can't be made, is damaged, or must not be restored here
    └── WitnessError     a witness refused, or a quorum wasn't reached

Messages are for people: they name what was wrong and where. Anyone may catch these; nothing that
reads foreign bytes lets another exception through.
"""


class LedgerError(Exception):
    """Root of the errors of the ledger."""


class CanonicalError(LedgerError):
    """A value outside restricted JCS, or bytes that are not the canonical form of their value."""


class ProofError(LedgerError):
    """A Merkle proof that doesn't hold."""


class TileError(LedgerError):
    """A malformed tile, bundle or tile path, or a tile that is too short."""


class NoteError(LedgerError):
    """A malformed or unverified signed note, checkpoint, proof file or policy."""


class AppendError(LedgerError):
    """A changeset that can't be appended."""


class ReplayError(LedgerError):
    """Stored entries that contradict their own hashes, order or changesets."""


class NeedsNewerSoftware(LedgerError):
    """An entry of a type or with a member that this software doesn't know: which one, and what."""

    def __init__(self, index: int, unknown: str) -> None:
        super().__init__(f"entry {index} needs newer software: this one doesn't know {unknown}")
        self.index, self.unknown = index, unknown


class NotPublished(LedgerError):
    """Something that isn't under a published checkpoint, or isn't there."""


class Withheld(NotPublished):
    """Something that would have to show an entry whose bytes are withheld by law."""


class InvalidParameter(LedgerError):
    """A parameter of a request that doesn't exist, or whose value can't be used."""

    def __init__(self, parameter: str, detail: str) -> None:
        super().__init__(f"the parameter {parameter[:80]!r}: {detail}")
        self.parameter, self.detail = parameter[:80], detail


class SignerError(LedgerError):
    """A checkpoint that the signer refuses to sign, or key or state files it can't use."""


class SignerBusy(SignerError):
    """Another process that is signing, and went on for longer than this one waits."""


class SignedElsewhere(SignerError):
    """A version that this node doesn't sign, because another one does."""


class RecoveryError(LedgerError):
    """A source that entries can't be brought back from; nothing was written."""


class BackupError(LedgerError):
    """A backup that can't be made or is damaged, or an installation that takes none."""


class WitnessError(LedgerError):
    """A witness that refused or answered nonsense, or too few cosignatures."""
