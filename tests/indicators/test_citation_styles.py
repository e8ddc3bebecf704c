"""References are texts that citation managers read; the link leads to the words."""

import re
from dataclasses import replace
from urllib.parse import unquote

import pytest

from indicators.delivery import citation_styles
from indicators.delivery.citation_styles import Reference, linked

PLAIN = Reference(
    id="lake-report-2012-0001",
    words="1,150 boats",
    about="Boats, Arcadia, 2012",
    title="Report on {the} lakes & 50% of_all",
    publisher="Lake Office",
    kind="report",
    language="en",
    published_on="2012-06",
    retrieved_on="2020-02-29",
    url="https://lakes.example/2012",
    version=42,
    recorded_on="2026-11-22",
    entry=17,
    log="lakes.example/ledger",
    permalink="https://lakes.example/v1/observations/lake-report-2012-0001?version=42",
    ended=None,
)


@pytest.mark.parametrize("style", citation_styles.STYLES)
def test_every_style_tells_quote_document_version_and_entry(style):
    told = citation_styles.STYLES[style].write(PLAIN)
    for words in ("1,150 boats", "Lake Office", "2012", "version 42", "entry 17", PLAIN.permalink):
        plain = told.replace("\\_", "_").replace("\\", "")
        assert words in plain


@pytest.mark.parametrize("style", citation_styles.STYLES)
def test_every_style_warns_of_what_was_retracted(style):
    told = citation_styles.STYLES[style].write(
        replace(PLAIN, ended="retracted at version 50: wrong")
    )
    assert "retracted at version 50: wrong" in told


def test_bibtex_escapes_what_latex_would_read():
    told = citation_styles.bibtex(PLAIN)
    assert r"title = {{Report on \{the\} lakes \& 50\% of\_all}}," in told
    assert told.count("{") - told.count(r"\{") == told.count("}") - told.count(r"\}")


def test_undated_document_has_no_date_in_any_style():
    undated = replace(PLAIN, published_on=None)
    assert "undated" in citation_styles.text(undated)
    assert "Lake Office. (n.d.). " in citation_styles.apa(undated)
    assert "year" not in citation_styles.bibtex(undated)
    assert "issued" not in citation_styles.csl(undated)
    assert "PY  -" not in citation_styles.ris(undated)


def test_apa_is_the_reference_of_a_data_set():
    report = replace(PLAIN, title="Report on the lakes")
    place = (
        "Observation lake-report-2012-0001 at version 42 (2026-11-22), "
        "entry 17 of the log lakes.example/ledger. "
        "https://lakes.example/v1/observations/lake-report-2012-0001?version=42\n"
    )
    title = "Report on the lakes: “1,150 boats” (Boats, Arcadia, 2012) (Version 42) [Data set]."
    retrieved = "lakes.example/ledger. Retrieved February 29, 2020"
    assert citation_styles.apa(report) == (
        f"Lake Office. (2012). {title} {retrieved}, from https://lakes.example/2012 {place}"
    )
    unlinked = citation_styles.apa(replace(report, publisher="Lake Office Inc.", url=None))
    assert unlinked == f"Lake Office Inc. (2012). {title} {retrieved}. {place}"


def test_ris_begins_with_its_type_and_ends_with_er():
    lines = citation_styles.ris(PLAIN).split("\r\n")
    assert lines[0] == "TY  - RPRT"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    assert "DA  - 2012/06//" in lines


@pytest.mark.parametrize(
    ("passage", "directive"),
    [
        (("", "1,150 boats", ""), "1%2C150%20boats"),
        (("In all, ", "1,150 boats", " sailed\nNext"), "In%20all%2C-,1%2C150%20boats,-sailed"),
        (("before\nIt has ", "a half-sunk boat", "."), "It%20has-,a%20half%2Dsunk%20boat,-."),
        # 32 code points of context are cut off within a word, which a browser would not find
        (("verwhelmingly the office counts ", "9", " boats, of which most of them ar"),
         "the%20office%20counts-,9,-boats%2C%20of%20which%20most%20of%20them"),
        (("", "one two three\nfour five six seven eight", ""),
         "one%20two%20three,five%20six%20seven%20eight"),
        (("", "a&b", ""), "a%26b"),
    ],
)  # fmt: skip
def test_text_fragment_leads_to_the_words(passage, directive):
    url = linked("https://lakes.example/2012", "text/html", passage, None)
    assert url == f"https://lakes.example/2012#:~:text={directive}"
    assert unquote(directive)


@pytest.mark.parametrize(
    ("url", "media_type", "page", "link"),
    [
        ("https://a.example/x.pdf", "application/pdf", 7, "https://a.example/x.pdf#page=7"),
        ("https://a.example/x.pdf", "application/pdf", None, "https://a.example/x.pdf"),
        ("https://a.example/x.docx", "application/msword", 7, "https://a.example/x.docx"),
        ("https://a.example/x#top", "text/html", None, "https://a.example/x#top:~:text=9"),
    ],
)
def test_link_fits_the_sort_of_document(url, media_type, page, link):
    assert linked(url, media_type, ("", "9", ""), page) == link
