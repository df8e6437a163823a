"""A complaint is heard, kept at the lowest level that can handle it, and answered."""

import uuid
from datetime import datetime, timedelta

from django.contrib.postgres.search import TrigramSimilarity
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from households.facts import clean_name
from households.identity import NotANumber, check_number
from households.models import IdentityNumber
from households.rows import seal_number
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import Region, User
from puskesos.receipt_numbers import new_receipt_number
from puskesos.roles import HEARS, Duty, Role
from referrals.facts import ClientFacts, ComplaintFacts
from referrals.models import CaseWorker, Client, Complaint, Programme
from referrals.models.catalogue import Sector
from referrals.models.complaints import Confidentiality
from referrals.moves import move_complaint
from referrals.workdays import due_after

# Working days by kind, as SIPPN 8304801 publishes them: question "normatif", suggestion "normatif", grievance without
# supervision 14; an emergency is answered the next working day, an urgent one in two ("ringan").
LIMIT_DAYS = {Complaint.Kind.QUESTION: 5, Complaint.Kind.SUGGESTION: 5, Complaint.Kind.GRIEVANCE: 14}
URGENT_DAYS = {Complaint.Urgency.URGENT: 2, Complaint.Urgency.EMERGENCY: 1}
LOOKS_BACK = timedelta(days=90)
ALIKE = 0.45


@transaction.atomic
def register(
    client: ClientFacts,
    complaint: ComplaintFacts,
    *,
    village: Region,
    by: User,
    at: datetime,
    pk: uuid.UUID | None = None,
) -> Complaint:
    """Write down a complaint and the person it is about; `village` is where the person is now.

    At a village it stays with the Puskesos, elsewhere it begins at SLRT. A protected one goes to the case team at once,
    and what must be protected is, whatever was ticked. `pk` is made where the form is made: sent twice by the same
    person, the complaint is kept once.
    """
    # One at a time in a village, so that a form sent twice at the same moment finds its first sending.
    Region.objects.select_for_update(no_key=True).get(pk=village.pk)
    pk = pk or uuid.uuid4()
    if sent_before := Complaint.objects.filter(pk=pk).first():
        return _sent_by(by, sent_before)
    if not complaint.text.strip():
        raise Refused(_("Tulis isi keluhannya."))
    person = keep_client(client, village=village, by=by, at=at)
    confidentiality = Confidentiality.PROTECTED if must_be_protected(complaint) else complaint.confidentiality
    in_village = by.role in (Role.OPERATOR, Role.FACILITATOR) and confidentiality == Confidentiality.NORMAL
    kept = Complaint.objects.create(
        pk=pk,
        number=new_receipt_number(),
        village=village,
        client=person,
        kind=complaint.kind,
        sector=complaint.sector,
        channel=complaint.channel,
        urgency=complaint.urgency,
        confidentiality=confidentiality,
        text=complaint.text.strip(),
        place=complaint.place,
        reporter_name=complaint.reporter_name,
        reporter_relation=complaint.reporter_relation,
        reporter_phone=complaint.reporter_phone,
        wanted=complaint.wanted,
        level=Complaint.Level.VILLAGE if in_village else Complaint.Level.REGENCY,
        received_at=at,
        received_by=by,
        due_on=due_after(timezone.localdate(at), limit_days(complaint.kind, complaint.urgency, complaint.wanted)),
    )
    if kept.is_protected:
        hand_to_the_team(kept, at=at)
    activity.record("complaint.register", target=kept, by=by, at=at, sector=kept.sector, channel=kept.channel)
    return kept


def _sent_by(user: User, complaint: Complaint) -> Complaint:
    if complaint.received_by_id != user.pk:
        raise Refused(_("Halaman ini sudah dipakai orang lain. Muat ulang, lalu isi lagi."))
    return complaint


def must_be_protected(complaint: ComplaintFacts) -> bool:
    """Whether only the case team may know: violence against women and children is never an ordinary row of a list."""
    violence = complaint.sector == Sector.PROTECTION and complaint.kind == Complaint.Kind.GRIEVANCE
    asked = complaint.wanted is not None and complaint.wanted.protected
    return violence or asked or complaint.confidentiality == Confidentiality.PROTECTED


def limit_days(kind: str, urgency: str, wanted: Programme | None) -> int:
    """Working days until a complaint must be handled: the service's own limit, else by kind; urgent ones are sooner."""
    days = wanted.limit_days if wanted else LIMIT_DAYS[Complaint.Kind(kind)]
    return min(days, URGENT_DAYS.get(Complaint.Urgency(urgency), days))


def keep_client(facts: ClientFacts, *, village: Region, by: User, at: datetime) -> Client:
    """The person as told; a registered member's own data are copied, so the record stands alone."""
    member = facts.member
    return Client.objects.create(
        village=village,
        member=member,
        name=clean_name(facts.name or (member.name if member else "")),
        nik=(member.nik if member else None) or _sealed_nik(facts.nik),
        sex=facts.sex or (member.sex if member else ""),
        birth_date=facts.birth_date or (member.birth_date if member else None),
        age_estimate=facts.age_estimate,
        ppks=sorted(set(facts.ppks)),
        phone=facts.phone,
        address=facts.address or (member.household.address if member else ""),
        features=facts.features,
        communication=facts.communication,
        guardian=facts.guardian,
        created_by=by,
        created_at=at,
    )


def _sealed_nik(typed: str) -> IdentityNumber | None:
    if not typed:
        return None
    try:
        return seal_number("nik", check_number(typed, kind="nik"))
    except NotANumber as error:
        raise Refused(str(error)) from None


def hand_to_the_team(complaint: Complaint, *, at: datetime) -> None:
    """Everyone of the regency's case team; without a team the manager, without a manager all of Dinsos.

    A beaten child must never wait because nobody was named.
    """
    office = User.objects.filter(is_active=True, role=Role.DINSOS, region_id=complaint.village_id[:5])
    team = (
        office.filter(duties__contains=[Duty.CASE_WORKER]) or office.filter(duties__contains=[Duty.MANAGER]) or office
    )
    CaseWorker.objects.bulk_create(CaseWorker(complaint=complaint, user=user, since=at) for user in team)


def similar(
    *,
    by: User,
    village: Region,
    at: datetime,
    name: str = "",
    nik: IdentityNumber | None = None,
    member_id: uuid.UUID | None = None,
) -> QuerySet[Complaint]:
    """Open complaints this person may see that may be about the same person: hints, never a block."""
    rows = Complaint.objects.visible_to(by).open().filter(received_at__gte=at - LOOKS_BACK).select_related("client")
    same = Q(pk__in=[])
    if member_id:
        same |= Q(client__member=member_id)
    if nik:
        same |= Q(client__nik=nik)
    if name:
        rows = rows.annotate(alike=TrigramSimilarity("client__name", name))
        same |= Q(village=village, alike__gte=ALIKE)
    return rows.filter(same).order_by("-received_at")[:5]


@transaction.atomic
def escalate(complaint: Complaint, *, by: User, at: datetime, reason: str) -> Complaint:
    """Hand a complaint of the village up to SLRT, with the reason why the village cannot."""
    if not reason.strip():
        raise Refused(_("Tulis mengapa desa tidak bisa menangani sendiri."))
    rows = Complaint.objects.open().filter(pk=complaint.pk, level=Complaint.Level.VILLAGE)
    reason = reason.strip()
    if not rows.update(level=Complaint.Level.REGENCY, escalated_at=at, escalated_by=by, escalation_reason=reason):
        raise Refused(_("Keluhan ini sudah diteruskan atau sudah ditangani. Muat ulang halaman."))
    complaint.refresh_from_db()
    activity.record("complaint.escalate", target=complaint, by=by, at=at)
    return complaint


@transaction.atomic
def handle(complaint: Complaint, *, by: User | None, at: datetime, result: str) -> Complaint:
    """Say how it was handled; from then on the citizen is asked. No referral of it may still be under way.

    `by` is None when the last referral of it was completed and nobody of the office acted.
    """
    if not result.strip():
        raise Refused(_("Tulis apa yang sudah dilakukan untuk warga."))
    if complaint.referrals.open().exists():
        raise Refused(_("Masih ada rujukan yang berjalan. Tunggu tuntas, atau tarik dulu rujukannya."))
    if by is not None:
        must_be_at_its_level(complaint, by)
    move_complaint("handle", complaint, result=result.strip(), handled_at=at)
    activity.record("complaint.handle", target=complaint, by=by, at=at)
    return complaint


def must_be_at_its_level(complaint: Complaint, by: User) -> None:
    """Refuse whoever does not hear complaints, and a village that wants to act on what it gave to SLRT."""
    if by.role not in HEARS:
        raise Refused(_("Keluhan ditangani oleh Puskesos dan Dinsos."))
    if complaint.level == Complaint.Level.REGENCY and by.role != Role.DINSOS:
        raise Refused(_("Keluhan ini sudah di SLRT kabupaten. Petugas Dinsos yang menanganinya."))


@transaction.atomic
def change_urgency(complaint: Complaint, *, urgency: str, by: User, at: datetime) -> Complaint:
    """Make it more or less pressing; the limit is counted anew from the day it was received."""
    must_be_at_its_level(complaint, by)
    received = timezone.localdate(complaint.received_at)
    due_on = due_after(received, limit_days(complaint.kind, urgency, complaint.wanted))
    if not Complaint.objects.open().filter(pk=complaint.pk).update(urgency=urgency, due_on=due_on):
        raise Refused(_("Keluhan ini sudah ditangani. Kegentingannya tidak bisa diubah lagi."))
    complaint.refresh_from_db()
    activity.record("complaint.change_urgency", target=complaint, by=by, at=at, urgency=urgency)
    return complaint
