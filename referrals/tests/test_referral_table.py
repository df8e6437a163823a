"""State × verb × role of referrals: the table is followed by everybody, and nobody else gets through."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from puskesos.errors import Refused
from puskesos.models import Provider, User
from puskesos.roles import Duty, Role
from referrals import handling, placement
from referrals.handling import Actor
from referrals.models import Consent, Programme, Referral
from referrals.states import REFERRAL_OPEN, REFERRAL_TRANSITIONS, ReferralStatus
from referrals.tests.conftest import NOW, agree, hear

VALUES = {"visited_on": "2026-11-10", "people": 2}


def _record(referral: Referral, by: User, stage: str) -> None:
    Referral.objects.filter(pk=referral.pk).update(stage=stage)
    referral.stage = stage
    handling.record_stage(
        referral, revision=referral.revision, values=VALUES, by=Actor(user=by), at=NOW, outcome="Sudah diobati."
    )


VERBS: dict[str, Callable[[Referral, User], object]] = {
    "recommend": lambda r, by: placement.recommend(r, revision=r.revision, by=by, at=NOW, advice="Layak."),
    "refuse": lambda r, by: placement.refuse(r, revision=r.revision, by=by, at=NOW, reason="Tidak layak."),
    "send": lambda r, by: placement.send(
        r, revision=r.revision, provider=Provider.objects.get(name="RSUD Buleleng"), consent=agree(r.complaint, by),
        by=by, at=NOW,
    ),
    "accept": lambda r, by: handling.accept(r, revision=r.revision, by=Actor(user=by), at=NOW),
    "decline": lambda r, by: handling.decline(r, revision=r.revision, by=Actor(user=by), at=NOW, reason="Penuh."),
    "proceed": lambda r, by: _record(r, by, "visit"),
    "complete": lambda r, by: _record(r, by, "close"),
    "withdraw": lambda r, by: placement.withdraw(r, revision=r.revision, by=by, at=NOW, reason="Batal."),
}  # fmt: skip
# Who may, by the cast below; the recommendation was written by `dinsos`.
MAY = {
    "recommend": {"dinsos", "manager"},
    "refuse": {"manager"},
    "send": {"manager"},
    "accept": {"nurse", "dinsos", "manager"},
    "decline": {"nurse", "dinsos", "manager"},
    "proceed": {"nurse", "dinsos", "manager"},
    "complete": {"nurse", "dinsos", "manager"},
    "withdraw": {"dinsos", "manager"},
}
CAST = [
    "operator",
    "facilitator",
    "supervisor",
    "dinsos",
    "manager",
    "leader",
    "auditor",
    "nurse",
    "other_nurse",
    "admin",
]


@pytest.fixture
def people(regions, village, operator, supervisor, dinsos, manager, nurse) -> dict[str, User]:
    """One person of each role, and a provider of another organisation."""
    clinic = Provider.objects.create(regency=regions["51.08"], name="Klinik Lain")
    others = {
        "facilitator": (Role.FACILITATOR, village, None),
        "leader": (Role.LEADER, regions["51.08"], None),
        "auditor": (Role.AUDITOR, regions["51.08"], None),
        "other_nurse": (Role.PROVIDER, None, clinic),
        "admin": (Role.ADMIN, None, None),
    }
    made = {
        name: User.objects.create_user(name, role=role, region=region, provider=provider, full_name=name)
        for name, (role, region, provider) in others.items()
    }
    known = {"operator": operator, "supervisor": supervisor, "dinsos": dinsos, "manager": manager, "nurse": nurse}
    return made | known


def _put(referral: Referral, status: str, dinsos: User) -> Referral:
    """Set the state directly, with the columns that the database asks for in it."""
    unsent = status in ("proposed", "recommended", "refused")
    columns = {
        "status": status,
        "ended_at": None if status in REFERRAL_OPEN else NOW,
        "reason": "" if status in REFERRAL_OPEN or status == "completed" else "Sebab.",
        "outcome": "Hasil." if status == "completed" else "",
        "recommended_by": None if status == "proposed" else dinsos,
        "recommended_at": None if status == "proposed" else NOW,
    }
    if unsent:
        columns |= {"sent_at": None, "provider": None, "decided_at": None, "decided_by": None}
    Referral.objects.filter(pk=referral.pk).update(**columns)
    return Referral.objects.get(pk=referral.pk)


@pytest.mark.parametrize("status", ReferralStatus.values)
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_done_only_from_its_states_and_only_by_its_roles(sent, people, dinsos, status, verb):
    done, wrong = set(), []

    for name in CAST:
        referral = _put(sent, status, dinsos)
        try:
            VERBS[verb](referral, people[name])
        except Refused:
            continue
        done.add(name)
        if Referral.objects.get(pk=sent.pk).status != REFERRAL_TRANSITIONS[verb][1]:
            wrong.append(name)

    expected = set(MAY[verb]) if status in REFERRAL_TRANSITIONS[verb][0] else set()
    if status in ("proposed", "recommended", "refused"):
        expected -= {"nurse"}
    assert done == expected
    assert wrong == []


def test_the_table_names_every_verb_and_every_state():
    reached = {target for _sources, target in REFERRAL_TRANSITIONS.values()} | {ReferralStatus.PROPOSED}

    assert set(VERBS) == set(REFERRAL_TRANSITIONS)
    assert reached == set(ReferralStatus)


def test_a_village_decides_its_own_service_by_its_coordinator(village, operator, service, hospital, dinsos):
    coordinator = User.objects.create_user(
        "nengah", role=Role.OPERATOR, region=village, full_name="Nengah", duties=[Duty.COORDINATOR]
    )
    Programme.objects.update(level=Programme.Level.VILLAGE)
    service.refresh_from_db()
    complaint = hear(village, operator, channel="puskesos")
    referral = placement.propose(complaint, service, by=operator, at=NOW)
    placement.recommend(referral, revision=1, by=operator, at=NOW, advice="Layak.")

    with pytest.raises(Refused, match="Orang lain"):
        placement.send(referral, revision=2, provider=hospital, consent=agree(complaint, operator), by=operator, at=NOW)
    placement.send(referral, revision=2, provider=hospital, consent=agree(complaint, operator), by=coordinator, at=NOW)

    assert referral.status == ReferralStatus.SENT


def test_a_stale_revision_is_refused_by_every_verb(sent, people, dinsos):
    for verb, act in VERBS.items():
        referral = _put(sent, REFERRAL_TRANSITIONS[verb][0][0], dinsos)
        referral.revision -= 1
        with pytest.raises(Refused, match="baru saja diubah"):
            act(referral, people["manager"])


def test_the_last_place_of_a_month_is_given_once(village, service, hospital, dinsos, manager):
    service.offers.update(monthly_capacity=1)
    first, second = (hear(village, dinsos, name=name) for name in ("Satu", "Dua"))
    for complaint in (first, second):
        referral = placement.propose(complaint, service, by=dinsos, at=NOW)
        placement.recommend(referral, revision=1, by=dinsos, at=NOW, advice="Layak.")
    one, two = Referral.objects.order_by("proposed_at", "pk")

    placement.send(one, revision=2, provider=hospital, consent=agree(one.complaint, dinsos), by=manager, at=NOW)
    with pytest.raises(Refused, match="daya tampung"):
        placement.send(two, revision=2, provider=hospital, consent=agree(two.complaint, dinsos), by=manager, at=NOW)
    placement.send(
        two, revision=2, provider=hospital, consent=agree(two.complaint, dinsos), by=manager,
        at=NOW + timedelta(days=30),
    )  # fmt: skip

    assert two.status == ReferralStatus.SENT


def test_a_child_does_not_agree_alone(complaint, dinsos):
    complaint.client.birth_date = NOW.date().replace(year=2015)
    complaint.client.save()

    for how in (Consent.How.SPOKEN, Consent.How.SIGNED):
        with pytest.raises(Refused, match="Wali"):
            placement.record_consent(complaint.client, purpose="x", how=how, by=dinsos, at=NOW)
    with pytest.raises(Refused, match="nama wali"):
        placement.record_consent(complaint.client, purpose="x", how=Consent.How.GUARDIAN, by=dinsos, at=NOW)
    assert Consent.objects.count() == 0


def test_a_link_of_another_referral_opens_nothing_here(sent):
    stranger = Actor()

    assert not stranger.acts_as("provider", sent)
