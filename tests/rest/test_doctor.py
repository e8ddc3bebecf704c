"""The doctor: each fault of an installation is found, with what to do; a whole one has none."""

import os
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from indicators.curation import roles
from indicators.models import Rendered
from ledger import signer
from ledger.database import guards
from ledger.models import PublishedCheckpoint
from rest.operating import checks_machine, checks_settings, doctor
from tests import lakes

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(state, settings, monkeypatch):
    """An installation in which nothing is wrong."""
    lakes.tell()
    state.chmod(0o700)
    for name, role in (("vera", roles.CURATOR), ("tomas", roles.REVIEWER)):
        roles.grant(User.objects.create(username=name), role)
    settings.EXPORTS_BYTES, settings.ALLOWED_HOSTS = 1, ["localhost"]
    monkeypatch.setattr(checks_machine, "packages", lambda: [])  # a developer may have others
    monkeypatch.setattr(doctor, "CHECKS", [c for c in doctor.CHECKS if not of_server(c)])
    return state


def of_server(check):
    """Whether it looks at the server of the tests, whose role is a superuser."""
    return check in (checks_machine.packages, checks_machine.postgresql)


def found():
    """Subjects with their levels; nothing of the right to TRUNCATE, which depends on the server."""
    return {(f.subject, f.level) for f in doctor.findings() if "TRUNCATE" not in f.fault}


def test_a_whole_installation_has_no_findings(whole):
    assert [f for f in doctor.findings() if "TRUNCATE" not in f.fault] == []


def test_every_finding_says_what_to_do(whole, settings):
    settings.PRODUCTION, settings.LEDGER_ORIGIN = True, "elsewhere.example/ledger"
    findings = list(doctor.findings())
    assert len(findings) > 3
    assert [f for f in findings if not f.advice or not f.fault] == []


def break_state_folder(state, settings):
    state.chmod(0o755)


def break_key_mode(state, settings):
    next((state / "ledger").glob("key-*")).chmod(0o644)


def break_key(state, settings):
    next((state / "ledger").glob("key-*")).unlink()


def break_signed(state, settings):
    (state / "ledger" / "signed.json").write_text("{")


def break_memory(state, settings):
    (state / "ledger" / "signed.json").unlink()


def break_place(state, settings):
    settings.NODE = "another machine, with a copy of the folder"


def break_checkpoint(state, settings):
    with guards.lifted(connection):
        PublishedCheckpoint.objects.order_by("-size").first().delete()


def break_database_age(state, settings):
    path, size = state / "ledger" / "signed.json", signer.state().size
    path.write_text(path.read_text().replace(f'"size": {size}', f'"size": {size + 3}'))


def break_guards(state, settings):
    guards.remove(connection, "indicators_observation")


def break_migrations(state, settings):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ledger'")


def break_origin(state, settings):
    settings.LEDGER_ORIGIN = "elsewhere.example/ledger"


def break_try_out(state, settings):
    settings.ALLOWED_HOSTS = ["data.example.org"]


def break_people(state, settings):
    User.objects.get(username="tomas").delete()


def break_rendered(state, settings):
    Rendered.objects.all().delete()


def break_exports(state, settings):
    settings.EXPORTS_BYTES = 2**62
    (state / "exports").mkdir(exist_ok=True)


BREAKS = {
    break_state_folder: ("permissions", "error"),
    break_key_mode: ("permissions", "error"),
    break_key: ("keys", "error"),
    break_signed: ("keys", "error"),
    break_memory: ("keys", "error"),
    break_place: ("keys", "error"),
    break_checkpoint: ("log", "error"),
    break_database_age: ("log", "error"),
    break_guards: ("database", "error"),
    break_migrations: ("migrations", "error"),
    break_origin: ("settings", "error"),
    break_try_out: ("settings", "error"),
    break_people: ("people", "warning"),
    break_rendered: ("figures", "warning"),
    break_exports: ("disk", "warning"),
}


@pytest.mark.parametrize("damage", BREAKS, ids=lambda damage: damage.__name__)
def test_a_fault_is_found(whole, settings, damage):
    damage(whole, settings)
    assert BREAKS[damage] in found()


def test_a_clock_that_is_behind_the_log_is_found(whole, monkeypatch):
    before = timezone.now() - timedelta(hours=3)
    monkeypatch.setattr(checks_machine.timezone, "now", lambda: before)
    assert ("clock", "error") in found()


def test_little_room_is_found(whole, monkeypatch):
    monkeypatch.setattr(checks_machine, "FULL", 2**62)
    monkeypatch.setattr(checks_machine, "LITTLE", 2**62)
    assert ("disk", "error") in found()


def test_production_needs_its_proxies_and_static_files(whole, settings, tmp_path):
    settings.PRODUCTION, settings.STATIC_ROOT = True, tmp_path
    assert [f.subject for f in checks_settings.proxies()] == ["proxies"]
    assert [f.level for f in checks_settings.static_files()] == ["error"]
    settings.TRUSTED_PROXIES = 1
    (tmp_path / "staticfiles.json").write_text("{}")
    assert [*checks_settings.proxies(), *checks_settings.static_files()] == []


def test_demonstration_accounts_are_found_in_production(whole, settings):
    settings.PRODUCTION = True
    User.objects.create(username="ana")
    assert ("people", "error") in found()


def test_other_packages_than_those_of_the_lock_are_found(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    (tmp_path / "requirements.txt").write_text(
        "django==1.0 \\\n    --hash=sha256:0\nnot-there==1 \\\n"
    )
    (finding,) = checks_machine.packages()
    assert "django" in finding.fault
    assert "not-there" not in finding.fault


def test_exit_codes(whole, capsys):
    call_command("doctor")
    assert "Nothing is wrong" in capsys.readouterr().out
    Rendered.objects.all().delete()
    call_command("doctor")
    assert "manage.py render" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("doctor", strict=True)
    os.chmod(whole, 0o755)
    with pytest.raises(CommandError, match="1 errors"):
        call_command("doctor")
