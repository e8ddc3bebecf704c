"""What tons and ounces are in one document: metric or short tons, ounces of gold or of other goods.

A ton of a text from the United States may be a metric or a short one; gold is weighed in troy
ounces.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from .lexicon import word_set

METRIC, SHORT, LONG, OUNCE, TROY = "t", "[ston_av]", "[lton_av]", "[oz_av]", "[oz_tr]"
WHICH_TON = "which ton this is"
WHICH_OUNCE = "which ounce this is"
OPEN_WEIGHTS = frozenset((WHICH_TON, WHICH_OUNCE))
TON_WORDS = frozenset(("ton", "tons"))
_SHORT = re.compile(r"\bshort[ -]tons?\b", re.IGNORECASE)
_TONS_ARE_SHORT = re.compile(
    r"\btons (?:are|=|means?|refers? to|here are|in this \w+ are) short tons?\b"
    r"|\btons? (?:of|=|is|are) 2,?000 (?:pounds|lbs?)\b"
    r"|\ball tons[\w ]{0,30} short tons?\b",
    re.IGNORECASE,
)
_METRIC = re.compile(r"\bmetric[ -]tons?\b|\btonnes?\b|\bMM?T\b", re.IGNORECASE)
_TONS = re.compile(r"\btons?\b", re.IGNORECASE)
_OUNCES = re.compile(r"\b(?:ounces?|onzas?|onças?|onces)\b", re.IGNORECASE)
_PARTS_OF_OUNCE = ("unce", "nza", "nça", "nces", "UNCE", "NZA", "NÇA", "NCES")
_GOLD = re.compile(
    r"\b(?:gold|silver|platinum|palladium|bullion|oro|plata|platino|ouro|prata"
    r"|(?:d'|l'|en |d’|l’)or|(?:d'|l'|d’|l’)argent|troy)\b",
    re.IGNORECASE,
)
_PRECIOUS = word_set(
    "gold silver platinum palladium bullion oro plata platino ouro prata platina troy"
)
_TON = re.compile(r"(?<!metric )(?<!short )(?<!long )\btons?\b")
_OUNCE = re.compile(r"\b(?:ounces?|onzas?|oncas?|onces)\b")


@dataclass(frozen=True, slots=True)
class Weights:
    """The codes of tons and ounces, and what is open of them; `doubt` of a sure one is null."""

    ton: str = METRIC
    ton_doubt: str | None = None
    is_of_gold: bool = False  # somewhere, the text speaks of gold or silver

    @property
    def is_plain(self) -> bool:
        """Whether tons are metric and ounces those of goods."""
        return self == _PLAIN

    def leaves_open(self, words: str) -> bool:
        """Whether folded words say "tons" or "ounces" alone, and not which ones."""
        is_ton = self.ton_doubt is not None and _TON.search(words)
        return bool(is_ton or self.is_of_gold and _OUNCE.search(words))

    def unit(self, unit: str, words: str) -> str:
        """The unit that a head names with these folded words: "dollars per ton", "gold, ounces"."""
        if self.ton != METRIC and _TON.search(words):
            unit = swapped(unit, METRIC, self.ton)
        if self.is_of_gold and _OUNCE.search(words):
            unit = swapped(unit, OUNCE, TROY)
        return unit


def are_alike(stated: str, said: str) -> bool:
    """Whether two units differ at most in the kind of their ton or ounce."""
    return _without_kind(stated) == _without_kind(said)


def _without_kind(unit: str) -> list[str]:
    return [_KIND.get(part, part) for part in unit.split("/")]


_KIND = {METRIC: "ton", SHORT: "ton", LONG: "ton", OUNCE: "ounce", TROY: "ounce"}
_PLAIN = Weights()


def swapped(unit: str, old: str, new: str) -> str:
    """The unit with one of its parts as another: USD/t as USD/[ston_av]."""
    return "/".join(new if part == old else part for part in unit.split("/"))


@lru_cache(maxsize=64)
def weights_of(text: str, language: str, country: str | None) -> Weights:
    """What the tons and ounces of a document are."""
    weighs = any(part in text for part in _PARTS_OF_OUNCE)  # quicker than the pattern
    is_of_gold = weighs and bool(_OUNCES.search(text)) and bool(_GOLD.search(text))
    if language != "en" or "ton" not in text.lower() or not _TONS.search(text):
        return Weights(is_of_gold=is_of_gold)
    if _TONS_ARE_SHORT.search(text):
        return Weights(SHORT, None, is_of_gold)
    is_metric, is_short = bool(_METRIC.search(text)), bool(_SHORT.search(text))
    if is_metric == is_short:
        unsure = is_metric or country == "US"
        return Weights(METRIC, WHICH_TON if unsure else None, is_of_gold)
    return Weights(METRIC if is_metric else SHORT, None if is_metric else WHICH_TON, is_of_gold)


def is_precious(word: str, language: str) -> bool:
    """Whether a folded word is gold or another metal that is weighed in troy ounces."""
    return word in _PRECIOUS or word == "or" and language == "fr"
