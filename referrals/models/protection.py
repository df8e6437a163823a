"""What the team of a protected case writes down: the story, told once, and the danger at that time."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from puskesos.models import APPEND_ONLY, User
from puskesos.scope import RegionScoped
from referrals.models.complaints import Complaint, OfComplaintQuerySet


class CaseNote(RegionScoped):
    """One page of the chronology, so that nobody must tell it twice; never changed, a correction is a second note."""

    class Kind(models.TextChoices):
        STORY = "story", _("Kronologi")
        RISK = "risk", _("Penilaian bahaya")
        PLAN = "plan", _("Rencana bantuan")
        FOLLOW = "follow", _("Perkembangan")

    class Risk(models.TextChoices):
        """What makes another attack likely or deadly."""

        SAME_HOUSE = "same_house", _("Tinggal serumah dengan pelaku")
        THREAT = "threat", _("Pelaku mengancam membunuh")
        WEAPON = "weapon", _("Pelaku punya atau memakai senjata")
        INJURED = "injured", _("Korban luka atau perlu dokter")
        CHILDREN = "children", _("Ada anak lain yang terancam")
        SELF_HARM = "self_harm", _("Korban ingin melukai diri")

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("jenis catatan"), max_length=8, choices=Kind)
    happened_on = models.DateField(_("tanggal kejadian"), null=True, blank=True)
    text = models.TextField(_("catatan"), max_length=8000, blank=True)
    risks = ArrayField(models.CharField(max_length=12, choices=Risk), verbose_name=_("tanda bahaya"), default=list)
    immediate_danger = models.BooleanField(_("bahaya sekarang juga"), null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OfComplaintQuerySet.as_manager()

    class Privacy:
        personal = ("complaint", "happened_on", "text", "risks", "immediate_danger")

    class Meta(RegionScoped.Meta):
        abstract = False
        ordering = ["-at", "-pk"]
        verbose_name = _("catatan kasus")
        constraints = [
            *RegionScoped.Meta.constraints,
            models.CheckConstraint(
                name="referrals_case_note_says_something",
                condition=models.Q(kind="risk", immediate_danger__isnull=False)
                | (~models.Q(kind="risk") & ~models.Q(text="") & models.Q(immediate_danger__isnull=True)),
            ),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.kind}"

    @property
    def risk_labels(self) -> list[str]:
        """The signs of danger in words."""
        return [str(self.Risk(code).label) for code in self.risks]
