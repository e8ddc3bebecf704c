"""The one declaration of an observation, and what has to follow from it."""

from typing import get_args

import pytest
from django.db import models

from indicators.curation.forms import ObservationForm
from indicators.curation.pages import review
from indicators.figures import choices, fields, members
from indicators.figures.decimals import Agreement
from indicators.models import Observation
from indicators.reading.filters import ObservationFilter
from indicators.reading.serializers import ObservationSerializer
from sources.numerals import model as numerals

COLUMNS = {column.name: column for column in Observation._meta.concrete_fields}
STORED = [field for field in fields.OBSERVATION if field.column]


@pytest.mark.parametrize("field", STORED, ids=lambda field: field.name)
def test_column_holds_what_the_field_may_say(field):
    column = COLUMNS["code" if field.name == "id" else field.name]

    if field.form in ("truth", "whole"):
        kinds = {"truth": models.BooleanField, "whole": models.IntegerField}
        assert isinstance(column, kinds[field.form])
        assert column.null
    elif field.form == "day" and field.name != "published_on":
        assert isinstance(column, models.DateField)
    else:
        assert column.blank == field.nullable
        assert not column.null
        assert (column.choices or None) == (field.choices and field.choices.choices)
        assert column.max_length is None or column.max_length >= field.longest
        longest = max(map(len, field.choices.values)) if field.choices else 0
        assert column.max_length is None or column.max_length >= longest


def test_columns_beside_the_fields_are_known():
    keys = {f"{name}_key" for name in fields.NUMBERS}
    own = {"entry", "known_from", "known_to", "code", "series", "published_last"}
    found_by = {"words", "words_count"}

    assert COLUMNS.keys() - own - keys - found_by == {f.name for f in STORED} - {"id"}


def test_what_is_served_is_in_the_order_of_the_table():
    names = [field.name for field in fields.OBSERVATION]

    assert ObservationSerializer.names() == [*names, "known_from", "known_to"]


def test_everything_that_is_given_is_in_the_form():
    given = {field.name for field in fields.OBSERVATION if field.input}

    assert given == {*fields.MAIN, *fields.MORE} == set(ObservationForm.base_fields)
    assert given < members.STATEMENT.keys()


def test_every_filtered_field_has_a_parameter():
    for field in fields.OBSERVATION:
        names = {field.name, f"{field.name}__gte"} & ObservationFilter.base_filters.keys()
        assert bool(names) == (field.filtered or field.name in ("headline", "status"))


def test_readers_of_numbers_know_the_same_words():
    assert set(get_args(numerals.Category)) <= set(choices.NumeralCategory)
    assert set(get_args(numerals.Qualifier)) == set(choices.Qualifier)
    assert set(get_args(Agreement)) == set(choices.Agreement)


def test_words_have_the_labels_of_django():
    class Django(models.TextChoices):
        NOT_READABLE = "not_readable"
        NOT_STATED = "not_stated"

    assert choices.MissingReason.choices == Django.choices
    assert choices.MissingReason.values == Django.values


def test_text_is_read_by_the_type_of_its_field():
    texts = {"value": " 24.30 ", "decimals": "-5", "low_open": "true", "page": "x", "unit": " "}

    assert fields.from_text(texts) == {
        "value": "24.30", "decimals": -5, "low_open": True, "page": "x",
    }  # fmt: skip


def test_what_goes_without_saying_is_completed():
    said = {"period_basis": "stated", "kind": "level", "modality": "actual", "basis": "stated"}

    assert fields.completed({}) == said
    assert fields.completed({"kind": "rank", "value_low": "1"}) == {
        **said, "kind": "rank", "value_low": "1", "low_open": False,
    }  # fmt: skip
    assert fields.completed({"low_open": False, "high_open": True}) == {**said, "high_open": True}


@pytest.mark.parametrize("field", fields.GIVEN, ids=lambda field: field.name)
def test_review_shows_every_member_that_differs(field):
    assert review._changes({"id": "a", field.name: "1"}, {"id": "b", field.name: "2"}) == [
        (field.name, "1", "2")
    ]
