"""The write API and API keys: what is read with credentials, tried, or refused."""

from collections.abc import Iterator
from typing import Any

from tests.upgrade.asking import JSON, Request, ask, write


def drafts(facts: dict[str, Any]) -> Iterator[Request]:
    """The write API: all that is read, dry runs, and all that is refused."""
    own = {"Authorization": f"Bearer {facts['token']}"}
    numbers, acts = facts["drafts"], facts["acts"]
    for status in ("draft", "submitted", "returned", "approved", "published", "abandoned", "x"):
        yield ask("/v1/drafts", f"status={status}", **own)
    for query in ("", "page_size=2", "before=3", "page_size=0", "before=x", "nothing=1"):
        yield ask("/v1/drafts", query, label="own", **own)
    for name, number in numbers.items():
        yield ask(f"/v1/drafts/{number}", label=name, **own)
        yield ask(f"/v1/drafts/{number}/acts", label=name, **own)
        for act in acts[name]:
            yield ask(f"/v1/drafts/{number}/acts/{act}", **own)
        yield ask(f"/v1/drafts/{number}/submit", method="POST", **own)
        yield ask(f"/v1/drafts/{number}", method="DELETE", **own)
    tool, act = numbers["tool"], acts["tool"][0]
    one = f"/v1/drafts/{tool}"
    yield ask(f"/v1/drafts/{numbers['open']}/acts", "page_size=3", then="next", **own)
    for path in ("/v1/drafts/9999", "/v1/drafts/x", f"{one}/acts/9999", f"{one}/acts/x"):
        yield ask(path, **own)
    yield from dry_runs(facts, one, own)
    yield from refused_writes(one, act, numbers, own)
    strangers = {
        "nobody": "", "revoked": f"Bearer {facts['revoked_token']}",
        "unknown": "Bearer cifra_drafts_00000000_nothing", "basic": "Basic YW5hOmFuYQ==",
        "a key": f"Bearer {facts['key']}",
    }  # fmt: skip
    for who, told in strangers.items():
        headers = {"Authorization": told} if told else {}
        yield ask("/v1/drafts", label=who, **headers)
        yield ask("/v1/drafts", method="POST", body="{}", label=who, **headers)
        yield ask(one, method="DELETE", label=who, **headers)


def dry_runs(facts: dict[str, Any], one: str, own: dict[str, str]) -> Iterator[Request]:
    """Statements that would be added, or that no draft takes."""
    right = facts["statement"]
    south = {**right, "value": "70", "value_words": "70 boats", "area": "XA-X-SHORE"}
    bodies = {
        "right": {"statements": [south]},
        "twice": {"statements": [south, south]},
        "already there": {"statements": [right]},
        "words that are not there": {"statements": [{**south, "value_words": "71 boats"}]},
        "ambiguous words": {"statements": [{**south, "period_words": "2012"}]},
        "an unknown area": {"statements": [{**south, "area": "ZZ"}]},
        "an unknown member": {"statements": [{**south, "colour": "red"}]},
        "a number": {"statements": [{**south, "value": 70}]},
        "a wrong citation": {
            "statements": [{**south, "citations": [{"role": "value", "start": 1, "end": 2}]}]
        },
        "nothing": {}, "an empty list": {"statements": []}, "no object": [],
    }  # fmt: skip
    for label, body in bodies.items():
        yield write(f"{one}/acts", "POST", body, own, "dry_run=true", label)
    yield write(f"{one}/acts", "POST", bodies["right"], own, "dry_run=maybe")


def refused_writes(
    one: str, act: int, numbers: dict[str, int], own: dict[str, str]
) -> Iterator[Request]:
    """Writes that change nothing: malformed, against another state, or not for a tool."""
    this, none = f"{one}/acts/{act}", {"statements": []}
    for headers in (
        {}, {"If_Match": '"a1.99"'}, {"If_Match": "*"}, {"If_Match": "x"},
        {"If_Match": '"a1.1", "y"'},
    ):  # fmt: skip
        for method, path in (
            ("PUT", this), ("DELETE", this), ("DELETE", one), ("POST", f"{one}/submit"),
        ):  # fmt: skip
            yield write(path, method, {}, {**own, **headers})
    yield write(f"{one}/take-back", "POST", {}, own)
    for name in ("approved", "submitted", "published", "abandoned"):
        yield write(f"/v1/drafts/{numbers[name]}/acts", "POST", none, own, "", name)
    for label, body in {
        "no release": {"message": "x"},
        "unknown release": {"release": "nothing", "message": "x"},
        "no message": {"release": "lake-report-2013"},
        "text not at hand": {"release": "lake-page-1", "message": "x"},
        "a list": [],
    }.items():
        yield write("/v1/drafts", "POST", body, own, "", label)
    yield ask("/v1/drafts", method="POST", body="{", Content_Type=JSON, **own)
    yield ask("/v1/drafts", method="POST", body="a=1", Content_Type="text/plain", **own)
    yield ask(
        "/v1/drafts", method="POST", body=" " * 1_000_100, Content_Type=JSON, label="large", **own
    )
    yield ask("/v1/drafts", method="PATCH", **own)
    yield ask("/v1/drafts", Accept="text/csv", **own)
    yield ask("/v1/drafts", method="OPTIONS", **own)


def keys(facts: dict[str, Any]) -> Iterator[Request]:
    """Reading with an API key, with one that is revoked, and with none that was ever made."""
    for name in ("key", "revoked_key", "token"):
        yield ask("/v1/areas", label=name, Authorization=f"Bearer {facts[name]}")
    yield ask("/v1/areas", label="unknown key", Authorization="Bearer cifra_00000000_nothing")
    yield ask("/v1/areas", label="no credentials", Authorization="nonsense")


def beyond_quota(facts: dict[str, Any]) -> list[Request]:
    """More than a quota of two requests a minute allows; for an installation that has one."""
    own = {"Authorization": f"Bearer {facts['token']}"}
    return [
        *(ask("/v1/areas", f"page_size={n}") for n in range(1, 5)),
        *(ask("/v1/drafts", label=str(n), **own) for n in range(4)),
    ]
