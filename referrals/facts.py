"""What people tell when they complain: of the person and of the need."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from households.models import Member
from referrals.models import Client, Complaint, Programme
from referrals.models.complaints import Confidentiality


@dataclass(frozen=True)
class ClientFacts:
    """Who is to be helped: a registered member, or what is known of somebody; nothing must be known but the place."""

    member: Member | None = None
    name: str = ""
    nik: str = ""
    sex: str = ""
    birth_date: date | None = None
    age_estimate: int | None = None
    ppks: tuple[int, ...] = ()
    phone: str = ""
    address: str = ""
    features: str = ""
    communication: str = Client.Communication.SPEECH
    guardian: str = ""


@dataclass(frozen=True)
class ComplaintFacts:
    """What is asked for, by whom and how it reached us."""

    kind: str
    sector: str
    channel: str
    text: str
    urgency: str = Complaint.Urgency.ORDINARY
    confidentiality: str = Confidentiality.NORMAL
    place: str = ""
    reporter_name: str = ""
    reporter_relation: str = ""
    reporter_phone: str = ""
    wanted: Programme | None = None


@dataclass(frozen=True)
class Found:
    """Where and how somebody was found in the street or shut away."""

    kind: str
    place: str
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    condition: str = ""
