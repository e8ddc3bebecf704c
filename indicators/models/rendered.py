"""What is kept ready to be served: a cache, no part of the log."""

from django.db import models

from ledger.models import Cached


class Rendered(Cached):
    """An observation as served at one representation revision, without what the version changes.

    A cache: `manage.py render` fills it, and an observation that has no row here is rendered anew
    each time that it is read.
    """

    pk = models.CompositePrimaryKey("entry", "revision")
    entry = models.BigIntegerField(help_text="Index of the observation's entry.")
    revision = models.PositiveIntegerField(help_text="Of the representation.")
    body = models.TextField(help_text="The JSON object.")
    line = models.TextField(help_text="The cells of the CSV line.")

    class Meta:
        verbose_name_plural = "rendered"

    def __str__(self) -> str:
        return f"{self.entry} at revision {self.revision}"
