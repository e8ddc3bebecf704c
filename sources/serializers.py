"""The shape of agencies, sources and releases on the wire; CSV headers are the same names.

A serializer here never touches the database. Its fields are the one declaration from which the
JSON (see fixed()), the CSV header and the OpenAPI component follow.
"""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from rest.languages import best
from rest.serializers import RecordedSerializer, optional_text


def texts_by_language(help_text: str) -> serializers.DictField:
    return serializers.DictField(child=serializers.CharField(), help_text=help_text)


def labels_field() -> serializers.DictField:
    return texts_by_language("Names by the ISO 639 code of their language; at least one.")


def definitions_field() -> serializers.DictField:
    return texts_by_language("Definitions by language; empty if there is none.")


def aliases_field() -> serializers.DictField:
    return serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Other names, a list by language; empty if there are none.",
    )


def themes_field() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), help_text="Ids of its themes.")


def with_names(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with the names that follow from its labels, and maps in one order."""
    labels = content["labels"]
    definitions = content.get("definitions") or {}
    return {
        **with_maps(content),
        "name_en": labels.get("en"),
        "name_es": labels.get("es"),
        "definition": best(definitions),
    }


def with_maps(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with maps by language in the order of their codes, absent ones empty."""
    maps = {name: content.get(name) or {} for name in ("labels", "definitions", "aliases")}
    return {
        **content,
        **{name: dict(sorted(by_language.items())) for name, by_language in maps.items()},
        "themes": content.get("themes") or [],
    }


class LabelledSerializer(RecordedSerializer):
    """A thing of a vocabulary, with its names by language."""

    @classmethod
    def fixed(cls, content: Mapping[str, Any]) -> dict[str, Any]:
        return super().fixed(with_names(content))


class AgencySerializer(LabelledSerializer):
    id = serializers.CharField(help_text="Identifier for ever, for example unodc.")
    name_en = optional_text("Name in English.")
    name_es = optional_text("Name in Spanish.")
    short_name = optional_text("Short name, for example UNODC.")
    kind = serializers.CharField(help_text="government, intergovernmental, media or other.")
    area = optional_text("Area that it belongs to.")
    part_of = optional_text("Agency that it is part of.")
    url = optional_text("Its web address.")
    labels = labels_field()
    aliases = aliases_field()


class SourceSerializer(RecordedSerializer):
    id = serializers.CharField(help_text="Identifier for ever, for example incsr-peru.")
    title = serializers.CharField(help_text="Title of the document as a work.")
    publisher = serializers.CharField(help_text="Agency that publishes it.")
    language = serializers.CharField(help_text="ISO 639-1 code of its language.")
    kind = serializers.CharField(help_text="What sort of document, for example web_page.")
    area = optional_text("Area that it is about.")
    url = optional_text("Its web address.")
    aliases = aliases_field()
    themes = themes_field()

    @classmethod
    def fixed(cls, content: Mapping[str, Any]) -> dict[str, Any]:
        return super().fixed(with_maps(content))


class ReleaseSerializer(RecordedSerializer):
    id = serializers.CharField(help_text="Identifier for ever, for example incsr-peru-2014.")
    source = serializers.CharField(  # type: ignore[assignment]
        help_text="Source of which it is an edition."
    )
    title = serializers.CharField(help_text="Title as printed on this edition.")
    publisher = serializers.CharField(help_text="Publisher of its source.")
    published_on = optional_text("Publication date, as precise as known.")
    retrieved_on = serializers.CharField(help_text="Day on which the bytes were obtained.")
    url = optional_text("Where it was published.")
    obtained_from = optional_text("Agency that reposted it, where it was not obtained first hand.")
    media_type = serializers.CharField(help_text="Media type of the bytes.")
    bytes = serializers.IntegerField(help_text="Size of the file.")
    sha256 = serializers.CharField(help_text="SHA-256 of the bytes, lowercase hex.")
    text_sha256 = serializers.CharField(help_text="SHA-256 of the canonical text in UTF-8.")
    text_length = serializers.IntegerField(help_text="Unicode code points of the canonical text.")
    extractor = optional_text("Program and version that made the text from the bytes, if any.")
    licence = optional_text("Licence under which the document may be used, where one is known.")
    rights = optional_text("Who owns the document and what that means for its text here.")
    note = optional_text("What a reader should know about this edition.")
    archive_url = optional_text("Where a copy of it is kept by others.")
