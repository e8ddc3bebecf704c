"""A unit that is printed once for a list of numbers: 100, 120 and 200 hectares."""

from dataclasses import replace

from sources.numerals.nearby import Nearby

from .phrase import OR, SHARED_KINDS, Phrase


class Sharing(Nearby):
    """The unit of the next number, handed on to a bare one."""

    def share_units(self, phrases: list[Phrase]) -> list[Phrase]:
        """The phrases, a bare number with the unit of the next one: `100 and 200 hectares`."""
        shared = list(phrases)
        given: set[int] = set()  # 7, 12 and 31 years: 12 hands its unit on
        for at in range(len(shared) - 2, -1, -1):
            this, follows = shared[at], shared[at + 1]
            between = self.tokens[this.stop : follows.first]
            words = self.lexicon.both | self.lexicon.range_words | {",", *OR, "al", "para"}
            if between and between[0].fold in self.lexicon.both:
                between = [token for token in between if token.fold not in self.lexicon.of]
            listed = 0 < len(between) < 3 and all(token.fold in words for token in between)
            priced = this.kind == "money" and follows.kind == "money" and this.unit
            if listed and priced and (follows.unit or "").startswith(f"{this.unit}/"):
                shared[at] = replace(this, unit=follows.unit)
            scaled = follows.kind == "money" and this.atom.scale
            rated = follows.kind == "ratio" and (follows.unit or "").startswith("10*")
            measured = follows.unit_tokens or follows.kind in SHARED_KINDS or scaled or rated
            if self.lexicon.age_before.before(self.tokens, this.first):
                continue  # adults aged 18-64, 12.7 percent of whom
            if between and between[0].raw == "," and not self._lists(shared, at, at + 1 in given):
                continue
            handed = at + 1 in given and [token.raw for token in between] == [","]
            if listed and (measured or handed) and this.is_count and not this.atom.year:
                given.add(at)
                shared[at] = replace(
                    this, unit=follows.unit, kind=follows.kind, unit_doubt=follows.unit_doubt
                )
        return shared

    def _lists(self, phrases: list[Phrase], at: int, handed: bool) -> bool:
        """Whether a comma behind the phrase is one of a list: 7, 12, and 31 years.

        But not: stood at 118.4, 0.7% lower; and 63,600 deaths, and 66 percent of them.
        """
        between = self.tokens[phrases[at].stop : phrases[at + 1].first]
        if len(between) == 1:  # a number that may go on in the next line shares its unit
            return handed or phrases[at].doubt is not None
        before = self.tokens[phrases[at - 1].stop : phrases[at].first] if at else []
        return [token.raw for token in before] == [","] and phrases[at - 1].is_count
