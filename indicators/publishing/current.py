"""The current contents of things that are described: vocabularies, sources and releases."""

from collections.abc import Iterable, Mapping
from typing import Any

from indicators.models import Area, CodeList, Indicator, Theme, Unit
from ledger.log import content_of
from sources.models import Agency, Described, Source

VOCABULARIES: dict[str, type[Described]] = {
    "agency": Agency,
    "area": Area,
    "unit": Unit,
    "code-list": CodeList,
    "indicator": Indicator,
    "theme": Theme,
    "source": Source,
}


Contents = dict[str, Mapping[str, Any]]


def current_contents(model: type[Described], codes: Iterable[str] | None = None) -> Contents:
    """The current contents, by id; all of a vocabulary, or those with these ids."""
    rows: Any = model._default_manager.filter(known_to__isnull=True)
    if codes is not None:
        rows = rows.filter(code__in=set(codes))
    return {row.code: content_of(row.data) for row in rows.with_data()}
