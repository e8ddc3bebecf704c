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
        self.of, self.by = patterns(w.part_of), patterns(w.by_amount)
        self._govern(w, denied + apart)
        self._reach(w, denied + apart)
        self._compare(w)

    def _govern(self, w: Lexicon, start: str) -> None:
        """Words that make a number the size of a change."""
        fill, of, by = self.fill, self.of, self.by
        ties = patterns((*w.within, *w.base, *w.starts, *w.ends, *w.joins, *w.according))
        some = rf"(?:(?!{ties})[\w.'-]+\s+){{0,2}}?"
        bare = rf"(?:{of}\s+)?(?!{_DEFINITE}\s)(?:(?!{_DEFINITE}\s)[\w'-]+\s+)?"
        least = r"(?<!pelo )(?<!ao )(?<!al )(?<!au )"  # "pelo menos 5" is a bound
        copulas, apart_by = patterns(w.copulas), patterns(w.apart_by)
        than = r"(?!\s+(?:than|que|de|do)\s+(?:\w+\s+)?[#\d])"
        then = patterns((*w.base, *w.within, *w.joins, *w.both))
        ends = rf"(?=\s+(?:[\w-]+\s+)?(?:{then}|@|qu[e']|d[eo]\s)|\s*(?:[.,;:)@]|$))"
        more = {"mas", "mais", "plus", "menos", "moins"}
        self.governing: list[tuple[str, re.Pattern[str]]] = []
        self.listed_nouns: list[tuple[str, re.Pattern[str]]] = []
        for direction, verbs, nouns, before, after, higher in (
            ("increase", w.up_verbs, w.up_nouns, w.up_before, w.up_after, w.higher),
            ("decrease", w.down_verbs, w.down_nouns, w.down_before, w.down_after, w.lower),
        ):
            verb, noun = start + patterns(verbs), start + patterns(nouns)
            plain = patterns([word for word in after if word not in more])
            small = patterns([word for word in after if word in more])
            forms = [
                rf"~+\s+{bare}{noun}",
                rf"{noun}\s+(?:[\w',-]+\s+){{0,5}}?{by}\s+{fill}~+",
                rf"{noun}\s+(?:[\w'-]+\s+){{0,3}}?{copulas}\s+{fill}~+",
                rf"{verb}\s+{some}(?:{by}\s+)?{fill}~+",
                rf"{verb}\s+(?:[\w'-]+\s+){{0,8}}?{by}\s+{fill}~+",
                rf"{verb},?\s+(?:[\w'-]+,?\s+){{0,2}}?{by}\s+{fill}~+",
                rf"{least}{patterns(before)}\s+{fill}~+",
                rf"~+\s+{plain}",
                rf"~+\s+(?!{_OR}\s)\w+\s+{plain}{than}",
                rf"~+\s+(?:(?!{_OR}\s)[\w'-]+\s+){{0,3}}?{small}{than}{ends}",
                rf"{patterns(higher)}\s+{apart_by}\s+{fill}~+",
            ]
            self.governing += [(direction, re.compile(form)) for form in forms]
            self.listed_nouns.append((direction, re.compile(rf"{noun}[^#:;~]{{0,40}}:\s+~+")))
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
        self.same = re.compile(rf"\W*(?:[\w-]+\s+){{0,2}}?\W*{patterns(w.that_is)}\W+{fill}$")
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
