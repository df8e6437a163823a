"""App configuration."""

from django.apps import AppConfig


class DtksConfig(AppConfig):
    """Batches for the ministry: freeze, tabulate, export, send."""

    name = "dtks"
    default_auto_field = "django.db.models.BigAutoField"
