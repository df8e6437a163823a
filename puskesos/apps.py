"""App configuration."""

from django.apps import AppConfig


class PuskesosConfig(AppConfig):
    """Foundation: places, people, roles and scope, rounds, activity."""

    name = "puskesos"
    default_auto_field = "django.db.models.BigAutoField"
