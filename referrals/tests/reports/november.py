"""A November that can be counted by hand: eight complaints in three villages, one of them protected, one too early."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from puskesos.models import Provider, Region, User
from referrals import closing, complaints, handling, placement
from referrals.facts import ClientFacts, ComplaintFacts
from referrals.handling import Actor
from referrals.models import Answer, Complaint, Consent, Programme
from referrals.models.complaints import Confidentiality
from referrals.reports import Period, Scope

TODAY = date(2026, 11, 22)
NOVEMBER = Period(date(2026, 11, 1), TODAY)
NIK = "5108011203850001"


def at(day: int, *, month: int = 11, hour: int = 9) -> datetime:
    """A moment of 2026 by the office's clock."""
    return datetime(2026, month, day, hour, tzinfo=ZoneInfo("Asia/Makassar"))


@dataclass
class November:
    """The complaints by name, and who is asked to count them."""

    regency: Region
    complaints: dict[str, Complaint] = field(default_factory=dict)

    def scope(self, user: User, area: Region | None = None, period: Period = NOVEMBER) -> Scope:
        """What this person asks, about the own area unless another is named."""
        return Scope(user=user, area=area or user.region, period=period, on=TODAY)


def hear(village: Region, by: User, when: datetime, *, name: str, nik: str = "", ppks=(), **told) -> Complaint:
    """Register a complaint; a grievance about health at the Puskesos unless told otherwise."""
    told = {"kind": "grievance", "sector": "health", "channel": "puskesos", "text": "Perlu bantuan."} | told
    facts = ClientFacts(name=name, sex="1", nik=nik, ppks=ppks)
    return complaints.register(facts, ComplaintFacts(**told), village=village, by=by, at=when)


def build(regions, *, operator: User, dinsos: User, manager: User, service: Programme, nurse: User) -> November:
    """Eight complaints by the verbs."""
    own, next_door, far = (regions[code] for code in ("51.08.01.2001", "51.08.01.2002", "51.08.02.2001"))
    told = November(regions["51.08"])
    told.complaints = {
        "closed": hear(own, operator, at(2), name="Warga Satu", nik=NIK, ppks=(8,)),
        "reopened": hear(own, operator, at(3), name="Warga Dua", sector="education", channel="visit", ppks=(2,)),
        "late": hear(next_door, dinsos, at(10), name="Warga Tiga", channel="front_office", urgency="emergency"),
        "placed": hear(far, dinsos, at(12), name="Warga Empat", channel="phone", sector="social", ppks=(11, 12)),
        "protected": hear(
            own, dinsos, at(12), name="Warga Lima", sector="protection", confidentiality=Confidentiality.PROTECTED
        ),
        "secret": hear(
            next_door, dinsos, at(13), name="Warga Enam", sector="food", channel="letter",
            confidentiality=Confidentiality.OFFICE, ppks=(21,),
        ),
        "again": hear(own, operator, at(15), name="Warga Satu", nik=NIK, kind="question", ppks=(8,)),
        "earlier": hear(own, operator, at(20, month=10), name="Warga Tujuh"),
    }  # fmt: skip
    _live(told, operator, dinsos)
    _place(told, dinsos, manager, service, nurse)
    for complaint in told.complaints.values():
        complaint.refresh_from_db()
    return told


def _live(told: November, operator: User, dinsos: User) -> None:
    first, second = told.complaints["closed"], told.complaints["reopened"]
    complaints.handle(first, by=operator, at=at(4), result="Sudah dibantu desa.")
    closing.answer(first, handled=True, channel=Answer.Channel.TICKET, by=None, at=at(5), satisfaction=5)
    complaints.escalate(second, by=operator, at=at(4), reason="Desa tidak bisa.")
    complaints.handle(second, by=dinsos, at=at(7), result="Sudah dihubungi.")
    closing.answer(second, handled=False, channel=Answer.Channel.CALL, by=dinsos, at=at(8), satisfaction=2)


def _place(told: November, dinsos: User, manager: User, service: Programme, nurse: User) -> None:
    provider, by = Provider.objects.get(), Actor(user=nurse)
    done = _send(told.complaints["placed"], dinsos, manager, service, provider, at(12))
    handling.accept(done, revision=3, by=by, at=at(13))
    visited = {"visited_on": "2026-11-14", "people": "1"}
    handling.record_stage(done, revision=4, values=visited, by=by, at=at(14))
    handling.record_stage(done, revision=5, values={}, by=by, at=at(20), outcome="Sudah dirawat.")
    declined = _send(told.complaints["secret"], dinsos, manager, service, provider, at(16))
    handling.decline(declined, revision=3, by=by, at=at(17), reason="Penuh.")
    _send(told.complaints["protected"], manager, dinsos, service, provider, at(16))


def _send(complaint, by: User, decider: User, service: Programme, provider: Provider, when: datetime):
    referral = placement.propose(complaint, service, by=by, at=when)
    placement.recommend(referral, revision=1, by=by, at=when, advice="Layak.")
    consent = placement.record_consent(complaint.client, purpose="Rujukan", how=Consent.How.SPOKEN, by=by, at=when)
    later = when + timedelta(hours=1)
    return placement.send(referral, revision=2, provider=provider, consent=consent, by=decider, at=later)
