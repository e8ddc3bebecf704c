"""schemathesis: requests that the schema allows, and ones that it doesn't; no answer breaks it.

In-process and read-only. Bounded, so that the suite stays quick; CIFRA_FUZZ=100 tries harder.
"""

import os

import pytest
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, settings

from tests.test_contract import DOCUMENT

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

schema = schemathesis.openapi.from_dict(DOCUMENT)
schema.app = WSGIHandler()
schema.config.checks.positive_data_acceptance.enabled = False  # see explained

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


@schema.parametrize()
@settings(
    max_examples=int(os.environ.get("CIFRA_FUZZ", "5")),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_no_request_breaks_an_answer(case):
    case.call_and_validate(additional_checks=(explained,))
