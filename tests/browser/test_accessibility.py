"""axe-core in a real browser over the pages of curation and of readers: nothing it can find.

axe finds what a machine can find of WCAG 2.2 A and AA; the rest is for people. In light and dark.
"""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import ROOT, Browser

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = {"light": LEVELS, "dark": ["color-contrast"]}  # in the dark only colours are others
# Pages run no style that is put into them; a sheet that a script makes is one of the browser's.
STILL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { transition: none !important }");
  document.adoptedStyleSheets = [sheet];
}"""
REVISED = "accessible-orchards"


def findings(browser: Browser, where: str) -> list[str]:
    """What axe finds on the page as it is now, in light and in dark."""
    told = []
    browser.page.evaluate(STILL)  # no colour in between
    for look, rules in LOOKS.items():
        browser.page.emulate_media(color_scheme=look)
        found = axe.Axe().run(browser.page, options={"runOnly": rules}).response["violations"]
        told += [
            f"{where}, {look}: {one['id']} ({one['impact']}): {one['help']}\n"
            + "\n".join(
                f"    {node['html'][:200]}\n      {node['failureSummary']}"[:900]
                for node in one["nodes"][:4]
            )
            for one in found
        ]
    browser.page.emulate_media(color_scheme="light")
    return told


def drafted(browser: Browser) -> None:
    """A draft of the example's second edition, if there is none yet; ana is logged in."""
    page = browser.page
    browser.enter("ana")
    if page.locator("a:has-text('Accessible pages')").count():
        return
    page.goto(f"{browser.address}/admin/curation/intake")
    page.set_input_files(
        "#id_file", str(ROOT / "examples" / "texts" / "orchards-2020-revised.html")
    )
    page.click("#intake-button")
    page.wait_for_selector("#id_previous")
    page.select_option("#id_previous", "example-orchards-2020")
    for name, value in {
        "id": REVISED, "title": "Report", "published_on": "2021-09",
        "retrieved_on": "2021-10-01", "message": "Accessible pages",
    }.items():  # fmt: skip
        page.fill(f"#id_{name}", value)
    page.click("button:has-text('Make the work list')")
    page.wait_for_selector("#work")


def views(browser: Browser) -> Iterator[str]:
    """Every page of curation, in the states that look different."""
    page, home = browser.page, f"{browser.address}/admin/curation/"
    drafted(browser)
    page.goto(home)
    yield "desk"
    page.goto(f"{home}intake")
    yield "intake"
    page.click("#intake-button")
    page.wait_for_selector("#intake-refused:visible")
    yield "intake, refused"
    page.goto(f"{home}uploads/1")
    yield "what the file is"
    page.goto(f"{home}tokens")
    page.fill("#id_name", "A tool")
    page.click("button:has-text('Make a token')")
    page.wait_for_selector("#token")
    yield "tokens"
    page.goto(home)
    page.click("a:has-text('Accessible pages')")
    page.wait_for_selector("#work")
    yield "work, changed number"
    page.keyboard.press("?")
    yield "work, help"
    page.click("nav a:has-text('61,000')")
    page.wait_for_selector("#panel-title:has-text('61,000')")
    page.click("summary:has-text('More:')")
    yield "work, new number"
    page.click("a:text-is('New claim')")
    page.wait_for_selector(".operands")
    yield "work, new claim"
    page.click("button:has-text('Add claim')")
    page.wait_for_selector(".messagelist")
    yield "work, refused form"
    page.click("summary:has-text('In the draft')")
    page.click("summary:has-text('Description, comments, trail')")
    page.click("nav a:has-text('release ')")
    page.wait_for_selector("#panel dl")
    yield "work, act of another type"
    page.click("text=Review sheet")
    page.wait_for_selector(".review")
    page.click("summary:has-text('The text of the release')")
    yield "review"


def test_pages_of_curation_have_nothing_that_axe_finds(browser: Browser) -> None:
    found = [one for where in views(browser) for one in findings(browser, where)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "path", ["/", "/figures/example-orchards-2020-0001", "/v1/problems", "/v1/problems/gone",
             "/admin/login/"]
)  # fmt: skip
def test_pages_of_readers_have_nothing_that_axe_finds(browser: Browser, path: str) -> None:
    browser.page.goto(f"{browser.address}{path}")

    found = findings(browser, path)
    assert not found, "\n".join(found)
