"""What a long document costs to be ready for curation, as a ratio to reading its text alone.

    python -m benchmarks.intake [PAGES]        (default 60; 25 figures a page)

The yardstick is pypdf's own `extract_text` over the same pages, in the same run: it reads the text
layer as it is. "Text" is our canonical text, which holds what the pages show, and where it stands;
"numerals" is every number of it, read. Ratios are of processor time.
"""

import io
import sys
import time
from collections.abc import Callable

import pypdf

from sources import extraction, numerals
from tests.sources.documents import pdf


def document(pages: int) -> bytes:
    """A PDF of so many pages, with 25 sentences and 25 figures on each."""
    sentences = [
        f"In the {n}th parish the wardens counted {n % 89 + 10},{n % 700 + 100} geese, which was "
        f"{n % 40 + 1} percent more than the year before, and nobody could tell why."
        for n in range(25 * pages)
    ]
    return pdf([sentences[25 * n : 25 * n + 25] for n in range(pages)])


def cost(work: Callable[[], object]) -> float:
    """The processor time of the quickest of three runs, in seconds."""
    times = []
    for _ in range(3):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def main(pages: int) -> None:
    content = document(pages)
    text = extraction.extract(content).text
    plain = cost(lambda: [p.extract_text() for p in pypdf.PdfReader(io.BytesIO(content)).pages])
    ours = cost(lambda: extraction.extract(content))
    numbers = cost(lambda: numerals.read(text, "en"))
    print(f"{pages} pages, {len(text):,} characters; pypdf alone {plain:.2f} s = 1")
    for name, seconds in (("text", ours), ("numerals", numbers)):
        page = 1000 * seconds / pages
        print(f"{name:9} {seconds / plain:5.2f}   ({seconds:.2f} s, {page:.0f} ms a page)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
