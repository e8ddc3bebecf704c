"""The services that change drafts, for pages, commands and the API for tools.

Each service is one step of one person: it asks for the role, locks the draft, checks that nobody
changed it meanwhile, and leaves a line in the audit trail, in one transaction (changing.py).
"""

from indicators.curation.drafts.acts import (
    correct,
    published_content,
    remove_act,
    retract,
    save_act,
)
from indicators.curation.drafts.asides import set_aside
from indicators.curation.drafts.assembly import assembled, checked, digest, errors_of, findings
from indicators.curation.drafts.life import (
    abandon,
    approve,
    comment,
    describe,
    open_draft,
    publish,
    send_back,
    submit,
    take_back,
    undo,
)
from indicators.curation.drafts.texts import text_of

__all__ = [
    "abandon",
    "approve",
    "assembled",
    "checked",
    "comment",
    "correct",
    "describe",
    "digest",
    "errors_of",
    "findings",
    "open_draft",
    "publish",
    "published_content",
    "remove_act",
    "retract",
    "save_act",
    "send_back",
    "set_aside",
    "submit",
    "take_back",
    "text_of",
    "undo",
]
