"""Work of the night: sessions that ended are forgotten."""

from celery import shared_task
from django.utils import timezone

from puskesos.models import Session


@shared_task(acks_late=True)
def sweep_sessions() -> int:
    """Delete rows of sessions whose last day is over; how many."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
