"""The fixed words of fields, each list once.

Pure. Models, forms, shapes, filters, serializers and the OpenAPI file take them from here. A word
may be added to a list; what a word means never changes.
"""

from enum import EnumType, StrEnum


class _Listed(EnumType):
    """Gives a class of words what Django and REST framework ask of one."""

    @property
    def values(cls) -> list[str]:
        """The words, in their order."""
        return [str(word) for word in cls]  # type: ignore[var-annotated]

    @property
    def choices(cls) -> list[tuple[str, str]]:
        """Each word with its label for people: ("not_stated", "Not Stated")."""
        return [(word, word.replace("_", " ").title()) for word in cls.values]


class Words(StrEnum, metaclass=_Listed):
    """A list of fixed words."""


class Kind(Words):
    LEVEL = "level"
    CHANGE = "change"
    SHARE = "share"
    RANK = "rank"
    CODED = "coded"


class Modality(Words):
    ACTUAL = "actual"
    TARGET = "target"
    FORECAST = "forecast"


class Qualifier(Words):
    EXACT = "exact"
    ESTIMATED = "estimated"
    APPROXIMATE = "approximate"


class PeriodBasis(Words):
    STATED = "stated"
    IMPLIED = "implied"
    RELEASE = "release"


class Basis(Words):
    """Whether a figure's own words say it all, or other cited words settle a member."""

    STATED = "stated"
    INFERRED = "inferred"


class QuoteCheck(Words):
    """Whether a reader found in the quotes what they are cited for."""

    CHECKED = "checked"
    UNCHECKED = "unchecked"
    OVERRIDDEN = "overridden"


class Direction(Words):
    INCREASE = "increase"
    DECREASE = "decrease"
    STABLE = "stable"


class MissingReason(Words):
    NOT_READABLE = "not_readable"
    NOT_STATED = "not_stated"


class Role(Words):
    """What the quoted words of a citation give."""

    VALUE = "value"
    UNIT = "unit"
    PERIOD = "period"
    AREA = "area"
    PRODUCER = "producer"
    QUALIFIER = "qualifier"
    ROW_HEADER = "row_header"
    COLUMN_HEADER = "column_header"
    EVIDENCE = "evidence"
    SCALE = "scale"
    FOOTNOTE = "footnote"


# Those that observation/1 and claim/1 did not have.
ROLES_SINCE_2 = (Role.EVIDENCE, Role.SCALE, Role.FOOTNOTE)


class Relation(Words):
    CHANGE = "change"
    SUM = "sum"
    COMPARISON = "comparison"
    RESTATEMENT = "restatement"
    SHARE = "share"
    RANK = "rank"


class Operator(Words):
    EXCEEDS = "exceeds"
    BELOW = "below"
    EQUALS = "equals"


class Verdict(Words):
    CONSISTENT = "consistent"
    CONSISTENT_AFTER_ROUNDING = "consistent_after_rounding"
    INCONSISTENT = "inconsistent"
    NOT_CHECKABLE = "not_checkable"


class NumeralCategory(Words):
    FIGURE = "figure"
    DATE = "date"
    PERIOD = "period"
    LAW = "law"
    HEADING = "heading"
    PAGE = "page"
    FOOTNOTE = "footnote"
    AGE = "age"
    NAME = "name"
    LIST_NUMBER = "list_number"
    OTHER = "other"


class Status(Words):
    """Of an observation, as of a version."""

    CURRENT = "current"
    REPLACED = "replaced"
    RETRACTED = "retracted"


class Agreement(Words):
    """How two statements of one key agree, in the words of XBRL's duplicates."""

    COMPLETE = "complete"
    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"


class HistoryAction(Words):
    ADDED = "added"
    RESTATED = "restated"
    REPLACED = "replaced"
    RETRACTED = "retracted"


class ChangeAction(Words):
    ADDED = "added"
    REVISED = "revised"
    REPLACED = "replaced"
    RETRACTED = "retracted"
    PUBLISHED = "published"
    WITHHELD = "withheld"
    RECORDED = "recorded"


class PersonDid(Words):
    """What the part of a person in a changeset was."""

    WROTE = "wrote"
    APPROVED = "approved"


class FoundType(Words):
    INDICATOR = "indicator"
    SOURCE = "source"
    RELEASE = "release"
    OBSERVATION = "observation"
