"""The review sheet: the draft as it will be published, each act beside what it changes."""

from collections.abc import Mapping, Sequence
from typing import Any

from indicators.curation import claim_drafts
from indicators.curation.drafts.acts import published_content
from indicators.curation.drafts.assembly import place_of
from indicators.curation.models import DraftChangeset
from indicators.curation.pages.lists import STATES
from indicators.figures.choices import QuoteCheck
from indicators.figures.entry_types import thing
from indicators.figures.fields import GIVEN
from indicators.models import Unit
from indicators.publishing.errors import ActUnusable, Finding
from indicators.publishing.gates.meaning import OVERRIDDEN


def review_rows(
    draft: DraftChangeset, quotes: Mapping[str, QuoteCheck] | None = None
) -> list[dict[str, Any]]:
    """The draft's acts as they will be published, each with what it replaces or follows.

    quotes: what the check of each figure's quotes came to, by its id.
    """
    before = {c.act_id: c for c in draft.carried.exclude(act=None)}
    symbols = _unit_symbols()
    rows = []
    for act in draft.acts.all():
        state = before[act.pk].state if act.pk in before else ""
        content, old, about = act.content, {}, thing(act.type)
        code = content.get("replaces") or content.get("observation")
        if act.pk in before:
            code = before[act.pk].about
        if code and about != "claim":
            try:
                old = published_content(code)
            except ActUnusable:
                old = {}
        rows.append(
            {
                "act": act,
                "content": content,
                "is_figure": about == "observation",
                "value": _value_text(content),
                "claim": claim_drafts.summary(draft, content) if about == "claim" else None,
                "old_id": code,
                "changes": _changes(old, content) if about == "observation" else [],
                "state": state,
                "quote_check": (quotes or {}).get(str(content.get("id")), ""),
                "meaning": STATES.get(state, ""),
                "unit": symbols.get(content.get("unit"), content.get("unit", "")),
            }
        )
    return rows


def overridden(draft: DraftChangeset, found: Sequence[Finding]) -> list[dict[str, Any]]:
    """The figures whose quotes read otherwise, each with the curator's reason and what they say."""
    reasons = {act: act.content.get("quote_check_reason") for act in draft.acts.all()}
    return [
        {
            "act": act,
            "reason": reason,
            "findings": [
                finding for finding in found
                if finding.code == OVERRIDDEN and finding.where.partition(": ")[0] == place_of(act)
            ],
        }
        for act, reason in reasons.items() if reason
    ]  # fmt: skip


def _unit_symbols() -> dict[str, str]:
    """The symbol of each unit that has one; a pure number is printed without a unit."""
    units = Unit.objects.filter(known_to__isnull=True).exclude(symbol="")
    return {**dict(units.values_list("code", "symbol")), "1": ""}


def _value_text(content: dict[str, Any]) -> str:
    """The value of an observation in one line."""
    value = content.get("value") or content.get("value_code") or content.get("missing_reason") or ""
    if low := content.get("value_low"):
        value = f"{'more than' if content.get('low_open') else 'at least'} {low}"
    if high := content.get("value_high"):
        value += f" {'less than' if content.get('high_open') else 'at most'} {high}"
    return value.strip()


def _changes(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str, str]]:
    if not old:
        return []
    names = [field.name for field in GIVEN if old.get(field.name) != new.get(field.name)]
    return [(name, str(old.get(name, "")), str(new.get(name, ""))) for name in names]
