"""Words and signs that mislead a reader of numbers, in four languages: no bound, no minus, no part.

A line is language (with an area where it matters), text, the words of one numeral, its reading (as
in `test_numerals_kinds`), its unit, and whether the reader has a doubt. The texts are made up.
"""

import time

import pytest

from sources.numerals import read
from tests.sources.test_numerals_kinds import found, reading

SURE, OPEN = False, True
FIGURES = [
    # over, under: where, how long and of what, no bound
    ("en", "maize is now grown over 4,300 hectares", "4,300", "4300", "har", OPEN),
    ("en", "rain was measured over 12 months", "12", "12", "mo", OPEN),
    ("en", "the new clinics are spread over 9 districts", "9", ">9", "1", OPEN),
    ("en", "the works went on over 14 kilometres", "14", ">14", "km", OPEN),
    ("en", "it had 12 wins over 30 seasons", "30", ">30", "1", OPEN),
    ("en", "Over 20 years, the herd grew", "20", ">20", "a", OPEN),
    ("en", "a control over 30 islands", "30", ">30", "1", OPEN),
    ("en", "the land is held under 12 licences", "12", "12", "1", OPEN),
    ("en", "the reservoir covers over 300 hectares", "300", ">300", "har", SURE),
    ("en", "a total of over 300 hectares", "300", ">300", "har", SURE),
    ("en", "Over 300 hectares burned", "300", ">300", "har", SURE),
    ("en", "it took under 12 days", "12", "<12", "d", SURE),
    ("pt", "feito a partir de 300 amostras", "300", ">=300", "1", OPEN),
    ("fr", "calculé à partir de 300 relevés", "300", ">=300", "1", OPEN),
    ("es", "un billete a partir de 12 euros", "12 euros", ">=12", "EUR", SURE),
    # emphatic bounds, and limits of every kind
    ("en", "yields were as low as 2.1 tonnes", "2.1", ">=2.1", "t", OPEN),
    ("en", "queues as long as 45 days", "45", "<=45", "d", OPEN),
    ("en", "as few as six nurses serve", "six", "6", "1", OPEN),
    ("es", "con tasas tan bajas como 31 %", "31 %", ">=31", "%", OPEN),
    ("pt", "com taxas tão altas como 31%", "31%", "<=31", "%", OPEN),
    ("fr", "des taux aussi bas que 31 %", "31 %", ">=31", "%", OPEN),
    ("pt", "foram nada menos que 45 casos", "45", ">=45", "1", OPEN),
    ("en", "still above the 300 mark", "300", "300", "1", OPEN),
    ("en", "the fund beat the 300 target", "300", "300", "1", OPEN),
    ("es", "una ayuda, máx. 60 euros", "60 euros", "60", "EUR", OPEN),
    ("fr", "la réponse vient sous 48 heures", "48", "48", "h", OPEN),
    ("pt", "o prazo legal é de 15 dias", "15", "15", "d", OPEN),
    ("es", "se responde dentro de 45 días", "45", "45", "d", OPEN),
    ("fr", "guère plus de 45 foyers", "45", ">45", "1", OPEN),
    ("en", "queues longer than 45 days", "45", "45", "d", OPEN),
    ("es", "un aforo de 45 máximo", "45", "45", "1", OPEN),
    ("fr", "il en viendra au mieux 45", "45", "45", "1", OPEN),
    ("en", "56 days rather than 28", "28", "28", "1", SURE),
    ("es", "un tren más largo que 45 m", "45", "45", "m", OPEN),
    ("pt", "um preço mais alto do que 45 euros", "45 euros", "45", "EUR", OPEN),
    ("fr", "ne représentent plus que 5,9 % du total", "5,9 %", "5.9", "%", SURE),
    ("es", "hay sobre los 45 casos", "45", "45", "1", OPEN),
    ("es", "la gasolina bajó 45 pesos", "45 pesos", "45", None, OPEN),
    ("pt", "ficou aquém dos 240 milhões orçados", "240 milhões", "240000000", "1", SURE),
    # an extreme of a series, or a limit
    ("en", "growers settled for a minimum of 12 euros", "12 euros", ">=12", "EUR", OPEN),
    ("en", "with a maximum of 45 on one day", "45", "<=45", "1", OPEN),
    ("en", "tickets have a floor of 12 euros", "12 euros", "12", "EUR", OPEN),
    ("en", "each group has 45 pupils maximum per room", "45", "45", "1", OPEN),
    ("en", "it takes 45 pupils at most", "45", "<=45", "1", SURE),
    ("en", "it takes at most 45 pupils", "45", "<=45", "1", SURE),
    ("en", "the prices fell up to 30 percent", "30 percent", "30", "%", OPEN),
    ("en", "more floor area, 45 m2 each", "45", "45", "m2", SURE),
    ("es", "unos 30 diarios, con un máximo de 45 en mayo", "45", "<=45", "1", OPEN),
    ("es", "hubo un mínimo histórico de 45 nacimientos", "45", "45", "1", OPEN),
    ("es", "con máximas de 32 grados", "32", "32", "1", OPEN),
    ("es", "los fletes bajaron hasta un 30 %", "30 %", "30", "%", OPEN),
    ("es", "la tasa subió hasta el 30 %", "30 %", "30", "%", SURE),
    ("es", "caben 45 como máximo", "45", "<=45", "1", SURE),
    ("pt", "uma mínima de 45 litros por dia", "45", "45", "L/d", OPEN),
    ("pt", "houve um mínimo de 45 doentes em agosto", "45", ">=45", "1", OPEN),
    ("pt", "são 45 no máximo", "45", "<=45", "1", SURE),
    ("fr", "avec un maximum de 45 entrées le lundi", "45", "<=45", "1", OPEN),
    ("fr", "un plafond de 45 euros", "45 euros", "<=45", "EUR", OPEN),
    ("fr", "on y admet 45 personnes maximum par salle", "45", "45", "1", OPEN),
    ("fr", "les loyers ont baissé jusqu'à 30 %", "30 %", "30", "%", OPEN),
    ("fr", "au plus 45 foyers", "45", "<=45", "1", SURE),
    ("en", "tickets are sold at prices from 12 euros", "12 euros", "12", "EUR", OPEN),
    ("fr", "des prix dès 12 euros", "12 euros", "12", "EUR", OPEN),
    ("en", "prices at 12 euros a day", "12 euros", "12", "EUR/d", SURE),
    ("es", "abren 12 o más de los 40 centros", "40", ">40", "1", OPEN),
    ("en", "it grew five-fold to 300", "300", "300", "1", SURE),
    # denied numbers
    ("en", "they counted 45, not 54, as reported", "54", "54", "1", OPEN),
    ("es", "fueron 45 y no 54", "54", "54", "1", OPEN),
    ("es", "no fueron 300 sino 330", "300", "300", "1", OPEN),
    ("pt", "foram 45 e não 54 casos", "54", "54", "1", OPEN),
    ("fr", "on comptait 45 cas et non 54", "54", "54", "1", OPEN),
    ("en", "they counted 45, not 54, as reported", "45", "45", "1", SURE),
    # marks on a scale are no points of percent, and no share
    ("pt", "teve 2,8 pontos numa escala de 1 a 5", "2,8", "2.8", "1", SURE),
    ("es", "una nota media de 7,2 puntos sobre 10", "7,2", "7.2", "1", SURE),
    ("fr", "une note de 3,8 points sur 5", "3,8", "3.8", "1", SURE),
    ("en", "it had a score of 3.8 out of 5", "3.8", "3.8", "1", SURE),
    ("en", "patients scored it 7 out of 10", "7 out of 10", "70", "%", OPEN),
    ("fr", "le chômage a reculé de 0,3 point", "0,3 point", "0.3", "%-pt", SURE),
    # tons and ounces
    ("en-US", "a crop of 39,000 tons", "39,000", "39000", "t", OPEN),
    ("en-US", "a crop of 39,000 metric tons", "39,000", "39000", "t", SURE),
    ("en-GB", "a crop of 39,000 tons", "39,000", "39000", "t", SURE),
    (
        "en-US",
        "a crop of 39,000 tons. Tons are short tons of 2,000 pounds.",
        "39,000",
        "39000",
        "[ston_av]",
        SURE,
    ),
    ("en-US", "it costs 12 euros per ton", "12 euros", "12", "EUR/t", OPEN),
    ("en", "gold output fell to 8,906 ounces", "8,906", "8906", "[oz_tr]", SURE),
    ("en", "they ship 8,906 ounces of tea", "8,906", "8906", "[oz_av]", SURE),
    ("en", "Gold rose. They ship 8,906 ounces of tea", "8,906", "8906", "[oz_tr]", OPEN),
    ("es", "se exportaron 8.906 onzas de oro", "8.906", "8906", "[oz_tr]", SURE),
    ("fr", "on a produit 8 906 onces d'or", "8 906", "8906", "[oz_tr]", SURE),
    ("pt", "foram 8.906 onças de ouro", "8.906", "8906", "[oz_tr]", SURE),
    # money, ways and parts
    ("fr-CH", "les tarifs sont de fr. 12.50 par nuit", "fr. 12.50", "12.50", "CHF", SURE),
    ("fr", "la prime est portée de 350 à 500 euros", "350", "350", "EUR", SURE),
    ("en", "it operates 1,561 route kilometres", "1,561", "1561", "km", SURE),
    ("pt", "cerca de um quinto veio da ostra", "um quinto", "20", "%", SURE),
    ("fr", "près d'un cinquième provient du sud", "un cinquième", "20", "%", SURE),
    ("es", "el saldo pasó de -12 a 15 millones", "-12", "-12000000", "1", SURE),
    # a level that others are compared with
    ("es", "por debajo de los nueve que pide la norma", "nueve", "9", "1", OPEN),
    ("pt", "acima das 12 camas que a lei exige", "12", "12", "1", OPEN),
    ("fr", "en dessous des 12 lits que vise le plan", "12", "12", "1", OPEN),
    ("es", "superó los 300 casos de 2018", "300", ">300", "1", OPEN),
    ("fr", "au-dessus des 300 cas enregistrés hier", "300", ">300", "1", OPEN),
    ("es", "la plaga superó los 300 casos.", "300", ">300", "1", SURE),
    ("fr", "en dessous des 12 % du budget", "12 %", "<12", "%", SURE),
    ("es", "menos de la mitad que en 2018", "mitad", "<50", "%", SURE),
    # a bound before a preposition, or of the number behind
    ("es", "debe llegar por lo menos a 4.000 niños", "4.000", ">=4000", "1", SURE),
    ("pt", "chegar ao menos aos 300 casos", "300", ">=300", "1", SURE),
    ("fr", "porter au minimum à 300 le nombre", "300", ">=300", "1", SURE),
    ("en", "it amounts at least to 300 cases", "300", ">=300", "1", SURE),
    ("es", "multas de hasta por 500 pesos", "500 pesos", "<=500", None, OPEN),
    ("es-CR", "llegó a pagarse hasta a ₡5 800", "₡5 800", "<=5800", "CRC", SURE),
    ("en", "it costs 300 plus VAT", "300", ">=300", "1", OPEN),
    ("en", "300 at least once came back", "300", ">=300", "1", OPEN),
    ("es", "hubo 300 y más de 40 heridos", "300", "300", "1", SURE),
    ("fr", "on compte 300 et plus de 40 blessés", "300", "300", "1", SURE),
    ("en", "towns over 45 and under 60", "60", "<60", "1", SURE),
    # dashes of a parenthesis
    ("es", "el ritmo –58 talleres cerrados en 2020– baja", "58", "58", "1", SURE),
    ("pt", "o total –58 empresas– caiu", "58", "58", "1", SURE),
    ("fr", "le total –58 cas– a baissé", "58", "58", "1", SURE),
    ("en", "the total —58 cases, all told— fell", "58", "58", "1", SURE),
    ("es", "los casos -300 en 2018- bajaron", "300", "300", "1", OPEN),
    ("es", "una cifra —300 casos, según el acta.", "300", "300", "1", OPEN),
    ("en", "a range of +/-12 units", "12", "12", "1", SURE),
    ("en", "for pupils 12 -15 in the town", "-15", "-15", "1", OPEN),
    ("en", "the balance was –58 million", "–58 million", "-58000000", "1", SURE),
    ("es", "saldo comercial –58 millones", "–58 millones", "-58000000", "1", SURE),
    # menos, moins: the direction, no sign
    ("pt", "menos USD 3,1 milhões do que em 2020", "USD 3,1 milhões", "3100000", "USD", SURE),
    ("es", "menos US$ 300 que en 2018", "US$ 300", "300", "USD", SURE),
    ("fr", "moins 300 euros par rapport à 2018", "300 euros", "300", "EUR", SURE),
    ("es", "fueron 40, menos 12 que en 2018", "12", "12", "1", OPEN),
    ("fr", "soit moins 3 millions d'euros", "moins 3 millions d'euros", "-3000000", "EUR", OPEN),
    ("es", "un saldo de menos 12 millones", "menos 12 millones", "-12000000", "1", SURE),
    ("es", "a 5 °C bajo cero", "5", "-5", "Cel", SURE),
    ("fr", "par 12 degrés en dessous de zéro", "12", "-12", "1", SURE),
    ("en", "430 metres below sea level", "430", "430", "m", OPEN),
    ("pt", "um crescimento negativo de 2,3%", "2,3%", "2.3", "%", OPEN),
    # ranges
    ("en", "they sell anything from 20 to 35 crore eggs", "20 to 35 crore", None, "1", OPEN),
    ("fr", "une hausse de 35 à 40 millions", "35", "35000000", "1", SURE),
    ("fr", "un retrait de 35 à 40 millions", "35 à 40 millions", "35000000..40000000", "1", OPEN),
    ("es", "una oferta de 80 a 83 millones", "80 a 83 millones", "80000000..83000000", "1", OPEN),
    ("pt", "custa de 1,50 a 4 euros", "1,50 a 4 euros", "1.50..4.00", "EUR", OPEN),
    ("es", "pasó de 80 a 83 millones", "83 millones", "83000000", "1", SURE),
    ("en", "anomalies of –0.5 to –1.0 °C", "–0.5 to –1.0", "-1.0..-0.5", "Cel", SURE),
    ("en", "it takes from 45 to 60 days", "45", "45", "d", OPEN),
    ("en", "yields went from 45 to 60 bags", "45", "45", "1", SURE),
    ("es", "creció de 3 a 5 por ciento", "3", "3", "%", OPEN),
    ("en", "two to three dozen eggs", "two to three dozen", "24..36", "1", SURE),
    # halves and tenths
    ("es", "duró dos años y medio", "dos años y medio", "2.5", "a", SURE),
    ("pt", "foram 2 horas e meia de espera", "2 horas e meia", "2.5", "h", SURE),
    ("fr", "un an et demi de travaux", "un an et demi", "1.5", "a", SURE),
    ("en", "two hours and a half later", "two hours and a half", "2.5", "h", SURE),
    ("en", "half an hour a day", "half an hour", "0.5", "h/d", SURE),
    ("fr", "une demi-heure de plus", "une demi-heure", "0.5", "h", SURE),
    ("es", "media hora menos que antes", "media", "0.5", "h", SURE),
    ("en", "3 and a half times more", "3", "3", "1", OPEN),
    ("es", "sube 3 y medio por ciento", "3 y medio por ciento", "3.5", "%", SURE),
    ("es", "compró 12 y media docena", "12", "12", "1", OPEN),
    ("es", "una nota de 8,4, tres décimas más", "tres décimas", "0.3", "1", SURE),
    ("es", "un 28 % del total, siete décimas más", "siete décimas", "0.7", "%-pt", SURE),
    (
        "pt",
        "três décimas de ponto percentual",
        "três décimas de ponto percentual",
        "0.3",
        "%-pt",
        SURE,
    ),
    ("es", "la décima parte del total", "décima parte", "10", "%", SURE),
    # scales that several numbers share
    ("es", "unos 7.842 miles de euros", "7.842 miles de euros", "7842000", "EUR", SURE),
    ("fr", "avec 12 milliers de tonnes", "12 milliers", "12000", "t", SURE),
    ("pt", "são 12,3 milhares de milhões", "12,3 milhares de milhões", "12300000000", "1", SURE),
    ("en", "exports of 2.1, 3.4 and 5.6 million tonnes", "2.1", "2100000", "t", SURE),
    ("es", "dos o tres millones de litros", "dos", "2000000", "L", OPEN),
    ("en", "two or three hundred boats", "two", "2", "1", OPEN),
    ("en", "4.2 million in 2018 and 3.9 in 2017", "3.9", "3.9", "1", OPEN),
    # two numbers that are one measure, names, denials, notes, times
    ("en", "it took 2 hours 30 minutes", "30", "30", "min", OPEN),
    ("es", "cuesta 5 euros con 30", "5 euros", "5", "EUR", OPEN),
    ("fr", "un trajet de 2 heures 30", "2", "2", "h", OPEN),
    ("fr", "le port de Sept-Îles", "Sept", "7", "1", OPEN),
    ("es", "en el departamento de Treinta y Tres", "Treinta y Tres", "33", "1", OPEN),
    ("pt", "vive em Três Lagoas", "Três", "3", "1", OPEN),
    ("en", "Twelve people came", "Twelve", "12", "1", SURE),
    ("es", "no 12 sino 14 casos", "12", "12", "1", OPEN),
    ("fr", "une note de 12/20 en moyenne", "12/20", "60", "%", OPEN),
    ("es", "abre a las 12.30", "12.30", "12.30", "1", OPEN),
    # parts
    ("en", "shiraz alone at least a quarter.", "a quarter", ">=25", "%", SURE),
    ("es", "el resto, alrededor de un cuarto, se reparte", "un cuarto", "25", "%", SURE),
    ("en", "a third less than in 1990", "a third", "33.33", "%", SURE),
    ("es", "seis de cada diez kWh", "seis de cada diez", "60", "%", SURE),
    # units
    (
        "fr-CA",
        "64 millions de livres, à 2,92 $ la livre",
        "64 millions",
        "64000000",
        "[lb_av]",
        SURE,
    ),
    ("fr-CA", "la bibliothèque a 64 livres rares", "64", "64", "1", SURE),
    (
        "fr-CI",
        "167 milliards de FCFA au T2 2022",
        "167 milliards de FCFA",
        "167000000000",
        "XOF",
        SURE,
    ),
    ("fr", "décrochés en 11 secondes", "11", "11", "s", SURE),
    ("en", "paid for the three lean months", "three", "3", "mo", SURE),
    ("en-AU", "A$5 and US$4, then $271 a tonne", "$271", "271", "AUD/t", OPEN),
]


@pytest.mark.parametrize(("language", "text", "exact", "said", "unit", "doubted"), FIGURES)
def test_words_that_mislead(
    language: str, text: str, exact: str, said: str | None, unit: str | None, doubted: bool
) -> None:
    numeral = found(language, text, exact)

    seen = reading(numeral), numeral.unit, numeral.category, bool(numeral.doubt)
    assert seen == (said or "200000000..350000000", unit, "figure", doubted)


@pytest.mark.parametrize(
    ("language", "text", "exact"),
    [
        ("en", "now the No. 1 market by value", "1"),
        ("en", "the number two producer of tin", "two"),
        ("es", "Chile, segundo destino, paga más", "segundo"),
        ("es", "es la primera del país", "primera"),
        ("es", "Aysén sigue siendo la primera región: allí vive", "primera"),
        ("fr", "reste le deuxième client, avec 12 %", "deuxième"),
        ("pt", "é o primeiro país de origem", "primeiro"),
    ],
)
def test_order_of_markets_and_places_is_a_rank(language: str, text: str, exact: str) -> None:
    numeral = found(language, text, exact)

    assert (numeral.kind, numeral.category) == ("rank", "figure")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the No. 5 reactor was shut"),
        ("en", "the first country to ratify it"),
        ("es", "un segundo cliente llegó"),
        ("es", "es la primera vez"),
        ("es", "es la primera ciudad en aplicar la norma"),
        ("pt", "passageiros segundo país de origem"),
        ("fr", "le premier pays à signer"),
    ],
)
def test_other_ordinals_are_no_rank(language: str, text: str) -> None:
    assert not [numeral for numeral in read(text, language) if numeral.kind == "rank"]


@pytest.mark.parametrize(
    ("language", "text", "digits_doubted"),
    [
        ("en", "maize is grown over 4,300 hectares", False),
        ("es", "por debajo de los nueve que pide la norma", False),
        ("es", "los casos -300 en 2018- bajaron", False),
        ("en", "it costs 300 plus VAT", False),
        ("pt", "um crescimento negativo de 2,3%", False),
        ("es", "dos o tres millones de litros", True),
    ],
)
def test_doubt_of_bound_or_sign_is_none_of_digits(
    language: str, text: str, digits_doubted: bool
) -> None:
    numeral = next(n for n in read(text, language) if n.doubt)

    assert bool(numeral.digits_doubt) == digits_doubted


@pytest.mark.parametrize(
    ("language", "unit"),
    [
        ("es", "–58 casos "),
        ("en", "2 or 3 million "),
        ("es", "los 12 que "),
        ("en", "12 hours and a half "),
        ("pt", "menos 12 casos do "),
        ("fr", "au moins à 300 "),
        ("es", "dos décimas de "),
        ("en", "the No. 1 market is "),
    ],
)
def test_time_is_linear(language: str, unit: str) -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        read(unit * times, language)
        return time.process_time() - start

    seconds(10)  # builds the lexicon's indexes
    assert seconds(4000) < 12 * seconds(1000) + 0.5
