"""What happens by itself; a task calls verbs that may be called again without harm."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from assessment import evidence
from referrals import overdue, papers, reminders

# A file is written before its row: one that waits longer than this waits for nothing.
ORPHAN_AGE = timedelta(days=1)


@shared_task
def morning() -> None:
    """Bring what is late before the next role, then mail everybody what waits for them."""
    overdue.escalate(at=timezone.now())
    reminders.send_digests(at=timezone.now())


@shared_task
def sweep_papers() -> None:
    """Delete photos of papers without a row, shard by shard."""
    older_than = timezone.now() - ORPHAN_AGE
    for shard in evidence.SHARDS:
        known = papers.paths(shard)
        evidence.sweep_orphans(known, older_than=older_than, shards=[shard], folder=evidence.PAPERS)
