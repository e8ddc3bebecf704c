"""Pages come with a policy under which a browser runs our files alone, and hold nothing else."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client, RequestFactory

from rest.content_policy import HEADER, POLICY, ContentPolicy
from tests.test_layout import APPS, ROOT

PAGES = ("/", "/v1/docs", "/v1/problems", "/v1/problems/gone", "/admin/login/")
INSIDE = ("/admin/", "/admin/curation/", "/admin/curation/intake", "/admin/password_change/",
          "/admin/sources/agency/", "/admin/auth/user/", "/admin/auth/user/add/")  # fmt: skip


class Inline(HTMLParser):
    """What a page would run of itself: scripts, styles and handlers of events."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.found += [f"{tag} {n}" for n in given if n == "style" or n.startswith("on")]
        self.found += [f"{tag} {v}" for v in given.values() if (v or "").startswith("javascript:")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(tag)


def inline(page: str) -> list[str]:
    parser = Inline()
    parser.feed(page)
    return parser.found


def directives(policy: str) -> dict[str, list[str]]:
    return {name: values for name, *values in (part.split() for part in policy.split("; "))}


def test_the_policy_lets_nothing_run_that_is_no_file_of_ours() -> None:
    policy = directives(POLICY)

    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert {name: policy[f"{name}-src"] for name in ("script", "style")} == {
        "script": ["'self'"],
        "style": ["'self'"],
    }
    assert "unsafe" not in POLICY


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_pages_have_the_policy_and_nothing_in_themselves(client: Client, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert response[HEADER] == POLICY
    assert inline(response.content.decode()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", INSIDE)
def test_pages_of_the_admin_have_it_too(client: Client, path: str) -> None:
    client.force_login(User.objects.create_superuser("eva"))
    response = client.get(path)

    assert response.status_code in (200, 403)  # curation is for roles; its refusal is a page
    assert response[HEADER] == POLICY
    assert inline(response.content.decode()) == []


def test_what_is_in_a_page_itself_is_found() -> None:
    page = """<p style="color: red" onclick="x()"><a href="javascript:x()">x</a>
      <script src="/x.js"></script><script>x()</script><style>p { color: red }</style>"""

    assert inline(page) == ["p style", "p onclick", "a javascript:x()", "script", "style"]


@pytest.mark.parametrize("app", [*APPS, "config"])
def test_templates_of_ours_hold_none_in_any_branch(app: str) -> None:
    told = {
        str(path.relative_to(ROOT)): inline(re.sub(r"{%.*?%}", "", path.read_text(), flags=re.S))
        for path in (ROOT / app).rglob("templates/**/*.html")
    }

    assert {path: found for path, found in told.items() if found} == {}


@pytest.mark.parametrize(
    ("media_type", "has_it"),
    [
        ("text/html; charset=utf-8", True),
        ("application/xhtml+xml", True),
        ("image/svg+xml", True),
        ("application/json", False),
        ("text/csv; charset=utf-8", False),
    ],
)
def test_what_a_browser_shows_as_a_page_has_it_and_data_have_not(media_type, has_it) -> None:
    policed = ContentPolicy(lambda _: HttpResponse("x", content_type=media_type))

    assert (HEADER in policed(RequestFactory().get("/"))) == has_it


@pytest.mark.parametrize("status", [204, 304])
def test_what_has_no_body_has_no_policy(status) -> None:
    policed = ContentPolicy(lambda _: HttpResponse(status=status))

    assert HEADER not in policed(RequestFactory().get("/"))


def test_a_page_may_have_a_policy_of_its_own() -> None:
    own = HttpResponse("x", headers={HEADER: "default-src 'none'"})

    assert ContentPolicy(lambda _: own)(RequestFactory().get("/"))[HEADER] == "default-src 'none'"


@pytest.mark.parametrize("chain", ["MIDDLEWARE", "READING_MIDDLEWARE"])
def test_the_policy_is_around_all_that_makes_pages(chain: str) -> None:
    assert getattr(settings, chain)[:3] == [
        "rest.logs.RequestIds",
        "django.middleware.security.SecurityMiddleware",
        "rest.content_policy.ContentPolicy",
    ]


def test_styles_that_pages_name_are_there() -> None:
    for name in ("rest/static/rest/problems.css", "config/static/cifra/docs.css"):
        assert Path(ROOT / name).read_text().count("{") >= 3
