"""The stages of a referral in words: what was done and found, where it stands, what comes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from referrals import papers, stages
from referrals.handling import ACTOR_WORDS
from referrals.models import Paper, Referral, StageRecord
from referrals.stages import Field, PaperNeed, Stage
from referrals.states import ReferralStatus

WALKS = (ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS)


@dataclass
class Step:
    """One stage: done, now or ahead; with what was found when the reader may know it."""

    stage: Stage
    state: str
    actor: str
    record: StageRecord | None = None
    values: list[dict[str, Any]] = field(default_factory=list)


def steps(referral: Referral, *, for_provider: bool = False) -> list[Step]:
    """Every stage in its order. A provider reads what providers wrote; what the office found stays in the office."""
    plan = stages.read(referral.stages)
    records = {record.stage: record for record in referral.records.select_related("by", "link").order_by("at", "pk")}
    return [_step(referral, stage, records.get(stage.code), for_provider=for_provider) for stage in plan]


def _step(referral: Referral, stage: Stage, record: StageRecord | None, *, for_provider: bool) -> Step:
    now = referral.status in WALKS and referral.stage == stage.code
    step = Step(stage, "done" if record else "now" if now else "ahead", str(ACTOR_WORDS[stage.actor]))
    if record and not (for_provider and stage.actor != "provider"):
        step.record, step.values = record, values_in_words(stage, record.values)
    return step


def values_in_words(stage: Stage, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Label and value of each field that was answered."""
    return [
        {"label": field.label, "value": _words(field, values[field.code])}
        for field in stage.fields
        if values.get(field.code) not in (None, "")
    ]


def _words(field: Field, value: Any) -> str:
    match field.kind:
        case "choice":
            return dict(field.choices).get(value, str(value))
        case "yes_no":
            return {"yes": _("Ya"), "no": _("Tidak")}.get(value, str(value))
        case "date":
            return date_format(date.fromisoformat(value), "d-m-Y")
        case "number" if isinstance(value, int | float):
            return number_format(value, force_grouping=True)
        case _:
            return str(value)


def present_stage(referral: Referral) -> Stage | None:
    """The stage that waits to be done; None while no provider has accepted, and after the end."""
    if referral.status not in WALKS:
        return None
    return stages.find(stages.read(referral.stages), referral.stage)


def is_last(referral: Referral, stage: Stage) -> bool:
    """Whether the referral is completed by this stage."""
    return stages.after(stages.read(referral.stages), stage.code) is None


@dataclass(frozen=True)
class PaperRow:
    """One line of a list of papers, with the photos that are there."""

    need: PaperNeed
    photos: list[Paper]


def paper_rows(referral: Referral, needs: list[PaperNeed] | tuple[PaperNeed, ...]) -> list[PaperRow]:
    """A list of papers against what was brought."""
    there: dict[str, list[Paper]] = {}
    for paper in papers.papers_for(referral):
        there.setdefault(paper.code, []).append(paper)
    return [PaperRow(need, there.get(need.code, [])) for need in needs]
