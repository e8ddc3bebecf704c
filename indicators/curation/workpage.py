"""The work page of a draft: its text with highlights, what is left, and the form beside it.

Shapes what indicators.curation.worklist and indicators.curation.drafts know for the template; every
change goes through their services (`ACTS`). Numerals of a text are read once and cached.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from indicators.curation import claim_drafts, drafts, worklist
from indicators.curation.drafts import citation, text_of
from indicators.curation.forms import (
    CATEGORIES,
    ClaimForm,
    ObservationForm,
    cited,
    filled,
    filled_claim,
)
from indicators.curation.highlights import Mark, segments
from indicators.curation.models import Carried, Decision, DraftAct, DraftChangeset
from indicators.figures import shapes
from indicators.models import Area, Indicator, Observation, Role, Unit
from indicators.publishing.current import current_contents
from indicators.publishing.errors import ActUnusable, DraftChanged, Finding
from sources import intake, numerals
from sources.models import Agency, Described, Release
from sources.numerals import Numeral

# What each state asks, in the words of the page; in the order of the list.
STATES = {
    "number_changed": "Another number stands there",
    "ambiguous": "Several places could be it",
    "lost": "Not found in the new text",
    "context_changed": "Words of it or around it changed",
    "moved": "Unchanged, moved elsewhere",
    "same": "Unchanged",
}


@dataclass(frozen=True)
class Item:
    """A line of the list of what is left. key: c<pk>, n<start> or a<pk>."""

    key: str
    label: str
    state: str
    start: int = -1


@dataclass
class Group:
    """Lines of one state, with what it asks of a person."""

    state: str
    title: str
    items: list[Item] = field(default_factory=list)
    category: str = ""

    @property
    def at_once(self) -> bool:
        """May its numbers be set aside in one act?"""
        return self.category not in ("", "figure")


def numerals_of(draft: DraftChangeset) -> list[Numeral]:
    """The numerals of the draft's text, read once per text, language and reader."""
    text = text_of(draft)
    if not text:
        return []
    language, sha256 = drafts.language_of(draft), hashlib.sha256(text.encode()).hexdigest()
    key = f"numerals:{numerals.READER}:{language}:{sha256}"
    found: list[Numeral] | None = cache.get(key)
    if found is None:
        found = numerals.read(text, language)
        cache.set(key, found, timeout=3600)
    return found


def left(draft: DraftChangeset) -> list[Group]:
    """What a person still has to decide on, what asks most of them first."""
    groups = {state: Group(state, title) for state, title in STATES.items()}
    for carried in draft.carried.filter(decision=Decision.OPEN):
        groups[carried.state].items.append(_carried_item(carried))
    for numeral in worklist.candidates(draft, numerals_of(draft)) if draft.upload else []:
        category = numeral.category
        title = (
            "Figures that nothing accounts for yet"
            if category == "figure"
            else (f"Numbers that look like {category.replace('_', ' ')}")
        )
        group = groups.setdefault(f"new-{category}", Group("new", title, category=category))
        group.items.append(Item(f"n{numeral.start}", numeral.exact, group.state, numeral.start))
    for group in groups.values():
        group.items.sort(key=lambda item: item.start)
    return [group for group in groups.values() if group.items]


def _carried_item(carried: Carried) -> Item:
    value = next((a for a in carried.anchors if a["role"] == "value"), carried.anchors[0])
    start = value["place"][0] if value["place"] else -1
    words = " ".join(value["old_context"][1].split())
    words = words if carried.type == "observation/1" else f"Claim: {words}"
    return Item(f"c{carried.pk}", words, carried.state, start)


def next_key(groups: Sequence[Group], after: tuple[str, int] | None) -> str:
    """The first line of the list, or the one that follows a state and place in it."""
    lines = [item for group in groups for item in group.items]
    if after:
        later = [i for i in lines if i.state == after[0] and i.start >= after[1]]
        lines = later or lines
    return lines[0].key if lines else ""


def marks(draft: DraftChangeset) -> Iterable[Mark]:
    """Everything that is highlighted in the draft's text: open things above what is done."""
    for carried in draft.carried.filter(decision=Decision.OPEN):
        for anchor in carried.anchors:
            if anchor["place"]:
                figure = carried.type == "observation/1"
                rank = 6 if not figure else 0 if anchor["role"] == "value" else 3
                start, end, _ = anchor["place"]
                yield Mark(start, end, f"c{carried.pk}", anchor["state"], rank)
    for act in draft.acts.filter(type__in=("observation/1", "claim/1")):
        if act.content.get("release") == draft.release:
            for one in act.content.get("citations", []):
                figure = act.type == "observation/1"
                rank = 7 if not figure else 1 if one["role"] == "value" else 4
                yield Mark(one["start"], one["end"], f"a{act.pk}", "cited", rank)
    for aside in draft.set_aside.all():
        yield Mark(aside.start, aside.start + len(aside.exact), "", "aside", 2)
    for numeral in worklist.candidates(draft, numerals_of(draft)) if draft.upload else []:
        yield Mark(numeral.start, numeral.end, f"n{numeral.start}", "new", 2)


KINDS = {**STATES, "cited": "Cited", "aside": "Set aside", "new": "Not accounted for"}


def shown_text(draft: DraftChangeset) -> SafeString:
    """The text as HTML; each piece tells its first code point, each highlight its item."""
    pieces, home = [], reverse("admin:curation-work", kwargs={"draft_id": draft.pk})
    for piece in segments(text_of(draft), marks(draft)):
        if piece.mark is None:
            pieces.append(format_html('<span data-start="{}">{}</span>', piece.start, piece.text))
        elif not piece.mark.key:
            pieces.append(
                format_html(
                    '<span class="mark {}" title="{}" data-start="{}">{}</span>',
                    piece.mark.kind,
                    KINDS[piece.mark.kind],
                    piece.start,
                    piece.text,
                )  # fmt: skip
            )
        else:
            pieces.append(
                format_html(
                    '<a class="mark {}" href="{}?item={}" data-item="{}" title="{}" '
                    'data-start="{}">{}</a>',
                    piece.mark.kind,
                    home,
                    piece.mark.key,
                    piece.mark.key,
                    KINDS[piece.mark.kind],
                    piece.start,
                    piece.text,
                )  # fmt: skip
            )
    return format_html_join("", "{}", ((piece,) for piece in pieces))


@dataclass
class Panel:
    """The form beside the text, for one item; kind chooses what the template shows."""

    kind: str
    key: str = ""
    title: str = ""
    form: ObservationForm | None = None
    rows: list[dict[str, Any]] = field(default_factory=list)
    anchors: list[dict[str, Any]] = field(default_factory=list)
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    state: str = ""
    start: int = -1
    context: list[str] | None = None
    act: DraftAct | None = None
    numeral: Numeral | None = None
    observation: str = ""
    reason: str = ""
    conflict: list[tuple[str, str, str]] = field(default_factory=list)
    categories: list[tuple[str, str]] = field(default_factory=lambda: CATEGORIES)
    roles: list[str] = field(default_factory=lambda: list(Role.values))
    claim: ClaimForm | None = None
    operands: list[dict[str, str]] = field(default_factory=list)


def panel(draft: DraftChangeset, key: str) -> Panel:
    """The panel of an item; an empty one if there is no such item (any more)."""
    maker = {"c": _carried_panel, "n": _numeral_panel, "a": _act_panel, "s": _selection_panel,
             "o": _correction_panel, "k": _claim_panel}.get(key[:1])  # fmt: skip
    made = maker(draft, key[1:]) if maker else None
    return made or Panel("none")


def _carried_panel(draft: DraftChangeset, name: str) -> Panel | None:
    carried = draft.carried.filter(pk=_number(name), decision=Decision.OPEN).first()
    if carried is None:
        return None
    proposed = worklist.proposal(carried, numerals_of(draft))
    text, item = text_of(draft), _carried_item(carried)
    made = Panel(
        "carried", f"c{name}", item.label, rows=_rows(proposed.content),
        anchors=[_shown_anchor(anchor, text) for anchor in carried.anchors],
        changed=proposed.changed, missing=proposed.missing, state=carried.state, start=item.start,
        observation=carried.about,
    )  # fmt: skip
    return _with_form(made, draft, carried.type, proposed.content)


def _with_form(
    made: Panel, draft: DraftChangeset, entry_type: str, content: dict[str, Any]
) -> Panel:
    """The panel with the form of its type, filled in."""
    if entry_type == "claim/1":
        made.claim, made.operands = filled_claim(content), claim_drafts.lines(draft, content)
    else:
        made.form = filled(content)
    return made


def _claim_panel(draft: DraftChangeset, name: str) -> Panel | None:
    """A new claim, stated by the words that the curator selected, if any."""
    text, content = text_of(draft), {"inputs": [""]}
    if not text:
        return None
    low, _, high = name.partition("-")
    start, end = _number(low), _number(high)
    made = Panel("new claim", f"k{name}", "New claim")
    if 0 <= start < end <= len(text) and end - start <= 1000:
        made.title = f"New claim: {' '.join(text[start:end].split())}"
        made.rows, made.start = [citation(text, start, end, "value")], start
        made.context = _context(text, [start, end])
    return _with_form(made, draft, "claim/1", content)


def _shown_anchor(anchor: dict[str, Any], text: str) -> dict[str, Any]:
    """A citation's passage then and now; where no place is certain, all of them to choose from."""
    open_places = anchor["alternatives"]
    certain = anchor["place"] if anchor["state"] != "ambiguous" else None
    if not certain and anchor["place"]:
        open_places = [anchor["place"], *open_places]
    return {
        **anchor,
        "words": STATES[anchor["state"]],
        "new_context": _context(text, certain),
        "others": [
            {"start": p[0], "end": p[1], "score": p[2], "context": _context(text, p)}
            for p in open_places
        ],
    }


def _numeral_panel(draft: DraftChangeset, name: str) -> Panel | None:
    numeral = next((n for n in numerals_of(draft) if n.start == _number(name)), None)
    if numeral is None:
        return None
    content = worklist.suggestion(draft, numeral)
    context = _context(text_of(draft), [numeral.start, numeral.end])
    return Panel(
        "numeral", f"n{name}", numeral.exact, filled(content), _rows(content), state="new",
        start=numeral.start, context=context, numeral=numeral,
    )  # fmt: skip


def _act_panel(draft: DraftChangeset, name: str) -> Panel | None:
    act = draft.acts.filter(pk=_number(name)).first()
    if act is None:
        return None
    if act.type not in ("observation/1", "claim/1"):
        return Panel("plain", f"a{name}", str(act), act=act)
    made = Panel(
        "act", f"a{name}", str(act.content.get("as_written", act)), rows=_rows(act.content),
        act=act, start=_first(act.content),
    )  # fmt: skip
    return _with_form(made, draft, act.type, act.content)


def _selection_panel(draft: DraftChangeset, name: str) -> Panel | None:
    """Words that the curator selected in the text, as the value of a new figure."""
    low, _, high = name.partition("-")
    start, end = _number(low), _number(high)
    text = text_of(draft)
    if not 0 <= start < end <= len(text) or end - start > 1000:
        return None
    inside = [n for n in numerals_of(draft) if n.start < end and start < n.end]
    content: dict[str, Any] = {"release": draft.release}
    if len(inside) == 1:
        content = worklist.suggestion(draft, inside[0])
        content["citations"] = content["citations"][1:]
    content["as_written"] = " ".join(text[start:end].split())
    content["citations"] = [citation(text, start, end, "value"), *content.get("citations", [])]
    return Panel(
        "selection", f"s{name}", content["as_written"], filled(content), _rows(content),
        start=start, context=_context(text, [start, end]),
    )  # fmt: skip


def _correction_panel(draft: DraftChangeset, name: str) -> Panel | None:
    """A published figure, to be corrected or retracted."""
    content = drafts.published_content(name)
    value = next(one for one in content["citations"] if one["role"] == "value")
    return Panel(
        "correction", f"o{name}", str(content.get("as_written")), filled(content),
        _rows(content), observation=name,
        context=[value["prefix"], value["exact"], value["suffix"]],
    )  # fmt: skip


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else -1


def _first(content: dict[str, Any]) -> int:
    return min((one["start"] for one in content.get("citations", [])), default=-1)


def _rows(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(one) for one in content.get("citations", [])]


def _context(text: str, place: Sequence[int] | None) -> list[str] | None:
    """What stands before, the words, what stands after: of one paragraph."""
    return worklist.context(text, place[0], place[1]) if place else None


def choices(draft: DraftChangeset | None = None) -> dict[str, list[tuple[str, str]]]:
    """Ids with names, for the fields that take one; of a draft also what its claims may name."""
    models: dict[str, type[Described]] = {
        "indicators": Indicator,
        "areas": Area,
        "units": Unit,
        "agencies": Agency,
    }
    told = {
        name: [
            (code, str(content.get("name_en", "")))
            for code, content in sorted(current_contents(model).items())
        ]
        for name, model in models.items()
    }
    return told if draft is None else {**told, "observations": claim_drafts.operands(draft)}


# --- Acts of the page: each reads the posted form and calls one service. ---


def _drafted(draft: DraftChangeset, data: QueryDict) -> tuple[str, dict[str, Any]]:
    """Entry type and content of the figure or claim that a posted form tells."""
    if "relation" in data:
        return "claim/1", claim_drafts.content_of(data, text_of(draft), draft.release)
    return "observation/1", _content(draft, data)


def _content(draft: DraftChangeset, data: QueryDict) -> dict[str, Any]:
    """The observation that a posted form tells. Raises ActUnusable, naming what is wrong."""
    form = ObservationForm(data)
    if not form.is_valid():
        told = (f"{name}: {errors.as_text()}" for name, errors in form.errors.items())
        raise ActUnusable("; ".join(told))
    text, release = quoted_text(draft, data)
    try:
        rows = cited(data, text)
    except ValueError as error:
        raise ActUnusable(str(error)) from None
    citations = [citation(text, start, end, role) for role, start, end in rows]
    content = {**form.content(), "release": release, "citations": citations}
    # What is malformed is told at once, beside the form; what it means is checked on submission.
    if wrong := shapes.wrong("observation/1", {**content, "id": f"{release}-0001"}):
        raise ActUnusable("; ".join(wrong))
    return content


def quoted_text(draft: DraftChangeset, data: QueryDict) -> tuple[str, str]:
    """The text that the form's citations are of, and its release: the draft's own, or that of the
    observation that is corrected."""
    observation = data.get("observation", "")
    if not observation or data.get("do") not in ("correct", "save"):
        return text_of(draft), draft.release
    release = Release.objects.filter(
        code=Observation.objects.filter(code=observation).values("release")[:1],
        known_to__isnull=True,
    ).first()
    text = intake.text_of(release.text_sha256) if release else None
    if release is None or text is None:
        raise ActUnusable(f"the text of {observation!r} is not at hand: attach it first")
    return text, release.code


def posted_rows(draft: DraftChangeset, data: QueryDict) -> list[dict[str, Any]]:
    """The citation rows of a posted form, to be shown again; none where one is malformed."""
    try:
        text, _ = quoted_text(draft, data)
        return [citation(text, start, end, role) for role, start, end in cited(data, text)]
    except (ValueError, ActUnusable):
        return []


def _revision(data: QueryDict) -> int:
    return _number(data.get("revision", ""))


def _take(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    worklist.take(
        _number(data.get("carried", "")), _drafted(draft, data)[1], by=by, draft_id=draft.pk,
        revision=_revision(data),
    )  # fmt: skip
    return "Taken over."


def _drop(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    worklist.drop(
        _number(data.get("carried", "")), by=by, draft_id=draft.pk, revision=_revision(data)
    )
    return "Dropped: the new text does not say it."


def _take_unchanged(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    count = worklist.take_unchanged(draft.pk, by=by, revision=_revision(data))
    return f"{count} unchanged taken over."


def _add(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    act = drafts.save_act(draft.pk, *_drafted(draft, data), by=by)
    return f"Added {act.content['id']}."


def _save(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    act = draft.acts.filter(pk=_number(data.get("act", ""))).first()
    if act is None:
        raise DraftChanged("this act was removed meanwhile")
    replaces = act.content.get("replaces")
    if replaces:
        data = data.copy()
        data["observation"] = replaces
    entry_type, told = _drafted(draft, data)
    if entry_type != act.type:
        raise ActUnusable(f"this act is no {entry_type.partition('/')[0]}")
    content = {**told, "id": act.content.get("id")}
    if replaces:
        content["replaces"] = replaces
    drafts.save_act(
        draft.pk, entry_type, content, by=by, act_id=act.pk,
        revision=_number(data.get("act_revision", "")),
    )  # fmt: skip
    return "Saved."


def _remove(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    drafts.remove_act(
        _number(data.get("act", "")), by=by, draft_id=draft.pk,
        revision=_number(data.get("act_revision", "")),
    )  # fmt: skip
    return "Removed."


def _set_aside(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    category = data.get("category", "")
    start, end = _number(data.get("start", "")), _number(data.get("end", ""))
    aside = drafts.set_aside(draft.pk, start, end, category, by=by)
    return f"Set aside {aside.exact!r} as {category.replace('_', ' ')}."


def _set_aside_all(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    category = data.get("category", "")
    count = worklist.set_aside_all(draft.pk, category, by=by, revision=_revision(data))
    return f"{count} numbers set aside as {category.replace('_', ' ')}."


def _correct(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    act = drafts.correct(
        draft.pk, data.get("observation", ""), _content(draft, data), data.get("reason", ""), by=by
    )
    return f"{act.content['id']} will replace {data.get('observation')}."


def _retract(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    drafts.retract(draft.pk, data.get("observation", ""), data.get("reason", ""), by=by)
    return f"{data.get('observation')} will be retracted."


def _undo(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    action = drafts.undo(draft.pk, by=by, revision=_revision(data))
    return f"Undone: {action.replace('_', ' ')}."


def _comment(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    drafts.comment(draft.pk, data.get("comment", ""), by=by)
    return "Comment added."


def _describe(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    drafts.describe(
        draft.pk, by=by, revision=_revision(data), message=data.get("message", draft.message),
        reason=data.get("reason", ""),
    )  # fmt: skip
    return "Saved."


def _submit(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    drafts.submit(draft.pk, by=by, revision=_revision(data))
    return "Submitted: another person decides on it now."


def _take_back(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    drafts.take_back(draft.pk, by=by)
    return "Open again."


def _send_back(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    drafts.send_back(draft.pk, data.get("comment", ""), by=by)
    return "Returned to its curator."


def _approve(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    drafts.approve(
        draft.pk, by=by, digest=data.get("digest", ""), version=_number(data.get("version", ""))
    )
    return "Approved, exactly as shown."


def _publish(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    version = drafts.publish(draft.pk, by=by)
    return f"Published: version {version.size}."


def _abandon(draft: DraftChangeset, data: QueryDict, by: User) -> str:
    drafts.abandon(draft.pk, by=by)
    return "Given up."


ACTS: dict[str, Callable[[DraftChangeset, QueryDict, User], str]] = {
    "take": _take,
    "drop": _drop,
    "take_unchanged": _take_unchanged,
    "add": _add,
    "save": _save,
    "remove": _remove,
    "set_aside": _set_aside,
    "set_aside_all": _set_aside_all,
    "correct": _correct,
    "retract": _retract,
    "undo": _undo,
    "comment": _comment,
    "describe": _describe,
    "submit": _submit,
    "take_back": _take_back,
    "return": _send_back,
    "approve": _approve,
    "publish": _publish,
    "abandon": _abandon,
}


def again(shown: Panel, draft: DraftChangeset, data: QueryDict) -> None:
    """Put the form as the person filled it in into a panel."""
    shown.rows, shown.reason = posted_rows(draft, data), data.get("reason", "")
    if "relation" in data:
        shown.claim = ClaimForm(data)
        shown.operands = claim_drafts.lines(draft, {"inputs": data.getlist("input")})
    else:
        shown.form = ObservationForm(data)


def conflict(draft: DraftChangeset, data: QueryDict, now: DraftAct) -> list[tuple[str, str, str]]:
    """Where what was handed in differs from what another curator saved: member, mine, theirs."""
    form = ClaimForm(data) if "relation" in data else ObservationForm(data)
    mine = form.content() if form.is_valid() else {}
    theirs = dict(now.content)
    names = [*form.fields, "citations"]
    if "relation" in data:
        mine["inputs"], names = [code for code in data.getlist("input") if code], [*names, "inputs"]
    told = [(mine | {"citations": posted_rows(draft, data)}), theirs]
    for one in told:
        one["citations"] = "; ".join(
            f"{c['role']} {c['exact']!r} at {c['start']}" for c in one.get("citations", [])
        )
        if "inputs" in one:
            one["inputs"] = ", ".join(one["inputs"])
    mine, theirs = told
    differing = [name for name in names if mine.get(name) != theirs.get(name)]
    return [(n, str(mine.get(n, "")), str(theirs.get(n, ""))) for n in differing]


def review_rows(draft: DraftChangeset) -> list[dict[str, Any]]:
    """The draft's acts as they will be published, each with what it replaces or follows."""
    before = {c.act_id: c for c in draft.carried.exclude(act=None)}
    rows = []
    for act in draft.acts.all():
        content, old = act.content, {}
        code = content.get("replaces") or content.get("observation")
        if act.pk in before:
            code = before[act.pk].about
        if code and act.type != "claim/1":
            try:
                old = drafts.published_content(code)
            except ActUnusable:
                old = {}
        rows.append(
            {
                "act": act,
                "content": content,
                "value": _value_text(content),
                "claim": claim_drafts.told(draft, content) if act.type == "claim/1" else None,
                "old_id": code,
                "changes": _changes(old, content) if act.type == "observation/1" else [],
                "state": before[act.pk].state if act.pk in before else "",
            }
        )
    return rows


def _value_text(content: dict[str, Any]) -> str:
    """The value of an observation in one line."""
    told = content.get("value") or content.get("value_code") or content.get("missing_reason") or ""
    if low := content.get("value_low"):
        told = f"{'more than' if content.get('low_open') else 'at least'} {low}"
    if high := content.get("value_high"):
        told += f" {'less than' if content.get('high_open') else 'at most'} {high}"
    return told.strip()


COMPARED = (
    "indicator", "area", "period", "kind", "modality", "value", "value_low", "value_high",
    "value_code", "unit", "qualifier", "as_written", "producer", "breakdown", "base_period",
    "base_value", "direction", "share_of",
)  # fmt: skip


def _changes(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str, str]]:
    if not old:
        return []
    names = [name for name in COMPARED if old.get(name) != new.get(name)]
    return [(name, str(old.get(name, "")), str(new.get(name, ""))) for name in names]


def split(found: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Findings that block, and those that advise."""
    listed = list(found)
    return [f for f in listed if f.blocking], [f for f in listed if not f.blocking]


def user_of(request: HttpRequest) -> User:
    """The person; staff pages are behind a login."""
    assert isinstance(request.user, User)
    return request.user
