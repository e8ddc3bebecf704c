"""The shape of the content of each entry type: which members, of what form. Pure.

complaints() tells what is malformed; it knows nothing of what stands. A member that a type does not
have is refused, and so is one that is null or empty: absent is the one way to say nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from indicators.figures.decimals import is_decimal, order_key
from rest.periods import InvalidPeriod, PartialDate, Period

Complaint = tuple[str, str]  # where, what
Check = Callable[[Any], str | None]  # what is wrong with a value, or None

ID = re.compile(r"[a-z0-9-]{1,80}")
# No . and no ..: in an address they are no names.
CODE = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9%{}\[\]_./'*^-]{1,80}")  # ISO 3166, UCUM, ISO 4217
PAIRS = re.compile(r"[a-z0-9-]+=[A-Za-z0-9-]+(;[a-z0-9-]+=[A-Za-z0-9-]+)*")
SHA256 = re.compile(r"[0-9a-f]{64}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
TONGUE = re.compile(r"[a-z]{2,3}")


def text(at_most: int) -> Check:
    def check(value: Any) -> str | None:
        if not isinstance(value, str) or not value.strip():
            return "expected text"
        odd = not value.isascii() and any(0xD800 <= ord(c) <= 0xDFFF for c in value)
        if odd or "\0" in value:
            return "holds NUL or half of a surrogate pair"
        return None if len(value) <= at_most else f"longer than {at_most} characters"

    return check


def matching(pattern: re.Pattern[str], what: str) -> Check:
    def check(value: Any) -> str | None:
        if isinstance(value, str) and pattern.fullmatch(value):
            return None
        return f"expected {what}, got {str(value)[:80]!r}"

    return check


def one_of(*choices: str) -> Check:
    def check(value: Any) -> str | None:
        if value in choices:
            return None
        return f"expected one of {', '.join(choices)}, got {str(value)[:80]!r}"

    return check


def whole(low: int, high: int) -> Check:
    def check(value: Any) -> str | None:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return None
        return f"expected a whole number from {low} to {high}, got {str(value)[:80]!r}"

    return check


def truth(value: Any) -> str | None:
    return None if isinstance(value, bool) else f"expected true or false, got {str(value)[:80]!r}"


def decimal(value: Any) -> str | None:
    if isinstance(value, str) and is_decimal(value):
        return None
    return f"expected a decimal like 50500 or 24.30, got {str(value)[:80]!r}"


def factor(value: Any) -> str | None:
    return decimal(value) or (None if len(value) <= 40 else "longer than 40 characters")


def partial_date(value: Any) -> str | None:
    return _parsed(PartialDate, value)


def day(value: Any) -> str | None:
    if complaint := _parsed(PartialDate, value):
        return complaint
    return None if PartialDate(value).precision == "day" else f"expected YYYY-MM-DD, got {value!r}"


def period(value: Any) -> str | None:
    return _parsed(Period, value)


def _parsed(parse: Callable[[str], object], value: Any) -> str | None:
    if not isinstance(value, str):
        return f"expected text, got {str(value)[:80]!r}"
    try:
        parse(value)
    except InvalidPeriod as error:
        return str(error)
    return None


def pairs(value: Any) -> str | None:
    if complaint := matching(PAIRS, "dim=code;dim=code")(value):
        return complaint
    if len(value) > 200:
        return "longer than 200 characters"
    dims = [pair.partition("=")[0] for pair in value.split(";")]
    if dims != sorted(set(dims)):
        return f"dimensions must be sorted and each once: {value!r}"
    return None


def url(value: Any) -> str | None:
    if complaint := text(500)(value):
        return complaint
    return None if value.startswith(("https://", "http://")) else f"expected a URL, got {value!r}"


def around(value: Any) -> str | None:
    """Words beside a quote: none at the text's edge, and blanks are words too."""
    if not isinstance(value, str) or len(value) > 32:
        return "expected text of at most 32 characters"
    return text(32)(value) if value.strip() else None


def listed(check: Check, at_least: int = 0, at_most: int = 1000) -> Check:
    def check_all(value: Any) -> str | None:
        if not isinstance(value, list) or not at_least <= len(value) <= at_most:
            return f"expected a list of {at_least} to {at_most}"
        return next((complaint for item in value if (complaint := check(item))), None)

    return check_all


def by_language(check: Check) -> Check:
    """A mapping of ISO 639 codes to what the check takes, of at least one language."""

    def check_all(value: Any) -> str | None:
        if not isinstance(value, Mapping) or not 1 <= len(value) <= 40:
            return "expected texts by language, like {en: Boats}, of at least one"
        for language, item in value.items():
            if not TONGUE.fullmatch(str(language)):
                return f"expected an ISO 639 code of a language, got {str(language)[:80]!r}"
            if complaint := check(item):
                return f"{language}: {complaint}"
        return None

    return check_all


identifier = matching(ID, "an id of a-z, 0-9 and '-', at most 80")
code = matching(CODE, "a code")
sha256 = matching(SHA256, "64 lowercase hex digits")
# With 13 characters more it is the id of a series.
indicator_id = matching(re.compile(r"[a-z0-9-]{1,67}"), "an id of a-z, 0-9 and '-', at most 67")
dimension = matching(re.compile(r"[a-z0-9-]{1,20}"), "a dimension of a-z and '-', at most 20")
name, title, remark = text(200), text(300), text(2000)


@dataclass(frozen=True)
class Shape:
    """Members that must be there and members that may.

    identity: those that no revision changes. parts: the shapes of the items of those that are lists
    of mappings.
    """

    required: Mapping[str, Check]
    optional: Mapping[str, Check]
    identity: tuple[str, ...] = ()
    parts: Mapping[str, "Shape"] = field(default_factory=dict)

    @cached_property
    def members(self) -> frozenset[str]:
        """The names of all members."""
        return frozenset(self.required) | frozenset(self.optional)


CODE_SHAPE = Shape(
    {"code": code, "name_en": name, "name_es": name},
    {"definition": remark, "start": partial_date, "end": partial_date, "part_of": code},
)
LABELS: dict[str, Check] = {"labels": by_language(name)}
ALIASES: dict[str, Check] = {"aliases": by_language(listed(name, 1, 50))}
DEFINITIONS: dict[str, Check] = {"definitions": by_language(remark)}
THEMES: dict[str, Check] = {"themes": listed(identifier, 1, 20)}
CODE_2_SHAPE = Shape(
    {"code": code, **LABELS},
    {**DEFINITIONS, **ALIASES, "start": partial_date, "end": partial_date, "part_of": code},
)
CITATION_SHAPE = Shape(
    {
        "role": one_of(
            *("value", "unit", "period", "area", "producer", "qualifier"),
            *("row_header", "column_header"),
        ),
        "start": whole(0, 2**31 - 1),
        "end": whole(1, 2**31 - 1),
        "exact": text(1000),
    },
    # Told where the text was at hand when the citation was made, and then both.
    {"prefix": around, "suffix": around},
)

NUMERAL_SHAPE = Shape(
    {
        "start": whole(0, 2**31 - 1),
        "end": whole(1, 2**31 - 1),
        "exact": text(1000),
        "category": one_of(
            *("figure", "date", "period", "law", "heading", "page", "footnote", "age", "name"),
            *("list_number", "other"),
        ),
    },
    {"set_aside": truth, "observation": identifier},
)

KINDS = ("level", "change", "share", "rank", "coded")
NAMED = {"name_en": name, "name_es": name}

SOURCE: dict[str, Check] = {
    "id": identifier,
    "title": title,
    "publisher": identifier,
    "language": matching(LANGUAGE, "an ISO 639 code"),
    "kind": text(30),
}
SOURCE_MORE: dict[str, Check] = {"area": code, "url": url}
RELEASE: dict[str, Check] = {
    "id": identifier,
    "source": identifier,
    "title": title,
    "publisher": identifier,
    "retrieved_on": day,
    "media_type": text(100),
    "bytes": whole(1, 2**40),
    "sha256": sha256,
    "text_sha256": sha256,
    "text_length": whole(1, 2**31 - 1),
}
RELEASE_MORE: dict[str, Check] = {
    "published_on": partial_date,
    "url": url,
    "obtained_from": identifier,
    "extractor": text(100),
    "licence": text(200),
    "rights": remark,
    "note": remark,
}

SHAPES: dict[str, Shape] = {
    "agency/1": Shape(
        {"id": identifier, **NAMED, "kind": text(20)},
        {"short_name": text(40), "area": code, "part_of": identifier, "url": url},
    ),
    "area/1": Shape(
        {"id": code, **NAMED, "kind": text(20)},
        {"part_of": code, "covers_part_of": listed(code)},
        identity=("part_of", "covers_part_of"),
    ),
    "unit/1": Shape(
        {"id": code, **NAMED, "dimension": dimension, "system": text(40)},
        {"symbol": text(20), "factor": factor, "base": code},
        identity=("dimension", "system", "factor", "base"),
    ),
    "code-list/1": Shape(
        {"id": identifier, **NAMED, "codes": lambda value: None},
        {},
        parts={"codes": CODE_SHAPE},
    ),
    "indicator/1": Shape(
        {
            "id": indicator_id,
            "name_en": title,
            "name_es": title,
            "definition": remark,
            "kind": one_of(*KINDS),
        },
        {"dimension": dimension, "code_list": identifier, "succeeds": identifier},
        identity=("definition", "kind", "dimension", "code_list", "succeeds"),
    ),
    "agency/2": Shape(
        {"id": identifier, **LABELS, "kind": text(20)},
        {"short_name": text(40), "area": code, "part_of": identifier, "url": url, **ALIASES},
    ),
    "area/2": Shape(
        {"id": code, **LABELS, "kind": text(20)},
        {"part_of": code, "covers_part_of": listed(code), **ALIASES},
        identity=("part_of", "covers_part_of"),
    ),
    "unit/2": Shape(
        {"id": code, **LABELS, "dimension": dimension, "system": text(40)},
        {"symbol": text(20), "factor": factor, "base": code, **ALIASES},
        identity=("dimension", "system", "factor", "base"),
    ),
    "code-list/2": Shape(
        {"id": identifier, **LABELS, "codes": lambda value: None},
        {**ALIASES},
        parts={"codes": CODE_2_SHAPE},
    ),
    "theme/1": Shape(
        {"id": identifier, **LABELS}, {**DEFINITIONS, **ALIASES, "part_of": identifier}
    ),
    "indicator/2": Shape(
        {
            "id": indicator_id,
            "labels": by_language(title),
            **DEFINITIONS,
            "kind": one_of(*KINDS),
        },
        {
            "dimension": dimension,
            "code_list": identifier,
            "succeeds": identifier,
            **ALIASES,
            **THEMES,
        },
        identity=("definitions", "kind", "dimension", "code_list", "succeeds"),
    ),
    "source/1": Shape(SOURCE, SOURCE_MORE, identity=("publisher", "language")),
    "source/2": Shape(
        SOURCE, {**SOURCE_MORE, **ALIASES, **THEMES}, identity=("publisher", "language")
    ),
    "release/1": Shape(RELEASE, RELEASE_MORE),
    "release/2": Shape(
        RELEASE,
        {**RELEASE_MORE, "archive_url": url},
        # What may be revised is its description: title, licence, rights, addresses, note.
        identity=(
            *("source", "publisher", "published_on", "retrieved_on", "media_type", "bytes"),
            *("sha256", "text_sha256", "text_length", "extractor"),
        ),
    ),
    "observation/1": Shape(
        {
            "id": identifier,
            "release": identifier,
            "indicator": identifier,
            "area": code,
            "period": period,
            "period_basis": one_of("stated", "implied", "release"),
            "kind": one_of(*KINDS),
            "modality": one_of("actual", "target", "forecast"),
            "as_written": text(1000),
            "citations": lambda value: None,
        },
        {
            "producer": identifier,
            "breakdown": pairs,
            "value": decimal,
            "value_low": decimal,
            "value_high": decimal,
            "low_open": truth,
            "high_open": truth,
            "value_code": code,
            "missing_reason": one_of("not_readable", "not_stated"),
            "unit": code,
            "qualifier": one_of("exact", "estimated", "approximate"),
            "decimals": whole(-30, 30),
            "base_period": period,
            "base_value": decimal,
            "direction": one_of("increase", "decrease", "stable"),
            "share_of": pairs,
            "page": whole(1, 100_000),
            "note": remark,
            "replaces": identifier,
        },
        parts={"citations": CITATION_SHAPE},
    ),
    "numerals/1": Shape(
        {
            "id": identifier,
            "release": identifier,
            "part": whole(1, 10_000),
            "reader": text(40),
            "complete": truth,
            "numerals": lambda value: None,
        },
        {"reason": remark},
        parts={"numerals": NUMERAL_SHAPE},
    ),
    "claim/1": Shape(
        {
            "id": identifier,
            "release": identifier,
            "relation": one_of("change", "sum", "comparison", "restatement", "share", "rank"),
            "inputs": listed(identifier, at_most=60),
            "citations": lambda value: None,
        },
        {"operator": one_of("exceeds", "below", "equals"), "result": identifier, "note": remark},
        parts={"citations": CITATION_SHAPE},
    ),
    "closing/1": Shape(
        {"observation": identifier, "reason": remark, "replaced_by": identifier}, {}
    ),
    "retraction/1": Shape({"observation": identifier, "reason": remark}, {}),
}

# Thing -> what no revision changes, in the newest version.
IDENTITY = {entry_type.partition("/")[0]: shape.identity for entry_type, shape in SHAPES.items()}


def wrong(entry_type: str, content: Mapping[str, Any]) -> list[str]:
    """What is malformed, each in a sentence that names the member; for the form that was posted."""
    found = complaints(entry_type, content, "")
    return [f"{place.removeprefix(': ')}: {what}" if place else what for place, what in found]


def complaints(entry_type: str, content: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    """What is malformed in the content of an entry of this type."""
    if entry_type not in SHAPES:
        yield where, f"no entry type {entry_type!r}"
        return
    shape = SHAPES[entry_type]
    found = list(_members(shape, content, where))
    more = MORE.get(entry_type.partition("/")[0])
    if more and not found:
        found += more(shape, content, where)
    yield from found


def _members(shape: Shape, content: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    known = {**shape.required, **shape.optional}
    for member in shape.required:
        if member not in content:
            yield where, f"{member} is missing"
    for member, value in content.items():
        place = f"{where}: {member}"
        if member not in known:
            yield place, f"no such member; there are {', '.join(known)}"
        elif complaint := known[member](value):
            yield place, complaint


def _codes(shape: Shape, content: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    codes = content["codes"]
    if not isinstance(codes, list) or not codes or not all(isinstance(c, Mapping) for c in codes):
        yield where, "codes must be a list of at least one code"
        return
    seen = set()
    for item in codes:
        place = getattr(item, "where", where)
        yield from _members(shape.parts["codes"], item, place)
        told = str(item.get("code"))
        if told in seen:
            yield place, f"code {told!r} is told twice"
        seen.add(told)


def _indicator(_: Shape, content: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    coded = content["kind"] == "coded"
    if coded != ("code_list" in content):
        yield where, "a coded indicator names its code_list, and no other does"
    if coded == ("dimension" in content):
        yield where, "an indicator has a dimension unless it is coded"


def _citations(shape: Shape, content: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    return _parts(content["citations"], shape.parts["citations"], "citations", 1, 64, where)


def _observation(shape: Shape, content: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    found = list(_citations(shape, content, where))
    yield from found or _values(content, where)


def _numerals(shape: Shape, content: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    return _parts(content["numerals"], shape.parts["numerals"], "numerals", 0, 1000, where)


def _parts(
    parts: Any, shape: Shape, name: str, at_least: int, at_most: int, where: str
) -> Iterator[Complaint]:
    """Complaints about a member that is a list of mappings of one shape."""
    if not isinstance(parts, list) or not at_least <= len(parts) <= at_most:
        yield where, f"{name} must be a list of {at_least} to {at_most}"
        return
    for part in parts:
        place = getattr(part, "where", where)
        if isinstance(part, Mapping):
            yield from _members(shape, part, place)
        else:
            yield place, f"{name}: expected a mapping, got {str(part)[:80]!r}"


def _claim(shape: Shape, content: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    yield from _citations(shape, content, where)
    if (content["relation"] == "comparison") != ("operator" in content):
        yield where, "a comparison has an operator, and no other relation has"
    if not re.fullmatch(re.escape(content["release"]) + r"-c[0-9]{4,}", content["id"]):
        yield where, f"id {content['id']!r} must be {content['release']}-c<n>, n of four digits"


def _values(content: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    given = [name for name in ("value", "value_code", "missing_reason") if name in content]
    bounds = [name for name in ("value_low", "value_high") if name in content]
    if len(given) + bool(bounds) != 1:
        told = ", ".join(given + bounds) or "none"
        yield where, f"expected one of value, bounds, value_code or missing_reason, got {told}"
        return
    yield from _bounds(content, where)
    yield from _by_kind(content, where)
    if (bounds or "value" in content) and "unit" not in content:
        yield where, "a number needs a unit"
    values = [c for c in content["citations"] if c["role"] == "value"]
    if not values:
        yield where, "no citation of role value"
    elif content["as_written"].split() not in [c["exact"].split() for c in values]:
        yield where, f"as_written {content['as_written']!r} is none of the cited values"
    if not content["id"].startswith(content["release"] + "-") or not re.fullmatch(
        r"[0-9]{4,}", content["id"][len(content["release"]) + 1 :]
    ):
        yield where, f"id {content['id']!r} must be {content['release']}-<n>, n of four digits"


def _bounds(content: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    for bound, opened in (("value_low", "low_open"), ("value_high", "high_open")):
        if (bound in content) != (opened in content):
            yield where, f"{bound} and {opened} come together or not at all"
    low, high = content.get("value_low"), content.get("value_high")
    if low and high and order_key(low) > order_key(high):
        yield where, f"value_low {low} is above value_high {high}"


def _by_kind(content: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    kind = content["kind"]
    if ("value_code" in content) and kind != "coded":
        yield where, "value_code is for kind coded"
    if kind == "coded" and not ({"value_code", "missing_reason"} & content.keys()):
        yield where, "kind coded needs a value_code or a missing_reason"
    if kind == "coded" and "unit" in content:
        yield where, "kind coded has no unit"
    only = {"direction": "change", "base_period": "change", "base_value": "change"}
    for member, its_kind in {**only, "share_of": "share"}.items():
        if member in content and kind != its_kind:
            yield where, f"{member} is for kind {its_kind}"
    if kind == "change" and "direction" not in content:
        yield where, "kind change needs a direction"
    numbers: Sequence[str] = ("value", "value_low", "value_high")
    if kind == "change" and any(content.get(n, "").startswith("-") for n in numbers):
        yield where, "the value of a change is unsigned; direction tells which way"


# Thing -> what its shape can't say.
MORE: dict[str, Callable[[Shape, Mapping[str, Any], str], Iterator[Complaint]]] = {
    "code-list": _codes,
    "indicator": _indicator,
    "observation": _observation,
    "numerals": _numerals,
    "claim": _claim,
}
