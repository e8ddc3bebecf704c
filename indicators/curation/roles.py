"""Roles: who may draft, review and administer, as Django groups, and under which pseudonym.

Being a superuser gives no role: a group gives it, so that it can be seen who has one. A tool works
in its curator's name and may only draft, whatever other roles that person has.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, User

from indicators.curation.models import Curator
from indicators.publishing.errors import NotAllowed

CURATOR = "curator"  # drafts and submits
REVIEWER = "reviewer"  # approves, returns and publishes what others drafted
ADMINISTRATOR = "administrator"  # both, and abandons anybody's drafts
ROLES = (CURATOR, REVIEWER, ADMINISTRATOR)
DRAFTING = (CURATOR, ADMINISTRATOR)  # one of them is needed to draft


# Prefix of the token that this request came with; empty for a person. It is a context variable and
# no argument, so that no service in between can forget to pass it on.
_token: ContextVar[str] = ContextVar("token", default="")


@contextmanager
def through(token: str) -> Iterator[None]:
    """Within the block, everything is done by the tool that holds this token (its prefix)."""
    before = _token.set(token)
    try:
        yield
    finally:
        _token.reset(before)


def token() -> str:
    """Prefix of the token that the current request came with; empty if a person sent it."""
    return _token.get()


def grant(user: User, *roles: str) -> None:
    """Give a person roles, and entry to the admin."""
    for role in roles:
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])


def has(user: User | AbstractBaseUser | AnonymousUser, *roles: str) -> bool:
    """Whether the person has one of these roles, in one query."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.groups.filter(name__in=(*roles, ADMINISTRATOR)).exists()


def require(user: User | AbstractBaseUser | AnonymousUser, *roles: str) -> Curator:
    """The person's pseudonym.

    Raises NotAllowed without one of these roles, or if a tool asks for more than drafting.
    """
    if token() and roles != (CURATOR,):
        raise NotAllowed("a tool drafts and submits; the rest is for people")
    if not isinstance(user, User) or not has(user, *roles):
        raise NotAllowed(f"this needs the role {' or '.join(roles)}")
    return pseudonym(user)


def pseudonym(user: User) -> Curator:
    """The person's pseudonym, random, made when it is first needed and never changed."""
    curator, _ = Curator.objects.get_or_create(
        user=user, defaults={"code": f"curator-{secrets.token_hex(4)}"}
    )
    return curator
