"""The CSV cells that are stored beside an observation's JSON."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from indicators.models import Observation
from indicators.reading.serializers import ObservationSerializer
from ledger import guards
from rest.formats import csv_lines

FIXED = [n for n in ObservationSerializer.names() if n not in ObservationSerializer.DYNAMIC]


def lines():
    return dict(Observation.objects.values_list("code", "line"))


@pytest.mark.django_db
def test_they_are_those_of_the_object(world):
    for row in Observation.objects.all():
        assert csv_lines([f"{row.body}}}".encode()], FIXED) == row.line + "\r\n"


@pytest.mark.django_db
def test_the_migration_reads_old_rows_by_the_members_of_then(world, monkeypatch):
    """A member that later code adds is not in the rows of an old database."""
    before = lines()
    monkeypatch.setattr(
        ObservationSerializer, "names", classmethod(lambda cls: [*FIXED, "basis", *cls.DYNAMIC])
    )
    with guards.lifted(connection):
        Observation.objects.update(line="")

    import_module("indicators.migrations.0005_lines").fill(
        apps, SimpleNamespace(connection=connection)
    )

    assert lines() == before


@pytest.mark.django_db
def test_the_migration_makes_what_publishing_makes(world):
    before = lines()
    with guards.lifted(connection):
        Observation.objects.update(line="")
    migration = import_module("indicators.migrations.0005_lines")

    migration.fill(apps, SimpleNamespace(connection=connection))

    assert lines() == before
