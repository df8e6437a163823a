"""Referrals, the stages they walk through, links for providers without accounts, and escalations of what is late."""

import uuid

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from puskesos.models import APPEND_ONLY, Provider, User
from puskesos.roles import Role
from puskesos.scope import RegionScoped, RegionScopedQuerySet
from referrals.models.catalogue import Programme
from referrals.models.clients import Consent
from referrals.models.complaints import Complaint, Confidentiality, cases_of, known_to
from referrals.states import IN_OFFICE, REFERRAL_OPEN, REFERRAL_TRANSITIONS, WITH_PROVIDER, ReferralStatus


class ReferralQuerySet(RegionScopedQuerySet):
    """Referrals as people ask for them."""

    def visible_to(self, user: User) -> "ReferralQuerySet":
        """Referrals of complaints this person may open; a provider sees what was sent to its own organisation."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role == Role.PROVIDER:
            sent = self.filter(provider_id=user.provider_id, sent_at__isnull=False)
            hidden = Q(complaint__confidentiality=Confidentiality.PROTECTED)
            return sent.filter(~hidden | Q(complaint__pk__any=cases_of(user)))
        return super().visible_to(user).filter(known_to(user, path="complaint__"))

    def countable(self) -> "ReferralQuerySet":
        """What may appear in lists for print, exports and totals: everything but protected cases."""
        return self.exclude(complaint__confidentiality=Confidentiality.PROTECTED)

    def open(self) -> "ReferralQuerySet":
        """Not ended yet, in the office or with the provider."""
        return self.filter(status__in=REFERRAL_OPEN)

    def overdue(self, *, on) -> "ReferralQuerySet":
        """Whose present step is past its limit."""
        return self.open().filter(step_due_on__lt=on)

    def move(self, verb: str, *, pk: uuid.UUID, revision: int, **columns) -> bool:
        """Perform one transition in one conditional UPDATE; False means somebody was faster."""
        sources, target = REFERRAL_TRANSITIONS[verb]
        rows = self.filter(pk=pk, status__in=sources, revision=revision)
        return rows.update(status=target, revision=F("revision") + 1, **columns) == 1


@pghistory.track(exclude=["stages", "disclosed"])
class Referral(RegionScoped):
    """Rujukan: a complaint placed with a provider's programme, moved through its stages, with deadlines.

    `stages` is a copy of the programme's stages and `disclosed` what the provider was told: both as of that day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=14, unique=True)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="referrals")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=12, choices=ReferralStatus, default=ReferralStatus.PROPOSED)
    revision = models.PositiveIntegerField(default=1)
    stages = models.JSONField()
    stage = models.CharField(max_length=40, blank=True, help_text="code of the stage that waits to be done")
    stage_entered_at = models.DateTimeField(null=True, blank=True)
    step_due_on = models.DateField(_("batas langkah ini"))
    due_on = models.DateField(_("batas layanan"))
    disclosed = models.JSONField(default=dict)
    advice = models.TextField(_("rekomendasi"), max_length=2000, blank=True)
    exception = models.CharField(_("alasan pengecualian"), max_length=300, blank=True)
    reason = models.CharField(
        _("alasan"), max_length=500, blank=True, help_text="of refusing, declining or withdrawing"
    )
    outcome = models.TextField(_("hasil"), max_length=2000, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recommended_at = models.DateTimeField(null=True, blank=True)
    recommended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, help_text="accepted or declined")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="completed, declined, refused or withdrawn")

    objects = ReferralQuerySet.as_manager()

    class Privacy:
        personal = ("number", "complaint", "consent", "disclosed", "advice", "exception", "reason", "outcome")

    class Meta(RegionScoped.Meta):
        abstract = False
        verbose_name = _("rujukan")
        constraints = [
            *RegionScoped.Meta.constraints,
            models.UniqueConstraint(
                fields=["complaint", "programme"],
                condition=Q(status__in=REFERRAL_OPEN),
                name="referrals_one_open_referral_per_programme",
            ),
            models.CheckConstraint(
                name="referrals_decided_by_another_person",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("recommended_by")),
            ),
            models.CheckConstraint(
                name="referrals_sent_has_provider_and_consent",
                condition=Q(sent_at__isnull=True)
                | Q(provider__isnull=False, consent__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="referrals_referral_ended_has_time",
                condition=Q(status__in=REFERRAL_OPEN, ended_at__isnull=True)
                | (~Q(status__in=REFERRAL_OPEN) & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="referrals_no_ending_without_words",
                condition=(~Q(status__in=["refused", "declined", "withdrawn"]) | ~Q(reason=""))
                & (~Q(status="completed") | ~Q(outcome="")),
            ),
            *[
                models.CheckConstraint(
                    name=f"referrals_{verb}_at_with_by",
                    condition=Q(**{f"{verb}_at__isnull": True, f"{verb}_by__isnull": True})
                    | Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}),
                )
                for verb in ("recommended", "decided")
            ],
        ]
        indexes = [
            models.Index(
                fields=[code, "step_due_on", "id"],
                condition=Q(status__in=REFERRAL_OPEN),
                name=f"referrals_steps_by_{level}",
            )
            for code, level in (
                ("village", "village"),
                ("district_code", "district"),
                ("regency_code", "regency"),
                ("provider", "provider"),
            )
        ]
        indexes += [models.Index(fields=["provider", "-sent_at", "-id"], name="referrals_of_provider")]
        indexes += [
            models.Index(
                fields=[code, "-ended_at", "-id"],
                condition=Q(ended_at__isnull=False),
                name=f"referrals_ended_by_{level}",
            )
            for code, level in (("village", "village"), ("district_code", "district"), ("regency_code", "regency"))
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_protected(self) -> bool:
        """Whether only the case team may know that it exists."""
        return self.complaint.is_protected

    @property
    def in_office(self) -> bool:
        """Proposed or waiting for the decision."""
        return self.status in IN_OFFICE

    @property
    def with_provider(self) -> bool:
        """Sent and not ended: the clock runs at the provider's."""
        return self.status in WITH_PROVIDER


class StageRecordQuerySet(RegionScopedQuerySet):
    """Records of stages as people ask for them."""

    def visible_to(self, user: User) -> "StageRecordQuerySet":
        """Records of referrals this person may open."""
        return self.filter(referral__in=Referral.objects.visible_to(user).values("pk"))


class StageRecord(RegionScoped):
    """What was done and found in one stage of a referral; never changed, a correction is a second record."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="records")
    stage = models.CharField(max_length=40)
    values = models.JSONField(default=dict, help_text="field code -> value, as the stage's form asks")
    note = models.CharField(_("catatan"), max_length=500, blank=True)
    entered_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    link = models.ForeignKey("referrals.AnswerLink", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = StageRecordQuerySet.as_manager()

    class Privacy:
        personal = ("values", "note")

    class Meta(RegionScoped.Meta):
        abstract = False
        ordering = ["at", "pk"]
        constraints = [
            *RegionScoped.Meta.constraints,
            models.CheckConstraint(
                name="referrals_stage_done_by_somebody",
                condition=Q(by__isnull=False, link__isnull=True) | Q(by__isnull=True, link__isnull=False),
            ),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.stage}"


class AnswerLink(models.Model):
    """A link with which a provider without an account answers one referral once per stage; only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True, help_text="sha-256 of the token")
    contact = models.CharField(_("dikirim kepada"), max_length=120)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("digest", "contact")

    def __str__(self) -> str:
        return str(self.pk)


class EscalationQuerySet(RegionScopedQuerySet):
    """Escalations as people ask for them."""

    def visible_to(self, user: User) -> "EscalationQuerySet":
        """Of complaints and referrals this person may open."""
        complaints = Q(complaint__in=Complaint.objects.visible_to(user).values("pk"))
        return self.filter(complaints | Q(referral__in=Referral.objects.visible_to(user).values("pk")))

    def countable(self) -> "EscalationQuerySet":
        """What may appear in lists for print, exports and totals: everything but protected cases."""
        protected = Q(complaint__confidentiality=Confidentiality.PROTECTED)
        return self.exclude(protected | Q(referral__complaint__confidentiality=Confidentiality.PROTECTED))


class Escalation(RegionScoped):
    """That something late was brought before a role; once per step and level."""

    class Level(models.IntegerChoices):
        HOLDER = 1, _("Pemegang langkah")
        SUPERVISOR = 2, _("Supervisor dan Dinsos")
        LEADER = 3, _("Pimpinan")

    complaint = models.ForeignKey(
        Complaint, on_delete=models.PROTECT, null=True, blank=True, related_name="escalations"
    )
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="escalations")
    level = models.PositiveSmallIntegerField(choices=Level)
    due_on = models.DateField(help_text="the limit that passed")
    at = models.DateTimeField()

    objects = EscalationQuerySet.as_manager()

    class Privacy:
        personal = ("complaint", "referral")

    class Meta(RegionScoped.Meta):
        abstract = False
        ordering = ["-at", "-pk"]
        constraints = [
            *RegionScoped.Meta.constraints,
            models.CheckConstraint(
                name="referrals_escalation_of_one_thing",
                condition=Q(complaint__isnull=False, referral__isnull=True)
                | Q(complaint__isnull=True, referral__isnull=False),
            ),
            models.UniqueConstraint(fields=["complaint", "due_on", "level"], name="referrals_complaint_escalated_once"),
            models.UniqueConstraint(fields=["referral", "due_on", "level"], name="referrals_referral_escalated_once"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id or self.referral_id} {self.level}"
