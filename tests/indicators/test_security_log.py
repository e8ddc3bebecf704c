"""Log-ins, decisions, publications and tokens leave a line each, also where they were refused."""

import json
import logging

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.curation import drafts, roles, tokens
from indicators.publishing.errors import DraftChanged, NotAllowed
from ledger import log
from rest import logs
from rest.models import ApiKey
from tests import lakes
from tests.indicators.test_curation import person, shown, submitted

pytestmark = pytest.mark.django_db
LOGGER = "cifra.security"
PASSWORD = "s3cret-enough"


@pytest.fixture
def ana(world: lakes.Lakes) -> User:
    user = person("ana", roles.CURATOR)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def luis(world: lakes.Lakes) -> User:
    return person("luis", roles.REVIEWER)


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture):
    """What the security log has by now, each line as its level and the members after it."""
    caplog.set_level(logging.INFO, logger=LOGGER)

    def lines() -> list[tuple[str, dict]]:
        written = [json.loads(logs.JSON().format(r)) for r in caplog.records if r.name == LOGGER]
        common = ("time", "level", "logger", "message")
        return [
            (line["level"], {name: line[name] for name in line if name not in common})
            for line in written
        ]

    return lines


def name_of(user: User) -> str:
    return roles.pseudonym(user).code


def log_in(username: str, password: str) -> int:
    given = {"username": username, "password": password}
    return Client().post("/admin/login/", given).status_code


def test_who_logs_in_and_who_does_not(ana, lines):
    assert log_in("ana", PASSWORD) == 302
    assert log_in("ana", "wrong") == 200
    assert log_in("nobody-like-that", "wrong") == 200

    name = name_of(ana)
    assert lines() == [
        ("info", {"event": "log-in", "account": name}),
        ("warning", {"event": "log-in", "account": name, "reason": "wrong name or password"}),
        ("warning", {"event": "log-in", "account": None, "reason": "wrong name or password"}),
    ]


def test_an_account_without_entry_and_one_that_was_closed(ana, lines):
    User.objects.filter(pk=ana.pk).update(is_staff=False)
    assert log_in("ana", PASSWORD) == 200
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert log_in("ana", PASSWORD) == 200

    assert [members["reason"] for _, members in lines()] == [
        "no entry to the admin",
        "wrong name or password",
    ]


def test_log_out_and_a_new_password(ana, lines):
    client = Client()
    client.force_login(ana)
    new = {
        "old_password": PASSWORD,
        "new_password1": "another-9-one",
        "new_password2": "another-9-one",
    }
    assert client.post("/admin/password_change/", new, follow=True).status_code == 200
    client.post("/admin/logout/")

    assert [members["event"] for _, members in lines()] == ["password-change", "log-out"]


def test_a_draft_that_is_handed_in_approved_and_published(
    ana, luis, lines, django_capture_on_commit_callbacks
):
    draft = submitted(ana)
    drafts.approve(draft.pk, by=luis, **shown(draft))
    with django_capture_on_commit_callbacks(execute=True):
        version = drafts.publish(draft.pk, by=luis)

    (written, decided), number = (name_of(ana), name_of(luis)), draft.pk
    people = {"drafted_by": written, "approved_by": decided}
    assert [members for _, members in lines() if members["event"] != "publication"] == [
        {"event": "draft-submit", "account": written, "draft": number},
        {"event": "draft-approve", "account": decided, "draft": number},
        {"event": "draft-publish", "account": decided, "draft": number},
    ]
    (publication,) = [told for level, told in lines() if told["event"] == "publication"]
    assert publication == {"event": "publication", "version": version.size, **people}


def test_approvals_that_are_refused(ana, luis, lines):
    draft = submitted(ana)
    with pytest.raises(NotAllowed):
        drafts.approve(draft.pk, by=ana, **shown(draft))
    with pytest.raises(DraftChanged):
        drafts.approve(draft.pk, by=luis, digest="another", version=log.head()[0])

    assert lines()[1:] == [
        (
            "warning",
            {"event": "draft-approve", "account": name_of(user), "draft": draft.pk, "reason": why},
        )
        for user, why in ((ana, "NotAllowed"), (luis, "DraftChanged"))
    ]


def test_tokens_and_keys_that_are_made_and_revoked(ana, lines):
    token, _ = tokens.make("A reader of tables", 30, by=ana)
    tokens.revoke(token.prefix, by=ana)
    key, _ = ApiKey.make("Somebody")
    key.revoke()

    of_token = {"account": name_of(ana), "token": token.prefix}
    assert [members for _, members in lines()] == [
        {"event": "token-made", **of_token},
        {"event": "token-revoked", **of_token},
        {"event": "api-key-made", "key": key.prefix},
        {"event": "api-key-revoked", "key": key.prefix},
    ]


def test_lines_hold_nothing_that_was_typed_and_no_name(ana, luis, lines, caplog):
    log_in("ana", "wrong-secret")
    log_in("nobody-like-that", "wrong-secret")
    _, text = tokens.make("Tool of Ana", 30, by=ana)
    draft = submitted(ana)
    drafts.send_back(draft.pk, "Ana, mend this", by=luis)

    written = "\n".join(map(logs.JSON().format, caplog.records))
    assert len(lines()) == 5
    for secret in ("wrong-secret", "nobody-like-that", text, "Tool of", "mend", '"ana"', "luis"):
        assert secret not in written


def test_a_line_for_people_says_it_too(ana, lines, caplog):
    name = name_of(ana)
    log_in("ana", "wrong")

    (record,) = [record for record in caplog.records if record.name == LOGGER]
    line = logs.Line().format(record)
    assert f"WARNING log-in refused: account {name}, reason wrong name or password" in line


def test_a_name_that_nobody_has_costs_what_another_one_does(ana, luis):
    counts = []
    for username in ("luis", "nobody-like-that"):
        with CaptureQueriesContext(connection) as queries:
            log_in(username, "wrong")
        counts.append(len(queries))

    assert counts[0] == counts[1] > 0
