"""Daily cleaning of what no row knows; harmless when it runs twice."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from assessment import evidence, queries

# A file is written before its row: one that waits longer than this waits for nothing.
ORPHAN_AGE = timedelta(days=1)


@shared_task
def sweep_orphans() -> None:
    """Delete photos without a row, shard by shard, so that the known names of a large archive fit into memory."""
    older_than = timezone.now() - ORPHAN_AGE
    for shard in evidence.SHARDS:
        evidence.sweep_orphans(queries.photo_paths(shard), older_than=older_than, shards=[shard])
