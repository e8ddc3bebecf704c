"""demo, which `make run` calls: from an empty folder to a service with real figures."""

import socket
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from indicators.models import Observation
from rest.management.commands.serve import become_server
from sources.models import Release

HOST = "127.0.0.1"
EXAMPLE = "/v1/observations?indicator=coca-cultivation-area&area=PE&period=2012"


class Command(BaseCommand):
    help = (
        "Migrates, publishes and signs the seed documents, holds their texts where they lie, "
        "creates two demonstration curators and serves. Running it again adds only what is missing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--texts",
            type=Path,
            default=settings.BASE_DIR.parent / "shared" / "seeds",
            help="folder with the seed documents' texts, which this repository does not hold",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demonstration is refused where CIFRA_PRODUCTION is set.")
        require_free(options["port"])
        self._prepare(options["texts"])
        self._write_addresses(f"http://{HOST}:{options['port']}")
        # Ctrl-C waits two seconds for answers that are under way.
        quiet = ("--log-level=error", "--workers-kill-timeout=2")
        become_server(HOST, options["port"], 2, *quiet)

    def _prepare(self, texts: Path) -> None:
        """The database, the seeds, their texts, the curators and the admin's static files."""
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write("Loading the seed documents:")
        call_command("load_seeds", texts=texts, stdout=self.stdout)
        call_command("publish_checkpoint", stdout=self.stdout)
        if texts.is_dir():
            call_command("attach_texts", texts, stdout=self.stdout)
        else:
            self.stdout.write(f"No texts at {texts}: figures and quotes are served without them.")
        call_command("create_demo_curators", stdout=self.stdout)

    def _write_addresses(self, base: str) -> None:
        """Write the addresses to open."""
        figures = Observation.objects.filter(known_to__isnull=True).count()
        documents = Release.objects.filter(known_to__isnull=True).count()
        self.stdout.write(
            f"\n{figures} figures of {documents} documents are served now. Open:\n\n"
            f"  start page   {base}/\n"
            f"  entry point  {base}/v1/\n"
            f"  docs         {base}/v1/docs\n"
            f"  admin        {base}/admin/\n"
            f"  curation     {base}/admin/curation/\n"
            f"  an example   {base}{EXAMPLE}\n\n"
            "Ctrl-C stops it."
        )


def require_free(port: int) -> None:
    """Raise CommandError if nobody could listen on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Port {port} cannot be used: {error}. Stop what runs there, or choose another "
                f"one: make run PORT={port + 1}"
            ) from None
