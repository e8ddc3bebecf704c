"""The statements of the seeds are what their quotes say, and no changed one would pass."""

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from sources.meaning import Names, disagreements

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ROOT.parent / "shared" / "seeds"
SEEDS = sorted((ROOT / "seeds").glob("*.yaml"))


@pytest.fixture(scope="module")
def texts():
    if not TEXTS.is_dir():
        pytest.skip(f"the documents' texts are not at {TEXTS}")
    read = (path.read_bytes() for path in TEXTS.glob("*.txt"))
    return {hashlib.sha256(content).hexdigest(): content.decode() for content in read}


@pytest.fixture(scope="module")
def names():
    return Names(agencies=labels("agencies"), areas=labels("areas"))


def labels(kind):
    rows = yaml.safe_load((ROOT / "fixtures" / f"{kind}.yaml").read_text("utf-8"))[kind]
    return {
        row["id"]: [*row.get("labels", {}).values(), *filter(None, [row.get("short_name")])]
        for row in rows
    }


def statements(path):
    """The members and the citations of every observation of a seed file."""
    content = yaml.safe_load(path.read_text("utf-8"))
    for row in content["observations"]:
        members = {k: v for k, v in row.items() if k not in ("citations", "n", "note")}
        quotes = [
            (c["role"], int(c["start"]), int(c["start"]) + len(c["exact"]))
            for c in row["citations"]
        ]
        yield row["n"], members, quotes


class Document:
    """A seed document with what a comparison needs of it."""

    def __init__(self, path, texts, names):
        content = yaml.safe_load(path.read_text("utf-8"))
        self.text = texts[content["release"]["text_sha256"]]
        self.language = content["source"]["language"]
        self.published = content["release"]["published_on"]
        self.names = names

    def refused(self, members, quotes):
        """The members for which a statement is refused."""
        found = disagreements(
            members, quotes, self.text, self.language, names=self.names,
            published_on=self.published,
        )  # fmt: skip
        return [one.member for one in found if one.blocks]


# Found by the comparison; each quotes no words for its period, though the text has them elsewhere.
WITHOUT_WORDS = {("004.yaml", n) for n in (*range(15, 23), 559)}


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_statements_of_the_corpus_are_what_their_quotes_say(path, texts, names):
    document = Document(path, texts, names)

    refused = {
        (path.name, n): members
        for n, statement, quotes in statements(path)
        if (members := document.refused(statement, quotes))
    }

    assert refused.keys() <= WITHOUT_WORDS, refused


def changes(members):
    """The statement with one of its members wrong, with the name of that member."""
    yield from changed_numbers(members)
    if members.get("unit") and members["kind"] != "rank":
        yield "unit", {**members, "unit": "kg" if members["unit"] == "t" else "t"}
    for name in ("period", "base_period"):
        if name in members:
            first, _, last = members[name].partition("/")
            year = (first if last in ("", "..") else last)[:4]
            yield name, {**members, name: members[name].replace(year, str(int(year) + 4))}
    for other in ("increase", "decrease", "stable"):
        if members.get("direction", other) != other:
            yield "direction", {**members, "direction": other}


def changed_numbers(members):
    """Another number, the other sign, another scale, another bound."""
    for name in ("value", "value_low", "value_high", "base_value"):
        number = Decimal(members.get(name, 0))
        others = {number + 1, -number, number * 1000} - {number}
        for other in others if name in members else ():
            yield name, {**members, name: format(other, "f")}
    for name, opened in (("value_low", "low_open"), ("value_high", "high_open")):
        if name in members:
            yield "bound", {**members, opened: str(members.get(opened) != "true").lower()}
    if "value" in members:
        number = members["value"]
        yield "bound", {**members, "value_low": number, "value": None, "low_open": "true"}


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_changed_statement_of_the_corpus_is_refused_with_and_without_quotes(path, texts, names):
    document = Document(path, texts, names)
    passed = []
    for n, members, quotes in statements(path):
        if members["kind"] == "coded" and n % 20:
            continue  # of the coded answers, one in twenty
        bare = [quote for quote in quotes if quote[0] == "value"]
        for what, wrong in changes(members):
            passed += [
                (n, what, wrong.get(what))
                for kept in (quotes, bare)
                if not document.refused(wrong, kept)
            ]

    assert passed == []
