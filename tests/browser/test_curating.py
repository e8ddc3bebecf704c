"""The whole way of a newcomer in a real browser: from an upload to a retraction, and the API."""

import json
import time
import urllib.request
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT, Browser
from tests.indicators.test_pages import sixty_pages
from tests.sources import documents


def api(address: str, path: str) -> dict:
    with urllib.request.urlopen(f"{address}{path}", timeout=10) as answer:
        return json.load(answer)


def figures(address: str, release: str, **more: str) -> dict[str, dict]:
    query = "&".join(f"{name}={value}" for name, value in {"release": release, **more}.items())
    found = api(address, f"/v1/observations?{query}")["results"]
    return {row["as_written"]: row for row in found}


REVISED = "example-orchards-2020-revised"


def test_whole_way_from_upload_to_retraction(browser: Browser, served: str) -> None:
    take_in(browser)
    decide(browser)
    submit(browser)
    own_draft_stays_closed(browser)
    decided_by_luis(browser, "Add the revised example report", "4-review")

    now = figures(served, REVISED)
    assert now["49,500 hectares"]["value"] == "49500"
    assert now["61,000 metric tons"]["indicator"] == "example-cider-apples"
    assert len(now) == 5
    assert figures(served, "example-orchards-2020")["50,500 hectares"]["status"] == "current"

    correct_and_retract(browser, now)
    decided_by_luis(browser, "Correct a qualifier, retract a figure", "6-correction")

    again = figures(served, REVISED)
    assert again["8,200 people"]["qualifier"] == "estimated"
    assert again["8,200 people"]["replaces"] == now["8,200 people"]["id"]
    assert "7,900 people" not in again
    assert figures(served, REVISED, status="retracted").keys() == {"7,900 people"}


WATCH = """() => {
    window.seen = [];
    const bar = document.getElementById("intake-progress");
    new MutationObserver(() => {
        const shown = bar.parentElement.checkVisibility() && bar.getAttribute("value") !== null;
        const told = document.getElementById("intake-status").textContent;
        if (shown) window.seen.push([bar.max, bar.value, told]);
        sessionStorage.setItem("seen", JSON.stringify(window.seen));
    }).observe(document.getElementById("intake"),
        { subtree: true, childList: true, attributes: true, characterData: true });
}"""


@pytest.mark.timed
def test_upload_shows_its_progress_and_is_ready_in_time(browser: Browser, tmp_path: Path) -> None:
    page, file = browser.page, tmp_path / "parishes.pdf"
    file.write_bytes(sixty_pages())
    browser.enter("ana")
    page.click("text=New release of a document")
    page.evaluate(WATCH)
    page.set_input_files("#id_file", str(file))
    began = time.perf_counter()

    page.click("button:has-text('Take the text')")
    page.wait_for_selector("#id_previous")

    assert time.perf_counter() - began < 10
    seen = json.loads(page.evaluate("sessionStorage.getItem('seen')"))
    read = [value for most, value, told in seen if told == "Reading 60 pages."]
    assert read == sorted(read)
    assert len(set(read)) > 1
    assert max(read) == 60
    assert any(most == value > 100 for most, value, told in seen if told == "Sending the file.")


def test_refused_upload_says_why_and_may_be_tried_again(browser: Browser, tmp_path: Path) -> None:
    page, file = browser.page, tmp_path / "scan.pdf"
    file.write_bytes(documents.pdf([[]], picture_on=[0]))
    browser.enter("ana")
    page.goto(f"{browser.address}/admin/curation/intake")
    page.set_input_files("#id_file", str(file))

    page.click("button:has-text('Take the text')")
    page.wait_for_selector("#intake-refused:has-text('scan.pdf was refused')")

    assert page.is_enabled("#intake-button")
    assert not page.is_visible("#intake-progress")


def take_in(browser: Browser) -> None:
    page = browser.page
    browser.enter("ana")
    page.click("text=New release of a document")
    file = ROOT / "examples" / "texts" / "orchards-2020-revised.html"
    page.set_input_files("#id_file", str(file))
    page.click("button:has-text('Take the text')")
    page.wait_for_selector("#id_previous")
    page.select_option("#id_previous", "example-orchards-2020")
    for name, value in {
        "id": REVISED,
        "title": "Report on the orchards of Orchardia, revised (example)",
        "published_on": "2021-09",
        "retrieved_on": "2021-10-01",
        "message": "Add the revised example report",
    }.items():
        page.fill(f"#id_{name}", value)
    browser.shot("1-describe")
    page.click("button:has-text('Make the work list')")
    page.wait_for_selector("#work")


def decide(browser: Browser) -> None:
    page, left = browser.page, browser.left()
    # The corrected number comes first, with both sentences; one key takes it over.
    assert "50,500 hectares" in page.inner_text(".was")
    assert "49,500" in page.inner_text(".now")
    assert page.input_value("#id_value") == "49500"
    browser.shot("2-changed")
    browser.press("a", left - 1)
    # The sentence that is gone.
    assert "12,400" in page.inner_text("#panel-title")
    browser.press("x", left - 2)
    # Undone, and done again.
    browser.press("u", left - 1)
    browser.press("x", left - 2)
    # All unchanged ones in one act.
    browser.press("t", left - 5)
    # The new figure: the reader filled in what it knows; words that are selected are cited.
    page.click("nav a:has-text('61,000')")
    page.wait_for_selector("#panel-title:has-text('61,000')")
    page.fill("#id_indicator", "example-cider-apples")
    select_words(browser, "Cider makers")
    before = page.locator("#cites .cite").count()
    page.click("#cite-selection")
    added = page.locator("#cites .cite").nth(before)
    added.wait_for()
    assert added.locator("q").inner_text() == "Cider makers"
    assert added.locator("select").input_value() == "row_header"
    browser.shot("3-new-figure")
    page.click("button:has-text('Add figure')")
    page.wait_for_selector("#left:text-is('1 left to decide on')")
    # The number of a page is no figure.
    browser.press("x", 0)


def select_words(browser: Browser, words: str) -> None:
    browser.page.evaluate(
        """(words) => {
            const walker = document.createTreeWalker(
                document.getElementById("text"), NodeFilter.SHOW_TEXT);
            for (let node; (node = walker.nextNode());) {
                const at = node.textContent.indexOf(words);
                if (at < 0) continue;
                window.getSelection().setBaseAndExtent(node, at, node, at + words.length);
                return;
            }
        }""",
        words,
    )


def submit(browser: Browser) -> None:
    browser.page.click("button:has-text('Submit for review')")
    browser.page.wait_for_selector(".messagelist li")
    assert "Submitted" in browser.page.inner_text(".messagelist")


def own_draft_stays_closed(browser: Browser) -> None:
    """Neither the page nor a forged post lets the author decide."""
    page = browser.page
    page.click("text=Review sheet")
    assert page.locator("button:has-text('Approve')").count() == 0
    status = page.evaluate(
        """async () => {
            const form = document.querySelector(".decision form");
            const data = new FormData(form);
            data.set("do", "approve");
            const answer = await fetch(form.action, { method: "POST", body: data });
            await answer.text(); // else leaving the page would cut it short
            return answer.status;
        }"""
    )
    assert status == 403


def decided_by_luis(browser: Browser, message: str, shot: str) -> None:
    page = browser.page
    browser.enter("luis")
    page.click(f"a:has-text('{message}')")
    page.wait_for_selector("text=No errors.")
    browser.shot(shot)
    page.click("button:has-text('Approve exactly this')")
    page.wait_for_selector(".status:text-is('approved')")
    page.click("button:text-is('Publish')")
    page.wait_for_selector(".status:text-is('published')")


def correct_and_retract(browser: Browser, now: dict[str, dict]) -> None:
    page = browser.page
    browser.enter("ana")
    page.fill("#message", "Correct a qualifier, retract a figure")
    page.click("button:has-text('Open a draft')")
    page.fill("#find", now["8,200 people"]["id"])
    page.click("button:has-text('Show')")
    page.select_option("#id_qualifier", "estimated")
    page.fill("#reason", "We took an estimate for a rounded count.")
    browser.shot("5-correct")
    page.click("button:has-text('Correct: replace it by this')")
    page.wait_for_selector("text=will replace")
    page.fill("#find", now["7,900 people"]["id"])
    page.click("button:has-text('Show')")
    page.fill("#reason", "The ministry withdrew its Book of Pickers.")
    page.click("button:has-text('Retract it')")
    page.wait_for_selector("text=will be retracted")
    submit(browser)
