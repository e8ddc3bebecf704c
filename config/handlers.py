"""Django's handler for reading the API: the same views with the middleware that they need alone."""

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler


class ReadingHandler(WSGIHandler):
    """With settings.READING_MIDDLEWARE: no sessions, messages, forms or files.

    The whole chain costs 0.1 ms, a tenth of a page. Only config.wsgi may use it, and only for
    GET and HEAD below /v1/; its answers are those of the whole chain (tests/config/test_handlers).
    """

    def load_middleware(self, is_async: bool = False) -> None:
        """Once, when the process starts. Django takes the chain from this one setting."""
        whole = settings.MIDDLEWARE
        settings.MIDDLEWARE = settings.READING_MIDDLEWARE
        try:
            super().load_middleware(is_async)
        finally:
            settings.MIDDLEWARE = whole
