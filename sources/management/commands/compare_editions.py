"""compare_editions OLD NEW: what becomes of each number of a file in its next edition."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sources.inspection import re_anchored
from sources.management.lines import extracted, print_lines, readable
from sources.numerals import UnreadableText


class Command(BaseCommand):
    help = (
        "Prints a line of JSON for each number of OLD: its state (same, moved, context_changed, "
        "number_changed, ambiguous, lost) and its place in NEW. Nothing is stored."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("old", type=Path, metavar="OLD")
        parser.add_argument("new", type=Path, metavar="NEW")
        parser.add_argument("--language", default="en", help="of both texts: en, es, ...; else en")

    def handle(self, *args: Any, **options: Any) -> None:
        language = readable(options["language"])
        old, new = extracted(options["old"]).text, extracted(options["new"]).text
        try:
            print_lines(self.stdout, re_anchored(old, new, language))
        except UnreadableText as error:
            raise CommandError(f"the files can't be compared: {error}") from error
