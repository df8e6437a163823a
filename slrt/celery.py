"""The Celery application: the bell that wakes a worker. Jobs themselves are rows in PostgreSQL."""

import logging.config
import os

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slrt.settings")
app = Celery("slrt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def use_our_logging(**_options: object) -> None:
    """Worker and beat write as the web does: the same lines, the same filter."""
    logging.config.dictConfig(settings.LOGGING)
