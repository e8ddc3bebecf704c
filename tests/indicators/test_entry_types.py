"""Versions of entry types: the old ones are read for ever, as if they were the newest."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import TestCase
from hypothesis import given
from hypothesis import strategies as st

from indicators.figures.entry_types import NEWEST, UPCASTS, thing, upcast
from indicators.figures.faults import faults
from indicators.figures.shapes import SHAPES
from indicators.models import Area, CodeList, Indicator, Theme
from indicators.publishing.drafts import Draft
from indicators.publishing.publication import approve, digest, publish
from ledger import log
from ledger.errors import AppendError
from ledger.formats import canonical
from ledger.models import Entry, Version
from ledger.verification import verify
from rest.languages import LANGUAGES, best
from sources.models import Agency, Release, Source
from tests import lakes
from tests.builders import (
    Document,
    agency,
    area,
    code_list,
    draft,
    indicator,
    named,
    old,
    published,
    theme,
    unit,
)
from tests.foreign import append_raw

words = st.text(min_size=1, max_size=20)
named_two = st.fixed_dictionaries({"name_en": words, "name_es": words})
codes = st.lists(
    st.tuples(named_two, st.none() | words, words).map(
        lambda told: {"code": told[2], **told[0], **({"definition": told[1]} if told[1] else {})}
    ),
    max_size=5,
)


def test_every_version_but_the_newest_has_an_upcast():
    older = {kind for kind in SHAPES if NEWEST[thing(kind)] != kind}
    assert older == UPCASTS.keys()


@given(named_two, words, codes)
def test_upcast_keeps_all_that_was_said(told, definition, told_codes):
    content = {"id": "a", **told, "definition": definition, "codes": told_codes}

    new = upcast("code-list/1", content)

    assert new["labels"] == {"en": told["name_en"], "es": told["name_es"]}
    assert new["definitions"] == {"en": definition}
    for before, after in zip(told_codes, new["codes"], strict=True):
        assert after["labels"] == {"en": before["name_en"], "es": before["name_es"]}
        assert after.get("definitions") == (
            {"en": before["definition"]} if "definition" in before else None
        )
    assert upcast("code-list/1", content) == new  # the content itself is as it was


def test_newest_content_is_not_copied():
    content = agency("a").content
    assert upcast("agency/2", content) is content


LAKE = Document("old-lake-1", "There were 70 boats.\n", source="old-lake", published_on="2013")
ACTS = (
    agency("mill"),
    area("XB", kind="region", part_of="XA"),
    unit("m", "length", factor="1", base="m"),
    code_list("hue", "red", "blue"),
    indicator("rafts"),
    LAKE.source_act(),
    LAKE.release_act(url="https://old.example/1"),
)
MODELS = (Agency, Area, CodeList, Indicator, Source, Release)


def rows(model):
    """What the rows say, without the keys that tell two publications apart."""
    apart = {"entry", "known_from", "known_to"}
    names = [field.name for field in model._meta.concrete_fields if field.name not in apart]
    return list(model.objects.order_by("code", "pk").values_list(*names))


@pytest.mark.django_db
def test_rows_of_the_old_version_are_those_of_its_upcast(world):
    seen = []
    for acts in (ACTS, [old(act) for act in ACTS]):
        with transaction.atomic():
            made = Draft("Test", "ana", list(acts))
            publish(made, approve(made, by="luis"))  # unsigned, so that it can be undone
            seen.append([rows(model) for model in MODELS])
            transaction.set_rollback(True)
    assert seen[0] == seen[1]


@pytest.mark.django_db
def test_old_and_new_versions_stand_side_by_side(world, get):
    published(*map(old, ACTS))
    before = get("/v1/indicators/rafts").json()
    version = published(
        indicator("rafts", labels={"en": "Rafts", "fr": "Radeaux", "ay": "Yampu"}),
        area("XB", kind="region", part_of="XA"),
    )

    after = get("/v1/indicators/rafts").json()
    assert (before["name_en"], before["name_es"]) == ("Rafts", "Rafts (es)")
    assert (after["name_en"], after["name_es"]) == ("Rafts", None)
    assert after["labels"] == {"ay": "Yampu", "en": "Rafts", "fr": "Radeaux"}
    assert after["definition"] == before["definition"] == after["definitions"]["en"]
    assert get("/v1/indicators/rafts", version=version.first).json()["labels"] == before["labels"]
    assert not list(verify())


@pytest.mark.django_db
def test_relabelling_across_versions_keeps_the_meaning_and_only_that(world):
    published(old(indicator("rafts")), old(unit("m", "length")), old(code_list("hue", "red")))

    published(
        indicator("rafts", labels={"pt": "Jangadas"}, aliases={"en": ["Floats"]}),
        unit("m", "length", labels={"en": "metre"}),
        code_list("hue", "red", "blue"),
    )
    for act in (
        indicator("rafts", definitions={"en": "Something else."}),
        unit("m", "mass"),
        code_list("hue", "blue"),
        indicator("rafts", "mass"),
    ):
        with pytest.raises(Exception, match="meaning-changed"), transaction.atomic():
            published(act)


@pytest.mark.django_db
def test_definition_may_be_told_in_another_language(world):
    english = indicator("rafts").content["definitions"]
    published(indicator("rafts"))
    published(indicator("rafts", definitions={**english, "pt": "O que se conta."}))

    row = Indicator.objects.get(code="rafts", known_to=None)
    assert row.definitions["pt"] == "O que se conta."


@pytest.mark.django_db
def test_seeds_over_entries_of_the_old_version_append_nothing(db, tmp_path):
    """A database that was seeded by the software of before."""
    fixtures = tmp_path / "fixtures"
    fixtures.mkdir()
    lines = [canonical.encode([dict(act.content)]).decode() for act in ACTS[:1]]
    (fixtures / "a.yaml").write_text(f"agencies: {lines[0]}\n")
    (tmp_path / "seeds").mkdir()
    published(old(ACTS[0]))
    before = Entry.objects.count()

    said = StringIO()
    call_command("load_seeds", "--fixtures", fixtures, "--seeds", tmp_path / "seeds", stdout=said)
    assert Entry.objects.count() == before
    assert "published already" in said.getvalue()


# -- themes, aliases, languages ----------------------------------------


@pytest.mark.django_db
def test_themes_group_indicators_and_sources(world, get):
    published(theme("shores"), lakes.REPORT_2012.source_act(themes=["shores"]))

    assert get("/v1/themes/fleets").json()["part_of"] == "waters"
    assert [one["id"] for one in get("/v1/indicators", theme="fleets").json()["results"]] == [
        "boats"
    ]
    assert get("/v1/indicators", theme="fleet").json()["count"] == 0
    assert get("/v1/indicators", theme="%").json()["count"] == 0
    assert get("/v1/indicators", theme="Fleets").json()["count"] == 0
    assert [one["id"] for one in get("/v1/sources", theme="shores").json()["results"]] == [
        "lake-report"
    ]
    assert Theme.objects.count() == 3


@pytest.mark.django_db
def test_things_are_found_by_their_aliases(world, get):
    published(indicator("rafts", aliases={"es": ["Almadías"]}))

    found = get("/v1/indicators", q="almadias").json()["results"]
    assert [one["id"] for one in found] == ["rafts"]
    assert get("/v1/areas/XA").json()["aliases"] == {"es": ["La Arcadia"]}


def test_best_label_falls_back_in_a_fixed_order():
    assert best({"es": "a", "pt": "b"}, "pt") == "b"
    assert best({"en": "a", "pt": "b"}, "fr") == "a"
    assert best({"qu": "c", "ay": "d", "fr": "e"}, "es") == "e"
    assert best({"qu": "c", "ay": "d"}) == "d"
    assert best({}) is None


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_in_a_language_fall_back(world, get, language):
    published(indicator("boats", labels={"pt": "Barcos", "fr": "Bateaux"}, themes=["fleets"]))

    row = get("/v1/observations", labels="name", lang=language, indicator="boats").json()
    told = {one["indicator_label"] for one in row["results"]}
    assert told == {{"fr": "Bateaux"}.get(language, "Barcos")}
    areas = {one["area_label"] for one in row["results"]}
    assert areas <= {"Arcadia", "Area XA (es)", "Area XA-N", "Area XA-N (es)"}


@pytest.mark.django_db
def test_maps_are_compact_json_in_csv(world, get):
    told = get("/v1/areas/XA", format="csv", fields="aliases").content.decode()
    assert told == 'aliases\r\n"{""es"":[""La Arcadia""]}"\r\n'


# -- revisions of a release ---------------------------------------------


def revised(**changes):
    standing = {"licence": "CC0-1.0", "url": "https://lakes.example/2012"}
    return lakes.REPORT_2012.release_act(**{**standing, **changes})


@pytest.mark.django_db
def test_description_of_a_release_is_revised_and_its_figures_keep_theirs(world, get):
    first = get("/v1/observations/lake-report-2012-0001").json()
    version = published(
        revised(title="Lakes", licence="CC-BY-4.0", archive_url="https://archive.example/1")
    )

    release = get("/v1/releases/lake-report-2012").json()
    told = [release[name] for name in ("title", "licence", "archive_url", "known_from")]
    assert told == ["Lakes", "CC-BY-4.0", "https://archive.example/1", version.size]
    before = get("/v1/releases/lake-report-2012", version=version.first).json()
    assert (before["licence"], before["archive_url"]) == ("CC0-1.0", None)
    # A figure says what the description said when the figure was recorded.
    assert get("/v1/observations/lake-report-2012-0001").json() == first
    for path in ("proof", "provenance", "citation", "history"):
        assert get(f"/v1/observations/lake-report-2012-0001/{path}").status_code == 200
    assert get("/v1/releases/lake-report-2012/text").status_code == 200
    assert get("/v1/releases/lake-report-2012/numerals").json()["count"]
    assert not list(verify())


@pytest.mark.django_db
def test_figures_recorded_after_a_revision_say_what_it_says(world, get):
    published(revised(licence="CC-BY-4.0"))
    published(lakes.REPORT_2012.figure(77, "1,150 boats", "1150", area="XA-N", decimals=0))

    assert get("/v1/observations/lake-report-2012-0077").json()["licence"] == "CC-BY-4.0"


# -- people --------------------------------------------------------------


def content_of(version):
    return canonical.decode(bytes(Entry.objects.get(index=version.size - 1).data))["content"]


@pytest.mark.django_db
def test_changeset_lists_its_people(world, get):
    made = draft(area("XB"), area("XC"), agency("mill"))
    made.wrote = {"eva": {"area": 2}, "ana": {"agency": 1}}
    version = publish(made, approve(made, by="luis"))
    people = [
        {"id": "ana", "did": "wrote", "what": {"agency": 1}},
        {"id": "eva", "did": "wrote", "what": {"area": 2}},
        {"id": "luis", "did": "approved"},
    ]

    assert content_of(version)["people"] == people
    assert "drafted_by" not in content_of(version)
    assert (version.drafted_by, version.approved_by, version.reviewed) == ("ana", "luis", True)
    assert version.people == people
    assert not list(verify())


@pytest.mark.django_db
def test_who_wrote_cant_approve(world):
    made = draft(area("XB"))
    made.wrote = {"eva": {"area": 1}}
    with pytest.raises(Exception, match="eva cannot approve"), transaction.atomic():
        publish(made, approve(made, by="eva"))


@pytest.mark.django_db
def test_one_person_publishes_only_where_the_installation_says_so(world, get, settings):
    made = draft(area("XB"))
    with pytest.raises(Exception, match="cannot approve their own"), transaction.atomic():
        publish(made, approve(made, by="ana"))
    with pytest.raises(AppendError, match="can't approve their own"), transaction.atomic():
        log.append(
            [log.NewEntry("area/2", "area:XB", dict(area("XB").content))],
            message="m", drafted_by="ana", approved_by="ana",
        )  # fmt: skip

    settings.ONE_PERSON = True
    with TestCase.captureOnCommitCallbacks(execute=True):
        version = publish(made, approve(made, by="ana"))

    told = get(f"/v1/versions/{version.size}").json()
    assert (told["drafted_by"], told["approved_by"], told["reviewed"]) == ("ana", "ana", False)
    assert told["people"] == [
        {"id": "ana", "did": "wrote", "what": None},
        {"id": "ana", "did": "approved", "what": None},
    ]
    # It stays so, whatever the installation says later.
    settings.ONE_PERSON = False
    assert not list(verify())
    assert get(f"/v1/versions/{version.size}").json()["reviewed"] is False


@pytest.mark.django_db
def test_changeset_of_the_old_version_is_read_as_the_new(world, get):
    size = append_raw(log.NewEntry("area/1", "area:XB", dict(old(area("XB")).content)))
    call_command("rebuild", stdout=StringIO())

    version = Version.objects.get(size=size)
    assert (version.drafted_by, version.approved_by, version.reviewed) == ("p1", "p2", True)
    assert version.people == [{"id": "p1", "did": "wrote"}, {"id": "p2", "did": "approved"}]
    assert not list(verify())


def test_draft_of_the_old_form_is_still_a_draft():
    """Open drafts of before are approved and published as they are."""
    for act in map(old, ACTS):
        assert not list(faults(act.type, act.content, ""))
    assert digest(Draft("m", "ana", [old(ACTS[0])]), {})
    assert named("A")["labels"]
