"""JSON-LD: a release's citations as W3C Web Annotations, an observation's origin as PROV-O.

Owns both shapes; the views bring rows, the snapshot and the address of /v1/. Offsets count Unicode
code points of the canonical text, start included, end excluded, as TextPositionSelector does.
https://www.w3.org/TR/annotation-model/ and https://www.w3.org/TR/prov-o/
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from indicators.figures.fields import MAX_CITATIONS
from indicators.models import Citation, Closing, Observation
from ledger import log, people
from ledger.models import Version
from rest.read_state import Snapshot
from sources.models import Agency, Release, Source

ANNOTATION_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
ANNOTATIONS = f'application/ld+json; profile="{ANNOTATION_CONTEXT}"'

PROV_CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def citation_id(base: str, observation: str, key: int) -> str:
    """The address of one citation: its place in the observation it belongs to, from 0."""
    return f"{base}observations/{observation}#citation-{key % MAX_CITATIONS}"


def annotation(citation: Citation, base: str) -> dict[str, Any]:
    """One citation: the passage is the target, the observation and the role are the bodies."""
    code = citation.observation.code
    return {
        "id": citation_id(base, code, citation.key),
        "type": "Annotation",
        "motivation": "describing",
        "body": [
            {"id": f"{base}observations/{code}", "type": "Dataset"},
            {"type": "TextualBody", "value": citation.role, "purpose": "classifying"},
        ],
        "target": {
            "type": "SpecificResource",
            "source": f"{base}releases/{citation.release}/text",
            "selector": _selectors(citation),
        },
    }


def _selectors(citation: Citation) -> list[dict[str, Any]]:
    around = {"prefix": citation.prefix, "suffix": citation.suffix}
    return [
        {
            "type": "TextQuoteSelector",
            "exact": citation.exact,
            **{name: words for name, words in around.items() if words},
        },
        {"type": "TextPositionSelector", "start": citation.start, "end": citation.end},
    ]


@dataclass(frozen=True)
class Place:
    """The addresses of a page of annotations: its own, its collection's, its neighbours'."""

    id: str
    collection: str
    next: str | None
    previous: str | None
    total: int | None


def annotation_page(items: Sequence[dict[str, Any]], place: Place) -> dict[str, Any]:
    """An AnnotationPage of its own."""
    part_of = {"id": place.collection, "type": "AnnotationCollection", **_total(place)}
    return {
        "@context": ANNOTATION_CONTEXT,
        **_page(items, place),
        "partOf": part_of,
        **({"prev": place.previous} if place.previous else {}),
    }


def annotation_collection(
    items: Sequence[dict[str, Any]], place: Place, release: Release
) -> dict[str, Any]:
    """The AnnotationCollection, with its first page within."""
    return {
        "@context": ANNOTATION_CONTEXT,
        "id": place.collection,
        "type": "AnnotationCollection",
        "label": f"Words of {release.title} that figures were read from",
        **_total(place),
        "first": {**_page(items, place), "id": f"{place.collection}#first"},
    }


def _total(place: Place) -> dict[str, int]:
    return {} if place.total is None else {"total": place.total}


def _page(items: Sequence[dict[str, Any]], place: Place) -> dict[str, Any]:
    following = {"next": place.next} if place.next else {}
    return {"id": place.id, "type": "AnnotationPage", **following, "items": list(items)}


@dataclass(frozen=True)
class Origin:
    """All that the provenance of an observation names, as it was in the snapshot.

    closing: its end, if that was known then; versions: those that recorded and ended it, by size.
    """

    observation: Observation
    citations: Sequence[Citation]
    release: Release
    source: Source
    agencies: Sequence[Agency]
    closing: Closing | None
    versions: dict[int, Version]


def provenance(origin: Origin, snapshot: Snapshot, base: str) -> dict[str, Any]:
    """PROV of one observation: what it was derived from, by whom, when, and what ended it."""
    versions = [origin.versions[size] for size in sorted(origin.versions)]
    curators = {person["id"] for row in versions for person in row.people}
    return {
        "@context": PROV_CONTEXT,
        # What is said here is itself an entity, a prov:Bundle: the named graph of a version.
        "@id": f"{base}observations/{origin.observation.code}/provenance"
        f"?version={snapshot.version}",
        "@type": ["prov:Entity", "prov:Bundle"],
        "dcterms:hasVersion": str(snapshot.version),
        "@graph": [
            _observation(origin, base),
            *(_passage(citation, origin.observation, base) for citation in origin.citations),
            _release(origin.release, base),
            _source(origin.source, base),
            *(_activity(row, origin, base) for row in versions),
            *(_agency(agency, base) for agency in origin.agencies),
            *(_curator(name, base) for name in sorted(curators)),
        ],
    }


def _observation(origin: Origin, base: str) -> dict[str, Any]:
    row, closing = origin.observation, origin.closing
    begun = origin.versions[row.known_from]
    address = f"{base}observations/"
    entity: dict[str, Any] = {
        "@id": f"{address}{row.code}",
        "@type": "prov:Entity",
        "dcterms:identifier": row.code,
        "prov:value": row.as_written,
        "prov:wasDerivedFrom": [
            {"@id": citation_id(base, row.code, citation.key)} for citation in origin.citations
        ],
        "prov:hadPrimarySource": {"@id": f"{base}releases/{row.release}"},
        "prov:wasAttributedTo": {"@id": f"{base}agencies/{row.voice}"},
        "prov:wasGeneratedBy": {"@id": f"{base}versions/{row.known_from}"},
        "prov:generatedAtTime": _instant(begun),
    }
    if row.replaces:
        entity["prov:wasRevisionOf"] = {"@id": f"{address}{row.replaces}"}
    if closing:
        end = origin.versions[closing.known_from]
        entity["prov:wasInvalidatedBy"] = {"@id": f"{base}versions/{end.size}"}
        entity["prov:invalidatedAtTime"] = _instant(end)
        entity["rdfs:comment"] = f"{closing.action}: {closing.reason}"
        if closing.replaced_by:
            entity["dcterms:isReplacedBy"] = {"@id": f"{address}{closing.replaced_by}"}
    return entity


def _passage(citation: Citation, row: Observation, base: str) -> dict[str, Any]:
    quoted = {"@type": "oa:TextQuoteSelector", "oa:exact": citation.exact}
    place = {
        "@type": "oa:TextPositionSelector",
        "oa:start": _whole(citation.start),
        "oa:end": _whole(citation.end),
    }
    return {
        "@id": citation_id(base, row.code, citation.key),
        "@type": ["prov:Entity", "oa:SpecificResource"],
        "prov:value": citation.exact,
        "prov:wasQuotedFrom": {"@id": f"{base}releases/{citation.release}"},
        "oa:hasSource": {"@id": f"{base}releases/{citation.release}/text"},
        "oa:hasSelector": [quoted, place],
    }


def _release(release: Release, base: str) -> dict[str, Any]:
    entity: dict[str, Any] = {
        "@id": f"{base}releases/{release.code}",
        "@type": "prov:Entity",
        "dcterms:title": release.title,
        "prov:specializationOf": {"@id": f"{base}sources/{release.source}"},
        "prov:wasAttributedTo": {"@id": f"{base}agencies/{release.publisher}"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": release.sha256,
        },
    }
    if release.published_on:
        entity["dcterms:issued"] = _date(release.published_on)
    if release.url:
        entity["prov:atLocation"] = {"@id": quote(release.url, safe=":/?#[]@!$&'()*+,;=%~")}
    return entity


def _source(source: Source, base: str) -> dict[str, Any]:
    return {
        "@id": f"{base}sources/{source.code}",
        "@type": "prov:Entity",
        "dcterms:title": source.title,
        "dcterms:language": source.language,
    }


def _activity(version: Version, origin: Origin, base: str) -> dict[str, Any]:
    """The publication of a changeset: who drafted and who approved it."""
    roles = {people.WROTE: "drafted", people.APPROVED: "approved"}
    parts = [(roles[person["did"]], person["id"]) for person in version.people]
    return {
        "@id": f"{base}versions/{version.size}",
        "@type": "prov:Activity",
        "dcterms:description": version.message,
        "prov:endedAtTime": _instant(version),
        "prov:used": {"@id": f"{base}releases/{origin.release.code}"},
        "prov:qualifiedAssociation": [
            {
                "@type": "prov:Association",
                "prov:agent": {"@id": _curator_id(name, base)},
                "prov:hadRole": {"@type": "prov:Role", "rdfs:label": role},
            }
            for role, name in parts
        ],
    }


def _agency(agency: Agency, base: str) -> dict[str, Any]:
    names = sorted(agency.labels.items())
    return {
        "@id": f"{base}agencies/{agency.code}",
        "@type": ["prov:Agent", "prov:Organization"],
        "rdfs:label": [{"@value": name, "@language": language} for language, name in names],
    }


def _curator(name: str, base: str) -> dict[str, Any]:
    return {
        "@id": _curator_id(name, base),
        "@type": "prov:Agent",
        "dcterms:identifier": name,
    }


def _curator_id(name: str, base: str) -> str:
    """The address of a curator: a place on the page of versions, since they have no page."""
    return f"{base}versions#curator-{quote(name, safe='')}"


def _instant(version: Version) -> dict[str, str]:
    return {"@value": log.instant_text(version.at), "@type": "xsd:dateTime"}


def _date(text: str) -> dict[str, str]:
    kinds = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
    return {"@value": text, "@type": kinds[len(text)]}


def _whole(number: int) -> dict[str, str]:
    return {"@value": str(number), "@type": "xsd:nonNegativeInteger"}


def origin_of(row: Observation, closing: Closing | None, snapshot: Snapshot) -> Origin:
    """What the provenance of an observation names, read from the database.

    Six queries.
    """
    release = Release.objects.at(snapshot.version).get(code=row.release)
    ends = [closing.known_from] if closing else []
    voices: Iterable[str] = {row.voice, release.publisher}
    return Origin(
        observation=row,
        citations=list(Citation.objects.filter(observation=row).order_by("key")),
        release=release,
        source=Source.objects.at(snapshot.version).get(code=row.source),
        agencies=list(Agency.objects.at(snapshot.version).filter(code__in=voices).order_by("code")),
        closing=closing,
        versions=Version.objects.in_bulk([row.known_from, *ends]),
    )
