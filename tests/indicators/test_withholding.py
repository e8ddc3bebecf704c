"""What readers see of a figure, a closing or a document whose entry is withheld by law."""

import json

import pytest

from indicators.models import Closing, Observation
from ledger import redaction, signer
from ledger.models import Entry
from ledger.verification import verify
from tests import lakes

pytestmark = pytest.mark.django_db
PEOPLE = {"ground": "court-order", "drafted_by": "p1", "approved_by": "p2"}
PLAIN = "lake-report-2012-0001"


def withhold(object_id: str, entry_type: str) -> int:
    entry = Entry.objects.get(object=object_id, type=entry_type)
    version = redaction.withhold(entry.index, **PEOPLE)
    signer.publish()
    return version.size


def test_withheld_observation_answers_451_at_every_version(world, get):
    before = json.loads(get("/v1/").content)["version"]
    since = Observation.objects.get(code=PLAIN).known_from

    after = withhold(f"observation:{PLAIN}", "observation/2")

    for version in (since, before, after):
        answer = get(f"/v1/observations/{PLAIN}", version=version)
        assert answer.status_code == 451
        assert json.loads(answer.content)["type"].endswith("/withheld")
    listed = json.loads(get("/v1/observations", id=PLAIN, status="all").content)
    assert listed["results"] == []
    assert list(verify()) == []


def test_withheld_closing_leaves_its_observation_closed(world, get):
    assert Closing.objects.get(observation__code=lakes.MISREAD).action == "replaced"

    withhold(f"observation:{lakes.MISREAD}", "closing/1")

    answer = get(f"/v1/observations/{lakes.MISREAD}")
    assert answer.status_code == 410
    assert json.loads(answer.content)["reason"] == "withheld by law"
    assert list(verify()) == []


def test_withheld_release_takes_its_figures_along(world, get):
    withhold("release:lake-report-2012", "release/2")

    assert get("/v1/releases/lake-report-2012").status_code == 451
    assert get(f"/v1/observations/{PLAIN}").status_code == 451
    assert list(verify()) == []
