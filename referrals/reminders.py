"""Reminders: ready WhatsApp messages to citizens, and each morning's mail to those who hold what is late."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from puskesos.models import User
from puskesos.paging import count_up_to
from puskesos.phones import whatsapp_link
from puskesos.roles import Role
from referrals import lateness
from referrals.models import Complaint, DigestSent, Escalation, Referral
from referrals.models.complaints import ComplaintQuerySet
from referrals.models.placements import ReferralQuerySet
from referrals.states import COMPLAINT_OPEN, ComplaintStatus
from referrals.workdays import is_working_day

logger = logging.getLogger(__name__)

# --- messages to citizens --------------------------------------------------------------------------------------------

# Occasion -> words on the button, message. No name, no service, no place: a phone is often shared.
MESSAGES: dict[str, tuple[Any, Any]] = {
    "received": (
        gettext_lazy("Kabari: keluhan diterima"),
        gettext_lazy("Keluhan nomor %(number)s sudah kami terima. Lihat perkembangannya di %(link)s"),
    ),
    "papers": (
        gettext_lazy("Ingatkan: berkas kurang"),
        gettext_lazy("Berkas untuk keluhan nomor %(number)s belum lengkap. Mohon hubungi kami. Lihat %(link)s"),
    ),
    "answered": (
        gettext_lazy("Kabari: rujukan dijawab"),
        gettext_lazy("Ada jawaban dari penyedia layanan untuk keluhan nomor %(number)s. Lihat %(link)s"),
    ),
    "confirm": (
        gettext_lazy("Tanyakan: sudah tertangani?"),
        gettext_lazy("Apakah keluhan nomor %(number)s sudah tertangani? Mohon jawab di %(link)s"),
    ),
}


@dataclass(frozen=True)
class Reminder:
    """A button that opens WhatsApp with a ready message; a person sends it."""

    label: str
    url: str


def message(occasion: str, complaint: Complaint, *, ticket_url: str) -> str:
    """The ready message of an occasion (a key of MESSAGES): number and link, nothing else of the person."""
    greeting = _("Salam dari SLRT Dinas Sosial.")
    return f"{greeting} {MESSAGES[occasion][1] % {'number': complaint.number, 'link': ticket_url}}"


def offers(complaint: Complaint, *, ticket_url: str) -> list[Reminder]:
    """Messages that suit the state of a complaint; none for a protected one, whose phone others may hold."""
    phone = complaint.reporter_phone or complaint.client.phone
    if complaint.is_protected:
        return []
    links = [
        Reminder(str(MESSAGES[code][0]), whatsapp_link(phone, message(code, complaint, ticket_url=ticket_url)))
        for code in _occasions(complaint)
    ]
    return [link for link in links if link.url]


def _occasions(complaint: Complaint) -> list[str]:
    if complaint.status == ComplaintStatus.HANDLED:
        return ["confirm"]
    if complaint.status not in COMPLAINT_OPEN:
        return []
    answered = complaint.referrals.filter(answered_at__isnull=False).exists()
    return ["received", "papers", *(["answered"] if answered else [])]


# --- the digest of the morning ---------------------------------------------------------------------------------------

LINES = 20


@dataclass(frozen=True)
class Line:
    """One thing that is due: its number and its limit."""

    number: str
    due_on: date


@dataclass(frozen=True)
class Section:
    """Things of one sort, the oldest first, or only how many there are; `more` were left out."""

    title: str
    count: int
    lines: list[Line]
    more: int


@dataclass(frozen=True)
class Digest:
    """What is late or due today for one person."""

    on: date
    sections: list[Section]


def digest(user: User, *, on: date) -> Digest:
    """What is late or due today for this person's role; nothing of a protected case but, for its team, a count."""
    found = [section for section in DIGESTS.get(user.role, _nothing)(user, on) if section.count]
    protected = lateness.protected_late(user, on=on)
    if protected:
        found.append(_counted(_("Kasus terlindung Anda yang lewat batas"), protected))
    return Digest(on=on, sections=found)


def _nothing(user: User, on: date) -> list[Section]:
    return []


def _of_village(user: User, on: date) -> list[Section]:
    return [_complaints(_("Keluhan di desa"), _held(user, on, Complaint.Level.VILLAGE))]


def _of_district(user: User, on: date) -> list[Section]:
    level = Escalation.Level.SUPERVISOR
    return [
        _complaints(_("Keluhan terlambat"), lateness.late_complaints(user, on=on, level=level).countable()),
        _referrals(_("Rujukan terlambat"), lateness.late_referrals(user, on=on, level=level).countable()),
    ]


def _of_office(user: User, on: date) -> list[Section]:
    level = Escalation.Level.SUPERVISOR
    late = lateness.late_complaints(user, on=on, level=level).countable()
    return [
        _complaints(_("Keluhan di SLRT"), _held(user, on, Complaint.Level.REGENCY)),
        _complaints(_("Keluhan desa yang terlambat"), late.filter(level=Complaint.Level.VILLAGE)),
        _referrals(_("Rujukan"), _due(Referral.objects.visible_to(user), on)),
    ]


def _of_provider(user: User, on: date) -> list[Section]:
    return [_referrals(_("Rujukan untuk Anda"), _due(Referral.objects.visible_to(user), on))]


def _of_leader(user: User, on: date) -> list[Section]:
    rows = lateness.by_district(user.region_id, on=on)
    return [
        _counted(_("Keluhan yang terlambat lebih dari lima hari kerja"), sum(row.complaints_told for row in rows)),
        _counted(_("Rujukan yang terlambat lebih dari lima hari kerja"), sum(row.referrals_told for row in rows)),
    ]


DIGESTS: dict[str, Callable[[User, date], list[Section]]] = {
    Role.OPERATOR: _of_village,
    Role.FACILITATOR: _of_village,
    Role.SUPERVISOR: _of_district,
    Role.DINSOS: _of_office,
    Role.PROVIDER: _of_provider,
    Role.LEADER: _of_leader,
}


def _held(user: User, on: date, level: str) -> ComplaintQuerySet:
    return Complaint.objects.visible_to(user).countable().open().filter(level=level, due_on__lte=on)


def _due(rows: ReferralQuerySet, on: date) -> ReferralQuerySet:
    return rows.countable().open().filter(step_due_on__lte=on)


def _complaints(title: str, rows: QuerySet[Any]) -> Section:
    return _listed(title, rows, "due_on")


def _referrals(title: str, rows: QuerySet[Any]) -> Section:
    return _listed(title, rows, "step_due_on")


def _listed(title: str, rows: QuerySet[Any], limit: str) -> Section:
    count = count_up_to(rows, lateness.COUNTED)
    oldest = rows.order_by(limit, "pk").values_list("number", limit)[:LINES]
    lines = [Line(number, due_on) for number, due_on in oldest]
    return Section(title=title, count=count, lines=lines, more=count - len(lines))


def _counted(title: str, count: int) -> Section:
    return Section(title=title, count=count, lines=[], more=0)


def send_digests(*, at: datetime) -> int:
    """Mail everybody with an address what is late or due, once a day and on working days only; says how many."""
    on = timezone.localdate(at)
    if not is_working_day(on):
        return 0
    told = DigestSent.objects.filter(on=on).values("user")
    people = User.objects.filter(is_active=True).exclude(email="").exclude(pk__in=told)
    return sum(_send(user, on=on, at=at) for user in people.select_related("region").order_by("pk"))


def _send(user: User, *, on: date, at: datetime) -> bool:
    """Claim the day for this person and send; a mail server that refuses gives the day back for the next try."""
    found = digest(user, on=on)
    if not found.sections:
        return False
    try:
        with transaction.atomic():
            _row, first = DigestSent.objects.get_or_create(user=user, on=on, defaults={"at": at})
            if first:
                send_mail(_subject(on), _body(user, found), None, [user.email])
    except (SMTPException, OSError) as error:
        logger.warning("digest of user %s not sent: %s", user.pk, type(error).__name__)
        return False
    return first


def _subject(on: date) -> str:
    return _("SLRT: yang perlu perhatian hari ini, %(day)s") % {"day": on.strftime("%d-%m-%Y")}


def _body(user: User, found: Digest) -> str:
    context = {"digest": found, "address": settings.SITE_URL + reverse(LISTS.get(user.role, "home"))}
    return render_to_string("referrals/digest.txt", context)


# Where each role goes on reading; the others begin at home.
LISTS: dict[str, str] = {
    Role.SUPERVISOR: "referrals:overdue_list",
    Role.DINSOS: "referrals:overdue_list",
    Role.LEADER: "referrals:overdue_list",
}
