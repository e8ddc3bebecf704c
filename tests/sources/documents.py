"""Small documents in the formats that intake takes, and ones with each kind of defect."""

import io
import zipfile
from collections.abc import Sequence

import docx
import pypdf
from pypdf.generic import NameObject


def pdf(
    pages: Sequence[Sequence[str]], *, picture_on: Sequence[int] = (), drawn: bytes = b""
) -> bytes:
    """A PDF with these lines per page; pages numbered (from 0) in picture_on show a picture.

    drawn: operators that every page shows after its lines.
    """
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(pages)))
    objects.append(f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode())
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    objects.append(
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
        b"/Length 1>>stream\n\0\nendstream"
    )
    for number, lines in enumerate(pages):
        pictures = "/XObject<</I 4 0 R>>" if number in picture_on else ""
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {6 + 2 * number} 0 R"
            f"/Resources<</Font<</F 3 0 R>>{pictures}>>>>".encode()
        )
        shown = b"".join(
            b"(%s)Tj T*\n" % line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)")
            for line in lines
        )
        stream = b"BT /F 9 Tf 14 TL 50 780 Td\n" + shown + b"ET\n" + drawn
        if pictures:
            stream = b"q 100 0 0 100 50 50 cm /I Do Q\n" + stream
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    return assembled(objects)


def page_pdf(
    drawn: bytes,
    *,
    fonts: str = "",
    more: str = "",
    resources: str = "",
    objects: Sequence[bytes] = (),
) -> bytes:
    """A PDF of one page that is drawn by these operators, with Helvetica as /F.

    fonts: further entries of the page's fonts. more: further entries of the page. resources: of its
    resources. objects: further objects, numbered from 6.
    """
    page = (
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R{more}"
        f"/Resources<</Font<</F 3 0 R{fonts}>>{resources}>>>>"
    )
    if "/MediaBox" in more:
        page = page.replace("/MediaBox[0 0 595 842]", "", 1)
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>>>"
            if "/OC" in resources
            else b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[5 0 R]/Count 1>>",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
            page.encode(),
            *objects,
        ]
    )


def assembled(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first one is its catalog."""
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, xref)
    return bytes(out)


def encrypted_pdf(pages: Sequence[Sequence[str]], *, user_password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(pdf(pages))))
    writer.encrypt(user_password, owner_password="owner", algorithm="AES-128")
    return _written(writer)


def pdf_with_unknown_font(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF whose font maps every character into the private use area."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(pdf(pages))))
    ranges = b"1 beginbfrange\n<00> <FF> <E000>\nendbfrange\n"
    stream = pypdf.generic.StreamObject()
    stream.set_data(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n" + ranges + b"endcmap end end"
    )
    font = writer.pages[0]["/Resources"]["/Font"]["/F"]
    font[NameObject("/ToUnicode")] = writer._add_object(stream)
    return _written(writer)


def _written(writer: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word(paragraphs: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> bytes:
    """A DOCX of these paragraphs and, if rows are given, a table after them."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                table.cell(i, j).text = cell
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """A DOCX of a few hundred kilobytes that unpacks to more than 200 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 210_000_000)
    return out.getvalue()


def zipped(names: Sequence[str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()
