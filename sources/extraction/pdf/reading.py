"""A PDF page by page: its text, its warnings, and where its characters stand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import groupby
from typing import Any

from sources.errors import DocumentRejected
from sources.extraction.model import MAX_LENGTH, Progress, Raw, Warning, silent

from .fonts import UNKNOWN, lasting, readable, unsure
from .glyphs import drawn_on, glyphs_of, shown_matrix, size_of
from .layout import packed, packed_page
from .lines import PageText, page_text, printed_once
from .opening import DAMAGED, opened, page_at
from .second import compared
from .shown import Shown, seen

EXTRACTOR = f"pypdfium2 {version('pypdfium2')}, cifra-pdf 3"
FEW = 10  # letters and digits; a page number and a rule are no text layer
NAMELESS = "unsure-font"
WHOLE = 0.8  # of the text
UNREADABLE = 20  # a twentieth of the text in unreadable fonts: the file is refused


@dataclass(frozen=True, slots=True)
class _Page:
    """What is kept of a page once it is closed. fonts: names that mean one font on every page."""

    text: str
    warnings: tuple[Warning, ...]
    layout: bytes
    shows_pictures: bool
    fonts: frozenset[str]


def read(content: bytes, progress: Progress = silent) -> Raw:
    """The text of every page. Raises DocumentRejected."""
    try:
        with opened(content) as document:
            pages = _pages(document, progress)
    except (ValueError, ArithmeticError, LookupError):  # numbers that no page has
        raise DocumentRejected("broken", DAMAGED) from None
    texts = [page.text for page in pages]
    pictures = [
        number
        for number, page in enumerate(pages, start=1)
        if page.shows_pictures and sum(map(str.isalnum, page.text)) < FEW
    ]
    _require_text_layer(texts, pictures)
    warnings = list(_without_names(pages))
    warnings += compared(content, texts)
    starts, length = [], 0
    for text in texts:
        starts.append(length)
        length += len(text) + 1
    layout = packed((page.layout for page in pages), starts)
    return Raw(texts, EXTRACTOR, tuple(pictures), tuple(warnings), layout)


def _without_names(pages: Sequence[_Page]) -> Iterator[Warning]:
    """The warnings of all pages. Files in which no font has a table are mostly sound: said once."""
    found = [warning for page in pages for warning in page.warnings]
    unsure = sum(
        (warning.end or 0) - (warning.start or 0) for warning in found if warning.code == NAMELESS
    )
    if not unsure or unsure < WHOLE * sum(len(page.text) for page in pages):
        yield from found
        return
    yield from (warning for warning in found if warning.code != NAMELESS)
    detail = (
        "no font of the file tells which characters it shows: compare a page of the text with the "
        "page itself"
    )
    yield Warning("nameless-fonts", detail)


def _pages(document: Any, progress: Progress) -> list[_Page]:
    pages: list[_Page] = []
    length, count = 0, len(document)
    unreadable: set[str] = set()
    late: set[int] = set()  # pages whose fonts turned out to be unreadable after them
    for index in range(count):
        page, bad = _page(document, index, unreadable)
        late |= {n for n, before in enumerate(pages) if before.fonts & (bad - unreadable)}
        unreadable |= bad
        pages.append(page)
        length += len(page.text)
        if length > MAX_LENGTH:
            detail = f"the text has more than {MAX_LENGTH:,} characters: take it in parts"
            raise DocumentRejected("too-long", detail)
        progress(index + 1, count)
    for index in late:
        pages[index], _ = _page(document, index, unreadable)
    return pages


def _page(document: Any, index: int, unreadable: set[str]) -> tuple[_Page, set[str]]:
    """What a page says, and the names of fonts that are found to be unreadable there."""
    with page_at(document, index) as (page, fields):
        shown_as = shown_matrix(page)
        drawn = drawn_on(page, shown_as)
        shown = seen(page, glyphs_of(page, drawn, shown_as), drawn)
        size = size_of(page)
    glyphs, bad = readable(shown.glyphs, unreadable)
    result = page_text(glyphs)
    doubts = (*_doubts(index + 1, result, shown), *_without_place(index + 1, result, shown, fields))
    fonts = frozenset({lasting(font) for font in {glyph.font for glyph in glyphs}} - {""})
    layout = packed_page(result, size, drawn.rules, drawn.panes)
    return _Page(result.text, doubts, layout, drawn.shows_pictures, fonts), bad


def _doubts(number: int, result: PageText, shown: Shown) -> Iterator[Warning]:
    """Warnings that have a place in the text: each stretch of characters that share a doubt."""
    by_code = {
        "recognised-text": {glyph.drawn for glyph in shown.recognised},
        "unsure-font": unsure(shown.glyphs),
        "faint": {glyph.drawn for glyph in shown.faint},
        "maybe-covered": {glyph.drawn for glyph in shown.unsure},
    }
    for code, start, end in _stretches(result, by_code):
        words = " ".join(result.text[start:end].split())[:80]
        yield Warning(code, DETAILS[code].format(words), number, start, end)


DETAILS = {
    "unreadable-font": "a font does not tell which characters it shows; they are marked \ufffd",
    "unsure-font": "its font does not say which characters these are: compare {!r} with the page",
    "faint": "hard to see on its background, though read: {!r}",
    "maybe-covered": "something else lies over this, and it may be hidden: {!r}",
    "recognised-text": "a program recognised this in a picture; compare it with the picture: {!r}",
}


def _stretches(result: PageText, by_code: Mapping[str, set[int]]) -> Iterator[tuple[str, int, int]]:
    def code_of(at: int) -> str:
        glyph = result.glyphs[at]
        if result.text[at] == UNKNOWN:
            return "unreadable-font"
        if glyph is None:
            return ""
        return next((code for code, drawn in by_code.items() if glyph.drawn in drawn), "")

    codes = [(code_of(at), at) for at in range(len(result.text)) if not result.text[at].isspace()]
    for code, stretch in groupby(codes, key=lambda pair: pair[0]):
        places = [at for _, at in stretch]
        if code:
            yield code, places[0], places[-1] + 1


def _without_place(
    number: int, result: PageText, shown: Shown, fields: Iterable[str]
) -> Iterator[Warning]:
    """Warnings about what the text does not hold."""
    away = set(map(id, shown.left_out))  # but for what is printed twice: it is seen once
    once = printed_once([*shown.glyphs, *shown.left_out]) if away else []
    if left_out := [glyph for glyph in once if id(glyph) in away]:
        words = " ".join(page_text(left_out).text.split())
        detail = (
            f"{len(left_out)} characters that the file holds are not seen on the page "
            f"(covered, without colour or switched off) and are left out: {words[:120]!r}"
        )
        yield Warning("left-out", detail, number)
    plain = "".join(result.text.split())
    for value in fields:
        if "".join(value.split()) not in plain:
            detail = f"a form field holds {value[:80]!r}, which the page does not show"
            yield Warning("form-field", detail, number)


def _require_text_layer(texts: Sequence[str], pictures: Sequence[int]) -> None:
    text = "".join(texts)
    if len(pictures) * 2 > len(texts) or (pictures and sum(map(str.isalnum, text)) < FEW):
        detail = (
            f"{len(pictures)} of {len(texts)} pages are pictures without text, so this is a scan: "
            "run text recognition first, and check what it gives"
        )
        raise DocumentRejected("scanned", detail)
    strange = text.count(UNKNOWN)
    if strange * UNREADABLE > len(text):
        detail = (
            f"{strange:,} of {len(text):,} characters are unknown: the PDF's fonts do not tell "
            "what they show, so its words can't be quoted"
        )
        raise DocumentRejected("unreadable-fonts", detail)
