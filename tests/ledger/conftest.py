"""A table and a projection for the ledger's own tests."""

import pytest
from django.db import connection, transaction

from ledger import log, replay, signer
from ledger.database import guards

from . import facts as module
from .installations import Installation


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(module.Fact)
        columns = [field.column for field in module.Fact._meta.concrete_fields]
        guards.install(connection, "test_fact", columns, "known_to")


@pytest.fixture
def facts(monkeypatch, settings):
    """The log publishes facts: `project` of tests.ledger.facts, and its table is rebuilt too."""
    settings.LEDGER_PROJECTION = "tests.ledger.facts.project"
    settings.LEDGER_UNKNOWN = "tests.ledger.facts.unknown"
    known = replay.projected_models
    monkeypatch.setattr(replay, "projected_models", lambda: [*known(), module.Fact])


@pytest.fixture
def publish(facts):
    """Publish a changeset in one transaction, as two people."""

    def publish(*entries, message="facts", **kwargs):
        people = {"drafted_by": "p1", "approved_by": "p2"} | kwargs
        with transaction.atomic():
            return log.append(entries, message=message, **people)

    return publish


@pytest.fixture
def committed_facts(transactional_db, facts):
    """Facts in committed transactions; the table is emptied afterwards."""
    yield
    with guards.lifted(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM test_fact")


@pytest.fixture
def release(publish):
    """Publish a changeset and its checkpoint, as publication does once it has committed."""

    def release(*entries, **kwargs):
        version = publish(*entries, **kwargs)
        assert signer.publish() == version.size
        return version

    return release


@pytest.fixture(scope="session")
def template(tmp_path_factory, django_db_setup):
    """A migrated installation; the others copy its database."""
    made = Installation(tmp_path_factory.mktemp("template") / "it")
    made.run("manage.py", "migrate", "-v0")
    made.drive("prepare")
    yield made
    made.close()


@pytest.fixture
def install(template, tmp_path):
    """Make an installation of a name."""
    made = []

    def install(name):
        made.append(Installation(tmp_path / name, template))
        return made[-1]

    yield install
    for each in made:
        each.close()
