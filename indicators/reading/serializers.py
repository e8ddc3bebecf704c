"""The shape of vocabularies, series and observations on the wire; the same in CSV headers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from indicators.figures import choices
from indicators.figures.fields import BY_NAME, COMPARED, OBSERVATION, Field
from rest.formats import DecimalText
from rest.serializers import RecordedSerializer, optional_text
from sources.serializers import (
    LabelledSerializer,
    aliases_field,
    definitions_field,
    labels_field,
    themes_field,
    with_names,
)


class AreaSerializer(LabelledSerializer):
    id = serializers.CharField(
        help_text="ISO 3166 code, or one like PE-X-VRAEM where ISO has none."
    )
    name_en = optional_text("Name in English.")
    name_es = optional_text("Name in Spanish.")
    kind = serializers.CharField(help_text="country, region, city, valley, group, ...")
    part_of = optional_text("Area in which it lies wholly.")
    covers_part_of = serializers.ListField(
        child=serializers.CharField(),
        help_text="Areas that it overlaps without containing them: never sum over these.",
    )
    labels = labels_field()
    aliases = aliases_field()

    @classmethod
    def fixed(cls, content: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().fixed(content), "covers_part_of": content.get("covers_part_of") or []}


class UnitSerializer(LabelledSerializer):
    id = serializers.CharField(help_text="UCUM or ISO 4217 code, for example har or USD.")
    name_en = optional_text("Name in English.")
    name_es = optional_text("Name in Spanish.")
    symbol = optional_text("Symbol for people, for example ha.")
    dimension = serializers.CharField(help_text="area, mass, money, count, ratio or time.")
    system = serializers.CharField(help_text="System of the code: UCUM or ISO 4217.")
    factor = optional_text("Exact decimal: a value times it is the value in the base unit.")
    base = optional_text("Base unit to which factor converts.")
    labels = labels_field()
    aliases = aliases_field()


class CodeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="The code.")
    name_en = optional_text("Name in English.")
    name_es = optional_text("Name in Spanish.")
    definition = optional_text("What the code means.")
    start = optional_text("First day or year of a named period.")
    end = optional_text("Last day or year of a named period.")
    part_of = optional_text("Code of the same list that includes this one.")
    labels = labels_field()
    definitions = definitions_field()
    aliases = aliases_field()


class CodeListSerializer(LabelledSerializer):
    id = serializers.CharField(help_text="Identifier for ever, for example substance.")
    name_en = optional_text("Name in English.")
    name_es = optional_text("Name in Spanish.")
    codes = CodeSerializer(many=True, help_text="The codes in their order.")
    labels = labels_field()
    aliases = aliases_field()

    @classmethod
    def fixed(cls, content: Mapping[str, Any]) -> dict[str, Any]:
        names = list(CodeSerializer._declared_fields)
        named = map(with_names, content["codes"])
        codes = [{name: code.get(name) for name in names} for code in named]
        return {**super().fixed(content), "codes": codes}


class ThemeSerializer(LabelledSerializer):
    id = serializers.CharField(help_text="Identifier for ever, for example crops.")
    name_en = optional_text("Name in English.")
    name_es = optional_text("Name in Spanish.")
    definition = optional_text("What belongs to it.")
    part_of = optional_text("Theme that includes this one.")
    labels = labels_field()
    definitions = definitions_field()
    aliases = aliases_field()


class IndicatorSerializer(LabelledSerializer):
    id = serializers.CharField(help_text="Identifier for ever, for example coca-cultivation-area.")
    name_en = optional_text("Name in English.")
    name_es = optional_text("Name in Spanish.")
    definition = serializers.CharField(help_text="What is measured.")
    kind = serializers.ChoiceField(choices.Kind.choices, help_text="Kind of its plain statements.")
    dimension = optional_text("Dimension of its unit; null for coded indicators.")
    code_list = optional_text("Code list of its answers; null unless coded.")
    succeeds = optional_text("Indicator that this one replaces because the meaning changed.")
    labels = labels_field()
    definitions = definitions_field()
    aliases = aliases_field()
    themes = themes_field()


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


class PersonSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(help_text="Pseudonymous id.")
    did = serializers.ChoiceField(choices.PersonDid.choices, help_text="What their part was.")
    what = serializers.DictField(
        child=serializers.IntegerField(),
        allow_null=True,
        help_text="How many entries of each thing they wrote; null where that was not kept.",
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
        help_text="Whether who approved it wrote nothing of it; false where one person published."
    )

    @classmethod
    def names(cls) -> list[str]:
        return list(cls._declared_fields)


class ChangeSerializer(VersionSerializer):
    message = drafted_by = approved_by = first = counts = root = checkpoint = None  # type: ignore[assignment]
    people = reviewed = None  # type: ignore[assignment]
    index = serializers.IntegerField(help_text="Index of the entry in the log.")
    action = serializers.ChoiceField(choices.ChangeAction.choices, help_text="What happened.")
    type = serializers.CharField(help_text="Type of the thing, for example observation.")
    id = serializers.CharField(help_text="Id of the thing.")
    reason = optional_text("Why it was replaced or retracted.")
    replaced_by = optional_text("What replaced it.")


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


class ProvedEntrySerializer(serializers.Serializer[Any]):
    index = serializers.IntegerField(help_text="Index of the entry in the log.")
    bytes = serializers.CharField(help_text="Its exact bytes, as text: UTF-8 canonical JSON.")
    proof = serializers.CharField(help_text="C2SP tlog-proof under the checkpoint.")


class ReleaseHashesSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(help_text="The release that the observation cites.")
    sha256 = serializers.CharField(help_text="SHA-256 of its bytes.")
    text_sha256 = serializers.CharField(help_text="SHA-256 of its canonical text.")


class ProofSerializer(serializers.Serializer[Any]):
    object = serializers.CharField(help_text="What the entries are about.")
    version = serializers.IntegerField(help_text="Size of the log that the checkpoint signs.")
    checkpoint = serializers.CharField(help_text="The signed note (C2SP tlog-checkpoint).")
    keys = serializers.ListField(
        child=serializers.CharField(), help_text="Verifier keys of the log (C2SP vkey)."
    )
    entry = ProvedEntrySerializer(help_text="The entry that recorded it.")
    newest = ProvedEntrySerializer(help_text="The newest entry about it at this version.")
    between = ProvedEntrySerializer(many=True, help_text="Those that link the two, newest first.")
    release = ReleaseHashesSerializer(help_text="What the quotes can be checked against.")
