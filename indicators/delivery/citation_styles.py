"""How to cite a figure in a text, in APA, BibTeX, CSL-JSON and RIS.

Pure: no database, no HTTP.
A reference names what is quoted (the document) and where the reading of it is kept (observation,
version, entry of the log). It is a function of the version, so it names no day of today: the day of
access is that on which the document was obtained.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote as percent

import orjson


@dataclass(frozen=True)
class Reference:
    """What a reference says.

    Dates are ISO 8601, as precise as known.
    """

    id: str
    words: str  # the quoted words of the value
    about: str  # indicator, area and period
    title: str
    publisher: str
    kind: str
    language: str
    published_on: str | None
    retrieved_on: str
    url: str | None  # of the document, leading to the words where it can
    version: int
    recorded_on: str
    entry: int
    log: str
    permalink: str
    ended: str | None  # replaced or retracted: how and why


def linked(url: str, media_type: str, passage: tuple[str, str, str], page: int | None) -> str:
    """The document's address, leading to the words: by page in a PDF, else by a text fragment.

    passage: prefix, exact, suffix. https://wicg.github.io/scroll-to-text-fragment/
    """
    if media_type == "application/pdf":
        return f"{url}#page={page}" if page and "#" not in url else url
    if not media_type.startswith("text/"):
        return url
    directive = _text_directive(*passage)
    return f"{url}{'' if '#' in url else '#'}:~:text={directive}" if directive else url


LONG = 12  # words; of a longer quote, only the ends are named
END = 4


def _text_directive(prefix: str, exact: str, suffix: str) -> str:
    """The directive [prefix-,]start[,end][,-suffix].

    A browser matches whole words within one block only, so words that are cut off and words beyond
    a line's end are left out.
    """
    words = exact.split()
    whole = [" ".join(words)]
    if "\n" in exact.strip() or len(words) > LONG:
        lines = exact.strip().split("\n")
        whole = [" ".join(lines[0].split()[:END]), " ".join(lines[-1].split()[-END:])]
    before = _whole_words(prefix[::-1])[::-1]
    after = _whole_words(suffix)
    parts = [_escaped(part) for part in whole]
    if before.strip():
        parts.insert(0, _escaped(before) + "-")
    if after.strip():
        parts.append("-" + _escaped(after))
    return ",".join(parts)


AROUND = 32  # code points; words beside a quote are cut there


def _whole_words(around: str) -> str:
    """Of the words beside a quote, read away from it: those on its line that are not cut off."""
    line, ended, _ = around.partition("\n")
    return line if ended or len(around) < AROUND else line.rpartition(" ")[0]


def _escaped(text: str) -> str:
    """Percent-encoded, with the three characters that part a directive, too."""
    return percent(" ".join(text.split()), safe="").replace("-", "%2D")


def text(reference: Reference) -> str:
    """One paragraph for people."""
    r = reference
    where = f" {r.url} (retrieved {r.retrieved_on})." if r.url else f" Retrieved {r.retrieved_on}."
    return (
        f"{_warning(r)}“{r.words}” ({r.about}). {r.publisher} ({r.published_on or 'undated'}): "
        f"{r.title}.{where} {_place(r)} {r.permalink}\n"
    )


MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def apa(reference: Reference) -> str:
    """One paragraph in APA, 7th edition, as a data set: its author is the document's publisher.

    Its publisher is the log, so the version is the log's. APA's retrieval date is the day on which
    the document was obtained.
    """
    r = reference
    published = r.published_on[:4] if r.published_on else "n.d."
    year, month, day = _parts(r.retrieved_on)
    where = f", from {r.url}" if r.url else "."
    return (
        f"{_warning(r)}{r.publisher.rstrip('.')}. ({published}). "
        f"{r.title}: “{r.words}” ({r.about}) (Version {r.version}) [Data set]. {r.log}. "
        f"Retrieved {MONTHS[month - 1]} {day}, {year}{where} {_place(r)} {r.permalink}\n"
    )


def _warning(r: Reference) -> str:
    return f"[{r.ended}] " if r.ended else ""


def _place(r: Reference) -> str:
    return (
        f"Observation {r.id} at version {r.version} ({r.recorded_on}), "
        f"entry {r.entry} of the log {r.log}."
    )


def _note(r: Reference) -> str:
    return f"{_warning(r)}“{r.words}” ({r.about}). {_place(r)} {r.permalink}"


BIBTEX_ESCAPES = {
    **{mark: f"\\{mark}" for mark in "{}$&#_%"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "“": "``",
    "”": "''",
}


def _latex(value: str) -> str:
    return "".join(BIBTEX_ESCAPES.get(c, c) for c in " ".join(value.split()))


def bibtex(reference: Reference) -> str:
    """One entry; author and title in double braces, so that no style changes them."""
    r = reference
    fields = {
        "author": f"{{{_latex(r.publisher)}}}",
        "title": f"{{{_latex(r.title)}}}",
        "year": (r.published_on or "")[:4],
        "date": r.published_on or "",
        "url": r.url or r.permalink,
        "urldate": r.retrieved_on,
        "language": r.language,
        "note": _latex(_note(r)),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{r.id},\n{lines}}}\n"


CSL_TYPES = {"web_page": "webpage", "report_chapter": "chapter", "fact_sheet": "report"}


def csl(reference: Reference) -> str:
    """CSL-JSON 1.0.2: a list of one item."""
    r = reference
    item: dict[str, Any] = {
        "id": r.id,
        "type": CSL_TYPES.get(r.kind, "report"),
        "title": r.title,
        "author": [{"literal": r.publisher}],
        "publisher": r.publisher,
        "accessed": {"date-parts": [_parts(r.retrieved_on)]},
        "URL": r.url or r.permalink,
        "language": r.language,
        "archive": r.log,
        "archive_location": f"entry {r.entry}",
        "version": str(r.version),
        "note": _note(r),
    }
    if r.published_on:
        item["issued"] = {"date-parts": [_parts(r.published_on)]}
    if r.ended:
        item["status"] = r.ended
    return orjson.dumps([item], option=orjson.OPT_INDENT_2).decode() + "\n"


def _parts(date: str) -> list[int]:
    return [int(part) for part in date.split("-")]


RIS_TYPES = {"web_page": "ELEC", "report_chapter": "CHAP"}


def ris(reference: Reference) -> str:
    """One record, lines ended by CRLF."""
    r = reference
    year, month, day = ((r.published_on or "").split("-") + ["", ""])[:3]
    fields = [
        ("TY", RIS_TYPES.get(r.kind, "RPRT")),
        ("ID", r.id),
        ("AU", r.publisher),
        ("TI", r.title),
        ("PB", r.publisher),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}/" if year else ""),
        ("Y2", r.retrieved_on.replace("-", "/") + "/"),
        ("LA", r.language),
        ("UR", r.url or ""),
        ("UR", r.permalink),
        ("N1", _note(r)),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


@dataclass(frozen=True)
class Style:
    """A form of reference, and the media type of its text."""

    write: Callable[[Reference], str]
    media_type: str


STYLES = {
    "text": Style(text, "text/plain; charset=utf-8"),
    "apa": Style(apa, "text/plain; charset=utf-8"),
    "bibtex": Style(bibtex, "application/x-bibtex; charset=utf-8"),
    "csl": Style(csl, "application/vnd.citationstyles.csl+json"),
    "ris": Style(ris, "application/x-research-info-systems; charset=utf-8"),
}
