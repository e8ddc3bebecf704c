"""What commands that print lines of JSON share: reading a file as intake does, and writing."""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from sources.errors import DocumentRejected
from sources.extraction import MAX_BYTES, Extracted
from sources.extraction.apart import extract_apart
from sources.numerals import LEXICONS

BROKEN_PIPE = 141  # what shells tell of a program whose reader went away


def extracted(path: Path) -> Extracted:
    """The text of a file, in any format that intake takes. Raises CommandError, naming the file."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CommandError(f"{path} has more than {MAX_BYTES:,} bytes, which intake takes")
        return extract_apart(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path} can't be read: {error.strerror}") from error
    except DocumentRejected as refused:
        raise CommandError(f"{path} is refused: {refused}") from refused


def readable(language: str) -> str:
    """The language, if a reader of numbers knows it; else CommandError, naming those there are."""
    if language.partition("-")[0].lower() not in LEXICONS:
        raise CommandError(
            f"no reader of numbers knows the language {language[:35]!r}; "
            f"there are {', '.join(LEXICONS)}"
        )
    return language


def print_lines(out: OutputWrapper, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write each row as a line of JSON.

    Ends the command where nobody reads any more.
    """
    try:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False))
        out.flush()
    except BrokenPipeError:
        # Python flushes standard output once more when it ends; that must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(BROKEN_PIPE)
