"""The Portuguese lexicon."""

import re

from .lexicon import ABOVE, AT_LEAST, AT_MOST, BELOW, Lexicon, Phrases, word_set, words
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

# Forms of the verbs that say that a level was exceeded, without accents.
_EXCEEDED = [
    *(
        stem + ending
        for stem in ("super", "ultrapass")
        for ending in words("a am ou aram ava avam ara arao aria ariam e em ar ando ado")
    ),
    *(
        "exced" + ending
        for ending in words("e em eu eram ia iam era erao eria eriam a am er endo ido")
    ),
]

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
    bounds_before=Phrases(
        {
            **dict.fromkeys(("mais da", "mais do", "mais das", "mais dos"), ABOVE),
            **dict.fromkeys(("menos da", "menos do", "menos das", "menos dos"), BELOW),
            **dict.fromkeys(("mais de", "mais do que", "mais que", "acima de", ">"), ABOVE),
            **dict.fromkeys(("acima dos", "acima das", "acima do", "acima da"), ABOVE),
            **dict.fromkeys(("superior a", "superiores a", "superior aos"), ABOVE),
            **dict.fromkeys(("maior que", "maior do que", "maiores que", "maiores de"), ABOVE),
            **dict.fromkeys(("maior de", "supera", "superam", "superou", "superaram"), ABOVE),
            **dict.fromkeys(("ultrapassa", "ultrapassam", "ultrapassou"), ABOVE),
            **dict.fromkeys(("ultrapassaram", "excede", "excedem", "excedeu"), ABOVE),
            **dict.fromkeys(("excederam", "superando", "ultrapassando", "para la de"), ABOVE),
            **dict.fromkeys(("ja passou de", "ja passou dos", "ja passaram de"), ABOVE),
            **dict.fromkeys(("ja passa de", "ja passa dos", "ja passam de"), ABOVE),
            **dict.fromkeys(("pouco mais de", "pouco mais do que", "um pouco mais de"), ABOVE),
            **dict.fromkeys(("ligeiramente acima de", "superior as", "superiores aos"), ABOVE),
            **dict.fromkeys(("pelo menos", "ao menos", "no minimo", "≥", "> ="), AT_LEAST),
            **dict.fromkeys(("nao menos de", "nao menos que", "um minimo de"), AT_LEAST),
            **dict.fromkeys(("minimo de", "nao inferior a", "nao inferiores a"), AT_LEAST),
            **dict.fromkeys(("nunca menos de", "no minimo de", "nao menos do que"), AT_LEAST),
            **dict.fromkeys(("a partir de", "a partir dos"), AT_LEAST),
            **dict.fromkeys(("menos de", "menos do que", "menos que", "abaixo de", "<"), BELOW),
            **dict.fromkeys(("abaixo dos", "abaixo das", "abaixo do", "abaixo da"), BELOW),
            **dict.fromkeys(("inferior a", "inferiores a", "inferior aos"), BELOW),
            **dict.fromkeys(("menor que", "menor do que", "menores que"), BELOW),
            **dict.fromkeys(("menores de", "menor de", "inferiores aos"), BELOW),
            **dict.fromkeys(("pouco menos de", "um pouco menos de"), BELOW),
            **{
                f"{no} {verb} {to}": BELOW
                for no in ("nao", "nem", "nem sequer")
                for verb in words(
                    "chega chegam chegou chegaram chegava chegavam chegara chegaria chegue"
                )
                for to in ("a", "ao", "aos", "as")
            },
            **{
                f"nao {verb}": BELOW
                for verb in words(
                    "atinge atingem atingiu atingiram atingia atingiam atingira atingiria atinja"
                )
            },
            **{
                f"{no} {verb} abaixo {of}": AT_LEAST
                for no in ("nao", "nunca")
                for verb in words("cai caiu cairam caia desce desceu desceram baixa baixou ficou")
                for of in ("de", "do", "da", "dos", "das")
            },
            **{
                f"{no} {verb} {of}": AT_LEAST
                for no in ("nao", "nunca")
                for verb in words("baixa baixou baixaram")
                for of in ("de", "dos", "das")
            },
            **dict.fromkeys(_EXCEEDED, ABOVE),
            **{
                f"{verb} {then}": ABOVE
                for verb in _EXCEEDED
                for then in ("ja", "agora", "atualmente", "hoje", "largamente", "ligeiramente")
            },
            **{
                f"{verb} a {mark} d{the}": ABOVE
                for verb in _EXCEEDED
                for mark in ("barreira", "marca", "fasquia")
                for the in ("e", "os", "as")
            },
            **dict.fromkeys(("ate", "ate os", "ate as", "ate aos", "ate a", "ate o"), AT_MOST),
            **{
                f"{first} ou {then} {to}": AT_LEAST if "superior" in first + then else AT_MOST
                for size in ("superior", "superiores", "inferior", "inferiores")
                for equal in ("igual", "iguais")
                for first, then in ((size, equal), (equal, size))
                for to in ("a", "ao", "aos", "as")
            },
            **dict.fromkeys(("maior ou igual a", "igual ou maior que"), AT_LEAST),
            **dict.fromkeys(("menor ou igual a", "igual ou menor que"), AT_MOST),
            **{
                f"nao {goes} alem d{of}": AT_MOST
                for goes in ("vai", "vao", "foi", "foram", "ia", "ira")
                for of in ("e", "o", "os", "as", "a")
            },
            **dict.fromkeys(("mal chega a", "mal chegam a"), BELOW),
            **{
                f"{no} {verb}": AT_MOST
                for no in ("dificilmente", "improvavel que", "pouco provavel que")
                for verb in words("ultrapasse ultrapassara ultrapassem supere superara exceda")
            },
            **dict.fromkeys(("no maximo", "nao mais de", "nao mais que", "≤", "< ="), AT_MOST),
            **dict.fromkeys(("nao mais do que", "um maximo de", "maximo de"), AT_MOST),
            **dict.fromkeys(("limite de", "teto de", "quando muito", "nao superior a"), AT_MOST),
            **dict.fromkeys(("nao superiores a", "no maximo de", "nao maior que"), AT_MOST),
            **{
                f"{no} {verb}": AT_MOST
                for no in ("nao", "nunca", "sem", "nao tinha", "nao tinham", "nunca tinha")
                for verb in _EXCEEDED
            },
            **{
                f"nao {may} {verb}": AT_MOST
                for may in words("pode podem podera poderao poderia deve devem devera deverao")
                for verb in words("exceder ultrapassar superar passar")
            },
            **dict.fromkeys(("nao passa de", "nao passam de", "nao passou de"), AT_MOST),
        }
    ),
    limits=word_set("minimo maximo limite teto"),
    negations=word_set("nao nunca jamais nenhum nenhuma ninguem nem"),
    seldom=word_set("dificilmente dificil improvavel raramente provavel duvidoso"),
    crossings=re.compile(
        r"supera(?!vit)\w*|superou|superem?|excede\w*|excedi\w+|ultrapass\w+|transp(?:oe|os|us|unh)\w*|barreiras?"
        r"|limit(?!rof)\w*|tetos?|tectos?|limiar\w*|fasquias?|franque\w+"
    ),
    passings=word_set("passa passam passou passaram passava passavam"),
    not_alone=word_set("so apenas somente"),
    bounds_after=Phrases(
        {
            **dict.fromkeys(("ou mais", "e mais", "+", "no minimo", "pelo menos"), AT_LEAST),
            **dict.fromkeys(("ou superior", "ou superiores", "em diante"), AT_LEAST),
            **dict.fromkeys(("ou menos", "e menos", "no maximo", "ou inferior"), AT_MOST),
            **dict.fromkeys(("ou inferiores", "quando muito"), AT_MOST),
        }
    ),
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
                ("em torno dos", "cerca dos", "perto dos", "na ordem dos"), "approximate"
            ),
        }
    ),
    qualifiers_after=Phrases(dict.fromkeys(("aproximadamente", "mais ou menos"), "approximate")),
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
