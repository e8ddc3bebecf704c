"""snapshot DIR: all that a version holds, as one SQLite file and as Parquet files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.delivery import snapshots
from rest.errors import ApiError
from rest.read_state import ReadParams, resolve_snapshot


class Command(BaseCommand):
    help = (
        "Writes a version into DIR, which must be empty or not there yet: cifra.sqlite, a Parquet "
        "file per table, and datapackage.json with their hashes. They appear all at once, at the "
        "end. The same version gives the same bytes, with the same SQLite and pyarrow."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """The parser, where --version is a version of the data.

        `manage.py version` writes Django's own.
        """
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--version", type=int, help="a size of the log; else the newest")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"].absolute()
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is not empty")
        if folder.is_mount():
            raise CommandError(f"{folder} is a mount point: name a folder below it")
        try:
            shown = resolve_snapshot(ReadParams(version=options["version"]))
            if not shown.version:
                raise CommandError("nothing is published yet")
            paths = snapshots.write(folder, shown)
        except ApiError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"nothing was written: {error}") from error
        for path in paths:
            self.stdout.write(f"{path.stat().st_size:>12} {path.name}")
        self.stdout.write(f"Version {shown.version}, root {shown.root}")
