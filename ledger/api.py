"""The addresses of the log: C2SP tlog-tiles, proofs, keys, and witness mode.

Plain views: the answers are bytes and text of fixed formats, the same for everyone. Only what is
under a published checkpoint is served. Errors are problem+json, but for those of the witness
protocol, which has its own.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt

from ledger import log, proofs, selectors, signer, witness
from ledger.errors import (
    InvalidParameter,
    LedgerError,
    NoteError,
    NotPublished,
    ProofError,
    SignerError,
    TileError,
    Withheld,
    WitnessError,
)
from ledger.formats import tiles
from ledger.formats.checkpoint import parse_decimal
from ledger.formats.note import to_base64
from ledger.models import Entry
from ledger.problems import problem

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
FOR_EVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
CHECK_FIRST = "public, no-cache"
VERIFIER = Path(__file__).parent / "static" / "ledger" / "cifra_verify.py"
_STATUS: dict[type[LedgerError], HTTPStatus] = {
    NotPublished: HTTPStatus.NOT_FOUND,
    Withheld: HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS,
    TileError: HTTPStatus.NOT_FOUND,
    ProofError: HTTPStatus.BAD_REQUEST,
    NoteError: HTTPStatus.BAD_REQUEST,
    SignerError: HTTPStatus.SERVICE_UNAVAILABLE,
    WitnessError: HTTPStatus.SERVICE_UNAVAILABLE,
}

View = Callable[..., HttpResponseBase]


def reading(*parameters: str) -> Callable[[View], View]:
    """A view of GET and HEAD that takes these query parameters, once each, and no others."""

    def decorate(view: View) -> View:
        @csrf_exempt  # every method that could change anything is 405
        @wraps(view)
        def checked(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if request.method not in ("GET", "HEAD"):
                response = problem(request, 405, f"{request.method} isn't served here")
                response["Allow"] = "GET, HEAD"
                return response
            try:
                for name, values in request.GET.lists():
                    if name not in parameters or len(values) > 1:
                        raise InvalidParameter(name, "unknown, or told twice")
                return view(request, **kwargs)
            except InvalidParameter as error:
                fault = {"parameter": error.parameter, "code": "invalid", "detail": error.detail}
                return problem(request, 400, str(error), errors=[fault])
            except LedgerError as error:
                return problem(request, _STATUS[type(error)], str(error))

        checked.parameters = parameters  # type: ignore[attr-defined]  # for the schema's test
        return checked

    return decorate


@reading()
def checkpoint(request: HttpRequest) -> HttpResponseBase:
    """The newest published checkpoint, with its cosignatures."""
    size = selectors.published_size()
    return _answer(request, selectors.checkpoint_note(size), TEXT, CHECK_FIRST)


@reading()
def tile(request: HttpRequest, path: str) -> HttpResponseBase:
    """A hash tile or an entry bundle, whole or the prefix that an older size had."""
    wanted = tiles.parse_path(f"tile/{path}")
    if tiles.width_at(wanted, selectors.published_size()) < wanted.width:
        raise TileError(f"{wanted} isn't there yet")
    if wanted.level is None:
        return _bundle(request, wanted)
    hashes = log.read_tile(wanted.level, wanted.number)[: wanted.width * 32]
    return _answer(request, hashes, BYTES, FOR_EVER)


def _bundle(request: HttpRequest, wanted: tiles.TilePath) -> HttpResponseBase:
    entries = bundle_entries(wanted)
    held = [bytes(entry.data) for entry in entries if entry.data is not None]
    if len(held) < len(entries):
        withheld = [entry.index for entry in entries if entry.data is None]
        return problem(
            request,
            451,
            f"Entries {withheld} are withheld by law. `/ledger/with-hashes/{wanted.number}` "
            "tells the others, and the hashes of these.",
            withheld=withheld,
        )
    return _answer(request, tiles.encode_bundle(held), BYTES, A_DAY)


def bundle_entries(wanted: tiles.TilePath) -> list[Entry]:
    """The entries of a bundle, in order."""
    first = wanted.number * tiles.WIDTH
    return list(
        Entry.objects.filter(index__gte=first, index__lt=first + wanted.width).order_by("index")
    )


@reading()
def with_hashes(request: HttpRequest, number: int) -> HttpResponseBase:
    """An entry bundle as JSON, with the leaf hash in the place of a withheld entry.

    Not part of C2SP, which knows no withheld entries: it lets a mirror check all the others.
    """
    width = tiles.width_at(tiles.TilePath(None, number), selectors.published_size())
    if not width:
        raise TileError(f"no entries from {number * tiles.WIDTH} on")
    entries = bytes_or_hashes(bundle_entries(tiles.TilePath(None, number, width)))
    return _json(request, {"first": number * tiles.WIDTH, "entries": entries})


def bytes_or_hashes(entries: list[Entry]) -> list[dict[str, str]]:
    """The bytes of each entry in Base64; of a withheld one, its leaf hash."""
    return [
        {"withheld": to_base64(bytes(entry.leaf_hash))}
        if entry.data is None
        else {"bytes": to_base64(bytes(entry.data))}
        for entry in entries
    ]


@reading("size")
def proof(request: HttpRequest, index: str) -> HttpResponseBase:
    """The tlog-proof of an entry under a published size, the newest by default."""
    size = _number(request, "size", selectors.published_size())
    try:
        wanted = parse_decimal(index, "index")
    except NoteError as error:  # an address of nothing, as of any other id
        raise NotPublished(str(error)) from None
    text = proofs.inclusion(wanted, size)
    return _answer(request, text.encode(), TEXT, A_DAY if "size" in request.GET else CHECK_FIRST)


@reading("from", "to")
def consistency(request: HttpRequest) -> HttpResponseBase:
    """The consistency proof between two published sizes: one Base64 hash a line."""
    old, new = _number(request, "from"), _number(request, "to", selectors.published_size())
    try:
        hashes = proofs.consistency(old, new)
    except ProofError as error:
        raise InvalidParameter("from", str(error)) from None
    body = "".join(f"{to_base64(item)}\n" for item in hashes)
    return _answer(request, body.encode(), TEXT, A_DAY if "to" in request.GET else CHECK_FIRST)


@reading()
def keys(request: HttpRequest) -> HttpResponseBase:
    """The log's keys, one vkey a line, newest last, retired ones included."""
    body = "".join(f"{key}\n" for key in signer.verifier_keys())
    return _answer(request, body.encode(), TEXT, CHECK_FIRST)


@reading()
def verifier(request: HttpRequest) -> HttpResponseBase:
    """The standalone verifier, one Python file."""
    response = _answer(request, VERIFIER.read_bytes(), "text/x-python; charset=utf-8", CHECK_FIRST)
    response["Content-Disposition"] = 'attachment; filename="cifra_verify.py"'
    return response


@reading()
def overview(request: HttpRequest) -> HttpResponseBase:
    """`/v1/ledger`: the state of the log in short, and where its parts are."""
    published = selectors.published_version()
    newest = log.current_version()
    base = "/ledger"
    body = {
        "origin": settings.LEDGER_ORIGIN,
        "version": published.size if published else None,
        "root": bytes(published.root).hex() if published else None,
        "at": log.instant_text(published.at) if published else None,
        "unpublished_version": newest.size if newest and newest != published else None,
        "keys": [str(key) for key in signer.verifier_keys()],
        "checkpoint": f"{base}/checkpoint",
        "tiles": f"{base}/tile/{{level}}/{{number}}",
        "entries": f"{base}/tile/entries/{{number}}",
        "proof": f"{base}/proof/{{index}}?size={{size}}",
        "consistency": f"{base}/consistency?from={{from}}&to={{to}}",
        "verifier": f"{base}/verifier",
    }
    return _json(request, body)


@csrf_exempt
def witness_add(request: HttpRequest) -> HttpResponse:
    """C2SP tlog-witness `add-checkpoint`, for the logs that the operator named."""
    if request.method != "POST":
        response: HttpResponse = problem(request, 405, f"{request.method} isn't served here")
        response["Allow"] = "POST"
        return response
    if int(request.META.get("CONTENT_LENGTH") or 0) > 1_000_000:
        return problem(request, 413, "a request has at most a megabyte")
    try:
        answer = witness.add_checkpoint(request.body)
    except WitnessError as error:
        return problem(request, 503, str(error))
    response = HttpResponse(answer.body, status=answer.status, content_type=answer.content_type)
    response["Cache-Control"] = "no-store"
    return response


@reading()
def witness_checkpoint(request: HttpRequest, origin_hash: str) -> HttpResponseBase:
    """The last checkpoint of a watched log that was cosigned here."""
    note = witness.last_checkpoint(origin_hash)
    if note is None:
        raise NotPublished("no checkpoint of this origin was cosigned here")
    return _answer(request, note, TEXT, CHECK_FIRST)


@reading()
def witness_key(request: HttpRequest) -> HttpResponseBase:
    """The vkey of this witness, for the policies of the logs that it watches."""
    if not witness.witnessed_logs():
        raise NotPublished("this installation watches no log")
    return _answer(request, f"{witness.witness_key().verifier}\n".encode(), TEXT, CHECK_FIRST)


@reading()
def missing(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """Any other address below /ledger/."""
    return problem(request, 404, "there is nothing at this address")


def _number(request: HttpRequest, name: str, default: int | None = None) -> int:
    text = request.GET.get(name)
    if text is None and default is not None:
        return default
    try:
        return parse_decimal(text or "", name)
    except NoteError as error:
        raise InvalidParameter(name, str(error)) from None


def _json(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    return _answer(request, JsonResponse(body).content, "application/json", CHECK_FIRST)


def _answer(
    request: HttpRequest, body: bytes, content_type: str, cache_control: str
) -> HttpResponse:
    """200 with a strong ETag, or 304."""
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = etag = quote_etag(sha256(body).hexdigest()[:32])
    response["Cache-Control"] = cache_control
    return get_conditional_response(request, etag=etag, response=response) or response
