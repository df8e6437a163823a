"""Benchmarks, each beside its floor: hand-written SQL doing the same in the same run. Importing sets Django up."""

import logging
import os

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slrt.settings")
# The world has a database of its own, which a pool opened on another one would not notice.
settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
django.setup()
# One line per request would bury the table, and writing it would be measured.
logging.getLogger("slrt.requests").setLevel(logging.WARNING)
