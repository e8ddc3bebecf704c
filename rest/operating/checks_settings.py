"""Checks of the settings: names, proxies, static files, and what Django checks of a deployment."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core import checks

from ledger import signer
from ledger.errors import LedgerError
from rest.operating.findings import Check, Finding, error, warning

LOCAL = {"localhost", "127.0.0.1", "[::1]"}


def production() -> Iterator[Finding]:
    """Whether a service for others has the settings of one."""
    public = sorted(set(settings.ALLOWED_HOSTS) - LOCAL)
    if public and not settings.PRODUCTION:
        yield error(
            "settings",
            f"the service is reached as {public[0]}, but has the settings of a try-out",
            "set CIFRA_PRODUCTION=1, and CIFRA_SECRET_KEY and CIFRA_LEDGER_ORIGIN with it",
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield warning(
            "settings",
            "any host name is taken (CIFRA_ALLOWED_HOSTS=*)",
            "name the hosts under which the service is reached",
        )
    if settings.PRODUCTION and not public:
        yield warning(
            "settings",
            "the service answers to this machine's own names alone",
            "set CIFRA_ALLOWED_HOSTS to the public name",
        )


def origin() -> Iterator[Finding]:
    """Whether the log's name is the one that was signed for, and can be reached."""
    try:
        last = signer.state()
    except (LedgerError, OSError):
        return  # checks_log says so
    if last and last.origin != settings.LEDGER_ORIGIN:
        yield error(
            "settings",
            f"CIFRA_LEDGER_ORIGIN is {settings.LEDGER_ORIGIN}, but this log was signed as "
            f"{last.origin}",
            "set it back: a log keeps its name for ever",
        )
    host = settings.LEDGER_ORIGIN.partition("/")[0].partition(":")[0]
    if settings.PRODUCTION and "*" not in settings.ALLOWED_HOSTS and not _allowed(host):
        yield warning(
            "settings",
            f"the log is called {settings.LEDGER_ORIGIN}, whose host is not among "
            "CIFRA_ALLOWED_HOSTS",
            "add it there if this service answers under that name",
        )


def proxies() -> Iterator[Finding]:
    """Whether clients behind a proxy can be distinguished."""
    if settings.PRODUCTION and not settings.TRUSTED_PROXIES:
        yield warning(
            "proxies",
            "no proxy is trusted, so that all clients behind one share a single quota",
            "set CIFRA_TRUSTED_PROXIES to the number of proxies in front, usually 1; leave it if "
            "there is none",
        )


def static_files() -> Iterator[Finding]:
    """Whether pages find their styles and scripts."""
    if settings.PRODUCTION and not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        yield error(
            "settings",
            f"no static files are collected in {settings.STATIC_ROOT}: pages end with an error",
            "run manage.py collectstatic --noinput",
        )


def django() -> Iterator[Finding]:
    """What Django's own checks find."""
    for message in checks.run_checks(include_deployment_checks=settings.PRODUCTION):
        if message.is_silenced() or message.level < checks.WARNING:
            continue
        make = error if message.level >= checks.ERROR else warning
        yield make("settings", f"{message.msg} ({message.id})", message.hint or "see Django's docs")


def _allowed(host: str) -> bool:
    return any(
        host == name or (name.startswith(".") and f".{host}".endswith(name))
        for name in settings.ALLOWED_HOSTS
    )


CHECKS: list[Check] = [production, origin, proxies, static_files, django]
