"""Runs in a process of its own, in an installation made for one test: curators at the same time.

`python -m tests.indicators.racing prepare|twice|many|forms ...` prints what happened as JSON, exit
code 0 if every promise held. Threads have connections of their own, and real transactions.
"""

import json
import random
import sys
import threading
from collections.abc import Callable

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.db import connections  # noqa: E402

from indicators.curation import drafts, roles, statements, tokens  # noqa: E402
from indicators.curation.models import AuditEntry, DraftAct, DraftChangeset  # noqa: E402
from indicators.publishing.errors import DraftChanged  # noqa: E402
from sources import intake  # noqa: E402
from tests import drafting, lakes  # noqa: E402

PASSWORD = "row-the-boats-3"


def prepare() -> dict[str, object]:
    """The lakes, ana and pia, a draft with one act, and a token of ana's."""
    lakes.tell()
    intake.hold(lakes.REPORT_2013.sha256, lakes.REPORT_2013.text)
    for name in ("ana", "pia"):
        roles.grant(User.objects.create_user(name, password=PASSWORD), roles.CURATOR)
    ana = person("ana")
    draft = drafts.open_draft("Add swans", by=ana, release=lakes.REPORT_2013.id)
    (act,) = statements.add(draft.pk, statements.read([drafting.SWANS]), by=ana).acts
    _, text = tokens.make("A tool", 30, by=ana)
    return {"draft": draft.pk, "act": act.pk, "token": text, "password": PASSWORD}


def person(name: str) -> User:
    return User.objects.get(username=name)


def at_once(*jobs: Callable[[], None]) -> None:
    """Run the jobs in threads that begin together; what one raises is raised here."""
    begin, raised = threading.Barrier(len(jobs)), []

    def run(job: Callable[[], None]) -> None:
        try:
            begin.wait()
            job()
        except BaseException as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]


def twice(rounds: str) -> dict[str, int]:
    """Two curators save one act at the same time, round after round.

    Exactly one of them wins, the other is told, and shown what stands.
    """
    act = DraftAct.objects.get()
    people = {name: person(name) for name in ("ana", "pia")}
    wins = dict.fromkeys(people, 0)
    for number in range(int(rounds)):
        act.refresh_from_db()
        won: list[str] = []
        told: list[DraftAct] = []

        def save(name: str) -> None:
            content = {**act.content, "note": f"{name} {number}"}  # noqa: B023 - joined below
            try:
                drafts.save_act(
                    act.draft_id, act.type, content, by=people[name], act_id=act.pk,
                    revision=act.revision,
                )  # fmt: skip
                won.append(name)  # noqa: B023
            except DraftChanged as changed:
                told.append(changed.now)  # noqa: B023

        at_once(lambda: save("ana"), lambda: save("pia"))
        assert (len(won), len(told)) == (1, 1), (won, told)
        assert told[0].content["note"] == f"{won[0]} {number}"
        assert told[0].revision == act.revision + 1
        wins[won[0]] += 1
    act.refresh_from_db()
    assert act.revision == 1 + int(rounds)
    chained(act)
    return wins


def many(seed: str) -> dict[str, int]:
    """Four curators save, remove, add and undo at random.

    The trail has every act that was told done, each upon what the one before it left, and nothing
    else happened.
    """
    draft = DraftChangeset.objects.get()
    done: list[str] = []
    refused: list[str] = []

    def work(name: str, number: int) -> None:
        by, dice = person(name), random.Random(f"{seed} {number}")
        for step in range(12):
            acts = list(DraftAct.objects.filter(draft=draft))
            act = dice.choice(acts) if acts else None
            name = dice.choice(["save", "save", "save", "remove", "add", "undo"])
            try:
                if name == "add" or act is None:
                    content = {"id": f"agency-{number}-{step}"}
                    drafts.save_act(draft.pk, "agency/2", content, by=by)
                    done.append("save")
                elif name == "save":
                    content = {**act.content, "note": f"{number} {step}"}
                    drafts.save_act(
                        draft.pk, act.type, content, by=by, act_id=act.pk, revision=act.revision
                    )
                    done.append("save")
                elif name == "remove":
                    drafts.remove_act(act.pk, by=by, draft_id=draft.pk, revision=act.revision)
                    done.append("remove")
                else:
                    revision = DraftChangeset.objects.get(pk=draft.pk).revision
                    drafts.undo(draft.pk, by=by, revision=revision)
                    done.append("undo")
            except DraftChanged:
                refused.append(name)

    before = AuditEntry.objects.count()
    at_once(*(lambda n=n: work(("ana", "pia")[n % 2], n) for n in range(4)))
    trail = list(AuditEntry.objects.order_by("pk")[before:])
    assert sorted(entry.action for entry in trail) == sorted(done)
    assert [e.revision for e in trail] == [trail[0].revision + n for n in range(len(trail))]
    for act in DraftAct.objects.filter(draft=draft):
        chained(act)
    standing: dict[int, object] = {}
    for entry in AuditEntry.objects.order_by("pk"):
        for change in entry.detail["changes"]:
            assert standing.get(change["pk"]) == change["before"], change
            standing[change["pk"]] = change["after"]
    left = {pk for pk, state in standing.items() if state is not None}
    assert left == set(DraftAct.objects.values_list("pk", flat=True))
    return {"done": len(done), "refused": len(refused)}


def chained(act: DraftAct) -> None:
    """Each change of the act was made upon what the one before it left."""
    state = None
    for entry in AuditEntry.objects.order_by("pk"):
        for change in entry.detail["changes"]:
            if change["pk"] == act.pk:
                assert change["before"] == state
                state = change["after"]
    assert state == {"type": act.type, "content": act.content}


if __name__ == "__main__":
    acts = {"prepare": prepare, "twice": twice, "many": many}
    print(json.dumps(acts[sys.argv[1]](*sys.argv[2:])))
