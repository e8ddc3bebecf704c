"""Numbers of a draft's text that a curator set aside, because they are no figures."""

from django.contrib.auth.models import User

from indicators.curation.audit import state_of
from indicators.curation.drafts.changing import Change, changing
from indicators.curation.drafts.texts import text_of
from indicators.curation.models import SetAside
from indicators.figures.choices import NumeralCategory
from indicators.publishing.errors import ActUnusable


def set_aside(draft_id: int, start: int, end: int, category: str, *, by: User) -> SetAside:
    """Record that the numeral at [start, end) of the draft's text is no figure, but `category`."""
    with changing(draft_id, "set_aside", by=by) as change:
        return put_aside(change, text_of(change.draft), start, end, category)


def put_aside(change: Change, text: str, start: int, end: int, category: str) -> SetAside:
    """Write one numeral of the draft's text set aside, as part of a change."""
    draft = change.draft
    if not draft.upload:
        raise ActUnusable("numbers are set aside in the draft that adds their release")
    if not 0 <= start < end <= len(text) or end - start > 1000:
        raise ActUnusable(f"[{start}, {end}) is no range of the text")
    if category not in NumeralCategory.values:
        raise ActUnusable(f"no category {category[:40]!r}")
    for old in draft.set_aside.filter(start=start):
        change.rows.add(SetAside, old.pk, state_of(old), None)
        old.delete()
    aside = SetAside.objects.create(
        draft=draft, start=start, exact=text[start:end], category=category, by=change.curator
    )
    change.rows.add(SetAside, aside.pk, None, state_of(aside))
    return aside
