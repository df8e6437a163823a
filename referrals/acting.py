"""What the pages of office, provider and link have in common: an act on a form, and the stage that waits."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from puskesos.errors import Refused
from puskesos.models import User
from referrals import handling, papers, stages, timeline
from referrals.forms_placements import ActForm, AnswerForm, StageForm
from referrals.handling import Actor
from referrals.models import Referral

DONE, UNCLEAR, TOO_LATE = 200, 422, 409


def attempt(form: ActForm, act: Callable[[], Any]) -> int:
    """Act on a valid form; the answer is the status of the page, 200 when it was done."""
    if not form.is_valid():
        return UNCLEAR
    try:
        act()
    except Refused as refusal:
        form.say(refusal)
        return TOO_LATE
    return DONE


def answer_form(request: HttpRequest, referral: Referral) -> AnswerForm:
    """The provider's answer, as posted."""
    return AnswerForm(request.POST, revision=referral.revision)


def stage_form(referral: Referral, request: HttpRequest | None = None) -> StageForm | None:
    """The form of the stage that waits, or of the one a person had before their eyes when they posted."""
    plan = stages.read(referral.stages)
    present = timeline.present_stage(referral)
    posted = request.POST.get("stage", "") if request else ""
    stage = next((one for one in plan if one.code == posted), present)
    if stage is None:
        return None
    missing = [need.code for need in papers.missing_for_stage(referral, stage)]
    data = (request.POST, request.FILES) if request else ()
    last = timeline.is_last(referral, stage)
    return StageForm(*data, revision=referral.revision, stage=stage, last=last, missing=missing)


def fill(
    form: StageForm, referral: Referral, *, by: Actor, at: datetime, record: Callable[..., Any] | None = None
) -> int:
    """Keep the photos that came along, whatever else is wrong, then record the stage.

    `record` is another verb than `handling.record_stage`: a link's own.
    """
    present = timeline.present_stage(referral)
    valid = form.is_valid()
    if present is None or present.code != form.about.code:
        form.add_error(None, _("Tahap ini sudah selesai atau belum dimulai. Lihat keadaannya sekarang."))
        return TOO_LATE
    if not by.acts_as(present.actor, referral):
        form.add_error(None, _("Tahap ini diisi oleh %(who)s.") % {"who": handling.ACTOR_WORDS[present.actor]})
        return TOO_LATE
    photos = form.photos().items()
    kept = [_keep(form, referral, code, upload, user=by.user, at=at) for code, upload in photos]
    if not (valid and all(kept)):
        return UNCLEAR
    data = form.cleaned_data
    told = {"revision": data["revision"], "note": data["note"], "outcome": data.get("outcome", "")}
    record = record or partial(handling.record_stage, referral, by=by)
    return attempt(form, lambda: record(values=form.values(), at=at, **told))


def _keep(form: StageForm, referral: Referral, code: str, upload: Any, *, user: User | None, at: datetime) -> bool:
    try:
        papers.add(referral.complaint, code=code, upload=upload, by=user, at=at, referral=referral)
    except Refused as refusal:
        form.add_error(form.paper_name(code), refusal.sentence)
        return False
    form.has_paper(code)
    return True


def renew(form: ActForm, referral: Referral) -> ActForm:
    """What was typed, with the revision the page shows now."""
    form.present = referral.revision
    return form.renewed()
