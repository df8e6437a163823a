"""What the field app hands over before it is an assessment with its photos: drafts, photos, keys of phones."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessment.models.surveys import Assessment
from puskesos.models import APPEND_ONLY, User
from puskesos.roles import CAPTURES, SENDS
from puskesos.scope import RegionScoped, RegionScopedQuerySet

OWNER_IS_THERE = Q(owner__is_active=True, owner__role__in=list(CAPTURES)) & (
    Q(owner__region=F("village")) | Q(owner__villages__contains=[F("village")])
)


class FieldDraftQuerySet(RegionScopedQuerySet):
    """Drafts of phones as people ask for them."""

    def not_begun(self) -> Self:
        """Received, and no survey yet: something stands in the way."""
        return self.filter(assessment=None)

    def in_hands_of(self, user: User) -> Self:
        """Not begun, and this person's own; an operator's also those of facilitators there, who cannot send."""
        hands = Q(owner=user)
        if user.role in SENDS:
            hands |= OWNER_IS_THERE & Q(village=user.region_id) & ~Q(owner__role__in=list(SENDS))
        return self.not_begun().filter(hands)

    def held(self) -> Self:
        """Not begun, and whoever sent it was moved or disabled: waits to be handed over (security.md F14)."""
        return self.not_begun().filter(~OWNER_IS_THERE)


class FieldDraft(RegionScoped):
    """A draft as the phone sent it last, sealed; it is kept whole also while parts of it cannot be written."""

    # Made on the phone: the assessment has the same one, once it could be begun.
    id = models.UUIDField(primary_key=True, editable=False)
    assessment = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, null=True, blank=True, related_name="field_draft"
    )
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    revision = models.UUIDField()
    instrument_id = models.BigIntegerField()
    cipher = models.BinaryField()
    content_sha256 = models.CharField(max_length=64)
    # What the draft wrote into the registry itself, sealed: only that may it correct without asking.
    own_cipher = models.BinaryField(null=True, blank=True)
    problems = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    # By how many seconds the phone's clock differs from ours; positive when it is behind.
    clock_skew_s = models.IntegerField(default=0)

    objects = FieldDraftQuerySet.as_manager()

    class Privacy:
        personal = ("cipher", "own_cipher", "problems")

    class Meta(RegionScoped.Meta):
        abstract = False
        verbose_name = _("draf lapangan")
        constraints = [*RegionScoped.Meta.constraints]
        indexes = [
            models.Index(fields=["owner"], condition=Q(assessment__isnull=True), name="assessment_draft_not_begun")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class FieldRevision(models.Model):
    """That a revision of a draft was received, and the hash of what it said; repeating it is answered from here."""

    draft = models.ForeignKey(FieldDraft, on_delete=models.PROTECT, related_name="revisions")
    revision = models.UUIDField()
    parent = models.UUIDField(null=True, blank=True)
    content_sha256 = models.CharField(max_length=64)
    device = models.UUIDField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()

    class Privacy:
        personal = ()

    class Meta:
        verbose_name = _("revisi draf lapangan")
        constraints = [models.UniqueConstraint(fields=["draft", "revision"], name="assessment_field_revision_once")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.revision}"


class PhotoUpload(models.Model):
    """A photo that was received and belongs to no survey yet, or to one of them by now; kept by its hash."""

    client_sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    bytes = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Privacy:
        personal = ("client_sha256", "path", "sha256")

    class Meta:
        verbose_name = _("foto diterima")
        constraints = [
            models.UniqueConstraint(fields=["by", "client_sha256"], name="assessment_photo_received_once"),
        ]
        indexes = [
            models.Index(fields=["by", "at"], name="assessment_received_by_day"),
            models.Index(fields=["path"], name="assessment_received_by_path"),
        ]

    def __str__(self) -> str:
        return self.client_sha256


class DeviceKey(models.Model):
    """The key that seals a person's drafts on one phone, sealed by ours: a forgotten PIN loses nothing (ADR 21)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="device_keys")
    label = models.CharField(_("ponsel"), max_length=80)
    cipher = models.BinaryField(max_length=200)
    at = models.DateTimeField()

    class Privacy:
        personal = ()

    class Meta:
        verbose_name = _("kunci ponsel")

    def __str__(self) -> str:
        return str(self.pk)
