"""Every page in a real browser, under the policy that they are sent with: nothing is refused.

The fixture fails a test in which the browser says that it refused anything.
"""

import re
from collections.abc import Iterator

import pytest

from tests.browser.conftest import PASSWORDS, Browser
from tests.browser.test_accessibility import views

PAGES = ("/", "/figures/example-orchards-2020-0001", "/v1/problems", "/v1/problems/gone")


def linked(browser: Browser, beginning: str) -> list[str]:
    """Addresses that the page links to, without their queries."""
    hrefs = browser.page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    paths = {re.sub(r"[?#].*", "", href.removeprefix(browser.address)) for href in hrefs}
    return sorted(path for path in paths if path.startswith(beginning))


def pages_of_the_admin(browser: Browser) -> Iterator[str]:
    """Every list, and the first row of each; with the forms of accounts and of the password."""
    browser.page.goto(f"{browser.address}/admin/")
    lists = [path for path in linked(browser, "/admin/") if path.count("/") == 4]
    for path in lists:
        browser.page.goto(f"{browser.address}{path}")
        yield path
        rows = [row for row in linked(browser, path) if row.endswith("/change/")]
        yield from rows[:1]
    yield from (
        f"/admin/{path}/" for path in ("password_change", "auth/user/add", "auth/group/add")
    )


def test_pages_of_readers_and_of_problems_are_not_hindered(browser: Browser) -> None:
    for path in PAGES:
        browser.page.goto(f"{browser.address}{path}")
        rules = browser.page.evaluate("[...document.styleSheets].map(one => one.cssRules.length)")
        assert rules, f"{path} has lost its style"
        assert 0 not in rules, f"{path} has lost its style"


def test_the_documentation_of_the_api_works(browser: Browser) -> None:
    browser.page.set_default_timeout(60_000)  # it draws every operation before any can be opened
    browser.page.goto(f"{browser.address}/v1/docs")
    browser.page.click("#operations-observations-list_observations .opblock-summary-control")
    browser.page.click("#operations-observations-list_observations .try-out__btn")
    browser.page.click("#operations-observations-list_observations .execute")
    browser.page.wait_for_selector(".live-responses-table .response-col_status:has-text('200')")


def test_pages_of_the_admin_are_not_hindered(browser: Browser) -> None:
    browser.page.goto(f"{browser.address}/admin/login/")
    browser.page.fill("#id_username", "eva")
    browser.page.fill("#id_password", PASSWORDS["eva"])
    browser.page.click("input[type=submit]")
    seen = list(pages_of_the_admin(browser))
    for path in seen:
        browser.page.goto(f"{browser.address}{path}")
        browser.page.wait_for_selector("#header")
    assert len([path for path in seen if path.endswith("/change/")]) > 10
    assert any(path.startswith("/admin/auth/user/") for path in seen)


def test_pages_of_curation_are_not_hindered(browser: Browser) -> None:
    assert len(list(views(browser))) > 10


@pytest.mark.parametrize("path", [*PAGES, "/admin/login/"])
def test_a_script_that_came_with_the_words_would_not_run(browser: Browser, path: str) -> None:
    """What a hole in a page would let in, the browser keeps from running."""
    refused = []
    browser.page.on("console", lambda message: refused.append(message.text))
    browser.page.goto(f"{browser.address}{path}")
    browser.page.evaluate("""() => {
      const image = document.createElement("div");
      image.innerHTML = "<img src=x:x onerror='window.ran = 1'><p style='color: red'>x</p>";
      document.body.append(image);
      const script = document.createElement("script");
      script.textContent = "window.ran = 1";
      document.body.append(script);
    }""")
    browser.page.wait_for_timeout(300)

    assert browser.page.evaluate("window.ran") is None
    assert len([text for text in refused if "Content Security Policy" in text]) >= 3
    browser.errors.clear()  # they are what was to be seen
