"""The templates: each compiles, closes what it opens, and has lines that people can read."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(
    path for app in ("config", "indicators", "sources", "rest", "ledger")
    for path in (ROOT / app).glob("templates/**/*.html")
)  # fmt: skip
LONGEST = 120
# Line ends and blanks are shown in these (curation.css): such an element stays on one line.
AS_WRITTEN = re.compile(r'class="(was|now|other|text)[ "]|<textarea|{% block title %}')
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_template_compiles(path: Path) -> None:
    engines["django"].from_string(path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_template_has_lines_of_readable_length(path: Path) -> None:
    lines = path.read_text().splitlines()

    assert [line for line in lines if len(line) > LONGEST and not AS_WRITTEN.search(line)] == []
    assert [line for line in lines if line != line.rstrip() or "\t" in line] == []


class Elements(HTMLParser):
    """Follows the elements of a page; faults are those closed wrongly or never."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        names = [name for name, _ in attrs]
        self.faults += [f"<{tag}> has {name} twice" for name in names if names.count(name) > 1]
        self.faults += [f"<{tag}> has {name}" for name in names if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> closes {self.open[-1:] or 'nothing'}")


def faults(template: str) -> list[str]:
    """What is wrong with the elements of a template; of two branches the first one counts."""
    text = re.sub(r"{% else %}.*?{% endif %}", "", template, flags=re.S)
    text = re.sub(r"{%.*?%}|{#.*?#}", "", text, flags=re.S)
    elements = Elements()
    elements.feed(re.sub(r"{{.*?}}", "x", text, flags=re.S))
    return elements.faults + [f"<{tag}> is never closed" for tag in elements.open]


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_template_closes_what_it_opens(path: Path) -> None:
    assert faults(path.read_text()) == []


@pytest.mark.parametrize(
    "template",
    [
        "<p>{% if a %}<b>x{% endif %}</p>",
        "<ul><li></ul></li>",
        "</p>",
        '<a onclick="x()">x</a>',
        '<a id="a" id="b">x</a>',
    ],
)
def test_faults_of_templates_are_found(template: str) -> None:
    assert faults(template)
