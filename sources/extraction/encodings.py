"""Which encoding a page is in, by the rules of browsers (WHATWG Encoding and HTML)."""

import codecs
import re
from html import unescape

from sources.errors import DocumentRejected

# Label: the codec of Python that decodes as WHATWG says. Labels of one encoding share a line.
_LABELS = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8",
    "cp866": "ibm866 866 cp866 csibm866",
    "iso8859-2": "iso-8859-2 iso8859-2 iso88592 iso_8859-2 latin2 l2 csisolatin2 iso-ir-101",
    "iso8859-3": "iso-8859-3 iso8859-3 iso88593 iso_8859-3 latin3 l3 csisolatin3 iso-ir-109",
    "iso8859-4": "iso-8859-4 iso8859-4 iso88594 iso_8859-4 latin4 l4 csisolatin4 iso-ir-110",
    "iso8859-5": "iso-8859-5 iso8859-5 iso88595 iso_8859-5 cyrillic csisolatincyrillic iso-ir-144",
    "iso8859-6": "iso-8859-6 iso8859-6 iso88596 iso_8859-6 arabic csisolatinarabic ecma-114 "
    "iso-8859-6-e iso-8859-6-i asmo-708 iso-ir-127",
    "iso8859-7": "iso-8859-7 iso8859-7 iso88597 iso_8859-7 greek greek8 csisolatingreek ecma-118 "
    "elot_928 sun_eu_greek iso-ir-126",
    "iso8859-8": "iso-8859-8 iso8859-8 iso88598 iso_8859-8 hebrew csisolatinhebrew visual "
    "iso-8859-8-e iso-8859-8-i csiso88598i logical iso-ir-138",
    "iso8859-10": "iso-8859-10 iso8859-10 iso885910 latin6 l6 csisolatin6 iso-ir-157",
    "iso8859-13": "iso-8859-13 iso8859-13 iso885913",
    "iso8859-14": "iso-8859-14 iso8859-14 iso885914",
    "iso8859-15": "iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9 csisolatin9",
    "iso8859-16": "iso-8859-16",
    "koi8-r": "koi8-r koi8 koi koi8_r cskoi8r",
    "koi8-u": "koi8-u koi8-ru",
    "mac-roman": "macintosh mac x-mac-roman csmacintosh",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "cp874": "windows-874 dos-874 tis-620 iso-8859-11 iso8859-11 iso885911",
    "cp1250": "windows-1250 cp1250 x-cp1250",
    "cp1251": "windows-1251 cp1251 x-cp1251",
    "cp1252": "windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 iso88591 iso_8859-1 latin1 "
    "latin-1 l1 csisolatin1 us-ascii ascii ansi_x3.4-1968 iso-ir-100 ibm819 cp819 "
    "iso_8859-1:1987",
    "cp1253": "windows-1253 cp1253 x-cp1253",
    "cp1254": "windows-1254 cp1254 x-cp1254 iso-8859-9 iso8859-9 iso88599 iso_8859-9 latin5 l5 "
    "csisolatin5 iso-ir-148",
    "cp1255": "windows-1255 cp1255 x-cp1255",
    "cp1256": "windows-1256 cp1256 x-cp1256",
    "cp1257": "windows-1257 cp1257 x-cp1257",
    "cp1258": "windows-1258 cp1258 x-cp1258",
    "gb18030": "gb18030 gbk gb2312 chinese csgb2312 csiso58gb231280 gb_2312 gb_2312-80 x-gbk "
    "iso-ir-58",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "euc-jp": "euc-jp x-euc-jp cseucpkdfmtjapanese",
    "iso2022-jp": "iso-2022-jp csiso2022jp",
    "cp932": "shift_jis shift-jis sjis ms_kanji ms932 windows-31j x-sjis csshiftjis",
    "cp949": "euc-kr korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 cseuckr "
    "csksc56011987 iso-ir-149",
    "utf-16-le": "utf-16 utf-16le ucs-2 unicode csunicode iso-10646-ucs-2 unicodefeff",
    "utf-16-be": "utf-16be unicodefffe",
}
CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
# An XML declaration in UTF-16 says so by its own first bytes.
XML_16 = {b"<\0?\0x\0": "utf-16-le", b"\0<\0?\0x": "utf-16-be"}
# Single bytes that a code page leaves open are control characters to browsers.
C1 = frozenset(("cp874", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1257",
                "cp1258"))  # fmt: skip

LOOKED_AT = 4096  # bytes; browsers look at 1,024 and go on when they meet a later one
COMMENT = re.compile(rb"<!--.*?(-->|$)", re.S)
META = re.compile(rb"<meta[\s/]((?:[^>\"']|\"[^\"]*\"|'[^']*')*)", re.I)
ATTRIBUTE = re.compile(rb"([^\s=\"'/>]+)\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?", re.S)
XML = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)", re.I)
IN_CONTENT = re.compile(r"charset\s*=\s*[\"']?\s*([^\s;\"']+)", re.I)


def marked(content: bytes) -> tuple[str, int] | None:
    """The codec that the first bytes name, and how many of them to skip; None if they don't."""
    if content.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        raise DocumentRejected("encoding", "the file is in UTF-32: save it as UTF-8")
    for mark, codec in MARKS.items():
        if content.startswith(mark):
            return codec, len(mark)
    return next(((codec, 0) for head, codec in XML_16.items() if content.startswith(head)), None)


def declared(content: bytes) -> str | None:
    """The label of the encoding that a page declares in itself, in small letters; None without."""
    head = content[:LOOKED_AT]
    if found := XML.match(head):
        return found.group(1).decode("ascii").lower()
    for meta in META.finditer(COMMENT.sub(b"", head)):
        attributes = {
            name.decode("latin-1").lower(): unescape(
                (double or single or bare).decode("latin-1")
            ).strip()
            for name, double, single, bare in ATTRIBUTE.findall(meta.group(1))
        }
        if label := attributes.get("charset"):
            return label.lower()
        if attributes.get("http-equiv", "").lower() == "content-type" and (
            inside := IN_CONTENT.search(attributes.get("content", ""))
        ):
            return inside.group(1).lower()
    return None


def codec_of(label: str) -> str:
    """The codec of a declared label. Raises DocumentRejected for one that no browser knows."""
    codec = CODECS.get(label.strip().lower())
    if codec is None:
        detail = f"the page declares the encoding {label[:40]!r}, which is unknown"
        raise DocumentRejected("encoding", f"{detail}: save it as UTF-8")
    # A page that can be read up to here is not in UTF-16, whatever it says.
    return "utf-8" if codec.startswith("utf-16") else codec


def decoded(content: bytes, codec: str) -> str:
    """The bytes as text. Raises DocumentRejected, naming the byte that does not fit."""
    try:
        if codec in C1:
            return codecs.charmap_decode(content, "strict", _table(codec))[0]
        return content.decode(codec)
    except UnicodeDecodeError as error:
        detail = f"byte {error.start} is no {codec.upper()}: save the file as UTF-8"
        raise DocumentRejected("encoding", detail) from None


def _table(codec: str) -> str:
    return "".join(
        chr(byte) if sign == "\ufffd" and byte < 0xA0 else ("\ufffe" if sign == "\ufffd" else sign)
        for byte, sign in enumerate(bytes(range(256)).decode(codec, "replace"))
    )
