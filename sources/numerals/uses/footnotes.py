"""The numbers that mark or open a footnote."""

from sources.numerals.tokens import Token

_NOTE_DIGITS = 2
_MIN_NOTED_WORD = 3


def footnote_marks(tokens: list[Token]) -> set[int]:
    """The indexes of numbers that mark or open a footnote: `LAW1`, and a line `1 Full respect`.

    A number that touches the word before it is a mark if a line opens with it; behind a word in
    small letters it needs no such line.
    """
    glued, opening = {}, {}
    for at, token in enumerate(tokens):
        if token.kind != "number" or not token.raw.isdecimal() or len(token.raw) > _NOTE_DIGITS:
            continue
        before = tokens[at - 1] if at else None
        if token.gap == "" and before and before.kind == "word" and _ends_word(tokens, at):
            glued[at] = int(token.raw)
        elif token.gap in "\n¶" and token.gap and _opens_sentence(tokens, at):
            opening[at] = int(token.raw)
    marks = {
        at
        for at, value in glued.items()
        if value in opening.values() or tokens[at - 1].raw.islower()
    }
    below = {
        int(token.raw)
        for at, token in enumerate(tokens)
        if token.kind == "number" and _opens_note(tokens, at)
    }
    for at, token in enumerate(tokens):
        if token.kind == "number" and _ends_label(tokens, at) and int(token.raw) in below:
            glued[at] = int(token.raw)
            marks.add(at)
    values = {glued[at] for at in marks}
    return marks | {at for at, value in opening.items() if value in values}


def _ends_label(tokens: list[Token], at: int) -> bool:
    """Whether the number ends the words of a cell before other cells: `Wheat 1`, `Oats (2)`."""
    if not tokens[at].raw.isdecimal() or len(tokens[at].raw) > 1 or not 0 < at < len(tokens) - 1:
        return False
    bracketed = tokens[at + 1].raw == ")" and not tokens[at + 1].gap
    end = at + 2 if bracketed else at + 1
    word = at - 2 if tokens[at - 1].raw == "(" and bracketed else at - 1
    if end >= len(tokens) or tokens[end].gap != "\t" or word < 0 or tokens[word + 1].gap != " ":
        return False
    return tokens[word].kind == "word" and len(tokens[word].raw) >= _MIN_NOTED_WORD


def _opens_note(tokens: list[Token], at: int) -> bool:
    """Whether a line begins with the number of a note: `1 Includes ...`, `(2) Without ...`."""
    if not tokens[at].raw.isdecimal() or len(tokens[at].raw) > 1 or at + 2 >= len(tokens):
        return False
    bracketed = tokens[at + 1].raw == ")" and not tokens[at + 1].gap
    start = at - 1 if bracketed and at and tokens[at - 1].raw == "(" else at
    follows = tokens[at + 2] if bracketed else tokens[at + 1]
    opens = tokens[start].gap in ("\n", "¶") and follows.kind == "word" and follows.gap == " "
    return opens and follows.raw[0].isupper()


def _ends_word(tokens: list[Token], at: int) -> bool:
    long_enough = len(tokens[at - 1].raw) >= _MIN_NOTED_WORD
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    closed = not follows or follows.gap or (follows.kind == "sign" and follows.raw not in "@-_/")
    return long_enough and bool(closed)


def _opens_sentence(tokens: list[Token], at: int) -> bool:
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    return bool(follows and follows.gap == " " and follows.raw[0].isupper())
