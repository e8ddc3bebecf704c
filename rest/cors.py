"""Pages of other sites: they may read everything, and draft with a token of their own.

Never with credentials: no cookie of a reader or curator is sent, so nobody's session can be used.
Only settings name this middleware; the methods and headers of reading stand in settings.
"""

from typing import Any

from corsheaders.middleware import CorsMiddleware
from django.http import HttpRequest

DRAFTS = "/v1/drafts"
METHODS = "DELETE, GET, HEAD, OPTIONS, POST, PUT"


class Cors(CorsMiddleware):
    """As settings say; below /v1/drafts a preflight allows the methods that change drafts, too."""

    def add_response_headers(self, request: HttpRequest, response: Any) -> Any:
        answer = super().add_response_headers(request, response)
        drafts = request.method == "OPTIONS" and request.path_info.startswith(DRAFTS)
        if drafts and "access-control-allow-methods" in answer:
            answer["access-control-allow-methods"] = METHODS
        return answer
