"""App configuration."""

from django.apps import AppConfig


class HouseholdsConfig(AppConfig):
    """Registry: households, members, identity numbers, history."""

    name = "households"
    default_auto_field = "django.db.models.BigAutoField"
