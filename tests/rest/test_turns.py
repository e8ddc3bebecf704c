"""Whose request the threads of the application take next."""

import asyncio
import os
import random
import subprocess
import sys

import pytest

from rest.serving import turns
from rest.serving.turns import Threads
from tests.test_layout import ROOT


def served(asked, threads=1):
    """The clients in the order in which their requests were taken, all of them having waited."""
    order = []

    async def ask(pool, client):
        await pool.run(client, order.append, client)

    async def all_of_them():
        pool = Threads(threads, "test")
        pool._free = 0
        waiting = [asyncio.ensure_future(ask(pool, client)) for client in asked]
        await asyncio.sleep(0)
        pool._pass_on()
        await asyncio.gather(*waiting)

    asyncio.run(all_of_them())
    return order


def test_who_asks_for_much_waits_for_itself():
    order = served(["flood"] * 50 + ["reader"] * 2)

    assert order == ["flood", "reader", "flood", "reader", *["flood"] * 48]


@pytest.mark.parametrize("seed", range(20))
def test_each_request_is_served_once_and_clients_take_turns(seed):
    chance = random.Random(seed)
    asked = [chance.choice("abcde") for _ in range(60)]

    order = served(asked)

    assert sorted(order) == sorted(asked)
    for at, (one, next_one) in enumerate(zip(order, order[1:], strict=False)):
        if one == next_one:
            assert set(order[at:]) == {one}  # nobody else waits


def test_a_client_that_leaves_while_it_waits_keeps_no_thread():
    async def leaving():
        pool = Threads(1, "test")
        pool._free = 0
        gone = asyncio.ensure_future(pool.run("a", lambda: "a"))
        stays = asyncio.ensure_future(pool.run("b", lambda: "b"))
        await asyncio.sleep(0)
        pool._pass_on()
        gone.cancel()  # its turn has come, and it hears of it only now
        async with asyncio.timeout(30):
            return await stays

    assert asyncio.run(leaving()) == "b"


def test_one_client_takes_at_most_half_of_the_places_to_wait(monkeypatch):
    monkeypatch.setattr(turns, "WAITING", 6)

    async def full():
        pool = Threads(1, "test")
        pool._free = 0
        found = []
        for _ in range(4):
            found.append(pool.is_full("a"))
            asyncio.ensure_future(pool.run("a", int))
            await asyncio.sleep(0)
        found.append(pool.is_full("b"))
        for _ in range(2):
            asyncio.ensure_future(pool.run("b", int))
            await asyncio.sleep(0)
        return [*found, pool.is_full("c")]

    assert asyncio.run(full()) == [False, False, False, True, False, True]


def test_what_fails_gives_its_thread_back():
    async def failing():
        pool = Threads(1, "test")
        for _ in range(10):
            with pytest.raises(ZeroDivisionError):
                await pool.run("a", lambda: 1 // 0)
        return await pool.run("a", lambda: 1)

    assert asyncio.run(failing()) == 1


def test_no_reader_of_a_new_worker_waits_for_views_to_be_loaded(state):
    code = "import sys, config.wsgi; sys.exit('indicators.urls' not in sys.modules)"
    environ = {**os.environ, "CIFRA_STATE_DIR": str(state)}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environ, check=True, timeout=60)
