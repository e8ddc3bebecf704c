"""Claims recomputed: known answers from the seed documents, each relation's edges, properties."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.figures.checks import InvalidClaim, Operand, Outcome, Relation, restatement, verdict
from indicators.figures.quantities import QuantityError


def printed(value: str, decimals: int | None = 0, unit: str | None = None) -> Operand:
    return Operand(value=value, decimals=decimals, unit=unit)


def over(value: str) -> Operand:
    return Operand(low=value, low_open=True, decimals=0)


def up_to(value: str) -> Operand:
    return Operand(high=value, decimals=0)


@pytest.mark.parametrize(
    ("base", "current", "said", "direction", "outcome", "computed"),
    [
        ("49500", "50500", "2", "increase", "consistent_after_rounding", "2.020202"),
        ("62500", "60400", "3", "decrease", "consistent_after_rounding", "3.36"),
        ("62500", "60400", "4", "decrease", "inconsistent", "3.36"),
        ("62500", "60400", "3", "increase", "inconsistent", "-3.36"),
        ("200", "300", "50", "increase", "consistent", "50"),
        ("200", "100", "50", "decrease", "consistent", "50"),
        ("1930", "2240", "16", "increase", "consistent_after_rounding", "16.062176"),
        ("14171", "23785", "68", "increase", "consistent_after_rounding", "67.842778"),
    ],
)
def test_percent_change(
    base: str, current: str, said: str, direction: str, outcome: Outcome, computed: str
) -> None:
    found = verdict(
        "change_percent",
        {"base": printed(base), "current": printed(current)},
        printed(said, None, "%"),
        direction=direction,  # type: ignore[arg-type]
    )

    assert (found.outcome, found.computed) == (outcome, computed)


def test_percent_change_from_another_percentage_of_digits_is_judged_at_its_decimals() -> None:
    inputs = {"base": printed("49500"), "current": printed("50500")}

    assert verdict("change_percent", inputs, printed("2.0", 1)).outcome == (
        "consistent_after_rounding"
    )
    assert verdict("change_percent", inputs, printed("2.1", 1)).outcome == "inconsistent"


def test_rounded_operands_widen_the_answer() -> None:
    coarse = {"base": printed("11000000", -6), "current": printed("13000000", -6)}

    assert verdict("change_percent", coarse, printed("25")).outcome == "consistent_after_rounding"
    assert verdict("change_percent", coarse, printed("32")).outcome == "inconsistent"


def test_absolute_change_and_multiple() -> None:
    inputs = {"base": printed("220"), "current": printed("256")}

    assert verdict("change_absolute", inputs, printed("36")).outcome == "consistent"
    assert verdict("change_absolute", inputs, printed("38")).outcome == "inconsistent"
    doubled = {"base": printed("100"), "current": printed("208")}
    assert verdict("multiple", doubled, printed("2", None)).outcome == "consistent_after_rounding"


def test_change_beyond_a_bound() -> None:
    inputs = {"base": printed("100"), "current": printed("140")}

    assert verdict("change_percent", inputs, over("30"), direction="increase").outcome == (
        "consistent"
    )
    assert verdict("change_percent", inputs, over("50"), direction="increase").outcome == (
        "inconsistent"
    )


def test_stable_needs_no_printed_number() -> None:
    def outcome(base: str, current: str) -> Outcome:
        inputs = {"base": printed(base), "current": printed(current)}
        return verdict("change_percent", inputs, direction="stable").outcome

    assert outcome("375", "375") == "consistent"
    assert outcome("375", "376") == "consistent_after_rounding"
    assert outcome("375", "390") == "inconsistent"


def test_sum_of_the_parts() -> None:
    parts = {"base": printed("11", 0, "t"), "hydrochloride": printed("13.3", 1, "t")}

    assert verdict("sum", parts, printed("24.3", 1, "t")).outcome == "consistent"
    assert verdict("sum", parts, printed("24.5", 1, "t")).outcome == "consistent_after_rounding"
    assert verdict("sum", parts, printed("26", 0, "t")).outcome == "inconsistent"


def test_share() -> None:
    inputs = {"part": printed("15"), "whole": printed("80")}

    assert verdict("share", inputs, printed("18.75", 2, "%")).outcome == "consistent"
    assert verdict("share", inputs, printed("19", 0, "%")).outcome == "consistent_after_rounding"
    assert verdict("share", inputs, printed("25", 0, "%")).outcome == "inconsistent"


def test_share_of_a_fraction_in_words() -> None:
    inputs = {"part": printed("38"), "whole": printed("115")}

    assert verdict("share", inputs, printed("33.33", None, "%")).outcome == (
        "consistent_after_rounding"
    )


@pytest.mark.parametrize(
    ("relation", "left", "right", "outcome"),
    [
        ("exceeds", printed("23785"), printed("14171"), "consistent"),
        ("exceeds", printed("311"), printed("142"), "consistent"),
        ("exceeds", printed("142"), printed("311"), "inconsistent"),
        ("exceeds", printed("5"), printed("5"), "consistent_after_rounding"),
        ("exceeds", over("17000"), printed("17000"), "consistent"),
        ("exceeds", printed("17000"), over("17000"), "inconsistent"),
        ("exceeds", over("17000"), printed("20000"), "not_checkable"),
        ("below", printed("11000000", -6), printed("13000000", -6), "consistent"),
        ("below", up_to("40"), printed("50"), "consistent"),
        ("below", printed("50"), up_to("40"), "inconsistent"),
        ("equal", printed("375"), printed("375"), "consistent"),
        ("equal", printed("12", 0), printed("12.4", 1), "consistent_after_rounding"),
        ("equal", printed("12"), printed("14"), "inconsistent"),
    ],
)
def test_comparison(relation: Relation, left: Operand, right: Operand, outcome: Outcome) -> None:
    assert verdict(relation, {"left": left, "right": right}).outcome == outcome


def test_comparison_with_a_bound_names_the_vague_side() -> None:
    inputs = {"left": printed("20000"), "right": over("17000")}

    assert verdict("exceeds", inputs).missing == ("right",)
    assert verdict("below", inputs).missing == ("right",)


def test_rank_among_the_given() -> None:
    inputs: dict[str, Operand | None] = {
        "a": printed("99"),
        "b": printed("60"),
        "c": printed("60"),
        "d": printed("12"),
    }

    def outcome(subject: str, said: str, *, smallest_first: bool = False) -> Outcome:
        place = printed(said, None)
        return verdict(
            "rank", inputs, place, subject=subject, smallest_first=smallest_first
        ).outcome

    assert outcome("a", "1") == "consistent"
    assert outcome("a", "2") == "inconsistent"
    assert outcome("b", "3") == "consistent_after_rounding"  # shares places two and three
    assert outcome("d", "1", smallest_first=True) == "consistent"


@pytest.mark.parametrize(
    ("earlier", "later", "agreed"),
    [
        (printed("49500"), printed("49500"), "complete"),
        (printed("49500.0", 1), printed("49500"), "complete"),
        (printed("11.6", 1), printed("12", 0), "consistent"),
        (printed("11.5", 1), printed("12", 0), "consistent"),
        (printed("11.4", 1), printed("12", 0), "inconsistent"),
        (printed("11600000", -5), printed("11643210", 0), "consistent"),
        (printed("49500"), printed("50000"), "inconsistent"),
        (over("17000"), over("17000"), "complete"),
        (over("17000"), printed("17250"), "consistent"),
        (over("17000"), printed("16000"), "inconsistent"),
    ],
)
def test_restatement(earlier: Operand, later: Operand, agreed: str) -> None:
    assert restatement(earlier, later) == agreed
    assert restatement(later, earlier) == agreed
    outcome = verdict("restatement", {"earlier": earlier, "later": later}).outcome
    assert (
        outcome
        == {
            "complete": "consistent",
            "consistent": "consistent_after_rounding",
            "inconsistent": "inconsistent",
        }[agreed]
    )


# -- what can't be checked ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("relation", "inputs", "said", "missing"),
    [
        ("change_percent", {"current": printed("5")}, printed("38"), ("base",)),
        ("change_percent", {}, printed("38"), ("base", "current")),
        ("change_percent", {"base": Operand(), "current": printed("5")}, printed("3"), ("base",)),
        ("change_percent", {"base": printed("4"), "current": printed("5")}, None, ("printed",)),
        ("sum", {"a": printed("1"), "b": None}, printed("3"), ("b",)),
        ("sum", {}, printed("3"), ("inputs",)),
        ("share", {"part": printed("1"), "whole": printed("0")}, printed("3"), ("whole",)),
        (
            "change_percent",
            {"base": printed("0"), "current": printed("5")},
            printed("3"),
            ("base",),
        ),
        ("sum", {"a": over("1"), "b": printed("2")}, printed("3"), ("a",)),
        (
            "sum",
            {"a": printed("1", 0, "kg"), "b": printed("2", 0, "t")},
            printed("3"),
            ("a", "b"),
        ),
    ],
)
def test_missing_operand_is_named(
    relation: Relation,
    inputs: dict[str, Operand | None],
    said: Operand | None,
    missing: tuple[str, ...],
) -> None:
    found = verdict(relation, inputs, said)

    assert (found.outcome, found.missing) == ("not_checkable", missing)
    assert found.reason


def test_divisor_that_may_round_from_zero_refuses_nothing() -> None:
    inputs = {"base": printed("0.1", 0), "current": printed("5")}

    assert verdict("change_percent", inputs, printed("3")).outcome == "consistent_after_rounding"


@pytest.mark.parametrize(
    ("relation", "inputs", "options", "says"),
    [
        ("growth", {}, {}, "unknown relation 'growth'"),
        ("share", {"base": printed("1")}, {}, "unknown operand 'base'; expected part, whole"),
        ("rank", {"a": printed("1")}, {"subject": "b"}, "subject 'b' is not among"),
        ("sum", {"a": printed("1")}, {"direction": "increase"}, "takes no direction"),
        ("sum", {str(n): None for n in range(1001)}, {}, "1001 operands"),
        ("sum", {"a": printed("1", 61)}, {}, "decimals 61"),
    ],
)
def test_malformed_claim_is_refused(
    relation: Relation, inputs: dict[str, Operand | None], options: dict[str, str], says: str
) -> None:
    with pytest.raises(InvalidClaim) as refused:
        verdict(relation, inputs, printed("3"), **options)  # type: ignore[arg-type]

    assert says in str(refused.value)


def test_malformed_number_is_refused() -> None:
    with pytest.raises(QuantityError):
        verdict("sum", {"a": printed("1,000")}, printed("1000"))


# -- properties -----------------------------------------------------------------------------------

NUMBERS = st.integers(1, 10**9)
PLACES = st.integers(0, 6)


def shown(number: Fraction, places: int) -> Operand:
    """The number rounded to the places, as a document prints it."""
    scaled = round(number * 10**places)
    digits = str(abs(scaled)).rjust(places + 1, "0")
    sign = "-" if scaled < 0 else ""
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return Operand(value=sign + text, decimals=places)


@given(NUMBERS, NUMBERS, PLACES)
def test_true_change_printed_at_any_precision_is_never_refused(
    base: int, current: int, places: int
) -> None:
    change = Fraction(current - base, base) * 100
    inputs = {"base": printed(str(base)), "current": printed(str(current))}

    assert verdict("change_percent", inputs, shown(change, places)).outcome != "inconsistent"


@given(NUMBERS, NUMBERS, PLACES, PLACES)
def test_true_share_of_rounded_numbers_is_never_refused(
    part: int, rest: int, fine: int, coarse: int
) -> None:
    whole = part + rest
    inputs = {
        "part": shown(Fraction(part, 1000), fine),
        "whole": shown(Fraction(whole, 1000), coarse),
    }

    found = verdict("share", inputs, shown(Fraction(part, whole) * 100, 1))

    assert found.outcome != "inconsistent"


@given(st.lists(NUMBERS, min_size=1, max_size=8), st.integers(1, 10**6))
def test_sum_of_integers_is_exact_and_a_wrong_total_is_refused(parts: list[int], off: int) -> None:
    inputs: dict[str, Operand | None] = {f"p{n}": printed(str(p)) for n, p in enumerate(parts)}
    far = sum(parts) + off + len(parts) + 1

    assert verdict("sum", inputs, printed(str(sum(parts)))).outcome == "consistent"
    assert verdict("sum", inputs, printed(str(far))).outcome == "inconsistent"


@given(NUMBERS, NUMBERS)
def test_exceeds_and_below_mirror_each_other(a: int, b: int) -> None:
    left, right = printed(str(a)), printed(str(b))

    exceeds = verdict("exceeds", {"left": left, "right": right})
    below = verdict("below", {"left": right, "right": left})

    assert exceeds.outcome == below.outcome
    assert (exceeds.outcome == "consistent") == (a > b)


@given(NUMBERS, PLACES, PLACES)
def test_restatement_of_one_number_at_two_precisions_agrees(n: int, a: int, b: int) -> None:
    number = Fraction(n, 10**6)

    assert restatement(shown(number, a), shown(number, b)) != "inconsistent"


@given(st.lists(NUMBERS, min_size=1, max_size=8, unique=True))
def test_ranks_by_size_are_consistent(numbers: list[int]) -> None:
    inputs: dict[str, Operand | None] = {str(n): printed(str(n)) for n in numbers}

    for place, number in enumerate(sorted(numbers, reverse=True), start=1):
        said = printed(str(place), None)
        assert verdict("rank", inputs, said, subject=str(number)).outcome == "consistent"
