"""Law 11 at every door: what a figure says otherwise than its quotes is refused, and says why."""

import json
import re
from dataclasses import replace

import pytest
import yaml
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from indicators.curation import drafts, roles, tokens
from indicators.curation.models import DraftChangeset
from indicators.models import Observation
from indicators.publishing.drafts import DraftEntry
from indicators.publishing.errors import ChangesetRejected, Finding
from indicators.publishing.publication import check
from sources import intake
from tests import lakes
from tests.builders import Document, closing, draft, indicator, published
from tests.indicators.test_curation import fresh, person, shown
from tests.indicators.test_drafts_api import Tool
from tests.indicators.test_pages import do, of, page

pytestmark = pytest.mark.django_db

PAPER = Document(
    "lake-paper-2017",
    "Paper on the lakes, 2017\n\n"
    "The Surveyor estimated that over 17,000 swans lived on the lakes in 2016. "
    "The catch was 24.3 tons in 2016, after 25.1 tons in 2015.\n\n"
    "The budget was $11.6 million in 2016. The coldest day of 2016 had −3.5 tons of snow.\n\n"
    "The number of boats fell by 16 percent from 2015 to 2016.\n",
    source="lake-paper",
    published_on="2017-03",
)
PLAIN = {
    "area": "XA", "period": "2016", "period_basis": "stated", "kind": "level",
    "modality": "actual", "basis": "stated",
}  # fmt: skip
# What the paper says: members, and quotes by role and words.
SWANS = (
    {**PLAIN, "indicator": "swans", "value_low": "17000", "low_open": True, "unit": "1",
     "producer": "surveyor", "qualifier": "estimated", "decimals": 0},
    [("value", "over 17,000 swans"), ("period", "2016"), ("producer", "The Surveyor")],
)  # fmt: skip
CATCH = (
    {**PLAIN, "indicator": "catch", "value": "24.3", "unit": "t", "decimals": 1},
    [("value", "24.3 tons"), ("period", "2016")],
)
BUDGET = (
    {**PLAIN, "indicator": "budget", "value": "11600000", "unit": "USD", "decimals": -5},
    [("value", "$11.6 million"), ("period", "2016")],
)
SNOW = (
    {**PLAIN, "indicator": "catch", "value": "-3.5", "unit": "t", "decimals": 1, "area": "XA-N"},
    [("value", "−3.5 tons"), ("period", "2016")],
)
BOATS = (
    {**PLAIN, "indicator": "boats", "value": "16", "unit": "%", "decimals": 0, "kind": "change",
     "direction": "decrease", "base_period": "2015"},
    [("value", "fell by 16 percent"), ("period", "2016"), ("period", "2015")],
)  # fmt: skip
RIGHT = {"swans": SWANS, "catch": CATCH, "budget": BUDGET, "snow": SNOW, "boats": BOATS}
# What is changed -> the right figure, what it says instead, and the member that is named.
WRONG = {
    "number": (CATCH, {"value": "243"}, "value"),
    "year": (CATCH, {"period": "2015"}, "period"),
    "unit": (CATCH, {"unit": "kg"}, "unit"),
    "sign": (SNOW, {"value": "3.5"}, "value"),
    "scale": (BUDGET, {"value": "11.6", "decimals": 1}, "value"),
    "bound": (SWANS, {"value": "17000", "value_low": None, "low_open": None}, "value"),
    "open bound": (SWANS, {"low_open": False}, "low_open"),
    "direction": (BOATS, {"direction": "increase"}, "direction"),
    "base": (BOATS, {"base_period": "2014"}, "base_period"),
    "producer": (SWANS, {"producer": "lake-office"}, "producer"),
}
# The words of each figure lie behind these, because some stand at several places.
SENTENCES = {
    "swans": "The Surveyor estimated", "catch": "The catch was", "budget": "The budget was",
    "boats": "The number of boats",
}  # fmt: skip


def cited(figure, quotes):
    """The quotes as citations, each at its first place in the sentence of its figure."""
    lead = "The coldest day" if "−3.5" in str(quotes) else SENTENCES[figure["indicator"]]
    first = PAPER.text.index(lead)
    found = []
    for role, words in quotes:
        start = PAPER.text.index(words, first)
        found.append({
            "role": role, "start": start, "end": start + len(words), "exact": words,
            "prefix": PAPER.text[max(0, start - 32) : start],
            "suffix": PAPER.text[start + len(words) :][:32],
        })  # fmt: skip
    return found


def content(figure, changes=None, quotes=None, number=1):
    """The content of an observation of the paper."""
    members, own = figure
    citations = cited(members, own if quotes is None else quotes)
    whole = {
        **members, **(changes or {}), "id": f"{PAPER.id}-{number:04d}", "release": PAPER.id,
        "as_written": " ".join(citations[0]["exact"].split()), "citations": citations,
    }  # fmt: skip
    return {name: value for name, value in whole.items() if value is not None}


@pytest.fixture
def paper(world):
    """The paper, published without any figure, its text at hand."""
    release = replace(PAPER.release_act(), where="release")
    numerals = [replace(n, content={**n.content, "reason": "none is used yet"})
                for n in PAPER.numerals()]  # fmt: skip
    published(PAPER.source_act(area="XA"), release, *numerals, texts=PAPER.texts)
    intake.hold(PAPER.sha256, PAPER.text)


@pytest.fixture
def ana(paper) -> User:
    return person("ana", roles.CURATOR)


def blocking(*contents) -> list[Finding]:
    entries = [DraftEntry("observation/2", one, f"figure {n}") for n, one in enumerate(contents)]
    return [finding for finding in check(draft(*entries, texts=PAPER.texts)) if finding.blocking]


def narrower(quotes):
    """The same quotes with one left out, or with that of the value cut to its digits, or both."""
    digits = {"over 17,000 swans": "17,000", "24.3 tons": "24.3", "$11.6 million": "11.6 million",
              "−3.5 tons": "−3.5", "fell by 16 percent": "16 percent"}  # fmt: skip
    cut = [(role, digits.get(words, words)) for role, words in quotes]
    for some in (quotes, cut):
        yield some
        for left_out in range(1, len(some)):
            yield some[:left_out] + some[left_out + 1 :]
        yield some[:1]


@pytest.mark.parametrize("name", RIGHT)
def test_what_the_words_say_passes(paper, name):
    assert blocking(content(RIGHT[name])) == []


@pytest.mark.parametrize("name", WRONG)
def test_what_the_words_say_otherwise_is_blocked_with_the_words(paper, name):
    figure, changes, member = WRONG[name]

    found = blocking(content(figure, changes))

    assert f"figure 0: {member}" in [finding.where for finding in found]
    assert {finding.code for finding in found} == {"quote-disagrees"}
    for finding in found:
        assert finding.detail.startswith("the figure says ")


@pytest.mark.parametrize("name", WRONG)
def test_no_citation_less_or_narrower_makes_it_pass(paper, name):
    figure, changes, _ = WRONG[name]

    passing = [
        quotes for quotes in narrower(figure[1]) if not blocking(content(figure, changes, quotes))
    ]

    assert passing == []


def test_heads_that_name_another_code_are_advice(world):
    lakes = Document(
        "lake-table-2016",
        "Boats of 2016\n\nOn the lake named South there were 70 boats in 2016.\n",
        source="lake-table", published_on="2016",
    )  # fmt: skip
    figure = lakes.figure(
        1, "70 boats", "70", period="2016", breakdown="lake=north", decimals=0,
        also=[lakes.quote("South", "row_header"), lakes.quote("2016", "period", nth=1)],
    )  # fmt: skip
    release = [lakes.source_act(), *lakes.told(figure)]

    (found,) = check(draft(*release, texts=lakes.texts))

    assert found.where.endswith(": breakdown")
    assert "the words say 'lake=south'" in found.detail
    assert not found.blocking


# The doors. Each takes a figure and returns what is refused in words; empty if nothing is.


def by_form(ana, whole) -> str:
    opened = drafts.open_draft("Add figures", by=ana, release=PAPER.id)
    answer = do(of(ana), opened, "add", **form(whole))
    return answer.content.decode() if answer.status_code == 422 else ""


def by_saving(ana, whole) -> str:
    """A right figure is added first, and then saved with what is wrong."""
    opened = drafts.open_draft("Add figures", by=ana, release=PAPER.id)
    act = drafts.save_act(opened.pk, "observation/2", right_of(whole), by=ana)
    answer = do(of(ana), opened, "save", **form(whole), act=act.pk, act_revision=act.revision)
    return answer.content.decode() if answer.status_code == 422 else ""


def by_submitting(ana, whole) -> str:
    """A draft that came to hold it in another way, as one of before the check."""
    opened = drafts.open_draft("Add figures", by=ana, release=PAPER.id)
    drafts.save_act(opened.pk, "observation/2", whole, by=ana)
    with pytest.raises(ChangesetRejected) as caught:
        drafts.submit(opened.pk, by=ana, revision=fresh(opened).revision)
    return str(caught.value)


def by_tool(ana, whole, query="") -> str:
    tool = Tool(tokens.make("A reader", 30, by=ana)[1])
    opened = tool.opened(PAPER.id)
    body = {"statements": [statement(whole)]}
    answer = tool.ask("POST", f"/{opened['id']}/acts{query}", body)
    return answer.content.decode() if answer.status_code == 422 else ""


def by_dry_run(ana, whole) -> str:
    return by_tool(ana, whole, "?dry_run=true")


def by_change_of_an_act(ana, whole) -> str:
    tool = Tool(tokens.make("A reader", 30, by=ana)[1])
    opened = tool.opened(PAPER.id)
    (act,) = tool.added(opened, statement(right_of(whole)))
    answer = tool.ask("PUT", f"/{opened['id']}/acts/{act['id']}", statement(whole), act["etag"])
    return answer.content.decode() if answer.status_code == 422 else ""


def by_import(ana, whole, folder) -> str:
    file = folder / "rows.yaml"
    row = {name: written(value) for name, value in statement(whole).items() if name != "citations"}
    for one in whole["citations"]:
        row.setdefault(f"{one['role']}_words", one["exact"])
    place = whole["citations"][0]["start"]
    sentences = re.split(r"(?<=\.)\s+", PAPER.text)
    row["sentence"] = next(s for s in sentences if place < PAPER.text.index(s) + len(s))
    file.write_text(yaml.safe_dump({"observations": [row]}, allow_unicode=True))
    try:
        call_command("import_statements", str(file), release=PAPER.id, by="ana")
    except CommandError as error:
        return str(error)
    return ""


def by_seed(ana, whole, folder) -> str:
    item = {name: written(value) for name, value in whole.items() if name not in ("id", "release")}
    item["citations"] = [
        {"role": one["role"], "start": str(one["start"]), "exact": one["exact"]}
        for one in whole["citations"]
    ]
    release = {**PAPER.release_act().content}
    for name in ("source", "publisher"):
        del release[name]
    seed = {
        "source": {**PAPER.source_act(area="XA").content},
        "release": {name: written(value) for name, value in release.items()},
        "changeset": {"message": "More", "drafted_by": "eva", "approved_by": "luis"},
        "observations": [{"n": whole["id"][-1], **item}],
    }
    for name in ("seeds", "fixtures", "texts"):
        (folder / name).mkdir()
    (folder / "seeds" / "paper.yaml").write_text(yaml.safe_dump(seed, allow_unicode=True))
    (folder / "texts" / "paper.txt").write_text(PAPER.text)
    options = {name: folder / name for name in ("seeds", "fixtures", "texts")}
    try:
        call_command("load_seeds", **options)
    except CommandError as error:
        return str(error)
    return ""


def by_correction(ana, whole) -> str:
    """A right figure is published first, and then corrected to what is wrong."""
    old = content_of(right_of(whole), number=Observation.objects.count() + 1)
    published(DraftEntry("observation/2", old, "old"), texts=PAPER.texts)
    opened = drafts.open_draft("Put one right", by=ana)
    answer = do(of(ana), opened, "correct", **form(whole), observation=old["id"], reason="misread")
    return answer.content.decode() if answer.status_code == 422 else ""


def content_of(whole, number):
    return {**whole, "id": f"{PAPER.id}-{number:04d}"}


def right_of(whole):
    """The figure as the paper says it, with the same quotes."""
    members = next(
        figure[0] for figure in RIGHT.values()
        if figure[1][0][1] == whole["citations"][0]["exact"]
    )  # fmt: skip
    kept = {name: whole[name] for name in ("id", "release", "as_written", "citations")}
    return {**members, **kept}


def written(value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def statement(whole):
    names = ("role", "start", "end", "exact")
    given = {name: value for name, value in whole.items() if name not in ("id", "release")}
    citations = [{name: one[name] for name in names} for one in whole["citations"]]
    return {**given, "citations": citations}


def form(whole):
    data = {
        name: "on" if value is True else value
        for name, value in whole.items()
        if name not in ("id", "release", "citations") and value is not False
    }
    return {
        **data, "item": "s0-1",
        "cite_role": [one["role"] for one in whole["citations"]],
        "cite_start": [one["start"] for one in whole["citations"]],
        "cite_end": [one["end"] for one in whole["citations"]],
    }  # fmt: skip


DOORS = {
    "form": by_form, "saving": by_saving, "submitting": by_submitting, "tool": by_tool,
    "dry run": by_dry_run, "change": by_change_of_an_act, "import": by_import, "seed": by_seed,
    "correction": by_correction,
}  # fmt: skip


def through(door, ana, whole, folder) -> str:
    more = [folder] if door in ("import", "seed") else []
    return DOORS[door](ana, whole, *more)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", WRONG)
def test_every_door_refuses_it(ana, tmp_path, door, name):
    figure, changes, member = WRONG[name]
    before = Observation.objects.filter(release=PAPER.id).count()

    refused = through(door, ana, content(figure, changes), tmp_path)

    assert "the figure says" in refused
    assert member in refused
    assert Observation.objects.filter(release=PAPER.id).count() - before <= (door == "correction")


@pytest.mark.parametrize("door", [name for name in DOORS if name != "submitting"])
def test_every_door_takes_what_the_words_say(ana, tmp_path, door):
    assert through(door, ana, content(CATCH, {"note": "As it is."}), tmp_path) == ""


@pytest.mark.parametrize("door", [name for name in DOORS if name != "submitting"])
def test_every_door_takes_a_reason_and_refuses_one_that_overrides_nothing(ana, tmp_path, door):
    reason = {"quote_check_reason": "A misprint: the table has kilograms."}

    assert through(door, ana, content(CATCH, {"unit": "kg", **reason}), tmp_path) == ""
    folder = tmp_path / "again"
    folder.mkdir()
    refused = through(door, ana, content(BUDGET, reason, number=2), folder)
    assert "nothing to override" in refused


# What is published, and what the reviewer sees.


def published_check(code: str) -> tuple[str, str]:
    row = Observation.objects.get(code=code)
    return row.quote_check, row.quote_check_reason


def test_outcome_is_published(paper):
    override = {"unit": "kg", "quote_check_reason": "A misprint."}
    entries = [
        DraftEntry("observation/2", content(BUDGET, number=1), "a"),
        DraftEntry("observation/2", content(CATCH, override, number=2), "b"),
        DraftEntry("observation/2", {
            **content(CATCH, number=3), "indicator": "register", "kind": "coded",
            "value_code": "yes", **{}}, "c"),
    ]  # fmt: skip
    for name in ("value", "unit", "decimals"):
        del entries[2].content[name]

    published(*entries, texts=PAPER.texts)

    assert published_check(f"{PAPER.id}-0001") == ("checked", "")
    assert published_check(f"{PAPER.id}-0002") == ("overridden", "A misprint.")
    assert published_check(f"{PAPER.id}-0003") == ("unchecked", "")


def test_language_without_a_reader_is_published_unchecked(world):
    text = "Vuonna 2016 saalis oli 24,3 tonnia.\n"
    finnish = Document("lake-kala-2016", text, source="lake-kala", published_on="2016")
    figure = finnish.figure(1, "24,3 tonnia", "24.3", indicator="catch", unit="t", period="2016",
                            decimals=1)  # fmt: skip
    release = [finnish.source_act(language="fi"), finnish.release_act(), figure]

    found = check(draft(*release, texts=finnish.texts))
    reasoned = replace(figure, content={**figure.content, "quote_check_reason": "I read it."})
    refused = check(draft(*release[:2], reasoned, texts=finnish.texts))

    assert "quote-disagrees" not in {finding.code for finding in found}
    assert "nothing-to-override" in {finding.code for finding in refused}


def test_without_the_text_the_quotes_are_read_by_themselves(world):
    release = [PAPER.source_act(area="XA"), PAPER.release_act()]
    right = DraftEntry("observation/2", content(CATCH), "right")
    wrong = [
        DraftEntry("observation/2", content(*WRONG[name][:2]), f"wrong {name}")
        for name in ("number", "unit", "scale", "sign", "direction")
    ]

    def found(*entries):
        return {
            finding.where.partition(":")[0]
            for finding in check(draft(*release, *entries, texts={}))
            if finding.code == "quote-disagrees" and finding.blocking
        }

    assert found(right) == set()
    for entry in wrong:
        assert found(entry) == {entry.where}


def test_reviewer_sees_what_is_overridden_first(ana):
    opened = drafts.open_draft("Add figures", by=ana, release=PAPER.id)
    override = {"unit": "kg", "quote_check_reason": "A misprint: see the table."}
    drafts.save_act(opened.pk, "observation/2", content(CATCH, override), by=ana)
    luis = person("luis", roles.REVIEWER)
    drafts.submit(opened.pk, by=ana, revision=fresh(opened).revision)

    body = of(luis).get(page("curation-review", draft_id=opened.pk)).content.decode()

    first = body.index("the quoted words read otherwise")
    assert first < body.index('aria-label="Decision"') < body.index("<h2>Checks</h2>")
    assert "A misprint: see the table." in body
    assert "the figure says &#x27;kg&#x27;" in body
    drafts.approve(opened.pk, by=luis, **shown(opened))
    drafts.publish(opened.pk, by=luis)
    assert DraftChangeset.objects.get(pk=opened.pk).status == "published"


def test_reviewer_sees_what_no_program_compared(ana):
    opened = drafts.open_draft("Add figures", by=ana, release=PAPER.id)
    coded = {**content(CATCH), "indicator": "register", "kind": "coded", "value_code": "yes"}
    for name in ("value", "unit", "decimals"):
        del coded[name]
    drafts.save_act(opened.pk, "observation/2", coded, by=ana)
    drafts.save_act(opened.pk, "observation/2", content(BUDGET, number=2), by=ana)

    body = of(ana).get(page("curation-review", draft_id=opened.pk)).content.decode()

    assert body.count("no program compares its quotes") == 1


def test_api_serves_what_was_overridden(paper, get):
    override = {"unit": "kg", "quote_check_reason": "A misprint."}
    published(DraftEntry("observation/2", content(CATCH, override), "a"), texts=PAPER.texts)

    params = {"quote_check": "overridden", "release": PAPER.id}
    found = get("/v1/observations", **params).json()["results"]

    assert [(row["id"], row["quote_check_reason"]) for row in found] == [
        (f"{PAPER.id}-0001", "A misprint.")
    ]
    assert json.loads(get(f"/v1/observations/{PAPER.id}-0001").content)["unit"] == "kg"


def test_correction_of_an_overridden_figure_is_judged_anew(paper):
    override = {"unit": "kg", "quote_check_reason": "A misprint."}
    published(DraftEntry("observation/2", content(CATCH, override), "a"), texts=PAPER.texts)
    right = {**content(CATCH, number=2), "replaces": f"{PAPER.id}-0001"}

    published(
        DraftEntry("observation/2", right, "b"),
        closing(f"{PAPER.id}-0001", f"{PAPER.id}-0002"),
        texts=PAPER.texts,
    )

    assert published_check(f"{PAPER.id}-0002") == ("checked", "")


@pytest.mark.parametrize(
    ("words", "value", "right"),
    [
        ("24,3 toneladas", "243", "24.3"),
        ("entre 250 y 400", "250400", None),
        ("1.9 millones", "1.9", "1900000"),
        ("(23,5 millones)", "23500000", "-23500000"),
        (".5", "5", "0.5"),
    ],
)
def test_numbers_are_read_and_never_glued(world, words, value, right):
    """The figures of a Spanish text: what is printed there is what its reader reads."""
    text = f"Informe\n\nEl resultado de 2016 fue {words} en total.\n"
    paper = Document("lake-informe-2016", text, source="lake-informe", published_on="2016")
    release = [paper.source_act(language="es"), paper.release_act()]

    def found(number):
        figure = paper.figure(1, words, number, indicator="boats", period="2016", decimals=0)
        findings = check(draft(*release, figure, texts=paper.texts))
        return [f for f in findings if f.code == "quote-disagrees" and f.where.endswith(": value")]

    assert found(value)
    if right:
        assert not found(right)


def test_statements_of_the_world_are_what_its_reports_say(world):
    checked = set(Observation.objects.values_list("quote_check", flat=True))

    assert checked == {"checked", "unchecked", "overridden"}
    assert lakes.REPORT_2012.id


def test_drafted_correction_that_is_blocked_can_be_given_a_reason(ana):
    """As one that was drafted before the check, and that its reviewer returned."""
    published(DraftEntry("observation/2", content(CATCH, number=1), "a"), texts=PAPER.texts)
    opened = drafts.open_draft("Put one right", by=ana)
    wrong = {**content(CATCH), "unit": "kg"}
    act = drafts.correct(opened.pk, f"{PAPER.id}-0001", wrong, "misread", by=ana)
    with pytest.raises(ChangesetRejected):
        drafts.submit(opened.pk, by=ana, revision=fresh(opened).revision)

    answer = do(
        of(ana), opened, "save", **form({**act.content, "quote_check_reason": "A misprint."}),
        act=act.pk, act_revision=act.revision,
    )  # fmt: skip

    assert answer.status_code == 302, answer.content.decode()
    drafts.submit(opened.pk, by=ana, revision=fresh(opened).revision)


def test_draft_that_is_checked_again_is_read_anew_where_anything_changed(paper):
    made = content(CATCH)
    twice = draft(DraftEntry("observation/2", made, "figure"), texts=PAPER.texts)

    def blocked():
        return [finding.where for finding in check(twice) if finding.code == "quote-disagrees"]

    assert blocked() == []
    kept = twice.readings.of[made["id"]]
    assert blocked() == []
    assert twice.readings.of[made["id"]] is kept

    made["value"] = "243"
    assert blocked() == ["figure: value"]
    made["value"] = "24.3"
    assert blocked() == []

    (period,) = (one for one in made["citations"] if one["role"] == "period")
    shift = PAPER.text.index("2015") - period["start"]
    period["start"], period["end"] = period["start"] + shift, period["end"] + shift
    assert "figure: period" in blocked()
    period["start"], period["end"] = period["start"] - shift, period["end"] - shift
    assert blocked() == []

    kept = twice.readings.of[made["id"]]
    published(indicator("catch", "mass", name="Haul"))
    assert blocked() == []
    assert twice.readings.of[made["id"]] is not kept
