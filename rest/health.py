"""Whether the process is alive and can serve, for load balancers, orchestrators and people.

/healthz asks nothing of anybody. /readyz asks the database by keys alone, whatever the log's size:
it is ready while it can serve the newest version that it understands, and says which entry of the
log needs newer software, if one does.
"""

from typing import Any

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from ledger import understanding
from ledger.database import query
from rest import read_state

SIZE = "SELECT max({}) + 1 FROM ledger_entry"


def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers."""
    return _never_kept(HttpResponse("ok\n", content_type="text/plain; charset=utf-8"))


def ready(request: HttpRequest) -> HttpResponse:
    """200 with the version that is served, or 503 while the database can't be reached."""
    try:
        body = _state()
    except Error:
        body = {"ready": False, "reason": "the database can't be reached"}
    return _never_kept(JsonResponse(body, status=200 if body["ready"] else 503))


def _state() -> dict[str, Any]:
    newest = query.fetch(read_state.newest_sql())
    quoted = connection.ops.quote_name("index")
    size = query.fetch(SIZE.format(quoted))[0][0] or 0
    stop = understanding.stopped()
    return {
        "ready": True,
        "version": newest[0][0] if newest else None,
        "log_size": size,
        "needs_newer_software": {"entry": stop.index, "unknown": stop.unknown} if stop else None,
    }


def _never_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
