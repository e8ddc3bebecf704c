"""Who tries passwords is stopped, and nobody else waits for it."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from rest import logins, slots

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def quick(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ana():
    return User.objects.create_user("ana", password="right", is_staff=True)


def tried(name, password, address="192.0.2.1"):
    form = {"username": name, "password": password, "next": "/admin/"}
    return Client().post(LOGIN, form, REMOTE_ADDR=address)


def test_an_account_is_closed_after_some_tries_from_anywhere(ana):
    for n in range(logins.OF_ACCOUNT):
        assert tried("ana", "wrong", f"192.0.2.{n}").status_code == 200
    refused = tried(" ANA ", "right", "192.0.2.99")
    assert (refused.status_code, refused.json()["type"]) == (429, "/v1/problems/too-many-requests")
    assert 0 < int(refused["Retry-After"]) <= logins.WINDOW


def test_an_address_is_stopped_whatever_the_account(ana):
    for n in range(logins.OF_ADDRESS):
        assert tried(f"nobody{n}", "wrong").status_code == 200
    assert tried("ana", "right").status_code == 429
    assert tried("ana", "right", "192.0.2.2").status_code == 302


def test_a_try_too_many_stands_in_the_security_log(ana, caplog):
    for _ in range(logins.OF_ACCOUNT + 1):
        tried("ana", "wrong")

    members = [line.members for line in caplog.records if line.name == "cifra.security"]
    assert len(members) == logins.OF_ACCOUNT + 1
    assert members[-1] == {"event": "log-in", "reason": "too many tries"}


def test_who_logs_in_begins_anew(ana):
    for _ in range(3):
        for _ in range(logins.OF_ACCOUNT - 1):
            assert tried("ana", "wrong").status_code == 200
        assert tried("ana", "right").status_code == 302


def test_tries_at_once_are_counted_before_they_are_looked_at(ana, monkeypatch):
    """A flood may not get through between the look and the count."""
    hashed = []
    monkeypatch.setattr(User, "check_password", lambda self, raw: hashed.append(raw))
    for _ in range(2 * logins.OF_ACCOUNT):
        tried("ana", "wrong")
    assert len(hashed) == logins.OF_ACCOUNT


def test_one_password_is_hashed_at_a_time(ana, monkeypatch):
    monkeypatch.setattr(logins, "PATIENCE", 0)
    with slots.take("hashing", logins.HASHED_AT_ONCE):
        busy = tried("ana", "right")
    assert (busy.status_code, busy["Retry-After"]) == (503, "2")
    assert tried("ana", "right").status_code == 302


def test_the_form_is_shown_however_often(client):
    assert {client.get(LOGIN).status_code for _ in range(3 * logins.OF_ADDRESS)} == {200}
