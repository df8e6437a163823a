"""App configuration."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Public counter."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"
