"""Areas, units, code lists and indicators: what observations speak of."""

from django.db import models

from indicators.models.choices import Kind
from sources.models import CodeField, Described, Findable


class Area(Described):
    name_en = models.CharField("name", max_length=200)
    name_es = models.CharField("name (es)", max_length=200)
    kind = models.CharField(max_length=20, help_text="country, region, city, valley, group, ...")
    part_of = CodeField(max_length=80, blank=True, help_text="Area in which it lies wholly.")

    class Meta(Described.Meta):
        pass


class Unit(Described):
    name_en = models.CharField("name", max_length=200)
    name_es = models.CharField("name (es)", max_length=200)
    symbol = models.CharField(max_length=20, blank=True)
    dimension = models.CharField(max_length=20, help_text="area, mass, money, count, ratio, time.")
    factor = models.CharField(
        max_length=40, blank=True, help_text="A value times this factor is the value in the base."
    )
    base = CodeField(max_length=80, blank=True, help_text="Base unit of the dimension.")

    class Meta(Described.Meta):
        pass


class CodeList(Described):
    name_en = models.CharField("name", max_length=200)
    name_es = models.CharField("name (es)", max_length=200)
    codes = models.JSONField(help_text="Codes with names and definitions, in their order.")

    class Meta(Described.Meta):
        pass


class Indicator(Findable, Described):
    name_en = models.CharField("name", max_length=300)
    name_es = models.CharField("name (es)", max_length=300)
    definition = models.TextField(help_text="What is measured; never where, when or by whom.")
    kind = models.CharField(max_length=10, choices=Kind, help_text="Kind of its plain statements.")
    dimension = models.CharField(max_length=20, blank=True)
    code_list = CodeField(max_length=80, blank=True, help_text="Answers of a coded indicator.")

    class Meta(Described.Meta):
        pass
