"""Forged bundles and spoilt exports, against the standalone verifier."""

import contextlib
import copy
import importlib.util
import io
import json
import random
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

from django.db.models import Count

from ledger import proofs, selectors, signer
from ledger.api import VERIFIER
from ledger.export import export
from ledger.formats.note import SigningKey
from ledger.models import Entry

from .report import Report, rounds

PARTS = ("entry", "newest")


def loaded() -> ModuleType:
    """The standalone verifier as a module."""
    spec = importlib.util.spec_from_file_location("cifra_verify", VERIFIER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(rng: random.Random, number: int, seconds: float, folder: Path) -> Report:
    """Try so many forgeries of bundles and faults in the files of an export, half of each."""
    report, verifier = Report("bundles"), loaded()
    whole = folder / "whole"
    export(whole)
    key = str(signer.verifier_keys()[0])
    true = _bundles()
    for at in rounds(number, seconds):
        attempt = _forged_bundle if at % 2 else _spoilt_export
        report.add(*attempt(rng, verifier, key, folder, true))
    return report


def _bundles() -> list[dict[str, Any]]:
    """Bundles of objects with several entries, and of some with one."""
    size = selectors.published_size()
    told = Entry.objects.filter(data__isnull=False, index__lt=size).values("object")
    objects = told.annotate(number=Count("index")).order_by("-number", "object")
    return [proofs.bundle(row["object"], size) for row in objects[:12]]


def verdict(verifier: ModuleType, arguments: list[str]) -> tuple[int | None, str]:
    """(exit code, all that was printed); None for a traceback."""
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            return verifier.main(arguments), out.getvalue()
    except Exception as error:  # whatever it is: the reader sees a traceback
        return None, f"{out.getvalue()}{error!r}"


def _forged_bundle(
    rng: random.Random, verifier: ModuleType, key: str, folder: Path, true: list[dict[str, Any]]
) -> tuple[str, str]:
    bundle = copy.deepcopy(rng.choice(true))
    name, forge = rng.choice(list(FORGERIES.items()))
    text = forge(rng, bundle, rng.choice(true))
    path, memory = folder / "forged.json", folder / "memory.json"
    path.write_bytes(text if isinstance(text, bytes) else json.dumps(bundle).encode())
    memory.unlink(missing_ok=True)
    code, printed = verdict(verifier, ["proof", str(path), "--key", key, "--memory", str(memory)])
    words = f"{name} of {bundle.get('object')!r:.100}"
    if code is None:
        return "traceback", f"{words}: {printed[-200:]}"
    return ("refused" if code else _shown(path, printed, verifier)), words


def _shown(path: Path, printed: str, verifier: ModuleType) -> str:
    """Whether what was accepted is what the log says, with what isn't proved of it."""
    bundle = json.loads(path.read_bytes())
    for part in (bundle["entry"], bundle["newest"]):
        row = Entry.objects.get(index=json.loads(part["bytes"])["index"])
        if bytes(row.data or b"") != part["bytes"].encode():
            return "missed"
    newest = json.loads(bundle["newest"]["bytes"])["index"]
    said = f"NOT PROVED: that entry {newest} is the newest one about it" in printed
    controls = set(verifier.shown(printed, "\n")) != set(printed)
    return "true, and says what isn't proved" if said and not controls else "missed"


def _spoilt_export(
    rng: random.Random, verifier: ModuleType, key: str, folder: Path, _: Any
) -> tuple[str, str]:
    whole, spoilt, memory = folder / "whole", folder / "spoilt", folder / "memory.json"
    shutil.rmtree(spoilt, ignore_errors=True)
    shutil.copytree(whole, spoilt)
    memory.unlink(missing_ok=True)
    # The keys and the program there aren't read when a key is given.
    paths = [each for each in sorted(spoilt.rglob("*")) if each.is_file()]
    path = rng.choice([each for each in paths if each.name not in ("keys", "verifier")])
    name, data = rng.choice(list(SPOILS)), path.read_bytes()
    changed = SPOILS[name](rng, data)
    path.unlink() if changed is None else path.write_bytes(changed)
    words = f"{name} {path.relative_to(spoilt)}"
    code, printed = verdict(verifier, ["audit", str(spoilt), "--key", key, "--memory", str(memory)])
    if code is None:
        return "traceback", f"{words}: {printed[-200:]}"
    if code:
        return "refused", words
    return ("no change" if changed == data or _same_checkpoint(path, data) else "missed"), words


def _same_checkpoint(path: Path, before: bytes) -> bool:
    """Whether this is a checkpoint with the same text and signature, and lines of others."""
    known = before.split(b"\n\n")[1].split(b"\n")[0] if path.name == "checkpoint" else b""
    text = before.partition(b"\n\n")[0]
    return (
        bool(known) and path.read_bytes().startswith(text + b"\n\n") and known in path.read_bytes()
    )


def _bit(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]


SPOILS = {
    "a bit of": _bit,
    "less of": lambda rng, data: data[: rng.randrange(len(data))],
    "more of": lambda rng, data: data + rng.randbytes(rng.choice((1, 2, 32))),
    "no": lambda rng, data: None,
    "an empty": lambda rng, data: b"",
    "twice": lambda rng, data: data + data,
    "a piece less of": lambda rng, data: data[32:],
}


def _stranger() -> str:
    return str(SigningKey.generate("localhost:8000/ledger").verifier)


def _with_text(rng: random.Random, bundle: dict[str, Any], change: Any) -> None:
    part = bundle[rng.choice(PARTS)]
    body = json.loads(part["bytes"])
    change(body)
    part["bytes"] = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _raw_bit(rng: random.Random, bundle: dict[str, Any], _: Any) -> bytes:
    return _bit(rng, json.dumps(bundle).encode())


def _doubled_member(rng: random.Random, bundle: dict[str, Any], other: dict[str, Any]) -> bytes:
    name = rng.choice(list(bundle))
    text = json.dumps(bundle)
    return (text[:-1] + f", {json.dumps(name)}: {json.dumps(other[name])}}}").encode()


def _part(rng: random.Random, bundle: dict[str, Any]) -> dict[str, Any]:
    part: dict[str, Any] = bundle[rng.choice(PARTS)]
    return part


def _line(rng: random.Random, text: str) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    lines[at] = rng.choice(
        ("", lines[at] + " ", lines[at][::-1], lines[at].upper(), "0", "\u2014 a b")
    )
    return "\n".join(lines)


NONSENSE = (b"", b"[" * 100_000, b"null", b"\xff", b"\xef\xbb\xbf{}", b"NaN", b"[]", b"5")
# Each changes the bundle, or gives the bytes of the file. The third is another true bundle.
FORGERIES: dict[str, Any] = {
    "newest left out": lambda r, b, o: b.update(newest=b["entry"], between=[]),
    "entry left out": lambda r, b, o: b.update(entry=b["newest"], between=[]),
    "between left out": lambda r, b, o: b.update(between=[]),
    "between of another": lambda r, b, o: b.update(between=[o["entry"]]),
    "entry of another": lambda r, b, o: b.update(entry=o["entry"]),
    "newest of another": lambda r, b, o: b.update(newest=o["newest"]),
    "object of another": lambda r, b, o: b.update(object=o["object"]),
    "the other way round": lambda r, b, o: b.update(entry=b["newest"], newest=b["entry"]),
    "another version": lambda r, b, o: b.update(version=r.choice((0, 1, -1, 5.5, "x", None, True))),
    "version with a fraction": lambda r, b, o: b.update(version=float(b["version"])),
    "another checkpoint": lambda r, b, o: b.update(checkpoint=_line(r, b["checkpoint"])),
    "a line of a proof": lambda r, b, o: _part(r, b).update(proof=_line(r, b["entry"]["proof"])),
    "a bit of a proof": lambda r, b, o: b["entry"].update(
        proof=_bit(r, b["entry"]["proof"].encode()).decode("utf-8", "replace")
    ),
    "proof of another": lambda r, b, o: b["entry"].update(proof=o["entry"]["proof"]),
    "other words": lambda r, b, o: _with_text(r, b, lambda body: body["content"].update(note="x")),
    "another index": lambda r, b, o: _with_text(r, b, lambda body: body.update(index=0)),
    "another prev": lambda r, b, o: _with_text(r, b, lambda body: body.update(prev=None)),
    "another object": lambda r, b, o: _with_text(r, b, lambda body: body.update(object="x")),
    "a member more": lambda r, b, o: _with_text(r, b, lambda body: body.update(more=1)),
    "spaces": lambda r, b, o: b["entry"].update(bytes=b["entry"]["bytes"] + " "),
    "keys of a stranger": lambda r, b, o: b.update(keys=[_stranger()]),
    "terminal escapes": lambda r, b, o: b.update(keys=["\x1b[2J\x9b0m"], object="\x1b[2J"),
    "a member of nonsense": lambda r, b, o: b.update(
        {r.choice(list(b)): r.choice((None, 5, "", [], {}, [[]], "\ud800", 10**400, -1))}
    ),
    "a part of nonsense": lambda r, b, o: _part(r, b).update(
        {r.choice(("index", "bytes", "proof")): r.choice((None, 5, "", [], "\ud800", 10**400))}
    ),
    "a member lost": lambda r, b, o: b.pop(r.choice(list(b))),
    "a bit of the file": _raw_bit,
    "a member twice": _doubled_member,
    "no JSON": lambda r, b, o: r.choice(NONSENSE),
    "half of it": lambda r, b, o: json.dumps(b).encode()[: r.randrange(2000)],
}
