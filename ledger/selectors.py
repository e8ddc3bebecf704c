"""Reading versions: which state of the data an answer is told as of. Any app may call these."""

from datetime import datetime

from ledger import query
from ledger.errors import NotPublished
from ledger.models import PublishedCheckpoint, Version


def version_as_of(instant: datetime) -> Version | None:
    """The newest version at `instant`; None if the first changeset came later."""
    return Version.objects.filter(at__lte=instant).order_by("-at").first()


def published_version() -> Version | None:
    """The version of the newest published checkpoint, which is what answers are told as of."""
    newest = PublishedCheckpoint.objects.order_by("-size").values("size")[:1]
    return Version.objects.filter(size=newest).first()


def published_size() -> int:
    """Its size; 0 before the first checkpoint."""
    newest = PublishedCheckpoint.objects.order_by("-size").values_list("size", flat=True).first()
    return newest or 0


def checkpoint_note(size: int) -> bytes:
    """The signed note of a published size; raises NotPublished for any other number."""
    found = query.fetch("SELECT note FROM ledger_publishedcheckpoint WHERE size = %s", [size])
    if not found:
        raise NotPublished(f"no checkpoint of size {size} was published")
    return bytes(found[0][0])
