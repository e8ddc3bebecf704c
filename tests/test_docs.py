"""The documents are true: their examples run, and nothing that can be asked or got is left out.

The pages in docs/reference/ are written by hand; their tables are compared with the code, both
ways. Add a filter, a field or an error, and a test here says what is missing and where.
"""

import ast
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from indicators.curation import drafts_serializers as of_drafts
from indicators.reading import serializers as of_indicators
from indicators.reading.feeds import Atom
from rest.formats import CSV, JSONLines, JSONLinkedData, columns
from rest.parquet import Parquet
from rest.problems import PROBLEMS
from rest.renderers import JSON
from sources import serializers as of_sources
from tests import endpoints
from tests.test_commands import PRINTED_BASE, TEXTS, environment, free_port, run, stop
from tests.test_layout import tracked

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
API = (DOCS / "reference" / "api.md").read_text()
MODEL = (DOCS / "reference" / "data-model.md").read_text()
TOUR = (DOCS / "tutorial" / "first-five-minutes.md").read_text()
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "examples").rglob("*.md")])


def section(page: str, heading: str) -> str:
    """The text below a heading, up to the next one of any level."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", page, re.M | re.S)
    assert found, f"no heading {heading!r}"
    return found[1]


def rows(text: str) -> list[list[str]]:
    """The cells of each row of the tables in a text, without their heads."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    bare = [i for i, line in enumerate(lines) if set(line) <= set("|- ")]
    heads = {i - 1 for i in bare} | set(bare)
    kept = [line for i, line in enumerate(lines) if i not in heads]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in kept]


def quoted(text: str) -> list[str]:
    """What stands between backticks, blocks of code left out."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S))


# -- addresses ---------------------------------------------------------


def routed(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every address of a URL configuration, parameters as {name}."""
    for one in patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routed(one.url_patterns, path)
        else:
            path = re.sub(r"\(\?P<(\w+)>[^)]+\)", r"{\1}", path)
            yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path).replace("^", "").replace("$", "")


CATCH_ALL = {"/ledger/", "/ledger/{path}"}  # say that there is nothing


def test_endpoints_are_those_that_are_routed() -> None:
    routes = {
        path
        for path in routed(get_resolver().url_patterns)
        if path.startswith(("/v1/", "/ledger/"))
    }
    told = {path for path in quoted(section(API, "Endpoints")) if path.startswith("/")}

    assert told - {"/ledger/"} == routes - CATCH_ALL


# -- parameters --------------------------------------------------------


def list_of(endpoint: endpoints.Endpoint) -> str:
    """How docs/reference/api.md calls what an endpoint lists: by the last word of its path."""
    return [part for part in endpoint.path.split("/") if not part.startswith("{")][-1]


def told_filters() -> dict[str, set[str]]:
    """List -> parameters, from the table of filters."""
    told: dict[str, set[str]] = {}
    where = ""
    for cells in rows(section(API, "Filters")):
        if len(cells) != 4:  # the table of forms
            continue
        where = cells[0] or where
        forms = quoted(cells[2])
        equal = [] if cells[2].startswith("only") else [""]
        for name in quoted(cells[1]):
            told.setdefault(where, set()).update(name + form for form in (*equal, *forms))
    return told


def test_filters_are_those_of_the_code() -> None:
    code: dict[str, set[str]] = {}
    for endpoint in endpoints.ALL:
        if endpoint.filters:
            assert code.setdefault(list_of(endpoint), set(endpoint.filters)) == set(
                endpoint.filters
            )

    assert told_filters() == code


def test_orders_are_those_of_the_code() -> None:
    told: dict[str, list[str]] = {}
    table = section(API, "Lists").partition("| List |")[2]
    for lists, orders in rows("| List |" + table):
        told |= dict.fromkeys(lists.partition(" (")[0].split(", "), quoted(orders))

    code = {}
    for endpoint in endpoints.ALL:
        if endpoint.action == "list" and endpoint.view.orderings and not endpoint.view.plain:
            code[list_of(endpoint)] = list(endpoint.view.orderings)
            assert endpoint.view.default_ordering == code[list_of(endpoint)][0]
    assert told == code


def test_parameters_beside_filters_are_told() -> None:
    told = {name.partition("=")[0] for name in quoted(API)}
    offered = {
        name
        for endpoint in endpoints.ALL
        for name in (*endpoint.view.time_offered, "fields", "ordering", "page_size", "cursor")
    }

    assert offered | {"count", "format"} <= told


# -- formats and errors ------------------------------------------------


def test_formats_are_those_of_the_code() -> None:
    told = {quoted(name)[0]: quoted(media)[0] for name, media, _ in rows(section(API, "Formats"))}

    classes = (JSON, CSV, JSONLines, Parquet, Atom, JSONLinkedData)
    code = {one.format: one.media_type for one in classes}
    assert {name: media.partition(";")[0] for name, media in told.items()} == code


def calls(*names: str) -> Iterator[ast.Call]:
    """Every call of these functions in the code of the read API."""
    for app in ("config", "indicators", "sources", "rest"):
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in names:
                    yield node


def constant(call: ast.Call, place: int) -> str | None:
    """A positional argument, where it is written out."""
    node = call.args[place] if len(call.args) > place else None
    return node.value if isinstance(node, ast.Constant) else None


def test_problems_are_those_of_the_code() -> None:
    told = {(quoted(name)[0], int(status)) for status, name, _ in rows(section(API, "Errors"))}

    assert told == {(name, problem.status) for name, problem in PROBLEMS.items()}


def test_codes_of_complaints_are_told() -> None:
    codes = {name for call in calls("ParameterError", "_complain") if (name := constant(call, 1))}

    assert codes
    assert codes - set(quoted(section(API, "Errors"))) == set()


# -- fields ------------------------------------------------------------

TYPES = {"string": "text", "array": "list"}
STATED = of_indicators.StatedValueSerializer

# Heading of docs/reference/data-model.md -> what it tells. Those of stated values are told once.
TOLD = {
    "Numerals": of_indicators.CoverageSerializer,
    "Observations": of_indicators.ObservationSerializer,
    "Citations": of_indicators.CitationSerializer,
    "Series": of_indicators.SeriesDetailSerializer,
    "Stated values": STATED,
    "Points": of_indicators.PointSerializer,
    "Comparisons": of_indicators.ComparisonSerializer,
    "Voices": of_indicators.VoiceSerializer,
    "Restatements": of_indicators.RestatementSerializer,
    "Gaps": of_indicators.GapSerializer,
    "Comparisons of releases": of_indicators.ReleaseComparisonSerializer,
    "Statements of releases": of_indicators.ReleaseStatementSerializer,
    "Claim fields": of_indicators.ClaimSerializer,
    "Numeral fields": of_indicators.NumeralSerializer,
    "Sources": of_sources.SourceSerializer,
    "Releases": of_sources.ReleaseSerializer,
    "Agencies": of_sources.AgencySerializer,
    "Area fields": of_indicators.AreaSerializer,
    "Units": of_indicators.UnitSerializer,
    "Themes": of_indicators.ThemeSerializer,
    "Indicators": of_indicators.IndicatorSerializer,
    "Code lists": of_indicators.CodeListSerializer,
    "Codes": of_indicators.CodeSerializer,
    "Histories": of_indicators.HistorySerializer,
    "Events": of_indicators.HistoryEventSerializer,
    "Search results": of_indicators.FoundSerializer,
    "Versions": of_indicators.VersionSerializer,
    "People": of_indicators.PersonSerializer,
    "Changes": of_indicators.ChangeSerializer,
    "Entry point": of_indicators.EntryPointSerializer,
    "Proofs": of_indicators.ProofSerializer,
    "Proved entries": of_indicators.ProvedEntrySerializer,
    "Hashes of releases": of_indicators.ReleaseHashesSerializer,
    "Drafts": of_drafts.DraftSerializer,
    "Comments": of_drafts.CommentSerializer,
    "Acts": of_drafts.ActSerializer,
    "Statements": of_drafts.StatementSerializer,
    "Quoted ranges": of_drafts.RangeSerializer,
    "Findings": of_drafts.FindingSerializer,
    "Places": of_drafts.PlaceSerializer,
}


@pytest.mark.parametrize("heading", TOLD)
def test_fields_are_those_of_the_code(heading: str) -> None:
    serializer = TOLD[heading]
    told = [(quoted(name)[0], form) for name, form, _ in rows(section(MODEL, heading))]

    stated = issubclass(serializer, STATED) and serializer is not STATED
    once = {column.name for column in columns(STATED)} if stated else set()
    code = [
        (column.name, TYPES.get(column.kind, column.kind) + (" or null" if column.nullable else ""))
        for column in columns(serializer)
        if column.name not in once
    ]
    if heading == "Series":  # those of a single one are told after those of the list
        told.sort(key=lambda row: [name for name, _ in code].index(row[0]))
    assert told == code


def test_everything_that_is_served_is_told() -> None:
    made = {
        one
        for module in (of_indicators, of_sources, of_drafts)
        for one in vars(module).values()
        if isinstance(one, type)
        and one.__module__ == module.__name__
        and hasattr(one, "_declared_fields")
    }

    bases = {
        of_sources.RecordedSerializer,
        of_sources.LabelledSerializer,
        of_indicators.SeriesSerializer,
        of_indicators.ComparedSerializer,
    }
    envelopes = {
        *(of_indicators.NumeralListSerializer, of_drafts.DraftListSerializer),
        *(of_drafts.ActListSerializer, of_drafts.OpeningSerializer, of_drafts.AdditionSerializer),
        *(of_drafts.SavedActsSerializer, of_drafts.DryRunSerializer),
    }
    assert made - set(TOLD.values()) - bases - envelopes == set()


def test_fixed_words_are_those_of_the_code() -> None:
    told: dict[str, set[str]] = {}
    where = ""
    for field, words, _ in rows(section(MODEL, "Fixed words")):
        where = quoted(field)[0] if field else where
        told.setdefault(where, set()).update(quoted(words))

    code: dict[str, set[str]] = {}
    for serializer in TOLD.values():
        for column in columns(serializer):
            if column.choices:
                code.setdefault(column.name, set()).update(column.choices)
    assert told == code


# -- examples and links ------------------------------------------------


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a service of the seed documents, as `make run` starts it."""
    state = tmp_path_factory.mktemp("state")
    process = run(state, port := free_port())
    assert process.poll() is None, stop(process)
    yield f"http://127.0.0.1:{port}"
    stop(process)


def examples() -> list[tuple[str, str]]:
    """(command, printed answer) of each example."""
    blocks = re.findall(r"^```console\n\$ (.*?)\n(.*?)^```$", TOUR + API, re.M | re.S)
    assert len(blocks) >= 10
    return blocks


@pytest.mark.parametrize(("command", "answer"), examples())
def test_examples_answer_as_printed(served: str, tmp_path: Path, command: str, answer: str) -> None:
    if not shutil.which("curl"):
        pytest.skip("curl is not installed")
    if "/text'" in command and not TEXTS.is_dir():
        pytest.skip("the texts are not in ../shared/seeds")

    done = subprocess.run(
        command.replace(PRINTED_BASE, served),
        shell=True, capture_output=True, text=True, timeout=30, cwd=tmp_path,
        env=environment(tmp_path, HOME=str(tmp_path)),
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    # As in doctest, "..." stands for anything.
    pattern = ".*".join(re.escape(part) for part in answer.strip().split("..."))
    got = done.stdout.replace("\r\n", "\n").strip()
    assert re.fullmatch(pattern, got, re.DOTALL), f"printed:\n{answer}\ngot:\n{got}"


FENCES = re.compile(r"^```.*?^```$", re.M | re.S)
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")


def prose(page: Path) -> str:
    """The text of a page without its blocks of code."""
    return FENCES.sub("", page.read_text())


def anchors(page: Path) -> set[str]:
    """The anchors that a reader of Markdown makes of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for path, anchor in LINK.findall(prose(page)):
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(f"{path}#{anchor}" if anchor else path)

    assert broken == []


CITED = re.compile(r"(?<![\w/.])(docs/[\w./-]+\.md|docs/adr/\d{4})")


def test_pages_that_the_code_cites_are_there() -> None:
    """A docstring, a message or a setting that names a page of docs/ names one that exists."""
    pages = {str(page.relative_to(ROOT)) for page in DOCS.rglob("*.md")}
    known = pages | {page.rpartition("/")[0] + "/" + page.rpartition("/")[2][:4] for page in pages}
    cited = {
        (str(path.relative_to(ROOT)), name)
        for path in tracked()
        if path.suffix in {".py", ".yaml", ".html", ".toml", ""}
        for name in CITED.findall(path.read_text(errors="replace"))
    }

    assert cited
    assert {(path, name) for path, name in cited if name not in known} == set()


def test_laws_that_the_code_cites_are_there() -> None:
    """A module that cites a law by its number cites one of docs/explanation/laws.md."""
    laws = {
        int(number)
        for number in re.findall(
            r"^## Law (\d+): ", (DOCS / "explanation" / "laws.md").read_text(), re.M
        )
    }
    cited = {
        (str(path.relative_to(ROOT)), int(number))
        for path in tracked()
        if path.suffix == ".py" and "tests/sources" not in str(path)
        for numbers in re.findall(r"\b[Ll]aws? ([\d]+(?:(?:, | and )\d+)*)", path.read_text())
        for number in re.findall(r"\d+", numbers)
    }

    assert laws == set(range(1, 13))
    assert len(cited) > 5
    assert {(path, number) for path, number in cited if number not in laws} == set()


FOLDERS = "config|indicators|sources|rest|ledger|tests|fixtures|docs"
NAMED = re.compile(rf"(?<![\w/.-])(?:{FOLDERS})/(?:[\w.-]+/)*(?:[\w-]+(?:\.\w+)?)?")


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "docs/explanation/architecture.md"])
def test_files_that_a_page_names_are_there(name: str) -> None:
    """Files and folders, in running text and in drawings, some without their ending."""
    named = set(NAMED.findall((ROOT / name).read_text()))

    assert len(named) > 10
    assert {path for path in named if not list(ROOT.glob(path.rstrip("/") + "*"))} == set()


def test_every_page_has_its_kind() -> None:
    kinds = {"tutorial", "how-to", "reference", "explanation", "adr"}

    astray = [page for page in DOCS.rglob("*.md") if page.relative_to(DOCS).parts[0] not in kinds]

    assert astray == [DOCS / "index.md"]


def test_index_leads_to_every_page() -> None:
    linked = {(DOCS / path).resolve() for path, _ in LINK.findall((DOCS / "index.md").read_text())}

    pages = {page for page in DOCS.rglob("*.md") if not re.match(r"\d{4}-", page.name)}
    assert pages - linked == {DOCS / "index.md"}


# -- decisions ---------------------------------------------------------

DECISIONS = sorted((DOCS / "adr").glob("[0-9]*.md"))
DECISION = re.compile(
    r"# (\d{4})\. (\S.+)\n\nStatus: (\S.+)\n"
    r"\n## Context\n\n(?s:.+?)\n\n## Decision\n\n(?s:.+?)\n\n## Consequences\n\n(?s:.+)"
)


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.name[:4])
def test_decisions_have_one_form(page: Path) -> None:
    found = DECISION.fullmatch(page.read_text())

    assert found, "see the template in docs/adr/index.md"
    assert found[1] == page.name[:4]
    assert re.match(r"(accepted|superseded by \[\d{4}\]\(.+\)), \d{4}-\d{2}\.", found[3])


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_index_of_decisions_is_that_of_the_pages() -> None:
    index = [cells[:3] for cells in rows((DOCS / "adr" / "index.md").read_text())]

    pages = [(page.name, DECISION.match(page.read_text())) for page in DECISIONS]
    assert index == [
        [f"[{found[1]}]({name})", found[2], found[3]] for name, found in pages if found
    ]


def test_decisions_that_are_superseded_name_each_other() -> None:
    texts = {page.name: page.read_text() for page in DECISIONS}

    for name, text in texts.items():
        for later in re.findall(r"^Status: superseded by \[\d{4}\]\((.+?)\)", text, re.M):
            assert f"Supersedes [{name[:4]}]({name})" in texts[later]
        for earlier in re.findall(r"Supersedes \[\d{4}\]\((.+?)\)", text):
            assert f"superseded by [{name[:4]}]({name})" in texts[earlier]


# -- releases ----------------------------------------------------------


def released() -> list[tuple[str, str]]:
    """The versions of the changelog with their days, newest first."""
    changelog = (ROOT / "CHANGELOG.md").read_text()
    return re.findall(r"^## (\d+\.\d+\.\d+) - (\d{4}-\d\d-\d\d)$", changelog, re.M)


def test_version_is_the_newest_of_the_changelog() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    assert version == released()[0][0]


def test_changelog_is_in_order_and_has_its_parts() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text()
    numbers = [tuple(map(int, version.split("."))) for version, _ in released()]
    sections = re.split(r"^## ", changelog, flags=re.M)[1:]

    assert numbers == sorted(numbers, reverse=True)
    assert sections[0].startswith("Unreleased\n")
    assert len(sections) == 1 + len(numbers), "a heading has another form than `## 1.2.3 - <day>`"
    for part in sections:
        assert re.findall(r"^### (.+)$", part, re.M) == ["API", "Data", "Operation"]
