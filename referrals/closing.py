"""Closing asks the citizen: handled closes it, not handled opens it again."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from puskesos import activity, notices
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.states import NoticeKind
from referrals.complaints import limit_days
from referrals.models import Answer, Complaint
from referrals.moves import move_complaint
from referrals.states import ComplaintStatus
from referrals.workdays import due_after

CALLS_BEFORE_CLOSING = 3


@transaction.atomic
def answer(
    complaint: Complaint,
    *,
    handled: bool,
    channel: str,
    by: User | None,
    at: datetime,
    satisfaction: int | None = None,
    words: str = "",
) -> Complaint:
    """What the citizen says: handled closes the complaint, not handled reopens it with a fresh time limit.

    `by` is the officer who asked, None when the citizen answered on the ticket page.
    """
    if complaint.status not in (ComplaintStatus.HANDLED, ComplaintStatus.CLOSED):
        raise Refused(_("Keluhan ini masih ditangani, jadi belum bisa dijawab selesai atau belum."))
    if handled and complaint.status == ComplaintStatus.CLOSED:
        raise Refused(_("Keluhan ini sudah selesai. Terima kasih, jawaban sudah kami terima sebelumnya."))
    if handled:
        move_complaint("confirm", complaint, closed_at=at)
    else:
        move_complaint(
            "reopen", complaint, closed_at=None, reopenings=F("reopenings") + 1, due_on=_fresh_limit(complaint, at)
        )
    said = Answer.Said.HANDLED if handled else Answer.Said.NOT_HANDLED
    _keep(complaint, said, channel=channel, by=by, at=at, satisfaction=satisfaction, words=words)
    activity.record(f"complaint.{'confirm' if handled else 'reopen'}", target=complaint, by=by, at=at)
    kind = NoticeKind.COMPLAINT_CONFIRMED if handled else NoticeKind.COMPLAINT_REOPENED
    notices.tell(kind, to=[complaint.received_by, complaint.escalated_by], target=complaint, by=by, at=at)
    return complaint


@transaction.atomic
def note_unreached(complaint: Complaint, *, by: User, at: datetime, words: str = "") -> Complaint:
    """Log a call that reached nobody; after three on different days it may be closed without an answer."""
    if complaint.status != ComplaintStatus.HANDLED:
        raise Refused(_("Keluhan ini tidak sedang menunggu jawaban warga."))
    _keep(complaint, Answer.Said.UNREACHED, channel=Answer.Channel.CALL, by=by, at=at, words=words)
    activity.record("complaint.note_unreached", target=complaint, by=by, at=at)
    return complaint


@transaction.atomic
def close_unreached(complaint: Complaint, *, by: User, at: datetime) -> Complaint:
    """Close without the citizen's answer, only after calls on three different days."""
    missing = CALLS_BEFORE_CLOSING - len(days_called(complaint))
    if missing > 0:
        raise Refused(_("Hubungi warga di %(days)s hari lain dulu sebelum menutup tanpa jawaban.") % {"days": missing})
    move_complaint("close_unreached", complaint, closed_at=at)
    activity.record("complaint.close_unreached", target=complaint, by=by, at=at)
    return complaint


def days_called(complaint: Complaint) -> set[date]:
    """Days on which the citizen was called in vain since it was last handled."""
    calls = complaint.answers.filter(said=Answer.Said.UNREACHED, at__gte=complaint.handled_at or complaint.received_at)
    return {timezone.localdate(at) for at in calls.values_list("at", flat=True)}


def _fresh_limit(complaint: Complaint, at: datetime) -> date:
    return due_after(timezone.localdate(at), limit_days(complaint.kind, complaint.urgency, complaint.wanted))


def _keep(complaint: Complaint, said: str, *, channel: str, by: User | None, at: datetime, **columns: Any) -> Answer:
    return Answer.objects.create(
        complaint=complaint, village_id=complaint.village_id, said=said, channel=channel, by=by, at=at, **columns
    )
