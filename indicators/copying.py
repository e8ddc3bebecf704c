"""Observations out of PostgreSQL by COPY: the database writes, this service passes bytes on.

Owns the SQL that gives the rows of indicators.selectors.items() as CSV cells or JSON lines. Only
indicators.exports may call it; tests hold its rows to those of the plain way, byte for byte.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connections
from django.db.models import (
    Case,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf

from indicators.models import ClaimLink, Headline, Observation
from indicators.selectors import covering
from ledger.models import known_at
from sources.reading import Moment

TEXT = TextField()


class Joined(Func):
    """Texts end to end; null if one of them is."""

    template, arg_joiner, output_field = "(%(expressions)s)", " || ", TEXT


class Part(Func):
    """split_part(text, mark, n): the nth part between marks. Cheap, also in long texts."""

    function, output_field = "split_part", TEXT


class Member(Func):
    """A member of a JSON object, as text; null as null."""

    template, arg_joiner, output_field = "(%(expressions)s)", " ->> ", TEXT


def csv_lines(rows: QuerySet[Observation], moment: Moment, names: Sequence[str]) -> Iterator[bytes]:
    """Each row as a CSV line that ends with CRLF."""
    made = _expressions(moment)
    for line in _copied(rows.values_list(*(made(name) for name in names)), "csv"):
        # PostgreSQL ends lines with LF, and leaves a lone empty cell unquoted.
        yield b'""\r\n' if line == b"\n" else line[:-1] + b"\r\n"


def objects(rows: QuerySet[Observation], moment: Moment) -> Iterator[bytes]:
    """Each row as a finished JSON object."""
    for line in _copied(rows.values_list(_object(moment)), "text"):
        # Of all that the text form escapes, JSON text holds backslashes alone.
        yield line[:-1].replace(b"\\\\", b"\\")


def _copied(rows: QuerySet[Any], form: str) -> Iterator[bytes]:
    sql, params = rows.order_by("entry_id").query.sql_with_params()
    connection = connections[rows.db]
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT {form})", params) as lines,
    ):
        for line in lines:
            yield bytes(line)


def _object(moment: Moment) -> Joined:
    """The whole JSON object: the stored fixed part, and what depends on the version."""
    made = _expressions(moment)

    def quoted(name: str) -> Coalesce:
        text = Joined(Value('"'), made(name), Value('"'))
        return Coalesce(text, Value("null"), output_field=TEXT)

    def plain(name: str) -> Coalesce:
        return Coalesce(Cast(made(name), TEXT), Value("null"), output_field=TEXT)

    shown = {"status": quoted, "replaces": quoted, "replaced_by": quoted}
    parts: list[Any] = [F("body")]
    for name in CHANGING:
        parts += [Value(f',"{name}":'), shown.get(name, plain)(name)]
    return Joined(*parts, Value("}"))


CHANGING = ("status", "headline", "replaces", "replaced_by", "claims", "known_from", "known_to")


class _expressions:
    """By name of a wire member, the SQL of its CSV cell: text, a number, or null."""

    def __init__(self, moment: Moment) -> None:
        self.moment = moment

    def __call__(self, name: str) -> Any:
        own = getattr(self, f"_{name}", None)
        if own is not None:
            return own()
        if name == "id":
            return F("code")
        columns = {field.name: field.get_internal_type() for field in Observation._meta.fields}
        return COLUMNS.get(columns.get(name, ""), _of_body)(name)

    def _ended(self) -> Q:
        return Q(known_to__lte=self.moment.version)

    def _status(self) -> Case:
        ended = When(self._ended(), then=F("closing__action"))
        return Case(ended, default=Value("current"), output_field=TEXT)

    def _replaced_by(self) -> Case:
        successor = _text("closing__replaced_by")
        return Case(When(self._ended(), then=successor), default=None, output_field=TEXT)

    def _known_to(self) -> Case:
        return Case(When(self._ended(), then=F("known_to")), default=None)

    def _headline(self) -> Case:
        """As selectors.headlines_of() tells it: a key without a row there is not contested."""
        told = Headline.objects.filter(known_at(self.moment.version), covering(self.moment))
        key = {name: OuterRef(name) for name in ("series_id", "period", "base_period")}
        return Case(
            When(self._ended(), then=Value("false")),
            When(Exists(told.filter(observation_id=OuterRef("entry_id"))), then=Value("true")),
            When(Exists(told.filter(**key)), then=Value("false")),
            default=Value("true"),
            output_field=TEXT,
        )

    def _claims(self) -> Case:
        known = known_at(self.moment.version, "claim__")
        links = ClaimLink.objects.filter(known, observation=OuterRef("code"))
        listed = ArraySubquery(links.order_by("key").values("claim__code"))
        text = Cast(Func(listed, function="array_to_json", output_field=TEXT), TEXT)
        return Case(When(Exists(links), then=text), default=Value("[]"), output_field=TEXT)

    def _number(self) -> NullIf:
        return _text("value")

    def _citations(self) -> Part:
        """The end of the stored part. A quote mark within a text is escaped, so this is it."""
        return Part(F("body"), Value(',"citations":'), Value(2))

    def _url(self) -> Member:
        return _of_document("url")

    def _page(self) -> Member:
        return _of_document("page")

    def _licence(self) -> Member:
        return _of_document("licence")


def _of_document(name: str) -> Member:
    """A member between url and citations: a short object to read, instead of the whole."""
    before = Part(F("body"), Value(',"citations":'), Value(1))
    short = Joined(Value('{"url":'), Part(before, Value(',"url":'), Value(2)), Value("}"))
    return Member(Func(short, template="%(expressions)s::json"), Value(name))


def _of_body(name: str) -> Member:
    whole = Joined(F("body"), Value("}"))
    return Member(Func(whole, template="%(expressions)s::json"), Value(name))


def _text(name: str) -> NullIf:
    return NullIf(F(name), Value(""), output_field=TEXT)


def _day(name: str) -> Func:
    return Func(F(name), Value("YYYY-MM-DD"), function="to_char", output_field=TEXT)


def _truth(name: str) -> Cast:
    return Cast(F(name), TEXT)


COLUMNS: dict[str, Any] = {
    "CharField": _text,
    "TextField": _text,
    "DateField": _day,
    "BooleanField": _truth,
    "SmallIntegerField": F,
    "BigIntegerField": F,
}
