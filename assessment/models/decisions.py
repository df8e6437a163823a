"""The supervisor's decisions on what was sent."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.surveys import Assessment
from puskesos.models import APPEND_ONLY, Region, User
from puskesos.scope import RegionScoped


class Review(RegionScoped):
    """A supervisor's decision on one revision: at most one, never changed."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Disetujui")
        RETURNED = "returned", _("Dikembalikan")

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="reviews")
    revision = models.PositiveIntegerField()
    decision = models.CharField(max_length=12, choices=Decision)
    note = models.TextField(_("catatan"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Privacy:
        personal = ("note",)

    class Meta(RegionScoped.Meta):
        abstract = False
        ordering = ["revision"]
        verbose_name = _("tinjauan")
        constraints = [
            *RegionScoped.Meta.constraints,
            models.UniqueConstraint(fields=["assessment", "revision"], name="assessment_one_decision_per_revision"),
        ]
        indexes = [models.Index(fields=["by", "at"], name="assessment_review_by_person")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.assessment_id} r{self.revision} {self.decision}"


class ReviewUndo(models.Model):
    """That a decision was taken back in time; the decision itself stays on record."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="undone")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Privacy:
        personal = ()

    class Meta:
        verbose_name = _("putusan diurungkan")
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.review_id} undone"


class PointKind(models.TextChoices):
    """What a reason is about."""

    QUESTION = "question", _("Pertanyaan")
    PHOTO = "photo", _("Foto")
    POSITION = "position", _("Lokasi")
    IDENTITY = "identity", _("Identitas dan anggota")


class ReturnReason(models.Model):
    """A sentence of a regency's list of reasons; retired ones stay for what was said with them."""

    regency = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=PointKind)
    text = models.CharField(_("alasan"), max_length=120)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Privacy:
        personal = ()

    class Meta:
        ordering = ["kind", "text"]
        verbose_name = _("alasan pengembalian")
        constraints = [
            models.UniqueConstraint(fields=["regency", "kind", "text"], name="assessment_return_reason_once"),
            models.CheckConstraint(
                name="assessment_reason_retired_at_with_by",
                condition=Q(retired_at__isnull=True, retired_by__isnull=True)
                | Q(retired_at__isnull=False, retired_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ReviewPoint(models.Model):
    """One thing to mend: a question, a photo, the position or the identity, with the reason as it was said."""

    Kind = PointKind

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="points")
    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=40, blank=True)
    reason = models.CharField(_("alasan"), max_length=300)
    chosen = models.ForeignKey(ReturnReason, on_delete=models.PROTECT, null=True, related_name="+")

    class Privacy:
        personal = ("reason",)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "kind", "key"], name="assessment_review_point_once")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
