"""DOCX: what Word shows is read: signs, formulas, styles; in each of Word's own formats."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from sources.errors import DocumentRejected
from sources.extraction import DOCX, Extracted, extract
from tests.sources import documents

NS = nsdecls("w", "m")


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def with_xml(xml: str, styles: str = "", paragraph: str = "") -> bytes:
    """A document of one paragraph with this content."""
    document = docx.Document()
    if styles:
        for style in parse_xml(f"<w:styles {NS}>{styles}</w:styles>"):
            document.styles.element.append(style)
    about = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    made = parse_xml(f"<w:p {NS}>{about}{xml}</w:p>")
    document.element.body.insert(0, made)
    return documents.saved(document)


def said(xml: str, **more: str) -> Extracted:
    return extract(with_xml(xml, **more))


@pytest.mark.parametrize(
    ("font", "code", "text"),
    [
        ("Symbol", "F02D", "−3.5"),
        ("Symbol", "2D", "−3.5"),
        ("Symbol", "F0B3", "≥3.5"),
        ("Symbol", "F0A3", "≤3.5"),
        ("Symbol", "F0B1", "±3.5"),
        ("Wingdings", "F0FC", "✓3.5"),
        ("Arial", "2265", "≥3.5"),
    ],
)
def test_signs_are_characters(font, code, text):
    made = said(f"<w:r><w:sym w:font='{font}' w:char='{code}'/></w:r>{run('3.5')}")

    assert (made.text, made.warnings) == (text, ())


def test_signs_typed_in_the_symbol_font_are_characters():
    assert said(run("\uf02d", "<w:rFonts w:ascii='Symbol'/>") + run("3.5")).text == "−3.5"


@pytest.mark.parametrize(("font", "code"), [("Webdings", "F041"), ("Symbol", "F0FF"), ("X", "zz")])
def test_an_unknown_sign_is_marked_and_said(font, code):
    made = said(f"<w:r><w:sym w:font='{font}' w:char='{code}'/></w:r>{run('3.5')}")

    assert made.text == "\ufffd3.5"
    assert [w.code for w in made.warnings] == ["unknown-sign"]


def m(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (m("50,500"), "50,500"),
        (f"<m:f><m:num>{m('2')}</m:num><m:den>{m('3')}</m:den></m:f>", "2/3"),
        (f"<m:sSup><m:e>{m('10')}</m:e><m:sup>{m('6')}</m:sup></m:sSup>", "10⁶"),
        (f"<m:sSub><m:e>{m('x')}</m:e><m:sub>{m('1')}</m:sub></m:sSub>", "x₁"),
        (f"<m:d><m:e>{m('23.5')}</m:e></m:d>", "(23.5)"),
        (
            f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr><m:e>{m('1')}</m:e>"
            f"<m:e>{m('2')}</m:e></m:d>",
            "[1|2]",
        ),
        (f"<m:rad><m:deg/><m:e>{m('2')}</m:e></m:rad>", "√2"),
        (f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:e>{m('x')}</m:e></m:nary>", "∑x"),
        (run("50,500"), "50,500"),
    ],
)
def test_formulas_are_read(formula, text):
    assert said(f"{run('is ')}<m:oMath>{formula}</m:oMath>{run(' ha')}").text == f"is {text} ha"


STYLES = (
    "<w:style w:type='character' w:styleId='Base'><w:rPr>{0}</w:rPr></w:style>"
    "<w:style w:type='character' w:styleId='Own'><w:basedOn w:val='Base'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='Para'><w:rPr>{0}</w:rPr></w:style>"
)


@pytest.mark.parametrize("name", ["vanish", "strike", "dstrike"])
@pytest.mark.parametrize("how", ["itself", "style", "paragraph"])
def test_hidden_and_struck_text_is_left_out(name, how):
    on = f"<w:{name}/>"
    own = {"itself": on, "style": "<w:rStyle w:val='Own'/>", "paragraph": ""}[how]
    paragraph = "<w:pStyle w:val='Para'/>" if how == "paragraph" else ""
    kept = f"<w:{name} w:val='0'/>" if how == "paragraph" else ""

    made = said(
        run("49,500 ", own) + run("50,500 ha", kept), styles=STYLES.format(on), paragraph=paragraph
    )

    assert made.text == "50,500 ha"
    assert [w.code for w in made.warnings] == ([] if name == "vanish" else ["struck"])


@pytest.mark.parametrize("off", ["0", "false", "off"])
def test_what_is_switched_off_is_not_struck(off):
    assert (
        said(run("50,500", f"<w:strike w:val='{off}'/><w:vanish w:val='{off}'/>")).text == "50,500"
    )


@pytest.mark.parametrize(
    "how",
    [
        "<w:vertAlign w:val='superscript'/>",
        "<w:rStyle w:val='Own'/>",
        "<w:position w:val='8'/>",
    ],
)
def test_marks_raised_by_run_or_style_do_not_grow_a_number(how):
    styles = STYLES.format("<w:vertAlign w:val='superscript'/>")

    assert said(run("50,500") + run("2", how) + run(" ha"), styles=styles).text == "50,500² ha"


def test_rows_that_were_deleted_are_left_out():
    row = "<w:tr>{0}<w:tc><w:p><w:r><w:t>{1}</w:t></w:r></w:p></w:tc></w:tr>"
    document = docx.Document()
    document.element.body.insert(0, parse_xml(
        f"<w:tbl {NS}>{row.format('<w:trPr><w:del/></w:trPr>', '49,500')}"
        f"{row.format('<w:trPr><w:hidden/></w:trPr>', '48,500')}{row.format('', '50,500')}</w:tbl>"
    ))  # fmt: skip

    assert extract(documents.saved(document)).text == "50,500"


def test_documents_within_the_document_are_said():
    document = docx.Document()
    document.add_paragraph("50,500 ha")
    document.element.body.insert(0, parse_xml(f"<w:altChunk {NS}/>"))

    assert [w.code for w in extract(documents.saved(document)).warnings] == ["not-read"]


def changed(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The package with each member changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
KINDS = {
    "with macros": b"application/vnd.ms-word.document.macroEnabled.main+xml",
    "template": b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "template with macros": b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
}


@pytest.mark.parametrize("kind", KINDS)
def test_other_kinds_of_word_documents_are_read(kind):
    content = documents.word(["50,500 ha"], [["a", "1"]])

    made = extract(changed(content, lambda _, data: data.replace(MAIN, KINDS[kind])))

    assert (made.text, made.media_type) == ("50,500 ha\na\t1", DOCX)


def test_the_strict_form_is_read():
    def strict(_: str, data: bytes) -> bytes:
        for old, new in (
            (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
             b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
            (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
             b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
            (b"http://schemas.openxmlformats.org/officeDocument/2006/math",
             b"http://purl.oclc.org/ooxml/officeDocument/math"),
        ):  # fmt: skip
            data = data.replace(old, new)
        return data

    content = with_xml(run("50,500") + run("2", "<w:vertAlign w:val='superscript'/>")
                       + run("49", "<w:strike/>") + f"<m:oMath>{m(' ha')}</m:oMath>")  # fmt: skip

    assert extract(changed(content, strict)).text == "50,500² ha"


def test_a_body_in_another_place_is_found():
    def moved(name: str, data: bytes) -> bytes:
        if name == "_rels/.rels":
            return data.replace(b"word/document.xml", b"/word/../word/document.xml")
        return data

    assert extract(changed(documents.word(["50,500"]), moved)).text == "50,500"


BROKEN = {
    "no xml": lambda name, data: b"<w:document" if name == "word/document.xml" else data,
    "nothing": lambda name, data: b"" if name == "word/document.xml" else data,
    "no relations": lambda name, data: b"<x/>" if name == "_rels/.rels" else data,
    "entities": lambda name, data: (
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>" if name == "_rels/.rels" else data
    ),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_damaged_package_is_refused_in_our_words(how):
    with pytest.raises(DocumentRejected, match="word processor") as caught:
        extract(changed(documents.word(["50,500"]), BROKEN[how]))

    assert caught.value.code == "broken"


@pytest.mark.parametrize(
    ("member", "says"),
    [
        ("xl/workbook.xml", "spreadsheet"),
        ("ppt/presentation.xml", "presentation"),
        ("content.xml", "OpenDocument"),
        ("META-INF/container.xml", "e-book"),
        ("a.txt", "unpack"),
    ],
)
def test_other_packages_are_refused_with_what_to_do(member, says):
    with pytest.raises(DocumentRejected, match=says) as caught:
        extract(documents.zipped([member]))

    assert caught.value.code == "unknown-format"
