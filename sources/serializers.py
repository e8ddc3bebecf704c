"""The shape of agencies, sources and releases on the wire; CSV headers are the same names.

A serializer here never touches the database. Its fields are the one declaration from which the
JSON (see fixed()), the CSV header and the OpenAPI component follow.
"""

from rest_framework import serializers

from rest.serializers import RecordedSerializer, optional_text


class AgencySerializer(RecordedSerializer):
    id = serializers.CharField(help_text="Identifier for ever, for example unodc.")
    name_en = serializers.CharField(help_text="Name in English.")
    name_es = serializers.CharField(help_text="Name in Spanish.")
    short_name = optional_text("Short name, for example UNODC.")
    kind = serializers.CharField(help_text="government, intergovernmental, media or other.")
    area = optional_text("Area that it belongs to.")
    part_of = optional_text("Agency that it is part of.")
    url = optional_text("Its web address.")


class SourceSerializer(RecordedSerializer):
    id = serializers.CharField(help_text="Identifier for ever, for example incsr-peru.")
    title = serializers.CharField(help_text="Title of the document as a work.")
    publisher = serializers.CharField(help_text="Agency that publishes it.")
    language = serializers.CharField(help_text="ISO 639-1 code of its language.")
    kind = serializers.CharField(help_text="What sort of document, for example web_page.")
    area = optional_text("Area that it is about.")
    url = optional_text("Its web address.")


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
