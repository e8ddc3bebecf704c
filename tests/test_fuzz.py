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


@schema.hook
def map_case(context, case):
    """Leave out what the operation's x-mutually-exclusive says is never told together."""
    if case.meta.generation.mode.is_positive:
        for first, *others in case.operation.definition.raw.get("x-mutually-exclusive", []):
            for name in others:
                if first in case.query:
                    case.query.pop(name, None)
    return case


@schema.parametrize()
@settings(
    max_examples=int(os.environ.get("CIFRA_FUZZ", "5")),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_no_request_breaks_an_answer(case):
    case.call_and_validate()
