"""The supervisor's decisions on what was sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.surveys import Assessment
from puskesos.models import APPEND_ONLY, User
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
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.assessment_id} r{self.revision} {self.decision}"


class ReviewPoint(models.Model):
    """One thing to mend: a question, a photo, the position or the identity, with the reason."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("Pertanyaan")
        PHOTO = "photo", _("Foto")
        POSITION = "position", _("Lokasi")
        IDENTITY = "identity", _("Identitas dan anggota")

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="points")
    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=40, blank=True)
    reason = models.CharField(_("alasan"), max_length=300)

    class Privacy:
        personal = ("reason",)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "kind", "key"], name="assessment_review_point_once")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
