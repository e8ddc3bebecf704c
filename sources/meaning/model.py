"""The result: what the words at a place of a document say, member by member.

A reading is a proposal. What is `certain` in it may refuse a statement; the rest are guesses for a
curator, best first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from .agreeing import agree
from .names import Names

__all__ = ["Disagreement", "Names", "Reading", "Saying", "Where"]

Where = Literal["quote", "sentence", "head", "document"]


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing that the words say: a member of an observation and its value in wire form.

    `start`, `end`: the supporting words, in code points of the text; empty (start == end) where it
    is the document's description that says it. `where`: how near they are. `doubt` says in words
    what is open. `certain`: the words say this of the very number, and another value is wrong.
    """

    member: str
    value: str
    start: int
    end: int
    where: Where
    doubt: str = ""
    certain: bool = False


@dataclass(frozen=True)
class Reading:
    """What a place says; `known` is false where no reader knows the language: nothing is said."""

    known: bool = True
    sayings: tuple[Saying, ...] = ()

    def of(self, member: str) -> tuple[Saying, ...]:
        """What is said of the member, best first; empty where nothing is."""
        return self._by_member.get(member, ())

    def contradicts(self, member: str, value: str | None) -> Saying | None:
        """The certain saying that another value of the member is right, None if none is certain.

        A value and a bound exclude each other: where only a bound is said, any `value` is wrong.
        """
        certain = [saying for saying in self.of(member) if saying.certain]
        if not certain and member in _NUMBERS and value is not None:
            return self._other_number(member)
        if not certain or any(agree(member, value, saying.value) for saying in certain):
            return None
        return certain[0]

    def _other_number(self, member: str) -> Saying | None:
        others = (s for other in _NUMBERS - {member} for s in self.of(other) if s.certain)
        return next(others, None)

    @cached_property
    def _by_member(self) -> Mapping[str, tuple[Saying, ...]]:
        grouped: dict[str, tuple[Saying, ...]] = {}
        for saying in self.sayings:
            grouped[saying.member] = (*grouped.get(saying.member, ()), saying)
        return grouped


_NUMBERS = frozenset(("value", "value_low", "value_high"))


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A member of a statement that its quotes, or the words around them, do not say.

    `stated` is what the statement has, `said` what the words say, None where they say nothing of
    it. `start`, `end` and `words` are the words that were compared, with the role in which they
    are quoted. `why` is a plain sentence for people. One that does not block is advice.
    """

    member: str
    stated: str | None
    said: str | None
    role: str
    start: int
    end: int
    words: str
    why: str
    blocks: bool = field(default=True)


Statement = Mapping[str, str | None]
Citations = Sequence[tuple[str, int, int]]
