"""Throwing the demo world away."""

import shutil

from django.apps import apps
from django.conf import settings
from django.db import connection
from pghistory.models import Context

from assessment.evidence import THUMBNAILS

APPS = ("puskesos", "households", "assessment", "dtks", "referrals", "portal")
FOLDERS = (*THUMBNAILS, *THUMBNAILS.values(), "exports", "letters")


def clear() -> None:
    """Empty all tables of the project, with history and sessions, and delete photos and files. Only for the demo."""
    models = [model for label in APPS for model in apps.get_app_config(label).get_models()]
    tables = sorted(connection.ops.quote_name(model._meta.db_table) for model in [*models, Context])
    with connection.cursor() as cursor:
        # TRUNCATE also passes the tables whose triggers forbid to change or delete a row.
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
    for folder in FOLDERS:
        shutil.rmtree(settings.MEDIA_ROOT / folder, ignore_errors=True)
