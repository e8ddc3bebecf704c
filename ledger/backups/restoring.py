"""Restoring a backup into an installation that has nothing yet.

Originals first, then the signer's files, the database last: what refuses a second restore is a
filled database, so one that was killed can be repeated.
"""

from pathlib import Path

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from ledger import signer
from ledger.backups import engines, manifest, originals, signer_files
from ledger.backups.making import KIND, Report
from ledger.errors import BackupError


def restore(backup: Path, signer_backup: Path | None, report: Report) -> None:
    """Make this empty installation what the backup holds; raises BackupError.

    Nothing was changed if it raises before the first line was reported. The database is as the
    backup's software left it: `migrate` comes next.
    """
    engine = engines.engine()
    saved = _checked(backup, KIND)
    _require_fit(saved, engine)
    if signer_backup:
        _checked(signer_backup, signer_files.KIND)
        signer_files.require_room(signer_backup)
    if table := engine.filled_table():
        raise BackupError(
            f"this installation is not empty: {table} holds something. A backup is restored into "
            "a new one (an empty database, CIFRA_STATE_DIR of its own)."
        )
    originals.copy_in(backup)
    report(f"Originals: {sum(name.startswith(originals.FOLDER) for name in saved.files)} files.")
    if signer_backup:
        signer_files.restore(signer_backup)
        report("Signer: its keys.")
    engine.load(backup / engine.file)
    report(f"Database: version {saved.version}, as of {saved.created}.")


def newer_signed_size(backup: Path) -> int:
    """The size that the signer here signed last, if that is more than the backup has; else 0."""
    last = signer.state()
    newest = manifest.read(backup, KIND).version
    return last.size if last and last.size > newest else 0


def _checked(folder: Path, kind: str) -> manifest.Manifest:
    found = manifest.read(folder, kind)
    if found.origin != settings.LEDGER_ORIGIN:
        raise BackupError(
            f"{folder} is of the log {found.origin}; CIFRA_LEDGER_ORIGIN here is "
            f"{settings.LEDGER_ORIGIN}"
        )
    manifest.check(folder, found)
    return found


def _require_fit(saved: manifest.Manifest, engine: engines.Engine) -> None:
    if saved.engine != engine.name:
        raise BackupError(f"the backup is of {saved.engine}; the database here is {engine.name}")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(saved.migrations) - known):
        raise BackupError(
            f"the backup was made by newer software: {newer[0]} isn't known here. Restore with "
            "the version that made it."
        )
