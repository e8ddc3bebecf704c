"""The French lexicon."""

import re

from .french_bounds import AFTER, BEFORE
from .french_measures import CURRENCIES, PERCENTS, UNITS
from .lexicon import Lexicon, Phrases, word_set, words

_SMALL = words(
    "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
)
_TENS = {
    **{"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60},
    **{"septante": 70, "huitante": 80, "octante": 80, "nonante": 90},
}
_TEENS = {
    **{word: n for n, word in enumerate(_SMALL) if n > 0},
    **{"dix sept": 17, "dix huit": 18, "dix neuf": 19, "une": 1},
}
_MONTHS = words(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
)


def _compounds() -> dict[str, int]:
    """The numbers below 100 of several words, as their tokens: `quatre - vingt - dix`."""
    found = {phrase: n for phrase, n in _TEENS.items() if " " in phrase}
    for tens, size in [*_TENS.items(), ("quatre vingt", 80)]:
        if size == 80 and " " in tens:
            found |= {"quatre vingt": 80, "quatre vingts": 80}
        top = 20 if size in (60, 80) and tens in ("soixante", "quatre vingt") else 10
        for word, n in _TEENS.items():
            if n < top:
                found[f"{tens} {word}"] = size + n
                if n in (1, 11):
                    found[f"{tens} et {word}"] = size + n
    hyphened = {phrase.replace(" ", " - "): n for phrase, n in found.items()}
    mixed = {phrase.replace(" - et - ", " et "): n for phrase, n in hyphened.items()}
    return found | hyphened | mixed


_CARDINALS = {
    **{word: n for n, word in enumerate(_SMALL)},
    **{"une": 1, "cent": 100},
    **_TENS,
}
_STEMS = {
    **{"deux": 2, "trois": 3, "quatr": 4, "cinqu": 5, "six": 6, "sept": 7, "huit": 8, "neuv": 9},
    **{"dix": 10, "onz": 11, "douz": 12, "treiz": 13, "quatorz": 14, "quinz": 15, "seiz": 16},
    **{"vingt": 20, "trent": 30, "quarant": 40, "cinquant": 50, "soixant": 60, "cent": 100},
}
_ORDINALS = {
    **{stem + ending: n for stem, n in _STEMS.items() for ending in ("ieme", "iemes")},
    **{"premier": 1, "premiere": 1, "premiers": 1, "premieres": 1},
    **{"second": 2, "seconde": 2, "seconds": 2, "secondes": 2},
}
_DENOMINATORS = {
    **{word: n for word, n in _ORDINALS.items() if n > 4 and word.endswith(("ieme", "iemes"))},
    **{"demi": 2, "demis": 2, "tiers": 3, "quart": 4, "quarts": 4},
}

FRENCH = Lexicon(
    language="fr",
    decimal_mark=",",
    other_mark_areas=frozenset(),
    spaced_groups=True,
    day_first=True,
    cardinals=_CARDINALS,
    compounds=Phrases(_compounds()),
    hundreds=word_set("cent cents"),
    thousands=word_set("mille"),
    thousands_of=word_set("milliers"),
    tenths={},
    scales={
        **{"million": 6, "millions": 6, "milliard": 9, "milliards": 9, "billion": 12},
        **{"billions": 12, "trillion": 18, "trillions": 18, "mrd": 9, "mrds": 9, "mds": 9},
        **{"mios": 6, "mio": 6},
    },
    regional_scales={},
    scale_signs={"k": 3, "m": 6, "mio": 6, "md": 9, "mds": 9, "mrd": 9, "g": 9},
    scale_currencies={"mfcfa": 6, "mdfcfa": 9, "mdh": 6, "mmdh": 9, "mdt": 6},
    articles=word_set("un une"),
    ones=word_set("un une"),
    silent_ones=word_set("un une"),
    connectors=word_set("et"),
    connects="tens",
    dozens={
        **{"douzaine": 12, "dizaine": 10, "quinzaine": 15, "vingtaine": 20, "trentaine": 30},
        **{"quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100},
        "millier": 1000,
    },
    rounded=word_set(
        "dizaine quinzaine vingtaine trentaine quarantaine cinquantaine soixantaine centaine "
        "millier"
    ),
    indefinites=word_set("milliers centaines dizaines douzaines millions milliards"),
    few=word_set("quelques plusieurs divers diverses"),
    multiples={
        **{"double": 2, "doublent": 2, "doubler": 2, "doublait": 2, "triple": 3, "tripler": 3},
        **{"quadruple": 4, "quadrupler": 4, "quintuple": 5, "decuple": 10},
    },
    fold_suffix=frozenset(),
    minus=word_set("moins"),
    below_zero=Phrases(
        dict.fromkeys(
            f"{where} {what}"
            for where, zero, sea in (
                ("en dessous", "de zero", "du niveau de la mer"),
                ("au - dessous", "de zero", "du niveau de la mer"),
                ("sous", "zero", "le niveau de la mer"),
            )
            for what in (zero, sea)
        )
    ),
    ordinals=_ORDINALS,
    ordinal_endings=word_set("e er re eme ere nd nde es ers ieme iemes emes º"),
    ordinal_stops={},
    denominators=_DENOMINATORS,
    lone_fractions={"moitie": 2},
    half_after=word_set("demi demie"),
    part_nouns=word_set("partie parties"),
    half_ends=word_set(
        "de du d en par a au pour avant apres plus moins et ou que depuis jusqu avec sans"
    ),
    of=word_set("de des du d"),
    percents=PERCENTS,
    units=UNITS,
    unit_joiners=word_set("par / au"),
    unit_articles=word_set("le la l"),
    head_words=word_set("personne habitant tete menage hab"),
    subunits={"centimes": "cent", "centime": "cent", "cents": "cent"},
    currency_words=CURRENCIES,
    dollar_signs_of_usa=(
        *("États-Unis", "Etats-Unis", "tats-Unis", "américain", "US$", "USD", "$US", "É.-U."),
    ),
    bounds_before=BEFORE,
    limits=word_set("minimum maximum plafond seuil"),
    negations=word_set("pas jamais aucun aucune nul nulle ni"),
    seldom=word_set("guere rarement improbable difficilement probable peine"),
    crossings=re.compile(
        r"depass\w+|exced(?:e|es|ent|ant|er|ait|aient)|franchi\w*|limit(?!roph)\w*|plafon\w+|seuils?|barre"
        r"|planchers?|outrepass\w+|surpass\w+|dela"
    ),
    passings=word_set(""),
    not_alone=word_set("seulement uniquement"),
    bounds_after=AFTER,
    qualifiers=Phrases(
        {
            **{
                f"{verb}{the}": "approximate"
                for verb in words(
                    "avoisine avoisinent avoisinait avoisinaient avoisinant frole frolent frolait"
                )
                for the in ("", " le", " la", " les")
            },
            **dict.fromkeys(("estime a", "estimee a", "estimes a", "estimees a"), "estimated"),
            **dict.fromkeys(("on estime que", "on estime a", "estimation de"), "estimated"),
            **dict.fromkeys(("estime que", "estimations de", "estiment a"), "estimated"),
            **dict.fromkeys(("estime qu '", "est .", "evalue a", "evaluee a"), "estimated"),
            **dict.fromkeys(("estimait a", "estimaient a", "evalues a"), "estimated"),
            **dict.fromkeys(("evaluees a", "on estime qu '", "estimes"), "estimated"),
            **dict.fromkeys(("estimees",), "estimated"),
            **dict.fromkeys(("environ", "pres de", "quelque", "presque"), "approximate"),
            **dict.fromkeys(("a peu pres", "autour de", "aux alentours de"), "approximate"),
            **dict.fromkeys(("de l ' ordre de", "d ' environ", "approximativement"), "approximate"),
            **dict.fromkeys(("pres d '", "env .", "env", "~", "≈"), "approximate"),
            **dict.fromkeys(("aux environs de", "plus ou moins", "grosso modo"), "approximate"),
            **dict.fromkeys(("un peu plus de", "un peu plus d '"), "approximate"),
            **dict.fromkeys(("un peu moins de", "un peu moins d '"), "approximate"),
            **dict.fromkeys(("a peine plus de", "a peine moins de"), "approximate"),
            **dict.fromkeys(("legerement plus de", "legerement moins de"), "approximate"),
            **dict.fromkeys(("quasiment", "pres des", "proche de"), "approximate"),
            **dict.fromkeys(("proches de", "avoisine", "avoisinent"), "approximate"),
            **dict.fromkeys(("avoisinant", "autour des", "avoisine les"), "approximate"),
        }
    ),
    qualifiers_after=Phrases(
        dict.fromkeys(("environ", "a peu pres", "approximativement", "et quelques"), "approximate")
    ),
    fillers=word_set("un une les le la autres"),
    estimates=word_set("est estime estimee estimes estimees estimation estimations e"),
    range_words=word_set("a"),
    range_starts=word_set("de d des"),
    between=word_set("entre"),
    both=word_set("et"),
    ratio_words=Phrases(dict.fromkeys(("sur", "personne sur", "personnes sur"))),
    rate_words=Phrases(dict.fromkeys(("pour", "par", "sur", "pour chaque", "/"))),
    range_verbs=word_set(
        "oscille oscillent oscillait varie varient variait variant allant va vont fourchette "
        "intervalle plage"
    ),
    changes=re.compile(
        r"(?:augment|progress|hauss|baiss|recul|diminu|chut|mont[ee]|grimp|cro[ii]|accr|redu|redu|pass[eea]|port[eea]"
        r"|elev|eleve|relev|abaiss|amelior|amelior|evolu|evolu|bondi|recule|tomb|redui|ramen|multipli)\w*"
    ),
    change_verbs=word_set(
        "augmente augmentent augmentait progresse progressent baisse baissent recule reculent "
        "diminue diminuent chute chutent monte montent grimpe grimpent croit hausse gagne gagnent "
        "perd perdu perdent reduit accru passe passee passees passes passait bondi flechi cru cede"
    ),
    copulas=word_set("etait etaient est sont ete de d a fut"),
    months={
        **{word: n for n, word in enumerate(_MONTHS, start=1)},
        **{"janv": 1, "fev": 2, "fevr": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11},
        "dec": 12,
    },
    short_months=word_set("janv fev fevr avr juil sept oct nov dec"),
    date_fillers=word_set("de , ."),
    quarters=word_set("trimestre trim"),
    quarter_signs={"q": 3, "t": 3, "trim": 3, "h": 6, "s": 6, "sem": 6},
    decades=word_set("decennie annees"),
    first_spans=word_set("premiers premieres derniers dernieres prochains prochaines"),
    period_nouns=word_set(
        "an ans annee annees trimestre trimestres semestre semestres cycle decennie mois semaine "
        "siecle siecles session edition periode phase jour tour serie"
    ),
    year_units=word_set("an ans annee annees"),
    streaks=Phrases(
        dict.fromkeys(("consecutif", "consecutive", "consecutifs", "d ' affilee", "de suite"))
    ),
    centuries=word_set("siecle siecles"),
    superlatives=word_set("plus moins meilleur meilleure pire principal principale"),
    superlative_endings=(),
    false_superlatives=frozenset(),
    places=word_set("place rang position"),
    ranked=word_set(
        "destination marche producteur productrice exportateur importateur fournisseur client "
        "partenaire acheteur consommateur fabricant emetteur investisseur employeur contributeur "
        "secteur poste"
    ),
    ranked_places=word_set("pays ville region province departement commune district cause motif"),
    rank_before=word_set("classe classee occupe"),
    world=word_set("monde mondial mondiale"),
    law_words=word_set(
        "loi lois decret decrets resolution resolutions article articles art arrete arretes "
        "directive directives ordonnance ordonnances alinea alineas paragraphe paragraphes"
    ),
    law_titles=word_set("reglement accord"),
    number_signs=word_set("no nos numero n nº nr º ° n°"),
    page_words=word_set("page pages p pp"),
    page_totals=word_set("sur de /"),
    volume_words=word_set("vol vols volume volumes tome tomes bulletin livraison"),
    footnote_words=word_set("note notes"),
    heading_words=word_set(
        "objectif objectifs chapitre section partie annexe appendice tableau figure graphique "
        "encadre titre module carte"
    ),
    numbered=word_set(
        "code codes version rev zone district type categorie phase iso niveau etage rubrique "
        "formulaire "
    ),
    phones=word_set("telephone tel fax portable"),
    rate_nouns=word_set("taux"),
    time_away=Phrases(dict.fromkeys(("plus tard", "auparavant", "plus tot"))),
    age_before=Phrases(
        dict.fromkeys(
            (
                *("ages de", "agees de", "age de", "agee de", "l ' age de", "age d '"),
                *("ages d '", "agees d '", "ages entre", "les moins de", "les plus de"),
            )
        )
    ),
    age_after=Phrases(dict.fromkeys(("ans revolus", "ans d ' age", "mois d ' age"))),
    age_nouns=word_set(
        "personnes population enfants jeunes adultes femmes hommes adolescents mineurs habitants "
        "eleves etudiants travailleurs personne enfant garcons filles actifs seniors les"
    ),
    age_heads=word_set("age ages"),
    year_before=word_set("en depuis des de annee annees fin debut pour a"),
    pronoun_before=frozenset(),
    pronoun_after=frozenset(),
)
