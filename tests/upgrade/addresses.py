"""The requests whose answers an upgrade leaves as they were.

They come from the OpenAPI file of the base commit, which never changes, and from what
make_database.py says of its database. Every request has a name of its own, by which the answers of
two codes are held side by side.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

Request = dict[str, Any]
Parameters = dict[str, dict[str, Any]]

# What stands for {id} in a path: what is there, by kind of thing.
THINGS = {
    "agencies": ["lake-office", "surveyor"],
    "areas": ["XA", "XA-X-SHORE"],
    "claims": ["lake-report-2013-c0001", "lake-report-2013-c0002"],
    "code-lists": ["rig", "answer"],
    "indicators": ["boats", "register"],
    "observations": ["lake-report-2012-0001", "lake-report-2012-0016", "lake-report-2015-0003"],
    "releases": ["lake-report-2012", "lake-report-2013"],
    "sources": ["lake-report", "lake-page"],
    "units": ["%", "USD"],
}
# Observations that were retracted, replaced, withheld by law, and never there.
GONE = ["lake-page-1-0001", "lake-report-2012-0008", "lake-page-1-0003", "lake-report-2012-9999"]
OF_OBSERVATIONS = ("", "/history", "/proof", "/provenance", "/citation")

# Values for filters: each of them finds something, the last one of most nothing.
VALUES = {
    "id": ["lake-report-2012-0001", "boats", "XA", "lake-report", "USD"],
    "area": ["XA", "PE", "ZZ"],
    "area_within": ["XA", "PE"],
    "base_period": ["2011", "1900"],
    "breakdown": ["lake=north", "rig=sail", "none=such"],
    "code_list": ["answer", "none"],
    "dimension": ["count", "mass"],
    "indicator": ["boats", "swans"],
    "language": ["en", "es"],
    "observation": ["lake-report-2012-0001", "lake-report-2013-0005"],
    "part_of": ["XA", "lake-office"],
    "period": ["2012", "2013", "1990/.."],
    "period_from": ["2012", "2013-06"],
    "period_to": ["2011-12-31", "2012"],
    "producer": ["surveyor", "nobody"],
    "publisher": ["lake-office", "surveyor"],
    "published_on": ["2012-06", "2013-11-15"],
    "published_by": ["2012", "2013-11-15"],
    "q": ["boats", "Lakes*", "coca hectares", "report"],
    "release": ["lake-report-2012", "lake-report-2013"],
    "replaces": ["lake-report-2012-0008", "none"],
    "result": ["lake-report-2013-0001", "none"],
    "share_of": ["rig=total", "none"],
    "source": ["lake-report", "lake-page"],
    "style": ["text", "bibtex"],
    "unit": ["t", "kg", "%"],
    "value": ["1150", "24.3", "-3.5"],
    "value_low": ["17000", "30"],
    "value_high": ["40", "1"],
    "value_code": ["stable", "no"],
    "voice": ["lake-office", "surveyor"],
    "kind": ["country", "government", "report", "region"],
    "relation": ["comparison"],
    "sha256": ["0" * 64],
    "text_sha256": ["0" * 64],
}
BOUNDS = {
    "decimals": ["0", "1"], "known_from": ["400", "1150"], "start": ["0", "100"],
    "value": ["20", "1150.5"], "value_low": ["30", "17000"], "value_high": ["40", "50"],
    "published_on": ["2012", "2013-11"],
}  # fmt: skip
NOT_FILTERS = {
    *("as_of", "count", "cursor", "fields", "format", "labels", "lang", "ordering"),
    *("page_size", "published_by", "version"),
}
UNNAMED = ("Host", "Authorization")
JSON = "application/json"
MEDIA = {
    "json": JSON, "csv": "text/csv", "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}  # fmt: skip


def ask(
    path: str,
    query: str = "",
    *,
    method: str = "GET",
    body: str = "",
    then: str = "",
    label: str = "",
    **headers: str,
) -> Request:
    """One request. `then`: what follows from its answer, "next" page, "again" or a "range" of it.

    Headers are keyword arguments, with _ for -. `label` tells apart what is the same by name, which
    holds no credentials: they are others in every database.
    """
    target = f"{path}?{query}" if query else path
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    shown = " ".join(f"{name}: {value[:60]}" for name, value in told.items() if name not in UNNAMED)
    name = " ".join(part for part in (method, target[:300], shown, label) if part)
    return {
        "name": name, "method": method, "path": path, "query": query, "headers": told,
        "body": body, "then": then,
    }  # fmt: skip


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


def reads(schema: dict[str, Any], facts: dict[str, Any]) -> Iterator[list[Request]]:
    """Every address below /v1/ that is read, with every parameter that it takes."""
    for template, operations in schema["paths"].items():
        if "get" not in operations or "/drafts" in template or template.startswith("/ledger/"):
            continue
        parameters = {
            one["name"]: resolved(schema, one["schema"])
            for one in operations["get"].get("parameters", [])
            if one["in"] == "query"
        }
        paths = list(filled(template, facts))
        yield [ask(path, required(template), then="again") for path in paths]
        one = paths[0]
        yield list(moments(one, template, parameters, facts))
        yield list(shapes(one, template, parameters))
        if "/export/" not in template:
            yield list(filters(one, template, parameters))
            yield list(bad_parameters(one, template, parameters))


def resolved(schema: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    """A parameter's schema without references."""
    if "$ref" in one:
        return schema["components"]["schemas"][one["$ref"].rpartition("/")[2]]
    if "items" in one:
        return {**one, "items": resolved(schema, one["items"])}
    return one


def filled(template: str, facts: dict[str, Any]) -> Iterator[str]:
    """The path with each example in place of what it names."""
    if "{id}" not in template:
        yield template
        return
    kind = template.split("/")[2]
    of_kind = {
        **THINGS, "series": facts["series"],
        "versions": [str(facts["versions"][i]["size"]) for i in (0, -1)],
    }[kind]  # fmt: skip
    for one in of_kind:
        yield template.replace("{id}", quote(one)).replace("{other}", "lake-report-2015")


def required(template: str) -> str:
    return "q=boats" if template == "/v1/search" else ""


def plus(template: str, *pairs: tuple[str, str]) -> str:
    """A query of these parameters and the ones that the address can't do without."""
    names = {name for name, _ in pairs}
    first = [("q", "boats")] if required(template) and "q" not in names else []
    return urlencode([*first, *pairs])


def moments(
    path: str, template: str, parameters: Parameters, facts: dict[str, Any]
) -> Iterator[Request]:
    """The address at several states of the log, and from what was published by a date."""
    if "version" not in parameters:
        return
    versions = facts["versions"]
    for version in (versions[0], versions[4], versions[-6], versions[-2], versions[-1]):
        size = str(version["size"])
        yield ask(path, plus(template, ("version", size)), then="again")
    yield ask(path, plus(template, ("as_of", versions[-4]["at"])))
    yield ask(path, plus(template, ("as_of", "2020-01-01")))
    if "published_by" in parameters:
        for day in VALUES["published_by"]:
            yield ask(path, plus(template, ("published_by", day)))
    for name, value in (
        ("version", "7"), ("version", "999999"), ("version", "x"),
        ("as_of", "2999-01-01"), ("as_of", "yesterday"),
    ):  # fmt: skip
        yield ask(path, plus(template, (name, value)))
    both = (("version", str(versions[-1]["size"])), ("as_of", "2020-01-01"))
    yield ask(path, plus(template, *both))


def shapes(path: str, template: str, parameters: Parameters) -> Iterator[Request]:
    """The address in every format, language, order and choice of fields."""
    formats = parameters.get("format", {}).get("enum", [])
    fields = parameters.get("fields", {}).get("items", {}).get("enum", [])
    for one in formats:
        yield ask(path, plus(template, ("format", one)))
    for lang in parameters.get("lang", {}).get("enum", []):
        for labels in parameters["labels"]["enum"]:
            for one in ("json", "csv"):
                pairs = (("lang", lang), ("labels", labels), ("format", one))
                yield ask(path, plus(template, *pairs))
    if fields:
        some = (fields[0], fields[-1], fields[len(fields) // 2])
        yield ask(path, plus(template, ("fields", ",".join(some))))
        for one in formats:
            pairs = [("fields", name) for name in reversed(fields)]
            yield ask(path, plus(template, *pairs, ("format", one)), label=f"every field, {one}")
    for one in parameters.get("ordering", {}).get("enum", []):
        yield ask(path, plus(template, ("ordering", one), ("page_size", "7")), then="next")
    if "count" in parameters:
        yield ask(path, plus(template, ("count", "exact"), ("page_size", "1")), then="next")
    if "page_size" in parameters:
        yield ask(path, plus(template, ("page_size", "1000")))
        csv = plus(template, ("page_size", "2"), ("format", "csv"))
        if "csv" in formats:
            yield ask(path, csv, then="link")


def filters(path: str, template: str, parameters: Parameters) -> Iterator[Request]:
    """Each filter with every value that is a choice, or with some values."""
    for name, schema in parameters.items():
        if name in NOT_FILTERS:
            continue
        for value in values(name, schema):
            pairs = [(name, one) for one in value]
            yield ask(path, plus(template, *pairs))


def values(name: str, schema: dict[str, Any]) -> list[list[str]]:
    """Values of a filter, each a list, as repeated parameters are."""
    base, _, kind = name.partition("__")
    if schema.get("type") == "boolean":
        return [["true"], ["false"]]
    if kind in ("gte", "lte"):
        return [[one] for one in BOUNDS[base]]
    if kind == "in":
        return [schema["items"].get("enum", VALUES.get(base, ["a", "b"]))[:2]]
    if name == "since":
        return [["0"], ["1150"]]
    listed = schema.get("enum") or VALUES.get(name, ["none-such"])
    return [[one] for one in listed]


def bad_parameters(path: str, template: str, parameters: Parameters) -> Iterator[Request]:
    """Each parameter with what it doesn't take; and what no address takes."""
    for name in parameters:
        if name in ("version", "as_of"):
            continue
        yield ask(path, plus(template, (name, "?~ no")))
    known = next(iter(parameters), "")
    yield ask(path, plus(template, ("nothing", "1")))
    if known:
        yield ask(path, plus(template, (known, "")))
        yield ask(path, plus(template, (known, "1"), (known, "1")), label="twice")


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


def drafts(facts: dict[str, Any]) -> Iterator[Request]:
    """The write API: all that is read, dry runs, and all that is refused."""
    own = {"Authorization": f"Bearer {facts['token']}"}
    numbers, acts = facts["drafts"], facts["acts"]
    for status in ("draft", "submitted", "returned", "approved", "published", "abandoned", "x"):
        yield ask("/v1/drafts", f"status={status}", **own)
    for query in ("", "page_size=2", "before=3", "page_size=0", "before=x", "nothing=1"):
        yield ask("/v1/drafts", query, label="own", **own)
    for name, number in numbers.items():
        yield ask(f"/v1/drafts/{number}", label=name, **own)
        yield ask(f"/v1/drafts/{number}/acts", label=name, **own)
        for act in acts[name]:
            yield ask(f"/v1/drafts/{number}/acts/{act}", **own)
        yield ask(f"/v1/drafts/{number}/submit", method="POST", **own)
        yield ask(f"/v1/drafts/{number}", method="DELETE", **own)
    tool, act = numbers["tool"], acts["tool"][0]
    one = f"/v1/drafts/{tool}"
    yield ask(f"/v1/drafts/{numbers['open']}/acts", "page_size=3", then="next", **own)
    for path in ("/v1/drafts/9999", "/v1/drafts/x", f"{one}/acts/9999", f"{one}/acts/x"):
        yield ask(path, **own)
    yield from dry_runs(facts, one, own)
    yield from refused_writes(one, act, numbers, own)
    strangers = {
        "nobody": "", "revoked": f"Bearer {facts['revoked_token']}",
        "unknown": "Bearer cifra_drafts_00000000_nothing", "basic": "Basic YW5hOmFuYQ==",
        "a key": f"Bearer {facts['key']}",
    }  # fmt: skip
    for who, told in strangers.items():
        headers = {"Authorization": told} if told else {}
        yield ask("/v1/drafts", label=who, **headers)
        yield ask("/v1/drafts", method="POST", body="{}", label=who, **headers)
        yield ask(one, method="DELETE", label=who, **headers)


def dry_runs(facts: dict[str, Any], one: str, own: dict[str, str]) -> Iterator[Request]:
    """Statements that would be added, or that no draft takes."""
    right = facts["statement"]
    south = {**right, "value": "70", "value_words": "70 boats", "area": "XA-X-SHORE"}
    bodies = {
        "right": {"statements": [south]},
        "twice": {"statements": [south, south]},
        "already there": {"statements": [right]},
        "words that are not there": {"statements": [{**south, "value_words": "71 boats"}]},
        "ambiguous words": {"statements": [{**south, "period_words": "2012"}]},
        "an unknown area": {"statements": [{**south, "area": "ZZ"}]},
        "an unknown member": {"statements": [{**south, "colour": "red"}]},
        "a number": {"statements": [{**south, "value": 70}]},
        "a wrong citation": {
            "statements": [{**south, "citations": [{"role": "value", "start": 1, "end": 2}]}]
        },
        "nothing": {}, "an empty list": {"statements": []}, "no object": [],
    }  # fmt: skip
    for label, body in bodies.items():
        yield write(f"{one}/acts", "POST", body, own, "dry_run=true", label)
    yield write(f"{one}/acts", "POST", bodies["right"], own, "dry_run=maybe")


def refused_writes(
    one: str, act: int, numbers: dict[str, int], own: dict[str, str]
) -> Iterator[Request]:
    """Writes that change nothing: malformed, against another state, or not for a tool."""
    this, none = f"{one}/acts/{act}", {"statements": []}
    for headers in (
        {}, {"If_Match": '"a1.99"'}, {"If_Match": "*"}, {"If_Match": "x"},
        {"If_Match": '"a1.1", "y"'},
    ):  # fmt: skip
        for method, path in (
            ("PUT", this), ("DELETE", this), ("DELETE", one), ("POST", f"{one}/submit"),
        ):  # fmt: skip
            yield write(path, method, {}, {**own, **headers})
    yield write(f"{one}/take-back", "POST", {}, own)
    for name in ("approved", "submitted", "published", "abandoned"):
        yield write(f"/v1/drafts/{numbers[name]}/acts", "POST", none, own, "", name)
    for label, body in {
        "no release": {"message": "x"},
        "unknown release": {"release": "nothing", "message": "x"},
        "no message": {"release": "lake-report-2013"},
        "text not at hand": {"release": "lake-page-1", "message": "x"},
        "a list": [],
    }.items():
        yield write("/v1/drafts", "POST", body, own, "", label)
    yield ask("/v1/drafts", method="POST", body="{", Content_Type=JSON, **own)
    yield ask("/v1/drafts", method="POST", body="a=1", Content_Type="text/plain", **own)
    yield ask(
        "/v1/drafts", method="POST", body=" " * 1_000_100, Content_Type=JSON, label="large", **own
    )
    yield ask("/v1/drafts", method="PATCH", **own)
    yield ask("/v1/drafts", Accept="text/csv", **own)
    yield ask("/v1/drafts", method="OPTIONS", **own)


def write(
    path: str, method: str, body: Any, own: dict[str, str], query: str = "", label: str = ""
) -> Request:
    return ask(
        path, query, method=method, body=json.dumps(body), label=label, Content_Type=JSON, **own
    )


def keys(facts: dict[str, Any]) -> Iterator[Request]:
    """Reading with an API key, with one that is revoked, and with none that was ever made."""
    for name in ("key", "revoked_key", "token"):
        yield ask("/v1/areas", label=name, Authorization=f"Bearer {facts[name]}")
    yield ask("/v1/areas", label="unknown key", Authorization="Bearer cifra_00000000_nothing")
    yield ask("/v1/areas", label="no credentials", Authorization="nonsense")


def beyond_quota(facts: dict[str, Any]) -> list[Request]:
    """More than a quota of two requests a minute allows; for an installation that has one."""
    own = {"Authorization": f"Bearer {facts['token']}"}
    return [
        *(ask("/v1/areas", f"page_size={n}") for n in range(1, 5)),
        *(ask("/v1/drafts", label=str(n), **own) for n in range(4)),
    ]
