"""JSON in and out, and the choice of a format: `format=` decides over Accept."""

from typing import Any

import orjson
from rest_framework import exceptions
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from rest.errors import ParameterError, bad_request
from rest.read_state import Page, SingleItem


class JSON(BaseRenderer):
    """Stored objects are joined as they are; nothing is serialised again."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, media_type: Any = None, context: Any = None) -> bytes:
        if isinstance(data, SingleItem):
            return data.item
        if isinstance(data, Page):
            return orjson.dumps(envelope(data))
        return orjson.dumps(data)


def envelope(page: Page) -> dict[str, Any]:
    members: dict[str, Any] = {
        "version": page.version,
        "count": page.count,
        "count_at_least": page.count_at_least,
        "next": page.next,
        "previous": page.previous,
        "results": [orjson.Fragment(item) for item in page.items],
    }
    if page.first_version is not None:
        members["first_version"] = page.first_version
    return {**members, **page.members}


class JSONBody(BaseParser):
    """Bodies that are JSON, by a reader that is bounded in depth and refuses half surrogates."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, context: Any = None) -> Any:
        """The value of a JSON body; its size was bounded before. Raises ParseError."""
        try:
            return orjson.loads(stream.read() or b"null")
        except orjson.JSONDecodeError as error:
            raise exceptions.ParseError(f"The body is no JSON: {error}.") from None


class Negotiation(DefaultContentNegotiation):
    """`format=` wins over Accept; an unknown format is a 400 like any malformed parameter."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        """The renderer and media type of an answer; the first one, where the client names none."""
        accepted = request.META.get("HTTP_ACCEPT", "*/*")
        if accepted == "*/*" and "format" not in request.query_params:
            return renderers[0], renderers[0].media_type
        return super().select_renderer(request, renderers, format_suffix)

    def filter_renderers(self, renderers: Any, format: Any) -> Any:
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            formats = ", ".join(renderer.format for renderer in renderers)
            raise bad_request([ParameterError("format", "invalid", f"expected one of {formats}")])
        return found
