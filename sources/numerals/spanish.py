"""The Spanish lexicon."""

import re

from .lexicon import Lexicon, Phrases, word_set, words
from .spanish_bounds import AFTER, BEFORE
from .spanish_measures import CURRENCIES, PERCENTS, UNITS


def _inflected(stem: str, n: int) -> dict[str, int]:
    """primer- -> primero, primera, primeros, primeras."""
    return {stem + ending: n for ending in ("o", "a", "os", "as")}


_SMALL = words(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro "
    "veinticinco veintiseis veintisiete veintiocho veintinueve"
)
_TENS = words("treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_HUNDREDS = words("dosc tresc cuatroc quin seisc setec ochoc novec")
_ORDINAL_STEMS = words(
    "primer segund tercer cuart quint sext septim octav noven decim undecim duodecim"
)
_MONTHS = words(
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)

_CARDINALS = {
    **{word: n for n, word in enumerate(_SMALL)},
    **{"un": 1, "una": 1, "veintiun": 21, "veintiuna": 21},
    **{word: 10 * n for n, word in enumerate(_TENS, start=3)},
    **{"cien": 100, "ciento": 100},
    **{stem + "ientos": 100 * n for n, stem in enumerate(_HUNDREDS, start=2)},
    **{stem + "ientas": 100 * n for n, stem in enumerate(_HUNDREDS, start=2)},
}
_ORDINALS = {
    **{word: n for n, stem in enumerate(_ORDINAL_STEMS, start=1) for word in _inflected(stem, n)},
    **{"primer": 1, "tercer": 3, "vigesimo": 20, "vigesima": 20},
}

SPANISH = Lexicon(
    language="es",
    decimal_mark=",",
    other_mark_areas=word_set("MX PE GT SV HN NI PA DO PR US"),
    spaced_groups=True,
    day_first=True,
    cardinals=_CARDINALS,
    compounds=Phrases({}),
    hundreds=frozenset(),
    thousands=word_set("mil"),
    thousands_of=word_set("miles"),
    tenths={"decimas": 1, "centesimas": 2, "milesimas": 3},
    scales={
        **{"millon": 6, "millones": 6, "billon": 12, "billones": 12, "trillones": 18},
        **{"millardo": 9, "millardos": 9, "mill": 6, "mlls": 6},
    },
    regional_scales={
        "billon": {"US": 9, "PR": 9, "else": 12},
        "billones": {"US": 9, "PR": 9, "else": 12},
    },
    scale_signs={"k": 3, "m": 6, "mm": 6, "mill": 6, "mlls": 6},
    scale_currencies={"mdp": 6, "mdd": 6},
    articles=word_set("un una"),
    ones=word_set("un una uno"),
    silent_ones=word_set("un una uno"),
    connectors=word_set("y"),
    connects="tens",
    dozens={
        **{"docena": 12, "decena": 10, "centenar": 100, "millar": 1000, "quincena": 15},
        **{"veintena": 20, "treintena": 30, "cuarentena": 40, "cincuentena": 50, "centena": 100},
    },
    rounded=word_set(
        "decena centenar millar quincena veintena treintena cuarentena cincuentena centena"
    ),
    indefinites=word_set("miles cientos docenas decenas centenares millares millones billones"),
    few=word_set("varios varias algunos algunas pocos pocas muchos muchas"),
    multiples={
        **{"doble": 2, "duplico": 2, "duplicado": 2, "duplicaron": 2, "duplicar": 2},
        **{"triple": 3, "triplico": 3, "triplicado": 3, "triplicaron": 3, "triplicar": 3},
        **{"cuadruplico": 4, "cuadruple": 4, "quintuplico": 5},
    },
    fold_suffix=frozenset(),
    minus=word_set("menos"),
    below_zero=Phrases(
        dict.fromkeys(
            (
                *("bajo cero", "bajo el nivel del mar", "por debajo de cero"),
                "por debajo del nivel del mar",
            )
        )
    ),
    ordinals=_ORDINALS,
    ordinal_endings=word_set("º ª o a er ro ra do da to ta mo ma vo va no na"),
    ordinal_stops={},
    denominators={
        **{"medio": 2, "media": 2, "medios": 2, "tercio": 3, "tercios": 3},
        **{
            word: n
            for stem, n in (("cuart", 4), ("quint", 5), ("sext", 6), ("octav", 8))
            for word in (stem + "o", stem + "os")
        },
        **{"septimo": 7, "septimos": 7, "novenos": 9, "decimo": 10, "decimos": 10},
    },
    lone_fractions={"mitad": 2},
    half_after=word_set("medio media"),
    part_nouns=word_set("parte partes"),
    half_ends=word_set(
        "de del en por a al para antes despues mas menos y o que desde hasta con sin entre"
    ),
    of=word_set("de del"),
    percents=PERCENTS,
    units=UNITS,
    unit_joiners=word_set("por / x"),
    unit_articles=word_set("el la"),
    head_words=word_set("persona habitante capita hogar hab"),
    subunits={
        "centavos": "centavo",
        "centavo": "centavo",
        "centimos": "centimo",
        "centimo": "centimo",
    },
    currency_words=CURRENCIES,
    dollar_signs_of_usa=(
        *("EE.UU", "EE. UU", "EEUU", "EE.\u00a0UU", "Estados Unidos", "estadounidense"),
        *("US$", "USD", "U$S", "norteamerican"),
    ),
    bounds_before=BEFORE,
    limits=word_set("minimo maximo tope limite"),
    negations=word_set("no nunca jamas tampoco ningun ninguno ninguna nadie ni"),
    seldom=word_set("dificilmente dificil improbable raramente rara probable dudoso"),
    crossings=re.compile(
        r"supera(?!vit)\w*|superen?|supero|excede\w*|excedi\w+|rebas\w+|sobrepas\w+|traspas\w+"
        r"|limit(?!rof)\w*|topes?|topad\w+|umbral\w*|techos?|franque\w+|barreras?|alla"
    ),
    passings=word_set(
        "pasa pasan paso pasaron pasaba pasaban pasar pase pasen pasara pasaran pasase pasasen"
    ),
    not_alone=word_set("solo solamente"),
    bounds_after=AFTER,
    qualifiers=Phrases(
        {
            **{
                f"{verb}{the}": "approximate"
                for verb in words(
                    "ronda rondan rondo rondaron rondaba rondaban rondara rondando roza rozan rozo "
                    "bordea bordean bordeo rozando bordeando"
                )
                for the in ("", " el", " la", " los", " las")
            },
            **dict.fromkeys(("estimado en", "estimada en", "estimados en"), "estimated"),
            **dict.fromkeys(("estimadas en", "estimacion de", "se estima que"), "estimated"),
            **dict.fromkeys(("estima que", "estimado de", "se estiman en"), "estimated"),
            **dict.fromkeys(("se estima en", "estimadas", "estimados"), "estimated"),
            **dict.fromkeys(("estimo en", "estimo que", "se estimo en", "calculo en"), "estimated"),
            **dict.fromkeys(("se calcula en", "se calcula que", "estima en"), "estimated"),
            **dict.fromkeys(("estimaciones de", "estimativo de", "se estiman"), "estimated"),
            **dict.fromkeys(("se estima", "estimada de", "calculado en"), "estimated"),
            **dict.fromkeys(("est .", "estimaron en", "estiman en"), "estimated"),
            **dict.fromkeys(
                ("unos", "unas", "alrededor de", "cerca de", "cerca del"), "approximate"
            ),
            **dict.fromkeys(("aproximadamente", "en torno a", "casi", "~"), "approximate"),
            **dict.fromkeys(("aprox .", "≈", "poco mas de", "poco menos de"), "approximate"),
            **dict.fromkeys(("alrededor del", "en torno al", "poco mas del"), "approximate"),
            **dict.fromkeys(("poco menos del", "algo mas de", "algo menos de"), "approximate"),
            **dict.fromkeys(("algo mas del", "algo menos del", "apenas mas de"), "approximate"),
            **dict.fromkeys(
                ("ligeramente superior a", "mas o menos", "del orden de"), "approximate"
            ),
            **dict.fromkeys(("aprox", "proximo a", "proxima a", "cercano a"), "approximate"),
            **dict.fromkeys(("cercana a", "cercanos a", "cercanas a", "cerca"), "approximate"),
            **dict.fromkeys(("aproximado de", "aproximada de"), "approximate"),
            **dict.fromkeys(("proximos a", "proximas a", "cercano al"), "approximate"),
        }
    ),
    qualifiers_after=Phrases(
        dict.fromkeys(
            ("aproximadamente", "mas o menos", "aprox .", "y pico", "y tantos", "y tantas"),
            "approximate",
        )
    ),
    fillers=word_set("un una los las el la otros otras"),
    estimates=word_set("est estimado estimada estimados estimadas estimacion e"),
    range_words=word_set("a hasta"),
    range_starts=word_set("de desde"),
    between=word_set("entre"),
    both=word_set("y e"),
    ratio_words=Phrases(dict.fromkeys(("de cada", "por cada"))),
    rate_words=Phrases(dict.fromkeys(("por", "por cada", "de cada", "cada", "x", "/"))),
    range_verbs=word_set(
        "oscila oscilan oscilo oscilaba oscilaron oscilar oscilando varia varian vario variaba "
        "variar va van fluctua fluctuo fluctuan rango banda intervalo horquilla"
    ),
    changes=re.compile(
        r"(?:aument|increment|subi|subid|crec|decrec|redu[cj]|disminu|desc[ei]|eleva|ampli|pas[ooa]|llev|ca[iiyg]"
        r"|baj|alza|recort|mejor|empeor|avanz|retroce|evolu|salt|multiplic|encarec|abarat|trep|escal|expan)\w*"
    ),
    change_verbs=word_set(
        "subio sube suben subieron aumento aumenta aumentan aumentaron crecio crece crecen "
        "crecieron bajo baja bajan bajaron cayo cae caen cayeron disminuyo disminuye disminuyen "
        "disminuyeron descendio desciende descendieron redujo reduce redujeron incremento "
        "incrementaron incrementa retrocedio avanzo avanzaron perdio perdieron gano ganaron "
        "elevo elevaron contrajo expandio decrecio paso pasaron pasa"
    ),
    copulas=word_set("fue fueron es son era eran de del en a al ha sido"),
    months={
        **{word: n for n, word in enumerate(_MONTHS, start=1)},
        **{"setiembre": 9, "set": 9, "sept": 9},
        **{word[:3]: n for n, word in enumerate(_MONTHS, start=1)},
    },
    short_months=word_set("ene feb mar abr may jun jul ago sep sept set oct nov dic"),
    date_fillers=word_set("de del , ."),
    quarters=word_set("trimestre trim"),
    quarter_signs={"q": 3, "t": 3, "trim": 3, "h": 6, "s": 6, "sem": 6},
    decades=word_set("decada decenio anos"),
    first_spans=word_set("primeros primeras ultimos ultimas proximos proximas primer ultimo"),
    period_nouns=word_set(
        "ano anos trimestre trimestres semestre semestres ronda rondas decada mes meses semana "
        "siglo siglos sesion edicion ciclo periodo fase dia bimestre"
    ),
    year_units=word_set("ano anos"),
    streaks=Phrases(dict.fromkeys(("consecutivo", "consecutivos", "seguido", "seguidos"))),
    centuries=word_set("siglo siglos"),
    superlatives=word_set("mayor menor mejor peor mas principal"),
    superlative_endings=(),
    false_superlatives=frozenset(),
    places=word_set("lugar puesto posicion"),
    ranked=word_set(
        "destino mercado productor productora exportador exportadora importador importadora "
        "proveedor proveedora cliente socio comprador consumidor fabricante emisor inversor "
        "inversionista empleador contribuyente"
    ),
    ranked_places=word_set(
        "pais ciudad region provincia departamento estado municipio comuna distrito causa motivo"
    ),
    rank_before=word_set("ocupa ocupo ocupan"),
    world=word_set("mundo mundial mundialmente"),
    law_words=word_set(
        "ley leyes decreto decretos resolucion resoluciones articulo articulos art arts directiva "
        "directivas ordenanza ordenanzas inciso parrafo parrafos"
    ),
    law_titles=word_set("reglamento acuerdo oficio acta"),
    number_signs=word_set("no nos numero n nº nro num º ° nos"),
    page_words=word_set("pagina paginas pag pags p pp"),
    page_totals=word_set("de /"),
    volume_words=word_set("vol vols volumen volumenes tomo tomos boletin edicion"),
    footnote_words=word_set("nota notas pie"),
    heading_words=word_set(
        "objetivo objetivos capitulo seccion parte anexo apendice tabla cuadro grafico figura "
        "recuadro titulo modulo meta mapa"
    ),
    numbered=word_set(
        "grado codigo codigos partida partidas casilla apartado extension ext inciso version "
        "rev zona distrito tipo categoria fase iso ciiu piso ruta formulario comunicacion "
    ),
    phones=word_set("telefono telefonos tel fax celular movil"),
    rate_nouns=word_set("tasa tasas"),
    time_away=Phrases(dict.fromkeys(("antes", "despues", "atras"))),
    age_before=Phrases(
        dict.fromkeys(
            (
                *("edad de", "edades de", "edades entre", "mayores de", "menores de"),
                *("de edad entre", "edad entre", "edad"),
            )
        )
    ),
    age_after=Phrases(
        dict.fromkeys(("anos de edad", "anos y mas de edad", "anos cumplidos", "meses de edad"))
    ),
    age_nouns=word_set(
        "personas poblacion ninos ninas ninez jovenes adultos adultas mujeres hombres adolescentes "
        "menores mayores habitantes estudiantes alumnos escolares trabajadores persona nino nina"
    ),
    age_heads=word_set("edad edades"),
    year_before=word_set("en desde de del hasta durante ano anos para a"),
    pronoun_before=frozenset(),
    pronoun_after=frozenset(),
)
