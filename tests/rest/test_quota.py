"""How much a client may ask for, and who it is."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from rest.models import ApiKey
from rest.quota import address

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
    assert address(request) == client
