"""How much a client may ask for, and who it is."""

import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from rest import clients, quota, tallies
from rest.clients import address
from rest.models import ApiKey

pytestmark = pytest.mark.django_db


def test_client_beyond_its_quota_is_told_when_to_come_back(client, settings):
    settings.ANONYMOUS_QUOTA = 2
    told = [client.get("/v1/areas") for _ in range(3)]
    assert [answer.status_code for answer in told] == [200, 200, 429]
    refused = told[-1]
    assert refused.json()["type"] == "/v1/problems/too-many-requests"
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused["RateLimit-Policy"] == '"anonymous";q=2;w=60'
    assert refused["RateLimit"].startswith('"anonymous";r=0;t=')
    assert client.get("/v1/areas", REMOTE_ADDR="192.0.2.9").status_code == 200
    assert client.get("/ledger/checkpoint").status_code != 429
    assert client.get("/v1/problems").status_code == 200
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/v1/schema", "/v1/docs", "/figures/x", "/nothing", "/admin/login/"]
)
def test_pages_for_people_are_counted(client, settings, path):
    settings.ANONYMOUS_QUOTA = 1
    assert client.get(path).status_code != 429
    assert client.get(path).status_code == 429


def test_the_ledger_has_a_quota_of_its_own_and_stays_public(client, settings):
    settings.ANONYMOUS_QUOTA, settings.LEDGER_QUOTA = 1, 2
    told = [client.get("/ledger/verifier") for _ in range(3)]
    assert [answer.status_code for answer in told] == [200, 200, 429]
    assert told[0]["Cache-Control"] == "public, no-cache"


def test_addresses_of_one_network_count_together(client, settings):
    settings.ANONYMOUS_QUOTA = 1
    told = [
        client.get("/v1/areas", REMOTE_ADDR=f"2001:db8:1:2::{n:x}").status_code for n in range(3)
    ]
    assert told == [200, 429, 429]


def test_keys_that_are_none_are_refused_after_a_while_and_good_ones_are_not(client):
    _, text = ApiKey.make("A newspaper")
    told = [
        client.get("/v1/areas", headers={"Authorization": f"Bearer cifra_{n:08x}_x"}).status_code
        for n in range(quota.WRONG_KEYS + 1)
    ]
    assert set(told[:-1]) == {401}
    assert told[-1] == 429
    assert client.get("/v1/areas", headers={"Authorization": f"Bearer {text}"}).status_code == 200


def test_an_address_that_is_none_takes_no_memory():
    clients._network.cache_clear()
    for n in range(100):
        request = RequestFactory().get("/", REMOTE_ADDR="x" * 10_000 + str(n))
        assert address(request.META) == "unknown"
    assert clients._network.cache_info().currsize == 1


def test_processes_count_together(state):
    """Each has the file of counts open by itself."""
    one, other = tallies.Table(state / "tallies"), tallies.Table(state / "tallies")
    end = int(time.time()) + 60
    assert [table.change(7, end, forget=False) for table in (one, other, one)] == [1, 2, 3]
    assert other.change(7, end, forget=True) == 0
    assert one.change(7, end, forget=False) == 1


def test_counts_are_forgotten_when_their_window_ends_and_never_grow(state):
    table = tallies.Table(state / "tallies")
    assert table.change(7, int(time.time()) - 1, forget=False) == 1
    assert table.change(7, int(time.time()) + 60, forget=False) == 1
    size = (state / "tallies").stat().st_size
    for name in range(50_000):
        table.change(name * 2**20, int(time.time()) + 60, forget=False)  # all of them in one place
    assert (state / "tallies").stat().st_size == size


def test_a_cache_that_machines_share_counts_as_well(settings, client):
    where = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache"}
    settings.CACHES = {"default": {**where, "LOCATION": settings.STATE_DIR / "cache"}}
    settings.ANONYMOUS_QUOTA = 1
    assert [client.get("/nothing").status_code for _ in range(2)] == [404, 429]
    assert not (settings.STATE_DIR / "tallies").exists()


def test_answer_that_a_shared_cache_may_keep_tells_no_quota(client, settings):
    settings.ANONYMOUS_QUOTA = 100
    assert "RateLimit" not in client.get("/v1/areas")
    assert client.get("/v1/areas?nope=1")["RateLimit"].startswith('"anonymous";r=98;t=')


def test_holder_of_a_key_has_a_larger_quota_and_private_answers(client, settings):
    settings.ANONYMOUS_QUOTA, settings.KEY_QUOTA = 1, 3
    key, text = ApiKey.make("A newspaper")
    told = [client.get("/v1/areas", headers={"Authorization": f"Bearer {text}"}) for _ in range(4)]
    assert [answer.status_code for answer in told] == [200, 200, 200, 429]
    assert told[0]["Cache-Control"] == "private, no-cache"
    assert told[0]["RateLimit-Policy"] == '"key";q=3;w=60'
    key.refresh_from_db()
    assert key.last_used_on == key.created_on


@pytest.mark.parametrize(
    "told", ["Bearer nope", "Bearer", "Basic YTpi", "Bearer cifra_00000000_x", "Bearer cifra_é_"]
)
def test_key_that_is_none_is_refused(client, settings, told):
    answer = client.get("/v1/areas", HTTP_AUTHORIZATION=told)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="Cifra"')
    assert answer.json()["type"] == "/v1/problems/not-authenticated"


def test_command_makes_lists_and_revokes_keys(client):
    out = StringIO()
    call_command("create_api_key", "A newspaper", stdout=out)
    text = out.getvalue().split()[0]
    key = ApiKey.of(text)
    assert text not in str(vars(key))
    assert client.get("/v1/areas", headers={"Authorization": f"Bearer {text}"}).status_code == 200
    call_command("create_api_key", "--list", stdout=out)
    assert f"{key.prefix}  A newspaper: made" in out.getvalue()
    call_command("create_api_key", "--revoke", key.prefix, stdout=out)
    assert client.get("/v1/areas", headers={"Authorization": f"Bearer {text}"}).status_code == 401
    with pytest.raises(CommandError, match="No key in use"):
        call_command("create_api_key", "--revoke", key.prefix)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "client"),
    [
        (0, "198.51.100.1", "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.5, 198.51.100.1", "192.0.2.1", "198.51.100.1"),
        (2, "203.0.113.5, 198.51.100.1", "192.0.2.1", "203.0.113.5"),
        (3, "198.51.100.1", "192.0.2.1", "192.0.2.1"),
        (1, "nonsense", "192.0.2.1", "unknown"),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (0, "", "", "unknown"),
    ],
)
def test_address_is_what_the_outermost_trusted_proxy_saw(
    settings, proxies, forwarded, remote, client
):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/v1/", headers=headers, REMOTE_ADDR=remote)
    assert address(request.META) == client
