"""Recognises numbers in words: cardinals, dozens, fractions, ordinals, multiples."""

from fractions import Fraction

from .atoms import Atom
from .lexicon import word_set
from .money import behind_of
from .scales import half_end, scaled
from .tokens import word_before
from .view import View

_PART_BEFORE = frozenset(("by", "than", "nearly", "almost", "about", "en", "em", "quase", "casi"))
# Words behind which "by a third" is a part: by a third since May, more than a third were.
_CLOSES = frozenset(
    (
        *(
            "over",
            "since",
            "while",
            "because",
            "when",
            "before",
            "by",
            "that",
            "se",
            "last",
            "this",
        ),
        *("in", "during", "from", "to", "between", "after", "compared", "on"),
        *("and", "or", "as", "was", "were", "are", "is", "have", "had", "has", "came", "live"),
        *("en", "desde", "durante", "entre", "y", "o", "respecto", "frente", "a", "fue", "son"),
        *("em", "e", "ou", "foi", "depuis", "et", "par", "est", "sont", "ont", "vive", "viven"),
    )
)
_LESS = frozenset(
    ("less", "fewer", "lower", "smaller", "higher", "larger", "cheaper", "funded", "menos", "full")
    + ("moins", "mas", "mais")
)
_BARELY = frozenset(("barely", "apenas", "only", "just", "solo", "hardly", "alone"))
_ARE = frozenset(("were", "are", "have", "had", "live", "lack", "work"))
_VERBS = word_set(
    "veio vieram vem provem foi foram sao ficou coube tem tinha vino vinieron proviene provino fue "
    "fueron son es eran tiene procede corresponde correspondeu correspondio vive vivia vit vient "
    "provient est sont etait etaient a ont avait came comes was went goes lives had has is said say"
)
_THE = frozenset(("le", "du", "au"))
_RATES = frozenset(("per", "every", "each"))


def cardinal(view: View, at: int) -> Atom | None:
    """A cardinal in words: two hundred and five thousand, a dozen, one and a half million."""
    lexicon, fold_at = view.lexicon, view.tokens[at].fold
    if lexicon.percents.ended(view.tokens, at + 1):
        return None  # por ciento
    if view.fold(at) in lexicon.hundreds and word_before(view.tokens, at) in _RATES:
        return scaled(view, Atom(at, at + 1, "words", Fraction(100)))  # per hundred thousand
    found = _counted(view, at) or _article_amount(view, at)
    if not found:
        return None
    value, end = found
    dozen = _dozen(view, end)
    if dozen:
        value, end = value * dozen, end + 1
    dozen = dozen or lexicon.dozens.get(view.fold(end - 1) if end > at + 1 else fold_at, 0)
    if (behind := half_end(view, end)) > end and not view.exponent(end - 1):
        value, end = value + Fraction(dozen or 1, 2), behind  # docena y media
    is_article = end == at + 1 and view.tokens[at].fold in lexicon.silent_ones
    percent = lexicon.percents.after(view.tokens, end)
    if is_article and not (percent or _opens_ratio(view, end) or _opens_half(view, end)):
        return None  # un, una, uno; but "uno de cada tres", "um por cento"
    return scaled(view, Atom(at, end, "words", value))


def _dozen(view: View, at: int) -> int:
    """What a dozen or score multiplies by, in the plural too: duas dúzias, dos centenares."""
    word, dozens = view.fold(at), view.lexicon.dozens
    singular = (word, word.removesuffix("s"), word.removesuffix("es"))
    return next((dozens[form] for form in singular if form in dozens), 0)


def _opens_ratio(view: View, end: int) -> bool:
    """Whether the words of a ratio follow, perhaps behind a noun: un enfant sur cinq."""
    if view.lexicon.ratio_words.after(view.tokens, end):
        return True
    found = view.lexicon.ratio_words.after(view.tokens, end + 1) if view.fold(end) else None
    return bool(found and view.at(found[0]) and (found[0] > end + 2 or view.fold(end + 1) == "sur"))


def _opens_half(view: View, end: int) -> bool:
    """Whether a unit and a half follow: un año y medio, une tonne et demie."""
    unit = view.lexicon.units.after(view.tokens, end)
    return bool(unit and half_end(view, unit[0]) > unit[0])


def _half_unit(view: View, at: int) -> Atom | None:
    """Half of one unit: half an hour, media hora, une demi-heure, medio litro."""
    lexicon, fold, behind = view.lexicon, view.tokens[at].fold, at + 1
    if fold in lexicon.articles:  # une demi-heure
        fold, behind = view.fold(at + 1), at + 2
    if fold not in lexicon.half_after:
        return None
    if fold in lexicon.lone_fractions and behind == at + 1:  # half an hour
        if view.fold(behind) not in lexicon.articles:
            return None
        behind += 1
    elif view.hyphen(behind):
        behind += 1
    unit = lexicon.units.after(view.tokens, behind)
    whole = unit and unit[0] == behind + 1 and len(view.tokens[behind].raw) > 2
    if not whole or view.tokens[behind].fold.endswith("s"):
        return None
    return Atom(at, behind, "words", Fraction(1, 2))


def _article_amount(view: View, at: int) -> tuple[Fraction, int] | None:
    """A dozen, a million, half a million, medio millón, mil."""
    fold, lexicon = view.tokens[at].fold, view.lexicon
    if fold in lexicon.dozens:
        return Fraction(lexicon.dozens[fold]), at + 1
    if fold in lexicon.half_after:
        skip = at + 2 if view.fold(at + 1) in lexicon.articles or view.hyphen(at + 1) else at + 1
        if view.fold(skip) in lexicon.dozens:
            return Fraction(lexicon.dozens[view.fold(skip)], 2), skip + 1
        return (Fraction(1, 2), skip) if view.exponent(skip) else None
    after = view.fold(at + 1)
    if fold in lexicon.articles:
        if after in lexicon.dozens:
            return Fraction(lexicon.dozens[after]), at + 2
        if after in lexicon.hundreds:
            return _counted(view, at, first=Fraction(1))
        if view.exponent(at + 1):
            return Fraction(1), at + 1
    return None


def _counted(view: View, at: int, first: Fraction | None = None) -> tuple[Fraction, int] | None:
    """The longest well-formed run of number words at `at`.

    `millions` collects what a scale word closed, `rest` what comes after it. Small words
    are added where the digits below them are still free.
    """
    lexicon = view.lexicon
    millions, rest, free, ceiling = 0, int(first or 0), 1000, 100
    between = word_before(view.tokens, at) in lexicon.between
    last = 24
    end = good = at + 1 if first else at
    while word := view.fold(end) if end > at else view.tokens[end].fold:
        small, behind = _small(view, end, word)
        scale = lexicon.scales.get(word, 0)
        if small is not None and _fits(small, free):
            rest, free = rest + small, 1 if small < 20 or small % 10 else small % 100 or 100
            free = 10 if 20 <= small < 100 and small % 10 == 0 else free
            end = behind - 1
        elif word in lexicon.hundreds and 0 < rest % 1000 < 20:
            rest, free = rest + 99 * (rest % 1000), 100
        elif word in lexicon.thousands and rest < 1000:
            rest, free, last = (rest or 1) * 1000, 1000, 3
        elif scale and rest and scale < ceiling:
            millions, rest, free, ceiling = millions + rest * 10**scale, 0, 1000, scale
            last = scale
        else:
            break
        end = good = end + 1
        end = _skip_connector(view, end, free, last, between=between)
    return (Fraction(millions + rest), good) if good > at else None


def _small(view: View, at: int, word: str) -> tuple[int | None, int]:
    """The number below a thousand at `at`, perhaps of several words, and the index behind it."""
    if word in view.lexicon.compounds and (found := view.lexicon.compounds.begun(view.tokens, at)):
        return found[1], found[0]
    return view.lexicon.cardinals.get(word), at + 1


def _fits(small: int, free: int) -> bool:
    return small < free or (small == 0 and free == 1000)


def _skip_connector(view: View, end: int, free: int, last: int, *, between: bool) -> int:
    """Behind `and`, `y` or a hyphen if a number word that fits follows."""
    after_tens = free == 10
    if view.hyphen(end) and view.goes_on(end + 1):
        joins = after_tens
    else:
        joins = view.fold(end) in view.lexicon.connectors
        where = "tens" if after_tens else "hundreds"
        joins = joins and view.lexicon.connects in (where, "both")
    small = view.lexicon.cardinals.get(view.fold(end + 1), 0)
    # "one hundred and two hundred" and "one million and two million" are two numbers each
    step = view.exponent(end + 2)
    again = step == last if view.lexicon.connects == "both" else bool(step)
    multiplied = view.fold(end + 2) in view.lexicon.hundreds or (free == 1000 and again)
    apart = not after_tens and (multiplied or between)
    return end + 1 if joins and not apart and 0 < small < free else end


def fraction(view: View, at: int) -> Atom | None:
    """A fraction in words: two-thirds, a third of, half; dos tercios, la mitad, tercera parte."""
    lexicon, fold = view.lexicon, view.tokens[at].fold
    if part := _part_noun(view, at) or _half_unit(view, at):
        return part
    if fold in lexicon.half_after and lexicon.percents.after(view.tokens, at + 1):
        return Atom(at, at + 1, "fraction", Fraction(1, 2))  # medio por ciento
    if fold in lexicon.lone_fractions and not _scaled_word_after(view, at + 1):
        if lexicon.ordinals.get(view.tokens[at - 1].fold if at else "") and view.fold(at):
            return None  # the second half
        return Atom(at, at + 1, "fraction", Fraction(1, lexicon.lone_fractions[fold]))
    over = 1 if fold in lexicon.articles else lexicon.cardinals.get(fold, 0)
    if not over and fold in lexicon.denominators and (part := _bare_part(view, at)):
        return part
    under_at = at + 2 if view.hyphen(at + 1) else at + 1
    under = lexicon.denominators.get(view.fold(under_at), 0)
    if not 0 < over < under or over > 20 or _scaled_word_after(view, under_at + 1):
        return None
    word = view.fold(under_at)
    plural = word.endswith("s")
    changes = plural and word[:-1] in lexicon.denominators or not plural
    if (changes and plural != (over > 1)) or (over == 1 and not _names_part(view, at, under_at)):
        return None
    return Atom(at, under_at + 1, "fraction", Fraction(over, under))


def _bare_part(view: View, at: int) -> Atom | None:
    """A third or fourth part behind its article: le tiers de cette somme, el tercio de los votos.

    Only words that are no ordinals, and only where "of" follows.
    """
    lexicon, word = view.lexicon, view.tokens[at].fold
    before = word_before(view.tokens, at)
    parted = word not in lexicon.ordinals and word not in lexicon.quarters and word[-1:] != "o"
    if not parted or before not in _THE or lexicon.denominators[word] not in (3, 4):
        return None
    plural = word.endswith("s") and word[:-1] in lexicon.denominators
    if plural or view.fold(at + 1) not in lexicon.of:
        return None
    return Atom(at, at + 1, "fraction", Fraction(1, lexicon.denominators[word]))


def part_of_scale(view: View, at: int) -> Atom | None:
    """A part of a million: a quarter million, three quarters of a million, un cuarto de millón."""
    lexicon, fold = view.lexicon, view.tokens[at].fold
    over = 1 if fold in lexicon.articles else lexicon.cardinals.get(fold, 0)
    under_at = (at + 2 if view.hyphen(at + 1) else at + 1) if over else at
    word = view.fold(under_at) if over else fold
    under = lexicon.denominators.get(word, 0)
    end = behind_of(view.tokens, under_at + 1, lexicon)
    ordinal_only = word in lexicon.ordinals and (over or 1) < 2 and end == under_at + 1
    if not under or (over or 1) >= under or ordinal_only:
        return None
    end = end + 1 if view.fold(end) in lexicon.articles else end
    if not view.exponent(end):
        return None
    return scaled(view, Atom(at, end, "words", Fraction(over or 1, under)))


def few(view: View, at: int) -> Atom | None:
    """An amount of which only the scale is known: a few thousand, some hundred thousand."""
    lexicon = view.lexicon
    if view.tokens[at].fold not in lexicon.few:
        return None
    start = end = behind_of(view.tokens, at + 1, lexicon)
    while view.fold(end) in lexicon.hundreds or view.exponent(end):
        end += 1
    if end == start or end - start > 4:
        return None
    return Atom(start, end, "indefinite")


def _names_part(view: View, at: int, under_at: int) -> bool:
    """Whether `a third` is a part, not an ordinal: `of` follows, or `one` is before it."""
    lexicon, word = view.lexicon, view.tokens[at].fold
    if word in lexicon.ones and word not in lexicon.articles:
        return True
    under = view.fold(under_at)
    if under not in lexicon.ordinals and under not in lexicon.quarters:
        return True  # tercio, tiers
    follows = view.fold(under_at + 1)
    if follows in _ARE:
        return True  # a third were women
    if follows in _VERBS and _is_bounded(view, at):
        return True  # cerca de um quinto veio da ostra
    closes = not follows.isalpha() or follows in _CLOSES
    if closes and (word_before(view.tokens, at) in _PART_BEFORE or _is_bounded(view, at)):
        return True  # rose by a third; at least a quarter.
    if follows in _LESS and view.fold(under_at + 2) not in view.lexicon.of:
        return True  # a third less than in 1990
    return view.fold(under_at + 1) in view.lexicon.of


def _is_bounded(view: View, at: int) -> bool:
    """Whether a bound or a qualifier is before a part: alrededor de un cuarto, barely a quarter."""
    lexicon, tokens = view.lexicon, view.tokens
    before = lexicon.qualifiers.before(tokens, at) or lexicon.bounds_before.before(tokens, at)
    return bool(before) or word_before(tokens, at) in _BARELY


def _part_noun(view: View, at: int) -> Atom | None:
    """Tercera parte, dos terceras partes."""
    lexicon = view.lexicon
    over = lexicon.cardinals.get(view.tokens[at].fold, 0)
    under_at = at + 1 if over else at
    under = lexicon.ordinals.get(view.fold(under_at) if over else view.tokens[at].fold, 0)
    follows = view.fold(under_at + 1) in lexicon.part_nouns
    behind = view.at(under_at + 2)
    ends = not behind or behind.kind == "sign" or behind.gap == "¶"
    if not follows or under < 3 or not (over or ends or view.fold(under_at + 2) in lexicon.of):
        return None
    return Atom(at, under_at + 2, "fraction", Fraction(over or 1, under))


def _scaled_word_after(view: View, index: int) -> bool:
    index = index + 1 if view.hyphen(index) else index
    skip = index + 1 if view.fold(index) in view.lexicon.articles else index
    return bool(view.exponent(skip)) or view.fold(skip) in view.lexicon.dozens


def ordinal(view: View, at: int) -> Atom | None:
    """An ordinal in words: third, twenty-first."""
    lexicon, fold = view.lexicon, view.tokens[at].fold
    tens = lexicon.cardinals.get(fold, 0)
    unit_at = at + 2 if view.hyphen(at + 1) else at + 1
    if fold in lexicon.ordinals:
        if view.tokens[at - 1].kind == "number" and fold.endswith("s") and view.fold(at, gaps=" "):
            return None  # 50 quartos: rooms
        unit = lexicon.ordinals.get(view.fold(at + 1), 0)
        if view.fold(at + 1) in lexicon.ordinal_stops.get(fold, ()):
            return None
        if lexicon.ordinals[fold] in (10, 20) and 0 < unit < 10:
            return Atom(at, at + 2, "ordinal", Fraction(lexicon.ordinals[fold] + unit))
        return Atom(at, at + 1, "ordinal", Fraction(lexicon.ordinals[fold]))
    joined = 20 <= tens < 100 or tens == 10 and unit_at == at + 2
    if joined and 0 < lexicon.ordinals.get(view.fold(unit_at), 0) < 10:
        value = tens + lexicon.ordinals[view.fold(unit_at)]
        return Atom(at, unit_at + 1, "ordinal", Fraction(value))
    return None


def vague(view: View, at: int) -> Atom | None:
    """A number that the text leaves vague: doubled, hundreds of."""
    fold = view.tokens[at].fold
    if fold in view.lexicon.multiples:
        return Atom(at, at + 1, "multiple", Fraction(view.lexicon.multiples[fold]))
    return Atom(at, at + 1, "indefinite") if fold in view.lexicon.indefinites else None
