"""What a kept plan answers is what the ORM answers: any requests, whatever is published.

The answers to compare with are made by the ORM without any plan, from the values themselves.
CIFRA_PAIRS=500 tries harder.
"""

import os
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.models import Observation
from indicators.reading.api import ObservationViewSet, observations
from indicators.reading.filters import ObservationFilter
from rest.plans import COUNTS, PLANS, Plans
from tests.test_paging import DOCUMENT, Publishing, fresh  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

LIST = "/v1/observations"
WORDS = {
    "q": ["boats", "swans 16", "boat*", "the lakes", "none", "-"],
    "area_within": ["XA", "XA-N", "none"],
    "series": ["none"],
}
BY_TYPE = {
    "boolean": ["true", "false"],
    "integer": ["-999999999999999", "-2", "0", "1", "30", "999999999999999"],
}
DAYS = ["1900", "2011", "2012", "2012-06", "2012-06-30", "2013-11-15", "2090"]
NUMBERS = ["7", "7.0", "24.3", "1150", "-3.5", "0", "99999999"]
ORDERINGS = [
    "",
    *(f"ordering={sign}{name}" for name in ObservationViewSet.orderings for sign in ("", "-")),
]


def pool(name, filter):
    """Values of a parameter: what rows have, what none has, the ends of its range."""
    if name in WORDS:
        return WORDS[name]
    schema = filter.field.schema()
    schema = schema.get("items", schema)
    if "enum" in schema:
        return schema["enum"]
    if schema["type"] in BY_TYPE:
        return BY_TYPE[schema["type"]]
    if filter.field_name.endswith("_key"):
        return NUMBERS
    if "[0-9]{4}" in schema["pattern"]:
        return DAYS
    column = Observation.objects.order_by(filter.field_name)
    found = column.values_list(filter.field_name, flat=True).distinct()
    return [value for value in found if value][:6] + ["none"]


@pytest.fixture(scope="module")
def pools(world):
    filters = {**ObservationFilter.base_filters}
    return {name: pool(name, filter) for name, filter in filters.items()}


@st.composite
def addresses(draw, pools, versions):
    """The address of a list, with up to three filters; or that of one observation."""
    when = ["", "", f"as_of={datetime.now(UTC).date()}", *(f"version={size}" for size in versions)]
    parts = [draw(st.sampled_from(["", "", "published_by=2012", "published_by=2013-11-15"]))]
    parts.append(draw(st.sampled_from(when)))
    if draw(st.integers(0, 9)) == 0:
        return f"{LIST}/{draw(st.sampled_from(pools['id']))}?{query(parts)}"
    names = draw(st.lists(st.sampled_from(sorted(pools)), max_size=3, unique=True))
    for name in names:
        many = st.lists(st.sampled_from(pools[name]), min_size=1, max_size=3)
        values = draw(many) if name.endswith("__in") else [draw(st.sampled_from(pools[name]))]
        parts += [f"{name}={value}" for value in values]
    parts.append(draw(st.sampled_from(ORDERINGS)))
    parts.append(draw(st.sampled_from(["", "", "count=exact"])))
    return f"{LIST}?{query([*parts, f'page_size={draw(st.integers(1, 5))}'])}"


def query(parts):
    return "&".join(part for part in parts if part)


def answers(get, address):
    """The answers of an address, of the two pages behind it, and of the page before the last."""
    cache.clear()
    COUNTS.clear()
    found = [get(address)]
    for way in ("next", "next", "previous"):
        page = found[-1].json()
        if found[-1].status_code == 200 and page.get(way):
            found.append(get(page[way]))
    return [
        (answer.status_code, answer.headers.get("ETag"), without_id(answer)) for answer in found
    ]


def without_id(answer):
    """The body; of an error what it says, without the id of its request."""
    return answer.content if answer.status_code == 200 else answer.json()["detail"]


def by_the_orm(get, address):
    """The same without any plan: each query made anew, with its values in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ObservationViewSet, "columns", ())
        patch.setattr(observations, "PLANS", Plans(at_most=1))
        return answers(get, address)


@settings(
    max_examples=int(os.environ.get("CIFRA_PAIRS", "25")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data(), documents=st.lists(DOCUMENT, min_size=1, max_size=2))
def test_kept_plans_answer_as_the_orm_does(world, get, fresh, pools, data, documents):  # noqa: F811
    asked = addresses(pools, world.versions)
    pair = data.draw(asked), data.draw(asked)

    def act():
        PLANS.clear()
        publishing = Publishing(documents)
        for publish in (None, *[publishing.one] * len(documents)):
            if publish:
                publish()
            for address in (*pair, pair[0]):
                assert answers(get, address) == by_the_orm(get, address), address

    fresh(act)


def test_every_filter_has_values_that_rows_have(pools):
    assert [name for name, values in pools.items() if not values] == []
    assert len(pools) > 60
