"""What happens by itself; a task calls verbs that may be called again without harm."""

from celery import shared_task
from django.utils import timezone

from referrals import overdue, reminders


@shared_task
def morning() -> None:
    """Bring what is late before the next role, then mail everybody what waits for them."""
    overdue.escalate(at=timezone.now())
    reminders.send_digests(at=timezone.now())
