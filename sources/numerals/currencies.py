"""The signs, codes and families of currencies, which all languages share."""

from collections.abc import Mapping

from .lexicon import Words, word_set

CURRENCY_SIGNS: Mapping[str, str] = {
    "$": "$",
    "€": "EUR",
    "£": "pound",
    "¥": "yen",
    "₹": "INR",
    "₡": "CRC",
    "₲": "PYG",
    "₱": "PHP",
    "₩": "KRW",
    "₦": "NGN",
    "₽": "RUB",
    "₺": "TRY",
    "₫": "VND",
    "₪": "ILS",
    "₮": "MNT",
    "₴": "UAH",
    "₵": "GHS",
    "฿": "THB",
}
# Letters of a currency before its number, folded and without blanks, with or without its sign.
CURRENCY_PREFIXES: Mapping[str, str] = {
    **dict.fromkeys(("us$", "u.s.$", "u$s", "u$", "usd$", "$us", "us.$"), "USD"),
    "c$": "c$",
    **dict.fromkeys(("ca$", "can$", "cad$", "cdn$"), "CAD"),
    **dict.fromkeys(("a$", "au$", "aud$"), "AUD"),
    **dict.fromkeys(("nz$", "nzd$"), "NZD"),
    **dict.fromkeys(("nt$", "ntd$"), "TWD"),
    **dict.fromkeys(("rd$",), "DOP"),
    **dict.fromkeys(("hk$", "hkd$"), "HKD"),
    **dict.fromkeys(("s$", "sgd$"), "SGD"),
    **dict.fromkeys(("j$", "ja$"), "JMD"),
    **dict.fromkeys(("tt$",), "TTD"),
    **dict.fromkeys(("bds$", "bd$"), "BBD"),
    **dict.fromkeys(("bz$",), "BZD"),
    **dict.fromkeys(("ec$",), "XCD"),
    **dict.fromkeys(("g$", "gy$"), "GYD"),
    **dict.fromkeys(("n$",), "NAD"),
    **dict.fromkeys(("r$", "brl$"), "BRL"),
    **dict.fromkeys(("mx$", "mex$", "mxn$", "m$n"), "MXN"),
    **dict.fromkeys(("col$", "cop$", "co$"), "COP"),
    **dict.fromkeys(("ar$", "arg$", "ars$"), "ARS"),
    **dict.fromkeys(("ch$", "clp$", "cl$"), "CLP"),
    **dict.fromkeys(("$u", "uy$", "uyu$"), "UYU"),
    **dict.fromkeys(("s/.", "s/"), "PEN"),
    **dict.fromkeys(("b/.", "b/"), "PAB"),
    **dict.fromkeys(("gs.", "gs"), "PYG"),
    **dict.fromkeys(("tk", "tk."), "BDT"),
    **dict.fromkeys(("bs.", "bs"), "bolivar"),
    **dict.fromkeys(("rs.", "rs"), "rupee"),
    **dict.fromkeys(("cn¥", "rmb¥", "rmb"), "CNY"),
    **dict.fromkeys(("ksh", "kshs", "ksh."), "KES"),
    **dict.fromkeys(("tsh", "tshs"), "TZS"),
    **dict.fromkeys(("ush", "ushs"), "UGX"),
    **dict.fromkeys(("kr", "kr."), "krone"),
    **dict.fromkeys(("rm",), "MYR"),
    **dict.fromkeys(("rp", "rp."), "IDR"),
    **dict.fromkeys(("kz",), "AOA"),
    **dict.fromkeys(("fcfa", "cfa"), "cfa"),
    **dict.fromkeys(("gh¢", "gh₵", "ghc"), "GHS"),
    **dict.fromkeys(("fr.", "fr"), "franc"),
    "sdr": "XDR",
    "php": "PHP",
}
# ISO 4217 codes that are read in capitals beside a number; any other code is a curator's to add.
CURRENCY_CODES: Words = word_set(
    "AED AOA ARS AUD BBD BDT BGN BOB BRL BSD BWP BZD CAD CHF CLF CLP CNY COP CRC CUP CVE CZK "
    "DKK DOP DZD EGP ETB EUR GBP GHS GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR ISK JMD JOD JPY "
    "KES KRW KWD LKR MAD MNT MUR MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PHP PKR PLN PYG QAR "
    "RON RSD RUB RWF SAR SEK SGD STN SVC THB TND TRY TTD TWD TZS UAH UGX USD UYU VES VND XAF "
    "XCD XDR XOF ZAR ZMW CDF MWK PGK SZL"
)
# Codes that with one or two digits are rather a name: COP26.
NAMES_LIKE_CODES: Words = word_set("COP")
_DOLLARS = {
    **dict.fromkeys(word_set("US EC SV PR TL ZW PW FM MH GU VI"), "USD"),
    **{"CA": "CAD", "AU": "AUD", "NZ": "NZD", "HK": "HKD", "SG": "SGD", "TW": "TWD", "JM": "JMD"},
    **{"TT": "TTD", "BB": "BBD", "BS": "BSD", "BZ": "BZD", "GY": "GYD", "SR": "SRD", "LR": "LRD"},
    **{"NA": "NAD", "FJ": "FJD", "BM": "BMD", "KY": "KYD", "BN": "BND"},
    **dict.fromkeys(word_set("AG DM GD KN LC VC"), "XCD"),
}
_PESOS = {
    **{"MX": "MXN", "CO": "COP", "CL": "CLP", "AR": "ARS", "UY": "UYU", "DO": "DOP", "CU": "CUP"},
    "PH": "PHP",
}
# What a sign or a word that several currencies share means, by the area of the document. The word
# `else` has the code of every other area; without it, no code is read there.
CURRENCY_FAMILIES: Mapping[str, Mapping[str, str]] = {
    "$": {**_DOLLARS, **_PESOS, "else": "USD"},
    "dollar": {**_DOLLARS, "else": "USD"},
    "peso": _PESOS,
    "c$": {"NI": "NIO", "CA": "CAD"},
    "bolivar": {"BO": "BOB", "VE": "VES"},
    "franc": {
        **{"CH": "CHF", "LI": "CHF", "RW": "RWF", "BI": "BIF", "CD": "CDF", "GN": "GNF"},
        **{"DJ": "DJF", "KM": "KMF"},
        **dict.fromkeys(word_set("SN CI ML BF BJ TG NE GW"), "XOF"),
        **dict.fromkeys(word_set("CM GA TD CF CG GQ"), "XAF"),
    },
    "cfa": {
        **dict.fromkeys(word_set("SN CI ML BF BJ TG NE GW"), "XOF"),
        **dict.fromkeys(word_set("CM GA TD CF CG GQ"), "XAF"),
    },
    "rupee": {"IN": "INR", "PK": "PKR", "LK": "LKR", "NP": "NPR", "MU": "MUR", "SC": "SCR"},
    "pound": {"EG": "EGP", "LB": "LBP", "SY": "SYP", "SD": "SDG", "SS": "SSP", "else": "GBP"},
    "krone": {"SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK", "GL": "DKK", "FO": "DKK"},
    "dinar": {
        **{"DZ": "DZD", "TN": "TND", "RS": "RSD", "KW": "KWD", "JO": "JOD", "BH": "BHD"},
        **{"IQ": "IQD", "LY": "LYD"},
    },
    "kwacha": {"MW": "MWK", "ZM": "ZMW"},
    "dirham": {"MA": "MAD", "AE": "AED"},
    "shilling": {"KE": "KES", "TZ": "TZS", "UG": "UGX", "SO": "SOS"},
    "escudo": {"CV": "CVE", "PT": "PTE"},
    "riyal": {"SA": "SAR", "QA": "QAR", "OM": "OMR", "YE": "YER"},
    "colon": {"CR": "CRC", "SV": "SVC"},
    "yen": {"CN": "CNY", "else": "JPY"},
    "cent": {
        **_DOLLARS,
        **dict.fromkeys(
            word_set("IE FR DE ES PT IT BE NL AT FI GR LU MT CY SK SI EE LV LT"), "EUR"
        ),
        "ZA": "ZAR",
    },
    "centavo": {**_PESOS, "BR": "BRL", "BO": "BOB", "PE": "PEN", "MZ": "MZN", "US": "USD"},
    "centimo": {"ES": "EUR", "PT": "EUR", "PE": "PEN", "CR": "CRC", "VE": "VES", "PY": "PYG"},
    "paisa": {"BD": "BDT", "IN": "INR", "PK": "PKR", "NP": "NPR"},
    "penny": {"GB": "GBP", "else": "GBP"},
}
# A capital before a number that is a currency in one area, and elsewhere the letter of a name.
LONE_LETTERS: Mapping[str, Mapping[str, str]] = {
    "ZA": {"R": "ZAR"},
    "GT": {"Q": "GTQ"},
    "HN": {"L": "HNL"},
    "ZM": {"K": "ZMW"},
    "BW": {"P": "BWP"},
    "PH": {"P": "PHP"},
    "GM": {"D": "GMD"},
    "NG": {"N": "NGN"},
    "MW": {"K": "MWK"},
    "PG": {"K": "PGK"},
    "SZ": {"E": "SZL"},
}
# Letters behind a number that are a currency in one area, and elsewhere a unit.
LETTERS_BEHIND: Mapping[str, Mapping[str, str]] = {
    "MZ": {"MT": "MZN", "Mt": "MZN"},
    "MA": {"DH": "MAD", "Dh": "MAD", "Dhs": "MAD"},
    "DZ": {"DA": "DZD"},
    "TN": {"DT": "TND"},
    "CD": {"FC": "CDF"},
    "CV": {"ECV": "CVE"},
}
# A code that the document names elsewhere settles a word of its family, too.
FAMILY_MEMBERS: Mapping[str, Words] = {
    family: frozenset(codes.values()) for family, codes in CURRENCY_FAMILIES.items()
}
# Abbreviations of currencies behind a number that are the same in every language.
SHARED_CURRENCIES: Mapping[str, str] = {
    "kr": "krone",
    "fcfa": "cfa",
    "f cfa": "cfa",
    "bs": "bolivar",
    "us $": "USD",
    "u $ s": "USD",
    "r $": "BRL",
    "zl": "PLN",
    "kc": "CZK",
}
