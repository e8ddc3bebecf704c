"""The shape of drafts, acts and statements on the wire, for tools that draft.

Owns how rows of drafts become JSON (draft_payload, act_payload, finding_payload); the serializers
declare the same for the OpenAPI file. Statements have the members of an observation; see
statements.py.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request

from indicators.curation import statements
from indicators.curation.models import DraftAct, DraftChangeset, Status
from indicators.figures import choices, members
from indicators.figures.entry_types import thing
from indicators.figures.fields import GIVEN, QUOTED, Field
from indicators.publishing.errors import Finding
from rest.formats import DecimalText
from rest.serializers import optional_text

ETAG = "Send it as If-Match to change exactly this state."


def sent(field: Field) -> serializers.Field[Any, Any, Any, Any]:
    """How a field of an observation is sent in a statement."""
    help_text = (field.input.help if field.input else "") or field.help
    if field.choices:
        return serializers.ChoiceField(field.choices.choices, required=False, help_text=help_text)
    if field.form == "decimal":
        return DecimalText(required=False, help_text=f"{help_text} Exact decimal as text.")
    if field.form == "truth":
        return serializers.BooleanField(required=False, help_text=help_text)
    if field.form == "whole":
        return serializers.IntegerField(
            required=False, min_value=field.low, max_value=field.high, help_text=help_text
        )
    return serializers.CharField(required=False, help_text=help_text)


def words(help_text: str) -> serializers.CharField:
    help_text += ", as printed; looked for in the text."
    return serializers.CharField(required=False, max_length=1000, help_text=help_text)


class RangeSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices.Role.choices, help_text="What the words give.")
    start = serializers.IntegerField(
        min_value=0, help_text="First Unicode code point in the release's canonical text, from 0."
    )
    end = serializers.IntegerField(min_value=1, help_text="Code point after the last one.")
    exact = serializers.CharField(help_text="The words there: text[start:end].")


_Statement: Any = type(
    "_Statement",
    (serializers.Serializer,),
    {
        **{field.name: sent(field) for field in GIVEN},
        **{f"{role}_words": words(what) for role, what in QUOTED.items()},
    },
)


class StatementSerializer(_Statement):
    sentence = serializers.CharField(
        required=False,
        max_length=members.MAX_TEXT,
        help_text="Words around the quotes that settle which place is meant.",
    )
    citations = RangeSerializer(
        many=True, required=False, help_text="Quotes by their places, beside or instead of words."
    )


class PlaceSerializer(serializers.Serializer[Any]):
    start = serializers.IntegerField(help_text="First code point, from 0.")
    end = serializers.IntegerField(help_text="Code point after the last one.")
    exact = serializers.CharField(help_text="The words there.")


class FindingSerializer(serializers.Serializer[Any]):
    statement = serializers.IntegerField(
        allow_null=True, help_text="Which of the statements sent, from 1; null for none of them."
    )
    act = serializers.IntegerField(allow_null=True, help_text="Which act of the draft, by its id.")
    member = optional_text("Which member of it.")
    code = serializers.CharField(help_text="What is wrong, for programs.")
    detail = serializers.CharField(help_text="What is wrong, for people.")
    blocking = serializers.BooleanField(help_text="Whether it has to be mended.")
    places = PlaceSerializer(many=True, help_text="What words could mean: cite one of these.")


class CommentSerializer(serializers.Serializer[Any]):
    by = serializers.CharField(help_text="Pseudonym of who said it.")
    at = serializers.DateTimeField(help_text="When, UTC.")
    text = serializers.CharField(help_text="What was said.")


class DraftSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(help_text="Number of the draft.")
    etag = serializers.CharField(help_text=f"Its state, acts included. {ETAG}")
    status = serializers.ChoiceField(Status.choices, help_text="Where it is on its way.")
    release = optional_text("The release whose text it reads; null for none.")
    message = serializers.CharField(help_text="What it does, in one sentence.")
    author = serializers.CharField(help_text="Pseudonym of its curator.")
    acts = serializers.IntegerField(help_text="How many acts it holds.")
    comments = CommentSerializer(many=True, help_text="What people said of it.")
    opened_at = serializers.DateTimeField(help_text="When it was opened, UTC.")
    changed_at = serializers.DateTimeField(help_text="When it was last changed, UTC.")
    published_version = serializers.IntegerField(
        allow_null=True, help_text="The version that it became; null until then."
    )
    url = serializers.URLField(help_text="The page on which people work on it.")


class ActSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(help_text="Number of the act.")
    etag = serializers.CharField(help_text=f"Its state. {ETAG}")
    type = serializers.CharField(help_text="Type of the entry to be, for example observation/2.")
    about = serializers.CharField(help_text="Id of what it is about: the observation's, ...")
    by = serializers.CharField(help_text="Pseudonym of who saved it last.")
    changed_at = serializers.DateTimeField(help_text="When it was saved last, UTC.")
    statement = StatementSerializer(
        allow_null=True, help_text="What it says, as it may be sent back; null for other types."
    )


class DraftListSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField(help_text="How many there are.")
    next = serializers.URLField(allow_null=True, help_text="URL of the rest; null at the end.")
    results = DraftSerializer(many=True, help_text="Newest first.")


class ActListSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField(help_text="How many there are.")
    next = serializers.URLField(allow_null=True, help_text="URL of the rest; null at the end.")
    results = ActSerializer(many=True, help_text="In the order in which they were drafted.")


class OpeningSerializer(serializers.Serializer[Any]):
    release = serializers.CharField(
        max_length=80, help_text="A published release whose text is at hand."
    )
    message = serializers.CharField(
        max_length=300, help_text="What the draft does, in one sentence, for the history."
    )


class AdditionSerializer(serializers.Serializer[Any]):
    statements = serializers.ListField(
        child=StatementSerializer(),
        min_length=1,
        max_length=members.MAX_STATEMENTS,
        help_text="One or many.",
    )


class SavedActsSerializer(serializers.Serializer[Any]):
    acts = ActSerializer(many=True, help_text="The acts, in the order of the statements.")
    findings = FindingSerializer(many=True, help_text="What a person should look at.")


class DryRunSerializer(serializers.Serializer[Any]):
    statements = StatementSerializer(many=True, help_text="As they would be drafted.")
    findings = FindingSerializer(many=True, help_text="What a person should look at.")


def draft_tag(draft: DraftChangeset) -> str:
    return f'"d{draft.pk}.{draft.revision}"'


def act_tag(act: DraftAct) -> str:
    return f'"a{act.pk}.{act.revision}"'


def _instant(at: datetime) -> str:
    """As every instant of the API: UTC, marked by Z."""
    return at.isoformat().replace("+00:00", "Z")


def draft_payload(draft: DraftChangeset, request: Request) -> dict[str, Any]:
    """A draft as it is now; two queries, beside those that fetched it with its author."""
    page = reverse("admin:curation-work", kwargs={"draft_id": draft.pk})
    comments = draft.comments.select_related("by")[:100]
    return {
        "id": draft.pk,
        "etag": draft_tag(draft),
        "status": draft.status,
        "release": draft.release or None,
        "message": draft.message,
        "author": draft.author.code,
        "acts": draft.acts.count(),
        "comments": [{"by": c.by.code, "at": _instant(c.at), "text": c.text} for c in comments],
        "opened_at": _instant(draft.opened_at),
        "changed_at": _instant(draft.changed_at),
        "published_version": draft.published_version,
        "url": request.build_absolute_uri(page),
    }


def act_payload(act: DraftAct) -> dict[str, Any]:
    """An act as it is now."""
    observation = thing(act.type) == "observation"
    return {
        "id": act.pk,
        "etag": act_tag(act),
        "type": act.type,
        "about": act.about,
        "by": act.by.code,
        "changed_at": _instant(act.changed_at),
        "statement": statements.as_statement(act.content) if observation else None,
    }


_STATEMENT = re.compile(r"statement ([0-9]+)")
_ACT = re.compile(r".*, act ([0-9]+)")


def finding_payload(finding: Finding) -> Mapping[str, Any]:
    """A finding with its place taken apart: `statement 2: unit`, `claim x, act 7: inputs`."""
    place, _, member = finding.where.partition(": ")
    statement, act = _STATEMENT.fullmatch(place), _ACT.fullmatch(place)
    return {
        "statement": int(statement[1]) if statement else None,
        "act": int(act[1]) if act else None,
        "member": member or None,
        "code": finding.code,
        "detail": finding.detail,
        "blocking": finding.blocking,
        "places": [{"start": s, "end": e, "exact": exact} for s, e, exact in finding.places],
    }
