"""The instrument in versions: published ones never change and are kept for ever."""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from puskesos.models import Region, User
from puskesos.roles import Role
from puskesos.scope import REGENCY_LENGTH

# A survey begun with the version before may still be sent so many days after a new one began (security.md F12).
GRACE_DAYS = 14
# What was asked of every house from the first day; a version may ask for more, never for fewer.
LEAST_PHOTOS = 7

PUBLISHED_STAYS = pgtrigger.Trigger(
    name="published_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__published_at__isnull=False),
    func="""
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['valid_to', 'retired_at', 'retired_by_id']
                              = to_jsonb(OLD) - ARRAY['valid_to', 'retired_at', 'retired_by_id'] THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'instrument % is published and cannot change', OLD.id USING ERRCODE = 'check_violation';
    """,
)


# Nothing is added to, changed in or removed from a published instrument.
PARTS_STAY = pgtrigger.Trigger(
    name="published_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("part", "RECORD")],
    func="""
            IF TG_OP = 'DELETE' THEN part := OLD; ELSE part := NEW; END IF;
            IF EXISTS (SELECT 1 FROM assessment_instrument
                       WHERE id = part.instrument_id AND published_at IS NOT NULL) THEN
                RAISE EXCEPTION 'instrument is published and cannot change' USING ERRCODE = 'check_violation';
            END IF;
            RETURN part;
        """,
)


class InstrumentQuerySet(models.QuerySet):
    """Versions as people ask for them."""

    def visible_to(self, user: User) -> "InstrumentQuerySet":
        """Versions of the regency whose office this person works in; administrators look at all."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role == Role.ADMIN:
            return self.all()
        return self.of_regency(user.region_id) if user.region_length == REGENCY_LENGTH else self.none()

    def of_regency(self, code: str) -> "InstrumentQuerySet":
        """What a regency works with: its own versions and those that came with the system."""
        return self.filter(Q(regency=None) | Q(regency=code))

    def published(self) -> "InstrumentQuerySet":
        """Versions that surveys may be begun with, once their day has come."""
        return self.filter(published_at__isnull=False, retired_at__isnull=True)

    def draft(self) -> "InstrumentQuerySet":
        """Versions that are still written at."""
        return self.filter(published_at__isnull=True, discarded_at__isnull=True)


@pghistory.track()
class Instrument(models.Model):
    """One version of the questionnaire; once published it never changes and is kept for ever."""

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    regency = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    title = models.CharField(_("judul"), max_length=200)
    legal_basis = models.TextField(_("dasar hukum"))
    valid_from = models.DateField(_("berlaku sejak"))
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    note = models.TextField(blank=True)
    minimum_photos = models.PositiveSmallIntegerField()
    grace_days = models.PositiveSmallIntegerField(_("masa tenggang (hari)"), default=GRACE_DAYS)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    authors = ArrayField(models.BigIntegerField(), default=list, blank=True, help_text="whoever wrote at the draft")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    discarded_at = models.DateTimeField(null=True, blank=True)
    discarded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = InstrumentQuerySet.as_manager()

    class Privacy:
        personal = ()

    class Meta:
        verbose_name = _("instrumen")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="assessment_instrument_version_once"),
            models.UniqueConstraint(
                fields=["regency", "valid_from"],
                condition=Q(published_at__isnull=False, retired_at__isnull=True),
                name="assessment_one_version_begins_on_a_day",
            ),
            models.CheckConstraint(
                name="assessment_instrument_published_by_another_person",
                condition=Q(published_by__isnull=True) | ~Q(authors__contains=[F("published_by")]),
            ),
            # Only what comes with the system, for every regency, is published by nobody.
            models.CheckConstraint(
                name="assessment_instrument_publication_is_signed",
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False)
                | Q(published_at__isnull=False, regency__isnull=True),
            ),
            models.CheckConstraint(
                name="assessment_instrument_asks_for_seven_photos",
                condition=Q(published_at__isnull=True) | Q(minimum_photos__gte=LEAST_PHOTOS),
            ),
            models.CheckConstraint(
                name="assessment_instrument_discarded_was_a_draft",
                condition=Q(discarded_at__isnull=True) | Q(published_at__isnull=True),
            ),
            *[
                models.CheckConstraint(
                    name=f"assessment_instrument_{verb}_at_with_by",
                    condition=Q(**{f"{verb}_at__isnull": True, f"{verb}_by__isnull": True})
                    | Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}),
                )
                for verb in ("retired", "discarded")
            ],
        ]
        triggers = [PUBLISHED_STAYS]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class InstrumentPart(models.Model):
    """A row of an instrument, in order."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="%(class)ss")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    text = models.TextField()

    class Privacy:
        personal = ()

    class Meta:
        abstract = True
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["instrument", "code"], name="%(app_label)s_%(class)s_code_once")]
        triggers = [PARTS_STAY]

    def __str__(self) -> str:
        return self.code


@pghistory.track()
class Question(InstrumentPart):
    """A question; `rule` and `edges` are set when the answer is computed from numbers."""

    help = models.TextField(blank=True)
    basis = models.CharField(max_length=200)
    rule = models.CharField(max_length=40, blank=True)
    inputs = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    edges = ArrayField(models.FloatField(), default=list, blank=True)

    class Meta(InstrumentPart.Meta):
        abstract = False


@pghistory.track()
class Choice(InstrumentPart):
    """An answer, its points (100, 200, 300) and the legal criteria it meets."""

    question = models.CharField(max_length=40)
    score = models.PositiveSmallIntegerField()
    criteria = ArrayField(models.CharField(max_length=10), default=list, blank=True)

    class Meta(InstrumentPart.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["instrument", "question", "code"], name="assessment_choice_code_once"),
            models.CheckConstraint(name="assessment_choice_points", condition=Q(score__in=[100, 200, 300])),
        ]


@pghistory.track()
class Band(InstrumentPart):
    """A class (kelas) with its edges on the total."""

    low = models.PositiveSmallIntegerField()
    high = models.PositiveSmallIntegerField()

    class Meta(InstrumentPart.Meta):
        abstract = False


@pghistory.track()
class PhotoSlot(InstrumentPart):
    """A photo that is asked for."""

    required = models.BooleanField()

    class Meta(InstrumentPart.Meta):
        abstract = False


@pghistory.track()
class CriteriaSet(InstrumentPart):
    """A legal list of criteria that answers are counted against."""

    count = models.PositiveSmallIntegerField()
    eligible_at = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    not_derived = ArrayField(models.CharField(max_length=10), default=list, blank=True)

    class Meta(InstrumentPart.Meta):
        abstract = False


@pghistory.track()
class Override(InstrumentPart):
    """A condition outside the sum; may fix the class and drop questions and photos."""

    effect = models.TextField()
    band = models.CharField(max_length=40, blank=True)
    skips = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    minimum_photos = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(InstrumentPart.Meta):
        abstract = False


@pghistory.track()
class PovertyLine(models.Model):
    """Garis kemiskinan of a regency: rupiah per person a month, by year (BPS)."""

    regency = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    rupiah = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    revision = models.PositiveIntegerField(default=1)
    noted_at = models.DateTimeField(null=True, blank=True)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Privacy:
        personal = ()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["regency", "year"], name="assessment_poverty_line_once")]

    def __str__(self) -> str:
        return f"{self.regency_id} {self.year}"
