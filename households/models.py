"""Households, their members and dwellings; identity numbers live in one place only."""

import uuid
from typing import Self

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.facts import HOUSED
from households.states import TransferStatus
from puskesos.models import User
from puskesos.roles import SEES_PERSONS
from puskesos.scope import RegionScoped

HEAD = "1"
FEMALE = "2"
VILLAGE_CODE = r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$"


class IdentityNumber(models.Model):
    """A NIK or No. KK, sealed; everything else points here (security.md, 'NIK at rest').

    A corrected number is another row, so a row never changes what it says.
    """

    class Kind(models.TextChoices):
        NIK = "nik", "NIK"
        KK = "kk", "No. KK"

    kind = models.CharField(max_length=3, choices=Kind)
    cipher = models.BinaryField(max_length=80)
    blind_index = models.BinaryField(max_length=32)
    masked = models.CharField(max_length=16)
    created_at = models.DateTimeField(default=timezone.now)

    class Privacy:
        personal = ("cipher", "blind_index", "masked")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blind_index", "kind"], name="households_identity_number_once")]

    def __str__(self) -> str:
        return self.masked


@pghistory.track()
class Dwelling(RegionScoped):
    """A house with its position; several households may live in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    latitude = models.DecimalField(max_digits=9, decimal_places=6)
    longitude = models.DecimalField(max_digits=9, decimal_places=6)
    accuracy_m = models.FloatField(null=True)
    located_at = models.DateTimeField()

    class Privacy:
        personal = ("latitude", "longitude")

    class Meta(RegionScoped.Meta):
        abstract = False
        verbose_name = _("rumah")

    def __str__(self) -> str:
        return str(self.pk)


@pghistory.track()
class Household(RegionScoped):
    """One family with one No. KK (or none yet): the unit of DTSEN.

    It belongs to the village where it lives (`village`); its card may name another (`card_address`, `card_region`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kk = models.ForeignKey(IdentityNumber, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    head_name = models.CharField(_("nama kepala keluarga"), max_length=120)
    address = models.CharField(_("alamat"), max_length=200)
    dusun = models.CharField(_("dusun/lingkungan"), max_length=80, blank=True)
    rt = models.CharField(_("RT"), max_length=3, blank=True)
    rw = models.CharField(_("RW"), max_length=3, blank=True)
    phone = models.CharField(_("nomor HP"), max_length=16, blank=True)
    housing = models.CharField(_("tempat tinggal"), max_length=2, default=HOUSED, db_default=HOUSED)
    card_address = models.CharField(_("alamat di KK"), max_length=200, blank=True, default="", db_default="")
    # Any village of Indonesia, so a code and no row of ours: only the regencies of this installation are regions.
    card_region = models.CharField(_("desa/kelurahan di KK"), max_length=13, blank=True, default="", db_default="")
    dwelling = models.ForeignKey(Dwelling, on_delete=models.SET_NULL, null=True, blank=True, related_name="households")
    revision = models.PositiveIntegerField(default=1)
    closed_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Privacy:
        personal = (
            "kk",
            "head_name",
            "address",
            "dusun",
            "rt",
            "rw",
            "phone",
            "housing",
            "card_address",
            "card_region",
            "dwelling",
        )

    class Meta(RegionScoped.Meta):
        abstract = False
        verbose_name = _("keluarga")
        constraints = [
            *RegionScoped.Meta.constraints,
            models.UniqueConstraint(
                fields=["kk"], condition=Q(closed_on__isnull=True), name="households_one_active_household_per_kk"
            ),
            models.CheckConstraint(
                name="households_card_address_has_its_village",
                condition=Q(card_address="", card_region="")
                | (~Q(card_address="") & Q(card_region__regex=VILLAGE_CODE)),
            ),
        ]
        indexes = [
            models.Index(fields=["village", "head_name", "id"], name="households_by_village"),
            models.Index(fields=["district_code", "head_name", "id"], name="households_by_district"),
            models.Index(fields=["regency_code", "head_name", "id"], name="households_by_regency"),
        ]

    def __str__(self) -> str:
        return self.head_name


@pghistory.track()
class Member(RegionScoped):
    """A person's membership of a household, from joining until leaving; who moves gets another one.

    `first` is the person's first membership in this registry, empty while this is it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    order = models.PositiveSmallIntegerField(default=1)
    nik = models.ForeignKey(IdentityNumber, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    identity_status = models.CharField(_("status NIK"), max_length=2, default="1")
    name = models.CharField(_("nama sesuai KTP"), max_length=120)
    birth_place = models.CharField(_("tempat lahir"), max_length=80, blank=True)
    birth_date = models.DateField(_("tanggal lahir"), null=True, blank=True)
    sex = models.CharField(_("jenis kelamin"), max_length=2)
    relation = models.CharField(_("hubungan dengan kepala keluarga"), max_length=2)
    marital = models.CharField(_("status perkawinan"), max_length=2, blank=True)
    education = models.CharField(_("pendidikan terakhir"), max_length=2, blank=True)
    work_status = models.CharField(_("status pekerjaan"), max_length=2, blank=True)
    sector = models.CharField(_("lapangan usaha"), max_length=2, blank=True)
    disability = models.CharField(_("disabilitas"), max_length=2, blank=True)
    chronic_illness = models.CharField(_("penyakit kronis"), max_length=2, blank=True)
    pregnant = models.BooleanField(_("sedang hamil"), default=False)
    mother_name = models.CharField(_("nama ibu kandung"), max_length=120, blank=True)
    first = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="later")
    joined_on = models.DateField(_("masuk pada"))
    join_reason = models.CharField(_("alasan masuk"), max_length=2, blank=True, default="", db_default="")
    left_on = models.DateField(_("keluar pada"), null=True, blank=True)
    leave_reason = models.CharField(_("alasan keluar"), max_length=2, blank=True)

    class Privacy:
        personal = (
            "nik",
            "identity_status",
            "name",
            "birth_place",
            "birth_date",
            "sex",
            "relation",
            "marital",
            "education",
            "work_status",
            "sector",
            "disability",
            "chronic_illness",
            "pregnant",
            "mother_name",
        )

    class Meta(RegionScoped.Meta):
        abstract = False
        ordering = ["order", "pk"]
        verbose_name = _("anggota")
        constraints = [
            *RegionScoped.Meta.constraints,
            models.UniqueConstraint(
                fields=["nik"], condition=Q(left_on__isnull=True), name="households_one_active_membership_per_nik"
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(left_on__isnull=True, relation=HEAD),
                name="households_one_head_per_household",
            ),
            models.CheckConstraint(
                name="households_only_women_are_pregnant", condition=Q(pregnant=False) | Q(sex=FEMALE)
            ),
            models.CheckConstraint(
                name="households_leaving_has_a_reason",
                condition=Q(left_on__isnull=True, leave_reason="") | (Q(left_on__isnull=False) & ~Q(leave_reason="")),
            ),
        ]
        indexes = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="households_member_name_trgm"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def root_id(self) -> uuid.UUID:
        """What all memberships of this person have in common."""
        return self.first_id or self.pk

    @property
    def is_head(self) -> bool:
        """Whether this person heads the household."""
        return self.relation == HEAD


@pghistory.track()
class Note(RegionScoped):
    """What somebody wants the next reader of a household to know; struck out with a reason, never deleted."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(_("catatan"), max_length=1000)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    strike_reason = models.CharField(_("alasan dicoret"), max_length=300, blank=True)

    class Privacy:
        personal = ("text", "strike_reason")

    class Meta(RegionScoped.Meta):
        abstract = False
        ordering = ["-at", "-pk"]
        verbose_name = _("catatan")
        constraints = [
            *RegionScoped.Meta.constraints,
            models.CheckConstraint(
                name="households_note_struck_by_somebody_for_a_reason",
                condition=Q(struck_at__isnull=True, struck_by__isnull=True, strike_reason="")
                | (Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(strike_reason="")),
            ),
        ]
        indexes = [models.Index(fields=["household", "-at", "-id"], name="households_notes_newest")]

    def __str__(self) -> str:
        return str(self.pk)


class TransferQuerySet(models.QuerySet):
    """Transfers as people ask for them."""

    def visible_to(self, user: User) -> Self:
        """Those that leave or reach this person's village, district or regency."""
        if not user.is_authenticated or not user.is_active or user.role not in SEES_PERSONS or not user.region_id:
            return self.none()
        # Codes have one length per level, so a prefix with its dot is the region itself.
        return self.filter(Q(village__code__startswith=user.region_id) | Q(target__code__startswith=user.region_id))

    def waiting(self) -> Self:
        """Asked for and not decided."""
        return self.filter(status=TransferStatus.PROPOSED)


@pghistory.track()
class Transfer(RegionScoped):
    """A person (or with `member` empty a whole household) handed to another village, which must take them in.

    Until then they belong where they are, so that nobody falls between two villages.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="transfers")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="transfers")
    target = models.ForeignKey("puskesos.Region", on_delete=models.PROTECT, related_name="+")
    card = models.ForeignKey(IdentityNumber, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("alasan pindah"), max_length=2)
    moved_on = models.DateField(_("pindah pada"))
    status = models.CharField(max_length=12, choices=TransferStatus, default=TransferStatus.PROPOSED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decline_reason = models.CharField(_("alasan ditolak"), max_length=300, blank=True)

    objects = TransferQuerySet.as_manager()

    class Privacy:
        personal = ("household", "member", "card", "decline_reason")

    class Meta(RegionScoped.Meta):
        abstract = False
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("kepindahan")
        constraints = [
            *RegionScoped.Meta.constraints,
            models.UniqueConstraint(
                fields=["household", "member"],
                condition=Q(status="proposed"),
                nulls_distinct=False,
                name="households_one_waiting_transfer_each",
            ),
            models.CheckConstraint(
                name="households_transfer_decided_at_with_by",
                condition=Q(status="proposed", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status="proposed") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["target", "status", "asked_at"], name="households_transfers_in"),
            models.Index(fields=["village", "status", "asked_at"], name="households_transfers_out"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
