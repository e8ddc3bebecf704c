"""Answers of two codes held side by side.

Equal means: the same status, the same headers with the same values, the same bytes. Left out is
what is another one at every request (UNSTEADY), and what tests/upgrade/differences.py allows.
"""

import gzip
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import brotli
import zstandard

Headers = tuple[tuple[str, str], ...]  # by name in lower case, sorted


@dataclass(frozen=True)
class Answer:
    """One answer. body: without its Content-Encoding; sent: as it went over the wire.

    `sent` is None for an answer that nobody sent: the one that a difference expects.
    """

    name: str
    method: str
    path: str
    status: str
    headers: Headers
    body: bytes
    sent: bytes | None = field(repr=False)

    def header(self, name: str) -> str:
        """The value of a header; empty if there is none."""
        return dict(self.headers).get(name, "")

    def json(self) -> Any:
        """What the body says, if it is JSON; else None."""
        return json.loads(self.body) if "json" in self.header("content-type") else None

    def with_header(self, name: str, value: str) -> "Answer":
        """The same answer with this header; an empty value takes it away."""
        kept = [(told, other) for told, other in self.headers if told != name]
        added = [(name, value)] if value else []
        return replace(self, headers=tuple(sorted(kept + added)))

    def with_body(self, body: bytes) -> "Answer":
        """The same answer with another body, and with whatever length that has."""
        if body == self.body:
            return self
        return replace(self.with_header("content-length", ""), body=body, sent=None)

    def with_tag_of(self, other: "Answer") -> "Answer":
        """The same answer with the entity tag of the other one, where both have one."""
        mine, other_tag = self.header("etag"), other.header("etag")
        return self.with_header("etag", other_tag) if mine and other_tag else self


@dataclass(frozen=True)
class Difference:
    """One intended difference between the base commit and the present code.

    expected(old, new) gives the old answer as the present code should give it: itself, if this
    difference has nothing to do with it. It takes from `new` only what can't be told beforehand.
    """

    name: str
    why: str
    expected: Callable[[Answer, Answer], Answer]


@dataclass(frozen=True)
class Unsteady:
    """Something in an answer that is another one whenever it is asked for."""

    why: str
    paths: str  # a pattern; only these answers
    header: str = ""
    pattern: str = ".*"  # within the header's value, or within the body


UNSTEADY = (
    Unsteady("made anew for each visitor", "/admin/", "set-cookie", r"csrftoken=\w+"),
    Unsteady("a year from now", "/admin/", "set-cookie", r"expires=[^;]+"),
    Unsteady("now", "/admin/", "expires"),
    Unsteady(
        "made anew for each form", "/admin/", pattern=r'name="csrfmiddlewaretoken" value="\w+"'
    ),
    Unsteady("when the file was checked out", "/static/", "last-modified"),
    Unsteady("made from when the file was checked out", "/static/", "etag"),
    Unsteady("seconds to the end of this minute", "/v1/", "ratelimit", r"t=\d+"),
    Unsteady("seconds to the end of this minute", "/v1/", "retry-after", r"(?<!\d)[1-6]?\d$"),
)

DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
}


def read(told: dict[str, Any]) -> Answer:
    """An answer as tests/upgrade/recorder.py wrote it down, steadied."""
    sent = told["body"].encode("latin-1")
    headers = tuple(sorted((name.lower(), value.strip()) for name, value in told["headers"]))
    coding = dict(headers).get("content-encoding", "")
    answer = Answer(
        told["name"], told["method"], told["path"], told["status"], headers,
        DECODERS[coding](sent) if sent else b"", sent,
    )  # fmt: skip
    for one in UNSTEADY:
        answer = steadied(answer, one)
    return answer


def steadied(answer: Answer, one: Unsteady) -> Answer:
    """The answer without what this takes out of it."""
    if not re.match(one.paths, answer.path):
        return answer
    if one.header:
        value = answer.header(one.header)
        told = re.sub(one.pattern, "*", value, count=1)
        return answer.with_header(one.header, told) if value else answer
    body = re.sub(one.pattern.encode(), b"*", answer.body)
    return answer if body == answer.body else replace(answer, body=body, sent=body)


@dataclass
class Compared:
    """What differs though nothing allows it, and which allowances nothing needed."""

    unlike: list[str]
    idle: list[str]


def compare(
    before: Iterable[Answer], after: Iterable[Answer], allowed: Sequence[Difference]
) -> Compared:
    """The answers of two codes, by name."""
    old, new = ({one.name: one for one in answers} for answers in (before, after))
    unlike = [f"asked of one code only: {name}" for name in sorted(old.keys() ^ new.keys())]
    used: set[str] = set()
    for name in old.keys() & new.keys():
        expected = old[name]
        for difference in allowed:
            changed = difference.expected(expected, new[name])
            if changed != expected:
                used.add(difference.name)
            expected = changed
        unlike += [f"{name}: {what}" for what in differing(expected, new[name])]
    return Compared(sorted(unlike), [one.name for one in allowed if one.name not in used])


def differing(expected: Answer, new: Answer) -> list[str]:
    """What of an answer is not as expected, each in a line."""
    found = []
    if expected.status != new.status:
        found.append(f"status {expected.status} is now {new.status}")
    if expected.sent is None and new.header("content-length"):
        if int(new.header("content-length")) != len(new.sent or b""):
            found.append(f"content-length {new.header('content-length')} is not the body's")
        new = new.with_header("content-length", "")
    for name in sorted({*dict(expected.headers), *dict(new.headers)}):
        was, now = (
            [value for told, value in one.headers if told == name] for one in (expected, new)
        )
        if was != now:
            found.append(f"header {name} {was} is now {now}")
    if expected.body != new.body:
        found.append(f"body {apart(expected.body, new.body)}")
    elif expected.sent not in (None, new.sent):
        found.append("body is coded in other bytes")
    return found


def apart(was: bytes, now: bytes) -> str:
    """Where two bodies go apart, with what stands around."""
    pairs = zip(was, now, strict=False)
    at = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(was), len(now)))
    shown = slice(max(0, at - 60), at + 80)
    return f"from byte {at}: {was[shown]!r} is now {now[shown]!r}"
