"""Which witnesses must have cosigned a checkpoint (C2SP tlog-policy).

    log VKEY [URL]
    witness NAME VKEY [URL]
    group NAME k|any|all MEMBER...
    quorum NAME|none

Owns the text form and the counting. Names are defined before they are used, so groups can't run in
circles. Pure; it asks no witness.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Self

from ledger.errors import NoteError
from ledger.formats.checkpoint import parse_decimal
from ledger.formats.note import COSIGNATURE, VerifierKey

MAX_BYTES = 100_000


@dataclass(frozen=True)
class Witness:
    """A witness by the policy's own name for it; `url` is the prefix of its `add-checkpoint`."""

    name: str
    key: VerifierKey
    url: str | None


@dataclass
class Policy:
    """Logs, witnesses and how many of them make a quorum; `quorum` None needs no witness."""

    logs: list[VerifierKey] = field(default_factory=list)
    witnesses: dict[str, Witness] = field(default_factory=dict)
    groups: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    quorum: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """The policy in `text`; raises NoteError with the number of the line at fault."""
        if len(text) > MAX_BYTES:
            raise NoteError("a policy of more than 100,000 characters")
        policy, quorums = cls(), 0
        for number, line in enumerate(text.split("\n"), 1):
            words = line.split()
            if not words or words[0].startswith("#"):
                continue
            try:
                policy._add(words)
            except NoteError as error:
                raise NoteError(f"policy line {number}: {error}") from None
            quorums += words[0] == "quorum"
        if quorums != 1:
            raise NoteError(f"a policy has one quorum line, not {quorums}")
        return policy

    def met_by(self, names: Collection[str]) -> bool:
        """Whether cosignatures of these witnesses make the quorum."""
        met = set(names) & self.witnesses.keys()
        for name, (needed, members) in self.groups.items():
            if sum(member in met for member in members) >= needed:
                met.add(name)
        return self.quorum is None or self.quorum in met

    def _add(self, words: list[str]) -> None:
        match words:
            case ["log", vkey] | ["log", vkey, _]:
                self.logs.append(VerifierKey.parse(vkey))
            case ["witness", name, vkey] | ["witness", name, vkey, _]:
                key = VerifierKey.parse(vkey)
                if key.kind != COSIGNATURE:
                    raise NoteError(f"{name} has no cosignature key (kind 04)")
                url = words[3] if len(words) == 4 else None
                if url and not url.startswith(("http://", "https://")):
                    raise NoteError(f"{url} is no http address")
                self._define(name)
                self.witnesses[name] = Witness(name, key, url)
            case ["group", name, count, *members] if members:
                self._define(name)
                self.groups[name] = (_needed(count, members), members)
                for member in members:
                    if member == name or not self._defined(member):
                        raise NoteError(f"{member} is not defined")
            case ["quorum", name]:
                if name != "none" and not self._defined(name):
                    raise NoteError(f"{name} is not defined")
                self.quorum = None if name == "none" else name
            case _:
                raise NoteError(f"{' '.join(words)[:80]!r} is not understood")

    def _defined(self, name: str) -> bool:
        return name in self.witnesses or name in self.groups

    def _define(self, name: str) -> None:
        if self._defined(name) or name == "none":
            raise NoteError(f"{name} can't be defined (again)")


def _needed(count: str, members: list[str]) -> int:
    if len(set(members)) != len(members):
        raise NoteError("a group names a member twice")
    if count in ("any", "all"):
        return 1 if count == "any" else len(members)
    needed = parse_decimal(count, "the count of a group")
    if not 0 < needed <= len(members):
        raise NoteError(f"{needed} of {len(members)} members")
    return needed
