"""What is late is brought before the next role, once a step: its holder, supervisor and Dinsos, the leader."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from referrals.models import Complaint, Escalation, Referral
from referrals.workdays import working_days_between

# Working days after a limit at which each level is told.
TOLD_AFTER = {Escalation.Level.HOLDER: 0, Escalation.Level.SUPERVISOR: 2, Escalation.Level.LEADER: 5}
AT_A_TIME = 1000


def escalate(*, at: datetime) -> int:
    """Write an escalation for everything late, for each level it has reached; repeating it the same day adds none."""
    on = timezone.localdate(at)
    late = [(row, row.due_on, "complaint") for row in _waiting(Complaint.objects.overdue(on=on))]
    late += [(row, row.step_due_on, "referral") for row in _waiting(Referral.objects.overdue(on=on))]
    rows = [
        Escalation(village_id=row.village_id, level=level, due_on=due_on, at=at, **{kind: row})
        for row, due_on, kind in late
        for level in levels_reached(due_on, on=on)
    ]
    return _keep(rows)


def _waiting(rows: QuerySet) -> Iterator[Any]:
    return rows.order_by("pk").iterator(chunk_size=AT_A_TIME)


@transaction.atomic
def _keep(rows: list[Escalation]) -> int:
    before = Escalation.objects.count()
    Escalation.objects.bulk_create(rows, batch_size=AT_A_TIME, ignore_conflicts=True)
    return Escalation.objects.count() - before


def levels_reached(due_on: date, *, on: date) -> list[Escalation.Level]:
    """Levels that must know of a limit that passed: each after its number of working days."""
    late = working_days_between(due_on, on)
    return [level for level, days in TOLD_AFTER.items() if on > due_on and late >= days]
