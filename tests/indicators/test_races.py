"""Two curators at the same time, in real threads and over HTTP: nobody's work is lost."""

import json
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest

from tests import drafting
from tests.ledger.installations import Installation

pytestmark = pytest.mark.slow
ROUNDS = 25


@pytest.fixture(scope="module")
def place(tmp_path_factory, django_db_setup):
    """An installation with the lakes and a draft, on the engine that the tests run on."""
    made = Installation(tmp_path_factory.mktemp("races") / "it")
    made.run("manage.py", "migrate", "-v0")
    yield made
    made.close()


def race(place: Installation, *arguments: str) -> dict:
    return json.loads(place.run("-m", "tests.indicators.racing", *arguments).stdout)


@pytest.fixture(scope="module")
def there(place) -> dict:
    return race(place, "prepare")


def test_of_two_threads_that_save_one_act_exactly_one_wins(place, there):
    wins = race(place, "twice", "40")

    assert sum(wins.values()) == 40


def at_once(*jobs):
    """What the jobs return, run in threads that begin together."""
    begin, told = threading.Barrier(len(jobs)), {}

    def run(number, job):
        begin.wait()
        told[number] = job()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [told[number] for number in range(len(jobs))]


@pytest.fixture(scope="module")
def address(place, there):
    """The installation served by several threads of two processes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GUNICORN_CMD_ARGS", "--workers 2 --threads 4 --no-control-socket")
        place.serve()
    return f"http://127.0.0.1:{place.port}"


def test_of_two_tools_that_change_one_act_exactly_one_wins(address, there):
    path = f"{address}/v1/drafts/{there['draft']}/acts/{there['act']}"

    def ask(method, etag="", body=None):
        headers = {"Authorization": f"Bearer {there['token']}", "Content-Type": "application/json"}
        data = json.dumps(body).encode() if body else None
        told = {**headers, **({"If-Match": etag} if etag else {})}
        request = urllib.request.Request(path, data, told, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    for number in range(ROUNDS):
        etag = ask("GET")[1]["etag"]
        notes = [f"one {number}", f"other {number}"]
        answers = at_once(
            *(lambda n=n, e=etag: ask("PUT", e, {**drafting.SWANS, "note": n}) for n in notes)
        )
        won = [n for n, (status, _) in zip(notes, answers, strict=True) if status == 200]
        (refused,) = [told for status, told in answers if status == 412]
        assert [refused["now"]["statement"]["note"]] == won
        assert refused["now"]["etag"] == ask("GET")[1]["etag"]


class Person:
    """A curator at the pages, with a session of their own."""

    def __init__(self, address: str, name: str, password: str) -> None:
        self.address = address
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(cookies)
        page = self.open("/admin/login/?next=/admin/curation/")[1]
        self.open(
            "/admin/login/?next=/admin/curation/",
            {"username": name, "password": password, **hidden(page)},
        )

    def open(self, path, data=None):
        body = urllib.parse.urlencode(data, doseq=True).encode() if data else None
        try:
            with self.opener.open(self.address + path, body, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input\s+type="hidden"\s+name="([a-z_]+)"\s+value="([^"]*)"', page)
    return dict(found)


def test_of_two_people_who_save_one_form_exactly_one_wins(address, there):
    people = [Person(address, name, there["password"]) for name in ("ana", "pia")]
    work = f"/admin/curation/drafts/{there['draft']}"

    for number in range(ROUNDS // 3):
        forms = []
        for person in people:
            status, panel = person.open(f"{work}/panel?item=a{there['act']}")
            assert status == 200
            rows = re.findall(r'name="cite_(start|end)"\s+value="(\d+)"', panel)
            values = re.findall(r'name="(\w+)"\s+value="([^"]*)"[^>]*id="id_', panel)
            forms.append(
                {
                    **dict(values), **hidden(panel), "do": "save",
                    "period_basis": "stated", "basis": "stated",
                    "kind": "level", "modality": "actual",
                    "cite_role": ["value", "period"],
                    "cite_start": [v for name, v in rows if name == "start"],
                    "cite_end": [v for name, v in rows if name == "end"],
                }
            )  # fmt: skip
        for form, name in zip(forms, ("ana", "pia"), strict=True):
            form["note"] = f"{name} {number}"
        answers = at_once(
            *(lambda p=p, f=f: p.open(f"{work}/act", f) for p, f in zip(people, forms, strict=True))
        )
        statuses = sorted(status for status, _ in answers)
        assert statuses == [200, 409], [page[:2000] for _, page in answers]
        lost = next(n for n, (status, _) in enumerate(answers) if status == 409)
        page = answers[lost][1]
        mine, theirs = forms[lost]["note"], forms[1 - lost]["note"]
        assert f"<td>{mine}</td><td>{theirs}</td>" in page


@pytest.mark.parametrize("seed", ["1", "2"])
def test_trail_tells_every_act_of_many_curators(place, there, seed):
    told = race(place, "many", seed)

    assert told["done"] > 10
