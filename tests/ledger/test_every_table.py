"""Every cell of every published table, of all apps: whoever changes it is found out."""

from datetime import timedelta

import pytest
from django.db import connection, models, transaction
from django.utils.timezone import now

from ledger import redaction, rotation, signer
from ledger.database import guards
from ledger.models import Entry
from ledger.replay import projected_models
from ledger.verification import verify

pytestmark = pytest.mark.django_db

TABLES = projected_models()
PEOPLE = {"drafted_by": "p1", "approved_by": "p2"}


@pytest.fixture
def whole(world):
    """The made-up country after a rotation and an erasure, so that every table has a row."""
    rotation.add_key(**PEOPLE)
    area = Entry.objects.get(object="area:XA-X-SHORE", type="area/2")
    redaction.withhold(area.index, ground="court-order", **PEOPLE)
    signer.publish()
    assert list(verify()) == []


@pytest.fixture
def unguarded(whole):
    """The made-up country, and a database that refuses nothing any more, until it is over."""
    with transaction.atomic():
        guards._check_foreign_keys(connection)  # pending ones keep PostgreSQL from ALTER TABLE
        for model in TABLES:
            guards.remove(connection, model._meta.db_table)
            drop_checks(model)
        yield
        transaction.set_rollback(True)
    if connection.vendor == "sqlite":
        _execute("PRAGMA ignore_check_constraints = 0")


def drop_checks(model):
    if connection.vendor == "sqlite":
        _execute("PRAGMA ignore_check_constraints = 1")
        return
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            quoted = connection.ops.quote_name(constraint.name)
            _execute(f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT {quoted}")


def _execute(sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def columns_of(model):
    return [field for field in model._meta.concrete_fields if field.column]


def other(field, value):
    """Another value that the column can hold."""
    field = getattr(field, "target_field", field)
    if isinstance(field, models.BinaryField):
        return bytes(value or b"\x01")[:-1] + b"\xee"
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return (value or now()) + timedelta(microseconds=1)
    if isinstance(field, models.DateField):
        return (value or now().date()) + timedelta(days=1)
    if isinstance(field, models.JSONField):
        return {"other": value}
    if isinstance(field, models.CharField | models.TextField):
        return (value or "")[:-1] + ("x" if (value or "")[-1:] != "x" else "y")
    return (value or 0) + 10_007


def overwrite(model, key, fields):
    """Change these columns of the row, past Django and all guards."""
    row = model._base_manager.get(pk=key)
    quote = connection.ops.quote_name
    assignments, values = [], []
    for field in fields:
        target = getattr(field, "target_field", field)
        assignments.append(f"{quote(field.column)} = %s")
        value = other(field, getattr(row, field.attname))
        values.append(target.get_db_prep_save(value, connection))
    pk = quote(model._meta.pk.column)
    table = quote(model._meta.db_table)
    _execute(f"UPDATE {table} SET {', '.join(assignments)} WHERE {pk} = %s", [*values, key])


def told():
    return [(finding.table, finding.key, finding.column) for finding in verify()]


def test_every_changed_column_is_named(unguarded):
    expected = set()
    for model in TABLES:
        fields = [field for field in columns_of(model) if not field.primary_key]
        key = model._base_manager.order_by("pk").values_list("pk", flat=True).last()
        assert key is not None, f"the made-up country has no {model.__name__}"
        overwrite(model, key, fields)
        expected |= {(model._meta.db_table, key, field.attname) for field in fields}
    assert expected - set(told()) == set()


def test_every_changed_key_is_named(unguarded):
    expected = set()
    for model in TABLES:
        key = model._base_manager.order_by("pk").values_list("pk", flat=True).last()
        overwrite(model, key, [model._meta.pk])
        expected |= {(model._meta.db_table, key, ""), (model._meta.db_table, key + 10_007, "")}
    assert expected - set(told()) == set()


def test_every_lost_row_is_named(unguarded):
    expected = set()
    for model in TABLES:
        key = model._base_manager.order_by("pk").values_list("pk", flat=True).first()
        pk = connection.ops.quote_name(model._meta.pk.column)
        _execute(f"DELETE FROM {model._meta.db_table} WHERE {pk} = %s", [key])
        expected.add((model._meta.db_table, key, ""))
    assert expected - set(told()) == set()


def test_nothing_is_told_of_the_world_as_it_is(world):
    assert told() == []
