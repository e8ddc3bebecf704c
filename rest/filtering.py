"""The filters of a request: what is wrong with them, the rows that pass, and their SQL's shape."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request

from rest.errors import ParameterError, bad_request
from rest.open_values import named, opens


class StrictFilters(DjangoFilterBackend):
    """Filters that refuse what they do not know, and name everything that was wrong at once.

    Only the filters that a request names are touched; a form of all of them would cost more than
    the page.
    """

    def check(self, request: Request, view: Any) -> None:
        """Raise ApiError 400 with all that is wrong with the parameters of this request."""
        errors = list(view.params.errors)
        filters = filters_of(view.filterset_class) if view.action == "list" else {}
        found = param_errors(request, {*view.offered, *filters, "format"})
        found += [
            ParameterError(name, "missing", f"must be told: {filters[name].extra['help_text']}")
            for name in view.required
            if name not in request.query_params
        ]
        named = {error.parameter for error in found}
        for name in request.query_params:
            if name not in filters or name in named:
                continue
            try:
                value_of(filters[name], name, request)
            except ValidationError as error:
                errors += [ParameterError(name, "invalid", text) for text in error.messages]
        if not (found or errors):
            errors += reversed_ranges(request, filters)
        errors = [*found, *(c for c in errors if c.parameter not in named)]
        if errors:
            raise bad_request(errors)

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        """The rows that pass every filter named; check() was called before."""
        for filter, _, value in _named(request, view.filterset_class):
            queryset = filter.filter(queryset, value)
        return queryset


Shapes = tuple[tuple[str, Hashable, int], ...]  # name of a filter, its shape, how many values


def shapes_of(request: Request, filterset: Any) -> tuple[Shapes, dict[str, Any]]:
    """What of a request's filters shapes the SQL, and the values that narrowed() leaves open."""
    shapes, values = [], {}
    for filter, name, value in _named(request, filterset):
        bound = filter.values(value)
        shapes.append((name, filter.shape(value, filterset._meta.model), len(bound)))
        values.update(named(name, bound))
    return tuple(shapes), values


def narrowed(rows: QuerySet[Any], filterset: Any, shapes: Shapes) -> QuerySet[Any]:
    """The rows that pass filters of these shapes, their values open."""
    filters = filters_of(filterset)
    for name, shape, count in shapes:
        rows = filters[name].narrow(rows, shape, opens(name, count))
    return rows


def _named(request: Request, filterset: Any) -> Iterator[tuple[Any, str, Any]]:
    """The filters that a request names, each with its name and its value."""
    for name, filter in filters_of(filterset).items():
        if name in request.query_params:
            value = value_of(filter, name, request)
            if value is not None and value != []:
                yield filter, name, value


def filters_of(filterset: Any) -> Mapping[str, Any]:
    """The filters of a list, which are the same for every request."""
    return filterset.base_filters if filterset else {}


def value_of(filter: Any, name: str, request: Request) -> Any:
    """The value that a request gives a filter. Raises ValidationError."""
    params = request.query_params
    return filter.field.clean(params.getlist(name) if repeatable(name) else params[name])


def reversed_ranges(request: Request, filters: Mapping[str, Any]) -> list[ParameterError]:
    """An error for both ends of a range that ends before it begins.

    A filter names the parameter with which its range begins in `begins`.
    """
    found = []
    for name, filter in filters.items():
        low = getattr(filter, "begins", "")
        if not low or not {low, name} <= request.query_params.keys():
            continue
        first, last = value_of(filters[low], low, request), value_of(filter, name, request)
        if first > last:
            detail = f"{low} is after {name}: nothing lies between them"
            found += [ParameterError(each, "reversed", detail) for each in (low, name)]
    return found


def repeatable(name: str) -> bool:
    """Whether a parameter may be repeated."""
    return name.endswith("__in") or name == "fields"


def param_errors(request: Request, known: Iterable[str]) -> list[ParameterError]:
    """The errors of parameters that are unknown, empty, or repeated where one is meant."""
    found = []
    names = set(known)
    for name, values in request.query_params.lists():
        if name not in names:
            found.append(
                ParameterError(name[:80], "unknown-parameter", "there is no such parameter")
            )
        elif any(not value for value in values):
            found.append(
                ParameterError(name, "empty", "the value is empty: leave the parameter out")
            )
        elif len(values) > 1 and not repeatable(name):
            found.append(ParameterError(name, "repeated", "this parameter may be told once"))
    return found
