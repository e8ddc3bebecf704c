"""Builders of drafts: vocabularies, documents, figures. Plain functions; nothing is mocked.

Every builder returns a DraftEntry (or part of one) of valid content; keyword arguments replace
members, and None takes one away. Texts are made up here.
"""

import hashlib
import re
from dataclasses import dataclass

from django.test import TestCase

from indicators.figures import accounting
from indicators.figures.entry_types import NEWEST
from indicators.publishing.drafts import Draft, DraftEntry
from indicators.publishing.publication import approve, publish
from ledger.models import Version


def made(content, changes):
    """Content with members replaced, and without those that are None; name is the English label."""
    changes = dict(changes)
    if name := changes.pop("name", None):
        changes["labels"] = {**content["labels"], "en": name}
    return {name: value for name, value in {**content, **changes}.items() if value is not None}


def named(name):
    return {"labels": {"en": name, "es": f"{name} (es)"}}


def act(entry_type, content, changes):
    content = made(content, changes)
    return DraftEntry(entry_type, content, f"{entry_type.partition('/')[0]} {content.get('id')}")


def agency(code, **changes):
    return act("agency/2", {"id": code, **named(code.title()), "kind": "government"}, changes)


def area(code, **changes):
    return act("area/2", {"id": code, **named(f"Area {code}"), "kind": "country"}, changes)


def unit(code, dimension, **changes):
    content = {"id": code, **named(f"unit {code}"), "dimension": dimension, "system": "UCUM"}
    return act("unit/2", content, changes)


def theme(code, **changes):
    return act("theme/1", {"id": code, **named(code.title())}, changes)


def old(new):
    """The same in the first version of its type, for which there were two names and one text."""
    content = _old(new.content)
    if "codes" in content:
        content["codes"] = [_old(code) for code in content["codes"]]
    return DraftEntry(f"{new.type.partition('/')[0]}/1", content, new.where)


def _old(content):
    newer = ("aliases", "themes", "archive_url", "basis", "quote_check_reason")
    content = {name: value for name, value in content.items() if name not in newer}
    labels, definitions = content.pop("labels", {}), content.pop("definitions", {})
    names = {f"name_{language}": text for language, text in labels.items()}
    return {**content, **names, **({"definition": definitions["en"]} if definitions else {})}


def code_list(code, *codes, **changes):
    listed = [{"code": item, **named(item.title())} for item in codes]
    return act("code-list/2", {"id": code, **named(code.title()), "codes": listed}, changes)


def indicator(code, dimension="count", **changes):
    content = {
        "id": code,
        **named(code.title()),
        "definitions": {"en": f"What {code} counts."},
        "kind": "level",
        "dimension": dimension,
    }
    return act("indicator/2", content, changes)


@dataclass(frozen=True)
class Document:
    """A release with its text, from which its figures quote."""

    id: str
    text: str
    source: str = "lake-report"
    publisher: str = "lake-office"
    published_on: str | None = None

    @property
    def sha256(self):
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def texts(self):
        return {self.sha256: self.text}

    def source_act(self, **changes):
        content = {
            "id": self.source,
            "title": "Report on the lakes",
            "publisher": self.publisher,
            "language": "en",
            "kind": "report",
        }
        return act("source/2", content, changes)

    def release_act(self, **changes):
        content = {
            "id": self.id,
            "source": self.source,
            "title": f"Report {self.id}",
            "publisher": self.publisher,
            "published_on": self.published_on,
            "retrieved_on": "2020-02-29",
            "media_type": "text/plain",
            "bytes": len(self.text.encode()),
            "sha256": self.sha256,
            "text_sha256": self.sha256,
            "text_length": len(self.text),
        }
        return act("release/2", content, changes)

    def quote(self, words, role="value", nth=0):
        """A citation of the nth place where the words stand."""
        start = -1
        for _ in range(nth + 1):
            start = self.text.index(words, start + 1)
        end = start + len(words)
        return {
            "role": role,
            "start": start,
            "end": end,
            "exact": words,
            "prefix": self.text[max(0, start - 32) : start],
            "suffix": self.text[end : end + 32],
        }

    def figure(self, n, words, value=None, *, also=(), **changes):
        """A figure read from these words: by default a plain count of boats in Arcadia in 2012.

        Its period is the document's, unless words are cited for it or the year is another one; one
        that the text doesn't have is overridden.
        """
        period = changes.get("period", "2012")
        basis = "release" if (self.published_on or "").startswith(period) else "implied"
        if any(citation["role"] == "period" for citation in also):
            basis = "stated"
        content = {
            "id": f"{self.id}-{n:04d}",
            "release": self.id,
            "indicator": "boats",
            "area": "XA",
            "period": "2012",
            "period_basis": basis,
            "kind": "level",
            "modality": "actual",
            "basis": "stated",
            "value": value,
            "unit": "1",
            "as_written": words,
            "citations": [self.quote(words), *also],
        }
        years = re.findall(r"\d{4}", period)
        basis = changes.get("period_basis", basis)
        answer = {"value_code", "missing_reason"} & changes.keys()
        if basis == "implied" and not answer and not any(year in self.text for year in years):
            content["quote_check_reason"] = "Made up: the text has no such year."
        return act(NEWEST["observation"], content, changes)

    def claim(self, n, words, relation, inputs, **changes):
        """A relation between figures, told by their ids, that these words state."""
        content = {
            "id": f"{self.id}-c{n:04d}",
            "release": self.id,
            "relation": relation,
            "inputs": list(inputs),
            "citations": [self.quote(words)],
        }
        return act(NEWEST["claim"], content, changes)

    def numerals(self, *acts):
        """What each number of the text is: cited by one of these acts, or set aside as other."""
        citations = [
            citation
            for one in acts
            if one.type.startswith("observation/")
            for citation in one.content["citations"]
        ]
        cited = [(citation["start"], citation["end"]) for citation in citations]
        found = [
            numeral
            for part in accounting.parts(self.id, "en", self.text, citations, [])
            for numeral in part["numerals"]
        ]
        aside = [
            {"start": place.start, "exact": place.exact, "category": "other"}
            for place in accounting.unaccounted(found, cited)
        ]
        parts = accounting.parts(self.id, "en", self.text, citations, aside)
        return [act("numerals/1", part, {}) for part in parts]

    def told(self, *acts):
        """These acts, with the release and all its numerals."""
        return [self.release_act(), *acts, *self.numerals(*acts)]


def closing(observation, replaced_by, reason="misread"):
    content = {"observation": observation, "replaced_by": replaced_by, "reason": reason}
    return act("closing/1", content, {})


def retraction(observation, reason="withdrawn by the publisher"):
    return act("retraction/1", {"observation": observation, "reason": reason}, {})


def draft(*acts, message="Test", drafted_by="ana", texts=None):
    return Draft(message, drafted_by, list(acts), dict(texts or {}))


def published(*acts, by="luis", **told) -> Version:
    """Publish these acts as one changeset, and all that follows a commit."""
    made_draft = draft(*acts, **told)
    with TestCase.captureOnCommitCallbacks(execute=True):
        return publish(made_draft, approve(made_draft, by=by))
