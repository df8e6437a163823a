"""Every service of the catalogue, from the complaint to the citizen's answer, through its own stages and papers."""

import io
import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from PIL import Image

from households import registry
from households.facts import Address, Person
from households.models import Member
from puskesos.errors import Refused
from referrals import catalogue, closing, complaints, handling, overdue, papers, placement, stages
from referrals.complaints import Complaint
from referrals.facts import ClientFacts, ComplaintFacts
from referrals.handling import Actor
from referrals.models import Answer, Benefit, Consent, Escalation, Offer, Programme, Referral
from referrals.models.complaints import Confidentiality
from referrals.stages import PaperNeed, Stage
from referrals.states import ComplaintStatus, ReferralStatus
from referrals.tests import samples
from referrals.tests.conftest import NOW

CODES = [row["code"] for row in json.loads((catalogue.SHIPPED / "programmes.json").read_text(encoding="utf-8"))]
TODAY = timezone.localdate(NOW)
SOON, LATE = NOW + timedelta(days=1), NOW + timedelta(days=120)


def photo() -> bytes:
    """A paper as small as the pipeline takes it."""
    file = io.BytesIO()
    Image.new("RGB", (320, 240), (200, 190, 120)).save(file, "JPEG")
    return file.getvalue()


PAPER = photo()


@pytest.fixture
def programme(request, shipped, hospital) -> Programme:
    """One service of the shipped catalogue, offered by the hospital."""
    programme = Programme.objects.select_related("template").get(pk=request.param)
    Offer.objects.create(programme=programme, provider=hospital)
    return programme


@pytest.fixture
def member(village, operator) -> Member:
    """Wayan, registered with a NIK in a family of two."""
    head = Person(name="WAYAN UJI", sex="1", relation="1", nik="5108014503800001")
    household = registry.register(
        village=village, kk=None, address=Address(address="BANJAR TEGAL"), head=head, by=operator, on=TODAY
    )
    child = Person(name="LUH UJI", sex="2", relation="3", identity_status="2")
    registry.add_member(household, person=child, by=operator, on=TODAY, at=NOW)
    return household.members.get(relation="1")


@pytest.fixture
def actors(nurse, dinsos, operator) -> dict[str, Actor]:
    """Who does the stages of each kind."""
    return {"provider": Actor(user=nurse), "office": Actor(user=dinsos), "village": Actor(user=operator)}


@pytest.mark.parametrize("programme", CODES, indirect=True)
def test_from_the_complaint_to_the_citizens_answer(programme, member, hospital, actors, dinsos, manager, case_worker):
    complaint = hear(programme, member, dinsos)
    referral = placement.propose(complaint, programme, by=dinsos, at=NOW)
    refuse_without_papers(referral, dinsos)
    add_papers(referral, papers.needs_of(referral), dinsos)
    rules_that_refused = refuse_each_check(referral, dinsos)

    placement.recommend(referral, revision=1, by=dinsos, at=NOW, advice="Layak dirujuk.")
    consent = agree(complaint, dinsos)
    placement.send(referral, revision=2, provider=hospital, consent=consent, by=manager, at=NOW)
    be_escalated(referral)

    handling.accept(referral, revision=3, by=actors["provider"], at=SOON)
    rules_that_refused += walk(referral, actors, dinsos)
    complaint.refresh_from_db()
    assert rules_that_refused
    assert (referral.status, complaint.status) == (ReferralStatus.COMPLETED, ComplaintStatus.HANDLED)
    assert [record.stage for record in referral.records.all()] == [row["code"] for row in referral.stages]

    closing.answer(complaint, handled=True, channel=Answer.Channel.TICKET, by=None, at=referral.ended_at)
    assert complaint.status == ComplaintStatus.CLOSED


def hear(programme: Programme, member: Member, by) -> Complaint:
    """A complaint of somebody who meets every check."""
    complaint = complaints.register(
        ClientFacts(member=member),
        ComplaintFacts(
            kind="grievance",
            sector=programme.sector,
            channel="front_office",
            text="Perlu bantuan.",
            wanted=programme,
            confidentiality=Confidentiality.PROTECTED if programme.protected else Confidentiality.NORMAL,
        ),
        village=member.village,
        by=by,
        at=NOW,
    )
    samples.change(complaint.client, samples.fitting(programme, on=TODAY))
    return complaint


def agree(complaint: Complaint, by) -> Consent:
    """The person agrees; a guardian does for a child."""
    return placement.record_consent(
        complaint.client, purpose="Rujukan", how=Consent.How.GUARDIAN, given_by="Made Wali", by=by, at=NOW
    )


def add_papers(referral: Referral, needs: Iterable[PaperNeed], by) -> None:
    """Bring the required papers."""
    for need in needs:
        if need.required:
            papers.add(referral.complaint, code=need.code, upload=PAPER, by=by, at=NOW, referral=referral)


def refuse_without_papers(referral: Referral, by) -> None:
    """Each required paper stands in the way by its name."""
    needed = [f"Berkas belum ada: {need.name}" for need in papers.needs_of(referral) if need.required]

    assert placement.obstacles(referral, on=TODAY) == needed
    if needed:
        with pytest.raises(Refused) as refused:
            placement.recommend(referral, revision=1, by=by, at=NOW, advice="Layak.")
        assert refused.value.reasons == needed


def refuse_each_check(referral: Referral, by) -> list[str]:
    """Fail every check of the service in turn, be refused by it, and be fit again; the sentences that refused."""
    client = referral.complaint.client
    fit = {name: getattr(client, name) for name in ("ppks", "desil", "desil_source", "birth_date", "nik", "member")}
    sentences = []
    for check in referral.programme.eligibility:
        if "programme" in check:
            benefit = receive(client.member, check["programme"], by)
        samples.change(client, samples.unfit(check, on=TODAY))
        with pytest.raises(Refused) as refused:
            placement.recommend(referral, revision=1, by=by, at=NOW, advice="Layak.")
        assert check["sentence"] in refused.value.reasons
        if "programme" in check:
            benefit.delete()
        samples.change(client, fit)
        sentences.append(check["sentence"])
    return sentences


def receive(member: Member, programme: str, by) -> Benefit:
    """The person already gets a programme."""
    return Benefit.objects.create(
        member=member, village_id=member.village_id, programme=programme, since=date(2026, 1, 1), source="uji",
        noted_by=by,
    )  # fmt: skip


def be_escalated(referral: Referral) -> None:
    """Nobody answers: every level is told, once."""
    overdue.escalate(at=LATE)
    overdue.escalate(at=LATE)

    levels = Escalation.objects.filter(referral=referral).order_by("level").values_list("level", flat=True)
    assert list(levels) == [1, 2, 3]


def walk(referral: Referral, actors: dict[str, Actor], office) -> list[str]:
    """Do every stage at the earliest day it may be done; the sentences of the rules that refused on the way."""
    plan = stages.read(referral.stages)
    at, sentences = SOON, []
    for stage in plan:
        at += timedelta(days=samples.days_until(stage))
        actor = actors[stage.actor]
        earlier = handling.values_by_stage(referral)
        values = samples.valid(stage, earlier, on=timezone.localdate(at))
        refuse_wrong_hands(referral, stage, actors, values, at)
        refuse_missing(referral, stage, actor, values, at)
        add_papers(referral, stage.papers, office)
        sentences += refuse_each_rule(referral, stage, actor, values, at)
        handling.record_stage(
            referral, revision=referral.revision, values=values, by=actor, at=at, outcome="Warga sudah terbantu."
        )
    return sentences


def refuse_wrong_hands(referral: Referral, stage: Stage, actors: dict[str, Actor], values: dict, at: datetime) -> None:
    """The village does not do what the provider does."""
    if stage.actor != "village":
        with pytest.raises(Refused):
            record(referral, actors["village"], values, at)


def refuse_missing(referral: Referral, stage: Stage, actor: Actor, values: dict, at: datetime) -> None:
    """A stage waits for its papers and answers."""
    lacking = papers.missing_for_stage(referral, stage)
    if lacking:
        with pytest.raises(Refused) as refused:
            record(referral, actor, values, at)
        assert refused.value.reasons == [f"Berkas belum ada: {need.name}" for need in lacking]
    if any(field.required for field in stage.fields):
        with pytest.raises(Refused):
            record(referral, actor, {}, at)


def refuse_each_rule(referral: Referral, stage: Stage, actor: Actor, values: dict, at: datetime) -> list[str]:
    """Break every rule of a stage in turn and be refused by its sentence."""
    for rule in stage.rules:
        with pytest.raises(Refused) as refused:
            record(referral, actor, samples.breaking(rule, values, on=timezone.localdate(at)), at)
        assert rule.sentence in refused.value.reasons
    return [rule.sentence for rule in stage.rules]


def record(referral: Referral, actor: Actor, values: dict, at: datetime) -> None:
    handling.record_stage(referral, revision=referral.revision, values=values, by=actor, at=at, outcome="Selesai.")


@pytest.mark.parametrize("programme", ["ANK-01", "JTM-06"], indirect=True)
def test_the_second_home_visit_waits_six_months(programme):
    plan = stages.read(programme.stages)
    second = stages.find(plan, "home_visit_2")
    earlier = {"home_visit_1": {"visited_on": "2026-01-15"}}
    told = {"visited_on": "2026-07-14", "thriving": "yes"}

    assert stages.refusals(second, told, earlier, on=date(2026, 12, 1)) == [
        "Kunjungan rumah 2 paling cepat 6 bulan sesudah kunjungan rumah 1."
    ]
    assert stages.refusals(second, told | {"visited_on": "2026-07-15"}, earlier, on=date(2026, 12, 1)) == []


@pytest.mark.parametrize("programme", ["ANK-01", "JTM-06"], indirect=True)
def test_adoption_asks_for_the_fifteen_papers(programme):
    of_stages = {paper.code for stage in stages.read(programme.stages) for paper in stage.papers}

    assert len(programme.papers) == 13
    assert {"regency_recommendation", "provincial_permit"} <= of_stages
