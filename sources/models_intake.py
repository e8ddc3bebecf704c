"""Files that curators upload; no part of the log, which needs none of them."""

from typing import Any

from django.conf import settings
from django.db import models

from sources.extraction.model import UNRELIABLE

LAYOUT = ".layout.zip"
SHOWN = 5  # warnings of one kind that are shown at once


def stored_as(upload: "Upload", name: str) -> str:
    """Path of a file in the storage: the hash of the bytes, never the name that they came with.

    The layout of their text lies beside them, with an ending of its own.
    """
    ending = LAYOUT if name.endswith(LAYOUT) else ""
    return f"{upload.sha256[:2]}/{upload.sha256}{ending}"


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
    warnings = models.JSONField(
        default=list, help_text="What a person has to know of the text: code, detail, page, place."
    )
    layout = models.FileField(
        upload_to=stored_as, max_length=200, blank=True,
        help_text="Where characters stand on their pages; empty where nothing is known.",
    )  # fmt: skip
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:12]})"

    def unreliable(self) -> str:
        """Why nobody can say that all numbers of the text are accounted for; empty if one can."""
        reasons = dict.fromkeys(
            warning["detail"] for warning in self.warnings if warning["code"] in UNRELIABLE
        )
        if self.silent_pages:
            pages = ", ".join(map(str, self.silent_pages))
            reasons[f"pages that are pictures, whose numbers are not read: {pages}"] = None
        return "; ".join(reasons)

    def warning_groups(self) -> list[dict[str, Any]]:
        """The warnings by their kind, each with how many there are and the first few of them."""
        groups: dict[str, list[dict[str, Any]]] = {}
        for warning in self.warnings:
            groups.setdefault(warning["code"], []).append(warning)
        return [
            {"code": code, "count": len(found), "first": found[:SHOWN], "more": found[SHOWN:]}
            for code, found in groups.items()
        ]

    def doubts(self) -> list[tuple[int, int, str]]:
        """The places of the text that a warning is about: start, end, and what it says."""
        return [
            (warning["start"], warning["end"], str(warning["detail"]))
            for warning in self.warnings
            if warning["start"] is not None
        ]

    def page_of(self, offset: int) -> int | None:
        """The number (from 1) of the page that a code point is on, None without pages."""
        return sum(start <= offset for start in self.pages) or None
