"""create_demo_curators: two people for trying out curation, one who drafts and one who approves."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from indicators.curation import roles

PEOPLE = {"ana": ("drafts", roles.CURATOR), "luis": ("approves", roles.REVIEWER)}


class Command(BaseCommand):
    help = (
        "Creates the curators ana and luis with random passwords, which are printed this once. "
        "Whoever exists stays as they are. Refused in production."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--new-passwords", action="store_true", help="give new ones to those who exist"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Demonstration curators are refused where CIFRA_PRODUCTION is set.")
        for name, (does, role) in PEOPLE.items():
            user, created = User.objects.get_or_create(username=name, defaults={"is_staff": True})
            roles.grant(user, role)
            if created or options["new_passwords"]:
                password = secrets.token_hex(8)
                user.set_password(password)
                user.save()
                self.stdout.write(f"Curator {name:<5} {does:<9} password {password}")
            else:
                self.stdout.write(f"Curator {name:<5} {does:<9} password as printed at first")
