"""The shape of areas, units, code lists, themes and indicators on the wire and in CSV headers."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from indicators.figures import choices
from rest.serializers import optional_text
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
