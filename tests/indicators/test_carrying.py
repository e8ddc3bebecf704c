"""Carrying over on the page: what is read anew, what is refused by one key, what a guess shows."""

import re

import pytest
from django.http import HttpResponse

from indicators.curation import drafts, worklist
from indicators.curation.models import Decision, DraftChangeset
from indicators.curation.pages.lists import left
from indicators.publishing.errors import ActUnusable
from tests.indicators.test_curation import (  # noqa: F401 - fixtures
    EDITION_2014,
    ana,
    documents_stay_here,
    fresh,
    started,
)
from tests.indicators.test_pages import do, of, page

pytestmark = pytest.mark.django_db
BOATS = "lake-report-2013-0002"  # In 2013 it counted 1,175 boats.


def carried(draft: DraftChangeset, about: str = BOATS):
    return draft.carried.get(about=about)


def edition(old: str, new: str) -> str:
    text = EDITION_2014.replace("1,180 boats", "1,175 boats")
    assert old in text
    return text.replace(old, new)


def members(draft: DraftChangeset, about: str = BOATS) -> dict[str, worklist.Member]:
    return {one.name: one for one in worklist.proposal(carried(draft, about)).changed}


def posted(draft: DraftChangeset, about: str = BOATS, **changes: object) -> dict[str, object]:
    """What the form of an item posts, as it is shown."""
    proposed, item = worklist.proposal(carried(draft, about)), carried(draft, about)
    rows = proposed.content["citations"]
    fields = {name: value for name, value in proposed.content.items()
              if name not in ("release", "citations")}  # fmt: skip
    return {
        **fields,
        "cite_role": [row["role"] for row in rows],
        "cite_start": [row["start"] for row in rows],
        "cite_end": [row["end"] for row in rows],
        "item": f"c{item.pk}",
        "carried": item.pk,
        **changes,
    }


def body(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_page_lists_what_changed_before_the_form_and_its_quotes(ana):  # noqa: F811
    draft = started(ana, edition("In 2013 it counted 1,175", "In 2014 it counted 1,190"))

    shown = body(of(ana).get(page("curation-panel", draft_id=draft.pk),
                             {"item": f"c{carried(draft).pk}"}))  # fmt: skip

    table = shown[shown.index("Read again from the new words") :]
    assert table.index("1175") < table.index("1190")
    assert shown.index("Read again from the new words") < shown.index("id_indicator")
    assert shown.index("id_indicator") < shown.index("Cites")


SPRING = ("in Arcadia in 2012", "in Arcadia in spring")
COUNTED = "lake-report-2013-0001"  # About 1,200 boats were counted in Arcadia in 2012.


def test_what_could_not_be_read_is_empty_marked_and_refused_by_the_key(ana):  # noqa: F811
    draft = started(ana, edition(*SPRING))
    period = members(draft, COUNTED)["period"]
    assert period.now is None
    assert period.question
    client = of(ana)
    shown = body(client.get(page("curation-panel", draft_id=draft.pk),
                            {"item": f"c{carried(draft, COUNTED).pk}"}))  # fmt: skip
    assert 'class="field unread"' in shown
    assert "then 2012" in shown

    refused = do(client, draft, "carry_over", **posted(draft, COUNTED))
    assert refused.status_code == 422
    assert "look at what could not be read" in body(refused)
    assert carried(fresh(draft), COUNTED).decision == Decision.OPEN

    told = {"period": "2014-02", "period_basis": "release", "looked": ["period"]}
    content = posted(draft, COUNTED, **told)
    done = do(client, draft, "carry_over", **content)
    assert done.status_code == 302, re.findall("Nothing was saved[^<]*", body(done))
    assert carried(fresh(draft), COUNTED).act.content["period"] == "2014-02"


def test_member_with_a_doubt_needs_a_look(ana):  # noqa: F811
    draft = started(ana, edition(*SPRING))
    content = worklist.proposal(carried(draft, COUNTED)).content

    with pytest.raises(ActUnusable, match="look at what could not be read"):
        worklist.carry_over(carried(draft, COUNTED).pk, content, by=ana, draft_id=draft.pk,
                            revision=fresh(draft).revision)  # fmt: skip


def test_step_for_many_leaves_a_figure_with_another_heading_or_doubt(ana):  # noqa: F811
    draft = started(ana, EDITION_2014)

    worklist.carry_over_unchanged(draft.pk, by=ana, revision=draft.revision)

    for one in fresh(draft).carried.filter(decision=Decision.TAKEN, type__startswith="observation"):
        old = drafts.published_content(one.about)
        names = ("period", "unit", "value", "direction", "base_period")
        assert {n: one.act.content.get(n) for n in names} == {n: old.get(n) for n in names}
    for one in fresh(draft).carried.filter(decision=Decision.OPEN, state__in=("same", "moved")):
        assert worklist.proposal(one).changed or worklist.proposal(one).missing


def test_chosen_place_is_read_anew(ana):  # noqa: F811
    twin = "In 2013 it counted 1,175 boats.\n\n"
    text = f"{twin}Nothing of what was said before is said here again.\n\n{twin}"
    draft = started(ana, text)
    item = carried(draft)
    assert item.state == "ambiguous"
    assert worklist.proposal(item).content.get("value") is None
    last = text.rindex("1,175 boats")
    value = next(n for n, a in enumerate(item.anchors) if a["role"] == "value")
    place = f"{value}:{last}:{last + len('1,175 boats')}"

    shown = body(of(ana).get(page("curation-panel", draft_id=draft.pk),
                             {"item": f"c{item.pk}", "place": place}))  # fmt: skip

    assert re.search(r'name="value" value="1175"', shown)
    assert f'value="{last}"' in shown
    assert f'name="place" value="{place}"' in shown


@pytest.mark.parametrize("place", ["", "0", "0:1", "0:9:2", "9:1:4", "x:1:2", "0:0:99999999", "::"])
def test_place_that_is_none_is_ignored(ana, place):  # noqa: F811
    draft = started(ana)

    answer = of(ana).get(page("curation-work", draft_id=draft.pk),
                         {"item": f"c{carried(draft).pk}", "place": place})  # fmt: skip

    assert answer.status_code == 200


def test_guess_is_shown_with_its_words(ana):  # noqa: F811
    draft = started(ana, f"{EDITION_2014}\nIn 2011 the surveyor counted 2,150 swans on the lake.\n")
    numeral = next(n for n in worklist.candidates(draft) if n.exact == "2,150")

    suggested = worklist.suggestion(draft, numeral)
    shown = body(of(ana).get(page("curation-panel", draft_id=draft.pk),
                             {"item": f"n{numeral.start}"}))  # fmt: skip

    assert suggested.content["period"] == "2011"
    quotes = {one["role"]: one["exact"] for one in suggested.content["citations"]}
    assert "2011" in quotes["period"]
    assert suggested.guesses["period"].best.words in shown
    assert 'class="guess' in shown


def test_figure_before_offers_its_indicator(ana):  # noqa: F811
    text = f"{EDITION_2014}\nThe mill ground 5,150 sacks in 2011 and 5,250 sacks in 2012.\n"
    draft = started(ana, text)
    first, second = (n for n in worklist.candidates(draft) if n.exact in ("5,150", "5,250"))
    content = {**worklist.suggestion(draft, first).content, "indicator": "catch", "area": "XA"}
    drafts.save_act(draft.pk, "observation/2", content, by=ana)

    guess = worklist.suggestion(fresh(draft), second).guesses["indicator"]

    options = [one for one in (guess.best, *guess.others) if one]
    before = next(one for one in options if one.value == "catch")
    assert before.words == "as the figure before"
    assert before.doubt


@pytest.mark.parametrize(
    ("words", "cited", "role"),
    [
        ("2012", ["value"], "period"),
        ("4,321", [], "value"),
        ("The ferry", ["value"], "row_header"),
        ("The ferry", [], "value"),
    ],
)
def test_role_of_selected_words(ana, words, cited, role):  # noqa: F811
    draft = started(ana)
    start = EDITION_2014.index(words)

    answer = of(ana).get(page("curation-role", draft_id=draft.pk),
                         {"start": start, "end": start + len(words), "cited": cited})  # fmt: skip

    assert answer.content.decode() == role


@pytest.mark.parametrize("end", ["", "0", "999999", "x"])
def test_role_of_no_words_is_refused(ana, end):  # noqa: F811
    draft = started(ana)

    answer = of(ana).get(page("curation-role", draft_id=draft.pk), {"start": 0, "end": end})

    assert answer.status_code == 400


def test_submission_with_numbers_left_is_one_sentence_with_links(ana):  # noqa: F811
    draft = started(ana, EDITION_2014 + "".join(f"Then {n},100 geese.\n" for n in range(10, 60)))
    client = of(ana)

    do(client, draft, "submit")
    shown = body(client.get(page("curation-work", draft_id=draft.pk)))

    assert shown.count("neither cited nor set aside") == 1
    assert "and 40 more" in shown or re.search(r"and \d\d more", shown)
    first = worklist.candidates(draft)[0]
    assert re.search(rf'class="reason">\d+ numbers .*?\?item=n{first.start}"', shown)
    assert "neither carried over nor left out" in shown


def test_list_shows_words_around_each_number(ana):  # noqa: F811
    draft = started(ana)

    items = [item for group in left(draft) for item in group.items]
    ferry = next(item for item in items if item.label == "4,321")

    assert ferry.before.endswith("The ferry carried")
    assert ferry.after.startswith("people")
    assert all("\n" not in item.before + item.after for item in items)


def test_numbers_with_a_doubt_are_not_set_aside_by_the_many(ana, monkeypatch):  # noqa: F811
    draft = started(ana, f"{EDITION_2014}\nOn 03/04/2012 and on 13/04/2012 it rained all day.\n")
    doubtful = [n for n in worklist.candidates(draft) if n.doubt and n.category != "figure"]

    for category in {n.category for n in worklist.candidates(draft)} - {"figure"}:
        worklist.set_aside_all(draft.pk, category, by=ana, revision=fresh(draft).revision)

    left_over = {n.start for n in worklist.candidates(fresh(draft))}
    assert {n.start for n in doubtful} <= left_over
    assert not [n for n in worklist.candidates(fresh(draft))
                if n.category != "figure" and not n.doubt]  # fmt: skip
