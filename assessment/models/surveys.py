"""Assessments with what was sent and photographed."""

import uuid

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.models.instruments import Instrument
from assessment.states import TRANSITIONS, AssessmentStatus
from households.models import Household
from puskesos.models import APPEND_ONLY, Round, User
from puskesos.roles import CAPTURES, Role
from puskesos.scope import RegionScoped, RegionScopedQuerySet


class Position(models.Model):
    """Where a house stands: from the phone, or typed with a reason."""

    latitude = models.DecimalField(_("lintang"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("bujur"), max_digits=9, decimal_places=6, null=True, blank=True)
    accuracy_m = models.FloatField(_("ketelitian (m)"), null=True, blank=True)
    located_at = models.DateTimeField(null=True, blank=True)
    position_reason = models.CharField(_("alasan titik diketik"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def is_located(self) -> bool:
        """Whether a position was given."""
        return self.latitude is not None and self.longitude is not None


SURVEYOR_IS_THERE = Q(surveyor__is_active=True, surveyor__role__in=list(CAPTURES)) & (
    Q(surveyor__region=F("village")) | Q(surveyor__villages__contains=[F("village")])
)


class AssessmentQuerySet(RegionScopedQuerySet):
    """Assessments as people ask for them."""

    def visible_to(self, user: User) -> "AssessmentQuerySet":
        """Rows of this person's region; a draft is its village's own until it is sent (security.md T-ACC).

        The operator sees every draft of the village, a facilitator those begun in person.
        """
        rows = super().visible_to(user)
        if getattr(user, "role", None) == Role.OPERATOR:
            return rows
        if getattr(user, "role", None) == Role.FACILITATOR:
            return rows.filter(~Q(status=AssessmentStatus.DRAFT) | Q(surveyor=user))
        return rows.exclude(status=AssessmentStatus.DRAFT)

    def awaiting_review(self) -> "AssessmentQuerySet":
        """Submitted, oldest first."""
        return self.filter(status=AssessmentStatus.SUBMITTED).order_by("submitted_at", "pk")

    def editable(self) -> "AssessmentQuerySet":
        """Draft or returned: still in the operator's hands."""
        return self.filter(status__in=TRANSITIONS["submit"][0])

    def in_hands(self) -> "AssessmentQuerySet":
        """Whose surveyor still works in the village."""
        return self.filter(SURVEYOR_IS_THERE)

    def in_hands_or_of(self, user: User) -> "AssessmentQuerySet":
        """Whose surveyor still works in the village, or is this person."""
        return self.filter(SURVEYOR_IS_THERE | Q(surveyor=user))

    def held(self) -> "AssessmentQuerySet":
        """Not sent, and the surveyor was moved or disabled: waits to be handed over (security.md F13, F14)."""
        return self.editable().filter(~SURVEYOR_IS_THERE)

    def move(self, verb: str, *, pk: uuid.UUID, revision: int, **columns) -> bool:
        """Perform one transition in one conditional UPDATE; False means somebody was faster."""
        sources, target = TRANSITIONS[verb]
        rows = self.filter(pk=pk, status__in=sources, revision=revision)
        return rows.update(status=target, revision=F("revision") + 1, **columns) == 1


@pghistory.track(exclude=["answers", "numbers", "manifest", "draft_revision"])
class Assessment(RegionScoped, Position):
    """One visit to one household in one round."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="assessments")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="assessments")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    surveyor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=AssessmentStatus, default=AssessmentStatus.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField(default=timezone.now)

    answers = models.JSONField(default=dict, blank=True)
    numbers = models.JSONField(default=dict, blank=True)
    overrides = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    identity_confirmed_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(_("catatan kunjungan"), blank=True, default="", db_default="")

    # What the phone said: which photos there will be, and which state of the draft this is (docs/field-app.md).
    draft_revision = models.UUIDField(null=True, blank=True, editable=False)
    manifest = models.JSONField(default=list, db_default=Value([], models.JSONField()), blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    answers_received_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(_("terlambat sinkron"), default=False, db_default=False)

    receipt_number = models.CharField(max_length=14, unique=True, null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    band = models.CharField(max_length=40, blank=True)
    criteria = models.JSONField(default=dict, blank=True)
    poverty_line_rp = models.PositiveIntegerField(null=True, blank=True)

    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = AssessmentQuerySet.as_manager()

    class Privacy:
        personal = (
            "answers",
            "numbers",
            "overrides",
            "note",
            "manifest",
            "latitude",
            "longitude",
            "accuracy_m",
            "position_reason",
        )

    class Meta(RegionScoped.Meta):
        abstract = False
        verbose_name = _("pendataan")
        constraints = [
            *RegionScoped.Meta.constraints,
            models.UniqueConstraint(fields=["household", "round"], name="assessment_once_per_household_and_round"),
            models.CheckConstraint(
                name="assessment_approved_by_another_person",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
            ),
            *[
                models.CheckConstraint(
                    name=f"assessment_{verb}_at_with_by",
                    condition=Q(**{f"{verb}_at__isnull": True, f"{verb}_by__isnull": True})
                    | Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}),
                )
                for verb in ("submitted", "returned", "approved")
            ],
            models.CheckConstraint(
                name="assessment_submitted_has_receipt_and_class",
                condition=Q(status=AssessmentStatus.DRAFT)
                | (Q(submitted_at__isnull=False, receipt_number__isnull=False) & ~Q(band="")),
            ),
            models.CheckConstraint(
                name="assessment_approved_is_signed",
                condition=~Q(status=AssessmentStatus.APPROVED) | Q(approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="assessment_score_in_range", condition=Q(score__isnull=True) | Q(score__gte=1500, score__lte=4500)
            ),
        ]
        indexes = [
            *[
                models.Index(
                    fields=[f"{level}_code", "submitted_at", "id"],
                    condition=Q(status=AssessmentStatus.SUBMITTED),
                    name=f"assessment_queue_{level}",
                )
                for level in ("district", "regency")
            ],
            # With the codes by which a person's region is cut, so that counts on the queue read no survey.
            *[
                models.Index(
                    fields=[whose, "submitted_at", "id"],
                    include=["district_code", "regency_code"],
                    condition=Q(status=AssessmentStatus.SUBMITTED),
                    name=f"assessment_queue_of_{whose}",
                )
                for whose in ("village", "surveyor")
            ],
            # The list of a kecamatan and of a regency, newest first: all of it, and by state.
            *[
                models.Index(fields=[f"{level}_code", *state, "started_at", "id"], name=f"assessment_{name}_{level}")
                for level in ("district", "regency")
                for state, name in (((), "newest"), (("status",), "state"))
            ],
            models.Index(fields=["village", "status", "started_at"], name="assessment_by_village"),
            # All that the progress of a round counts, so that counting reads no survey.
            models.Index(fields=["round", "village", "status"], name="assessment_progress_of_round"),
            models.Index(
                fields=["round", "village"],
                condition=Q(status=AssessmentStatus.APPROVED),
                name="assessment_approved_in_round",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def state_of_draft(self) -> uuid.UUID:
        """Names what the draft says now; whoever changes it must have seen this one (docs/field-app.md)."""
        return self.draft_revision or self.pk

    @property
    def waits_for_photos(self) -> bool:
        """Whether the answers are here and finished, and photos are still on the phone."""
        return self.status == AssessmentStatus.DRAFT and self.answers_received_at is not None


class Submission(RegionScoped, Position):
    """What was sent, as it was sent: one row per sending, never changed."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="submissions")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    numbers = models.JSONField()
    overrides = ArrayField(models.CharField(max_length=40), default=list)
    photos = models.JSONField(help_text="slot -> list of sha256")

    class Privacy:
        personal = (
            "answers",
            "numbers",
            "overrides",
            "photos",
            "latitude",
            "longitude",
            "accuracy_m",
            "position_reason",
        )

    class Meta(RegionScoped.Meta):
        abstract = False
        ordering = ["revision"]
        constraints = [
            *RegionScoped.Meta.constraints,
            models.UniqueConstraint(fields=["assessment", "revision"], name="assessment_submission_once_per_revision"),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.assessment_id} r{self.revision}"


class PhotoQuerySet(RegionScopedQuerySet):
    """Photos as people ask for them."""

    def visible_to(self, user: User) -> "PhotoQuerySet":
        """Photos of assessments this person may open."""
        return super().visible_to(user).filter(assessment__in=Assessment.objects.visible_to(user))


class Photo(RegionScoped):
    """A photo in a slot; a replaced photo stays on record with the time it was replaced."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="photos")
    slot = models.CharField(max_length=40)
    path = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    client_sha256 = models.CharField(max_length=64)
    dhash = models.CharField(max_length=16)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    bytes = models.PositiveIntegerField()
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    accuracy_m = models.FloatField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    # Taken from the gallery instead of at the visit: with a reason, and marked for the supervisor.
    gallery_reason = models.CharField(_("alasan dari galeri"), max_length=200, blank=True, default="", db_default="")
    # A photo of the field app is decoded and made small by a worker after it was received; others at once.
    is_examined = models.BooleanField(default=True, db_default=True)
    is_broken = models.BooleanField(_("foto bermasalah"), default=False, db_default=False)
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PhotoQuerySet.as_manager()

    class Privacy:
        personal = (
            "path",
            "sha256",
            "client_sha256",
            "dhash",
            "latitude",
            "longitude",
            "accuracy_m",
            "gallery_reason",
        )

    class Meta(RegionScoped.Meta):
        abstract = False
        ordering = ["uploaded_at", "pk"]
        verbose_name = _("foto")
        constraints = [
            *RegionScoped.Meta.constraints,
            models.UniqueConstraint(
                fields=["assessment", "client_sha256"],
                condition=Q(removed_at__isnull=True),
                name="assessment_photo_once_per_assessment",
            ),
        ]
        indexes = [
            models.Index(fields=["sha256"], name="assessment_photo_by_hash"),
            models.Index(fields=["uploaded_at"], condition=Q(is_examined=False), name="assessment_photo_to_examine"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.slot}"
