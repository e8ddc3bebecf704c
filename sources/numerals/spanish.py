"""The Spanish lexicon."""

from .lexicon import ABOVE, AT_LEAST, AT_MOST, BELOW, UNIT_SIGNS, Lexicon, Phrases, word_set, words


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
    cardinals=_CARDINALS,
    hundreds=frozenset(),
    thousands=word_set("mil"),
    scales={"millon": 6, "millones": 6, "billon": 12, "billones": 12, "trillones": 18},
    scale_signs={"k": 3, "m": 6, "mm": 6, "mill": 6, "mlls": 6},
    articles=word_set("un una"),
    ones=word_set("un una uno"),
    silent_ones=word_set("un una uno"),
    connectors=word_set("y"),
    dozens={"docena": 12, "decena": 10, "centenar": 100, "millar": 1000},
    indefinites=word_set("miles cientos docenas decenas centenares millares"),
    multiples={
        **{"doble": 2, "duplico": 2, "duplicado": 2, "duplicaron": 2, "duplicar": 2},
        **{"triple": 3, "triplico": 3, "triplicado": 3, "triplicaron": 3, "triplicar": 3},
        **{"cuadruplico": 4, "cuadruple": 4, "quintuplico": 5},
    },
    fold_suffix=frozenset(),
    minus=word_set("menos"),
    ordinals=_ORDINALS,
    ordinal_endings=word_set("º ª o a er ro ra do da to ta mo ma vo va no na"),
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
    of=word_set("de del"),
    percents=Phrases(
        {
            "%": "percent",
            "por ciento": "percent",
            "por cien": "percent",
            "puntos porcentuales": "percentage_points",
            "punto porcentual": "percentage_points",
        }
    ),
    units=Phrases(
        {
            **UNIT_SIGNS,
            "has": "har",
            **dict.fromkeys(("hectarea", "hectareas"), "har"),
            **dict.fromkeys(("tonelada", "toneladas", "toneladas metricas"), "t"),
            **dict.fromkeys(("tonelada metrica",), "t"),
            **dict.fromkeys(("kilogramo", "kilogramos", "kilo", "kilos"), "kg"),
            **dict.fromkeys(("gramo", "gramos"), "g"),
            **dict.fromkeys(("miligramo", "miligramos"), "mg"),
            **dict.fromkeys(("libra", "libras"), "[lb_av]"),
            **dict.fromkeys(("kilometro", "kilometros"), "km"),
            **dict.fromkeys(("kilometros cuadrados",), "km2"),
            **dict.fromkeys(("metros cuadrados",), "m2"),
            **dict.fromkeys(("metros cubicos",), "m3"),
            **dict.fromkeys(("metro", "metros"), "m"),
            **dict.fromkeys(("litro", "litros"), "L"),
            **dict.fromkeys(("galon", "galones"), "[gal_us]"),
            **dict.fromkeys(("barril", "barriles"), "[bbl_us]"),
            **dict.fromkeys(("ano", "anos"), "a"),
            **dict.fromkeys(("mes", "meses"), "mo"),
            **dict.fromkeys(("semana", "semanas"), "wk"),
            **dict.fromkeys(("dia", "dias"), "d"),
            **dict.fromkeys(("hora", "horas"), "h"),
            **dict.fromkeys(("minuto", "minutos"), "min"),
            **dict.fromkeys(("segundos",), "s"),
        }
    ),
    unit_joiners=word_set("por /"),
    currency_words=Phrases(
        {
            **dict.fromkeys(("dolar", "dolares", "dolares americanos"), "USD"),
            **dict.fromkeys(("dolares estadounidenses", "dolares de los estados unidos"), "USD"),
            **dict.fromkeys(("euro", "euros"), "EUR"),
            **dict.fromkeys(("libras esterlinas",), "GBP"),
            **dict.fromkeys(("sol", "soles", "nuevos soles"), "PEN"),
            **dict.fromkeys(("bolivianos",), "BOB"),
            **dict.fromkeys(("reales",), "BRL"),
            **dict.fromkeys(("quetzales",), "GTQ"),
            **dict.fromkeys(("lempiras",), "HNL"),
            **dict.fromkeys(("guaranies",), "PYG"),
            **dict.fromkeys(("pesos colombianos",), "COP"),
            **dict.fromkeys(("pesos mexicanos",), "MXN"),
            **dict.fromkeys(("pesos chilenos",), "CLP"),
            **dict.fromkeys(("pesos argentinos",), "ARS"),
            **dict.fromkeys(("peso", "pesos", "colones"), None),
        }
    ),
    bounds_before=Phrases(
        {
            **dict.fromkeys(
                ("mas de", "mas del", "por encima de", "superior a", "superiores a"), ABOVE
            ),
            **dict.fromkeys(("mayor a", "mayor de", "mayor que", "mayores de", ">"), ABOVE),
            **dict.fromkeys(("por lo menos", "al menos", "no menos de", "≥"), AT_LEAST),
            **dict.fromkeys(("como minimo", "cuando menos", "un minimo de"), AT_LEAST),
            **dict.fromkeys(
                ("menos de", "menos del", "por debajo de", "inferior a", "inferiores a"), BELOW
            ),
            **dict.fromkeys(("menor a", "menor de", "menor que", "menores de", "<"), BELOW),
            **dict.fromkeys(
                ("hasta", "hasta el", "no mas de", "como maximo", "a lo sumo", "≤"), AT_MOST
            ),
            **dict.fromkeys(("un maximo de",), AT_MOST),
        }
    ),
    bounds_after=Phrases(
        {
            **dict.fromkeys(("o mas", "y mas", "+", "en adelante", "como minimo"), AT_LEAST),
            **dict.fromkeys(("o menos", "como maximo"), AT_MOST),
        }
    ),
    qualifiers=Phrases(
        {
            **dict.fromkeys(("estimado en", "estimada en", "estimados en"), "estimated"),
            **dict.fromkeys(("estimadas en", "estimacion de", "se estima que"), "estimated"),
            **dict.fromkeys(("estima que", "estimado de", "se estiman en"), "estimated"),
            **dict.fromkeys(("se estima en", "estimadas", "estimados"), "estimated"),
            **dict.fromkeys(
                ("unos", "unas", "alrededor de", "cerca de", "cerca del"), "approximate"
            ),
            **dict.fromkeys(("aproximadamente", "en torno a", "casi", "~"), "approximate"),
            **dict.fromkeys(("aprox .", "≈", "poco mas de", "poco menos de"), "approximate"),
        }
    ),
    fillers=word_set("un una los las"),
    range_words=word_set("a hasta"),
    range_starts=word_set("de desde"),
    between=word_set("entre"),
    both=word_set("y e"),
    ratio_words=Phrases(dict.fromkeys(("de cada", "por cada"))),
    rate_words=Phrases(dict.fromkeys(("por", "por cada"))),
    months={
        **{word: n for n, word in enumerate(_MONTHS, start=1)},
        "setiembre": 9,
    },
    date_fillers=word_set("de del , ."),
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
    rank_before=word_set("ocupa ocupo ocupan"),
    world=word_set("mundo mundial mundialmente"),
    law_words=word_set(
        "ley leyes decreto decretos resolucion resoluciones articulo articulos art arts directiva "
        "directivas ordenanza ordenanzas inciso parrafo parrafos"
    ),
    law_titles=word_set("reglamento acuerdo oficio acta"),
    number_signs=word_set("no nos numero n nº nro num º ° nos"),
    page_words=word_set("pagina paginas pag pags p pp"),
    footnote_words=word_set("nota notas pie"),
    heading_words=word_set(
        "objetivo objetivos capitulo seccion parte anexo apendice tabla cuadro grafico figura "
        "recuadro titulo modulo meta mapa"
    ),
    age_before=Phrases(
        dict.fromkeys(("edad de", "edades de", "edades entre", "mayores de", "menores de"))
    ),
    age_after=Phrases(dict.fromkeys(("anos de edad",))),
    year_before=word_set("en desde de del hasta durante ano anos para a"),
    pronoun_before=frozenset(),
    pronoun_after=frozenset(),
)
