"""Words for searching: one folding for both engines, so that both find the same.

Pure. A text becomes its words in lower case without accents, marks or punctuation ("Monzón" ->
monzon, "50,500" -> 50500). A query is such words, all of which must be there; a * at a word's end
stands for any ending.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LONGEST_TEXT = 4_000
LONGEST_QUERY = 200
MOST_MATCHES = 12

_GROUPED = re.compile(r"(?<=[0-9])[,.'’   ](?=[0-9]{3}(?![0-9]))")
_OTHER = re.compile(r"[^0-9a-z]+")


class UnusableQuery(ValueError):
    """A query that is too long."""


@lru_cache(maxsize=4_096)  # names of areas and indicators come again and again
def fold(text: str) -> str:
    """The words of a text in their order, joined by spaces."""
    joined = _GROUPED.sub("", text)
    plain = unicodedata.normalize("NFKD", joined.casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return _OTHER.sub(" ", letters).strip()


def searchable(texts: Iterable[str | None]) -> str:
    """The folded words of several texts, each word once, in the order of their first coming."""
    words = (word for text in texts if text for word in fold(text).split())
    return " ".join(dict.fromkeys(words))[:LONGEST_TEXT]


def query_words(query: str) -> list[tuple[str, bool]]:
    """The words of a query, each with whether it may go on; none if it has no letter or digit.

    Raises UnusableQuery.
    """
    if len(query) > LONGEST_QUERY:
        raise UnusableQuery(f"longer than {LONGEST_QUERY} characters")
    found: dict[str, bool] = {}
    for part in query.split():
        words = fold(part).split()
        for place, word in enumerate(words):
            going_on = part.endswith("*") and place == len(words) - 1
            found[word] = found.get(word, False) or going_on
    return list(found.items())


def matching(texts: Iterable[str | None], wanted: list[tuple[str, bool]]) -> list[str]:
    """The words of the texts, as printed, that a query matched; each once."""
    found: dict[str, None] = {}
    for text in texts:
        for printed in re.findall(r"\S+", text or ""):
            folded = fold(printed).split()
            if any(_fits(word, wanted) for word in folded):
                found[printed.strip(".,;:()[]\"“”'’")] = None
    return list(found)[:MOST_MATCHES]


def _fits(word: str, wanted: list[tuple[str, bool]]) -> bool:
    return any(word == w or (going_on and word.startswith(w)) for w, going_on in wanted)
