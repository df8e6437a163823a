"""App configuration."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """The survey: instrument, answers, evidence, scoring, submission, review."""

    name = "assessment"
    default_auto_field = "django.db.models.BigAutoField"
