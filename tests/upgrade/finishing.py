"""Brings every draft of an upgraded database to its end, as its people would: through the pages.

Run by tests.upgrade.installation as a program under the present code. It knows addresses, buttons
and form fields, and no module of the service. Its arguments are the JSON file that make_database.py
wrote and the file for what happened to each draft.
"""

import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import django

django.setup()

from django.test import Client  # noqa: E402

HOST = {"Host": "lakes.example"}
# Classes of what a page says about the thing that was just done.
TELLING = ("success", "error", "warning", "info", "errorlist")
HERONS = {
    "id": "herons-2016", "title": "A leaflet on herons", "published_on": "2016",
    "retrieved_on": "2016-05-01", "message": "Add a leaflet on herons", "source_id": "herons",
    "source_title": "Leaflets on herons", "source_publisher": "lake-office",
    "source_language": "en", "source_kind": "report", "source_area": "XA",
}  # fmt: skip


def main(facts: dict[str, Any]) -> dict[str, Any]:
    """Draft -> how it ended. The approved one comes first: what is published voids approvals."""
    ana, luis = (Person(name, facts["people"][name]) for name in ("ana", "luis"))
    drafts = facts["drafts"]
    ended = {name: decided(drafts[name], luis, ana) for name in ("approved", "submitted")}
    handed_in(drafts["returned"], ana)
    worked_through(drafts["open"], ana)
    herons = begun(facts["upload"], ana)
    worked_through(herons, ana)
    submitted_by_tool(drafts["tool"], facts)
    for name in ("returned", "open", "tool"):
        ended[name] = decided(drafts[name], luis, ana)
    ended["herons"] = decided(herons, luis, ana)
    for name in ("published", "abandoned"):
        page = luis.get(f"/admin/curation/drafts/{drafts[name]}/review")
        ended[name] = {"status": page.status, "told": page.told, "renewed": False}
    return ended


class Page(HTMLParser):
    """What matters of a page: its forms, its status, what it tells, its lines of what is left."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.items: list[str] = []
        self.status = ""
        self.told: list[str] = []
        self._within = ""
        self._select = ""
        self._template = False
        self.feed(html)

    def form_of(self, button: str) -> "Form | None":
        return next((one for one in self.forms if button in one.buttons), None)

    def left(self, kind: str) -> list[str]:
        """The things of a kind that are left to decide on; each is listed and marked, too."""
        return [one for one in dict.fromkeys(self.items) if re.fullmatch(rf"{kind}\d+", one)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        kind = given.get("class", "")
        if tag == "template":
            self._template = True
        elif tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif self.forms and not self._template:
            self._field(tag, given)
        if item := given.get("data-item"):
            self.items.append(item)
        self._within = ""
        if kind.startswith("status "):
            self._within = "status"
        elif kind in TELLING or "errornote" in kind:
            self._within = "told"

    def _field(self, tag: str, given: dict[str, str]) -> None:
        form, name = self.forms[-1], given.get("name", "")
        if tag == "button" and name == "do" and "disabled" not in given:
            form.buttons.add(given["value"])
        elif tag == "input" and name:
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                form.add(name, given.get("value", ""))
        elif tag == "textarea" and name:
            form.add(name, "")
        elif tag == "select" and name:
            self._select = name
            form.add(name, "")
        elif tag == "option" and self._select:
            first = form.values[self._select][-1] == "" and "value" not in given
            if "selected" in given or first:
                form.values[self._select][-1] = given.get("value", "\0")

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._template = False
        elif tag == "select":
            self._select = ""
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "status":
            self.status = data.strip()
        elif self._within == "told" and data.strip():
            self.told.append(data.strip())
        elif self._select and self.forms and self.forms[-1].values[self._select][-1] == "\0":
            self.forms[-1].values[self._select][-1] = data.strip()  # an option that is its text


class Form:
    """A form as a browser would send it, and the values of `do` that its buttons have."""

    def __init__(self, action: str) -> None:
        self.action = action
        self.values: dict[str, list[str]] = {}
        self.buttons: set[str] = set()

    def add(self, name: str, value: str) -> None:
        self.values.setdefault(name, []).append(value)


class Person:
    """Somebody who has logged in, and looks at pages."""

    def __init__(self, name: str, password: str) -> None:
        self.client = Client(headers=HOST)
        done = self.client.post("/admin/login/", {"username": name, "password": password})
        assert done.status_code == 302, f"{name} can't log in"

    def get(self, path: str) -> Page:
        answer = self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return Page(answer.content.decode())

    def press(self, page: Page, button: str, **values: str) -> Page:
        """The page after this button was pressed in the form that has it."""
        form = page.form_of(button)
        assert form, f"there is no button {button!r}; the page tells {page.told}"
        answer = self.client.post(form.action, {**form.values, **values, "do": button}, follow=True)
        assert answer.status_code in (200, 409, 422), f"{button}: {answer.status_code}"
        return Page(answer.content.decode())


def decided(number: int, reviewer: Person, curator: Person) -> dict[str, Any]:
    """How a submitted or approved draft ended.

    renewed: an approval of before the upgrade was void, and it was told why. What the checks of the
    present code block goes back to its curator first.
    """
    path = f"/admin/curation/drafts/{number}/review"
    page, told, renewed = reviewer.get(path), [], False
    if page.status == "approved":
        page = reviewer.press(page, "publish")
    if page.status != "published":
        told, renewed = list(page.told), page.status == "approved"
        page = reviewer.get(path)
        if "approve" not in page.form_of("return").buttons:
            reviewer.press(page, "return", comment="Its quotes read otherwise: please look.")
            handed_in(number, curator)
        page = reviewer.press(reviewer.get(path), "approve")
        assert page.status == "approved", f"draft {number} is {page.status}: {page.told}"
        page = reviewer.press(page, "publish")
    return {"status": page.status, "told": [*told, *page.told], "renewed": renewed}


def handed_in(number: int, curator: Person) -> None:
    """Hand a draft in; a figure that the old code let pass, and the new one not, gets a reason."""
    path = f"/admin/curation/drafts/{number}"
    page = curator.press(curator.get(path), "submit")
    if page.status != "submitted":
        for item in page.left("a"):
            shown = curator.get(f"{path}?item={item}")
            if shown.form_of("save"):
                curator.press(shown, "save", quote_check_reason="Read before quotes were compared.")
        page = curator.press(curator.get(path), "submit")
    assert page.status == "submitted", f"draft {number} is {page.status}: {page.told}"


def worked_through(number: int, curator: Person) -> None:
    """Everything of the work list decided on, then handed in."""
    path = f"/admin/curation/drafts/{number}"
    page = curator.get(path)
    if page.form_of("carry_over_unchanged"):
        page = curator.press(page, "carry_over_unchanged")
    for item in page.left("c"):
        page = curator.press(curator.get(f"{path}?item={item}"), "carry_over")
        if item in page.items:  # the new text does not say it any more
            page = curator.press(curator.get(f"{path}?item={item}"), "discard")
    while page.form_of("set_aside_all"):
        page = curator.press(page, "set_aside_all")
    for item in page.left("n"):
        page = curator.press(curator.get(f"{path}?item={item}"), "set_aside")
    handed_in(number, curator)


def begun(upload: int, curator: Person) -> int:
    """The number of the draft of an upload that nobody had described."""
    path = f"/admin/curation/uploads/{upload}"
    assert curator.get(path).forms, "there is no form to describe it"
    done = curator.client.post(path, HERONS)
    assert done.status_code == 302, Page(done.content.decode()).told
    return int(done["Location"].rstrip("/").rpartition("/")[2])


def submitted_by_tool(number: int, facts: dict[str, Any]) -> None:
    """The tool adds a figure with the token of before the upgrade, and hands its draft in."""
    tool = Client(headers={**HOST, "Authorization": f"Bearer {facts['token']}"})
    draft = f"/v1/drafts/{number}"
    south = {**facts["statement"], "value": "70", "value_words": "70 boats", "area": "XA-X-SHORE"}
    body = {"statements": [south]}
    added = tool.post(f"{draft}/acts", body, content_type="application/json")
    assert added.status_code == 201, added.content
    tag = tool.get(draft)["ETag"]
    done = tool.post(f"{draft}/submit", headers={"If-Match": tag})
    assert done.status_code == 200, done.content
    assert done.json()["status"] == "submitted"


if __name__ == "__main__":
    told = main(json.loads(Path(sys.argv[1]).read_text()))
    Path(sys.argv[2]).write_text(json.dumps(told))
