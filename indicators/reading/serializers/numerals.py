"""The shape of the numbers of a text, and how many of them are accounted for."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from indicators.figures import choices
from rest.serializers import optional_text


class NumeralSerializer(serializers.Serializer[Any]):
    start = serializers.IntegerField(help_text="First code point in the release's text, from 0.")
    end = serializers.IntegerField(help_text="Code point after the last one.")
    exact = serializers.CharField(help_text="The number as printed.")
    category = serializers.ChoiceField(
        choices.NumeralCategory.choices, help_text="What it is: a figure, or something else."
    )
    set_aside = serializers.BooleanField(help_text="Whether a curator set it aside as no figure.")
    observations = serializers.ListField(
        child=serializers.CharField(), help_text="Observations that cite it, or that it belongs to."
    )

    @classmethod
    def names(cls) -> list[str]:
        return list(cls._declared_fields)


class CoverageSerializer(serializers.Serializer[Any]):
    numerals = serializers.IntegerField(help_text="Numerals known of this text.")
    cited = serializers.IntegerField(help_text="Those cited by an observation, not set aside.")
    set_aside = serializers.IntegerField(help_text="Those set aside with a category.")
    unaccounted = serializers.IntegerField(help_text="The rest.")
    percent = optional_text("Share accounted for; null where the text was not read whole.")
    reader = optional_text("Version of the reader's rules.")
    reason = optional_text("Why some are left unaccounted, if any are.")


@extend_schema_serializer(many=False)
class NumeralListSerializer(serializers.Serializer[Any]):
    """A page of numerals, and how many of the whole text's are accounted for."""

    version = serializers.IntegerField(help_text="The version that was read.")
    count = serializers.IntegerField(allow_null=True, help_text="Exact total, or null.")
    count_at_least = serializers.IntegerField(help_text="The total, or a bound.")
    next = serializers.URLField(allow_null=True, help_text="URL of the next page.")
    previous = serializers.URLField(allow_null=True, help_text="URL of the previous page.")
    results = NumeralSerializer(many=True, help_text="The numerals in their order.")
    coverage = CoverageSerializer(help_text="Of the whole text, whatever the page shows.")
