"""Files that curators upload; no part of the log, which needs none of them."""

from django.conf import settings
from django.db import models


def stored_as(upload: "Upload", _: str) -> str:
    """Path of the bytes in the file storage: their hash, never the name that they came with."""
    return f"{upload.sha256[:2]}/{upload.sha256}"


class Upload(models.Model):
    """A file with the text that was taken from it; one row per SHA-256 of the bytes."""

    sha256 = models.CharField(max_length=64, unique=True, help_text="Of the bytes, lowercase hex.")
    content = models.FileField(upload_to=stored_as, max_length=200)
    name = models.CharField(max_length=200, help_text="The file's name as it came.")
    bytes = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    text = models.TextField(help_text="Canonical text; offsets count its Unicode code points.")
    text_sha256 = models.CharField(max_length=64, db_index=True)
    extractor = models.CharField(max_length=100, help_text="Reader and version that took the text.")
    pages = models.JSONField(help_text="Offsets at which pages start; empty without pages.")
    silent_pages = models.JSONField(help_text="Numbers of pages that are pictures without text.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:12]})"

    def page_of(self, offset: int) -> int | None:
        """The number (from 1) of the page that a code point is on, None without pages."""
        return sum(start <= offset for start in self.pages) or None
