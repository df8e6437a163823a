"""Batches: frozen rows, their tabulation and the files made of them."""

import uuid

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.models import Assessment, Instrument
from dtks.states import TRANSITIONS, BatchStatus
from households.models import IdentityNumber
from puskesos.models import APPEND_ONLY, Region, Round, User
from puskesos.scope import CodePrefixField, RegionScoped
from puskesos.tokens import new_token

FROZEN_STAYS = pgtrigger.Trigger(
    name="frozen_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'live' = to_jsonb(OLD) - 'live' THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a frozen row cannot change' USING ERRCODE = 'check_violation';
    """,
)


class BatchQuerySet(models.QuerySet):
    """Batches as people ask for them."""

    def visible_to(self, user: User) -> "BatchQuerySet":
        """Batches of the regency whose office this person works in."""
        if not user.is_authenticated or not user.is_active or user.region_length != 5:
            return self.none()
        return self.filter(regency_code=user.region_id)

    def move(self, verb: str, *, pk: int, **columns) -> bool:
        """Perform one transition in one conditional UPDATE; False means somebody was faster."""
        sources, target = TRANSITIONS[verb]
        return self.filter(pk=pk, status__in=sources).update(status=target, **columns) == 1


@pghistory.track(exclude=["comparison"])
class Batch(models.Model):
    """A set of approved assessments on its way to the ministry."""

    number = models.CharField(_("nomor"), max_length=40, unique=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="batches")
    area = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    regency_code = CodePrefixField(max_length=5, source="area_id")
    status = models.CharField(max_length=12, choices=BatchStatus, default=BatchStatus.OPEN)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    tabulated_at = models.DateTimeField(null=True, blank=True)
    exported_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    comparison = models.JSONField(default=dict, help_text="with `previous`, as tabulation found it (comparison.py)")

    objects = BatchQuerySet.as_manager()

    class Privacy:
        personal = ()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("batch")
        constraints = [
            models.CheckConstraint(
                name=f"dtks_batch_{verb}_at_with_by",
                condition=Q(**{f"{verb}_at__isnull": True, f"{verb}_by__isnull": True})
                | Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}),
            )
            for verb in ("frozen", "sent", "cancelled")
        ]

    def __str__(self) -> str:
        return self.number


class BatchRow(RegionScoped):
    """One household as it stood when the batch was frozen; only `live` may still change."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="rows", db_index=False)
    sequence = models.PositiveIntegerField()
    live = models.BooleanField(default=True, help_text="false once the batch is cancelled")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+", db_index=False)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+", db_index=False)
    household_id = models.UUIDField()
    kk = models.ForeignKey(IdentityNumber, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    address = models.CharField(max_length=200)
    dusun = models.CharField(max_length=80, blank=True)
    rt = models.CharField(max_length=3, blank=True)
    rw = models.CharField(max_length=3, blank=True)
    answers = models.JSONField()
    overrides = ArrayField(models.CharField(max_length=40), default=list)
    score = models.PositiveSmallIntegerField(null=True)
    band = models.CharField(max_length=40)
    criteria = models.JSONField(default=dict)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    accuracy_m = models.FloatField(null=True)
    located_at = models.DateTimeField(null=True)
    surveyor_name = models.CharField(max_length=120)
    surveyed_at = models.DateTimeField()
    reviewer_name = models.CharField(max_length=120)
    reviewed_at = models.DateTimeField()
    photos = ArrayField(models.CharField(max_length=64), default=list)

    class Privacy:
        personal = (
            "household_id", "kk", "address", "dusun", "rt", "rw", "answers", "overrides", "latitude", "longitude",
            "accuracy_m", "surveyor_name", "reviewer_name", "photos",
        )  # fmt: skip

    class Meta(RegionScoped.Meta):
        abstract = False
        verbose_name = _("baris")
        constraints = [
            *RegionScoped.Meta.constraints,
            models.UniqueConstraint(fields=["batch", "sequence"], name="dtks_row_sequence_once"),
            models.UniqueConstraint(
                fields=["assessment"], condition=Q(live=True), name="dtks_assessment_in_one_live_batch"
            ),
        ]
        indexes = [models.Index(fields=["batch", "village"], name="dtks_row_by_village")]
        triggers = [FROZEN_STAYS]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.sequence}"


class BatchPerson(models.Model):
    """One member of a frozen household: one line of the ministry's file."""

    row = models.ForeignKey(BatchRow, on_delete=models.PROTECT, related_name="people", db_index=False)
    regency_code = models.CharField(max_length=5)
    order = models.PositiveSmallIntegerField()
    nik = models.ForeignKey(IdentityNumber, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=120)
    birth_place = models.CharField(max_length=80, blank=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=2)
    relation = models.CharField(max_length=2)
    marital = models.CharField(max_length=2, blank=True)
    education = models.CharField(max_length=2, blank=True)
    work_status = models.CharField(max_length=2, blank=True)
    sector = models.CharField(max_length=2, blank=True)
    disability = models.CharField(max_length=2, blank=True)
    chronic_illness = models.CharField(max_length=2, blank=True)
    pregnant = models.BooleanField()
    mother_name = models.CharField(max_length=120, blank=True)

    class Privacy:
        personal = (
            "nik", "name", "birth_place", "birth_date", "sex", "relation", "marital", "education", "work_status",
            "sector", "disability", "chronic_illness", "pregnant", "mother_name",
        )  # fmt: skip

    class Meta:
        ordering = ["row__sequence", "order"]
        constraints = [models.UniqueConstraint(fields=["row", "order"], name="dtks_person_order_once")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.row_id}/{self.order}"


class BatchResult(models.Model):
    """What tabulation found for a row, re-computed from its frozen answers."""

    row = models.OneToOneField(BatchRow, on_delete=models.PROTECT, primary_key=True, related_name="result")
    regency_code = models.CharField(max_length=5)
    score = models.PositiveSmallIntegerField(null=True)
    band = models.CharField(max_length=40)
    criteria = models.JSONField()
    rank = models.PositiveIntegerField(help_text="within the village, poorest first")
    agrees = models.BooleanField(help_text="the re-computed score and class equal those stored at submission")

    class Privacy:
        personal = ()

    def __str__(self) -> str:
        return f"{self.row_id}: {self.score}"


class BatchChunk(models.Model):
    """One village's share of the work: the job is this row, Celery only rings the bell.

    `assessments` is what was chosen, in the order of the rows from `first` on; empty again once it is copied. `tally`
    holds the village's counts as tabulation found them (tallies.py).
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="chunks")
    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    first = models.PositiveIntegerField(default=1)
    assessments = ArrayField(models.UUIDField(), default=list)
    copied_at = models.DateTimeField(null=True, blank=True)
    tabulated_at = models.DateTimeField(null=True, blank=True)
    tally = models.JSONField(default=dict)

    class Privacy:
        personal = ("assessments",)

    class Meta:
        ordering = ["village"]
        constraints = [models.UniqueConstraint(fields=["batch", "village"], name="dtks_chunk_once_per_village")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.village_id}"


class ExportFile(models.Model):
    """A file made of a batch's frozen rows; its job while `sealed_at` is empty, its seal afterwards."""

    class Kind(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"
        READING = "reading", _("XLSX untuk dibaca")
        MANIFEST = "manifest", _("Manifes")

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=8, choices=Kind)
    layout = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    path = models.CharField(max_length=200, blank=True)
    rows = models.PositiveIntegerField(null=True, blank=True)
    bytes = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ()

    class Meta:
        ordering = ["kind"]
        verbose_name = _("berkas")
        constraints = [models.UniqueConstraint(fields=["batch", "kind"], name="dtks_file_once_per_kind")]

    def __str__(self) -> str:
        return self.name


class CoverLetterQuerySet(models.QuerySet):
    """Covering letters as people ask for them."""

    def visible_to(self, user: User) -> "CoverLetterQuerySet":
        """Letters of the batches this person may open."""
        return self.filter(batch__in=Batch.objects.visible_to(user))


class CoverLetter(models.Model):
    """Surat pengantar with its recap: frozen with its number, no name in it; a newer one takes its place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="cover_letters")
    regency_code = models.CharField(max_length=5)
    number = models.CharField(_("nomor surat"), max_length=60)
    contents = models.JSONField()
    path = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    token = models.CharField(max_length=26, unique=True, default=new_token, editable=False)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = CoverLetterQuerySet.as_manager()

    class Privacy:
        personal = ()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        verbose_name = _("surat pengantar")
        constraints = [
            models.UniqueConstraint(fields=["regency_code", "number"], name="dtks_cover_letter_number_once"),
            models.UniqueConstraint(
                fields=["batch"], condition=Q(replaced_at__isnull=True), name="dtks_one_standing_cover_letter"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def seal(self) -> str:
        """What is printed on the paper: first signs of the SHA-256 of its contents."""
        return self.contents["seal"]

    @property
    def counts(self) -> bool:
        """Whether the letter still speaks for its batch."""
        return self.replaced_at is None and self.batch.status != BatchStatus.CANCELLED
