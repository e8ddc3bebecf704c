"""read FILE: every number that the reader finds in a file, as lines of JSON."""

import re
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sources.extraction import Extracted
from sources.inspection import numerals_of, with_warnings
from sources.management.lines import extracted, print_lines, readable
from sources.numerals import UnreadableText


class Command(BaseCommand):
    help = (
        "Prints what the reader finds in FILE (PDF, HTML, DOCX or text): a line of JSON for each "
        "number, then one with the warnings of the extraction. Nothing is stored."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--language", default="en", help="of the text: en, es, ...; else en")
        parser.add_argument("--area", default="", help="that it is about: PE, PE-LIM, ...")

    def handle(self, *args: Any, **options: Any) -> None:
        language, country = readable(options["language"]), _country(options["area"])
        file = extracted(options["file"])
        try:
            print_lines(self.stdout, _rows(file, language, country))
        except UnreadableText as error:
            raise CommandError(f"{options['file']} can't be read: {error}") from error


def _rows(file: Extracted, language: str, country: str | None) -> Iterator[dict[str, Any]]:
    yield from with_warnings(numerals_of(file.text, language, country), file.warnings)
    yield {"warnings": [asdict(warning) for warning in file.warnings]}


def _country(area: str) -> str | None:
    """The country of an area's code, None without an area."""
    if not area:
        return None
    if not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9-]{1,60})?", area):
        raise CommandError(f"{area[:40]!r} is no code of an area: PE or PE-LIM, for example")
    return area[:2]
