"""Publishing: a draft with a defect names it and changes nothing; two people; ends of figures."""

from dataclasses import replace

import pytest
from django.db import transaction

from indicators.models import Area, Closing, CodeList, Headline, Observation
from indicators.publishing.errors import ChangesetRejected, NotApproved
from indicators.publishing.publication import Approval, approve, check, publish
from ledger import log
from ledger.errors import LedgerError
from ledger.models import Entry, Tile
from ledger.replay import projected_models
from tests import lakes
from tests.builders import (
    Document,
    agency,
    area,
    closing,
    code_list,
    draft,
    indicator,
    published,
    retraction,
    theme,
    unit,
)

pytestmark = pytest.mark.django_db

NEXT = Document("lake-report-2014", "In 2014 there were 900 boats, 900 of them blue, and 80 swans.")
NEXT_TEXTS = {**NEXT.texts, **lakes.REPORT_2012.texts}


def everything():
    """Head of the log and number of rows of every table that publishing writes."""
    return log.head(), {m: m._default_manager.count() for m in (Entry, Tile, *projected_models())}


def described(**changes):
    """The release of 2012 as it stands, with members replaced."""
    standing = {"licence": "CC0-1.0", "url": "https://lakes.example/2012", **changes}
    return lakes.REPORT_2012.release_act(**standing)


def refused(*acts, texts=None):
    """The findings of a draft that is refused whole, as 'where: detail [code]'."""
    before = everything()
    bad = draft(*acts, texts=NEXT_TEXTS if texts is None else texts)
    with pytest.raises(ChangesetRejected) as caught, transaction.atomic():
        publish(bad, approve(bad, by="luis"))
    assert everything() == before
    assert "nothing was published" in str(caught.value)
    return [str(finding) for finding in caught.value.findings]


def next_figure(n=1, words="900 boats", value="900", **changes):
    return NEXT.figure(n, words, value, **{"period": "2014", **changes})


def with_release(*acts):
    return NEXT.told(*acts)


def quoted(**changes):
    return [{**NEXT.quote("900 boats"), **changes}]


OTHER = "f" * 64


@pytest.mark.parametrize(
    ("defect", "acts", "where", "code"),
    [
        ("indicator unknown", with_release(next_figure(indicator="yachts")),
         "observation lake-report-2014-0001", "unknown-indicator"),
        ("area unknown", with_release(next_figure(area="ZZ")), "", "unknown-area"),
        ("unit unknown", with_release(next_figure(unit="furlong")), "", "unknown-unit"),
        ("producer unknown", with_release(next_figure(producer="nobody")), "", "unknown-producer"),
        ("release unknown", (next_figure(),), "", "unknown-release"),
        ("breakdown unknown", with_release(next_figure(breakdown="colour=red")), "",
         "unknown-breakdown"),
        ("code of a breakdown unknown", with_release(next_figure(breakdown="rig=steam")), "",
         "unknown-breakdown"),
        ("whole of a share unknown",
         with_release(next_figure(kind="share", unit="%", share_of="rig=steam")), "",
         "unknown-share-of"),
        ("area of a share unknown",
         with_release(next_figure(kind="share", unit="%", share_of="area=ZZ")), "",
         "unknown-share-of"),
        ("answer unknown",
         with_release(next_figure(indicator="register", kind="coded", value=None, unit=None,
                                  value_code="perhaps")), "", "unknown-value-code"),
        ("number of a coded indicator", with_release(next_figure(indicator="register")), "",
         "wrong-kind"),
        ("answer of a counted indicator",
         with_release(next_figure(kind="coded", value=None, unit=None, value_code="no")), "",
         "wrong-kind"),
        ("tons of boats", with_release(next_figure(unit="t")), "", "wrong-dimension"),
        ("rank in percent", with_release(next_figure(kind="rank", unit="%")), "",
         "wrong-dimension"),
        ("low above high",
         with_release(next_figure(value=None, value_low="901", value_high="900", low_open=False,
                                  high_open=False)), "", "shape"),
        ("wrong offset", with_release(next_figure(citations=quoted(start=20, end=29))), "",
         "wrong-words"),
        ("wrong words", with_release(next_figure(
            as_written="901 boats", citations=quoted(exact="901 boats"))), "", "wrong-words"),
        ("wrong words before the quote", with_release(next_figure(citations=quoted(prefix="In"))),
         "", "wrong-words"),
        ("wrong words behind the quote", with_release(next_figure(citations=quoted(suffix="!"))),
         "", "wrong-words"),
        ("quote longer than its range", with_release(next_figure(citations=quoted(end=27))), "",
         "quote-length"),
        ("quote beyond the text",
         with_release(next_figure(citations=quoted(start=2000, end=2009))), "", "offset"),
        ("the same statement twice",
         with_release(next_figure(1), next_figure(2, "900 of them", "900.0")),
         "observation lake-report-2014-0002", "duplicate-statement"),
        ("a statement that stands",
         (lakes.REPORT_2012.figure(90, "1,150 boats", "1150.0"),), "", "duplicate-statement"),
        ("one id for two", with_release(next_figure(), next_figure(words="80 swans", value="80")),
         "", "told-twice"),
        ("id of a standing one", (lakes.REPORT_2012.figure(1, "1,150 boats", "1151"),), "",
         "id-used"),
        ("id of a closed one",
         (lakes.REPORT_2012.figure(8, "$11.6 million", "1"),), "", "id-used"),
        ("replaces nothing", with_release(next_figure(replaces="lake-report-2012-0099")), "",
         "unknown-replaces"),
        ("replaces without closing", with_release(next_figure(replaces="lake-report-2012-0001")),
         "", "replaces-unclosed"),
        ("closing without replacement", (closing("lake-report-2012-0001", "x-0001"),), "",
         "closing-unreplaced"),
        ("retracting nothing", (retraction("lake-report-2012-0099"),), "",
         "unknown-observation"),
        ("retracting the retracted", (retraction(lakes.WITHDRAWN),), "", "closed-already"),
        ("retracting twice",
         (retraction("lake-report-2012-0001"), retraction("lake-report-2012-0001")), "",
         "told-twice"),
        ("release again", (described(),), "release lake-report-2012", "release-exists"),
        ("release with other bytes", (described(bytes=9),), "release lake-report-2012",
         "identity-changed"),
        ("release with another text", (described(text_length=9),), "release lake-report-2012",
         "identity-changed"),
        ("release of another day", (described(published_on="2014"),), "release lake-report-2012",
         "identity-changed"),
        ("theme unknown", (indicator("rafts", themes=["nothing"]),), "", "unknown-theme"),
        ("theme of a source unknown", (NEXT.source_act(themes=["nothing"]),), "", "unknown-theme"),
        ("theme within nothing", (theme("boats", part_of="nothing"),), "", "unknown-part-of"),
        ("definition in English gone", (indicator("boats", definitions={"es": "Botes."}),), "",
         "meaning-changed"),
        ("text of another release", (lakes.REPORT_2012.release_act(id="lake-report-2012-b"),), "",
         "text-known"),
        ("source unknown", (NEXT.release_act(source="hearsay"),), "", "unknown-source"),
        ("publisher not its source's", (NEXT.release_act(publisher="surveyor"),), "",
         "wrong-publisher"),
        ("reposted by nobody", (NEXT.release_act(obtained_from="nobody"),), "",
         "unknown-obtained-from"),
        ("text of another length", (NEXT.release_act(text_length=9),), "", "text-length"),
        ("text that is not the bytes", (NEXT.release_act(text_sha256=OTHER),), "", "text-hash"),
        ("numerals not told", (NEXT.release_act(), next_figure()), "release lake-report-2014",
         "numerals-untold"),
        ("claim about nothing", with_release(NEXT.claim(1, "900 boats", "sum", ["x-0001"])), "",
         "unknown-observation"),
        ("claim quoting other words", with_release(next_figure(), NEXT.claim(
            1, "900 boats", "sum", ["lake-report-2014-0001"], citations=quoted(exact="901 boats"))),
         "claim lake-report-2014-c0001", "wrong-words"),
        ("id of a standing claim", (lakes.REPORT_2013.claim(
            1, "1,175 boats", "sum", ["lake-report-2013-0002"]),), "", "id-used"),
        ("agency of no area", (agency("fleet", area="ZZ"),), "agency fleet", "unknown-area"),
        ("part of no agency", (agency("fleet", part_of="nobody"),), "", "unknown-part-of"),
        ("part of no area", (area("XB", part_of="ZZ"),), "", "unknown-part-of"),
        ("overlapping no area", (area("XB", covers_part_of=["ZZ"]),), "", "unknown-area"),
        ("base that is no unit", (unit("g", "mass", base="grain"),), "", "unknown-base"),
        ("answers of no list",
         (indicator("mood", None, kind="coded", code_list="moods"),), "", "unknown-code-list"),
        ("succeeding nothing", (indicator("mood", succeeds="humour"),), "", "unknown-succeeds"),
        ("source of nobody", (NEXT.source_act(id="s", publisher="nobody"),), "",
         "unknown-publisher"),
        ("definition changed", (indicator("boats", definitions={"en": "Rafts too."}),), "",
         "meaning-changed"),
        ("dimension changed", (indicator("boats", "mass"),), "", "meaning-changed"),
        ("factor changed", (unit("t", "mass", factor="907.18474", base="kg"),), "",
         "meaning-changed"),
        ("area moved", (area("XA-N", kind="region"),), "", "meaning-changed"),
        ("publisher of a source changed", (NEXT.source_act(publisher="surveyor"),), "",
         "meaning-changed"),
        ("code gone from a list", (code_list("rig", "sail", "oar"),), "", "meaning-changed"),
        ("code redefined", (code_list("lake", "north", "south", codes=[
            {"code": "north", "labels": {"en": "N"}, "definitions": {"en": "All of it."}},
            {"code": "south", "labels": {"en": "S"}}]),), "", "meaning-changed"),
        ("type that does not exist", (replace(area("XB"), type="rumour/1"),), "area XB", "shape"),
        ("nothing at all", (), "draft", "empty"),
    ],
)  # fmt: skip
def test_draft_with_a_defect_is_refused_whole(world, defect, acts, where, code):
    found = refused(*acts)

    assert any(line.startswith(where) and f"[{code}]" in line for line in found), found


def test_draft_with_many_defects_names_them_all(world):
    found = refused(
        *with_release(
            next_figure(1, indicator="yachts", area="ZZ", citations=quoted(start=20, end=29)),
            next_figure(2, unit="furlong"),
        ),
        agency("fleet", part_of="nobody"),
    )

    assert [line.split(":")[0] for line in found].count("observation lake-report-2014-0001") >= 3
    for code in ("unknown-indicator", "unknown-area", "wrong-words", "unknown-unit",
                 "unknown-part-of"):  # fmt: skip
        assert any(f"[{code}]" in line for line in found), code


def test_text_that_is_not_its_hash_is_refused(world):
    found = refused(NEXT.release_act(), texts={NEXT.sha256: NEXT.text + " "})

    assert any("[text-hash]" in line for line in found)


def test_another_value_for_the_same_key_is_told_but_does_not_block(world):
    acts = with_release(next_figure(1), next_figure(2, "80 swans", "80"))

    findings = check(draft(*acts, texts=NEXT.texts))

    assert [(f.code, f.blocking) for f in findings] == [("inconsistent-in-release", False)]
    published(*acts, texts=NEXT.texts)
    key = Observation.objects.filter(release=NEXT.id)
    assert key.count() == 2
    assert Headline.objects.get(series_id=key[0].series_id, period="2014").observation is None


@pytest.mark.parametrize(
    ("told_apart_by", "one", "other"),
    [
        ("openness", {"low_open": True}, {"low_open": False}),
        ("unit", {"unit": "1"}, {"unit": "%"}),
    ],
)
def test_statements_of_one_key_that_differ_otherwise_are_both_kept(
    world, told_apart_by, one, other
):
    shared = {"kind": "change", "direction": "increase", "base_period": "2013",
              "quote_check_reason": "Made up for this test."}  # fmt: skip
    bound = {**shared, "value": None, "value_low": "900"}
    acts = with_release(
        next_figure(1, **{**bound, "low_open": False, **one}),
        next_figure(2, "900 of them", **{**bound, "low_open": False, **other}),
    )

    published(*acts, texts=NEXT.texts)

    assert Observation.objects.filter(release=NEXT.id, known_to=None).count() == 2


def test_figures_of_a_release_without_its_text_are_published_unchecked(world):
    version = published(*with_release(next_figure()), texts={})

    assert version.counts == {"release/2": 1, "observation/2": 1, "numerals/1": 1}


@pytest.mark.parametrize("approver", ["ana", ""])
def test_publishing_ones_own_draft_is_refused(world, approver):
    before = everything()
    alone = draft(area("XB"))

    with pytest.raises((NotApproved, LedgerError)), transaction.atomic():
        publish(alone, approve(alone, by=approver))

    assert everything() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda draft: draft.entries.append(area("XD")),
        lambda draft: draft.entries.pop(),
        lambda draft: draft.entries.reverse(),
        lambda draft: draft.entries.__setitem__(0, area("XB", name="Other")),
        lambda draft: setattr(draft, "message", "Something else"),
        lambda draft: setattr(draft, "drafted_by", "eva"),
    ],
    ids=["act added", "act taken away", "order", "content", "message", "author"],
)
def test_approval_ends_with_a_change_of_the_draft(world, change):
    before = everything()
    changing = draft(area("XB"), area("XC"))
    approval = approve(changing, by="luis")
    change(changing)

    with pytest.raises(NotApproved, match="changed after it was approved"):
        publish(changing, approval)

    assert everything() == before


def test_approval_ends_with_another_publication(world):
    waiting = draft(area("XB"))
    approval = approve(waiting, by="luis")
    newest = published(area("XC"))

    with pytest.raises(NotApproved, match=f"the current version is {newest.size}"):
        publish(waiting, approval)


def test_approval_of_another_draft_is_refused(world):
    mine, other = draft(area("XB")), draft(area("XC"))
    approval = approve(other, by="luis")

    with pytest.raises(NotApproved):
        publish(mine, Approval("luis", approval.digest, approval.version))


def test_published_version_names_both_people_and_what_was_approved(world):
    one = draft(area("XB"))
    approval = approve(one, by="luis")

    version = publish(one, approval)

    entry = log.canonical.decode(bytes(Entry.objects.get(index=version.size - 1).data))
    assert (version.drafted_by, version.approved_by) == ("ana", "luis")
    assert entry["content"]["details"] == {
        "draft_sha256": approval.digest,
        "shown_version": approval.version,
    }


def test_replacement_closes_the_old_and_keeps_it_readable(world):
    old = Observation.objects.get(code=lakes.MISREAD)
    new = Observation.objects.get(code=lakes.CORRECTED)
    end = Closing.objects.get(observation=old)

    assert old.known_to == new.known_from == world.correction.size
    assert (end.action, end.replaced_by) == ("replaced", lakes.CORRECTED)
    assert end.reason == "a budget is a plan, not a level"
    assert new.replaces == lakes.MISREAD
    assert Observation.objects.at(world.first_report.size).contains(old)
    assert not Observation.objects.at(world.correction.size).contains(old)


def test_replacement_with_the_same_value_elsewhere_is_no_duplicate(world):
    again = lakes.REPORT_2012.figure(
        90, "1,150 boats", "1150", decimals=0, replaces="lake-report-2012-0001"
    )

    published(again, closing("lake-report-2012-0001", "lake-report-2012-0090"))

    current = Observation.objects.filter(release="lake-report-2012", known_to=None, value="1150")
    assert current.get().code == "lake-report-2012-0090"


def test_retraction_leaves_a_reason(world):
    end = Closing.objects.get(observation__code=lakes.WITHDRAWN)

    assert (end.action, end.replaced_by) == ("retracted", "")
    assert end.observation.known_to == world.withdrawal.size


def test_retraction_of_the_headline_gives_it_to_what_is_left(world):
    key = Observation.objects.get(code="lake-report-2012-0015")
    published(retraction("lake-report-2013-0003"))

    headlines = Headline.objects.filter(series=key.series, period="2012", known_to=None)
    assert not headlines.exists()  # one statement is left: it needs no row


def test_revision_of_a_description_makes_a_new_row(world):
    rows = Area.objects.filter(code="XA").order_by("known_from")

    assert [row.name_en for row in rows] == ["Area XA", "Arcadia"]
    assert rows[0].known_to == rows[1].known_from == world.revision.size


def test_revision_may_add_codes_and_rename_them(world):
    published(code_list("rig", "sail", "oar", "total", "steam", name="Rigging"))

    newest = CodeList.objects.get(code="rig", known_to=None)
    assert [code["code"] for code in newest.codes] == ["sail", "oar", "total", "steam"]


def test_things_may_refer_to_others_of_the_same_draft(world):
    version = published(
        *with_release(
            next_figure(
                indicator="rafts",
                area="XB",
                producer="fleet",
                quote_check_reason="Made up for this test.",
            )
        ),
        agency("fleet", area="XB"),
        indicator("rafts"),
        area("XB", part_of="XA"),
        texts=NEXT.texts,
    )

    types = Entry.objects.filter(index__gte=version.first).values_list("type", flat=True)
    assert list(types.order_by("index")) == [
        "agency/2", "area/2", "indicator/2", "release/2", "observation/2",
        "numerals/1", "changeset/2",
    ]  # fmt: skip


def test_text_without_numerals_is_published(world):
    silent = Document("silent-page-1", "The lakes held steady.", published_on="2014")
    words = {"kind": "coded", "unit": None, "value_code": "stable"}
    figure = silent.figure(1, "held steady", indicator="register", period="2014", **words)

    published(*silent.told(figure), texts=silent.texts)

    assert Observation.objects.filter(release=silent.id).exists()
