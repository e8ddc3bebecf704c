"""import_statements FILE: draft the figures of a CSV or YAML file, after looking at all of it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from indicators.curation import imports
from indicators.publishing.errors import CurationError, PublicationError


class Command(BaseCommand):
    help = (
        "Reads statements of one release from FILE (.csv or .yaml), finds their quotes in its text "
        "and checks them: every error with its row. Only looks, unless --save is given; then it "
        "makes a draft, which its curator submits and another person approves."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--release", required=True, help="id of a release whose text is held")
        parser.add_argument("--by", required=True, help="user name of the curator who drafts")
        parser.add_argument("--message", default="", help="one sentence for the history")
        parser.add_argument("--save", action="store_true", help="make the draft")

    def handle(self, *args: Any, **options: Any) -> None:
        by = User.objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(f"there is no user {options['by']!r}")
        if not options["file"].is_file():
            raise CommandError(f"{options['file']} is no file")
        message = options["message"] or f"Add figures of {options['release']}"
        try:
            drafted, draft = imports.import_statements(
                imports.rows_of(options["file"]), release=options["release"], message=message,
                by=by, save=options["save"],
            )  # fmt: skip
        except (CurationError, PublicationError) as error:
            raise CommandError(str(error)) from error
        for finding in drafted.advisory:
            self.stdout.write(f"look at: {finding}")
        count = len(drafted.contents)
        if draft:
            self.stdout.write(f"{count} statements drafted: draft {draft.pk}.")
        else:
            self.stdout.write(f"{count} statements would be drafted; add --save to do it.")
