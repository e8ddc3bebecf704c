"""The threads that call the application, and whose request they take next: each client's in turn.

So whoever asks for many things at once waits for itself. One event loop calls this, so nothing is
locked.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

WAITING = 500  # requests that wait for a thread; of one client half as many
AHEAD = 2  # requests for each thread that are handed to it, so that none waits for the loop

Turn = asyncio.Future[None]


class Threads:
    """Threads that call the application, and the requests that wait for one of them."""

    def __init__(self, number: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(number, name)
        self._free = AHEAD * number
        self._waiting: OrderedDict[str, deque[Turn]] = OrderedDict()  # by client
        self._number = 0

    def is_full(self, client: str) -> bool:
        """Whether a further request of this client has to be refused."""
        own = len(self._waiting.get(client, ()))
        return self._number >= WAITING or own >= WAITING // 2

    async def run(self, client: str, call: Callable[..., Any], *arguments: Any) -> Any:
        """What the call returns, made by one of the threads."""
        if self._free:
            self._free -= 1
        else:
            await self._turn(client)
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._pool, call, *arguments)
        finally:
            self._pass_on()

    async def _turn(self, client: str) -> None:
        turn: Turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        self._number += 1
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """Give a thread to the client that has waited longest since its last turn."""
        while self._waiting:
            client, turns = self._waiting.popitem(last=False)
            turn = turns.popleft()
            self._number -= 1
            if turns:
                self._waiting[client] = turns
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
