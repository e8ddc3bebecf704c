"""The people of a changeset, and what each of them did.

Pure. A person is known by a pseudonymous id. `changeset/2` lists people; what `changeset/1` says in
two members is turned into the same list, so that the rest of the software knows one form.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

WROTE, APPROVED = "wrote", "approved"
MEMBERS = frozenset({"id", "did", "what"})

Person = Mapping[
    str, Any
]  # id, did (wrote or approved), what: number of entries by thing, if known
Counts = Mapping[str, Mapping[str, int]]  # id -> number of entries by thing


def listed(
    drafted_by: str, approved_by: str, wrote: Counts, approved: Counts | None = None
) -> list[dict[str, Any]]:
    """The people of a changeset: who drafted it and who else wrote, then who approved it.

    wrote, approved: how many entries each of them wrote or approved, where that is known.
    """
    return [
        *_persons(WROTE, drafted_by, wrote),
        *_persons(APPROVED, approved_by, approved or {}),
    ]


def _persons(did: str, first: str, counts: Counts) -> Iterator[dict[str, Any]]:
    for name in (first, *sorted(set(counts) - {first})):
        what = {"what": dict(counts[name])} if counts.get(name) else {}
        yield {"id": name, "did": did, **what}


def unreviewed(writers: Iterable[str], approvers: Collection[str]) -> list[str]:
    """Those of the writers whose part nobody but themselves approved."""
    return [name for name in writers if not set(approvers) - {name}]


def reviewed(people: Collection[Person]) -> bool:
    """Whether somebody else approved what each of the writers wrote.

    Where two people wrote and both approved, each of them approved what the other one wrote.
    """
    return not unreviewed(who(people, WROTE), who(people, APPROVED))


def who(people: Collection[Person], did: str) -> set[str]:
    """The ids of those who did this."""
    return {person["id"] for person in people if person["did"] == did}


def first(people: Collection[Person], did: str) -> str:
    """The id of the first who did this."""
    return next(str(person["id"]) for person in people if person["did"] == did)


def not_understood(person: Any) -> bool:
    """Whether this says something of a person that isn't known here."""
    if not isinstance(person, Mapping) or person.keys() - MEMBERS:
        return True
    return person.get("did") not in (WROTE, APPROVED)


def newest_form(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a changeset of any version in the form of changeset/2."""
    if "people" in content:
        return dict(content)
    old = ("drafted_by", "approved_by")
    kept = {name: value for name, value in content.items() if name not in old}
    people = listed(content["drafted_by"], content["approved_by"], {})
    return {**kept, "people": people, "reviewed": True}
