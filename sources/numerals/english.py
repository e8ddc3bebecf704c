"""The English lexicon."""

import re

from .english_bounds import AFTER, BEFORE
from .english_measures import CURRENCIES, PERCENTS, UNITS
from .lexicon import Lexicon, Phrases, word_set, words

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
    thousands_of=word_set("thousands"),
    tenths={},
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
    below_zero=Phrases(
        dict.fromkeys(
            (
                "below zero",
                "below sea level",
                "under zero",
            )
        )
    ),
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
    half_ends=word_set("of in to for from on at ago later before after more less longer and or"),
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
    bounds_before=BEFORE,
    limits=word_set("minimum maximum"),
    negations=word_set("not never t cannot no none nowhere neither nor nobody without"),
    seldom=word_set("unlikely hardly rarely seldom scarcely fail fails failed doubtful"),
    crossings=re.compile(
        r"exceed\w*|surpass\w*|topp(?:ed|ing)|tops|capped|caps?|barriers?|limit(?:s|ed|ing)?"
        r"|ceilings?|cross(?:ed|es|ing)|thresholds?|breach\w*|over(?:sho\w+|took|tak\w+)|undersho\w+|outstrip\w*|pass(?:ed|ing)|past"
    ),
    passings=word_set(""),
    not_alone=word_set("only just merely"),
    bounds_after=AFTER,
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
            **dict.fromkeys(
                ("on the order of", "in the order of", "of the order of", "nigh on"), "approximate"
            ),
        }
    ),
    qualifiers_after=Phrases(
        dict.fromkeys(
            ("or so", "approximately", "or thereabouts", "more or less", "odd", "- odd"),
            "approximate",
        )
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
        "anything anywhere range ranges ranged ranging vary varies varied varying fluctuate "
        "fluctuates fluctuated fluctuating"
    ),
    changes=re.compile(
        r"\w+ened|went|gone|goes|go|revis\w+|moved|improv\w+|chang\w+|growth|rais\w+|swell\w*|swollen|doubl\w+"
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
    ranked=word_set(
        "market destination producer exporter importer supplier customer client partner buyer "
        "consumer manufacturer emitter investor employer contributor"
    ),
    ranked_places=word_set("country city state region province district county cause reason"),
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
