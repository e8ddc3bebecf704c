"""A small published table of its own, so that the ledger is tested without the other apps."""

from django.apps.registry import Apps
from django.db import models

from ledger.log import NewEntry
from ledger.models import Entry, Recorded

registry = Apps()
registry.register_model("ledger", Entry)


class Fact(Recorded):
    """One column of each kind that published tables have."""

    key = models.CharField(max_length=160)
    text = models.TextField()
    count = models.BigIntegerField(null=True)
    flag = models.BooleanField(default=False)
    day = models.DateField(null=True)
    extra = models.JSONField(default=dict)

    class Meta(Recorded.Meta):
        apps = registry
        app_label = "ledger"
        db_table = "test_fact"


# No foreign key in the database: the flush of transactional tests knows nothing of this table.
Fact._meta.get_field("entry").db_constraint = False


def project(batch, version):
    """fact/1 adds a row; closing/1 closes the rows of the same object of earlier versions."""
    closed = {entry.object for entry in batch if entry.type == "closing/1"}
    open_rows = Fact.objects.filter(key__in=closed, known_to=None, known_from__lt=version)
    if closed:
        open_rows.update(known_to=version)
    Fact.objects.bulk_create(
        Fact(
            entry_id=entry.index,
            known_from=version,
            key=entry.object,
            text=entry.content.get("text", "(withheld)"),
            count=entry.content.get("count"),
            flag=entry.content.get("flag", False),
            day=entry.content.get("day"),
            extra=entry.content.get("extra", {}),
        )
        for entry in batch
        if entry.type == "fact/1"
    )


MEMBERS = {"fact/1": {"text", "count", "flag", "day", "extra"}, "closing/1": {"reason"}}


def unknown(entry_type, content):
    """What is not known of a fact."""
    if entry_type not in MEMBERS:
        return f"type {entry_type!r}"
    strange = sorted((content or {}).keys() - MEMBERS[entry_type])
    return f"member {strange[0]!r} of {entry_type}" if strange else ""


def fact(name, text="grew", **content):
    return NewEntry("fact/1", f"fact:{name}", {"text": text, **content})


def closing(name, reason="misread"):
    return NewEntry("closing/1", f"fact:{name}", {"reason": reason})
