"""What a change is counted from, by the words right behind it."""

import re

from .document import Document
from .layout import Span
from .lexicon import Lexicon, patterns, per_language
from .period import Period

_NEAR = 60  # characters


def base_behind(document: Document, place: Span, sentence: Span) -> list[Period]:
    """The base right behind a number, if there is one: "a rise of 2.9 per cent on 2016-17"."""
    behind = document.periods_in(place[1], min(place[1] + _NEAR, sentence[1]))[:1]
    text, means = document.folded.text, _means(document.lexicon)
    behind = [p for p in behind if p.tie == "base" and not p.relative]
    behind = [p for p in behind if not means.search(text, p.lead, p.start)]  # "above average in"
    return [p for p in behind if not text[place[1] : p.lead].strip()]


def _averages(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(patterns(lexicon.averages))


_means = per_language(_averages)
