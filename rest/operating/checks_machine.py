"""Checks of the machine: who may read what, room on the disk, the clock, versions of software."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from ledger.models import Version
from rest.operating.findings import Check, Finding, error, warning

SECONDS = 2.0  # that clocks may differ
FULL, LITTLE = 200 * 2**20, 2**30  # bytes
POSTGRESQL = 14
PIN = re.compile(r"^([a-z0-9-]+)==([^ \\;]+)", re.MULTILINE)


def permissions() -> Iterator[Finding]:
    """Whether the state folder is ours alone, and can be written."""
    folder = Path(settings.STATE_DIR)
    if not folder.is_dir():
        yield error("permissions", f"{folder} is missing", "make it, with mode 0700")
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        yield error(
            "permissions",
            f"{folder} can't be written by this account",
            "run this as the account of the service, or give it the folder: chown -R cifra: ...",
        )
    for path, allowed in ((folder, 0o770), *((path, 0o700) for path in _secrets(folder))):
        mode = path.stat().st_mode & 0o777
        if mode & ~allowed:
            yield error(
                "permissions",
                f"{path} may be used by others (mode {mode:04o})",
                f"chmod {'go' if allowed == 0o700 else 'o'}= {path}",
            )
        if path.stat().st_uid != os.geteuid():
            yield warning(
                "permissions",
                f"{path} belongs to another account than the one that runs this",
                "run manage.py as the account of the service",
            )


def _secrets(folder: Path) -> Iterator[Path]:
    """What holds keys, passwords' hashes or held texts."""
    yield from (path for path in (folder / "ledger", folder / "secret_key") if path.exists())
    if (folder / "ledger").is_dir() and os.access(folder / "ledger", os.R_OK | os.X_OK):
        yield from sorted((folder / "ledger").glob("key-*"))
    if connection.vendor == "sqlite" and Path(connection.settings_dict["NAME"]).is_file():
        yield Path(connection.settings_dict["NAME"])


def disk() -> Iterator[Finding]:
    """Whether there is room where we write."""
    folders = [Path(settings.STATE_DIR), Path(tempfile.gettempdir())]
    if connection.vendor == "sqlite":
        folders.append(Path(connection.settings_dict["NAME"]).parent)
    seen = set()
    for folder in filter(Path.is_dir, folders):
        if (device := folder.stat().st_dev) in seen:
            continue
        seen.add(device)
        free = shutil.disk_usage(folder).free
        if free < LITTLE:
            make = error if free < FULL else warning
            yield make(
                "disk",
                f"{free / 2**20:.0f} MiB are free at {folder}",
                "make room; finished exports may go: CIFRA_EXPORTS_BYTES bounds them",
            )
    exports = Path(settings.STATE_DIR) / "exports"
    if exports.is_dir():
        used = sum(path.stat().st_size for path in exports.iterdir() if path.is_file())
        if settings.EXPORTS_BYTES - used > shutil.disk_usage(exports).free:
            yield warning(
                "disk",
                "finished exports may grow beyond what is free",
                f"set CIFRA_EXPORTS_BYTES (now {settings.EXPORTS_BYTES}) below what can be spared",
            )


def clock() -> Iterator[Finding]:
    """Whether the time is right: each version is later than the one before."""
    if program := shutil.which("timedatectl"):
        command = [program, "show", "--property=NTPSynchronized", "--value"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
        if done.stdout.strip() == "no":
            yield warning("clock", "it is not set by the network", "timedatectl set-ntp true")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
        if apart > SECONDS:
            yield warning(
                "clock", f"it and the database's are {apart:.0f} s apart", "set both by NTP"
            )
    newest = Version.objects.order_by("-size").first()
    if newest and (ahead := (newest.at - timezone.now()).total_seconds()) > SECONDS:
        yield error(
            "clock",
            f"it is {ahead:.0f} s before the newest version: nothing can be published until then",
            "set the clock",
        )


def packages() -> Iterator[Finding]:
    """Whether the packages are those that this version was tested with."""
    lock = settings.BASE_DIR / "requirements.txt"
    if not lock.is_file():
        return
    other = []
    for name, version in PIN.findall(lock.read_text()):
        try:
            if (found := metadata.version(name)) != version:
                other.append(f"{name} {found} in place of {version}")
        except metadata.PackageNotFoundError:
            continue  # of another system, or told by what fails to start
    if other:
        yield warning(
            "versions",
            f"{len(other)} packages are not those of requirements.txt: {', '.join(other[:5])}",
            "pip install --require-hashes -r requirements.txt",
        )


def postgresql() -> Iterator[Finding]:
    """Whether the server is new enough, and the programs that backups need are."""
    if connection.vendor != "postgresql":
        return
    connection.ensure_connection()
    server = connection.connection.info.server_version // 10_000
    if server < POSTGRESQL:
        yield error("versions", f"PostgreSQL {server} is too old", f"use {POSTGRESQL} or newer")
    program = shutil.which("pg_dump")
    if program is None:
        yield warning(
            "versions", "pg_dump is missing, so no backup can be made", "install postgresql-client"
        )
        return
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    own = re.search(r"(\d+)(\.|\s|$)", done.stdout)
    if own and int(own[1]) < server:
        yield warning(
            "versions",
            f"pg_dump {own[1]} can't read a server of version {server}, so no backup can be made",
            f"install postgresql-client-{server}",
        )


CHECKS: list[Check] = [permissions, disk, packages, postgresql, clock]
