"""API keys: free, and only to give their holder a larger quota; reading needs none."""

import hashlib
import secrets
from datetime import UTC, date, datetime
from typing import Self

from django.db import models

from ledger import security_log

PREFIX = "cifra_"


class ApiKey(models.Model):
    """A key as the service knows it: a hash, never the key itself; not part of the log."""

    prefix = models.CharField(primary_key=True, max_length=8, help_text="First part of the key.")
    sha256 = models.CharField(max_length=64, help_text="SHA-256 of the whole key.")
    name = models.CharField(max_length=100, help_text="Whose it is, for the operator.")
    created_on = models.DateField()
    last_used_on = models.DateField(null=True, help_text="The day, no closer.")
    revoked_on = models.DateField(null=True)

    class Meta:
        verbose_name = "API key"
        verbose_name_plural = "API keys"

    def __str__(self) -> str:
        return f"{self.prefix} {self.name}"

    @classmethod
    def make(cls, name: str) -> tuple[Self, str]:
        """A new key, saved, and its text, which is kept nowhere."""
        prefix, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
        text = f"{PREFIX}{prefix}_{secret}"
        key = cls.objects.create(
            prefix=prefix, sha256=_digest(text), name=name, created_on=_today()
        )
        security_log.done("api-key-made", key=prefix)
        return key, text

    @classmethod
    def of(cls, text: str) -> Self | None:
        """The key in use whose text this is, or None; one query by primary key."""
        prefix = text.removeprefix(PREFIX).partition("_")[0]
        if not text.startswith(PREFIX) or len(prefix) != 8 or not prefix.isascii():
            return None
        found = cls.objects.filter(prefix=prefix, revoked_on__isnull=True).first()
        if found and secrets.compare_digest(found.sha256, _digest(text)):
            return found
        return None

    def used(self) -> None:
        """Remember the day; written once a day."""
        if self.last_used_on != (today := _today()):
            type(self).objects.filter(pk=self.pk).update(last_used_on=today)

    def revoke(self) -> None:
        """From now on the key is none."""
        self.revoked_on = _today()
        self.save(update_fields=["revoked_on"])
        security_log.done("api-key-revoked", key=self.prefix)


def key_in_use(text: str) -> ApiKey | None:
    """The API key whose text this is, if it is in use; its day of use is remembered."""
    if key := ApiKey.of(text):
        key.used()
    return key


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def _today() -> date:
    return datetime.now(UTC).date()
