"""Whole exports: the rows of the lists, and files that can be resumed."""

import hashlib
import os
from collections import deque
from contextlib import ExitStack, closing

import pytest
from django.conf import settings

from indicators.delivery import exports
from ledger import redaction
from ledger.models import Entry
from rest import export_files
from tests import lakes, readers

pytestmark = pytest.mark.django_db

EXPORT = "/v1/export/observations"
READ = {
    "csv": readers.read_csv,
    "jsonl": readers.read_lines,
    "parquet": readers.read_parquet,
}
LIKE = {"csv": readers.like_csv, "jsonl": list, "parquet": readers.like_parquet}
QUERIES = (
    {},
    {"status": "all"},
    {"status": "replaced"},
    {"status": "retracted"},
    {"published_by": "2012"},
    {"published_by": "2013", "status": "all"},
    {"indicator": "boats", "value__gte": "1200"},
    {"headline": "true"},
    {"headline": "false", "published_by": "2013-12"},
    {"q": "boats"},
    {"area_within": "XA"},
    {"fields": ["id", "value", "citations", "url", "low_open"]},
    {"fields": "producer"},
)


def listed(get, **ask):
    return readers.read_json(get("/v1/observations", page_size=1000, **ask).content)


@pytest.fixture
def fetch(get):
    """GET an export and read it to its end."""

    def fetch(headers=None, **ask):
        answer = get(EXPORT, headers, **ask)
        answer.body = readers.answered(answer)
        return answer

    return fetch


def by_id(rows):
    return sorted(rows, key=lambda row: [str(value) for value in row.values()])


@pytest.mark.parametrize("form", READ)
@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_export_has_the_rows_of_the_list_at_every_version(world, get, query, form, fetch):
    seen = 0
    for version in world.versions if query in QUERIES[:2] else world.versions[-2:]:
        rows = listed(get, version=version, **query)
        body = fetch(version=version, format=form, **query).body
        assert by_id(READ[form](body)) == by_id(LIKE[form](rows))
        seen += len(rows)
    assert seen


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_export_of_any_query_is_described(world, get, query):
    described = get(f"{EXPORT}/datapackage.json", **query)

    assert described.status_code == 200
    assert described.json()["resources"]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_copied_rows_are_the_bytes_of_the_plain_way(world, form, monkeypatch, fetch):
    """On PostgreSQL two ways lead to an export; on SQLite this compares one with itself."""
    for query in QUERIES:
        for version in (world.second_report.size, world.newest):
            body = fetch(version=version, format=form, **query).body
            with monkeypatch.context() as plain:
                plain.setattr(exports, "_by_copy", lambda rows: False)
                for path in (settings.STATE_DIR / "exports").glob("obs*"):
                    path.unlink()
                again = fetch(version=version, format=form, **query)
                assert again.body == body


def test_export_is_in_the_order_of_the_log(world, fetch):
    rows = readers.read_lines(fetch(format="jsonl", status="all", version=world.newest).body)
    ids = [row["id"] for row in rows]
    assert ids.index(lakes.CORRECTED) > ids.index("lake-report-2013-0007")
    assert len(ids) == len(set(ids))


def test_export_with_a_filter_is_a_stream_named_after_its_version(world, fetch):
    answer = fetch(indicator="boats")
    assert answer.streaming
    assert "Content-Length" not in answer
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    name = f"cifra-observations-{world.newest}.csv"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Cifra-Version"] == str(world.newest)
    assert fetch({"If-None-Match": answer["ETag"]}, indicator="boats").status_code == 304


def test_head_of_a_stream_runs_nothing(world, client, monkeypatch):
    def never(*_):
        raise AssertionError

    monkeypatch.setattr(exports, "gathered", never)
    answer = client.head(EXPORT, {"indicator": "boats"})
    assert answer.status_code == 200
    assert "Content-Length" not in answer
    assert readers.answered(answer) == b""


def test_pinned_export_is_a_file_with_length_tag_and_ranges(world, client, fetch):
    ask = {"version": world.newest, "format": "csv"}
    whole = fetch(**ask)
    body = whole.body
    assert whole["Content-Length"] == str(len(body))
    assert whole["Accept-Ranges"] == "bytes"
    assert whole["Cache-Control"] == "public, max-age=86400"
    head = client.head(EXPORT, ask)
    assert head.content == b""
    for name in ("Content-Length", "ETag", "Content-Type", "Content-Disposition"):
        assert head[name] == whole[name]
    assert not (settings.STATE_DIR / "exports" / ".part").exists()


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=100-", 100, None), ("bytes=-7", -7, None),
     ("bytes=5-99999999", 5, None), ("bytes=-99999999", 0, None), ("bytes=0-0", 0, 0)],
)  # fmt: skip
def test_range_gives_these_bytes(world, asked, first, last, fetch):
    ask = {"version": world.newest, "format": "jsonl"}
    body = fetch(**ask).body
    part = fetch({"Range": asked}, **ask)
    first = first % len(body)
    end = len(body) if last is None else last + 1
    assert part.status_code == 206
    assert part.body == body[first:end]
    assert part["Content-Range"] == f"bytes {first}-{end - 1}/{len(body)}"
    assert part["Content-Length"] == str(end - first)


@pytest.mark.parametrize("asked", ["bytes=9-3", "bytes=-", "lines=0-3", "bytes=0-1,5-6", "bytes"])
def test_range_that_is_none_or_several_gives_the_whole(world, asked, fetch):
    ask = {"version": world.newest, "format": "csv"}
    answer = fetch({"Range": asked}, **ask)
    assert answer.status_code == 200
    assert len(answer.body) == int(answer["Content-Length"])


@pytest.mark.parametrize("asked", ["bytes=9999999-", "bytes=-0"])
def test_range_beyond_the_end_is_416_with_the_size(world, asked, fetch):
    ask = {"version": world.newest, "format": "csv"}
    size = fetch(**ask)["Content-Length"]
    answer = fetch({"Range": asked}, **ask)
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{size}"
    assert answer.json()["type"] == "/v1/problems/range-not-satisfiable"


def test_if_range_with_another_tag_gives_the_whole(world, fetch):
    ask = {"version": world.newest, "format": "csv"}
    tag = fetch(**ask)["ETag"]
    resumed = fetch({"Range": "bytes=10-", "If-Range": tag}, **ask)
    assert resumed.status_code == 206
    for other in ('"other"', f"W/{tag}", "Sun, 22 Nov 2026 09:00:00 GMT"):
        assert fetch({"Range": "bytes=10-", "If-Range": other}, **ask).status_code == 200
    assert fetch({"If-None-Match": tag, "Range": "bytes=10-"}, **ask).status_code == 304


def test_unpinned_export_uses_the_file_once_it_is_there(world, fetch):
    stream = fetch()
    assert "Content-Length" not in stream
    pinned = fetch(version=world.newest)
    file = fetch()
    assert file["ETag"] == pinned["ETag"]
    assert file["Cache-Control"] == "no-cache"
    assert file.body == stream.body == pinned.body


def test_files_keep_within_their_bound_oldest_first(world, settings, fetch):
    folder = settings.STATE_DIR / "exports"
    for age, version in enumerate(world.versions[:3]):
        fetch(version=version)
        for path in folder.glob(f"observations-{version}-*"):
            os.utime(path, (age, age))
    settings.EXPORTS_BYTES = 1
    fetch(version=world.newest)
    (left,) = folder.glob("observations-*")
    assert left.name.startswith(f"observations-{world.newest}-")


def kept(stem, form, blocks):
    """The finished file of these blocks, which are all read."""
    deque(export_files.keeping(stem, form, blocks), maxlen=0)
    return export_files.cached_file(stem, form)


def test_file_that_fails_on_the_way_leaves_nothing(state):
    def breaking():
        yield b"one"
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        kept("stem-e0", "csv", breaking())
    assert list((state / "exports").iterdir()) == []
    file = kept("stem-e0", "csv", iter([b"one", b"two"]))
    assert file.sha256 == hashlib.sha256(b"onetwo").hexdigest()
    assert file.size == 6


def test_file_that_is_not_read_to_its_end_leaves_nothing(state):
    blocks = export_files.keeping("stem-e0", "csv", iter([b"one", b"two"]))
    assert next(blocks) == b"one"
    blocks.close()
    assert list((state / "exports").iterdir()) == []


def test_what_a_killed_maker_left_is_written_anew(state):
    (state / "exports").mkdir()
    (state / "exports" / ".stem-e0.csv.part").write_bytes(b"half a file, longer than the whole")
    assert kept("stem-e0", "csv", iter([b"one"])).size == 3


def test_one_file_is_made_once_at_a_time(state):
    first = export_files.keeping("stem-e0", "csv", iter([b"one", b"two"]))
    next(first)
    assert list(export_files.keeping("stem-e0", "csv", iter([b"one", b"two"]))) == [b"one", b"two"]
    assert export_files.cached_file("stem-e0", "csv") is None
    deque(first, maxlen=0)
    assert export_files.cached_file("stem-e0", "csv").size == 6


def test_files_from_before_an_erasure_are_removed(state):
    before = kept("stem-1-e0", "csv", iter([b"erased"]))
    assert export_files.cached_file("stem-1-e0", "csv") == before
    assert export_files.cached_file("stem-1-e7", "csv") is None
    assert not before.path.exists()


def test_erasure_by_law_reaches_the_files_of_earlier_versions(world, fetch):
    erased = "lake-report-2012-0001"
    ask = {"version": world.first_report.size, "format": "jsonl"}
    before = fetch(**ask)
    assert erased.encode() in before.body

    entry = Entry.objects.get(object=f"observation:{erased}", type="observation/2")
    redaction.withhold(entry.index, ground="court-order", drafted_by="p1", approved_by="p2")

    after = fetch(**ask)
    assert erased.encode() not in after.body
    assert after["ETag"] != before["ETag"]
    (left,) = (settings.STATE_DIR / "exports").glob("obs*")
    assert erased not in left.read_text()


@pytest.fixture
def no_slot(settings):
    """As many exports are being made as may be."""
    with ExitStack() as made:
        for _ in range(settings.EXPORT_SLOTS):
            made.enter_context(closing(export_files.in_slot(())))
        yield


@pytest.mark.parametrize("query", [{}, {"indicator": "boats"}, {"version": "pinned"}], ids=str)
def test_export_without_a_free_slot_is_refused_at_once(world, get, no_slot, query):
    pinned = {"version": world.versions[0]} if "version" in query else query
    answer = get(EXPORT, **pinned)
    assert (answer.status_code, answer.json()["type"]) == (503, "/v1/problems/export-busy")
    assert int(answer["Retry-After"]) > 0


def test_file_that_was_made_needs_no_slot(world, fetch, request):
    ask = {"version": world.newest, "format": "csv"}
    body = fetch(**ask).body
    request.getfixturevalue("no_slot")
    assert fetch(**ask).body == body


def test_slot_is_free_again_after_the_last_byte(world, fetch, settings):
    for _ in range(3 * settings.EXPORT_SLOTS):
        assert fetch(indicator="boats").status_code == 200


@pytest.mark.parametrize("path", [EXPORT, f"{EXPORT}/datapackage.json"])
def test_head_makes_no_file_and_needs_no_slot(world, client, no_slot, path):
    answer = client.head(path, {"version": world.versions[0]})
    assert answer.status_code == 200
    assert "Content-Length" not in answer
    assert list((settings.STATE_DIR / "exports").glob("obs*")) == []
