"""Values that are left open in a query set, so that its SQL serves every value."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Value


class Open(Value):
    """A value in a query set that is bound per request, when the compiled statement runs."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """A parameter, which is this very object: Plan finds it there."""
        return "%s", [self]


def opens(name: str, count: int) -> list[Open]:
    """Open values for a list of values, so many."""
    return [Open(f"{name}:{place}") for place in range(count)]


def named(name: str, values: Iterable[Any]) -> dict[str, Any]:
    """What opens() left open, with the values of a request."""
    return {f"{name}:{place}": value for place, value in enumerate(values)}
