"""Rows of the ledger, and the two bases of every table that a replay fills.

`Entry` and `Tile` are the log itself. `Version` is its first projection. Other apps derive their
published tables from `Recorded`; nothing writes any of them but `ledger.log`, and triggers
(`ledger.database.guards`) refuse what slips past it.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import LessThanOrEqual


class IndexField(models.BigIntegerField):
    """A 64-bit key that is SQLite's own row id there, which spares a second tree per table."""

    def db_type(self, connection: Any) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)

    def rel_db_type(self, connection: Any) -> str | None:
        return models.BigIntegerField().db_type(connection)


class Guarded(models.Model):
    """A table whose rows stay as they are: database triggers guard it (ledger.database.guards)."""

    class Meta:
        abstract = True


class Entry(Guarded):
    """An entry of the log.

    `data` is its canonical bytes, null once they are withheld; everything else stays.
    """

    index = IndexField(primary_key=True)
    type = models.CharField(max_length=40)
    object = models.CharField(max_length=160)
    prev = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    data = models.BinaryField(null=True)
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name_plural = "entries"
        # None on `type`: nothing that is served filters by type, and every append would pay for it.
        indexes = [models.Index(fields=["object", "index"], name="ledger_entry_object")]

    def __str__(self) -> str:
        return f"{self.index} {self.type} {self.object}"


class Tile(Guarded):
    """Up to 256 hashes of 32 bytes, laid end to end (C2SP tlog-tiles); only ever extended."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField(max_length=8192)

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Projected(Guarded):
    """A table filled by replaying the log, and by nothing else.

    lookups: the indexes of Meta by which the projection itself finds rows; a scratch database that
    the log is replayed into has no others.
    """

    lookups: ClassVar[Sequence[str]] = ()

    class Meta:
        abstract = True


class Cached(models.Model):
    """A table made from the log for speed alone.

    It is neither compared nor guarded, and may be emptied at any time; a rebuild empties it,
    because what it holds may be withheld by then.
    """

    class Meta:
        abstract = True


@models.BigIntegerField.register_lookup
class KnownBy(LessThanOrEqual):
    """At most a version, which almost all rows are: no reason to read them by an index of that.

    SQLite, which has no statistics, takes a quarter to be, and would sort all rows for each page.
    """

    lookup_name = "known_by"

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        """The operator and the other side, as Django has them for its own name of the lookup."""
        return f"<= {rhs}"

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Sequence[Any]]:
        """The comparison, with the sign by which SQLite uses no index for it."""
        sql, params = self.as_sql(compiler, connection)
        return f"+{sql}", params


def known_at(version: int, prefix: str = "") -> Q:
    """The condition that a row is current at a version.

    prefix: the path to the row in a query, for example `claim__`.
    """
    begun = Q(**{f"{prefix}known_from__known_by": version})
    ended = Q(**{f"{prefix}known_to__isnull": True}) | Q(**{f"{prefix}known_to__gt": version})
    return begun & ended


def known_at_sql(table: str) -> str:
    """The SQL text of known_at() for a table's alias, with two %s, both for the version."""
    return f"{table}.known_from <= %s AND ({table}.known_to IS NULL OR {table}.known_to > %s)"


Row = TypeVar("Row", bound=models.Model, covariant=True)


class RecordedQuerySet(models.QuerySet[Row]):
    """Reading as of a version."""

    def at(self, version: int) -> Self:
        """The rows that the log knew at `version`: known_from <= version < known_to."""
        return self.filter(known_at(version))

    def with_data(self) -> Self:
        """The rows, each with the bytes of its entry as `data`, read by key for these alone."""
        entry = Entry.objects.filter(index=models.OuterRef("entry_id"))
        return self.annotate(data=models.Subquery(entry.values("data")))


RecordedManager = models.Manager.from_queryset(RecordedQuerySet)


class Recorded(Projected):
    """The row of an entry; a later entry may close it by setting `known_to`, once."""

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    known_from = models.BigIntegerField(editable=False)
    known_to = models.BigIntegerField(null=True, editable=False)

    objects = RecordedManager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(known_to__isnull=True) | Q(known_to__gt=F("known_from")),
                name="%(app_label)s_%(class)s_known_order",
            )
        ]


class Version(Projected):
    """The state of all data when the log had `size` entries, after the changeset [first, size)."""

    size = models.BigIntegerField(primary_key=True)
    first = models.BigIntegerField()
    at = models.DateTimeField(unique=True)
    message = models.TextField()
    drafted_by = models.CharField(max_length=80)
    approved_by = models.CharField(max_length=80)
    people = models.JSONField(help_text="Who wrote and who approved what, in the form of an entry.")
    reviewed = models.BooleanField(help_text="Whether nobody approved who wrote, too.")
    counts = models.JSONField()
    root = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed=False) | ~Q(drafted_by=F("approved_by")),
                name="ledger_version_two_people",
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("size")), name="ledger_version_first_below_size"
            ),
        ]

    def __str__(self) -> str:
        return str(self.size)


class Key(Recorded):
    """A key of the log, as the log itself states its keys from its first rotation on.

    It signs the checkpoints of its version and on, to the one of the changeset that retires it,
    that one included.
    """

    vkey = models.TextField()

    def __str__(self) -> str:
        return self.vkey


class PublishedCheckpoint(Guarded):
    """A checkpoint as it was published: the note of one version's size.

    No projection: a replay can't make signatures. It only ever grows by cosignature lines.
    """

    size = models.BigIntegerField(primary_key=True)
    note = models.BinaryField()

    def __str__(self) -> str:
        return str(self.size)


class SignerLease(models.Model):
    """Which signer signs this log, and in which physical database that was written; one row.

    No projection, and no evidence: it keeps an operator's mistake from becoming a second history.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    signer = models.CharField(max_length=64)
    database = models.CharField(max_length=200)
    vkey = models.TextField(help_text="The first key of the log, which it names itself only later.")

    def __str__(self) -> str:
        return self.signer


class WitnessedLog(models.Model):
    """The last checkpoint of a foreign log that this installation cosigned, whole."""

    origin = models.CharField(max_length=200, primary_key=True)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.BinaryField()

    def __str__(self) -> str:
        return self.origin
