"""The security log: who came in or was turned away, who decided and published, which tokens exist.

Lines of the logger `cifra.security`, written as all others are (rest.logs): what was done as INFO,
what was refused as WARNING. A person is named by pseudonym alone, as in the log of the data. Anyone
who lets people in or decides for them calls it; it decides nothing itself.
"""

import logging

logger = logging.getLogger("cifra.security")

Member = str | int | None


def done(event: str, **members: Member) -> None:
    """Write that something was done, and by or to whom."""
    _write(logging.INFO, event, event, members)


def denied(event: str, reason: str, **members: Member) -> None:
    """Write that something was tried and refused; the reason holds nothing that was typed."""
    _write(logging.WARNING, event, f"{event} refused", members | {"reason": reason})


def _write(level: int, event: str, message: str, members: dict[str, Member]) -> None:
    text = ", ".join(f"{name} {value}" for name, value in members.items() if value is not None)
    extra = {"members": {"event": event, **members}}
    logger.log(level, "%s: %s", message, text, extra=extra)
