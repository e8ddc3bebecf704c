"""Conditions that most rows may pass, or hardly any, and how a database is led to the right index.

SQLite takes a quarter of the rows to lie in any range, PostgreSQL a few too many at the ends of
what it sampled. Where few do, both may walk all rows in the order of the page; where many do,
SQLite sorts them all. So when the SQL of an ordered list is made, it is tried out whether more than
MANY rows pass, and the condition is written accordingly.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Field
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

MANY = 1_000  # rows that are sorted for a page rather than looked for one by one


def is_ordered(compiler: Any) -> bool:
    """Whether the rows of the query that is being made are read in an order."""
    return bool(compiler.query.order_by)


def finds_many(connection: Any, sql: str, params: Sequence[Any]) -> bool:
    """Whether a SELECT finds more than MANY rows; it reads no more than that."""
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT 1 OFFSET {MANY}", params)
        return cursor.fetchone() is not None


class Range:
    """A column on one side of a value, the value included."""

    operator: str
    lhs: Any
    as_sql: Any

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        """The operator and the other side, as Django has them for its own name of the lookup."""
        return f"{self.operator} {rhs}"

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Sequence[Any]]:
        """The comparison, kept from the column's index by a sign, or led to it by a hint."""
        sql, params = self.as_sql(compiler, connection)
        if not self._chosen(compiler):
            return sql, params
        many = self._finds_many(connection, params)
        return f"+{sql}" if many else f"likelihood({sql}, 0.0001)", params

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Sequence[Any]]:
        """The comparison; where few pass, by their keys, which are found first."""
        sql, params = self.as_sql(compiler, connection)
        if not self._chosen(compiler) or self._finds_many(connection, params):
            return sql, params
        key = self.lhs.target.model._meta.pk.column
        return f'"{self.lhs.alias}"."{key}" = ANY(ARRAY({self._passing(key)}))', params

    def _chosen(self, compiler: Any) -> bool:
        """Whether the rows are ordered, and an index begins with the column."""
        field = self.lhs.target
        firsts = {index.fields[0] for index in field.model._meta.indexes if index.fields}
        return is_ordered(compiler) and field.name in firsts

    def _finds_many(self, connection: Any, params: Sequence[Any]) -> bool:
        return finds_many(connection, self._passing(self.lhs.target.column), params)

    def _passing(self, wanted: str) -> str:
        """SQL of a column of the rows that pass, in an order that leads to the range's index."""
        field = self.lhs.target
        where = f'"{field.column}" {self.operator} %s ORDER BY "{field.column}"'
        return f'SELECT "{wanted}" FROM "{field.model._meta.db_table}" WHERE {where}'


@Field.register_lookup
class AtLeast(Range, GreaterThanOrEqual):
    """At least a value."""

    lookup_name, operator = "at_least", ">="


@Field.register_lookup
class AtMost(Range, LessThanOrEqual):
    """At most a value."""

    lookup_name, operator = "at_most", "<="


LOOKUPS = {"gte": "at_least", "lte": "at_most"}
