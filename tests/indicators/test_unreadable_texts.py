"""Texts that are hard to read: what a person is shown, and what the published release says."""

import html
import re
import struct
import zlib

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from indicators.curation import drafts, worklist
from indicators.curation.drafts.texts import numerals_of, unread
from indicators.curation.models import DraftChangeset
from ledger import signer
from sources import intake
from sources.extraction import MAX_LENGTH
from sources.extraction.pdf.cutout import cutout_apart, place_of
from sources.extraction.pdf.layout import layout_of
from tests import builders
from tests.builders import published
from tests.indicators.test_curation import (  # noqa: F401 - fixtures
    ana,
    documents_stay_here,
    fresh,
    luis,
    shown,
)
from tests.indicators.test_pages import of, page
from tests.sources import documents
from tests.sources.documents import page_pdf

pytestmark = pytest.mark.django_db

SOURCE = {
    "id": "farm-survey",
    "title": "Farm survey",
    "publisher": "surveyor",
    "language": "en",
    "kind": "report",
}
RELEASE = {
    "id": "farm-survey-2013",
    "title": "Farm survey of 2013",
    "published_on": "2014",
    "retrieved_on": "2014-03-01",
}
RECOGNISED = page_pdf(
    b"q 595 0 0 842 0 0 cm /I Do Q BT /F 11 Tf 3 Tr 50 421 Td (In 2012: 50,500 hectares) Tj ET",
    resources="/XObject<</I 6 0 R>>",
    objects=[
        b"<</Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray"
        b"/Length 4>>stream\n\0\xff\xff\0\nendstream"
    ],
)


def begun(content: bytes, by: User, **source: str) -> DraftChangeset:
    taken = intake.take_in(content, name="survey", by=by)
    return worklist.start_release(
        taken.upload, source={**SOURCE, **source}, release=RELEASE,
        message="Add the farm survey", by=by,
    )  # fmt: skip


def publish(draft: DraftChangeset, by: User, reviewer: User) -> None:
    """Publish the draft's release with all its numbers set aside."""
    for numeral in worklist.candidates(draft):
        drafts.set_aside(draft.pk, numeral.start, numeral.end, "other", by=by)
    drafts.submit(draft.pk, by=by, revision=fresh(draft).revision)
    drafts.approve(draft.pk, by=reviewer, **shown(fresh(draft)))
    drafts.publish(draft.pk, by=reviewer)
    signer.publish()


def test_warnings_and_layout_are_kept_with_the_upload(ana):  # noqa: F811
    hidden = b"BT /F 11 Tf 50 700 Td (50,500 ha) Tj 1 g 0 -20 Td (49,500) Tj ET"

    upload = intake.take_in(page_pdf(hidden), name="a.pdf", by=ana).upload

    upload.refresh_from_db()
    assert [(w["code"], w["page"]) for w in upload.warnings] == [("left-out", 1)]
    assert upload.unreliable() == ""
    with upload.layout.open() as stored:
        assert layout_of(stored.read(), 1).places[0].at == 0


def test_warnings_are_on_every_page_that_decides(ana, luis):  # noqa: F811
    draft = begun(RECOGNISED, ana)

    assert draft.upload.unreliable()
    for name, kwargs in (
        ("curation-upload", {"upload_id": draft.upload.pk}),
        ("curation-work", {"draft_id": draft.pk}),
        ("curation-review", {"draft_id": draft.pk}),
    ):
        answer = of(luis).get(page(name, **kwargs)).content.decode()
        assert "a program recognised this in a picture" in answer, name
        assert "its\n  coverage will not be shown as complete" in answer, name


def test_numbers_under_a_warning_carry_it_as_their_doubt(ana):  # noqa: F811
    draft = begun(RECOGNISED, ana)

    assert {"recognised this in a picture" in (n.doubt or "") for n in numerals_of(draft)} == {True}


@pytest.mark.parametrize(("area", "doubts"), [({"area": "PE"}, True), ({}, False)])
def test_the_area_says_which_mark_may_begin_decimals(ana, world, area, doubts):  # noqa: F811
    published(builders.area("PE"))
    draft = begun(b"Se incautaron 1.234 kilos.", ana, language="es", **area)

    (number,) = numerals_of(draft)
    assert bool(number.doubt) == doubts


def test_coverage_of_an_unreliable_text_is_never_complete(ana, luis, get):  # noqa: F811
    draft = begun(RECOGNISED, ana)
    publish(draft, ana, luis)

    body = get("/v1/releases/farm-survey-2013/numerals").json()

    assert body["coverage"]["unaccounted"] == 0
    assert body["coverage"]["percent"] is None
    assert "recognised this in a picture" in body["coverage"]["reason"]


def test_numbers_of_an_unreliable_text_have_to_be_accounted_for_all_the_same(ana):  # noqa: F811
    draft = begun(RECOGNISED, ana)

    found = {one.code for one in drafts.findings(draft)}

    assert "numeral-unaccounted" in found


@pytest.mark.parametrize(("language", "text"), [("ja", "面積は50,500ha"), ("ar", "50,500 هكتار")])
def test_a_language_without_a_reader_has_a_work_page(ana, luis, get, language, text):  # noqa: F811
    draft = begun(text.encode(), ana, language=language)

    answer = of(ana).get(page("curation-work", draft_id=draft.pk))
    assert answer.status_code == 200
    assert f"no numerals lexicon for language &#x27;{language}&#x27;" in answer.content.decode()
    for name in ("curation-review", "curation-export"):
        assert of(ana).get(page(name, draft_id=draft.pk)).status_code == 200
    start = text.index("50")
    item = f"s{start}-{start + 6}"
    panel = of(ana).get(page("curation-panel", draft_id=draft.pk), {"item": item})
    assert b"50,500" in panel.content
    publish(draft, ana, luis)
    body = get("/v1/releases/farm-survey-2013/numerals").json()
    assert body["coverage"]["percent"] is None
    assert "no numerals lexicon" in body["coverage"]["reason"]


def described(client, upload_id: int, language: str):
    data = {f"source_{name}": value for name, value in SOURCE.items()} | RELEASE
    data |= {"message": "Add the farm survey", "source_language": language}
    return client.post(page("curation-upload", upload_id=upload_id), data)


@pytest.mark.parametrize(
    ("tag", "meant"),
    [
        ("english", "en"),
        ("es_PE", "es-PE"),
        ("ES-pe", "es-PE"),
        ("Español", "es"),
        ("spanish (Peru)", ""),
        ("e", ""),
        ("1", ""),
        ("en-", ""),
    ],
)
def test_a_tag_that_is_none_is_refused_with_the_one_that_is_meant(ana, tag, meant):  # noqa: F811
    upload = intake.take_in(b"In 2012: 50,500 ha", name="a.txt", by=ana).upload

    answer = described(of(ana), upload.pk, tag)

    assert answer.status_code == 200
    [complaint] = answer.context["form"].errors["source_language"]
    assert complaint.startswith("Expected a language tag such as en or es-PE")
    assert complaint.endswith(f"is {meant!r} meant?") == bool(meant)
    assert not DraftChangeset.objects.exists()


@pytest.mark.parametrize("tag", ["en", "es-PE", "ja", "qu", "ayc"])
def test_a_tag_of_any_language_is_taken(ana, tag):  # noqa: F811
    upload = intake.take_in(b"In 2012: 50,500 ha", name="a.txt", by=ana).upload

    answer = described(of(ana), upload.pk, tag)

    assert answer.status_code == 302
    assert of(ana).get(answer.url).status_code == 200


LONG = "Orchards cover land. " * 100_000 + "In 2020 they covered 50,500 hectares."


def test_a_text_that_is_too_long_is_refused_with_the_limit(ana):  # noqa: F811
    for data in ({"pasted": LONG}, {"file": SimpleUploadedFile("long.txt", LONG.encode())}):
        answer = of(ana).post(page("curation-intake"), data)

        assert answer.status_code == 200
        assert f"at most {MAX_LENGTH:,}" in answer.content.decode()


def test_a_text_as_long_as_may_be_is_taken_with_its_work_page(ana):  # noqa: F811
    text = "In 2020: 50,500 ha. " + "ñ" * (MAX_LENGTH - 20)

    answer = of(ana).post(page("curation-intake"), {"pasted": text})

    assert answer.status_code == 302
    draft = begun(text.encode(), ana)
    assert of(ana).get(page("curation-work", draft_id=draft.pk)).status_code == 200


def test_the_form_cuts_no_pasted_text(ana):  # noqa: F811
    assert "maxlength" not in of(ana).get(page("curation-intake")).content.decode()


def test_a_form_that_is_too_large_is_refused_with_a_sentence(ana, settings):  # noqa: F811
    answer = of(ana).post(page("curation-intake"), {"pasted": "a" * 9_000_000})

    assert answer.status_code == 413
    assert "at most 8,500,000 bytes" in answer.content.decode()


@pytest.mark.parametrize("text", ["In 2012\0: 50", "\0"])
def test_nul_in_a_pasted_text_is_refused_with_a_sentence(ana, text):  # noqa: F811
    answer = of(ana).post(page("curation-intake"), {"pasted": text})

    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_a_text_of_an_older_limit_has_a_work_page(ana):  # noqa: F811
    draft = begun(b"In 2020: 50,500 ha.", ana)
    draft.upload.text = LONG
    draft.upload.save()

    assert numerals_of(fresh(draft)) == []
    assert "at most 2000000" in unread(fresh(draft))
    assert of(ana).get(page("curation-work", draft_id=draft.pk)).status_code == 200


def test_the_picture_of_a_place_is_beside_its_words(ana, luis):  # noqa: F811
    content = documents.pdf([["Page one, 2012"], ["Area: 50,500 ha", "and 1,234 boats"]])
    draft = begun(content, ana)
    start = draft.upload.text.index("50,500")
    item = of(ana).get(page("curation-panel", draft_id=draft.pk), {"item": f"n{start}"})

    [source] = re.findall(r'<img class="place[^>]*src="([^"]+)"', item.content.decode())
    picture = of(luis).get(html.unescape(source))

    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
    assert b"\x89PNG" in picture.content[:8]
    assert len(picture.content) > 1_000


@pytest.mark.parametrize(
    "query", ["", "?start=x&end=9", "?start=999999999999&end=9", "?start=3&end=3"]
)
def test_a_range_without_a_place_has_no_picture(ana, query):  # noqa: F811
    upload = intake.take_in(documents.pdf([["Area: 50,500 ha"]]), name="a.pdf", by=ana).upload
    plain = intake.take_in(b"Area: 50,500 ha", name="a.txt", by=ana).upload

    for one in (upload, plain):
        path = page("curation-place", upload_id=one.pk)
        assert of(ana).get(f"{path}{query}").status_code == 404


def test_the_picture_shows_the_place_in_its_frame(ana):  # noqa: F811
    upload = intake.take_in(page_pdf(RECTANGLE), name="a.pdf", by=ana).upload
    with upload.layout.open() as stored:
        at, box = place_of(stored.read(), upload.pages, 0, 6)

    picture = cutout_apart(page_pdf(RECTANGLE), at, box)

    wide, high = struct.unpack(">II", picture[16:24])
    rows = zlib.decompress(picture[picture.index(b"IDAT") + 4 : -16])
    colours = {
        rows[i : i + 3]
        for y in range(high)
        for i in range(y * (wide * 3 + 1) + 1, (y + 1) * (wide * 3 + 1), 3)
    }
    assert bytes((0xC0, 0x40, 0)) in colours  # the frame
    assert bytes((0, 0, 255)) in colours  # the blue box behind the words


RECTANGLE = b"0 0 1 rg 45 695 200 20 re f 1 g BT /F 11 Tf 50 700 Td (50,500) Tj ET"
