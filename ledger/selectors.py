"""Reading versions: which state of the data an answer is told as of. Any app may call these."""

from datetime import datetime

from ledger.models import Version


def version_as_of(instant: datetime) -> Version | None:
    """The newest version at `instant`; None if the first changeset came later."""
    return Version.objects.filter(at__lte=instant).order_by("-at").first()


def published_version() -> Version | None:
    """The newest version that is served; None before the first one."""
    return Version.objects.order_by("-size").first()
