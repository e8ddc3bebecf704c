"""Checks of what is served of documents beside the published tables: texts, and search.

settings.LEDGER_CHECKS names them; `manage.py verify_ledger` runs them.
"""

from collections.abc import Collection, Iterator
from hashlib import sha256

from django.apps import apps
from django.db import Error, connections

from ledger import log
from ledger.database.stored import Table
from ledger.findings import Finding
from ledger.progress import Progress
from rest import search
from sources.models import Findable, HeldText

TEXTS = 8  # in memory at once; each may have millions of characters


def held_texts(damaged: Collection[str], progress: Progress) -> Iterator[Finding]:
    """Every held text whose hash isn't the one that it is held under."""
    texts = Table(HeldText, log.alias())
    table = texts.name
    progress.begin("hashing held texts", texts.count())
    for key, values, faults in texts.read(TEXTS):
        progress.add(1)
        yield from (Finding(table, key, *fault) for fault in faults)
        if not faults and sha256(values["text"].encode()).hexdigest() != key:
            yield Finding(table, key, "text", "doesn't have this hash")


def word_indexes(damaged: Collection[str], progress: Progress) -> Iterator[Finding]:
    """Every word that search finds in the wrong row or doesn't find in the right one."""
    connection = connections[log.alias()]
    for model in apps.get_models():
        if not issubclass(model, Findable):
            continue
        table = model._meta.db_table
        index = search.index_name(table)
        if table in damaged:
            yield Finding(index, "", "", f"not compared, since {table} differs")
            continue
        try:
            for key, fault in search.differences(connection, table):
                yield Finding(index, key, "words", fault)
        except Error as error:
            yield Finding(index, "", "words", f"the database can't read all of it: {error}")
