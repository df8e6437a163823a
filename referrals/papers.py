"""Papers as photos: through the same pipeline as the survey's, named by the list they belong to."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assessment import evidence
from assessment.evidence import PhotoRejected, Readable, StorageFull
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import User
from referrals import stages
from referrals.models import Complaint, Paper, Referral
from referrals.models.complaints import PORTRAIT
from referrals.stages import PaperNeed, Stage

__all__ = ["OTHER", "PORTRAIT", "add", "missing", "missing_for_stage", "needs_of", "remove"]

OTHER = "other"
MOST_PAPERS = 60


def add(
    complaint: Complaint,
    *,
    code: str,
    upload: bytes | Readable,
    by: User | None,
    at: datetime,
    note: str = "",
    referral: Referral | None = None,
) -> Paper:
    """Keep a photo of a paper; sending the same one again changes nothing. Refused with the pipeline's own sentence."""
    if complaint.papers.current().count() >= MOST_PAPERS:
        raise Refused(_("Berkas keluhan ini sudah penuh. Hapus yang tidak perlu dulu."))
    try:
        photo = evidence.process_photo(upload)
        path = evidence.store(photo, folder=evidence.PAPERS)
    except (PhotoRejected, StorageFull) as error:
        raise Refused(str(error)) from None
    paper = Paper(
        complaint=complaint,
        village_id=complaint.village_id,
        referral=referral,
        code=code,
        note=note,
        path=path,
        sha256=photo.sha256,
        client_sha256=photo.client_sha256,
        dhash=photo.dhash,
        bytes=len(photo.jpeg),
        uploaded_at=at,
        uploaded_by=by,
    )
    return _insert(paper, by=by, at=at)


def _insert(paper: Paper, *, by: User | None, at: datetime) -> Paper:
    try:
        with transaction.atomic():
            paper.save(force_insert=True)
            activity.record("paper.add", target=paper.complaint, by=by, at=at, code=paper.code)
    except IntegrityError:
        twin = Paper.objects.filter(
            complaint=paper.complaint_id, code=paper.code, client_sha256=paper.client_sha256, removed_at__isnull=True
        )
        return twin.get()
    return paper


@transaction.atomic
def remove(paper: Paper, *, by: User, at: datetime) -> None:
    """Take a paper off the list; it stays on record with the time."""
    if Paper.objects.filter(pk=paper.pk, removed_at__isnull=True).update(removed_at=at):
        activity.record("paper.remove", target=paper.complaint, by=by, at=at, code=paper.code)


def needs_of(referral: Referral) -> list[PaperNeed]:
    """Papers that the programme asks for before a recommendation."""
    return [PaperNeed(**row) for row in referral.programme.papers]


def missing(complaint: Complaint, needs: Iterable[PaperNeed]) -> list[PaperNeed]:
    """Required papers of a list that are not there."""
    return _not_among(needs, complaint.papers.current())


def missing_for_stage(referral: Referral, stage: Stage) -> list[PaperNeed]:
    """Required papers of a stage that are not there; proof of another referral proves nothing here."""
    return _not_among(stage.papers, papers_for(referral))


def _not_among(needs: Iterable[PaperNeed], papers: QuerySet[Paper]) -> list[PaperNeed]:
    there = set(papers.values_list("code", flat=True))
    return [need for need in needs if need.required and need.code not in there]


def papers_for(referral: Referral) -> QuerySet[Paper]:
    """What this service asks for and got: papers of its own lists, none of another referral, never a portrait."""
    asked = {need.code for need in needs_of(referral)}
    asked |= {need.code for stage in stages.read(referral.stages) for need in stage.papers}
    present = Paper.objects.filter(
        complaint=referral.complaint_id, removed_at__isnull=True, code__in=asked - {PORTRAIT}
    )
    return present.filter(Q(referral=None) | Q(referral=referral.pk))


def paths(shard: str) -> set[str]:
    """Paths of all papers whose digest begins with `shard`, also of those that were taken off the list."""
    # As a range, so that the index on the digest serves it: "g" stands after every hex digit.
    return set(Paper.objects.filter(sha256__range=(shard, f"{shard}g")).values_list("path", flat=True))
