"""The passages of an old release, found again in the text of a new one.

The rule: numerals never slide. A passage passes without a person (`same`, `moved`) only where every
word of it and of its sentence is unchanged, at one place that leaves no doubt. Everything else is
shown to a person, with the most likely places.

How it works. Both texts become tokens (tokens.py), and the parts that are equal in both become
blocks (blocks.py).

1. A passage whose whole sentence is in one block, which no other part of the old text claims, has
   been found: `same`, or `moved` if its order among the others changed.
2. If several blocks hold its sentence, it is `ambiguous`.
3. Otherwise its sentence changed. Its place is looked for where the blocks around it leave room,
   else at the most similar sentences of the new text (likeness.py).
4. At that place the numerals are compared, with their signs: `context_changed` if they are the
   same, `number_changed` if not. A place that holds no number is none for a passage that has one;
   the same number beside it is shown as a possible place. Without a likely place the passage is
   `lost`.

In a table a cell is known by the heads of its row and its column (cells.py). Where the text has one
cell with these heads, that is the place, whatever rows and columns came or went; a place under
other heads is never more than a possible one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from rapidfuzz.distance import Levenshtein

from sources.anchoring.blocks import RUN, Block, Blocks
from sources.anchoring.cells import Cell, Cells
from sources.anchoring.likeness import LIKELY, MaskedText, likeness
from sources.anchoring.model import Anchor, Candidate, Span, State
from sources.anchoring.numbers import Printed, numerals
from sources.anchoring.order import in_order
from sources.anchoring.passages import MARGIN, Passage, Passages
from sources.anchoring.tokens import tokens

PROOF = 12  # tokens that must be equal on one side of a sentence that is not unique by itself
BESIDE = 120  # characters around a place in which its number may have moved
REACH = 40  # tokens around a passage within which a block may say where the passage must be
SURE = 85  # of 100: from here on, a place between known neighbours is searched no further
CLEAR = 8  # by how much the best place must be more alike than the next one


def anchor(old: str, new: str, passages: Iterable[Span], language: str = "") -> list[Anchor]:
    """What became of each passage of `old` in `new`, in the order given.

    language: that of both texts, so that numbers in words are recognised.

    Raises ValueError for a passage without a word or outside of the text. Cost: linear in the
    texts, plus some milliseconds for each sentence that changed.
    """
    comparison = _Comparison(old, new, language)
    anchors = [comparison.anchor(start, end) for start, end in passages]
    return in_order(anchors)


class _Comparison:
    """Two texts as tokens, their blocks, and what became of a passage."""

    def __init__(self, old: str, new: str, language: str) -> None:
        self.texts = (old, new)
        self.old, self.new = tokens(old), tokens(new)
        # Each form becomes a small number: comparing those is faster than comparing texts.
        ids: dict[str, int] = {}
        self.old_ids = [ids.setdefault(word.form, len(ids)) for word in self.old]
        self.new_ids = [ids.setdefault(word.form, len(ids)) for word in self.new]
        self.passages = Passages(old, self.old)
        self.blocks = Blocks(self.old_ids, self.new_ids)
        self._language = language
        self._old_starts = [word.start for word in self.old]
        self._new_starts = [word.start for word in self.new]
        self._new_ends = [word.end for word in self.new]
        # Made at first need: unchanged texts need none of them.
        self._numerals: dict[int, list[Printed]] = {}
        self._cells: dict[int, Cells] = {}
        self._masked: MaskedText | None = None
        self._similar_to: dict[Span, list[Span]] = {}

    def anchor(self, start: int, end: int) -> Anchor:
        """What became of the passage [start, end) of the old text."""
        passage = self.passages.at(start, end)
        cells = self._touched((start, end), 0)
        covering = self.blocks.covering(*passage.window)
        certain = len(covering) == 1 and self._is_certain(passage, covering[0])
        if certain:
            shift = covering[0].shift
            place, exact = self._place(passage, passage.first + shift, passage.last + shift, 100)
            if exact and self._same_heads(cells, place):
                return Anchor(start, end, State.SAME, place)
        if cells and (found := self._in_table(passage, cells)):
            return found
        if covering and not certain:
            places = [
                self._place(passage, passage.first + b.shift, passage.last + b.shift, 100)[0]
                for b in covering
            ]
            return Anchor(start, end, State.AMBIGUOUS, places[0], tuple(places[1:6]))
        return self._changed(passage, cells)

    def _is_certain(self, passage: Passage, block: Block) -> bool:
        """Whether the sentence, or it with its neighbours, is unique in both texts, and unclaimed.

        A sentence that is printed many times could have been taken from anywhere.
        """
        sentence = passage.sentence
        runs = range(sentence[0], sentence[1] - RUN + 1)
        if not any(self.blocks.pairs.get(at) == at + block.shift for at in runs):
            before, after = sentence[0] - block.old, block.old + block.length - sentence[1]
            if max(before, after) < PROOF:
                return False
        return not self._contested(sentence, block)

    def _contested(self, sentence: Span, claim: Block) -> bool:
        """Whether another part of the old text claims a sentence's new place, and not by chance."""
        low, high = sentence[0] + claim.shift, sentence[1] + claim.shift
        return any(
            block is not claim and max(low - block.new, block.new + block.length - high) >= MARGIN
            for block in self.blocks.covering_new(low, high)
        )

    def _place(self, passage: Passage, low: int, high: int, score: int) -> tuple[Candidate, bool]:
        """The passage at new tokens [low, high), and whether it is there letter by letter.

        Where the passage begins or ends within a word, so does the place, if the new word begins
        with the same letters; otherwise whole words are taken.
        """
        before = max(0, passage.start - self.old[passage.first].start)
        begin, exact = self.new[low].start, True
        if before:
            exact = self._head(passage.first, before, 0) == self._head(low, before, 1)
            begin += before if exact else 0
        last = self.old[passage.last - 1]
        stop, inside = self.new[high - 1].end, passage.end - last.start
        if passage.end < last.end:
            equal = self._head(passage.last - 1, inside, 0) == self._head(high - 1, inside, 1)
            stop = self.new[high - 1].start + inside if equal else stop
            exact = exact and equal
        return Candidate(begin, stop, score), exact

    def _head(self, token: int, length: int, which: int) -> str:
        """The first code points of a token, as they are in the old (0) or new (1) text."""
        start = (self.old, self.new)[which][token].start
        return self.texts[which][start : start + length]

    def _changed(self, passage: Passage, cells: Sequence[Cell]) -> Anchor:
        """A passage whose sentence changed: its likeliest place, and if its numerals differ."""
        start, end = passage.start, passage.end
        old_numerals = self._numerals_in((start, end), 0)
        near = [p for p in (self._in_block(passage), self._between_blocks(passage)) if p]
        near = [place for place in near if not self._of_another_cell(cells, place)]
        best = max(near, key=lambda place: place.score, default=None)
        likely: tuple[Candidate, ...] = ()
        if best is None or best.score < SURE:
            likely = tuple(
                place
                for place in self._in_similar_sentences(passage)
                if not self._of_another_cell(cells, place)
            )
            best = best or (likely[0] if likely else None)
        if best is None:
            return Anchor(start, end, State.LOST, old_numerals=old_numerals)
        others = tuple(p for p in likely if p.end <= best.start or p.start >= best.end)
        if old_numerals and not self._numerals_in((best.start, best.end), 1):
            return self._without_number(passage, best, others, old_numerals)
        best = self._with_sign(best)
        new_numerals = self._numerals_in((best.start, best.end), 1)
        unclear = others and best.score < 100 and others[0].score > best.score - CLEAR
        if unclear or (cells and not self._same_heads(cells, best)):
            state = State.AMBIGUOUS
        elif old_numerals != new_numerals:
            state = State.NUMBER_CHANGED
        else:
            state = State.CONTEXT_CHANGED
        return Anchor(start, end, state, best, others, old_numerals, new_numerals)

    def _without_number(
        self, passage: Passage, best: Candidate, others: Sequence[Candidate], was: tuple[str, ...]
    ) -> Anchor:
        """A passage with a number whose likeliest place has none: the same number near it, if any.

        Never a changed number: what is printed there is none.
        """
        low, high = best.start - BESIDE, best.end + BESIDE
        wanted = next((form for form in was if any(map(str.isdigit, form))), was[0])
        near = [
            Candidate(each.start, each.end, best.score)
            for each in self._printed((max(0, low), high), 1)
            if each.form == wanted and not self._taken(each)
        ]
        near += [each for each in others if self._numerals_in((each.start, each.end), 1) == was]
        if not near:
            return Anchor(passage.start, passage.end, State.LOST, old_numerals=was)
        return Anchor(
            passage.start, passage.end, State.AMBIGUOUS, near[0], tuple(near[1:6]), was, (wanted,)
        )

    def _taken(self, number: Printed) -> bool:
        """Whether a number of the new text is part of a block, and so another passage's own."""
        first = bisect_right(self._new_ends, number.start)
        return any(True for _ in self.blocks.covering_new(first, first + 1))

    def _with_sign(self, place: Candidate) -> Candidate:
        """The place, with a sign that its first number has before it or behind."""
        signed = [each for each in self._printed((place.start, place.end), 1) if each.sign]
        for each in signed:
            low, high = min(place.start, each.start), max(place.end, each.end)
            place = replace(place, start=low, end=high)
        return place

    def _printed(self, span: Span, which: int) -> list[Printed]:
        """The numerals that a range of the old (0) or new (1) text touches."""
        if which not in self._numerals:
            self._numerals[which] = numerals(self.texts[which], self._language)
        found = self._numerals[which]
        first = bisect_right(found, span[0], key=lambda each: each.digits_end)
        return list(takewhile(lambda each: each.digits_start < span[1], found[first:]))

    def _numerals_in(self, span: Span, which: int) -> tuple[str, ...]:
        """The numerals that a range of the old (0) or new (1) text touches, with their signs."""
        return tuple(each.form for each in self._printed(span, which))

    def _touched(self, span: Span, which: int) -> list[Cell]:
        """The cells of tables that a range of the old (0) or new (1) text touches."""
        if which not in self._cells:
            self._cells[which] = Cells(self.texts[which])
        return self._cells[which].touched(*span)

    def _same_heads(self, cells: Sequence[Cell], place: Candidate) -> bool:
        """Whether a place lies in cells with the same heads, in a table of the same title."""
        there = self._touched((place.start, place.end), 1)
        return [(each.heads, each.title) for each in cells] == [
            (each.heads, each.title) for each in there
        ]

    def _of_another_cell(self, cells: Sequence[Cell], place: Candidate) -> bool:
        """Whether a place for a passage of one cell lies under heads that another old cell has."""
        there = self._touched((place.start, place.end), 1)
        if len(cells) != 1 or len(there) != 1 or there[0].heads == cells[0].heads:
            return False
        return bool(self._cells[0].like(there[0]))

    def _in_table(self, passage: Passage, cells: Sequence[Cell]) -> Anchor | None:
        """The passage in the cell of the new text with the same heads.

        None where it is in several cells or its heads are nowhere: then no place is certain.
        """
        if len(cells) != 1:
            return None
        self._touched((0, 0), 1)
        found = [self._within(passage, cells[0], each) for each in self._cells[1].like(cells[0])]
        places = [place for place in found if place]
        if not places:
            return None
        was = self._numerals_in((passage.start, passage.end), 0)
        best = self._with_sign(places[0])
        now = self._numerals_in((best.start, best.end), 1)
        state = State.CONTEXT_CHANGED if was == now else State.NUMBER_CHANGED
        if len(places) > 1:
            state = State.AMBIGUOUS
        elif was and not now:
            return Anchor(passage.start, passage.end, State.LOST, old_numerals=was)
        return Anchor(passage.start, passage.end, state, best, tuple(places[1:6]), was, now)

    def _within(self, passage: Passage, was: Cell, now: Cell) -> Candidate | None:
        """The part of the new cell that is the passage's; the whole one if its words differ."""
        old, new = self.texts[0][was.start : was.end], self.texts[1][now.start : now.end]
        if not new.strip():
            return None
        if old == new:
            shift = now.start - was.start
            return Candidate(passage.start + shift, passage.end + shift, 100)
        low, high = self._tokens_of(was, 0), self._tokens_of(now, 1)
        if low[1] - low[0] == high[1] - high[0]:
            first = high[0] + passage.first - low[0]
            return self._place(passage, first, first + passage.last - passage.first, 99)[0]
        blank = len(new) - len(new.lstrip())
        return Candidate(now.start + blank, now.start + len(new.rstrip()), 90)

    def _tokens_of(self, cell: Cell, which: int) -> Span:
        """The tokens of a cell of the old (0) or new (1) text."""
        starts = (self._old_starts, self._new_starts)[which]
        return bisect_left(starts, cell.start), bisect_left(starts, cell.end)

    def _in_block(self, passage: Passage) -> Candidate | None:
        """The place of a passage that is itself in a block, though its sentence is not."""
        block = _longest(self.blocks.covering(passage.first, passage.last))
        if block is None:
            return None
        return self._if_alike(passage, passage.first + block.shift, passage.last + block.shift)

    def _between_blocks(self, passage: Passage) -> Candidate | None:
        """The place that the blocks on both sides leave for the passage, if it is similar."""
        first, last = passage.first, passage.last
        left = _longest(b for b in self.blocks.by_old if _begins_before(b, first))
        right = _longest(b for b in self.blocks.by_old if _ends_after(b, last))
        if left is None or right is None:
            return None
        low, high = min(left.old + left.length, first), max(right.old, last)
        new_low, new_high = low + left.shift, high + right.shift
        if not new_low < new_high <= new_low + 4 * REACH:
            return None
        return self._aligned(passage, (low, high), (new_low, new_high))

    def _in_similar_sentences(self, passage: Passage) -> tuple[Candidate, ...]:
        """The passage within the sentences of the new text most like its own, best first."""
        places = {
            place
            for span in self._similar(passage.window)
            if (place := self._aligned(passage, passage.window, span))
        }
        return tuple(sorted(places, key=lambda place: (-place.score, place.start)))

    def _similar(self, window: Span) -> list[Span]:
        """Token ranges of the new text that are most like a sentence; many passages share one."""
        if window not in self._similar_to:
            if self._masked is None:
                self._masked = MaskedText(self.new)
            self._similar_to[window] = self._masked.search(self.old[slice(*window)])
        return self._similar_to[window]

    def _aligned(self, passage: Passage, old: Span, new: Span) -> Candidate | None:
        """The part of new tokens that corresponds to the passage, aligned token by token."""
        # Every number counts as equal to every other: the place is looked for, not the number.
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
        return self._if_alike(passage, targets[0] + new[0], targets[-1] + 1 + new[0])

    def _if_alike(self, passage: Passage, low: int, high: int) -> Candidate | None:
        """The passage at new tokens [low, high), if that is similar and not another one's place."""
        window = passage.window
        begin, end = low - (passage.first - window[0]), high + window[1] - passage.last
        begin, end = max(0, begin), min(len(self.new), end)
        score = likeness(self.old[slice(*window)], self.new[begin:end])
        if score < LIKELY or self._belongs_elsewhere(passage, begin, end):
            return None
        return self._place(passage, low, high, score)[0]

    def _belongs_elsewhere(self, passage: Passage, low: int, high: int) -> bool:
        """Whether the new tokens [low, high) are equal to another part of the old text."""
        return any(
            not low - block.shift <= passage.first < high - block.shift
            for block in self.blocks.covering_new(low, high)
        )


def _longest(blocks: Iterable[Block]) -> Block | None:
    return max(blocks, key=lambda block: block.length, default=None)


def _begins_before(block: Block, first: int) -> bool:
    return block.old <= first and first - REACH <= block.old + block.length


def _ends_after(block: Block, last: int) -> bool:
    return block.old <= last + REACH and last <= block.old + block.length
