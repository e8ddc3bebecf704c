"""schemathesis: requests that the schema allows, and ones that it doesn't; no answer breaks it.

In-process and read-only. Bounded, so that the suite stays quick; CIFRA_FUZZ=100 tries harder.
"""

import importlib
import os

import pytest
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, settings

from tests.test_contract import DOCUMENT

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
importlib.import_module("tests.fuzzing")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

schema = schemathesis.openapi.from_dict(DOCUMENT)
schema.app = WSGIHandler()


@schema.parametrize()
@settings(
    max_examples=int(os.environ.get("CIFRA_FUZZ", "5")),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_no_request_breaks_an_answer(case):
    case.call_and_validate()
