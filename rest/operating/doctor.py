"""Everything that is wrong with an installation: all checks of `manage.py doctor`, in order.

They look, and change nothing. Checks of other apps are named in settings.DOCTOR.
"""

from collections.abc import Iterator

from django.conf import settings
from django.db import Error
from django.utils.module_loading import import_string

from rest.operating import checks_log, checks_machine, checks_settings
from rest.operating.findings import Check, Finding

CHECKS: list[Check] = [*checks_settings.CHECKS, *checks_machine.CHECKS, *checks_log.CHECKS]


def findings() -> Iterator[Finding]:
    """What is wrong, in the order in which to mend it."""
    for check in [*CHECKS, *map(import_string, settings.DOCTOR)]:
        try:
            yield from check()
        except Error:
            continue  # out of reach, or not migrated: a check of its own says so
