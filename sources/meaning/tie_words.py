"""The words of a language that tie a period to a number, as patterns."""

import re

from .lexicon import Lexicon, patterns, per_language
from .time_words import SERIES_BEGIN, TIME_WORDS

WHENS = ("when", "cuando", "quando", "lorsque", "quand", "alors que")


class TieWords:
    """The patterns of a language that tie."""

    def __init__(self, lexicon: Lexicon) -> None:
        fillers = rf"(?:{patterns(lexicon.fillers)}\s+)*"
        self.respectively = re.compile(patterns(lexicon.respectively))
        self.joins = re.compile(patterns(lexicon.joins))
        self.listing = re.compile(rf"\s*,\s*|[\s,]*{patterns(lexicon.lists)}\s*")
        self.article = re.compile(rf"\s{patterns(lexicon.fillers)}\s")
        than = [word for word in lexicon.base if word in ("que", "do que")]
        loose = {*than, *lexicon.base_years}  # "a porté sur 410 villages"
        base = patterns([word for word in lexicon.base if word not in loose])
        better = (*lexicon.up_after, *lexicon.down_after, *lexicon.higher, *lexicon.lower)
        more = rf"{patterns(better)}\s+(?:[^\W\d]+\s+){{0,3}}?{patterns(than)}"
        self.base = re.compile(rf"(?:{base}|{more})\s+{fillers}$")
        # "ne procurait plus que 82": only so many
        self.no_more = re.compile(r"(?<!\w)n(?:e\s|')[^\d,;.]{1,30}?plus\s+qu(?:e\s+|')$")
        self.from_level = re.compile(rf"{patterns(lexicon.starts)}\s+{fillers}$")
        only = [word for word in lexicon.starts if word not in (*lexicon.of, *lexicon.within)]
        self.from_base = re.compile(rf"{patterns(only)}\s+{fillers}$")
        stops = patterns((*lexicon.base, *lexicon.joins))
        self.to_level = re.compile(
            rf"\s*(?:(?!{stops})[^\W\d_][\w.'-]*\s+){{0,2}}?(?:{patterns(lexicon.within)}\s+"
            rf"[\d/-]+\s+)?{patterns(lexicon.ends)}\s+{fillers}"
            r"(?:\W?|[a-z]{0,3}[$€£¥₦₹]\s?|[a-z]{1,3}[.]?\s)\d"
        )
        self.compared = re.compile(patterns(lexicon.base))
        # "1.4 times as many | as five years earlier", "three times the number | of"
        ago = r"(?:(?:a|en|em|il y a|ha|hace)\s+)?$"
        self.times = re.compile(
            r"\s*(?:times|veces|vez|vezes|fois)\s[^,;]*"
            rf"|[^,;]*?(?:as|que|como|qu'|{patterns(than)})\s+{ago}"
        )
        self.prior = re.compile(r"(?:before|prior\s+to|avant|antes\s+d[eo])\s")
        self.other = re.compile(rf"\s*{patterns((*lexicon.ends, *lexicon.base, *only))}\s")
        self.counted = re.compile(rf"\s*{patterns(only)}\s+\w")
        articles = ("the", "el", "la", "los", "las", "o", "a", "os", "as", "le", "les")
        self.definite = re.compile(rf"{patterns(articles)}\s+[$€£]?\s?$")
        those = "al|a la|a los|a las|ao|aos|as|a|a celui|a celle|a ceux|a celles"
        self.to_that = re.compile(rf"\s*(?:[^\W\d]+\s+)?(?:{those})\s+(?:del?|d[oa]s?|du|des)\s")
        self.to_end = re.compile(rf"{patterns(lexicon.ends)}\s+{fillers}$")
        time = TIME_WORDS[lexicon.language]
        pronouns = patterns(("that", "which", "who", "que", "qui"))
        # "from 137 of the 144 offices" is no base
        self.part_of_some = re.compile(r"\s+(?:of\s+the|de\s+l[oa]s|d[oa]s|des)\s+\d")
        self.aside = re.compile(
            rf"(?:,|{pronouns})\s*(?:[\w'-]+\s+){{0,2}}?{patterns(time.origins)}\s+$"
        )
        self.joined_on = re.compile(rf",\s*{patterns(lexicon.joins)}\s")
        self.where = re.compile(patterns(("where", "donde", "onde")))
        whiles = ("while", "whereas", "mientras que", "enquanto", "tandis que")
        elided = r"(?:(?:alors|tandis)\s+qu'|lorsqu'|qu')"
        self.which = re.compile(rf",\s*(?:{pronouns}|{patterns((*WHENS, *whiles))}|{elided})\s*$")
        self.when = re.compile(rf"\s*,\s*{patterns(WHENS)}\s[^\d,;:.()]{{1,60}}")
        article = rf"(?:{patterns((*articles, 'l', 'au'))}\s+)?"
        self.subject = re.compile(rf"[,;]\s*{article}$")
        no_verb = (*lexicon.within, *lexicon.base, *lexicon.joins, *lexicon.ends, *lexicon.lists)
        self.verb = re.compile(rf"\s+(?!{patterns(no_verb)})[^\W\d_]")
        self.series = re.compile(rf"{pronouns}\s+{patterns(SERIES_BEGIN)}")
        self.extreme = re.compile(patterns(time.extremes))
        self.at = re.compile(patterns(("in", "at", "during", "en", "no", "na", "em", "lors")))
        self.survey = re.compile(patterns(time.surveys))
        self.again = re.compile(patterns((*lexicon.same_period, *time.throughout, *time.same)))
        plain = [word for word in lexicon.base if not {"que", "than"} & {*word.split()}]
        aims = patterns((*lexicon.targets, *lexicon.forecasts))
        self.standard = re.compile(
            rf"{patterns(plain)}\s+{fillers}(?:(?:[^\W\d][\w'-]*\s+){{0,3}}?"
            rf"{patterns(lexicon.part_of)}\s+|{aims}\s+){fillers}$"
        )
        self.measure = re.compile(rf"\s+(?:\w+\s+)?{patterns(lexicon.part_of)}\s+{fillers}")
        self.described = re.compile(
            rf"\s+(?:(?!{patterns((*lexicon.papers, *lexicon.joins, *lexicon.within))})"
            rf"[^\W\d][\w'-]*\s+){{1,4}}?(?:of|was|were|is|stood\s+at|reached)\s+{fillers}\W?"
        )
        self.loose = re.compile(
            patterns((*lexicon.within, *lexicon.base, *lexicon.reports, *lexicon.joins))
        )


tie_words_of = per_language(TieWords)  # the patterns of a lexicon, made once
