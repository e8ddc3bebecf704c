"""Paging over random worlds: every row exactly once and in order, whatever is published meanwhile.

CIFRA_PAGING=200 tries harder.
"""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rest.plans import COUNTS, PLANS
from tests.builders import Document, published, retraction
from tests.endpoints import LISTS, asking, everything, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

# Few values, so that many rows tie; ### is a figure that can't be read, which has no value.
FIGURE = st.tuples(
    st.sampled_from(["7", "7.0", "24.3", "1150", "###"]),
    st.sampled_from(["boats", "swans"]),
    st.sampled_from(["XA", "XA-N", "XA-X-SHORE"]),
)
DOCUMENT = st.tuples(
    st.lists(FIGURE, min_size=1, max_size=9),
    st.sampled_from(["2012", "2012-06", "2013-11-15", None]),
)
READING = st.tuples(
    st.sampled_from([(e, sign + o) for e in LISTS for o in e.view.orderings or ("",)
                     for sign in ("", "-") if o or not sign]),
    st.sampled_from(["", "status=all", "status=retracted", "status=replaced"]),
    st.integers(1, 12),
)  # fmt: skip


def told(number, figures, published_on):
    """A changeset: a document that says these figures, each of another year."""
    text = " ".join(
        f"In {1950 + place} there were {value} {name}."
        for place, (value, name, _) in enumerate(figures, start=1)
    )
    title = "Volume " + "I" * (number + 1)
    document = Document(f"random-{number}", f"{title}\n\n{text}\n", published_on=published_on)
    seen: dict[str, int] = {}
    acts = []
    for place, (value, name, area) in enumerate(figures, start=1):
        words = f"{value} {name}"
        nth = seen[words] = seen.get(words, -1) + 1
        unread = {"value": None, "missing_reason": "not_readable"} if value == "###" else {}
        decimals = None if unread else len(value.partition(".")[2])
        acts.append(
            document.figure(
                place, words, **{"value": value, "decimals": decimals, **unread},
                indicator=name, area=area, period=str(1950 + place),
                citations=[document.quote(words, nth=nth)],
            )
        )  # fmt: skip
    return document.told(*acts), document.texts


class Publishing:
    """Changesets that wait to be published, one at a time."""

    def __init__(self, documents):
        self.waiting = list(enumerate(documents))
        self.versions = []

    def one(self):
        if not self.waiting:
            return
        number, (figures, published_on) = self.waiting.pop(0)
        acts, texts = told(number, figures, published_on)
        if number:  # the first figure of the document before is withdrawn
            acts.append(retraction(f"random-{number - 1}-0001"))
        self.versions.append(published(*acts, texts=texts).size)


def pages(get, address, way, meanwhile):
    """The pages from an address on, in the order of asking; `meanwhile` happens between them."""
    found = [get(address).json()]
    while link := found[-1][way]:
        meanwhile()
        found.append(get(link).json())
        assert len(found) < 200, "a list without end"
    return found


def read(get, address, size, meanwhile):
    """All rows read forwards, all rows read backwards from the last page, and the version."""
    forwards = pages(get, asking(address, f"page_size={size}"), "next", meanwhile)
    last = forwards[-1]
    backwards = pages(get, last["previous"], "previous", meanwhile) if last["previous"] else []
    rows = [row for page in forwards for row in page["results"]]
    back = [row for page in reversed(backwards) for row in page["results"]] + last["results"]
    (version,) = {page["version"] for page in [*forwards, *backwards]}
    assert {page["count"] for page in [*forwards, *backwards]} == {len(rows)}
    return rows, back, version


@pytest.fixture
def fresh(settings):
    """Run in a world of its own: what was published in it is gone afterwards."""

    def run(act):
        kept = settings.STATE_DIR
        with TemporaryDirectory() as folder:
            settings.STATE_DIR = Path(shutil.copytree(kept, Path(folder) / "state"))
            try:
                with transaction.atomic():
                    act()
                    transaction.set_rollback(True)
            finally:
                settings.STATE_DIR = kept
                cache.clear()
                PLANS.clear()
                COUNTS.clear()

    return run


@settings(
    max_examples=int(os.environ.get("CIFRA_PAGING", "12")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    documents=st.lists(DOCUMENT, min_size=1, max_size=4),
    first=st.integers(0, 3),
    pin=st.integers(0, 4),
    readings=st.lists(READING, min_size=1, max_size=4),
)
def test_pages_of_any_list_are_the_list(world, get, fresh, documents, first, pin, readings):
    def act():
        publishing = Publishing(documents)
        for _ in range(first):
            publishing.one()
        versions = [*world.versions, *publishing.versions]
        pinned = "" if pin == 0 else f"version={versions[-min(pin, len(versions))]}"
        for (endpoint, ordering), status, size in readings:
            parts = [pinned, ordering and f"ordering={ordering}"]
            if "status" in endpoint.filters:
                parts.append(status)
            address = url(endpoint)
            for part in filter(None, parts):
                address = asking(address, part)
            if get(address).status_code == 404:  # what it is of came later
                continue

            rows, back, version = read(get, address, size, publishing.one)

            whole = address if pinned else asking(address, f"version={version}")
            assert rows == back == everything(get, whole)

    fresh(act)
