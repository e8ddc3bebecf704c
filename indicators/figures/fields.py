"""The one declaration of an observation: its fields, in the order of the wire.

Pure. From this table follow the shapes of entries, the forms and members of statements, the columns
that the projection fills, the served JSON, CSV and Parquet, filters, and the review of a draft;
docs and the columns of the model are tested against it. To add a field: a row here, a column in
indicators/models/observations.py with its migration, then `make schema` and the table in
docs/reference/data-model.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from indicators.figures.choices import (
    Basis,
    Direction,
    Kind,
    MissingReason,
    Modality,
    PeriodBasis,
    Qualifier,
    QuoteCheck,
    Role,
    Status,
    Words,
)

# What a value looks like: an id, a code of a vocabulary, one of a few words, a decimal as text, ...
Form = Literal[
    "id", "code", "choice", "period", "day", "pairs", "decimal", "number", "whole", "truth",
    "text", "quotes", "ids",
]  # fmt: skip
# Where a value comes from: the draft, and so the entry; the entry, as publishing completed it; its
# release and series; or the version that is read.
Origin = Literal["draft", "publishing", "derived", "version"]


WordList = type[Words]


@dataclass(frozen=True)
class Input:
    """How a person or a tool gives a field.

    options: the list of names that the page offers.
    """

    label: str
    hint: str = ""  # beside the field of the form
    options: str = ""
    help: str = ""  # for tools, where it differs from that of the field


@dataclass(frozen=True)
class Field:
    """One field of an observation.

    since: the version of the entry's type that brought it. required: in the entry, and so never
    null. null: said where it doesn't follow from required.
    filtered: has parameters in lists of observations. column: whether the table has one.
    default: what a statement says that leaves it out. of_kind: the only kind that may have it.
    input: None where no statement gives it.
    """

    name: str
    form: Form
    help: str
    origin: Origin = "draft"
    since: int = 1
    required: bool = False
    null: bool | None = None
    choices: WordList | None = None
    low: int = 0
    high: int = 0
    longest: int = 0
    filtered: bool = False
    column: bool = True
    default: str = ""
    of_kind: Kind | None = None
    input: Input | None = None

    @property
    def nullable(self) -> bool:
        """Whether it may be null where it is served."""
        return not self.required if self.null is None else self.null


OBSERVATION: tuple[Field, ...] = (
    Field(
        "id", "id", "Identifier for ever: <release>-<n>.", required=True, filtered=True,
    ),
    Field(
        "indicator", "id", "What is measured.", required=True, filtered=True,
        input=Input("Indicator", options="indicators"),
    ),
    Field(
        "area", "code", "Where.", required=True, filtered=True,
        input=Input("Area", options="areas"),
    ),
    Field(
        "period", "period", "ISO 8601 year, month, day or interval.", required=True, filtered=True,
        input=Input("Period", "2012, 2013-07, 2014/2018, 2017/.."),
    ),
    Field(
        "period_start", "day", "First day of the period; null when its beginning is open.",
        "derived",
    ),
    Field(
        "period_end", "day", "Last day; for an open end, the last day of publication.", "derived",
    ),
    Field(
        "period_basis", "choice", "Whether the document states the period.", required=True,
        choices=PeriodBasis, filtered=True, default="stated", input=Input("Period is"),
    ),
    Field(
        "producer", "id", "Who made the figure, where the document says.", filtered=True,
        input=Input("Producer", "who made the figure, if the text says so", "agencies"),
    ),
    Field(
        "voice", "id", "The producer, else the publisher of the document.", "derived", null=False,
        filtered=True,
    ),
    Field(
        "breakdown", "pairs", "dim=code;dim=code, sorted by dim.", filtered=True,
        input=Input("Breakdown", "dim=code;dim=code"),
    ),
    Field(
        "kind", "choice", "What sort of statement.", required=True, choices=Kind, filtered=True,
        default="level",
        input=Input("Kind", help="What sort of statement; level if nothing is said."),
    ),
    Field(
        "modality", "choice", "Actual, target or forecast.", required=True, choices=Modality,
        filtered=True, default="actual",
        input=Input("Modality", help="Actual if nothing is said."),
    ),
    Field(
        "value", "decimal", "The value; null for bounds, codes and missing values.", filtered=True,
        input=Input("Value", "digits and a point: 50500, 24.30", help="The value."),
    ),
    Field(
        "value_low", "decimal", "Lower bound of a range.", filtered=True,
        input=Input("At least"),
    ),
    Field(
        "value_high", "decimal", "Upper bound of a range.", filtered=True,
        input=Input("At most"),
    ),
    Field(
        "low_open", "truth", "Whether the lower bound itself is excluded (over 17,000).",
        input=Input("more than that"),
    ),
    Field(
        "high_open", "truth", "Whether the upper bound itself is excluded (under 40).",
        input=Input("less than that"),
    ),
    Field(
        "value_code", "code", "Answer, from the indicator's code list.", filtered=True,
        of_kind=Kind.CODED, input=Input("Coded value"),
    ),
    Field(
        "missing_reason", "choice", "Why there is no value.", choices=MissingReason, filtered=True,
        input=Input("No value because"),
    ),
    Field(
        "number", "number", "value as a JSON number; null for bounds and codes.", "derived",
        column=False,
    ),
    Field(
        "unit", "code", "UCUM or ISO 4217 code of the unit.", filtered=True,
        input=Input("Unit", options="units"),
    ),
    Field(
        "qualifier", "choice", "How certain the document says it is.", choices=Qualifier,
        filtered=True, input=Input("Qualifier"),
    ),
    Field(
        "decimals", "whole",
        "Place of the last printed digit: 1 for 24.3, -5 for 11.6 million; null: words.",
        low=-30, high=30, filtered=True,
        input=Input(
            "Decimals", "place of the last printed digit",
            help="Place of the last printed digit: 1 for 24.3, -5 for 11.6 million",
        ),
    ),
    Field(
        "as_written", "text", "The printed words of the value.", required=True, longest=1000,
        input=Input(
            "As written", "the words of the value, as printed",
            help="The printed words of the value; else those that its quote has.",
        ),
    ),
    Field(
        "base_period", "period", "Period with which a change compares.", filtered=True,
        of_kind=Kind.CHANGE, input=Input("Changed since"),
    ),
    Field(
        "base_value", "decimal", "Value in the base period, where the document gives it.",
        of_kind=Kind.CHANGE, input=Input("Value then", help="Value in the base period."),
    ),
    Field(
        "direction", "choice", "Direction of a change; its value is unsigned.", choices=Direction,
        filtered=True, of_kind=Kind.CHANGE, input=Input("Direction"),
    ),
    Field(
        "share_of", "pairs",
        "What 100 % is: component=code pairs that differ from this row's own.", filtered=True,
        of_kind=Kind.SHARE, input=Input("Share of", "area=PE"),
    ),
    Field("source", "id", "The document as a work.", "derived", null=False, filtered=True),
    Field("release", "id", "The edition that says so.", required=True, filtered=True),
    Field(
        "published_on", "day", "Publication date of that edition, as precise as known.", "derived",
        filtered=True,
    ),
    Field("url", "text", "Where that edition was published.", "derived", column=False),
    Field(
        "page", "whole", "Page of the value, where known.", low=1, high=100_000, column=False,
        input=Input("Page", help="Page of the value."),
    ),
    Field("licence", "text", "Licence of the document, where one is known.", "derived",
          column=False),
    Field(
        "note", "text", "The curator's remark, where a reader needs one.", longest=2000,
        input=Input("Note", "our remark, only where a reader needs it"),
    ),
    Field("citations", "quotes", "The words, each with its role.", required=True, column=False),
    Field(
        "basis", "choice",
        "Whether its own words state it, or words cited as evidence settle a part; null: unknown.",
        since=2, required=True, null=True, choices=Basis, filtered=True, default="stated",
        input=Input(
            "Basis", "inferred: cite what settles it as evidence",
            help="inferred if words cited as evidence settle a part; stated if nothing is said.",
        ),
    ),
    Field(
        "quote_check", "choice", "Whether a reader found in its quotes what they are cited for.",
        "publishing", since=2, required=True, choices=QuoteCheck, filtered=True,
    ),
    Field(
        "quote_check_reason", "text", "Why it is right although its quotes read otherwise.",
        since=2, longest=2000,
        input=Input(
            "Right although its words read otherwise",
            "why; only where the check of its quotes is wrong (published)",
            help="Why it is right although its quotes read otherwise; published, and refused where "
            "nothing reads otherwise.",
        ),
    ),
    Field(
        "status", "choice", "As of the answer's version.", "version", null=False, choices=Status,
        column=False,
    ),
    Field(
        "headline", "truth", "Whether it is the statement to show among those of the same key.",
        "version", null=False, column=False,
    ),
    Field("replaces", "id", "Observation that this one corrects.", filtered=True),
    Field(
        "replaced_by", "id", "Observation that corrects this one, as of the answer's version.",
        "version", column=False,
    ),
    Field(
        "claims", "ids", "Claims that speak of it: ids at /v1/claims.", "version", null=False,
        column=False,
    ),
)  # fmt: skip

MAX_CITATIONS = 64  # of an observation or claim: keys of rows leave them so much room
BY_NAME: Mapping[str, Field] = {field.name: field for field in OBSERVATION}
ENTRY = tuple(field for field in OBSERVATION if field.origin in ("draft", "publishing"))
# What a statement gives, in the order of its form: fields shown at once, then those folded away.
MAIN = (
    *("indicator", "area", "period", "period_basis", "kind", "modality", "value", "unit"),
    *("qualifier", "decimals", "as_written", "producer", "basis"),
)
MORE = (
    *("breakdown", "value_low", "low_open", "value_high", "high_open", "value_code"),
    *("missing_reason", "base_period", "base_value", "direction", "share_of", "page", "note"),
    "quote_check_reason",
)
# What makes a series; without the voice, a topic on which voices are compared.
SERIES = ("indicator", "area", "voice", "breakdown", "kind", "modality")
TOPIC = tuple(name for name in SERIES if name != "voice")
GIVEN = tuple(BY_NAME[name] for name in (*MAIN, *MORE))
NUMBERS = tuple(f.name for f in OBSERVATION if f.form == "decimal" and f.filtered)
BOUNDS = (("value_low", "low_open"), ("value_high", "high_open"))
# What a printed number says by itself.
PRINTED = (*NUMBERS, *(opened for _, opened in BOUNDS), "decimals")
# What comparisons repeat of an observation, in the order of their answers.
COMPARED = (
    *("value", "value_low", "value_high", "value_code", "unit", "qualifier", "as_written", "note"),
    *("low_open", "high_open", "decimals"),
)

# What the words of each role give, for tools that send them as `<role>_words`.
QUOTED: Mapping[Role, str] = {
    Role.VALUE: "The value with its unit",
    Role.UNIT: "The unit, where it stands apart",
    Role.PERIOD: "The period",
    Role.AREA: "The area",
    Role.PRODUCER: "Who made the figure",
    Role.QUALIFIER: "How certain it is",
    Role.ROW_HEADER: "The head of a table's row",
    Role.COLUMN_HEADER: "The head of a table's column",
    Role.EVIDENCE: "What settles a member that its own words don't",
    Role.SCALE: "The scale of its numbers, such as thousands, where it stands apart",
    Role.FOOTNOTE: "A footnote that qualifies it",
}


def quote_checked(content: Mapping[str, Any], outcome: QuoteCheck) -> dict[str, Any]:
    """The statement with what the check of its quotes came to.

    Raises ValueError unless an override has a reason, and nothing else has one.
    """
    if bool(content.get("quote_check_reason")) != (outcome == QuoteCheck.OVERRIDDEN):
        raise ValueError("an override of a quote's check has a reason, and nothing else has")
    return {**content, "quote_check": outcome.value}


def from_text(texts: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a statement that these texts give, of their own types; blank ones left out.

    What can't be read stays text, so that the shape complains about it.
    """
    read = {name: _read(BY_NAME[name], value) for name, value in texts.items()}
    return {name: value for name, value in read.items() if value != ""}


def _read(field: Field, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    value = value.strip()
    if field.form == "truth":
        return {"true": True, "false": False}.get(value, value)
    digits = value.removeprefix("-")
    if field.form == "whole" and digits.isdecimal() and digits.isascii() and len(digits) < 16:
        return int(value)
    return value


def completed(members: Mapping[str, Any]) -> dict[str, Any]:
    """A statement with what it leaves out because it goes without saying.

    A bound is included unless it is called open; a bound that isn't there is not open.
    """
    defaults = {field.name: field.default for field in GIVEN if field.default}
    statement = {**defaults, **members}
    for bound, opened in BOUNDS:
        if bound in statement:
            statement.setdefault(opened, False)
        elif statement.get(opened) is False:
            del statement[opened]
    return statement
