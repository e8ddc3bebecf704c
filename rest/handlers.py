"""Django's handler for reading the API: the same views with the middleware that they need alone."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core import signals
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest, get_script_name
from django.db import connection
from django.urls import set_script_prefix

from rest import read_state


class ReadingHandler(BaseHandler):
    """With settings.READING_MIDDLEWARE: no sessions, messages, forms or files.

    The whole chain costs 0.1 ms, a tenth of a page. The signals around a request are sent as Django
    sends them, because they make it look whether the database's connection still works. Only
    config.wsgi may use it, and only for GET and HEAD below /v1/; its answers are those of the whole
    chain (tests/rest/test_handlers).
    """

    def __init__(self) -> None:
        super().__init__()
        self.load_middleware()

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        set_script_prefix(get_script_name(environ))
        signals.request_started.send(sender=type(self), environ=environ)
        if environ.get(read_state.LOG_STATE_KEY):  # the page cache has just asked the database
            connection.health_check_done = True  # type: ignore[attr-defined]
        response: Any = self.get_response(WSGIRequest(environ))
        status = f"{response.status_code} {response.reason_phrase}"
        start_response(status, list(response.items()))
        if response.streaming:  # the server closes it
            return _as_file(response, environ)
        body = response.content
        response.close()  # sends request_finished
        return [body]

    def load_middleware(self, is_async: bool = False) -> None:
        """Load the chain of reading, once: Django takes it from the setting MIDDLEWARE alone."""
        whole = settings.MIDDLEWARE
        settings.MIDDLEWARE = settings.READING_MIDDLEWARE
        try:
            super().load_middleware(is_async)
        finally:
            settings.MIDDLEWARE = whole


def _as_file(response: Any, environ: dict[str, Any]) -> Any:
    """The parts of a response, a file as the server wants it, as Django's own handler does it."""
    file, wrapper = getattr(response, "file_to_stream", None), environ.get("wsgi.file_wrapper")
    if file is None or wrapper is None:
        return response
    file.close = response.close
    return wrapper(file, response.block_size)
