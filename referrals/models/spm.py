"""How many people the regency means to serve in a year, for each service that it owes by law."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from puskesos.models import Region


class SpmTarget(models.Model):
    """Target SPM: people of one category in one year, as the office planned them."""

    regency = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("tahun"))
    category = models.CharField(_("jenis layanan"), max_length=12, help_text="code in referrals.spm.CATEGORIES")
    people = models.PositiveIntegerField(_("sasaran (orang)"))

    class Privacy:
        personal = ()

    class Meta:
        verbose_name = _("sasaran SPM")
        constraints = [
            models.UniqueConstraint(fields=["regency", "year", "category"], name="referrals_spm_target_once")
        ]

    def __str__(self) -> str:
        return f"{self.regency_id} {self.year} {self.category}"
