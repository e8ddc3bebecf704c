"""The shape of recorded things on the wire; CSV headers are the same names.

A serializer here never touches the database. Its fields are the one declaration from which the
JSON (see fixed()), the CSV header and the OpenAPI component follow.
"""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

CODE = {"max_length": 80}


def optional_text(help_text: str, **extra: Any) -> serializers.CharField:
    return serializers.CharField(allow_null=True, help_text=help_text, **extra)


class RecordedSerializer(serializers.Serializer[Any]):
    """What every recorded thing ends with: the versions between which it is current."""

    known_from = serializers.IntegerField(help_text="Version in which this row appeared.")
    known_to = serializers.IntegerField(
        allow_null=True,
        help_text="Version from which it no longer stands; null while it stands at this version.",
    )

    DYNAMIC: tuple[str, ...] = ("known_from", "known_to")

    @classmethod
    def names(cls) -> list[str]:
        """All field names in the order of the wire and of the CSV header."""
        declared = list(cls._declared_fields)
        last = ["known_from", "known_to"]
        return [name for name in declared if name not in last] + last

    @classmethod
    def fixed(cls, content: Mapping[str, Any]) -> dict[str, Any]:
        """The fields that never change, in their order, absent ones as None."""
        return {name: content.get(name) for name in cls.names() if name not in cls.DYNAMIC}
