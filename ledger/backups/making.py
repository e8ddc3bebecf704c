"""Making a backup: one state of the database, the originals, and on demand the signer's files.

The database is copied as it was at an instant at which nobody signed, so what the signer's copy
remembers is never newer than the copied log. The copy counts once the ledger's own verification
went through it.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from ledger import custody
from ledger.backups import engines, folders, manifest, originals, signer_files
from ledger.errors import BackupError

KIND = "installation"
LAST = "last-backup"  # a file in the state folder, as old as the last verified backup
Report = Callable[[str], object]

_FACTS = (
    "SELECT (SELECT coalesce(max(size), 0) FROM ledger_version), "
    "(SELECT coalesce(max(size), 0) FROM ledger_publishedcheckpoint)"
)


def backup(target: Path, signer_target: Path | None, *, verify: bool, report: Report) -> None:
    """Make the folder `target`, and `signer_target` with the signer's files if it is named.

    Raises BackupError; then there is no new folder. report: called with a line for each step.
    """
    _check_targets(target, signer_target)
    engine = engines.engine()
    with _only_backup(), folders.appearing(target) as part, _own_folder() as work:
        copy = work / "ledger"
        with ExitStack() as stack:
            with custody.alone() as directory:
                signer_files.copy(directory, copy)
                snapshot = stack.enter_context(engine.snapshot())
            saved = _facts(snapshot, engine, verified=verify)
            engine.dump(snapshot, part / engine.file)
        report(f"Database: version {saved.version}, {_size(part / engine.file)}.")
        lacking = originals.copy_out(part)
        for name in lacking:
            report(f"Missing in the storage of originals, so not in the backup: {name}")
        if verify:
            with engine.check_url(part / engine.file) as url:
                report(_verified(url, work))
        manifest.write(part, saved)
        if signer_target:
            signer_files.save(copy, signer_target, saved)
    if verify:
        (Path(settings.STATE_DIR) / LAST).touch(mode=0o600)


def last_backup() -> float | None:
    """When the last verified backup was finished, in Unix time; None if there was none."""
    try:
        return (Path(settings.STATE_DIR) / LAST).stat().st_mtime
    except OSError:
        return None


def _check_targets(target: Path, signer_target: Path | None) -> None:
    for folder in filter(None, (target, signer_target)):
        if folder.exists():
            raise BackupError(f"{folder} exists already: a backup is a new folder")
    if signer_target and signer_target.resolve().is_relative_to(target.resolve()):
        raise BackupError("the signer's files are secret: name a folder outside of the backup")


def _facts(
    connection: BaseDatabaseWrapper, engine: engines.Engine, *, verified: bool
) -> manifest.Manifest:
    with connection.cursor() as cursor:
        cursor.execute(_FACTS)
        version, published = cursor.fetchone()
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        migrations = [f"{app}.{name}" for app, name in cursor.fetchall()]
    created = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return manifest.Manifest(
        KIND,
        created,
        settings.LEDGER_ORIGIN,
        version,
        published,
        engine.name,
        migrations,
        verified,
    )


def _verified(url: str, state: Path) -> str:
    """What verify_ledger says of the database at this URL; raises BackupError with its findings."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "verify_ledger"]
    if not signer_files.remembers(state / "ledger"):
        command.append("--without-signer")
    done = subprocess.run(
        command,
        env={**os.environ, "DATABASE_URL": url, "CIFRA_STATE_DIR": str(state)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        found = f"{done.stdout}{done.stderr[-1000:]}".strip()[-4000:]
        raise BackupError(f"the copy does not verify, so it is no backup:\n{found}")
    return done.stdout.strip()


@contextmanager
def _own_folder() -> Iterator[Path]:
    """A folder on this machine, for its owner alone, for the time of the check."""
    with TemporaryDirectory(prefix=".backup-", dir=settings.STATE_DIR) as folder:
        yield Path(folder)


@contextmanager
def _only_backup() -> Iterator[None]:
    """One backup at a time: two would check their copies in one place."""
    with open(Path(settings.STATE_DIR) / ".backup.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError("another backup of this installation is being made") from None
        yield


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.1f} MB"
