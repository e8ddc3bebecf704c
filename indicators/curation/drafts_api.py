"""The write API for tools: /v1/drafts. A tool drafts in its curator's name; people decide.

Answers only to tokens of indicators.curation.tokens, told by Authorization: Bearer; never to
cookies, so no page of another site can use a session. There is no address that approves, publishes
or undoes, and the services refuse those to a token as well. Whatever is changed is named with the
state that was seen (If-Match); if it is another one by now, the answer tells it (RFC 9110, 13.1.1;
RFC 6585, 3). Every change goes through curation and statements; this module maps HTTP onto them.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

from indicators.curation import drafts, roles, statements, tokens
from indicators.curation.drafts_serializers import (
    ActListSerializer,
    ActSerializer,
    AdditionSerializer,
    DraftListSerializer,
    DraftSerializer,
    DryRunSerializer,
    OpeningSerializer,
    SavedActsSerializer,
    StatementSerializer,
    act_tag,
    act_told,
    draft_tag,
    draft_told,
    finding_told,
)
from indicators.curation.models import DraftAct, DraftChangeset, Status, Token
from indicators.figures import members
from indicators.publishing.errors import (
    ActUnusable,
    ChangesetRejected,
    CurationError,
    DraftChanged,
    DraftClosed,
    Finding,
    NotAllowed,
    StatementsRefused,
)
from rest.errors import ApiError, ParameterError, bad_request

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Cifra drafts"'}
PAGE = 100
NUMBER = re.compile(r"[1-9][0-9]{0,15}")
# One entity tag (RFC 9110, 8.8.3): any state of anything, though only one is the one that stands.
TAG = re.compile(r'(W/)?"[!#-~]{1,80}"')

STATUS = OpenApiParameter(
    "status", str, enum=Status.values, description="Only drafts of this status."
)
ID = {"type": "integer", "minimum": 0, "maximum": 10**15 - 1}
BEFORE = OpenApiParameter("before", ID, description="Only drafts that are older than this one.")
AFTER = OpenApiParameter("after", ID, description="Only acts that come after this one.")
PAGE_SIZE = OpenApiParameter(
    "page_size", {"type": "integer", "minimum": 1, "maximum": 1000, "default": PAGE},
    description="Rows per page.",
)  # fmt: skip
DRY_RUN = OpenApiParameter("dry_run", bool, description="true: only look, change nothing.")


def if_match(what: str, *, required: bool = True) -> OpenApiParameter:
    told = f"The etag of the {what} as you saw it."
    form = {"type": "string", "pattern": f"^{TAG.pattern}$"}
    return OpenApiParameter(
        "If-Match", form, OpenApiParameter.HEADER, required=required, description=told
    )


class ToolAuthentication(BaseAuthentication):
    """The curator of a token, and the token. Nothing else tells who asks."""

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
    """The token that was asked with; every address needs one."""
    assert isinstance(request.auth, Token)
    return request.auth


@contextmanager
def acting(request: Request) -> Iterator[User]:
    """Yield the token's person: what is done within is done by the token in their name.

    What services refuse becomes a problem.
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
    except StatementsRefused as error:
        raise unusable(error.findings) from None
    except ChangesetRejected as error:
        detail = f"{len(error.findings)} findings block it; nothing was changed."
        findings = [finding_told(finding) for finding in error.findings]
        raise ApiError(422, "checks-failed", "Checks failed", detail, findings=findings) from None
    except (ActUnusable, CurationError) as error:
        raise unusable([Finding("draft", "unusable", str(error))]) from None


def _now(thing: Any, request: Request) -> dict[str, Any] | None:
    if isinstance(thing, DraftAct):
        return act_told(thing)
    return draft_told(thing, request) if isinstance(thing, DraftChangeset) else None


def unusable(findings: Sequence[Finding]) -> ApiError:
    """422 with every finding."""
    how_many = "1 finding" if len(findings) == 1 else f"{len(findings)} findings"
    detail = f"{how_many}; nothing was changed. {findings[0].where}: "
    told = [finding_told(finding) for finding in findings]
    return ApiError(422, "unusable", "Unusable", detail + findings[0].detail, findings=told)


def body_of(request: Request, *names: str) -> list[Any]:
    """These members of the body, all of which must be there. Raises ApiError 422, naming each."""
    body = request.data
    if not isinstance(body, dict):
        raise unusable([Finding("body", "shape", "expected a JSON object")])
    wrong = [Finding(f"body: {name[:80]}", "unknown-member", f"there are {', '.join(names)}")
             for name in body if name not in names]  # fmt: skip
    wrong += [Finding(f"body: {name}", "shape", "is missing") for name in names if name not in body]
    if wrong:
        raise unusable(wrong)
    return [body[name] for name in names]


def formed(request: Request, forms: members.Forms) -> list[Any]:
    """The same for members that have to be of these forms."""
    told = body_of(request, *forms)
    wrong = [
        Finding(f"body: {name}", "shape", members.expected(form))
        for (name, form), value in zip(forms.items(), told, strict=True)
        if not members.fits(value, form)
    ]
    if wrong:
        raise unusable(wrong)
    return told


Reader = Callable[[str], Any]


def whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise ValueError("expected a whole number")
    return int(text)


def size(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= 1000:
        raise ValueError("expected a whole number from 1 to 1000")
    return int(text)


def truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("expected true or false")
    return text == "true"


def status(text: str) -> str:
    if text not in Status.values:
        raise ValueError(f"expected one of {', '.join(Status.values)}")
    return text


def parameters(request: Request, **readers: Reader) -> dict[str, Any]:
    """The parameters of the URL, read. Raises ApiError 400 with every complaint."""
    told: dict[str, Any] = {}
    errors = []
    for name, values in request.query_params.lists():
        if name not in readers and name != "format":
            errors.append(ParameterError(name[:80], "unknown-parameter", "there is none such"))
        elif len(values) > 1:
            errors.append(ParameterError(name, "repeated", "this parameter may be told once"))
        elif name in readers:
            try:
                told[name] = readers[name](values[0])
            except ValueError as error:
                errors.append(ParameterError(name, "invalid", str(error)))
    if errors:
        raise bad_request(errors)
    return told


def seen(request: Request, letter: str, pk: int, *, required: bool = True) -> int | None:
    """The revision that If-Match names; -1, which none has, if it names something else.

    A tag is compared whether weak or not: it names a revision, and proxies that compress weaken it.
    Raises ApiError 428 without If-Match where it is required, 400 if it is no single entity tag:
    `*` and lists don't tell what was seen.
    """
    header = request.headers.get("If-Match")
    if header is None:
        if not required:
            return None
        detail = "Send If-Match with the etag of what you saw, so that nobody's work is lost."
        raise ApiError(428, "precondition-required", "Precondition required", detail)
    if not TAG.fullmatch(header):
        detail = "expected one etag as it was told, with its quotes"
        raise bad_request([ParameterError("If-Match", "invalid", detail)])
    found = re.fullmatch(rf'(?:W/)?"{letter}{pk}\.([0-9]{{1,9}})"', header)
    return int(found[1]) if found else -1


class DraftViewSet(viewsets.ViewSet):
    """Drafts of the token's curator, and their acts."""

    authentication_classes = [ToolAuthentication]
    renderer_classes: Any = api_settings.DEFAULT_RENDERER_CLASSES[:1]  # JSON
    whole_ids = True  # for the OpenAPI schema

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """A change and its answer are one transaction: after 503, nothing was changed."""
        if request.method in SAFE_METHODS:
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            return super().dispatch(request, *args, **kwargs)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        made = super().finalize_response(request, response, *args, **kwargs)
        made["Cache-Control"] = "no-store"
        return made

    def options(self, request: Any, *_: Any, **__: Any) -> Any:
        response = HttpResponse(status=204)
        response["Allow"] = ", ".join(self.allowed_methods)
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who asks, and then for what: handlers get the numbers of the path as such.

        Raises ApiError 400 for those that are none.
        """
        super().initial(request, *args, **kwargs)
        errors = []
        for name, text in kwargs.items():
            if NUMBER.fullmatch(text) and members.fits(int(text), members.NUMBER):
                self.kwargs[name] = int(text)
            else:
                errors.append(ParameterError(name, "invalid", members.expected(members.NUMBER)))
        if errors:
            raise bad_request(errors)

    def drafts(self) -> QuerySet[DraftChangeset]:
        """The drafts that the token's curator opened, by page or by tool; no others."""
        rows = DraftChangeset.objects.select_related("author", "upload")
        return rows.filter(author=token_of(self.request).curator)

    def find(self, id: int) -> DraftChangeset:
        draft = self.drafts().filter(pk=id).first()
        if draft is None:
            raise ApiError(404, "not-found", "Not found", f"You have no draft {id}.")
        return draft

    def answer(self, draft_id: int, status: int = 200) -> Response:
        """The draft as it stands now."""
        draft = self.find(draft_id)
        response = Response(draft_told(draft, self.request), status=status)
        response["ETag"] = draft_tag(draft)
        return response

    def page(self, rows: Sequence[Any], size: int, count: int, name: str, tell: Any) -> Response:
        """One page of rows, of which one more was read, and the URL of the next."""
        kept, link = rows[:size], None
        if len(rows) > size:
            params = self.request.query_params.copy()
            params[name] = str(kept[-1].pk)
            link = f"{self.request.build_absolute_uri(self.request.path)}?{params.urlencode()}"
        return Response({"count": count, "next": link, "results": [tell(row) for row in kept]})

    @extend_schema(
        operation_id="list_drafts",
        summary="List your drafts",
        description="The drafts that the token's curator opened, newest first.",
        parameters=[STATUS, BEFORE, PAGE_SIZE],
        responses=DraftListSerializer,
        tags=["drafts"],
    )
    def own(self, request: Request) -> Response:
        asked = parameters(request, status=status, before=whole, page_size=size)
        rows = self.drafts()
        if "status" in asked:
            rows = rows.filter(status=asked["status"])
        count, at_most = rows.count(), asked.get("page_size", PAGE)
        if "before" in asked:
            rows = rows.filter(pk__lt=asked["before"])
        page = list(rows.order_by("-pk")[: at_most + 1])
        return self.page(page, at_most, count, "before", lambda row: draft_told(row, request))

    @extend_schema(
        operation_id="open_draft",
        summary="Open a draft",
        description="An empty draft that will add figures of a published release.",
        request=OpeningSerializer,
        responses={201: DraftSerializer},
        tags=["drafts"],
    )
    def open(self, request: Request) -> Response:
        parameters(request)
        release, message = formed(request, members.OPENING)
        with acting(request) as by:
            draft = drafts.open_draft(message, by=by, release=release)
        response = self.answer(draft.pk, status=201)
        path = reverse("draft", kwargs={"id": draft.pk})
        response["Location"] = request.build_absolute_uri(path)
        return response

    @extend_schema(
        operation_id="get_draft",
        summary="Get one of your drafts",
        description="With its status and what people said of it.",
        responses=DraftSerializer,
        tags=["drafts"],
    )
    def retrieve(self, request: Request, id: int) -> Response:
        parameters(request)
        return self.answer(id)

    @extend_schema(
        operation_id="submit_draft",
        summary="Hand a draft to a reviewer",
        description="All checks are made; then another person decides on it.",
        parameters=[if_match("draft")],
        request=None,
        responses=DraftSerializer,
        tags=["drafts"],
    )
    def submit(self, request: Request, id: int) -> Response:
        parameters(request)
        revision = seen(request, "d", self.find(id).pk)
        with acting(request) as by:
            drafts.submit(id, by=by, revision=revision or 0)
        return self.answer(id)

    @extend_schema(
        operation_id="take_back_draft",
        summary="Take a submitted draft back",
        description="It is open again, and what was approved of it is void.",
        request=None,
        responses=DraftSerializer,
        tags=["drafts"],
    )
    def take_back(self, request: Request, id: int) -> Response:
        parameters(request)
        self.find(id)
        with acting(request) as by:
            drafts.take_back(id, by=by)
        return self.answer(id)

    @extend_schema(
        operation_id="abandon_draft",
        summary="Give a draft up",
        description="It and its trail stay to be read; it can't be opened again.",
        parameters=[if_match("draft")],
        responses={200: DraftSerializer},
        tags=["drafts"],
    )
    def abandon(self, request: Request, id: int) -> Response:
        parameters(request)
        revision = seen(request, "d", self.find(id).pk)
        with acting(request) as by:
            drafts.abandon(id, by=by, revision=revision)
        return self.answer(id)

    @extend_schema(
        operation_id="list_draft_acts",
        summary="List the acts of a draft",
        description="In the order in which they were drafted.",
        parameters=[AFTER, PAGE_SIZE],
        responses=ActListSerializer,
        tags=["drafts"],
    )
    def list_acts(self, request: Request, id: int) -> Response:
        asked = parameters(request, after=whole, page_size=size)
        rows = self.find(id).acts.select_related("by")
        at_most = asked.get("page_size", PAGE)
        page = list(rows.filter(pk__gt=asked.get("after", 0)).order_by("pk")[: at_most + 1])
        return self.page(page, at_most, rows.count(), "after", act_told)

    @extend_schema(
        operation_id="add_draft_acts",
        summary="Add statements to a draft",
        description="All of them or none. Quotes are looked for in the release's text; words that "
        "stand at several places are refused with the places. With `If-Match` only if the draft is "
        "as you saw it, so that a request that is sent again adds nothing twice.",
        parameters=[DRY_RUN, if_match("draft", required=False)],
        request=AdditionSerializer,
        responses={200: DryRunSerializer, 201: SavedActsSerializer},
        tags=["drafts"],
    )
    def add_acts(self, request: Request, id: int) -> Response:
        save = not parameters(request, dry_run=truth).get("dry_run", False)
        draft = self.find(id)
        revision = seen(request, "d", draft.pk, required=False)
        (listed,) = body_of(request, "statements")
        if not isinstance(listed, list) or not 0 < len(listed) <= members.MAX_STATEMENTS:
            detail = f"expected a list of 1 to {members.MAX_STATEMENTS:,}"
            raise unusable([Finding("body: statements", "shape", detail)])
        with acting(request) as by:
            told = statements.read(listed)
            made = statements.add(id, told, by=by, revision=revision, save=save)
        if not save:
            placed = [statements.told(content) for content in made.contents]
            findings = [finding_told(finding) for finding in made.advisory]
            return Response({"statements": placed, "findings": findings})
        response = _saved(made, status=201)
        response["ETag"] = draft_tag(self.find(id))
        return response

    @extend_schema(
        operation_id="get_draft_act",
        summary="Get one act of a draft",
        description="With the statement that it makes, as it may be changed and sent back.",
        responses=ActSerializer,
        tags=["drafts"],
    )
    def retrieve_act(self, request: Request, id: int, act: int) -> Response:
        parameters(request)
        row = self.find(id).acts.select_related("by").filter(pk=act).first()
        if row is None:
            raise ApiError(404, "not-found", "Not found", f"Draft {id} has no act {act}.")
        response = Response(act_told(row))
        response["ETag"] = act_tag(row)
        return response

    @extend_schema(
        operation_id="change_draft_act",
        summary="Change what an act says",
        description="The whole statement anew; the observation keeps its id.",
        parameters=[if_match("act")],
        request=StatementSerializer,
        responses=SavedActsSerializer,
        tags=["drafts"],
    )
    def change_act(self, request: Request, id: int, act: int) -> Response:
        parameters(request)
        self.find(id)
        revision = seen(request, "a", act)
        with acting(request) as by:
            (told,) = statements.read([request.data])
            made = statements.change(id, act, told, by=by, revision=revision)
        response = _saved(made)
        response["ETag"] = act_tag(made.acts[0])
        return response

    @extend_schema(
        operation_id="remove_draft_act",
        summary="Take an act out of a draft",
        description="What it said stays in the draft's trail.",
        parameters=[if_match("act")],
        responses={204: None},
        tags=["drafts"],
    )
    def remove_act(self, request: Request, id: int, act: int) -> HttpResponse:
        parameters(request)
        self.find(id)
        revision = seen(request, "a", act)
        with acting(request) as by:
            drafts.remove_act(act, by=by, draft_id=id, revision=revision)
        return HttpResponse(status=204)  # one of REST framework would write null into it


def _saved(made: statements.Drafted, status: int = 200) -> Response:
    findings = [finding_told(finding) for finding in made.advisory]
    return Response({"acts": [act_told(act) for act in made.acts], "findings": findings}, status)
