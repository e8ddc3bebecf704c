"""Kinds of numbers that official documents print, in four languages, each with several examples.

A line is language, text, the words of one numeral, its reading (see `reading`), its unit, and
whether the reader has a doubt. The texts are made up.
"""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.numerals import LEXICONS, Numeral, read, read_once, read_span


def words(text: str) -> list[str]:
    return text.split()


def reading(numeral: Numeral) -> str:
    """One short text for value, range or bound: 5, 5..9, >5, >=5, <5, <=5, or the period."""
    if numeral.low is not None and numeral.high is not None:
        return f"{numeral.low}..{numeral.high}"
    if numeral.low is not None:
        return (">" if numeral.low_open else ">=") + numeral.low
    if numeral.high is not None:
        return ("<" if numeral.high_open else "<=") + numeral.high
    return numeral.period or numeral.value or "-"


def found(language: str, text: str, exact: str) -> Numeral:
    country = None
    if language[2:3] == "-":
        language, country = language.split("-")
    numerals = [n for n in read(text, language, country) if n.exact == exact]
    seen = [(n.exact, reading(n), n.unit, n.doubt) for n in read(text, language, country)]
    assert len(numerals) == 1, seen
    return numerals[0]


SURE, OPEN = False, True
FIGURES = [
    # bounds in words
    ("es", "tasas menores al 5 % anual", "5 %", "<5", "%", SURE),
    ("es", "con montos mayores a 1.200 euros", "1.200 euros", ">1200", "EUR", SURE),
    ("es", "un plazo de hasta un 40 % de", "40 %", "<=40", "%", SURE),
    ("es", "no excedería los 300 casos", "300", "<=300", "1", SURE),
    ("es", "no podrá superar el 5% de la", "5%", "<=5", "%", SURE),
    ("es", "no debe exceder de 20 días", "20", "<=20", "d", SURE),
    ("es", "son poco más de 300 casos", "300", ">300", "1", SURE),
    ("es", "son poco menos de 300 casos", "300", "<300", "1", SURE),
    ("es", "ya superó los 1.200 casos", "1.200", ">1200", "1", SURE),
    ("es", "por debajo del 3 %", "3 %", "<3", "%", SURE),
    ("es", "a lo sumo 12 visitas", "12", "<=12", "1", SURE),
    ("es", "no menos de 12 visitas", "12", ">=12", "1", SURE),
    ("es", "con 18 puntos o más", "18", ">=18", "1", SURE),
    ("es", "con 12 o menos hijos", "12", "<=12", "1", SURE),
    ("es", "los precios subieron hasta el 40 %", "40 %", "40", "%", SURE),
    ("es", "0,3 % por debajo de los 4.208 euros de 2012", "4.208 euros", "4208", "EUR", SURE),
    ("en", "less than 30 boats", "30", "<30", "1", SURE),
    ("en", "at most 30 boats", "30", "<=30", "1", SURE),
    ("en", "slightly more than 30 boats", "30", ">30", "1", SURE),
    ("en", "just under 30 boats", "30", "<30", "1", SURE),
    ("en", "must not exceed 30 boats", "30", "<=30", "1", SURE),
    ("en", "sales exceeded 3,000 boats", "3,000", ">3000", "1", SURE),
    ("en", "no fewer than 30 boats", "30", ">=30", "1", SURE),
    ("en", "30 boats, at a minimum 12 rafts", "12", ">=12", "1", SURE),
    ("en", "30 or fewer boats", "30", "<=30", "1", SURE),
    ("en", ">= 30 boats", "30", ">=30", "1", SURE),
    ("pt", "mais de 17.000 famílias", "17.000", ">17000", "1", SURE),
    ("pt", "não ultrapassaria os 300 casos", "300", "<=300", "1", SURE),
    ("pt", "inferior a 5% do total", "5%", "<5", "%", SURE),
    ("pt", "pelo menos 15 prédios", "15", ">=15", "1", SURE),
    ("pt", "representam, pelo menos, 22% do total", "22%", ">=22", "%", SURE),
    ("pt", "até 40% da área", "40%", "<=40", "%", SURE),
    ("pt", "pouco mais de 300 casos", "300", ">300", "1", SURE),
    ("pt", "no máximo 12 visitas", "12", "<=12", "1", SURE),
    ("fr", "plus de 17 000 familles", "17 000", ">17000", "1", SURE),
    ("fr", "plus d’un million de cas", "un million", ">1000000", "1", SURE),
    ("fr", "jusqu’à 40 % des terres", "40 %", "<=40", "%", SURE),
    ("fr", "jusqu'à 40 % des terres", "40 %", "<=40", "%", SURE),
    ("fr", "une part inférieure à 5 %", "5 %", "<5", "%", SURE),
    ("fr", "au moins 15 prisons", "15", ">=15", "1", SURE),
    ("fr", "n’excéderait pas 300 cas", "300", "<=300", "1", SURE),
    ("fr", "ne dépasse pas les 5 %", "5 %", "<=5", "%", SURE),
    ("fr", "un peu plus de 300 cas", "300", ">300", "1", SURE),
    ("fr", "300 cas ou plus", "300", ">=300", "1", SURE),
    # counts that look like years
    ("es", "Se entregaron 2024 parcelas.", "2024", "2024", "1", SURE),
    ("es", "las 2024 parcelas", "2024", "2024", "1", SURE),
    ("es", "hay más de 2000 familias", "2000", ">2000", "1", SURE),
    ("es", "entre 2000 y 2500 familias", "2000 y 2500", "2000..2500", "1", SURE),
    ("es", "en 2024 parcelas se sembró", "2024", "2024", None, OPEN),
    ("es", "la cosecha de 2024", "2024", "2024", None, SURE),
    ("en", "over 2000 families", "2000", ">2000", "1", SURE),
    ("en", "a total of 2024 plots", "2024", "2024", "1", SURE),
    ("en", "they planted 2024 plots", "2024", "2024", "1", OPEN),
    ("en", "the 2012 elections", "2012", "2012", None, SURE),
    ("pt", "foram 2024 parcelas", "2024", "2024", "1", SURE),
    ("fr", "avec 2024 parcelles", "2024", "2024", "1", SURE),
    # estimates in brackets
    ("en", "Forest: 41.4% (2018 est.)", "41.4%", "41.4", "%", SURE),
    # units per something
    ("es", "a 5 soles por kilo", "5 soles", "5", "PEN/kg", SURE),
    ("es", "12,3 muertes por cada 100 mil habitantes", "12,3 muertes por cada 100 mil", "12.3",
     "10*-5", SURE),
    ("es", "una tasa del 12 por mil", "12 por mil", "12", "10*-3", SURE),
    ("es", "un alza de 25 puntos básicos", "25 puntos básicos", "25", "bp", SURE),
    ("es", "cae 0,3 puntos porcentuales", "0,3 puntos porcentuales", "0.3", "%-pt", SURE),
    ("es", "rinde 20 kg por hectárea", "20", "20", "kg/har", SURE),
    ("es", "uno de cada 100.000 niños", "uno de cada 100.000", "1", "10*-5", SURE),
    ("en", "12 deaths per 100,000 people", "12 deaths per 100,000", "12", "10*-5", SURE),
    ("en", "80 deaths/100,000 births", "80 deaths/100,000", "80", "10*-5", SURE),
    ("en", "5.2‰ of all", "5.2‰", "5.2", "10*-3", SURE),
    ("en", "up 25 bps", "25 bps", "25", "bp", SURE),
    ("en", "12 per thousand births", "12 per thousand", "12", "10*-3", SURE),
    ("en", "12 per hundred thousand births", "12 per hundred thousand", "12", "10*-5", SURE),
    ("en", "US$5 per kilo", "US$5", "5", "USD/kg", SURE),
    ("en", "16.4 litres per person per day", "16.4", "16.4", "L/d", SURE),
    ("en-US", "paid 68.0 cents per pound", "68.0 cents", "0.680", "USD/[lb_av]", SURE),
    ("pt", "12,5 por 100 mil habitantes", "12,5 por 100 mil", "12.5", "10*-5", SURE),
    ("pt", "alta de 25 pontos-base", "25 pontos-base", "25", "bp", SURE),
    ("pt", "R$ 5,20 por quilo", "R$ 5,20", "5.20", "BRL/kg", SURE),
    ("fr", "12,3 décès pour 1 000 naissances", "12,3 décès pour 1 000", "12.3", "10*-3", SURE),
    ("fr", "25 points de base", "25 points de base", "25", "bp", SURE),
    ("fr", "5 pour mille", "5 pour mille", "5", "10*-3", SURE),
    ("fr", "1,46 € le litre en 2018", "1,46 €", "1.46", "EUR/L", SURE),
    ("fr", "0,3 point de pourcentage", "0,3 point de pourcentage", "0.3", "%-pt", SURE),
    # mixed fractions and parts of a million
    ("en", "some 3 1/2 million trees", "3 1/2 million", "3500000", "1", SURE),
    ("en", "grew 5 1/4 percent", "5 1/4 percent", "5.25", "%", SURE),
    ("en", "1/2 million trees", "1/2 million", "500000", "1", SURE),
    ("en", "a quarter million trees", "a quarter million", "250000", "1", SURE),
    ("en", "three quarters of a million trees", "three quarters of a million", "750000", "1", SURE),
    ("en", "3 hundred thousand trees", "3 hundred thousand", "300000", "1", SURE),
    ("en", "a few thousand carts", "thousand", "-", None, SURE),
    ("en", "some hundred thousand people", "hundred thousand", "-", None, SURE),
    ("es", "3 1/2 millones de árboles", "3 1/2 millones", "3500000", "1", SURE),
    ("es", "un cuarto de millón de árboles", "un cuarto de millón", "250000", "1", SURE),
    ("en", "two-and-a-half million trees", "two-and-a-half million", "2500000", "1", SURE),
    ("es", "las dos terceras partes", "dos terceras partes", "66.67", "%", SURE),
    ("fr", "une demi-douzaine de cas", "demi-douzaine", "6", "1", SURE),
    ("es", "varios millones de árboles", "millones", "-", None, SURE),
    ("fr", "un demi-million d’arbres", "demi-million", "500000", "1", SURE),
    ("fr", "quelques milliers d’arbres", "milliers", "-", None, SURE),
    ("pt", "meio milhão de árvores", "meio milhão", "500000", "1", SURE),
    ("pt", "milhares de árvores", "milhares", "-", None, SURE),
    # words broken at the end of a line
    ("en", "about 2 mil-\nlion trees", "2 mil-\nlion", "2000000", "1", SURE),
    ("en", "the twenty-\nfive boats", "twenty-\nfive", "25", "1", SURE),
    ("es", "unos 5 mi-\nllones de casos", "5 mi-\nllones", "5000000", "1", SURE),
    ("pt", "uns 5 mi-\nlhões de casos", "5 mi-\nlhões", "5000000", "1", SURE),
    ("fr", "5 mil-\nliards d’euros", "5 mil-\nliards d’euros", "5000000000", "EUR", SURE),
    ("en", "about 2 mil\u00ad\nlion trees", "2 mil\u00ad\nlion", "2000000", "1", SURE),
    # digits behind a scale word
    ("es", "unas 15 mil 505 denuncias", "15 mil 505", "15505", "1", SURE),
    ("es", "con 3 mil 500 millones de soles", "3 mil 500 millones de soles", "3500000000", "PEN",
     SURE),
    ("es", "unas 2 millones 300 mil cajas", "2 millones 300 mil", "2300000", "1", SURE),
    ("es", "unas 15 mil 45 denuncias", "15 mil 45", "15045", "1", OPEN),
    ("es", "unas 15 mil\n505 denuncias", "15 mil", "15000", "1", OPEN),
    ("pt", "são 2 milhões e 300 mil caixas", "2 milhões e 300 mil", "2300000", "1", SURE),
    ("en", "some 2 million 300 thousand boxes", "2 million 300 thousand", "2300000", "1", SURE),
    # invisible characters, other shapes of signs
    ("en", "in all 50\u200b,500 ha", "50\u200b,500", "50500", "har", SURE),
    ("en", "in all 1\u2060234.5\u200d6 kg", "1\u2060234.5\u200d6", "1234.56", "kg", SURE),
    ("en", "in all 12\u00ad345 kg", "12\u00ad345", "12345", "kg", SURE),
    ("en", "in all ５０，５００ kg", "５０，５００", "50500", "kg", SURE),
    # negative numbers
    ("en", "down: \u200e-3.5% in", "\u200e-3.5%".strip("\u200e"), "-3.5", "%", SURE),
    ("en", "down, −\u00a04.5% in", "−\u00a04.5%", "-4.5", "%", SURE),
    ("en", "down, −\u20605.5% in", "−\u20605.5%", "-5.5", "%", SURE),
    ("en", "down, －6.5% in", "－6.5%", "-6.5", "%", SURE),
    ("en", "north,-6.5% in", "-6.5%", "-6.5", "%", SURE),
    ("en-US", "a loss of -$23.5 million in", "-$23.5 million", "-23500000", "USD", SURE),
    ("en-US", "a loss of $-23.5 million in", "$-23.5 million", "-23500000", "USD", SURE),
    ("en-US", "a loss of US$ -23.5 million in", "US$ -23.5 million", "-23500000", "USD", SURE),
    ("en-US", "income was $(4.2) million", "$(4.2) million", "-4200000", "USD", SURE),
    ("es", "el saldo fue de (23,5 millones) euros", "(23,5 millones)", "-23500000", "1", OPEN),
    ("en", "negative 3.5 percent", "negative 3.5 percent", "-3.5", "%", SURE),
    ("es", "menos 3,5 % en 2012", "menos 3,5 %", "-3.5", "%", SURE),
    ("fr", "moins 3,5 % en 2012", "moins 3,5 %", "-3.5", "%", SURE),
    ("pt", "menos 12 casos do que em 2012", "12", "12", "1", OPEN),
    ("es", "más o menos 300 casos", "300", "300", "1", SURE),
    ("en", "plus or minus 3 boats", "3", "3", "1", SURE),
    ("en", "a change of − 4.5% in", "− 4.5%", "-4.5", "%", SURE),
    ("en", "from 5 − 10 kg of", "5 − 10", "5..10", "kg", SURE),
    ("fr", "recule (– 3,5 %) en", "– 3,5 %", "-3.5", "%", SURE),
    ("fr", "un recul – 3,5 % – en", "3,5 %", "3.5", "%", OPEN),
    ("en", "these:\n-5 houses\n-6 boats", "-5", "-5", "1", OPEN),
    ("en", "(12,400 hectares)", "12,400", "12400", "har", SURE),
    # leading points
    ("en", "was .5 percent in", ".5 percent", "0.5", "%", SURE),
    ("en", "was -.3 percent in", "-.3 percent", "-0.3", "%", SURE),
    ("en", "was ,89 percent in", ",89 percent", "0.89", "%", SURE),
    ("en-US", "cost $.75 then", "$.75", "0.75", "USD", SURE),
    ("es", "fue de ,5 toneladas", ",5", "0.5", "t", SURE),
    # a change and a level
    ("en", "rose 0.3 percentage points to 4.1 percent", "4.1 percent", "4.1", "%", SURE),
    ("en-US", "rose $2 billion to $10 billion", "$2 billion", "2000000000", "USD", SURE),
    ("en", "fell by 1,000 hectares to 50,500 hectares", "1,000", "1000", "har", SURE),
    ("en", "rose by 200 to 1,400", "1,400", "1400", "1", OPEN),
    ("en", "rose 5 to 10 percent", "5 to 10 percent", "5..10", "%", SURE),
    ("en", "ranges from 1 percent to 12 percent", "1 percent to 12 percent", "1..12", "%", SURE),
    ("es", "cayó en 1.000 hectáreas a 50.500 hectáreas", "50.500", "50500", "har", SURE),
    ("es", "aumentó 2 mil millones a 10 mil millones de euros", "2 mil millones", "2000000000",
     "EUR", SURE),
    ("es", "oscila de 5 a 10 %", "5 a 10 %", "5..10", "%", SURE),
    ("pt", "subiu 0,3 pontos percentuais para 4,1%", "4,1%", "4.1", "%", SURE),
    ("fr", "est passé de 5 à 10 %", "10 %", "10", "%", SURE),
    ("fr", "a hauteur de 40 à 65 %", "40 à 65 %", "40..65", "%", OPEN),
    ("es", "entre el 5 y el 10 %", "5 y el 10 %", "5..10", "%", SURE),
    # apostrophes
    ("es-PE", "son S/ 13’217,120.74 en", "S/ 13’217,120.74", "13217120.74", "PEN", SURE),
    ("es-PE", "son S/. 27´240,621.00 en", "S/. 27´240,621.00", "27240621.00", "PEN", SURE),
    ("es", "son 1'500,000 hectáreas", "1'500,000", "1500000", "har", SURE),
    ("es", "son 1`500.000 hectáreas", "1`500.000", "1500000", "har", SURE),
    ("es", "son 1'500 mil hectáreas", "1'500 mil", "1500000", "har", SURE),
    ("fr", "soit 1'234'567.80 francs suisses", "1'234'567.80 francs suisses", "1234567.80", "CHF",
     SURE),
    # other groupings, powers of ten
    ("en-IN", "counted 12,34,567 voters", "12,34,567", "1234567", "1", SURE),
    ("en", "counted 12,34,567 voters", "12,34,567", "1234567", "1", OPEN),
    ("en-IN", "spent 35 lakh rupees", "35 lakh rupees", "3500000", "INR", SURE),
    ("en", "spent ₹2.5 crore", "₹2.5 crore", "25000000", "INR", SURE),
    ("en", "planted 2.4 × 10⁶ trees", "2.4 × 10⁶", "2400000", "1", SURE),
    ("en", "planted 3×10^5 trees", "3×10^5", "300000", "1", SURE),
    ("en", "holds 1.5e6 seeds", "1.5e6", "1500000", "1", SURE),
    ("en", "is 2.5 x 10⁻³ then", "2.5 x 10⁻³", "0.0025", "1", SURE),
    ("en", "rose 10⁶ times", "10", "10", "1", OPEN),
    # a colon behind a year or label
    ("en", "2011: 62,500 hectares", "62,500", "62500", "har", SURE),
    ("en", "Region 5: 1,200 families", "1,200", "1200", "1", SURE),
    ("en", "a map at 1:50,000 here", "1:50,000", "-", "1", SURE),
    # money of an area
    ("en", "has NT$5 million", "NT$5 million", "5000000", "TWD", SURE),
    ("en", "has RD$7 million", "RD$7 million", "7000000", "DOP", SURE),
    ("en", "has $7 million", "$7 million", "7000000", "USD", OPEN),
    ("en", "U.S. aid has $7 million", "$7 million", "7000000", "USD", SURE),
    ("es-MX", "son $7 millones", "$7 millones", "7000000", "MXN", SURE),
    ("es-MX", "son 7 millones de pesos", "7 millones de pesos", "7000000", "MXN", SURE),
    ("es-CO", "son 7 millones de pesos", "7 millones de pesos", "7000000", "COP", SURE),
    ("es", "son 7 millones de pesos", "7 millones de pesos", "7000000", None, OPEN),
    ("es-PE", "son $7 millones", "$7 millones", "7000000", "USD", SURE),
    ("en-NI", "has C$5", "C$5", "5", "NIO", SURE),
    ("en", "has C$5", "C$5", "5", "CAD", OPEN),
    ("en-ZA", "has R138.9 billion", "R138.9 billion", "138900000000", "ZAR", SURE),
    ("es-GT", "son Q5 millones", "Q5 millones", "5000000", "GTQ", SURE),
    ("es-MX", "son 5,200 mdp", "5,200 mdp", "5200000000", "MXN", SURE),
    ("fr-CM", "soit 5 000 francs CFA", "5 000 francs CFA", "5000", "XAF", SURE),
    ("fr", "soit 3,2 Md€", "3,2 Md€", "3200000000", "EUR", SURE),
    ("es", "son 1.500 M€", "1.500 M€", "1500000000", "EUR", SURE),
    ("pt-BR", "são R$ 5,2 bilhões", "R$ 5,2 bilhões", "5200000000", "BRL", SURE),
    ("pt", "são 5 bilhões de euros", "5 bilhões de euros", "5000000000", "EUR", OPEN),
    ("pt-PT", "são 5 biliões de euros", "5 biliões de euros", "5000000000000", "EUR", SURE),
    ("pt", "são 3 mil milhões de euros", "3 mil milhões de euros", "3000000000", "EUR", SURE),
    ("en", "430,000 short tons of", "430,000", "430000", "[ston_av]", SURE),
    # what the marks mean, by language and area
    ("es-PE", "son 50,500 ha", "50,500", "50500", "har", SURE),
    ("es-MX", "son 50,500 ha", "50,500", "50500", "har", SURE),
    ("es-ES", "son 50.500 ha", "50.500", "50500", "har", SURE),
    ("es", "son 50,500 ha", "50,500", "50500", "har", OPEN),
    ("es", "son 50,500 ha y 13’217,120.74 soles", "50,500", "50500", "har", OPEN),
    ("en", "is 0.125 and 1.234 kg", "0.125", "0.125", "kg", SURE),
    ("fr", "soit 50 500 hectares", "50 500", "50500", "har", SURE),
    ("pt", "são 50 500 hectares", "50 500", "50500", "har", SURE),
    ("fr", "soit 1 234 567,89 €", "1 234 567,89 €", "1234567.89", "EUR", SURE),
    ("en", "is 1,234,\n567 ha", "1,234", "1234", "har", OPEN),
    # words that are money only sometimes
    ("fr", "avec 1,2 million de livres", "1,2 million", "1200000", "1", SURE),
    ("en", "of all, 5 won prizes", "5", "5", "1", SURE),
    ("en", "in 2017 dollars it", "2017", "2017", None, SURE),
    # number words
    ("fr", "quatre-vingt-dix-sept mille cas", "quatre-vingt-dix-sept mille", "97000", "1", SURE),
    ("fr", "soixante et onze cas", "soixante et onze", "71", "1", SURE),
    ("fr", "deux cent cinquante mille cas", "deux cent cinquante mille", "250000", "1", SURE),
    ("fr", "un million et demi de cas", "un million et demi", "1500000", "1", SURE),
    ("fr", "un enfant sur cinq", "un enfant sur cinq", "20", "%", SURE),
    ("fr", "un tiers de la population", "un tiers", "33.33", "%", SURE),
    ("pt", "vinte e cinco mil e quinhentos cães", "vinte e cinco mil e quinhentos", "25500", "1",
     SURE),
    ("pt", "dois milhões e trezentos mil cães", "dois milhões e trezentos mil", "2300000", "1",
     SURE),
    ("pt", "três em cada dez", "três em cada dez", "30", "%", SURE),
    ("pt", "entre vinte e trinta cães", "vinte e trinta", "20..30", "1", SURE),
    # a level that is passed or not reached, or that a change came to
    ("en", "exports passed the 2 million mark in May", "2 million", ">2000000", "1", SURE),
    ("en", "turnout was not even 30 percent", "30 percent", "<30", "%", SURE),
    ("en", "as many as 4,300 homes were flooded", "4,300", "<=4300", "1", OPEN),
    ("pt", "a colheita já passou de 55% da área", "55%", ">55", "%", SURE),
    ("es", "la cosecha ya pasó de 55 % del área", "55 %", ">55", "%", SURE),
    # words of a limit in a way that is no known bound: a person says which it is
    ("en", "the fund topped out at 80 projects", "80", "80", "1", OPEN),
    ("es", "la cifra no pasa hoy de 12 empleos", "12", "12", "1", OPEN),
    ("es", "pasó en junio de 30 a 40 casos", "30", "30", "1", SURE),
    ("es", "no van, en general, más allá de 12 meses", "12", ">12", "mo", OPEN),
    ("pt", "não vão, em média, além de 19 meses", "19", "19", "mo", OPEN),
    ("fr", "ne vont pas, en moyenne, au-delà de 12 jours", "12", ">12", "d", OPEN),
    ("en", "delays did not go, on average, beyond 12 days", "12", ">12", "d", OPEN),
    ("en", "the fund paid for 80 projects", "80", "80", "1", SURE),
    ("es", "el techo se fijó en 40 millones", "40 millones", "40000000", "1", OPEN),
    ("fr", "a franchi en mars la barre des 10 %", "10 %", "10", "%", OPEN),
    ("fr", "un tronçon limité à 80 km/h", "80", "<=80", "km/h", OPEN),
    ("pt", "a cobertura passou de 55% em 2019.", "55%", "55", "%", OPEN),
    ("pt", "a taxa passou de 55% em 2018 para 60%", "55%", "55", "%", SURE),
    ("es", "el superávit primario de 30 millones", "30 millones", "30000000", "1", SURE),
    ("en", "it lengthened from 4.6 years to 5.1 years", "4.6 years to 5.1", "4.6..5.1", "a", OPEN),
    ("en", "terms from 2 to 5 years are usual", "2 to 5", "2..5", "a", SURE),
    ("en", "and 18.9% at least 18 months", "18.9%", "18.9", "%", SURE),
    ("en", "and 18.9% at least 18 months", "18", ">=18", "mo", SURE),
    ("en", "well below the 73% average of the region", "73%", "73", "%", SURE),
    ("es", "muy por debajo del 73 % de media en la región", "73 %", "73", "%", SURE),
    ("es", "está por debajo del 73 % de los casos", "73 %", "<73", "%", SURE),
    ("fr", "au-dessous des 40 % en moyenne de la région", "40 %", "40", "%", SURE),
    ("fr", "les ventes ont chuté à 1 289,3 MD", "1 289,3", "1289.3", "1", OPEN),
    ("es", "la cobertura no llega ni al 3 %", "3 %", "<3", "%", SURE),
    ("es", "el gasto no pasaba de 40 casos", "40", "<=40", "1", SURE),
    ("es", "superó la barrera de los 500 casos", "500", ">500", "1", SURE),
    ("es", "la inflación se aceleró hasta 7,1 %", "7,1 %", "<=7.1", "%", OPEN),
    ("es", "pasó de 900 en enero hasta 700 en mayo", "700", "700", "1", SURE),
    ("es", "de 900 euros en enero hasta 700 euros", "700 euros", "<=700", "EUR", OPEN),
    ("pt", "a taxa nem chega aos 5%", "5%", "<5", "%", SURE),
    ("pt", "ultrapassou a marca de 500 casos", "500", ">500", "1", SURE),
    ("fr", "le total dépasse désormais 1,4 million", "1,4 million", ">1400000", "1", SURE),
    ("fr", "a franchi la barre des 500 cas", "500", ">500", "1", SURE),
    # a level that has a name, a bound behind a year or in a cell, a bound with a negation
    ("en", "above the legal minimum of 8.5 percent", "8.5 percent", "8.5", "%", SURE),
    ("en", "must hold a minimum of 8.5 percent", "8.5 percent", ">=8.5", "%", OPEN),
    ("es", "por debajo del mínimo legal de 12 euros", "12 euros", "12", "EUR", SURE),
    ("es", "rebasa el tope de 12 euros", "12 euros", "12", "EUR", SURE),
    ("pt", "acima do limite de 30 dias", "30", "30", "d", SURE),
    ("fr", "au-delà du plafond de 30 jours", "30", "30", "d", SURE),
    ("en", "Coverage has not dropped below 70 percent since", "70 percent", ">=70", "%", SURE),
    ("en", "it never rose above 70 percent", "70 percent", "<=70", "%", SURE),
    ("es", "nunca cayó por debajo del 70 %", "70 %", ">=70", "%", SURE),
    ("pt", "não desceu abaixo dos 70%", "70%", ">=70", "%", SURE),
    ("fr", "n’est jamais descendu sous 70 %", "70 %", ">=70", "%", SURE),
    ("en", "output did not reach 300 tons", "300", "<300", "t", SURE),
    ("es", "en Loja no llegaba al 15 %", "15 %", "<15", "%", SURE),
    ("es", "la cosecha no alcanzó las 300 toneladas", "300", "<300", "t", SURE),
    ("pt", "a colheita não chegou aos 15%", "15%", "<15", "%", SURE),
    ("fr", "la récolte n’atteint pas 300 tonnes", "300", "<300", "t", SURE),
    ("en", "did not come to more than 300 tons", "300", ">300", "t", OPEN),
    ("es", "no se vendieron más de 300 bolsas", "300", ">300", "1", OPEN),
    ("pt", "não houve mais de 300 casos", "300", ">300", "1", OPEN),
    ("fr", "ne compte pas encore plus de 300 cas", "300", ">300", "1", OPEN),
    ("en", "not only more than 300 boats", "300", ">300", "1", SURE),
    ("es", "superarán los 300 casos", "300", ">300", "1", SURE),
    ("es", "no ha superado los 300 casos", "300", "<=300", "1", SURE),
    ("pt", "a quota ultrapassava 44%", "44%", ">44", "%", SURE),
    ("pt", "não ultrapassava 44%", "44%", "<=44", "%", SURE),
    ("fr", "dépasseront 44 %", "44 %", ">44", "%", SURE),
    ("fr", "ne dépassera pas 44 %", "44 %", "<=44", "%", SURE),
    ("es", "en 2031 al menos un 15 % de", "15 %", ">=15", "%", SURE),
    ("en", "in 2031 at least 15 percent", "15 percent", ">=15", "%", SURE),
    ("pt", "em 2031 menos de 15%", "15%", "<15", "%", SURE),
    ("fr", "en 2031 plus de 15 %", "15 %", ">15", "%", SURE),
    ("en", "Rye\t45\t>700\nOats\t12\t14", "700", ">700", "1", SURE),
    ("en", "the fee was put up to $15 in May", "$15", "15", "USD", OPEN),
    ("en", "boats of up to 15 tons", "15", "<=15", "t", SURE),
    # spaces that group beyond doubt, ends that are no range, letters that a legend explains
    ("en", "It had 4 300 boats, 1 050 rafts, 7 020 nets and 81 600 hooks.", "4 300", "4300", "1",
     SURE),
    ("en", "It had 4 300 boats and 1,050 rafts.", "4 300", "4300", "1", OPEN),
    ("pt", "Barcos: 1.250\n\nSul\t4 300\t- 61\nNorte\t-12 450\t7 218\nLeste\t8 450\t9 211",
     "-12 450", "-12450", "1", SURE),
    ("en", "Boats fell by 410 to 93,000.", "410", "410", "1", SURE),
    ("es", "bajó de 31.5 a 28.9 casos", "31.5", "31.5", "1", SURE),
    ("en", "It cost $41m and sold 3.5m in May.", "3.5m", "3500000", "1", SURE),
    ("en", "It sold 3.5m in May.", "3.5m", "3500000", "1", OPEN),
    ("en", "Rye\t4.5 b\t7.1\nb Partly sown", "4.5", "4.5", "1", SURE),
    ("en", "Rye\t4.5 b\t7.1\nPartly sown", "4.5", "4.5", "1", OPEN),
    ("en", "\t2017\t2018\nNet\t81.5\t(40.2)\nGross\t(12.5)\t9.1", "(40.2)", "-40.2", "1", SURE),
    ("en", "\t2017\tError\nNet\t81.5\t(40.2)\nGross\t12.5\t(9.1)", "(40.2)", "-40.2", "1", OPEN),
    ("en", "\t2017\t2018\nNet\t81.5\t(40.2)\nGross\t-12.5\t9.1", "(40.2)", "-40.2", "1", OPEN),
    # units and currencies right beside the number
    ("en", "It paid GH¢4.8 million", "GH¢4.8 million", "4800000", "GHS", SURE),
    ("fr-CH", "a payé Fr. 480 par mois", "Fr. 480", "480", "CHF/mo", SURE),
    ("pt-MZ", "um vale de 480 MT foi pago", "480 MT", "480", "MZN", SURE),
    ("pt", "recebeu US$ 9,5 milhões dos US$ 20 milhões", "US$ 20 milhões", "20000000", "USD",
     SURE),
    ("pt", "recebeu US$ 9,5 milhões dos US$ 20 milhões", "US$ 9,5 milhões", "9500000", "USD",
     SURE),
    ("en", "up 0.3 pts in May", "0.3 pts", "0.3", "%-pt", SURE),
    ("en", "fell 0.3 of a percentage point", "0.3 of a percentage point", "0.3", "%-pt", SURE),
    ("en", "used 12 acre-feet of water", "12", "12", "[acr_us].[ft_i]", SURE),
    ("en", "leases of 9, 14 and 33 years", "9", "9", "a", SURE),
    ("en", "had 83 households per square mile", "83", "83", "/[smi_us]", SURE),
    ("es", "son 83 viviendas por km²", "83", "83", "/km2", SURE),
    ("pt", "são 83 casas por hectare", "83", "83", "/har", SURE),
    ("en", "emits 97.5 g of methane per kg", "97.5", "97.5", "g/kg", SURE),
    ("pt", "subiu de 1,1 para 1,4 toneladas por hectare", "1,1", "1.1", "t/har", SURE),
    ("es", "bajó de 31.5 a 28.9 casos por cada 100 mil", "31.5", "31.5", "10*-5", SURE),
    ("es", "se gastaron 18 mil\n450 millones de pesos", "18 mil\n450 millones de pesos",
     "18450000000", None, OPEN),
    # parts of a point, scales and bounds in other words
    ("en", "cut by a quarter of a point", "a quarter of a point", "0.25", "%-pt", SURE),
    ("en", "up half a percentage point", "half a percentage point", "0.5", "%-pt", SURE),
    ("fr", "recule d’un demi-point", "un demi-point", "0.5", "%-pt", SURE),
    ("es", "un cuarto de punto porcentual", "un cuarto de punto porcentual", "0.25", "%-pt", SURE),
    ("es", "casi la tercera parte; luego", "tercera parte", "33.33", "%", SURE),
    ("es", "cuesta 3 MM de soles", "3 MM de soles", "3000000", "PEN", SURE),
    ("es", "cayeron 12 mm de agua", "12", "12", "mm", SURE),
    ("es", "sin llegar al 15 %", "15 %", "<15", "%", SURE),
    ("pt", "mais da metade das casas", "metade", ">50", "%", SURE),
    ("pt", "menos dos 15% das casas", "15%", "<15", "%", SURE),
    ("fr", "une hausse de 3 à 4 % du prix", "4 %", "4", "%", OPEN),
    ("en", "emitted 4.5 Mt in May", "4.5", "4.5", "Mt", SURE),
    ("en", "shipped 4.5 MT in May", "4.5", "4.5", "t", SURE),
    ("fr", "produit 20 kt de blé", "20", "20", "kt", SURE),
    ("en", "about 250K people live", "250K", "250000", "1", OPEN),
    ("es-MX", "costó 4 mil 500 mdp", "4 mil 500 mdp", "4500000000", "MXN", SURE),
    ("fr-SN", "a coûté 5 MFCFA", "5 MFCFA", "5000000", "XOF", SURE),
    ("fr", "un taux relevé de 25 pb", "25 pb", "25", "bp", SURE),
    ("fr", "rendent 40 q/ha", "40", "40", "1", SURE),
    ("en", "\t2017\t2018\nEver sold\t81.5\t(40.2)\nOther\t12.5\t9.1", "(40.2)", "-40.2", "1", OPEN),
    ("en", "\t2017\t2018\nNet\t81.5\t(40.2)\nAll\t12.5\t9.1\nIn parentheses: few cases", "(40.2)",
     "-40.2", "1", OPEN),
    ("en", "\t2017\t2018\nNet\t81.5\t(40.2)\nAll\t12.5\t9.1\nNegative ones are in parentheses",
     "(40.2)", "-40.2", "1", SURE),
    ("pt", "\t2017\tVar. %\nSul\t81,5\t(40,2)\nNorte\t12,5\t9,1", "(40,2)", "-40.2", "1", SURE),
    ("en", "stood at 127.4, 0.6% lower", "127.4", "127.4", "1", SURE),
    ("en", "lost 4,300, and 6 percent of them", "4,300", "4300", "1", SURE),
    ("en", "shares of 4, 6, and 9 percent", "4", "4", "%", SURE),
    ("es", "cuotas de 4, 6 y 9 %", "4", "4", "%", SURE),
    ("es", "hay 4,1 camas por mil habitantes", "4,1", "4.1", "10*-3", SURE),
    ("pt", "há 4,1 camas por mil habitantes", "4,1", "4.1", "10*-3", SURE),
    # a scale that is printed once
    ("es", "cayó de 14,2 a 12,8 millones de toneladas", "14,2", "14200000", "t", SURE),
    ("pt", "caiu de 14,2 para 12,8 milhões", "14,2", "14200000", "1", SURE),
    ("fr", "est passé de 14,2 à 12,8 millions", "14,2", "14200000", "1", SURE),
    ("en", "fell from 14.2 to 12.8 million", "14.2", "14200000", "1", SURE),
    ("en", "fell from £14.2 to £12.8 million", "£14.2", "14200000", "GBP", SURE),
    ("en", "went from 800 to 1.2 million", "800", "800", "1", OPEN),
    ("en", "had 5 and 6 million", "5", "5000000", "1", OPEN),
    ("en", "fell by 8 to 5 million", "8", "8000000", "1", OPEN),
    ("es", "costó US$ 215:000.000 al Estado", "US$ 215:000.000", "215000000", "USD", SURE),
    ("fr-CA", "coûte 3,9 G$ à l’État", "3,9 G$", "3900000000", "CAD", SURE),
    ("es-GT", "costó apenas Q\n322 por niño", "Q\n322", "322", "GTQ", SURE),
    ("en", "costs 18.75 US cents", "18.75 US cents", "0.1875", "USD", SURE),
    ("es", "costó 40 centavos de dólar", "40 centavos de dólar", "0.40", "USD", SURE),
    ("pt", "vendeu duas dúzias de barcos", "duas dúzias", "24", "1", SURE),
    ("es", "vendió dos docenas de barcos", "dos docenas", "24", "1", SURE),
    # bounds behind what is counted, and bounds of another number
    ("en", "hotels with 50 rooms or more paid", "50", ">=50", "1", SURE),
    ("es", "hoteles de 50 habitaciones o más", "50", ">=50", "1", SURE),
    ("pt", "hotéis com 50 quartos ou mais", "50", ">=50", "1", SURE),
    ("fr", "hôtels de 50 chambres et plus", "50", ">=50", "1", SURE),
    ("es", "hay 22 casas y más de 30 puentes", "22", "22", "1", SURE),
    ("fr", "12 lits et plus de 40 tables", "12", "12", "1", SURE),
    ("pt", "os 412 que aguardam há pelo menos dois anos", "412", "412", "1", SURE),
    ("en", "those 65 and above 5.9% of them", "5.9%", "5.9", "%", SURE),
    ("en", "stays within 10 cm of it", "10", "<=10", "cm", SURE),
    ("en", "lies within 12 provinces", "12", "12", "1", SURE),
    ("pt", "não atingiram a metade do previsto", "metade", "<50", "%", OPEN),
    ("es", "se duplicó hasta 24 euros", "24 euros", "24", "EUR", SURE),
    # signs
    ("pt", "2 mil em 2015, ou seja, menos 12,3%", "12,3%", "12.3", "%", OPEN),
    ("pt", "a inflação foi de menos 0,3%", "menos 0,3%", "-0.3", "%", SURE),
    ("en", "East\t3.4\t(-) 3.5\nWest\t1.0\t2.0", "(-) 3.5", "-3.5", "1", SURE),
    # ranges that may be two figures
    ("en", "ranged from 7,304 to 7,775", "7,304 to 7,775", "7304..7775", "1", OPEN),
    ("en", "would go from 3.1 to 4.2 tons", "3.1", "3.1", "t", SURE),
    # parts
    ("fr", "recevront le tiers de cette somme", "tiers", "33.33", "%", SURE),
    ("en", "fell by a third over the decade", "a third", "33.33", "%", SURE),
    ("es", "entre 8 y 9 casos por cada mil niños", "8 y 9 casos por cada mil", "8..9", "10*-3",
     SURE),
    ("en", "uses 140 litres of water a day", "140", "140", "L/d", SURE),
    ("en", "paid €5 a year ago", "€5", "5", "EUR", SURE),
    ("fr", "84 habitants au km²", "84", "84", "/km2", SURE),
    ("en", "4.2 million tonnes, against 3.9 in 2014", "3.9", "3.9", "1", OPEN),
    ("es", "4,2 millones de toneladas, frente a 3,9 en 2014", "3,9", "3.9", "1", OPEN),
    ("en", "Of 5 million people, 3 drowned", "3", "3", "1", SURE),
    ("en", "sold 3.4 mn tonnes", "3.4 mn", "3400000", "t", SURE),
    ("en", "two and one-half per cent", "two and one-half per cent", "2.5", "%", SURE),
    ("es", "pagó $ 4.500,50 m/n al Estado", "$ 4.500,50", "4500.50", "USD", OPEN),
    ("pt", "custou 3,4 mM€ ao Estado", "3,4 mM€", "3400000000", "EUR", SURE),
    ("en", "rose 3 pct pts in May", "3 pct pts", "3", "%-pt", SURE),
    ("en", "at least another 30 wells", "30", ">=30", "1", SURE),
    ("es", "al menos otros 30 pozos", "30", ">=30", "1", SURE),
    ("pt", "pelo menos mais 30 poços", "30", ">=30", "1", SURE),
    ("es", "más de 5.000 y menos de 10.000 euros", "10.000 euros", "<10000", "EUR", SURE),
    ("pt", "mais de 5.000 e menos de 10.000 euros", "10.000 euros", "<10000", "EUR", SURE),
    ("en", "A third were women.", "A third", "33.33", "%", SURE),
    ("en", "is 0.3 of a point below it", "0.3 of a point", "0.3", "%-pt", SURE),
    ("en", "less than half a percent of it", "half a percent", "<0.5", "%", SURE),
    ("en", "a quarter of one percent", "a quarter", "25", "%", OPEN),
    ("es", "medio por ciento del total", "medio por ciento", "0.5", "%", SURE),
    ("pt", "menos de um por cento", "um por cento", "<1", "%", SURE),
    ("fr", "moins d’un pour cent", "un pour cent", "<1", "%", SURE),
    ("es", "docena y media de vacas", "docena y media", "18", "1", SURE),
    ("pt", "um milhar de casas", "um milhar", "1000", "1", SURE),
    ("es", "Aumentó 5 puntos hasta el 12 %.", "12 %", "12", "%", SURE),
    ("es", "se pierde hasta el 40 % del agua", "40 %", "<=40", "%", SURE),
    # a currency's letter behind a sign
    ("en-ZA", "Wood pulp: -R214 million (-12.6%)", "-R214 million", "-214000000", "ZAR", SURE),
    ("en-ZA", "Vehicles: +R4.8 billion (+41.3%)", "R4.8 billion", "4800000000", "ZAR", SURE),
    ("es-GT", "un saldo de -Q214.5 millones", "-Q214.5 millones", "-214500000", "GTQ", SURE),
    ("en-PH", "from PhP 58.50 per kilogram", "PhP 58.50", "58.50", "PHP/kg", SURE),
    # bounds that a verb or a negation turns
    ("en", "unlikely to go beyond 3.2 tonnes", "3.2", "<=3.2", "t", SURE),
    ("en", "not expected to exceed 40 boats", "40", "<=40", "1", SURE),
    ("en", "unlikely to fall below 5 percent", "5 percent", ">=5", "%", SURE),
    ("en", "it is unlikely that it exceeds 5 percent", "5 percent", ">5", "%", OPEN),
    ("en", "rarely exceeds 5 percent", "5 percent", ">5", "%", OPEN),
    ("en", "none exceeded 40 percent", "40 percent", ">40", "%", OPEN),
    ("en", "without exceeding 40 percent", "40 percent", "<=40", "%", SURE),
    ("en", "never more than 40 boats", "40", "<=40", "1", SURE),
    ("en", "has yet to reach 40 percent", "40 percent", "<40", "%", SURE),
    ("en", "less than or equal to 40 percent", "40 percent", "<=40", "%", SURE),
    ("es", "difícilmente superará el 3,2 %", "3,2 %", "<=3.2", "%", SURE),
    ("es", "debiera mantenerse bajo 0,5%", "0,5%", "<0.5", "%", SURE),
    ("es", "igual o superior a 40 %", "40 %", ">=40", "%", SURE),
    ("es", "menor o igual a 40 %", "40 %", "<=40", "%", SURE),
    ("es", "40 barcos como máximo.", "40", "<=40", "1", SURE),
    ("es", "ninguna supera el 40 %", "40 %", ">40", "%", OPEN),
    ("es", "no más allá de 40 %", "40 %", "<=40", "%", SURE),
    ("pt", "dificilmente ultrapassará 3,2 %", "3,2 %", "<=3.2", "%", SURE),
    ("pt", "não vai além de 40 %", "40 %", "<=40", "%", SURE),
    ("pt", "igual ou superior a 40 %", "40 %", ">=40", "%", SURE),
    ("pt", "mal chega a 40 barcos", "40", "<40", "1", SURE),
    ("pt", "dos quais 412 aguardavam há pelo menos dois anos", "412", "412", "1", SURE),
    ("fr", "un taux inférieur ou égal à 40 %", "40 %", "<=40", "%", SURE),
    ("fr", "le taux reste sous la barre des 40 %", "40 %", "<40", "%", SURE),
    ("fr", "aucune ne dépasse 40 %", "40 %", ">40", "%", OPEN),
    # the name of a part ends no range
    ("en", "up from 28.1 days in Quarter 1 to 31.5 days in May", "31.5", "31.5", "d", SURE),
    ("es", "pasó de 28,1 días en el trimestre 1 a 31,5 días", "31,5", "31.5", "d", SURE),
    ("en", "in Quarters 1 to 3", "1 to 3", "1..3", "1", SURE),
    ("es", "dentro del rango de 2% a 4%", "2% a 4%", "2..4", "%", SURE),
    ("fr", "dans la fourchette de 2 % à 4 %", "2 % à 4 %", "2..4", "%", SURE),
    # words that compare are no sign, and goals show no decimal mark
    ("pt", "menos 1,46 p.p. do que em Maio", "1,46 p.p.", "1.46", "%-pt", SURE),
    ("es-CO", "La meta 3.1 es de 48.600 casos", "48.600", "48600", "1", SURE),
    # units
    ("en", "on plots of 25 sq. metres. Loss of crop", "25", "25", "m2", SURE),
    ("en", "98,720 ML of water", "98,720", "98720", "ML", SURE),
    ("es", "llegó a 25,5 Mbps", "25,5", "25.5", "Mbit/s", SURE),
    ("en", "the sex ratio was 95 males per 100 females", "95 males per 100", "95", "1", SURE),
    ("fr-MA", "un prix de 12 DH le kilo", "12 DH", "12", "MAD/kg", SURE),
    # ranks
    ("es", "segundo registro mensual más alto", "segundo", "2", "1", SURE),
    ("pt", "a segunda ilha onde este hábito mais persiste", "segunda", "2", "1", SURE),
    ("fr", "le troisième pays le plus peuplé", "troisième", "3", "1", SURE),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "exact", "read_as", "unit", "is_open"), FIGURES)
def test_figure(
    language: str, text: str, exact: str, read_as: str, unit: str | None, is_open: bool
) -> None:
    numeral = found(language, text, exact)

    assert (reading(numeral), numeral.unit, bool(numeral.doubt)) == (read_as, unit, is_open), (
        numeral.doubt
    )


PERIODS = [
    ("es", "el 31/12/13 se", "31/12/13", "2013-12-31", "date"),
    ("pt", "em 05/06/13 se", "05/06/13", "2013-06-05", "date"),
    ("en", "on 12/31/13 it", "12/31/13", "2013-12-31", "date"),
    ("en-US", "on 05/06/13 it", "05/06/13", "2013-05-06", "date"),
    ("en", "in 2012-Q3 it", "2012-Q3", "2012-07/2012-09", "period"),
    ("en", "in Q3 2012 it", "Q3 2012", "2012-07/2012-09", "period"),
    ("en", "in 3Q12 it", "3Q12", "2012-07/2012-09", "period"),
    ("en", "in H1 2012 it", "H1 2012", "2012-01/2012-06", "period"),
    ("es", "en 2012-T3 se", "2012-T3", "2012-07/2012-09", "period"),
    ("pt", "no 1T2024 se", "1T2024", "2024-01/2024-03", "period"),
    ("fr", "au T3 2012 on", "T3 2012", "2012-07/2012-09", "period"),
    ("es", "en el tercer trimestre de 2012", "2012", "2012-07/2012-09", "period"),
    ("es", "en el III trimestre de 2012", "2012", "2012-07/2012-09", "period"),
    ("fr", "au 2e trimestre 2012", "2012", "2012-04/2012-06", "period"),
    ("es", "en el primer semestre de 2014", "2014", "2014-01/2014-06", "period"),
    ("es", "entre enero y marzo de 2014", "2014", "2014-01/2014-03", "period"),
    ("pt", "em jan/2013 se", "2013", "2013-01", "period"),
    ("en", "at 10 p.m. it", "10", "-", "date"),
    ("fr", "à 10 h 30 on", "10 h 30", "-", "date"),
    ("fr", "la loi n° 78-17 dit", "78-17", "-", "law"),
    ("en", "at COP26 they", "COP26", "-", "name"),
    ("es", "en la década de 1990", "1990", "1990/1999", "period"),
    ("es", "en los años 90", "90", "1990/1999", "period"),
    ("pt", "nos anos 80", "80", "1980/1989", "period"),
    ("fr", "dans les années 1990", "1990", "1990/1999", "period"),
    ("fr", "le 1er janvier 2014", "1er janvier 2014", "2014-01-01", "date"),
    ("pt", "em 11 de junho de 2013", "11 de junho de 2013", "2013-06-11", "date"),
    ("en", "on 12-15 July 2013", "12", "12", "date"),
    ("es", "en Jun-17 se", "17", "2017-06", "period"),
    ("en", "in Apr '05 it", "05", "2005-04", "period"),
    ("en", "sales [2] of", "2", "2", "footnote"),
    ("en", "Sales\n(in thousands of boats)", "thousands", "-", "other"),
    ("fr", "l’emploi des 15-64 ans", "15-64", "15..64", "age"),
    ("es", "niños de 6 a 35 meses de edad", "6 a 35", "6..35", "age"),
    ("en", "at 10:30:45 it", "10:30:45", "-", "date"),
    ("en", "the first 10 months of 2017", "10", "10", "period"),
    ("es", "los primeros diez meses de 2017", "diez", "10", "period"),
    ("pt", "nos primeiros 10 meses de 2017", "10", "10", "period"),
    ("fr", "les 10 premiers mois de 2017", "10", "10", "period"),
    ("en", "children under 5 live", "5", "<5", "age"),
    ("en", "65 years and over", "65", ">=65", "age"),
    ("es", "jóvenes de 15 a 29 años", "15 a 29", "15..29", "age"),
    ("es", "personas de 65 años y más", "65", ">=65", "age"),
    ("pt", "crianças de 0 a 5 anos", "0 a 5", "0..5", "age"),
    ("fr", "les enfants de moins de 5 ans", "5", "<5", "age"),
    ("fr", "les 18-25 ans", "18-25", "18..25", "age"),
    ("en", "see page 3 of 12 here", "12", "12", "page"),
    ("en", "in Vol. 12 of it", "12", "12", "heading"),
    ("es", "el Boletín N.º 12 dice", "12", "12", "heading"),
    ("fr", "la loi n° 2013-123 dit", "2013-123", "-", "law"),
    ("pt", "a Lei n.º 12.345, de 2010", "12.345", "12345", "law"),
    ("es", "Total 1/ de 30 casos", "1", "1", "footnote"),
    ("en", "pupils of Grade 8 sat", "8", "8", "name"),
    ("en", "certified by ISO 9001 now", "9001", "9001", "name"),
    ("es", "la partida 1204 del arancel", "1204", "1204", "name"),
    ("pt", "o código 1204 da tabela", "1204", "1204", "name"),
    ("fr", "dans la zone 4 du port", "4", "4", "name"),
    ("en", "Telephone: +51 1 555 0100 today", "51 1 555 0100", "-", "name"),
    ("es", "Informes al (55) 5555-0100 hoy", "55) 5555-0100", "-", "name"),
    ("fr", "Tél. 01 55 50 01 00 ou", "01 55 50 01 00", "-", "name"),
    ("en", "Rates are per 100,000 people", "100,000", "100000", "other"),
    ("fr", "le taux pour 100 000 habitants", "100 000", "100000", "other"),
    ("en", "sold for the rate it set, 100,000 boats", "100,000", "100000", "figure"),
    ("en", "Boats ('000)\t41.5\t42.6", "000", "0", "name"),
    ("en", "rose in the 12 months to May 2021", "12", "12", "period"),
    ("en", "against 56 boats three years before", "three", "3", "period"),
    ("es", "contra 56 barcos tres años antes", "tres", "3", "period"),
    ("fr", "contre 56 bateaux trois ans plus tôt", "trois", "3", "period"),
    ("en", "adults aged 25-34, 12.7 percent of", "25-34", "25..34", "age"),
    ("en", "Ages: 45-54 years: 12 percent", "45-54", "45..54", "age"),
    ("es", "De 40 a 44 años\t412\t518", "40 a 44", "40..44", "age"),
    ("es", "habitantes de 30 y más años", "30", ">=30", "age"),
    ("pt", "metade tinha entre 40 e 44 anos", "40 e 44", "40..44", "age"),
    ("en", "it moved from ninth in 2019 to eighth in 2020", "ninth", "9", "figure"),
    ("en", "ranked second in tin and seventh in zinc", "seventh", "7", "figure"),
    ("en", "the seventh in a line of boats", "seventh", "7", "other"),
]


@pytest.mark.parametrize(("language", "text", "exact", "read_as", "category"), PERIODS)
def test_number_that_is_no_figure(
    language: str, text: str, exact: str, read_as: str, category: str
) -> None:
    numeral = found(language, text, exact)

    assert (reading(numeral), numeral.category) == (read_as, category)


TABLES = [
    ("en", "Region\t2019\t2020\nNorth\t12\t345\nSouth\t7\t120", "12 345 7 120"),
    ("en", "Region,2019,2020\nNorth,711,642\nSouth,7,120", "711 642 7 120"),
    ("es", "Región;2019;2020\nNorte;12,5;345\nSur;7;120", "12.5 345 7 120"),
    ("en", "| Region | 2019 | 2020 |\n| North | 12 | 345 |", "12 345"),
    ("en", "Region\t2019\t2020\nNorth\t1998\t2024\nSouth\t7\t120", "1998 2024 7 120"),
    ("es", "País\t2019\t2020\nBrasil\t7.704\t16,947\nPerú\t1.024\t12,500", "7704 16947 1024 12500"),
    ("es", "Norte\t50,500\t48,200\nSur\t12,300\t9,150", "50500 48200 12300 9150"),
    ("fr", "Nord\t50 500\t− 4,2\nSud\t- 9 150\t.5", "50500 -4.2 -9150 0.5"),
    ("en", "North\t3.5-\t(4.2)\nSouth\t(-)5.1\t-6.2", "-3.5 -4.2 -5.1 -6.2"),
    ("en", "North   50,500a  12\nSouth   1,234r   13\nEast    12.3p    14",
     "50500 12 1234 13 12.3 14"),
    ("pt", "Idade\tTotal\n0-4\t1.234\n65+\t3.120 p", "1234 3120"),
    ("pt", "Norte\t1 234\t12\nSul\t1.234,5\t-½", "1234 12 1234.5 -50"),
    ("en", "Rate\t0.125\t1.234\nOther\t3.712\t0.998", "0.125 1.234 3.712 0.998"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "values"), TABLES)
def test_cells_are_apart(language: str, text: str, values: str) -> None:
    figures = [n for n in read(text, language) if n.category == "figure"]

    assert " ".join(n.value or "" for n in figures) == values


def test_an_open_currency_is_no_doubt_of_the_value() -> None:
    money, open_mark = read("$7 million", "en")[0], read("1.234 ha", "en")[0]

    assert (money.doubt, money.value_doubt) == (money.unit_doubt, None)
    assert money.doubt
    assert (open_mark.unit_doubt, open_mark.value_doubt) == (None, open_mark.doubt)


def test_flagged_cells_have_a_doubt_and_no_letter() -> None:
    text = "North\t50,500a\t12\nSouth\t1,234r\t13\nEast\t12.3 p\t14\nWest\t9 (e)\te1,500"

    flagged = [n for n in read(text, "en") if n.doubt]

    assert [n.exact for n in flagged] == ["50,500", "1,234", "12.3", "9", "1,500"]


def test_bracketed_and_trailing_signs_have_a_doubt() -> None:
    text = "North\t3.5-\t(4.2)\nSouth\t1.5\t-6.2"

    assert [n.exact for n in read(text, "en") if n.doubt] == ["3.5-", "(4.2)"]


def test_page_numbers_of_running_heads_are_no_figures() -> None:
    pages = [f"{page}\tx".replace("\tx", "  ORCHARD REVIEW OF THE NORTH") for page in (11, 12, 13)]
    text = "\n\n".join(f"{head}\n\nTrees grew on 50 hectares." for head in pages)

    kinds = [(n.exact, n.category) for n in read(text, "en") if n.exact != "50"]

    assert kinds == [("11", "page"), ("12", "page"), ("13", "page")]


def test_age_bands_of_a_column_are_ages() -> None:
    text = "Edad\tTotal\n0-4\t12\n5-9\t13\n65+\t14"

    assert [n.category for n in read(text, "es")] == ["age", "figure"] * 3


def test_a_table_has_its_own_habit() -> None:
    text = (
        "La tasa fue de 24,3 % y el saldo de 1.234.567 euros.\n\n"
        "Norte\t50,500\t1,234,567\nSur\t9,150\t3"
    )
    by_exact = {n.exact: n for n in read(text, "es")}

    assert (by_exact["50,500"].value, by_exact["50,500"].doubt) == ("50500", None)
    assert (by_exact["24,3 %"].value, by_exact["24,3 %"].doubt) == ("24.3", None)


def test_qualifiers_of_estimates_and_round_numbers() -> None:
    assert [n.qualifier for n in read("50,500 ha (2022 est.) and 12 ha (2021)", "en")][::2] == [
        *("estimated", "exact")
    ]
    assert read("une trentaine de cas", "fr")[0].qualifier == "approximate"
    assert read("poco más de 300 casos", "es")[0].qualifier == "approximate"


# -- quotes ----------------------------------------------------------------------------------------

ORCHARDS = """Informe de los huertos

En 2020 la cosecha fue de 24,3 toneladas en el norte del país.

En 2020 la cosecha fue de .5 toneladas en el sur del país.

En 2020 la cosecha fue de 1.9 millones de toneladas en el este.

En 2020 se cosecharon entre 250 y 400 toneladas en el oeste.

En 2020 el saldo fue de (23,5 millones) toneladas en la costa.
"""


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("24,3 toneladas", ["24.3"]),
        ("4,3 toneladas", []),
        (".5", ["0.5"]),
        ("5 toneladas en el sur", []),
        ("1.9 millones", ["1900000"]),
        ("1.9", []),
        ("entre 250 y 400", ["250", "400"]),
        ("400 toneladas", []),
        ("(23,5 millones)", ["-23500000"]),
        ("23,5 millones", []),
    ],
)
def test_a_quote_is_read_as_the_document(quote: str, said: list[str]) -> None:
    start = ORCHARDS.index(quote)

    numerals = read_span(ORCHARDS, "es", start, start + len(quote))

    assert [v for n in numerals for v in (n.value, n.low, n.high) if v] == said


def test_a_quote_with_combining_accents_is_read_in_its_place() -> None:
    text = unicodedata.normalize("NFD", "Según él, más de 15 mil 505 niños y 3,5 millones de años")
    start = text.index("15 mil")

    assert [n.low for n in read_span(text, "es", start, start + len("15 mil 505"))] == ["15505"]
    assert [n.value for n in read(text, "es")][1:] == ["3500000"]


# -- properties ------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    words(
        "1 23 2013 24.3 50,500 1.234 1'500,000 (3) -4 − .5 10⁶ ½ 3/4 % $ ( ) , . : ; - – / ha kg "
        "por mil millones million mil et deux cents quatre vingt vinte e cinq to a de and between "
        "entre over menos Q3 T3 est. años years 12,34,567 31/12/13 cents R90 m \u200b50 lakh no "
        "hasta sur"
    )
)
JOINS = st.sampled_from(["", " ", " ", "\n", "\t", "\n\n", "\u00a0", "  ", "   ", ",", ";", "|"])
TEXTS = st.lists(st.tuples(PIECES, JOINS), max_size=40).map(
    lambda pairs: "".join(piece + join for piece, join in pairs)
)
LANGUAGES = st.sampled_from(sorted(LEXICONS))


@given(TEXTS, LANGUAGES, st.sampled_from([None, "PE", "MX", "ZA", "IN", "BR", "US"]))
@settings(max_examples=400, deadline=None)
def test_every_digit_is_in_one_numeral_and_no_numeral_crosses_a_cell(
    text: str, language: str, country: str | None
) -> None:
    covered = [0] * len(text)
    for numeral in read(text, language, country):
        assert 0 <= numeral.start < numeral.end <= len(text)
        assert text[numeral.start : numeral.end] == numeral.exact
        assert "\t" not in numeral.exact
        assert "\n\n" not in numeral.exact
        for at in range(numeral.start, numeral.end):
            covered[at] += 1

    assert max(covered, default=0) <= 1
    assert [c for c, n in zip(text, covered, strict=True) if c.isdecimal() and not n] == []


@given(st.integers(0, 999), st.integers(0, 999), st.sampled_from("\t\n"), LANGUAGES)
def test_a_tab_or_line_never_joins_digits(a: int, b: int, border: str, language: str) -> None:
    numerals = read(f"Total {a}{border}{b:03} x", language)

    assert [n.exact for n in numerals] == [str(a), f"{b:03}"]


def test_a_word_of_a_rate_is_no_number_at_the_end_of_a_paragraph() -> None:
    assert read("tasa por mil\n\nOtra línea", "es") == []


@pytest.mark.parametrize(
    ("language", "text", "figures"),
    [
        ("en", "Wheat 1\t4.5\t7.1\n1 Includes rye", "4.5 7.1"),
        ("es", "Trigo (2)\t4,5\t7,1\n(2) Sin centeno", "4,5 7,1"),
        ("fr", "Blé 3)\t4,5\t7,1\n3) Sans seigle", "4,5 7,1"),
        ("pt", "Trigo 5\t4,5\t7,1\nSem centeio", "5 4,5 7,1"),
    ],
)
def test_marks_of_notes_in_labels(language: str, text: str, figures: str) -> None:
    numerals = read(text, language)

    assert [n.exact for n in numerals if n.category == "figure"] == figures.split()


@pytest.mark.parametrize(
    ("language", "text", "qualifiers"),
    [
        ("en", "It had 300 boats or so.", "approximate"),
        ("en", "300 boats approximately 20 feet long", "exact approximate"),
        ("es", "son 300 barcos aproximadamente.", "approximate"),
        ("es", "rondaba los 300 euros", "approximate"),
        ("pt", "são 300 barcos, aproximadamente 20 novos", "exact approximate"),
        ("pt", "rondaram os 300 barcos", "approximate"),
        ("fr", "un quart environ des fermes", "approximate"),
        ("fr", "300 bateaux environ 20 jours", "exact approximate"),
        ("fr", "le prix avoisine 300 euros", "approximate"),
        ("en", "Growth is estimated to have come down to 3.1 percent", "estimated"),
        ("en", "Rate: 4.1 boats per town (est.)", "estimated"),
        ("en", "4.1 boats (of which 3 est.)", "exact exact"),
    ],
)
def test_qualifiers(language: str, text: str, qualifiers: str) -> None:
    assert [n.qualifier for n in read(text, language)] == qualifiers.split()


@pytest.mark.parametrize(
    ("language", "text", "estimated"),
    [
        ("en", "\t2021\t2022 e\nRye\t45\t51\n\ne Estimated.", "51"),
        ("en", "\t2021\t2022 est.\nRye\t45\t51", "51"),
        ("pt", "Ano\tSul\tNorte\n2021\t45\t47\n2022 (e)\t51\t53\n(e) Estimativa.", "51 53"),
        ("es", "\t2021\t2022\nSur\t45\t51 e\nNorte\t47\t53\ne/ Estimado.", "51"),
        ("en", "\t2021\t2022 e\nRye\t45\t51\nOats:\nWhite\t7\t8\n\ne Estimated.", "51 8"),
        ("en", "\t2021\t2022 e\nRye\t45\t51\n\nOats:\nWhite\t7\t8\n\ne Estimated.", "51"),
        ("fr", "\t2021\t2022 e\nSud\t45\t51\ne Espèces vivantes", ""),
    ],
)
def test_estimates_of_a_table(language: str, text: str, estimated: str) -> None:
    found_so = [n.value for n in read(text, language) if n.qualifier == "estimated"]

    assert found_so == estimated.split()


@given(TEXTS, LANGUAGES)
@settings(max_examples=200, deadline=None)
def test_a_sentence_without_numbers_changes_nothing(text: str, language: str) -> None:
    before = read(text, language)
    after = read(f"{text}\n\nzz yy xx ww.", language)

    assert [(n.start, reading(n)) for n in after] == [(n.start, reading(n)) for n in before]


@given(
    st.lists(st.sampled_from(["50,500 ha", "1.234 kg", "17.000", "24,3 t", "1.9", "0.125"])),
    st.sampled_from(["24,3 kg", "1,234,567 kg", "1.9 kg", "1.234.567 kg", "12 kg"]),
    LANGUAGES,
)
def test_a_value_that_other_numbers_would_change_has_a_doubt(
    numbers: list[str], other: str, language: str
) -> None:
    text = "; ".join(numbers) + " zz"
    before, after = read(text, language), read(f"{text}\n\nIt was {other} then.", language)

    for one, two in zip(before, after, strict=False):
        assert one.value == two.value or one.doubt or two.doubt


@pytest.mark.parametrize(
    "unit",
    ["\t", "1\t2\n", "a,1\n", "'1", "1'", "-", "- 1 ", "(1) ", "1\u200b", "mil-\n", "a  1\n"],
)
def test_time_is_linear_in_texts_of_one_pattern(unit: str) -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        read(unit * times, "es")
        return time.process_time() - start

    small = min(seconds(500) for _ in range(3))
    large = min(seconds(4000) for _ in range(2))

    assert large < 8 * 4 * small + 0.05


@pytest.mark.parametrize(
    "run", ["\t", " ", "\u00a0", "-", "'", ".", ",", "1", "(", "\u200b", "|", "°"]
)
def test_time_is_linear_in_long_runs(run: str) -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        read(f"a 1{run * times}\na  1{run * times}x\na  1", "fr")
        return time.process_time() - start

    small = min(seconds(1000) for _ in range(3))
    large = min(seconds(8000) for _ in range(2))

    assert large < 8 * 4 * small + 0.05


def test_a_text_is_read_once() -> None:
    read_once.cache_clear()
    for _ in range(3):
        read_span(ORCHARDS, "es", 0, 40, "PE")

    assert read_once.cache_info().misses == 1
