"""Texts and files that people upload: read, hashed, kept.

They are no part of the log. A kept text changes no figure: it only lets this installation serve the
text and check its quotes.
"""

import hashlib
from collections.abc import Generator, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from sources.extraction.apart import Pages, extracting, finished
from sources.models import HeldText, Release
from sources.models_intake import LAYOUT, Upload

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
    """Keep a text; False if it was kept already. Raises ValueError if its hash is another one."""
    if hashlib.sha256(text.encode("utf-8")).hexdigest() != sha256:
        raise ValueError(f"the text does not have the hash {sha256}")
    _, created = HeldText.objects.get_or_create(text_sha256=sha256, defaults={"text": text})
    return created


@dataclass(frozen=True)
class Taken:
    """A stored file.

    known: its bytes were here before. releases: ids of those with this text.
    """

    upload: Upload
    known: bool
    releases: tuple[str, ...]


def take_in(content: bytes, *, name: str, by: User) -> Taken:
    """Store a file and the text taken from it; the same bytes are stored and read only once.

    name is kept to show, never used as a path or to find the format. Raises DocumentRejected. Cost:
    extraction in a process of its own (see sources.extraction.apart).
    """
    return finished(taking_in(content, name=name, by=by))


def taking_in(content: bytes, *, name: str, by: User) -> Generator[Pages, None, Taken]:
    """Generator form of take_in: yields (pages read, all pages); returns what was stored."""
    sha256 = hashlib.sha256(content).hexdigest()
    upload = Upload.objects.filter(sha256=sha256).first()
    known = upload is not None
    if upload is None:
        upload = yield from _stored(content, sha256, name, by)
    releases = Release.objects.filter(text_sha256=upload.text_sha256, known_to__isnull=True)
    return Taken(upload, known, tuple(releases.values_list("code", flat=True)))


def _stored(content: bytes, sha256: str, name: str, by: User) -> Generator[Pages, None, Upload]:
    extracted = yield from extracting(content)
    upload = Upload(
        sha256=sha256,
        name=Path(name.replace("\\", "/")).name[:200] or "unnamed",
        bytes=len(content),
        media_type=extracted.media_type,
        text=extracted.text,
        text_sha256=hashlib.sha256(extracted.text.encode()).hexdigest(),
        extractor=extracted.extractor,
        pages=list(extracted.pages),
        silent_pages=list(extracted.silent_pages),
        warnings=[asdict(warning) for warning in extracted.warnings],
        by=by,
    )
    with transaction.atomic():
        if known := Upload.objects.filter(sha256=sha256).first():
            return known  # someone else brought it meanwhile
        upload.content.save(sha256, ContentFile(content), save=False)
        if extracted.layout:
            upload.layout.save(sha256 + LAYOUT, ContentFile(extracted.layout), save=False)
        upload.save()
    return upload


def releases_with_text() -> QuerySet[Release]:
    """The current releases whose text was kept or uploaded here, by id."""
    held = HeldText.objects.filter(text_sha256=OuterRef("text_sha256"))
    uploaded = Upload.objects.filter(text_sha256=OuterRef("text_sha256"))
    rows = Release.objects.filter(Exists(held) | Exists(uploaded), known_to__isnull=True)
    return rows.order_by("code")


def text_of(text_sha256: str) -> str | None:
    """A canonical text that was kept or uploaded here; None if it was neither."""
    for model in (HeldText, Upload):
        row = model.objects.filter(text_sha256=text_sha256).values_list("text", flat=True).first()
        if row is not None:
            return str(row)
    return None
