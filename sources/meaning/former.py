"""What a change is counted from, where a number of a former time is named with its period.

"3 % fewer than the 10,109 of 2013", "up 5 % on 2013 (10,109)", "5 % more than in 2013, when it was
10,109", "against 10,109 in 2013, a fall of 3 %". On the shape of a sentence (changes.py), where
numbers are #0# and periods @0@.
"""

import re

from .lexicon import Lexicon, patterns
from .rule import clear_bases
from .tie_words import WHENS

_REACH = 140  # characters before a change in which what it is counted from lies
_AGAINST = frozenset(("against", "contra", "contre", "versus", "vs", "vs.", "ante"))

Former = tuple[int, int]


class FormerWords:
    """The patterns of a language."""

    def __init__(self, lexicon: Lexicon) -> None:
        w = lexicon
        fill = rf"(?:{patterns((*w.fillers, *w.approximate))}\s+)*"
        base = patterns((*w.base, *w.soft_base, *w.base_years, "que", "do que", "than"))
        aims = patterns((*w.targets, *w.forecasts, *w.averages))
        within = rf"(?:{patterns((*w.within, *w.of, 'on', 'al', 'au', 'ao'))}\s+)?"
        word = rf"(?:(?!{aims})[^\W\d_][\w'-]*\s+)"
        gap = r"[^#@;.:]{0,60}?"
        value, period = r"#(?P<value>\d+)#", r"@(?P<period>\d+)@"
        dated = rf"(?:\s+{word}{{0,4}}?{within}{fill}{period})"
        when = patterns(WHENS)
        against = patterns((*clear_bases(w), *_AGAINST))
        self.behind = [
            re.compile(form)
            for form in (
                rf"{gap}{base}\s+{fill}{word}{{0,3}}?{value}{dated}",
                rf"{gap}{base}\s+{within}{fill}{word}{{0,3}}?{period}\s*\(\s*{value}[^#@()]{{0,24}}\)",
                rf"{gap}{base}\s+{within}{fill}{period}\s*,\s*{when}\s[^#@;.]{{1,60}}?{value}",
            )
        ]
        self.before = re.compile(
            rf"{against}\s+{fill}{word}{{0,1}}?{value}{dated}\s*,[^#@;.:]{{0,40}}$"
        )

    def of(self, text: str, start: int, end: int) -> Former | None:
        """The period and the number that a change is counted from, by their places in the shape.

        `start`: where the words of the change begin; `end`: where its number ends.
        """
        for pattern in self.behind:
            if found := pattern.match(text, end):
                return int(found["period"]), int(found["value"])
        found = self.before.search(text[max(0, start - _REACH) : start])
        return (int(found["period"]), int(found["value"])) if found else None
