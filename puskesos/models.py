"""Places, people, and what was done and read; rounds and notices stand in puskesos/models_rounds.py."""

from functools import reduce
from operator import or_
from typing import Self

import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from puskesos.models_accounts import Invitation, RecoveryCode, SecondFactor, Session  # noqa: F401 the app's models
from puskesos.models_rounds import Notice, Round, RoundDeadline, RoundTarget  # noqa: F401 the app's models
from puskesos.roles import DUTIES, MANAGED, REGION_LENGTH, Duty, FacilitatorKind, Role

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class Region(models.Model):
    """A province, regency, district or village with its Kemendagri code (`51.08.01.2001`)."""

    class Level(models.IntegerChoices):
        PROVINCE = 1, _("Provinsi")
        REGENCY = 2, _("Kabupaten/Kota")
        DISTRICT = 3, _("Kecamatan")
        VILLAGE = 4, _("Desa/Kelurahan")

    code = models.CharField(_("kode wilayah"), max_length=13, primary_key=True)
    level = models.SmallIntegerField(choices=Level)
    name = models.CharField(_("nama"), max_length=100)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    postal_code = models.CharField(_("kode pos"), max_length=5, blank=True)

    class Privacy:
        personal = ()

    class Meta:
        ordering = ["code"]
        verbose_name = _("wilayah")

    def __str__(self) -> str:
        return self.name

    @property
    def titled(self) -> str:
        """Name with the word for its level: 'Kelurahan Kampung Baru', 'Kecamatan Seririt'."""
        if self.level == self.Level.VILLAGE:
            kind = _("Kelurahan") if self.code[9] == "1" else _("Desa")
        else:
            kind = {1: _("Provinsi"), 2: "", 3: _("Kecamatan")}[self.level]
        return f"{kind} {self.name}".strip()


class Outline(models.Model):
    """Outline of a region in WGS84; approximate when drawn from centroids instead of a boundary file."""

    region = models.OneToOneField(Region, on_delete=models.CASCADE, primary_key=True, related_name="outline")
    geometry = models.JSONField(help_text="GeoJSON geometry, Polygon or MultiPolygon, longitude first")
    approximate = models.BooleanField(default=False)
    source = models.CharField(max_length=200)
    south = models.FloatField()
    north = models.FloatField()
    west = models.FloatField()
    east = models.FloatField()

    class Privacy:
        personal = ()

    def __str__(self) -> str:
        return self.region_id


class Puskesos(models.Model):
    """The village's social welfare post."""

    village = models.OneToOneField(Region, on_delete=models.PROTECT, primary_key=True, related_name="puskesos")
    name = models.CharField(_("nama"), max_length=120)
    address = models.CharField(_("alamat"), max_length=200, blank=True)
    phone = models.CharField(_("telepon"), max_length=20, blank=True)

    class Privacy:
        personal = ()

    class Meta:
        verbose_name = _("Puskesos")

    def __str__(self) -> str:
        return self.name


class Provider(models.Model):
    """An organisation that serves people whom the office refers: hospital, shelter, another office."""

    regency = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("nama"), max_length=120)
    address = models.CharField(_("alamat"), max_length=200, blank=True)
    phone = models.CharField(_("telepon"), max_length=20, blank=True)
    email = models.EmailField(_("surel"), blank=True)

    class Privacy:
        personal = ()

    class Meta:
        verbose_name = _("penyedia")
        constraints = [models.UniqueConstraint(fields=["regency", "name"], name="puskesos_provider_once")]

    def __str__(self) -> str:
        return self.name


def region_code_of_length(length: int) -> Q:
    """Condition that a user's region lies on the level with codes of this length."""
    return Q(Exact(Length("region_id"), length))


class UserQuerySet(models.QuerySet):
    """Accounts as people ask for them."""

    def managed_by(self, user: "User") -> Self:
        """Accounts this person may administer (puskesos.roles.MANAGED), their own never among them."""
        if not user.is_authenticated or not user.is_active or not user.manages_accounts:
            return self.none()
        rows = self.filter(role__in=MANAGED[user.role]).exclude(pk=user.pk)
        if user.region_id is None:
            return rows
        inside = Q(region__code__startswith=user.region_id) | Q(provider__regency__code__startswith=user.region_id)
        return rows.filter(inside)

    def at_work_in(self, village: str) -> Self:
        """Active operators and facilitators of a village (its code)."""
        here = Q(region=village) | Q(villages__contains=[village])
        return self.filter(here, is_active=True, role__in=(Role.OPERATOR, Role.FACILITATOR))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes accounts; roles and regions are checked by the database."""

    def create_user(self, username: str, password: str | None = None, **fields) -> "User":
        """Make an account; without a password it cannot be entered until one is set."""
        user = self.model(username=self.model.normalize_username(username).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str) -> "User":
        """Names are kept in lower case, so that `Ayu` and `ayu` are one account."""
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who works with the system: one role, one region (or one provider)."""

    username = models.CharField(_("nama pengguna"), max_length=60, unique=True, validators=[ASCIIUsernameValidator()])
    full_name = models.CharField(_("nama lengkap"), max_length=120)
    phone = models.CharField(_("telepon"), max_length=20, blank=True)
    email = models.EmailField(_("surel"), blank=True, help_text="for the morning's digest; empty: none is sent")
    role = models.CharField(_("peran"), max_length=12, choices=Role)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="users")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, null=True, blank=True, related_name="users")
    duties = ArrayField(
        models.CharField(max_length=12, choices=Duty), verbose_name=_("tugas"), default=list, blank=True
    )
    facilitator_kind = models.CharField(_("jenis fasilitator"), max_length=16, choices=FacilitatorKind, blank=True)
    villages = ArrayField(
        models.CharField(max_length=13), verbose_name=_("desa lain"), default=list, blank=True,
        help_text="further villages of a facilitator, besides the region",
    )  # fmt: skip
    is_active = models.BooleanField(_("aktif"), default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name", "role"]

    objects = UserManager()

    class Privacy:
        personal = ("full_name", "phone", "email")

    class Meta:
        verbose_name = _("petugas")
        constraints = [
            models.CheckConstraint(
                name="puskesos_user_role_has_its_region",
                condition=(Q(role__in=[Role.OPERATOR, Role.FACILITATOR]) & region_code_of_length(13))
                | (Q(role=Role.SUPERVISOR) & region_code_of_length(8))
                | (Q(role__in=[Role.DINSOS, Role.LEADER, Role.AUDITOR]) & region_code_of_length(5))
                | Q(role=Role.PROVIDER, region__isnull=True, provider__isnull=False)
                | Q(role=Role.ADMIN),
            ),
            models.CheckConstraint(
                name="puskesos_user_duties_suit_the_role",
                condition=reduce(
                    or_,
                    (Q(role=role, duties__contained_by=list(duties)) for role, duties in DUTIES.items()),
                    Q(duties=[]),
                ),
            ),
            models.CheckConstraint(
                name="puskesos_user_only_facilitators_have_kinds_and_villages",
                condition=Q(role=Role.FACILITATOR) | Q(facilitator_kind="", villages=[]),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        """Name as people address this person."""
        return self.full_name

    def has_duty(self, duty: Duty) -> bool:
        """Whether this person carries a duty besides the role."""
        return duty in self.duties

    @property
    def manages_accounts(self) -> bool:
        """Whether this person administers accounts of others."""
        return self.role == Role.ADMIN or (self.role in MANAGED and self.has_duty(Duty.MANAGER))

    @property
    def has_entered(self) -> bool:
        """Whether this person ever chose a password; before that only the invitation opens the account."""
        return self.has_usable_password()

    @property
    def duty_words(self) -> str:
        """The duties in words."""
        return ", ".join(str(Duty(duty).label) for duty in self.duties)

    @property
    def work(self) -> str:
        """What this person is, in words: the kind of facilitator, else the role."""
        return str(self.get_facilitator_kind_display() or self.get_role_display())

    @property
    def region_length(self) -> int | None:
        """Length of the region code this role needs; None for roles without a region."""
        return REGION_LENGTH.get(self.role)


class Activity(models.Model):
    """What was done: one row per domain event, written in the event's transaction, never changed."""

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    target_type = models.CharField(max_length=40)
    target_id = models.CharField(max_length=40)
    region_code = models.CharField(max_length=13, blank=True)
    data = models.JSONField(default=dict)

    class Privacy:
        personal = ()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id", "at"], name="puskesos_activity_of_target"),
            models.Index(fields=["region_code", "at"], name="puskesos_activity_of_region"),
            models.Index(fields=["verb", "at"], name="puskesos_activity_of_verb"),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_type} {self.target_id}"


class PersonalDataRead(models.Model):
    """Who read which personal data, when and why (UU 27/2022 art. 31-32)."""

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    target_type = models.CharField(max_length=40)
    target_id = models.CharField(max_length=40)
    fields = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True)

    class Privacy:
        personal = ()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id", "at"], name="puskesos_read_of_target"),
            models.Index(fields=["-at", "-id"], name="puskesos_reads_newest"),
            models.Index(fields=["by", "at", "id"], name="puskesos_reads_of_person"),
            models.Index(fields=["at"], condition=~Q(reason=""), name="puskesos_reads_with_reason"),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.target_type} {self.target_id}: {self.fields}"
