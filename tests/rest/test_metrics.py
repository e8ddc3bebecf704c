"""Numbers for Prometheus: every worker's requests, the log, the signer, the disk."""

import asyncio
import re
import subprocess
import sys
import time
from contextlib import suppress
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from ledger import signer
from rest.operating import counters, exposition, measured
from rest.operating.counters import Counters
from tests import lakes
from tests.ledger.installations import ROOT, Installation, _free_port

LINE = re.compile(r'[a-z_]+(\{[a-z]+="[^"\\\n]*"(,[a-z]+="[^"\\\n]*")?\})? -?[0-9.]+')


def numbers(text):
    """Name with labels -> number, after checking the form of each line."""
    lines = [line for line in text.splitlines() if not line.startswith("# ")]
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    return {name: float(number) for name, number in (line.rsplit(" ", 1) for line in lines)}


COUNT = """
import sys; from pathlib import Path; from rest.operating.counters import Counters
Counters(Path(sys.argv[1])).add((("requests", "/", "200"), int(sys.argv[2])))
"""


def test_counts_of_workers_are_added_up(tmp_path):
    first, second = Counters(tmp_path), Counters(tmp_path)
    first.add((("requests", "/", "200"), 1), (("seconds_sum", "/"), 0.25))
    second.add((("requests", "/", "200"), 2))

    assert counters.total(tmp_path) == {("requests", "/", "200"): 3, ("seconds_sum", "/"): 0.25}


def test_a_worker_goes_on_from_the_counts_of_one_that_died(tmp_path):
    for amount in (1, 2, 4):
        command = [sys.executable, "-c", COUNT, str(tmp_path), str(amount)]
        subprocess.run(command, cwd=ROOT, check=True)

    assert counters.total(tmp_path) == {("requests", "/", "200"): 7}
    assert [path.name for path in tmp_path.glob("counts-*")] == ["counts-0"]


def test_names_are_bounded(tmp_path):
    counting = Counters(tmp_path)
    for number in range(counters.NAMES + 5):
        counting.add((("requests", str(number)), 1))
    counting.add((("requests", "x" * 200), 1))

    assert len(counters.total(tmp_path)) == counters.NAMES


def test_a_disk_that_refuses_costs_the_counts_and_no_answer(tmp_path):
    (tmp_path / "file").write_text("")

    Counters(tmp_path / "file").add((("requests", "/", "200"), 1))


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/v1/observations", "/v1/observations"),
        ("/v1/observations/incsr-2014-0001/history", "/v1/observations/{id}/history"),
        ("/v1/areas/PE", "/v1/areas/{id}"),
        ("/admin/curation/", "/admin/"),
        ("/admin/nothing/at/all", "/admin/"),
        ("/ledger/tile/0/x001/000", "/ledger/tile/{path}"),
        ("/wp-login.php", "none"),
        ("/v1/" + "x" * 3000, "none"),
        ('/"\n', "none"),
    ],
)
def test_routes_are_few(path, route):
    assert measured.route_of(path) == route


@pytest.mark.parametrize(
    ("seconds", "bound"), [(0, "0.005"), (0.005, "0.005"), (0.2, "0.25"), (60, "+Inf")]
)
def test_durations_fall_into_buckets(seconds, bound):
    assert measured.bucket(seconds) == bound


class Broke(Exception):
    """A fault of an application."""


async def broken(scope, receive, send):
    raise Broke


async def silent(scope, receive, send):
    """As where the client leaves before its request is whole."""


async def answering(scope, receive, send):
    await send({"type": "http.response.start", "status": 200})
    await send({"type": "http.response.body"})


def counted(app, folder):
    """The counts of requests, after one for an application."""
    scope = {"type": "http", "path": "/v1/areas"}

    async def send(message):
        pass

    with suppress(Broke):
        asyncio.run(measured.Measured(app, Counters(folder))(scope, None, send))
    return {name: number for name, number in counters.total(folder).items() if "." not in name[-1]}


@pytest.mark.parametrize(("app", "status"), [(broken, "500"), (silent, "499"), (answering, "200")])
def test_each_request_is_counted_once_however_it_ends(app, status, tmp_path):
    found = counted(app, tmp_path)

    assert found[("requests", "/v1/areas", status)] == 1
    assert [number for name, number in found.items() if name[0] == "requests"] == [1]


@pytest.mark.django_db
def test_the_log_and_the_signer_are_told(db, state):
    before = numbers(exposition.text())
    assert before["cifra_log_entries"] == before["cifra_checkpoint_size"] == 0

    lakes.tell()
    size = signer.state().size
    found = numbers(exposition.text())

    assert found["cifra_database_up"] == found["cifra_ready"] == found["cifra_signer_usable"] == 1
    assert found["cifra_log_entries"] == found["cifra_version_served"] == size
    assert found["cifra_signer_size"] == found["cifra_checkpoint_size"] == size
    assert abs(found["cifra_checkpoint_timestamp_seconds"] - time.time()) < 600
    assert found["cifra_versions_unsigned"] == found["cifra_drafts_submitted"] == 0
    assert found["cifra_disk_free_bytes"] > 0


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """An installation that serves, with its numbers on another address."""
    made = Installation(tmp_path_factory.mktemp("metrics") / "it")
    port, process = _free_port(), None
    try:
        made.run("manage.py", "migrate", "-v0")
        made.serve()
        process = subprocess.Popen(
            [sys.executable, "manage.py", "metrics", f"--port={port}"],
            cwd=ROOT, env=made._environment(), stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        made.metrics = process.stdout.readline().strip()
        yield made
    finally:
        if process:
            process.terminate()
            process.wait(20)
            process.stdout.close()
        made.close()


def status(url, **headers):
    try:
        with urlopen(Request(url, headers=headers), timeout=20) as answer:
            return answer.status
    except HTTPError as error:
        error.close()
        return error.code


def test_numbers_are_on_an_address_of_their_own(served):
    base = served.url.removesuffix("/ledger")
    before = scraped(served)
    assert [status(f"{base}/v1/areas") for _ in range(3)] == [200] * 3
    assert status(f"{base}/v1/areas?nothing=1") == 400
    assert status(f"{base}/v1/nothing") == 404
    assert status(f"{base}/metrics") == 404
    after = scraped(served)

    def grown(name):
        return after.get(name, 0) - before.get(name, 0)

    assert grown('cifra_requests_total{route="/v1/areas",status="200"}') == 3
    assert grown('cifra_requests_total{route="none",status="404"}') == 2
    assert grown('cifra_requests_total{route="/v1/areas",status="400"}') == 1
    assert grown('cifra_request_seconds_bucket{route="/v1/areas",le="+Inf"}') == 4
    assert after["cifra_database_up"] == 1
    assert status(served.metrics.replace("/metrics", "/")) == 404


def scraped(served):
    with urlopen(served.metrics, timeout=20) as answer:
        assert answer.headers["Content-Type"] == exposition.MEDIA_TYPE
        return numbers(answer.read().decode())


def test_probes_answer_under_any_name(served):
    base = served.url.removesuffix("/ledger")
    for path in ("healthz", "readyz"):
        assert status(f"{base}/{path}", Host="10.0.0.7:8000") == 200
    assert status(f"{base}/v1/areas", Host="10.0.0.7:8000") == 400


def test_without_a_database_the_numbers_say_so(tmp_path):
    made = Installation(tmp_path / "it")
    try:
        done = made.run("manage.py", "metrics", "--once")
        found = numbers(done.stdout)
        assert (found["cifra_ready"], "cifra_log_entries" in found) == (0, False)
        assert found["cifra_migrations_missing"] > 10
    finally:
        made.close()
