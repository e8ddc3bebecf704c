"""schemathesis: requests that the schema allows, and ones that it doesn't; no answer breaks it.

In-process, with every check of its own. Each request meets the same state: what it changes is
rolled back. Bounded, so that the suite stays quick; CIFRA_FUZZ=100 tries harder.
"""

import copy
import importlib
import os

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from hypothesis import HealthCheck, settings

from indicators.curation.drafts_schema import SCHEME
from rest.cors import DRAFTS
from tests import drafting, lakes
from tests.test_contract import WRITTEN

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
importlib.import_module("tests.fuzzing")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

# Bodies may be well formed, and only the text can tell whether it has their words, or the log
# whether there is such an indicator: 422, of which the test asks more (docs/adr/0024). All else is
# stricter here than schemathesis is by itself: requests name what there is, so that none of them
# ends in 404 or 412, and without If-Match it is 428 alone.
CONFIG = {
    "auth": {"openapi": {SCHEME: {"bearer": drafting.TOKEN}}},
    "operations": [
        {
            "include-tag": "drafts",
            "checks": {"missing_required_header": {"expected-statuses": ["428"]}},
        },
        {
            "include-operation-id": ["open_draft", "add_draft_acts", "change_draft_act"],
            "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "422"]}},
        },
        {
            "include-operation-id": "take_back_draft",  # of one that isn't submitted
            "checks": {"positive_data_acceptance": {"expected-statuses": ["409"]}},
        },
        {
            "include-operation-id": [
                "list_drafts", "get_draft", "submit_draft", "abandon_draft", "list_draft_acts",
                "get_draft_act", "remove_draft_act",
            ],
            "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx"]}},
        },
    ],
}  # fmt: skip
EXAMPLES = {
    "open_draft": {"release": lakes.REPORT_2013.id, "message": "Add swans"},
    "add_draft_acts": {"statements": [{**drafting.SWANS, "area": "XA"}]},
    "change_draft_act": drafting.SWANS,
}


def told():
    """The document, with examples of bodies that the made-up country has the words for."""
    document = copy.deepcopy(WRITTEN)
    for item in document["paths"].values():
        for operation in item.values():
            if example := EXAMPLES.get(operation["operationId"]):
                content = operation["requestBody"]["content"]["application/json"]
                content["examples"] = {"made-up": {"value": example}}
    return document


schema = schemathesis.openapi.from_dict(told(), config=schemathesis.Config.from_dict(CONFIG))
schema.app = WSGIHandler()


@pytest.fixture
def act(world):
    return drafting.drafted()


def aim(case, act):
    """Name the draft that there is, and its state, wherever the case isn't about naming another."""
    wrong = {place.value for place, part in case.meta.components.items() if part.mode.is_negative}
    if getattr(case.meta.phase.data, "parameter_location", None) == "body":
        wrong.discard("header")  # what stands there by the way would hide the body
    if "path" not in wrong:
        case.path_parameters = {n: drafting.numbers(act)[n] for n in case.path_parameters or {}}
    if "header" not in wrong and "If-Match" in case.headers:
        case.headers["If-Match"] = drafting.seen(act, case.path)


@schema.parametrize()
@settings(
    max_examples=int(os.environ.get("CIFRA_FUZZ", "5")),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_no_request_breaks_an_answer(act, case):
    if case.path.startswith(DRAFTS):
        aim(case, act)
    with transaction.atomic():
        answer = case.call_and_validate()
        transaction.set_rollback(True)
    if answer.status_code == 422 and case.meta.generation.mode.is_positive:
        # Refused for what it means: its shape is what the schema allows.
        codes = {finding["code"] for finding in answer.json()["findings"]}
        assert codes.isdisjoint({"shape", "unknown-member"})
