"""App configuration."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Complaints, service programmes and referrals."""

    name = "referrals"
    default_auto_field = "django.db.models.BigAutoField"
