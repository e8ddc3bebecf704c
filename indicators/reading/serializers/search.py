"""The shape of search results."""

from typing import Any

from rest_framework import serializers

from indicators.figures import choices


class FoundSerializer(serializers.Serializer[Any]):
    type = serializers.ChoiceField(
        choices.FoundType.choices, help_text="What sort of thing was found."
    )
    id = serializers.CharField(help_text="Its id.")
    title = serializers.CharField(help_text="Its name, title, or what it says in short.")
    rank = serializers.FloatField(help_text="Share of its words that the query says.")
    matches = serializers.ListField(
        child=serializers.CharField(), help_text="The words that matched, as printed."
    )
    url = serializers.CharField(help_text="Where it is.")

    @classmethod
    def names(cls) -> list[str]:
        return list(cls._declared_fields)
