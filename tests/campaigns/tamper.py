"""Random faults in tables and files; each is undone after verify_ledger looked at it."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error, connection, models, transaction

from indicators.models import Rendered
from ledger import custody, signer
from ledger.database import guards
from ledger.database.stored import Table
from ledger.errors import LedgerError
from ledger.models import Entry, PublishedCheckpoint, Tile
from ledger.replay import projected_models
from ledger.verification import verify
from sources.models import Findable, HeldText

from .report import Report, rounds

# What SQLite takes in any column.
STRANGE = ("'x'", "1.5", "x'ff00'", "CAST(x'ff' AS TEXT)", "-1", "''", "' '", "'2012-6-1'", "NULL")


@dataclass
class Fault:
    """What is done, where verify_ledger has to say so, and how it is done."""

    words: str
    table: str
    keys: set[str]
    apply: Callable[[], None]


def run(rng: random.Random, number: int, seconds: float) -> Report:
    """Try so many faults on the database and the files of this process's settings."""
    report = Report(f"tamper ({connection.vendor})")
    for _ in rounds(number, seconds):
        kind = rng.choices((_in_table, _in_index, _in_file), (90, 5, 5))[0]
        if fault := kind(rng):
            attempt = _on_disk if kind is _in_file else _in_transaction
            report.add(attempt(fault), fault.words)
    return report


def judged(fault: Fault) -> str:
    """What verify_ledger makes of a fault that is there."""
    try:
        found = list(verify())
    except Exception:  # whatever it is: the operator sees a traceback
        return "traceback"
    if any(each.table == fault.table and str(each.key) in fault.keys for each in found):
        return "caught"
    return "elsewhere" if found else "missed"


def _in_transaction(fault: Fault) -> str:
    table = next((Table(each, "default") for each in _models() if _name(each) == fault.table), None)
    with transaction.atomic():
        before = _rows(table)
        try:
            with transaction.atomic(), guards.lifted(connection):
                fault.apply()
        except (Error, OverflowError):
            outcome = "refused"
        else:
            after = _rows(table)
            fault.keys |= before.keys() ^ after.keys()
            outcome = "no change" if table and before == after else judged(fault)
        transaction.set_rollback(True)
    return outcome


def _rows(table: Table | None) -> dict[str, Any]:
    """All rows of a table as they are stored, by their key; none of what is no table of ours."""
    chunks = table.chunks() if table else []
    return {str(table.shown_key(row)): _cells(table, row) for chunk in chunks for row in chunk}


def _cells(table: Table, row: Any) -> list[Any]:
    """The cells of a row as they are stored; of JSON the value, whose members have no order."""
    cells = [table.cell(row, at) for at in range(len(table.fields))]
    for at, field in enumerate(table.fields):
        if isinstance(field, models.JSONField):
            with suppress(ValueError):
                cells[at] = table.value(row, at)
    return cells


def _name(model: type[models.Model]) -> str:
    return str(model._meta.db_table)


# Without a text or a rendering, or with a rendering of another revision, the answers are the same.
SPARED = {HeldText: (), Rendered: ("revision",)}


def _models() -> list[type[models.Model]]:
    return [Entry, Tile, PublishedCheckpoint, HeldText, Rendered, *projected_models()]


def _in_table(rng: random.Random) -> Fault | None:
    table = Table(rng.choice(_models()), "default")
    rows = [row for chunk in table.chunks() for row in chunk]
    if not rows:
        return None
    kinds = (_cell, _cell_of_another, _deleted, _doubled)
    weights = (6, 2, 0, 0) if table.model in SPARED else (6, 2, 1, 1)
    return rng.choices(kinds, weights)[0](rng, table, rows)


def _cell(rng: random.Random, table: Table, rows: list[Any]) -> Fault:
    row, at = rng.choice(rows), _column(rng, table)
    field = table.fields[at]
    strange = connection.vendor == "sqlite" and rng.random() < 0.4
    if strange:
        expression, values = rng.choice(STRANGE), []
    else:
        expression, values = "%s", [_other(rng, field, table.value(row, at))]
    return _update(table, row, field, expression, values)


def _cell_of_another(rng: random.Random, table: Table, rows: list[Any]) -> Fault:
    row, at = rng.choice(rows), _column(rng, table)
    field = table.fields[at]
    return _update(table, row, field, "%s", [_stored(field, table.value(rng.choice(rows), at))])


def _column(rng: random.Random, table: Table) -> int:
    spared = SPARED.get(table.model, ())
    return rng.choice([at for at, field in enumerate(table.fields) if field.column not in spared])


def _update(table: Table, row: Any, field: Any, expression: str, values: list[Any]) -> Fault:
    where, keys = _where(table, row)
    sql = f"UPDATE {table.name} SET {_quoted(field)} = {expression} {where}"
    words = f"{sql} {[*values, *keys]!r:.300}"
    key = str(table.shown_key(row))
    return Fault(words, table.name, {key}, lambda: _run(sql, values + keys))


def _deleted(rng: random.Random, table: Table, rows: list[Any]) -> Fault:
    row = rng.choice(rows)
    where, keys = _where(table, row)
    sql = f"DELETE FROM {table.name} {where}"
    return Fault(f"{sql} {keys}", table.name, {str(table.key(row))}, lambda: _run(sql, keys))


def _doubled(rng: random.Random, table: Table, rows: list[Any]) -> Fault:
    """The same row once more, under another key."""
    row = rng.choice(rows)
    where, keys = _where(table, row)
    last = table.model._meta.pk_fields[-1]
    text = isinstance(getattr(last, "target_field", last), models.CharField)
    column = _quoted(last)
    other = f"'x' || {column}" if text else f"{column} + {rng.choice((1, 3, 10_007))}"
    columns = [_quoted(field) for field in table.fields]
    selected = ", ".join(other if name == column else name for name in columns)
    into = f"INSERT INTO {table.name} ({', '.join(columns)})"
    sql = f"{into} SELECT {selected} FROM {table.name} {where}"
    return Fault(f"{sql} {keys}", table.name, set(), lambda: _run(sql, keys))


def _where(table: Table, row: Any) -> tuple[str, list[Any]]:
    fields = table.model._meta.pk_fields
    keys = [table.value(row, table.fields.index(field)) for field in fields]
    return f"WHERE {' AND '.join(f'{_quoted(field)} = %s' for field in fields)}", keys


def _other(rng: random.Random, field: Any, value: Any) -> Any:
    """Another value of the same type, or none."""
    if value is None or rng.random() < 0.1:
        return None if value is not None else 1
    plain = getattr(field, "target_field", field)
    if isinstance(plain, models.JSONField):
        return rng.choice(("{}", "[]", "null", value.replace(":", ": ") + " ", '{"a": 1}'))
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + rng.choice((1, -1, 256, -value, 2**40))
    if isinstance(value, bytes):
        return _spoilt(rng, value)
    if isinstance(value, str):
        return rng.choice(
            (value + " ", value[1:], value.upper(), "", value[::-1], value + "\u009b")
        )
    return _stored(field, value + rng.choice((1, -1)) * (
        timedelta(microseconds=1) if hasattr(value, "hour") else timedelta(days=1)
    ))  # fmt: skip


def _stored(field: Any, value: Any) -> Any:
    plain = getattr(field, "target_field", field)
    if isinstance(plain, models.JSONField):
        return value  # it was read as text
    return plain.get_db_prep_save(value, connection)


def _spoilt(rng: random.Random, data: bytes) -> bytes:
    """The bytes with one bit turned, shorter or longer."""
    if not data or rng.random() < 0.2:
        return data + rng.randbytes(1)
    if rng.random() < 0.2:
        return data[: rng.randrange(len(data))]
    at, bit = rng.randrange(len(data)), 1 << rng.randrange(8)
    return data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :]


def _in_index(rng: random.Random) -> Fault | None:
    """A word that search finds or doesn't find any more."""
    found = [model for model in projected_models() if issubclass(model, Findable)]
    table = rng.choice(found)._meta.db_table
    name = f"{table}_words"
    if connection.vendor == "postgresql":
        sql = f"DROP INDEX {name}"
        return Fault(sql, name, {""}, lambda: _run(sql, []))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT entry_id, words FROM {table}")
        entry, words = rng.choice(cursor.fetchall())
    change = rng.choice(
        (
            (f"INSERT INTO {name}({name}, rowid, words) VALUES ('delete', %s, %s)", [entry, words]),
            (f"INSERT INTO {name}(rowid, words) VALUES (%s, 'herring')", [entry]),
        )
    )
    return Fault(f"{change[0]} {entry}", name, {str(entry)}, lambda: _run(*change))


def _in_file(rng: random.Random) -> Fault | None:
    """A bit of a key, of the signer's memory or of a finished export; or the file is gone."""
    state = Path(settings.STATE_DIR)
    paths = [*(state / "ledger").glob("key-*"), state / "ledger" / "signed.json"]
    paths += (state / "exports").glob("[!.]*")
    path = rng.choice(sorted(paths))
    data = path.read_bytes()
    spoilt = _spoilt(rng, data)
    lost = rng.random() < 0.2 and path.parent.name == "ledger"
    keys = {""}
    table = path.name
    if path.parent.name == "exports":
        table, keys = "exports", {path.name}
    if path.name == "signed.json":
        with suppress(ValueError, KeyError, TypeError):
            keys.add(str(json.loads(spoilt)["size"]))

    def apply() -> None:
        path.unlink() if lost else path.write_bytes(spoilt)

    words = f"{path.name} {'lost' if lost else _first_difference(data, spoilt)}"
    return Fault(words, table, keys, apply)


def _first_difference(data: bytes, other: bytes) -> str:
    at = next(
        (at for at, pair in enumerate(zip(data, other, strict=False)) if len(set(pair)) > 1), -1
    )
    return f"at {at}: {data[at : at + 3]!r} {other[at : at + 3]!r}"


def _on_disk(fault: Fault) -> str:
    with _kept():
        before = _meaning()
        fault.apply()
        # Case of hex digits and space at an end change nothing that anybody reads.
        unchanged = fault.table != "exports" and _meaning() == before
        return "no change" if unchanged else judged(fault)


def _meaning() -> Any:
    """What the signer reads of its files."""
    folder = Path(settings.STATE_DIR) / "ledger"
    try:
        keys = {path.name: custody.read_private_key(path) for path in folder.glob("key-*")}
        return keys, signer.state()
    except (LedgerError, OverflowError, RecursionError, OSError) as error:
        return repr(error)


@contextmanager
def _kept() -> Iterator[None]:
    """A context after which the files of the state are as they were."""
    folders = [Path(settings.STATE_DIR) / name for name in ("ledger", "exports")]
    files = {
        path: path.read_bytes() for each in folders for path in each.glob("*") if path.is_file()
    }
    try:
        yield
    finally:
        for path, data in files.items():
            if not path.exists():
                path.touch(mode=0o600)
            if path.read_bytes() != data:
                path.write_bytes(data)


def _quoted(field: Any) -> str:
    return str(connection.ops.quote_name(field.column))


def _run(sql: str, params: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
