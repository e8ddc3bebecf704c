"""What the log costs, as ratios to raw hashing measured in the same run.

    python benchmarks/ledger.py [ENTRIES]        (default 1,000,000; SQLite in a temporary folder,
                                                  or an empty database given by DATABASE_URL)

Raw hashing is what no log of this size can do without: 2n - 1 calls of hashlib over the same bytes
and nodes. "Log append" is what the log adds to that: leaf hashes, tiles, rows of entries and tiles.
"Whole append" is `log.append` as publication calls it, canonical form and commit included. Ratios
are of processor time, which other work on the machine disturbs least; seconds by the clock, with
the disk's time in them, stand beside.
"""

import contextlib
import hashlib
import importlib.util
import io
import json
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
FOLDER = tempfile.TemporaryDirectory(prefix="cifra-benchmark-")
os.environ.setdefault("CIFRA_STATE_DIR", FOLDER.name)

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from ledger import log, proofs, signer  # noqa: E402
from ledger.api import VERIFIER  # noqa: E402
from ledger.export import export  # noqa: E402
from ledger.formats import canonical, merkle, tiles  # noqa: E402
from ledger.models import Entry, Tile  # noqa: E402

BATCH = 4096


class Made:
    """Entries of about 256 bytes in their canonical form, made when they are asked for."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __len__(self) -> int:
        return self.count

    def __iter__(self):
        for number in range(self.count):
            yield log.NewEntry(
                "bench/1", f"bench:{number}", {"value": str(number), "words": "x" * 100}
            )


@dataclass(order=True)
class Took:
    """Seconds of the processor and by the clock."""

    cpu: float
    clock: float

    def __str__(self) -> str:
        return f"{self.cpu:7.2f} s cpu {self.clock:7.2f} s clock"


def timed(work):
    clock, cpu = time.perf_counter(), time.process_time()
    result = work()
    return Took(time.process_time() - cpu, time.perf_counter() - clock), result


def raw(datas: list[bytes]) -> None:
    """2n - 1 hashes: the leaves, then the nodes level by level."""
    sha256 = hashlib.sha256
    level = [sha256(b"\x00" + data).digest() for data in datas]
    while len(level) > 1:
        odd = level[len(level) & ~1 :]
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [sha256(b"\x01" + left + right).digest() for left, right in pairs] + odd


def log_append(datas: list[bytes], at) -> None:
    """The log's own part of an append: leaf hashes, entry rows, tiles."""
    at = log.stored_instant(at)
    with transaction.atomic():
        tails: log.Tails = {}
        for start in range(0, len(datas), BATCH):
            batch = datas[start : start + BATCH]
            leaves = [merkle.leaf_hash(data) for data in batch]
            log.insert_entries(
                [
                    (start + place, "bench/1", f"bench:{start + place}", None, at, data, leaf)
                    for place, (data, leaf) in enumerate(zip(batch, leaves, strict=True))
                ]
            )
            log.write_tiles(tails, start, leaves)


def emptied() -> None:
    from ledger.database import guards

    with guards.lifted(connection), connection.cursor() as cursor:
        for model in (Tile, Entry):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


def cold_proof(index: int, size: int) -> float:
    """Seconds of one proof on a new connection; nothing of the log is cached in this process."""
    connection.close()
    Entry.objects.filter(index=-1).exists()  # the engine reads its schema: not the log's cost
    return timed(lambda: proofs.inclusion(index, size))[0].clock


def proof_times(size: int) -> tuple[float, float]:
    """(first after reconnecting, median of 200 spread over the log), in milliseconds."""
    places = [size * step // 201 for step in range(1, 201)]
    cold = statistics.median(cold_proof(index, size) for index in places[::20])
    warm = statistics.median(
        timed(lambda i=index: proofs.inclusion(i, size))[0].clock for index in places
    )
    return cold * 1000, warm * 1000


def audit(folder: Path) -> Took:
    spec = importlib.util.spec_from_file_location("cifra_verify", VERIFIER)
    verifier = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(verifier)
    memory = str(Path(FOLDER.name) / "memory.json")
    with contextlib.redirect_stdout(io.StringIO()):
        took, code = timed(lambda: verifier.main(["audit", "--memory", memory, str(folder)]))
    assert code == 0
    return took


def main(count: int) -> None:
    settings.LEDGER_PROJECTION = "ledger.log.nothing"
    settings.LEDGER_UNKNOWN = "ledger.understanding.nothing"
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        first = log.append(Made(1000), message="small", drafted_by="a", approved_by="b")
    signer.publish()
    small = proof_times(first.size)
    took, _ = timed(lambda: _publish(count))
    size = log.head()[0]
    large = proof_times(size)
    folder = Path(FOLDER.name) / "export"
    export(folder)
    datas = [bytes(data) for data in Entry.objects.order_by("index").values_list("data", flat=True)]
    floor = min(timed(lambda: raw(datas))[0] for _ in range(2))
    forms = [json.loads(data) for data in datas[: size // 10]]
    encoding = timed(lambda: [canonical.encode(form) for form in forms])[0].cpu * size / len(forms)
    audited = min(audit(folder) for _ in range(2))
    at = Entry.objects.get(index=0).at
    emptied()
    appended = timed(lambda: log_append(datas, at))[0]
    assert tiles.range_hash(0, size, log.read_tile) == bytes(log.current_version().root)
    print(f"{connection.vendor}, {size} entries of {sum(map(len, datas)) // size} bytes")
    print(f"raw hashing   {floor}")
    print(f"log append    {appended}  x{appended.cpu / floor.cpu:.1f}")
    print(f"whole append  {took}  x{took.cpu / floor.cpu:.1f}  (canonical form {encoding:.2f} s)")
    print(f"audit         {audited}  x{audited.cpu / floor.cpu:.1f}")
    print(f"proof, cold   {small[0]:7.2f} ms at {first.size}, {large[0]:.2f} ms at {size}")
    print(f"proof, warm   {small[1]:7.2f} ms at {first.size}, {large[1]:.2f} ms at {size}")


def _publish(count: int) -> None:
    with transaction.atomic():
        log.append(Made(count), message="large", drafted_by="a", approved_by="b")
    signer.publish()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
