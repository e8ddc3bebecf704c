"""What a figure's quotes say in a new edition, member by member, beside what they said.

The rule: what changed in the words is read anew, and what can't be read is left empty. An old value
is kept only where the words that say it are unchanged, or where the new words say the same. The
reader is asked about both texts: where it says the same of both, and the published figure says
something else, a person knew better, and has to say so again.

Pure but for its types: no query, no draft.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from indicators.curation.worklist.reading import Edition, Quote, Span
from indicators.curation.worklist.two_readings import ROLES, TwoReadings
from indicators.curation.worklist.values import (
    equal,
    power_between,
    shown,
    times,
    typed,
)
from indicators.figures.choices import Role
from indicators.figures.fields import NUMBERS, PRINTED
from indicators.figures.values import period as wrong_period
from sources.meaning import (
    Citation,
    Saying,
)
from sources.meaning.agreeing import agree, overlap

# What words say: left empty where they changed and can't be read.
SAID = ("unit", "period", "kind", "direction", "base_period", "base_value", "qualifier", "producer")
# What a person settled: another reading is proposed; without one it stays.
SETTLED = ("modality", "share_of", "area", "breakdown", "indicator")
# What a figure is without a word that says so.
PLAIN = (("unit", "1"), ("qualifier", "exact"), ("kind", "level"))
NOT_FOUND = "its quote was not found; these words say it now"
ANSWERS = ("value_code", "missing_reason")
OF_KIND = {"change": ("direction", "base_period", "base_value"), "share": ("share_of",)}


@dataclass(frozen=True, slots=True)
class Member:
    """A member that differs from the published figure, or that a person has to look at.

    then, now: None where it has none. words: those that say so now. question: why a person has to
    look at it; empty where it was read without a doubt. quote: the place to cite for it, where its
    own quote was not found.
    """

    name: str
    then: Any
    now: Any
    words: str = ""
    question: str = ""
    quote: Span | None = None


def reread(
    old: Mapping[str, Any], quotes: Sequence[Quote], was: Edition, now: Edition
) -> list[Member]:
    """The members of a published figure that the new words change, or leave open.

    What is not named stays as it was. What the check before publication would refuse is left empty.
    """
    members = {each.name: each for each in _Rereading(old, quotes, was, now).members()}
    before = set()
    if all(quote.passes for quote in quotes):
        # What stands against unchanged words was settled when it was published.
        cited = [(quote.role, *quote.then) for quote in quotes]
        before = {each.member for each in was.disagreements(old, cited)}
    new = {**old, **{name: each.now for name, each in members.items()}}
    for found in now.disagreements(new, _cited(quotes, members.values())):
        if found.blocks and found.member not in before and new.get(found.member) is not None:
            words = now.words(found.start, found.end)
            then = old.get(found.member)
            members[found.member] = Member(found.member, then, None, words, found.why)
    return list(members.values())


def _cited(quotes: Iterable[Quote], members: Iterable[Member]) -> list[Citation]:
    """The citations that a carried figure would have in the new text."""
    instead = {each.name: each.quote for each in members if each.quote}
    kept = [(q.role, *q.now) for q in quotes if q.now and q.role not in instead]
    return [*kept, *((role, *span) for role, span in instead.items())]


class _Rereading(TwoReadings):
    """A figure, its quotes in two editions, and what the readers say of both."""

    def members(self) -> Iterator[Member]:
        yield from self._numbers()
        kind = self._kind()
        if kind:
            yield kind
        of_kind = kind.now if kind else self.old.get("kind")
        for name in (*SAID, *SETTLED):
            owner = next((k for k, names in OF_KIND.items() if name in names), None)
            if name == "kind":
                continue
            if owner and owner != of_kind and of_kind:
                if self.old.get(name) is not None:
                    yield Member(name, self.old[name], None)
            elif member := self._quoted(name, self._member(name)):
                yield member
        yield from self._answers()

    # -- one member -----------------------------------------------------------------------------

    def _member(self, name: str) -> Member | None:
        then, said = self.old.get(name), self._said(name, 1)
        if name == "period" and self.old.get("period_basis") == "release":
            return self._of_release(then)
        if self._changed(name) and name not in SETTLED:
            if why := self._conflict(name):
                return Member(name, then, None, "", why)
            if (before := self._misread(name, then)) and (name != "kind" or before.certain):
                why = f"of the old words the reader says {before.value}, so it is not trusted here"
                return Member(name, then, None, self._words(said), why)
        if said is None:
            return self._unread(name, then)
        value, doubt = self._usable(name, said)
        if value is None:
            return None if then is None else Member(name, then, None, self._words(said), doubt)
        if then is None:
            return self._new(name, value, said, doubt)
        if agree(name, then, said.value):
            question = doubt if self._changed(name) else ""
            return Member(name, then, then, self._words(said), question) if question else None
        return self._other(name, then, value, said, doubt)

    def _of_release(self, then: Any) -> Member | None:
        """A period that is that of the release: the new one's, unless words name another."""
        published = self.now.published_on or ""
        named = [saying for saying in self._near("period", 1) if saying.certain]
        if named and not any(overlap(saying.value, published) for saying in named):
            question = "the words name it, though it was that of the release: is it stated now?"
            value, doubt = self._usable("period", named[0])
            return Member("period", then, value, self._words(named[0]), doubt or question)
        now = self.now.published_on or then
        return None if now == then else Member("period", then, now)

    def _quoted(self, name: str, member: Member | None) -> Member | None:
        """The member, with words to cite for it where its own quote was not found."""
        role = ROLES.get(name, (None,))[0]
        own = [quote for quote in self.quotes if quote.role == role]
        said = self._said(name, 1)
        if name == "base_period" or not own or any(quote.now for quote in own):
            return member
        if said is None or said.end <= said.start or (member and member.now is None):
            return member
        then = self.old.get(name)
        member = member or Member(name, then, then, self._words(said))
        return replace(member, question=member.question or NOT_FOUND, quote=(said.start, said.end))

    def _usable(self, name: str, said: Saying) -> tuple[str | None, str]:
        """The value as an observation may have it, and the doubt about it."""
        then = self.old.get(name)
        if name in ("period", "base_period") and wrong_period(said.value) is not None:
            if then is not None and agree(name, then, said.value):
                return then, said.doubt
            return None, f"the new words say {said.value}: which period is that?"
        if name == "unit" and (said.value, said.certain) == ("1", False) and then != "1":
            return None, "no unit is known by these words"
        return said.value, said.doubt

    def _new(self, name: str, value: str, said: Saying, doubt: str) -> Member | None:
        """A member that the published figure does not have."""
        before = self._said(name, 0)
        if before and agree(name, before.value, said.value):
            return None  # it was said then, too, and left out
        if name in SETTLED or not self._changed(name):
            return None
        if name == "qualifier" and value == "exact":
            return None
        return Member(name, None, value, self._words(said), doubt)

    def _other(self, name: str, then: Any, value: str, said: Saying, doubt: str) -> Member | None:
        """A member of which the new words say something else than the published figure."""
        before = self._said(name, 0)
        if before and agree(name, before.value, said.value):
            if not self._changed(name) or (name == "kind" and not said.certain):
                return None
            question = f"the words say {value}, as they did when it was published as {then}"
            return Member(name, then, then, self._words(said), question)
        if not self._changed(name) or name in SETTLED:
            doubt = doubt or "other words of the document say so, not its own quotes"
        return Member(name, then, value, self._words(said), doubt)

    def _unread(self, name: str, then: Any) -> Member | None:
        """A member of which the new words say nothing."""
        if then is None:
            return None
        before = self._said(name, 0)
        if name in SETTLED:
            if before and agree(name, then, before.value) and self._changed(name):
                return Member(name, then, then, "", "the new words do not name it any more")
            return None
        if before is None and (name, then) in PLAIN:
            return None
        if name == "period" and before is None and self.old.get("period_basis") == "implied":
            return Member(name, then, None, "", "it is implied: which one is it in this edition?")
        if before is None and (not self._changed(name) or self._quoted_unchanged(name)):
            return None
        if before is not None and not self._changed(name):
            return Member(name, then, None, "", "the words that said it are gone")
        if name == "producer" and before is None and not self._own_changed(name):
            return None
        return Member(name, then, None, "", "the new words could not be read for it")

    def _kind(self) -> Member | None:
        return self._member("kind") if self.old.get("kind") != "coded" else None

    # -- numbers and answers --------------------------------------------------------------------

    def _numbers(self) -> Iterator[Member]:
        """Value, bounds and decimals: read together, because one excludes another."""
        then = {name: self.old.get(name) for name in PRINTED}
        if not any(then[name] is not None for name in NUMBERS):
            return
        now, doubt = self._number_said(1)
        before, doubt_before = self._number_said(0)
        if all(quote.passes for quote in self.values):
            if doubt and not doubt_before:  # as where a warning is about its place
                yield from _differing(then, then, doubt, "")
            return
        if equal(before, now) and (doubtful := self._other_marks()):
            now, doubt = {}, doubtful
        read = any(now.get(name) is not None for name in NUMBERS)
        if not read:
            now, doubt = {}, doubt or "no number could be read at its place"
        elif before and not equal(before, then) and (scaled := self._scaled(then, before, now)):
            now = scaled
        elif before and not equal(before, then):
            doubt = f"of the old words the reader says {shown(before)}, so it is not trusted here"
            now = {}
        yield from _differing(then, now, doubt, self.now.words(*self.values[0].now)
                              if self.values and self.values[0].now else "")  # fmt: skip

    def _other_marks(self) -> str:
        """What is open where other marks touch the number now, such as brackets or a dash."""
        for quote in self.values:
            if quote.now:
                then = self._editions[0].marks(*quote.then)
                now = self._editions[1].marks(*quote.now)
                if now - then:
                    return f"{' '.join(sorted(now - then))} is beside it now: is that a sign?"
                if then - now:
                    return f"{' '.join(sorted(then - now))} is not beside it any more"
        return ""

    def _scaled(
        self, then: Mapping[str, Any], before: Mapping[str, Any], now: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The new number with the scale that heads or a title gave the old one, if they still do.

        Empty where they don't, or where the reader does not see that scale in the old text.
        """
        power = power_between(then, before)
        if not power:
            return {}
        new = {**now, **times(now, power)}
        for edition, statement in enumerate(({**self.old}, {**self.old, **new})):
            cited = [
                (quote.role, *span)
                for quote in self.quotes
                if (span := quote.now if edition else quote.then)
            ]
            found = self._editions[edition].disagreements(statement, cited)
            if any(each.member in PRINTED for each in found):
                return {}
        return new

    def _number_said(self, edition: int) -> tuple[dict[str, Any], str]:
        """The printed members that the value's quotes say, and the doubt about them."""
        found: dict[str, Any] = {}
        doubt = ""
        for quote in self.values:
            said = {}
            for name in PRINTED:
                for saying in self._sayings(name, quote, edition)[:1]:
                    said[name] = typed(name, saying.value)
                    doubt = doubt or saying.doubt
            if not found:
                found = said
            elif said and not equal(found, said):
                doubt = "its quotes say different numbers"
        return found, doubt

    def _answers(self) -> Iterator[Member]:
        """Coded answers: no reader knows what words answer, so a person reads changed ones."""
        roles = (Role.VALUE, Role.EVIDENCE)
        if all(quote.passes for quote in self.quotes if quote.role in roles):
            return
        for name in ANSWERS:
            if self.old.get(name) is not None:
                question = "its words changed: read what they answer now"
                yield Member(name, self.old[name], None, "", question)


def _differing(
    then: Mapping[str, Any], now: Mapping[str, Any], doubt: str, words: str
) -> Iterator[Member]:
    """The printed members that differ, or all that have a number where there is a doubt."""
    for name in PRINTED:
        a, b = then.get(name), now.get(name)
        same = a == b or (a in (None, False) and b in (None, False))
        if same and not (doubt and name in NUMBERS and b is not None):
            continue
        yield Member(name, a, b, words, doubt if name in NUMBERS else "")
