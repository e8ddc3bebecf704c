"""Requests of tools to /v1/drafts: who sends them, what their bodies hold, which state they saw.

Maps HTTP onto the services of curation and back: what these refuse becomes a problem. Only
drafts_api calls it.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from indicators.curation import roles, tokens
from indicators.curation.drafts_serializers import act_payload, draft_payload, finding_payload
from indicators.curation.models import DraftAct, DraftChangeset, Token
from indicators.figures import members
from indicators.publishing.errors import (
    ActUnusable,
    ChangesetRejected,
    CurationError,
    DraftChanged,
    DraftClosed,
    Finding,
    InvalidStatements,
    NotAllowed,
)
from rest import etags
from rest.errors import ApiError, ParameterError, bad_request

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Cifra drafts"'}


class ToolAuthentication(BaseAuthentication):
    """The curator of a token, and the token; nothing else says who sends a request."""

    def authenticate(self, request: Request) -> tuple[User, Token]:
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        token = tokens.of(text.strip()) if scheme.lower() == "bearer" else None
        if token is None or token.curator.user is None:
            detail = "Expected Authorization: Bearer <token>, with a token for drafts in use."
            raise ApiError(401, "not-authenticated", "Not authenticated", detail, headers=CHALLENGE)
        tokens.used(token)
        return token.curator.user, token

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE["WWW-Authenticate"]


def token_of(request: Request) -> Token:
    """The token of the request; every address needs one."""
    assert isinstance(request.auth, Token)
    return request.auth


@contextmanager
def as_token_user(request: Request) -> Iterator[User]:
    """Yield the token's curator; what is done within is done by the token in their name.

    What services refuse becomes a problem: ApiError 403, 409, 412 or 422.
    """
    assert isinstance(request.user, User)
    try:
        with roles.through(token_of(request).prefix):
            yield request.user
    except NotAllowed as error:
        raise ApiError(403, "forbidden", "Forbidden", str(error)) from None
    except DraftClosed as error:
        raise ApiError(409, "draft-closed", "Draft closed", str(error)) from None
    except DraftChanged as error:
        now = _now(error.now, request)
        raise ApiError(
            412, "precondition-failed", "Changed meanwhile", str(error), now=now
        ) from None
    except InvalidStatements as error:
        raise unprocessable(error.findings) from None
    except ChangesetRejected as error:
        detail = f"{len(error.findings)} findings block it; nothing was changed."
        findings = [finding_payload(finding) for finding in error.findings]
        raise ApiError(422, "checks-failed", "Checks failed", detail, findings=findings) from None
    except (ActUnusable, CurationError) as error:
        raise unprocessable([Finding("draft", "unusable", str(error))]) from None


def _now(thing: Any, request: Request) -> dict[str, Any] | None:
    if isinstance(thing, DraftAct):
        return act_payload(thing)
    return draft_payload(thing, request) if isinstance(thing, DraftChangeset) else None


def unprocessable(findings: Sequence[Finding]) -> ApiError:
    """The error 422 with every finding."""
    how_many = "1 finding" if len(findings) == 1 else f"{len(findings)} findings"
    detail = f"{how_many}; nothing was changed. {findings[0].where}: "
    payload = [finding_payload(finding) for finding in findings]
    return ApiError(422, "unusable", "Unusable", detail + findings[0].detail, findings=payload)


def body_members(request: Request, *names: str) -> list[Any]:
    """The values of the body's members, which must be these. Raises ApiError 422, naming each."""
    body = request.data
    if not isinstance(body, dict):
        raise unprocessable([Finding("body", "shape", "expected a JSON object")])
    wrong = [Finding(f"body: {name[:80]}", "unknown-member", f"there are {', '.join(names)}")
             for name in body if name not in names]  # fmt: skip
    wrong += [Finding(f"body: {name}", "shape", "is missing") for name in names if name not in body]
    if wrong:
        raise unprocessable(wrong)
    return [body[name] for name in names]


def validated_body(request: Request, forms: members.Forms) -> list[Any]:
    """The values of the body's members, validated against their JSON Schemas.

    Raises ApiError 422 with every error.
    """
    values = body_members(request, *forms)
    wrong = [
        Finding(f"body: {name}", "shape", members.expected(form))
        for (name, form), value in zip(forms.items(), values, strict=True)
        if not members.fits(value, form)
    ]
    if wrong:
        raise unprocessable(wrong)
    return values


def if_match_revision(
    request: Request, letter: str, pk: int, *, required: bool = True
) -> int | None:
    """The revision that If-Match names; -1, which no draft or act has, if it names something else.

    None without the header, where it isn't required. A tag counts whether weak or not: it names a
    revision, and proxies that compress weaken it. Raises ApiError 428 without If-Match where it is
    required, 400 if it is no single tag: `*` and lists don't say which state the client saw.
    """
    header = request.headers.get("If-Match")
    if header is None:
        if not required:
            return None
        detail = "Send If-Match with the etag of what you saw, so that nobody's work is lost."
        raise ApiError(428, "precondition-required", "Precondition required", detail)
    tag = etags.single(header)
    if tag is None:
        detail = "expected one etag as it was sent, with its quotation marks"
        raise bad_request([ParameterError("If-Match", "invalid", detail)])
    found = re.fullmatch(rf'"{letter}{pk}\.([0-9]{{1,9}})"', tag)
    return int(found[1]) if found else -1
