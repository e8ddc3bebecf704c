"""The phrases of a language that say of what kind a number is, made into patterns once."""

import re

from .lexicon import Lexicon, patterns, per_language

_NO_EXCHANGE = r"(?<!tipo de )(?<!tipos de )(?<!casas de )"  # "tipo de cambio" is no change


class Phrases:
    """The phrases of a language that say of what kind a number is, as patterns."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.share = re.compile(patterns(lexicon.share))
        self.part = re.compile(rf"\s*\)?\s*{patterns(lexicon.part_of)}(?:\s|$)")
        self.apostrophe = re.compile(r"\s*d'")
        self.averages = re.compile(patterns(lexicon.averages))
        percent = rf"(?:%|{patterns(lexicon.percent)})"
        changes = patterns(lexicon.changes)
        within = patterns(lexicon.within)
        self.changed_note = re.compile(
            rf"\W*(?:[\w-]+\s+){{0,2}}?(?:{percent}\s+{changes}"
            rf"|{changes}\s+(?:[\w-]+\s+){{0,2}}?(?:{within}\s+)?{percent})"
        )
        self.changes = re.compile(rf"{_NO_EXCHANGE}{patterns(lexicon.changes)}")
        self.levels = re.compile(patterns(lexicon.levels))
        self.variation = re.compile(patterns(lexicon.variations))
        self.target = re.compile(patterns(lexicon.targets))
        self.forecast = re.compile(patterns(lexicon.forecasts))
        self.qualifiers = {
            "estimated": re.compile(patterns(lexicon.estimated)),
            "approximate": re.compile(patterns(lexicon.approximate)),
        }
        self.year_on_year = re.compile(patterns(lexicon.year_on_year))
        self.rhythm = re.compile(patterns(lexicon.month_on_month))
        self.to_level = re.compile(rf"\s*(?:[\w.-]+\s+){{0,2}}?{patterns(lexicon.to_level)}\s")
        self.according = re.compile(rf"{patterns(lexicon.according)}[\s:]+(?:[\w'.]+\s+){{0,2}}?$")
        self.reports = re.compile(rf"(?:[\s,(][^.;]{{0,40}}?)?\s{patterns(lexicon.reports)}")
        behind = r"\s+(?:[\w'-]+\s+){0,3}?"
        self.behind = {
            name: re.compile(behind + patterns(words))
            for name, words in (("target", lexicon.targets), ("forecast", lexicon.forecasts))
        }


phrases_of = per_language(Phrases)  # the patterns of a lexicon, made once
