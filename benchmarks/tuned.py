"""The yardstick: a hand-tuned Starlette, asyncpg and orjson server over the same tables.

Answers /page (a page of 100 observations) and /one with the same rows as Cifra: prepared narrow
queries over a pool, objects built in plain Python, one orjson.dumps, ETag and 304 by version.
Run by benchmarks.read with granian, as Cifra is; knows no code of Cifra.
"""

import hashlib
import os
from collections import defaultdict
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

TEXTS = (
    *("producer", "breakdown", "value", "value_low", "value_high", "value_code"),
    *("missing_reason", "unit", "qualifier", "base_period", "base_value", "direction"),
    *("share_of", "published_on", "note", "basis", "quote_check_reason", "replaces"),
)
COLUMNS = (
    "entry_id, code, indicator, area, period, period_start, period_end, period_basis, producer,"
    " voice, breakdown, kind, modality, value, value_low, value_high, low_open, high_open,"
    " value_code, missing_reason, unit, qualifier, decimals, as_written, base_period, base_value,"
    " direction, share_of, source, release, published_on, note, basis,"
    " quote_check, quote_check_reason, replaces, known_from, series_id"
)
CITATIONS = (
    'SELECT observation_id, role, start, "end", exact, prefix, suffix FROM indicators_citation'
    " WHERE observation_id = ANY($1) ORDER BY key"
)
HEADLINES = (
    "SELECT series_id, period, base_period, observation_id FROM indicators_headline"
    " WHERE series_id = ANY($1) AND known_from <= $2 AND (known_to IS NULL OR known_to > $2)"
    " AND published_to IS NULL"
)
CLAIMS = (
    "SELECT l.observation, c.code FROM indicators_claimlink l JOIN indicators_claim c"
    " ON c.entry_id = l.claim_id WHERE l.observation = ANY($1) AND c.known_from <= $2"
    " AND (c.known_to IS NULL OR c.known_to > $2) ORDER BY l.key"
)
STANDING = "known_from <= $1 AND (known_to IS NULL OR known_to > $1)"
pool: asyncpg.Pool
releases: dict[str, Any] = {}


@asynccontextmanager
async def lifespan(_: Starlette):
    global pool
    pool = await asyncpg.create_pool(os.environ["TUNED_DATABASE"], min_size=4, max_size=4)
    rows = await pool.fetch("SELECT code, url, licence FROM sources_release WHERE known_to IS NULL")
    releases.update({row["code"]: (row["url"] or None, row["licence"] or None) for row in rows})
    yield
    await pool.close()


async def page(request: Request) -> Response:
    asked = request.query_params
    async with pool.acquire() as connection:
        version = int(asked.get("version") or await newest(connection))
        tag = f'"{hashlib.sha256(f"{version} {request.url}".encode()).hexdigest()[:32]}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        where, values = [STANDING], [version]
        for name in ("indicator", "area"):
            if name in asked:
                values.append(asked[name])
                where.append(f"{name} = ${len(values)}")
        if "after" in asked:
            values.append(asked["after"])
            where.append(f"code > ${len(values)}")
        rows = await connection.fetch(
            f"SELECT {COLUMNS} FROM indicators_observation WHERE {' AND '.join(where)}"
            " ORDER BY code LIMIT 101",
            *values,
        )
        results = await objects(connection, rows[:100], version)
    following = rows[99]["code"] if len(rows) > 100 else None
    body = orjson.dumps({"version": version, "next": following, "results": results})
    return Response(body, media_type="application/json", headers={"ETag": tag})


async def one(request: Request) -> Response:
    async with pool.acquire() as connection:
        version = await newest(connection)
        rows = await connection.fetch(
            f"SELECT {COLUMNS} FROM indicators_observation WHERE {STANDING} AND code = $2",
            *(version, request.query_params["id"]),
        )
        (found,) = await objects(connection, rows, version)
    return Response(orjson.dumps(found), media_type="application/json")


async def newest(connection: Any) -> int:
    sql = "SELECT size, root FROM ledger_version ORDER BY size DESC LIMIT 1"
    return (await connection.fetchrow(sql))["size"]


async def objects(connection: Any, rows: Any, version: int) -> list[dict[str, Any]]:
    keys = [row["entry_id"] for row in rows]
    quotes = defaultdict(list)
    for key, role, start, end, exact, prefix, suffix in await connection.fetch(CITATIONS, keys):
        quote = {"role": role, "start": start, "end": end, "exact": exact}
        quotes[key].append({**quote, "prefix": prefix or None, "suffix": suffix or None})
    series = list({row["series_id"] for row in rows})
    told = await connection.fetch(HEADLINES, series, version)
    contested = {(s, period, base): observation for s, period, base, observation in told}
    claims = defaultdict(list)
    for code, claim in await connection.fetch(CLAIMS, [row["code"] for row in rows], version):
        claims[code].append(claim)
    return [made(row, quotes, contested, claims) for row in rows]


def made(row: Any, quotes: Any, contested: Any, claims: Any) -> dict[str, Any]:
    it = dict(row)
    key, code = it.pop("entry_id"), it.pop("code")
    for name in TEXTS:
        it[name] = it[name] or None
    url, licence = releases[it["release"]]
    place = (it.pop("series_id"), it["period"], it["base_period"] or "")
    return {
        "id": code,
        **it,
        "number": orjson.Fragment(it["value"]) if it["value"] else None,
        "url": url,
        "licence": licence,
        "page": None,
        "citations": quotes[key],
        "status": "current",
        "headline": contested.get(place, key) == key,
        "replaced_by": None,
        "claims": claims[code],
        "known_to": None,
    }


app = Starlette(routes=[Route("/page", page), Route("/one", one)], lifespan=lifespan)
