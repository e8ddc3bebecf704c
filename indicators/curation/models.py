"""The tables of drafts: what curators work on before it is published.

They are no part of the log. Database triggers guard the audit trail: nobody can change or delete a
line of it.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from indicators.figures import entry_types
from ledger.models import Guarded
from sources.models_intake import Upload

USER = settings.AUTH_USER_MODEL


class Curator(models.Model):
    """The pseudonym of a person in the log and in the audit trail, which never changes."""

    user = models.OneToOneField(USER, models.SET_NULL, null=True, related_name="curator")
    code = models.CharField(max_length=40, unique=True, help_text="For example curator-4f0a9c21.")

    def __str__(self) -> str:
        return self.code


class Token(models.Model):
    """The right of a tool to draft in its curator's name until a day.

    Its text is not kept. A token opens /v1/drafts and no other address that changes anything:
    people decide.
    """

    prefix = models.CharField(primary_key=True, max_length=8, help_text="First part of its text.")
    sha256 = models.CharField(max_length=64, help_text="SHA-256 of the whole text.")
    curator = models.ForeignKey(Curator, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100, help_text="The tool that holds it.")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(help_text="The last day on which it serves.")
    last_used_on = models.DateField(null=True, help_text="The day, no closer.")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.prefix} {self.name}"


class Status(models.TextChoices):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    ABANDONED = "abandoned"


class DraftChangeset(models.Model):
    """A changeset before its publication; `revision` counts every change of it or its acts."""

    message = models.CharField(max_length=300, help_text="One sentence for the history.")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    author = models.ForeignKey(Curator, models.PROTECT, related_name="drafts")
    revision = models.PositiveIntegerField(default=1)
    upload = models.ForeignKey(Upload, models.PROTECT, null=True, related_name="drafts")
    release = models.CharField(
        max_length=80, blank=True, help_text="Release that it adds, or whose text it reads."
    )
    previous = models.CharField(max_length=80, blank=True, help_text="Release it carries over.")
    holds_text = models.BooleanField(
        default=False, help_text="Its publisher's rights allow to serve the whole text."
    )
    reason = models.CharField(
        max_length=2000, blank=True, help_text="Why numerals are left unaccounted, if any are."
    )
    digest = models.CharField(max_length=64, blank=True, help_text="Of what was submitted.")
    approved_by = models.ForeignKey(Curator, models.PROTECT, null=True, related_name="+")
    approved_version = models.BigIntegerField(null=True, help_text="It was shown against this.")
    alone = models.BooleanField(
        default=False, help_text="Approved by who wrote it, where one person may publish alone."
    )
    published_version = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-changed_at"]
        constraints = [
            models.CheckConstraint(
                name="indicators_draft_two_people",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("author")) | Q(alone=True),
            ),
            models.CheckConstraint(
                name="indicators_draft_approval_whole",
                condition=Q(
                    status__in=["approved", "published"],
                    approved_by__isnull=False,
                    approved_version__isnull=False,
                )
                & ~Q(digest="")
                | ~Q(status__in=["approved", "published"])
                & Q(approved_by__isnull=True, approved_version__isnull=True),
            ),
            models.CheckConstraint(
                name="indicators_draft_published_has_version",
                condition=Q(status="published", published_version__isnull=False)
                | ~Q(status="published") & Q(published_version__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.message[:60]}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed."""
        return self.status in (Status.DRAFT, Status.RETURNED)


class DraftAct(models.Model):
    """A row that becomes an entry of the log when its draft is published.

    `revision` counts how often it was saved, so that two curators don't overwrite each other.
    """

    draft = models.ForeignKey(DraftChangeset, models.CASCADE, related_name="acts")
    type = models.CharField(max_length=40, help_text="Entry type, for example observation/1.")
    content = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Curator, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.thing} {self.about}"

    @property
    def thing(self) -> str:
        """What it is about, whatever the version of its type: observation, claim, release, ..."""
        return entry_types.thing(self.type)

    @property
    def about(self) -> str:
        """The id of the thing that the act is about."""
        return str(self.content.get("id") or self.content.get("observation") or "")


class SetAside(models.Model):
    """A numeral of the draft's text that is no figure, with its category."""

    draft = models.ForeignKey(DraftChangeset, models.CASCADE, related_name="set_aside")
    start = models.PositiveIntegerField()
    exact = models.CharField(max_length=1000)
    category = models.CharField(max_length=20)
    by = models.ForeignKey(Curator, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "start"], name="indicators_setaside_once")
        ]

    def __str__(self) -> str:
        return f"{self.start} {self.exact}"


class Decision(models.TextChoices):
    OPEN = "open"
    TAKEN = "taken"
    DROPPED = "dropped"


class Carried(models.Model):
    """An observation or claim of the previous release, and where its passages are in the new text.

    anchors: one per citation, in its order: role, state, place (start, end, score) or null,
    alternatives, old_numerals, new_numerals. state: that of the anchor that needs a person most.
    """

    draft = models.ForeignKey(DraftChangeset, models.CASCADE, related_name="carried")
    type = models.CharField(
        max_length=40, default="observation/1", help_text="Entry type: observation/1 or claim/1."
    )
    about = models.CharField(max_length=80, help_text="Its id.")
    state = models.CharField(max_length=20)
    anchors = models.JSONField()
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN)
    act = models.OneToOneField(DraftAct, models.SET_NULL, null=True, related_name="carried")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "about"], name="indicators_carried_once")
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.state}"


class Comment(models.Model):
    """A comment of one curator to another about a draft."""

    draft = models.ForeignKey(DraftChangeset, models.CASCADE, related_name="comments")
    by = models.ForeignKey(Curator, models.PROTECT, related_name="+")
    text = models.TextField(max_length=5000)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]


class AuditEntry(Guarded):
    """A change that a person made to a draft.

    A row is never changed or deleted, and `draft` outlives its row.
    """

    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=40, help_text="Pseudonym of the curator.")
    draft = models.PositiveBigIntegerField(db_index=True)
    revision = models.PositiveIntegerField(help_text="Of the draft, after the act.")
    action = models.CharField(max_length=30)
    detail = models.JSONField(help_text="What was done, with what stood before.")

    class Meta:
        verbose_name_plural = "audit entries"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by} {self.action}"

    @property
    def action_text(self) -> str:
        """The action in words, without the underscores of its code."""
        return self.action.replace("_", " ")
