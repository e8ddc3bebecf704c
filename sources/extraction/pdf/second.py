"""A second reading of a PDF, where poppler's `pdftotext` is on the path: a tripwire for numbers.

Two programs rarely make the same mistake. A number of our text that the other reading of its page
lacks carries a doubt; the text stays ours. Without the program nothing is compared.
"""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence

from sources.extraction.model import Warning

TIMEOUT_S = 30
NUMBER = re.compile(r"[0-9](?:[0-9.,'’]*[0-9])?")
MARKS = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
DIGITS = str.maketrans(MARKS, "01234567890123456789")
MAX_DOUBTS = 200  # of one document: with more, something else is wrong


def compared(content: bytes, pages: Sequence[str]) -> list[Warning]:
    """A warning for each number that pdftotext does not find on its page; none without it."""
    program = shutil.which("pdftotext")
    if not program:
        return []
    try:
        done = subprocess.run(
            [program, "-enc", "UTF-8", "-q", "-", "-"], input=content, capture_output=True,
            timeout=TIMEOUT_S, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return []
    others = done.stdout.decode("utf-8", "replace").split("\f")
    found = [
        warning
        for number, (ours, theirs) in enumerate(zip(pages, others, strict=False), start=1)
        for warning in _missing(number, ours, theirs)
    ]
    return found[:MAX_DOUBTS]


def _missing(page: int, ours: str, theirs: str) -> Iterator[Warning]:
    """Numbers of our page that the other one lacks, counted: a number printed twice is two."""
    plain = Counter(NUMBER.findall(theirs))
    left = plain + Counter(NUMBER.findall(theirs.replace("-\n", "").replace("\n", "")))
    for match in NUMBER.finditer(ours):
        if form := next(
            (candidate for candidate in _forms(ours, match) if left[candidate] > 0), None
        ):
            left[form] -= 1
            continue
        detail = f"another reader of PDFs finds no {match.group()} on this page"
        yield Warning("second-reading", detail, page, match.start(), match.end())


def _forms(text: str, match: re.Match[str]) -> Iterator[str]:
    """A number as other readers print it: by itself, and run together with marks beside it."""
    yield match.group()
    start, end = match.span()
    while start and text[start - 1] in MARKS:
        start -= 1
    while end < len(text) and text[end] in MARKS:
        end += 1
    if (start, end) != match.span():
        yield text[start : match.end()].translate(DIGITS)
        yield text[match.start() : end].translate(DIGITS)
        yield text[start:end].translate(DIGITS)
