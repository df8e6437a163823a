"""What a draft of the instrument would make of the surveys there are: the question, its work, its answer."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessment.models.instruments import Instrument
from assessment.models.surveys import Assessment
from puskesos.models import Region, Round, User
from puskesos.scope import RegionScoped


class SimulationQuerySet(models.QuerySet):
    """Simulations as pages and workers ask for them."""

    def visible_to(self, user: User) -> "SimulationQuerySet":
        """Those of versions this person may look at."""
        return self.filter(instrument__in=Instrument.objects.visible_to(user))

    def fresh(self) -> "SimulationQuerySet":
        """Those whose draft is still as it was when they were asked for."""
        return self.filter(revision=F("instrument__revision"))

    def finished(self) -> "SimulationQuerySet":
        """Those that counted every village."""
        return self.filter(finished_at__isnull=False)


class Simulation(models.Model):
    """One revision of a draft, tried on the sent surveys of a regency: of one round, or of all."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="simulations")
    revision = models.PositiveIntegerField()
    regency = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = SimulationQuerySet.as_manager()

    class Privacy:
        personal = ()

    class Meta:
        verbose_name = _("simulasi")
        constraints = [models.UniqueConstraint(fields=["instrument"], name="assessment_one_simulation_per_draft")]

    def __str__(self) -> str:
        return f"{self.instrument_id} r{self.revision}"


class SimulationChunk(models.Model):
    """One village's share of the work: the job is this row, Celery only rings the bell."""

    simulation = models.ForeignKey(Simulation, on_delete=models.CASCADE, related_name="chunks")
    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["simulation", "village"], name="assessment_simulated_once_per_village")
        ]
        indexes = [
            models.Index(fields=["simulation"], condition=Q(done_at__isnull=True), name="assessment_simulation_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.simulation_id} {self.village_id}"


class SimulationCount(models.Model):
    """How many surveys of a village went from one class to another, or stayed; `after` is empty without a class."""

    simulation = models.ForeignKey(Simulation, on_delete=models.CASCADE, related_name="counts")
    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    before = models.CharField(max_length=40)
    after = models.CharField(max_length=40, blank=True)
    rows = models.PositiveIntegerField()

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["simulation", "village", "before", "after"], name="assessment_simulation_count_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.before} {self.after}: {self.rows}"


class SimulatedChange(RegionScoped):
    """One survey that would change class."""

    simulation = models.ForeignKey(Simulation, on_delete=models.CASCADE, related_name="changes")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    before = models.CharField(max_length=40)
    after = models.CharField(max_length=40, blank=True)
    score_before = models.PositiveSmallIntegerField(null=True)
    score_after = models.PositiveSmallIntegerField(null=True)

    class Privacy:
        personal = ()

    class Meta(RegionScoped.Meta):
        abstract = False
        constraints = [
            *RegionScoped.Meta.constraints,
            models.UniqueConstraint(fields=["simulation", "assessment"], name="assessment_simulated_change_once"),
        ]
        indexes = [models.Index(fields=["simulation", "id"], name="assessment_simulated_listed")]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.before} {self.after}"
