"""What operators watch of curation: drafts that wait, and whether people can approve them."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Count

from indicators.curation import roles
from indicators.curation.models import DraftChangeset, Status
from indicators.models import Observation, Rendered
from rest.operating.exposition import Gauge
from rest.operating.findings import Finding, error, warning
from rest.read_state import REVISION

WAITING = (Status.SUBMITTED, Status.APPROVED)
DEMONSTRATION = ("ana", "luis")  # whom create_demo_curators makes


def gauges() -> list[Gauge]:
    """Drafts that wait for a reviewer, and drafts that are approved and not published."""
    rows = DraftChangeset.objects.filter(status__in=WAITING).values_list("status")
    numbers = dict(rows.annotate(Count("pk")).order_by())
    return [
        (f"cifra_drafts_{status}", f"Drafts that are {status}.", numbers.get(status, 0))
        for status in WAITING
    ]


def findings() -> Iterator[Finding]:
    """Who is missing or should not be there, and what is served slowly."""
    able = {
        role: set(
            User.objects.filter(
                is_active=True, groups__name__in=(role, roles.ADMINISTRATOR)
            ).values_list("pk", flat=True)
        )
        for role in (roles.CURATOR, roles.REVIEWER)
    }
    if len(able[roles.CURATOR] | able[roles.REVIEWER]) < 2 and not settings.ONE_PERSON:
        yield warning(
            "people",
            "nobody can publish through the pages: one drafts, and another one approves",
            "make accounts and put them into the groups curator, reviewer or administrator (admin, "
            "Users); a person alone sets CIFRA_ONE_PERSON=1",
        )
    if settings.PRODUCTION and (
        found := User.objects.filter(username__in=DEMONSTRATION, is_active=True).first()
    ):
        yield error(
            "people",
            f"the demonstration account {found.username} can log in",
            "make it inactive in the admin, or give it a password of its own and another name",
        )
    newest = Observation.objects.order_by("-entry_id").values_list("entry_id", flat=True).first()
    if newest is not None and not Rendered.objects.filter(entry=newest, revision=REVISION).exists():
        yield warning(
            "figures",
            "they are not stored in this software's form, so that answers are made slowly",
            "run manage.py render, while the service runs",
        )
