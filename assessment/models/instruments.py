"""The instrument in versions: published ones never change and are kept for ever."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from puskesos.models import Region

PUBLISHED_STAYS = pgtrigger.Trigger(
    name="published_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__published_at__isnull=False),
    func="""
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'valid_to' = to_jsonb(OLD) - 'valid_to' THEN
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


class Instrument(models.Model):
    """One version of the questionnaire; once published it never changes and is kept for ever."""

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(_("judul"), max_length=200)
    legal_basis = models.TextField(_("dasar hukum"))
    valid_from = models.DateField(_("berlaku sejak"))
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    note = models.TextField(blank=True)
    minimum_photos = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ()

    class Meta:
        verbose_name = _("instrumen")
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="assessment_instrument_version_once")]
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


class Question(InstrumentPart):
    """A question; `rule` and `edges` are set when the answer is computed from numbers."""

    help = models.TextField(blank=True)
    basis = models.CharField(max_length=200)
    rule = models.CharField(max_length=40, blank=True)
    inputs = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    edges = ArrayField(models.FloatField(), default=list, blank=True)

    class Meta(InstrumentPart.Meta):
        abstract = False


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


class Band(InstrumentPart):
    """A class (kelas) with its edges on the total."""

    low = models.PositiveSmallIntegerField()
    high = models.PositiveSmallIntegerField()

    class Meta(InstrumentPart.Meta):
        abstract = False


class PhotoSlot(InstrumentPart):
    """A photo that is asked for."""

    required = models.BooleanField()

    class Meta(InstrumentPart.Meta):
        abstract = False


class CriteriaSet(InstrumentPart):
    """A legal list of criteria that answers are counted against."""

    count = models.PositiveSmallIntegerField()
    eligible_at = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    not_derived = ArrayField(models.CharField(max_length=10), default=list, blank=True)

    class Meta(InstrumentPart.Meta):
        abstract = False


class Override(InstrumentPart):
    """A condition outside the sum; may fix the class and drop questions and photos."""

    effect = models.TextField()
    band = models.CharField(max_length=40, blank=True)
    skips = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    minimum_photos = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(InstrumentPart.Meta):
        abstract = False


class PovertyLine(models.Model):
    """Garis kemiskinan of a regency: rupiah per person a month, by year (BPS)."""

    regency = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    rupiah = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    class Privacy:
        personal = ()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["regency", "year"], name="assessment_poverty_line_once")]

    def __str__(self) -> str:
        return f"{self.regency_id} {self.year}"
