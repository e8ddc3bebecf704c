"""Reading answers back with other people's readers, each into the same plain rows."""

import csv
import io
import json

import pyarrow.parquet as pq


def answered(response) -> bytes:
    """The body of an answer, streamed or not."""
    if getattr(response, "streaming", False):
        return b"".join(response.streaming_content)
    return response.content


def as_text(value) -> str:
    """A value of a JSON row as its CSV cell should be."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(value)


def read_json(body: bytes) -> list[dict]:
    return json.loads(body, parse_float=str)["results"]


def read_lines(body: bytes) -> list[dict]:
    assert not body or body.endswith(b"\n")
    return [json.loads(line, parse_float=str) for line in body.decode().split("\n")[:-1]]


def read_csv(body: bytes) -> list[dict]:
    text = body.decode()
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def read_parquet(body: bytes) -> list[dict]:
    return pq.read_table(io.BytesIO(body)).to_pylist()


def like_csv(rows: list[dict]) -> list[dict]:
    return [{name: as_text(value) for name, value in row.items()} for row in rows]


# Members whose keys are data: languages of labels, types of entries.
MAPS = {"counts", "labels", "definitions", "aliases"}


def with_maps_as_text(value):
    """A value in which the maps, at whatever depth, are JSON text."""
    if isinstance(value, list):
        return [with_maps_as_text(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: as_text(item) if name in MAPS and item is not None else with_maps_as_text(item)
        for name, item in value.items()
    }


def like_parquet(rows: list[dict]) -> list[dict]:
    """The rows as Parquet has them: `number` is a double, maps are JSON text; else as in JSON."""
    flat = [with_maps_as_text(row) for row in rows]
    return [
        {**row, "number": None if row["number"] is None else float(row["number"])}
        if "number" in row else row
        for row in flat
    ]  # fmt: skip
