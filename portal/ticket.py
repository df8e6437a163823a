"""What a citizen sees of a complaint: a number, where it stands and what comes next; no name, no place, no words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from referrals.models import Answer, Complaint, Referral
from referrals.models.complaints import Confidentiality
from referrals.states import WITH_PROVIDER, ComplaintStatus, complaint_allows

DONE, NOW, LATER, SKIPPED = "done", "now", "later", "skipped"


@dataclass(frozen=True)
class Step:
    """One step of the way, with `state` done, now, later or skipped and its word."""

    label: str
    state: str

    @property
    def word(self) -> str:
        """The state as people read it; shape and colour only repeat it."""
        return {DONE: _("selesai"), NOW: _("sekarang di sini"), LATER: "", SKIPPED: _("tidak perlu")}[self.state]


@dataclass(frozen=True)
class Ticket:
    """The page of one ticket."""

    number: str
    kind: str
    sector: str
    received_at: datetime
    due_on: date | None
    late: bool
    steps: list[Step]
    status: str
    reopened: bool
    now: str
    following: str
    may_confirm: bool
    may_reopen: bool


def ticket_of(complaint: Complaint, *, on: date) -> Ticket:
    """The public side of a complaint; of a confidential one not even what it is about."""
    place = _place(complaint)
    waits = complaint.status in (ComplaintStatus.RECEIVED, ComplaintStatus.REOPENED)
    now, following = _sentences(place, complaint)
    return Ticket(
        number=complaint.number,
        kind=complaint.get_kind_display(),
        sector=complaint.get_sector_display() if complaint.confidentiality == Confidentiality.NORMAL else "",
        received_at=complaint.received_at,
        due_on=complaint.due_on if waits else None,
        late=waits and complaint.due_on < on,
        steps=_steps(place, referred=_was_referred(complaint)),
        status=complaint.status,
        reopened=complaint.status == ComplaintStatus.REOPENED,
        now=now,
        following=following,
        may_confirm=complaint_allows(complaint.status, "confirm"),
        may_reopen=complaint_allows(complaint.status, "reopen"),
    )


# Places on the way, by the number of their step.
EXAMINED, REFERRED, HANDLED, CLOSED = 1, 2, 3, 4


def _place(complaint: Complaint) -> int:
    if complaint.status == ComplaintStatus.CLOSED:
        return CLOSED
    if complaint.status == ComplaintStatus.HANDLED:
        return HANDLED
    under_way = Referral.objects.filter(complaint=complaint, status__in=WITH_PROVIDER)
    return REFERRED if under_way.exists() else EXAMINED


def _was_referred(complaint: Complaint) -> bool:
    return Referral.objects.filter(complaint=complaint, sent_at__isnull=False).exists()


def _steps(place: int, *, referred: bool) -> list[Step]:
    labels = (_("Diterima"), _("Diperiksa"), _("Dirujuk"), _("Ditangani"), _("Selesai"))
    return [Step(label, _state(number, place, referred=referred)) for number, label in enumerate(labels)]


def _state(number: int, place: int, *, referred: bool) -> str:
    if number == REFERRED and place > REFERRED and not referred:
        return SKIPPED
    if number < place or place == CLOSED:
        return DONE
    return NOW if number == place else LATER


def _sentences(place: int, complaint: Complaint) -> tuple[str, str]:
    """What is happening now, and what comes next."""
    if place == EXAMINED:
        return (
            _("Petugas sedang memeriksa keluhan ini."),
            _("Jika berkas kurang, petugas menghubungi Anda. Jika perlu, keluhan dirujuk ke penyedia layanan."),
        )
    if place == REFERRED:
        return (
            _("Keluhan sudah dikirim ke penyedia layanan."),
            _("Kami memantau sampai penyedia selesai. Setelah itu Anda ditanya: sudah tertangani atau belum."),
        )
    if place == HANDLED:
        return (
            _("Petugas mencatat keluhan ini sudah ditangani."),
            _("Sekarang giliran Anda. Jawab di bawah: sudah tertangani atau belum."),
        )
    return _closed(complaint), _("Jika ternyata belum tertangani, buka lagi di bawah.")


def _closed(complaint: Complaint) -> str:
    if complaint.answers.filter(said=Answer.Said.HANDLED).exists():
        return _("Keluhan ini selesai. Warga menyatakan sudah tertangani.")
    return _("Keluhan ini ditutup karena warga tidak bisa dihubungi.")


def last_said(complaint: Complaint) -> str:
    """What the citizen last answered, `handled` or `not_handled`; empty when nobody answered yet."""
    answers = complaint.answers.exclude(said=Answer.Said.UNREACHED).order_by("-at", "-pk")
    return answers.values_list("said", flat=True).first() or ""
