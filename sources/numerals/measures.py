"""The signs of units and of per cent, which all languages share."""

from collections.abc import Mapping

# Signs and abbreviations that are the same in every language, folded, with UCUM codes. "MT" is the
# metric ton of statistical prose: UCUM's own MT is a megatesla.
UNIT_SIGNS: Mapping[str, str] = {
    "ha": "har",
    "m": "m",
    "bbl": "[bbl_us]",
    "kg": "kg",
    "kgs": "kg",
    "mg": "mg",
    "t": "t",
    "mt": "t",
    "tm": "t",
    "kt": "kt",
    "km": "km",
    "km 2": "km2",
    "km ²": "km2",
    "hm ³": "hm3",
    "m 2": "m2",
    "m ²": "m2",
    "m 3": "m3",
    "m ³": "m3",
    "cm": "cm",
    "mm": "mm",
    "ml": "mL",
    "hl": "hL",
    "l": "L",
    "h": "h",
    "g": "g",
    "wh": "W.h",
    "twh": "TW.h",
    "kwh": "kW.h",
    "mwh": "MW.h",
    "gwh": "GW.h",
    "kw": "kW",
    "mw": "MW",
    "gw": "GW",
    "°c": "Cel",
    "° c": "Cel",
    "° f": "[degF]",
    "m / s": "m/s",
    "lb": "[lb_av]",
    "lbs": "[lb_av]",
    "ppm": "[ppm]",
    "ppb": "[ppb]",
    "hpa": "hPa",
    "hp": "[HP]",
    "km / h": "km/h",
}

# Percent and its kin, with their kind; the units are in phrases.py.
PERCENT_SIGNS: Mapping[str, str] = {
    "%": "percent",
    "‰": "per_mille",
    "pp": "percentage_points",
    "pps": "percentage_points",
    "p . p .": "percentage_points",
    "p . p": "percentage_points",
    "bps": "basis_points",
    "bp": "basis_points",
}
