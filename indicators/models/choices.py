"""The allowed values of the columns, as served."""

from django.db import models


class Kind(models.TextChoices):
    LEVEL = "level"
    CHANGE = "change"
    SHARE = "share"
    RANK = "rank"
    CODED = "coded"


class Modality(models.TextChoices):
    ACTUAL = "actual"
    TARGET = "target"
    FORECAST = "forecast"


class Qualifier(models.TextChoices):
    EXACT = "exact"
    ESTIMATED = "estimated"
    APPROXIMATE = "approximate"


class PeriodBasis(models.TextChoices):
    STATED = "stated"
    IMPLIED = "implied"
    RELEASE = "release"


class Direction(models.TextChoices):
    INCREASE = "increase"
    DECREASE = "decrease"
    STABLE = "stable"


class MissingReason(models.TextChoices):
    NOT_READABLE = "not_readable"
    NOT_STATED = "not_stated"


class Relation(models.TextChoices):
    CHANGE = "change"
    SUM = "sum"
    COMPARISON = "comparison"
    RESTATEMENT = "restatement"
    SHARE = "share"
    RANK = "rank"


class Operator(models.TextChoices):
    EXCEEDS = "exceeds"
    BELOW = "below"
    EQUALS = "equals"


class Verdict(models.TextChoices):
    CONSISTENT = "consistent"
    CONSISTENT_AFTER_ROUNDING = "consistent_after_rounding"
    INCONSISTENT = "inconsistent"
    NOT_CHECKABLE = "not_checkable"


class NumeralCategory(models.TextChoices):
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


class Role(models.TextChoices):
    VALUE = "value"
    UNIT = "unit"
    PERIOD = "period"
    AREA = "area"
    PRODUCER = "producer"
    QUALIFIER = "qualifier"
    ROW_HEADER = "row_header"
    COLUMN_HEADER = "column_header"
