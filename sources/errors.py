"""The errors of sources, one tree.

SourcesError
└── DocumentRejected   a file that gives no text to work on; carries the reason as a code
"""


class SourcesError(Exception):
    """Root of the errors of this app."""


class DocumentRejected(SourcesError):
    """A file from which no text is taken: code for programs, the sentence for the person.

    Codes: empty, too-large, too-long, unknown-format, not-text, encoding, encrypted, broken,
    scanned, unreadable-fonts, bomb, too-slow.
    """

    def __init__(self, code: str, detail: str) -> None:
        self.code, self.detail = code, detail
        super().__init__(f"{detail} [{code}]")
