"""Drafts whose surveyor moved or was disabled: held in their village until somebody hands them to its operator."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment.models import Assessment, AssessmentQuerySet, FieldDraft, FieldDraftQuerySet
from puskesos import activity, notices
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.roles import HANDS_OVER, Role
from puskesos.states import NoticeKind


def held_for(user: User) -> AssessmentQuerySet:
    """What is held in this person's region; only that it is there and whose it was, not what is in it."""
    return Assessment.objects.within(user.region_id).held() if user.role in HANDS_OVER else Assessment.objects.none()


def held_drafts_for(user: User) -> FieldDraftQuerySet:
    """The same of phones: received, no survey yet, and whoever sent it is no longer there."""
    return FieldDraft.objects.within(user.region_id).held() if user.role in HANDS_OVER else FieldDraft.objects.none()


def receivers(user: User) -> QuerySet[User]:
    """Active operators of this person's region, by name."""
    rows = User.objects.filter(is_active=True, role=Role.OPERATOR, region__code__startswith=user.region_id or "-")
    return rows.only("full_name", "region_id").order_by("full_name")


@transaction.atomic
def hand_over(assessment: Assessment, *, to: User, by: User, at: datetime) -> None:
    """Put a held draft into the hands of an operator of its village; history and activity keep both names."""
    _refuse_stranger(to, assessment.village_id)
    if not Assessment.objects.filter(pk=assessment.pk).held().update(surveyor=to):
        raise Refused(_("Draf ini tidak ditahan lagi. Muat ulang daftar."))
    activity.record(
        "assessment.hand_over", target=assessment, by=by, at=at, from_user=assessment.surveyor_id, to_user=to.pk
    )
    notices.tell(NoticeKind.DRAFT_HANDED_OVER, to=[to], target=assessment, by=by, at=at)


@transaction.atomic
def hand_over_draft(draft: FieldDraft, *, to: User, by: User, at: datetime) -> None:
    """The same for a draft of a phone that is no survey yet: its new owner finds it in the field app."""
    _refuse_stranger(to, draft.village_id)
    if not FieldDraft.objects.filter(pk=draft.pk).held().update(owner=to):
        raise Refused(_("Draf ini tidak ditahan lagi. Muat ulang daftar."))
    activity.record("fielddraft.hand_over", target=draft, by=by, at=at, from_user=draft.owner_id, to_user=to.pk)
    notices.tell(NoticeKind.DRAFT_HANDED_OVER, to=[to], target=draft, by=by, at=at)


def _refuse_stranger(to: User, village: str) -> None:
    if not User.objects.at_work_in(village).filter(pk=to.pk, role=Role.OPERATOR).exists():
        raise Refused(_("Pilih operator yang aktif di desa ini."))
