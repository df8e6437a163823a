"""Letters: numbered, frozen, verifiable by a QR code, kept in the archive."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from puskesos.models import User
from puskesos.roles import Role
from puskesos.scope import RegionScoped, RegionScopedQuerySet
from referrals.models.complaints import Complaint, known_to, new_token
from referrals.models.placements import Referral
from referrals.states import ReferralStatus


class LetterSeries(models.Model):
    """The running number of one office's letters of one kind in one year, and how the number is written."""

    region = models.ForeignKey("puskesos.Region", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Privacy:
        personal = ()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "kind", "year"], name="referrals_letter_series_once")]

    def __str__(self) -> str:
        return f"{self.region_id} {self.kind} {self.year}"


class LetterState(models.TextChoices):
    """It is …"""

    VALID = "valid", _("Berlaku")
    EXPIRED = "expired", _("Kedaluwarsa")
    REVOKED = "revoked", _("Dicabut")
    LAPSED = "lapsed", _("Tidak berlaku lagi")


# What such a referral's letter asks for is no longer asked.
CAME_TO_NOTHING = (ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN)


class LetterQuerySet(RegionScopedQuerySet):
    """Letters as people ask for them."""

    def visible_to(self, user: User) -> "LetterQuerySet":
        """Letters of complaints this person may open; a provider's, of referrals that were sent to it."""
        if user.is_authenticated and user.role == Role.PROVIDER:
            return self.filter(referral__in=Referral.objects.visible_to(user).values("pk"))
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return super().visible_to(user).filter(known_to(user, path="complaint__"))

    def standing(self, *, on: date) -> "LetterQuerySet":
        """Neither revoked nor expired on this day, and not of a referral that came to nothing."""
        counting = self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), revoked_at__isnull=True)
        return counting.exclude(referral__status__in=CAME_TO_NOTHING)


class Letter(RegionScoped):
    """Surat: what it says is frozen with its number; the PDF is a pure function of it, sealed with a SHA-256."""

    class Kind(models.TextChoices):
        REFERRAL = "referral", _("Surat rujukan")
        RECOMMENDATION = "recommendation", _("Surat rekomendasi")
        RECEIPT = "receipt", _("Tanda terima keluhan")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("jenis"), max_length=20, choices=Kind)
    number = models.CharField(_("nomor surat"), max_length=60)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="letters")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    contents = models.JSONField()
    path = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    token = models.CharField(max_length=26, unique=True, default=new_token, editable=False)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoke_reason = models.CharField(_("alasan dicabut"), max_length=200, blank=True)

    objects = LetterQuerySet.as_manager()

    class Privacy:
        personal = ("contents", "path", "complaint", "referral", "token")

    class Meta(RegionScoped.Meta):
        abstract = False
        ordering = ["-issued_at", "-pk"]
        verbose_name = _("surat")
        constraints = [
            *RegionScoped.Meta.constraints,
            # Two regencies may write their numbers alike.
            models.UniqueConstraint(fields=["regency_code", "number"], name="referrals_letter_number_once"),
            models.CheckConstraint(
                name="referrals_letter_revoked_at_with_by",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoke_reason="")),
            ),
        ]
        indexes = [models.Index(fields=["regency_code", "-issued_at", "-id"], name="referrals_letters_newest")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_protected(self) -> bool:
        """Whether only the case team may know that it exists."""
        return self.complaint.is_protected

    @property
    def seal(self) -> str:
        """What is printed on the paper: first signs of the SHA-256 of its contents."""
        return self.contents["seal"]

    def state_on(self, day: date) -> LetterState:
        """Whether the letter counts on this day; a revoked one never does again."""
        if self.revoked_at:
            return LetterState.REVOKED
        if self.referral and self.referral.status in CAME_TO_NOTHING:
            return LetterState.LAPSED
        expired = self.valid_until is not None and self.valid_until < day
        return LetterState.EXPIRED if expired else LetterState.VALID
