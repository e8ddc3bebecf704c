"""The shape of the content of each entry type: which members, of what form.

Pure. faults.py says how a content differs from it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from indicators.figures.choices import (
    ROLES_SINCE_2,
    Kind,
    NumeralCategory,
    Operator,
    Relation,
    Role,
)
from indicators.figures.fields import ENTRY, Field
from indicators.figures.languages import tag_fault
from indicators.figures.values import (
    Check,
    any_of,
    around,
    by_language,
    code,
    day,
    decimal,
    dimension,
    factor,
    identifier,
    indicator_id,
    listed,
    name,
    pairs,
    partial_date,
    period,
    remark,
    sha256,
    text,
    title,
    truth,
    url,
    whole,
)


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


def _citation(roles: Iterable[Role]) -> Shape:
    return Shape(
        {
            "role": any_of(*roles),
            "start": whole(0, 2**31 - 1),
            "end": whole(1, 2**31 - 1),
            "exact": text(1000),
        },
        # Told where the text was at hand when the citation was made, and then both.
        {"prefix": around, "suffix": around},
    )


CITATION_SHAPE = _citation(role for role in Role if role not in ROLES_SINCE_2)
CITATION_2_SHAPE = _citation(Role)

NUMERAL_SHAPE = Shape(
    {
        "start": whole(0, 2**31 - 1),
        "end": whole(1, 2**31 - 1),
        "exact": text(1000),
        "category": any_of(*NumeralCategory),
    },
    {"set_aside": truth, "observation": identifier},
)

NAMED = {"name_en": name, "name_es": name}
# The shape of a member of an observation, by the form of its field.
BY_FORM: Mapping[str, Callable[[Field], Check]] = {
    "id": lambda field: identifier,
    "code": lambda field: code,
    "choice": lambda field: any_of(*field.choices or ()),
    "period": lambda field: period,
    "pairs": lambda field: pairs,
    "decimal": lambda field: decimal,
    "whole": lambda field: whole(field.low, field.high),
    "truth": lambda field: truth,
    "text": lambda field: text(field.longest),
    "quotes": lambda field: lambda value: None,
}


def _observation(version: int, citation: Shape, fields: Iterable[Field] = ENTRY) -> Shape:
    """The shape of this version of an observation's entry: of the fields that it has."""
    checks = {f: BY_FORM[f.form](f) for f in fields if f.since <= version}
    return Shape(
        {f.name: check for f, check in checks.items() if f.required},
        {f.name: check for f, check in checks.items() if not f.required},
        parts={"citations": citation},
    )


CLAIM: dict[str, Check] = {
    "id": identifier,
    "release": identifier,
    "relation": any_of(*Relation),
    "inputs": listed(identifier, at_most=60),
    "citations": lambda value: None,
}
CLAIM_MORE: dict[str, Check] = {
    "operator": any_of(*Operator),
    "result": identifier,
    "note": remark,
}
SOURCE: dict[str, Check] = {
    "id": identifier,
    "title": title,
    "publisher": identifier,
    "language": lambda value: tag_fault(value) or None,
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
            "kind": any_of(*Kind),
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
            "kind": any_of(*Kind),
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
    "observation/1": _observation(1, CITATION_SHAPE),
    "observation/2": _observation(2, CITATION_2_SHAPE),
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
    "claim/1": Shape(CLAIM, CLAIM_MORE, parts={"citations": CITATION_SHAPE}),
    "claim/2": Shape(CLAIM, CLAIM_MORE, parts={"citations": CITATION_2_SHAPE}),
    "closing/1": Shape(
        {"observation": identifier, "reason": remark, "replaced_by": identifier}, {}
    ),
    "retraction/1": Shape({"observation": identifier, "reason": remark}, {}),
}

# What a draft may say: all but what publishing adds.
DRAFTS = {
    **SHAPES,
    "observation/2": _observation(2, CITATION_2_SHAPE, (f for f in ENTRY if f.origin == "draft")),
}
# Thing -> what no revision changes, in the newest version.
IDENTITY = {entry_type.partition("/")[0]: shape.identity for entry_type, shape in SHAPES.items()}
