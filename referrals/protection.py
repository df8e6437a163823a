"""Protected cases of women and children: a team, an alias, a story told once, and nothing that others could see."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from puskesos import activity, notices
from puskesos.errors import Refused
from puskesos.models import PersonalDataRead, User
from puskesos.roles import HEARS, Duty, Role
from referrals import complaints
from referrals.models import AnswerLink, CaseNote, CaseWorker, Client, Complaint
from referrals.models.complaints import Confidentiality

LONGEST_ALIAS, LONGEST_TICKET, LONGEST_NOTE = 60, 40, 8000
# Shorter parts of a name (I, Ni, Gst) are shared by thousands and give nobody away.
TELLING_LETTERS = 3
WORDS = re.compile(r"\w+")


# --- who may know ----------------------------------------------------------------------------------------------------


@transaction.atomic
def protect(complaint: Complaint, *, by: User, at: datetime) -> Complaint:
    """Turn an ordinary complaint into a protected case: the team takes over, whoever else knew of it loses sight.

    Links already given to providers without accounts stop working, for they open under the true name.
    """
    if by.role not in HEARS:
        raise Refused(_("Hanya petugas yang menerima keluhan yang bisa melindunginya."))
    columns: dict[str, Any] = {"confidentiality": Confidentiality.PROTECTED}
    if complaint.level == Complaint.Level.VILLAGE:
        columns |= {"level": Complaint.Level.REGENCY, "escalated_at": at, "escalated_by": by}
    rows = Complaint.objects.filter(pk=complaint.pk, level=complaint.level)
    if not rows.exclude(confidentiality=Confidentiality.PROTECTED).update(**columns):
        raise Refused(_("Keluhan ini sudah terlindung atau baru saja diubah orang lain."))
    complaint.refresh_from_db()
    links = AnswerLink.objects.filter(referral__complaint=complaint, used_at__isnull=True, revoked_at__isnull=True)
    links.update(revoked_at=at)
    complaints.hand_to_the_team(complaint, at=at)
    for told_of in (complaint, *complaint.referrals.all()):
        notices.forget(told_of)
    activity.record("case.protect", target=complaint, by=by, at=at)
    return complaint


def team_of(complaint: Complaint) -> QuerySet[CaseWorker]:
    """Who is on the team now, in the order of joining."""
    rows = complaint.case_workers.filter(until__isnull=True).select_related("user", "user__provider", "named_by")
    return rows.order_by("since", "pk")


def may_join(complaint: Complaint) -> QuerySet[User]:
    """Accounts that can be named: case workers of the office or of a provider in this regency, not on the team yet."""
    here = Q(role=Role.DINSOS, region=complaint.regency_code)
    here |= Q(role=Role.PROVIDER, provider__regency=complaint.regency_code)
    people = User.objects.filter(here, is_active=True, duties__contains=[Duty.CASE_WORKER])
    return people.exclude(pk__in=team_of(complaint).values("user")).select_related("provider").order_by("full_name")


@transaction.atomic
def join_team(complaint: Complaint, user: User, *, by: User, at: datetime) -> CaseWorker:
    """Name another case worker; only somebody of the team may."""
    _must_be_on_the_team(complaint, by)
    if not may_join(complaint).filter(pk=user.pk).exists():
        raise Refused(_("Orang ini sudah di tim, atau tidak bertugas untuk kasus perempuan dan anak di kabupaten ini."))
    try:
        with transaction.atomic():
            worker = CaseWorker.objects.create(complaint=complaint, user=user, since=at, named_by=by)
    except IntegrityError:
        raise Refused(_("Orang ini sudah di tim.")) from None
    activity.record("case.join_team", target=complaint, by=by, at=at, user=user.pk)
    return worker


@transaction.atomic
def leave_team(complaint: Complaint, user: User, *, by: User, at: datetime) -> None:
    """Take somebody off the team, oneself or another; a case is never left without an account that can open it."""
    # Two who leave at the same moment wait for each other here, so that one of them is the last.
    Complaint.objects.select_for_update().get(pk=complaint.pk)
    _must_be_on_the_team(complaint, by)
    team = CaseWorker.objects.filter(complaint=complaint, until__isnull=True)
    if not team.filter(user__is_active=True).exclude(user=user).exists():
        raise Refused(_("Tim harus tetap punya satu orang. Masukkan pengganti dulu."))
    if not team.filter(user=user).update(until=at):
        raise Refused(_("Orang ini sudah keluar dari tim."))
    activity.record("case.leave_team", target=complaint, by=by, at=at, user=user.pk)


def _must_be_on_the_team(complaint: Complaint, by: User) -> None:
    if not complaint.is_protected or not team_of(complaint).filter(user=by, user__is_active=True).exists():
        raise Refused(_("Hanya tim kasus ini yang bisa melakukannya."))


# --- what it is called -----------------------------------------------------------------------------------------------


@transaction.atomic
def name_alias(complaint: Complaint, alias: str, *, by: User, at: datetime) -> Complaint:
    """Give the person another name, by which everybody speaks of the case; no part of the true name may be in it."""
    _must_be_on_the_team(complaint, by)
    alias = _one_line(alias, LONGEST_ALIAS)
    if not alias:
        raise Refused(_("Tulis nama samarannya."))
    client = complaint.client
    given_away = _words(alias) & (_words(client.name) | _words(client.guardian) | _words(complaint.reporter_name))
    if given_away:
        raise Refused(_("Nama samaran memuat bagian nama asli. Pilih nama yang lain sama sekali."))
    Client.objects.filter(pk=client.pk).update(alias=alias)
    complaint.client.refresh_from_db()
    activity.record("case.name_alias", target=complaint, by=by, at=at)
    return complaint


def _words(text: str) -> set[str]:
    """Parts of a name that tell who somebody is."""
    return {word for word in WORDS.findall(text.casefold()) if len(word) >= TELLING_LETTERS}


def _one_line(text: str, longest: int) -> str:
    """Typed text on one line; Refused when it is too long or holds signs that no keyboard of ours makes."""
    line = " ".join(text.split())
    if len(line) > longest or not line.isprintable():
        raise Refused(_("Tulis paling banyak %(longest)s huruf, tanpa tanda aneh.") % {"longest": longest})
    return line


@transaction.atomic
def note_simfoni(complaint: Complaint, ticket: str, *, by: User, at: datetime) -> Complaint:
    """Keep the ticket number of SIMFONI PPA, where the nation counts the case; empty takes a wrong one away."""
    _must_be_on_the_team(complaint, by)
    Complaint.objects.filter(pk=complaint.pk).update(simfoni_ticket=_one_line(ticket, LONGEST_TICKET))
    complaint.refresh_from_db()
    activity.record("case.note_simfoni", target=complaint, by=by, at=at)
    return complaint


# --- what happened ---------------------------------------------------------------------------------------------------


@transaction.atomic
def write_note(
    complaint: Complaint, *, kind: str, text: str, by: User, at: datetime, happened_on: date | None = None
) -> CaseNote:
    """Add a page to the chronology, so that the person need not tell it again to the next officer."""
    _must_be_on_the_team(complaint, by)
    if kind not in CaseNote.Kind.values or kind == CaseNote.Kind.RISK:
        raise Refused(_("Pilih jenis catatannya."))
    if not text.strip() or len(text) > LONGEST_NOTE:
        raise Refused(_("Tulis catatannya, paling banyak %(longest)s huruf.") % {"longest": LONGEST_NOTE})
    if happened_on and happened_on > timezone.localdate(at):
        raise Refused(_("Tanggal kejadian belum lewat."))
    return _keep(complaint, kind=kind, text=text.strip(), happened_on=happened_on, by=by, at=at)


@transaction.atomic
def assess_risk(
    complaint: Complaint, *, risks: Iterable[str], immediate_danger: bool, by: User, at: datetime, text: str = ""
) -> CaseNote:
    """Write down the signs of danger; immediate danger makes an open case an emergency, answered the next working day.

    Signs after UPTD PPA's risk criteria (domain.md §6.6); the list is ours until the office gives its own.
    """
    _must_be_on_the_team(complaint, by)
    signs = sorted(set(risks))
    if not set(signs) <= set(CaseNote.Risk.values):
        raise Refused(_("Tanda bahaya ini tidak dikenal. Muat ulang halaman."))
    note = _keep(
        complaint,
        kind=CaseNote.Kind.RISK,
        risks=signs,
        immediate_danger=immediate_danger,
        text=text.strip()[:LONGEST_NOTE],
        by=by,
        at=at,
    )
    if immediate_danger:
        _make_an_emergency(complaint, by=by, at=at)
    return note


def _make_an_emergency(complaint: Complaint, *, by: User, at: datetime) -> None:
    """A case that is no longer open keeps its state: the note tells the danger, and reopening sets the clock."""
    complaint.refresh_from_db()
    waiting = Complaint.objects.open().filter(pk=complaint.pk).exists()
    if waiting and complaint.urgency != Complaint.Urgency.EMERGENCY:
        complaints.change_urgency(complaint, urgency=Complaint.Urgency.EMERGENCY, by=by, at=at)


def _keep(complaint: Complaint, *, by: User, at: datetime, kind: str, **columns: Any) -> CaseNote:
    note = CaseNote.objects.create(
        complaint=complaint, village_id=complaint.village_id, kind=kind, by=by, at=at, **columns
    )
    activity.record("case.write_note", target=complaint, by=by, at=at, kind=kind)
    return note


def reveal(complaint: Complaint, *, reason: str, by: User) -> Client:
    """The true person behind the alias, to somebody of the team who says what for; each time is logged."""
    _must_be_on_the_team(complaint, by)
    activity.record_read(target=complaint, by=by, fields="name", reason=reason)
    return complaint.client


def reads_of(complaint: Complaint) -> QuerySet[PersonalDataRead]:
    """Who opened the case, newest first; the team watches itself."""
    rows = PersonalDataRead.objects.filter(target_type="complaint", target_id=str(complaint.pk))
    return rows.select_related("by")
