"""The state that a request reads: its parameters, the snapshot they name, and an answer's parts.

The parameters are those that every read takes (version, as_of, published_by, fields, ordering,
paging). Nothing here knows figures or documents; sources and indicators bring the rows. An answer
is a pure function of URL, version and REVISION (law 3), so it may be kept as long as these stay.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from typing import Any

import orjson
from django.conf import settings
from django.http import QueryDict

from ledger.database import query
from ledger.models import Version
from ledger.selectors import published_version, version_as_of
from rest.errors import ApiError, ParameterError
from rest.languages import LANGUAGES
from rest.parameters import parse_page_size
from rest.periods import InvalidPeriod, PartialDate

# Raised whenever the same rows are shown differently, also by another writer of Parquet: part of
# every ETag. What is stored of another revision is never used; `manage.py render` makes it anew.
REVISION = 2

DEFAULT_PAGE = 100
MAX_VERSION = 2**53 - 1
# A version in 16 digits, then what only the list that made it reads.
CURSOR = re.compile(r"[0-9]{16}[A-Za-z0-9_-]{1,4000}")


@dataclass
class ReadParams:
    """The parameters of a request beside its filters, with all that was wrong with them."""

    version: int | None = None
    as_of: datetime | None = None
    published_by: date | None = None
    fields: tuple[str, ...] = ()
    ordering: str = "id"
    page_size: int = DEFAULT_PAGE
    cursor: str = ""
    count_exactly: bool = False
    labels: str = ""  # name or both
    lang: str = "en"
    dialect: str = ""  # excel, of CSV
    errors: list[ParameterError] = field(default_factory=list)

    @property
    def pinned(self) -> bool:
        """Whether the URL itself says which version is read."""
        return self.version is not None or bool(self.cursor)


def read_params(
    query_params: QueryDict,
    *,
    offered: Sequence[str],
    names: Sequence[str] = (),
    orderings: Sequence[str] = (),
    default_ordering: str = "id",
) -> ReadParams:
    """The parameters that an endpoint offers, read; errors are collected, not raised."""
    params = ReadParams(ordering=default_ordering)
    reader = _Reader(query_params, params, names, orderings)
    for name in offered:
        if name in query_params:
            getattr(reader, name)(query_params[name])
    if params.version is not None and params.as_of is not None:
        params.errors.append(
            ParameterError("as_of", "excluded", "version and as_of exclude each other")
        )
    return params


class _Reader:
    """The reader of a request: one method per parameter reads its text, or notes an error."""

    def __init__(
        self,
        query_params: QueryDict,
        params: ReadParams,
        names: Sequence[str],
        orderings: Sequence[str],
    ) -> None:
        self.query_params, self.params, self.names, self.orderings = (
            query_params,
            params,
            names,
            orderings,
        )

    def _add_error(self, parameter: str, code: str, detail: str) -> None:
        self.params.errors.append(ParameterError(parameter, code, detail))

    def version(self, text: str) -> None:
        if not re.fullmatch(r"0|[1-9][0-9]{0,15}", text) or int(text) > MAX_VERSION:
            self._add_error("version", "invalid", "expected a whole number, the size of the log")
        else:
            self.params.version = int(text)

    def as_of(self, text: str) -> None:
        try:
            self.params.as_of = parse_instant(text)
        except ValueError as error:
            self._add_error("as_of", "invalid", str(error))

    def published_by(self, text: str) -> None:
        try:
            self.params.published_by = PartialDate(text).last_day()
        except InvalidPeriod as error:
            self._add_error("published_by", "invalid", str(error))

    def fields(self, _: str) -> None:
        wanted = [n for text in self.query_params.getlist("fields") for n in text.split(",")]
        for name in dict.fromkeys(wanted):
            if name not in self.names:
                detail = f"no field {name[:80]!r}; there are {', '.join(self.names)}"
                self._add_error("fields", "unknown-field", detail)
        self.params.fields = tuple(name for name in self.names if name in wanted)

    def ordering(self, text: str) -> None:
        if text.removeprefix("-") not in self.orderings:
            detail = f"expected one of {', '.join(self.orderings)}, with - in front for falling"
            self._add_error("ordering", "invalid", detail)
        else:
            self.params.ordering = text

    def page_size(self, text: str) -> None:
        try:
            self.params.page_size = parse_page_size(text)
        except ValueError as error:
            self._add_error("page_size", "invalid", str(error))

    def cursor(self, text: str) -> None:
        if not CURSOR.fullmatch(text):
            self._add_error("cursor", "invalid", "no cursor of this service")
        self.params.cursor = text

    def labels(self, text: str) -> None:
        if text not in ("name", "both"):
            self._add_error("labels", "invalid", "expected name or both")
        self.params.labels = text

    def lang(self, text: str) -> None:
        if text not in LANGUAGES:
            self._add_error("lang", "invalid", f"expected one of {', '.join(LANGUAGES)}")
        self.params.lang = text

    def dialect(self, text: str) -> None:
        if text != "excel":
            self._add_error("dialect", "invalid", "expected excel")
        self.params.dialect = text

    def count(self, text: str) -> None:
        if text != "exact":
            self._add_error("count", "invalid", "expected exact")
        self.params.count_exactly = text == "exact"


_HOUR_AND_MINUTE = "([01][0-9]|2[0-3]):[0-5][0-9]"
# RFC 3339 without leap seconds.
TIME_OF_DAY = rf"T{_HOUR_AND_MINUTE}:[0-5][0-9](\.[0-9]{{1,6}})?(Z|[+-]{_HOUR_AND_MINUTE})"


def version_of_cursor(text: str) -> int:
    """The version that a cursor continues; its text has the form of CURSOR."""
    return int(text[:16])


def parse_instant(text: str) -> datetime:
    """The instant of an RFC 3339 text, or the end of the UTC day of a date. Raises ValueError."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return datetime.combine(PartialDate(text).last_day(), time.max, tzinfo=UTC)
    if not re.fullmatch(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{TIME_OF_DAY}", text):
        raise ValueError(
            "expected an instant like 2026-11-22T08:00:00Z (+ as %2B in a URL), or YYYY-MM-DD"
        )
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"there is no such instant: {text}") from None
    try:
        return at.astimezone(UTC)
    except OverflowError:  # hours before the first or after the last year that dates here have
        day = date.min if at.year == 1 else date.max
        return datetime.combine(day, time.min, tzinfo=UTC)


@dataclass(frozen=True)
class Snapshot:
    """The state of the log that an answer shows.

    first_version: set if the state lies before it.
    """

    version: int
    published_by: date | None = None
    first_version: int | None = None
    root: str = ""  # of the log at this version: tells two logs apart in what is kept in caches
    # How many entries were erased by law: an erasure changes answers of old versions, too.
    withheld: int | None = None


# WSGI environ key: the row of newest_sql(), which the page cache read when the request arrived.
LOG_STATE_KEY = "cifra.log_state"


def resolve_snapshot(
    params: ReadParams, *, cursor_version: int | None = None, newest: Any = None
) -> Snapshot:
    """The snapshot that a request reads: of a version, of an instant, or the newest.

    newest: the row of newest_sql(), where that is known already. Raises ApiError 404 for a number
    that is no version, in a cursor, too, and for an instant in the future, which has none yet.
    """
    if cursor_version not in (None, params.version):
        of_cursor = version_snapshot(int(cursor_version or 0), params.published_by, newest)
        if params.as_of is None and params.version is None:
            return of_cursor
    if params.as_of is not None:
        return _snapshot_at(params.as_of, params.published_by)
    if params.version is not None:
        return version_snapshot(params.version, params.published_by, newest)
    row = newest or next(iter(query.fetch(newest_sql())), None)
    return _snapshot(row, params.published_by) if row else Snapshot(0, params.published_by)


_PUBLISHED = "(SELECT max(size) FROM ledger_publishedcheckpoint)"


@cache
def _versions_sql() -> str:
    # Another app keeps what is withheld; which table that is, the settings say.
    withheld = f"(SELECT count(*) FROM {settings.WITHHELD_TABLE})"
    return f"SELECT size, root, {withheld} FROM ledger_version"


@cache
def newest_sql() -> str:
    """The query for the newest published version: size, root, and how much is withheld by law.

    It has a checkpoint and is projected: checkpoints may reach further than what is understood.
    """
    signed = "SELECT 1 FROM ledger_publishedcheckpoint signed WHERE signed.size = "
    return (
        f"{_versions_sql()} WHERE EXISTS ({signed}ledger_version.size) ORDER BY size DESC LIMIT 1"
    )


def version_snapshot(size: int, published_by: date | None = None, newest: Any = None) -> Snapshot:
    """The snapshot of the published version of this size. Raises ApiError 404 if there is none.

    newest: as in resolve_snapshot().
    """
    row = _kept_row(size, tuple(newest)) if newest else _row(size)
    if row is None:
        raise ApiError(404, "unknown-version", "No such version", f"There is no version {size}.")
    return _snapshot(row, published_by)


def _row(size: int) -> tuple[Any, ...] | None:
    sql = f"{_versions_sql()} WHERE size = %s AND size <= {_PUBLISHED}"
    return next(iter(query.fetch(sql, [size])), None)


@lru_cache(maxsize=1_000)
def _kept_row(size: int, newest: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """The row of a version; it changes only when the newest one does, which is part of the key."""
    return newest if size == newest[0] else _row(size)


def _snapshot(row: tuple[Any, ...], published_by: date | None) -> Snapshot:
    size, root, withheld = row
    return Snapshot(size, published_by, root=bytes(root).hex(), withheld=withheld)


def _snapshot_at(at: datetime, published_by: date | None) -> Snapshot:
    """The snapshot of the newest version at an instant; an empty one before the first version."""
    now = datetime.now(UTC)
    if at.date() > now.date() or (at > now and at.time() != time.max):
        raise ApiError(
            404,
            "unknown-version",
            "No such version",
            "There is no version yet at an instant in the future.",
            errors=[ParameterError("as_of", "future", "lies in the future")],
        )
    found = version_as_of(at)
    published = published_version()
    if found and published:
        return version_snapshot(min(found.size, published.size), published_by)
    first = Version.objects.order_by("size").first()
    return Snapshot(0, published_by, first.size if first else None)


def etag(*parts: object) -> str:
    """The strong entity tag of an answer that these parts, and REVISION, decide."""
    joined = "\n".join(str(part) for part in (REVISION, *parts))
    return f'"{hashlib.sha256(joined.encode()).hexdigest()[:32]}"'


class Number(str):
    """The text of a JSON number, kept as written."""


def parse(body: bytes) -> dict[str, Any]:
    """The object of a JSON text, with its numbers as they are written there."""
    return dict(json.loads(body, parse_float=Number, parse_int=Number))


def dump(value: Any) -> bytes:
    """The JSON text of what parse() gave, with its numbers as they were written."""
    return orjson.dumps(_raw(value))


def _raw(value: Any) -> Any:
    if isinstance(value, Number):
        return orjson.Fragment(str(value).encode())
    if isinstance(value, Mapping):
        return {name: _raw(item) for name, item in value.items()}
    return [_raw(item) for item in value] if isinstance(value, list) else value


@dataclass(frozen=True)
class Page:
    """A page of a list: items are finished JSON objects, names their members in order."""

    version: int
    items: list[bytes]
    names: Sequence[str]
    count: int | None
    count_at_least: int
    next: str | None = None
    previous: str | None = None
    first_version: int | None = None
    members: Mapping[str, Any] = field(default_factory=dict)  # of the envelope, beside the rows


@dataclass(frozen=True)
class SingleItem:
    """A single thing: a finished JSON object and the names of its members."""

    item: bytes
    names: Sequence[str]


def select_members(item: bytes, fields: Sequence[str]) -> bytes:
    """The JSON object with only these members; all of it where none are named."""
    if not fields:
        return item
    content = parse(item)
    return dump({name: content[name] for name in fields if name in content})
