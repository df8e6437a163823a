"""Who was told this morning what is late, so that nobody is told twice."""

from django.db import models

from puskesos.models import User


class DigestSent(models.Model):
    """The digest of one day was sent to one person."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()

    class Privacy:
        personal = ()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "on"], name="referrals_one_digest_a_day")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.on}"
