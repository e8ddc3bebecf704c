"""Names of things, given by the caller, found in words of a text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from .folded import fold_word

Labels = Mapping[str, Sequence[str]]
_WORD = re.compile(r"\w+")
_ACRONYM = 8  # characters


@dataclass(frozen=True)
class Names:
    """Labels and aliases by code; breakdown codes are written `dimension=code`."""

    agencies: Labels = field(default_factory=dict)
    areas: Labels = field(default_factory=dict)
    breakdown: Labels = field(default_factory=dict)
    indicators: Labels = field(default_factory=dict)

    @cached_property
    def finders(self) -> Mapping[str, "Finder"]:
        """One finder per member of an observation."""
        return {
            "producer": Finder(self.agencies),
            "area": Finder(self.areas),
            "breakdown": Finder(self.breakdown),
            "indicator": Finder(self.indicators),
        }


class Finder:
    """Finds labels in a folded text, whole words, the longest at each place."""

    def __init__(self, labels: Labels) -> None:
        self.known = frozenset(code for code, names in labels.items() if any(names))
        self._phrases: dict[tuple[str, ...], set[str]] = {}
        self._capitals: set[tuple[str, ...]] = set()
        for code, names in labels.items():
            for name in names:
                if words := tuple(_WORD.findall(fold_word(name))):
                    self._phrases.setdefault(words, set()).add(code)
                    if name.isupper() and len(name) <= _ACRONYM:
                        self._capitals.add(words)
        self._lengths: dict[str, list[int]] = {}
        for words in self._phrases:
            lengths = self._lengths.setdefault(words[0], [])
            if len(words) not in lengths:
                lengths.append(len(words))
                lengths.sort(reverse=True)

    def find(
        self, folded: str, shown: str, start: int, end: int
    ) -> Iterator[tuple[int, int, frozenset[str]]]:
        """The names between two places: where each begins and ends, and the codes it may mean.

        A short name in capitals (UN) is found only in capitals: `un` is a word of some languages.
        """
        words = list(_WORD.finditer(folded, start, end)) if self._lengths else []
        at = 0
        while at < len(words):
            length = next(
                (
                    n
                    for n in self._lengths.get(words[at].group(), ())
                    if self._is_name(shown, words, at, n)
                ),
                0,
            )
            if length:
                codes = self._phrases[tuple(word.group() for word in words[at : at + length])]
                yield words[at].start(), words[at + length - 1].end(), frozenset(codes)
            at += length or 1

    def _is_name(self, shown: str, words: list[re.Match[str]], at: int, length: int) -> bool:
        found = words[at : at + length]
        name = tuple(word.group() for word in found)
        if name not in self._phrases or len(found) < length:
            return False
        return name not in self._capitals or shown[found[0].start() : found[-1].end()].isupper()
