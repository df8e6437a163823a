"""The pulse of beat, broker and worker together."""

from celery import shared_task
from django.utils import timezone

from slrt import health


@shared_task
def beat_heart() -> None:
    """Leave the time at which a worker answered the ring."""
    health.note_heartbeat(at=timezone.now())
