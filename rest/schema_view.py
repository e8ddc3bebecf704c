"""/v1/schema: the OpenAPI file, made once per process, because it takes half a second."""

from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request


class SchemaView(SpectacularAPIView):
    """The schema in the format that was agreed on."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        renderer = request.accepted_renderer
        charset = f"; charset={renderer.charset}" if renderer.charset else ""
        body = schemas()[isinstance(renderer, OpenApiJsonRenderer)]
        response = HttpResponse(body, f"{renderer.media_type}{charset}")
        name = self._get_filename(request, None)
        response["Content-Disposition"] = f'inline; filename="{name}"'
        return response


_kept: list[tuple[bytes, bytes]] = []
_making = Lock()  # drf-spectacular makes one schema at a time


def schemas() -> tuple[bytes, bytes]:
    """The schema as YAML and as JSON; a worker makes both before it serves, so no thread waits."""
    with _making:
        if not _kept:
            # Whose request it is shows nowhere; without one, it would be that of openapi.yaml.
            request = Request(HttpRequest())
            schema = SpectacularAPIView.generator_class().get_schema(request=request, public=True)
            forms = (OpenApiYamlRenderer(), OpenApiJsonRenderer())
            yaml, json = (form.render(schema, renderer_context={}) for form in forms)
            _kept.append((yaml, json))
        return _kept[0]
