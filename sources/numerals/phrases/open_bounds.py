"""What the words of a bound leave open: over 300 hectares, below the eight that are advised."""

import re
from itertools import pairwise

from sources.numerals.lexicon import BELOW, Bound, word_set
from sources.numerals.model import CROSSED, EMPHATIC, FOLLOWED, LEVEL, PLACE
from sources.numerals.nearby import Nearby
from sources.numerals.tokens import BORDERS, Token

from .phrase import OR, SENTENCE, SHARED_KINDS, Phrase

# Verbs of change of which `hasta` names the end.
_SPEED = word_set(
    "acelero aceleraron acelera desacelero desaceleraron modero moderaron acelerou aceleraram "
    "desacelerou accelere acceleree ralenti ralentie tombe monte grimpe escalo escalaron trepo"
)
UNTIL = frozenset(("hasta", "ate", "jusqu"))
# as many as 300, tan bajo como 3 %, nada menos que 45
_AS = frozenset(("as", "tan", "tao", "aussi", "nada", "rien", "nothing"))
_MARKS = word_set("mark level line milestone target goal hurdle cap floor")
_EXTREMES = word_set("min max mini maxi minimum maximum minimo maximo")
# a maximum of 300, un tope de 300, fewer than a low of 300: the number itself, or no more than it
PEAKS = _EXTREMES | word_set(
    "maxima minima maximas minimas maximos minimos maximums minimums piso pisos tope topes "
    "teto tecto plafond plancher maximal minimal maximale minimale patamar"
)
_WHOLE_EXTREMES = word_set("minimum maximum minimo maximo minimos maximos")
_FEW = frozenset(
    (
        *(("as", "few", "as"), ("as", "little", "as"), ("tan", "pocos", "como")),
        *(("tan", "pocas", "como"), ("tan", "poco", "como"), ("tao", "poucos", "como")),
        *(("tao", "poucas", "como"), ("tao", "pouco", "como"), ("aussi", "peu", "que")),
    )
)
_MORE = word_set("mas menos plus moins mais")
_COMPARATIVES = word_set("mejor peor mayor menor meilleur meilleure mieux pire melhor pior maior")
_SPATIAL = frozenset((("es", "sobre"), ("es", "bajo"), ("pt", "sob"), ("fr", "sous")))
_AT_BEST = word_set("best worst mieux pire casos hipoteses")  # at best 45, au pire 45
_PRICES = re.compile(
    r"prices?|fares?|fees?|tickets?|precios?|tarifas?|cuotas?|precos?|taxas?|prix|tarifs?"
)
_AT = frozenset(("at", "au", "los", "dos", "das"))
_FLOORS = frozenset((("floor", "of"), ("floor", "at"), ("floor", "is"), ("floor", "was")))
# prices from 12 euros, fees start at 12 euros
_FROM = frozenset(
    (
        *(("price", "from"), ("price", "desde"), ("price", "des"), ("start", "at")),
        *(("starts", "at"), ("started", "at"), ("start", "from"), ("starts", "from")),
    )
)
_TERMS = word_set("plazo plazos prazo prazos delai delais deadline deadlines")
_WITHIN = frozenset(
    (
        *(("dentro", "de"), ("plazo", "de"), ("prazo", "de"), ("delai", "de"), ("dans", "les")),
        *(
            ("d", "'", "ici"),
            ("later", "than"),
            ("tardar", "en"),
            ("tard", "dans"),
            ("antes", "de"),
        ),
        *(("tardar", "a"), ("inside",), ("sous",)),
    )
)
_CAPS = ("limit", "plafon", "capped")  # speed is limited to 80
_CLAUSE_ENDS = frozenset((",", ";", ":", ".", "but", "pero", "mas", "mais", "sino"))
_NEAR_VERB = 6  # tokens from a verb of change to "hasta": aumentó 5 puntos hasta el 12 %
_FAR_VERB = 10  # tokens from "beyond" back to its verb
_LOOSE = word_set("pass passing top topping")  # which may say something else
_TO = frozenset(("para", "al", "ao", "aos"))
_WITHOUT = frozenset(("sin", "sem", "sans"))
_PAST_IT = frozenset(("beyond", "alla", "dela", "alem"))
_NEAR_NAME = 3  # tokens from a bound to its negation
_NEAR_GOAL = 5  # tokens from a number to the one that is gone on to
_NEAR_TERM = 4  # tokens from "plazo" to its number
_STOPS = 2  # tokens between "max" and its number: max.: 60
_NEAR_WHO = 3  # tokens from a number to the clause that says whose level it is
_DEFINITE = word_set("the el la los las al del o os as ao aos do da dos das le les du des aux au")
_WHO = word_set("que qui qu")
_DONE = re.compile(r"\w{3,}(?:[ai]d[oa]s|vist[oa]s|feit[oa]s|hech[oa]s)")
_DONE_IN_FRENCH = ("és", "ées", "us", "ues", "is", "ises")
_EXTENTS = word_set("har km2 m2 [acr_us] [smi_us] km m [mi_i] [ft_i] [sft_i]")
_TIMES = frozenset(("a", "mo", "wk", "d", "h", "min"))
# What may stand before "over 300 hectares" or "over 20 years" that is more than so many.
_MEASURED = word_set(
    "of for from to by at with in is are was were be been being has have had and or than that "
    "covers cover covered covering total totals totalled totaled totalling measures measuring "
    "spans spanning span extends lasted lasts last takes take took taking needs need needed "
    "requires require required lost lose burned burnt destroyed cleared farmed own owns owned "
    "holds hold occupied occupies occupying damaged flooded irrigated irrigates includes include "
    "including some already now still reached adds added add another is least after within "
    "only managed manages spent spend waited wait waiting aged worked averages average"
)
# Words that "over" or "under" follow in another sense: spread over, control over, paid under.
_SPREAD = re.compile(
    r"spread\w*|distribut\w+|scatter\w*|divid\w+|stretch\w*|averag\w+|practi[cs]ed|conducted|repa(?:id|y\w*)"
    r"|phased|staggered|calculated|measured|observed|monitored|sown|grown|cultivated|accumulated"
    r"|control|concern\w*|disput\w+|debat\w+|priorit\w+|presid\w+|power\w*|authority|jurisdiction"
    r"|sovereignty|protest\w*|fears?|worr\w+|victor\w+|advantage|conflict\w*|tak(?:e|es|en|ing)"
    r"|took|hand(?:ed|ing)|runs?|fly|flew|flying|lead|preference|prefer\w*|gain\w*"
)
_HELD = re.compile(
    r"held|issued|signed|listed|filed|financed|funded|registered|operat\w+|classified|grouped"
    r"|convicted|charged|paid|placed|organi[sz]ed|delivered|implemented|carried|executed"
    r"|buried|hidden|lies|lie|lay|trapped"
)
_AGREED = word_set(
    "licences licenses schemes programmes programs contracts agreements acts projects conventions "
    "headings categories names titles laws treaties permits leases policies statutes regimes"
)


class OpenBounds(Nearby):
    """Whether the words of a bound may say something else, as a doubt."""

    def doubt(self, bound: Bound, at: int, phrase: Phrase) -> str | None:
        """A doubt where a negation may turn the bound at `at`, or it may be no bound."""
        lexicon, fold = self.lexicon, self.tokens[at].fold
        if fold in _AS or fold.startswith(_CAPS) or self._is_extreme(at, phrase):
            return EMPHATIC
        if fold in UNTIL and self._began(at):
            return "may be the level that a change came to"
        denied = fold in lexicon.negations or self._word_before(at) == "n"
        if self._is_left(at, phrase):
            return CROSSED
        if any(token.fold in _LOOSE for token in self.tokens[at : phrase.first]):
            return CROSSED  # not to pass 30 bills
        if bound == BELOW and denied and phrase.kind == "fraction":
            return "may be a goal that was missed"  # não atingiram a metade
        if self._word_before(at) in OR and at > 1 and self.tokens[at - 2].kind == "number":
            return FOLLOWED  # 12 o más de los 40 centros
        if self._is_place(at, phrase) or self._may_be_place(at, phrase):
            return PLACE
        if self._is_level(phrase) or self._is_dated_level(phrase):
            return LEVEL
        if self._may_be_source(at, phrase):
            return PLACE
        if fold in lexicon.negations or self.tokens[at].kind == "sign":
            return None
        return "a negation may turn the bound" if self._may_be_turned(at) else None

    def _is_extreme(self, at: int, phrase: Phrase) -> bool:
        """Whether the words say "a maximum of", not "at most": the peak of a series, or a limit."""
        words = [token.fold for token in self.tokens[at : phrase.first]]
        of_it = (this in PEAKS and then in self.lexicon.of for this, then in pairwise(words))
        return any(of_it)

    def is_none(self, at: int, phrase: Phrase) -> bool:
        """Whether the words are rather no bound: practised over 300 hectares, held under 3 acts."""
        extended = phrase.unit in _EXTENTS | _TIMES or self.tokens[at].fold == "under"
        if self._is_level(phrase) or self._is_left(at, phrase):
            return True
        return extended and self._is_place(at, phrase)

    def _is_left(self, at: int, phrase: Phrase) -> bool:
        """Whether a number is where something did not go on from: no pasar de 30 casos a 40."""
        if not any(t.fold in self.lexicon.passings for t in self.tokens[at : phrase.first]):
            return False
        behind = self.tokens[phrase.stop : phrase.stop + _NEAR_GOAL]
        return any(
            token.fold in self.lexicon.range_words | _TO and follows.kind == "number"
            for token, follows in pairwise(behind)
            if follows.gap not in BORDERS
        )

    def _may_be_turned(self, at: int) -> bool:
        """Whether a negation is before the bound, or a word such as `unlikely` in the clause."""
        lexicon = self.lexicon
        for back in range(at - 1, max(at - 1 - _NEAR_NAME, -1), -1):
            if self.tokens[back + 1].gap in BORDERS or self.tokens[back].kind == "number":
                return False
            fold = self.tokens[back].fold
            if fold in lexicon.not_alone:
                return False
            if fold in _CLAUSE_ENDS:
                break
            if fold in lexicon.negations:
                return True
        if self._is_without(at):
            return True
        if any(token.fold in _PAST_IT for token in self.tokens[at : at + _NEAR_NAME]):
            # no van, en general, más allá de 12: whatever is set between commas
            before = (self.tokens[n].fold for n in self._in_clause(at, _FAR_VERB))
            return any(word in lexicon.negations for word in before)
        return any(self.tokens[n].fold in lexicon.seldom for n in self._in_clause(at, _NEAR_VERB))

    def _is_without(self, at: int) -> bool:
        """Whether the clause begins with "without that": sans que la durée dépasse 30 jours."""
        words = [self.tokens[index].fold for index in self._in_clause(at, _FAR_VERB)]
        return any(then in _WITHOUT and that in _WHO for that, then in pairwise(words))

    def _began(self, at: int) -> bool:
        """Whether the clause says from where: de 700 en 2016 hasta 800, se aceleró hasta 6 %."""
        for index in self._in_clause(at, SENTENCE - 1):
            starts = self.tokens[index].fold in self.lexicon.range_starts
            if starts and self.tokens[index + 1].kind in ("number", "sign"):
                return True
            if self.tokens[index].fold in _SPEED:
                return True
        return False

    def _is_place(self, at: int, phrase: Phrase) -> bool:
        """Whether "over" says where or how long: practised over 300 hectares, averaged over 12."""
        fold, before = self.tokens[at].fold, self._word_before(at)
        if self.lexicon.language != "en" or fold not in ("over", "under", "above"):
            return False
        if phrase.kind in SHARED_KINDS:
            return False
        if fold == "under":
            agreed = any(self._fold(phrase.stop + n) in _AGREED for n in range(2))
            return bool(_HELD.fullmatch(before)) or agreed
        return bool(_SPREAD.fullmatch(before))

    def _may_be_place(self, at: int, phrase: Phrase) -> bool:
        """Whether "over" before an area, a length or a time may say where or how long."""
        if self.lexicon.language != "en" or self.tokens[at].fold != "over":
            return False
        if self._begins_sentence(at):
            return phrase.unit in _TIMES and self._fold(phrase.stop) == ","
        if at > 1 and self.tokens[at - 2].kind == "number":
            return True  # 12 wins over 30 seasons
        extended = phrase.unit in _EXTENTS or phrase.unit in _TIMES
        return extended and self._word_before(at) not in _MEASURED

    def _begins_sentence(self, at: int) -> bool:
        return self._word_before(at) in ("", ".", ";", ":", "(", "•", "-", "–", ",")

    def _is_level(self, phrase: Phrase) -> bool:
        """Whether a clause says whose level it is: por debajo de los ocho que aconsejan."""
        if not self._is_definite(phrase):
            return False
        return any(token.fold in _WHO for token in self._behind(phrase))

    def _is_definite(self, phrase: Phrase) -> bool:
        """Whether an article that names a known number is before it: de los ocho, aux 8."""
        known = self._word_before(phrase.first) in _DEFINITE and self.lexicon.language != "en"
        return known and phrase.kind != "fraction"

    def _is_dated_level(self, phrase: Phrase) -> bool:
        """Whether it may be the number of another time: por encima de los 300 casos de 2018."""
        if not self._is_definite(phrase):
            return False
        behind = list(self._behind(phrase))
        of_year = any(
            token.fold in self.lexicon.of and follows.kind == "number"
            for token, follows in pairwise(behind)
        )
        if self.lexicon.language == "fr":
            return of_year or any(t.raw.lower().endswith(_DONE_IN_FRENCH) for t in behind[1:2])
        return of_year or any(_DONE.fullmatch(token.fold) for token in behind[:2])

    def _behind(self, phrase: Phrase) -> list[Token]:
        """The words behind a number and its unit, up to the end of the clause."""
        found: list[Token] = []
        for token in self.tokens[phrase.stop : phrase.stop + _NEAR_WHO]:
            if token.gap in BORDERS or token.kind == "sign":
                break
            found.append(token)
        return found

    def _may_be_source(self, at: int, phrase: Phrase) -> bool:
        """Whether "a partir de" may say from what: a partir de 300 amostras."""
        source = [token.fold for token in self.tokens[at : at + 2]] == ["a", "partir"]
        return source and phrase.is_count

    def may_be_limit(self, phrase: Phrase) -> bool:
        """Whether a number may be a limit: the 300 mark, dentro de 45 días, as few as six."""
        at, before = phrase.first, self._word_before(phrase.first)
        if self._is_extreme_behind(phrase.stop):
            return True
        if not before:
            return False
        pair = self._word_before(at - 1), before
        pair = ("price", pair[1]) if _PRICES.fullmatch(pair[0]) else pair
        if pair in _FLOORS | _FROM or before in _AT_BEST and pair[0] in _AT:
            return True
        if before == "than" and self._word_before(at - 1) != "rather":
            return True
        if self._may_be_compared(at):
            return True
        if before in ("as", "como", "que"):
            back = tuple(token.fold for token in self.tokens[max(at - 3, 0) : at])
            if back in _FEW:
                return True
        if before == "the" and self.lexicon.language == "en":
            named = self._fold(phrase.stop + (self._hyphen(phrase.stop) and not phrase.unit_tokens))
            if named in _MARKS or self.lexicon.crossings.fullmatch(named):
                return True
        while at and self._word_before(at) in (".", ":") and phrase.first - at < _STOPS:
            at -= 1
        extreme = self._word_before(at)
        if extreme in _EXTREMES and (before != "." or extreme in ("min", "max")):
            return True
        return phrase.unit in _TIMES and self._may_be_term(phrase)

    def _is_extreme_behind(self, stop: int) -> bool:
        """Whether a word of limits ends what is counted: 45 máximo, 45 de máxima, 45 rooms minimum.

        `min` may be minutes.
        """
        behind = [self._fold(stop + n) for n in range(3)]
        if behind[0] in _EXTREMES - {"min"}:
            return True
        if behind[0] in self.lexicon.of:
            return behind[1] in PEAKS
        noun = behind[0].isalpha() and behind[0] not in self.lexicon.both
        ends = not behind[2].isalpha() or behind[2] in self.lexicon.unit_joiners
        return noun and ends and behind[1] in _WHOLE_EXTREMES

    def _may_be_compared(self, at: int) -> bool:
        """Whether "más largo que" or "sobre los" is before a number in another language."""
        if self.lexicon.day_first is None:
            return False
        back = self.tokens[max(at - _NEAR_VERB, 0) : at]
        if back[-1].fold in _WHO:
            back = [*back[:-2], back[-1]] if [t.fold for t in back[-2:-1]] == ["do"] else back
            described = any(token.fold in _MORE for token in back[-3:-2])
            return described or any(token.fold in _COMPARATIVES for token in back[-2:-1])
        end = at - (back[-1].fold in _DEFINITE)
        known = self.lexicon.language, self.tokens[end - 1].raw.lower()
        return known in _SPATIAL and not self._is_bounded_before(end)

    def _is_bounded_before(self, end: int) -> bool:
        """Whether a word such as "por" makes a known bound of the one before `end`."""
        return bool(self.lexicon.bounds_before.before(self.tokens, end))

    def _may_be_term(self, phrase: Phrase) -> bool:
        """Whether it may be a time that is allowed: el plazo legal es de 15 días."""
        at = phrase.first
        if any(self.tokens[n].fold in _TERMS for n in self._in_clause(at, _NEAR_TERM)):
            return True
        back = tuple(token.fold for token in self.tokens[max(at - 3, 0) : at])
        return any(back[-n:] in _WITHIN for n in (1, 2, 3))

    def follows(self, behind: int, at: int) -> str | None:
        """A doubt where what is behind "or more" may go with it: 300 plus VAT, 300 at least once.

        `at` is the first word of the bound behind the number, `behind` the token behind it.
        """
        if self._fold(at) in _EXTREMES:
            return EMPHATIC  # 300 maximum
        if self.tokens[at].kind != "word" or self._fold(at) in ("or", "o", "u", "ou"):
            return None
        token = self.tokens[behind] if behind < len(self.tokens) else None
        if token is None or token.gap in BORDERS or token.kind == "sign":
            return None
        counted = self.lexicon.units.after(self.tokens, behind)
        return None if counted or token.fold in self.lexicon.age_nouns else FOLLOWED
