"""Carrying over in a real browser: what changed is above the fold, and one key takes no doubt."""

import re
from pathlib import Path

from tests.browser.conftest import Browser

NEXT = (
    "Report on the orchards of Orchardia\n\nOrchards covered 52,000 hectares of Orchardia in 2021. "
    "The ministry estimates that the harvest of\napples came to 430,000 kilograms for the whole "
    "country in 2021, most of it from old trees.\n\nAbout 8,200 people picked fruit for pay in the "
    "season, said the ministry.\n\nIn the northern valley, apples grew on 12,400 acres\nin 2020, "
    "which is less than in any year since the ministry began to count.\n"
)


def started(browser: Browser, folder: Path) -> None:
    page, file = browser.page, folder / "next.txt"
    file.write_text(NEXT)
    page.set_viewport_size({"width": 1280, "height": 900})
    browser.enter("ana")
    page.goto(f"{browser.address}/admin/curation/intake")
    page.set_input_files("#id_file", str(file))
    page.click("button:has-text('Take the text')")
    page.wait_for_selector("#id_previous")
    page.select_option("#id_previous", "example-orchards-2020")
    for name, value in {
        "id": "example-orchards-2021",
        "title": "Report on the orchards of Orchardia, 2021 (example)",
        "published_on": "2022-02",
        "retrieved_on": "2022-03-01",
        "message": "Add the example report of 2021",
    }.items():
        page.fill(f"#id_{name}", value)
    page.click("button:has-text('Make the work list')")
    page.wait_for_selector("#work")


def changes(browser: Browser) -> dict[str, tuple[str, str]]:
    """What the table above the form says: field -> then, now."""
    rows = {}
    for row in browser.page.query_selector_all("table.changes tbody tr"):
        name, then, now = (cell.inner_text().strip() for cell in row.query_selector_all("th, td"))
        rows[name] = (then, re.split(r"\s", now)[0])
    return rows


def test_changes_are_seen_and_a_doubt_is_not_taken_by_a_key(browser: Browser, tmp_path: Path):
    page = browser.page
    started(browser, tmp_path)
    # The first one was read without a doubt: seen, and taken by one key.
    assert changes(browser) == {"Period": ("2020", "2021"), "Value": ("50500", "52000")}
    for selector in ("table.changes", "#id_indicator", "#id_period"):
        box = page.locator(selector).bounding_box()
        assert box
        assert box["y"] + box["height"] < 900
    left = browser.left()
    browser.press("a", left - 1)
    # Of people in "the season" no year can be read: the key is refused, with a sentence.
    page.click("nav a:has-text('8,200 people')")
    page.wait_for_selector("#panel-title:has-text('8,200 people')")
    assert changes(browser)["Period"] == ("2020", "empty")
    assert page.input_value("#id_period") == ""
    page.keyboard.press("a")
    page.wait_for_selector(".messagelist :text('look at what could not be read')")
    assert browser.left() == left - 1
    page.fill("#id_period", "2021")
    page.select_option("#id_period_basis", "implied")  # no words of its own say the year
    page.click("button:has-text('Carry over')")
    page.wait_for_selector(f"#left:text-is('{left - 2} left to decide on')")
    page.click("nav a:has-text('12,400 hectares')")
    page.wait_for_selector("#panel-title:has-text('12,400 hectares')")
    assert changes(browser)["Unit"] == ("har", "[acr_us]")
    page.click("details.foot summary")
    page.click("button:has-text('Abandon this draft')")
    page.wait_for_selector(".status:has-text('abandoned')")
