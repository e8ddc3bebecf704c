"""The corpus and what it says: every seed agrees with its quotes, and no change of one would pass.

Pure: the reader compares the seed files with their texts, without a database. That every door asks
the reader is tested in tests/indicators/test_quotes_say_it.py.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
import yaml
from django.conf import settings

from indicators.publishing import seeds
from indicators.publishing.drafts import DraftEntry
from indicators.publishing.gates.meaning import Reader
from indicators.publishing.gates.references import Known
from sources.intake import texts_in
from tests.test_seeds import SEEDS, TEXTS

Citations = list[dict[str, Any]]

# What was published although its quotes say otherwise, each with its reason in the file.
OVERRIDDEN = {"mem-peru-r7": {*(f"{n:04d}" for n in range(15, 23)), "0559"}}
# Words for a producer that name nobody by themselves, so that any agency could be meant.
NAMELESS = {"This unit", "Peru reports"}
EACH = pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)


@pytest.fixture(scope="module")
def texts():
    if not TEXTS.is_dir():
        pytest.skip(f"the documents' texts are not at {TEXTS}")
    return texts_in(TEXTS)


@cache
def vocabulary() -> dict[str, dict[str, Any]]:
    lists = {"agencies": "agency", "areas": "area", "units": "unit", "code_lists": "code-list",
             "indicators": "indicator"}  # fmt: skip
    found: dict[str, dict[str, Any]] = {name: {} for name in lists.values()}
    for path in (settings.BASE_DIR / "fixtures").glob("*.yaml"):
        content = yaml.load(path.read_text(), yaml.CBaseLoader)
        for listed, name in lists.items():
            found[name] |= {item["id"]: item for item in content.get(listed, [])}
    return found


class Paper:
    """A seed file with its text and a reader."""

    def __init__(self, path, texts) -> None:
        content = seeds.load(path)
        source, release = content["source"], content["release"]
        self.release = seeds.release_of(release, source)
        sha256 = release["text_sha256"]
        self.text = texts[sha256]
        self.statements = [
            seeds.observation_of(item, self.release, self.text) for item in content["observations"]
        ]
        things = {**vocabulary(), "source": {source["id"]: source},
                  "release": {release["id"]: release}}  # fmt: skip
        self.reader = Reader(Known(things=things, texts={sha256: self.text}))

    def blocked(self, statement: dict[str, Any]) -> bool:
        entry = DraftEntry("observation/2", statement, "here")
        return any(finding.blocking for finding in self.reader.judge(entry)[1])


@EACH
def test_seeds_agree_with_their_quotes_or_say_why_not(path, texts):
    paper = Paper(path, texts)
    overridden = {one["id"] for one in paper.statements if one.get("quote_check_reason")}

    blocked = [one["id"] for one in paper.statements if paper.blocked(one)]

    code = paper.release["id"]
    assert blocked == []
    assert overridden == {f"{code}-{number}" for number in OVERRIDDEN.get(code, ())}


def before(period: str, years: int = 1) -> str:
    return re.sub(r"\d{4}", lambda year: str(int(year[0]) - years), period)


def other_period(one: dict[str, Any]) -> str:
    """The year before; for an implied period, which words only narrow down, half a century."""
    return before(one["period"], 1 if one["period_basis"] == "stated" else 50)


def changes(one: dict[str, Any], paper: Paper) -> Iterator[tuple[str, dict[str, Any]]]:
    """One member after the other, said otherwise; None takes a member away."""
    if value := one.get("value"):
        yield "number", {"value": str(Decimal(value) + 1)}
        if Decimal(value):
            yield "scale", {"value": format(Decimal(value) * 1000, "f")}
            if one["kind"] != "change":
                yield "sign", {"value": value.removeprefix("-") if value[0] == "-" else f"-{value}"}
        yield "bound", {"value": None, "value_low": value, "low_open": True}
    for bound, opened in (("value_low", "low_open"), ("value_high", "high_open")):
        if number := one.get(bound):
            yield "number of a bound", {bound: str(Decimal(number) + 1)}
            yield "openness", {opened: not one[opened]}
    if one.get("unit") and not one.get("missing_reason"):
        yield "unit", {"unit": "kg" if one["unit"] != "kg" else "t"}
    yield "period", {"period": other_period(one)}
    if base := one.get("base_period"):
        yield "base", {"base_period": before(base)}
    if base := one.get("base_value"):
        yield "base value", {"base_value": str(Decimal(base) + 1)}
    if direction := one.get("direction"):
        yield "direction", {"direction": "decrease" if direction != "decrease" else "increase"}
    quoted = {c["exact"] for c in one["citations"] if c["role"] == "producer"}
    if one.get("producer") and not quoted & NAMELESS:
        yield "producer", {"producer": stranger(paper.text)}


@cache
def stranger(text: str) -> str:
    """An agency that the text doesn't name."""
    folded = text.casefold()
    for code, agency in vocabulary()["agency"].items():
        aliases = [name for names in agency.get("aliases", {}).values() for name in names]
        names = [*agency["labels"].values(), *aliases, agency.get("short_name", "")]
        if not any(name and name.casefold() in folded for name in names):
            return code
    raise AssertionError("every agency is named in this text")


def fewer(citations: Citations) -> Iterator[Citations]:
    """The quotes; without each one of them that is not the value's; and the value's alone."""
    yield citations
    values = [one for one in citations if one["role"] == "value"]
    for place, one in enumerate(citations):
        if one["role"] in ("period", "producer", "unit", "qualifier"):
            yield citations[:place] + citations[place + 1 :]
    if values != citations:
        yield values


def key(one: dict[str, Any]) -> tuple[Any, ...]:
    names = ("indicator", "area", "breakdown", "kind", "period", "value", "value_code")
    return tuple(one.get(name) for name in names)


@EACH
def test_no_change_of_a_seed_would_pass_even_with_fewer_quotes(path, texts):
    paper = Paper(path, texts)
    said_too = {key(one) for one in paper.statements}  # by the very same words: "2014 and 2015"
    passing, tried = [], 0
    for one in paper.statements:
        if one.get("quote_check_reason"):
            continue
        for name, change in changes(one, paper):
            if name == "period" and key({**one, **change}) in said_too:
                continue
            for citations in fewer(one["citations"]):
                said = {**one, **change, "citations": citations}
                tried += 1
                if not paper.blocked({n: v for n, v in said.items() if v is not None}):
                    passing.append((one["id"], name, change, [c["role"] for c in citations]))

    assert passing == [], f"{len(passing)} of {tried}"
    assert tried > 40
