"""The cast of referrals: the office's two hands, a provider, and one small service of one stage."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from puskesos.models import Provider, User
from puskesos.roles import Duty, Role
from referrals import catalogue, complaints, placement
from referrals.facts import ClientFacts, ComplaintFacts
from referrals.handling import Actor
from referrals.models import Complaint, Consent, Offer, Programme, Referral, StageTemplate

# A Tuesday without holidays around it.
NOW = datetime(2026, 11, 10, 9, 0, tzinfo=ZoneInfo("Asia/Makassar"))
STAGES = [
    {
        "code": "visit",
        "name": "Kunjungan",
        "actor": "provider",
        "days": 5,
        "fields": [
            {"code": "visited_on", "label": "tanggal kunjungan", "kind": "date"},
            {"code": "people", "label": "jumlah orang", "kind": "number"},
        ],
        "papers": [],
        "rules": [
            {"kind": "at_least", "field": "people", "value": 1, "sentence": "Paling sedikit satu orang."},
            {"kind": "not_in_future", "field": "visited_on", "value": None, "sentence": "Tanggal belum lewat."},
        ],
    },
    {"code": "close", "name": "Penutupan", "actor": "provider", "days": 5, "fields": [], "papers": [], "rules": []},
]


@pytest.fixture
def manager(regions) -> User:
    """Decides in the office what another person recommended."""
    return User.objects.create_user(
        "rai", role=Role.DINSOS, region=regions["51.08"], full_name="Rai Sugiri", duties=[Duty.MANAGER]
    )


@pytest.fixture
def case_worker(regions) -> User:
    """Of the team for women and children."""
    return User.objects.create_user(
        "laksmi", role=Role.DINSOS, region=regions["51.08"], full_name="Laksmi Dewi", duties=[Duty.CASE_WORKER]
    )


@pytest.fixture
def hospital(regions) -> Provider:
    """A provider of the regency."""
    return Provider.objects.create(regency=regions["51.08"], name="RSUD Buleleng")


@pytest.fixture
def nurse(hospital) -> User:
    """Answers for the hospital."""
    return User.objects.create_user("sri", role=Role.PROVIDER, provider=hospital, full_name="Sri Handayani")


@pytest.fixture
def service(hospital) -> Programme:
    """A service of two stages without papers or conditions, offered by the hospital."""
    return make_service(hospital)


def make_service(hospital: Provider) -> Programme:
    """The service of the cast."""
    template = StageTemplate.objects.create(code="T", name="Dua tahap", stages=STAGES)
    programme = Programme.objects.create(
        code="TES-01",
        name="Layanan uji",
        sector="health",
        level=Programme.Level.REGENCY,
        limit_days=10,
        template=template,
        disclosed=["name", "need"],
    )
    Offer.objects.create(programme=programme, provider=hospital)
    return programme


@pytest.fixture(scope="module")
def _catalogue(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The shipped catalogue, loaded once for a file of tests; each test leaves it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        catalogue.load(at=NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def shipped(_catalogue, db) -> None:
    """The shipped catalogue."""


@pytest.fixture
def complaint(village, dinsos) -> Complaint:
    """A sick man without insurance, heard at the front office."""
    return hear(village, dinsos)


def hear(village, by, *, name: str = "I Wayan Sakit", **told) -> Complaint:
    """Register a complaint as told, with what the tests do not care about filled in."""
    told = {"kind": "grievance", "sector": "health", "channel": "front_office", "text": "Perlu berobat."} | told
    return complaints.register(ClientFacts(name=name, sex="1"), ComplaintFacts(**told), village=village, by=by, at=NOW)


def agree(complaint: Complaint, by: User) -> Consent:
    """The person agrees, as an officer writes down."""
    return placement.record_consent(complaint.client, purpose="Rujukan", how=Consent.How.SPOKEN, by=by, at=NOW)


@pytest.fixture
def sent(complaint, service, hospital, dinsos, manager) -> Referral:
    """A referral that waits for the hospital's answer."""
    referral = placement.propose(complaint, service, by=dinsos, at=NOW)
    placement.recommend(referral, revision=1, by=dinsos, at=NOW, advice="Layak dirujuk.")
    consent = agree(complaint, dinsos)
    return placement.send(referral, revision=2, provider=hospital, consent=consent, by=manager, at=NOW)


@pytest.fixture
def at_hospital(nurse) -> Actor:
    """The nurse as the one who acts."""
    return Actor(user=nurse)
