"""Numbers that are not to be passed are bounds, and a doubt where they may be none."""

import pytest

from sources.numerals import read

BOUNDED = {
    "en": (
        "The clinic aims never to go over 55 days.",
        "The aim is not to surpass 55 days.",
        "Waits fell without going above 55 days.",
        "Journeys were never to exceed 55 days.",
        "Repairs ended without ever exceeding 55 days.",
        "The plan avoids exceeding 55 days.",
        "Stays are shorter, never lasting more than 55 days.",
        "The wait has not gone past 55 days.",
    ),
    "es": (
        "El plan fija como meta no pasar de 55 días.",
        "Se pidió que las esperas no pasen de 55 días.",
        "Se atendió a todos sin pasar de 55 días.",
        "La espera jamás superó los 55 días.",
        "La demora nunca pasó de los 55 días.",
        "El turno se da sin que pase de 55 días.",
        "Se quiere evitar superar los 55 días.",
        "Se pidió que no superase los 55 días.",
        "La espera no ha pasado de 55 días.",
        "La meta es no ir más allá de 55 días.",
    ),
    "fr": (
        "Le service veut ne jamais dépasser 55 jours.",
        "Les malades sont reçus sans aller au-delà de 55 jours.",
        "Le délai baisse sans jamais excéder 55 jours.",
        "L'attente ne saurait dépasser 55 jours.",
        "L'attente ne pourra excéder 55 jours.",
        "Le but est d'éviter de dépasser 55 jours.",
        "L'attente ne dépasse plus 55 jours.",
        "Le but est de ne pas monter au-dessus de 55 jours.",
    ),
    "pt": (
        "A meta é não passar de 55 dias.",
        "Pediu-se que as esperas não passem dos 55 dias.",
        "Todos foram vistos sem passar de 55 dias.",
        "A espera nunca passou de 55 dias.",
        "A espera não deve passar de 55 dias.",
        "A espera não passará de 55 dias.",
        "A meta é não ir além de 55 dias.",
        "Quer-se evitar ultrapassar 55 dias.",
        "Pediu-se que não ultrapassasse 55 dias.",
    ),
}

OPEN = (
    ("en", "The house was not to pass 55 bills."),
    ("en", "It went on without passing 55 stops."),
    ("en", "They avoid passing 55 stops."),
    ("es", "La meta es no pasar de 55 casos a 40."),
    ("es", "Este año se teme pasar de 55 casos."),
    ("es", "La espera no debe, según la norma, pasar de 55 días."),
    ("fr", "Le trajet se fait sans que la durée dépasse 55 jours."),
    ("pt", "Teme-se passar de 55 casos."),
    ("pt", "A meta é não passar de 55 casos para 40."),
    ("pt", "A meta é não transpor os 55 dias."),
)


@pytest.mark.parametrize(
    ("language", "text"), [(lang, text) for lang, texts in BOUNDED.items() for text in texts]
)
def test_what_is_not_to_be_passed_is_the_most(language: str, text: str) -> None:
    (numeral,) = [n for n in read(text, language) if n.exact.startswith("55")]

    assert (numeral.low, numeral.high, numeral.value) == (None, "55", None)
    assert numeral.doubt is None


@pytest.mark.parametrize(("language", "text"), OPEN)
def test_what_may_be_no_bound_carries_a_doubt(language: str, text: str) -> None:
    (numeral,) = [n for n in read(text, language) if n.exact.startswith("55")]

    assert numeral.doubt


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Se puede pasar de 55 casos a 40 con el plan."),
        ("pt", "Pode-se passar de 55 casos para 40 com o plano."),
    ],
)
def test_where_a_change_begins_is_no_bound(language: str, text: str) -> None:
    (numeral,) = [n for n in read(text, language) if n.exact.startswith("55")]

    assert (numeral.value, numeral.doubt) == ("55", None)
