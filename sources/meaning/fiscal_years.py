"""In which month the government's fiscal year begins, by country, and by which year it is named.

Only countries whose fiscal year isn't the calendar year. Compiled from the field "Fiscal year" of
The World Factbook (CIA), checked against the laws where they say it: for example Australia's Public
Governance, Performance and Accountability Act 2013 (section 8), Canada's Financial Administration
Act (section 2), India's General Clauses Act 1897 (section 3), Japan's Public Finance Act (article
11), New Zealand's Public Finance Act 1989 (section 2), South Africa's Public Finance Management Act
1999 (section 1), 31 U.S.C. 1102, and the constitutions of Bangladesh (article 152), Kenya (article
260) and Pakistan (article 260).
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A country's fiscal year.

    begins: its first month. named_by: "end" where FY2023 ends in 2023, "begin" where it begins in
    2023, "" where people use both. split: whether "2022/23" without any word means it. mid: it
    begins in the middle of its first month and ends in the same month. until: the last year in
    which one began so, since: the first.
    """

    begins: int
    named_by: str = ""
    split: bool = True
    mid: bool = False
    since: int = 0
    until: int = 9999


_APRIL = ("GB", "CA", "BW", "NA", "SZ", "LS", "JM", "BB", "BZ", "LC", "BM", "HK", "KW", "BN")
_JULY = ("KE", "UG", "TZ", "RW", "EG", "DM", "BS", "WS", "TO", "CK", "NR", "SS")
_JULY_BY_END = ("AU", "NZ", "PK", "BD", "BT", "PR")
_OCTOBER_BY_END = ("US", "TH", "FM", "MH", "PW", "GU", "AS", "VI")

FISCAL_YEARS: Mapping[str, FiscalYear] = {
    **dict.fromkeys(_APRIL, FiscalYear(4)),
    **dict.fromkeys(("IN", "ZA"), FiscalYear(4, "end")),
    **dict.fromkeys(("JP", "SG"), FiscalYear(4, "begin")),
    **dict.fromkeys(_JULY, FiscalYear(7)),
    **dict.fromkeys(_JULY_BY_END, FiscalYear(7, "end")),
    **dict.fromkeys(_OCTOBER_BY_END, FiscalYear(10, "end", split=False)),
    "HT": FiscalYear(10, split=False),
    "TT": FiscalYear(10),
    "NP": FiscalYear(7, "end", mid=True),
    "ET": FiscalYear(7, mid=True),
    "MU": FiscalYear(7, since=2015),
    "FJ": FiscalYear(8, since=2016),
    "LR": FiscalYear(7, until=2020),
    "MW": FiscalYear(7, until=2019),
}
