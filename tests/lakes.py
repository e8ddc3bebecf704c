"""A made-up country, its lakes and its reports: every kind of value, and a history of each sort.

tell() publishes it, changeset by changeset, into an empty log: vocabularies; the report of 2012;
the one of 2013 (it restates, revises and disagrees); a correction of our own misreading; a
retraction; a revision of descriptions; an undated page of another voice that ties with itself.
"""

from dataclasses import dataclass

from ledger.models import Version
from sources import intake
from tests.builders import (
    Document,
    agency,
    area,
    closing,
    code_list,
    indicator,
    published,
    retraction,
    theme,
    unit,
)

REPORT_2012 = Document(
    "lake-report-2012",
    "Report on the lakes, 2012\n\n"
    "Arcadia counted 1,150 boats in 2012, up 7 percent from 2011. The Surveyor estimated over "
    "17,000 swans. Between 30 and 40 percent of the boats carry sails. "
    "Arcadia ranks second in boats. "
    "The lakes held steady. It does not have a register of swans. The budget was $11.6 million. "
    "The coldest day had −3.5 degrees. By 2020 there shall be 2,000 boats. Two-thirds of the "
    "swans are mute. The catch of the fiscal year was 24.30 tons. Smudged: ### tons of reed. "
    "Since 1990 the north lake froze 12 times. Until 2009 there were 16 fishermen.\n",
    published_on="2012-06",
)
REPORT_2013 = Document(
    "lake-report-2013",
    "Report on the lakes, 2013\n\n"
    "About 1,200 boats were counted in Arcadia in 2012. In 2013 it counted 1,175 boats. "
    "The catch was 25 tons in 2012, a tenth of it pike. In the north lake lay 60 boats and in the "
    "south lake 70 boats. Costs rose by $2 million in 2012, from $9.6 million in 2011.\n",
    published_on="2013-11-15",
)
PAGE = Document(
    "lake-page-1",
    "The lakes of Arcadia\n\nThere are 1,300 boats. There are 1,400 boats. \U0001f6a3 16 swans.\n",
    source="lake-page",
    publisher="surveyor",
)
DOCUMENTS = (REPORT_2012, REPORT_2013, PAGE)

VOCABULARIES = (
    agency("lake-office", area="XA"),
    agency("surveyor", kind="other", part_of="lake-office", url="https://surveyor.example/"),
    area("XA"),
    area("XA-N", kind="region", part_of="XA"),
    area("XA-X-SHORE", kind="region", covers_part_of=["XA-N"]),
    unit("1", "count", symbol="1", factor="1", base="1"),
    unit("%", "ratio", symbol="%"),
    unit("t", "mass", factor="1000", base="kg"),
    unit("kg", "mass", factor="1", base="kg"),
    unit("Cel", "temperature", aliases={"en": ["degrees"]}),
    unit("USD", "money", system="ISO 4217"),
    code_list("answer", "yes", "no", "stable"),
    code_list("rig", "sail", "oar", "total"),
    code_list("lake", "north", "south"),
    theme("waters"),
    theme("fleets", part_of="waters"),
    indicator("boats", themes=["fleets"]),
    indicator("swans"),
    indicator("catch", "mass"),
    indicator("cold", "temperature"),
    indicator("budget", "money"),
    indicator("register", None, kind="coded", code_list="answer"),
)

MISREAD = "lake-report-2012-0008"
CORRECTED = "lake-report-2012-0016"
WITHDRAWN = "lake-report-2013-0006"

CITED_YEAR = REPORT_2012.quote("in 2012", "period")


def report_2012():
    figure = REPORT_2012.figure
    figures = [
        figure(1, "1,150 boats", "1150", decimals=0, qualifier="exact", also=[CITED_YEAR]),
        figure(2, "7 percent", "7", kind="change", unit="%", base_period="2011",
               direction="increase", decimals=0),
        figure(3, "over 17,000 swans", indicator="swans", value_low="17000", low_open=True,
               producer="surveyor", qualifier="estimated", decimals=0),
        figure(4, "Between 30 and 40 percent", kind="share", unit="%", value_low="30",
               low_open=False, value_high="40", high_open=False, breakdown="rig=sail",
               share_of="rig=total", decimals=0),
        figure(5, "second", "2", kind="rank"),
        figure(6, "held steady", indicator="register", kind="coded", unit=None,
               value_code="stable", period="2012-06", period_basis="release"),
        figure(7, "does not have a register", indicator="register", kind="coded", unit=None,
               value_code="no"),
        figure(8, "$11.6 million", "11600000", indicator="budget", unit="USD", decimals=-5),
        figure(9, "−3.5 degrees", "-3.5", indicator="cold", unit="Cel", decimals=1),
        figure(10, "2,000 boats", "2000", modality="target", period="2020", decimals=0,
               also=[REPORT_2012.quote("By 2020", "period")]),
        figure(11, "Two-thirds", "66.67", indicator="swans", kind="share", unit="%",
               period_basis="release"),
        figure(12, "24.30 tons", "24.30", indicator="catch", unit="t", decimals=2,
               period="2011-10/2012-09", page=3, note="A fiscal year.",
               quote_check_reason="The fiscal year of 2012 begins in October 2011."),
        figure(13, "###", indicator="catch", missing_reason="not_readable", unit="t",
               area="XA-N"),
        figure(14, "12 times", "12", indicator="cold", unit="1", kind="rank", area="XA-N",
               period="1990/..", breakdown="lake=north", decimals=0),
        figure(15, "24.30", "24.30", indicator="catch", unit="t", decimals=2,
               period_basis="release"),
        figure(17, "16 fishermen", "16", indicator="boats", period="../2009", qualifier="estimated",
               decimals=0),
    ]  # fmt: skip
    return [
        REPORT_2012.source_act(area="XA", url="https://lakes.example/"),
        REPORT_2012.release_act(licence="CC0-1.0", url="https://lakes.example/2012"),
        *figures,
        *REPORT_2012.numerals(*figures),
    ]


def report_2013():
    figure = REPORT_2013.figure
    figures = [
        figure(1, "About 1,200 boats", "1200", decimals=-2, qualifier="approximate"),
        figure(2, "1,175 boats", "1175", decimals=0, period="2013"),
        figure(3, "25 tons", "25", indicator="catch", unit="t", decimals=0),
        figure(4, "a tenth", "10.00", indicator="catch", kind="share", unit="%",
               also=[REPORT_2013.quote("pike", "row_header")]),
        figure(5, "60 boats", "60", area="XA-N", breakdown="lake=north", decimals=0),
        figure(6, "70 boats", "70", area="XA-X-SHORE", breakdown="lake=south;rig=total",
               decimals=0),
        figure(7, "$2 million", "2000000", indicator="budget", kind="change", unit="USD",
               base_period="2011", base_value="9600000", direction="increase", decimals=-6),
    ]  # fmt: skip
    return [
        REPORT_2013.release_act(url="https://lakes.example/2013"),
        *figures,
        *REPORT_2013.numerals(*figures),
        REPORT_2013.claim(1, "About 1,200 boats were counted", "restatement",
                          ["lake-report-2012-0001"], result="lake-report-2013-0001"),
        REPORT_2013.claim(2, "In the north lake lay 60 boats and in the south lake 70 boats",
                          "comparison", ["lake-report-2013-0005", WITHDRAWN], operator="below",
                          note="Not said in so many words."),
    ]  # fmt: skip


def page():
    figure = PAGE.figure
    dated = {"period": "2020-02-29", "period_basis": "release"}
    figures = [
        figure(1, "1,300 boats", "1300", **dated),
        figure(2, "1,400 boats", "1400", **dated),
        figure(3, "16 swans", "16", indicator="swans", **dated),
    ]
    return [PAGE.source_act(title="The lakes", kind="web_page"), *PAGE.told(*figures)]


@dataclass(frozen=True)
class Lakes:
    """The world after it was told: its versions in order, by what each did."""

    vocabularies: Version
    first_report: Version
    second_report: Version
    correction: Version
    withdrawal: Version
    revision: Version
    page: Version

    @property
    def versions(self):
        return [row.size for row in vars(self).values()]

    @property
    def newest(self):
        return self.page.size


def tell() -> Lakes:
    """Publish the world into an empty log; the text of the first report is held, no other."""
    told = Lakes(
        published(*VOCABULARIES, message="Vocabularies"),
        published(*report_2012(), message="Report of 2012", texts=REPORT_2012.texts),
        published(*report_2013(), message="Report of 2013", texts=REPORT_2013.texts),
        correction(),
        published(retraction(WITHDRAWN), message="A figure withdrawn"),
        published(
            area("XA", name="Arcadia", aliases={"es": ["La Arcadia"]}),
            agency("lake-office", area="XA", short_name="LO"),
            message="Names revised",
        ),
        published(*page(), message="An undated page", texts=PAGE.texts),
    )
    intake.hold(REPORT_2012.sha256, REPORT_2012.text)
    return told


def correction() -> Version:
    """The budget was read without its scale word at first; say so and put it right."""
    right = REPORT_2012.figure(
        16, "$11.6 million", "11600000", indicator="budget", unit="USD", decimals=-5,
        modality="target", replaces=MISREAD,
    )  # fmt: skip
    return published(right, closing(MISREAD, CORRECTED, "a budget is a plan, not a level"),
                     message="A figure put right")  # fmt: skip


LATER = Document(
    "lake-report-2015",
    "Report on the lakes, 2015\n\nThere were 1,151 boats in 2012 and 1,180 in 2013. "
    "The office keeps a register of 900 swans.\n",
    published_on="2015-07-01",
)


def tell_more() -> list[Version]:
    """A correction, a retraction, a restating document and a revision of every vocabulary."""
    figure = LATER.figure
    right = REPORT_2012.figure(18, "7 percent", "7", kind="change", unit="%", base_period="2011",
                               direction="decrease", decimals=0,
                               quote_check_reason="Made up: a correction that turns it round.",
                               replaces="lake-report-2012-0002")  # fmt: skip
    figures = [
        figure(1, "1,151 boats", "1151", decimals=0),
        figure(2, "1,180", "1180", decimals=0, period="2013"),
        figure(
            3,
            "900 swans",
            "900",
            indicator="swans",
            producer="surveyor",
            decimals=0,
            quote_check_reason="Made up: the register of 2012 is the surveyor's.",
        ),
    ]
    return [
        published(right, closing("lake-report-2012-0002", "lake-report-2012-0018")),
        published(retraction("lake-report-2012-0005"), retraction("lake-page-1-0001")),
        published(*LATER.told(*figures), texts=LATER.texts),
        published(
            agency("surveyor", kind="other", name="The Surveyor", part_of="lake-office"),
            area("XA", name="Republic of Arcadia"),
            unit("t", "mass", factor="1000", base="kg", name="metric ton"),
            code_list("rig", "sail", "oar", "total", "steam"),
            indicator("boats", name="Boats of all sorts"),
            REPORT_2012.source_act(title="The lakes, a report"),
        ),
    ]
