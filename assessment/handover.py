"""Drafts whose surveyor moved or was disabled: held in their village until somebody hands them to its operator."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment.models import Assessment, AssessmentQuerySet
from puskesos import activity, notices
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.roles import HANDS_OVER, Role
from puskesos.states import NoticeKind


def held_for(user: User) -> AssessmentQuerySet:
    """What is held in this person's region; only that it is there and whose it was, not what is in it."""
    return Assessment.objects.within(user.region_id).held() if user.role in HANDS_OVER else Assessment.objects.none()


def receivers(user: User) -> QuerySet[User]:
    """Active operators of this person's region, by name."""
    rows = User.objects.filter(is_active=True, role=Role.OPERATOR, region__code__startswith=user.region_id or "-")
    return rows.only("full_name", "region_id").order_by("full_name")


@transaction.atomic
def hand_over(assessment: Assessment, *, to: User, by: User, at: datetime) -> None:
    """Put a held draft into the hands of an operator of its village; history and activity keep both names."""
    if not User.objects.at_work_in(assessment.village_id).filter(pk=to.pk, role=Role.OPERATOR).exists():
        raise Refused(_("Pilih operator yang aktif di desa ini."))
    if not Assessment.objects.filter(pk=assessment.pk).held().update(surveyor=to):
        raise Refused(_("Draf ini tidak ditahan lagi. Muat ulang daftar."))
    activity.record(
        "assessment.hand_over", target=assessment, by=by, at=at, from_user=assessment.surveyor_id, to_user=to.pk
    )
    notices.tell(NoticeKind.DRAFT_HANDED_OVER, to=[to], target=assessment, by=by, at=at)
