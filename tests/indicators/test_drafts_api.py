"""The write API: a tool drafts in its curator's name, loses nobody's work, decides on nothing."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from indicators.curation import drafts, roles, statements, tokens
from indicators.curation.models import AuditEntry, DraftAct, DraftChangeset, Status, Token
from indicators.curation.pages.commands import COMMANDS
from indicators.models import Observation
from indicators.publishing.errors import ActUnusable, NotAllowed
from rest.models import ApiKey
from sources import intake
from tests import lakes
from tests.indicators.test_curation import person, shown
from tests.test_docs import routed

pytestmark = pytest.mark.django_db

RELEASE = "lake-report-2013"
TEXT = lakes.REPORT_2013.text
NORTH = {
    "indicator": "swans", "area": "XA-N", "period": "2013", "unit": "1", "value": "60",
    "decimals": 0, "value_words": "60 boats", "period_words": "In 2013",
}  # fmt: skip
SOUTH = {
    "indicator": "swans", "area": "XA", "period": "2013", "period_basis": "release",
    "unit": "1", "value": "70",
    "decimals": 0, "value_words": "70 boats", "sentence": "in the south lake 70 boats",
}  # fmt: skip


class Tool:
    """A program with a token: asks and is answered in JSON."""

    def __init__(self, text: str) -> None:
        self.client = Client()
        self.text = text

    def ask(self, method, path, body=None, etag=None, **headers):
        told = {"Authorization": f"Bearer {self.text}", **headers}
        if etag is not None:
            told["If-Match"] = etag
        content = {} if body is None else {"data": json.dumps(body)}
        return self.client.generic(
            method, f"/v1/drafts{path}", content_type="application/json", headers=told, **content
        )

    def opened(self, release: str = RELEASE) -> dict:
        answer = self.ask("POST", "", {"release": release, "message": "Add swans"})
        assert answer.status_code == 201, answer.content
        return answer.json()

    def added(self, draft: dict, *told: dict) -> list[dict]:
        answer = self.ask("POST", f"/{draft['id']}/acts", {"statements": list(told or [NORTH])})
        assert answer.status_code == 201, answer.content
        return answer.json()["acts"]


@pytest.fixture
def ana(world) -> User:
    intake.hold(lakes.REPORT_2013.sha256, TEXT)
    return person("ana", roles.CURATOR)


@pytest.fixture
def tool(ana) -> Tool:
    return Tool(tokens.make("A reader of tables", 30, by=ana)[1])


def problem(answer, status, name):
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    body = answer.json()
    assert body["type"] == f"/v1/problems/{name}"
    assert answer["Cache-Control"] == "no-store"
    return body


def test_statements_whose_quotes_take_too_long_are_refused(tool, monkeypatch):
    draft = tool.opened()
    monkeypatch.setattr(statements, "PLACING_SECONDS", 0)

    answer = tool.ask("POST", f"/{draft['id']}/acts?dry_run=true", {"statements": [NORTH, SOUTH]})

    detail = "looking for the quotes of 1 of 2 statements took 0 seconds: send fewer at once"
    assert detail in problem(answer, 422, "unusable")["detail"]


# -- tokens ------------------------------------------------------------


def test_token_is_known_by_its_hash_alone(ana):
    token, text = tokens.make("x", 1, by=ana)

    assert text.startswith(f"cifra_drafts_{token.prefix}_")
    assert text not in str(vars(Token.objects.get(pk=token.pk)))
    assert text.rpartition("_")[2] not in str(vars(token))
    assert tokens.of(text) == token


@pytest.mark.parametrize(
    "changed",
    ["", "x", "cifra_drafts_", "{0}x", "x{0}", "cifra_drafts_{1}_", "cifra_drafts_é_x", "\0"],
)
def test_token_that_is_none_is_none(ana, changed):
    token, text = tokens.make("x", 1, by=ana)

    assert tokens.of(changed.format(text, token.prefix)) is None


def test_token_ends_with_its_time_its_person_and_its_revocation(ana, tool):
    def opens() -> int:
        return tool.ask("GET", "").status_code

    assert opens() == 200
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    Token.objects.update(expires_on=yesterday)
    assert opens() == 401
    Token.objects.update(expires_on=yesterday + timedelta(days=1))
    assert opens() == 200
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert opens() == 401
    User.objects.filter(pk=ana.pk).update(is_active=True)
    tokens.revoke(Token.objects.get().prefix, by=ana)
    assert opens() == 401


def test_token_is_made_by_a_curator_within_bounds(ana):
    reviewer = person("rex", roles.REVIEWER)
    with pytest.raises(NotAllowed):
        tokens.make("x", 30, by=reviewer)
    for name, days in (("", 30), ("x" * 101, 30), ("x", 0), ("x", 367)):
        with pytest.raises(ActUnusable):
            tokens.make(name, days, by=ana)
    for _ in range(tokens.MAX_IN_USE):
        tokens.make("x", 30, by=ana)
    with pytest.raises(ActUnusable, match="revoke one first"):
        tokens.make("x", 30, by=ana)


def test_token_is_revoked_by_its_curator_or_an_administrator(ana):
    token, _ = tokens.make("x", 30, by=ana)
    other, chief = person("pia", roles.CURATOR), person("root", roles.ADMINISTRATOR)

    with pytest.raises(NotAllowed):
        tokens.revoke(token.prefix, by=other)
    assert not tokens.shown(other).exists()
    assert tokens.shown(chief).get() == token
    tokens.revoke(token.prefix, by=chief)
    with pytest.raises(ActUnusable, match="in use"):
        tokens.revoke(token.prefix, by=ana)


def test_token_remembers_the_day(tool):
    tool.ask("GET", "")

    assert Token.objects.get().last_used_on == datetime.now(UTC).date()


def test_page_shows_a_token_once(ana):
    client = Client()
    client.force_login(ana)
    path = reverse("admin:curation-tokens")

    answer = client.post(path, {"name": "A reader of tables", "days": 30})

    text = re.search(r"cifra_drafts_\w{8}_[\w-]+", answer.content.decode())[0]
    assert tokens.of(text) == Token.objects.get()
    assert "no-store" in answer["Cache-Control"]
    assert text not in str(answer.cookies) + str(dict(client.session))
    again = client.get(path).content.decode()
    assert text not in again
    assert "A reader of tables" in again
    client.post(path, {"revoke": Token.objects.get().prefix})
    assert tokens.of(text) is None


@pytest.mark.parametrize("data", [{"name": "", "days": 30}, {"name": "x", "days": 0}, {}])
def test_page_makes_no_token_of_a_malformed_form(ana, data):
    client = Client()
    client.force_login(ana)

    assert client.post(reverse("admin:curation-tokens"), data).status_code == 200
    assert not Token.objects.exists()


def test_page_of_tokens_is_for_curators(ana):
    tokens.make("x", 30, by=ana)
    for name, given, status in (("rex", roles.REVIEWER, 403), ("pia", roles.CURATOR, 302)):
        client = Client()
        client.force_login(person(name, given))
        answer = client.post(
            reverse("admin:curation-tokens"), {"revoke": Token.objects.get().prefix}
        )
        assert answer.status_code in (403, status)
    assert Token.objects.get().revoked_at is None
    checked = Client(enforce_csrf_checks=True)
    checked.force_login(ana)
    posted = checked.post(reverse("admin:curation-tokens"), {"name": "x", "days": 30})
    assert (posted.status_code, Token.objects.count()) == (403, 1)


# -- who is let in -----------------------------------------------------


def every_address(draft: dict) -> list[tuple[str, str]]:
    one = f"/{draft['id']}"
    return [
        ("GET", ""), ("POST", ""), ("GET", one), ("DELETE", one), ("GET", f"{one}/acts"),
        ("POST", f"{one}/acts"), ("GET", f"{one}/acts/1"), ("PUT", f"{one}/acts/1"),
        ("DELETE", f"{one}/acts/1"), ("POST", f"{one}/submit"), ("POST", f"{one}/take-back"),
    ]  # fmt: skip


def test_nothing_opens_without_a_token(ana, tool):
    draft = tool.opened()
    before = AuditEntry.objects.count()
    _, key = ApiKey.make("A newspaper")
    session = Client()
    session.force_login(ana)

    for method, path in every_address(draft):
        for client, headers in (
            (Client(), {}),
            (session, {}),
            (session, {"Authorization": "Basic YTpi"}),
            (Client(), {"Authorization": f"Bearer {key}"}),
            (Client(), {"Authorization": f"Bearer {tool.text}x"}),
            (Client(), {"X-Api-Key": tool.text, "Cookie": f"token={tool.text}"}),
        ):
            answer = client.generic(method, f"/v1/drafts{path}", headers=headers)
            problem(answer, 401, "not-authenticated")
            assert answer["WWW-Authenticate"].startswith("Bearer")
    assert AuditEntry.objects.count() == before


def test_drafts_of_others_are_not_there(tool):
    pia = person("pia", roles.CURATOR)
    theirs = drafts.open_draft("Theirs", by=pia, release=RELEASE)

    for method, path in every_address({"id": theirs.pk})[2:]:
        answer = tool.ask(method, path, {}, etag='"x"')
        problem(answer, 404, "not-found")
    assert tool.ask("GET", "").json()["results"] == []


def test_curator_who_lost_the_role_drafts_no_more(ana, tool):
    draft = tool.opened()
    ana.groups.clear()

    problem(tool.ask("POST", "", {"release": RELEASE, "message": "m"}), 401, "not-authenticated")
    answer = tool.ask("POST", f"/{draft['id']}/acts", {"statements": [NORTH]})
    problem(answer, 401, "not-authenticated")


# -- nothing is decided by a tool --------------------------------------


def test_no_address_of_the_api_decides():
    paths = [path for path in routed(get_resolver().url_patterns) if path.startswith("/v1/drafts")]

    assert sorted(paths) == [
        "/v1/drafts",
        "/v1/drafts/{id}",
        "/v1/drafts/{id}/acts",
        "/v1/drafts/{id}/acts/{act}",
        "/v1/drafts/{id}/submit",
        "/v1/drafts/{id}/take-back",
    ]


@pytest.mark.parametrize("name", ["approve", "publish", "return", "undo", "comment", "describe"])
def test_no_such_address(tool, name):
    draft = tool.opened()
    tool.added(draft)

    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = tool.ask(method, f"/{draft['id']}/{name}", {}, etag='"*"')
        problem(answer, 404, "not-found")
        answer = tool.ask(method, f"/{draft['id']}?do={name}", {}, etag=tool_tag(tool, draft))
        assert answer.status_code in (400, 405)
    assert DraftChangeset.objects.get().status == Status.DRAFT


def tool_tag(tool: Tool, draft: dict) -> str:
    return tool.ask("GET", f"/{draft['id']}")["ETag"]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_token_opens_no_page_of_the_admin(ana, tool, name):
    roles.grant(ana, roles.ADMINISTRATOR)
    draft = tool.opened()
    tool.added(draft)
    tool.ask("POST", f"/{draft['id']}/submit", etag=tool_tag(tool, draft))
    row = DraftChangeset.objects.get()
    before = AuditEntry.objects.count()
    path = reverse("admin:curation-act", kwargs={"draft_id": row.pk})

    answer = Client().post(
        path,
        {"do": name, "revision": row.revision, **shown(row)},
        headers={"Authorization": f"Bearer {tool.text}"},
    )

    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/admin/login/")
    assert AuditEntry.objects.count() == before


def test_token_gets_no_session_and_no_page(tool):
    for path in ("curation", "curation-intake", "curation-tokens", "index"):
        answer = tool.client.get(
            reverse(f"admin:{path}"), headers={"Authorization": f"Bearer {tool.text}"}
        )
        assert answer.status_code == 302
    tool.opened()
    assert "sessionid" not in tool.client.cookies


@pytest.mark.parametrize("decide", ["approve", "publish", "send back", "comment"])
def test_services_refuse_a_tool_that_decides(ana, tool, decide):
    roles.grant(ana, roles.REVIEWER, roles.ADMINISTRATOR)
    pia = person("pia", roles.CURATOR)
    draft = drafts.open_draft("Theirs", by=pia, release=RELEASE)
    statements.add(draft.pk, statements.read([NORTH]), by=pia)
    row = DraftChangeset.objects.get(pk=draft.pk)
    row = drafts.submit(row.pk, by=pia, revision=row.revision)
    doors = {
        "approve": lambda: drafts.approve(row.pk, by=ana, **shown(row)),
        "publish": lambda: drafts.publish(row.pk, by=ana),
        "send back": lambda: drafts.send_back(row.pk, "no", by=ana),
        "comment": lambda: drafts.comment(row.pk, "yes", by=ana),
    }

    with roles.through("4f0a9c21"), pytest.raises(NotAllowed, match="for people"):
        doors[decide]()
    assert roles.token() == ""


def test_author_of_a_tools_draft_decides_not(ana, tool):
    roles.grant(ana, roles.REVIEWER, roles.ADMINISTRATOR)
    draft = tool.opened()
    tool.added(draft)
    answer = tool.ask("POST", f"/{draft['id']}/submit", etag=tool_tag(tool, draft))
    assert answer.json()["status"] == "submitted"
    row = DraftChangeset.objects.get()

    with pytest.raises(NotAllowed, match="another person"):
        drafts.approve(row.pk, by=ana, **shown(row))


def test_person_publishes_what_a_tool_drafted(tool, django_capture_on_commit_callbacks):
    luis = person("luis", roles.REVIEWER)
    draft = tool.opened()
    (act,) = tool.added(draft)
    tool.ask("POST", f"/{draft['id']}/submit", etag=tool_tag(tool, draft))
    row = DraftChangeset.objects.get()

    drafts.approve(row.pk, by=luis, **shown(row))
    with django_capture_on_commit_callbacks(execute=True):
        version = drafts.publish(row.pk, by=luis)

    assert Observation.objects.get(code=act["about"]).known_from == version.size
    told = tool.ask("GET", f"/{draft['id']}").json()
    assert (told["status"], told["published_version"]) == ("published", version.size)


# -- drafting ----------------------------------------------------------


def test_open_draft_tells_where_it_is(ana, tool):
    answer = tool.ask("POST", "", {"release": RELEASE, "message": " Add swans "})

    body = answer.json()
    assert answer.status_code == 201
    assert answer["Location"].endswith(f"/v1/drafts/{body['id']}")
    assert (answer["ETag"], answer["Cache-Control"]) == (body["etag"], "no-store")
    assert (body["status"], body["release"], body["acts"]) == ("draft", RELEASE, 0)
    assert (body["message"], body["author"]) == ("Add swans", ana.curator.code)
    assert body["url"].endswith(f"/admin/curation/drafts/{body['id']}")


@pytest.mark.parametrize(
    ("body", "member", "code"),
    [
        ({"release": RELEASE}, "message", "shape"),
        ({"message": "m"}, "release", "shape"),
        ({"release": RELEASE, "message": 7}, "message", "shape"),
        ({"release": RELEASE, "message": " "}, "message", "shape"),
        ({"release": RELEASE, "message": "a\0b"}, "message", "shape"),
        ({"release": RELEASE, "message": "x" * 301}, "message", "shape"),
        ({"release": RELEASE, "message": "\u2003\x1f"}, "message", "shape"),
        ({"release": "Lake report", "message": "m"}, "release", "shape"),
        ({"release": "nothing", "message": "m"}, None, "unusable"),
        ({"release": "lake-page-1", "message": "m"}, None, "unusable"),
        ({"release": RELEASE, "message": "m", "status": "approved"}, "status", "unknown-member"),
        ([], None, "shape"),
        (7, None, "shape"),
        ("x", None, "shape"),
    ],
)
def test_open_draft_refused_names_the_member(tool, body, member, code):
    told = problem(tool.ask("POST", "", body), 422, "unusable")

    assert [(one["member"], one["code"]) for one in told["findings"]] == [(member, code)]
    assert not DraftChangeset.objects.exists()


@pytest.mark.parametrize(
    ("content", "media", "status", "name"),
    [
        (b"{", "application/json", 400, "bad-request"),
        (b"[" * 100_000, "application/json", 400, "bad-request"),
        (b'{"release":"\\ud800"}', "application/json", 400, "bad-request"),
        (b'{"release":NaN}', "application/json", 400, "bad-request"),
        (b"\xff\xfe", "application/json", 400, "bad-request"),
        (b"release=x", "application/x-www-form-urlencoded", 415, "unsupported-media-type"),
        (b'{"release":"x"}', "text/plain", 415, "unsupported-media-type"),
        (b'"' + b"x" * 1_000_001 + b'"', "application/json", 413, "too-large"),
    ],
)
def test_body_that_is_none(tool, content, media, status, name):
    headers = {"Authorization": f"Bearer {tool.text}"}
    answer = Client().generic("POST", "/v1/drafts", content, media, headers=headers)

    problem(answer, status, name)


def test_drafts_are_listed_page_by_page(ana, tool):
    codes = [tool.opened()["id"] for _ in range(5)]
    drafts.abandon(codes[0], by=ana)

    seen, link = [], "?page_size=2"
    while link:
        body = tool.ask("GET", link).json()
        seen += [one["id"] for one in body["results"]]
        assert body["count"] == 5
        link = (body["next"] or "").partition("/v1/drafts")[2]

    assert seen == codes[::-1]
    alone = tool.ask("GET", "?status=abandoned").json()
    assert [one["id"] for one in alone["results"]] == [codes[0]]


@pytest.mark.parametrize(
    ("query", "name", "code"),
    [
        ("?colour=red", "colour", "unknown-parameter"),
        ("?status=lost", "status", "invalid"),
        ("?page_size=0", "page_size", "invalid"),
        ("?page_size=1001", "page_size", "invalid"),
        ("?before=-1", "before", "invalid"),
        ("?before=1&before=2", "before", "repeated"),
        ("?before=9999999999999999999999", "before", "invalid"),
    ],
)
def test_parameter_that_is_none_is_named(tool, query, name, code):
    told = problem(tool.ask("GET", query), 400, "invalid-parameter")

    assert [(one["parameter"], one["code"]) for one in told["errors"]] == [(name, code)]


def test_added_statements_are_placed(ana, tool):
    draft = tool.opened()

    acts = tool.added(draft, NORTH, SOUTH)

    rows = list(DraftAct.objects.order_by("pk"))
    assert [act["id"] for act in acts] == [row.pk for row in rows]
    assert [act["about"] for act in acts] == [row.content["id"] for row in rows]
    for row in rows:
        for one in row.content["citations"]:
            assert TEXT[one["start"] : one["end"]] == one["exact"]
            assert one["suffix"] == TEXT[one["end"] : one["end"] + 32]
    assert [row.content["as_written"] for row in rows] == ["60 boats", "70 boats"]
    assert rows[0].by == ana.curator


def test_dry_run_tells_the_same_and_changes_nothing(tool):
    draft = tool.opened()

    looked = tool.ask("POST", f"/{draft['id']}/acts?dry_run=true", {"statements": [NORTH, SOUTH]})
    assert (looked.status_code, DraftAct.objects.count()) == (200, 0)
    assert tool_tag(tool, draft) == draft["etag"]

    acts = tool.added(draft, NORTH, SOUTH)
    assert [act["statement"] for act in acts] == looked.json()["statements"]


def test_dry_run_locks_nothing(ana, tool):
    draft = tool.opened()
    rows = statements.read([NORTH, SOUTH])
    with CaptureQueriesContext(connection) as run:
        statements.add(draft["id"], rows, by=ana, save=False)
    words = " ".join(query["sql"] for query in run)
    assert re.findall(r"SAVEPOINT|BEGIN|FOR UPDATE|INSERT|UPDATE ", words) == []


def test_quotes_are_looked_for_before_others_have_to_wait(ana, tool, monkeypatch):
    draft = tool.opened()
    depths = []

    def looked_for(*told, really=statements.locate):
        depths.append(len(connection.savepoint_ids))
        return really(*told)

    monkeypatch.setattr(statements, "locate", looked_for)
    outside = len(connection.savepoint_ids)
    statements.add(draft["id"], statements.read([NORTH]), by=ana)
    assert set(depths) == {outside}


def test_statements_are_looked_at_again_where_somebody_was_quicker(ana, tool, monkeypatch):
    draft = tool.opened()
    changing = statements.changing

    def later(draft_id, *told, **more):
        monkeypatch.setattr(statements, "changing", changing)
        statements.add(draft_id, statements.read([NORTH]), by=ana)
        return changing(draft_id, *told, **more)

    monkeypatch.setattr(statements, "changing", later)
    added = statements.add(draft["id"], statements.read([SOUTH]), by=ana)
    first, second = [act.about for act in DraftAct.objects.order_by("pk")]
    assert int(second[-4:]) == int(first[-4:]) + 1
    assert second == added.contents[0]["id"]


def test_member_that_is_missing_is_no_fault_of_the_shape(tool):
    # The OpenAPI file requires no member of a statement: which ones are needed depends on others.
    draft = tool.opened()

    answer = tool.ask("POST", f"/{draft['id']}/acts", {"statements": [{}]})
    found = problem(answer, 422, "unusable")["findings"]

    assert {one["code"] for one in found} == {"unfit"}
    missing = {f"{name} is missing" for name in ("indicator", "area", "period")}
    assert missing <= {one["detail"] for one in found}


def test_every_error_of_every_statement_is_told_at_once(tool):
    draft = tool.opened()
    bad = [
        NORTH,
        {**NORTH, "value_words": "boats"},
        {**NORTH, "value_words": "61 boats", "colour": "red"},
        {**NORTH, "value": "6O"},
        {**NORTH, "decimals": "0", "low_open": 1, "value": 60},
        {**NORTH, "value": None},
        "60 boats",
        {**NORTH, "breakdown": "sex=f;age=old"},
    ]

    answer = tool.ask("POST", f"/{draft['id']}/acts", {"statements": bad})
    form = problem(answer, 422, "unusable")["findings"]
    named = {(one["statement"], one["member"], one["code"]) for one in form}
    assert named == {
        (2, "value_words", "quote-unplaced"),
        (3, "value_words", "quote-unplaced"),
        (3, "colour", "unknown-member"),
        (4, "value", "shape"),
        (5, "decimals", "shape"),
        (5, "low_open", "shape"),
        (5, "value", "shape"),
        (6, "value", "shape"),
        (7, None, "shape"),
        (8, "breakdown", "unfit"),
    }

    good = [bad[0], bad[1], {**NORTH, "value_words": "61 boats"}, bad[7]]
    answer = tool.ask("POST", f"/{draft['id']}/acts", {"statements": good})
    found = problem(answer, 422, "unusable")["findings"]
    named = [(one["statement"], one["member"], one["code"]) for one in found]
    assert named == [
        (2, "value_words", "quote-unplaced"),
        (3, "value_words", "quote-unplaced"),
        (4, "breakdown", "unfit"),
    ]
    assert not DraftAct.objects.exists()


def test_ambiguous_words_are_refused_with_their_places(tool):
    draft = tool.opened()
    answer = tool.ask(
        "POST", f"/{draft['id']}/acts", {"statements": [{**NORTH, "period_words": "2012"}]}
    )

    (found,) = problem(answer, 422, "unusable")["findings"]
    places = found["places"]
    assert len(places) == TEXT.count("2012") > 1
    for place in places:
        assert TEXT[place["start"] : place["end"]] == place["exact"] == "2012"

    named = {**NORTH, "period": "2012", "citations": [{"role": "period", **places[1]}]}
    del named["period_words"]
    (act,) = tool.added(draft, named)
    cited = {one["role"]: one["start"] for one in act["statement"]["citations"]}
    assert cited["period"] == places[1]["start"]


@pytest.mark.parametrize(
    ("ranges", "member", "code"),
    [
        ([{"role": "value", "start": 0, "end": 8, "exact": "60 boats"}], "citations[0]",
         "wrong-words"),
        ([{"role": "value", "start": 2**31 - 2, "end": 2**31 - 1, "exact": "6"}], "citations[0]",
         "wrong-words"),
        ([{"role": "value", "start": 8, "end": 7, "exact": "6"}], "citations[0]", "wrong-words"),
        ([{"role": "value", "start": 0, "end": 2**31, "exact": "6"}], "citations[0]", "shape"),
        ([{"role": "value", "start": 8, "end": 0, "exact": ""}], "citations[0]", "shape"),
        ([{"role": "colour", "start": 0, "end": 8, "exact": "x"}], "citations[0]", "shape"),
        ([{"role": ["value"], "start": 0, "end": 8, "exact": "x"}], "citations[0]", "shape"),
        ([{"role": "value", "start": True, "end": 8, "exact": "x"}], "citations[0]", "shape"),
        ([{"role": "value", "start": 0, "end": 8}], "citations[0]", "shape"),
        ([[]], "citations[0]", "shape"),
        ({}, "citations", "shape"),
        ([{}] * 65, "citations", "shape"),
    ],
)  # fmt: skip
def test_range_that_is_none_is_named(tool, ranges, member, code):
    draft = tool.opened()
    told = {**NORTH, "citations": ranges}

    answer = tool.ask("POST", f"/{draft['id']}/acts", {"statements": [told]})

    found = problem(answer, 422, "unusable")["findings"]
    assert {(one["statement"], one["member"], one["code"]) for one in found} == {(1, member, code)}


@pytest.mark.parametrize("listed", [None, [], {}, "x", [NORTH] * 1001])
def test_list_of_statements_is_bounded(tool, listed):
    draft = tool.opened()

    answer = tool.ask("POST", f"/{draft['id']}/acts", {"statements": listed})

    (found,) = problem(answer, 422, "unusable")["findings"]
    assert found["member"] == "statements"


def test_gates_judge_statements_within_their_draft(tool):
    draft = tool.opened()
    tool.added(draft)

    answer = tool.ask(
        "POST", f"/{draft['id']}/acts", {"statements": [SOUTH, NORTH, {**SOUTH, "area": "ZZ"}]}
    )

    found = problem(answer, 422, "unusable")["findings"]
    assert {(one["statement"], one["code"]) for one in found} == {
        (2, "duplicate-statement"),
        (3, "unknown-area"),
    }
    assert DraftAct.objects.count() == 1


def test_sent_again_with_if_match_adds_nothing_twice(tool):
    draft = tool.opened()
    path, body = f"/{draft['id']}/acts", {"statements": [NORTH]}
    first = tool.ask("POST", path, body, etag=draft["etag"])

    again = tool.ask("POST", path, body, etag=draft["etag"])

    told = problem(again, 412, "precondition-failed")
    assert told["now"]["etag"] == first["ETag"] == tool_tag(tool, draft)
    assert DraftAct.objects.count() == 1


def test_two_drafts_of_one_release_take_different_ids(tool):
    one, other = tool.opened(), tool.opened()

    assert tool.added(one)[0]["about"] != tool.added(other)[0]["about"]


def test_acts_are_listed_page_by_page(tool):
    draft = tool.opened()
    acts = tool.added(draft, NORTH, SOUTH)

    first = tool.ask("GET", f"/{draft['id']}/acts?page_size=1").json()
    rest = tool.ask("GET", first["next"].partition("/v1/drafts")[2]).json()

    assert (first["count"], rest["count"], rest["next"]) == (2, 2, None)
    assert first["results"] + rest["results"] == acts


def test_what_an_act_says_may_be_sent_back(tool):
    draft = tool.opened()
    (act,) = tool.added(draft)
    path = f"/{draft['id']}/acts/{act['id']}"
    answer = tool.ask("GET", path)
    assert answer["ETag"] == act["etag"]
    before = DraftAct.objects.get().content

    changed = tool.ask("PUT", path, answer.json()["statement"], etag=act["etag"])

    assert changed.status_code == 200, changed.content
    assert DraftAct.objects.get().content == before
    assert changed["ETag"] == changed.json()["acts"][0]["etag"] != act["etag"]


def test_change_without_if_match_is_refused(tool):
    draft = tool.opened()
    (act,) = tool.added(draft)

    for method, path in (
        ("PUT", f"/{draft['id']}/acts/{act['id']}"),
        ("DELETE", f"/{draft['id']}/acts/{act['id']}"),
        ("POST", f"/{draft['id']}/submit"),
        ("DELETE", f"/{draft['id']}"),
    ):
        told = problem(tool.ask(method, path, NORTH), 428, "precondition-required")
        assert "nobody's work is lost" in told["detail"]
        for etag in ("*", "", "a1.1", f'{act["etag"]}, "y"'):
            told = problem(tool.ask(method, path, NORTH, etag=etag), 400, "invalid-parameter")
            assert told["errors"][0]["parameter"] == "If-Match"
    assert DraftAct.objects.get().revision == 1


def test_second_to_change_is_told_what_stands(ana, tool):
    draft = tool.opened()
    (act,) = tool.added(draft)
    path = f"/{draft['id']}/acts/{act['id']}"
    theirs = {**DraftAct.objects.get().content, "note": "of a person"}
    drafts.save_act(draft["id"], "observation/1", theirs, by=ana, act_id=act["id"], revision=1)

    for method in ("PUT", "DELETE"):
        told = problem(tool.ask(method, path, NORTH, etag=act["etag"]), 412, "precondition-failed")
        assert told["now"]["statement"]["note"] == "of a person"
        assert told["now"]["etag"] == tool.ask("GET", path)["ETag"]
    for etag in ('"a999.1"', '"d1.2"', '"x"'):
        assert tool.ask("PUT", path, NORTH, etag=etag).status_code == 412
    assert DraftAct.objects.get().content == theirs
    done = tool.ask("PUT", path, {**NORTH, "note": "of a tool"}, etag=told["now"]["etag"])
    assert done.json()["acts"][0]["statement"]["note"] == "of a tool"


def test_act_that_came_back_is_not_the_one_that_was_seen(ana, tool):
    draft = tool.opened()
    (act,) = tool.added(draft)
    path = f"/{draft['id']}/acts/{act['id']}"
    tool.ask("DELETE", path, etag=act["etag"])
    gone = problem(tool.ask("PUT", path, NORTH, etag=act["etag"]), 412, "precondition-failed")
    assert gone["now"] is None
    revision = DraftChangeset.objects.get().revision
    drafts.undo(draft["id"], by=ana, revision=revision)

    answer = tool.ask("PUT", path, NORTH, etag=act["etag"])

    assert problem(answer, 412, "precondition-failed")["now"]["id"] == act["id"]


def test_removed_act_leaves_a_line(tool):
    draft = tool.opened()
    (act,) = tool.added(draft)
    path = f"/{draft['id']}/acts/{act['id']}"

    answer = tool.ask("DELETE", path, etag=act["etag"])

    assert answer.status_code == 204
    assert AuditEntry.objects.last().action == "remove"
    problem(tool.ask("GET", path), 404, "not-found")


def test_weakened_tag_is_the_same_state(tool):
    draft = tool.opened()
    (act,) = tool.added(draft)

    answer = tool.ask("DELETE", f"/{draft['id']}/acts/{act['id']}", etag=f"W/{act['etag']}")

    assert answer.status_code == 204


def test_correction_of_a_person_keeps_what_it_replaces(ana, tool):
    draft = drafts.open_draft("Correct", by=ana, release=RELEASE)
    code = f"{RELEASE}-0002"
    act = drafts.correct(draft.pk, code, drafts.published_content(code), "why", by=ana)
    told = tool.ask("GET", f"/{draft.pk}/acts/{act.pk}").json()

    statement = {**told["statement"], "qualifier": "exact"}
    answer = tool.ask("PUT", f"/{draft.pk}/acts/{act.pk}", statement, etag=told["etag"])

    assert answer.status_code == 200, answer.content
    act.refresh_from_db()
    assert (act.content["replaces"], act.content["qualifier"]) == (code, "exact")


def test_act_of_another_type_is_for_the_page(ana, tool):
    draft = drafts.open_draft("Retract", by=ana, release=RELEASE)
    act = drafts.retract(draft.pk, f"{RELEASE}-0002", "why", by=ana)
    told = tool.ask("GET", f"/{draft.pk}/acts/{act.pk}").json()

    answer = tool.ask("PUT", f"/{draft.pk}/acts/{act.pk}", NORTH, etag=told["etag"])

    assert told["statement"] is None
    assert "on the page" in problem(answer, 422, "unusable")["detail"]


def test_submitted_draft_is_closed_until_taken_back(tool):
    draft = tool.opened()
    (act,) = tool.added(draft)
    one = f"/{draft['id']}"

    told = tool.ask("POST", f"{one}/submit", etag=tool_tag(tool, draft)).json()
    assert told["status"] == "submitted"
    for method, path, etag in (
        ("POST", f"{one}/acts", None),
        ("PUT", f"{one}/acts/{act['id']}", act["etag"]),
        ("DELETE", f"{one}/acts/{act['id']}", act["etag"]),
        ("POST", f"{one}/submit", told["etag"]),
        ("DELETE", one, told["etag"]),
    ):
        body = {"statements": [SOUTH]} if path.endswith("acts") else SOUTH
        problem(tool.ask(method, path, body, etag=etag), 409, "draft-closed")
    assert tool.ask("POST", f"{one}/take-back").json()["status"] == "draft"
    tool.added(draft, SOUTH)
    problem(tool.ask("POST", f"{one}/take-back"), 409, "draft-closed")


def test_submit_of_another_state_is_refused(tool):
    draft = tool.opened()
    tool.added(draft)

    answer = tool.ask("POST", f"/{draft['id']}/submit", etag=draft["etag"])

    assert problem(answer, 412, "precondition-failed")["now"]["acts"] == 1


def test_submit_names_what_blocks(tool):
    draft = tool.opened()

    answer = tool.ask("POST", f"/{draft['id']}/submit", etag=draft["etag"])

    (found,) = problem(answer, 422, "checks-failed")["findings"]
    assert (found["code"], found["blocking"]) == ("empty", True)


def test_draft_given_up_stays_to_be_read(tool):
    draft = tool.opened()
    tool.added(draft)

    answer = tool.ask("DELETE", f"/{draft['id']}", etag=tool_tag(tool, draft))

    assert answer.json()["status"] == "abandoned"
    assert tool.ask("GET", f"/{draft['id']}/acts").json()["count"] == 1


def test_returned_draft_tells_why(tool):
    luis = person("luis", roles.REVIEWER)
    draft = tool.opened()
    tool.added(draft)
    tool.ask("POST", f"/{draft['id']}/submit", etag=tool_tag(tool, draft))
    drafts.send_back(draft["id"], "These are boats.", by=luis)

    told = tool.ask("GET", f"/{draft['id']}").json()

    assert told["status"] == "returned"
    assert [(c["by"], c["text"]) for c in told["comments"]] == [
        (luis.curator.code, "These are boats.")
    ]


def test_trail_tells_that_a_tool_did_it(ana, tool):
    draft = tool.opened()
    (act,) = tool.added(draft)
    theirs = {**DraftAct.objects.get().content, "note": "of a person"}
    drafts.save_act(draft["id"], "observation/1", theirs, by=ana, act_id=act["id"], revision=1)
    tool.ask("POST", f"/{draft['id']}/submit", etag=tool_tag(tool, draft))

    trail = [(e.action, e.detail.get("token")) for e in AuditEntry.objects.order_by("pk")]

    prefix = Token.objects.get().prefix
    assert trail == [
        ("open", prefix), ("add_statements", prefix), ("save", None), ("submit", prefix)
    ]  # fmt: skip
    assert set(AuditEntry.objects.values_list("by", flat=True)) == {ana.curator.code}
    client = Client()
    client.force_login(ana)
    page = client.get(reverse("admin:curation-review", kwargs={"draft_id": draft["id"]}))
    assert page.content.decode().count(f"a tool, with token {prefix}") == 3


# -- HTTP --------------------------------------------------------------


def test_pages_of_other_sites_may_draft_without_credentials(tool):
    site = {"Origin": "https://elsewhere.example"}
    asked = Client().options(
        "/v1/drafts",
        headers={
            **site,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization, content-type, if-match",
        },
    )
    answer = tool.ask("GET", "", **site)

    allowed = asked["Access-Control-Allow-Methods"]
    assert {"POST", "PUT", "DELETE"} <= {name.strip() for name in allowed.split(",")}
    assert "if-match" in asked["Access-Control-Allow-Headers"]
    for one in (asked, answer):
        assert one["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in one
    assert "ETag" in answer["Access-Control-Expose-Headers"]


def test_method_that_is_none_is_told_those_there_are(tool):
    answer = tool.ask("PATCH", "")

    problem(answer, 405, "method-not-allowed")
    assert answer["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_tools_have_a_quota_of_their_own(tool, settings):
    settings.DRAFTS_QUOTA = 2

    told = [tool.ask("GET", "") for _ in range(3)]

    assert [answer.status_code for answer in told] == [200, 200, 429]
    assert told[0]["RateLimit-Policy"] == '"drafts";q=2;w=60'
    assert 0 < int(told[2]["Retry-After"]) <= 60
    reading = Client().get("/v1/areas", headers={"Authorization": f"Bearer {tool.text}"})
    assert (reading.status_code, reading["Cache-Control"]) == (200, "private, no-cache")


def test_page_cache_passes_drafts_by(tool):
    from config.wsgi import application, pages

    def ask() -> tuple[str, dict[str, str]]:
        began: list = []
        environ = {
            **Client()._base_environ(PATH_INFO="/v1/drafts"),
            "HTTP_AUTHORIZATION": f"Bearer {tool.text}",
            "HTTP_ACCEPT_ENCODING": "gzip",
        }
        body = b"".join(application(environ, lambda *told: began.extend(told)))
        return began[0], {**dict(began[1]), "body": body}

    kept = pages.store.bytes
    first, headers = ask()
    tool.opened()
    second, later = ask()

    assert (first, second) == ("200 OK", "200 OK")
    assert json.loads(headers["body"])["count"] == 0
    assert json.loads(later["body"])["count"] == 1
    assert headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in headers
    assert pages.store.bytes == kept


def test_import_command_leaves_the_text_on_the_work_page(ana, tmp_path):
    file = tmp_path / "rows.yaml"
    file.write_text(
        "observations:\n- {indicator: swans, area: XA-N, period: '2013', unit: '1', value: '60',"
        " decimals: '0', period_basis: release, value_words: 60 boats}\n"
    )
    call_command("import_statements", str(file), "--release", RELEASE, "--by", "ana", "--save")
    client = Client()
    client.force_login(ana)

    draft = DraftChangeset.objects.get()
    page = client.get(reverse("admin:curation-work", kwargs={"draft_id": draft.pk})).content

    assert b'<div id="text"' in page
    assert b">60 boats</a>" in page
