"""A unit or a scale that is printed once for several numbers: 100, 120 and 200 hectares."""

from dataclasses import replace
from fractions import Fraction

from sources.numerals.nearby import Nearby
from sources.numerals.tokens import BORDERS

from .phrase import OR, SHARED_KINDS, Phrase

_NEAR = 14  # tokens between a number with a scale and one that is compared with it
_ALIKE = 3  # times
_LIKE = 20  # times: two numbers with one scale are nearer to each other


class Sharing(Nearby):
    """The unit and the scale of the next number, handed on to a bare one."""

    def share_scales(self, phrases: list[Phrase]) -> list[Phrase]:
        """The phrases, a bare number with the scale of the next one: from 14.2 to 12.8 million."""
        shared = list(phrases)
        given: set[int] = set()
        for at in range(len(shared) - 2, -1, -1):
            this, follows = shared[at], shared[at + 1]
            if self._may_share_scale(this, follows, listed=at + 1 in given):
                shared[at] = self._scaled_as(this, follows)
                given |= {at} if shared[at].atom.scale == follows.atom.scale else set()
            elif self._may_share_words(this, follows):
                doubt = "may share the scale of the next number"
                shared[at] = replace(this, doubt=this.doubt or doubt)
        for at in range(1, len(shared)):
            if any(
                self._may_go_on(shared[at], before) for before in self._scaled_before(shared, at)
            ):
                doubt = "may share the scale of the number before"
                shared[at] = replace(shared[at], doubt=shared[at].doubt or doubt)
        return shared

    @staticmethod
    def _scaled_before(phrases: list[Phrase], at: int) -> list[Phrase]:
        """The phrase before, and the one before that if only a year is between them."""
        near = [phrases[at - 1]]
        if at > 1 and phrases[at - 1].atom.year:
            near.append(phrases[at - 2])
        return near

    def _may_share_words(self, this: Phrase, follows: Phrase) -> bool:
        """Whether "or" is before a number of hundreds or dozens: two or three hundred."""
        if follows.first - this.stop != 1:
            return False
        small = this.atom.is_amount and this.is_count and 0 < (this.value or 0) < 20
        between = [token.fold for token in self.tokens[this.stop : follows.first]]
        if not small or between[0] not in OR | self.lexicon.range_words:
            return False
        last = self.tokens[follows.atom.end - 1].fold
        several = follows.atom.shape == "words" and follows.atom.end - follows.atom.first > 1
        return several and self.multiplier(last) > 1

    def multiplier(self, word: str) -> int:
        """What a word for hundreds or dozens multiplies by; 1 for another word."""
        if word in self.lexicon.hundreds:
            return 100
        forms = (word, word.removesuffix("s"), word.removesuffix("es"))
        return next((self.lexicon.dozens[form] for form in forms if form in self.lexicon.dozens), 1)

    def _may_go_on(self, this: Phrase, before: Phrase) -> bool:
        """Whether a bare number is compared with one that has a scale: 4.2 million, against 3.9."""
        gap = this.first - before.stop
        paid = this.kind == before.kind == "money" and this.unit == before.unit
        plain = (this.is_count or paid) and this.atom.is_amount and not this.atom.scale
        if before.atom.scale < 6 or not plain or not this.value or not before.value:
            return False
        if this.atom.year or not 0 < gap < _NEAR or not self._is_bare(this.stop):
            return False
        between = self.tokens[before.stop : this.first]
        if any(token.raw in ".;:" or token.gap in BORDERS for token in between):
            return False
        ratio = this.value * 10**before.atom.scale / abs(before.value)
        return Fraction(1, _ALIKE) < ratio < _ALIKE

    def _is_bare(self, stop: int) -> bool:
        """Whether nothing that is counted follows."""
        word = self._fold(stop)
        lexicon = self.lexicon
        small = lexicon.year_before | lexicon.both | lexicon.copulas | lexicon.range_words
        in_time = word in lexicon.articles and self.lexicon.units.after(self.tokens, stop + 1)
        bare = not word[:1].isalpha() or word in small or word in ("has", "have", "had", "l")
        return bare or bool(in_time)

    def _may_share_scale(self, this: Phrase, follows: Phrase, *, listed: bool) -> bool:
        """Whether `to`, `or` or `and` is all that is between a bare number and one with a scale.

        Or a comma, where the next one shares its scale with the one behind it.
        """
        scale = follows.atom.scale
        plain = this.atom.is_amount and not this.atom.scale and this.high is None
        if scale < 3 or not plain or this.value is None or not follows.value:
            return False
        paid = this.kind == "money" and this.unit == follows.unit
        if not (this.is_count or paid) or this.atom.year or not 0 < abs(this.value) < 1000:
            return False
        between = [token.fold for token in self.tokens[this.stop : follows.first]]
        words = self.lexicon.both | self.lexicon.range_words | OR
        words |= {"para", "au", "aux", "al", "ao"}
        joined = 0 < len(between) < 3 and (between[0] in words or listed and between == [","])
        if joined and between == [","]:
            return True
        return joined and all(word in words | self.lexicon.fillers for word in between[1:])

    def _scaled_as(self, this: Phrase, follows: Phrase) -> Phrase:
        """The number with the scale of the next one, and a doubt where it may not be meant."""
        assert this.value is not None
        assert follows.value is not None
        scale = follows.atom.scale
        ratio = abs(this.value) / (abs(follows.value) / Fraction(10) ** scale)
        from_to = self._word_before(this.first) in self.lexicon.range_starts | self.lexicon.between
        if not Fraction(1, _LIKE) < ratio < _LIKE:
            return replace(this, doubt=this.doubt or "may share the scale of the next number")
        doubt = None if from_to or this.decimals else "may share the scale of the next number"
        return replace(
            this,
            atom=replace(this.atom, scale=scale, plain=False),
            value=this.value * 10**scale,
            decimals=None if this.decimals is None else this.decimals - scale,
            doubt=this.doubt or doubt,
        )

    def share_points(self, phrases: list[Phrase]) -> list[Phrase]:
        """The phrases, tenths behind a percentage as its points: 28,4 %, siete décimas más."""
        shared = list(phrases)
        for at in range(1, len(shared)):
            this, before = shared[at], shared[at - 1]
            near = 0 < this.first - before.stop < _NEAR and before.kind == "percent"
            if not near or this.atom.scale >= 0 or not this.is_count:
                continue
            between = self.tokens[before.stop : this.first]
            if not any(token.raw in ".;:" or token.gap in BORDERS for token in between):
                shared[at] = replace(this, kind="percentage_points", unit="%-pt")
        return shared

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
            alike = this.atom.scale == follows.atom.scale
            if listed and priced and alike and (follows.unit or "").startswith(f"{this.unit}/"):
                shared[at] = replace(this, unit=follows.unit)
            scaled = follows.kind == "money" and this.atom.scale
            rated = follows.kind == "ratio" and (follows.unit or "").startswith("10*")
            measured = follows.unit_tokens or follows.kind in SHARED_KINDS or scaled or rated
            if self.lexicon.age_before.before(self.tokens, this.first):
                continue  # adults aged 18-64, 12.7 percent of whom
            if between and between[0].raw == "," and not self._lists(shared, at, at + 1 in given):
                continue
            handed = at + 1 in given and [token.raw for token in between] == [","]
            measured = measured or self._is_paid_from(this, follows)
            if listed and (measured or handed) and this.is_count and not this.atom.year:
                given.add(at)
                shared[at] = replace(
                    this, unit=follows.unit, kind=follows.kind, unit_doubt=follows.unit_doubt
                )
        return shared

    def _is_paid_from(self, this: Phrase, follows: Phrase) -> bool:
        """Whether the next number is the money that this one went to: portée de 350 à 500 euros."""
        if follows.kind != "money" or this.atom.scale != follows.atom.scale:
            return False
        beside = follows.first - this.stop == 1
        return beside and self._word_before(this.first) in self.lexicon.range_starts

    def _lists(self, phrases: list[Phrase], at: int, handed: bool) -> bool:
        """Whether a comma behind the phrase is one of a list: 7, 12, and 31 years.

        But not: stood at 118.4, 0.7% lower; and 63,600 deaths, and 66 percent of them.
        """
        between = self.tokens[phrases[at].stop : phrases[at + 1].first]
        if len(between) == 1:  # a number that may go on in the next line shares its unit
            return handed or phrases[at].doubt is not None
        before = self.tokens[phrases[at - 1].stop : phrases[at].first] if at else []
        return [token.raw for token in before] == [","] and phrases[at - 1].is_count
