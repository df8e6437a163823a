"""What happens by itself; a task calls one verb that may be called again without harm."""

from celery import shared_task
from django.utils import timezone

from puskesos import notices, sessions


@shared_task
def sweep_notices() -> None:
    """Delete what people were told long ago."""
    notices.sweep(at=timezone.now())


@shared_task
def sweep_sessions() -> int:
    """Delete rows of sessions whose last day is over; how many."""
    return sessions.sweep(at=timezone.now())
