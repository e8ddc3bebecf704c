"""The pages of curation: who may see and do what, what a conflict shows, how quick they stay."""

import csv
import io
import json
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from indicators.curation import drafts, roles, worklist
from indicators.curation.drafts_serializers import finding_payload
from indicators.curation.models import DraftAct, DraftChangeset
from indicators.curation.pages.commands import COMMANDS
from sources import numerals
from tests.indicators.test_curation import (  # noqa: F401 - fixtures
    ana,
    documents_stay_here,
    finished,
    fresh,
    luis,
    person,
    shown,
    started,
    submitted,
)
from tests.sources import documents

pytestmark = pytest.mark.django_db


def of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(name: str, **kwargs: int) -> str:
    return reverse(f"admin:{name}", kwargs=kwargs)


def paths(draft: DraftChangeset) -> list[str]:
    names = ("curation-work", "curation-panel", "curation-review", "curation-export")
    return [
        page("curation"),
        page("curation-intake"),
        page("curation-upload", upload_id=draft.upload.pk),
        *(page(name, draft_id=draft.pk) for name in names),
    ]


def do(client: Client, draft: DraftChangeset, name: str, **data: object):
    path = page("curation-act", draft_id=draft.pk)
    return client.post(path, {"do": name, "revision": fresh(draft).revision, **data})


def test_pages_open_for_curators_and_reviewers(ana, luis):  # noqa: F811
    draft = started(ana)

    for user in (ana, luis):
        for path in paths(draft):
            assert of(user).get(path).status_code == 200, path


def test_review_sheet_speaks_in_words_and_names_the_figure(ana):  # noqa: F811
    draft = started(ana)
    worklist.carry_over_unchanged(draft.pk, by=ana, revision=draft.revision)
    act = draft.acts.filter(type__startswith="observation/").first()
    act.content |= {"area": "XX", "unit": "1"}
    act.save()
    (wrong,) = (f for f in drafts.findings(fresh(draft)) if f.code == "unknown-area")

    body = of(ana).get(page("curation-review", draft_id=draft.pk)).content.decode()

    assert f"<li>observation {act.about}, act {act.pk}: " in body
    assert finding_payload(wrong)["act"] == act.pk
    assert f"{act.content['value']}  ·" in body  # a pure number has no unit
    assert ">Unchanged</small>" in body or ">Unchanged, but moved</small>" in body
    assert "carry over unchanged" in body


def test_pages_stay_closed_for_others(ana):  # noqa: F811
    draft = started(ana)
    staff = User.objects.create_user("eva", is_staff=True)
    root = User.objects.create_superuser("root")

    for path in [*paths(draft), page("curation-act", draft_id=draft.pk)]:
        assert Client().get(path).status_code == 302
        assert of(staff).get(path).status_code == 403
        assert of(root).get(path).status_code == 403
    for name in COMMANDS:
        assert do(of(staff), draft, name).status_code == 403
        assert do(of(root), draft, name).status_code == 403
        assert do(Client(), draft, name).status_code == 302


@pytest.mark.parametrize("name", ["approve", "publish", "return"])
def test_author_decides_by_no_url(ana, name):  # noqa: F811
    roles.grant(ana, roles.REVIEWER, roles.ADMINISTRATOR)
    draft = submitted(ana)
    data = {"digest": shown(draft)["digest"], "version": shown(draft)["version"], "comment": "x"}
    if name == "publish":
        drafts.approve(draft.pk, by=person("pia", roles.REVIEWER), **shown(draft))

    answer = do(of(ana), draft, name, **data)

    if name == "return":  # sending one's own draft back is taking it back
        assert fresh(draft).is_open
    else:
        assert answer.status_code == 403
        assert fresh(draft).status in ("submitted", "approved")


def test_get_changes_nothing(ana):  # noqa: F811
    draft = started(ana)
    path = page("curation-act", draft_id=draft.pk)

    assert of(ana).get(f"{path}?do=carry_over_unchanged").status_code == 405
    assert of(ana).get(page("curation-open")).status_code == 405


def test_post_without_csrf_token_is_refused(ana):  # noqa: F811
    draft = started(ana)
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)

    assert do(client, draft, "carry_over_unchanged").status_code == 403
    assert not fresh(draft).acts.filter(type__startswith="observation/").exists()


def filled_in(act: DraftAct, **changes: str) -> dict[str, object]:
    rows = act.content["citations"]
    return {
        **{name: value for name, value in act.content.items() if not isinstance(value, list)},
        "cite_role": [row["role"] for row in rows],
        "cite_start": [row["start"] for row in rows],
        "cite_end": [row["end"] for row in rows],
        "item": f"a{act.pk}",
        "act": act.pk,
        "act_revision": act.revision,
        **changes,
    }


def test_second_to_save_sees_the_difference(ana):  # noqa: F811
    pia = person("pia", roles.CURATOR)
    draft = started(ana)
    do(of(ana), draft, "carry_over_unchanged")
    act = draft.acts.filter(type__startswith="observation/").first()
    assert do(of(pia), draft, "save", **filled_in(act, note="hers")).status_code == 302

    answer = do(of(ana), draft, "save", **filled_in(act, note="mine"))

    assert answer.status_code == 409
    body = answer.content.decode()
    assert "Another curator saved this meanwhile" in body
    assert "<td>mine</td><td>hers</td>" in body
    assert 'value="mine"' in body
    act.refresh_from_db()
    assert act.content["note"] == "hers"


def test_malformed_form_comes_back_filled_in(ana):  # noqa: F811
    draft = started(ana)
    do(of(ana), draft, "carry_over_unchanged")
    act = draft.acts.filter(type__startswith="observation/").first()

    answer = do(of(ana), draft, "save", **filled_in(act, value="4O", note="kept"))

    assert answer.status_code == 422
    assert "expected a decimal" in answer.content.decode()
    assert 'value="kept"' in answer.content.decode()


def test_stale_revision_takes_nothing(ana):  # noqa: F811
    draft = started(ana)

    answer = do(of(ana), draft, "carry_over_unchanged", revision=1)

    assert answer.status_code == 302
    assert not fresh(draft).acts.filter(type__startswith="observation/").exists()


@pytest.mark.parametrize(
    "item",
    ["", "c0", "n-1", "n99999999999999999999", "zz", "s5-2", "s0-99999999", "oNO", "a0", "%00"],
)
def test_panel_of_nothing(ana, item):  # noqa: F811
    draft = started(ana)

    answer = of(ana).get(page("curation-panel", draft_id=draft.pk), {"item": item})

    assert answer.status_code == 200


def test_text_of_a_document_is_escaped(ana):  # noqa: F811
    draft = started(ana, "The <script>alert(1)</script> & 'mills' ground 1,234 sacks in 2012.\n")

    body = of(ana).get(page("curation-work", draft_id=draft.pk)).content.decode()

    assert "<script>alert(1)" not in body
    assert "&lt;script&gt;alert(" in body


def test_export_of_the_list(ana):  # noqa: F811
    draft = started(ana)

    answer = of(ana).get(page("curation-export", draft_id=draft.pk))

    lines = answer.content.decode().splitlines()
    assert lines[0] == "item,state,asks,words,start"
    assert any("number_changed" in line for line in lines)


def test_the_list_holds_nothing_that_a_spreadsheet_would_run(ana):  # noqa: F811
    draft = started(ana)
    carried = draft.carried.filter(decision="open").first()
    for anchor in carried.anchors:
        anchor["old_context"] = ["", "=cmd|'/C calc'!A0", ""]
    carried.save()

    answer = of(ana).get(page("curation-export", draft_id=draft.pk))

    cells = [cell for line in csv.reader(io.StringIO(answer.content.decode())) for cell in line]
    assert any("=cmd|" in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith("=")] == []


def sixty_pages() -> bytes:
    """A PDF of 60 pages and 1,500 figures."""
    sentences = [
        f"In the {n}th parish the wardens counted {n % 89 + 10},{n % 700 + 100} geese, which was "
        f"{n % 40 + 1} percent more than the year before, and nobody could tell why."
        for n in range(1500)
    ]
    return documents.pdf([sentences[25 * n : 25 * n + 25] for n in range(60)])


def test_document_of_sixty_pages_is_read_whole(ana):  # noqa: F811
    draft = started(ana, sixty_pages())

    answer = of(ana).get(page("curation-work", draft_id=draft.pk))

    assert answer.status_code == 200
    assert len(draft.upload.pages) == 60
    assert len(draft.upload.text) > 180_000


def take(client: Client, content: bytes, **headers: str):
    file = SimpleUploadedFile("report.pdf", content)
    return client.post(page("curation-intake"), {"file": file}, headers=headers)


def lines(answer) -> list[dict[str, object]]:
    assert answer["Content-Type"] == "application/jsonl"
    return [json.loads(line) for line in b"".join(answer).splitlines()]


def test_intake_tells_each_page_that_was_read(ana):  # noqa: F811
    content = documents.pdf([[f"Page {n} has 17 boats."] for n in range(1, 6)])

    told = lines(take(of(ana), content, Accept="application/jsonl"))

    assert told[:-1] == [{"read": n, "pages": 5} for n in range(1, 6)]
    assert of(ana).get(told[-1]["location"]).status_code == 200
    again = lines(take(of(ana), content, Accept="application/jsonl"))
    assert again == [{"location": f"{told[-1]['location']}?known=1"}]
    body = of(ana).get(again[0]["location"]).content.decode()
    assert "it is not stored twice" in body


def test_intake_tells_a_refusal_in_lines_too(ana):  # noqa: F811
    scan = lines(take(of(ana), documents.pdf([[]], picture_on=[0]), Accept="application/jsonl"))
    nothing = lines(of(ana).post(page("curation-intake"), headers={"Accept": "application/jsonl"}))

    assert "report.pdf was refused" in scan[-1]["refused"]
    assert "Choose a file" in nothing[0]["refused"]


def test_intake_needs_no_script(ana):  # noqa: F811
    answer = take(of(ana), documents.pdf([["In 2012 there were 17 boats."]]))
    refused = take(of(ana), documents.pdf([[]], picture_on=[0]))

    assert answer.status_code == 302
    assert "report.pdf was refused" in refused.content.decode()


def test_intake_stays_closed_for_reviewers_in_lines_too(luis):  # noqa: F811
    assert take(of(luis), b"text", Accept="application/jsonl").status_code == 403


def test_queries_do_not_grow_with_the_list(ana, django_assert_max_num_queries):  # noqa: F811
    draft = started(ana, "".join(f"Then {n},100 geese came by.\n" for n in range(10, 300)))
    client = of(ana)

    with django_assert_max_num_queries(45):
        client.get(page("curation-work", draft_id=draft.pk))


def clicks(client: Client, draft: DraftChangeset) -> Iterator[tuple[str, HttpResponse]]:
    """A walk through a draft: what was clicked, and its answer."""
    work = page("curation-work", draft_id=draft.pk)
    yield "work page", client.get(work)
    yield "number that changed", client.get(f"{work}?item={changed(draft)}")
    numeral = worklist.candidates(draft)[0]
    yield "new number", client.get(f"{work}?item=n{numeral.start}")
    yield "its panel", client.get(f"{work}/panel?item=n{numeral.start}")
    yield "selection", client.get(f"{work}/panel?item=s{numeral.start}-{numeral.end}")
    yield "all unchanged", do(client, draft, "carry_over_unchanged")
    yield "set aside", do(client, draft, "set_aside", start=numeral.start, end=numeral.end,
                          category="other")  # fmt: skip
    yield "set all aside", do(client, draft, "set_aside_all", category="period")
    yield "review sheet", client.get(page("curation-review", draft_id=draft.pk))
    finished(draft, draft.author.user)
    yield "submit", do(client, draft, "submit")


def changed(draft: DraftChangeset) -> str:
    return f"c{draft.carried.get(state='number_changed').pk}"


def test_a_click_reads_the_document_at_most_once(ana, monkeypatch):  # noqa: F811
    draft = started(ana)
    text, read = drafts.text_of(draft), []
    tokenise = numerals.tokenise
    monkeypatch.setattr(numerals, "tokenise", lambda given: read.append(given) or tokenise(given))
    counts = {}
    walk = clicks(of(ana), draft)

    while True:
        numerals.read_once.cache_clear()
        read.clear()
        if not (click := next(walk, None)):
            break
        counts[click[0]] = read.count(text)
        assert click[1].status_code in (200, 302), click[0]

    assert fresh(draft).status == "submitted"
    assert max(counts.values()) == 1, counts
