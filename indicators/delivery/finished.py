"""The check of finished exports: that each holds what the log says at its version.

settings.LEDGER_CHECKS names it; `manage.py verify_ledger` runs it.
"""

from collections.abc import Collection, Iterator
from hashlib import sha256
from pathlib import Path

from indicators.delivery import exports
from indicators.reading import selectors
from indicators.reading.serializers import ObservationSerializer
from ledger.findings import Finding
from ledger.progress import Progress
from rest import export_files
from rest.errors import ApiError
from rest.read_state import Snapshot, version_snapshot

FOLDER = "exports"


def findings(damaged: Collection[str], progress: Progress) -> Iterator[Finding]:
    """Every finished file with other bytes than its name, its version and its form give.

    Each is made again, which takes as long as it took at first; only its hash where tables differ.
    """
    progress.begin("making finished exports again", len(export_files.names()))
    for path, fault in export_files.kept_files():
        progress.add(1)
        if fault:
            yield Finding(FOLDER, path.name, "", fault)
        elif not damaged and (snapshot := _snapshot(path)) and not _follows(path, snapshot):
            yield Finding(FOLDER, path.name, "", "isn't what the log says at its version")


def _snapshot(path: Path) -> Snapshot | None:
    """The state whose export a file is; None if it is one that is never served any more."""
    stem, _, form = path.name.split(".")
    version = stem.split("-")[1] if stem.count("-") == 4 else ""
    if not version.isdecimal() or len(version) > 15 or form not in exports.FORMS:
        return None
    try:
        snapshot = version_snapshot(int(version), None)
    except ApiError:
        return None
    return snapshot if exports.stem(snapshot) == stem else None


def _follows(path: Path, snapshot: Snapshot) -> bool:
    """Whether the file has the bytes of the export of this state."""
    _, digest, form = path.name.split(".")
    rows = selectors.annotate_headline_and_claims(selectors.observations(snapshot), snapshot)
    anew = sha256()
    for block in exports.blocks(rows, snapshot, ObservationSerializer.names(), form):
        anew.update(block)
    return anew.hexdigest() == digest
