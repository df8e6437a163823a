"""Outreach: people found in the street or shut away, from the report to where they live safely."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from puskesos.models import User
from puskesos.scope import RegionScoped
from referrals.models.complaints import Complaint, OfComplaintQuerySet


class OutreachQuerySet(OfComplaintQuerySet):
    """Outreach records as people ask for them."""

    def running(self) -> "OutreachQuerySet":
        """The clock still runs: nobody has handled it on the spot."""
        return self.filter(handled_at__isnull=True)


@pghistory.track()
class Outreach(RegionScoped):
    """Penjangkauan: where somebody was found, in what state, when the team came, and where the person went."""

    class Kind(models.TextChoices):
        STRANDED = "stranded", _("Orang terlantar")
        MENTAL = "mental", _("ODGJ")
        SHACKLED = "shackled", _("ODGJ dipasung")
        BEGGAR = "beggar", _("Gelandangan/pengemis")
        CHILD = "child", _("Anak terlantar")
        ELDER = "elder", _("Lansia terlantar")

    class Placement(models.TextChoices):
        NONE = "", _("Belum ditempatkan")
        FAMILY = "family", _("Keluarga")
        SHELTER = "shelter", _("Rumah singgah")
        HOSPITAL = "hospital", _("Rumah sakit/RSJ")
        HOME = "home", _("Panti/UPT")
        RETURNED = "returned", _("Dipulangkan ke daerah asal")

    class Family(models.TextChoices):
        UNKNOWN = "unknown", _("Belum dicari")
        SEARCHING = "searching", _("Sedang dicari")
        FOUND = "found", _("Ditemukan")
        CONFIRMED = "confirmed", _("Ditemukan dan bersedia menerima")
        REFUSED = "refused", _("Ditemukan, menolak")

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, primary_key=True, related_name="outreach")
    kind = models.CharField(_("keadaan"), max_length=10, choices=Kind)
    found_place = models.CharField(_("ditemukan di"), max_length=200)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    reported_at = models.DateTimeField(_("dilaporkan"))
    departed_at = models.DateTimeField(_("tim berangkat"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("tim tiba"), null=True, blank=True)
    handled_at = models.DateTimeField(_("tertangani di tempat"), null=True, blank=True)
    condition = models.CharField(_("kondisi"), max_length=500, blank=True)
    assessment = models.TextField(_("asesmen"), max_length=2000, blank=True)
    placement = models.CharField(_("penempatan"), max_length=10, choices=Placement, blank=True)
    placed_at = models.CharField(_("nama tempat"), max_length=120, blank=True)
    family = models.CharField(_("keluarga"), max_length=10, choices=Family, default=Family.UNKNOWN)
    family_notes = models.CharField(_("catatan pencarian keluarga"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OutreachQuerySet.as_manager()

    class Privacy:
        personal = (
            "complaint", "kind", "found_place", "latitude", "longitude", "condition", "assessment", "placement",
            "placed_at", "family", "family_notes",
        )  # fmt: skip

    class Meta(RegionScoped.Meta):
        abstract = False
        verbose_name = _("penjangkauan")
        constraints = [
            *RegionScoped.Meta.constraints,
            models.CheckConstraint(
                name="referrals_outreach_clock_runs_forward",
                condition=(Q(departed_at__isnull=True) | Q(departed_at__gte=models.F("reported_at")))
                & (Q(arrived_at__isnull=True) | Q(arrived_at__gte=models.F("departed_at")))
                & (Q(handled_at__isnull=True) | Q(handled_at__gte=models.F("arrived_at"))),
            ),
        ]
        indexes = [
            models.Index(
                fields=["regency_code", "reported_at"],
                condition=Q(handled_at__isnull=True),
                name="referrals_rapid_open",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_protected(self) -> bool:
        """Whether only the case team may know that it exists."""
        return self.complaint.is_protected
