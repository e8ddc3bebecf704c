"""The admin shows everything published, lets nobody touch it, and costs the same for any number."""

import json
import re
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.admin.cells import bounds, grouped, words_in_context
from indicators.models import Citation, Claim, Numeral, Observation, Series
from ledger.admin import BoundedPaginator, ReadOnlyAdmin, begins_with
from ledger.models import Entry, Projected, Version
from sources.models import Agency, Release
from tests import lakes

PUBLISHED = [
    (model, page) for model, page in admin.site._registry.items() if isinstance(page, ReadOnlyAdmin)
]
MODELS = [pytest.param(model, id=model.__name__) for model, _ in PUBLISHED]
# Rows that other pages show: the headline and verdicts of a key, parts of a reading.
SHOWN_ELSEWHERE = {"Withheld", "Headline", "Reading", "ClaimLink", "ClaimVerdict"}


@pytest.fixture
def told(world: lakes.Lakes, db: None) -> lakes.Lakes:
    return world


@pytest.fixture
def curator(db: None) -> User:
    return User.objects.create(username="curator", is_staff=True)


@pytest.fixture
def page(client, curator):
    """GET an admin page as a curator: its text."""
    client.force_login(curator)

    def get(url: str, **params: str) -> str:
        response = client.get(url, params)
        assert response.status_code == 200, (url, response.status_code)
        return response.content.decode()

    return get


def list_of(model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def page_of(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def test_every_published_table_is_shown() -> None:
    from django.apps import apps

    published = {model.__name__ for model in apps.get_models() if issubclass(model, Projected)}

    assert published - SHOWN_ELSEWHERE == {
        model.__name__ for model, _ in PUBLISHED if issubclass(model, Projected)
    }


@pytest.mark.parametrize("model", MODELS)
def test_lists_and_pages_open(told, page, model) -> None:
    page(list_of(model))
    for row in model.objects.all()[:3]:
        page(page_of(row))


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_adds_changes_or_deletes(told, client, curator, model, superuser) -> None:
    curator.is_superuser = superuser
    curator.save()
    client.force_login(curator)
    row = model.objects.first()
    if row is None:
        pytest.skip("the world has none")

    attempts = {
        "add": client.get(list_of(model) + "add/"),
        "change": client.post(page_of(row), {"code": "x"}),
        "delete": client.post(page_of(row).replace("/change/", "/delete/"), {"post": "yes"}),
        "action": client.post(
            list_of(model), {"action": "delete_selected", "_selected_action": row.pk}
        ),
    }

    refused = {name: answer.status_code for name, answer in attempts.items()}
    assert refused["add"] == refused["change"] == refused["delete"] == 403
    assert model.objects.filter(pk=row.pk).exists()


def test_strangers_are_asked_to_sign_in(told, client) -> None:
    response = client.get(list_of(Observation))

    assert response.status_code == 302
    assert "/admin/login/" in response["Location"]


def test_observation_shows_its_words_in_context(told, page) -> None:
    row = Observation.objects.get(code="lake-report-2012-0003")
    text = page(page_of(row))

    assert "&gt; 17,000" in text
    assert re.search(r"estimated <mark>over 17,000 swans</mark>\.\s+Between", text)
    assert 'href="/v1/observations/lake-report-2012-0003"' in text
    assert "/v1/releases/lake-report-2012/text#:~:text=over%2017%2C000%20swans" in text


def test_replaced_observation_tells_why_and_by_what(told, page) -> None:
    row = Observation.objects.get(code=lakes.MISREAD)
    text = page(page_of(row))

    assert row.closing.reason in text
    assert lakes.CORRECTED in text
    assert f"/v1/observations/{lakes.MISREAD}?version={row.known_from}" in text


def test_release_shows_hashes_counts_and_whether_its_text_is_held(told, page) -> None:
    held, other = (Release.objects.get(code=c) for c in ("lake-report-2012", "lake-report-2013"))
    current = Observation.objects.filter(release=held.code, known_to__isnull=True).count()
    text = page(page_of(held))

    assert held.text_sha256 in text
    assert 'href="/v1/releases/lake-report-2012/text"' in text
    assert f"{current} current" in text
    assert "attach_texts" in page(page_of(other))


def test_entry_shows_its_content_and_a_withheld_one_none(told, page) -> None:
    entry = Entry.objects.get(index=0)
    text = page(page_of(entry))
    body = json.loads(bytes(entry.data))

    assert body["object"] in text
    assert bytes(entry.leaf_hash).hex() in text

    Entry.objects.filter(index=0).update(data=None)
    assert "withheld" in page(page_of(entry))


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("lake-report-2012-0003", ["lake-report-2012-0003"]),
        ("2012 swans over*", ["lake-report-2012-0003"]),
        ("nothing-begins-so", []),
        ("?!", []),
    ],
)
def test_observations_are_found_by_id_and_by_words(told, page, term, found) -> None:
    text = page(list_of(Observation), q=term)

    assert re.findall(r">(lake-[a-z0-9-]+)</a></th>", text) == found


def test_status_filter_shows_what_was_closed(told, page) -> None:
    replaced = page(list_of(Observation), status="replaced")
    retracted = page(list_of(Observation), status="retracted")

    assert f">{lakes.MISREAD}</a></th>" in replaced
    assert replaced.count('class="field-code"') == 1
    assert f">{lakes.WITHDRAWN}</a></th>" in retracted


@pytest.mark.parametrize("model", [Observation, Series, Citation, Claim, Numeral, Release, Agency])
def test_queries_of_a_list_do_not_grow_with_its_rows(told, page, model, monkeypatch) -> None:
    counts = []
    for rows in (1, 50):
        monkeypatch.setattr(admin.site._registry[model], "list_per_page", rows)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(list_of(model))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 12


def test_long_lists_are_counted_to_a_bound_that_is_told(told, page, monkeypatch) -> None:
    monkeypatch.setattr(BoundedPaginator, "LIMIT", 10)
    text = page(list_of(Entry))

    assert re.search(r"More than\s+10\s+entries", text)
    assert "pages end there" in text


def test_pages_call_no_other_server(told, page) -> None:
    pages = [page("/admin/"), page(list_of(Observation)), page(page_of(Version.objects.first()))]

    asked = re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="([^"]+)"', "".join(pages))
    assert [url for url in asked if not url.startswith("/")] == []
    css = Path(__file__).parent.parent / "config" / "static" / "cifra" / "admin.css"
    assert "url(" not in css.read_text()


def test_words_are_text_and_never_markup() -> None:
    citation = Citation(
        role="value", release="r", start=0, end=8, exact="<b>9</b>", prefix="<i>", suffix='"'
    )

    shown = words_in_context([citation])

    assert "<mark>&lt;b&gt;9&lt;/b&gt;</mark>" in shown
    assert "<i>" not in shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("50500", "50,500"),
        ("50500.10", "50,500.10"),
        ("-3.5", "-3.5"),
        ("-0.5", "-0.5"),
        ("0", "0"),
        ("1150000000", "1,150,000,000"),
    ],
)
def test_numbers_keep_every_printed_digit(number: str, shown: str) -> None:
    assert grouped(number) == shown


@pytest.mark.parametrize(
    ("low", "low_open", "high", "high_open", "shown"),
    [
        ("17000", True, "", None, "> 17,000"),
        ("17000", False, "", None, "≥ 17,000"),
        ("", None, "40", True, "< 40"),
        ("", None, "40", False, "≤ 40"),
        ("30", False, "40", False, "30 to 40"),
    ],
)
def test_bounds_tell_whether_they_are_open(low, low_open, high, high_open, shown) -> None:
    row = Observation(value_low=low, low_open=low_open, value_high=high, high_open=high_open)

    assert bounds(row) == shown


def test_begins_with_is_a_range_and_takes_wildcards_as_they_are(told) -> None:
    assert Release.objects.filter(begins_with("code", "lake-report")).count() == 2
    assert not Release.objects.filter(begins_with("code", "lake_report%")).exists()
