"""Composition root; Celery is loaded with Django so that shared tasks find their app."""

from slrt.celery import app as celery_app

__all__ = ["celery_app"]
