"""App configuration of the composition root."""

from django.apps import AppConfig


class SlrtConfig(AppConfig):
    """Composition root: home page per role, household dossier, access table."""

    name = "slrt"
