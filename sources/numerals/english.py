"""The English lexicon."""

from .lexicon import ABOVE, AT_LEAST, AT_MOST, BELOW, UNIT_SIGNS, Lexicon, Phrases, word_set, words

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
    cardinals=_CARDINALS,
    hundreds=word_set("hundred"),
    thousands=word_set("thousand"),
    scales={"million": 6, "billion": 9, "trillion": 12},
    scale_signs={"k": 3, "m": 6, "mn": 6, "mm": 6, "b": 9, "bn": 9, "tn": 12, "trn": 12},
    articles=word_set("a an"),
    ones=word_set("one"),
    silent_ones=frozenset(),
    connectors=word_set("and"),
    dozens={"dozen": 12},
    indefinites=word_set("dozens tens scores hundreds thousands millions billions trillions"),
    multiples={
        **{"twice": 2, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2},
        **{"thrice": 3, "triple": 3, "tripled": 3, "triples": 3, "tripling": 3, "treble": 3},
        **{"trebled": 3, "quadruple": 4, "quadrupled": 4, "quintupled": 5, "halved": 2},
        **{f"{word}fold": n for word, n in _CARDINALS.items() if n > 1},
    },
    fold_suffix=word_set("fold"),
    minus=word_set("minus"),
    ordinals=_ORDINALS,
    ordinal_endings=word_set("st nd rd th"),
    denominators={
        **_DENOMINATORS,
        **{word + "s": n for word, n in _DENOMINATORS.items()},
        **{"half": 2, "halves": 2, "quarter": 4, "quarters": 4},
    },
    lone_fractions={"half": 2},
    half_after=word_set("half"),
    part_nouns=frozenset(),
    of=word_set("of"),
    percents=Phrases(
        {
            "%": "percent",
            "percent": "percent",
            "per cent": "percent",
            "pct": "percent",
            "percentage points": "percentage_points",
            "percentage point": "percentage_points",
            "percentage - point": "percentage_points",
        }
    ),
    units=Phrases(
        {
            **UNIT_SIGNS,
            **dict.fromkeys(("hectare", "hectares"), "har"),
            **dict.fromkeys(("acre", "acres"), "[acr_us]"),
            **dict.fromkeys(("metric ton", "metric tons", "metric tonnes"), "t"),
            **dict.fromkeys(("ton", "tons", "tonne", "tonnes"), "t"),
            **dict.fromkeys(("kilogram", "kilograms", "kilo", "kilos"), "kg"),
            **dict.fromkeys(("gram", "grams"), "g"),
            **dict.fromkeys(("milligram", "milligrams"), "mg"),
            **dict.fromkeys(("pound", "pounds"), "[lb_av]"),
            **dict.fromkeys(("kilometer", "kilometers", "kilometre", "kilometres"), "km"),
            **dict.fromkeys(("square kilometers", "square kilometres"), "km2"),
            **dict.fromkeys(("square meters", "square metres"), "m2"),
            **dict.fromkeys(("cubic meters", "cubic metres"), "m3"),
            **dict.fromkeys(("mile", "miles"), "[mi_i]"),
            **dict.fromkeys(("meter", "meters", "metre", "metres"), "m"),
            **dict.fromkeys(("foot", "feet"), "[ft_i]"),
            **dict.fromkeys(("liter", "liters", "litre", "litres"), "L"),
            **dict.fromkeys(("gallon", "gallons"), "[gal_us]"),
            **dict.fromkeys(("barrel", "barrels"), "[bbl_us]"),
            **dict.fromkeys(("year", "years"), "a"),
            **dict.fromkeys(("month", "months"), "mo"),
            **dict.fromkeys(("week", "weeks"), "wk"),
            **dict.fromkeys(("day", "days"), "d"),
            **dict.fromkeys(("hour", "hours"), "h"),
            **dict.fromkeys(("minute", "minutes"), "min"),
            **dict.fromkeys(("second", "seconds"), "s"),
        }
    ),
    unit_joiners=word_set("per /"),
    currency_words=Phrases(
        {
            **dict.fromkeys(("dollars", "us dollars", "u . s . dollars", "dollar"), "USD"),
            **dict.fromkeys(("american dollars", "united states dollars"), "USD"),
            **dict.fromkeys(("euro", "euros"), "EUR"),
            **dict.fromkeys(("pounds sterling", "british pounds"), "GBP"),
            **dict.fromkeys(("canadian dollars",), "CAD"),
            **dict.fromkeys(("australian dollars",), "AUD"),
            **dict.fromkeys(("soles", "nuevos soles"), "PEN"),
            **dict.fromkeys(("colombian pesos",), "COP"),
            **dict.fromkeys(("mexican pesos",), "MXN"),
            **dict.fromkeys(("bolivianos",), "BOB"),
            **dict.fromkeys(("reais",), "BRL"),
            **dict.fromkeys(("yen",), "JPY"),
            **dict.fromkeys(("yuan",), "CNY"),
            **dict.fromkeys(("swiss francs",), "CHF"),
            **dict.fromkeys(("peso", "pesos", "francs", "rupees"), None),
        }
    ),
    bounds_before=Phrases(
        {
            **dict.fromkeys(("over", "more than", "above", "upwards of", "greater than"), ABOVE),
            **dict.fromkeys(("in excess of", "higher than", "larger than", ">"), ABOVE),
            **dict.fromkeys(("at least", "no less than", "no fewer than", "≥"), AT_LEAST),
            **dict.fromkeys(("not less than", "not fewer than", "a minimum of"), AT_LEAST),
            **dict.fromkeys(("less than", "fewer than", "under", "below", "lower than"), BELOW),
            **dict.fromkeys(("smaller than", "<"), BELOW),
            **dict.fromkeys(("up to", "as much as", "as many as", "at most", "≤"), AT_MOST),
            **dict.fromkeys(("no more than", "not more than", "a maximum of"), AT_MOST),
            **dict.fromkeys(("as high as", "not exceeding"), AT_MOST),
        }
    ),
    bounds_after=Phrases(
        {
            **dict.fromkeys(("or more", "or above", "or over", "and over", "and above"), AT_LEAST),
            **dict.fromkeys(("or older", "and older", "+", "or greater", "and up"), AT_LEAST),
            **dict.fromkeys(("or less", "or fewer", "or below", "and under", "or under"), AT_MOST),
            **dict.fromkeys(("or younger", "and younger"), AT_MOST),
        }
    ),
    qualifiers=Phrases(
        {
            **dict.fromkeys(("estimated", "estimates that", "estimate that"), "estimated"),
            **dict.fromkeys(("estimate of", "estimates of", "estimated at"), "estimated"),
            **dict.fromkeys(("estimated that", "estimated to be", "est ."), "estimated"),
            **dict.fromkeys(("about", "around", "approximately", "roughly"), "approximate"),
            **dict.fromkeys(("some", "circa", "ca .", "c .", "~", "≈"), "approximate"),
            **dict.fromkeys(("nearly", "almost", "close to", "just over"), "approximate"),
            **dict.fromkeys(("just under", "approx .", "approx"), "approximate"),
        }
    ),
    fillers=word_set("a an"),
    range_words=word_set("to through"),
    range_starts=word_set("from"),
    between=word_set("between"),
    both=word_set("and"),
    ratio_words=Phrases(
        dict.fromkeys(("in", "in every", "out of", "out of every", "of every", "- in -"))
    ),
    rate_words=Phrases(dict.fromkeys(("per", "for every"))),
    months={
        **{word: n for n, word in enumerate(_MONTHS, start=1)},
        **{word[:3]: n for n, word in enumerate(_MONTHS, start=1) if word != "may"},
        "sept": 9,
    },
    date_fillers=word_set(", of ."),
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
    rank_before=word_set("distant ranked ranks placed"),
    world=word_set("world worldwide globally"),
    law_words=word_set(
        "law laws decree decrees resolution resolutions article articles art paragraph paragraphs "
        "ordinance ordinances statute clause clauses subsection"
    ),
    law_titles=word_set("act acts order orders bill regulation regulations directive directives"),
    number_signs=word_set("no nos number numbers n nº"),
    page_words=word_set("page pages p pp pg"),
    footnote_words=word_set("footnote footnotes note fn"),
    heading_words=word_set(
        "objective objectives chapter section part annex appendix table figure box title module "
        "goal attachment exhibit chart graph map"
    ),
    age_before=Phrases(dict.fromkeys(("aged", "age", "ages", "the ages of", "the age of"))),
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
