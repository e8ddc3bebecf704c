"""The files that rows of the database name, whatever storage they lie in.

Originals never change: each lies under the hash of its bytes. So they are copied after the
database, and those that are there already stay.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import models

from ledger.errors import BackupError

FOLDER = "originals"


def names() -> Iterator[str]:
    """The names of all files that rows have."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                rows = model._base_manager.exclude(**{field.attname: ""})
                yield from rows.values_list(field.attname, flat=True).order_by("pk").iterator()


def copy_out(folder: Path) -> list[str]:
    """Copy each file into a folder; the names of those that the storage lacks."""
    lacking = []
    for name in names():
        target = folder / FOLDER / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with default_storage.open(name) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)
        except FileNotFoundError:
            target.unlink(missing_ok=True)
            lacking.append(name)
    return lacking


def copy_in(folder: Path) -> None:
    """Put the files of a backup into the storage, where they are not there yet."""
    for path in sorted((folder / FOLDER).rglob("*")):
        name = path.relative_to(folder / FOLDER).as_posix()
        if path.is_file() and not default_storage.exists(name):
            with path.open("rb") as file:
                saved = default_storage.save(name, File(file))
            if saved != name:
                raise BackupError(f"the storage gave {name} another name: {saved}")
