"""load_seeds: publish the vocabularies and the seed documents, and what their files correct."""

import time
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from indicators.publishing import seed_corrections, seeds
from indicators.publishing.drafts import Draft
from indicators.publishing.errors import ChangesetRejected, PublicationError
from indicators.publishing.publication import approve, checked, publish, sign_earlier
from ledger.errors import LedgerError
from ledger.log import current_version
from ledger.management.signing import sign
from sources.intake import texts_in


class Command(BaseCommand):
    help = (
        "Publishes one changeset for the vocabularies in FIXTURES and one per document in SEEDS, "
        "in the order of their publication. What is published already is left out, so that running "
        "it twice is harmless. What a file says otherwise than it was published is published as a "
        "correction, in a changeset of its own. A file with an error stays out whole, with every "
        "error named by file and line."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seeds", type=Path, default=settings.BASE_DIR / "seeds")
        parser.add_argument("--fixtures", type=Path, default=settings.BASE_DIR / "fixtures")
        parser.add_argument(
            "--texts", type=Path, help="folder with the documents' texts: quotes are checked there"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        texts_folder: Path | None = options["texts"]
        texts = texts_in(texts_folder) if texts_folder and texts_folder.is_dir() else None
        fixtures = sorted(options["fixtures"].glob("*.yaml"))
        try:
            sign_earlier()
            documents = sorted(options["seeds"].glob("*.yaml"), key=seeds.publication_order)
            self._publish("vocabularies", seeds.vocabulary_draft(fixtures), by="curator-2")
            for path in documents:
                seed_corrections.require_reasons(path, texts)
                draft = seeds.document_draft(path, texts)
                self._publish(path.name, draft, by=seeds.approver(path))
            for path in documents:
                self._correct(path, texts)
        except (PublicationError, LedgerError) as error:
            raise CommandError(str(error)) from error
        sign(current_version())

    def _correct(self, path: Path, texts: Mapping[str, str] | None) -> None:
        draft, late = seed_corrections.corrections_draft(path, texts)
        for line in late:
            self.stdout.write(f"left out: {line}")
        if draft.entries:
            self._publish(f"{path.name}, corrected", draft, by=seeds.approver(path))

    def _publish(self, name: str, draft: Draft, *, by: str) -> None:
        if not draft.entries:
            self.stdout.write(f"{name:<16} is published already")
            return
        began = time.monotonic()
        found = checked(draft)
        if blocking := [finding for finding in found.findings if finding.blocking]:
            raise ChangesetRejected(blocking)
        if settings.ONE_PERSON:
            by = draft.drafted_by  # nobody else looked, whomever the file names
        version = publish(draft, approve(draft, by=by, found=found))
        took = time.monotonic() - began
        self.stdout.write(
            f"{name:<16} {len(draft.entries):>5} entries, version {version.size}, {took:.1f} s"
        )
