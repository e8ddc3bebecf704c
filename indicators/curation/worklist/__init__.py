"""What is left to decide on in the draft of a new release.

First the figures and claims of the release before it, looked for in the new text (starting.py) and
carried over or discarded (carrying.py), unless they ended meanwhile (ended.py); what changed in
their words is read anew (rereading.py). Then the numbers that nothing accounts for (numbers.py),
and what a figure of one would say (guessing.py).
"""

from indicators.curation.worklist.carrying import (
    carry_over,
    carry_over_unchanged,
    discard,
    proposal,
    require_look,
)
from indicators.curation.worklist.ended import Ending, ending, follow_correction
from indicators.curation.worklist.guessing import Guess, Suggestion, role_of, suggestion
from indicators.curation.worklist.numbers import candidates, set_aside_all
from indicators.curation.worklist.rereading import Member
from indicators.curation.worklist.starting import context, start_release

__all__ = [
    "Ending",
    "Guess",
    "Member",
    "Suggestion",
    "candidates",
    "carry_over",
    "carry_over_unchanged",
    "context",
    "discard",
    "ending",
    "follow_correction",
    "proposal",
    "require_look",
    "role_of",
    "set_aside_all",
    "start_release",
    "suggestion",
]
