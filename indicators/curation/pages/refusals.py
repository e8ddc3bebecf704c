"""Why a draft can't be handed in: a sentence per kind of finding, with links."""

import re
from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from indicators.curation.models import DraftChangeset
from indicators.curation.pages.lists import Item, left
from indicators.publishing.errors import Finding

LINKS = 12  # things that a sentence links to; the list beside the text has them all
ACT = re.compile(r"(.*), act (\d+)")

# How often, and what: the sentence before the links.
SENTENCES: Mapping[str, str] = {
    "numeral-unaccounted": "numbers of the text are neither cited nor set aside. Decide on them, "
    "or say at the foot of the page why they are left",
    "carried-undecided": "items of the previous release are neither carried over nor left out",
}


def refusal(draft: DraftChangeset, findings: Sequence[Finding]) -> SafeString:
    """What blocks the draft, grouped by rule, as HTML."""
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    items = [item for group in left(draft) for item in group.items]
    if "carried-undecided" in by_code and not any(item.state == "new" for item in items):
        by_code.pop("numeral-unaccounted", None)  # they are those of the figures to decide on
    lines = [(_group(draft, code, found, items),) for code, found in by_code.items()]
    return format_html(
        'Nothing was saved, because of this: <span class="reasons">{}</span>',
        format_html_join("", '<span class="reason">{}</span>', lines),
    )


def _group(
    draft: DraftChangeset, code: str, found: Sequence[Finding], items: Iterable[Item]
) -> SafeString:
    """One kind of finding: a sentence and links."""
    home = reverse("admin:curation-work", kwargs={"draft_id": draft.pk})
    if code in SENTENCES:
        state = "new" if code == "numeral-unaccounted" else ""
        about = [item for item in items if (item.state == "new") == bool(state)]
        links = [(home, item.key, item.label) for item in about]
        return format_html("{} {}: {}", len(about), SENTENCES[code], _links(links))
    lines = []
    for finding in found[:LINKS]:
        act = ACT.match(finding.where)
        where = format_html('<a href="{}?item=a{}">{}</a>', home, act[2], act[1]) if act else ""
        rest = finding.where[act.end() :].lstrip(": ") if act else finding.where
        lines.append((where, f"{rest}: " if rest else "", finding.detail))
    more = f" … and {len(found) - LINKS} more like it" if len(found) > LINKS else ""
    return format_html("{}{} ({})", format_html_join("; ", "{} {}{}", lines), more, code)


def _links(links: Sequence[tuple[str, str, str]]) -> SafeString:
    shown = format_html_join(", ", '<a href="{}?item={}">{}</a>', links[:LINKS])
    more = f" and {len(links) - LINKS} more" if len(links) > LINKS else ""
    return format_html("{}{}", shown, more)
