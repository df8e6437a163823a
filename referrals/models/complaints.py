"""Complaints, their papers, who may open a protected one, and what the citizen answered."""

import secrets
import uuid

import pghistory
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Lookup, Q, UUIDField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from puskesos.models import APPEND_ONLY, User
from puskesos.roles import Duty, Role
from puskesos.scope import RegionScoped, RegionScopedQuerySet
from referrals.models.catalogue import Programme, Sector
from referrals.models.clients import Client
from referrals.states import COMPLAINT_OPEN, COMPLAINT_TRANSITIONS, ComplaintStatus


def new_token() -> str:
    """128 random bits as 26 signs or fewer: nobody guesses it."""
    return secrets.token_urlsafe(16)


class Confidentiality(models.TextChoices):
    """Who may know of it."""

    NORMAL = "normal", _("Biasa: petugas wilayah ini")
    OFFICE = "office", _("Rahasia: hanya Dinsos")
    PROTECTED = "protected", _("Terlindung: hanya tim kasus")


class ComplaintQuerySet(RegionScopedQuerySet):
    """Complaints as people ask for them."""

    def visible_to(self, user: User) -> "ComplaintQuerySet":
        """Rows of this person's region; confidential ones for the office, protected ones for their case team.

        A provider's case worker (UPTD PPA) opens the protected cases on whose team it was named, and nothing else.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role == Role.PROVIDER:
            return self.filter(pk__any=cases_of(user))
        return super().visible_to(user).filter(known_to(user))

    def protected(self) -> "ComplaintQuerySet":
        """Cases of women and children, which only their team may know of."""
        return self.filter(confidentiality=Confidentiality.PROTECTED)

    def countable(self) -> "ComplaintQuerySet":
        """What may appear in lists for print, exports and totals: everything but protected cases."""
        return self.exclude(confidentiality=Confidentiality.PROTECTED)

    def open(self) -> "ComplaintQuerySet":
        """Waiting for us: received or reopened."""
        return self.filter(status__in=COMPLAINT_OPEN)

    def overdue(self, *, on) -> "ComplaintQuerySet":
        """Open after their time limit."""
        return self.open().filter(due_on__lt=on)

    def move(self, verb: str, *, pk: uuid.UUID, **columns) -> bool:
        """Perform one transition in one conditional UPDATE; False means somebody was faster."""
        sources, target = COMPLAINT_TRANSITIONS[verb]
        return self.filter(pk=pk, status__in=sources).update(status=target, **columns) == 1


def known_to(user: User, *, path: str = "") -> Q:
    """Which complaints of their region this person may know of; `path` leads to the complaint from another row."""
    if user.role != Role.DINSOS:
        return Q(**{f"{path}confidentiality": Confidentiality.NORMAL})
    told = Q(**{f"{path}confidentiality__in": [Confidentiality.NORMAL, Confidentiality.OFFICE]})
    return told | Q(**{f"{path}pk__any": cases_of(user)})


def cases_of(user: User) -> ArraySubquery:
    """Ids of protected cases on whose team this person is now, for `pk__any`."""
    teams = CaseWorker.objects.filter(user=user, until__isnull=True)
    return ArraySubquery(teams.filter(complaint__confidentiality=Confidentiality.PROTECTED).values("complaint"))


@UUIDField.register_lookup
class IsAnyOf(Lookup):
    """`id = ANY (ARRAY(SELECT …))`: the array is read once, before the rows.

    With `IN (SELECT …)` beside an OR the planner would read every complaint of the region first.
    """

    lookup_name = "any"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        """Write the comparison."""
        column, params = self.process_lhs(compiler, connection)
        array, more = self.process_rhs(compiler, connection)
        return f"{column} = ANY ({array})", [*params, *more]


@pghistory.track(exclude=["text"])
class Complaint(RegionScoped):
    """Keluhan: a question, suggestion or grievance for a person, from its hearing until the citizen says it is done."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("Pertanyaan")
        SUGGESTION = "suggestion", _("Saran")
        GRIEVANCE = "grievance", _("Pengaduan")

    class Channel(models.TextChoices):
        FRONT_OFFICE = "front_office", _("Datang ke SLRT/MPP")
        PUSKESOS = "puskesos", _("Datang ke Puskesos")
        VISIT = "visit", _("Kunjungan fasilitator")
        SURVEY = "survey", _("Saat pendataan")
        PHONE = "phone", _("Telepon atau WhatsApp")
        LETTER = "letter", _("Surat")
        CEK_BANSOS = "cek_bansos", _("Cek Bansos")
        COUNTER = "counter", _("Loket warga")
        RAPID = "rapid", _("Laporan darurat (JSC)")

    class Urgency(models.TextChoices):
        ORDINARY = "ordinary", _("Biasa")
        URGENT = "urgent", _("Segera")
        EMERGENCY = "emergency", _("Darurat")

    class Level(models.TextChoices):
        VILLAGE = "village", _("Puskesos")
        REGENCY = "regency", _("SLRT kabupaten")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=14, unique=True)
    ticket = models.CharField(max_length=26, unique=True, default=new_token, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="complaints")
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    sector = models.CharField(_("bidang"), max_length=12, choices=Sector)
    channel = models.CharField(_("cara masuk"), max_length=12, choices=Channel)
    urgency = models.CharField(_("kegentingan"), max_length=10, choices=Urgency, default=Urgency.ORDINARY)
    confidentiality = models.CharField(
        _("kerahasiaan"), max_length=10, choices=Confidentiality, default=Confidentiality.NORMAL
    )
    text = models.TextField(_("isi keluhan"), max_length=4000)
    place = models.CharField(_("tempat kejadian"), max_length=200, blank=True)
    reporter_name = models.CharField(_("nama pelapor"), max_length=120, blank=True, help_text="empty: the person")
    reporter_relation = models.CharField(_("hubungan pelapor"), max_length=60, blank=True)
    reporter_phone = models.CharField(_("nomor HP pelapor"), max_length=16, blank=True)
    wanted = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=10, choices=ComplaintStatus, default=ComplaintStatus.RECEIVED)
    level = models.CharField(max_length=8, choices=Level, default=Level.VILLAGE)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("batas waktu"))
    escalated_at = models.DateTimeField(null=True, blank=True)
    escalated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    escalation_reason = models.CharField(_("alasan diteruskan"), max_length=500, blank=True)
    result = models.TextField(_("hasil penanganan"), max_length=2000, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reopenings = models.PositiveSmallIntegerField(default=0)
    simfoni_ticket = models.CharField(_("nomor tiket SIMFONI"), max_length=40, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Privacy:
        personal = (
            "number", "ticket", "client", "text", "place", "reporter_name", "reporter_relation", "reporter_phone",
            "escalation_reason", "result", "simfoni_ticket",
        )  # fmt: skip

    class Meta(RegionScoped.Meta):
        abstract = False
        verbose_name = _("keluhan")
        constraints = [
            *RegionScoped.Meta.constraints,
            models.CheckConstraint(
                name="referrals_complaint_handled_says_how",
                condition=~Q(status__in=["handled", "closed"]) | (Q(handled_at__isnull=False) & ~Q(result="")),
            ),
            models.CheckConstraint(
                name="referrals_complaint_closed_has_time",
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="referrals_complaint_escalated_at_with_by",
                condition=Q(escalated_at__isnull=True, escalated_by__isnull=True)
                | Q(escalated_at__isnull=False, escalated_by__isnull=False),
            ),
        ]
        indexes = [
            *[
                models.Index(
                    fields=[code, "due_on", "id"],
                    condition=Q(status__in=COMPLAINT_OPEN),
                    name=f"referrals_open_by_{level}",
                )
                for code, level in (("village", "village"), ("district_code", "district"), ("regency_code", "regency"))
            ],
            *[
                models.Index(fields=[code, "-received_at", "-id"], name=f"referrals_newest_by_{level}")
                for code, level in (("village", "village"), ("district_code", "district"), ("regency_code", "regency"))
            ],
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_protected(self) -> bool:
        """Whether only the case team may know that it exists."""
        return self.confidentiality == Confidentiality.PROTECTED

    @property
    def waits_for_us(self) -> bool:
        """Whether its clock runs: received or reopened."""
        return self.status in COMPLAINT_OPEN

    @property
    def person_name(self) -> str:
        """What lists and headings call the person: a protected one goes by alias, also among its team."""
        if self.is_protected:
            return self.client.alias or _("Kasus terlindung")
        return self.client.name or _("Nama belum diketahui")


class OfComplaintQuerySet(RegionScopedQuerySet):
    """Rows that hang on a complaint, seen by those who may open it."""

    def visible_to(self, user: User) -> "OfComplaintQuerySet":
        """Rows of complaints this person may open."""
        return self.filter(complaint__in=Complaint.objects.visible_to(user).values("pk"))


class CaseWorker(models.Model):
    """Somebody of the team that may open a protected case, from being named until leaving."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="case_workers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("complaint", "user")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "user"], condition=Q(until__isnull=True), name="referrals_case_worker_once"
            )
        ]
        indexes = [models.Index(fields=["user", "complaint"], name="referrals_cases_of_worker")]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.user_id}"


# A face is shown only to those who search for a family.
PORTRAIT = "portrait"


class PaperQuerySet(OfComplaintQuerySet):
    """Papers as people ask for them."""

    def visible_to(self, user: User) -> "PaperQuerySet":
        """Papers of complaints this person may open; a face only for outreach, or for the team of a protected case."""
        rows = super().visible_to(user)
        if user.is_authenticated and user.has_duty(Duty.OUTREACH):
            return rows
        return rows.filter(~Q(code=PORTRAIT) | Q(complaint__confidentiality=Confidentiality.PROTECTED))

    def current(self) -> "PaperQuerySet":
        """Papers that nobody took off the list."""
        return self.filter(removed_at__isnull=True)


class Paper(RegionScoped):
    """Berkas: a photo of a paper or of proof, as the programme's list names it; a replaced one stays on record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="papers")
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, null=True, blank=True, related_name="papers"
    )
    code = models.CharField(max_length=40, help_text="of the programme's or stage's list; `other` for anything else")
    note = models.CharField(_("keterangan"), max_length=120, blank=True)
    path = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    client_sha256 = models.CharField(max_length=64)
    dhash = models.CharField(max_length=16)
    bytes = models.PositiveIntegerField()
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PaperQuerySet.as_manager()

    class Privacy:
        personal = ("code", "note", "path", "sha256", "client_sha256", "dhash")

    class Meta(RegionScoped.Meta):
        abstract = False
        ordering = ["uploaded_at", "pk"]
        verbose_name = _("berkas")
        constraints = [
            *RegionScoped.Meta.constraints,
            models.UniqueConstraint(
                fields=["complaint", "code", "client_sha256"],
                condition=Q(removed_at__isnull=True),
                name="referrals_paper_once_per_complaint_and_code",
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="referrals_paper_by_hash")]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.code}"


class Answer(RegionScoped):
    """What the citizen said when asked whether the complaint was handled; a call that reached nobody counts too."""

    class Said(models.TextChoices):
        HANDLED = "handled", _("Sudah tertangani")
        NOT_HANDLED = "not_handled", _("Belum tertangani")
        UNREACHED = "unreached", _("Tidak terhubung")

    class Channel(models.TextChoices):
        TICKET = "ticket", _("Halaman tiket")
        CALL = "call", _("Telepon petugas")
        VISIT = "visit", _("Ditanya langsung")

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="answers")
    said = models.CharField(max_length=12, choices=Said)
    channel = models.CharField(max_length=8, choices=Channel)
    satisfaction = models.PositiveSmallIntegerField(_("kepuasan (1–5)"), null=True, blank=True)
    words = models.CharField(_("kata warga"), max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfComplaintQuerySet.as_manager()

    class Privacy:
        personal = ("words",)

    class Meta(RegionScoped.Meta):
        abstract = False
        ordering = ["at", "pk"]
        constraints = [
            *RegionScoped.Meta.constraints,
            models.CheckConstraint(
                name="referrals_satisfaction_one_to_five",
                condition=Q(satisfaction__isnull=True) | Q(satisfaction__range=(1, 5)),
            ),
            models.CheckConstraint(
                name="referrals_answer_on_the_ticket_has_no_officer",
                condition=Q(channel="ticket", by__isnull=True) | (~Q(channel="ticket") & Q(by__isnull=False)),
            ),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.said}"
