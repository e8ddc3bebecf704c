"""The Portuguese lexicon."""

import re

from .lexicon import Lexicon, Phrases, word_set, words
from .portuguese_bounds import AFTER, BEFORE
from .portuguese_measures import CURRENCIES, PERCENTS, UNITS


def _inflected(stem: str, n: int) -> dict[str, int]:
    """primeir- -> primeiro, primeira, primeiros, primeiras."""
    return {stem + ending: n for ending in ("o", "a", "os", "as")}


_SMALL = words(
    "zero um dois tres quatro cinco seis sete oito nove dez onze doze treze catorze quinze "
    "dezasseis dezassete dezoito dezanove vinte"
)
_TENS = words("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa")
_HUNDREDS = words("duzent trezent quatrocent quinhent seiscent setecent oitocent novecent")
_ORDINAL_STEMS = words("primeir segund terceir quart quint sext setim oitav non decim")
_MONTHS = words(
    "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro"
)
_CARDINALS = {
    **{word: n for n, word in enumerate(_SMALL)},
    **{"uma": 1, "duas": 2, "quatorze": 14, "dezesseis": 16, "dezessete": 17, "dezenove": 19},
    **{word: 10 * n for n, word in enumerate(_TENS, start=2)},
    **{"cem": 100, "cento": 100},
    **{stem + "os": 100 * n for n, stem in enumerate(_HUNDREDS, start=2)},
    **{stem + "as": 100 * n for n, stem in enumerate(_HUNDREDS, start=2)},
}
_ORDINALS = {
    **{word: n for n, stem in enumerate(_ORDINAL_STEMS, start=1) for word in _inflected(stem, n)},
    **_inflected("vigesim", 20),
}
_BILLIONS = {"BR": 9, "PT": 12, "AO": 12, "MZ": 12, "CV": 12}


PORTUGUESE = Lexicon(
    language="pt",
    decimal_mark=",",
    other_mark_areas=frozenset(),
    spaced_groups=True,
    day_first=True,
    cardinals=_CARDINALS,
    compounds=Phrases({}),
    hundreds=frozenset(),
    thousands=word_set("mil"),
    thousands_of=word_set("milhares"),
    tenths={"decimas": 1, "centesimas": 2, "milesimas": 3},
    scales={
        **{"milhao": 6, "milhoes": 6, "bilhao": 9, "bilhoes": 9, "biliao": 12, "bilioes": 12},
        **{"trilhao": 12, "trilhoes": 12, "triliao": 18, "trilioes": 18, "mi": 6, "bi": 9},
        **{"tri": 12},
    },
    regional_scales={
        "bilhao": _BILLIONS,
        "bilhoes": _BILLIONS,
        "biliao": {"PT": 12, "AO": 12, "MZ": 12, "CV": 12, "BR": 9},
        "bilioes": {"PT": 12, "AO": 12, "MZ": 12, "CV": 12, "BR": 9},
        **{word: {"BR": 12, "PT": 18, "AO": 18, "MZ": 18} for word in ("trilhao", "trilhoes")},
    },
    scale_signs={"k": 3, "m": 6, "mi": 6, "mm": 6, "b": 9, "bi": 9, "bn": 9, "tri": 12},
    scale_currencies={},
    articles=word_set("um uma"),
    ones=word_set("um uma"),
    silent_ones=word_set("um uma"),
    connectors=word_set("e"),
    connects="both",
    dozens={
        "duzia": 12,
        "dezena": 10,
        "quinzena": 15,
        "vintena": 20,
        "centena": 100,
        "milhar": 1000,
    },
    rounded=word_set("dezena quinzena vintena centena milhar"),
    indefinites=word_set("milhares centenas dezenas duzias milhoes bilhoes bilioes trilhoes"),
    few=word_set("varios varias alguns algumas poucos poucas muitos muitas diversos diversas"),
    multiples={
        **{"dobro": 2, "duplo": 2, "duplicou": 2, "duplicaram": 2, "duplicar": 2, "dobrou": 2},
        **{"dobraram": 2, "dobrar": 2, "duplicado": 2, "triplo": 3, "triplicou": 3},
        **{"triplicaram": 3, "triplicar": 3, "quadruplo": 4, "quadruplicou": 4, "quintuplo": 5},
    },
    fold_suffix=frozenset(),
    minus=word_set("menos"),
    below_zero=Phrases(
        dict.fromkeys(("abaixo de zero", "abaixo do nivel do mar", "negativos", "negativo"))
    ),
    ordinals=_ORDINALS,
    ordinal_endings=word_set("º ª o a"),
    ordinal_stops={
        "segundo": word_set(
            "o a os as um uma dados fontes esse este essa esta estimativas informacoes ele ela "
            "relatorio estudo , disse"
        ),
        **{word: word_set("- feira feiras") for word in words("segunda terceira quarta quinta")},
        "sexta": word_set("- feira feiras"),
    },
    denominators={
        **{"meio": 2, "meia": 2, "meios": 2, "terco": 3, "tercos": 3, "quarto": 4, "quartos": 4},
        **{"quinto": 5, "quintos": 5, "sexto": 6, "sextos": 6, "setimo": 7, "setimos": 7},
        **{"oitavo": 8, "oitavos": 8, "nono": 9, "nonos": 9, "decimo": 10, "decimos": 10},
    },
    lone_fractions={"metade": 2},
    half_after=word_set("meio meia"),
    part_nouns=word_set("parte partes"),
    half_ends=word_set(
        "de do da em no na por a ao para antes depois mais menos e ou que desde ate com sem entre"
    ),
    of=word_set("de do da dos das"),
    percents=PERCENTS,
    units=UNITS,
    unit_joiners=word_set("por /"),
    unit_articles=word_set("o a"),
    head_words=word_set("pessoa habitante capita domicilio hab"),
    subunits={
        "centavos": "centavo",
        "centavo": "centavo",
        "centimos": "centimo",
        "centimo": "centimo",
    },
    currency_words=CURRENCIES,
    dollar_signs_of_usa=(
        *("EUA", "Estados Unidos", "E.U.A", "US$", "USD", "U$S", "norte-american"),
    ),
    bounds_before=BEFORE,
    limits=word_set("minimo maximo limite teto"),
    negations=word_set("nao nunca jamais nenhum nenhuma ninguem nem"),
    seldom=word_set("dificilmente dificil improvavel raramente provavel duvidoso"),
    crossings=re.compile(
        r"supera(?!vit)\w*|superou|superem?|excede\w*|excedi\w+|ultrapass\w+|transpor"
        r"|transp(?:oe|os|us|unh)\w*|barreiras?"
        r"|limit(?!rof)\w*|tetos?|tectos?|limiar\w*|fasquias?|franque\w+|alem"
    ),
    passings=word_set(
        "passa passam passou passaram passava passavam passar passarem passe passem passara "
        "passarao passasse passassem"
    ),
    not_alone=word_set("so apenas somente"),
    bounds_after=AFTER,
    qualifiers=Phrases(
        {
            **{
                f"{verb}{the}": "approximate"
                for verb in words("ronda rondam rondou rondaram rondava rondavam rondando")
                for the in ("", " o", " a", " os", " as")
            },
            **dict.fromkeys(("estimado em", "estimada em", "estimados em"), "estimated"),
            **dict.fromkeys(("estimadas em", "estimativa de", "estima - se em"), "estimated"),
            **dict.fromkeys(("estima - se que", "estima que", "estimou em"), "estimated"),
            **dict.fromkeys(("estimou - se em", "estimou - se que", "estima em"), "estimated"),
            **dict.fromkeys(("estimativas de", "calcula - se que", "est ."), "estimated"),
            **dict.fromkeys(
                ("estimam - se em", "estimadas", "estimados", "estima - se"), "estimated"
            ),
            **dict.fromkeys(("cerca de", "aproximadamente", "por volta de"), "approximate"),
            **dict.fromkeys(("em torno de", "quase", "uns", "umas", "a volta de"), "approximate"),
            **dict.fromkeys(
                ("perto de", "proximo de", "proxima de", "mais ou menos"), "approximate"
            ),
            **dict.fromkeys(
                ("a rondar os", "a rondar", "na ordem de", "da ordem de"), "approximate"
            ),
            **dict.fromkeys(("aprox .", "aprox", "~", "≈", "pouco mais de"), "approximate"),
            **dict.fromkeys(("um pouco mais de", "pouco menos de"), "approximate"),
            **dict.fromkeys(("um pouco menos de", "pouco mais do que"), "approximate"),
            **dict.fromkeys(
                ("ligeiramente acima de", "ao redor de", "da ordem dos"), "approximate"
            ),
            **dict.fromkeys(
                ("em torno dos", "cerca dos", "perto dos", "na ordem dos", "na casa dos"),
                "approximate",
            ),
        }
    ),
    qualifiers_after=Phrases(
        dict.fromkeys(
            ("aproximadamente", "mais ou menos", "e tal", "e tantos", "e tantas", "e poucos"),
            "approximate",
        )
    ),
    fillers=word_set("um uma o a os as mais outros outras"),
    estimates=word_set("est estimado estimada estimados estimadas estimativa e"),
    range_words=word_set("a ate aos"),
    range_starts=word_set("de dos das desde"),
    between=word_set("entre"),
    both=word_set("e"),
    ratio_words=Phrases(dict.fromkeys(("em cada", "de cada", "por cada", "a cada", "em"))),
    rate_words=Phrases(dict.fromkeys(("por", "por cada", "a cada", "em cada", "para cada", "/"))),
    range_verbs=word_set(
        "oscila oscilam oscilou oscilava oscilaram varia variam variou variava variando vai vao "
        "intervalo faixa banda"
    ),
    changes=re.compile(
        r"(?:aument|increment|subi|subid|cresc|decresc|redu[zc]|diminu|desc[ei]|eleva|ampli|pass[ooa]|lev[aoe]|cai|queda"
        r"|baix|alta|melhor|pior|avanc|recu[oa]|evolu|salt|multiplic|encarec|alarg|expan|acelera)\w*"
    ),
    change_verbs=word_set(
        "subiu sobe sobem subiram aumentou aumenta aumentam aumentaram cresceu cresce crescem "
        "cresceram baixou baixa baixaram caiu cai caem cairam diminuiu diminuiram desceu desceram "
        "reduziu reduziram recuou recuaram avancou avancaram perdeu perderam ganhou ganharam "
        "elevou elevaram encolheu contraiu expandiu encolheram saltou passou passaram passa"
    ),
    copulas=word_set("foi foram e sao era eram de do da em a sido"),
    months={
        **{word: n for n, word in enumerate(_MONTHS, start=1)},
        **{word[:3]: n for n, word in enumerate(_MONTHS, start=1)},
    },
    short_months=word_set("jan fev mar abr mai jun jul ago set out nov dez"),
    date_fillers=word_set("de do , ."),
    quarters=word_set("trimestre trim"),
    quarter_signs={"q": 3, "t": 3, "tri": 3, "trim": 3, "h": 6, "s": 6, "sem": 6},
    decades=word_set("decada decenio anos"),
    first_spans=word_set("primeiros primeiras ultimos ultimas proximos proximas"),
    period_nouns=word_set(
        "ano anos trimestre trimestres semestre semestres ronda rondas rodada decada mes meses "
        "semana seculo seculos sessao edicao ciclo periodo fase dia bimestre"
    ),
    year_units=word_set("ano anos"),
    streaks=Phrases(
        dict.fromkeys(("consecutivo", "consecutivos", "consecutiva", "seguido", "seguidos"))
    ),
    centuries=word_set("seculo seculos"),
    superlatives=word_set("maior menor melhor pior mais principal"),
    superlative_endings=(),
    false_superlatives=frozenset(),
    places=word_set("lugar posicao posto"),
    ranked=word_set(
        "destino mercado produtor produtora exportador exportadora importador importadora "
        "fornecedor fornecedora cliente parceiro comprador consumidor fabricante emissor "
        "investidor empregador"
    ),
    ranked_places=word_set(
        "pais cidade regiao provincia departamento estado municipio concelho distrito causa motivo"
    ),
    rank_before=word_set("ocupa ocupou ocupam"),
    world=word_set("mundo mundial mundialmente"),
    law_words=word_set(
        "lei leis decreto decretos resolucao resolucoes artigo artigos art arts diretiva diretivas "
        "directiva portaria portarias paragrafo paragrafos inciso despacho despachos"
    ),
    law_titles=word_set("regulamento acordo oficio medida"),
    number_signs=word_set("no numero n nº nr num º °"),
    page_words=word_set("pagina paginas pag pags p pp"),
    page_totals=word_set("de /"),
    volume_words=word_set("vol vols volume volumes tomo tomos boletim edicao"),
    footnote_words=word_set("nota notas rodape"),
    heading_words=word_set(
        "objetivo objetivos objectivo capitulo secao seccao parte anexo apendice tabela quadro "
        "grafico figura caixa titulo modulo meta mapa"
    ),
    numbered=word_set(
        "codigo codigos caixa ramal versao rev zona distrito tipo categoria fase iso andar "
        "rota formulario inciso "
    ),
    phones=word_set("telefone telefones tel fax celular telemovel"),
    rate_nouns=word_set("taxa taxas"),
    time_away=Phrases(dict.fromkeys(("antes", "depois", "atras"))),
    age_before=Phrases(
        dict.fromkeys(
            (
                *("idade de", "idades de", "idade entre", "idades entre", "maiores de"),
                *("menores de", "idade", "com idade de", "idade inferior a", "idade superior a"),
            )
        )
    ),
    age_after=Phrases(dict.fromkeys(("anos de idade", "meses de idade", "anos completos"))),
    age_nouns=word_set(
        "pessoas populacao criancas jovens adultos adultas mulheres homens adolescentes menores "
        "maiores habitantes estudantes alunos trabalhadores pessoa crianca idosos individuos"
    ),
    age_heads=word_set("idade idades etaria etario"),
    year_before=word_set("em desde de do durante ate ano anos para a no"),
    pronoun_before=frozenset(),
    pronoun_after=frozenset(),
)
