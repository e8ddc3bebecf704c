"""Files of statements in bulk: rows of CSV or YAML, which become a draft of one release.

All or nothing, and every error with its row. What a row says is read by statements.py.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from indicators.curation import drafts, statements
from indicators.curation.models import DraftChangeset
from indicators.curation.statements import SENTENCE, WORDS, Drafted, Statement
from indicators.figures.fields import GIVEN, from_text
from indicators.publishing import seeds
from indicators.publishing.errors import SeedUnreadable

NAMES = {field.name for field in GIVEN}
MAX_ROWS = 20_000
MAX_BYTES = 20_000_000


def rows_of(path: Path) -> list[Statement]:
    """The rows of a .csv or .yaml file. Raises SeedUnreadable, naming file and line."""
    if path.stat().st_size > MAX_BYTES:
        raise SeedUnreadable(f"{path.name}: larger than {MAX_BYTES:,} bytes")
    parsed = _csv_rows(path) if path.suffix.lower() == ".csv" else _yaml_rows(path)
    rows = [row for row, _ in zip(parsed, range(MAX_ROWS + 1), strict=False)]
    if not 0 < len(rows) <= MAX_ROWS:
        raise SeedUnreadable(f"{path.name}: has {len(rows)} statements, expected 1 to {MAX_ROWS:,}")
    return rows


def _csv_rows(path: Path) -> Iterator[Statement]:
    """Columns are the members of an observation, <role>_words for its quotes, and sentence."""
    try:
        lines = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")), strict=True)
        names = lines.fieldnames or []
        _known(names, f"{path.name}:1")
        for number, line in enumerate(lines, start=1):
            where = f"{path.name} row {number}"
            if None in line or None in line.values():
                raise SeedUnreadable(f"{where}: has another number of cells than the header")
            quotes = tuple((WORDS[n], line[n]) for n in names if n in WORDS and line[n].strip())
            members = {n: line[n] for n in names if n in NAMES}
            yield Statement(where, from_text(members), quotes, line.get(SENTENCE) or "")
    except (UnicodeDecodeError, csv.Error) as error:
        raise SeedUnreadable(f"{path.name}: {error}") from None


def _yaml_rows(path: Path) -> Iterator[Statement]:
    """A list `observations` of mappings with the same names."""
    listed = seeds.load(path).get("observations")
    if not isinstance(listed, list):
        raise SeedUnreadable(f"{path.name}: expected a list named observations")
    for item in listed:
        if not isinstance(item, seeds.Located):
            raise SeedUnreadable(f"{path.name}: observations must be a list of mappings")
        _known(item, item.where)
        cells = {name: value for name, value in item.items() if isinstance(value, str)}
        if len(cells) != len(item):
            raise SeedUnreadable(f"{item.where}: every member must be plain text")
        quotes = tuple((WORDS[n], v) for n, v in cells.items() if n in WORDS and v.strip())
        members = {n: v for n, v in cells.items() if n in NAMES}
        yield Statement(item.where, from_text(members), quotes, cells.get(SENTENCE, ""))


def _known(names: Any, where: str) -> None:
    known = {*NAMES, *WORDS, SENTENCE}
    for name in names:
        if name not in known:
            raise SeedUnreadable(
                f"{where}: no such member {name!r}; there are {', '.join(sorted(known))}"
            )


def import_statements(
    rows: list[Statement], *, release: str, message: str, by: User, save: bool
) -> tuple[Drafted, DraftChangeset | None]:
    """Draft these statements of a published release; with save=False only look.

    Raises InvalidStatements with every error of every row, CurationError for what is wrong with
    all.
    """
    with transaction.atomic():
        draft = drafts.open_draft(message, by=by, release=release)
        drafted = statements.add(draft.pk, rows, by=by)
        if not save:
            transaction.set_rollback(True)
    return drafted, draft if save else None
