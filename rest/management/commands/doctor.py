"""manage.py doctor: what is wrong with this installation, and what to do.

Exit code 0 if there is no error, 1 if there is one; warnings alone are 0.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rest.operating import doctor
from rest.operating.findings import ERROR


class Command(BaseCommand):
    help = (
        "Look at settings, keys, permissions, disk, clock, versions, migrations and the log: what "
        "is wrong, and what to do. Changes nothing."
    )
    requires_system_checks: list[str] = []  # they are part of what is looked at

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--strict", action="store_true", help="exit code 1 for warnings, too")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(doctor.findings())
        for finding in found:
            self.stdout.write(
                f"{finding.level:7} {finding.subject}: {finding.fault}\n        {finding.advice}"
            )
        errors = sum(finding.level == ERROR for finding in found)
        warnings = len(found) - errors
        counted = f"{errors} errors, {warnings} warnings"
        if errors or (options["strict"] and warnings):
            raise CommandError(f"{counted}.")
        self.stdout.write(f"Nothing is wrong: {counted}." if found else "Nothing is wrong.")
