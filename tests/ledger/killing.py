"""A process that kills itself at a step of what it does to disk and database."""

import os
import signal
from collections.abc import Callable

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper


def killed_at(step: int) -> None:
    """SIGKILL this process before its `step`th statement, commit, fsync or rename, or after it."""
    left = [step]

    def tick() -> None:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    at_each_step(tick)


def at_each_step(tick: Callable[[], None]) -> None:
    """Call `tick` before and after each statement, commit, fsync and rename from now on."""

    def around(function):
        def wrapped(*args, **kwargs):
            tick()
            result = function(*args, **kwargs)
            tick()
            return result

        return wrapped

    BaseDatabaseWrapper._commit = around(BaseDatabaseWrapper._commit)
    os.fsync, os.rename = around(os.fsync), around(os.rename)
    connection.execute_wrappers.append(lambda execute, *args: around(execute)(*args))
