"""Anchoring: the passages of an old release, found again in the text of a new one.

Owns the six states of a passage and the rule that numerals do not slide (DESIGN, law 8): a passage
is `same` or `moved` only where every word of it and of its sentence stands unchanged at one place
that the words around it name without doubt. Everything else is a question to a person, with the
most likely places. Pure; the curation of indicators calls it.

How: both texts become tokens (tokens.py). Runs of five that occur once in each text pair the texts
up (after Heckel, CACM 1978: moved parts are found, repeated ones follow their neighbours), and each
pair grows to a block of equal tokens. A passage whose sentence lies in one block, which no other
part of the old text claims, is found. For the rest the numerals are compared, at the place that the
blocks around leave for the passage, else at the place that rapidfuzz finds most alike; score and
runner-up are told.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from sources import numerals as reader
from sources.anchoring.tokens import Token, tokens

Span = tuple[int, int]

RUN = 5  # tokens that must be unique in both texts to pair them up
ENOUGH = 8  # tokens of a sentence or line that stands for itself
MARGIN = 4  # tokens that must be equal on each side of a passage in a shorter one
PROOF = 12  # tokens that must be equal on one side of a sentence that is not unique by itself
SENTENCE = 60  # tokens on each side, beyond which a sentence is cut
REACH = 40  # tokens around a passage within which a block may tell where the passage must be
LIKELY = 60  # of 100: below this likeness a place is not shown
SURE = 85  # of 100: from here on, a place between known neighbours is searched no further
CLEAR = 8  # by how much the best place must be more alike than the next one


class State(StrEnum):
    """What became of a passage. Only the first two pass without a person."""

    SAME = "same"  # unchanged with its sentence, in the order of the others
    MOVED = "moved"  # unchanged with its sentence, at another place among the others
    CONTEXT_CHANGED = "context_changed"  # numerals unchanged; words of it or around it differ
    NUMBER_CHANGED = "number_changed"  # its place is found, and a numeral there differs
    AMBIGUOUS = "ambiguous"  # several places could be it
    LOST = "lost"  # no place is likely


PASSING = frozenset({State.SAME, State.MOVED})


@dataclass(frozen=True, slots=True)
class Place:
    """A range of the new text, and how alike its sentence is to the old one, of 100."""

    start: int
    end: int
    score: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """What became of one passage: [start, end) of the old text.

    place: where it is taken to be, None if lost; never to be used without a person unless the state
    passes. alternatives: other places, best first, at most five. runner_up: score of the best one.
    """

    start: int
    end: int
    state: State
    place: Place | None = None
    alternatives: tuple[Place, ...] = ()
    old_numerals: tuple[str, ...] = ()
    new_numerals: tuple[str, ...] = ()

    @property
    def passes(self) -> bool:
        return self.state in PASSING

    @property
    def runner_up(self) -> int:
        return self.alternatives[0].score if self.alternatives else 0


def numerals(text: str, language: str = "") -> list[tuple[Span, str]]:
    """The numbers of a text, each with its place and its form as printed.

    In a language that sources.numerals reads, numbers in words count, too; in others digits only.
    """
    found = [
        ((word.start, word.end), word.form)
        for word in tokens(text)
        if word.is_number or any(c.isdigit() for c in word.form)
    ]
    if language.partition("-")[0].lower() in reader.LEXICONS:
        digits = {span for span, _ in found}
        for numeral in reader.read(text, language):
            forms = [word for word in tokens(numeral.exact) if not word.is_number]
            spelled = [
                ((numeral.start + word.start, numeral.start + word.end), word.form.lower())
                for word in forms
            ]
            found += [one for one in spelled if one[0] not in digits]
    return sorted(found)


def anchor(old: str, new: str, passages: Iterable[Span], language: str = "") -> list[Anchor]:
    """What became of each passage of `old` in `new`, in the order given.

    language: that of both texts, so that numbers in words are told from other words.

    Raises ValueError for a passage without a word or outside of the text. Cost: linear in the
    texts, plus some milliseconds for each sentence that changed.
    """
    pairing = _Pairing(old, new, language)
    anchors = [pairing.anchor(start, end) for start, end in passages]
    return _in_order(anchors)


@dataclass(frozen=True, slots=True)
class _Block:
    """`length` equal tokens, from `old` in the old text and from `new` in the new one."""

    old: int
    new: int
    length: int

    @property
    def shift(self) -> int:
        return self.new - self.old


@dataclass(frozen=True, slots=True)
class _Passage:
    """A range of the old text, its tokens [first, last), its sentence, what must be equal."""

    start: int
    end: int
    first: int
    last: int
    sentence: Span
    window: Span


class _Pairing:
    """Two texts as tokens, their blocks, and what became of a passage."""

    def __init__(self, old: str, new: str, language: str) -> None:
        self.text = (old, new)
        self._language = language
        self._read: dict[int, list[tuple[Span, str]]] = {}
        self.old, self.new = tokens(old), tokens(new)
        numbers: dict[str, int] = {}
        self.old_ids = [numbers.setdefault(w.form, len(numbers)) for w in self.old]
        self.new_ids = [numbers.setdefault(w.form, len(numbers)) for w in self.new]
        self.old_starts = [word.start for word in self.old]
        self.old_ends = [word.end for word in self.old]
        self.pairs = _pairs(self.old_ids, self.new_ids)
        self.blocks = _blocks(self.old_ids, self.new_ids, self.pairs)
        self.reach = _reach(self.blocks)
        self.by_new = sorted(self.blocks, key=lambda block: block.new)
        self.new_reach = _reach([_Block(b.new, b.old, b.length) for b in self.by_new])
        self._masked: _Masked | None = None
        self._searched: dict[Span, list[Span]] = {}

    def anchor(self, start: int, end: int) -> Anchor:
        passage = self._passage(start, end)
        covering = self._covering(passage.window)
        if len(covering) == 1 and self._beyond_doubt(passage, covering[0]):
            shift = covering[0].shift
            place, whole = self._place(passage, passage.first + shift, passage.last + shift, 100)
            if whole:
                return Anchor(start, end, State.SAME, place)
        elif covering:
            places = [
                self._place(passage, passage.first + b.shift, passage.last + b.shift, 100)[0]
                for b in covering
            ]
            return Anchor(start, end, State.AMBIGUOUS, places[0], tuple(places[1:6]))
        return self._judged(passage)

    def _passage(self, start: int, end: int) -> _Passage:
        if not 0 <= start < end <= len(self.text[0]):
            raise ValueError(f"passage [{start}, {end}) is not within the old text")
        first, last = bisect_right(self.old_ends, start), bisect_left(self.old_starts, end)
        if first >= last:
            raise ValueError(f"passage [{start}, {end}) holds no word")
        sentence = self._sentence(first, last)
        window = sentence
        if sentence[1] - sentence[0] < ENOUGH:
            low, high = min(sentence[0], first - MARGIN), max(sentence[1], last + MARGIN)
            window = max(0, low), min(high, len(self.old))
        return _Passage(start, end, first, last, sentence, window)

    def _beyond_doubt(self, passage: _Passage, block: _Block) -> bool:
        """Is the sentence unique in both texts by itself or by what surrounds it, and unclaimed?"""
        sentence = passage.sentence
        runs = range(sentence[0], sentence[1] - RUN + 1)
        if not any(self.pairs.get(at) == at + block.shift for at in runs):
            before, after = sentence[0] - block.old, block.old + block.length - sentence[1]
            if max(before, after) < PROOF:
                return False
        return not self._contested(sentence, block)

    def _sentence(self, first: int, last: int) -> Span:
        """Token range of the sentence or line of a passage, cut at SENTENCE tokens on each side."""
        low = first
        while low > max(0, first - SENTENCE) and not self._ends_before(low):
            low -= 1
        high = last
        while high < min(len(self.old), last + SENTENCE) and not self._ends_before(high):
            high += 1
        return low, high

    def _ends_before(self, token: int) -> bool:
        """Does a line or a sentence end before this token?"""
        before, here = self.old[token - 1], self.old[token]
        gap = self.text[0][before.end : here.start]
        return "\n" in gap or (before.form in {".", "!", "?", ";"} and bool(gap))

    def _covering(self, window: Span) -> list[_Block]:
        """Blocks in which the window lies whole."""
        found = []
        for at in range(bisect_right(self.blocks, window[0], key=lambda b: b.old) - 1, -1, -1):
            if self.reach[at] < window[1]:
                break
            block = self.blocks[at]
            if block.old + block.length >= window[1]:
                found.append(block)
        return found

    def _contested(self, sentence: Span, claim: _Block) -> bool:
        """Does another part of the old text claim a sentence's new place, and not by chance?"""
        low, high = sentence[0] + claim.shift, sentence[1] + claim.shift
        return any(
            block is not claim and max(low - block.new, block.new + block.length - high) >= MARGIN
            for block in self._covering_new(low, high)
        )

    def _covering_new(self, low: int, high: int) -> Iterator[_Block]:
        """Blocks in which new tokens [low, high) lie whole."""
        for at in range(bisect_right(self.by_new, low, key=lambda b: b.new) - 1, -1, -1):
            if self.new_reach[at] < high:
                return
            if self.by_new[at].new + self.by_new[at].length >= high:
                yield self.by_new[at]

    def _place(self, passage: _Passage, low: int, high: int, score: int) -> tuple[Place, bool]:
        """The passage carried to new tokens [low, high), and whether it is so to the letter.

        Where it begins or ends within a word, it does so in the new word too, if that begins alike;
        otherwise whole words are taken.
        """
        before = max(0, passage.start - self.old[passage.first].start)
        begin, whole = self.new[low].start, True
        if before:
            whole = self._head(passage.first, before, 0) == self._head(low, before, 1)
            begin += before if whole else 0
        last = self.old[passage.last - 1]
        stop, inside = self.new[high - 1].end, passage.end - last.start
        if passage.end < last.end:
            alike = self._head(passage.last - 1, inside, 0) == self._head(high - 1, inside, 1)
            stop = self.new[high - 1].start + inside if alike else stop
            whole = whole and alike
        return Place(begin, stop, score), whole

    def _head(self, token: int, length: int, which: int) -> str:
        """The first code points of a token as they stand in the text."""
        start = (self.old, self.new)[which][token].start
        return self.text[which][start : start + length]

    def _judged(self, passage: _Passage) -> Anchor:
        """A passage whose sentence did not stay whole: numerals first, then likeness."""
        start, end = passage.start, passage.end
        was = self._numbers((start, end), 0)
        held = [p for p in (self._in_block(passage), self._between_blocks(passage)) if p]
        here = max(held, key=lambda place: place.score, default=None)
        likely: tuple[Place, ...] = ()
        if here is None or here.score < SURE:
            likely = self._in_like_sentences(passage)
            here = here or (likely[0] if likely else None)
        if here is None:
            return Anchor(start, end, State.LOST, old_numerals=was)
        others = tuple(p for p in likely if p.end <= here.start or p.start >= here.end)
        now = self._numbers((here.start, here.end), 1)
        if others and here.score < 100 and others[0].score > here.score - CLEAR:
            state = State.AMBIGUOUS
        elif was != now:
            state = State.NUMBER_CHANGED
        else:
            state = State.CONTEXT_CHANGED
        return Anchor(start, end, state, here, others, was, now)

    def _numbers(self, span: Span, which: int) -> tuple[str, ...]:
        """The numerals that a range of one of the texts touches, as printed."""
        if which not in self._read:
            self._read[which] = numerals(self.text[which], self._language)
        read = self._read[which]
        first = bisect_right(read, span[0], key=lambda one: one[0][1])
        return tuple(form for _, form in takewhile(lambda one: one[0][0] < span[1], read[first:]))

    def _in_block(self, passage: _Passage) -> Place | None:
        """Where the longest block that holds the passage itself has it."""
        block = self._longest(self._covering((passage.first, passage.last)))
        if block is None:
            return None
        return self._likely(passage, passage.first + block.shift, passage.last + block.shift)

    def _between_blocks(self, passage: _Passage) -> Place | None:
        """Where the passage must be by the blocks on both sides, if what is there is like it."""
        first, last = passage.first, passage.last
        left = self._longest(b for b in self.blocks if self._begins_before(b, first))
        right = self._longest(b for b in self.blocks if self._ends_after(b, last))
        if left is None or right is None:
            return None
        low, high = min(left.old + left.length, first), max(right.old, last)
        new_low, new_high = low + left.shift, high + right.shift
        if not new_low < new_high <= new_low + 4 * REACH:
            return None
        return self._aligned(passage, (low, high), (new_low, new_high))

    @staticmethod
    def _longest(blocks: Iterable[_Block]) -> _Block | None:
        return max(blocks, key=lambda block: block.length, default=None)

    @staticmethod
    def _begins_before(block: _Block, first: int) -> bool:
        return block.old <= first and first - REACH <= block.old + block.length

    @staticmethod
    def _ends_after(block: _Block, last: int) -> bool:
        return block.old <= last + REACH and last <= block.old + block.length

    def _aligned(self, passage: _Passage, old: Span, new: Span) -> Place | None:
        """The part of new[...] that stands for the passage, aligned token by token."""
        a = [-1 if self.old[i].is_number else self.old_ids[i] for i in range(*old)]
        b = [-1 if self.new[i].is_number else self.new_ids[i] for i in range(*new)]
        low, high = passage.first - old[0], passage.last - old[0]
        targets = [
            step.dest_start + at - step.src_start
            for step in Levenshtein.opcodes(a, b)
            if step.tag in ("equal", "replace")
            for at in range(max(low, step.src_start), min(high, step.src_end))
        ]
        if not targets:
            return None
        return self._likely(passage, targets[0] + new[0], targets[-1] + 1 + new[0])

    def _likely(self, passage: _Passage, low: int, high: int) -> Place | None:
        """The passage at new tokens [low, high), if that is like it and not another one's place."""
        window = passage.window
        around = low - (passage.first - window[0]), high + window[1] - passage.last
        score = self._likeness(window, around)
        if score < LIKELY or self._taken(passage, around):
            return None
        return self._place(passage, low, high, score)[0]

    def _taken(self, passage: _Passage, around: Span) -> bool:
        """Does a whole range of the new text stand for another part of the old one?"""
        low, high = max(0, around[0]), min(len(self.new), around[1])
        return any(
            not low - block.shift <= passage.first < high - block.shift
            for block in self._covering_new(low, high)
        )

    def _likeness(self, old: Span, new: Span) -> int:
        """How alike two token ranges are, of 100, with every number taken as alike."""
        new = (max(0, new[0]), min(len(self.new), new[1]))
        a = " ".join("#" if w.is_number else w.form for w in self.old[slice(*old)])
        b = " ".join("#" if w.is_number else w.form for w in self.new[slice(*new)])
        exact = [w.form for w in self.old[slice(*old)]] == [w.form for w in self.new[slice(*new)]]
        return 100 if exact else min(99, round(fuzz.ratio(a, b)))

    def _in_like_sentences(self, passage: _Passage) -> tuple[Place, ...]:
        """The passage within the sentences of the new text most like its own, best first."""
        places = {
            place
            for span in self._like(passage.window)
            if (place := self._aligned(passage, passage.window, span))
        }
        return tuple(sorted(places, key=lambda place: (-place.score, place.start)))

    def _like(self, window: Span) -> list[Span]:
        """Token ranges of the new text that are most like a sentence; many passages share one."""
        if window not in self._searched:
            if self._masked is None:
                self._masked = _Masked(self.new)
            sentence = " ".join("#" if w.is_number else w.form for w in self.old[slice(*window)])
            self._searched[window] = self._masked.search(sentence)
        return self._searched[window]


class _Masked:
    """The new text's tokens in one string, every number as #, for the search of the like."""

    MOST = 3

    def __init__(self, tokens: Sequence[Token]) -> None:
        forms = ["#" if word.is_number else word.form for word in tokens]
        self.text = " ".join(forms)
        self.starts, at = [], 0
        for form in forms:
            self.starts.append(at)
            at += len(form) + 1

    def search(self, sentence: str) -> list[Span]:
        """Token ranges of the most alike places, best first."""
        found, text = [], self.text
        for _ in range(self.MOST):
            hit = fuzz.partial_ratio_alignment(sentence, text, score_cutoff=LIKELY)
            if hit is None or hit.dest_start >= hit.dest_end:
                break
            first = max(0, bisect_right(self.starts, hit.dest_start) - 1)
            found.append((first, bisect_left(self.starts, hit.dest_end)))
            gone = hit.dest_end - hit.dest_start
            text = text[: hit.dest_start] + "\0" * gone + text[hit.dest_end :]
        return found


def _pairs(old: Sequence[int], new: Sequence[int]) -> dict[int, int]:
    """Where each run that is unique in both texts starts: old token -> new token, in order."""
    places = _unique_runs(new)
    runs = _unique_runs(old)
    return {at: places[run] for run, at in runs.items() if run in places}


def _blocks(old: Sequence[int], new: Sequence[int], pairs: Mapping[int, int]) -> list[_Block]:
    """The blocks that grow from pairs, by old start."""
    blocks: list[_Block] = []
    done: dict[int, int] = {}  # shift -> old token up to which its blocks reach
    for at, there in pairs.items():
        shift = there - at
        if done.get(shift, -1) >= at + RUN:
            continue
        low, high = at, at + RUN
        while low and low + shift and old[low - 1] == new[low - 1 + shift]:
            low -= 1
        while high < len(old) and high + shift < len(new) and old[high] == new[high + shift]:
            high += 1
        blocks.append(_Block(low, low + shift, high - low))
        done[shift] = high
    return sorted(blocks, key=lambda block: block.old)


def _unique_runs(ids: Sequence[int]) -> dict[tuple[int, ...], int]:
    """Runs of RUN tokens that occur once, with their place, in order."""
    runs = [tuple(ids[at : at + RUN]) for at in range(len(ids) - RUN + 1)]
    counts = Counter(runs)
    return {run: at for at, run in enumerate(runs) if counts[run] == 1}


def _reach(blocks: Sequence[_Block]) -> list[int]:
    """For each block, how far it or any before it reaches: where a search backwards may stop."""
    reach, furthest = [], 0
    for block in blocks:
        furthest = max(furthest, block.old + block.length)
        reach.append(furthest)
    return reach


def _in_order(anchors: Sequence[Anchor]) -> list[Anchor]:
    """The found ones that leave the common order become `moved`.

    The common order is the longest one in which old and new places both rise.
    """
    found = sorted(
        (i for i, a in enumerate(anchors) if a.state is State.SAME), key=lambda i: anchors[i].start
    )
    starts = [anchors[i].place.start for i in found if anchors[i].place]  # type: ignore[union-attr]
    staying = {found[at] for at in _longest_rise(starts)}
    moved = set(found) - staying
    return [_moved(a) if i in moved else a for i, a in enumerate(anchors)]


def _moved(a: Anchor) -> Anchor:
    return Anchor(a.start, a.end, State.MOVED, a.place, a.alternatives)


def _longest_rise(values: Sequence[int]) -> list[int]:
    """Indexes of a longest subsequence that never falls (patience sorting)."""
    tails: list[int] = []
    before: list[int] = []
    for at, value in enumerate(values):
        slot = bisect_right(tails, value, key=lambda i: values[i])
        before.append(tails[slot - 1] if slot else -1)
        tails[slot : slot + 1] = [at]
    rise, at = [], tails[-1] if tails else -1
    while at >= 0:
        rise.append(at)
        at = before[at]
    return rise[::-1]
