"""The words of per cent, units and currencies in French."""

from .currencies import SHARED_CURRENCIES
from .lexicon import Phrases
from .measures import PERCENT_SIGNS, UNIT_SIGNS

PERCENTS: Phrases[str] = Phrases(
    {
        **PERCENT_SIGNS,
        "pb": "basis_points",
        "pts": "points",
        **dict.fromkeys(("pour cent", "p . cent", "p . 100"), "percent"),
        **dict.fromkeys(("pour mille", "p . mille"), "per_mille"),
        **dict.fromkeys(("points de pourcentage", "point de pourcentage"), "percentage_points"),
        **dict.fromkeys(("points de pourcent",), "percentage_points"),
        **dict.fromkeys(("point", "points"), "points"),
        **dict.fromkeys(("points de base", "point de base"), "basis_points"),
        "pdb": "basis_points",
    }
)
UNITS: Phrases[str] = Phrases(
    {
        **UNIT_SIGNS,
        **dict.fromkeys(("kilolitre", "kilolitres"), "kL"),
        **dict.fromkeys(("seconde", "secondes"), "s"),
        **dict.fromkeys(("hectare", "hectares"), "har"),
        **dict.fromkeys(("tonne", "tonnes", "tonnes metriques", "tonne metrique"), "t"),
        **dict.fromkeys(("tonne courte", "tonnes courtes"), "[ston_av]"),
        **dict.fromkeys(("once", "onces"), "[oz_av]"),
        **dict.fromkeys(("once troy", "onces troy"), "[oz_tr]"),
        **dict.fromkeys(("tonne longue", "tonnes longues"), "[lton_av]"),
        **dict.fromkeys(("acre", "acres"), "[acr_us]"),
        **dict.fromkeys(("kilogramme", "kilogrammes", "kilo", "kilos"), "kg"),
        **dict.fromkeys(("gramme", "grammes"), "g"),
        **dict.fromkeys(("milligramme", "milligrammes"), "mg"),
        **dict.fromkeys(("kilometre", "kilometres"), "km"),
        **dict.fromkeys(("kilometre carre", "kilometres carres"), "km2"),
        **dict.fromkeys(("metre carre", "metres carres"), "m2"),
        **dict.fromkeys(("metre cube", "metres cubes"), "m3"),
        **dict.fromkeys(("hectometres cubes",), "hm3"),
        **dict.fromkeys(("metre", "metres"), "m"),
        **dict.fromkeys(("centimetre", "centimetres"), "cm"),
        **dict.fromkeys(("millimetre", "millimetres"), "mm"),
        **dict.fromkeys(("mille marin", "milles marins"), "[nmi_i]"),
        **dict.fromkeys(("litre", "litres"), "L"),
        **dict.fromkeys(("millilitre", "millilitres"), "mL"),
        **dict.fromkeys(("hectolitre", "hectolitres"), "hL"),
        **dict.fromkeys(("baril", "barils"), "[bbl_us]"),
        **dict.fromkeys(("an", "ans", "annee", "annees"), "a"),
        **dict.fromkeys(("mois",), "mo"),
        **dict.fromkeys(("semaine", "semaines"), "wk"),
        **dict.fromkeys(("jour", "jours"), "d"),
        **dict.fromkeys(("heure", "heures"), "h"),
        **dict.fromkeys(("minute", "minutes"), "min"),
        **dict.fromkeys(("megawatt", "megawatts"), "MW"),
        **dict.fromkeys(("kilowatt", "kilowatts"), "kW"),
        **dict.fromkeys(("gigawatt", "gigawatts"), "GW"),
        **dict.fromkeys(("kilowattheure", "kilowattheures", "kilowatts - heures"), "kW.h"),
        **dict.fromkeys(("megawattheure", "megawattheures", "megawatts - heures"), "MW.h"),
        **dict.fromkeys(("gigawattheure", "gigawattheures"), "GW.h"),
        **dict.fromkeys(("terawattheure", "terawattheures"), "TW.h"),
        **dict.fromkeys(("degres celsius", "degre celsius"), "Cel"),
        **dict.fromkeys(("parties par million",), "[ppm]"),
    }
)
CURRENCIES: Phrases[str] = Phrases(
    {
        **SHARED_CURRENCIES,
        **dict.fromkeys(("dollar", "dollars"), "dollar"),
        **dict.fromkeys(
            (
                "dollars americains",
                "dollars us",
                "us dollars",
                "dollar us",
                "dollars des etats - unis",
            ),
            "USD",
        ),
        **dict.fromkeys(("dollars canadiens",), "CAD"),
        **dict.fromkeys(("euro", "euros"), "EUR"),
        **dict.fromkeys(("livres sterling", "livre sterling"), "GBP"),
        **dict.fromkeys(("francs suisses", "franc suisse"), "CHF"),
        **dict.fromkeys(("franc", "francs"), "franc"),
        **dict.fromkeys(("francs cfa", "franc cfa", "mfcfa", "mdfcfa"), "cfa"),
        **dict.fromkeys(("francs congolais",), "CDF"),
        **dict.fromkeys(("dirham", "dirhams", "dh", "dhs", "mdh", "mmdh"), "dirham"),
        **dict.fromkeys(("dinar", "dinars"), "dinar"),
        **dict.fromkeys(("dinars algeriens",), "DZD"),
        **dict.fromkeys(("dinars tunisiens",), "TND"),
        "mdt": "dinar",
        **dict.fromkeys(("dirhams marocains",), "MAD"),
        **dict.fromkeys(("gourdes", "gourde"), "HTG"),
        **dict.fromkeys(("yen", "yens"), "JPY"),
        **dict.fromkeys(("yuan", "yuans"), "CNY"),
        **dict.fromkeys(("roupie", "roupies"), "rupee"),
        **dict.fromkeys(("couronnes",), "krone"),
        **dict.fromkeys(("peso", "pesos"), "peso"),
        **dict.fromkeys(("pesos mexicains",), "MXN"),
        **dict.fromkeys(("reals", "reais"), "BRL"),
        **dict.fromkeys(("ariary",), "MGA"),
        **dict.fromkeys(("ouguiyas",), "MRU"),
    }
)
