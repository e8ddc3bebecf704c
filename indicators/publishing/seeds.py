"""Seeds and fixtures: YAML files become drafts.

Reads files and the database, never writes. Every scalar is read as text, so that no number passes
through a float and no word becomes a boolean. Every mapping remembers its file and line, so that a
finding can name them.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from indicators.figures import accounting
from indicators.figures.entry_types import NEWEST
from indicators.figures.fields import BY_NAME, completed, from_text
from indicators.figures.values import partial_date
from indicators.models import Claim, Observation, Reading
from indicators.publishing.current import VOCABULARIES, current_contents
from indicators.publishing.drafts import Draft, DraftEntry
from indicators.publishing.errors import SeedUnreadable
from indicators.publishing.gates.quotes import CONTEXT
from sources.models import Release
from sources.projection import published_last

MAX_BYTES = 20_000_000

# List in a fixture file -> entry type.
LISTS = {
    "agencies": NEWEST["agency"],
    "areas": NEWEST["area"],
    "units": NEWEST["unit"],
    "code_lists": NEWEST["code-list"],
    "themes": NEWEST["theme"],
    "indicators": NEWEST["indicator"],
}
DOCUMENT = (
    *("source", "release", "changeset", "observations", "set_aside", "claims", "corrections"),
)


class Located(dict[str, Any]):
    """A mapping that knows where it was written: file:line."""

    where: str = ""


def load(path: Path) -> Located:
    """The mapping that a file holds. Raises SeedUnreadable, naming file and line."""
    name = f"{path.parent.name}/{path.name}"
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SeedUnreadable(f"{name}: larger than {MAX_BYTES} bytes")
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SeedUnreadable(f"{name}: {error}") from error
    except RecursionError:
        raise SeedUnreadable(f"{name}: nested too deeply") from None
    content = _constructed(node, name, 0, set())
    if not isinstance(content, Located):
        raise SeedUnreadable(f"{name}:1: expected a mapping")
    return content


def _constructed(node: yaml.Node | None, name: str, depth: int, seen: set[int]) -> Any:
    if node is None:
        return None
    if id(node) in seen:  # aliases of aliases grow without bound
        line = node.start_mark.line + 1
        raise SeedUnreadable(f"{name}: an alias refers to line {line}: write it out")
    seen.add(id(node))
    where = f"{name}:{node.start_mark.line + 1}"
    if depth > 20:
        raise SeedUnreadable(f"{where}: nested too deeply")
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_constructed(item, name, depth + 1, seen) for item in node.value]
    assert isinstance(node, yaml.MappingNode)
    mapping = Located()
    mapping.where = where
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in mapping:
            line = key_node.start_mark.line + 1
            raise SeedUnreadable(f"{name}:{line}: {key!r} is given twice")
        mapping[key] = _constructed(value_node, name, depth + 1, seen)
    return mapping


def vocabulary_draft(paths: Iterable[Path]) -> Draft:
    """One draft of every thing in the fixture files that is not current with the same content."""
    draft = Draft("Vocabularies: agencies, areas, units, code lists and indicators", "curator-1")
    for path in paths:
        content = load(path)
        known_members(content, LISTS)
        for list_name, entry_type in LISTS.items():
            for item in listed(content, list_name):
                draft.entries.append(DraftEntry(entry_type, item, item.where))
    draft.entries = list(_without_current(draft.entries))
    return draft


def _without_current(entries: Iterable[DraftEntry]) -> Iterator[DraftEntry]:
    """The entries without those whose content is current already."""
    current = {about: current_contents(model) for about, model in VOCABULARIES.items()}
    for entry in entries:
        now = current[entry.thing].get(str(entry.content.get("id")))
        if now is None or _compact(now) != _compact(entry.content):
            yield entry


def _compact(value: Any) -> Any:
    """Without absent members, which a row shows as null and a seed leaves out."""
    if isinstance(value, Mapping):
        return {k: _compact(v) for k, v in value.items() if v not in (None, [], {}, "")}
    return [_compact(item) for item in value] if isinstance(value, list) else value


def document_draft(path: Path, texts: Mapping[str, str] | None) -> Draft:
    """The draft of one document: source, release and statements that are not published yet.

    texts: canonical texts by SHA-256, None where none are at hand; then its text must be one of
    them, so that no quote stays unchecked by mistake. Raises SeedUnreadable.
    """
    content = load(path)
    known_members(content, DOCUMENT)
    source, release, changeset = (mapping(content, name) for name in DOCUMENT[:3])
    for member in ("message", "drafted_by", "approved_by"):
        if not changeset.get(member):
            raise SeedUnreadable(f"{changeset.where}: changeset has no {member}")
    draft = Draft(changeset["message"], changeset["drafted_by"], texts=dict(texts or {}))
    draft.entries += _without_current([DraftEntry(NEWEST["source"], source, source.where)])
    released = release_of(release, source)
    draft.entries += _new_release(DraftEntry(NEWEST["release"], released, release.where), texts)
    text = draft.texts.get(str(released.get("text_sha256")))
    statements = [
        DraftEntry(NEWEST["observation"], observation_of(item, released, text), item.where)
        for item in listed(content, "observations")
    ]
    statements += _claims(content, released, text)
    if not _read_already(released):
        statements += _numerals(content, released, source, text, statements, release.where)
    codes = [entry.content["id"] for entry in statements]
    published = set(Observation.objects.filter(code__in=codes).values_list("code", flat=True))
    published |= set(Claim.objects.filter(code__in=codes).values_list("code", flat=True))
    draft.entries += [entry for entry in statements if entry.content["id"] not in published]
    return draft


def _new_release(entry: DraftEntry, texts: Mapping[str, str] | None) -> Iterator[DraftEntry]:
    """The release, unless it is current with this content. Raises SeedUnreadable for a new one."""
    code = str(entry.content.get("id"))
    now = current_contents(Release, [code]).get(code)
    if now is None:
        _require_text(entry.content, entry.where, texts)
    if now is None or _compact(now) != _compact(entry.content):
        yield entry


def _require_text(release: Mapping[str, Any], where: str, texts: Mapping[str, str] | None) -> None:
    sha256 = release.get("text_sha256")
    if texts is not None and sha256 and sha256 not in texts:
        raise SeedUnreadable(f"{where}: no text with SHA-256 {sha256} among those given")


def full_id(number: str, release: Mapping[str, Any]) -> str:
    """The full id of an observation that the file names by its number or by its full id."""
    return f"{release.get('id')}-{int(number):04d}" if number.isdecimal() else number


def _claims(content: Located, release: Located, text: str | None) -> Iterator[DraftEntry]:
    for item in listed(content, "claims"):
        whole(item, "n")
        number = item.pop("n", None)
        if not isinstance(number, int) or number < 1:
            raise SeedUnreadable(f"{item.where}: n must be a whole number from 1")
        item["id"] = f"{release.get('id')}-c{number:04d}"
        item["release"] = release.get("id")
        item["citations"] = [_citation(c, text) for c in listed(item, "statement")]
        item.pop("statement", None)
        if "result" in item:
            item["result"] = full_id(str(item["result"]), release)
        inputs = item.get("inputs", [])
        if not isinstance(inputs, list):
            raise SeedUnreadable(f"{item.where}: inputs must be a list")
        item["inputs"] = [full_id(str(code), release) for code in inputs]
        yield DraftEntry(NEWEST["claim"], item, item.where)


def _read_already(release: Mapping[str, Any]) -> bool:
    return Reading.objects.filter(release=release.get("id"), known_to__isnull=True).exists()


def _numerals(
    content: Located,
    release: Located,
    source: Located,
    text: str | None,
    statements: Iterable[DraftEntry],
    where: str,
) -> Iterator[DraftEntry]:
    aside = listed(content, "set_aside")
    for item in aside:
        whole(item, "start")
        if not isinstance(item.get("start"), int) or not item.get("exact"):
            raise SeedUnreadable(f"{item.where}: set_aside needs start and exact")
        if text is not None and not text.startswith(item["exact"], item["start"]):
            raise SeedUnreadable(f"{item.where}: {item['exact']!r} is not at {item['start']}")
        if "observation" in item:
            item["observation"] = full_id(str(item["observation"]), release)
    citations = [
        citation
        for entry in statements
        if entry.thing == "observation"
        for citation in entry.content["citations"]
    ]
    for part in accounting.parts(
        str(release.get("id")), str(source.get("language")), text, citations, aside,
        source.get("area"),
    ):  # fmt: skip
        yield DraftEntry(NEWEST["numerals"], part, where)


def publication_order(path: Path) -> tuple[str, str]:
    """The sort key of a document: date, then name, so that the history begins with the oldest."""
    release = mapping(load(path), "release")
    if error := partial_date(release.get("published_on", release.get("retrieved_on"))):
        raise SeedUnreadable(f"{release.where}: published_on: {error}")
    return (published_last(release), path.name)


def approver(path: Path) -> str:
    """Who approves the changeset of a document."""
    return str(mapping(load(path), "changeset").get("approved_by", ""))


def known_members(content: Located, names: Iterable[str]) -> None:
    for name in content:
        if name not in names:
            raise SeedUnreadable(
                f"{content.where}: no such member {name!r}; there are {', '.join(names)}"
            )


def mapping(content: Located, name: str) -> Located:
    value = content.get(name)
    if not isinstance(value, Located):
        raise SeedUnreadable(f"{content.where}: {name} is missing or no mapping")
    return value


def listed(content: Located, name: str) -> list[Located]:
    value = content.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, Located) for item in value):
        raise SeedUnreadable(f"{content.where}: {name} must be a list of mappings")
    return value


def whole(item: Located, *names: str) -> None:
    """Turn members into whole numbers; what is none stays text, and the gates refuse it."""
    for name in names:
        text = str(item.get(name, ""))
        if text.removeprefix("-").isdecimal() and text.isascii() and len(text) < 16:
            item[name] = int(text)


def release_of(release: Located, source: Located) -> Located:
    whole(release, "bytes", "text_length")
    release["source"] = source.get("id")
    release["publisher"] = source.get("publisher")
    return release


def observation_of(item: Located, release: Located, text: str | None) -> Located:
    whole(item, "n")
    number = item.pop("n", None)
    item.pop("reason", None)  # of an edit: it is for where it was published otherwise
    statement = {name: value for name, value in item.items() if name in BY_NAME}
    item.update(completed(from_text(statement)))
    if not isinstance(number, int) or number < 1:
        raise SeedUnreadable(f"{item.where}: n must be a whole number from 1")
    item["id"] = f"{release.get('id')}-{number:04d}"
    item["release"] = release.get("id")
    item["citations"] = [_citation(c, text) for c in listed(item, "citations")]
    if quoted := [c["exact"] for c in item["citations"] if c.get("role") == "value"]:
        item.setdefault("as_written", " ".join(quoted[0].split()))
    return item


def _citation(citation: Located, text: str | None) -> Located:
    """A citation as an entry has it, with prefix and suffix from the text if there is one."""
    whole(citation, "start")
    start, exact = citation.get("start"), citation.get("exact")
    if not isinstance(start, int) or not exact:
        raise SeedUnreadable(f"{citation.where}: a citation needs start and exact")
    citation["end"] = start + len(exact)
    if text is not None and start >= 0:
        citation["prefix"] = text[max(0, start - CONTEXT) : start]
        citation["suffix"] = text[citation["end"] : citation["end"] + CONTEXT]
    return citation
