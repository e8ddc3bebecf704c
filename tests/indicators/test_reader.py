"""The pages for readers: where the service starts, and one figure with its words."""

import pytest

from indicators.models import Observation
from tests import lakes

pytestmark = pytest.mark.django_db
PLAIN = "lake-report-2012-0001"


def test_start_without_anything_published_says_so(db, client):
    answer = client.get("/")

    assert answer.status_code == 200
    assert "Nothing is published yet" in answer.text


def test_start_counts_and_links_figures(world, client):
    answer = client.get("/")

    assert "/figures/lake-" in answer.text
    assert 'action="/v1/search"' in answer.text


def test_figure_shows_its_words_marked_in_their_context(world, client):
    answer = client.get(f"/figures/{PLAIN}")

    assert "<mark>1,150 boats</mark>" in answer.text
    assert f"/v1/observations/{PLAIN}/proof" in answer.text


@pytest.mark.parametrize("code", [lakes.MISREAD, lakes.WITHDRAWN])
def test_figure_that_ended_says_so_with_the_reason(world, client, code):
    answer = client.get(f"/figures/{code}")

    assert answer.status_code == 200
    assert 'class="warning"' in answer.text


def test_figure_without_a_value_says_why_in_words(world, client):
    row = Observation.objects.filter(missing_reason="not_readable").first()

    answer = client.get(f"/figures/{row.code}")

    assert "<td>not readable</td>" in answer.text
    assert "not_readable" not in answer.text


def test_every_figure_has_a_page(world, client, django_assert_max_num_queries):
    for code in Observation.objects.values_list("code", flat=True):
        with django_assert_max_num_queries(20):
            assert client.get(f"/figures/{code}").status_code == 200


def test_unknown_figure_is_a_problem(world, client):
    assert client.get("/figures/nothing").status_code == 404


def test_page_escapes_what_documents_say(world, client):
    assert "<script" not in client.get(f"/figures/{PLAIN}").text
