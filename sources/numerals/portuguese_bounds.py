"""The words of bounds in Portuguese."""

from .lexicon import ABOVE, AT_LEAST, AT_MOST, BELOW, Bound, Phrases, words

# Forms of the verbs that say that a level was exceeded, without accents.
_EXCEEDED = [
    *(
        stem + ending
        for stem in ("super", "ultrapass")
        for ending in words(
            "a am ou aram ava avam ara arao aria ariam asse assem e em ar arem ando ado"
        )
    ),
    *(
        "exced" + ending
        for ending in words(
            "e em eu eram ia iam era erao eria eriam a am er erem endo ido esse essem"
        )
    ),
]
_PASSED = words(  # which needs "de": não passar de 30
    "passa passam passou passaram passava passavam passara passarao passaria passariam passe "
    "passem passasse passassem passar passarem passando passado"
)
_GOING = words("ir irem vai vao foi foram ia iam ira irao iria va fosse fossem indo")
_DENIED = (
    *("nao", "nunca", "jamais", "sem", "nem", "tampouco", "nao se", "nunca se", "sem que"),
    *("sem que se", "nao tem", "nao tinha", "nao tinham", "nunca tinha", "nao tenha", "nao tenham"),
    *("nunca tem", "evitar", "evitar que", "evitar que se", "para que nao"),
)
_OF = ("de", "do", "da", "dos", "das")

BEFORE: Phrases[Bound] = Phrases(
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
        **dict.fromkeys(("nao inferior aos", "nao inferiores aos", "nao inferior as"), AT_LEAST),
        **dict.fromkeys(("para cima de", "para la dos"), ABOVE),
        **dict.fromkeys(("nada menos que", "nada menos do que", "nada menos de"), AT_LEAST),
        **{
            f"tao {size} {how}": AT_LEAST if size[0] == "b" else AT_MOST
            for size in words("baixo baixa baixos baixas alto alta altos altas")
            for how in ("como", "quanto")
        },
        **{f"ate {to}": AT_MOST for to in ("em", "por", "com", "ao", "as")},
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
            f"{no} {verb} {of}": AT_MOST
            for no in _DENIED
            for verb in (*_PASSED, *(f"{goes} alem" for goes in _GOING))
            for of in _OF
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
        **{f"{no} {verb}": AT_MOST for no in _DENIED for verb in _EXCEEDED},
        **{
            f"nao {may} {verb}": AT_MOST
            for may in words(
                "pode podem podera poderao poderia poderiam deve devem devera deverao deveria "
                "deveriam"
            )
            for verb in (
                *words("exceder ultrapassar superar passar"),
                *(f"{goes} {of}" for goes in ("passar", "ir alem") for of in _OF),
            )
        },
    }
)

AFTER: Phrases[Bound] = Phrases(
    {
        **dict.fromkeys(
            ("ou mais", "e mais", "+", "no minimo", "pelo menos", "ao menos"), AT_LEAST
        ),
        **dict.fromkeys(("ou superior", "ou superiores", "em diante"), AT_LEAST),
        **dict.fromkeys(("ou menos", "e menos", "no maximo", "ou inferior"), AT_MOST),
        **dict.fromkeys(("ou inferiores", "quando muito"), AT_MOST),
    }
)
