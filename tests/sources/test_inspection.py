"""The commands that show what the readers find in files, before anything is taken in."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.sources import documents

ROOT = Path(__file__).resolve().parents[2]
MEMBERS = [
    *("start", "end", "exact", "category", "value", "value_low", "value_high", "low_open"),
    *("high_open", "unit", "qualifier", "period", "doubts"),
]
TEXT = (
    "Report of the valley\n\nIn 2012 the farmers kept about 1,200 sheep and sold more than 38 "
    "percent of them.\n\nFarm\t2011\t2012\nNorth\t1,700\t1,640\nSouth\t1,530\t1,560\n"
)


def file(folder: Path, content: str | bytes, name: str = "report.txt") -> str:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def printed(*arguments: str) -> list[dict]:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def refused(*arguments: str) -> str:
    with pytest.raises(CommandError) as caught:
        call_command(*arguments, stdout=StringIO())
    assert caught.value.returncode == 1
    return str(caught.value)


def test_read_prints_each_number_with_what_is_said_of_it(tmp_path):
    *numbers, last = printed("read", file(tmp_path, TEXT))

    assert [list(one) for one in numbers] == [MEMBERS] * len(numbers)
    assert all(TEXT[one["start"] : one["end"]] == one["exact"] for one in numbers)
    assert last == {"warnings": []}
    by_words = {one["exact"]: one for one in numbers if one["category"] == "figure"}
    sheep, share, north = by_words["1,200"], by_words["38 percent"], by_words["1,640"]
    assert (sheep["value"], sheep["qualifier"], sheep["period"]) == ("1200", "approximate", "2012")
    assert (share["value"], share["value_low"], share["low_open"]) == (None, "38", True)
    assert share["unit"] == "%"
    assert north["period"] == "2012"


def test_read_takes_every_format_of_intake(tmp_path):
    pdf = documents.pdf([["In 2012 there were 17 boats."], ["And 18 in 2013."]])

    rows = printed("read", file(tmp_path, pdf, "x.bin"))

    assert {"17", "18"} <= {row.get("value") for row in rows}


@pytest.mark.parametrize(
    ("content", "arguments", "says"),
    [
        (b"PK\x03\x04 no real archive", (), "report.txt is refused"),
        (b"", (), "the file is empty"),
        (b"text", ("--language", "ja"), "no reader of numbers knows the language 'ja'; there are"),
        (b"text", ("--language", "english"), "knows the language 'english'"),
        (b"text", ("--area", "peru"), "'peru' is no code of an area"),
    ],
)
def test_read_says_in_a_sentence_what_is_wrong(tmp_path, content, arguments, says):
    assert says in refused("read", file(tmp_path, content), *arguments)


def test_file_that_is_not_there_or_is_a_folder_is_named(tmp_path):
    assert "nothing.txt can't be read" in refused("read", str(tmp_path / "nothing.txt"))
    assert "can't be read" in refused("read", str(tmp_path))
    there = file(tmp_path, TEXT)
    assert "nothing.txt can't be read" in refused("compare_editions", there, "nothing.txt")


def test_compare_editions_tells_state_and_place_of_each_number(tmp_path):
    new = TEXT.replace("1,200", "1,250").replace("Farm\t", "Farm\t2010\t")
    new = new.replace("North\t", "North\t1,690\t").replace("South\t", "South\t1,520\t")
    old = file(tmp_path, TEXT)

    rows = printed("compare_editions", old, file(tmp_path, new, "next.txt"))

    by_words = {row["exact"]: row for row in rows}
    assert by_words["1,200"]["state"] == "number_changed"
    assert by_words["1,200"]["new_exact"] == "1,250"
    for words in ("1,700", "1,640", "1,530", "1,560"):
        assert by_words[words]["new_exact"] == words
    for row in rows:
        assert list(row) == ["start", "end", "exact", "state", "new_start", "new_end", "new_exact",
                             "alternatives"]  # fmt: skip
        if row["new_exact"] is not None:
            assert new[row["new_start"] : row["new_end"]] == row["new_exact"]


def test_compare_editions_names_no_place_where_several_are_possible(tmp_path):
    twin = "The inspectors counted 42 boats in the harbour that day, and none of them was new.\n"
    old, new = file(tmp_path, "Rain.\n" + twin, "a"), file(tmp_path, f"{twin}Sun.\n{twin}", "b")

    (row,) = printed("compare_editions", old, new)

    assert (row["state"], row["new_exact"]) == ("ambiguous", None)
    assert {place["exact"] for place in row["alternatives"]} == {"42"}
    assert "knows the language 'fi'" in refused("compare_editions", old, new, "--language", "fi")


@pytest.mark.parametrize("name", ["read", "compare_editions"])
def test_reader_that_goes_away_is_no_error(tmp_path, name):
    many = file(tmp_path, "".join(f"Then {n},100 geese came by.\n" for n in range(10, 900)))
    files = [many] if name == "read" else [many, many]

    with subprocess.Popen(
        [sys.executable, "manage.py", name, *files], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read()

    assert told == ""
    assert process.returncode == 141
