"""Statements in bulk: rows of CSV or YAML become a draft, whose quotes are placed by themselves.

All or nothing, and every error with its row. What comes out is a draft like any other: a person
submits it and another one approves it. Commands and the write API call this.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.http import QueryDict

from indicators import curation, publication, seeds, shapes
from indicators.curation import citation
from indicators.errors import ActUnusable, CurationError, Finding, SeedUnreadable
from indicators.forms import ObservationForm
from indicators.models import Role
from indicators.models_curation import DraftChangeset
from indicators.publication import Act, Draft
from sources import intake
from sources.models import Release
from sources.quotes import QuoteUnplaced, locate

MAX_ROWS = 20_000
MAX_BYTES = 20_000_000
WORDS = {f"{role}_words": role for role in Role.values}
SENTENCE = "sentence"


@dataclass(frozen=True)
class Row:
    """One statement as it was handed in: where it stands, its members, its quotes by role."""

    where: str
    members: Mapping[str, str]
    quotes: tuple[tuple[str, str], ...]
    sentence: str = ""


class ImportRefused(CurationError):
    """Rows that can't be drafted; carries every finding. Nothing was saved."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        lines = "\n".join(f"  {finding}" for finding in findings)
        super().__init__(f"{len(findings)} findings, nothing was saved:\n{lines}")


@dataclass
class Imported:
    """What an import would draft, or has drafted. advisory: findings that do not block."""

    contents: list[dict[str, Any]] = field(default_factory=list)
    advisory: list[Finding] = field(default_factory=list)
    draft: DraftChangeset | None = None


def rows_of(path: Path) -> list[Row]:
    """The rows of a .csv or .yaml file. Raises SeedUnreadable, naming file and line."""
    if path.stat().st_size > MAX_BYTES:
        raise SeedUnreadable(f"{path.name}: larger than {MAX_BYTES:,} bytes")
    made = _csv_rows(path) if path.suffix.lower() == ".csv" else _yaml_rows(path)
    rows = [row for row, _ in zip(made, range(MAX_ROWS + 1), strict=False)]
    if not 0 < len(rows) <= MAX_ROWS:
        raise SeedUnreadable(f"{path.name}: has {len(rows)} statements, expected 1 to {MAX_ROWS:,}")
    return rows


def _csv_rows(path: Path) -> Iterator[Row]:
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
            members = {n: line[n] for n in names if n in ObservationForm.base_fields and line[n]}
            yield Row(where, members, quotes, line.get(SENTENCE) or "")
    except (UnicodeDecodeError, csv.Error) as error:
        raise SeedUnreadable(f"{path.name}: {error}") from None


def _yaml_rows(path: Path) -> Iterator[Row]:
    """A list `observations` of mappings with the same names."""
    listed = seeds.load(path).get("observations")
    if not isinstance(listed, list):
        raise SeedUnreadable(f"{path.name}: expected a list named observations")
    for item in listed:
        if not isinstance(item, seeds.Located):
            raise SeedUnreadable(f"{path.name}: observations must be a list of mappings")
        _known(item, item.where)
        told = {name: value for name, value in item.items() if isinstance(value, str)}
        if len(told) != len(item):
            raise SeedUnreadable(f"{item.where}: every member must be plain text")
        quotes = tuple((WORDS[n], v) for n, v in told.items() if n in WORDS and v.strip())
        members = {n: v for n, v in told.items() if n in ObservationForm.base_fields}
        yield Row(item.where, members, quotes, told.get(SENTENCE, ""))


def _known(names: Any, where: str) -> None:
    known = {*ObservationForm.base_fields, *WORDS, SENTENCE}
    for name in names:
        if name not in known:
            raise SeedUnreadable(
                f"{where}: no such member {name!r}; there are {', '.join(sorted(known))}"
            )


def import_statements(
    rows: list[Row], *, release: str, message: str, by: User, save: bool
) -> Imported:
    """Draft these statements of a published release; with save=False only look.

    Raises ImportRefused with every error of every row, CurationError for what is wrong with all.
    """
    standing = Release.objects.filter(code=release, known_to__isnull=True).first()
    text = intake.text_of(standing.text_sha256) if standing else None
    if standing is None or text is None:
        raise ActUnusable(f"the text of release {release!r} is not at hand: attach it first")
    found: list[Finding] = []
    contents = [_content(row, release, text, found) for row in rows]
    if found:
        raise ImportRefused(found)
    with transaction.atomic():
        made = Imported(contents)
        draft = curation.open_draft(message, by=by)
        start = int(curation.next_observation(draft, release).rpartition("-")[2])
        for number, content in enumerate(contents, start=start):
            content["id"] = f"{release}-{number:04d}"
        made.advisory = _checked(rows, contents, draft, text, standing.text_sha256)
        if save:
            for content in contents:
                curation.save_act(draft.pk, "observation/1", content, by=by)
            made.draft = draft
        else:
            transaction.set_rollback(True)
    return made


def _checked(
    rows: list[Row],
    contents: list[dict[str, Any]],
    draft: DraftChangeset,
    text: str,
    text_sha256: str,
) -> list[Finding]:
    """Findings that advise. Raises ImportRefused if any blocks."""
    acts = [
        Act("observation/1", content, row.where)
        for row, content in zip(rows, contents, strict=True)
    ]
    found = publication.check(
        Draft(draft.message, draft.author.code, acts, texts={text_sha256: text})
    )
    if blocking := [finding for finding in found if finding.blocking]:
        raise ImportRefused(blocking)
    return found


def _content(row: Row, release: str, text: str, found: list[Finding]) -> dict[str, Any]:
    """An observation without id; what is wrong with the row is added to `found`."""
    form = ObservationForm(_posted(row.members))
    citations = []
    for role, words in row.quotes:
        try:
            start, end = locate(text, words, row.sentence)
        except QuoteUnplaced as error:
            found.append(Finding(row.where, "quote-unplaced", f"{role}_words: {error}"))
        else:
            citations.append(citation(text, start, end, role))
    if not form.is_valid():
        found += [
            Finding(row.where, "shape", f"{name}: {' '.join(map(str, errors))}")
            for name, errors in form.errors.items()
        ]
        return {}
    content: dict[str, Any] = {**form.content(), "release": release, "citations": citations}
    value = next((c["exact"] for c in citations if c["role"] == "value"), "")
    content.setdefault("as_written", " ".join(value.split()))
    if len(citations) == len(row.quotes):
        told = shapes.complaints("observation/1", {**content, "id": f"{release}-0001"}, row.where)
        found += [Finding(where, "shape", what) for where, what in told]
    return content


DEFAULTS = {"period_basis": "stated", "kind": "level", "modality": "actual"}


def _posted(members: Mapping[str, str]) -> QueryDict:
    """Members as a form gets them; a box is ticked by `true` alone."""
    posted = QueryDict(mutable=True)
    boxes = ("low_open", "high_open")
    posted.update(
        {**DEFAULTS, **{n: v for n, v in members.items() if n not in boxes or v == "true"}}
    )
    return posted
