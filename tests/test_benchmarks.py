"""The yardsticks of the benchmarks keep up with the tables, although benchmarks are run by hand."""

import re

import pytest

from benchmarks import plain
from indicators.figures.fields import OBSERVATION
from indicators.models import Observation
from tests.test_layout import ROOT

TUNED = (ROOT / "benchmarks" / "tuned.py").read_text()  # its packages are no part of the tests


def test_plain_yardstick_shows_the_columns_that_there_are() -> None:
    shown = plain.ObservationSerializer().fields

    assert {"code", "value", "quote_check", "citations"} <= set(shown)


@pytest.mark.parametrize("field", [field.name for field in OBSERVATION if field.column])
def test_tuned_yardstick_reads_every_column(field: str) -> None:
    column = "code" if field == "id" else field
    columns = re.search(r"^COLUMNS = \((.*?)^\)", TUNED, re.M | re.S)

    assert columns
    assert hasattr(Observation, column)
    assert re.search(rf"\b{column}\b", columns[1])
