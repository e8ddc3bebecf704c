"""HTML: what a browser shows is read, in whatever encoding and wrapping a page comes."""

import pytest

from sources.errors import DocumentRejected
from sources.extraction import HTML, MHTML, PLAIN, Extracted, extract, media_type_of


def page(body: str, head: str = "") -> Extracted:
    return extract(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode())


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Covered <math><mn>50,500</mn></math> ha", "Covered 50,500 ha"),
        (
            "Covered <math><semantics><mn>50,500</mn><annotation>50{,}500</annotation></semantics>"
            "</math> ha",
            "Covered 50,500 ha",
        ),
        ("<math><msup><mn>10</mn><mn>6</mn></msup></math>", "10⁶"),
        ("<math><msub><mi>CO</mi><mn>2</mn></msub></math>", "CO₂"),
        ("<math><mfrac><mn>2</mn><mn>3</mn></mfrac></math> of", "2/3 of"),
        ("<math><mo>−</mo><mn>3.5</mn></math> %", "−3.5 %"),
        ("<math>\n <mn>2</mn>\n <mo>\u2062</mo>\n <mi>x</mi>\n</math>", "2x"),
        ("<math><mtable><mtr><mtd>1</mtd><mtd>2</mtd></mtr></mtable></math>", "1\t2"),
        ("<svg><text>72,000 ha</text><text>in 2019</text></svg>", "72,000 ha\nin 2019"),
        ("<svg><text><tspan>72</tspan><tspan>,000</tspan></text></svg>", "72,000"),
        ("<svg><text><tspan x=1 y=2>A</tspan><tspan x=1 y=9>B</tspan></text></svg>", "A\nB"),
        ("<svg><title>49</title><defs><text>48</text></defs><text>50</text></svg>", "50"),
        ("<svg><text display='none'>49</text><text>50</text></svg>", "50"),
        ("Area: <input value='50,500'> ha", "Area: 50,500 ha"),
        ("Area <input type=hidden value=49><input type=submit value=Go> ha", "Area ha"),
        ("Note<textarea>50,500 ha</textarea>", "Note50,500 ha"),
        (
            "<span class=katex><span class=katex-mathml><math><mn>5</mn></math></span>"
            "<span aria-hidden=true>5</span></span>",
            "5",
        ),
        ("<span aria-hidden=true>50,500</span> ha", "50,500 ha"),
    ],
)
def test_formulas_drawings_and_fields_are_read(body, text):
    assert page(body).text == text


@pytest.mark.parametrize(
    "struck",
    [
        "<del>49,500</del>",
        "<s>49,500</s>",
        "<strike>49,500</strike>",
        "<span style='text-decoration: line-through'>49,500</span>",
        "<span style='TEXT-DECORATION-LINE:line-through;color:red'>49,500</span>",
        "<span class=old>49,500</span>",
        "<p id=was>49,500</p>",
    ],
)
def test_struck_text_is_left_out_and_said(struck):
    style = "<style>/* old */ .old, #was { text-decoration: line-through red }</style>"

    made = page(f"Covered {struck} <ins>50,500</ins> ha", style)

    assert "49,500" not in made.text
    assert "50,500 ha" in made.text
    [warning] = made.warnings
    assert (warning.code, "49,500" in warning.detail) == ("struck", True)


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>49,500</p>",
        "<p style='display:none'>49,500</p>",
        "<p style='visibility: hidden'>49,500</p>",
        "<p style='opacity:0'>49,500</p>",
        "<p style='font-size:0px'>49,500</p>",
        "<p style='position:absolute;left:-9999px'>49,500</p>",
        "<p style='color:#fff;background:#fff'>49,500</p>",
        "<p class=gone>49,500</p>",
        "<p class='sr-only'>49,500</p>",
        "<div class=tab><p>49,500</p></div>",
        "<dialog>49,500</dialog>",
        "<template>49,500</template>",
        "<noscript>49,500</noscript>",
        "<select><option>49,500</select>",
        "<progress value=49500 max=90000>49,500</progress>",
    ],
)
def test_what_a_browser_hides_is_left_out(hidden):
    style = (
        "<style>@media print { p { display: none } } .gone { display : none !important }"
        " .sr-only { position:absolute; clip: rect(0,0,0,0) } div.tab > p { visibility: hidden }"
        "</style>"
    )

    assert page(f"{hidden}<p>50,500 ha", style).text.strip() == "50,500 ha"


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("@media print { p { display: none } }", "50,500 ha"),
        ("@media (max-width: 600px) { p { display: none } }", "50,500 ha"),
        ("@media screen { p { display: none } }", ""),
        ("p { display: none } p.shown { display: block }", "50,500 ha"),
        ("p:nonsense(( { display: none }", "50,500 ha"),
        ("p { background: url(x.png); color: black }", "50,500 ha"),
        ("@font-face { font-family: x } p { }", "50,500 ha"),
    ],
)
def test_style_rules_hold_where_a_screen_takes_them(style, text):
    assert page("<h1>Area</h1><p class=shown>50,500 ha", f"<style>{style}</style>").text == (
        f"Area\n\n{text}".strip()
    )


@pytest.mark.parametrize(
    "mark",
    [
        "<span style='vertical-align: super'>2</span>",
        "<span class=note>2</span>",
        "<sup>2</sup>",
        "<sup><a href=x>2</a></sup>",
    ],
)
def test_marks_raised_by_style_do_not_grow_a_number(mark):
    style = "<style>.note { vertical-align: super; font-size: 70% }</style>"

    assert page(f"50,500{mark} ha", style).text == "50,500² ha"


def encoded(label: str, codec: str, text: str = "Año: 50,500 ha – “x”") -> bytes:
    return f'<html><head><meta charset="{label}"></head><body><p>{text}'.encode(codec)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (encoded("iso-8859-1", "cp1252"), "Año: 50,500 ha – “x”"),
        (encoded("ASCII", "cp1252"), "Año: 50,500 ha – “x”"),
        (encoded("Windows-1252", "cp1252"), "Año: 50,500 ha – “x”"),
        (encoded("iso-8859-9", "cp1254"), "Año: 50,500 ha – “x”"),
        (encoded("gb2312", "gb18030", "面积 50,500"), "面积 50,500"),
        (encoded("shift_jis", "cp932", "面積 50,500①"), "面積 50,500①"),
        (encoded("koi8-r", "koi8-r", "Площадь 50,500"), "Площадь 50,500"),
        (encoded("utf-16", "utf-8"), "Año: 50,500 ha – “x”"),  # it can't be
        (encoded("latin1", "utf-8-sig"), "Año: 50,500 ha – “x”"),  # the mark counts
        ("<html><p>Año 50,500".encode("utf-16"), "Año 50,500"),
        (b"\xfe\xff" + "<html><p>Año 50,500".encode("utf-16-be"), "Año 50,500"),
        ('<?xml version="1.0"?><html><p>Año'.encode("utf-16-le"), "Año"),
        (
            '<?xml version="1.0" encoding="ISO-8859-1"?><html><p>Año'.encode("cp1252"),
            "Año",
        ),
        (
            b"<html><meta http-equiv='Content-Type' "
            b"content='text/html; charset=iso-8859-1'><p>A\xf1o",
            "Año",
        ),
        (b"<html><!-- <meta charset=koi8-r> --><meta charset=latin1><p>A\xf1o", "Año"),
        (b"<html><meta name=x content='charset=koi8-r'><meta charset=latin1><p>A\xf1o", "Año"),
        (b"<html><meta charset=latin1><p>a\x81b", "a\x81b"),
    ],
)
def test_encodings_are_those_of_browsers(content, text):
    assert extract(content).text == text
    assert extract(content).warnings == ()


def test_a_page_without_an_encoding_is_read_as_browsers_do_and_says_so():
    made = extract(b"<html><p>A\xf1o 2012: 50,500 ha")

    assert made.text == "Año 2012: 50,500 ha"
    assert [w.code for w in made.warnings] == ["encoding-guessed"]


@pytest.mark.parametrize(
    "content",
    [
        b'<div class="row" data-id="77"><p style="margin:12px">Orchards 50,500 ha</p></div>',
        b"<p>50,500 ha",
        b"\n\n<TABLE border=1><tr><td>50,500",
        b"<!-- saved --><table><tr><td>50,500",
        b"\xef\xbb\xbf<h2>Orchards</h2> 50,500",
        b"Orchards <b>50,500</b> hectares<br>in <i>2013</i>",
        "<div>50,500</div>".encode("utf-16"),
        b"<?xml version='1.0'?><!DOCTYPE html><html><p>50,500",
    ],
)
def test_pieces_of_pages_are_pages(content):
    assert media_type_of(content) == HTML
    assert "<" not in extract(content).text
    assert "50,500" in extract(content).text


@pytest.mark.parametrize(
    "text",
    [
        "5 < 7 and <p> is text",
        "a <- b; see <orchards@example.org>",
        "<3 of 50,500",
        "<2012>",
        "x</p>",
    ],
)
def test_text_with_angle_brackets_is_text(text):
    assert media_type_of(text.encode()) == PLAIN


SAVED = (
    "From: <Saved by Blink>\r\nSubject: Orchards\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="b"\r\n\r\n\r\n'
    "--b\r\nContent-Type: text/html{charset}\r\nContent-Transfer-Encoding: {how}\r\n\r\n{page}\r\n"
    "--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    "{more}--b--\r\n"
)


@pytest.mark.parametrize(
    ("charset", "how", "page"),
    [
        ("; charset=utf-8", "quoted-printable", "<html><p>A=C3=B1o 50,=\r\n500 ha</p></html>"),
        ("; charset=windows-1252", "quoted-printable", "<html><p>A=F1o 50,500 ha</p></html>"),
        ("", "quoted-printable", "<html><meta charset=3Dlatin1><p>A=F1o 50,500 ha"),
        ("; charset=utf-8", "base64", "PGh0bWw+PHA+QcOxbyA1MCw1MDAgaGE="),
    ],
)
def test_saved_pages_are_read(charset, how, page):
    content = SAVED.format(charset=charset, how=how, page=page, more="").encode()

    made = extract(content)

    assert (made.text, made.media_type, made.warnings) == ("Año 50,500 ha", MHTML, ())


def test_frames_of_a_saved_page_are_said():
    more = "--b\r\nContent-Type: text/html\r\n\r\n<html><p>49,500</html>\r\n"

    made = extract(SAVED.format(charset="", how="7bit", page="<p>50,500", more=more).encode())

    assert made.text == "50,500"
    assert [w.code for w in made.warnings] == ["not-read"]


OTHERS = {
    "an e-mail": b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n50,500 ha\r\n",
    "rtf": b"{\\rtf1\\ansi 50,500 ha}",
    "postscript": b"%!PS-Adobe-3.0\n(50,500) show",
    "svg": b"<?xml version='1.0'?><svg:svg xmlns:svg='http://www.w3.org/2000/svg'/>",
    "feed": b"<?xml version='1.0'?><rss><channel><title>50,500</title></channel></rss>",
    "word xml": b"<w:wordDocument xmlns:w='x'><w:body/></w:wordDocument>",
    "web archive": b"bplist00\xd1\x01\x02",
    "picture": b"\x89PNG\r\n\x1a\n",
    "gzip": b"\x1f\x8b\x08\x08abc",
}


@pytest.mark.parametrize("kind", OTHERS)
def test_other_formats_are_refused_with_what_to_do(kind):
    with pytest.raises(DocumentRejected, match="save|print|unpack|run text") as caught:
        extract(OTHERS[kind])

    assert caught.value.code == "unknown-format"
