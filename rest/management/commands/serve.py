"""serve: become the server, with the options that the documentation and every set-up use."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from rest.serving.command import APPLICATION, CONNECTIONS, command_line

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]


class Command(BaseCommand):
    help = "Serves with granian, until it is stopped. Further options of granian follow after --."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=3)
        parser.add_argument("more", nargs="*", help="options of granian, after --")

    def handle(self, *args: Any, **options: Any) -> None:
        become_server(options["host"], options["port"], options["workers"], *options["more"])


def become_server(host: str, port: int, workers: int, *more: str) -> None:
    """Turn this process into granian; does not return."""
    arguments = command_line(host, port, workers, *more)
    os.chdir(settings.BASE_DIR)
    _allow_connections(CONNECTIONS * 2)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *arguments, APPLICATION])


def _allow_connections(wanted: int) -> None:
    """Let a process hold so many open files, as far as the system lets us."""
    if resource is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
