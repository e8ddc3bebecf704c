"""A database as the base commit makes it, with something of everything that an upgrade has to keep.

Run by tests.upgrade.installation as a program under the code of the base commit, whose modules
(and whose tests package) are all that it may import: leave it alone when modules are moved or
renamed. It writes what the tests need to know to the JSON file that its first argument names; the
second one is the folder with the texts of the seed documents, which may be missing.
"""

# ruff: noqa: E402, I001 - the imports are of another tree

import json
import sys
from datetime import UTC
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from config.models import ApiKey
from indicators import curation, roles, tokens, worklist
from indicators.gates import standing
from indicators.models import CodeList, Observation, Series, Unit
from indicators.models_curation import DraftChangeset
from indicators.publication import Act
from ledger import canonical, log
from ledger.models import Version
from sources import intake
from sources.models import Source
from tests import lakes
from tests.builders import agency

PEOPLE = {"ana": roles.CURATOR, "luis": roles.REVIEWER, "rosa": roles.ADMINISTRATOR}
PASSWORD = "boats-on-7-lakes"
WITHHELD = "lake-page-1-0003"
EDITION = (
    "Report on the lakes, 2013, second edition\n\n"
    "The catch was 25 tons in 2012, a tenth of it pike. "
    "About 1,200 boats were counted in Arcadia in 2012. In 2013 it counted 1,180 boats. "
    "In the north lake lay 60 boats and in the south lake 70 boats. Costs rose by $2 million. "
    "The ferry carried 4,321 people. The office has 31 rooms.\n"
)
UNDER_WAY = "A leaflet that nobody has described yet\n\nThere were 12 herons in 2016.\n"
STATEMENT = {
    "indicator": "swans", "area": "XA-N", "period": "2013", "unit": "1", "value": "60",
    "decimals": 0, "value_words": "60 boats", "period_words": "In 2013",
}  # fmt: skip


def main(told: Path, texts: Path) -> None:
    call_command("migrate", verbosity=0)
    publish_documents(texts)
    people = {name: person(name, role) for name, role in PEOPLE.items()}
    ana, luis = people["ana"], people["luis"]
    through_curation = published_draft(ana, luis)
    withheld = index_of(WITHHELD)
    call_command(
        "withhold_entry", str(withheld), ground="court-order",
        drafted_by="curator-1", approved_by="curator-2", verbosity=0,
    )  # fmt: skip
    under_way = intake.take_in(UNDER_WAY.encode(), name="herons.txt", by=ana)
    _, token = tokens.make("A reader of tables", 30, by=ana)
    _, spare = tokens.make("A tool that is gone", 30, by=ana)
    tokens.revoke(spare.removeprefix(tokens.BEGINNING)[:8], by=ana)
    _, key = ApiKey.make("A newspaper")
    revoked, revoked_key = ApiKey.make("A reader of before")
    revoked.revoke()
    drafts = {
        "published": through_curation,
        "tool": drafted_by_tool(token),
        "open": open_edition(ana),
        "returned": returned(ana, luis),
        "abandoned": abandoned(ana),
        "submitted": submitted(ana),
        "approved": approved(ana, luis),
    }
    found = {
        "drafts": drafts,
        "acts": {name: list(acts_of(number)) for name, number in drafts.items()},
        "token": token, "revoked_token": spare, "key": key, "revoked_key": revoked_key,
        "people": dict.fromkeys(people, PASSWORD),
        "versions": versions(), "withheld": WITHHELD, "withheld_index": withheld,
        "series": list(
            Series.objects.filter(indicator="boats", area="XA").order_by("code")
            .values_list("code", flat=True)
        ),
        "statement": STATEMENT, "upload": under_way.upload.pk,
    }  # fmt: skip
    told.write_text(json.dumps(found, indent=1))


def person(name: str, role: str) -> User:
    user = User.objects.create_user(name, password=PASSWORD)
    roles.grant(user, role)
    return user


def publish_documents(texts: Path) -> None:
    """The made-up country, the seeds, the example; with the texts that are at hand."""
    call_command("load_seeds", verbosity=0)
    examples = settings.BASE_DIR / "examples"
    call_command(
        "load_seeds", fixtures=examples / "vocabularies", seeds=examples / "documents", verbosity=0
    )
    call_command("attach_texts", str(examples / "texts"))
    if texts.is_dir():
        call_command("attach_texts", str(texts))
    tell_of_lakes()
    for document in (lakes.REPORT_2013, lakes.LATER):
        intake.hold(document.sha256, document.text)


def tell_of_lakes() -> None:
    """The made-up country beside the seeds, whose units and answers stay as the seeds have them."""
    of_seeds = {*Unit.objects.values_list("code", flat=True), "answer"}
    own = [act for act in lakes.VOCABULARIES if act.content["id"] not in of_seeds]
    stable = {"code": "stable", "name_en": "stable", "name_es": "estable"}
    row = CodeList.objects.get(code="answer", known_to__isnull=True)
    answer = canonical.decode(bytes(row.entry.data))["content"]
    answer["codes"] = [*answer["codes"], stable]
    lakes.VOCABULARIES = (*own, Act("code-list/1", answer, "answer"))
    lakes.tell()
    lakes.unit = lambda code, *_, **__: agency("ferry-office")  # tons are the seeds' own
    lakes.tell_more()


def index_of(code: str) -> int:
    return int(Observation.objects.filter(code=code).values_list("entry_id", flat=True)[0])


def versions() -> list[dict[str, Any]]:
    return [
        {"size": row.size, "at": row.at.astimezone(UTC).isoformat().replace("+00:00", "Z")}
        for row in Version.objects.order_by("size")
    ]


def acts_of(draft: int) -> list[int]:
    return list(DraftChangeset.objects.get(pk=draft).acts.values_list("pk", flat=True))


def decide(draft: DraftChangeset, by: User) -> DraftChangeset:
    """The draft approved by this person, exactly as it is now."""
    digest = curation.assembled(draft).digest()
    return curation.approve(draft.pk, by=by, digest=digest, version=log.head()[0])


def correcting(message: str, code: str, by: User, **changes: str) -> DraftChangeset:
    """A submitted draft that corrects one published figure."""
    draft = curation.open_draft(message, by=by)
    content = {**curation.published_content(code), **changes}
    curation.correct(draft.pk, code, content, "read again with care", by=by)
    draft.refresh_from_db()
    return curation.submit(draft.pk, by=by, revision=draft.revision)


def published_draft(ana: User, luis: User) -> int:
    """A correction and a retraction that went all the way through curation."""
    draft = curation.open_draft("Correct one figure, retract another", by=ana)
    content = curation.published_content("lake-report-2013-0003")
    changed = {**content, "qualifier": "approximate"}
    curation.correct(draft.pk, "lake-report-2013-0003", changed, "misread", by=ana)
    curation.retract(draft.pk, "lake-page-1-0002", "not about lakes at all", by=ana)
    draft.refresh_from_db()
    draft = curation.submit(draft.pk, by=ana, revision=draft.revision)
    decide(draft, luis)
    curation.publish(draft.pk, by=luis)
    return draft.pk


def open_edition(ana: User) -> int:
    """A new edition, half worked through, with an act of every kind."""
    taken = intake.take_in(EDITION.encode(), name="second.txt", by=ana)
    now = standing(Source, ["lake-report"])["lake-report"]
    release = {
        "id": "lake-report-2013-2", "title": "Second edition", "published_on": "2014-02",
        "retrieved_on": "2014-03-01",
    }  # fmt: skip
    draft = worklist.start_release(
        taken.upload, source={name: value for name, value in now.items() if value is not None},
        release=release, message="Add the second edition of the report of 2013",
        previous="lake-report-2013", by=ana,
    )  # fmt: skip
    first, second = draft.carried.filter(state__in=["same", "moved"], type="observation/1")[:2]
    taken_acts = [take(draft, carried, ana) for carried in (first, second)]
    dropped = draft.carried.filter(type="observation/1", decision="open").last()
    worklist.drop(dropped.pk, by=ana, draft_id=draft.pk, revision=now_at(draft))
    ferry = EDITION.index("4,321 people")
    curation.save_act(draft.pk, "observation/1", people_carried(draft, ferry), by=ana)
    rooms = EDITION.index("31")
    curation.set_aside(draft.pk, rooms, rooms + 2, "other", by=ana)
    claim = {
        "release": draft.release, "relation": "comparison", "operator": "below",
        "inputs": sorted(taken_acts), "citations": [quoted("60 boats and in the south lake 70")],
    }  # fmt: skip
    curation.save_act(draft.pk, "claim/1", claim, by=ana)
    code = "lake-report-2015-0001"
    content = {**curation.published_content(code), "qualifier": "approximate"}
    curation.correct(draft.pk, code, content, "the word about was overlooked", by=ana)
    curation.retract(draft.pk, "lake-report-2015-0002", "printed by mistake", by=ana)
    curation.comment(draft.pk, "Half of it is done.", by=ana)
    return draft.pk


def take(draft: DraftChangeset, carried: Any, by: User) -> str:
    """The id under which a figure of the edition before was taken over."""
    content = worklist.proposal(carried).content
    worklist.take(carried.pk, content, by=by, draft_id=draft.pk, revision=now_at(draft))
    carried.refresh_from_db()
    return str(carried.act.content["id"])


def now_at(draft: DraftChangeset) -> int:
    return DraftChangeset.objects.get(pk=draft.pk).revision


def quoted(words: str) -> dict[str, Any]:
    start = EDITION.index(words)
    return curation.citation(EDITION, start, start + len(words), "value")


def people_carried(draft: DraftChangeset, start: int) -> dict[str, Any]:
    return {
        "release": draft.release, "indicator": "swans", "area": "XA", "period": "2013",
        "period_basis": "stated", "kind": "level", "modality": "actual", "value": "4321",
        "unit": "1", "decimals": 0, "as_written": "4,321 people",
        "citations": [curation.citation(EDITION, start, start + 12, "value")],
    }  # fmt: skip


def returned(ana: User, luis: User) -> int:
    draft = correcting(
        "Say how swans were counted", "lake-report-2015-0003", ana, qualifier="estimated"
    )
    curation.send_back(draft.pk, "Which words say so?", by=luis)
    return draft.pk


def abandoned(ana: User) -> int:
    draft = curation.open_draft("Begun by mistake", by=ana)
    return curation.abandon(draft.pk, by=ana).pk


def submitted(ana: User) -> int:
    return correcting(
        "Boats to come are estimated", "lake-report-2012-0010", ana, qualifier="estimated"
    ).pk


def approved(ana: User, luis: User) -> int:
    draft = correcting(
        "Fishermen were counted", "lake-report-2012-0017", ana, qualifier="approximate"
    )
    return decide(draft, luis).pk


def drafted_by_tool(token: str) -> int:
    """A draft of two figures that a program wrote through the API, still open."""
    headers = {"Host": "lakes.example", "Authorization": f"Bearer {token}"}

    def post(path: str, body: Any) -> Any:
        answer = Client().post(f"/v1/drafts{path}", body, "application/json", headers=headers)
        assert answer.status_code == 201, answer.content
        return answer.json()

    opening = {"release": lakes.REPORT_2013.id, "message": "Add what a tool found"}
    draft = post("", opening)
    post(f"/{draft['id']}/acts", {"statements": [STATEMENT]})
    return int(draft["id"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
