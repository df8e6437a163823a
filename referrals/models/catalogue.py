"""The catalogue of services, as data: programmes, their stage templates, and who offers them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from puskesos.models import Provider


class Sector(models.TextChoices):
    """What a need is about (Sukabumi's nine sectors, with protection and street outreach)."""

    HEALTH = "health", _("Kesehatan")
    EDUCATION = "education", _("Pendidikan")
    SOCIAL = "social", _("Sosial-ekonomi")
    FOOD = "food", _("Pangan")
    ENERGY = "energy", _("Energi")
    FARMING = "farming", _("Pertanian")
    FISHERY = "fishery", _("Perikanan")
    HOUSING = "housing", _("Perumahan")
    CIVIL = "civil", _("Adminduk")
    PROTECTION = "protection", _("Perlindungan perempuan dan anak")
    STREET = "street", _("Orang terlantar dan ODGJ")


class StageTemplate(models.Model):
    """The way a family of services walks: stages with forms, papers, limits and who acts; edited by the office.

    A referral takes a copy when it is proposed, so an edit never changes what is already under way.
    """

    code = models.CharField(_("kode"), max_length=20, primary_key=True)
    name = models.CharField(_("nama"), max_length=120)
    stages = models.JSONField(_("tahap"), help_text="list of stages, read by referrals.stages")
    revision = models.PositiveIntegerField(default=1)

    class Privacy:
        personal = ()

    class Meta:
        ordering = ["code"]
        verbose_name = _("templat tahap")

    def __str__(self) -> str:
        return self.name


class Programme(models.Model):
    """Program layanan: a service that a person can be referred to."""

    class Level(models.TextChoices):
        VILLAGE = "village", _("Desa")
        REGENCY = "regency", _("Kabupaten")
        PROVINCE = "province", _("Provinsi")
        NATION = "nation", _("Pusat")

    code = models.CharField(_("kode"), max_length=12, primary_key=True)
    name = models.CharField(_("nama"), max_length=160)
    sector = models.CharField(_("bidang"), max_length=12, choices=Sector)
    level = models.CharField(_("tingkat"), max_length=10, choices=Level)
    summary = models.TextField(_("keterangan"), blank=True)
    source = models.CharField(_("dasar"), max_length=300, blank=True)
    ppks = ArrayField(models.PositiveSmallIntegerField(), default=list, help_text="kinds 1–26 of Permensos 8/2012")
    papers = models.JSONField(default=list, help_text="[{code, name, required}]")
    disclosed = ArrayField(models.CharField(max_length=30), default=list, help_text="what the provider may know")
    eligibility = models.JSONField(default=list, help_text="list of checks, read by referrals.eligibility")
    answer_days = models.PositiveSmallIntegerField(_("batas jawaban (hari kerja)"), default=3)
    limit_days = models.PositiveSmallIntegerField(_("batas layanan (hari kerja)"))
    limit_words = models.CharField(_("batas waktu menurut aturan"), max_length=200, blank=True)
    template = models.ForeignKey(StageTemplate, on_delete=models.PROTECT, related_name="programmes")
    stages = models.JSONField(null=True, blank=True, help_text="its own stages; the template's when empty")
    next_best = ArrayField(models.CharField(max_length=12), default=list, help_text="codes to try when declined")
    protected = models.BooleanField(_("kasus terlindung"), default=False)
    active = models.BooleanField(_("aktif"), default=True)
    revision = models.PositiveIntegerField(default=1)

    class Privacy:
        personal = ()

    class Meta:
        ordering = ["code"]
        verbose_name = _("program layanan")

    def __str__(self) -> str:
        return self.name


class Offer(models.Model):
    """A provider offers a programme in its regency, with room for so many people a month (none: unbounded)."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="offers")
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="offers")
    monthly_capacity = models.PositiveIntegerField(_("daya tampung sebulan"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=1, help_text="lowest is asked first")
    active = models.BooleanField(default=True)

    class Privacy:
        personal = ()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "provider"], name="referrals_offer_once"),
            models.CheckConstraint(
                name="referrals_offer_has_room", condition=Q(monthly_capacity__isnull=True) | Q(monthly_capacity__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.provider_id}"
