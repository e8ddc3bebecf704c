"""manage.py render: the stored JSON and CSV of every observation, made where it is missing."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from indicators.models import Observation
from indicators.publishing.rendered import render
from rest.read_state import REVISION

SECONDS = 5  # between two lines of progress


class Command(BaseCommand):
    help = (
        "Renders the observations that have no JSON and CSV stored for this software's "
        "representation revision, and removes those of older revisions. Answers are the same "
        "without it, only slower. It may be stopped at any time; the next run goes on."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        total = Observation.objects.count()
        began = reported = time.monotonic()
        seen = rendered = 0
        for progress in render():
            seen, rendered = progress.seen, progress.rendered
            if time.monotonic() - reported > SECONDS:
                reported = time.monotonic()
                self.stdout.write(f"{seen} of {total}, {rate(rendered, reported - began)}")
        took = time.monotonic() - began
        self.stdout.write(
            f"{rendered} of {seen} observations rendered for revision {REVISION}, "
            f"{rate(rendered, took)}."
        )


def rate(rendered: int, seconds: float) -> str:
    return f"{rendered / max(seconds, 0.001):.0f} a second"
