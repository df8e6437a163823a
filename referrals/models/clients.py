"""The person who is to be helped: a member of a household, or somebody without NIK or home; consents and benefits."""

import uuid

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models import IdentityNumber, Member
from puskesos.models import User
from puskesos.scope import RegionScoped, RegionScopedQuerySet


class ClientQuerySet(RegionScopedQuerySet):
    """Persons as people ask for them."""

    def visible_to(self, user: User) -> "ClientQuerySet":
        """Persons of whom this person may open a complaint; nobody else is shown that a protected one exists."""
        complaints = self.model._meta.get_field("complaints").related_model.objects.visible_to(user)
        return self.filter(pk__in=complaints.values("client"))


@pghistory.track()
class Client(RegionScoped):
    """Orang yang dibantu. The village is where the person is now, which need not be home."""

    class Communication(models.TextChoices):
        SPEECH = "speech", _("Bicara biasa")
        SIGN = "sign", _("Bahasa isyarat")
        WRITING = "writing", _("Tulisan")
        COMPANION = "companion", _("Lewat pendamping")
        NONE = "none", _("Belum bisa diajak bicara")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("nama"), max_length=120, blank=True, help_text="empty: not known yet")
    alias = models.CharField(_("nama samaran"), max_length=60, blank=True)
    nik = models.ForeignKey(IdentityNumber, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sex = models.CharField(_("jenis kelamin"), max_length=2, blank=True)
    birth_date = models.DateField(_("tanggal lahir"), null=True, blank=True)
    age_estimate = models.PositiveSmallIntegerField(_("perkiraan umur (tahun)"), null=True, blank=True)
    ppks = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    phone = models.CharField(_("nomor HP"), max_length=16, blank=True)
    address = models.CharField(_("alamat atau asal"), max_length=200, blank=True)
    features = models.CharField(_("ciri-ciri"), max_length=300, blank=True)
    communication = models.CharField(_("cara bicara"), max_length=10, choices=Communication, default="speech")
    guardian = models.CharField(_("wali atau pendamping"), max_length=120, blank=True)
    desil = models.PositiveSmallIntegerField(_("desil DTSEN"), null=True, blank=True)
    desil_source = models.CharField(_("sumber desil"), max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ClientQuerySet.as_manager()

    class Privacy:
        personal = (
            "member", "name", "alias", "nik", "sex", "birth_date", "age_estimate", "ppks", "phone",
            "address", "features", "communication", "guardian", "desil", "desil_source",
        )  # fmt: skip

    class Meta(RegionScoped.Meta):
        abstract = False
        verbose_name = _("orang yang dibantu")
        constraints = [
            *RegionScoped.Meta.constraints,
            models.CheckConstraint(
                name="referrals_client_desil_has_source",
                condition=Q(desil__isnull=True, desil_source="") | (Q(desil__range=(1, 10)) & ~Q(desil_source="")),
            ),
        ]
        indexes = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="referrals_client_name_trgm"),
            models.Index(fields=["member"], name="referrals_client_of_member"),
            models.Index(fields=["nik"], name="referrals_client_of_nik"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_protected(self) -> bool:
        """Whether only a case team may know of this person here."""
        return self.complaints.protected().exists()


class ConsentQuerySet(RegionScopedQuerySet):
    """Consents as people ask for them."""

    def visible_to(self, user: User) -> "ConsentQuerySet":
        """Of persons of whom this person may open a complaint."""
        return self.filter(client__in=Client.objects.visible_to(user).values("pk"))


class Consent(RegionScoped):
    """Agreement of the person or guardian that data go to a provider (UU 27/2022 art. 20-25); never changed."""

    class How(models.TextChoices):
        SIGNED = "signed", _("Tanda tangan")
        SPOKEN = "spoken", _("Lisan, dicatat petugas")
        GUARDIAN = "guardian", _("Oleh wali atau pendamping")
        VITAL = "vital", _("Darurat: keselamatan jiwa, belum bisa ditanya")

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(_("tujuan"), max_length=200)
    wording = models.CharField(max_length=20, help_text="version of the words that were read out")
    how = models.CharField(_("cara setuju"), max_length=10, choices=How)
    given_by = models.CharField(_("yang menyetujui"), max_length=120, blank=True, help_text="guardian's name")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Privacy:
        personal = ("given_by",)

    class Meta(RegionScoped.Meta):
        abstract = False
        constraints = [
            *RegionScoped.Meta.constraints,
            models.CheckConstraint(name="referrals_guardian_is_named", condition=~Q(how="guardian") | ~Q(given_by="")),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.purpose}"


@pghistory.track()
class Benefit(RegionScoped):
    """Kepesertaan: a programme that a person receives, from when to when, and who says so."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="benefits")
    programme = models.CharField(_("program"), max_length=40, help_text="code in referrals.codes.BENEFITS")
    since = models.DateField(_("sejak"))
    until = models.DateField(_("sampai"), null=True, blank=True)
    source = models.CharField(_("sumber"), max_length=120)
    noted_at = models.DateTimeField(default=timezone.now)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Privacy:
        personal = ("member", "programme", "since", "until")

    class Meta(RegionScoped.Meta):
        abstract = False
        ordering = ["-since", "pk"]
        verbose_name = _("kepesertaan")
        constraints = [
            *RegionScoped.Meta.constraints,
            models.UniqueConstraint(
                fields=["member", "programme"],
                condition=Q(until__isnull=True),
                name="referrals_one_running_benefit_per_programme",
            ),
            models.CheckConstraint(
                name="referrals_benefit_ends_after_start",
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.member_id}"
