"""What a form or the API can run into is answered by a sentence: limits, things twice, look-ups.

LIMITS and TWICE name every limited column and every unique thing of the tables of drafts and files,
so that a new one without a test is found; the tables of what is published are walked below.
"""

import json

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import CharField, TextField, UniqueConstraint
from django.test import Client

from indicators.curation import drafts, roles, tokens
from indicators.curation import models as curation
from indicators.curation.models import DraftChangeset
from indicators.figures.choices import QuoteCheck
from indicators.publishing import gates, publication
from sources import intake
from tests import lakes
from tests.indicators.test_curation import (  # noqa: F401 - fixtures
    ana,
    documents_stay_here,
    fresh,
    luis,
    person,
    shown,
    started,
    submitted,
)
from tests.indicators.test_drafts_api import NORTH, Tool
from tests.indicators.test_pages import do, of, page

pytestmark = pytest.mark.django_db

CORRECTED = "lake-report-2013-0002"


@pytest.fixture
def adding(ana) -> DraftChangeset:  # noqa: F811
    """A draft that adds figures to the published report of 2013."""
    intake.hold(lakes.REPORT_2013.sha256, lakes.REPORT_2013.text)
    return drafts.open_draft("Add swans", by=ana, release=lakes.REPORT_2013.id)


def words_of(answer) -> str:
    """What a person or a program reads in an answer, which is no crash."""
    if answer.status_code == 302:
        answer = answer.client.get(answer["Location"])
    assert answer.status_code < 500, answer.status_code
    assert "text/html" in answer["Content-Type"] or answer.status_code != 403
    return answer.content.decode()


def place(words: str) -> tuple[int, int]:
    start = lakes.REPORT_2013.text.index(words)
    return start, start + len(words)


def figure(*cited: tuple[str, str], **changes: str) -> dict[str, object]:
    """The posted form of 60 boats on the north lake in 2013, with these quotes in their roles."""
    cited = cited or (("value", "60 boats"), ("period", "In 2013"))
    places = [place(words) for _, words in cited]
    return {
        "indicator": "swans", "area": "XA-N", "period": "2013", "period_basis": "stated",
        "kind": "level", "modality": "actual", "basis": "stated", "value": "60", "unit": "1",
        "decimals": "0", "as_written": "60 boats", "item": "s0-1",
        "cite_role": [role for role, _ in cited],
        "cite_start": [start for start, _ in places],
        "cite_end": [end for _, end in places],
        **changes,
    }  # fmt: skip


TWO = (("value", "60 boats"), ("value", "60 boats"), ("period", "In 2013"))
TWICE_CITED = "is cited twice as value"
SPAN = dict(zip(("start", "end"), place("60 boats"), strict=True))
QUOTE = {"role": "value", "exact": "60 boats", **SPAN}


def test_passage_cited_twice_is_refused_by_the_form(ana, adding):  # noqa: F811
    answer = do(of(ana), adding, "add", **figure(*TWO))

    assert "&#x27;60 boats&#x27; at" in words_of(answer)
    assert TWICE_CITED in words_of(answer)
    assert not adding.acts.exists()


def test_passage_cited_twice_is_refused_by_the_api(ana, adding):  # noqa: F811
    tool = Tool(tokens.make("A reader", 30, by=ana)[1])
    statement = {**NORTH, "citations": [QUOTE]}

    for query in ("", "?dry_run=true"):
        body = {"statements": [statement]}
        answer = tool.ask("POST", f"/{adding.pk}/acts{query}", body)
        assert answer.status_code == 422
        assert TWICE_CITED in answer.json()["findings"][0]["detail"]


def test_passage_cited_twice_is_refused_by_the_page_of_corrections(ana):  # noqa: F811
    intake.hold(lakes.REPORT_2013.sha256, lakes.REPORT_2013.text)
    draft = drafts.open_draft("Put one right", by=ana)
    data = figure(*TWO, observation=CORRECTED, reason="misread", item=f"o{CORRECTED}")

    assert TWICE_CITED in words_of(do(of(ana), draft, "correct", **data))


# What is too long or malformed: column -> how to get there, and what is read then.


def posted(client: Client, address: str, **data: object):
    return client.post(page(address), data)


def described(client: Client, draft: DraftChangeset, **changes: str):
    """The form that describes an upload, posted with these changes."""
    taken = intake.take_in(
        b"A leaflet.\n\nThere were 12 herons in 2016.\n", name="x", by=draft.author.user
    )
    data = {
        "id": "herons-2016", "title": "Herons", "published_on": "2016",
        "retrieved_on": "2020-01-01", "message": "Add herons", "source_id": "herons",
        "source_title": "Herons",
        "source_publisher": "lake-office", "source_language": "en", "source_kind": "report",
        **changes,
    }  # fmt: skip
    return client.post(page("curation-upload", upload_id=taken.upload.pk), data)


AT_MOST = "at most"
LIMITS = {
    "DraftChangeset.message": [
        lambda c, d: (posted(c, "curation-open", message="x" * 301), "at most 300 characters"),
        lambda c, d: (do(c, d, "describe", message="x" * 301), "at most 300 characters"),
        lambda c, d: (do(c, d, "describe", message=" "), "at most 300 characters"),
        lambda c, d: (described(c, d, message="x" * 301), "at most 300 characters"),
    ],
    "DraftChangeset.reason": [
        lambda c, d: (do(c, d, "describe", reason="x" * 2001), "at most 2,000 characters"),
    ],
    "DraftChangeset.release": [
        lambda c, d: (posted(c, "curation-open", message="m", release="x" * 81), "is not at hand"),
        lambda c, d: (described(c, d, id="x" * 81), "Enter a valid value"),
    ],
    "DraftChangeset.previous": [
        lambda c, d: (described(c, d, previous="nothing"), "not one of the available choices"),
    ],
    "SetAside.exact": [
        lambda c, d: (do(c, d, "set_aside", start=0, end=1001, category="other"), "the draft"),
    ],
    "SetAside.category": [
        lambda c, d: (do(c, started(d.author.user), "set_aside", start=0, end=1, category="x" * 99),
                      "no category"),
    ],
    "Comment.text": [
        lambda c, d: (do(c, d, "comment", comment="x" * 5001), "1 to 5,000 characters"),
        lambda c, d: (do(c, d, "comment", comment=" "), "1 to 5,000 characters"),
        lambda c, d: (do(c, d, "comment", comment="a\0b"), "NUL"),
    ],
    "Token.name": [
        lambda c, d: (posted(c, "curation-tokens", name="x" * 101, days=1), "at most 100"),
    ],
    "Upload.name": [
        lambda c, d: (c.post(page("curation-intake"),
                             {"file": SimpleUploadedFile("x" * 300 + ".txt", b"12 boats.")}),
                      "New release"),
    ],
}  # fmt: skip
# Columns that no person or program fills in.
MADE = {
    "Curator.code", "Token.prefix", "Token.sha256", "DraftChangeset.status",
    "DraftChangeset.digest", "DraftAct.type", "Carried.type", "Carried.about", "Carried.state",
    "Carried.decision", "AuditEntry.by", "AuditEntry.action", "Upload.sha256", "Upload.media_type",
    "Upload.text_sha256", "Upload.extractor",
}  # fmt: skip
MODELS = [model for model in vars(curation).values() if hasattr(model, "_meta")]


def test_every_limited_column_of_drafts_is_tried_or_made_by_a_program():
    limited = {
        f"{model.__name__}.{field.name}"
        for model in MODELS
        for field in model._meta.fields
        if isinstance(field, CharField | TextField) and field.max_length
    }

    assert limited == {*LIMITS, *MADE}


@pytest.mark.parametrize(
    ("column", "n"), [(name, n) for name, tries in LIMITS.items() for n in range(len(tries))]
)
def test_what_no_column_takes_is_answered_by_a_sentence(ana, adding, column, n):  # noqa: F811
    answer, expected = LIMITS[column][n](of(ana), adding)

    assert expected in words_of(answer)


# What there may be only once: constraint or unique column -> how to get there, and what is read.


def twice(client: Client, draft: DraftChangeset, name: str, **data: object):
    do(client, draft, name, **data)
    return do(client, draft, name, **data)


def carried_twice(client: Client, draft: DraftChangeset):
    edition = started(draft.author.user)
    carried = edition.carried.filter(state__in=["same", "moved"]).first()
    data = {"carried": carried.pk, "revision": edition.revision}
    client.post(page("curation-act", draft_id=edition.pk), {"do": "discard", **data})
    return client.post(page("curation-act", draft_id=edition.pk), {"do": "discard", **data})


def aside_twice(client: Client, draft: DraftChangeset):
    edition = started(draft.author.user)
    start = edition.upload.text.index("4,321")
    answer = twice(client, edition, "set_aside", start=start, end=start + 5, category="other")
    assert edition.set_aside.count() == 1
    return answer


def file_twice(client: Client, draft: DraftChangeset):
    for _ in range(2):
        file = SimpleUploadedFile("a.txt", b"12 boats in 2012.")
        answer = client.post(page("curation-intake"), {"file": file})
    return answer


TWICE = {
    "SetAside: draft, start": (aside_twice, "Set aside"),
    "Carried: draft, about": (carried_twice, "Nothing was saved"),
    "Carried.act": (carried_twice, "Nothing was saved"),
    "Upload.sha256": (file_twice, "it is not stored twice"),
}
# Unique things that no person or program chooses: made by chance, or one per person.
CHOSEN_BY_CHANCE = {"Curator.code", "Curator.user"}


def test_every_unique_thing_of_drafts_is_tried():
    unique = set()
    for model in MODELS:
        for field in model._meta.fields:
            if field.unique and not field.primary_key:
                unique.add(f"{model.__name__}.{field.name}")
        for constraint in model._meta.constraints:
            if isinstance(constraint, UniqueConstraint):
                unique.add(f"{model.__name__}: {', '.join(constraint.fields)}")

    assert unique == {*TWICE, *CHOSEN_BY_CHANCE}


@pytest.mark.parametrize("thing", TWICE)
def test_what_is_there_already_is_answered_by_a_sentence(ana, adding, thing):  # noqa: F811
    try_twice, expected = TWICE[thing]

    assert expected in words_of(try_twice(of(ana), adding))


# A button that is pressed twice.


def test_work_list_made_twice_is_one_draft(ana, adding):  # noqa: F811
    client = of(ana)
    first, second = described(client, adding), described(client, adding)

    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert DraftChangeset.objects.filter(upload__isnull=False).count() == 1


def test_file_that_another_draft_adds_is_refused_with_its_number(ana, adding):  # noqa: F811
    described(of(ana), adding)
    number = DraftChangeset.objects.get(upload__isnull=False).pk

    other_person = words_of(described(of(person("pia", roles.CURATOR)), adding))
    other_id = words_of(described(of(ana), adding, id="herons-2016-b"))

    assert f"draft {number} of" in other_person
    assert "adds this file already" in other_id


def test_draft_opened_twice_is_one_draft(ana):  # noqa: F811
    client = of(ana)
    answers = [posted(client, "curation-open", message="Put one right") for _ in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert DraftChangeset.objects.count() == 1


def test_figure_added_twice_is_one_figure(ana, adding):  # noqa: F811
    client = of(ana)
    assert do(client, adding, "add", **figure()).status_code == 302

    again = do(client, adding, "add", **figure())

    assert "says exactly this already" in words_of(again)
    assert adding.acts.count() == 1


def test_figure_corrected_or_retracted_twice_in_a_draft_is_refused(ana):  # noqa: F811
    draft = drafts.open_draft("Put one right", by=ana)
    data = {"observation": CORRECTED, "reason": "misread"}

    assert "retracts lake-report-2013-0002 already" in words_of(
        twice(of(ana), draft, "retract", **data)
    )


@pytest.mark.parametrize("name", ["submit", "approve", "publish"])
def test_decision_taken_twice_says_what_the_draft_is(ana, luis, name):  # noqa: F811
    draft = submitted(ana)
    data = shown(draft)
    client = of(ana if name == "submit" else luis)
    if name != "submit":
        do(client, draft, "approve", **data)
    answer = do(client, draft, name, **data)
    if name == "publish":
        answer = do(client, draft, name, **data)

    text = words_of(answer)
    assert "the draft is" in text or name == "approve"


# Ways out.


def test_draft_that_came_back_unchanged_is_not_handed_in_without_a_word(ana, luis):  # noqa: F811
    draft = submitted(ana)
    drafts.send_back(draft.pk, "Which words say so?", by=luis)

    refused = words_of(do(of(ana), draft, "submit"))
    drafts.comment(draft.pk, "The first sentence does.", by=ana)
    do(of(ana), draft, "submit")

    assert "nothing was changed since it was returned" in refused
    assert fresh(draft).status == "submitted"


def test_published_release_gets_more_figures_in_the_browser(ana, adding):  # noqa: F811
    client = of(ana)
    desk = client.get(page("curation")).content.decode()
    assert f'<option value="{lakes.REPORT_2013.id}">' in desk

    opened = posted(client, "curation-open", message="More swans", release=lakes.REPORT_2013.id)
    body = client.get(opened["Location"]).content.decode()
    draft = DraftChangeset.objects.get(message="More swans")
    saved = do(client, draft, "add", **figure())

    assert "In the north lake lay" in body
    assert saved.status_code == 302
    assert draft.acts.get().content["id"].startswith("lake-report-2013-")


def test_correction_shows_the_text_that_it_quotes(ana):  # noqa: F811
    intake.hold(lakes.REPORT_2013.sha256, lakes.REPORT_2013.text)
    draft = drafts.open_draft("Put one right", by=ana)

    path = f"{page('curation-work', draft_id=draft.pk)}?observation={CORRECTED}"
    body = of(ana).get(path).content.decode()

    assert f'data-item="o{CORRECTED}"' in body
    assert "In the north lake lay" in body


@pytest.mark.parametrize("superuser", [True, False])
def test_person_without_a_role_gets_a_page_that_says_how_to_get_one(world, superuser):
    user = User.objects.create_user("root", is_staff=True, is_superuser=superuser)

    answer = of(user).get(page("curation"))

    assert answer.status_code == 403
    assert "text/html" in answer["Content-Type"]
    text = answer.content.decode()
    assert "Curation needs a role" in text
    assert (f"/admin/auth/user/{user.pk}/change/" in text) == superuser


def test_text_larger_than_a_form_is_answered_by_a_sentence(ana):  # noqa: F811
    client = of(ana)
    path = page("curation-intake")

    longest = client.post(path, {"pasted": "ñ" * 1_999_000 + " 12 boats"})
    too_long = client.post(path, {"pasted": "x" * 2_100_000})
    beyond = client.post(path, {"pasted": "x" * 9_100_000})
    lines = client.post(path, {"pasted": "x" * 9_100_000}, headers={"Accept": "application/jsonl"})

    assert longest.status_code in (200, 302)
    assert "at most 2,000,000" in too_long.content.decode()
    assert beyond.status_code == 413
    assert "Save a long text as a file" in beyond.content.decode()
    assert "Save a long text as a file" in json.loads(lines.content)["refused"]


def test_number_of_a_draft_that_no_database_holds_is_not_found(ana):  # noqa: F811
    for number in ("0", "9" * 30):
        assert of(ana).get(f"/admin/curation/drafts/{number}").status_code == 404
        assert of(ana).get(f"/admin/curation/uploads/{number}").status_code == 404


@pytest.mark.parametrize("query", ["after=same:" + "9" * 5000, "item=c%00", "observation=%00"])
def test_address_with_nonsense_opens_the_page(ana, adding, query):  # noqa: F811
    path = page("curation-work", draft_id=adding.pk)

    assert of(ana).get(f"{path}?{query}").status_code == 200


SURROGATE = {"release": lakes.REPORT_2013.id, "message": "half \ud800 a pair"}


@pytest.mark.parametrize("message", ["half \ud800 a pair", "a\0b"])
def test_text_that_no_database_stores_is_refused_by_the_api(ana, adding, message):  # noqa: F811
    tool = Tool(tokens.make("A reader", 30, by=ana)[1])

    answer = tool.ask("POST", "", {"release": lakes.REPORT_2013.id, "message": message})

    problem = answer.json()
    assert answer.status_code in (400, 422)  # half a pair is no JSON text
    assert "message" in str(problem.get("findings")) or "surrogate" in problem["detail"]


def test_what_only_a_table_refuses_names_the_rule_and_leaves_a_way_out(
    ana,  # noqa: F811
    luis,  # noqa: F811
    monkeypatch,
):
    """No check is known to let such a draft pass; if one does, nobody meets a crash."""
    draft = submitted(ana)
    monkeypatch.setattr(publication.gates, "check", blind)
    act = draft.acts.filter(type__startswith="observation/").first()
    content = act.content
    content["citations"] = [content["citations"][0]] * 2
    type(act).objects.filter(pk=act.pk).update(content=content)
    DraftChangeset.objects.filter(pk=draft.pk).update(digest=drafts.digest(fresh(draft)))
    drafts.approve(draft.pk, by=luis, **shown(fresh(draft)))

    text = words_of(do(of(luis), draft, "publish", page="review"))

    assert "refused-by-a-table" in text
    assert "Return the draft, or take it back" in text
    drafts.send_back(draft.pk, "cited twice", by=luis)
    assert fresh(draft).status == "returned"


def blind(entries, *_) -> gates.Checked:
    """Checks that find nothing."""
    codes = [entry.content["id"] for entry in entries if entry.thing == "observation"]
    return gates.Checked([], dict.fromkeys(codes, QuoteCheck.UNCHECKED))


def test_release_says_where_a_copy_is_kept(ana):  # noqa: F811
    draft = started(ana)
    kept = "https://archive.example/2016/herons"

    described(of(ana), draft, archive_url=kept)

    added = DraftChangeset.objects.order_by("-pk").first()
    (release,) = (a.content for a in added.acts.all() if a.type.startswith("release/"))
    assert release["archive_url"] == kept
    sheet = of(ana).get(page("curation-review", draft_id=added.pk)).content.decode()
    assert kept in sheet
    assert "Enter a valid URL" in described(of(ana), draft, archive_url="x").content.decode()
