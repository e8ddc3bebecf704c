"""Attaching the text of a release, kept only if every quote is found at its offsets."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from indicators.models import Citation
from sources import intake
from sources.models import Release


@dataclass
class Attached:
    """Ids of releases whose text was kept now (held) or before (held_before), and the errors."""

    held: list[str] = field(default_factory=list)
    held_before: list[str] = field(default_factory=list)
    checked: int = 0
    wrong: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)


def attach(texts: Mapping[str, str]) -> Attached:
    """Keep every text that belongs to a release, after checking all of that release's quotes."""
    result = Attached()
    matched = set()
    for release in Release.objects.filter(text_sha256__in=texts, known_to__isnull=True):
        matched.add(release.text_sha256)
        text = texts[release.text_sha256]
        wrong = list(misquotes(release.code, text))
        result.checked += Citation.objects.filter(release=release.code).count()
        result.wrong += wrong
        if not wrong:
            held = intake.hold(release.text_sha256, text)
            (result.held if held else result.held_before).append(release.code)
    result.unmatched = sorted(set(texts) - matched)
    return result


def misquotes(release: str, text: str) -> list[str]:
    """A line for a person for each citation of a release whose words are not in the text."""
    return [
        f"{citation.observation.code}: {citation.exact!r} is not at "
        f"[{citation.start}, {citation.end}) of {release}"
        for citation in Citation.objects.filter(release=release).select_related("observation")
        if text[citation.start : citation.end] != citation.exact
    ]
