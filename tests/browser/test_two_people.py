"""Two people who both wrote a draft approve each other, in a real browser."""

import json
import urllib.request

from tests.browser.conftest import Browser
from tests.browser.test_curating import submit

FIGURE = "example-orchards-2020-0002"


def approve(browser: Browser, status: str) -> None:
    browser.page.click("button:has-text('Approve exactly this')")
    browser.page.wait_for_selector(f".status:text-is('{status}')")


def test_each_approves_what_the_other_wrote(browser: Browser, served: str) -> None:
    page, message = browser.page, "Correct a qualifier, retract nothing"
    page.set_viewport_size({"width": 1280, "height": 900})
    browser.enter("rosa")
    page.fill("#message", message)
    page.click("button:has-text('Open a draft')")
    page.fill("#find", FIGURE)
    page.click("button:has-text('Show')")
    page.select_option("#id_qualifier", "estimated")
    page.fill("#reason", "It was an estimate, made at the gate.")
    page.click("button:has-text('Correct: replace it by this')")
    page.wait_for_selector("text=will replace")
    sheet = f"{page.url.split('?')[0]}/review"
    browser.enter("pia")
    page.click(f"a:has-text('{message}')")
    page.click("details.foot summary")
    page.fill("#d-message", f"{message}, said better")
    page.click("button[value=describe]")
    page.wait_for_selector(".messagelist li")
    submit(browser)

    page.goto(sheet)
    assert "It was an estimate, made at the gate." in page.inner_text(".act >> nth=0")
    assert f"{message}, said better" in page.inner_text(".members.whole")
    browser.shot("7-two-people")
    approve(browser, "submitted")
    assert "Somebody else still has to" in page.inner_text(".decision")
    assert page.locator("button:text-is('Publish')").count() == 0
    browser.enter("rosa")
    page.goto(sheet)
    approve(browser, "approved")
    page.click("button:text-is('Publish')")
    page.wait_for_selector(".status:text-is('published')")

    with urllib.request.urlopen(f"{served}/v1/versions?ordering=-version", timeout=10) as answer:
        newest = json.load(answer)["results"][0]
    assert newest["reviewed"] is True
    assert [person["did"] for person in newest["people"]] == [*["wrote"] * 2, *["approved"] * 2]
