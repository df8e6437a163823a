"""What people are told here: written in the transaction of the verb, read once, swept after 90 days."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Model, QuerySet
from django.utils import timezone

from puskesos.models import Notice, User
from puskesos.paging import count_up_to
from puskesos.states import NoticeKind

KEPT = timedelta(days=90)
# A number in the header says "much"; counting further would read what nobody asked for.
MOST_COUNTED = 99
# Such events come by the dozen: one unread notice of a day counts them.
GATHERED = frozenset({NoticeKind.APPROVED, NoticeKind.DRAFT_HANDED_OVER})


def tell(
    kind: NoticeKind, *, to: Iterable[User | None], target: Model, by: User | None, at: datetime, **facts: Any
) -> None:
    """Tell people what happened to `target`; call it inside the verb's transaction.

    Nobody is told of their own act, nor of a row that they may not open (so a protected case tells its team alone).
    `facts` are counts and dates for the sentence, never anything of a person.
    """
    for user in {person for person in to if person and person != by}:
        if _may_open(user, target):
            _write(kind, user, target, at=at, facts=facts)


def _may_open(user: User, target: Model) -> bool:
    rows: Any = type(target)._default_manager
    return rows.visible_to(user).filter(pk=target.pk).exists()


def _write(kind: NoticeKind, user: User, target: Model, *, at: datetime, facts: dict[str, Any]) -> None:
    columns = {"target_type": target._meta.model_name, "target_id": str(target.pk), "facts": facts, "created_at": at}
    if kind in GATHERED:
        today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
        waiting = Notice.objects.filter(recipient=user, kind=kind, read_at__isnull=True, created_at__gte=today)
        if waiting.update(count=F("count") + 1, **columns):
            return
    Notice.objects.create(recipient=user, kind=kind, **columns)


def take_back(kind: NoticeKind, *, to: User | None, target: Model) -> None:
    """Withdraw what was told of an act that was undone, unless it was read; a notice that counts several loses one."""
    waiting = Notice.objects.filter(recipient=to, kind=kind, read_at__isnull=True)
    if kind not in GATHERED:
        waiting.filter(target_type=target._meta.model_name, target_id=str(target.pk)).delete()
        return
    latest = waiting.order_by("-created_at")[:1]
    if not Notice.objects.filter(pk__in=latest.values("pk"), count__gt=1).update(count=F("count") - 1):
        Notice.objects.filter(pk__in=latest.values("pk")).delete()


def forget(target: Model) -> None:
    """Take back what was told of a row, because those who were told may no longer know of it."""
    Notice.objects.filter(target_type=target._meta.model_name, target_id=str(target.pk)).delete()


def of(user: User) -> QuerySet[Notice]:
    """What this person was told."""
    return Notice.objects.filter(recipient=user)


def unread_count(user: User) -> int:
    """How many notices this person has not opened, counted up to one past MOST_COUNTED."""
    return count_up_to(of(user).filter(read_at__isnull=True), MOST_COUNTED)


def mark_read(notice: Notice, *, at: datetime) -> None:
    """Note that the recipient opened it; a second time changes nothing."""
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at)


def mark_all_read(user: User, *, at: datetime) -> int:
    """Note that this person has seen all that was told until now; how many that were."""
    return of(user).filter(read_at__isnull=True, created_at__lte=at).update(read_at=at)


def sweep(*, at: datetime) -> int:
    """Delete notices older than 90 days; how many that were."""
    return Notice.objects.filter(created_at__lt=at - KEPT).delete()[0]
