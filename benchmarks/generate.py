"""The made-up world of benchmarks.world, published through the one door.

    python -m benchmarks.generate 100000        (into DATABASE_URL, migrated and empty)

Owns what the benchmarks read. Every figure goes through `publish`: checks, log, tiles, projection.
One changeset holds at most world.CHANGESET figures, so that memory is that of one changeset however
many figures there are.
"""

import sys
import time
from typing import Any

import django

from benchmarks.world import changesets


def publish_all(figures: int, say: Any = print) -> float:
    """Publish the world; seconds that publishing took, without the making of the drafts."""
    from indicators.publishing.drafts import Draft, DraftEntry
    from indicators.publishing.publication import approve, publish

    took = 0.0
    for message, acts in changesets(figures):
        entries = [DraftEntry(kind, content, kind) for kind, content in acts]
        draft = Draft(message, "curator-1", entries)
        approval = approve(draft, by="curator-2")
        began = time.perf_counter()
        version = publish(draft, approval)
        spent = time.perf_counter() - began
        took += spent
        say(f"{message:<28} {len(acts):>6} entries, version {version.size:>9}, {spent:6.2f} s")
    return took


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    total = int(sys.argv[1])
    seconds = publish_all(total)
    print(f"{total} figures in {seconds:.1f} s: {total / seconds:.0f} a second")
