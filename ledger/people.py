"""The people of a changeset, and what each of them did.

Pure. A person is known by a pseudonymous id. `changeset/2` lists people; what `changeset/1` says in
two members is turned into the same list, so that the rest of the software knows one form.
"""

from collections.abc import Collection, Mapping
from typing import Any

WROTE, APPROVED = "wrote", "approved"
MEMBERS = frozenset({"id", "did", "what"})

Person = Mapping[
    str, Any
]  # id, did (wrote or approved), what: number of entries by thing, if known
Wrote = Mapping[str, Mapping[str, int]]  # id -> number of entries by thing


def listed(drafted_by: str, approved_by: str, wrote: Wrote) -> list[dict[str, Any]]:
    """The people of a changeset: who drafted it first, the others who wrote, who approved it."""
    writers = [drafted_by, *sorted(set(wrote) - {drafted_by})]
    people = [
        {"id": name, "did": WROTE, **({"what": dict(wrote[name])} if wrote.get(name) else {})}
        for name in writers
    ]
    return [*people, {"id": approved_by, "did": APPROVED}]


def reviewed(people: Collection[Person]) -> bool:
    """Whether everybody who approved is another person than those who wrote."""
    return not who(people, WROTE) & who(people, APPROVED)


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
