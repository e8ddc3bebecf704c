"""Asks the service what a file of requests says, and writes down status, headers and body of each.

Run by tests.upgrade.installation as a program under one of two codes, and therefore built on
nothing but config.wsgi: answers come from the whole application, kept pages included, as a server
would get them. Its arguments are the file of requests and the file for the answers.
"""

import io
import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from config.wsgi import application

HOST = "lakes.example"
PAGES = 3  # how many pages of a list are followed
DECLARED = ("content-type", "content-length")  # headers that WSGI has without HTTP_


def main(asked: Path, answered: Path) -> None:
    with answered.open("w") as file:
        for request in json.loads(asked.read_text()):
            for told in answers(request):
                file.write(json.dumps(told) + "\n")


def answers(request: dict[str, Any]) -> list[dict[str, Any]]:
    """The answer of a request, and those of what follows from it."""
    first = answer(request, request["name"])
    if request["then"] in ("again", "range"):
        tag = {name.lower(): value for name, value in first["headers"]}.get("etag")
        if tag is None:
            return [first]
        more = {"If-None-Match": tag}
        if request["then"] == "range":
            more = {"Range": "bytes=10-19", "If-Range": tag}
        again = {**request, "headers": {**request["headers"], **more}}
        return [first, answer(again, f"{request['name']} > {request['then']}")]
    if request["then"] in ("next", "link"):
        return [first, *following(request, first)]
    return [first]


def following(request: dict[str, Any], first: dict[str, Any]) -> list[dict[str, Any]]:
    """The pages after the first one of a list, and the one before the last of them."""
    found, last = [], first
    for number in range(1, PAGES + 1):
        if (address := next_page(request["then"], last)) is None:
            break
        last = answer({**request, **address}, f"{request['name']} > next {number}")
        found.append(last)
    if found and request["then"] == "next":
        back = json.loads(last["body"].encode("latin-1")).get("previous")
        if back:
            found.append(answer({**request, **split(back)}, f"{request['name']} > previous"))
    return found


def next_page(how: str, told: dict[str, Any]) -> dict[str, str] | None:
    """Where an answer says that its list goes on: in its body, or in a Link header."""
    if how == "next":
        try:
            address = json.loads(told["body"].encode("latin-1"))["next"]
        except (ValueError, KeyError):
            return None
        return split(address) if address else None
    link = {name.lower(): value for name, value in told["headers"]}.get("link", "")
    for one in link.split(", <"):
        if 'rel="next"' in one:
            return split(one.lstrip("<").partition(">")[0])
    return None


def split(address: str) -> dict[str, str]:
    parts = urlsplit(address)
    return {"path": parts.path, "query": parts.query}


def answer(request: dict[str, Any], name: str) -> dict[str, Any]:
    """What the application answers; bytes as latin-1, of which each is one character."""
    began: list[Any] = []
    parts = application(environ(request), lambda *told: began.extend(told))
    try:
        body = b"".join(parts)
    finally:
        if close := getattr(parts, "close", None):
            close()
    status, headers = began[0], began[1]
    return {
        "name": name, "method": request["method"], "path": request["path"], "status": status,
        "headers": headers, "body": body.decode("latin-1"),
    }  # fmt: skip


def environ(request: dict[str, Any]) -> dict[str, Any]:
    """The request as a server hands it to an application (PEP 3333)."""
    body = request["body"].encode()
    headers = {"Host": HOST, **request["headers"]}
    made = {
        "REQUEST_METHOD": request["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(request["path"]).decode("latin-1"),
        "QUERY_STRING": request["query"],
        "SERVER_NAME": HOST,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.7",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for header, value in headers.items():
        key = header.upper().replace("-", "_")
        made[key if header.lower() in DECLARED else f"HTTP_{key}"] = value
    return made


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
