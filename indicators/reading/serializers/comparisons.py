"""The shape of what is compared: voices, restatements, points of a series, two releases."""

from dataclasses import replace
from typing import Any

from rest_framework import serializers

from indicators.figures import choices
from indicators.figures.fields import BY_NAME, COMPARED
from indicators.reading.serializers.observations import SeriesSerializer, decimal_text, served
from rest.serializers import optional_text

_Stated: Any = type(
    "_Stated",
    (serializers.Serializer,),
    {name: served(replace(BY_NAME[name], null=True)) for name in COMPARED},
)


class StatedValueSerializer(_Stated):
    """What an observation says, in the form that comparisons repeat."""

    converted_value = decimal_text("value in the unit asked for.")
    converted_low = decimal_text("value_low in the unit asked for.")
    converted_high = decimal_text("value_high in the unit asked for.")
    converted_unit = optional_text("The unit asked for, where values convert.")


class VoiceSerializer(StatedValueSerializer):
    voice = serializers.CharField(help_text="Who says so.")
    disputed = serializers.BooleanField(
        help_text="Whether its newest statements differ, so that none is the headline."
    )
    observation = optional_text("The headline; null where disputed.")
    statements = serializers.ListField(
        child=serializers.CharField(), help_text="All its current statements, oldest first."
    )


class RestatementSerializer(StatedValueSerializer):
    observation = serializers.CharField(help_text="The statement.")
    release = serializers.CharField(help_text="The edition that says so.")
    published_on = optional_text("Publication date of that edition.")
    voice = serializers.CharField(help_text="Who says so.")
    restates = optional_text("The statement from an earlier release that it says again.")
    agreement = serializers.ChoiceField(
        choices.Agreement.choices, allow_null=True, help_text="With the statement that it restates."
    )


class GapSerializer(serializers.Serializer[Any]):
    absolute = serializers.CharField(help_text="Greatest less least value, exact.")
    percent = optional_text("The gap as percent of the least value, two places.")
    unit = serializers.CharField(help_text="Unit of the values.")
    least = serializers.CharField(help_text="Voice of the least value.")
    greatest = serializers.CharField(help_text="Voice of the greatest value.")


# What is compared: a series without its voice, in a period. No docstring: the schema would tell it
# of every comparison.
class ComparedSerializer(serializers.Serializer[Any]):
    indicator = serializers.CharField(help_text="What is measured.")
    area = serializers.CharField(help_text="Where.")
    breakdown = optional_text("dim=code;dim=code, sorted by dim.")
    kind = serializers.ChoiceField(choices.Kind.choices, help_text="What sort of statements.")
    modality = serializers.ChoiceField(
        choices.Modality.choices, help_text="Actual, target or forecast."
    )
    period = serializers.CharField(help_text="When.")
    base_period = optional_text("Period with which a change compares.")

    @classmethod
    def names(cls) -> list[str]:
        return list(cls._declared_fields)


class ComparisonSerializer(ComparedSerializer):
    voices = VoiceSerializer(many=True, help_text="Each voice's headline.")
    gap = GapSerializer(
        allow_null=True, help_text="Between voices; null unless two have values in one unit."
    )
    restatements = RestatementSerializer(many=True, help_text="In the order of publication.")


class ReleaseStatementSerializer(StatedValueSerializer):
    observation = serializers.CharField(help_text="The statement.")
    voice = serializers.CharField(help_text="Who says so.")


class ReleaseComparisonSerializer(ComparedSerializer):
    one = ReleaseStatementSerializer(many=True, help_text="What the first release says.")
    other = ReleaseStatementSerializer(many=True, help_text="What the second release says.")
    agreement = serializers.ChoiceField(
        choices.Agreement.choices,
        allow_null=True,
        help_text="Worst agreement of a voice with itself; null where none speaks in both.",
    )


class PointSerializer(StatedValueSerializer):
    period = serializers.CharField(help_text="When.")
    base_period = optional_text("Period with which a change compares.")
    disputed = serializers.BooleanField(help_text="Whether its newest statements differ.")
    observation = optional_text("The headline; null where disputed.")
    vintages = RestatementSerializer(many=True, help_text="What this voice said, oldest first.")
    others = VoiceSerializer(many=True, help_text="What other voices say of the same period.")
    gap = GapSerializer(allow_null=True, help_text="Between the voices.")


class SeriesDetailSerializer(SeriesSerializer):
    points = PointSerializer(many=True, help_text="At most 1,000 periods, in their order.")
    more_points = serializers.BooleanField(
        help_text="Whether there are more: read /v1/observations?series=<id> for all."
    )
