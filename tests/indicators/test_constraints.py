"""What the database itself refuses, on both engines: rows that break a law, and changes of rows."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint, UniqueConstraint

from indicators.figures.decimals import order_key
from indicators.models import (
    Citation,
    Claim,
    ClaimVerdict,
    Closing,
    Numeral,
    Observation,
    Reading,
    Series,
)
from ledger.models import Entry, Recorded
from ledger.replay import projected_models
from sources.models import Agency, Described, Release, Withheld

pytestmark = pytest.mark.django_db

MODELS = [model for model in projected_models() if model._meta.app_label != "ledger"]
PLAIN, RANGE, CODED, CHANGE, MISSING = (
    f"lake-report-2012-{n:04d}" for n in (1, 4, 7, 2, 13)
)  # fmt: skip

# Constraint, a row to copy, and what breaks it.
BROKEN = [
    *(
        (f"{model._meta.app_label}_{model._meta.model_name}_known_order", model, {},
         {"known_from": 7, "known_to": 7})
        for model in MODELS if issubclass(model, Recorded)
    ),
    ("indicators_observation_one_kind_of_value", Observation, {"code": PLAIN},
     {"value_low": "1", "value_low_key": order_key("1"), "low_open": False}),
    ("indicators_observation_missing_has_reason", Observation, {"code": MISSING},
     {"missing_reason": ""}),
    ("indicators_observation_missing_has_reason", Observation, {"code": PLAIN},
     {"missing_reason": "not_stated"}),
    ("indicators_observation_bounds_told_open", Observation, {"code": RANGE}, {"low_open": None}),
    ("indicators_observation_bounds_told_open", Observation, {"code": PLAIN}, {"high_open": True}),
    ("indicators_observation_low_not_above_high", Observation, {"code": RANGE},
     {"value_low": "41", "value_low_key": order_key("41")}),
    ("indicators_observation_numbers_have_keys", Observation, {"code": PLAIN}, {"value_key": None}),
    ("indicators_observation_numbers_have_keys", Observation, {"code": MISSING},
     {"value_high_key": order_key("1")}),
    ("indicators_observation_codes_only_where_coded", Observation, {"code": CODED},
     {"kind": "level"}),
    ("indicators_observation_codes_only_where_coded", Observation, {"code": CODED}, {"unit": "1"}),
    ("indicators_observation_change_has_direction", Observation, {"code": CHANGE},
     {"direction": ""}),
    ("indicators_observation_change_has_direction", Observation, {"code": PLAIN},
     {"base_period": "2011"}),
    ("indicators_observation_share_of_only_shares", Observation, {"code": PLAIN},
     {"share_of": "rig=total"}),
    ("indicators_observation_numbers_have_units", Observation, {"code": PLAIN}, {"unit": ""}),
    ("indicators_observation_period_order", Observation, {"code": PLAIN},
     {"period_start": "2013-01-01", "period_end": "2012-12-31"}),
    ("indicators_observation_period_never_empty", Observation, {"code": PLAIN}, {"period": ""}),
    ("indicators_citation_quote_as_long_as_its_range", Citation, {}, {"exact": "x"}),
    ("indicators_citation_quote_as_long_as_its_range", Citation, {},
     {"start": 5, "end": 5, "exact": ""}),
    ("indicators_closing_replaced_by_something", Closing, {"action": "replaced"},
     {"replaced_by": ""}),
    ("indicators_closing_replaced_by_something", Closing, {"action": "retracted"},
     {"replaced_by": PLAIN}),
    ("indicators_closing_has_reason", Closing, {"action": "retracted"}, {"reason": ""}),
    ("indicators_numeral_as_long_as_its_range", Numeral, {}, {"exact": "x" * 99}),
    ("indicators_claim_comparison_has_operator", Claim, {"relation": "comparison"},
     {"operator": ""}),
    ("indicators_claim_comparison_has_operator", Claim, {"relation": "restatement"},
     {"operator": "equals"}),
]  # fmt: skip

# Constraint, a row to copy, and what would make the copy another thing in all else.
TWICE = [
    *(
        (f"{model._meta.app_label}_{model._meta.model_name}_one_open", model, {"known_to": None},
         {"known_from": 9_999})
        for model in MODELS if issubclass(model, Described)
    ),
    ("sources_agency_one_per_version", Agency, {"known_to": None}, {"known_to": 9_999}),
    ("sources_release_one_text", Release, {"known_to": None}, {"code": "other"}),
    ("indicators_series_one_each", Series, {}, {"code": "other"}),
    ("indicators_observation_said_once", Observation, {"code": PLAIN}, {"code": "other"}),
    ("indicators_observation_said_once", Observation, {"code": RANGE}, {"code": "other"}),
    ("indicators_citation_once", Citation, {}, {}),
    ("indicators_claimverdict_one_open", ClaimVerdict, {"known_to": None}, {"known_from": 9_999}),
    ("indicators_reading_one_open", Reading, {"known_to": None}, {"known_from": 9_999}),
]  # fmt: skip


@pytest.fixture(autouse=True)
def something_withheld(world: object, db: None) -> None:
    """The made-up country withholds nothing; a row of that table, by the index of a changeset."""
    last = Entry.objects.order_by("-index").first()
    Withheld.objects.create(entry=last, type="area", code="XA-GONE", known_from=last.index + 1)


def copied(model, chosen, changes):
    """Insert a copy of the first such row under a key of its own."""
    row = model._default_manager.filter(**chosen).order_by("pk").first()
    key = model._meta.pk
    taken = set(model._default_manager.values_list("pk", flat=True))
    row.pk = next(pk for pk in range(1, Entry.objects.count()) if pk not in taken)
    unique = {field.name for field in model._meta.fields if field.unique and field is not key}
    for name in unique - set(changes):
        field = model._meta.get_field(name)
        if name == "code":
            row.code = "a-copy"
        elif name == "observation":
            row.observation = Observation.objects.get(code=PLAIN)
        else:
            raise NotImplementedError(field)
    for name, value in changes.items():
        setattr(row, name, value)
    row._state.adding = True
    with transaction.atomic():
        row.save(force_insert=True)


def ids(case):
    return case if isinstance(case, str) else ""


@pytest.mark.parametrize(("name", "model", "chosen", "changes"), BROKEN, ids=ids)
def test_row_that_breaks_a_law_is_refused_by_the_database(world, name, model, chosen, changes):
    with pytest.raises(IntegrityError, match=name):
        copied(model, chosen, changes)


@pytest.mark.parametrize(("name", "model", "chosen", "changes"), TWICE, ids=ids)
def test_row_that_is_there_is_refused_by_the_database(world, name, model, chosen, changes):
    with pytest.raises(IntegrityError, match="(?i)unique"):
        copied(model, chosen, changes)


@pytest.mark.parametrize("code", [PLAIN, RANGE, CODED, CHANGE, MISSING])
def test_copy_itself_breaks_nothing(world, code):
    copied(Observation, {"code": code}, {"known_to": 9_999})


def test_every_check_of_every_published_table_is_broken_here():
    checks = {c.name for m in MODELS for c in m._meta.constraints if isinstance(c, CheckConstraint)}

    assert checks == {case[0] for case in BROKEN}


def test_every_kind_of_uniqueness_is_tried_here():
    # Descriptions share one declaration: what holds for agencies holds for all.
    named = {c.name for m in MODELS for c in m._meta.constraints if isinstance(c, UniqueConstraint)}
    shared = {name for name in named if name.endswith("_one_per_version")}

    assert named - shared <= {case[0] for case in TWICE}


def execute(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_published_row_cannot_go_or_change(world, model):
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = [field.column for field in model._meta.concrete_fields if field.column]
    assert model._default_manager.exists(), "the made-up country has no such row"

    with pytest.raises(IntegrityError, match="published rows stay"):
        execute(f"DELETE FROM {table}")
    for column in columns:
        if column != "known_to":
            with pytest.raises(IntegrityError, match="published rows stay"):
                execute(f"UPDATE {table} SET {quote(column)} = {quote(column)}")


@pytest.mark.parametrize(
    "model",
    [model for model in MODELS if any(f.name == "known_to" for f in model._meta.fields)],
    ids=lambda model: model.__name__,
)
def test_published_row_is_closed_once_at_most(world, model):
    table = connection.ops.quote_name(model._meta.db_table)
    open_row = model._default_manager.filter(known_to=None).first()
    key = connection.ops.quote_name(model._meta.pk.column)

    execute(f"UPDATE {table} SET known_to = 9999 WHERE {key} = {open_row.pk}")

    for value in ("NULL", "10000"):
        with pytest.raises(IntegrityError, match="published rows stay"):
            execute(f"UPDATE {table} SET known_to = {value} WHERE {key} = {open_row.pk}")
