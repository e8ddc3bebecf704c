"""The form of what `manage.py doctor` finds; its checks yield these, and none where all is well."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Finding:
    """What is wrong with a subject (settings, keys, disk, ...), and what to do."""

    level: str
    subject: str
    fault: str
    advice: str


Check = Callable[[], Iterable[Finding]]


def error(subject: str, fault: str, advice: str) -> Finding:
    """A finding that keeps the service from working or from being safe."""
    return Finding(ERROR, subject, fault, advice)


def warning(subject: str, fault: str, advice: str) -> Finding:
    """A finding that will be one later, or is one for many installations."""
    return Finding(WARNING, subject, fault, advice)
