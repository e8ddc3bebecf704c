"""The names by which words of a document may mean a thing of the vocabularies."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.db.models import F, Value

from indicators.models import Area, CodeList, Indicator
from ledger import log
from sources.meaning import Names
from sources.models import Agency

Labels = dict[str, tuple[str, ...]]


def current_names() -> Names:
    """Labels and aliases of the current vocabularies, in all their languages.

    Cost: one query, and no more than that of the log's head as long as nothing is published.
    """
    return _names_at(*log.head())


@lru_cache(maxsize=2)
def _names_at(size: int, root: bytes) -> Names:
    """The names at a state of the log; its arguments are the key under which they are kept."""
    found: dict[str, Labels] = {"agency": {}, "area": {}, "indicator": {}, "breakdown": {}}
    for about, code, labels, others, short in _rows():
        if about == "breakdown":
            for entry in labels:
                found[about][f"{code}={entry['code']}"] = _named(
                    entry["labels"], entry.get("aliases")
                )
        else:
            found[about][code] = (*_named(labels, others), *([short] if short else []))
    return Names(
        agencies=found["agency"], areas=found["area"], breakdown=found["breakdown"],
        indicators=found["indicator"],
    )  # fmt: skip


def _rows() -> Iterable[tuple[str, str, Any, Any, str]]:
    """Thing, code, labels, aliases and short name of all current vocabularies.

    Code lists have their codes in place of labels.
    """
    parts = [
        model._default_manager.filter(known_to__isnull=True).values_list(
            Value(about), F("code"), F(column), F("aliases"), short
        )
        for about, model, column, short in (
            ("agency", Agency, "labels", F("short_name")),
            ("area", Area, "labels", Value("")),
            ("indicator", Indicator, "labels", Value("")),
            ("breakdown", CodeList, "codes", Value("")),
        )
    ]
    first, *others = parts
    return first.order_by().union(*(part.order_by() for part in others), all=True)


def _named(labels: Mapping[str, str], aliases: Mapping[str, list[str]] | None) -> tuple[str, ...]:
    more = [alias for listed in (aliases or {}).values() for alias in listed]
    return tuple(dict.fromkeys([*labels.values(), *more]))
