"""Re-anchoring: numerals never slide, the unchanged is found again, a person settles doubt."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.anchoring.anchor import anchor
from sources.anchoring.model import PASSING, Anchor, State
from sources.anchoring.numbers import numerals
from sources.anchoring.tokens import tokens
from tests.sources import editions
from tests.sources.editions import Edition, Span, edition

DOCUMENTS = pytest.mark.parametrize("path", editions.SEEDS, ids=lambda path: path.stem)
SEEDS_OF_CHANCE = pytest.mark.parametrize("chance", range(3))

REPORT = (
    "Harvest report of the valley. In 2012 the farmers of Upper Milldale planted 50,500 hectares "
    "of barley, two percent more than in 2011. The mill ground 38 percent of it.\n\n"
    "Of the 62,500 sheep that were counted in spring, 60,400 were still there in autumn. "
    "Nobody could say where the others went; the wolves, as always, were blamed for it.\n\n"
    "The council paid $11 million for roads and $13.3 million for bridges in the whole period.\n"
)
FOREIGN = (
    "Meanwhile 17 visitors from abroad admired 3 old windmills without any further comment.\n\n"
)


def span(text: str, quote: str) -> Span:
    start = text.index(quote)
    return start, start + len(quote)


def one(old: str, new: str, quote: str) -> Anchor:
    return anchor(old, new, [span(old, quote)])[0]


def quoted(made: Anchor, new: str) -> str:
    assert made.place is not None
    return new[made.place.start : made.place.end]


def forms(text: str) -> list[str]:
    return [word.form for word in tokens(text)]


@DOCUMENTS
@SEEDS_OF_CHANCE
def test_anchor_altered_digit_in_every_passage_none_is_silent(path, chance):
    text, passages = editions.seed(path)
    new = editions.digits_altered(text, passages, random.Random(chance))

    made = anchor(text, new, passages)

    altered = [a for a in made if text[a.start : a.end] != new[a.start : a.end]]
    assert altered
    assert {a.state for a in altered} <= {State.NUMBER_CHANGED, State.AMBIGUOUS}
    # Where a place is shown to the person, nearly always it is the right one.
    right = sum(
        a.place is not None and (a.place.start, a.place.end) == (a.start, a.end) for a in altered
    )
    assert right >= 0.95 * len(altered)
    # What was not altered may pass, at its own place only.
    assert all(a.place and a.place.start == a.start for a in made if a.state in PASSING)


def _require_found(text: str, passages: list[Span], made: Edition, share: float) -> None:
    """Every passing passage is at its place; `share` of those that are still there are found."""
    found = expected = 0
    for was, place in zip(
        anchor(text, made.text, passages), map(made.place_of, passages), strict=True
    ):
        here = was.place and (was.place.start, was.place.end)
        if was.state in PASSING:
            assert here == place, (text[was.start : was.end], was, place)
        expected += place is not None
        found += place is not None and here == place
    assert found >= share * expected, (found, expected)


@DOCUMENTS
def test_anchor_in_same_text_all_are_same(path):
    text, passages = editions.seed(path)

    made = anchor(text, text, passages)

    assert {a.state for a in made} == {State.SAME}
    assert all(a.place and (a.place.start, a.place.end) == (a.start, a.end) for a in made)


@DOCUMENTS
@pytest.mark.parametrize("width", [30, 72, 200])
def test_anchor_in_rewrapped_lines(path, width):
    text, passages = editions.seed(path)

    _require_found(text, passages, editions.rewrapped(text, width), 0.99)


@DOCUMENTS
@SEEDS_OF_CHANCE
def test_anchor_in_other_typography(path, chance):
    text, passages = editions.seed(path)

    _require_found(text, passages, editions.retyped(text, random.Random(chance)), 0.99)


@DOCUMENTS
@SEEDS_OF_CHANCE
def test_anchor_with_moved_sentences(path, chance):
    text, passages = editions.seed(path)
    pieces, rng = editions.sentences(text), random.Random(chance)
    for at in rng.sample(range(len(pieces)), max(1, len(pieces) // 10)):
        pieces.insert(rng.randrange(len(pieces)), pieces.pop(at))

    _require_found(text, passages, edition(text, pieces), 0.99)


@DOCUMENTS
@SEEDS_OF_CHANCE
def test_anchor_with_inserted_and_deleted_paragraphs(path, chance):
    text, passages = editions.seed(path)
    rng, pieces = random.Random(chance), []
    for paragraph in editions.paragraphs(text):
        if rng.random() < 0.15:
            pieces.append((FOREIGN, None))
        if rng.random() > 0.15:
            pieces.append(paragraph)

    _require_found(text, passages, edition(text, pieces), 0.99)


@pytest.mark.parametrize(
    ("quote", "old", "new", "was", "now"),
    [
        ("50,500 hectares", "50,500", "49,500", "50,500", "49,500"),
        ("50,500", "50,500", "150,500", "50,500", "150,500"),
        ("38 percent", "38 percent", "38.5 percent", "38", "38.5"),
        ("38", "38", "138", "38", "138"),
        ("$11 million", "$11", "$11.0", "11", "11.0"),
        ("2012", "In 2012", "In 2013", "2012", "2013"),
        ("60,400", "60,400", "60.400", "60,400", "60.400"),
        ("50,500 hectares", "50,500", "50,500²", "50,500", "50,500²"),
    ],
)
def test_anchor_changed_number_shows_both(quote, old, new, was, now):
    text = REPORT.replace(old, new)

    made = one(REPORT, text, quote)

    assert made.state is State.NUMBER_CHANGED
    assert "".join(made.old_numerals) == was
    assert "".join(made.new_numerals) == now
    assert made.place is not None
    assert made.place.score >= 80


def test_anchor_sign_before_number_is_not_silent():
    old = REPORT.replace("38 percent", "about 5 percent")

    made = one(old, old.replace("about 5", "about -5"), "5 percent")

    assert made.state not in PASSING


def test_anchor_number_moved_and_changed_is_not_silent():
    first, second, third = REPORT.split("\n\n")
    new = "\n\n".join([third.strip(), first, second.replace("60,400", "61,400")]) + "\n"

    made = one(REPORT, new, "60,400")

    assert made.state is State.NUMBER_CHANGED
    assert quoted(made, new) == "61,400"


def test_anchor_values_exchanged_between_rows():
    rows = ["Lima\t120\t2014\n", "Cusco\t340\t2014\n", "Piura\t560\t2014\n", "Tacna\t780\t2014\n"]
    old = REPORT + "".join(rows)
    new = old.replace("120", "x").replace("340", "120").replace("x", "340")

    made = anchor(old, new, [span(old, "120"), span(old, "340")])

    assert all(a.state not in PASSING for a in made)


def test_anchor_rows_exchanged_keep_their_words():
    rows = [f"The district of {name} counted {n} goats there\n" for name, n in
            [("Lima", 120), ("Cusco", 340), ("Piura", 560), ("Tacna", 780)]]  # fmt: skip
    old, new = REPORT + "".join(rows), REPORT + "".join(reversed(rows))

    for number in ("120", "340", "560", "780"):
        made = one(old, new, number)
        assert made.place is None or quoted(made, new) == number


def test_anchor_twin_stays_while_original_is_altered():
    twin = "The inspectors counted 42 boats in the harbour that day."
    old = f"{REPORT}In the north all was quiet. {twin}\n\nIn the south it rained. {twin}\n"
    new = old.replace("42", "43", 1)

    first, second = anchor(old, new, [span(old, "42"), (old.rindex("42"), old.rindex("42") + 2)])

    assert (first.state, first.new_numerals) == (State.NUMBER_CHANGED, ("43",))
    assert second.state is State.SAME
    assert second.place is not None
    assert second.place.start == new.rindex("42")


def test_anchor_original_deleted_while_twin_stays():
    twin = "The inspectors counted 42 boats in the harbour that day."
    north = f"In the north all was quiet, said the old keeper of the light. {twin}\n\n"
    south = f"In the south it rained for a week, which pleased the farmers. {twin}\n"
    old, new = REPORT + north + south, REPORT + south

    made = one(old, new, "42")

    assert made.state not in PASSING


def test_anchor_indistinguishable_twins_are_ambiguous():
    twin = "The inspectors counted 42 boats in the harbour that day, and none of them was new.\n"
    old, new = REPORT + twin, twin + FOREIGN + twin + "Nothing else is known about the valley.\n"

    made = one(old, new, "42")

    assert made.state is State.AMBIGUOUS


def test_anchor_other_words_in_sentence_is_context_changed():
    new = REPORT.replace("farmers of Upper Milldale", "smallholders of Upper Milldale")

    made = one(REPORT, new, "50,500 hectares")

    assert made.state is State.CONTEXT_CHANGED
    assert quoted(made, new) == "50,500 hectares"


def test_anchor_negated_sentence_is_context_changed():
    new = REPORT.replace("were still there", "were no longer there")

    assert one(REPORT, new, "60,400").state is State.CONTEXT_CHANGED


def test_anchor_gone_passage_is_lost():
    made = one(REPORT, FOREIGN * 3, "50,500 hectares")

    assert made.state is State.LOST
    assert made.place is None
    assert made.old_numerals == ("50,500",)


def test_anchor_moved_paragraph_is_moved():
    parts = REPORT.strip().split("\n\n")
    new = "\n\n".join([parts[2], parts[0], parts[1]])

    made = anchor(REPORT, new, [span(REPORT, q) for q in ("50,500", "38 percent", "$11 million")])

    assert [a.state for a in made] == [State.SAME, State.SAME, State.MOVED]
    assert quoted(made[2], new) == "$11 million"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("the barley", "the bar\u00adley"),
        ("of barley", "of bar-\nley"),
        ("50,500 hectares", "50,500\u00a0hectares"),
        ("counted in spring, 60,400", "counted in\nspring,  60,400"),
        ("could say", "\u200bcould say"),
    ],
)
def test_anchor_through_typography(old, new):
    text = REPORT.replace(old, new)

    made = anchor(REPORT, text, [span(REPORT, "50,500 hectares"), span(REPORT, "60,400")])

    assert [a.state for a in made] == [State.SAME, State.SAME]
    assert forms(quoted(made[0], text)) == ["50,500", "hectares"]


@pytest.mark.parametrize("passage", [(0, 0), (5, 4), (-1, 3), (0, 10**6), (7, 8)])
def test_anchor_bad_passage_is_refused(passage):
    with pytest.raises(ValueError, match="passage"):
        anchor("Harvest report", "Harvest report", [passage])


def test_numerals_of_text():
    text = "$1.5 million or 12–14 percent of 10² ha in H1N1"

    assert [one.form for one in numerals(text)] == ["1.5", "12", "14", "10", "²", "1", "1"]


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        ("two percent", "three percent", "en"),
        ("second-largest", "third-largest", "en"),
        ("el segundo productor", "el tercer productor", "es"),
    ],
)
def test_anchor_changed_number_in_words(old, new, language):
    text = f"{REPORT}It was {old} that they told of at the long table in the evening.\n"

    made = anchor(text, text.replace(old, new), [span(text, old)], language)[0]

    assert made.state is State.NUMBER_CHANGED
    assert made.old_numerals != made.new_numerals


POOL = [
    "The mill of Ardale ground 120 sacks of barley in May. ",
    "The mill of Ardale ground 340 sacks of barley in June. ",
    "Rain fell on 12 days.\n",
    "In 2012 it was 7 percent.\n\n",
    "Nobody in the whole valley could say why 60 sheep were missing from the flock. ",
    "Total 120\n",
    "The council met twice and adjourned, as it always had, without a single decision. ",
]
DOCUMENT = st.lists(st.sampled_from(POOL), min_size=1, max_size=12)


@settings(max_examples=300, deadline=None)
@given(DOCUMENT, st.data())
def test_anchor_passing_means_same_words_in_a_place_of_its_own(pieces, data):
    old = "".join(pieces)
    new = "".join(data.draw(DOCUMENT | st.permutations(pieces)))
    digits = data.draw(st.lists(st.integers(0, len(new) - 1), max_size=3))
    altered = "".join("9" if i in digits and c.isdigit() else c for i, c in enumerate(new))
    passages = [(word.start, word.end) for word in tokens(old)]

    made = anchor(old, altered, passages)

    taken: dict[int, int] = {}
    for was in made:
        if was.state not in PASSING:
            continue
        assert forms(quoted(was, altered)) == forms(old[was.start : was.end])
        assert was.place is not None
        assert taken.setdefault(was.place.start, was.start) == was.start


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_anchor_any_texts(old, new):
    for was in anchor(old, new, [(w.start, w.end) for w in tokens(old)]):
        if was.state in PASSING:
            was_numbers, is_numbers = numerals(old[was.start : was.end]), numerals(quoted(was, new))
            assert [one.form for one in was_numbers] == [one.form for one in is_numbers]


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_tokens_cover_every_digit_once(text):
    found = tokens(text)

    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    inside = {i for word in found for i in range(word.start, word.end)}
    assert all(i in inside for i, c in enumerate(text) if c.isdigit())
    digits = [c for c in text if c.isdigit()]
    assert [c for word in found for c in word.form if c.isdigit()] == digits


def _long_text(rng: random.Random, count: int) -> str:
    vocabulary = [
        "".join(rng.choices("abcdefghijklmnop", k=rng.randint(2, 9))) for _ in range(3000)
    ]
    sentences = []
    for _ in range(count):
        picked = rng.choices(vocabulary, k=rng.randint(8, 24))
        picked.insert(rng.randrange(len(picked)), f"{rng.randint(1, 99)},{rng.randint(100, 999)}")
        sentences.append(" ".join(picked) + "." + ("\n\n" if rng.random() < 0.2 else " "))
    return "".join(sentences)


@pytest.mark.timed
@pytest.mark.parametrize("revised", [0.1, 1.0])
def test_anchor_thousand_passages_of_sixty_pages_in_seconds(revised):
    rng = random.Random(1)
    text = _long_text(rng, 2000)
    passages = [(w.start, w.end) for w in tokens(text) if w.is_number][:1000]
    new = editions.digits_altered(text, [p for p in passages if rng.random() < revised], rng)
    began = time.perf_counter()

    made = anchor(text, new, passages)

    assert time.perf_counter() - began < 10
    assert len(text) > 180_000
    unchanged = [a for a in made if text[a.start : a.end] == new[a.start : a.end]]
    passing = [a for a in made if a.state in PASSING]
    assert set(passing) <= set(unchanged)
    assert len(passing) >= 0.98 * len(unchanged)
