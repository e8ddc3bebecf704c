"""The write API for tools, `/v1/drafts`, where a tool drafts in its curator's name.

People decide. It answers only to tokens of indicators.curation.tokens, sent as Authorization:
Bearer; never to cookies, so no page of another site can use a session. There is no address that
approves, publishes or undoes, and the services refuse those to a token as well. Whatever is changed
is named with the state that was seen (If-Match); if it is another one by now, the answer says so
(RFC 9110, 13.1.1; RFC 6585, 3). Every change goes through drafts and statements; drafts_requests
maps HTTP onto them.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

from indicators.curation import drafts, statements
from indicators.curation.drafts_requests import (
    ToolAuthentication,
    as_token_user,
    body_members,
    if_match_revision,
    token_of,
    unprocessable,
    validated_body,
)
from indicators.curation.drafts_schema import SCHEME
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
    act_payload,
    act_tag,
    draft_payload,
    draft_tag,
    finding_payload,
)
from indicators.curation.models import DraftChangeset, Status
from indicators.figures import members
from indicators.publishing.errors import Finding
from rest import etags
from rest.errors import ApiError, ParameterError, bad_request
from rest.parameters import Reader, parse_bool, parse_int, parse_page_size, read_query

PAGE = 100
NUMBER = re.compile(r"[1-9][0-9]{0,15}")

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
    """The header If-Match of an operation, for the schema."""
    description = f"The etag of the {what} as you saw it."
    form = {"type": "string", "pattern": f"^{etags.SINGLE.pattern}$"}
    return OpenApiParameter(
        "If-Match", form, OpenApiParameter.HEADER, required=required, description=description
    )


def parse_status(text: str) -> str:
    """The status of drafts that are wanted. Raises ValueError."""
    if text not in Status.values:
        raise ValueError(f"expected one of {', '.join(Status.values)}")
    return text


class DraftViewSet(viewsets.ViewSet):
    """Drafts of the token's curator, and their acts."""

    authentication_classes = [ToolAuthentication]
    renderer_classes: Any = api_settings.DEFAULT_RENDERER_CLASSES[:1]  # JSON
    # How the parameters of an action are read; every other action has none.
    readers: Mapping[str, Mapping[str, Reader]] = {
        "own": {"status": parse_status, "before": parse_int, "page_size": parse_page_size},
        "list_acts": {"after": parse_int, "page_size": parse_page_size},
        "add_acts": {"dry_run": parse_bool},
    }
    # For the OpenAPI schema.
    id_schema = members.NUMBER
    security: list[dict[str, list[str]]] = [{SCHEME: []}]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """A change and its answer are one transaction: after 503, nothing was changed."""
        if request.method in SAFE_METHODS:
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            return super().dispatch(request, *args, **kwargs)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        final["Cache-Control"] = "no-store"
        return final

    def options(self, request: Any, *_: Any, **__: Any) -> Any:
        response = HttpResponse(status=204)
        response["Allow"] = ", ".join(self.allowed_methods)
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check a request before its handler runs.

        1. REST framework's own steps: the format (406), and who sends it (401).
        2. The numbers of the path (400); handlers get them as such.
        3. The parameters, read into `params` (400).
        """
        super().initial(request, *args, **kwargs)
        self.read_numbers(kwargs)
        if self.action in self.action_map.values():
            self.params = read_query(request, self.readers.get(self.action, {}))

    def read_numbers(self, path: dict[str, str]) -> None:
        """Turn the values of the path into numbers. Raises ApiError 400 for those that are none."""
        errors = []
        for name, text in path.items():
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
        """The token's draft of this number. Raises ApiError 404."""
        draft = self.drafts().filter(pk=id).first()
        if draft is None:
            raise ApiError(404, "not-found", "Not found", f"You have no draft {id}.")
        return draft

    def answer(self, draft_id: int, status: int = 200) -> Response:
        """The draft as it is now, with its etag."""
        draft = self.find(draft_id)
        response = Response(draft_payload(draft, self.request), status=status)
        response["ETag"] = draft_tag(draft)
        return response

    def page(
        self, rows: Sequence[Any], size: int, count: int, name: str, serialize: Any
    ) -> Response:
        """A page of rows, of which one more was read, and the URL of the next."""
        kept, link = rows[:size], None
        if len(rows) > size:
            params = self.request.query_params.copy()
            params[name] = str(kept[-1].pk)
            link = f"{self.request.build_absolute_uri(self.request.path)}?{params.urlencode()}"
        return Response({"count": count, "next": link, "results": [serialize(row) for row in kept]})

    @extend_schema(
        operation_id="list_drafts",
        summary="List your drafts",
        description="The drafts that the token's curator opened, newest first.",
        parameters=[STATUS, BEFORE, PAGE_SIZE],
        responses=DraftListSerializer,
        tags=["drafts"],
    )
    def own(self, request: Request) -> Response:
        rows = self.drafts()
        if "status" in self.params:
            rows = rows.filter(status=self.params["status"])
        count, at_most = rows.count(), self.params.get("page_size", PAGE)
        if "before" in self.params:
            rows = rows.filter(pk__lt=self.params["before"])
        page = list(rows.order_by("-pk")[: at_most + 1])
        return self.page(page, at_most, count, "before", lambda row: draft_payload(row, request))

    @extend_schema(
        operation_id="open_draft",
        summary="Open a draft",
        description="An empty draft that will add figures of a published release.",
        request=OpeningSerializer,
        responses={201: DraftSerializer},
        tags=["drafts"],
    )
    def open(self, request: Request) -> Response:
        release, message = validated_body(request, members.OPENING)
        with as_token_user(request) as by:
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
        revision = if_match_revision(request, "d", self.find(id).pk)
        with as_token_user(request) as by:
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
        self.find(id)
        with as_token_user(request) as by:
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
        revision = if_match_revision(request, "d", self.find(id).pk)
        with as_token_user(request) as by:
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
        rows = self.find(id).acts.select_related("by")
        at_most = self.params.get("page_size", PAGE)
        page = list(rows.filter(pk__gt=self.params.get("after", 0)).order_by("pk")[: at_most + 1])
        return self.page(page, at_most, rows.count(), "after", act_payload)

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
        save = not self.params.get("dry_run", False)
        draft = self.find(id)
        revision = if_match_revision(request, "d", draft.pk, required=False)
        (listed,) = body_members(request, "statements")
        if not isinstance(listed, list) or not 0 < len(listed) <= members.MAX_STATEMENTS:
            detail = f"expected a list of 1 to {members.MAX_STATEMENTS:,}"
            raise unprocessable([Finding("body: statements", "shape", detail)])
        with as_token_user(request) as by:
            added = statements.read(listed)
            drafted = statements.add(id, added, by=by, revision=revision, save=save)
        if not save:
            placed = [statements.as_statement(content) for content in drafted.contents]
            findings = [finding_payload(finding) for finding in drafted.advisory]
            return Response({"statements": placed, "findings": findings})
        response = _saved(drafted, status=201)
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
        row = self.find(id).acts.select_related("by").filter(pk=act).first()
        if row is None:
            raise ApiError(404, "not-found", "Not found", f"Draft {id} has no act {act}.")
        response = Response(act_payload(row))
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
        self.find(id)
        revision = if_match_revision(request, "a", act)
        with as_token_user(request) as by:
            (statement,) = statements.read([request.data])
            drafted = statements.change(id, act, statement, by=by, revision=revision)
        response = _saved(drafted)
        response["ETag"] = act_tag(drafted.acts[0])
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
        self.find(id)
        revision = if_match_revision(request, "a", act)
        with as_token_user(request) as by:
            drafts.remove_act(act, by=by, draft_id=id, revision=revision)
        return HttpResponse(status=204)  # one of REST framework would write null into it


def _saved(drafted: statements.Drafted, status: int = 200) -> Response:
    findings = [finding_payload(finding) for finding in drafted.advisory]
    return Response(
        {"acts": [act_payload(act) for act in drafted.acts], "findings": findings}, status
    )
