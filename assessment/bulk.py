"""Many approvals with one press: all of them or none, and never one that somebody must look at alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment import instrument, review
from assessment.models import Assessment, Review
from assessment.states import allows
from puskesos.errors import Refused
from puskesos.models import Outline, User
from puskesos.outlines import shape_of
from puskesos.places import tolerance_of
from puskesos.plane import metres_between

# As many as one page of the queue shows: what nobody can look over is not approved together.
MOST = 50


@dataclass(frozen=True)
class Candidate:
    """One of the chosen, as it was seen, and why it cannot be approved with the others."""

    assessment: Assessment
    revision: int
    objections: list[str]


def read_choice(value: str) -> tuple[UUID, int]:
    """`<uuid>.<revision>` as the queue writes it; ValueError for anything else."""
    key, _dot, revision = value.partition(".")
    if len(key) != 36 or not (revision.isascii() and revision.isdecimal() and len(revision) < 10):
        raise ValueError("no choice")
    return UUID(key), int(revision)


def weigh(chosen: list[tuple[Assessment, int]], *, by: User) -> list[Candidate]:
    """Each of the chosen with every reason that keeps it from being approved without being opened."""
    outside = _outside([assessment for assessment, _revision in chosen])
    return [
        Candidate(assessment, revision, _objections(assessment, revision, by, assessment.pk in outside))
        for assessment, revision in chosen
    ]


def _objections(assessment: Assessment, revision: int, by: User, is_outside: bool) -> list[str]:
    if assessment.revision != revision or not allows(assessment.status, "approve"):
        return [_("Sudah berubah atau diputuskan sejak halaman dibuka.")]
    found = []
    if assessment.submitted_by_id == by.pk:
        found.append(_("Anda yang mengirim; orang lain yang harus menyetujui."))
    if assessment.returned_at:
        found.append(_("Kiriman ulang: lihat dahulu apa yang berubah."))
    definition = instrument.definition(assessment.instrument_id)
    found += [_("Keadaan khusus: %s") % item.text for item in definition.active_overrides(assessment.overrides)]
    if assessment.position_reason:
        found.append(_("Titik lokasi diketik atau kurang teliti: %s") % assessment.position_reason)
    if is_outside:
        found.append(_("Titik lokasi di luar batas desa."))
    return found


def _outside(assessments: list[Assessment]) -> set[UUID]:
    """Whose position lies outside their village; where no outline is known, nothing can be said."""
    outlines = Outline.objects.filter(region__in={row.village_id for row in assessments})
    shapes = {outline.region_id: (shape_of(outline), tolerance_of(outline)) for outline in outlines}
    return {
        row.pk
        for row in assessments
        if row.latitude is not None
        and row.longitude is not None
        and row.village_id in shapes
        and metres_between(shapes[row.village_id][0], float(row.latitude), float(row.longitude))
        > shapes[row.village_id][1]
    }


@transaction.atomic
def approve_many(chosen: list[tuple[Assessment, int]], *, by: User, at: datetime) -> list[Review]:
    """Approve all of the chosen as they were seen, each with its own activity; Refused, and nothing done, otherwise.

    `chosen` holds each assessment once with the revision that was seen.
    """
    if not 1 <= len(chosen) <= MOST:
        raise Refused(_("Pilih 1 sampai %d pendataan.") % MOST)
    held = _hold(chosen)
    refused = [candidate for candidate in weigh(held, by=by) if candidate.objections]
    if refused:
        raise Refused(
            ngettext(
                "Tidak ada yang disetujui: %d pendataan tidak dapat ikut.",
                "Tidak ada yang disetujui: %d pendataan tidak dapat ikut.",
                len(refused),
            )
            % len(refused)
        )
    return [review.approve(row, revision=revision, by=by, at=at, together=len(held)) for row, revision in held]


def _hold(chosen: list[tuple[Assessment, int]]) -> list[tuple[Assessment, int]]:
    """The same rows as they stand now, kept so until the end; locked in one order, so that no two wait in a ring."""
    seen = {assessment.pk: revision for assessment, revision in chosen}
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("household").filter(pk__in=seen)
    return [(row, seen[row.pk]) for row in rows.order_by("pk")]
