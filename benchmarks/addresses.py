"""Every address, filter and ordering of the API, as URLs about what a database holds.

Made from the URL configuration and from the filters that lists declare, so that what is added to
them is asked for, too. Of each filter by a column the value that fewest rows have, and the one that
most have; of a range its ends. The sweep measures these URLs, `benchmarks.plans` and the tests look
at how the database answers them.

Left out: drafts, which need a token; exports and `count=exact`, which are asked for the whole.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count
from django.urls import URLPattern
from drf_spectacular.generators import EndpointEnumerator

from config.urls import urlpatterns
from ledger import openapi
from ledger.models import Version
from sources.models import Release

SAMPLE = 300  # rows whose words are counted
Params = dict[str, str]


@dataclass(frozen=True)
class Endpoint:
    """A view of the read API and its path, which has {id} where it names a thing.

    action is list, retrieve or the name of another.
    """

    path: str
    view: Any
    action: str

    def __str__(self) -> str:
        return self.path

    @property
    def filters(self) -> dict[str, Any]:
        """The filters of a list by their parameters."""
        made = self.view.filterset_class if self.action == "list" else None
        return dict(made.base_filters) if made else {}

    @property
    def offered(self) -> tuple[str, ...]:
        """The parameters beside filters."""
        made = self.view()
        made.action = self.action
        return tuple(made.offered)


def endpoints() -> list[Endpoint]:
    """What the read API routes."""
    found = (
        Endpoint(path, callback.cls, callback.actions["get"])
        for path, _, method, callback in EndpointEnumerator().get_api_endpoints()
        if method == "GET" and hasattr(callback.cls, "orderings") and "/export/" not in path
    )
    return sorted(found, key=lambda endpoint: endpoint.path)


def every_url() -> Iterator[str]:
    """All URLs."""
    known = endpoints()
    ids = Ids(known)
    for endpoint in known:
        yield from urls_of(endpoint, ids)
    yield from plain_urls(ids)


def urls_of(endpoint: Endpoint, ids: "Ids") -> Iterator[str]:
    """The URLs of a view of the read API; none where the database holds no such thing."""
    if path := ids.fill(endpoint.path):
        for params in every_query(endpoint):
            yield path + (f"?{urlencode(params)}" if params else "")


def plain_urls(ids: "Ids") -> Iterator[str]:
    """The URLs of pages for people, of the log, and of what says how the service is."""
    for pattern in urlpatterns:
        if isinstance(pattern, URLPattern):
            yield ids.fill("/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern)))
    for path, item in openapi.PATHS.items():
        yield ids.of_log(path, item["get"]["parameters"])


class Ids:
    """The things of the database that paths name: the last ones, by their ids."""

    def __init__(self, known: list[Endpoint]) -> None:
        self.views = {each.path: each.view for each in known if each.action == "retrieve"}
        self.views["/figures/{id}"] = self.views["/v1/observations/{id}"]

    def fill(self, path: str) -> str:
        """A path with ids in the place of what is in braces; empty where there is no such thing."""
        if "{" not in path or path == "/v1/problems/{name}":
            return path.replace("{name}", "not-found")
        thing = path[: path.index("}") + 1]
        ids = self._last(self.views[thing])
        if not ids:
            return ""
        return path.replace("{id}", ids[0]).replace("{other}", ids[-1])

    def _last(self, view: Any) -> list[str]:
        rows = view.model._default_manager.order_by(f"-{view.key}")
        if hasattr(view.model, "known_to"):
            rows = rows.filter(known_to=None)
        return [quote(str(id), safe="") for id in rows.values_list(view.key, flat=True)[:2]]

    @staticmethod
    def of_log(path: str, parameters: list[dict[str, Any]]) -> str:
        """An address of the log with the examples that its description has."""
        required = {
            each["name"]: Version.objects.order_by("size").values_list("size", flat=True)[0]
            for each in parameters
            if each["in"] == "query" and each.get("required")
        }
        examples = {each["name"]: each["example"] for each in parameters if "example" in each}
        return path.format(**examples) + (f"?{urlencode(required)}" if required else "")


def every_query(endpoint: Endpoint) -> Iterator[Params]:
    """The parameters of each URL of an address."""
    filters = endpoint.filters
    required = {
        name: next(iter(values(endpoint.view.model, name, filters[name])))
        for name in endpoint.view.required
    }
    yield required
    offered = endpoint.offered
    for params in _times(offered):
        yield {**required, **params}
    if "ordering" in offered:
        for name in endpoint.view.orderings:
            yield {**required, "ordering": name}
            yield {**required, "ordering": f"-{name}"}
    for name, filter in filters.items():
        for value in values(endpoint.view.model, name, filter):
            yield {**required, name: value}


def _times(offered: tuple[str, ...]) -> Iterator[Params]:
    """Another version, an earlier day, and names of codes, where they are offered."""
    versions = Version.objects.order_by("size")
    middle = versions[versions.count() // 2]
    known = {
        "version": str(middle.size),
        "as_of": (middle.at + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "published_by": _day(),
        "labels": "name",
    }
    yield from ({name: known[name]} for name in offered if name in known)


def _day() -> str:
    """By when half of the releases were published."""
    days = Release.objects.order_by("published_last").values_list("published_last", flat=True)
    return str(days[days.count() // 2])


def values(model: Any, name: str, filter: Any) -> Iterator[str]:
    """What to ask a filter for."""
    schema = filter.field.schema()
    schema = schema.get("items", schema)
    if "enum" in schema:
        yield from schema["enum"]
    elif schema["type"] == "boolean":
        yield from ("true", "false")
    elif name == "q":
        yield from _words(model)
    elif name == "since":
        yield from (str(size) for size in Version.objects.values_list("size", flat=True)[:1])
    elif name == "theme":
        yield from _themes(model)
    else:
        yield from _of_column(model, name, filter)


def _words(model: Any) -> Iterator[str]:
    """The word that most rows have, a beginning of words, words of one row, and one of none."""
    rows = model._default_manager.order_by("pk").values_list("words", flat=True)
    counted = Counter(
        word for words in rows[:SAMPLE] for word in set(words.split()) if len(word) > 2
    )
    common = max(counted, key=lambda word: (counted[word], word), default="zebra")
    yield from (common, f"{common[:2]}*", "zebra")
    if last := rows.last():
        yield " ".join(last.split()[:4])


def _themes(model: Any) -> Iterator[str]:
    for themes in model._default_manager.exclude(themes="").values_list("themes", flat=True)[:1]:
        yield themes.split()[0]


def _of_column(model: Any, name: str, filter: Any) -> Iterator[str]:
    """The rarest and the commonest value of a filter's column, or the ends of its range."""
    column = filter.field_name
    if not _is_column(model, column):
        column = name.partition("__")[0].removesuffix("_within")
    rows = model._default_manager.filter(**{f"{column}__isnull": False}).order_by()
    if filter.lookup_expr in ("gte", "lte") or name == "period_to":
        shown = column.removesuffix("_key")
        found = rows.order_by(column).values_list(shown, flat=True)
        ends = [found.first(), found.last()]
    else:
        shown = column.removesuffix("_key")
        counted = rows.exclude(**{shown: ""}) if _is_text(model, shown) else rows
        groups = counted.values_list(shown).annotate(rows=Count("pk")).order_by("rows", shown)
        ends = [group[0] for group in (groups.first(), groups.last()) if group]
    yield from dict.fromkeys(str(end) for end in ends if end is not None)


def _is_column(model: Any, column: str) -> bool:
    try:
        model._meta.get_field(column.partition("__")[0])
    except FieldDoesNotExist:
        return False
    return True


def _is_text(model: Any, column: str) -> bool:
    for part in column.split("__"):
        field = model._meta.get_field(part)
        model = field.related_model
    return "Char" in field.get_internal_type() or "Text" in field.get_internal_type()
