"""Rounds with their closing dates and targets, and what people are told."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from puskesos.roles import REGION_LENGTH, Role
from puskesos.states import ROUND_TRANSITIONS, NoticeKind, RoundStatus

REGION = "puskesos.Region"
USER = settings.AUTH_USER_MODEL


class RoundQuerySet(models.QuerySet):
    """Rounds as people ask for them."""

    def visible_to(self, user: Any) -> Self:
        """Rounds of this person's regency; of all regencies for an administrator who belongs to none."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role == Role.ADMIN and not user.region_id:
            return self
        return self.filter(regency_id=(user.region_id or "")[: REGION_LENGTH[Role.DINSOS]])

    def announced(self) -> Self:
        """Rounds that were opened once, whether or not they still run."""
        return self.exclude(status=RoundStatus.PLANNED)

    def move(self, verb: str, *, pk: int, **columns) -> bool:
        """Perform one transition in one conditional UPDATE; False means somebody was faster."""
        sources, target = ROUND_TRANSITIONS[verb]
        return self.filter(pk=pk, status__in=sources).update(status=target, **columns) == 1


@pghistory.track()
class Round(models.Model):
    """Periode pemutakhiran: the time in which a regency updates its data (docs/adr/0015)."""

    regency = models.ForeignKey(REGION, on_delete=models.PROTECT, related_name="rounds")
    name = models.CharField(_("nama"), max_length=80)
    opens_on = models.DateField(_("dibuka"))
    closes_on = models.DateField(_("ditutup"))
    status = models.CharField(max_length=8, choices=RoundStatus, default=RoundStatus.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="by hand, before its date or after")
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    # Whether any district has a date of its own; a question that found out says so on the row.
    has_deadlines = True

    objects = RoundQuerySet.as_manager()

    class Privacy:
        personal = ()

    class Meta:
        ordering = ["-opens_on"]
        verbose_name = _("periode pemutakhiran")
        constraints = [
            models.UniqueConstraint(fields=["regency", "name"], name="puskesos_round_name_once"),
            models.CheckConstraint(
                name="puskesos_round_closes_after_opening", condition=Q(closes_on__gte=F("opens_on"))
            ),
            models.CheckConstraint(
                name="puskesos_round_closed_says_when_and_who",
                condition=Q(status=RoundStatus.CLOSED, closed_at__isnull=False, closed_by__isnull=False)
                | (~Q(status=RoundStatus.CLOSED) & Q(closed_at__isnull=True, closed_by__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open_in(self, district_code: str, *, on: date) -> bool:
        """Whether surveys of a district are taken on this day."""
        if self.status == RoundStatus.PLANNED or on < self.opens_on:
            return False
        own = self._own(district_code)
        return not self._ended_by_hand(own) and on <= self._last_day(own)

    def closes_on_in(self, district_code: str) -> date:
        """Last day in a district: its own if it was given one, else the round's; the day of a closing by hand."""
        return self._last_day(self._own(district_code))

    @property
    def dates(self) -> "Iterable[RoundDeadline]":
        """Dates of districts of their own."""
        return self.deadlines.all() if self.has_deadlines else ()

    def _own(self, district_code: str) -> "RoundDeadline | None":
        return next((row for row in self.dates if row.district_id == district_code), None)

    def _last_day(self, own: "RoundDeadline | None") -> date:
        planned = own.closes_on if own else self.closes_on
        return min(planned, timezone.localdate(self.closed_at)) if self._ended_by_hand(own) else planned

    def _ended_by_hand(self, own: "RoundDeadline | None") -> bool:
        """Closing by hand ends every district but those that were given a new date afterwards."""
        return self.closed_at is not None and not (own and own.set_at > self.closed_at)


@pghistory.track()
class RoundDeadline(models.Model):
    """A closing date of its own for one district."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="deadlines")
    district = models.ForeignKey(REGION, on_delete=models.PROTECT, related_name="+")
    closes_on = models.DateField(_("ditutup"))
    reason = models.CharField(_("alasan"), max_length=300, blank=True)
    set_at = models.DateTimeField(default=timezone.now)
    set_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Privacy:
        personal = ()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "district"], name="puskesos_one_deadline_per_district")]

    def __str__(self) -> str:
        return f"{self.round} {self.district_id}"


@pghistory.track()
class RoundTarget(models.Model):
    """How many households a village is to survey in a round."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="targets")
    village = models.ForeignKey(REGION, on_delete=models.PROTECT, related_name="+")
    households = models.PositiveIntegerField(_("sasaran"))

    class Privacy:
        personal = ()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "village"], name="puskesos_one_target_per_village")]

    def __str__(self) -> str:
        return f"{self.village_id} {self.households}"


class Notice(models.Model):
    """That something happened which one person should know: what and where, never whose (puskesos/notices.py)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=NoticeKind)
    target_type = models.CharField(max_length=40)
    target_id = models.CharField(max_length=40)
    facts = models.JSONField(default=dict, help_text="counts and dates for the sentence; nothing of a person")
    count = models.PositiveIntegerField(default=1, help_text="how many such events, for kinds that gather")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ()

    class Meta:
        verbose_name = _("pemberitahuan")
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="puskesos_notices_newest"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="puskesos_notices_unread"),
            models.Index(fields=["target_type", "target_id"], name="puskesos_notices_of_target"),
            models.Index(fields=["created_at"], name="puskesos_notices_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_type}"
