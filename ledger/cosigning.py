"""The client of witnesses, who cosign a checkpoint (C2SP tlog-witness).

Owns the request, the answer to a 409, and the counting against the operator's policy file. Without
a policy file it sends nothing. What witnesses are for: whoever rewrites
history and signs it with the log's own key still can't get it past a witness that saw the old one.

All witnesses together get ROUND seconds, and again as long where one wants a proof from another
size. However slowly one answers, the signer goes on without it then.
"""

import socket
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from threading import Thread, Timer
from time import monotonic
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, Request, build_opener

from ledger import log
from ledger.errors import NoteError, WitnessError
from ledger.formats import tiles
from ledger.formats.checkpoint import parse_decimal
from ledger.formats.note import Note, Signature, to_base64
from ledger.formats.policy import Policy, Witness

TIMEOUT = 5.0  # seconds for a connection, and between two pieces of an answer
ROUND = 10.0  # seconds for all answers of a round
MAX_ANSWER = 65_536


@dataclass(frozen=True)
class Answer:
    """What a witness answered; status 0 if it couldn't be reached."""

    status: int
    body: str


def read_policy(path: Path) -> Policy:
    """The policy in a file; no witnesses and no quorum if there is none. Raises WitnessError."""
    try:
        return Policy.parse(path.read_text())
    except FileNotFoundError:
        return Policy()
    except (NoteError, OSError, UnicodeDecodeError) as error:
        raise WitnessError(f"{path}: {error}") from None


def cosign(note: Note, size: int, published: int, path: Path) -> Note:
    """`note` with the cosignatures that the policy at `path` asks for.

    `published` is the size that the witnesses probably saw last. Raises WitnessError, with each
    witness's answer, if the quorum isn't met. Network: two rounds at most, all witnesses at once.
    """
    policy = read_policy(path)
    reachable = [witness for witness in policy.witnesses.values() if witness.url]
    answers = _answers({witness: _request(published, size, note) for witness in reachable})
    # A witness that saw another size answers 409 with it, and gets the proof from there.
    again = {}
    for witness, answer in answers.items():
        if answer.status == 409 and (seen := _size_in(answer.body)) is not None and seen <= size:
            again[witness] = _request(seen, size, note)
    answers |= _answers(again)
    lines, cosigned = [], []
    for witness, answer in answers.items():
        try:
            lines.append(_cosignature(witness, answer, note))
            cosigned.append(witness.name)
        except NoteError as error:
            answers[witness] = Answer(answer.status, str(error))
    if not policy.met_by(cosigned):
        failed = [
            f"{witness.name}: {answer.status} {answer.body.strip()[:200]}"
            for witness, answer in answers.items()
            if witness.name not in cosigned
        ]
        raise WitnessError(f"size {size} lacks its quorum of witnesses; {'; '.join(failed)}")
    return Note(note.text, (*note.signatures, *lines))


def _request(old: int, size: int, note: Note) -> bytes:
    proof = tiles.prove_consistency(old, size, cache(log.read_tile))
    lines = [f"old {old}", *map(to_base64, proof), ""]
    return "".join(f"{line}\n" for line in lines).encode() + note.encode()


def _answers(requests: Mapping[Witness, bytes]) -> dict[Witness, Answer]:
    """What each witness answered within ROUND seconds, all of them at once."""
    late = Answer(0, f"no whole answer within {ROUND:g} seconds")
    found = dict.fromkeys(requests, late)

    def send(request: tuple[Witness, bytes]) -> None:
        found[request[0]] = _post(request)

    threads = [Thread(target=send, args=[each], daemon=True) for each in requests.items()]
    end = monotonic() + ROUND
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, end - monotonic()))
    return dict(found)  # a copy: who answers later is too late


def _post(request: tuple[Witness, bytes]) -> Answer:
    witness, body = request
    url = f"{(witness.url or '').rstrip('/')}/add-checkpoint"
    sockets: list[socket.socket] = []
    # The timeout of a socket begins anew with each byte; this one ends the whole exchange.
    timer = Timer(ROUND, _break_off, [sockets])
    timer.daemon = True
    timer.start()
    try:
        post = Request(url, body, {"Content-Type": "text/plain"})
        with _opener(sockets).open(post, timeout=TIMEOUT) as answer:
            return Answer(answer.status, _text(answer.read(MAX_ANSWER)))
    except HTTPError as error:
        return Answer(error.code, _text(error.read(MAX_ANSWER)))
    except (OSError, ValueError, HTTPException) as error:
        return Answer(0, str(error))
    finally:
        timer.cancel()
        for each in sockets:
            each.close()


def _opener(sockets: list[socket.socket]) -> OpenerDirector:
    """An opener that keeps a second handle of each socket that it connects."""

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            sockets.append(self.sock.dup())

    class Secure(HTTPSConnection, Plain):
        """Connects by Plain, then begins TLS."""

    class PlainHandler(HTTPHandler):
        def http_open(self, request: Request) -> Any:
            return self.do_open(Plain, request)

    class SecureHandler(HTTPSHandler):
        def https_open(self, request: Request) -> Any:
            return self.do_open(Secure, request)

    return build_opener(PlainHandler, SecureHandler)


def _break_off(sockets: list[socket.socket]) -> None:
    for each in sockets:
        with suppress(OSError):  # closed meanwhile
            each.shutdown(socket.SHUT_RDWR)


def _text(body: bytes) -> str:
    return body.decode(errors="replace")


def _size_in(body: str) -> int | None:
    try:
        return parse_decimal(body.removesuffix("\n"), "the size in a witness's answer")
    except NoteError:
        return None


def _cosignature(witness: Witness, answer: Answer, note: Note) -> Signature:
    """The witness's line, verified; raises NoteError if it isn't there or doesn't verify."""
    if answer.status != 200:
        raise NoteError(answer.body)
    for line in _signatures(answer.body.split("\n")):
        if (line.name, line.key_id) == (witness.key.name, witness.key.id):
            witness.key.verify(note.text, line.signature)
            return line
    raise NoteError("answered without its own signature line")


def _signatures(lines: list[str]) -> Iterable[Signature]:
    return (Signature.parse(line) for line in lines if line)
