"""What whole exports cost, as ratios, on the world of benchmarks.generate.

    python -m benchmarks.generate 100000    (once, into DATABASE_URL or the SQLite of the state)
    python -m benchmarks.exports [ROUNDS]

On PostgreSQL the unit is COPY of the same rows joined with their citations, read by this same
client in the same round: 1.00 is as fast. On SQLite it is a plain cursor over the same join. Each
measurement runs in a process of its own, the formats in turn; rates are medians over the rounds of
per-round ratios. Memory is the peak of such a process above one that only connects, for all rows
and for a tenth of them: flat memory gives the same figure twice.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

FORMS = ("csv", "jsonl", "parquet")
TARGETS = {"csv": 0.95, "parquet": 0.5}
JOINED = (
    "SELECT o.code, o.indicator, o.area, o.period, o.period_start, o.period_end, o.period_basis,"
    " o.producer, o.voice, o.breakdown, o.kind, o.modality, o.value, o.value_low, o.value_high,"
    " o.low_open, o.high_open, o.value_code, o.missing_reason, o.unit, o.qualifier, o.decimals,"
    " o.as_written, o.base_period, o.base_value, o.direction, o.share_of, o.source, o.release,"
    " o.published_on, o.note, o.known_from, o.known_to, c.role, c.start, c.{end}, c.exact,"
    " c.prefix, c.suffix FROM indicators_observation o"
    " JOIN indicators_citation c ON c.observation_id = o.entry_id"
    " WHERE o.known_to IS NULL AND o.entry_id < {below} ORDER BY o.entry_id"
)


def unit(below: int) -> Iterator[bytes]:
    """The rows as the database gives them with least effort."""
    from django.db import connection

    sql = JOINED.format(below=below, end='"end"')
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)") as lines:
                for line in lines:
                    yield bytes(line)
            return
        cursor.execute(sql)
        while rows := cursor.fetchmany(1000):
            yield repr(rows).encode()


def measure(what: str, share: float) -> dict[str, float]:
    """Seconds, bytes and peak memory (MiB) of one export in this process."""
    import django

    django.setup()
    from indicators.delivery import exports
    from indicators.reading import selectors
    from indicators.reading.serializers import ObservationSerializer
    from rest.parquet import require_parquet
    from rest.read_state import ReadParams, resolve_snapshot

    if what == "parquet":
        require_parquet()  # a server imports it once
    now = resolve_snapshot(ReadParams())
    rows = selectors.observations(now)
    last = rows.order_by("-entry_id").values_list("entry_id", flat=True).first() or 0
    below = int(last * share) + 1
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    size = 0
    if what == "unit":
        blocks = unit(below)
    else:
        names = ObservationSerializer.names()
        blocks = exports.blocks(rows.filter(entry_id__lt=below), now, names, what)
    for block in blocks:
        size += len(block)
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": took, "bytes": size, "mib": (peak - before) / 1024}


def measured(what: str, share: float = 1) -> dict[str, float]:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.exports", "--measure", what, str(share)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def main(rounds: int) -> None:
    ratios: dict[str, list[float]] = {form: [] for form in FORMS}
    peaks: dict[str, list[float]] = {form: [] for form in FORMS}
    for _ in range(rounds):
        base = measured("unit")
        for form in FORMS:
            told = measured(form)
            ratios[form].append(base["seconds"] / told["seconds"])
            peaks[form].append(told["mib"])
    print(f"\n{'of COPY':8} {'rate':>6} {'target':>7} {'peak MiB':>9} {'of a tenth':>11}")
    for form in FORMS:
        tenth = measured(form, 0.1)["mib"]
        rate, peak = statistics.median(ratios[form]), statistics.median(peaks[form])
        print(f"{form:8} {rate:6.2f} {TARGETS.get(form, '')!s:>7} {peak:9.1f} {tenth:11.1f}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(sys.argv[2], float(sys.argv[3]))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
