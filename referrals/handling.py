"""At the provider: accepted or declined, walked stage by stage, completed with outcome and proof."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from puskesos import activity, notices
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.roles import HEARS, Role
from puskesos.states import NoticeKind
from referrals import complaints, papers, stages
from referrals.models import AnswerLink, Referral, StageRecord
from referrals.moves import move_referral
from referrals.stages import Stage
from referrals.states import ComplaintStatus, ReferralStatus
from referrals.workdays import due_after


@dataclass(frozen=True)
class Actor:
    """Who acts on a referral: somebody with an account, or a provider through its one-time link."""

    user: User | None = None
    link: AnswerLink | None = None

    def acts_as(self, actor: str, referral: Referral) -> bool:
        """Whether this is the one whom a stage names: provider, office or village."""
        if self.user is None:
            return actor == "provider" and self.link is not None and self.link.referral_id == referral.pk
        if self.user.role == Role.PROVIDER:
            return actor == "provider" and self.user.provider_id == referral.provider_id
        if self.user.role == Role.DINSOS:
            return True  # the office may always write down what a provider told it
        return self.user.role in HEARS and actor == "village"


@transaction.atomic
def accept(referral: Referral, *, revision: int, by: Actor, at: datetime) -> Referral:
    """The provider takes the person on; the clock of the first stage begins."""
    _must_be_provider(referral, by)
    first = stages.read(referral.stages)[0]
    move_referral(
        "accept",
        referral,
        revision=revision,
        answered_at=at,
        stage=first.code,
        stage_entered_at=at,
        step_due_on=due_after(timezone.localdate(at), first.days),
    )
    activity.record("referral.accept", target=referral, by=by.user, at=at)
    _tell(NoticeKind.REFERRAL_ACCEPTED, referral, by=by, at=at)
    return referral


@transaction.atomic
def decline(referral: Referral, *, revision: int, by: Actor, at: datetime, reason: str) -> Referral:
    """The provider cannot help, and says why; the complaint is back with the office."""
    _must_be_provider(referral, by)
    if not reason.strip():
        raise Refused(_("Tulis alasan menolak, supaya petugas bisa mencari layanan lain."))
    move_referral("decline", referral, revision=revision, answered_at=at, ended_at=at, reason=reason.strip())
    activity.record("referral.decline", target=referral, by=by.user, at=at)
    _tell(NoticeKind.REFERRAL_DECLINED, referral, by=by, at=at)
    return referral


def answer(referral: Referral, *, answer: str, revision: int, by: Actor, at: datetime, reason: str = "") -> Referral:
    """What the provider says to a referral: `accept`, or `decline` with a reason."""
    if answer == "accept":
        return accept(referral, revision=revision, by=by, at=at)
    return decline(referral, revision=revision, by=by, at=at, reason=reason)


def _tell(kind: NoticeKind, referral: Referral, *, by: Actor, at: datetime) -> None:
    """Those who placed it hear what the provider did."""
    notices.tell(kind, to=[referral.proposed_by, referral.recommended_by], target=referral, by=by.user, at=at)


def _must_be_provider(referral: Referral, by: Actor) -> None:
    if not by.acts_as("provider", referral):
        raise Refused(_("Penyedia layanan yang menjawab rujukan ini."))


@transaction.atomic
def record_stage(
    referral: Referral,
    *,
    revision: int,
    values: Mapping[str, Any],
    by: Actor,
    at: datetime,
    note: str = "",
    outcome: str = "",
) -> StageRecord:
    """Write down what the present stage asks and go on to the next; after the last the referral is completed.

    Refused, with every reason, when papers are missing or a rule of the stage is broken. The last stage needs
    `outcome`.
    """
    plan = stages.read(referral.stages)
    stage = stages.find(plan, referral.stage)
    if not by.acts_as(stage.actor, referral):
        raise Refused(_("Tahap ini diisi oleh %(who)s.") % {"who": ACTOR_WORDS[stage.actor]})
    following = stages.after(plan, stage.code)
    if following is None and not outcome.strip():
        raise Refused(_("Tulis hasil akhirnya bagi warga."))
    _check(referral, stage, values, at)
    record = StageRecord.objects.create(
        referral=referral,
        village_id=referral.village_id,
        stage=stage.code,
        values=dict(values),
        note=note,
        entered_at=referral.stage_entered_at or at,
        at=at,
        by=by.user,
        link=by.link,
    )
    _go_on(referral, following, revision=revision, at=at, outcome=outcome.strip())
    activity.record("referral.record_stage", target=referral, by=by.user, at=at, stage=stage.code)
    if referral.status == ReferralStatus.COMPLETED:
        _complete(referral, by=by, at=at)
    return record


ACTOR_WORDS = {
    "provider": gettext_lazy("penyedia layanan"),
    "office": gettext_lazy("Dinsos"),
    "village": gettext_lazy("Puskesos"),
}


def _check(referral: Referral, stage: Stage, values: Mapping[str, Any], at: datetime) -> None:
    lacking = [_("Berkas belum ada: %s") % need.name for need in papers.missing_for_stage(referral, stage)]
    unanswered = [
        _("Isi %s.") % field.label for field in stage.fields if field.required and values.get(field.code) in (None, "")
    ]
    broken = stages.refusals(stage, values, values_by_stage(referral), on=timezone.localdate(at))
    if lacking or unanswered or broken:
        raise Refused(
            _("Tahap ini belum bisa diselesaikan. Lengkapi atau perbaiki yang berikut."),
            reasons=unanswered + lacking + broken,
        )


def values_by_stage(referral: Referral) -> dict[str, Mapping[str, Any]]:
    """Values of every stage done, the last record of each."""
    return {record.stage: record.values for record in referral.records.order_by("at", "pk")}


def _go_on(referral: Referral, following: Stage | None, *, revision: int, at: datetime, outcome: str) -> None:
    if following is None:
        move_referral("complete", referral, revision=revision, ended_at=at, outcome=outcome)
        return
    today = timezone.localdate(at)
    move_referral(
        "proceed",
        referral,
        revision=revision,
        stage=following.code,
        stage_entered_at=at,
        step_due_on=due_after(today, following.days),
    )


def _complete(referral: Referral, *, by: Actor, at: datetime) -> None:
    """The last referral of an open complaint answers it; then the citizen is asked."""
    activity.record("referral.complete", target=referral, by=by.user, at=at)
    _tell(NoticeKind.REFERRAL_COMPLETED, referral, by=by, at=at)
    complaint = referral.complaint
    complaint.refresh_from_db()
    if complaint.status != ComplaintStatus.HANDLED and not complaint.referrals.open().exists():
        complaints.handle(complaint, by=None, at=at, result=referral.outcome)
