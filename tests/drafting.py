"""A tool that calls every operation of the write API once, for the contract and its examples."""

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from indicators.curation import drafts, roles, statements, tokens
from indicators.curation.drafts_serializers import act_tag, draft_tag
from indicators.curation.models import Curator, DraftAct, Token
from sources import intake
from tests import lakes
from tests.builders import Document, published
from tests.test_seeds import load

SWANS = {
    "indicator": "swans", "area": "XA-N", "period": "2013", "unit": "1", "value": "60",
    "decimals": 0, "value_words": "60 boats", "period_words": "In 2013",
}  # fmt: skip


def curator(name: str) -> User:
    """A person who drafts, under a pseudonym that is the same each time."""
    user = User.objects.create_user(name)
    roles.grant(user, roles.CURATOR)
    Curator.objects.create(user=user, code="curator-4f0a9c21")
    return user


# The text of a token that is known before there is a database to make it in.
TOKEN = f"{tokens.BEGINNING}4f0a9c21_" + "made-up" * 6
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}


def drafted() -> DraftAct:
    """The one act of a draft that the tool with TOKEN may change."""
    person = curator("tess")
    Token.objects.create(
        prefix="4f0a9c21", sha256=hashlib.sha256(TOKEN.encode()).hexdigest(), name="A tool",
        curator=person.curator, expires_on=datetime.now(UTC).date() + timedelta(days=1),
    )  # fmt: skip
    intake.hold(lakes.REPORT_2013.sha256, lakes.REPORT_2013.text)
    draft = drafts.open_draft("Add swans", by=person, release=lakes.REPORT_2013.id)
    (act,) = statements.add(draft.pk, statements.read([SWANS]), by=person).acts
    act.refresh_from_db()
    return act


def numbers(act: DraftAct) -> dict[str, int]:
    """What the path of an operation names."""
    return {"id": act.draft_id, "act": act.pk}


def seen(act: DraftAct, path: str) -> str:
    """The etag that If-Match has to name at a path of the API."""
    return act_tag(act) if path.endswith("{act}") else draft_tag(act.draft)


def every_operation(document: Document, statement: dict) -> dict[str, dict]:
    """Operation -> request and answers by status, of one draft from its opening to its end."""
    intake.hold(document.sha256, document.text)
    _, text = tokens.make("A reader of tables", 30, by=curator("tess"))
    found: dict[str, dict] = {}

    def ask(name: str, method: str, path: str, body=None, etag: str = "", status: int = 200):
        headers = {"Authorization": f"Bearer {text}", **({"If-Match": etag} if etag else {})}
        content = json.dumps(body) if body is not None else ""
        answer = Client().generic(
            method, f"/v1/drafts{path}", content, "application/json", headers=headers
        )
        assert answer.status_code == status, answer.content
        told = found.setdefault(name, {})
        if body is not None:
            told["request"] = body
        told[str(status)] = answer.json() if answer.content else None
        return told[str(status)]

    opening = {"release": document.id, "message": "Add what a tool found"}
    draft = ask("open_draft", "POST", "", opening, status=201)
    one = f"/{draft['id']}"
    listed = {"statements": [statement]}
    ask("add_draft_acts", "POST", f"{one}/acts?dry_run=true", listed)
    (act,) = ask("add_draft_acts", "POST", f"{one}/acts", listed, status=201)["acts"]
    this = f"{one}/acts/{act['id']}"
    ask("list_draft_acts", "GET", f"{one}/acts")
    told = ask("get_draft_act", "GET", this)
    changed = {**told["statement"], "note": "Read from a table."}
    (act,) = ask("change_draft_act", "PUT", this, changed, etag=told["etag"])["acts"]
    draft = ask("get_draft", "GET", one)
    ask("list_drafts", "GET", "")
    ask("submit_draft", "POST", f"{one}/submit", etag=draft["etag"])
    ask("take_back_draft", "POST", f"{one}/take-back")
    ask("remove_draft_act", "DELETE", this, etag=act["etag"], status=204)
    state = Client().get(f"/v1/drafts{one}", headers={"Authorization": f"Bearer {text}"})
    ask("abandon_draft", "DELETE", one, etag=state["ETag"])
    return found


LEAFLET = Document(
    "example-leaflet-2021",
    "EXAMPLE - this document is made up\n\nAbout 8,400 people picked fruit for pay in 2021.\n",
    source="example-leaflet",
    publisher="example-ministry",
)


def recorded() -> dict[str, dict]:
    """The same of a made-up leaflet, with times that stay the same."""
    folder = settings.BASE_DIR / "examples"
    load("--fixtures", str(folder / "vocabularies"), "--seeds", str(folder / "documents"))
    published(LEAFLET.source_act(title="Leaflet on orchards (example)"), *LEAFLET.told())
    statement = {
        "indicator": "example-pickers", "area": "XO", "period": "2021", "unit": "1",
        "value": "8400", "decimals": 0, "qualifier": "approximate",
        "value_words": "8,400 people", "period_words": "2021",
        "sentence": "About 8,400 people picked fruit for pay in 2021",
    }  # fmt: skip
    told = json.dumps(every_operation(LEAFLET, statement))
    told = re.sub(r"2\d{3}-\d\d-\d\dT[\d:.]+Z", "2026-11-22T08:00:00Z", told)
    return json.loads(told.replace("http://testserver", "http://127.0.0.1:8000"))
