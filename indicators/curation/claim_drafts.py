"""Drafting claims: from a form, and from a claim of the previous release.

A claim names its operands by the ids of observations. The operands of a claim that is carried over
are the observations that its old operands became in the draft.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict

from indicators.curation.drafts.acts import published_content, replacements
from indicators.curation.drafts.texts import citation
from indicators.curation.forms import ClaimForm, cited
from indicators.curation.models import Carried, Decision, DraftAct, DraftChangeset
from indicators.figures.entry_types import NEWEST
from indicators.figures.faults import wrong
from indicators.models import Observation
from indicators.publishing.errors import ActUnusable

OFFERED = 2000  # observations to choose operands from; any other may be typed
KEPT = ("relation", "operator", "note")
BLANK = 2  # empty lines for further operands


def content_of(data: QueryDict, text: str, release: str) -> dict[str, Any]:
    """The claim that a posted form describes. Raises ActUnusable, naming what is wrong."""
    form = ClaimForm(data)
    if not form.is_valid():
        faulty = (f"{name}: {errors.as_text()}" for name, errors in form.errors.items())
        raise ActUnusable("; ".join(faulty))
    if not text:
        raise ActUnusable("a claim quotes a text, and this draft reads none")
    try:
        rows = cited(data, text)
    except ValueError as error:
        raise ActUnusable(str(error)) from None
    content = {
        **form.content(),
        "inputs": [code.strip() for code in data.getlist("input") if code.strip()],
        "release": release,
        "citations": [citation(text, start, end, role) for role, start, end in rows],
    }
    if errors := wrong(NEWEST["claim"], {**content, "id": f"{release}-c0001"}):
        raise ActUnusable("; ".join(errors))
    return content


def proposal(
    carried: Carried, placed: Iterable[Mapping[str, Any]]
) -> tuple[dict[str, Any], list[str]]:
    """The claim as it may be carried over, and its operands that have no successor in the draft.

    placed: its citations in the new text. A missing operand leaves its line empty, because the
    position of an operand says what it is.
    """
    draft = carried.draft
    old = published_content(carried.about, "claim")
    became = _successors(draft)
    content: dict[str, Any] = {name: old[name] for name in KEPT if name in old}
    content |= {"release": draft.release, "citations": list(placed)}
    content["inputs"] = [became.get(code, code) for code in old["inputs"]]
    if "result" in old:
        content["result"] = became.get(old["result"], old["result"])
    named = [*old["inputs"], *([old["result"]] if "result" in old else [])]
    return content, [code for code in dict.fromkeys(named) if became.get(code) == ""]


def _successors(draft: DraftChangeset) -> dict[str, str]:
    """The ids in the draft of the previous release's observations; empty if there is none (yet).

    Where an observation was replaced meanwhile, it is the id of what its correction became.
    """
    rows = draft.carried.filter(type__startswith="observation/").select_related("act")
    became = {
        row.about: str(row.act.content.get("id")) if row.decision == Decision.TAKEN and row.act
        else ""
        for row in rows
    }  # fmt: skip
    replaced = replacements(draft.previous)
    for code in became:
        last = code
        while last in replaced:
            last = replaced[last]
        became[code] = became[code] or became.get(last, "")
    return became


def operands(draft: DraftChangeset) -> list[tuple[str, str]]:
    """Ids and labels of the observations that a claim of this draft may be about."""
    offered = {
        str(content.get("id")): _label(content)
        for content in draft.acts.filter(type__startswith="observation/").values_list(
            "content", flat=True
        )
    }
    releases = [code for code in (draft.release, draft.previous) if code]
    rows = Observation.objects.filter(release__in=releases, known_to__isnull=True)
    for row in rows.order_by("-release", "code").values(*LABELLED, "code")[:OFFERED]:
        offered.setdefault(row["code"], _label(row))
    return list(offered.items())[:OFFERED]


LABELLED = ("as_written", "indicator", "area", "period")


def _label(content: Mapping[str, Any]) -> str:
    return " · ".join(str(content.get(name, "")) for name in LABELLED)


def labels(draft: DraftChangeset, codes: Iterable[str]) -> dict[str, str]:
    """Labels of these observations, drafted or published; unknown ones are left out."""
    wanted = {code for code in codes if code}
    rows = Observation.objects.filter(code__in=wanted).values(*LABELLED, "code")
    published = {row["code"]: _label(row) for row in rows}
    acts = DraftAct.objects.filter(draft=draft, type__startswith="observation/")
    contents = acts.values_list("content", flat=True) if wanted else []
    drafted = {str(c.get("id")): _label(c) for c in contents if c.get("id") in wanted}
    return {**published, **drafted}


def lines(draft: DraftChangeset, content: Mapping[str, Any]) -> list[dict[str, str]]:
    """The lines of a form's operands, each with its label, and empty ones for more."""
    codes = [*content.get("inputs", []), *[""] * BLANK]
    texts = labels(draft, codes)
    return [{"code": code, "label": texts.get(code, "")} for code in codes]


def summary(draft: DraftChangeset, content: Mapping[str, Any]) -> dict[str, Any]:
    """A claim for the review sheet: its relation, and its operands with their labels."""
    codes = [*content.get("inputs", []), *([content["result"]] if "result" in content else [])]
    texts = labels(draft, codes)
    return {
        "relation": content["relation"],
        "operator": content.get("operator", ""),
        "inputs": [(code, texts.get(code, "")) for code in content.get("inputs", [])],
        "result": content.get("result", ""),
        "result_label": texts.get(content.get("result", ""), ""),
        "note": content.get("note", ""),
    }
