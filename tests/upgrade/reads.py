"""Every address below /v1/ that is read, with each parameter that it takes."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from tests.upgrade.asking import THINGS, Request, ask

Parameters = dict[str, dict[str, Any]]

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
