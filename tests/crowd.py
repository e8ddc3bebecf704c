"""Thousands of rows beside the made-up country, so that what reads a whole table shows.

Copies of a few of its rows, written by SQL: through the one door they would take minutes. Reading
can't tell them from published ones; the log's tiles know nothing of them.
"""

from typing import Any

from django.db import connection

from indicators.models import (
    Citation,
    Claim,
    ClaimLink,
    ClaimVerdict,
    Closing,
    Headline,
    Numeral,
    Observation,
    Rendered,
    Series,
)
from ledger.models import Entry, Version
from sources.models import Release

MANY = 12_000  # observations
SOME = 3_000  # of everything else
FEW = 500  # claims
FIRST = 1_000_000  # entry of the first copy
RELEASE, SERIES, OBSERVATION, CLOSING, CLAIM = (FIRST * n for n in range(1, 6))
TEMPLATE = "lake-report-2012-0001"


def gather() -> None:
    """Write the copies."""
    *earlier, newest = Version.objects.order_by("size").values_list("size", flat=True)
    row = Observation.objects.get(code=TEMPLATE)
    release = Release.objects.filter(code=row.release).latest("known_from")
    ended, claim = Closing.objects.filter(action="replaced").first(), Claim.objects.first()
    for first, entry in (
        (RELEASE, release.pk), (SERIES, row.series_id), (OBSERVATION, row.pk),
        (CLOSING, ended.pk), (CLAIM, claim.pk),
    ):  # fmt: skip
        copy(Entry, entry, MANY, index=f"{first} + i", object=f"'copy:{first}-' || i")
    cases = " ".join(f"WHEN {n} THEN {size}" for n, size in enumerate(earlier))
    known = {"known_from": f"CASE i %% {len(earlier)} {cases} END"}
    date = "'2013-0' || (1 + i %% 9) || '-' || (10 + i %% 17)"
    day = {"published_on": date, "published_last": date}
    year = "(1950 + i %% 60)"
    time = {
        "period": year,
        "period_start": f"{year} || '-01-01'",
        "period_end": f"{year} || '-12-31'",
    }
    value = {"value": "1000 + i %% 9000", "value_key": _key("(1000 + i %% 9000)")}
    copy(Release, release.pk, SOME, entry_id=f"{RELEASE} + i", code="'copy-' || i",
         known_to="NULL", words="'copied report ' || i",
         text_sha256="'copy-' || i", **known, **day)  # fmt: skip
    copy(Series, row.series_id, MANY, entry_id=f"{SERIES} + i", code="'a-copy-' || i",
         **topic("i"), **known)  # fmt: skip
    copy(Observation, row.pk, MANY, entry_id=f"{OBSERVATION} + i", code="'copy-' || i",
         series_id=f"{SERIES} + (i + 1) / 2", **topic("(i + 1) / 2"), **time, **value,
         release="'copy-' || (i / 4)", words="'copied words ' || i", **known, **day,
         known_to=f"CASE WHEN i %% 24 = 0 THEN {newest} END")  # fmt: skip
    copy(Rendered, row.pk, MANY, by="entry", entry=f"{OBSERVATION} + i")
    citation = Citation.objects.filter(observation=row).first()
    copy(Citation, citation.pk, MANY, key=f"({OBSERVATION} + i) * 64",
         observation_id=f"{OBSERVATION} + i", release="'copy-' || (i / 4)")  # fmt: skip
    copy(Closing, ended.pk, MANY // 24,
         entry_id=f"{CLOSING} + i", observation_id=f"{OBSERVATION} + i * 24",
         known_from=str(newest))  # fmt: skip
    copy(Headline, Headline.objects.first().pk, SOME, key=f"{FIRST} + i",
         series_id=f"{SERIES} + i", period="1950 + i * 2 %% 60", base_period="''", known_to="NULL",
         observation_id=f"{OBSERVATION} + i * 2",
         published_from="NULL", published_to="NULL")  # fmt: skip
    _gather_claims(claim)
    copy(Numeral, Numeral.objects.first().pk, SOME, key=f"{FIRST} + i", known_to="NULL",
         release="'copy-' || (i / 4)")  # fmt: skip
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def topic(number: str) -> dict[str, str]:
    """Indicator and area of a series, by its number."""
    return {"indicator": f"'boats' || ({number} / 150)", "area": f"'X' || ({number} %% 300)"}


def _gather_claims(claim: Claim) -> None:
    copy(Claim, claim.pk, FEW, entry_id=f"{CLAIM} + i", code="'a-copy-' || i",
         release="'copy-' || (i / 4)")  # fmt: skip
    link = {"claim_id": f"{CLAIM} + i", "key": f"({CLAIM} + i) * 64"}
    copy(ClaimLink, claim.links.first().pk, FEW, **link, observation="'copy-' || i")
    copy(ClaimVerdict, claim.verdicts.last().pk, FEW, **link, known_to="NULL")


def _key(number: str) -> str:
    """The key of a number of four digits, which sorts as the number does."""
    if connection.vendor == "postgresql":
        return f"'\\x0284'::bytea || CAST({number} AS text)::bytea"
    return f"CAST(X'0284' || CAST({number} AS text) AS blob)"


def _cast(value: str, type: str) -> str:
    """SQLite keeps dates as text, and would make numbers of them."""
    return f"CAST({value} AS {type})" if connection.vendor == "postgresql" else value


def copy(model: Any, row: Any, number: int, *, by: str = "", **columns: str) -> None:
    """Write copies 1 to `number` of a row; columns: SQL of what differs, where i is the copy's."""
    quote = connection.ops.quote_name
    names = [field.column for field in model._meta.concrete_fields]
    assert columns.keys() <= set(names)
    casts = {field.column: field.db_type(connection) for field in model._meta.concrete_fields}
    made = [
        _cast(columns[name], casts[name]) if name in columns else f"r.{quote(name)}"
        for name in names
    ]
    sql = (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, names))}) "
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) "
        f"SELECT {', '.join(made)} FROM {quote(model._meta.db_table)} r CROSS JOIN n "
        f"WHERE r.{quote(by or model._meta.pk.column)} = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [number, row])
