"""The requests whose answers an upgrade leaves as they were.

They come from the OpenAPI file of the base commit, which never changes, and from what
make_database.py says of its database. Every request has a name of its own, by which the answers of
two codes are held side by side.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from tests.upgrade.asking import GONE, JSON, MEDIA, OF_OBSERVATIONS, THINGS, Request, ask
from tests.upgrade.reads import reads
from tests.upgrade.writes import drafts, keys


def requests(schema: dict[str, Any], facts: dict[str, Any]) -> list[Request]:
    """All of them, in the order in which they are asked."""
    made = [
        *(one for made in reads(schema, facts) for one in made),
        *things_gone(facts),
        *negotiation(),
        *refusals(),
        *ledger(facts),
        *pages(),
        *exports(facts),
        *drafts(facts),
        *keys(facts),
    ]
    named: dict[str, Request] = {}
    for one in made:
        known = named.setdefault(one["name"], one)
        assert {**known, "then": ""} == {**one, "then": ""}, f"one name for two: {one['name']}"
    return list(named.values())


def things_gone(facts: dict[str, Any]) -> Iterator[Request]:
    """What was replaced, retracted or withheld, or never was."""
    before = str(facts["versions"][-6]["size"])
    for one in GONE:
        for part in OF_OBSERVATIONS:
            yield ask(f"/v1/observations/{one}{part}")
            yield ask(f"/v1/observations/{one}{part}", f"version={before}")
    for kind in (*THINGS, "series", "versions"):
        yield ask(f"/v1/{kind}/nothing-of-this-name")
    for path in ("/text", "/annotations", "/numerals", "/compare/lake-report-2012"):
        yield ask(f"/v1/releases/nothing-of-this-name{path}")
    yield ask("/v1/releases/lake-page-1/text", label="not held")
    yield ask("/v1/releases/lake-report-2012/compare/nothing-of-this-name")
    for media in (*MEDIA.values(), "application/ld+json"):
        yield ask("/v1/observations/lake-report-2012-0001/provenance", Accept=media)


def negotiation() -> Iterator[Request]:
    """Media types, codings, languages, entity tags, HEAD and Range."""
    paths = [
        "/v1/", "/v1/observations", "/v1/areas/XA", "/v1/observations/lake-report-2012-0001",
        "/v1/releases/lake-report-2012/text", "/v1/changes", "/v1/ledger",
    ]  # fmt: skip
    accepts = [
        *MEDIA.values(), "*/*", "text/*", "application/atom+xml", "application/ld+json",
        "text/html", "image/png", "text/csv;q=0.5, application/json;q=0.9", "nonsense",
        "application/json;q=0", "text/html,application/xhtml+xml,*/*;q=0.8",
    ]  # fmt: skip
    codings = ["gzip", "br", "zstd", "identity", "br;q=0.1, gzip", "*;q=0", "deflate"]
    for path in paths:
        for accept in accepts:
            yield ask(path, Accept=accept)
        for coding in codings:
            yield ask(path, then="again", Accept_Encoding=coding)
        yield ask(path, method="HEAD")
        yield ask(path, method="HEAD", Accept_Encoding="gzip")
        yield ask(path, If_None_Match='"nothing", W/"of-this"')
        yield ask(path, If_None_Match="*")
        yield ask(path, Origin="https://elsewhere.example")
        yield ask(path, Range="bytes=0-9")
        yield ask(path, Accept_Language="es")
        yield ask(path, method="OPTIONS")
        preflight = {
            "Origin": "https://elsewhere.example",
            "Access_Control_Request_Method": "GET",
            "Access_Control_Request_Headers": "authorization",
        }
        yield ask(path, method="OPTIONS", **preflight)
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            yield ask(path, method=method)
    yield ask("/v1/observations", "page_size=5&format=csv", Accept=JSON)
    yield ask("/v1/observations", "page_size=5", Host="lakes.example:8443", label="a port")
    yield ask("/v1/observations", "page_size=5", X_Forwarded_Proto="https")


def refusals() -> Iterator[Request]:
    """What is refused before it is read."""
    yield ask("/v1/areas", Host="elsewhere.example", label="a host that is not ours")
    yield ask("/v1/areas", "id=" + "a" * 8_100, label="a long address")
    yield ask("/v1/areas", "page_size=11", X_Large="a" * 16_100, label="large headers")
    yield ask("/v1/areas", "&".join(["id=a"] * 401), label="many parameters")
    yield ask("/v1/areas", urlencode([("id__in", str(i)) for i in range(51)]), label="many values")
    yield ask("/v1/areas", method="POST", body="x" * 1_000_100, label="a large body")
    yield ask("/v1/areas", "id=%00")
    yield ask("/v1/areas", "id=%FF")
    yield ask("/v1/areas/%00")
    yield ask("/v1/areas/" + quote("é"))
    yield ask("/v1/areas", "cursor=0000000000000999abc")
    yield ask("/v1/areas", "cursor=" + "0" * 16 + "!!")
    yield ask("/v1/areas", "cursor=0000000000001150eyJ4IjoxfQ")
    for path in ("/v1", "/v1/nothing", "/v1/areas/", "/nothing", "/figures/", "/admin", "/ledger"):
        yield ask(path)
    for query in ("", "q=", "q=*", "q=%22", "q=" + "a" * 201, "q=zzzz"):
        yield ask("/v1/search", query, label="a search")


def ledger(facts: dict[str, Any]) -> Iterator[Request]:
    """The log's own addresses."""
    sizes = [version["size"] for version in facts["versions"]]
    newest = sizes[-1]
    whole, rest = divmod(newest, 256)
    tiles = [
        *("0/000", "0/001", f"0/{whole:03d}.p/{rest}", f"0/{whole:03d}.p/1", f"0/{whole:03d}"),
        *(f"1/000.p/{whole}", "1/000", "2/000", "0/999", "64/000", "x", "0/0", "0/x001/000"),
        *(f"0/{whole:03d}.p/0", f"0/{whole:03d}.p/256", f"0/{whole + 1:03d}.p/1"),
    ]
    for path in ("checkpoint", "keys", "verifier", "witness/key"):
        yield ask(f"/ledger/{path}", then="again")
        yield ask(f"/ledger/{path}", method="HEAD")
        yield ask(f"/ledger/{path}", method="POST")
        yield ask(f"/ledger/{path}", Accept_Encoding="gzip")
        yield ask(f"/ledger/{path}", Origin="https://elsewhere.example")
    for tile in tiles:
        yield ask(f"/ledger/tile/{tile}", then="again")
    for tile in (*(f"{i:03d}" for i in range(whole)), f"{whole:03d}.p/{rest}", "999", "x"):
        yield ask(f"/ledger/tile/entries/{tile}")
    for number in ("0", "1", str(whole), "99", "x"):
        yield ask(f"/ledger/with-hashes/{number}")
    for index in (0, 7, sizes[0], facts["withheld_index"], newest - 1, newest, "x", -1):
        yield ask(f"/ledger/proof/{index}")
    for size in (sizes[3], 8, newest + 1, "x"):
        yield ask("/ledger/proof/7", f"size={size}")
    for query in (
        f"from={sizes[0]}", f"from={sizes[0]}&to={sizes[2]}", f"from={sizes[2]}&to={sizes[0]}",
        f"from={newest}", "from=x", "", "from=0", f"from={sizes[0]}&to={newest + 1}",
    ):  # fmt: skip
        yield ask("/ledger/consistency", query)
    for path in ("", "nothing", "witness/" + "0" * 64 + "/checkpoint", "witness/add-checkpoint"):
        yield ask(f"/ledger/{path}")
    for body in ("", "old 0\n\nnothing signed\n"):
        yield ask("/ledger/witness/add-checkpoint", method="POST", body=body, label=body[:5])
    yield ask("/v1/ledger", "x=1")


def pages() -> Iterator[Request]:
    """Pages for readers, of problems and of documentation; the way in for curators."""
    yield ask("/")
    yield ask("/", method="HEAD")
    yield ask("/", method="POST")
    for one in (*THINGS["observations"], *GONE):
        yield ask(f"/figures/{one}")
    for name in (
        "", "/invalid-parameter", "/unknown-version", "/not-found", "/gone", "/withheld",
        "/text-not-held", "/precondition-failed", "/too-many-requests", "/nothing",
    ):  # fmt: skip
        yield ask(f"/v1/problems{name}")
    for path in ("/v1/docs", "/v1/schema"):
        yield ask(path)
    yield ask("/v1/schema", Accept="application/vnd.oai.openapi+json")
    yield ask("/v1/schema", "format=json")
    for path in ("/admin/", "/admin/login/", "/admin/curation/", "/admin/curation/drafts/1"):
        yield ask(path)
    yield ask("/admin/login/", method="POST", body="username=ana")
    for path in ("cifra/icon.svg", "reader/reader.css", "nothing.css"):
        yield ask(f"/static/{path}")


def exports(facts: dict[str, Any]) -> Iterator[Request]:
    """Whole exports, as streams and as files that can be resumed."""
    path = "/v1/export/observations"
    pinned = f"version={facts['versions'][-1]['size']}"
    early = f"version={facts['versions'][-6]['size']}"
    for one in ("csv", "jsonl", "parquet"):
        for query in (f"format={one}", f"{pinned}&format={one}", f"{early}&format={one}"):
            yield ask(path, query, label="a whole export")
            yield ask(path, query, Accept_Encoding="gzip")
            yield ask(path, query, method="HEAD")
        file = f"{pinned}&format={one}"
        yield ask(path, file, then="again", label="and again")
        for part in ("0-99", "100-", "-50", "99999999-", "0-0,5-9", "x"):
            yield ask(path, file, Range=f"bytes={part}")
        yield ask(path, file, then="range", label="of its tag")
        yield ask(path, file, Range="bytes=0-9", If_Range='"another"')
    for query in (
        "headline=true", "status=all", "indicator=boats", "q=boats", "published_by=2012",
        "fields=id,value", "area_within=XA&period=2012", "value__gte=1000", "unit__isnull=true",
        "nothing=1", "format=json", "format=xml", "page_size=5", "labels=name", "value=x",
    ):  # fmt: skip
        yield ask(path, query)
        yield ask(f"{path}/datapackage.json", query)
    yield ask(f"{path}/datapackage.json", f"{pinned}&indicator=boats")
