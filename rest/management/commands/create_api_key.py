"""create_api_key: make a key that gives its holder a larger quota, or revoke one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rest.models import ApiKey


class Command(BaseCommand):
    help = (
        "Makes an API key and prints it, once: only its hash is kept. With --revoke PREFIX a key "
        "is ended, with --list all are listed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("name", nargs="?", help="whose key it is, at most 100 characters")
        what.add_argument("--revoke", metavar="PREFIX")
        what.add_argument("--list", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self._list()
        elif options["revoke"]:
            self._revoke(options["revoke"])
        else:
            self._make(options["name"].strip())

    def _make(self, name: str) -> None:
        if not 0 < len(name) <= 100:
            raise CommandError("A name has 1 to 100 characters.")
        _, text = ApiKey.make(name)
        self.stdout.write(f"{text}\n\nSend it as  Authorization: Bearer <key>.  It is told once.")

    def _revoke(self, prefix: str) -> None:
        key = ApiKey.objects.filter(prefix=prefix, revoked_on__isnull=True).first()
        if key is None:
            raise CommandError(f"No key in use begins with {prefix!r}.")
        key.revoke()
        self.stdout.write(f"{key} is revoked.")

    def _list(self) -> None:
        for key in ApiKey.objects.order_by("created_on", "prefix"):
            state = f"revoked {key.revoked_on}" if key.revoked_on else "in use"
            used = key.last_used_on or "never"
            details = f"made {key.created_on}, used {used}, {state}"
            self.stdout.write(f"{key.prefix}  {key.name}: {details}")
