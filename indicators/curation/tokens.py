"""Tokens with which tools draft in a curator's name: made once, shown once, revoked, expired.

The text of a token is not kept, only its SHA-256; 256 random bits need no slow hash.
"""

import hashlib
import secrets
from datetime import UTC, date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from indicators.curation import roles
from indicators.curation.models import Curator, Token
from indicators.publishing.errors import ActUnusable, NotAllowed
from ledger import security_log

BEGINNING = "cifra_drafts_"  # what scanners for leaked secrets look for
MAX_DAYS = 366
MAX_IN_USE = 20  # of one curator


def make(name: str, days: int, *, by: User) -> tuple[Token, str]:
    """A new token of this person, valid for so many days, and its text, which is shown only once.

    Raises NotAllowed without the role curator, ActUnusable for an unusable name or time.
    """
    curator = roles.require(by, roles.CURATOR)
    if not name.strip() or len(name) > 100:
        raise ActUnusable("a token needs a name of 1 to 100 characters: the tool that holds it")
    if not 1 <= days <= MAX_DAYS:
        raise ActUnusable(f"a token is valid for 1 to {MAX_DAYS} days")
    prefix, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    text = f"{BEGINNING}{prefix}_{secret}"
    with transaction.atomic():
        Curator.objects.select_for_update().get(pk=curator.pk)
        if in_use(curator).count() >= MAX_IN_USE:
            raise ActUnusable(f"{MAX_IN_USE} tokens are in use: revoke one first")
        token = Token.objects.create(
            prefix=prefix, sha256=_digest(text), curator=curator, name=name.strip(),
            expires_on=_today() + timedelta(days=days),
        )  # fmt: skip
    security_log.done("token-made", account=curator.code, token=prefix)
    return token, text


def revoke(prefix: str, *, by: User) -> Token:
    """End a token at once, as its curator or an administrator, and return it."""
    curator = roles.require(by, roles.CURATOR)
    token = Token.objects.filter(prefix=prefix, revoked_at__isnull=True).first()
    if token is None:
        raise ActUnusable(f"no token {prefix[:8]!r} is in use")
    if token.curator_id != curator.pk and not roles.has(by, roles.ADMINISTRATOR):
        raise NotAllowed("only its curator or an administrator revokes a token")
    token.revoked_at = datetime.now(UTC)
    token.save(update_fields=["revoked_at"])
    security_log.done("token-revoked", account=curator.code, token=token.prefix)
    return token


def shown(by: User) -> QuerySet[Token]:
    """The tokens that a person may see: their own; all of them for an administrator."""
    curator = roles.require(by, roles.CURATOR)
    mine = Q() if roles.has(by, roles.ADMINISTRATOR) else Q(curator=curator)
    return Token.objects.select_related("curator").filter(mine)


def in_use(curator: Curator) -> QuerySet[Token]:
    """The tokens of a curator that are valid today."""
    return Token.objects.filter(curator=curator, revoked_at__isnull=True, expires_on__gte=_today())


def serves(token: Token) -> bool:
    """Whether this token is valid today."""
    return token.revoked_at is None and token.expires_on >= _today()


def of(text: str) -> Token | None:
    """The token in use whose text this is, with its curator and person; None if there is none.

    One query by key. None, too, where the person has left (they are gone, or not active any more)
    or may not draft any more: a token serves only while its curator has the role.
    """
    prefix, _, secret = text.removeprefix(BEGINNING).partition("_")
    if not text.startswith(BEGINNING) or len(prefix) != 8 or not prefix.isascii() or not secret:
        return None
    found = (
        Token.objects.select_related("curator__user")
        .filter(prefix=prefix, revoked_at__isnull=True, expires_on__gte=_today())
        .filter(curator__user__is_active=True, curator__user__groups__name__in=roles.DRAFTING)
        .first()
    )
    if found is None or not secrets.compare_digest(found.sha256, _digest(text)):
        return None
    return found


def used(token: Token) -> None:
    """Save today as the day of the last use; written at most once a day."""
    if token.last_used_on != (today := _today()):
        Token.objects.filter(pk=token.pk).update(last_used_on=today)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def _today() -> date:
    return datetime.now(UTC).date()
