"""Changes as an Atom feed (RFC 4287), so that a reader can watch for corrections."""

from typing import Any
from xml.etree import ElementTree

import orjson
from django.conf import settings
from rest_framework.renderers import BaseRenderer

from rest.read_state import Page

NOT_REVIEWED = "Not reviewed: one person published it alone."
NAMESPACE = "http://www.w3.org/2005/Atom"
# Types of things that have a page in the API, by the list that it is in.
LISTS = {
    "agency": "agencies",
    "area": "areas",
    "unit": "units",
    "code-list": "code-lists",
    "indicator": "indicators",
    "source": "sources",
    "release": "releases",
    "observation": "observations",
    "claim": "claims",
    "changeset": "versions",
}


class Atom(BaseRenderer):
    """A page of changes; the newest come first unless another ordering is asked for."""

    media_type = "application/atom+xml"
    format = "atom"
    charset = "utf-8"

    def render(self, data: Any, media_type: Any = None, context: Any = None) -> bytes:
        request = (context or {})["request"]
        changes = [orjson.loads(item) for item in data.items] if isinstance(data, Page) else []
        feed = ElementTree.Element("feed", xmlns=NAMESPACE)
        _text(feed, "id", f"{_tag()}:changes")
        _text(feed, "title", "Changes")
        newest = max((change["at"] for change in changes), default="1970-01-01T00:00:00Z")
        _text(feed, "updated", newest)
        _text(ElementTree.SubElement(feed, "author"), "name", settings.LEDGER_ORIGIN)
        ElementTree.SubElement(feed, "link", rel="self", href=request.build_absolute_uri())
        if isinstance(data, Page) and data.next:
            ElementTree.SubElement(feed, "link", rel="next", href=data.next)
        for change in changes:
            _entry(feed, change, request.build_absolute_uri("/v1/"))
        return ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)


def _tag() -> str:
    """The beginning of this log's tag URIs (RFC 4151)."""
    host, _, path = settings.LEDGER_ORIGIN.partition("/")
    return f"tag:{host.partition(':')[0]},2026:{path}"


def _entry(feed: ElementTree.Element, change: dict[str, Any], base: str) -> None:
    entry = ElementTree.SubElement(feed, "entry")
    _text(entry, "id", f"{_tag()}:{change['index']}")
    _text(entry, "title", f"{change['type']} {change['id']} {change['action']}")
    _text(entry, "updated", change["at"])
    reasons = [change["reason"], change["replaced_by"] and f"Replaced by {change['replaced_by']}."]
    summary = " ".join(part for part in reasons if part) or change["action"]
    _text(entry, "summary", summary if change["reviewed"] else f"{summary} {NOT_REVIEWED}")
    ElementTree.SubElement(entry, "category", term=change["action"])
    if not change["reviewed"]:
        ElementTree.SubElement(entry, "category", term="not-reviewed")
    if plural := LISTS.get(change["type"]):
        href = f"{base}{plural}/{change['id']}"
        ElementTree.SubElement(entry, "link", rel="alternate", href=href)


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    """A child with text; characters that XML 1.0 cannot hold become U+FFFD."""
    ElementTree.SubElement(parent, name).text = "".join(
        c if c in "\t\n\r" or "\x20" <= c <= "\ud7ff" or c >= "\ue000" else "\ufffd" for c in text
    )
