"""Annotations, provenance and references over HTTP: as of a version, and after an end."""

import json

import pytest

from indicators.delivery import linked_data
from tests import lakes

pytestmark = pytest.mark.django_db

RELEASE = "/v1/releases/lake-report-2012/annotations"
OBSERVATION = "/v1/observations/lake-report-2012-0001"


def everything(get, **ask):
    """The items of all pages, first the collection's own."""
    told = get(RELEASE, **ask).json()
    page = told["first"]
    items = page["items"]
    while url := page.get("next"):
        page = get(url).json()
        assert page["type"] == "AnnotationPage"
        assert page["partOf"]["id"] == told["id"]
        items += page["items"]
    return told, items


def test_annotations_quote_the_text_at_their_offsets(world, get):
    told, items = everything(get)
    assert told["type"] == "AnnotationCollection"
    assert told["total"] == len(items) > 15
    for item in items:
        quote, place = item["target"]["selector"]
        text = lakes.REPORT_2012.text
        assert text[place["start"] : place["end"]] == quote["exact"]
        assert text[: place["start"]].endswith(quote.get("prefix", ""))
    starts = [item["target"]["selector"][1]["start"] for item in items]
    assert starts == sorted(starts)
    assert len({item["id"] for item in items}) == len(items)


def test_annotations_come_in_pages_that_pin_the_version(world, get):
    told, items = everything(get)
    paged, again = everything(get, page_size=4)
    assert again == items
    assert paged["id"] == told["id"]
    assert f"version={world.newest}" in told["id"]


def test_annotations_are_those_of_the_version(world, get):
    def ids(version):
        return {
            item["body"][0]["id"].rpartition("/")[2] for item in everything(get, version=version)[1]
        }

    assert lakes.MISREAD in ids(world.first_report.size)
    assert lakes.MISREAD not in ids(world.newest)
    assert lakes.CORRECTED in ids(world.newest)


def test_annotations_have_the_media_type_of_the_model(world, get):
    assert get(RELEASE)["Content-Type"] == linked_data.ANNOTATIONS
    for accept in ("application/ld+json", linked_data.ANNOTATIONS):
        assert get(RELEASE, {"Accept": accept})["Content-Type"] == linked_data.ANNOTATIONS
    answer = get(RELEASE, {"Accept": "application/json"})
    assert answer["Content-Type"] == "application/json"


def test_annotations_of_one_role(world, get):
    _, items = everything(get, role="period")
    assert {item["body"][1]["value"] for item in items} == {"period"}


def test_annotations_of_an_unknown_release_are_404(world, get):
    assert get("/v1/releases/none/annotations").status_code == 404
    early = get(RELEASE, version=world.vocabularies.size)
    assert early.status_code == 404


def graph(get, path, **ask):
    answer = get(f"{path}/provenance", **ask)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/ld+json"
    return {node["@id"].rpartition("/v1/")[2]: node for node in answer.json()["@graph"]}


def test_provenance_names_words_document_and_people(world, get):
    told = graph(get, OBSERVATION)
    observation = told["observations/lake-report-2012-0001"]
    passages = [node["@id"] for node in observation["prov:wasDerivedFrom"]]
    assert len(passages) == 2
    for passage in passages:
        node = told[passage.rpartition("/v1/")[2]]
        assert node["prov:wasQuotedFrom"]["@id"].endswith("/v1/releases/lake-report-2012")
    activity = told[f"versions/{world.first_report.size}"]
    assert [one["prov:hadRole"]["rdfs:label"] for one in activity["prov:qualifiedAssociation"]] == [
        "drafted",
        "approved",
    ]
    linked = json.dumps(list(told.values()))
    for name in ("agencies/lake-office", "sources/lake-report", "releases/lake-report-2012"):
        assert name in told
        assert name in linked
    assert "prov:wasInvalidatedBy" not in observation


def test_provenance_tells_an_end_from_the_version_in_which_it_was_known(world, get):
    path = f"/v1/observations/{lakes.MISREAD}"
    name = f"observations/{lakes.MISREAD}"
    before = graph(get, path, version=world.second_report.size)[name]
    after = graph(get, path)[name]
    assert "prov:invalidatedAtTime" not in before
    end = f"/v1/versions/{world.correction.size}"
    assert after["prov:wasInvalidatedBy"]["@id"].endswith(end)
    assert after["dcterms:isReplacedBy"]["@id"].endswith(lakes.CORRECTED)
    successor = graph(get, f"/v1/observations/{lakes.CORRECTED}")[f"observations/{lakes.CORRECTED}"]
    assert successor["prov:wasRevisionOf"]["@id"].endswith(lakes.MISREAD)


STYLES = {
    "text": "text/plain; charset=utf-8",
    "apa": "text/plain; charset=utf-8",
    "bibtex": "application/x-bibtex; charset=utf-8",
    "csl": "application/vnd.citationstyles.csl+json",
    "ris": "application/x-research-info-systems; charset=utf-8",
}


@pytest.mark.parametrize("style", STYLES)
def test_reference_quotes_and_links_to_the_words(world, get, style):
    answer = get(f"{OBSERVATION}/citation", {"Accept": "text/html"}, style=style)
    assert answer["Content-Type"] == STYLES[style]
    told = answer.content.decode().replace("\\", "")
    assert "1,150 boats" in told
    assert "https://lakes.example/2012#:~:text=" in told
    assert f"version {world.newest}" in told


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("id", [lakes.WITHDRAWN, lakes.MISREAD])
def test_reference_of_what_was_ended_stays_and_says_so(world, get, style, id):
    answer = get(f"/v1/observations/{id}/citation", style=style)
    assert answer.status_code == 200
    ended = "retracted" if id == lakes.WITHDRAWN else "replaced"
    assert f"{ended} at version" in answer.content.decode()
    before = get(f"/v1/observations/{id}/citation", style=style, version=world.second_report.size)
    assert "at version" not in before.content.decode().replace(f"Observation {id} at version", "")


def test_every_observation_has_a_reference_and_a_provenance(world, get):
    rows = get("/v1/observations", status="all", page_size=1000, fields="id").json()["results"]
    assert len(rows) > 25
    for row in rows:
        graph(get, f"/v1/observations/{row['id']}")
        for style in STYLES:
            url = f"/v1/observations/{row['id']}/citation"
            assert get(url, style=style).status_code == 200


@pytest.mark.parametrize("wrong", [{"style": "none"}, {"style": ""}, {"fields": "id"}, {"q": "a"}])
def test_reference_refuses_what_it_does_not_take(world, get, wrong):
    answer = get(f"{OBSERVATION}/citation", **wrong)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == next(iter(wrong))


def test_text_of_a_release_is_answered_whatever_is_accepted(world, get):
    answer = get("/v1/releases/lake-report-2012/text", {"Accept": "text/plain"})
    assert answer.status_code == 200
    assert answer.content.decode() == lakes.REPORT_2012.text
