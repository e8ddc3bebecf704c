"""What a browser may do with a page of ours: run our own files, and nothing else (CSP).

Pages hold words of documents and of curators. Should any of them come out as markup, a browser that
keeps to this header runs no script and no style of it, sends nothing elsewhere, and frames nothing.
So no page has a script, a style or an event handler in itself: those are static files.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "Content-Security-Policy"
POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "font", "connect")),
        "img-src 'self' data:",  # the pictures in the style sheet of the API's documentation
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
MARKED_UP = ("html", "svg")  # parts of the media types that a browser may run something of
BARE = (204, 304)  # without a body, whatever their media type


class ContentPolicy:
    """Middleware that gives each page the header; data, which no browser runs, go without."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        media = response.headers.get("Content-Type", "")
        # Django's pages for who develops have everything in themselves.
        for_developers = settings.DEBUG and response.status_code >= 400
        bare = response.status_code in BARE or for_developers
        if any(part in media for part in MARKED_UP) and not bare:
            response.headers.setdefault(HEADER, POLICY)
        return response
