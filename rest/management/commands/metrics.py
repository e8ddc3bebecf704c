"""manage.py metrics: the numbers for Prometheus, on an address of their own."""

from argparse import ArgumentParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from rest.operating import exposition

PATH = "/metrics"


class Command(BaseCommand):
    help = (
        "Serves numbers on the log, the signer, the disk and all workers' requests for Prometheus, "
        "until it is stopped. Run one beside the service, on the same state folder."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="keep it from the public")
        parser.add_argument("--port", type=int, default=9464)
        parser.add_argument("--once", action="store_true", help="print them and end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(exposition.text(), ending="")
            return
        address = (options["host"], options["port"])
        try:
            server = ThreadingHTTPServer(address, Handler)
        except OSError as error:
            raise CommandError(f"{address[0]}:{address[1]} cannot be used: {error}") from error
        self.stdout.write(f"http://{address[0]}:{address[1]}{PATH}")
        self.stdout.flush()
        with server:
            server.serve_forever()


class Handler(BaseHTTPRequestHandler):
    """Answers GET /metrics, and nothing else."""

    server_version, sys_version = "cifra", ""
    timeout = 10  # seconds that a client may be silent

    def do_GET(self) -> None:
        """Answer with all numbers."""
        if self.path.partition("?")[0] != PATH:
            self.send_error(404)
            return
        try:
            body = exposition.text().encode()
        finally:
            connection.close()  # each scrape has a thread of its own
        self.send_response(200)
        self.send_header("Content-Type", exposition.MEDIA_TYPE)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a scrape each few seconds would fill the log."""
