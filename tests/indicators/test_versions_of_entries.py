"""What later versions of an observation's entry say more: its basis, and who checked its quotes."""

import csv
import io
import json

import pytest

from indicators.figures.choices import QuoteCheck
from indicators.figures.fields import quote_checked
from indicators.models import Observation
from indicators.publishing.drafts import DraftEntry
from indicators.publishing.errors import ChangesetRejected
from ledger import log, signer
from ledger.log import NewEntry
from ledger.models import Entry
from ledger.verification import verify
from tests import lakes
from tests.builders import published
from tests.endpoints import everything

pytestmark = pytest.mark.django_db

EDITION = lakes.Document(
    "lake-report-2016",
    "Report on the lakes, 2016\n\nThere were 1,300 boats. The count was made in June 2016.\n",
    published_on="2016-07-01",
)
PLAIN, INFERRED, OLD = (f"lake-report-2016-{n:04d}" for n in (1, 2, 3))


@pytest.fixture
def told(world):
    """A figure that is stated, one that is inferred, and one of the first version of its entry."""
    stated = EDITION.figure(1, "1,300 boats", "1300", decimals=0, period="2016")
    evidence = EDITION.quote("June 2016", "evidence")
    inferred = EDITION.figure(
        2, "1,300 boats", "1300", also=[evidence], decimals=0, period="2016-06", basis="inferred"
    )
    published(*EDITION.told(stated, inferred), texts=EDITION.texts)
    old = {**stated.content, "id": OLD, "period": "2015"}
    del old["basis"]
    entry = NewEntry("observation/1", f"observation:{OLD}", old)
    log.append([entry], message="As before", drafted_by="a", approved_by="b")
    signer.publish()


def test_basis_is_served_in_every_form(told, get):
    for code, basis in ((PLAIN, "stated"), (INFERRED, "inferred"), (OLD, None)):
        assert json.loads(get(f"/v1/observations/{code}").content)["basis"] == basis
        answer = get("/v1/observations", id=code, format="csv").getvalue().decode()
        (row,) = csv.DictReader(io.StringIO(answer))
        assert row["basis"] == (basis or "")


def test_basis_filters(told, get):
    def found(**params):
        rows = everything(get, "/v1/observations", release=EDITION.id, **params)
        return {row["id"] for row in rows}

    assert found(basis="inferred") == {INFERRED}
    assert found(basis__in=["inferred", "stated"]) == {PLAIN, INFERRED}
    assert found(basis__isnull="true") == {OLD}
    assert found(basis__isnull="false") == {PLAIN, INFERRED}
    assert get("/v1/observations", basis="guessed").status_code == 400


def test_check_of_quotes_is_served_and_filters(told, get):
    def found(**params):
        return everything(get, "/v1/observations", release=EDITION.id, **params)

    for params in ({"quote_check": "checked"}, {"quote_check__in": ["checked", "overridden"]}):
        rows = found(**params)
        assert {row["id"] for row in rows} == {PLAIN, INFERRED}
        assert {row["quote_check"] for row in rows} == {"checked"}
        assert {row["quote_check_reason"] for row in rows} == {None}
    assert {row["id"] for row in found(quote_check="unchecked")} == {OLD}
    assert found(quote_check="overridden") == []


def test_publishing_alone_says_whether_quotes_were_checked(told):
    content = json.loads(bytes(Entry.objects.get(object=f"observation:{PLAIN}").data))["content"]

    assert (content["quote_check"], content["basis"]) == ("checked", "stated")
    assert "quote_check_reason" not in content
    claimed = EDITION.figure(4, "1,300 boats", "1300", period="2014", quote_check="checked")
    with pytest.raises(ChangesetRejected, match="no such member"):
        published(claimed, texts=EDITION.texts)


def test_drafts_of_the_first_version_are_published_as_the_newest(world):
    content = {**EDITION.figure(1, "1,300 boats", "1300", decimals=0, period="2016").content}
    del content["basis"]
    published(*EDITION.told(DraftEntry("observation/1", content, "here")), texts=EDITION.texts)

    entry = Entry.objects.get(object=f"observation:{PLAIN}")
    written = json.loads(bytes(entry.data))["content"]
    assert entry.type == "observation/2"
    assert written == {**content, "basis": "stated", "quote_check": "checked"}


def test_override_has_a_reason_and_nothing_else_has():
    reason = {"quote_check_reason": "a misprint"}
    assert quote_checked(reason, QuoteCheck.OVERRIDDEN) == {**reason, "quote_check": "overridden"}
    with pytest.raises(ValueError, match="reason"):
        quote_checked({}, QuoteCheck.OVERRIDDEN)
    with pytest.raises(ValueError, match="reason"):
        quote_checked(reason, QuoteCheck.CHECKED)


def test_entries_of_both_versions_are_rows_again(told):
    types = Entry.objects.filter(object__endswith=OLD).values_list("type", flat=True)

    assert list(types) == ["observation/1"]
    assert Entry.objects.get(object=f"observation:{PLAIN}").type == "observation/2"
    assert Observation.objects.get(code=OLD).basis == ""
    assert list(verify()) == []
