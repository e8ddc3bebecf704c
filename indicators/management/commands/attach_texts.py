"""attach_texts DIR: hold the texts of releases that lie in a folder, whatever the files' names."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.publishing.attachment import attach
from sources.intake import texts_in


class Command(BaseCommand):
    help = (
        "Holds each text in DIR whose SHA-256 is a release's, after checking every citation "
        "against it. Running it again is harmless."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder")
        done = attach(texts_in(folder))
        for sha256 in done.unmatched:
            self.stdout.write(f"A text with SHA-256 {sha256} is no release's: left alone.")
        for line in done.wrong:
            self.stderr.write(line)
        self.stdout.write(
            f"{len(done.held)} texts attached, {len(done.held_before)} were held already, "
            f"{done.checked} citations checked."
        )
        if done.wrong:
            raise CommandError(f"{len(done.wrong)} citations do not fit: their texts are not held")
