"""Signing what a crash, a full disk or an absent witness left unsigned, without a person.

Owns the repetition: a thread in each web process, which begins at its start, and the loop of
`manage.py publish_checkpoint --every`. Processes take turns by the signer's lock, so any number of
them may run; what is signed already costs a run two reads by key.
"""

import logging
import random
import time
from collections.abc import Callable
from itertools import count
from threading import Thread

from django.conf import settings
from django.db import Error, connection

from ledger import signer
from ledger.errors import LedgerError, SignedElsewhere, SignerBusy

logger = logging.getLogger(__name__)


def start() -> None:
    """Sign what waits, now and every CIFRA_SIGNING_SECONDS, while this process lives."""
    if settings.SIGNS and settings.SIGNING_SECONDS:
        args = (settings.SIGNING_SECONDS, _log)
        Thread(target=repeat, args=args, name="signing", daemon=True).start()


def repeat(seconds: float, say: Callable[[str], None], runs: int | None = None) -> None:
    """Sign what waits every so many seconds; say: gets what is wrong, once, until it changes.

    runs: how often; None for ever.
    """
    said = ""
    for _ in count() if runs is None else range(runs):
        if (fault := sign_waiting()) and fault != said:
            say(fault)
        said = fault
        time.sleep(seconds * random.uniform(0.8, 1.2))  # so that processes don't meet each time


def sign_waiting() -> str:
    """Sign what waits; returns what keeps it unsigned, empty if nothing does."""
    try:
        signer.publish(wait=0)
    except (SignerBusy, SignedElsewhere):
        return ""
    except (LedgerError, Error) as error:
        return str(error)
    finally:
        if not connection.in_atomic_block:
            connection.close()  # no worker holds a second connection between two runs
    return ""


def _log(fault: str) -> None:
    logger.error("What was published is not signed, and so not served yet: %s", fault)
