"""The words of bounds in Spanish: más de, al menos, no llega a."""

from .lexicon import ABOVE, AT_LEAST, AT_MOST, BELOW, Bound, Phrases, words

# Forms of the verbs that say that a level was exceeded, without accents.
_EXCEEDED = [
    *(
        stem + ending
        for stem in ("super", "rebas", "sobrepas")
        for ending in words("a an o aron aba aban ara aran aria arian ase asen e en ar ando ado")
    ),
    *(
        "exced" + ending
        for ending in words("e en io ieron ia ian era eran eria erian a an er iendo ido")
    ),
    *("exced" + ending for ending in words("iera ieran iese iesen")),
]
_PASSED = words(  # which needs "de": no pasar de 30
    "pasa pasan paso pasaron pasaba pasaban pasara pasaran pasaria pasarian pase pasen pasase "
    "pasasen pasar pasando pasado"
)
_GOING = words("ir va van fue fueron iba iban ira iran iria vaya vayan fuera fueran yendo")
_DENIED = (
    *("no", "nunca", "jamas", "sin", "ni", "tampoco", "no se", "nunca se", "sin que", "sin que se"),
    *("no ha", "no han", "nunca ha", "nunca han", "jamas ha", "no habia", "no haya", "no hayan"),
    *("evitar", "evitar que", "evitar que se", "para que no", "no hay que", "no tiene que"),
)
_LARGE = ("superior", "superiores", "mayor", "mayores")
_SMALL = ("inferior", "inferiores", "menor", "menores")

BEFORE: Phrases[Bound] = Phrases(
    {
        **dict.fromkeys(
            ("mas de", "mas del", "por encima de", "superior a", "superiores a"), ABOVE
        ),
        **dict.fromkeys(("mayor a", "mayor de", "mayor que", "mayores de", ">"), ABOVE),
        **dict.fromkeys(("por encima del", "superior al", "superiores al"), ABOVE),
        **dict.fromkeys(("mayor al", "mayores a", "mayores al", "mayores que"), ABOVE),
        **dict.fromkeys(("arriba de", "arriba del", "por sobre", "mas alla de"), ABOVE),
        **dict.fromkeys(("ya paso de", "ya pasa de", "ya pasan de", "ya pasaron de"), ABOVE),
        **dict.fromkeys(("supera", "superan", "supero", "superaron", "superaba"), ABOVE),
        **dict.fromkeys(("superaban", "superar", "superando", "rebasa", "rebaso"), ABOVE),
        **dict.fromkeys(("rebasan", "excede", "exceden", "excedio", "excedieron"), ABOVE),
        **dict.fromkeys(("sobrepasa", "sobrepaso", "sobrepasan", "exceder"), ABOVE),
        **dict.fromkeys(("excedia", "excedian", "sobrepasaron", "rebasaron"), ABOVE),
        **dict.fromkeys(("poco mas de", "poco mas del", "algo mas de"), ABOVE),
        **dict.fromkeys(("algo mas del", "apenas mas de", "ligeramente superior a"), ABOVE),
        **dict.fromkeys(("por lo menos", "al menos", "no menos de", "≥"), AT_LEAST),
        **dict.fromkeys(("a lo menos", "a partir de", "a partir de los", "a contar de"), AT_LEAST),
        **dict.fromkeys(("como minimo", "cuando menos", "un minimo de"), AT_LEAST),
        **dict.fromkeys(("no menos del", "no menor a", "no menor de", "> ="), AT_LEAST),
        **dict.fromkeys(("no menor al", "no menor que", "no menores a"), AT_LEAST),
        **dict.fromkeys(("no inferior a", "no inferior al", "no inferiores a"), AT_LEAST),
        **dict.fromkeys(("minimo de", "no baja de", "no bajara de"), AT_LEAST),
        **dict.fromkeys(("no bajan de", "no bajo de", "no menores de"), AT_LEAST),
        **dict.fromkeys(
            ("menos de", "menos del", "por debajo de", "inferior a", "inferiores a"), BELOW
        ),
        **dict.fromkeys(("menor a", "menor de", "menor que", "menores de", "<"), BELOW),
        **dict.fromkeys(("por debajo del", "inferior al", "inferiores al"), BELOW),
        **dict.fromkeys(("menor al", "menores a", "menores al", "menores que"), BELOW),
        **dict.fromkeys(("debajo de", "debajo del", "abajo de", "no llega a"), BELOW),
        **{
            f"{no} {verb} {to}": BELOW
            for no in ("no", "ni", "sin", "ni siquiera")
            for verb in words(
                "llega llegan llego llegaron llegaba llegaban llegara llegaran llegaria llegue "
                "lleguen llegar"
            )
            for to in ("a", "al", "ni a", "ni al", "siquiera a", "siquiera al")
        },
        **{
            f"no {verb}": BELOW
            for verb in words(
                "alcanza alcanzan alcanzo alcanzaron alcanzaba alcanzaban alcanzara alcanzaran "
                "alcanzaria alcance alcancen"
            )
        },
        **dict.fromkeys(("poco menos de",), BELOW),
        **{
            f"{no} {verb} por debajo {of}": AT_LEAST
            for no in ("no", "nunca")
            for verb in (
                *words("cae caen cayo cayeron caiga baja bajan bajo bajaron baje bajaba"),
                *words("desciende descendio descendieron descienda esta estuvo estaba"),
                *("ha caido", "ha bajado", "ha descendido", "ha estado", "han caido"),
            )
            for of in ("de", "del")
        },
        **{
            f"{no} {verb} {of}": AT_LEAST
            for no in ("no", "nunca")
            for verb in ("baja", "bajan", "bajo", "bajaron", "bajara", "baje", "bajen", "ha bajado")
            for of in ("de", "del")
        },
        **dict.fromkeys(_EXCEEDED, ABOVE),
        **{
            f"{verb} {then}": ABOVE
            for verb in _EXCEEDED
            for then in ("ya", "ahora", "actualmente", "hoy", "largamente", "ligeramente")
        },
        **{
            f"{verb} la {mark} de{the}": ABOVE
            for verb in _EXCEEDED
            for mark in ("barrera", "marca", "cota", "linea")
            for the in ("", " los", " las")
        },
        **dict.fromkeys(("poco menos del", "algo menos de", "algo menos del"), BELOW),
        **dict.fromkeys(("nada menos que", "nada menos de", "no menos que"), AT_LEAST),
        **dict.fromkeys(("no mas que", "nada mas que"), AT_MOST),
        **{f"tan {size} como": AT_LEAST for size in words("bajo baja bajos bajas")},
        **{f"tan {size} como": AT_MOST for size in words("alto alta altos altas mucho grande")},
        **{f"hasta {to}": AT_MOST for to in words("a en por con de los las la un una")},
        **dict.fromkeys(
            ("hasta", "hasta el", "no mas de", "como maximo", "a lo sumo", "≤"), AT_MOST
        ),
        **{
            f"{no} {verb}": AT_MOST
            for no in (
                "dificilmente",
                "improbable que",
                "poco probable que",
                "no se espera que",
            )
            for verb in words("supere superen supera superara superaran superaria exceda rebase")
        },
        **{
            f"{verb} bajo{the}": BELOW
            for verb in words("mantenerse mantiene mantuvo mantienen quedar quedo permanecer")
            for the in ("", " el", " los")
        },
        **{
            f"{size} o igual {to}": AT_LEAST if size in _LARGE else AT_MOST
            for size in (*_LARGE, *_SMALL)
            for to in ("a", "al", "que")
        },
        **{
            f"{equal} o {size} {to}": AT_LEAST if size in _LARGE else AT_MOST
            for equal in ("igual", "iguales")
            for size in (*_LARGE, *_SMALL)
            for to in ("a", "al", "que")
        },
        **dict.fromkeys(("no mas alla de", "no mas alla del", "nunca mas de"), AT_MOST),
        **dict.fromkeys(("nunca menos de",), AT_LEAST),
        **dict.fromkeys(("apenas llega a", "apenas llegan a"), BELOW),
        **dict.fromkeys(("un maximo de", "maximo de", "tope de", "no mas del"), AT_MOST),
        **dict.fromkeys(("a lo mas", "como mucho", "cuando mucho", "< ="), AT_MOST),
        **{
            f"{no} {verb}": AT_MOST
            for no in _DENIED
            for verb in (*_EXCEEDED, *words("pasa pasara pasaria pase pasaba"))
        },
        **{
            f"{no} {verb} {of}": AT_MOST
            for no in _DENIED
            for verb in (*_PASSED, *(f"{goes} mas alla" for goes in _GOING))
            for of in ("de", "del")
        },
        **{
            f"no {verb} {size}": AT_MOST
            for verb in words("sera seran seria sea sean fue es")
            for size in ("mayor a", "mayor de", "mayor al", "superior a", "superior al")
        },
        **{
            f"no {may} {verb}{de}": AT_MOST
            for may in words(
                "puede pueden podra podran podria podrian debe deben debera deberan deberia "
                "deberian pudo"
            )
            for verb in ("exceder", "superar", "sobrepasar", "rebasar", "pasar", "ser mayor")
            for de in ("", " de", " del", " a", " al")
        },
        **{
            f"{no}{verb} {de}": AT_MOST if no else ABOVE
            for no in ("", *(f"{word} " for word in _DENIED))
            for verb in words("exceder excede exceden excedio excedieron excedera exceda excedan")
            for de in ("de", "del")
        },
        **dict.fromkeys(("no mayor a", "no mayor de", "no mayor al"), AT_MOST),
        **dict.fromkeys(("no mayor que", "no mayores a", "no mayores de"), AT_MOST),
        **dict.fromkeys(("no superior a", "no superior al", "no superiores a"), AT_MOST),
    }
)

AFTER: Phrases[Bound] = Phrases(
    {
        **dict.fromkeys(("o mas", "y mas", "+", "en adelante", "como minimo"), AT_LEAST),
        **dict.fromkeys(("o superior", "o superiores", "o mayor", "o mayores"), AT_LEAST),
        **dict.fromkeys(("por lo menos", "al menos", "cuando menos", "a mas"), AT_LEAST),
        "a lo menos": AT_LEAST,
        **dict.fromkeys(("o menos", "como maximo", "o inferior", "o inferiores"), AT_MOST),
        **dict.fromkeys(("o menor", "o menores", "y menos", "a lo sumo"), AT_MOST),
        **dict.fromkeys(("como mucho", "a lo mas", "cuando mucho"), AT_MOST),
    }
)
