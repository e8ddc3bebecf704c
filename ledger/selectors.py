"""Versions for readers: which state of the data an answer shows."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from ledger.database import query
from ledger.errors import NotPublished
from ledger.models import PublishedCheckpoint, Version


def version_as_of(instant: datetime) -> Version | None:
    """The newest version at `instant`; None if the first changeset came later."""
    return Version.objects.filter(at__lte=instant).order_by("-at").first()


def published_version() -> Version | None:
    """The newest version that has a checkpoint, which is what answers show.

    Checkpoints may reach further: a mirror has them of versions that it doesn't understand yet.
    """
    signed = Exists(PublishedCheckpoint.objects.filter(size=OuterRef("size")))
    return Version.objects.filter(signed).order_by("-size").first()


def published_size() -> int:
    """The size of the newest published checkpoint, understood here or not; 0 before the first."""
    newest = PublishedCheckpoint.objects.order_by("-size").values_list("size", flat=True).first()
    return newest or 0


def checkpoint_note(size: int) -> bytes:
    """The signed note of a published size; raises NotPublished for any other number."""
    found = query.fetch("SELECT note FROM ledger_publishedcheckpoint WHERE size = %s", [size])
    if not found:
        raise NotPublished(f"no checkpoint of size {size} was published")
    return bytes(found[0][0])
