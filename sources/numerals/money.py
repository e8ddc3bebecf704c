"""Find currencies beside a number: signs, letters with a sign, ISO 4217 codes, words.

The recognisers ask it if a letter behind a number is a scale, the phrases for its range and unit.
A sign or word that several currencies share (`$`, pesos) is settled by the area of the document, or
by what the document names elsewhere; what stays open is noted as a doubt.
"""

from dataclasses import dataclass
from itertools import pairwise

from .currencies import (
    CURRENCY_CODES,
    CURRENCY_FAMILIES,
    CURRENCY_PREFIXES,
    CURRENCY_SIGNS,
    FAMILY_MEMBERS,
    LETTERS_BEHIND,
    LONE_LETTERS,
)
from .lexicon import Lexicon
from .tokens import BORDERS, Token

_LONGEST_PREFIX = 5  # tokens of `U.S.$`
_SIGNS = frozenset("+-−–(")  # +R4 852 million
_LETTERS_ONLY = frozenset(prefix for prefix in CURRENCY_PREFIXES if prefix.isalpha())


@dataclass(frozen=True, slots=True)
class Currency:
    """Where the currency begins or ends (a token index), and its code or family."""

    edge: int
    name: str


@dataclass(frozen=True, slots=True)
class Purse:
    """What the signs and words for money mean in this document.

    country: its area, an ISO 3166 code, if known. named: the codes that it names beyond doubt, and
    the families (`peso`) that it names in words. prefixed: those that it writes with a sign and
    letters (J$), so that a bare sign there is another currency.
    """

    country: str | None
    named: frozenset[str]
    prefixed: frozenset[str] = frozenset()

    def code(self, name: str) -> tuple[str | None, str | None]:
        """The ISO 4217 code of a currency's name, and what is open."""
        if name not in CURRENCY_FAMILIES:
            return name, None
        family = CURRENCY_FAMILIES[name]
        own = family.get(self.country or "")
        if name == "$" and own in self.prefixed and "USD" in self.prefixed:
            return own, "which currency this is"  # a text with A$, US$ and $
        if name == "$" and own in self.prefixed:
            return "USD", None if "USD" in self.named else "which currency this is"
        if self.country and (by_area := family.get(self.country, family.get("else"))):
            return by_area, None
        if name == "$" and "peso" in self.named:
            return None, "which currency the sign means"
        named = self.named & FAMILY_MEMBERS[name]
        if len(named) == 1:
            return next(iter(named)), None
        if name == "pound" and not named:
            return "GBP", None
        likely = family.get("else") or {"c$": "CAD", "bolivar": "BOB"}.get(name)
        if name == "yen" and not named:
            return likely, None
        return likely, "which currency this is"


def purse_of(text: str, tokens: list[Token], lexicon: Lexicon, country: str | None) -> Purse:
    """What the document says of its money."""
    named, prefixed = set(), set()
    for at, token in enumerate(tokens):
        if token.raw in CURRENCY_CODES:
            named.add(token.raw)
        elif token.fold in lexicon.currency_words and (
            found := lexicon.currency_words.begun(tokens, at)
        ):
            named.add(found[1])
        elif token.raw in CURRENCY_SIGNS:
            found_before = None if _scales(tokens, at, lexicon) else _prefixed(tokens, at + 1)
            name = found_before.name if found_before else CURRENCY_SIGNS[token.raw]
            named |= {name} if name.isupper() else set()
            prefixed |= {found_before.name} if found_before else set()
    if any(words in text for words in lexicon.dollar_signs_of_usa):
        named.add("USD")
    return Purse(country, frozenset(named), frozenset(prefixed))


def _scales(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether the letter before the sign at `at` is the scale of a number: 3,9 G$."""
    letter = at > 1 and not tokens[at].gap and tokens[at - 1].fold in lexicon.scale_signs
    return bool(letter and tokens[at - 2].kind == "number")


def spelled_out(tokens: list[Token], country: str | None) -> list[Token]:
    """The tokens, with a capital that is the area's currency as its code: R90 in South Africa."""
    letters = LONE_LETTERS.get(country or "", {})
    behind = LETTERS_BEHIND.get(country or "", {})
    if not letters and not behind:
        return tokens
    whole = list(tokens)
    for at, (token, follows) in enumerate(pairwise(tokens)):
        near = follows.kind == "number" and (follows.gap in ("", " ") or _is_close(tokens, at + 1))
        signed = at and tokens[at - 1].raw in _SIGNS and tokens[at - 1].gap != ""
        if near and token.raw in letters and (token.gap != "" or signed):
            code = letters[token.raw]
            whole[at] = token._replace(raw=code, fold=code.lower())
        elif token.kind == "number" and follows.raw in behind and follows.gap in ("", " "):
            code = behind[follows.raw]
            whole[at + 1] = follows._replace(raw=code, fold=code.lower())
    return whole


def currency_before(tokens: list[Token], at: int) -> Currency | None:
    """The currency printed right before token `at`: `edge` is its first token."""
    if not at or at > len(tokens) or (at < len(tokens) and not _is_close(tokens, at)):
        return None
    last = tokens[at - 1]
    if last.raw in CURRENCY_CODES:
        return Currency(at - 1, last.raw)
    if found := _prefixed(tokens, at):
        return found
    return Currency(at - 1, CURRENCY_SIGNS[last.raw]) if last.raw in CURRENCY_SIGNS else None


def _is_close(tokens: list[Token], at: int) -> bool:
    """Whether only a space, or the end of a line of words, is before the token: apenas Q / 322."""
    broken = tokens[at].gap == "\n" and at > 1 and tokens[at - 1].gap == " "
    return tokens[at].gap in ("", " ") or broken and tokens[at - 2].kind == "word"


def _prefixed(tokens: list[Token], at: int) -> Currency | None:
    """Letters with a sign, or letters alone: US$, S/., Rs."""
    joined, found = "", None
    for back in range(at - 1, max(at - 1 - _LONGEST_PREFIX, -1), -1):
        joined = tokens[back].fold + joined
        if joined in CURRENCY_PREFIXES and _is_apart(tokens, back, joined):
            found = Currency(back, CURRENCY_PREFIXES[joined])
        if tokens[back].gap:
            break
    return found


def _is_apart(tokens: list[Token], back: int, joined: str) -> bool:
    """Letters without a sign are a currency only with a capital and nothing before them."""
    if joined.rstrip(".") not in _LETTERS_ONLY:
        return True
    if joined == "fr." and tokens[back].raw.islower():  # fr. 12.50, but not: art. 3 fr. 2
        return tokens[back].gap != "" and _is_price(tokens[back + 2 :])
    return tokens[back].raw[0].isupper() and tokens[back].gap != ""


def _is_price(behind: list[Token]) -> bool:
    """Whether digits with a mark follow at once: 12.50, 25'000."""
    return bool(behind) and behind[0].kind == "number" and not behind[0].raw.isdecimal()


def currency_after(tokens: list[Token], at: int, lexicon: Lexicon) -> Currency | None:
    """The currency printed from token `at` on, perhaps behind `de`: `edge` is its end."""
    if at < len(tokens) and tokens[at].gap not in BORDERS:
        if tokens[at].raw in CURRENCY_CODES:
            return Currency(at + 1, tokens[at].raw)
        if found := lexicon.currency_words.after(tokens, at):
            return Currency(*found)
        if tokens[at].raw in CURRENCY_SIGNS and tokens[at].gap in ("", " "):
            # `5 $10` is a table row: a sign that touches the next number belongs to that one
            touches_next = at + 1 < len(tokens) and tokens[at + 1].gap == ""
            if touches_next and tokens[at + 1].kind == "number":
                return None
            if touches_next and tokens[at + 1].raw == "US":  # 5 $US
                return Currency(at + 2, "USD")
            return Currency(at + 1, CURRENCY_SIGNS[tokens[at].raw])
    behind = behind_of(tokens, at, lexicon)
    found = lexicon.currency_words.after(tokens, behind)
    if found and behind > at and tokens[found[0] - 1].raw in CURRENCY_SIGNS:
        follows = tokens[found[0]] if found[0] < len(tokens) else None
        if follows and follows.kind == "number" and follows.gap in ("", " "):
            return None  # 84 million of the US$ 200 million: the sign of the next number
    if not found and behind > at and _is_code(tokens, behind):
        return Currency(behind + 1, tokens[behind].raw)  # 9,6 milhões de USD
    return Currency(*found) if found else None


def _is_code(tokens: list[Token], at: int) -> bool:
    """Whether a currency's code is at `at`, and no number of its own follows it."""
    if at >= len(tokens) or tokens[at].raw not in CURRENCY_CODES or tokens[at].gap in BORDERS:
        return False
    return at + 1 >= len(tokens) or tokens[at + 1].kind != "number" or tokens[at + 1].gap in BORDERS


def behind_of(tokens: list[Token], at: int, lexicon: Lexicon) -> int:
    """The index behind `de` or `d'` at `at`, else `at` itself."""
    if at >= len(tokens) or tokens[at].gap in BORDERS or tokens[at].fold not in lexicon.of:
        return at
    elided = at + 1 < len(tokens) and tokens[at + 1].fold == "'" and not tokens[at + 1].gap
    return at + 2 if elided else at + 1
