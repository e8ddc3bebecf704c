"""/v1/schema: the OpenAPI file, made once per process, because it takes half a second."""

from threading import Lock
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request

from rest.errors import ApiError


class SchemaView(SpectacularAPIView):
    """The schema in the format that was agreed on."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        renderer = type(request.accepted_renderer)
        charset = f"; charset={renderer.charset}" if renderer.charset else ""
        response = HttpResponse(_rendered(renderer, request), f"{renderer.media_type}{charset}")
        name = self._get_filename(request, None)
        response["Content-Disposition"] = f'inline; filename="{name}"'
        return response


_kept: dict[type[Any], bytes] = {}  # by renderer, of which there are few
_making = Lock()  # drf-spectacular makes one schema at a time


def _rendered(renderer: type[Any], request: Request) -> bytes:
    """The schema in the format of a renderer. Raises ApiError 503 while another thread makes it."""
    if renderer not in _kept:
        if not _making.acquire(blocking=False):  # threads that wait would be missing elsewhere
            headers = {"Retry-After": "2"}
            raise ApiError(503, "unavailable", "Unavailable", "It is being made.", headers=headers)
        try:
            schema = SpectacularAPIView.generator_class().get_schema(request=request, public=True)
            _kept[renderer] = renderer().render(schema, renderer_context={})
        finally:
            _making.release()
    return _kept[renderer]
