"""Statements in bulk: quotes placed by themselves, every error with its row, all or nothing."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from indicators.curation import roles
from indicators.curation.models import AuditEntry, DraftAct, DraftChangeset
from indicators.models import Observation
from sources import intake
from tests import lakes

pytestmark = pytest.mark.django_db

HEADER = "indicator,area,period,period_basis,unit,value,decimals,value_words,period_words,sentence"
GOOD = [
    "swans,XA-N,2013,stated,1,60,0,60 boats,In 2013,",
    "swans,XA,2013,release,1,70,0,70 boats,,in the south lake 70 boats",
]


@pytest.fixture
def ana(world) -> User:
    intake.hold(lakes.REPORT_2013.sha256, lakes.REPORT_2013.text)
    user = User.objects.create_user("ana")
    roles.grant(user, roles.CURATOR)
    return user


def run(tmp_path, capsys, content: str, *options: str, name: str = "rows.csv") -> str:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    capsys.readouterr()
    call_command(
        "import_statements", str(file), "--release", "lake-report-2013", "--by", "ana", *options
    )
    return capsys.readouterr().out


def refused(tmp_path, capsys, content: str, *options: str, name: str = "rows.csv") -> str:
    before = DraftChangeset.objects.count(), DraftAct.objects.count()
    with pytest.raises(CommandError) as caught:
        run(tmp_path, capsys, content, *options, name=name)
    assert (DraftChangeset.objects.count(), DraftAct.objects.count()) == before
    return str(caught.value)


def test_import_looks_first_and_changes_nothing(ana, tmp_path, capsys):
    told = run(tmp_path, capsys, "\n".join([HEADER, *GOOD]))

    assert "2 statements would be drafted; add --save" in told
    assert not DraftChangeset.objects.exists()
    assert not AuditEntry.objects.exists()


def test_import_saves_a_draft_for_a_person(ana, tmp_path, capsys):
    published = Observation.objects.count()

    run(tmp_path, capsys, "\n".join([HEADER, *GOOD]), "--save")

    draft = DraftChangeset.objects.get()
    assert draft.status == "draft"
    contents = [act.content for act in draft.acts.all()]
    assert [c["as_written"] for c in contents] == ["60 boats", "70 boats"]
    text = lakes.REPORT_2013.text
    for content in contents:
        for one in content["citations"]:
            assert text[one["start"] : one["end"]] == one["exact"]
    assert len({c["id"] for c in contents}) == 2
    assert Observation.objects.count() == published


def test_import_yaml_is_the_same(ana, tmp_path, capsys):
    content = (
        "observations:\n"
        "- {indicator: swans, area: XA-N, period: '2013', unit: '1', value: '60', decimals: '0',\n"
        "   value_words: 60 boats, period_basis: release}\n"
    )

    told = run(tmp_path, capsys, content, name="rows.yaml")

    assert "1 statements would be drafted" in told


def test_import_names_every_error_with_its_row(ana, tmp_path, capsys):
    bad = [
        GOOD[0],
        "swans,XA,2013,release,1,1200,0,boats,,",
        "swans,XA,2013,release,1,5,0,55 boats,,",
        "swans,XA,2013,release,1,6O,0,60 boats,,",
        "swans,XA,20-13,release,1,60,x,60 boats,,",
    ]

    told = refused(tmp_path, capsys, "\n".join([HEADER, *bad]), "--save")

    assert "row 2: value_words: 'boats' stands at" in told
    assert "row 3: value_words: '55 boats' is not in the text" in told
    assert "row 4: value: expected a decimal" in told
    assert "row 5: decimals: expected a whole number from -30 to 30, got 'x'" in told
    assert "row 1" not in told


def test_import_checks_what_the_gates_check(ana, tmp_path, capsys):
    row = "nonsense,XA,2013,release,1,60,0,60 boats,,"

    told = refused(tmp_path, capsys, "\n".join([HEADER, GOOD[1], row]), "--save")

    assert "row 2: no indicator 'nonsense' [unknown-indicator]" in told


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "has 0 statements"),
        (HEADER, "has 0 statements"),
        ("indicator,colour\nx,y", "rows.csv:1: no such member 'colour'"),
        (f"{HEADER}\nswans,XA", "row 1: has another number of cells"),
        (f'{HEADER}\n"swans,XA', "rows.csv: unexpected end of data"),
    ],
)
def test_import_unreadable_file(ana, tmp_path, capsys, content, says):
    assert says in refused(tmp_path, capsys, content)


def test_import_needs_the_role(ana, tmp_path, capsys):
    ana.groups.clear()

    assert "role curator" in refused(tmp_path, capsys, "\n".join([HEADER, *GOOD]), "--save")


def test_import_needs_the_text(ana, tmp_path, capsys):
    intake.HeldText.objects.all().delete()

    assert "not at hand" in refused(tmp_path, capsys, "\n".join([HEADER, *GOOD]))
