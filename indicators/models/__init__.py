"""The tables of the app, where Django finds them.

Except for drafts (indicators.curation.models), every table is a projection of the log, see
indicators.publishing.projection: rows are inserted, closed once, and never otherwise changed.
Database triggers refuse everything else.
"""

# ruff: noqa: F401 - the names are here for Django and for everyone who imports them

from indicators.curation.models import (
    AuditEntry,
    Carried,
    Comment,
    Curator,
    DraftAct,
    DraftChangeset,
    SetAside,
    Token,
)
from indicators.models.claims import Claim, ClaimLink, ClaimVerdict
from indicators.models.headlines import Headline
from indicators.models.numerals import Numeral, Reading
from indicators.models.observations import Citation, Closing, Observation, Series
from indicators.models.rendered import Rendered
from indicators.models.vocabularies import Area, CodeList, Indicator, Theme, Unit
