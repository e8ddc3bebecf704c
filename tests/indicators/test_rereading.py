"""What changed in the words of a figure is read anew: the new value is proposed, or none."""

import random
from dataclasses import dataclass, replace

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.curation.worklist.reading import Edition, Quote
from indicators.curation.worklist.rereading import Member, reread
from sources.anchoring.anchor import anchor
from sources.anchoring.model import State
from sources.meaning.agreeing import agree
from sources.numerals import read_once
from tests.sources import editions

AROUND = (
    "Report on the valley of Upper Milldale and its orchards.\n\n"
    "Nobody could say where the others went; the wolves, as always, were blamed for it. "
    "The council met twice and adjourned without a single decision.\n\n",
    "\n\nThe ferry did not run, since the ferryman was ill and had no brother. "
    "Rain fell for most of the summer, which pleased the farmers.\n",
)


@dataclass(frozen=True)
class Told:
    """A sentence with a figure: its words in parts, what it says, and the roles of its quotes."""

    sentence: str
    parts: dict[str, str]
    says: dict[str, object]
    quotes: tuple[tuple[str, str], ...]  # role, name of the part (parts joined by +)

    def text(self) -> str:
        return AROUND[0] + self.sentence.format(**self.parts) + AROUND[1]

    def spans(self) -> list[tuple[str, int, int]]:
        """The quotes' places in the text."""
        found = []
        for role, names in self.quotes:
            first, last = names.split("+")[0], names.split("+")[-1]
            start = len(AROUND[0]) + len(self._before(first))
            end = len(AROUND[0]) + len(self._before(last)) + len(self.parts[last])
            found.append((role, start, end))
        return found

    def _before(self, name: str) -> str:
        return self.sentence[: self.sentence.index("{" + name + "}")].format(**self.parts)

    def with_part(self, name: str, words: str, **says: object) -> "Told":
        return replace(self, parts={**self.parts, name: words}, says={**self.says, **says})


def carried(
    old: Told | str, new: str, content: dict, spans: list, language: str = "en"
) -> tuple[dict, list[Member]]:
    """What a figure of one text becomes in another, and the members that are named."""
    before = old if isinstance(old, str) else old.text()
    made = anchor(before, new, [(start, end) for _, start, end in spans], language)
    quotes = [
        Quote(
            role, (a.start, a.end),
            (a.place.start, a.place.end) if a.place and a.state is not State.AMBIGUOUS else None,
            a.state.value,
        )
        for (role, _, _), a in zip(spans, made, strict=True)
    ]  # fmt: skip
    was = Edition(before, language, read_once(before, language))
    now = Edition(new, language, read_once(new, language))
    members = reread(content, quotes, was, now)
    result = dict(content)
    for member in members:
        result[member.name] = member.now
    return result, members


YEARS = st.integers(1990, 2030).map(str)
NUMBERS = st.integers(1_001, 999_999).map(lambda n: f"{n:,}")
UNITS = st.sampled_from([("hectares", "har"), ("metric tons", "t"), ("kilograms", "kg"),
                         ("square kilometers", "km2"), ("percent", "%")])  # fmt: skip


def plain(words: str) -> str:
    return words.replace(",", "")


@st.composite
def levels(draw: st.DrawFn) -> Told:
    number, year, (unit, code) = draw(NUMBERS), draw(YEARS), draw(UNITS)
    sentence = draw(st.sampled_from([
        "The farmers of the valley had {number} {unit} of it in {year}, said the mayor.",
        "In {year} the farmers of the valley had {number} {unit} of it, said the mayor.",
    ]))  # fmt: skip
    says = {"value": plain(number), "unit": code, "period": year, "period_basis": "stated",
            "kind": "level", "decimals": 0, "qualifier": "exact"}  # fmt: skip
    quotes = [("value", "number+unit"), *draw(st.sampled_from([[("period", "year")], []]))]
    return Told(sentence, {"number": number, "unit": unit, "year": year}, says, tuple(quotes))


@st.composite
def changes(draw: st.DrawFn) -> Told:
    year, before = draw(YEARS), draw(YEARS)
    number, base = str(draw(st.integers(2, 95))), draw(NUMBERS)
    verb, direction = draw(st.sampled_from([("increase", "increase"), ("decrease", "decrease")]))
    sentence = (
        "It was a {number} percent {verb} in {year} from {base} hectares in {before}, they said."
    )
    says = {"value": number, "unit": "%", "period": year, "period_basis": "stated",
            "kind": "change", "direction": direction, "base_value": plain(base),
            "base_period": before, "decimals": 0, "qualifier": "exact"}  # fmt: skip
    parts = {"number": number, "verb": verb, "year": year, "base": base, "before": before}
    return Told(sentence, parts, says, (("value", "number+verb"), ("period", "year")))


def same(name: str, one: object, other: object) -> bool:
    return agree(name, None if one is None else str(one), None if other is None else str(other))


def never_the_old(told: Told, changed: Told, names: tuple[str, ...]) -> None:
    result, members = carried(told, changed.text(), told.says, told.spans())
    for name in names:
        if same(name, told.says.get(name), changed.says.get(name)):
            continue
        got = result.get(name)
        assert got is None or same(name, got, changed.says.get(name)), (name, got, members)
        assert name in [member.name for member in members]


FAST = settings(max_examples=60, deadline=None)


@FAST
@given(levels(), NUMBERS)
def test_changed_number(told, number):
    never_the_old(told, told.with_part("number", number, value=plain(number)), ("value",))


@FAST
@given(levels())
def test_sign_that_appears(told):
    changed = told.with_part("number", f"-{told.parts['number']}", value=f"-{told.says['value']}")

    never_the_old(told, changed, ("value",))


@FAST
@given(levels(), UNITS)
def test_changed_unit(told, unit):
    never_the_old(told, told.with_part("unit", unit[0], unit=unit[1]), ("unit",))


@FAST
@given(levels(), YEARS)
def test_changed_period(told, year):
    never_the_old(told, told.with_part("year", year, period=year), ("period",))


@FAST
@given(levels(), st.sampled_from([("million", 6), ("thousand", 3), ("billion", 9)]))
def test_scale_that_appears(told, scale):
    number = f"{told.parts['number']} {scale[0]}"
    value = str(int(told.says["value"]) * 10 ** scale[1])

    never_the_old(told, told.with_part("number", number, value=value), ("value",))


@FAST
@given(levels(), st.sampled_from([("more than", "value_low", "low_open"),
                                  ("less than", "value_high", "high_open")]))  # fmt: skip
def test_bound_that_appears(told, bound):
    words, name, opened = bound
    number = f"{words} {told.parts['number']}"
    says = {"value": None, name: told.says["value"], opened: "true"}

    never_the_old(told, told.with_part("number", number, **says), ("value", name))


@FAST
@given(changes(), YEARS, NUMBERS)
def test_changed_base(told, year, number):
    never_the_old(told, told.with_part("before", year, base_period=year), ("base_period",))
    never_the_old(told, told.with_part("base", number, base_value=plain(number)), ("base_value",))


@FAST
@given(changes())
def test_changed_direction(told):
    other = {"increase": "decrease", "decrease": "increase"}[told.parts["verb"]]

    never_the_old(told, told.with_part("verb", other, direction=other), ("direction",))


PAIRS = [
    "The farmers kept {a} sheep in {one} and {b} sheep in {two}, said the mayor of the valley.",
    "In {one} the farmers kept {a} sheep, and in {two} they kept {b} sheep, said the mayor.",
    "The farmers kept {b} sheep in {two}, after {a} sheep in {one}, said the mayor.",
    "The farmers kept {a} and {b} sheep in {one} and {two}, respectively, said the mayor.",
]


@FAST
@given(
    st.lists(NUMBERS, min_size=2, max_size=2, unique=True),
    st.lists(YEARS, min_size=2, max_size=2, unique=True),
    st.sampled_from(PAIRS),
    st.booleans(),
)
def test_exchanged_years_never_give_the_period_of_the_other_figure(numbers, years, pair, cited):
    parts = {"a": numbers[0], "b": numbers[1], "one": years[0], "two": years[1]}
    swapped = {**parts, "one": years[1], "two": years[0]}
    new = AROUND[0] + pair.format(**swapped) + AROUND[1]
    for part, year in (("a", "one"), ("b", "two")):
        quotes = (("value", part), *((("period", year),) if cited else ()))
        says = {"value": plain(parts[part]), "unit": "1", "period": parts[year],
                "period_basis": "stated", "kind": "level", "decimals": 0}  # fmt: skip
        told = Told(pair, parts, says, quotes)

        result, members = carried(told, new, says, told.spans())

        assert result["period"] in (None, swapped[year]), members


def test_report_of_the_next_year():
    old = (
        "Report on the orchards.\n\nOrchards covered 50,500 hectares of Orchardia in 2020. The "
        "ministry estimates that the harvest of\napples came to 410,000 metric tons for the whole "
        "country in 2020, most of it from old trees.\n\nIn the northern valley, apples grew on "
        "12,400 hectares\nin 2020, which is less than in any year since the ministry began.\n"
    )
    new = (
        old.replace("50,500 hectares of Orchardia in 2020", "52,000 hectares of Orchardia in 2021")
        .replace("410,000 metric tons", "430,000 kilograms")
        .replace("country in 2020", "country in 2021")
        .replace("12,400 hectares", "12,400 acres")
    )

    def become(words: str, period: str, unit: str) -> dict:
        start, year = old.index(words), old.index("2020", old.index(words))
        content = {"value": words.split()[0].replace(",", ""), "unit": unit, "period": period,
                   "period_basis": "stated", "kind": "level", "decimals": 0}  # fmt: skip
        spans = [("value", start, start + len(words)), ("period", year, year + 4)]
        return carried(old, new, content, spans)[0]

    first, second, third = (
        become("50,500 hectares", "2020", "har"),
        become("410,000 metric tons", "2020", "t"),
        become("12,400 hectares", "2020", "har"),
    )
    assert (first["value"], first["unit"], first["period"]) == ("52000", "har", "2021")
    assert (second["value"], second["unit"], second["period"]) == ("430000", "kg", "2021")
    assert (third["value"], third["unit"], third["period"]) == ("12400", "[acr_us]", "2020")


TABLE = (
    "Sheep of the valley, by farm and year\n\nFarm\t2012\t2013\nNorth\t1,200\t1,300\n"
    "South\t2,200\t2,300\n\nSource: the council.\n"
)


@pytest.mark.parametrize(
    ("new", "period"),
    [
        (TABLE.replace("2012\t2013", "2013\t2014"), (None,)),
        (TABLE.replace("2012\t", "2011\t2012\t").replace("North\t", "North\t1,100\t")
         .replace("South\t", "South\t2,100\t"), ("2012",)),
    ],
)  # fmt: skip
def test_cell_keeps_the_year_of_its_column(new, period):
    start = TABLE.index("1,200")
    content = {"value": "1200", "unit": "1", "period": "2012", "period_basis": "stated",
               "kind": "level", "decimals": 0}  # fmt: skip
    head = TABLE.index("2012")

    result, _ = carried(TABLE, new, content,
                        [("value", start, start + 5), ("period", head, head + 4)])  # fmt: skip

    assert result["period"] in period
    assert result["value"] in (None, "1200")


BUDGET = (
    "Budget of the valley, in thousands of dollars\n\nItem\t2012\t2013\nRoads\t1,200\t1,300\n"
    "Mills\t2,200\t2,300\n\nSource: the council.\n"
)


@pytest.mark.parametrize(
    ("old", "new", "member", "now"),
    [
        ("thousands", "millions", "value", (None, "1200000000")),
        ("dollars", "euros", "unit", (None, "EUR")),
        ("\t1,200", "\t(1,200)", "value", (None, "-1200000")),
        ("\t1,200", "\t-1,200", "value", (None, "-1200000")),
        ("\t1,200", "\t1,250", "value", ("1250000",)),
        ("Item\t2012", "Item\t2011\t2012", "value", ("1200000",)),
    ],
)
def test_title_sign_and_columns_of_a_table(old, new, member, now):
    text = BUDGET.replace(old, new)
    if "2011" in new:
        text = text.replace("Roads\t", "Roads\t1,100\t").replace("Mills\t", "Mills\t2,100\t")
    start, year = BUDGET.index("1,200"), BUDGET.index("2012")
    content = {"value": "1200000", "unit": "USD", "period": "2012", "period_basis": "stated",
               "kind": "level", "decimals": -3}  # fmt: skip

    result, members = carried(
        BUDGET, text, content, [("value", start, start + 5), ("period", year, year + 4)]
    )

    assert result[member] in now, members
    assert result["period"] == "2012"


SPANISH = (
    "Informe del valle.\n\nEl consejo se reunió dos veces sin decidir nada en absoluto.\n\n"
    "La producción {verb} 5 por ciento en {year} respecto de {base}, según el alcalde.\n"
)


@pytest.mark.parametrize(
    ("part", "words", "member", "now"),
    [
        ("verb", "disminuyó", "direction", "decrease"),
        ("year", "2014", "period", "2014"),
        ("base", "2010", "base_period", "2010"),
    ],
)
def test_spanish_words(part, words, member, now):
    parts = {"verb": "aumentó", "year": "2012", "base": "2011"}
    old, new = SPANISH.format(**parts), SPANISH.format(**{**parts, part: words})
    content = {"value": "5", "unit": "%", "period": "2012", "period_basis": "stated",
               "kind": "change", "direction": "increase", "base_period": "2011",
               "decimals": 0}  # fmt: skip
    spans = [(role, old.index(quote), old.index(quote) + len(quote))
             for role, quote in (("value", "5 por ciento"), ("period", "2012"))]  # fmt: skip

    result, members = carried(old, new, content, spans, "es")

    assert result[member] in (None, now), members
    assert result[member] == now or any(m.name == member and m.question for m in members)


def test_words_that_no_reader_knows_leave_the_direction_empty():
    old = AROUND[0] + "Output zoomed by 5 percent in 2012 from 2011, said the mayor." + AROUND[1]
    content = {"value": "5", "unit": "%", "period": "2012", "period_basis": "stated",
               "kind": "change", "direction": "increase", "base_period": "2011",
               "decimals": 0}  # fmt: skip
    start = old.index("5 percent")

    result, members = carried(
        old, old.replace("zoomed", "whooshed"), content, [("value", start, start + 9)]
    )

    assert result["direction"] is None, members


def test_coded_answer_is_left_empty_where_its_words_changed():
    old = AROUND[0] + "The valley is party to the convention, said the mayor." + AROUND[1]
    content = {"value_code": "yes", "kind": "coded", "period": "2012",
               "period_basis": "release"}  # fmt: skip
    start = old.index("is party")

    result, _ = carried(
        old, old.replace("is party", "is not party"), content, [("value", start, start + 8)]
    )

    assert result["value_code"] is None


def test_language_without_a_reader_leaves_changed_members_empty():
    old = "Die Bauern hatten 1200 Schafe im Jahr 2012, sagte der Rat der Gemeinde im Herbst.\n"
    new = old.replace("1200", "1300").replace("2012", "2013")
    content = {"value": "1200", "unit": "1", "period": "2012", "period_basis": "stated",
               "kind": "level", "decimals": 0, "indicator": "sheep"}  # fmt: skip
    spans = [(role, old.index(words), old.index(words) + len(words))
             for role, words in (("value", "1200"), ("period", "2012"))]  # fmt: skip
    made = anchor(old, new, [(start, end) for _, start, end in spans], "de")
    quotes = [Quote(role, (a.start, a.end), (a.place.start, a.place.end), a.state.value)
              for (role, _, _), a in zip(spans, made, strict=True) if a.place]  # fmt: skip

    members = {m.name: m for m in reread(content, quotes, Edition(old, "de"), Edition(new, "de"))}

    assert members["value"].now is None
    assert members["period"].now is None
    assert all(members[name].question for name in ("value", "period"))
    assert "indicator" not in members


@pytest.mark.parametrize("path", editions.SEEDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("chance", range(2))
def test_corpus_with_one_year_or_digit_changed_keeps_no_old_member(path, chance):
    """In a copy of each seed text, figures' years and digits are others; nothing old is kept."""
    text, _ = editions.seed(path)
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    language, rng = content["source"]["language"], random.Random(chance)
    numerals = read_once(text, language)
    figures = [one for one in content["observations"] if "value" in one]
    # A long text takes longer to read again: fewer figures of it.
    count = min(len(figures), max(4, 250_000 // len(text)))
    for one in rng.sample(figures, count):
        spans = [(c["role"], int(c["start"]), int(c["start"]) + len(c["exact"]))
                 for c in one["citations"]]  # fmt: skip
        for role, member in (("value", "value"), ("period", "period")):
            place = next((s for s in spans if s[0] == role), None)
            digits = [i for i in range(*place[1:]) if text[i].isdecimal()] if place else []
            if not digits:
                continue
            at = digits[0] if role == "value" else digits[-1]
            digit = rng.choice([d for d in "123456789" if d != text[at]])
            new = text[:at] + digit + text[at + 1 :]
            old = {**one, "decimals": int(one["decimals"])} if "decimals" in one else one
            made = anchor(text, new, [(start, end) for _, start, end in spans], language)
            quotes = [
                Quote(r, (a.start, a.end),
                      (a.place.start, a.place.end)
                      if a.place and a.state is not State.AMBIGUOUS else None, a.state.value)
                for (r, _, _), a in zip(spans, made, strict=True)
            ]  # fmt: skip
            published = content["release"].get("published_on")
            was = Edition(text, language, numerals, published_on=published)
            now = Edition(new, language, read_once(new, language), published_on=published)
            members = {m.name: m for m in reread(old, quotes, was, now)}
            assert member in members, (one["n"], member, text[place[1] : place[2]])
            assert members[member].now is None or members[member].now != old[member]
