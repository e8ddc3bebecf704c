"""A page that a browser saved whole (MHTML, RFC 2557): its first HTML part, read as HTML.

Pictures and frames in the file are left out, as they are of a page.
"""

import email
import email.policy

from sources.errors import DocumentRejected

from .encodings import codec_of, decoded
from .html import EXTRACTOR as HTML_EXTRACTOR
from .html import read, read_page
from .model import Raw, Warning

EXTRACTOR = f"cifra-mhtml 1, {HTML_EXTRACTOR}"


def read_saved(content: bytes) -> Raw:
    """The text of the page that was saved. Raises DocumentRejected."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    if not pages:
        detail = "an e-mail or an archive without a page: save its text as HTML, PDF or plain text"
        raise DocumentRejected("unknown-format", detail)
    body = pages[0].get_payload(decode=True)
    assert isinstance(body, bytes)
    label = pages[0].get_param("charset")
    if isinstance(label, str) and label:
        raw = read_page(decoded(body, codec_of(label)), EXTRACTOR)
    else:
        raw = read(body)
    framed: tuple[Warning, ...] = ()
    if len(pages) > 1:
        detail = f"the file holds {len(pages) - 1} more pages (frames), which are not read"
        framed = (Warning("not-read", detail),)
    return Raw(raw.pages, EXTRACTOR, warnings=(*raw.warnings, *framed))
