"""Extraction: what each format gives, what is refused and why; hostile files are bounded."""

import re
import signal
import subprocess
import sys
import unicodedata
from importlib.metadata import version
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from sources import numerals
from sources.errors import DocumentRejected
from sources.extraction import DOCX, HTML, PDF, PLAIN, apart, canonical, extract, media_type_of
from sources.extraction.apart import extract_apart
from sources.extraction.model import CODES
from sources.extraction.pdf.reading import DETAILS
from tests.sources import documents

LINES = ["In 2012 farmers planted 50,500 hectares", "of barley (two percent more)."]


def text_of(content: bytes | str) -> str:
    return extract(content.encode() if isinstance(content, str) else content).text


def page(body: str) -> str:
    return text_of(f"<!DOCTYPE html><html><head><title>T</title></head><body>{body}</body></html>")


def refusal(content: bytes) -> str:
    with pytest.raises(DocumentRejected) as caught:
        extract(content)
    return caught.value.code


@given(st.text())
def test_canonical_is_nfc_with_line_feeds_and_stable(text):
    made = canonical(text)

    assert canonical(made) == made
    assert "\r" not in made
    assert unicodedata.is_normalized("NFC", made)
    assert made == unicodedata.normalize("NFC", "\n".join(text.replace("\r\n", "\n").split("\r")))


def test_canonical_changes_nothing_else():
    text = "10² ha\u00a0of “ﬁne” barley – 50\u202f500…\u200b\u00ad ５"

    assert canonical(text) == text


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"plain words", PLAIN),
        (b"\xef\xbb\xbfplain", PLAIN),
        ("wide".encode("utf-16"), PLAIN),
        (b"\n <!doctype HTML><p>x", HTML),
        (b"<!-- c --><html><p>x", HTML),
        (b"5 < 7 and <p> is text", PLAIN),
        (documents.pdf([LINES]), PDF),
        (b"junk before\n" + documents.pdf([LINES]), PDF),
        (documents.word(LINES), DOCX),
    ],
)
def test_media_type_is_told_by_the_bytes(content, media_type):
    assert media_type_of(content) == media_type


def test_plain_text_stays_as_it_is():
    text = "  Año 2012:\u00a050,500 ha \n\n\tend \n"

    made = extract(text.encode())

    assert (made.text, made.media_type, made.pages) == (text, PLAIN, ())
    assert made.extractor == "cifra-text 1"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_plain_text_with_byte_order_mark(encoding):
    assert text_of("Año 2012\r\nx".encode(encoding)) == "Año 2012\nx"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>CO<sub>2</sub> on 10<sup>2</sup> ha", "CO₂ on 10² ha"),
        ("<p>50,500<sup>3</sup> ha, 1<sup>st</sup>", "50,500³ ha, 1st"),
        ("<p>one <b>bold</b>face</p><p>two", "one boldface\n\ntwo"),
        ("<p>a<br>b<br/><br>c", "a\nb\n\nc"),
        ("<div>a<div>b</div></div>c", "a\nb\nc"),
        ("<table><tr><th>x<td>1<tr><td>y<td>2</table>", "x\t1\ny\t2"),
        ("<p>5&nbsp;000  \n ha", "5\u00a0000 ha"),
        ("<pre>a  b\n c</pre>", "a  b\n c"),
        ("a<script>var n=1</script><style>p{}</style><!-- 2 -->b", "ab"),
        ("a<span hidden>1</span><span style='display: none'>2</span>b", "ab"),
        ("a <select><option>1</select><button>2</button>b", "a b"),
        ("<ul><li>one<li>two</ul>", "one\ntwo"),
        ("<p>unclosed <i>deep <b>tags", "unclosed deep tags"),
    ],
)
def test_html_gives_what_is_shown(body, text):
    assert page(body) == text


def test_html_in_declared_encoding():
    content = '<html><meta charset="ISO-8859-1"><p>Año “x”'.encode("cp1252")

    assert text_of(content) == "Año “x”"


def test_html_nested_five_thousand_deep():
    assert page("<div>" * 5_000 + "12 sheep") == "12 sheep"


def test_docx_gives_paragraphs_tables_and_breaks():
    content = documents.word(["First\tline\nbroken", "", "Second"], [["a", "1"], ["b", "2"]])

    assert text_of(content) == "First\tline\nbroken\n\nSecond\na\t1\nb\t2"


def test_docx_tracked_changes_fields_and_raised_digits():
    document = docx.Document()
    paragraph = document.add_paragraph("Planted: ")
    ns = nsdecls("w")
    for xml in (
        f"<w:del {ns}><w:r><w:delText>49,500</w:delText></w:r></w:del>",
        f"<w:ins {ns}><w:r><w:t>50,500</w:t></w:r></w:ins>",
        f"<w:r {ns}><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>3</w:t></w:r>",
        f"<w:fldSimple {ns} w:instr='PAGE'>"
        "<w:r><w:t xml:space='preserve'> ha</w:t></w:r></w:fldSimple>",
    ):
        paragraph._p.append(parse_xml(xml))

    assert text_of(documents.saved(document)) == "Planted: 50,500³ ha"


def test_pdf_keeps_where_pages_start():
    made = extract(documents.pdf([LINES, ["Second page, 2013"], ["Third"]]))

    assert made.text == "\n".join([*LINES, "Second page, 2013", "Third"])
    assert [made.text[start:][:5] for start in made.pages] == ["In 20", "Secon", "Third"]
    assert made.extractor == f"pypdfium2 {version('pypdfium2')}, cifra-pdf 3"
    assert made.silent_pages == ()


def test_pdf_with_one_picture_page_says_so():
    made = extract(documents.pdf([[], LINES, LINES], picture_on=[0]))

    assert made.silent_pages == (1,)


def test_pdf_restricted_in_use_only_is_read():
    assert "50,500" in text_of(documents.encrypted_pdf([LINES], user_password=""))


SCAN = documents.pdf([["1"], ["2"], [], LINES], picture_on=[0, 1, 2])
DEFECTS = {
    "empty file": (b"", "empty"),
    "white space only": (b" \n\t ", "empty"),
    "page without words": (b"<html><body><img src=x></body></html>", "empty"),
    "latin-1 text": ("Año".encode("latin-1"), "encoding"),
    "page not in its encoding": (b"<html><meta charset=utf-8><p>\xff\xfe", "encoding"),
    "page in an unknown encoding": (b"<html><meta charset=klingon><p>x", "encoding"),
    "page in a codec that is none": (b"<html><meta charset=rot13><p>x", "encoding"),
    "binary": (b"GIF89a\x00\x00\x01", "unknown-format"),
    "nul within a text": (b"a" * 2000 + b"\0", "not-text"),
    "old word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unknown-format"),
    "zip of others": (documents.zipped(["a.txt"]), "unknown-format"),
    "cut zip": (documents.word(LINES)[:900], "broken"),
    "docx without its parts": (documents.zipped(["word/document.xml"]), "broken"),
    "cut pdf": (documents.pdf([LINES])[:200], "broken"),
    "pdf of noise": (b"%PDF-1.7\n" + bytes(range(256)) * 40, "broken"),
    "pdf with password": (documents.encrypted_pdf([LINES], user_password="x"), "encrypted"),
    "scan": (SCAN, "scanned"),
    "font of unknown characters": (documents.pdf_with_unknown_font([LINES]), "unreadable-fonts"),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_extract_refuses(defect):
    content, code = DEFECTS[defect]

    assert refusal(content) == code


def test_the_documentation_has_every_warning():
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "texts.md"
    rows = re.findall(r"^\| `([a-z-]+)` \|.*\| (null|) ?\|$", page.read_text(), re.M)

    assert {code: bool(null) for code, null in rows} == CODES


def test_every_warning_that_is_given_has_a_code():
    code = Path(__file__).resolve().parents[2] / "sources" / "extraction"
    given = re.findall(r'Warning\(\s*"([a-z-]+)"', "".join(
        path.read_text() for path in code.rglob("*.py")
    ))  # fmt: skip

    assert {*given, *DETAILS} == set(CODES)


def test_extract_refuses_zip_bomb():
    assert refusal(documents.bomb()) == "bomb"


def test_extract_refuses_too_large(monkeypatch):
    monkeypatch.setattr("sources.extraction.MAX_BYTES", 10)

    assert refusal(b"a" * 11) == "too-large"


@given(st.binary(max_size=400))
def test_extract_any_bytes_gives_canonical_text_or_refusal(content):
    for whole in (content, b"%PDF-1.4\n" + content, b"PK\x03\x04" + content, b"<html>" + content):
        try:
            text = extract(whole).text
        except DocumentRejected:
            continue
        assert canonical(text) == text
        text.encode()


def test_extract_apart_is_the_same():
    content = documents.pdf([LINES, LINES])

    assert extract_apart(content) == extract(content)


def test_extract_apart_passes_the_refusal_on():
    with pytest.raises(DocumentRejected, match="scan") as caught:
        extract_apart(SCAN)

    assert caught.value.code == "scanned"


def test_extract_apart_stops_what_takes_too_long():
    with pytest.raises(DocumentRejected) as caught:
        extract_apart(documents.pdf([LINES * 20] * 2500), timeout_s=1)

    assert caught.value.code == "too-slow"


RAISED = {
    "raised by Ts": b"BT /F 11 Tf 50 300 Td (There were 14) Tj /F 7 Tf 5 Ts (3) Tj 0 Ts /F 11 Tf "
    b"( boats) Tj ET",
    "moved by Td": b"BT /F 11 Tf 50 300 Td (There were 14) Tj /F 7 Tf 68 4 Td (3) Tj /F 11 Tf "
    b"4 -4 Td ( boats) Tj ET",
    "scaled by Tm": b"BT /F 1 Tf 11 0 0 11 50 300 Tm (There were 14) Tj 7 0 0 7 118 304 Tm (3) Tj "
    b"11 0 0 11 122 300 Tm ( boats) Tj ET",
    "under a matrix": b"q 1 0 0 -1 0 842 cm BT /F 11 Tf 1 0 0 -1 50 500 Tm (There were 14) Tj "
    b"/F 7 Tf 1 0 0 -1 118 496 Tm (3) Tj /F 11 Tf 1 0 0 -1 122 500 Tm ( boats) Tj ET Q",
}


@pytest.mark.parametrize("how", RAISED)
def test_mark_of_a_footnote_does_not_grow_a_number(how):
    text = extract(documents.pdf([["Report"]], drawn=RAISED[how])).text

    assert "There were 14³ boats" in text
    assert [n.exact for n in numerals.read(text, "en")] == ["14", "³"]


@pytest.mark.parametrize(
    ("drawn", "says"),
    [
        (b"BT /F 11 Tf 50 300 Td (CO) Tj /F 7 Tf 16 -2 Td (2) Tj ET", "CO₂"),
        (b"BT /F 11 Tf 50 300 Td (14) Tj /F 7 Tf 12 4 Td (3,4) Tj ET", "14³,⁴"),
        (b"BT /F 11 Tf 50 300 Td (14) Tj /F 7 Tf 12 0 Td (3) Tj ET", "143"),
        (b"BT /F 11 Tf 50 300 Td (There were 14) Tj /F 10 Tf 68 1 Td (3) Tj ET", "143"),
        (b"BT /F 11 Tf 14 TL 50 300 Td (Total) Tj /F 7 Tf T* (1,234) Tj ET", "Total\n1,234"),
        (b"BT /F 7 Tf 50 300 Td (12) Tj /F 11 Tf 9 0 Td ( boats) Tj ET", "Report\n12 "),
        (b"BT /F 11 Tf 50 300 Td (Total) Tj /F 7 Tf 0 -200 Td (17) Tj ET", "Total\n17"),
        (b"Ts BT Tf Q Tm ET", "Report"),
    ],
)
def test_digits_are_raised_only_where_they_are(drawn, says):
    assert says in extract(documents.pdf([["Report"]], drawn=drawn)).text


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT])
def test_a_file_that_breaks_its_reader_is_refused_as_broken(number):
    crash = f"import os; os.kill(os.getpid(), {int(number)})"
    answered = subprocess.run([sys.executable, "-c", crash], check=False, capture_output=True)

    with pytest.raises(DocumentRejected, match="breaks the program") as caught:
        apart._read(answered.returncode, answered.stdout, 60)
    assert caught.value.code == "broken"
