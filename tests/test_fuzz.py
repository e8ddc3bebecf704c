"""schemathesis: requests that the schema allows, and ones that it doesn't; no answer breaks it.

In-process; what a tool drafts is rolled back. Bounded, so that the suite stays quick;
CIFRA_FUZZ=100 tries harder.
"""

import os

import pytest
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, settings

from config.cors import DRAFTS
from indicators import curation, statements, tokens
from tests import drafting, lakes
from tests.test_contract import DOCUMENT

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

schema = schemathesis.openapi.from_dict(DOCUMENT)
schema.app = WSGIHandler()


@schema.hook
def map_case(context, case):
    """Leave out what the operation's x-mutually-exclusive says is never told together."""
    if case.meta.generation.mode.is_positive:
        for first, *others in case.operation.definition.raw.get("x-mutually-exclusive", []):
            for name in others:
                if first in case.query:
                    case.query.pop(name, None)
    return case


@pytest.fixture
def drafted(world):
    """A draft of a tool, its one act, and the headers with which the tool asks."""
    person = drafting.curator("tess")
    drafting.intake.hold(lakes.REPORT_2013.sha256, lakes.REPORT_2013.text)
    draft = curation.open_draft("Add swans", by=person, release=lakes.REPORT_2013.id)
    (act,) = statements.add(draft.pk, statements.read([drafting.SWANS]), by=person).acts
    _, text = tokens.make("A reader of tables", 30, by=person)
    return {"id": draft.pk, "act": act.pk}, {"Authorization": f"Bearer {text}"}


@schema.parametrize()
@settings(
    max_examples=int(os.environ.get("CIFRA_FUZZ", "5")),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_no_request_breaks_an_answer(drafted, case):
    if case.path.startswith(DRAFTS):
        there, headers = drafted
        case.headers = {**(case.headers or {}), **headers}
        if case.meta.generation.mode.is_positive:  # else nothing beyond 404 is ever reached
            case.path_parameters = {name: there[name] for name in case.path_parameters or {}}
    case.call_and_validate()
