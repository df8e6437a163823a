"""App configuration."""

from django.apps import AppConfig
from django.forms import ChoiceField, Field
from django.utils.translation import gettext_lazy as _


class PuskesosConfig(AppConfig):
    """Foundation: places, people, roles and scope, rounds, activity."""

    name = "puskesos"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is missing in our words: Django's call a field "bidang", which here is the sector of a complaint."""
        Field.default_error_messages["required"] = _("Isi bagian ini.")
        ChoiceField.default_error_messages["required"] = _("Pilih salah satu.")
