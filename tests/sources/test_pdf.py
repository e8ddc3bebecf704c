"""PDF: what a page shows is its text, in the order of drawing; what it hides is only reported."""

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from sources.errors import DocumentRejected
from sources.extraction import Extracted, extract
from sources.extraction.model import UNRELIABLE
from sources.extraction.pdf.layout import layout_of
from tests.sources import documents
from tests.sources.documents import page_pdf


def drawn(operators: bytes, **more: object) -> Extracted:
    return extract(page_pdf(operators, **more))


def line(text: bytes, y: int = 700, before: bytes = b"") -> bytes:
    return b"%s BT /F 11 Tf 50 %d Td (%s) Tj ET\n" % (before, y, text)


ROWS = {
    "by character spacing": b"BT /F 11 Tf 50 700 Td 60 Tc (79) Tj ET",
    "by an array": b"BT /F 11 Tf 50 700 Td [(7) -5000 (9)] TJ ET",
    "by moves": b"BT /F 11 Tf 50 700 Td (7) Tj 60 0 Td (9) Tj ET",
    "by word spacing": b"BT /F 11 Tf 50 700 Td 60 Tw (7 9) Tj ET",
    "by matrices": b"BT /F 1 Tf 11 0 0 11 50 700 Tm (7) Tj 11 0 0 11 110 700 Tm (9) Tj ET",
    "in a narrow font": b"BT /F 11 Tf 50 Tz 50 700 Td [(7) -5000 (9)] TJ ET",
}


@pytest.mark.parametrize("how", ROWS)
def test_columns_set_apart_stay_apart(how):
    assert drawn(ROWS[how]).text == "7\t9"


@pytest.mark.parametrize(
    ("operators", "text"),
    [
        (b"[(50) 20 (,) -20 (500)] TJ", "50,500"),  # kerning
        (b"[(50,500) -300 (ha)] TJ", "50,500 ha"),  # a gap in place of a space
        (b"3 Tc (TITLE) Tj", "TITLE"),  # set apart evenly
        (b"3 Tc (AREA BY REGION) Tj", "AREA BY REGION"),
        (b"(mil-) Tj 0 -14 Td (lion) Tj", "mil-\nlion"),
        (b"(a\\255b) Tj", "a-b"),  # a soft hyphen that is drawn is a hyphen
        (b"(50) Tj (,5) Tj (00) Tj", "50,500"),
        (b"(second) Tj 0 30 Td (first) Tj", "second\nfirst"),  # the order of drawing, not of place
    ],
)
def test_gaps_become_spaces(operators, text):
    assert drawn(b"BT /F 11 Tf 50 700 Td " + operators + b" ET").text == text


TWICE = {
    "with an offset": line(b"50,500 ha") + b"q 1 0 0 1 0.3 0 cm " + line(b"50,500 ha") + b"Q",
    "exactly": line(b"50,500 ha") * 2,
    "in pieces": line(b"50,500 ha") + b"BT /F 11 Tf 50.3 700 Td (50,) Tj (500) Tj ET",
    "three times": line(b"50,500 ha") * 3,
}


@pytest.mark.parametrize("how", TWICE)
def test_text_printed_twice_is_read_once(how):
    assert drawn(TWICE[how]).text == "50,500 ha"


def test_numbers_that_are_repeated_beside_each_other_stay():
    assert drawn(b"BT /F 11 Tf 50 700 Td (1) Tj (1) Tj 30 0 Td (1) Tj ET").text == "11\t1"


FORM = b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
HIDDEN = {
    "covered by a box": line(b"49,500") + b"1 g 45 695 200 20 re f 0 g ",
    "covered by a coloured box": line(b"49,500") + b"1 0 0 rg 45 695 200 20 re f 0 g ",
    "white": b"1 g " + line(b"49,500") + b"0 g ",
    "of the colour of its box": b"0 0 1 rg 45 695 200 20 re f " + line(b"49,500") + b"0 g ",
    "without ink": line(b"49,500", before=b"3 Tr") + b"0 Tr ",
    "beside the page": line(b"49,500", y=900),
    "beyond the crop box": line(b"49,500", y=30),
    "clipped": b"q 300 300 10 10 re W n " + line(b"49,500") + b"Q ",
    "on a layer that is off": b"/OC /L BDC " + line(b"49,500") + b"EMC ",
}


@pytest.mark.parametrize("how", HIDDEN)
def test_what_nobody_sees_is_left_out_and_said(how):
    more = "/CropBox[0 100 595 842]" if "crop" in how else ""
    layers = {"resources": "/Properties<</L 6 0 R>>/OC 6 0 R"} if "layer" in how else {}
    objects = [b"<</Type/OCG/Name(Draft)>>"] if layers else []

    made = drawn(HIDDEN[how] + line(b"50,500 ha", y=650), more=more, objects=objects, **layers)

    assert made.text == "50,500 ha"
    assert [w.code for w in made.warnings] == ["left-out"]
    assert "49,500" in made.warnings[0].detail
    assert made.warnings[0].page == 1


SEEN = {
    "white on a box": b"0 0 1 rg 45 695 200 20 re f 1 g " + line(b"50,500") + b"0 g ",
    "on a grey row": b"0.9 g 45 695 200 20 re f 0 g " + line(b"50,500"),
    "under a frame": line(b"50,500") + b"45 695 200 20 re S ",
    "beside a box": line(b"50,500") + b"1 g 45 650 200 20 re f 0 g ",
    "outlined": b"1 Tr " + line(b"50,500") + b"0 Tr ",
    "red on green of one grey": b"0 0.5 0 rg 45 695 200 20 re f 0.98 0 0 rg " + line(b"50,500"),
    "on a layer that is on": line(b"50,500"),
    "in a form": b"/X Do",
}


@pytest.mark.parametrize("how", SEEN)
def test_what_is_seen_is_read(how):
    stream = line(b"50,500")
    form = FORM + b"/Length %d>>stream\n%s\nendstream" % (len(stream), stream)

    made = drawn(SEEN[how], resources="/XObject<</X 6 0 R>>", objects=[form])

    assert (made.text, made.warnings) == ("50,500", ())


def test_what_is_hard_to_see_is_read_with_a_doubt_at_its_place():
    made = drawn(line(b"Area:") + b"0.95 g " + line(b"50,500", y=680))

    [warning] = made.warnings
    assert (warning.code, made.text[warning.start : warning.end]) == ("faint", "50,500")


MARKS = {
    "in front, smaller": (b"/F 6.5 Tf (2) Tj /F 11 Tf 4 -4 Td (50,500 in) Tj", "²50,500 in"),
    "in front, of equal size": (b"(2) Tj 6.2 -4 Td (50,500 in) Tj", "²50,500 in"),
    "in front, only numbers": (b"(2) Tj 6.2 -4 Td (50,500) Tj", "²50,500"),
    "behind, of equal size": (b"(50,500) Tj 5 Ts (2) Tj 0 Ts", "50,500²"),
    "between": (b"(50,500) Tj /F 7 Tf 4 Ts (2) Tj /F 11 Tf 0 Ts ( ha) Tj", "50,500² ha"),
    "two": (b"(14) Tj /F 7 Tf 4 Ts (3,4) Tj", "14³,⁴"),
    "lowered": (b"(CO) Tj /F 7 Tf -2 Ts (2) Tj /F 11 Tf 0 Ts ( per year) Tj", "CO₂ per year"),
    "a fraction": (b"(3) Tj /F 6 Tf 4 Ts (1) Tj /F 11 Tf 0 Ts (/) Tj /F 6 Tf -2 Ts (2) Tj", "3¹/₂"),
    "an ordinal": (b"(1) Tj /F 7 Tf 4 Ts (st) Tj /F 11 Tf 0 Ts ( May) Tj", "1st May"),
    "at the start of a second line": (
        b"(North) Tj 0 -10 Td /F 6.5 Tf (2) Tj /F 11 Tf 4 -4 Td (50,500 in) Tj",
        "North\n²50,500 in",
    ),
}


@pytest.mark.parametrize("how", MARKS)
def test_marks_are_raised_whichever_comes_first(how):
    operators, text = MARKS[how]

    assert drawn(b"BT /F 11 Tf 50 700 Td " + operators + b" ET").text == text


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages_read_as_they_are_shown(turn):
    made = drawn(line(b"50,500 ha") + line(b"North", y=680), more=f"/Rotate {turn}")

    assert made.text == "50,500 ha\nNorth"
    layout = layout_of(made.layout, 1)
    assert (layout.width, layout.height) == ((595, 842) if turn in (0, 180) else (842, 595))
    assert all(0 <= edge <= 842 for place in layout.places for edge in place.box)


def test_turned_text_comes_after_upright_text():
    sideways = b"BT /F 11 Tf 0 1 -1 0 30 300 Tm (Table 7) Tj ET\n"

    assert drawn(sideways + line(b"50,500 ha")).text == "50,500 ha\nTable 7"


def test_crop_box_in_the_wrong_order():
    made = drawn(line(b"50,500 ha"), more="/CropBox[595 842 0 0]")

    assert made.text == "50,500 ha"


def unicode_map(*pairs: str) -> bytes:
    body = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange "
        f"<00> <FF> endcodespacerange {len(pairs)} beginbfchar {' '.join(pairs)} endbfchar "
        "endcmap end end"
    ).encode()
    return b"<</Length %d>>stream\n%s\nendstream" % (len(body), body)


WITH_MAP = (
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 7 0 R>>"
)


def mapped(operators: bytes, *pairs: str) -> Extracted:
    return drawn(
        line(b"The survey was carried out in all regions of the country", y=780) + operators,
        fonts="/N 6 0 R", objects=[WITH_MAP, unicode_map(*pairs)],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "text"),
    [(b"<FEFF002E>", "11,062.6"), (b"(.)", "11,062.6"), (b"<FEFF2212>", "11,062−6")],
)
def test_actual_text_stands_for_what_is_drawn(told, text):
    marked = b"/Span <</ActualText %s>> BDC (.) Tj EMC" % told

    made = drawn(b"BT /F 11 Tf 50 700 Td (11,062) Tj " + marked + b" (6) Tj ET")

    assert made.text == text


def test_ligatures_and_accents_are_characters():
    made = mapped(
        b"BT /N 11 Tf 50 700 Td (AbEc) Tj ET", "<41> <00660066>", "<45> <0065>", "<63> <0301>"
    )

    assert made.text.splitlines()[1] == "ffbé"
    assert [w.code for w in made.warnings] == []


UNREADABLE = {
    "controls": ("<30> <0013>", "<31> <0014>"),
    "private use": ("<30> <E013>", "<31> <E014>"),
    "one of them": ("<30> <0030>", "<31> <F0E1>"),
    "replacement": ("<30> <FFFD>", "<31> <0031>"),
}


@pytest.mark.parametrize("how", UNREADABLE)
def test_a_font_that_lies_is_not_believed(how):
    made = mapped(b"BT /N 11 Tf 50 700 Td (10) Tj ET", *UNREADABLE[how])

    assert made.text.splitlines()[1] == "\ufffd\ufffd"
    [warning] = made.warnings
    assert (warning.code, warning.page) == ("unreadable-font", 1)
    assert made.text[warning.start : warning.end] == "\ufffd\ufffd"


def test_a_text_mostly_in_such_fonts_is_refused():
    with pytest.raises(DocumentRejected) as caught:
        mapped(b"BT /N 11 Tf 50 700 Td (1010101010) Tj ET", "<30> <0013>", "<31> <0014>")

    assert caught.value.code == "unreadable-fonts"


def test_bullets_without_a_name_do_no_harm():
    made = mapped(b"BT /N 11 Tf 50 700 Td (0) Tj /F 11 Tf 12 0 Td (50,500 ha) Tj ET", "<30> <F0B7>")

    assert made.text.endswith(" 50,500 ha")
    assert made.warnings == ()


def field_pdf(value: bytes, look: bytes | None) -> bytes:
    """A page with a form field that holds the value and shows the look, if any."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]>>>>",
        b"<</Type/Pages/Kids[5 0 R]/Count 1>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Length 59>>stream\nBT /F 11 Tf 50 740 Td (Area under barley, hectares:) Tj ET   \n"
        b"endstream",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[6 0 R]"
        b"/Resources<</Font<</F 3 0 R>>>>>>",
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(area)/F 4/V(%s)/Rect[350 735 450 751]%s>>"
        % (value, b"/AP<</N 7 0 R>>" if look is not None else b""),
    ]
    if look is not None:
        stream = b"/Tx BMC q BT /F 11 Tf 2 4 Td (%s) Tj ET Q EMC" % look
        objects.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 100 16]/Resources<</Font<</F 3 0 R>>>>"
            b"/Length %d>>stream\n%s\nendstream" % (len(stream), stream)
        )
    return documents.assembled(objects)


def test_form_fields_are_read_as_shown():
    made = extract(field_pdf(b"50,500", b"50,500"))

    assert made.text == "Area under barley, hectares:\t50,500"
    assert made.warnings == ()


@pytest.mark.parametrize("look", [None, b"49,500", b""])
def test_a_form_field_that_shows_something_else_is_said(look):
    made = extract(field_pdf(b"50,500", look))

    assert "50,500" not in made.text
    [warning] = made.warnings
    assert (warning.code, "50,500" in warning.detail) == ("form-field", True)


def test_recognised_text_over_a_picture_is_kept_and_said():
    picture = (
        b"<</Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray"
        b"/Length 4>>stream\n\0\xff\xff\0\nendstream"
    )
    made = drawn(
        b"q 595 0 0 842 0 0 cm /I Do Q "
        + line(b"In 2012: 50,500 ha of barley", y=421, before=b"3 Tr"),
        resources="/XObject<</I 6 0 R>>", objects=[picture],
    )  # fmt: skip

    assert made.text == "In 2012: 50,500 ha of barley"
    assert {w.code for w in made.warnings} == {"recognised-text"}
    assert {w.code for w in made.warnings} <= UNRELIABLE


def test_layout_tells_where_each_character_stands():
    made = drawn(line(b"Area: 50,500") + b"50 600 m 250 600 l S 0.9 g 50 500 100 50 re f")

    layout = layout_of(made.layout, 1)
    at = {place.at: place for place in layout.places}
    start = made.text.index("5")
    assert [made.text[place.at] for place in layout.places] == list("Area:50,500")
    left, top, right, bottom = at[start].box
    assert 50 < left < right < 100
    assert top < 842 - 700 < bottom
    assert at[start].size == 11
    assert layout.rules == ((50, 242, 250, 242),)
    assert layout.boxes == ((50, 292, 150, 342),)


def test_layout_counts_from_the_start_of_the_text():
    made = extract(documents.pdf([["Page one, 2012"], ["Page two, 2013"]]))

    [*_, last] = layout_of(made.layout, 2).places
    assert made.text[last.at] == "3"
    assert last.at == len(made.text) - 1
    with zipfile.ZipFile(BytesIO(made.layout)) as archive:
        assert archive.namelist() == ["1.json", "2.json"]


def test_words_of_the_library_are_in_no_message():
    for content in (b"%PDF-1.7\n" + bytes(range(256)) * 40, documents.pdf([["x"]])[:200]):
        with pytest.raises(DocumentRejected, match="print it to PDF anew") as caught:
            extract(content)
        assert "pdfium" not in str(caught.value).lower()


def fake_pdftotext(folder: Path, prints: str) -> None:
    program = folder / "pdftotext"
    program.write_text(f"#!/bin/sh\ncat >/dev/null\nprintf '{prints}'\n")
    program.chmod(0o755)


@pytest.mark.parametrize(
    ("other", "doubted"),
    [
        ("Area: 50,500 ha in 2012\\f", []),
        ("Area: 50,50 0 ha in 2012\\f", ["50,500"]),
        ("Area: 50,500 ha\\f", ["2012"]),
        ("Area: 50,-\\n500 ha in 2012\\f", []),
    ],
)
def test_numbers_that_another_reader_lacks_carry_a_doubt(tmp_path, monkeypatch, other, doubted):
    fake_pdftotext(tmp_path, other)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    made = drawn(line(b"Area: 50,500 ha in 2012"))

    assert [made.text[w.start : w.end] for w in made.warnings] == doubted
    assert {w.code for w in made.warnings} <= {"second-reading"}


def test_a_mark_that_the_other_reader_runs_together_is_no_doubt(tmp_path, monkeypatch):
    fake_pdftotext(tmp_path, "There were 143 boats\\f")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    made = drawn(
        b"BT /F 11 Tf 50 700 Td (There were 14) Tj /F 7 Tf 5 Ts (3) Tj 0 Ts /F 11 Tf ( boats) Tj ET"
    )

    assert (made.text, made.warnings) == ("There were 14³ boats", ())


@pytest.mark.parametrize(
    "operators",
    [
        b"BT /F 1e38 Tf 1e38 0 0 1e38 1e38 1e38 Tm (7) Tj ET ",
        b"1e38 0 0 1e38 0 0 cm 0 0 1e38 1e38 re f ",
        b"0 0 0 0 0 0 cm BT /F 11 Tf (7) Tj ET ",
        b"BT /F 0 Tf 50 700 Td (7) Tj ET ",
        b"q " * 5000,
        b"0 0 5 5 re f " * 3000,
        b"0 0 595 842 re W n " * 300,
    ],
)
def test_strange_drawings_do_no_harm(operators):
    made = drawn(line(b"50,500 ha") + operators)

    assert "50,500 ha" in made.text or [w.code for w in made.warnings] == ["left-out"]


def test_large_fills_after_text_cover_it_and_those_before_it_do_not():
    under = b"0.9 g " + b"0 0 595 842 re f " * 400 + b"0 g "

    assert drawn(under + line(b"50,500 ha")).text == "50,500 ha"
    with pytest.raises(DocumentRejected, match="no text"):
        drawn(line(b"50,500 ha") + under)


def test_letters_drawn_as_shapes_are_no_text():
    letter = b"10 0 m 20 0 l 20 5 l 15 9 l 12 9 20 20 30 30 c 5 5 l 10 0 l h f "
    shapes = b"".join(b"q 1 0 0 1 %d 400 cm %s Q " % (5 * n, letter) for n in range(200))

    with pytest.raises(DocumentRejected) as caught:
        drawn(shapes + line(b"7"))

    assert caught.value.code == "scanned"


NAMELESS = (
    b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Arial/Encoding/Identity-H/DescendantFonts[<</Type"
    b"/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Arial/CIDSystemInfo<</Registry(Adobe)"
    b"/Ordering(Identity)/Supplement 0>>/DW 556/CIDToGIDMap/Identity/FontDescriptor<</Type"
    b"/FontDescriptor/FontName/ABCDEF+Arial/Flags 4/ItalicAngle 0/Ascent 900/Descent -200"
    b"/CapHeight 700/StemV 80/FontBBox[0 -200 1000 900]>>>>]>>"
)


def test_capitals_of_a_nameless_font_that_look_like_numbers_are_doubted():
    # NORTH, whose glyphs have the numbers of 1, 2, 5, 7 and +
    made = drawn(
        line(b"The survey was carried out in all regions of the country", y=780)
        + b"BT /N 11 Tf 50 700 Td <0031003200350037002B> Tj ET",
        fonts="/N 6 0 R", objects=[NAMELESS],
    )  # fmt: skip

    [warning] = made.warnings
    assert (warning.code, warning.code in UNRELIABLE) == ("unsure-font", True)
    assert made.text[warning.start : warning.end].startswith("1257")


def test_a_file_of_nameless_fonts_alone_says_so_once():
    made = drawn(
        b"BT /N 11 Tf 50 700 Td <003100320035> Tj 0 -20 Td <003100320035> Tj ET",
        fonts="/N 6 0 R", objects=[NAMELESS],
    )  # fmt: skip

    assert [w.code for w in made.warnings] == ["nameless-fonts"]
