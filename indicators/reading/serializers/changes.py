"""The shape of versions, of what changed in them, and of the entry point."""

from typing import Any

from rest_framework import serializers

from indicators.figures import choices
from rest.serializers import RecordedSerializer, optional_text


class PersonSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(help_text="Pseudonymous id.")
    did = serializers.ChoiceField(choices.PersonDid.choices, help_text="What their part was.")
    what = serializers.DictField(
        child=serializers.IntegerField(),
        allow_null=True,
        help_text="How many entries of each thing they wrote or approved; null where unknown.",
    )


class VersionSerializer(RecordedSerializer):
    known_from = known_to = None  # type: ignore[assignment]
    version = serializers.IntegerField(help_text="Size of the log after the changeset.")
    at = serializers.DateTimeField(help_text="When it was published, UTC.")
    message = serializers.CharField(help_text="What the changeset did.")
    drafted_by = serializers.CharField(help_text="Pseudonymous id of who drafted it.")
    approved_by = serializers.CharField(help_text="Pseudonymous id of who approved it.")
    first = serializers.IntegerField(help_text="Index of its first entry.")
    counts = serializers.DictField(
        child=serializers.IntegerField(), help_text="Number of entries by type."
    )
    root = serializers.CharField(help_text="Root hash of the log at this size, lowercase hex.")  # type: ignore[assignment]
    checkpoint = optional_text("The signed note of this size; null if none was published.")
    people = PersonSerializer(many=True, help_text="Everyone who had a hand in it.")
    reviewed = serializers.BooleanField(
        help_text="Whether what each of them wrote was approved by somebody else."
    )

    @classmethod
    def names(cls) -> list[str]:
        return list(cls._declared_fields)


class ChangeSerializer(RecordedSerializer):
    known_from = known_to = None  # type: ignore[assignment]
    version = serializers.IntegerField(help_text="Size of the log after the changeset.")
    at = serializers.DateTimeField(help_text="When it was published, UTC.")
    index = serializers.IntegerField(help_text="Index of the entry in the log.")
    action = serializers.ChoiceField(choices.ChangeAction.choices, help_text="What happened.")
    type = serializers.CharField(help_text="Type of the thing, for example observation.")
    id = serializers.CharField(help_text="Id of the thing.")
    reason = optional_text("Why it was replaced or retracted.")
    replaced_by = optional_text("What replaced it.")
    reviewed = serializers.BooleanField(help_text="Whether its version was reviewed.")

    @classmethod
    def names(cls) -> list[str]:
        return list(cls._declared_fields)


class EntryPointSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField(help_text="The version that stands.")
    counts = serializers.DictField(
        child=serializers.IntegerField(), help_text="How many of each thing stand."
    )
    links = serializers.DictField(
        child=serializers.URLField(),
        help_text="Where everything begins: lists, search, exports, the log, documentation.",
    )

    @classmethod
    def names(cls) -> list[str]:
        return list(cls._declared_fields)
