"""Lists and single things as of a version: the base of every view of the read API."""

from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from rest import etags, read_state
from rest.errors import ApiError, ParameterError, bad_request
from rest.formats import FixedMediaType
from rest.items import item
from rest.languages import LANGUAGES
from rest.parameters import MAX_PAGE
from rest.protocols import Paginator
from rest.read_state import Page, ReadParams, SingleItem, Snapshot, select_members
from rest.serializers import RecordedSerializer

DAY = 86_400

VERSION = OpenApiParameter(
    "version", int, description="Read the state at this version (a size of the log)."
)
AS_OF = OpenApiParameter(
    "as_of",
    str,
    description="Read the state at this instant (RFC 3339), or at the end of this UTC day.",
)
PUBLISHED_BY = OpenApiParameter(
    "published_by",
    str,
    description="Only what releases published by then say; a month or year counts by its last day.",
)
FIELDS = OpenApiParameter(
    "fields", str, many=True, description="Only these fields. Repeat it, or separate by commas."
)
LABELS = OpenApiParameter(
    "labels",
    str,
    enum=["name", "both"],
    description="Add the names of coded fields as <field>_label: the name, or code: name.",
)
LANG = OpenApiParameter(
    "lang",
    str,
    enum=list(LANGUAGES),
    description="Language of the labels; English, then any other, where there is none in it.",
)
PAGE_SIZE = OpenApiParameter(
    "page_size", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 100},
    description="Rows per page.",
)  # fmt: skip
CURSOR = OpenApiParameter(
    "cursor", str, description="Place in the list, from next or previous; pins the version."
)
COUNT = OpenApiParameter(
    "count", str, enum=["exact"], description="Count exactly, however many there are."
)
FORMAT = OpenApiParameter(
    "format",
    str,
    enum=["json", "csv", "jsonl", "parquet"],
    description="Overrides the Accept header.",
)

DIALECT = OpenApiParameter(
    "dialect",
    str,
    enum=["excel"],
    description="CSV as spreadsheets open it: semicolons, a byte order mark, and an apostrophe "
    "before what they would run as a formula.",
)


def ordering(view: type["VersionedViewSet"]) -> list[OpenApiParameter]:
    """The parameter `ordering` of a list, if it has any orderings."""
    if not view.orderings:
        return []
    names = [sign + name for name in view.orderings for sign in ("", "-")]
    description = "- in front: falling. Nulls last, ties by id."
    return [OpenApiParameter("ordering", str, enum=names, description=description)]


class PlainText(BaseRenderer):
    """A renderer for negotiation alone: texts are answered as they are."""

    media_type = "text/plain"
    format = "txt"


class VersionedViewSet(viewsets.GenericViewSet[Any]):
    """Lists and single things as of a version.

    Subclasses say which rows and how they look. Every request takes the steps of `dispatch`; a
    handler only makes the answer.
    """

    model: type[Any]
    serializer_class: Any = RecordedSerializer
    filterset_class: Any = None
    # The columns that tell rows apart; they break ties of orderings.
    key: str | tuple[str, ...] = "code"
    orderings: dict[str, str] = {"id": "code", "known_from": "known_from"}
    default_ordering: str = "id"
    time_offered: tuple[str, ...] = ("version", "as_of")
    # Filters without which a list has nothing to answer.
    required: tuple[str, ...] = ()
    # The columns that items() needs, where text and whole numbers are enough for it; none: it gets
    # rows of the model.
    columns: tuple[str, ...] = ()
    thing: str = "thing"
    # Raised where the form of these answers changes and no other's: entity tags name it, too.
    form: int = 0
    # Actions that answer rows, which every format can hold and `fields` may narrow.
    tables: tuple[str, ...] = ("list", "retrieve")
    # Actions that answer one media type of their own, whatever Accept says.
    plain: tuple[str, ...] = ()
    lookup_field = "id"
    lookup_value_regex = r"[^/]+"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The answer to a request.

        The steps, in this order:

        1. `initial`: REST framework's own; it agrees on a format (406).
        2. `validate_params`: all that is wrong with the parameters (400), before any work.
        3. `locate`: what the path names, at the version that is read (404, 410, 451).
        4. `answer_if_unchanged`: 304 for a client that has this very answer.
        5. the handler: `list`, `retrieve` or another one by the route.

        What any step raises becomes a problem (rest.errors.handle). Steps 2 to 4 are for reading:
        any other method gets 204 (OPTIONS) or 405.
        """
        self.args, self.kwargs = args, kwargs
        self.request = wrapped = self.initialize_request(request, *args, **kwargs)
        self.headers = self.default_response_headers
        try:
            self.initial(wrapped, *args, **kwargs)
            response = self.respond(wrapped, *args, **kwargs)
        except Exception as error:
            response = self.handle_exception(error)
        self.response = self.finalize_response(wrapped, response, *args, **kwargs)
        return self.response

    def respond(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """Steps 2 to 5 of dispatch."""
        method = str(request.method).lower()
        known = method in self.http_method_names
        handler = getattr(self, method, None) if known else None
        if handler is None:
            return self.http_method_not_allowed(request, *args, **kwargs)
        if method in ("get", "head"):
            self.validate_params()
            self.locate(**kwargs)
            if unchanged := self.answer_if_unchanged():
                return unchanged
        return handler(request, *args, **kwargs)

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """The parameters beside filters that this request may carry."""
        paging = ("page_size", "cursor", "count") if self.action == "list" else ()
        ordering = ("ordering",) if self.action == "list" and self.orderings else ()
        fields = ("fields", "dialect") if self.action in self.tables else ()
        return (*self.time_offered, *fields, *ordering, *paging)

    def get_renderers(self) -> list[Any]:
        """All formats for rows and lists of rows, JSON alone for anything else."""
        actions = {*self.action_map.values()}
        if actions & {*self.plain}:
            return [FixedMediaType()]
        renderers = list(super().get_renderers())
        if actions & {*self.tables}:
            return renderers
        return [renderer for renderer in renderers if renderer.format in ("json", "jsonld")]

    def options(self, request: Any, *_: Any, **__: Any) -> Any:
        """204 with the methods that are allowed here; /v1/schema says what there is to read."""
        response = HttpResponse(status=204)
        response["Allow"] = ", ".join(self.allowed_methods)
        return response

    @property
    def names(self) -> list[str]:
        """The members of one thing, in the order of the wire."""
        names: list[str] = self.serializer_class.names()
        return names

    @property
    def selectable(self) -> list[str]:
        """The members that `fields` may name."""
        return self.names

    @cached_property
    def params(self) -> ReadParams:
        """The parameters beside the filters, read; with all that is wrong with them."""
        params = read_state.read_params(
            self.request.query_params,
            offered=self.offered,
            names=self.selectable if "fields" in self.request.query_params else (),
            orderings=list(self.orderings),
            default_ordering=self.initial_ordering(),
        )
        if params.dialect and self.request.accepted_renderer.format != "csv":
            only = "only CSV has dialects: add format=csv"
            params.errors.append(ParameterError("dialect", "excluded", only))
        return params

    def initial_ordering(self) -> str:
        """The ordering of a list where the request names none."""
        return self.default_ordering

    @cached_property
    def snapshot(self) -> Snapshot:
        """The version that is read. Raises ApiError 404 for one that is not published."""
        if self.params.errors:
            raise bad_request(self.params.errors)
        of_cursor = read_state.version_of_cursor(self.params.cursor) if self.params.cursor else None
        newest = self.request.META.get(read_state.LOG_STATE_KEY)
        return read_state.resolve_snapshot(self.params, cursor_version=of_cursor, newest=newest)

    @property
    def pages(self) -> Paginator:
        """The paginator of this request."""
        paginator: Any = self.paginator
        return cast(Paginator, paginator)

    def get_queryset(self) -> QuerySet[Any]:
        """The rows that a list shows, each with the bytes of its entry; filters narrow them."""
        rows: QuerySet[Any] = self.model._default_manager.at(self.snapshot.version).with_data()
        return rows

    @property
    def planned(self) -> tuple[Hashable, Mapping[str, Any]]:
        """What of the request makes the SQL of a list with columns, and the values left open.

        A view with columns has a class method open_rows(shape), too: its rows, with open values.
        """
        raise NotImplementedError

    def rows(self) -> QuerySet[Any]:
        """All rows of the list, filtered."""
        return self.filter_queryset(self.get_queryset())

    def list(self, request: Request, **_: Any) -> HttpResponse:
        """A page of the rows."""
        rows = self.pages.read_page(self.rows, request, self)
        fields = self.params.fields
        items = [select_members(item, fields) for item in self.items(rows)]
        return self.answer_page(self.pages.page(items, fields or self.names, self.members()))

    def answer_page(self, page: Page) -> HttpResponse:
        """The answer with a page; its neighbours are in the Link header, too."""
        response = self.answer(page)
        neighbours = (("next", page.next), ("prev", page.previous))
        if links := [f'<{url}>; rel="{rel}"' for rel, url in neighbours if url]:
            response["Link"] = ", ".join(links)
        return response

    def retrieve(self, request: Request, **_: Any) -> HttpResponse:
        """The thing that the path names."""
        fields = self.params.fields
        (item,) = self.items([self.row])
        return self.answer(SingleItem(select_members(item, fields), fields or self.names))

    def members(self) -> dict[str, Any]:
        """The members of a list's envelope beside its rows."""
        return {}

    def locate(self, **path: str) -> None:
        """Set `row` to what the path names, if it names a thing. Raises ApiError 404, 410, 451."""
        if "id" in path:
            self.row = self.find(path["id"])

    def find(self, id: str) -> Any:
        """The row of an id at the version that is read. Raises ApiError 404."""
        row = self.get_queryset().filter(**{str(self.key): safe_lookup_id(id)}).first()
        if row is None:
            raise self.unknown(id)
        return row

    def unknown(self, id: str) -> ApiError:
        """The error for an id without a row: withheld by law (451), or not known (404)."""
        if self.is_withheld(safe_lookup_id(id)):
            detail = f"The {self.thing} {id[:80]!r} is withheld on legal request."
            return ApiError(451, "withheld", "Withheld by law", detail)
        detail = f"There is no {self.thing} {id[:80]!r} at version {self.snapshot.version}."
        return ApiError(404, "not-found", "Not found", detail)

    def is_withheld(self, id: str) -> bool:
        """Whether the entry of this id is withheld by law at the version that is read."""
        return False

    def items(self, rows: Sequence[Any]) -> Sequence[bytes]:
        """The rows as finished JSON objects, in the same order."""
        return [item(row, self.serializer_class, self.snapshot.version) for row in rows]

    def validate_params(self) -> None:
        """Raise ApiError 400 with all that is wrong with the parameters; 501 for the format."""
        backend: Any = self.filter_backends[0]()
        backend.check(self.request, self)
        if require := getattr(self.request.accepted_renderer, "require", None):
            require()

    def answer_if_unchanged(self) -> HttpResponse | None:
        """304 if the client has the answer already, else None."""
        return self.not_modified(self.etag)

    @cached_property
    def etag(self) -> str:
        """The entity tag of the answer: of all that its bytes are a function of."""
        request, snapshot = self.request, self.snapshot
        media = request.accepted_renderer.media_type
        state = (snapshot.version, snapshot.root, snapshot.withheld)
        own = (self.form,) if self.form else ()
        return read_state.etag(*state, self.url, media, *own)

    @cached_property
    def url(self) -> str:
        """The address that was asked for, whole."""
        return str(self.request.build_absolute_uri())

    def perform_authentication(self, request: Request) -> None:
        """Nobody is known here; rest.quota has looked at keys."""

    def not_modified(self, tag: str) -> HttpResponse | None:
        """304 if If-None-Match names this tag, else None."""
        if not etags.matches(self.request.headers.get("If-None-Match", ""), tag):
            return None
        return self.stamp(HttpResponse(status=304), tag)

    def answer(self, data: Any) -> HttpResponse:
        """The data in the format that was agreed on."""
        renderer, accepted = self.request.accepted_renderer, self.request.accepted_media_type
        body = renderer.render(data, accepted, self.get_renderer_context())
        media, charset = renderer.media_type, renderer.charset
        response = HttpResponse(body, f"{media}; charset={charset}" if charset else media)
        return self.stamp(response, self.etag)

    def stamp(self, response: Any, tag: str) -> Any:
        """The response with the headers of every good answer.

        A pinned answer never changes, so a cache may keep it a day; any other is asked for again.
        """
        response["ETag"] = tag
        response["Cifra-Version"] = str(self.snapshot.version)
        response["Cache-Control"] = f"public, max-age={DAY}" if self.params.pinned else "no-cache"
        return response


def safe_lookup_id(id: str) -> str:
    """The id as it may be looked up: bounded, and without U+0000, which PostgreSQL refuses."""
    return id[:200].replace("\0", "\ufffd")


def described(plural: str, singular: str, extra: Sequence[OpenApiParameter] = ()) -> Any:
    """A class decorator that documents a list and its single things for the schema."""
    shape = [FORMAT, DIALECT]

    def decorate(view: type[VersionedViewSet]) -> type[VersionedViewSet]:
        time = [VERSION, AS_OF, *extra]
        tags = [plural.replace("_", " ")]
        decorated: type[VersionedViewSet] = extend_schema_view(
            list=extend_schema(
                operation_id=f"list_{plural}",
                summary=f"List {plural.replace('_', ' ')}",
                parameters=[*time, FIELDS, *ordering(view), PAGE_SIZE, CURSOR, COUNT, *shape],
                tags=tags,
            ),
            retrieve=extend_schema(
                operation_id=f"get_{singular.replace(' ', '_')}",
                summary=f"Get one {singular}",
                parameters=[*time, *((FIELDS, *shape) if "retrieve" in view.tables else ())],
                tags=tags,
            ),
        )(view)
        return decorated

    return decorate
