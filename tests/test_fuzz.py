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
schema.config.checks.positive_data_acceptance.enabled = False  # see explained
# Every request to drafts gets a token here; test_drafts_api asks each address without one, and
# without If-Match.
schema.config.checks.ignored_auth.enabled = False
schema.config.checks.missing_required_header.enabled = False

# What no pattern can say: days that exist, instants that are past, cursors that were made here,
# ids of units, names of fields, words that are words.
BEYOND_PATTERNS = {"as_of", "published_by", "cursor", "unit", "fields", "q", "version"}


def explained(ctx, response, case):
    """A request that the schema allows is answered, or refused for what no pattern can say."""
    if response.status_code == 400 and case.meta.generation.mode.is_positive:
        problem = response.json()
        told = {error["parameter"] for error in problem["errors"]}
        days = {name for name in told if name.startswith(("published_on__", "period_"))}
        assert told - days <= BEYOND_PATTERNS, problem


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
    case.call_and_validate(additional_checks=(explained,))
