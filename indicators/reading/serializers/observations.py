"""The shape of series, observations, their citations and claims on the wire and in CSV headers."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from rest_framework import serializers

from indicators.figures import choices
from indicators.figures.fields import OBSERVATION, Field
from rest.formats import DecimalText
from rest.serializers import RecordedSerializer, optional_text


class SeriesSerializer(RecordedSerializer):
    id = serializers.CharField(help_text="Identifier for ever, made from what it consists of.")
    indicator = serializers.CharField(help_text="What is measured.")
    area = serializers.CharField(help_text="Where.")
    voice = serializers.CharField(help_text="Who says so: the producer, else the publisher.")
    breakdown = optional_text("dim=code;dim=code, sorted by dim.")
    kind = serializers.ChoiceField(choices.Kind.choices, help_text="What sort of statements.")
    modality = serializers.ChoiceField(
        choices.Modality.choices, help_text="Actual, target or forecast."
    )


def quoted(citations: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Citations with all their members in the order of the wire."""
    names = list(CitationSerializer._declared_fields)
    return [{name: citation.get(name) for name in names} for citation in citations]


class CitationSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices.Role.choices, help_text="What the words give.")
    start = serializers.IntegerField(
        min_value=0, help_text="First Unicode code point in the release's canonical text, from 0."
    )
    end = serializers.IntegerField(min_value=1, help_text="Code point after the last one.")
    exact = serializers.CharField(help_text="The quoted words: text[start:end].")
    prefix = optional_text("Up to 32 code points before them; null if the text was not at hand.")
    suffix = optional_text("Up to 32 code points after them; null if the text was not at hand.")


def decimal_text(help_text: str) -> DecimalText:
    return DecimalText(allow_null=True, help_text=help_text + " Exact decimal as text.")


class Changing(NamedTuple):
    """The members of an observation that depend on the version, in the order of the wire."""

    status: str
    headline: bool
    replaces: str | None
    replaced_by: str | None
    claims: tuple[str, ...]
    known_from: int
    known_to: int | None


def served(field: Field) -> serializers.Field[Any, Any, Any, Any]:
    """How a field of an observation is served."""
    null: dict[str, Any] = {"allow_null": True} if field.nullable else {}
    options: dict[str, Any] = {"help_text": field.help, **null}
    if field.form == "choice":
        assert field.choices is not None
        return serializers.ChoiceField(field.choices.choices, **options)
    if field.form == "decimal":
        return decimal_text(field.help)
    if field.form == "quotes":
        return CitationSerializer(many=True, help_text=field.help)
    if field.form == "ids":
        return serializers.ListField(child=serializers.CharField(), help_text=field.help)
    return BY_FORM.get(field.form, serializers.CharField)(**options)


BY_FORM: Mapping[str, type[serializers.Field[Any, Any, Any, Any]]] = {
    "number": serializers.FloatField,
    "truth": serializers.BooleanField,
    "whole": serializers.IntegerField,
}


_Observation: Any = type(
    "_Observation", (RecordedSerializer,), {field.name: served(field) for field in OBSERVATION}
)


class ObservationSerializer(_Observation):
    @classmethod
    def fixed(cls, content: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().fixed(content), "citations": quoted(content["citations"])}

    DYNAMIC = Changing._fields


class ClaimSerializer(RecordedSerializer):
    id = serializers.CharField(help_text="Identifier for ever: <release>-c<n>.")
    release = serializers.CharField(help_text="The edition that states it.")
    relation = serializers.ChoiceField(
        choices.Relation.choices, help_text="What sort of relation is stated."
    )
    operator = serializers.ChoiceField(
        choices.Operator.choices, allow_null=True, help_text="What a comparison says."
    )
    result = optional_text("Observation that states the result, where one does.")
    inputs = serializers.ListField(
        child=serializers.CharField(),
        help_text="Observations that it relates. change: base, current; share: part, whole; "
        "sum: the parts; comparison: left, right; restatement: what is restated.",
    )
    note = optional_text("The curator's remark, where a reader needs one.")
    citations = CitationSerializer(many=True, help_text="The words that state it.")
    verdict = serializers.ChoiceField(
        choices.Verdict.choices, help_text="Recomputed from the figures, at the precision printed."
    )
    computed = optional_text("What the figures give, where that is a number.")
    missing = serializers.ListField(
        child=serializers.CharField(), help_text="Operands that no figure gives, by name."
    )
    reason = optional_text("Why it is not checkable, or what differs.")

    DYNAMIC = ("verdict", "computed", "missing", "reason", "known_from", "known_to")

    @classmethod
    def fixed(cls, content: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().fixed(content), "citations": quoted(content["citations"])}


class HistoryEventSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField(help_text="Version in which it happened.")
    action = serializers.ChoiceField(
        choices.HistoryAction.choices,
        help_text="restated: another release says something about the same key.",
    )
    reason = optional_text("Why it was replaced or retracted.")
    agreement = serializers.ChoiceField(
        choices.Agreement.choices,
        allow_null=True,
        help_text="With the statement that stood before it; null for the first.",
    )
    observation = ObservationSerializer(help_text="As of the answer's version.")


class HistorySerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField(help_text="The version that was read.")
    results = HistoryEventSerializer(
        many=True, help_text="Oldest first; of at most 1,000 statements."
    )
    more_results = serializers.BooleanField(
        help_text="Whether there are more statements: read /v1/observations?series=<id>&period="
        "<period>&status=all for all."
    )
