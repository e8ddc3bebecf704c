"""Texts that an operator brings: read from a folder, held by hash. Not part of the log.

Whether a text is held changes no figure, only whether its full text can be served and its quotes
re-checked here. Who may call: commands and the attachment service of indicators.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from sources.models import HeldText

MAX_BYTES = 50_000_000


def texts_in(folder: Path) -> dict[str, str]:
    """Every readable UTF-8 text directly in the folder, by the SHA-256 of its bytes.

    The bytes are the canonical text as they are: no newline, Unicode or space is changed. Files
    that are no UTF-8, hold NUL or exceed MAX_BYTES are left out.
    """
    return dict(_texts(folder))


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            continue
        content = path.read_bytes()
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            yield hashlib.sha256(content).hexdigest(), text


def hold(sha256: str, text: str) -> bool:
    """Hold a text; False if it is held already. Raises ValueError if it is not the hash's text."""
    if hashlib.sha256(text.encode("utf-8")).hexdigest() != sha256:
        raise ValueError(f"the text does not have the hash {sha256}")
    _, created = HeldText.objects.get_or_create(text_sha256=sha256, defaults={"text": text})
    return created
