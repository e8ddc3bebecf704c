"""Areas, units, code lists, themes and indicators: what observations speak of."""

from django.db import models

from indicators.figures.choices import Kind
from sources.models import THEMES, CodeField, Findable, Labelled


class Area(Labelled):
    kind = models.CharField(max_length=20, help_text="country, region, city, valley, group, ...")
    part_of = CodeField(max_length=80, blank=True, help_text="Area in which it lies wholly.")

    class Meta(Labelled.Meta):
        pass


class Unit(Labelled):
    symbol = models.CharField(max_length=20, blank=True)
    dimension = models.CharField(max_length=20, help_text="area, mass, money, count, ratio, time.")
    factor = models.CharField(
        max_length=40, blank=True, help_text="A value times this factor is the value in the base."
    )
    base = CodeField(max_length=80, blank=True, help_text="Base unit of the dimension.")

    class Meta(Labelled.Meta):
        pass


class CodeList(Labelled):
    codes = models.JSONField(help_text="Codes with names and definitions, in their order.")

    class Meta(Labelled.Meta):
        pass


class Theme(Labelled):
    part_of = CodeField(max_length=80, blank=True, help_text="Theme that includes this one.")

    class Meta(Labelled.Meta):
        pass


class Indicator(Findable, Labelled):
    name_en = models.CharField("name", max_length=300, blank=True, help_text="Name in English.")
    name_es = models.CharField(
        "name (es)", max_length=300, blank=True, help_text="Name in Spanish."
    )
    definition = models.TextField(help_text="What is measured; never where, when or by whom.")
    definitions = models.JSONField(help_text="The same by language.")
    themes = models.TextField(blank=True, help_text=THEMES)
    kind = models.CharField(
        max_length=10, choices=Kind.choices, help_text="Kind of its plain statements."
    )
    dimension = models.CharField(max_length=20, blank=True)
    code_list = CodeField(max_length=80, blank=True, help_text="Answers of a coded indicator.")

    class Meta(Labelled.Meta):
        pass
