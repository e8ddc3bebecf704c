"""The words of bounds in French."""

from .lexicon import ABOVE, AT_LEAST, AT_MOST, BELOW, Bound, Phrases, words

# Forms of the verbs that say that a level was exceeded, without accents.
_EXCEEDED = [
    stem + ending
    for stem in ("exced", "depass")
    for ending in words("e ent ait aient era eront erait eraient er ant erent a")
]
_EXCEEDING = ("exceder", "depasser")
_DENIED = (
    *("ne pas", "ne jamais", "ne plus", "ne guere", "sans", "sans jamais", "jamais", "guere", "ni"),
    *("ni ne", "ne surtout pas", "eviter de", "eviter d '"),
)
_OVER = ("au - dela", "au dela", "au - dessus", "au dessus")

BEFORE: Phrases[Bound] = Phrases(
    {
        **dict.fromkeys(("plus de", "plus d '", "plus des", "plus du", ">"), ABOVE),
        **dict.fromkeys(("au - dela de", "au dela de", "au - dessus de"), ABOVE),
        **dict.fromkeys(("au - dela des", "au - dessus des", "au dessus de"), ABOVE),
        **{
            f"{where} d{of}": ABOVE if where.endswith(("sus", "la")) else BELOW
            for where in (
                *("au - dessus", "au dessus", "au - dela", "au dela", "en dessous"),
                *("en - dessous", "au - dessous", "au dessous", "en deca"),
            )
            for of in ("e", "es", "u")
        },
        **dict.fromkeys(
            ("a concurrence de", "jusqu ' a concurrence de", "jusqu ' a hauteur de"), AT_MOST
        ),
        **dict.fromkeys(("rien de moins que", "pas moins que"), AT_LEAST),
        **{
            f"aussi {size} {that}": AT_LEAST if size[0] == "b" else AT_MOST
            for size in words("bas basse basses eleve elevee eleves haut haute")
            for that in ("que", "qu '")
        },
        **{
            f"superieur{ending} {to}": ABOVE
            for ending in ("", "e", "s", "es")
            for to in ("a", "aux", "au")
        },
        **dict.fromkeys(("depasse", "depassent", "depassait", "depassaient"), ABOVE),
        **dict.fromkeys(("excede", "excedent", "excedait", "depassant"), ABOVE),
        **dict.fromkeys(_EXCEEDED, ABOVE),
        **{
            f"{verb} {then}": ABOVE
            for verb in _EXCEEDED
            for then in ("maintenant", "desormais", "deja", "largement", "legerement")
        },
        **{
            f"{verb} la barre d{the}": ABOVE
            for verb in (*_EXCEEDED, "franchi", "franchit", "franchissent", "passe")
            for the in ("e", "es", "u")
        },
        **dict.fromkeys(("un peu plus de", "un peu plus d '"), ABOVE),
        **dict.fromkeys(("a peine plus de", "legerement plus de"), ABOVE),
        **dict.fromkeys(("au moins", "pas moins de", "≥", "> =", "au minimum"), AT_LEAST),
        **dict.fromkeys(("un minimum de", "minimum de", "a tout le moins"), AT_LEAST),
        **dict.fromkeys(("pas moins d '", "a partir de", "pas en dessous de"), AT_LEAST),
        **dict.fromkeys(("moins de", "moins d '", "moins des", "moins du", "<"), BELOW),
        **dict.fromkeys(("en dessous de", "au - dessous de", "en deca de"), BELOW),
        **dict.fromkeys(("en - dessous de", "au dessous de"), BELOW),
        **{
            f"inferieur{ending} {to}": BELOW
            for ending in ("", "e", "s", "es")
            for to in ("a", "aux", "au")
        },
        **dict.fromkeys(("un peu moins de", "un peu moins d '"), BELOW),
        **dict.fromkeys(("legerement moins de", "a peine moins de"), BELOW),
        **dict.fromkeys(("jusqu ' a", "jusqu ' aux", "jusqu ' au", "≤", "< ="), AT_MOST),
        **dict.fromkeys(("au plus", "tout au plus", "au maximum", "pas plus de"), AT_MOST),
        **dict.fromkeys(("pas plus d '", "un maximum de", "maximum de"), AT_MOST),
        **dict.fromkeys(("plafond de", "limite a", "limitee a", "limites a"), AT_MOST),
        **{
            f"{ne} {verb} {no}": AT_MOST
            for ne in ("n '", "ne")
            for verb in _EXCEEDED
            for no in ("pas", "jamais", "guere", "plus")
            if (ne == "ne") == (verb[0] != "e") or ne == "ne"
        },
        **{
            f"n ' {verb} {no}": BELOW
            for verb in words(
                "atteint atteignent atteignait atteignaient atteindra atteindront atteindrait"
            )
            for no in ("pas", "jamais")
        },
        **dict.fromkeys(("pas atteint", "jamais atteint", "pas atteindre"), BELOW),
        **{
            f"{verb} {under}": AT_LEAST
            for verb in (
                *(
                    f"{no} {done}"
                    for no in ("pas", "jamais")
                    for done in words("descendu descendue descendus descendues tombe tombee")
                ),
                *("descend pas", "descendra pas", "tombe pas", "descendait pas"),
            )
            for under in ("sous", "en dessous de", "en dessous des", "au - dessous de")
        },
        **{
            f"ne {may} {verb}": AT_MOST
            for verbs, nots in (
                ("peut peuvent pourra pourront pourrait pourraient", ("", " pas")),
                ("saurait sauraient", ("", " pas")),
                ("doit doivent devra devront devrait devraient", ("", " pas", " jamais")),
            )
            for may in (word + no for word in words(verbs) for no in nots)
            for verb in _EXCEEDING
        },
        **{
            f"{first} ou {then} {to}": AT_LEAST if "superieur" in first + then else AT_MOST
            for size in ("superieur", "inferieur")
            for ending in ("", "e", "s", "es")
            for equal in ("egal", "egale", "egaux", "egales")
            for first, then in ((size + ending, equal), (equal, size + ending))
            for to in ("a", "au", "aux")
        },
        **dict.fromkeys(("sous les", "sous la barre de", "sous la barre des"), BELOW),
        **dict.fromkeys(("sous le seuil de", "sous le seuil des"), BELOW),
        **dict.fromkeys(("franchit les", "franchi les", "franchissent les"), ABOVE),
        **{
            f"{no} {verb}": AT_MOST
            for no in (*_DENIED, *(f"sans qu ' {it}" for it in words("il ils elle elles on")))
            for verb in (
                *_EXCEEDED,
                *(
                    f"{goes} {over} d{of}"
                    for goes in words("aller passer monter")
                    for over in _OVER
                    for of in ("e", "es", "u", " '")
                ),
            )
        },
        **{f"jamais {verb}": AT_MOST for verb in ("excede", "depasse")},
        **{f"pas {verb}": AT_MOST for verb in ("excede", "depasse", "exceder", "depasser")},
        **{
            f"pas superieur{ending} {to}": AT_MOST
            for ending in ("", "e", "s", "es")
            for to in ("a", "aux")
        },
        **{
            f"pas inferieur{ending} {to}": AT_LEAST
            for ending in ("", "e", "s", "es")
            for to in ("a", "aux")
        },
    }
)

AFTER: Phrases[Bound] = Phrases(
    {
        **dict.fromkeys(("ou plus", "et plus", "+", "au moins", "au minimum"), AT_LEAST),
        **dict.fromkeys(("ou davantage", "et au - dela", "ou superieur"), AT_LEAST),
        **dict.fromkeys(("et au dela", "au bas mot", "minimum"), AT_LEAST),
        **dict.fromkeys(("ou moins", "et moins", "au plus", "au maximum"), AT_MOST),
        **dict.fromkeys(("tout au plus", "maximum", "ou inferieur"), AT_MOST),
    }
)
