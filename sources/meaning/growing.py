"""The patterns of a language that say what rose or fell, made once.

They are matched on the shape of a sentence (changes.py): its numbers are #0#, its periods @0@, and
the number that is asked for is a run of waves.
"""

import re

from .lexicon import Lexicon, patterns

_DEFINITE = (
    "(?:the|this|that|these|those|el|la|los|las|este|esta|esa|ese|o|a|os|as|do|da|dos|das|del|le|"
    "les|cette|ce|du|des)"
)
_WAVES = r"~+(?:\s*\.(?=\s))?(?:\s+\(\w{1,4}\))?"  # the number: 1,3 pp., 70 puntos básicos (pb)
_LOW = r"(?:baj|pequen|barat|lent|baix|faible|petit|bas(?:se)?s?\b)\w*"
_NEAR = (
    "(?:close to|not exceeding|cercan[oa]s? a|proxim[oa]s? [ad]e?|no superior a|no mayor a"
    "|nao superior a|proche de|avoisinant|qui n'excede pas)"
)
_LEAST = (
    "(?:at least|up to|more than|less than|over|al menos|por lo menos|hasta|mas de|menos de"
    "|en torno a|cerca de|alrededor de|pelo menos|ao menos|ate|mais de|em torno de|em cerca de"
    "|au moins|d'au moins|jusqu'a|plus de|pres de|de pres de|d'environ|environ|about|around)"
)
# a change that a ranking names, and its size behind a comma: "had the largest increase, 11,600"
_GREATEST = (
    r"(?<!after the )(?<!tras el )(?<!tras la )(?<!apos o )(?<!apos a )(?<!apres la )"
    r"(?:largest|biggest|highest|sharpest|strongest|steepest|smallest|greatest|mayor|menor|maior"
    r"|plus\s+(?:forte|grosse|grande|fort|grand|importante|faible|petite))"
)
FIRST_TIME = r"#\d+#(?=\s+(?:time|vez|fois))"  # for the first time
_PIECE = rf"(?:[\w'-]+|@\d+@|{FIRST_TIME})"
_BUT = (  # will rise by not more than 5 %
    "(?:by not more than|by no more than|by at most|by not less than|by at least|en no mas de"
    "|no mas de|no mas del|en no menos de|em nao mais de|em nao mais do que|nao mais de"
    "|em no maximo|en a lo sumo|d'au plus|de pas plus de|de moins de|em menos de|en menos de"
    "|de plus de)"
)
_A = r"(?:(?:a|an|un|una|um|uma|une|el|la|o|le|les|los|las)\s+)?"
# Of these, an average is of the same place at another time.
_OF_PERIOD = (
    r"\s+(?:(?:de|del|da|do|des|du|of|for|from)\s+(?:\w+\s+){0,2}@|historic|de largo|de longo"
    r"|a longo|de long|plurian|interan)"
)
_LONG_TERM = r"(?:long-term|long-run|historical|usual|multi-year)"
_NORMS = (
    "(?:averages?|mean|medians?|norms?|normal|standard|threshold|surface|sea level|ground"
    "|promedios?|media|mediana|estandar|norma|umbral|limite|nivel del mar|superficie"
    "|padrao|nivel do mar|moyennes?|mediane|norme|seuil)"
)
_OR = "(?:or|and|o|y|ou|et|e|u)"


class Patterns:
    """The patterns of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        w = lexicon
        denied = "".join(rf"(?<!\b{re.escape(word)} )" for word in w.negations)
        self.denied = re.compile(rf"{patterns(w.negations)}\s+(?:[\w']+\s+)?$")
        apart = r"(?<![\w-]-)(?<!-)"
        self.words = {
            "increase": re.compile(
                denied + apart + patterns((*w.up_verbs, *w.up_nouns, *w.up_before))
            ),
            "decrease": re.compile(
                denied + apart + patterns((*w.down_verbs, *w.down_nouns, *w.down_before))
            ),
            "stable": re.compile(patterns(w.stable)),
        }
        self.fill = rf"(?:{patterns((*w.fillers, *w.estimated, *w.approximate))}\s+)*"
        self.of, self.by = patterns(w.part_of), rf"(?<!out ){patterns(w.by_amount)}"
        self.moves = {
            "increase": re.compile(denied + apart + patterns((*w.up_verbs, *w.up_nouns))),
            "decrease": re.compile(denied + apart + patterns((*w.down_verbs, *w.down_nouns))),
            "stable": self.words["stable"],
        }
        self.unmoved = re.compile(patterns(w.unmoved))
        self.yearly_behind = re.compile(rf"\s+(?:[\w-]+\s+)?{patterns(w.year_on_year)}\s*\)")
        self.rhythm = re.compile(
            rf"[^#;.]{{0,60}}?(?:{patterns((*w.year_on_year, *w.month_on_month, *w.year_ago))})"
        )
        self.norm = re.compile(
            rf"(?:\s+(?:{_DEFINITE}|than|de|of|a|au|ao|que|its|their|su|sus|un|una|um|uma|une))*"
            rf"\s+(?:(?!{_LONG_TERM})[\w'-]+\s+)?{_NORMS}(?!\w|{_OF_PERIOD})"
        )
        self.sizes = re.compile(r"\b(?:mayores|menores|maiores)\b")
        self.definite = re.compile(rf"\b{_DEFINITE}\s+$")
        self.apart_forms = re.compile(patterns((*w.higher, *w.lower)))
        self._govern(w, denied + apart)
        self._reach(w, denied + apart)
        self._compare(w)

    def _govern(self, w: Lexicon, start: str) -> None:
        """Words that make a number the size of a change."""
        fill, of, by = self.fill, self.of, self.by
        ties = patterns((*w.within, *w.base, *w.starts, *w.ends, *w.joins, *w.according))
        some = rf"(?:(?!{ties}|(?:over|on)\s+the\s)[\w.'-]+\s+){{0,2}}?"
        bare = rf"(?:{of}\s+)?(?!{_DEFINITE}\s)(?:(?!{_DEFINITE}\s)[\w'-]+\s+)?"
        least = r"(?<!pelo )(?<!ao )(?<!al )(?<!au )"  # "pelo menos 5" is a bound
        copulas, apart_by = patterns(w.copulas), patterns(w.apart_by)
        than = r"(?!\s+(?:than|que|de|do)\s+(?:\w+\s+)?[#\d])"
        then = patterns((*w.base, *w.within, *w.joins, *w.both))
        ends = rf"(?=\s+(?:[\w-]+\s+)?(?:{then}|@|qu[e']|d[eo]\s)|\s*(?:[.,;:)@]|$))"
        more = {"mas", "mais", "plus", "menos", "moins"}
        self.governing: list[tuple[str, re.Pattern[str]]] = []
        self.near: list[tuple[str, re.Pattern[str]]] = []
        self.parts: list[tuple[str, re.Pattern[str]]] = []
        self.relative: list[tuple[str, re.Pattern[str]]] = []
        between, share = patterns(w.between), patterns(w.share)
        for direction, verbs, nouns, before, after, higher in (
            ("increase", w.up_verbs, w.up_nouns, w.up_before, w.up_after, w.higher),
            ("decrease", w.down_verbs, w.down_nouns, w.down_before, w.down_after, w.lower),
        ):
            verb, noun = start + patterns(verbs), start + patterns(nouns)
            plain = patterns([word for word in after if word not in more])
            low = rf"(?!\s+{_LOW})" if direction == "increase" else ""
            small = patterns([word for word in after if word in more]) + low
            forms = [
                rf"~+\s+{bare}{noun}",
                rf"{noun}\s+(?:[\w',-]+\s+){{0,5}}?{by}\s+{fill}~+",
                rf"{noun}\s+(?:[\w'-]+\s+){{0,3}}?{copulas}\s+{fill}~+",
                rf"{verb}\s+{some}(?:{by}\s+)?{fill}~+",
                rf"{verb}\s+(?:[\w'-]+\s+){{0,8}}?{by}\s+{fill}~+",
                rf"{verb},?\s+(?:[\w'-]+,?\s+){{0,2}}?{by}\s+{fill}~+",
                rf"{least}{patterns(before)}\s+{fill}~+",
                rf"{_WAVES}\s+{plain}",
                rf"~+\s+(?!{_OR}\s)\w+\s+{plain}{than}",
                rf"{_WAVES}\s+(?:(?!{_OR}\s)[\w'-]+\s+){{0,3}}?{small}{than}{ends}",
                rf"{patterns(higher)}\s+{apart_by}\s+{fill}~+",
            ]
            self.governing += [(direction, re.compile(form)) for form in forms]
            relative = [
                rf"{noun}[^#:;~]{{0,70}}:\s+~+",
                rf"{verb}\s+(?:{_PIECE},?\s+){{0,10}}?{_PIECE}\s*,\s+{by}\s+{fill}~+",
                rf"{verb}\s+(?:[\w'-]+\s+){{0,3}}?{_BUT}\s+{_A}~+",
                rf"{_WAVES}\s+{small}\s+(?:que|than|do)\s",
                rf"{noun}\s+(?:[\w',-]+\s+){{0,5}}?@\d+@,?\s+{between}\s+{fill}~+",
                rf"{verb}\s+(?:(?!{ties})[\w'-]+\s+){{0,6}}?{_LEAST}\s+{_A}~+",
            ]
            self.relative += [(direction, re.compile(form)) for form in relative]
            nears = [
                rf"{noun}\s+(?:[\w'-]+\s+){{0,3}}?{_NEAR}\s+{_A}~+",
                rf"{_GREATEST}\s+{noun}(?:\s+(?!{ties})[\w'-]+){{0,3}},\s+{fill}~+",
                rf"{noun}\s+(?:la|le)\s+plus\s+\w+,\s+{fill}~+",
            ]
            self.near += [(direction, re.compile(form)) for form in nears]
            parts = [
                rf"{share}\s+{fill}~+\s+{of}\s+{_DEFINITE}\s+(?:[\w'-]+\s+)?{noun}",
                rf"~+\s+{of}\s+{_DEFINITE}\s+(?:[\w'-]+\s+)?{noun}(?=\s*[.,;])",
            ]
            self.parts += [(direction, re.compile(form)) for form in parts]
        weak = patterns(w.weak_verbs)
        self.weak = re.compile(rf"(?:{least}){weak}\s")
        self.weak_nouns = re.compile(rf"{patterns(w.weak_nouns)}\s")
        self.weak_by = re.compile(rf"{by}\s+{fill}~+$")

    def _reach(self, w: Lexicon, start: str) -> None:
        """Words that make a number the level that was reached."""
        fill = self.fill
        up = start + patterns((*w.up_verbs, *w.up_nouns))
        down = start + patterns((*w.down_verbs, *w.down_nouns))
        to = patterns(w.to_level)
        reached = (
            rf"(?:[\w,'-]+\s+){{0,6}}?(?:[#@]\d+[#@]\s+)?(?:[\w,'-]+\s+){{0,5}}?{to}\s+{fill}~+"
        )
        self.reached = [
            ("increase", re.compile(rf"{up}\s+{reached}")),
            ("decrease", re.compile(rf"{down}\s+{reached}")),
        ]
        self.to = re.compile(rf"(?<!up ){to}\s+{fill}$")
        self.points = re.compile(rf"\s+{patterns(w.points)}")
        self.share = re.compile(rf"{patterns(w.share)}\s+{fill}$")
        self.growth = re.compile(patterns(w.growth))
        self.yearly = re.compile(rf"{patterns(w.yearly_rates)}\s+{fill}$")
        self.stable = re.compile(rf"{patterns(w.stable)}\s+(?:[\w'-]+\s+){{0,3}}?{fill}~+")

    def _compare(self, w: Lexicon) -> None:
        """Words that say what a change is counted from, and lists of changes."""
        fill, of = self.fill, self.of
        self.start = re.compile(rf"{patterns(w.starts)}\s+{fill}$")
        stops = patterns((*w.base, *w.joins))
        self.end = re.compile(
            rf"\s*(?:(?!{stops}|pour\s|para\s)[^\W\d_][\w.'-]*\s+){{0,2}}?"
            rf"(?:{patterns(w.within)}\s+@\d+@\s+)?{patterns(w.ends)}\s+{fill}#"
        )
        self.after = re.compile(rf"\s+(?:\w+\s+)?{patterns((*w.up_after, *w.down_after))}")
        self.same = re.compile(
            rf"\W*(?:[\w-]+\s+){{0,2}}?\W*{patterns(w.that_is)}\W+(?:{self.by}\s+)?{fill}$"
        )
        self.noun = re.compile(patterns(w.changes))
        self.part = re.compile(rf"\s+{of}(?!\w)")
        self.join = re.compile(rf"(?:,|{patterns(w.both)})\s+(?:[^\W\d][\w'-]*,?\s+){{0,7}}$")
        base = patterns((*w.base, *w.soft_base, *w.since, *w.starts))
        measure = rf"(?:{patterns(w.measures)}\s+)?"
        to = patterns(w.to_level)
        comparing = {word for phrase in w.base for word in phrase.split()}  # que, of "más que en"
        parting = [word for word in w.joins if word not in comparing.union(w.both)]
        self.apart = re.compile(patterns(parting))
        within = rf"[\s,(]*(?:{patterns(w.within)}\s+)?{fill}"
        self.base = re.compile(
            rf"(?:[\s,]*{to}\s+{fill}#\d+#)?"
            rf"(?:[^#@;.]{{0,60}}@\d+@)??[^#@;.]{{0,80}}?{base}\s+{fill}(?:[\w'-]+\s+){{0,3}}?"
            rf"(?:@(?P<before>\d+)@\s+)?{measure}(?:[\w'-]+\s+){{0,2}}?(?:{of}\s+)?{fill}"
            rf"(?:#(?P<value>\d+)#)?(?:{within}@(?P<behind>\d+)@)?"
        )
        self.from_to = re.compile(
            rf"{patterns(w.starts)}\s+{fill}#(?P<value>\d+)#[^#;]{{0,60}}?"
            rf"{patterns(w.ends)}\s+{fill}#(?P<level>\d+)#"
        )
        self.in_period = re.compile(r"#\s+[^#@;]{0,40}?@(?P<period>\d+)@")
