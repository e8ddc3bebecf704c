"""Relations between figures that a release states, and whether they hold."""

from django.db import models
from django.db.models import Q

from indicators.figures.choices import Operator, Relation, Verdict
from ledger.models import Projected, Recorded
from sources.models import CodeField


class Claim(Recorded):
    """A relation between figures that a release states; what holds of it is in ClaimVerdict."""

    code = CodeField("id", max_length=80, unique=True, help_text="<release>-c<n>.")
    release = CodeField(max_length=80)
    relation = models.CharField(max_length=20, choices=Relation.choices)
    operator = models.CharField(max_length=10, blank=True, choices=Operator.choices)
    result = CodeField(max_length=80, blank=True, help_text="Observation that states the result.")
    inputs = models.JSONField(help_text="Ids of the observations it relates, in order.")

    class Meta:
        ordering = ["code"]
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="indicators_claim_comparison_has_operator",
                condition=Q(relation=Relation.COMPARISON.value) & ~Q(operator="")
                | ~Q(relation=Relation.COMPARISON.value) & Q(operator=""),
            ),
        ]
        indexes = [models.Index(fields=["release", "code"], name="indicators_claim_release")]

    def __str__(self) -> str:
        return self.code


class ClaimLink(Projected):
    """That a claim speaks of an observation, as its result or as an input."""

    key = models.BigIntegerField(
        primary_key=True, help_text="64 times the claim's entry index, plus the place."
    )
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="links")
    observation = CodeField(max_length=80, db_index=True)

    def __str__(self) -> str:
        return f"{self.claim_id} {self.observation}"


class ClaimVerdict(Projected):
    """What the check of a claim says, from a version on; a new one when its figures change."""

    key = models.BigIntegerField(
        primary_key=True,
        help_text="2^20 times the index of the changeset's entry, plus a place.",
    )
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="verdicts")
    verdict = models.CharField(max_length=30, choices=Verdict.choices)
    missing = models.JSONField(help_text="Operands that are missing, by name.")
    computed = models.CharField(max_length=100, blank=True)
    reason = models.TextField(blank=True)
    known_from = models.BigIntegerField()
    known_to = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(known_to__isnull=True),
                name="indicators_claimverdict_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.verdict}"
