"""The English lexicon."""

import re

from .english_measures import CURRENCIES, PERCENTS, UNITS
from .lexicon import ABOVE, AT_LEAST, AT_MOST, BELOW, Lexicon, Phrases, word_set, words

_SMALL = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
_CARDINALS = {word: n for n, word in enumerate(_SMALL)} | {
    word: 10 * n for n, word in enumerate(_TENS, start=2)
}
_ORDINALS = {
    word: n
    for n, word in enumerate(
        words(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
            "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
        ),
        start=1,
    )
} | {word[:-1] + "ieth": 10 * n for n, word in enumerate(_TENS, start=2)}
_MONTHS = words(
    "january february march april may june july august september october november december"
)
_DENOMINATORS = {word: n for word, n in _ORDINALS.items() if 3 <= n <= 20} | {"hundredth": 100}

_UNLIKELY = ("unlikely to", "not likely to", "not expected to", "not projected to")

ENGLISH = Lexicon(
    language="en",
    decimal_mark=".",
    other_mark_areas=frozenset(),
    spaced_groups=False,
    day_first=None,
    cardinals=_CARDINALS,
    compounds=Phrases({}),
    hundreds=word_set("hundred"),
    thousands=word_set("thousand"),
    scales={
        **{"million": 6, "billion": 9, "trillion": 12, "mln": 6, "bln": 9},
        **{"lakh": 5, "lakhs": 5, "lac": 5, "lacs": 5, "crore": 7, "crores": 7},
    },
    regional_scales={},
    scale_signs={"k": 3, "m": 6, "mn": 6, "mm": 6, "b": 9, "bn": 9, "tn": 12, "trn": 12},
    scale_currencies={},
    articles=word_set("a an"),
    ones=word_set("one"),
    silent_ones=frozenset(),
    connectors=word_set("and"),
    connects="hundreds",
    dozens={"dozen": 12},
    rounded=frozenset(),
    indefinites=word_set("dozens tens scores hundreds thousands millions billions trillions"),
    few=word_set("few several many some couple"),
    multiples={
        **{"twice": 2, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2},
        **{"thrice": 3, "triple": 3, "tripled": 3, "triples": 3, "tripling": 3, "treble": 3},
        **{"trebled": 3, "quadruple": 4, "quadrupled": 4, "quintupled": 5, "halved": 2},
        **{f"{word}fold": n for word, n in _CARDINALS.items() if n > 1},
    },
    fold_suffix=word_set("fold"),
    minus=word_set("minus negative"),
    ordinals=_ORDINALS,
    ordinal_endings=word_set("st nd rd th"),
    ordinal_stops={},
    denominators={
        **_DENOMINATORS,
        **{word + "s": n for word, n in _DENOMINATORS.items()},
        **{"half": 2, "halves": 2, "quarter": 4, "quarters": 4},
    },
    lone_fractions={"half": 2},
    half_after=word_set("half"),
    part_nouns=frozenset(),
    of=word_set("of"),
    percents=PERCENTS,
    units=UNITS,
    unit_joiners=word_set("per /"),
    unit_articles=word_set("a an"),
    head_words=word_set("person capita head inhabitant household"),
    subunits={"cents": "cent", "cent": "cent", "¢": "cent", "paisa": "paisa", "pence": "penny"},
    currency_words=CURRENCIES,
    dollar_signs_of_usa=(
        *("U.S.", "US$", "USD", "U$S", "United States", "American", "US dollar", " US "),
    ),
    bounds_before=Phrases(
        {
            **dict.fromkeys(("over", "more than", "above", "upwards of", "greater than"), ABOVE),
            **dict.fromkeys(("in excess of", "higher than", "larger than", "beyond", ">"), ABOVE),
            **dict.fromkeys(("exceed", "exceeds", "exceeded", "exceeding", "crossed"), ABOVE),
            **dict.fromkeys(("surpassed", "surpasses", "surpassing", "topped", "tops"), ABOVE),
            **dict.fromkeys(("passed the", "breached", "breached the", "broke through the"), ABOVE),
            **dict.fromkeys(("passes the", "crossed the", "broken the", "went past"), ABOVE),
            **dict.fromkeys(("upward of", "well over", "well above", "north of"), ABOVE),
            **dict.fromkeys(("just over", "slightly over", "a little over"), ABOVE),
            **dict.fromkeys(("slightly more than", "just above", "a bit over"), ABOVE),
            **dict.fromkeys(("a little more than", "just more than"), ABOVE),
            **dict.fromkeys(("at least", "no less than", "no fewer than", "≥"), AT_LEAST),
            **dict.fromkeys(("not less than", "not fewer than", "a minimum of"), AT_LEAST),
            **dict.fromkeys(("minimum of", "not below", "no lower than", "> ="), AT_LEAST),
            **dict.fromkeys(("at a minimum", "at minimum", "not under"), AT_LEAST),
            **dict.fromkeys(("less than", "fewer than", "under", "below", "lower than"), BELOW),
            **dict.fromkeys(("smaller than", "short of", "just under", "just below", "<"), BELOW),
            **dict.fromkeys(("slightly under", "slightly less than", "a little under"), BELOW),
            **dict.fromkeys(("a little less than", "just short of", "well under"), BELOW),
            **dict.fromkeys(("slightly below", "well below", "just less than"), BELOW),
            **dict.fromkeys(("up to", "as much as", "as many as", "at most", "≤"), AT_MOST),
            **dict.fromkeys(("no more than", "not more than", "a maximum of", "< ="), AT_MOST),
            **dict.fromkeys(("as high as", "not exceeding", "maximum of", "not above"), AT_MOST),
            **dict.fromkeys(
                ("not to exceed", "not exceed", "never exceed", "cannot exceed"), AT_MOST
            ),
            **dict.fromkeys(("never exceeded", "not exceeded", "at the most"), AT_MOST),
            **dict.fromkeys(("no higher than", "no greater than", "capped at"), AT_MOST),
            **{
                f"{size} than or equal to": AT_LEAST if size in ("greater", "more") else AT_MOST
                for size in ("greater", "more", "less", "fewer", "smaller")
            },
            **dict.fromkeys(("equal to or greater than", "equal to or more than"), AT_LEAST),
            **dict.fromkeys(("equal to or less than", "without exceeding"), AT_MOST),
            **dict.fromkeys(("never more than", "never higher than"), AT_MOST),
            **dict.fromkeys(("never less than", "never fewer than"), AT_LEAST),
            **dict.fromkeys(("failed to reach", "fails to reach", "fail to reach"), BELOW),
            **dict.fromkeys(("yet to reach", "failing to reach", "without reaching"), BELOW),
            **dict.fromkeys(("not reach", "not reached", "never reached", "not even"), BELOW),
            **{
                f"{no} {verb} {under}": AT_LEAST
                for no in ("not", "never")
                for verb in words(
                    "fall fell fallen drop dropped dip dipped sink sank sunk go went gone decline "
                    "declined slip slipped"
                )
                for under in ("below", "under")
            },
            **{
                f"{no} {verb} {over}": AT_MOST
                for no in ("not", "never")
                for verb in words("rise rose risen go went gone climb climbed grow grew grown")
                for over in ("above", "over", "beyond")
            },
            **{
                f"{no} {verb}": AT_MOST
                for no in _UNLIKELY
                for verb in (
                    *words("exceed surpass top pass cross breach"),
                    *("go beyond", "go above", "go over", "rise above", "be more than"),
                    *("get beyond", "climb above", "be above", "be higher than", "grow beyond"),
                )
            },
            **{f"{no} reach": BELOW for no in _UNLIKELY},
            **{
                f"{no} {verb} below": AT_LEAST
                for no in _UNLIKELY
                for verb in words("fall drop go be dip sink")
            },
            **dict.fromkeys(("limited to", "no larger than", "not over", "within"), AT_MOST),
        }
    ),
    limits=word_set("minimum maximum"),
    negations=word_set("not never t cannot no none nowhere neither nor nobody without"),
    seldom=word_set("unlikely hardly rarely seldom scarcely fail fails failed doubtful"),
    crossings=re.compile(
        r"exceed\w*|surpass\w*|topp(?:ed|ing)|tops|capped|caps?|barriers?|limit(?:s|ed|ing)?"
        r"|ceilings?|cross(?:ed|es|ing)|thresholds?|breach\w*|over(?:sho\w+|took|tak\w+)|undersho\w+|outstrip\w*|pass(?:ed|ing)|past"
    ),
    passings=word_set(""),
    not_alone=word_set("only just merely"),
    bounds_after=Phrases(
        {
            **dict.fromkeys(("or more", "or above", "or over", "and over", "and above"), AT_LEAST),
            **dict.fromkeys(("or older", "and older", "+", "or greater", "and up"), AT_LEAST),
            **dict.fromkeys(("and more", "or higher", "or better", "at least"), AT_LEAST),
            **dict.fromkeys(("at the least", "at a minimum", "at minimum", "plus"), AT_LEAST),
            **dict.fromkeys(("or less", "or fewer", "or below", "and under", "or under"), AT_MOST),
            **dict.fromkeys(("or younger", "and younger", "or lower", "at most"), AT_MOST),
            **dict.fromkeys(("at the most", "and below", "maximum", "tops"), AT_MOST),
        }
    ),
    qualifiers=Phrases(
        {
            **dict.fromkeys(("estimated", "estimates that", "estimate that"), "estimated"),
            **dict.fromkeys(("estimate of", "estimates of", "estimated at"), "estimated"),
            **dict.fromkeys(("estimated that", "estimated to be", "est ."), "estimated"),
            **dict.fromkeys(("estimated as", "estimating", "estimates put at"), "estimated"),
            **dict.fromkeys(("about", "around", "approximately", "roughly"), "approximate"),
            **dict.fromkeys(("some", "circa", "ca .", "c .", "~", "≈"), "approximate"),
            **dict.fromkeys(("nearly", "almost", "close to", "just over"), "approximate"),
            **dict.fromkeys(("approaching", "nearing", "close on"), "approximate"),
            **dict.fromkeys(("just under", "approx .", "approx", "more or less"), "approximate"),
            **dict.fromkeys(
                ("slightly over", "a little over", "slightly more than"), "approximate"
            ),
            **dict.fromkeys(("just above", "a bit over", "a little more than"), "approximate"),
            **dict.fromkeys(("just more than", "slightly under", "just below"), "approximate"),
            **dict.fromkeys(("slightly less than", "a little under"), "approximate"),
            **dict.fromkeys(("a little less than", "just short of"), "approximate"),
            **dict.fromkeys(
                ("slightly below", "just less than", "in the region of"), "approximate"
            ),
            **dict.fromkeys(("on the order of", "in the order of", "nigh on"), "approximate"),
        }
    ),
    qualifiers_after=Phrases(
        dict.fromkeys(("or so", "approximately", "or thereabouts", "more or less"), "approximate")
    ),
    fillers=word_set("a an another further additional"),
    estimates=word_set("est estimate estimated estimates"),
    range_words=word_set("to through"),
    range_starts=word_set("from"),
    between=word_set("between"),
    both=word_set("and"),
    ratio_words=Phrases(
        dict.fromkeys(("in", "in every", "out of", "out of every", "of every", "- in -"))
    ),
    rate_words=Phrases(
        dict.fromkeys(("per", "for every", "for each", "in every", "out of every", "/"))
    ),
    range_verbs=word_set(
        "range ranges ranged ranging vary varies varied varying fluctuate fluctuates fluctuated "
        "fluctuating"
    ),
    change_verbs=word_set(
        "rose rise rises rising risen grew grow grows growing grown fell fall falls falling fallen "
        "increased increase increases increasing decreased decrease decreases decreasing declined "
        "decline declines declining dropped drop drops dropping climbed climb climbs climbing "
        "jumped jump jumps slipped slip slips surged soared gained gain gains lost shrank shrunk "
        "plunged dipped edged advanced advance advances expanded contracted slid sank widened "
        "narrowed raised raises lowered reduced cut up down added tumbled plummeted rebounded"
    ),
    copulas=word_set("was were is are be been of to at by totaled totalled reached"),
    months={
        **{word: n for n, word in enumerate(_MONTHS, start=1)},
        **{word[:3]: n for n, word in enumerate(_MONTHS, start=1) if word != "may"},
        "sept": 9,
    },
    short_months=frozenset(),
    date_fillers=word_set(", of ."),
    quarters=word_set("quarter"),
    quarter_signs={"q": 3, "h": 6},
    decades=word_set("decade"),
    first_spans=word_set("first last past previous final next"),
    period_nouns=word_set(
        "year years quarter quarters half round rounds decade month months week weeks semester "
        "trimester century centuries session edition cycle term period phase day"
    ),
    year_units=word_set("year years"),
    streaks=Phrases(dict.fromkeys(("consecutive", "straight", "successive"))),
    centuries=word_set("century centuries"),
    superlatives=word_set("most least best worst leading"),
    superlative_endings=("est",),
    false_superlatives=word_set(
        "interest forest request protest conquest harvest arrest guest quest contest manifest "
        "honest modest digest suggest behest inquest rainforest midwest northwest southwest"
    ),
    places=word_set("place position rank spot"),
    rank_before=word_set("distant ranked ranks ranking placed came finished remained stayed"),
    world=word_set("world worldwide globally"),
    law_words=word_set(
        "law laws decree decrees resolution resolutions article articles art paragraph paragraphs "
        "ordinance ordinances statute clause clauses subsection"
    ),
    law_titles=word_set("act acts order orders bill regulation regulations directive directives"),
    number_signs=word_set("no nos number numbers n nº"),
    page_words=word_set("page pages p pp pg"),
    page_totals=word_set("of /"),
    volume_words=word_set("vol vols volume volumes issue issues bulletin"),
    footnote_words=word_set("footnote footnotes note fn"),
    heading_words=word_set(
        "objective objectives chapter section part annex appendix table figure box title module "
        "goal attachment exhibit chart graph map"
    ),
    numbered=word_set(
        "grade grades box code codes cycle floor room cap rev version route highway iso iec "
        "form heading headings schedule statement extension ext ward item type category zone "
        "district block phase "
    ),
    phones=word_set("telephone phone tel fax hotline helpline mobile"),
    rate_nouns=word_set("rate rates"),
    time_away=Phrases(dict.fromkeys(("ago", "before", "earlier", "later"))),
    age_before=Phrases(
        dict.fromkeys(("aged", "age", "ages", "the ages of", "the age of", "ages of", "age of"))
    ),
    age_nouns=word_set(
        "people persons population children youth adults women men boys girls adolescents "
        "teenagers infants pupils students workers residents person individuals those"
    ),
    age_heads=word_set("age ages aged"),
    age_after=Phrases(
        dict.fromkeys(
            (
                "year olds",
                "year - olds",
                "- year - olds",
                "- year - old",
                "- year olds",
                "- year old",
                "year old",
                "year - old",
                "years old",
                "years of age",
            )
        )
    ),
    year_before=word_set(
        "in since by during until of after before from to through for mid late early"
    ),
    pronoun_before=word_set("no every any each some this that the which another"),
    pronoun_after=word_set("of another or that who which"),
)
