"""Doors and roles: what each address answers to each kind of person and program, as doors.txt says.

The addresses come from the URL configuration and the commands from their table, so that a new one
without its row fails. Every pair of a door and a role is tried, by every method.
"""

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from indicators.curation import drafts, roles, tokens
from indicators.curation.models import AuditEntry, DraftChangeset
from indicators.curation.pages.commands import COMMANDS
from rest.models import ApiKey
from tests import endpoints
from tests.builders import agency
from tests.indicators.test_carrying import posted as carrying
from tests.indicators.test_claim_drafts import posted as claim
from tests.indicators.test_curation import (  # noqa: F401 - fixtures
    documents_stay_here,
    fresh,
    person,
    shown,
    started,
)
from tests.indicators.test_drafts_api import NORTH, Tool
from tests.indicators.test_ended_items import corrected
from tests.indicators.test_pages import do, of
from tests.test_docs import routed

TABLE = Path(__file__).with_name("doors.txt")
METHODS = ("GET", "POST", "PUT", "DELETE")
WHO = (
    *("nobody", "outsider", "curator", "reviewer", "administrator", "root"),
    *("tool", "lost", "key"),
)
ROUTES = sorted(routed(get_resolver().url_patterns))
ACT = "/admin/curation/drafts/{draft_id}/act"
# Examples of what an address names, where neither tests.endpoints nor the admin has one.
EXAMPLES = {
    "/figures/{id}": "/figures/lake-report-2012-0001",
    "/v1/problems/{name}": "/v1/problems/not-found",
    "/ledger/with-hashes/{number}": "/ledger/with-hashes/1",
    "/ledger/tile/{path}": "/ledger/tile/0/000.p/23",
    "/ledger/proof/{index}": "/ledger/proof/0",
    "/ledger/consistency": "/ledger/consistency?from=23",
    "/ledger/{path}": "/ledger/nothing",
    "/ledger/witness/{origin_hash}/checkpoint": f"/ledger/witness/{'0' * 64}/checkpoint",
    "/v1/search": "/v1/search?q=boats",
    "/admin/{url}": "/admin/nothing",
}

pytestmark = pytest.mark.django_db


def rows() -> dict[str, str]:
    """Door -> what it answers: one word where it is the same for all, else one for each role."""
    lines = TABLE.read_text().splitlines()
    pairs = (line.split(maxsplit=2) for line in lines if line and not line.startswith("#"))
    return {f"{method} {path}": said for method, path, said in pairs}


def said(answers: list[str]) -> str:
    return answers[0] if len(set(answers)) == 1 else " ".join(answers)


class Callers:
    """Each role, as somebody who sends requests, and the drafts that there are."""

    def __init__(self) -> None:
        self.sessions: dict[str, str] = {}
        self.headers: dict[str, dict[str, str]] = {}
        self.places = count()
        people = {name: person(name, name) for name in roles.ROLES}
        people["outsider"] = User.objects.create_user("outsider", is_staff=True)
        people["root"] = User.objects.create_superuser("root")
        for name, user in people.items():
            client = Client()
            client.force_login(user)
            self.sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.bearer("tool", tool := tokens.make("A tool", 30, by=people["curator"])[1])
        gone = person("gone", roles.CURATOR)
        self.bearer("lost", tokens.make("Another tool", 30, by=gone)[1])
        gone.groups.remove(Group.objects.get(name=roles.CURATOR))
        self.bearer("key", ApiKey.make("A newspaper")[1])
        self.edition = started(people["curator"])
        told = Tool(tool).opened()
        (act,) = Tool(tool).added(told, NORTH)
        self.draft = DraftChangeset.objects.get(pk=told["id"])
        self.numbers = {
            "draft_id": self.edition.pk, "upload_id": self.edition.upload.pk,
            "id": told["id"], "act": act["id"],
        }  # fmt: skip
        self.people = people

    def bearer(self, name: str, text: str) -> None:
        self.headers[name] = {"Authorization": f"Bearer {text}"}

    def ask(self, who: str, method: str, path: str, data: object = None) -> HttpResponse:
        # From another address each time: wrong tokens of one address are counted.
        number = next(self.places)
        place = f"10.{number // 256}.{number % 256}.1"
        headers = self.headers.get(who, {})
        client = Client(raise_request_exception=False, headers=headers, REMOTE_ADDR=place)
        if who in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        answer = getattr(client, method.lower())(path, data or {})
        if answer.streaming:
            list(answer.streaming_content)
            answer.close()  # gives back what making it took, as when a reader is done
        return answer

    def address(self, route: str) -> str:
        """An address of the route, of a thing that there is."""
        for endpoint in endpoints.ALL:
            if endpoint.path == route:
                return endpoints.url(endpoint)
        route = EXAMPLES.get(route, route)
        if found := re.match(r"/admin/(\w+)/(\w+)/{object_id}/", route):
            row = apps.get_model(found[1], found[2])._default_manager.first()
            route = route.replace("{object_id}", str(row.pk) if row else "1")
        if route.startswith("/admin/r/"):
            of = ContentType.objects.get_for_model(User).pk
            route = route.format(content_type_id=of, object_id=self.people["curator"].pk)
        if route.startswith("/admin/auth/user/{id}"):
            return route.format(id=self.people["curator"].pk)
        if "/observations/{id}" in route:
            return route.format(id="lake-report-2012-0001")
        return route.format(app_label="ledger", **self.numbers)


@pytest.fixture
def callers(world) -> Callers:
    return Callers()


def word(answer: HttpResponse) -> str:
    """What an answer comes to: its status, or that it asks for a login."""
    if answer.status_code == 302 and answer["Location"].startswith("/admin/login/"):
        return "login"
    return str(answer.status_code)


def undone(callers: Callers, who: str, method: str, path: str, data: object = None) -> Iterator:
    """An answer; when it was looked at, all that the request did is undone."""
    with transaction.atomic():
        yield callers.ask(who, method, path, data)
        transaction.set_rollback(True)


PARTS = {
    "admin": lambda route: route.startswith("/admin/"),
    "api": lambda route: route.startswith("/v1/"),
    "others": lambda route: not route.startswith(("/admin/", "/v1/")),
}


@pytest.mark.parametrize("part", PARTS)
def test_every_door_opens_for_whom_it_should(callers, part, tmp_path) -> None:
    routes = [route for route in ROUTES if PARTS[part](route)]
    require(answers_at(callers, routes), part, tmp_path)


def test_every_command_is_for_whom_it_should_be(callers, tmp_path) -> None:
    require(commands(callers), "commands", tmp_path)


def answers_at(callers: Callers, routes: list[str]) -> dict[str, str]:
    """Door -> what it answers to each role; by more than two methods where tools write."""
    found = {}
    for route in routes:
        path = callers.address(route)
        for method in METHODS if route.startswith("/v1/drafts") else METHODS[:2]:
            answers = [word(answer) for who in WHO for answer in undone(callers, who, method, path)]
            found[f"{method} {route}"] = said(answers)
    return found


def part_of(door: str) -> str:
    if ACT in door and "do=" in door:
        return "commands"
    return next(name for name, belongs in PARTS.items() if belongs(door.partition(" ")[2]))


def require(found: dict[str, str], part: str, folder: Path) -> None:
    """The table has these rows of this part and no others; what it should say is in a file."""
    listed = {door: answers for door, answers in rows().items() if part_of(door) == part}
    lines = [f"{door} {answers}" for door, answers in found.items()]
    (folder / "doors.txt").write_text("\n".join(lines) + "\n")
    assert found.keys() - listed.keys() == set(), f"no row; see {folder / 'doors.txt'}"
    assert listed.keys() - found.keys() == set(), "a row without its door"
    differing = {door: (listed[door], found[door]) for door in found if listed[door] != found[door]}
    assert differing == {}


# --- the commands of one address ---


def commands(callers: Callers) -> dict[str, str]:
    """Command -> what it comes to, on a draft in whatever state lets it be done by some role."""
    states = [(draft, given(draft)) for draft in in_every_state(callers)]
    return {
        f"POST {ACT}?do={name}": said([tried(callers, who, name, states) for who in WHO])
        for name in COMMANDS
    }


def in_every_state(callers: Callers) -> list[DraftChangeset]:
    """Drafts of the curator: under way, ready to be submitted, submitted, approved."""
    curator, reviewer = callers.people["curator"], callers.people["reviewer"]
    do(of(curator), callers.edition, "add", **claim(callers.edition))
    corrected("lake-report-2013-0003", curator, reviewer, qualifier="approximate")
    drafted = []
    for code in ("mill", "weir", "lock"):
        draft = drafts.open_draft(f"Add a {code}", by=curator)
        drafts.save_act(draft.pk, "agency/2", dict(agency(code).content), by=curator)
        drafted.append(draft)
    for draft in drafted[1:]:
        drafts.submit(draft.pk, by=curator, revision=fresh(draft).revision)
    drafts.approve(drafted[2].pk, by=reviewer, **shown(fresh(drafted[2])))
    return [fresh(draft) for draft in (callers.edition, *drafted)]


def given(draft: DraftChangeset) -> dict[str, dict[str, object]]:
    """Command -> what its form posts for this draft."""
    act = draft.acts.last()
    this = {"act": act.pk, "act_revision": act.revision}
    data = {name: {"comment": "No."} for name in ("comment", "return")}
    data |= {"remove": this, "approve": shown(draft), "describe": {"message": "Something else"}}
    if not draft.upload:
        return data
    ended = draft.carried.get(about="lake-report-2013-0003")
    old = drafts.published_content("lake-report-2013-0002")
    fields = {name: value for name, value in old.items() if name not in ("release", "citations")}
    cites = {
        f"cite_{name}": [row[name] for row in old["citations"]] for name in ("role", "start", "end")
    }
    return {
        **data,
        "add": claim(draft, words="In 2013 it counted 1,180 boats"),
        "save": {**claim(draft, note="Said so."), **this},
        "carry_over": carrying(draft, "lake-report-2013-0002"),
        "discard": {"carried": ended.pk},
        "follow_correction": {"carried": ended.pk},
        "set_aside": {"start": 0, "end": 6, "category": "other"},
        "set_aside_all": {"category": "date"},
        "correct": {
            **fields, **cites, "observation": old["id"], "qualifier": "exact", "reason": "Misread.",
        },
        "retract": {"observation": old["id"], "reason": "Withdrawn."},
    }  # fmt: skip


def tried(callers: Callers, who: str, name: str, states: list) -> str:
    """done, if the command left its line in a trail; else the strictest answer that there was."""
    answers = set()
    for draft, data in states:
        posted = {"do": name, "revision": draft.revision, **data.get(name, {})}
        lines = AuditEntry.objects.filter(draft=draft.pk)
        before, path = lines.count(), ACT.format(draft_id=draft.pk)
        for answer in undone(callers, who, "POST", path, posted):
            answers.add("done" if lines.count() > before else word(answer))
    return next(one for one in ("done", "login", "403", *sorted(answers)) if one in answers)
