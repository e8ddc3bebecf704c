"""Answers served again: the same bytes, never older than what was published, bounded."""

import asyncio
import gzip
import time
import tracemalloc

import pytest
from django.db import Error
from django.test import RequestFactory

from rest import codings, page_cache
from tests.builders import area, published
from tests.rest.asking import ask, cached

LIST = "/v1/observations?page_size=3"
pytestmark = pytest.mark.django_db


def test_page_asked_for_twice_is_made_once(world):
    app, django = cached()
    first, second = ask(app, LIST), ask(app, LIST)
    assert (first.status, first.body, first.headers) == (200, second.body, second.headers)
    assert first.headers["Cifra-Version"] == str(world.newest)
    assert django.times == 1


def test_page_after_a_publication_is_the_new_one(world):
    app, django = cached()
    before = ask(app, "/v1/areas")
    version = published(area("XB"))
    after = ask(app, "/v1/areas")
    assert after.headers["Cifra-Version"] == str(version.size)
    assert after.headers["ETag"] != before.headers["ETag"]
    assert b'"XB"' in after.body
    assert b'"XB"' not in before.body
    assert django.times == 2


def test_pinned_page_is_the_same_after_a_publication(world):
    app, _ = cached()
    before = ask(app, f"/v1/areas?version={world.newest}")
    published(area("XB"))
    after = ask(app, f"/v1/areas?version={world.newest}")
    assert (after.body, after.headers) == (before.body, before.headers)
    assert after.headers["Cache-Control"] == "public, max-age=86400"


def test_answer_made_at_an_older_state_is_not_served_at_a_newer_one(world, monkeypatch):
    app, django = cached()
    now = page_cache.state()
    states = iter([(now[0], b"", None), now, now])
    monkeypatch.setattr(page_cache, "state", lambda: next(states))
    ask(app, LIST)
    ask(app, LIST)
    assert django.times == 2
    ask(app, LIST)
    assert django.times == 2


def test_database_that_tells_no_state_leaves_it_to_django(world, monkeypatch):
    app, django = cached()
    monkeypatch.setattr(page_cache, "state", lambda: None)
    assert [ask(app, LIST).status for _ in range(2)] == [200, 200]
    assert django.times == 2


@pytest.mark.parametrize("coding", [codings.IDENTITY, *codings.CODINGS])
def test_not_modified_is_answered_without_django(world, coding):
    app, django = cached()
    tag = ask(app, LIST, Accept_Encoding=coding).headers["ETag"]
    again = ask(app, LIST, Accept_Encoding=coding, If_None_Match=f'"other", W/{tag}')
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == tag
    assert "Content-Length" not in again.headers
    assert "Content-Type" not in again.headers
    assert django.times == 1


@pytest.mark.parametrize("coding", [codings.IDENTITY, *codings.CODINGS])
def test_not_modified_of_a_worker_that_never_made_the_page(world, coding):
    tag = ask(cached()[0], LIST, Accept_Encoding=coding).headers["ETag"]
    app, django = cached()
    asked = [ask(app, LIST, Accept_Encoding=coding, If_None_Match=tag) for _ in range(2)]
    assert [(a.status, a.headers["ETag"]) for a in asked] == [(304, tag)] * 2
    assert django.times == 1
    assert ask(app, LIST, Accept_Encoding=coding).status == 200


def test_each_coding_has_its_own_strong_tag_and_the_same_content(world):
    app, _ = cached()
    plain, packed = ask(app, LIST), ask(app, LIST, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Length"] == str(len(packed.body))
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["ETag"] == plain.headers["ETag"][:-1] + '-gzip"'
    assert ask(app, LIST, If_None_Match=packed.headers["ETag"]).status == 200
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_head_is_the_get_without_its_body(world):
    app, django = cached()
    heads = [ask(app, LIST, "HEAD") for _ in range(2)]
    whole = ask(app, LIST)
    assert [(h.body, h.headers) for h in heads] == [(b"", whole.headers)] * 2
    assert django.times == 1


def test_formats_and_hosts_are_kept_apart(world):
    app, django = cached()
    told = [
        ask(app, LIST),
        ask(app, LIST, Accept="text/csv"),
        ask(app, LIST, Host="127.0.0.1"),
        ask(app, LIST, X_Forwarded_Proto="https"),
    ]
    assert len({answer.body for answer in told[:3]}) == 3
    assert django.times == 4


@pytest.mark.parametrize(
    ("path", "status"),
    [("/v1/observations?nope=1", 400), ("/v1/areas/none", 404), ("/v1/areas?version=7", 404)],
)
def test_error_is_never_kept(world, path, status):
    app, django = cached()
    for _ in range(2):
        answer = ask(app, path, Accept_Encoding="gzip")
        assert answer.status == status
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert django.times == 2


def test_browsers_of_any_site_may_read_every_answer(world):
    app, _ = cached()
    for path in (LIST, LIST, "/v1/nowhere"):
        answer = ask(app, path, Origin="https://a.example")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
        assert "origin" not in answer.headers["Vary"].lower()


def test_store_is_bounded_and_drops_what_was_not_read_for_longest(world):
    app, django = cached(at_most=12_000)
    pages = [f"{LIST}&known_from__gte={n}" for n in range(5)]
    for page in pages:
        ask(app, page)
    assert app.store.bytes <= 12_000
    made = django.times
    ask(app, pages[-1])
    assert django.times == made
    ask(app, pages[0])
    assert django.times == made + 1


def test_store_forgets_what_is_old(world, monkeypatch):
    app, django = cached()
    ask(app, LIST)
    monkeypatch.setattr(page_cache, "AGE", -1.0)
    ask(app, LIST)
    assert django.times == 2


def test_nothing_is_kept_where_the_store_has_no_room(world):
    app, django = cached(at_most=0)
    assert ask(app, LIST).body == ask(app, LIST).body
    assert (django.times, app.store.bytes) == (2, 0)


@pytest.mark.parametrize(
    "name", ["Accept", "Accept-Encoding", "Accept-Language", "X-Forwarded-For"]
)
def test_headers_of_a_client_fill_no_memory(world, name):
    """What is kept, keys included, stays near the bound however long the headers are."""
    codings._negotiated.cache_clear()
    app, _ = cached(at_most=2_000_000)
    ask(app, LIST)
    tracemalloc.start()
    try:
        for n in range(400):
            ask(app, LIST, **{name: f"*/*;q=0.{n}," + "a" * 15_000})
        grown, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert grown < 4_000_000


def test_what_is_refused_for_its_size_is_not_kept(world):
    codings._negotiated.cache_clear()
    app, django = cached()
    assert ask(app, LIST, Accept_Encoding="a" * 400_000).status == 431
    assert len(app.store._kept) == 0
    assert codings._negotiated.cache_info().currsize == 0


def test_answer_that_is_kept_comes_at_once(world):
    app, django = cached()
    environ = RequestFactory().get(LIST).environ
    assert app.at_once(environ, lambda *_: None) is None
    made = ask(app, LIST)
    began = []
    parts = app.at_once(environ, lambda *start: began.extend(start))
    assert (b"".join(parts), began[0]) == (made.body, "200 OK")
    assert django.times == 1
    published(area("XB"))
    assert app.at_once(environ, lambda *_: None) is None


def test_tasks_of_an_event_loop_share_one_connection(world, monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # as config.asgi does
    app, _ = cached()
    ask(app, LIST)
    environ = RequestFactory().get(LIST).environ

    async def at_once():
        return app.at_once(environ, lambda *_: None)

    # A connection of its own, which Django has for each task, doesn't see this test's transaction.
    assert app.at_once(environ, lambda *_: None)
    assert asyncio.run(at_once())


@pytest.mark.parametrize("fault", [Error("gone"), 0.1], ids=["broken", "slow"])
def test_database_that_does_not_say_at_once_is_left_alone_for_a_while(world, monkeypatch, fault):
    app, _ = cached()
    ask(app, LIST)
    asked = []

    def state(connection):
        asked.append(1)
        if isinstance(fault, Error):
            raise fault
        time.sleep(fault)
        return found

    found = page_cache.state()
    monkeypatch.setattr(page_cache, "state", state)
    environ = RequestFactory().get(LIST).environ
    for _ in range(3):
        app.at_once(environ, lambda *_: None)
    assert len(asked) == 1

    quick, pauses = app._quick, []
    for _ in range(8):
        quick._paused_until = 0.0  # time passes
        pauses.append(quick._pause)
        app.at_once(environ, lambda *_: None)
        assert quick._paused_until > time.monotonic()
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (2 * page_cache.FIRST_PAUSE, page_cache.LONGEST_PAUSE)


def test_database_that_is_quick_again_is_asked_at_once(world, monkeypatch):
    app, _ = cached()
    ask(app, LIST)
    environ = RequestFactory().get(LIST).environ
    quick = page_cache.QuickState()
    monkeypatch.setattr(app, "_quick", quick)
    quick._pause = 5.0
    assert app.at_once(environ, lambda *_: None)
    assert quick._pause == page_cache.FIRST_PAUSE


def test_requests_that_wait_together_share_one_look_at_the_newest_version(world, monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    app, _ = cached()
    ask(app, LIST)
    environ = RequestFactory().get(LIST).environ
    assert app.at_once(environ, lambda *_: None)
    found, looks, later = page_cache.state(), [], []

    def state(connection):
        looks.append(1)
        if len(looks) == 1:  # a request that comes while the first ones wait for the database
            later.append(asyncio.get_running_loop().create_task(one()))
        return found

    async def one():
        assert app.at_once(environ, lambda *_: None)
        return len(looks)

    async def three():
        together = await asyncio.gather(one(), one(), one())
        return together, await later[0]

    monkeypatch.setattr(page_cache, "state", state)
    assert asyncio.run(three()) == ([1, 1, 1], 2)
