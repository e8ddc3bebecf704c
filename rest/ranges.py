"""Conditions that most rows may pass, or hardly any, and how a database is led to the right index.

SQLite takes a quarter of the rows to lie in any range, PostgreSQL a few too many at the ends of
what it sampled. Where few do, both may walk all rows in the order of the page; where many do,
SQLite sorts them all. So it is tried out whether more than MANY rows pass, and the condition of an
ordered list is written accordingly. The rows that it finds are the same either way.
"""

import time
from collections.abc import Sequence
from typing import Any

from django.db.models import Field, Model
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from ledger.database import query
from rest.open_values import Open
from rest.recent import Recent

MANY = 1_000  # rows that are sorted for a page rather than looked for one by one
FRESH = 600  # seconds after which it is tried out again: few may have become many
# What was tried out; where it is out of date, it costs time alone.
TRIED: Recent[bool] = Recent(at_most=10_000)


def is_ordered(compiler: Any) -> bool:
    """Whether the rows of the query that is being made are read in an order."""
    return bool(compiler.query.order_by)


def finds_many(sql: str, params: Sequence[Any]) -> bool:
    """Whether a SELECT finds more than MANY rows; it reads no more than that."""
    key = sql, tuple(params), time.monotonic() // FRESH
    found = TRIED.get(key)
    if found is None:
        found = bool(query.fetch(f"{sql} LIMIT 1 OFFSET {MANY}", query.bound(params), keep=False))
        TRIED.put(key, found)
    return found


OPERATORS = {"gte": ">=", "lte": "<="}
LOOKUPS = {"gte": "at_least", "lte": "at_most"}


def lookup_of(model: type[Model], column: str, lookup: str, value: Any) -> str:
    """The lookup to use in place of gte or lte, by how many rows of the table pass."""
    if not _begins_index(model, column):
        return lookup
    many = finds_many(_passing(model, column, column, OPERATORS[lookup]), [value])
    return f"{LOOKUPS[lookup]}_{'many' if many else 'few'}"


def _begins_index(model: type[Model], column: str) -> bool:
    """Whether an index of the table begins with this column."""
    return column in {index.fields[0] for index in model._meta.indexes if index.fields}


def _passing(model: type[Model], wanted: str, column: str, operator: str) -> str:
    """SQL of a column of the rows that pass, in an order that leads to the range's index."""
    where = f'"{column}" {operator} %s ORDER BY "{column}"'
    return f'SELECT "{wanted}" FROM "{model._meta.db_table}" WHERE {where}'


class Range:
    """A column on one side of a value, the value included; many: whether many rows pass.

    Where that isn't said, it is tried out with the value, if that isn't an open one.
    """

    operator: str
    many: bool | None = None
    lhs: Any
    as_sql: Any

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        """The operator and the other side, as Django has them for its own name of the lookup."""
        return f"{self.operator} {rhs}"

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Sequence[Any]]:
        """The comparison, kept from the column's index by a sign, or led to it by a hint."""
        sql, params = self.as_sql(compiler, connection)
        many = self._many(compiler, params)
        if many is None:
            return sql, params
        return f"+{sql}" if many else f"likelihood({sql}, 0.0001)", params

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Sequence[Any]]:
        """The comparison; where few pass, by their keys, which are found first."""
        sql, params = self.as_sql(compiler, connection)
        if self._many(compiler, params) is not False:
            return sql, params
        model, column = self.lhs.target.model, self.lhs.target.column
        key = model._meta.pk.column
        passing = _passing(model, key, column, self.operator)
        return f'"{self.lhs.alias}"."{key}" = ANY(ARRAY({passing}))', params

    def _many(self, compiler: Any, params: Sequence[Any]) -> bool | None:
        """Whether many rows pass; None where no index is to be led to."""
        field = self.lhs.target
        if not is_ordered(compiler) or not _begins_index(field.model, field.name):
            return None
        if self.many is not None:
            return self.many
        if any(isinstance(value, Open) for value in params):
            return None
        return finds_many(_passing(field.model, field.column, field.column, self.operator), params)


def _register(base: type[Any], lookup: str) -> None:
    """Add the lookup, and those that say how many rows pass, to all fields."""
    for ending, many in (("", None), ("_many", True), ("_few", False)):
        name = LOOKUPS[lookup] + ending
        members = {"lookup_name": name, "operator": OPERATORS[lookup], "many": many}
        Field.register_lookup(type(f"Range_{name}", (Range, base), members))


_register(GreaterThanOrEqual, "gte")
_register(LessThanOrEqual, "lte")
