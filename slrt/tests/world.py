"""A small whole world for tests that walk every address: four villages, every role, every state of the work.

Each row of another village carries a canary; a page that shows one has leaked, whatever its status.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import get_resolver
from django.utils import timezone

from assessment import authoring, capture, drafts, instrument, reasons, review, simulation
from assessment.models import Assessment, FieldDraft, Instrument, ReturnReason
from assessment.tests.conftest import NOW, TODAY, picture
from dtks import covering, freezing, tabulation
from dtks.models import Batch
from dtks.states import BatchStatus
from households import notes, registry, transfers
from households.facts import Address, Person
from households.identity import seal
from households.models import Member
from puskesos.models import Notice, Provider, Region, Round, User
from puskesos.roles import Duty, Role
from referrals import benefits, catalogue, closing, complaints, letters, outreach, papers, placement, protection
from referrals.facts import ClientFacts, ComplaintFacts, Found
from referrals.models import AnswerLink, Complaint, Offer, Outreach, Paper, Programme, StageTemplate
from referrals.models.complaints import Confidentiality
from referrals.tests.conftest import STAGES

VILLAGES = {
    "own": "51.08.01.2001",
    "sibling": "51.08.01.2002",
    "cousin": "51.08.02.2001",
    "foreign": "35.26.01.2001",
}
# Of the protected case: whoever is not of its team must never see it, whatever the village.
SECRET = "KENARI RAHASIA"
# Protected cases have their own: whoever is not on the team must never meet one.
CASE_CANARIES = {"own": "SANDI ALFA", "sibling": "SANDI BETA", "cousin": "SANDI GAMA", "foreign": "SANDI DELTA"}
CANARIES = {"own": "KENARI ALFA", "sibling": "KENARI BETA", "cousin": "KENARI GAMA", "foreign": "KENARI DELTA"}


@dataclass
class World:
    """One family with work in every state in each of four villages, two batches, and everyone who could ask."""

    people: dict[str, User | None] = field(default_factory=dict)
    rows: dict[str, dict[str, object]] = field(default_factory=dict)


def build(regions: dict[str, Region]) -> World:
    """Make the world by the verbs; needs empty tables."""
    world = World()
    instrument.load(at=NOW)
    catalogue.load(at=NOW)
    today = timezone.localdate()
    for regency in ("51.08", "35.26"):
        Round.objects.create(
            regency=regions[regency],
            name="Berjalan",
            opens_on=today.replace(day=1),
            closes_on=date(today.year + 1, 1, 1),
        )
    _hire(world, regions)
    for place, code in VILLAGES.items():
        world.rows[place] = _families(world, regions[code], CANARIES[place], place)
        world.rows[place] |= _complaints(world, regions[code], CANARIES[place])
        world.rows[place] |= _needs(world, world.rows[place]["approved_member"], CANARIES[place])
        world.rows[place] |= _referred(world, regions[code], CANARIES[place], place)
        world.rows[place]["account"] = _operator_of(world, regions[code])
    world.rows["own"]["protected"], world.rows["own"]["protected_paper"] = _protected(world, regions[VILLAGES["own"]])
    for place, regency, office in (("own", "51.08", "dinsos"), ("foreign", "35.26", "foreign_dinsos")):
        _batch(world, place, regions[regency], world.people[office])
    for place, code in VILLAGES.items():
        world.rows[place] |= _cases(world, regions[code], place)
    for place, regency in (("own", "51.08"), ("sibling", "51.08"), ("cousin", "51.08"), ("foreign", "35.26")):
        world.rows[place]["reason"] = _reason(regions[regency])
    _letters(world, regions)
    for place, office in (("own", "dinsos"), ("foreign", "foreign_dinsos")):
        world.rows[place]["instrument"] = _draft_of_instrument(world.people[office])
    return world


def _draft_of_instrument(office: User) -> Instrument:
    """A draft of a regency, and what it would change."""
    draft = authoring.copy(Instrument.objects.get(version=1), by=office, at=NOW)
    simulation.ask(draft, round=None, by=office, at=NOW)
    return draft


# Goes out at night and belongs to the team for women and children; the others of the office have no such duty.
DUTIES_OF = {"case_worker": [Duty.CASE_WORKER, Duty.OUTREACH]}


def _hire(world: World, regions: dict[str, Region]) -> None:
    provider = Provider.objects.create(regency=regions["51.08"], name="RSUD Buleleng")
    places = {
        "operator": (Role.OPERATOR, "51.08.01.2001"),
        "neighbour": (Role.OPERATOR, "51.08.01.2002"),
        "cousin_operator": (Role.OPERATOR, "51.08.02.2001"),
        "foreign_operator": (Role.OPERATOR, "35.26.01.2001"),
        "facilitator": (Role.FACILITATOR, "51.08.01.2001"),
        "supervisor": (Role.SUPERVISOR, "51.08.01"),
        "cousin_supervisor": (Role.SUPERVISOR, "51.08.02"),
        "foreign_supervisor": (Role.SUPERVISOR, "35.26.01"),
        "dinsos": (Role.DINSOS, "51.08"),
        "case_worker": (Role.DINSOS, "51.08"),
        "foreign_dinsos": (Role.DINSOS, "35.26"),
        "leader": (Role.LEADER, "51.08"),
        "auditor": (Role.AUDITOR, "51.08"),
        "admin": (Role.ADMIN, None),
        "provider": (Role.PROVIDER, None),
    }
    for name, (role, code) in places.items():
        world.people[name] = User.objects.create_user(
            name.replace("_", "-"),
            role=role,
            region=regions.get(code),
            full_name=name,
            provider=provider if role == Role.PROVIDER else None,
            duties=DUTIES_OF.get(name, []),
        )
    world.people["anonymous"] = None


def _operator_of(world: World, village: Region) -> User:
    return next(u for u in world.people.values() if u and u.role == Role.OPERATOR and u.region_id == village.code)


def _complaints(world: World, village: Region, canary: str) -> dict[str, object]:
    """A complaint of one village with a paper, and one that waits for the citizen's answer."""
    operator = _operator_of(world, village)
    told = {"kind": "grievance", "sector": "health", "channel": "puskesos", "place": f"{canary} tempat"}
    heard = []
    for number, state in enumerate(("terbuka", "ditangani")):
        facts = ComplaintFacts(text=f"{canary} {state}", reporter_name=f"{canary} pelapor", **told)
        person = ClientFacts(name=f"{canary} {'ORANG' if number else 'WARGA'}")
        heard.append(complaints.register(person, facts, village=village, by=operator, at=timezone.now()))
    complaints.handle(heard[1], by=operator, at=timezone.now(), result=f"{canary} hasil")
    paper = papers.add(
        heard[0], code=papers.OTHER, upload=picture(7), by=operator, at=timezone.now(), note=f"{canary} berkas"
    )
    return {"complaint": heard[0], "handled_complaint": heard[1], "paper": paper}


def _protected(world: World, village: Region) -> tuple[Complaint, Paper]:
    """A case of violence, told to the operator, which only the case team may know."""
    operator = _operator_of(world, village)
    facts = ComplaintFacts(
        kind="grievance",
        sector="protection",
        channel="puskesos",
        text=f"{SECRET} cerita",
        confidentiality=Confidentiality.PROTECTED,
    )
    case = complaints.register(ClientFacts(name=SECRET), facts, village=village, by=operator, at=timezone.now())
    paper = papers.add(
        case, code=papers.OTHER, upload=picture(8), by=world.people["case_worker"], at=timezone.now(), note=SECRET
    )
    return case, paper


def _families(world: World, village: Region, canary: str, place: str) -> dict[str, object]:
    """Four families of one village: draft, submitted, returned, approved."""
    operator = _operator_of(world, village)
    supervisor = next(
        u for u in world.people.values() if u and u.role == Role.SUPERVISOR and u.region_id == village.code[:8]
    )
    round_now = Round.objects.get(regency=village.code[:5])
    rows: dict[str, object] = {}
    for number, state in enumerate(("draft", "submitted", "returned", "approved"), 1):
        household = registry.register(
            village=village,
            kk=f"{village.code[:8].replace('.', '')}0112{number}{list(VILLAGES).index(place)}900{number}",
            address=Address(address=f"{canary} {state}"),
            head=Person(name=f"{canary} {state}", sex="1", relation="1", identity_status="2"),
            by=operator,
            on=TODAY,
        )
        assessment = capture.start(household, round=round_now, by=operator, at=timezone.now(), on=timezone.localdate())
        photo = capture.add_photo(assessment, slot="other", upload=picture(number), by=operator, at=NOW)
        if state != "draft":
            _homeless(assessment, operator)
        if state == "returned":
            points = [review.Point("question", "food", f"{canary} alasan")]
            review.return_for_correction(
                Assessment.objects.get(pk=assessment.pk), revision=2, by=supervisor, at=NOW, points=points
            )
        if state == "approved":
            review.approve(Assessment.objects.get(pk=assessment.pk), revision=2, by=supervisor, at=NOW)
        rows[state] = Assessment.objects.get(pk=assessment.pk)
        if state == "returned":
            rows["notice"] = Notice.objects.get(recipient=operator, target_id=str(assessment.pk))
        rows[f"{state}_photo"], rows[f"{state}_member"] = photo, household.members.get()
    rows["field_draft"] = _field_draft(rows["draft"], village, canary)
    return rows | _registry_rows(rows["returned_member"], operator, canary)


def _field_draft(survey: Assessment, village: Region, canary: str) -> FieldDraft:
    """A phone's draft of a new family that could not be begun, held since its owner left."""
    gone = {"role": Role.OPERATOR, "region": village, "full_name": "Operator Lama", "is_active": False}
    head = {"id": str(uuid.uuid4()), "new": {"name": canary, "relation": "1"}}
    content = {"household": {"id": str(uuid.uuid4())}, "members": [head]}
    return FieldDraft.objects.create(
        pk=uuid.uuid4(),
        village=village,
        owner=User.objects.create_user(f"dahulu-{village.code}", **gone),
        revision=uuid.uuid4(),
        instrument_id=survey.instrument_id,
        cipher=seal(drafts.canonical(content)),
        content_sha256=drafts.content_hash(content),
        problems={"household": canary},
        started_at=NOW,
        received_at=NOW,
    )


# registry: a note, and a family that asks to move to a village nobody of the cast works in
def _registry_rows(member: Member, operator: User, canary: str) -> dict[str, object]:
    household = member.household
    target, _new = Region.objects.get_or_create(
        code=f"{household.district_code}.2009",
        defaults={"level": 4, "name": "Desa Sepi", "parent_id": household.district_code},
    )
    return {
        "transfer": transfers.ask(
            household, member=member, target=target, card="", reason="9", on=TODAY, by=operator, at=NOW
        ),
        "note": notes.write(household, text=f"{canary} catatan", by=operator, at=NOW),
    }


def _referred(world: World, village: Region, canary: str, place: str) -> dict[str, object]:
    """A complaint and its referral; that of the first village was sent to the provider of the cast."""
    office = world.people["dinsos" if village.code.startswith("51.08") else "foreign_dinsos"]
    told = ComplaintFacts(kind="grievance", sector="health", channel="phone", text=f"{canary} keluhan")
    complaint = complaints.register(ClientFacts(name=f"{canary} orang"), told, village=village, by=office, at=NOW)
    referral = placement.propose(complaint, _programme(world), by=office, at=NOW)
    paper = papers.add(complaint, code="ktp", upload=picture(9), by=office, at=NOW)
    placement.recommend(referral, revision=1, by=office, at=NOW, advice=f"{canary} saran")
    link = AnswerLink.objects.create(
        referral=referral, digest=place, contact=canary, made_at=NOW, made_by=office, expires_at=NOW
    )
    if place == "own":
        consent = placement.record_consent(complaint.client, purpose="x", how="spoken", by=office, at=NOW)
        manager = User.objects.create_user(
            "manager", role=Role.DINSOS, region=office.region, full_name="manager", duties=[Duty.MANAGER]
        )
        provider = world.people["provider"].provider
        placement.send(referral, revision=2, provider=provider, consent=consent, by=manager, at=NOW)
    return {"referred": complaint, "referral": referral, "referral_paper": paper, "link": link}


def _programme(world: World) -> Programme:
    """One small service that asks for one paper."""
    stage = {"code": "help", "name": "Bantuan", "actor": "provider", "days": 5}
    template, _new = StageTemplate.objects.get_or_create(code="W", defaults={"name": "Satu", "stages": [stage]})
    programme, _new = Programme.objects.get_or_create(
        code="W-01",
        defaults={
            "name": "Layanan", "sector": "health", "level": "regency", "limit_days": 9, "template": template,
            "disclosed": ["name"], "papers": [{"code": "ktp", "name": "KTP"}],
        },
    )  # fmt: skip
    Offer.objects.get_or_create(programme=programme, provider=world.people["provider"].provider)
    return programme


def _homeless(assessment: Assessment, operator: User) -> None:
    """The shortest complete survey: a family without a home."""
    definition = instrument.definition(assessment.instrument_id)
    capture.save_answers(
        assessment,
        by=operator,
        answers={q.code: q.choices[0].code for q in definition.questions if not q.is_computed},
        numbers={"monthly_income_rp": 100_000},
        overrides=["homeless"],
    )
    capture.confirm_identity(assessment, by=operator, at=NOW)
    capture.save_position(assessment, by=operator, latitude=-8, longitude=115, accuracy_m=5, located_at=NOW)
    capture.submit(assessment, revision=1, by=operator, at=NOW, on=timezone.localdate())


def _needs(world: World, member: Member, canary: str) -> dict[str, object]:
    """A complaint that is late, one that is over, and a programme received, of the family that was approved."""
    operator = next(
        u for u in world.people.values() if u and u.role == Role.OPERATOR and u.region_id == member.village_id
    )
    told = ComplaintFacts(kind="grievance", sector="health", channel="puskesos", text=f"{canary} keluhan")
    heard = complaints.register(
        ClientFacts(member=member), told, village=member.village, by=operator, at=NOW - timedelta(days=90)
    )
    over = complaints.register(ClientFacts(member=member), told, village=member.village, by=operator, at=NOW)
    complaints.handle(over, by=operator, at=NOW, result=f"{canary} hasil")
    closing.answer(over, handled=True, channel="ticket", by=None, at=NOW)
    benefit = benefits.note(member, programme="pkh", since=TODAY, source=f"{canary} kartu", by=operator, at=NOW)
    return {"heard": heard, "over": over, "benefit": benefit}


def _batch(world: World, place: str, regency: Region, office: User) -> None:
    round_now = Round.objects.get(regency=regency)
    batch = tabulation.create(round=round_now, area=regency, by=office, at=NOW)
    freezing.freeze_at_once(batch, by=office, at=NOW)
    for chunk in batch.chunks.all():
        tabulation.tabulate_chunk(chunk.pk, at=NOW)
    tabulation.finish(batch.pk, at=NOW)
    # A letter is written once the files are sealed; what the walk needs is only the letter.
    Batch.objects.filter(pk=batch.pk).update(status=BatchStatus.EXPORTED)
    letter = covering.issue(batch, number=f"400/{place}", to="Kepala", paper="a4", by=office, at=NOW)
    Batch.objects.filter(pk=batch.pk).update(status=BatchStatus.TABULATED)
    world.rows[place] |= {"batch": Batch.objects.get(pk=batch.pk), "cover_letter": letter}


def _reason(regency: Region) -> ReturnReason:
    """The first sentence of a regency's list of reasons."""
    reasons.load(regency, at=NOW)
    return ReturnReason.objects.filter(regency=regency).earliest("pk")


def _cases(world: World, village: Region, place: str) -> dict[str, object]:
    """A protected case of the regency's team, an ordinary complaint to be protected, and somebody found in the street.

    The foreign regency has no team, so all of its office is: nobody of ours.
    """
    worker = world.people["foreign_dinsos" if place == "foreign" else "case_worker"]
    hers = ClientFacts(name=CASE_CANARIES[place], guardian=CASE_CANARIES[place])
    told = ComplaintFacts(
        kind="grievance", sector="protection", channel="phone", text=CASE_CANARIES[place], reporter_phone="08123456789"
    )
    case = complaints.register(hers, told, village=village, by=worker, at=NOW)
    protection.name_alias(case, f"Bunga {place}", by=worker, at=NOW)
    told = ComplaintFacts(kind="grievance", sector="food", channel="phone", text=CANARIES[place])
    plain = complaints.register(ClientFacts(name=CANARIES[place]), told, village=village, by=worker, at=NOW)
    return {"case": case, "plain": plain, "case_worker": worker, "found": _found(world, village, place)}


def _found(world: World, village: Region, place: str) -> Outreach:
    """Somebody in the street, with a portrait; the foreign regency lends the hands of a duty for a moment."""
    office = world.people["foreign_dinsos" if place == "foreign" else "case_worker"]
    duties, office.duties = office.duties, [Duty.OUTREACH]
    record = outreach.report(
        ClientFacts(name=CANARIES[place]),
        Found(kind="stranded", place=CANARIES[place]),
        village=village,
        by=office,
        at=NOW,
    )
    office.duties = duties
    papers.add(record.complaint, code=papers.PORTRAIT, upload=picture(9), by=office, at=NOW)
    return record


def _letters(world: World, regions: dict[str, Region]) -> None:
    """A referral with its letter in each village, to a provider that nobody of the world works for."""
    for regency, office in (("51.08", "dinsos"), ("35.26", "foreign_dinsos")):
        provider = Provider.objects.create(regency=regions[regency], name=f"Rumah Singgah {regency}")
        template = StageTemplate.objects.create(code=f"T{regency}", name="Surat", stages=STAGES)
        programme = Programme.objects.create(
            code=f"T-{regency[:2]}",
            name="Rumah singgah",
            sector="street",
            level="regency",
            limit_days=5,
            template=template,
        )
        Offer.objects.create(programme=programme, provider=provider)
        manager = User.objects.create_user(
            f"manager-{regency}", role=Role.DINSOS, region=regions[regency], duties=[Duty.MANAGER], full_name="Manajer"
        )
        for place, code in VILLAGES.items():
            if code.startswith(regency):
                world.rows[place] |= _letter(regions[code], place, programme, world.people[office], manager)


def _letter(village: Region, place: str, programme: Programme, office: User, manager: User) -> dict[str, object]:
    canary = CANARIES[place]
    told = ComplaintFacts(kind="grievance", sector="street", channel="front_office", text=f"{canary} keluhan")
    complaint = complaints.register(ClientFacts(name=f"{canary} surat"), told, village=village, by=office, at=NOW)
    referral = placement.propose(complaint, programme, by=office, at=NOW)
    placement.recommend(referral, revision=1, by=office, at=NOW, advice=f"{canary} layak")
    consent = placement.record_consent(complaint.client, purpose="Rujukan", how="spoken", by=office, at=NOW)
    provider = programme.offers.get().provider
    placement.send(referral, revision=2, provider=provider, consent=consent, by=manager, at=NOW)
    letter = letters.issue("referral", complaint=complaint, referral=referral, by=office, at=NOW)
    return {"lettered": referral, "lettered_complaint": complaint, "letter": letter}


# How to address a row of a place: url name -> kwargs, or None when the place has no such row.
Arguments = Callable[[dict], dict | None]
DRAFT: Arguments = lambda rows: {"pk": rows["draft"].pk}  # noqa: E731
SUBMITTED: Arguments = lambda rows: {"pk": rows["submitted"].pk}  # noqa: E731
HOUSEHOLD: Arguments = lambda rows: {"pk": rows["approved"].household_id}  # noqa: E731
MEMBER: Arguments = lambda rows: {"pk": rows["approved_member"].pk}  # noqa: E731
VERSION: Arguments = lambda rows: {"pk": rows["instrument"].pk} if "instrument" in rows else None  # noqa: E731
BATCH: Arguments = lambda rows: {"pk": rows["batch"].pk} if "batch" in rows else None  # noqa: E731
COMPLAINT: Arguments = lambda rows: {"pk": rows["complaint"].pk}  # noqa: E731
HANDLED: Arguments = lambda rows: {"pk": rows["handled_complaint"].pk}  # noqa: E731
PAPER: Arguments = lambda rows: {"pk": rows["paper"].pk}  # noqa: E731
LETTER: Arguments = lambda rows: {"pk": rows["letter"].pk}  # noqa: E731
FILE: Arguments = lambda rows: {"pk": rows["batch"].pk, "kind": "csv"} if "batch" in rows else None  # noqa: E731

CASE: Arguments = lambda rows: {"pk": rows["case"].pk}  # noqa: E731
FOUND: Arguments = lambda rows: {"pk": rows["found"].pk}  # noqa: E731

ROUND: Arguments = lambda rows: {"pk": rows["draft"].round_id}  # noqa: E731

ARGUMENTS: dict[str, Arguments] = {
    "household_detail": HOUSEHOLD,
    "households:household_edit": HOUSEHOLD,
    "households:member_create": lambda rows: {"household_pk": rows["approved"].household_id},
    "households:member_edit": MEMBER,
    "households:member_leave": MEMBER,
    "households:kk_reveal": HOUSEHOLD,
    # registry
    **{f"households:{name}": HOUSEHOLD for name in ("household_head", "household_transfer", "note_list")},
    **{f"households:{name}": MEMBER for name in ("member_move", "member_split", "transfer_ask")},
    **{
        f"households:transfer_{name}": lambda rows: {"pk": rows["transfer"].pk}
        for name in ("detail", "accept_into", "accept_new", "decline", "withdraw")
    },
    "households:note_strike": lambda rows: {"pk": rows["note"].pk},
    **{f"household_{name}": HOUSEHOLD for name in ("photos", "history", "print", "reads")},
    "households:nik_reveal": MEMBER,
    "assessment:assessment_start": lambda rows: {"household_pk": rows["draft"].household_id},
    "assessment:assessment_tasks": SUBMITTED,
    "api:assessment": SUBMITTED,
    "api:submit": SUBMITTED,
    "api:instrument": lambda rows: {"version": rows["submitted"].instrument_id},
    "api:photo": lambda rows: {"sha256": "0" * 64},
    "api:photo_part": lambda rows: {"sha256": "0" * 64, "start": 0},
    "api:device": lambda rows: {"device": "00000000-0000-4000-8000-000000000000"},
    "api:device_key": lambda rows: {"device": "00000000-0000-4000-8000-000000000000"},
    "assessment:assessment_identity": DRAFT,
    "assessment:assessment_position": DRAFT,
    "assessment:assessment_questions": lambda rows: {"pk": rows["draft"].pk, "page": 1},
    "assessment:assessment_photos": lambda rows: {"pk": rows["returned"].pk},
    "assessment:photo_add": lambda rows: {"pk": rows["draft"].pk, "slot": "roof"},
    "assessment:photo_remove": lambda rows: {"pk": rows["draft_photo"].pk},
    "assessment:photo_image": lambda rows: {"pk": rows["submitted_photo"].pk},
    "assessment:photo_thumbnail": lambda rows: {"pk": rows["submitted_photo"].pk},
    "assessment:assessment_send": DRAFT,
    "assessment:assessment_receipt": SUBMITTED,
    "assessment:review_detail": SUBMITTED,
    "assessment:assessment_approve": SUBMITTED,
    "assessment:assessment_return": SUBMITTED,
    "assessment:review_score": SUBMITTED,
    "assessment:reason_retire": lambda rows: {"pk": rows["reason"].pk},
    "assessment:reason_restore": lambda rows: {"pk": rows["reason"].pk},
    "review_undo": SUBMITTED,
    # assessment: instrument desk
    "assessment:assessment_change_version": DRAFT,
    **{
        f"assessment:instrument_{name}": VERSION
        for name in (
            "detail",
            "copy",
            "discard",
            "publish",
            "retire",
            "edit",
            "bands",
            "slots",
            "simulation",
            "simulation_progress",
            "changes",
        )
    },
    **{
        f"assessment:instrument_{name}": lambda rows: VERSION(rows) and {**VERSION(rows), "code": "walls"}
        for name in ("question", "question_drop")
    },
    "assessment:instrument_preview": lambda rows: VERSION(rows) and {**VERSION(rows), "page": 1},
    "assessment:instrument_poverty_edit": lambda rows: {"year": 2024},
    "referrals:complaint_create_for": lambda rows: {"member_pk": rows["approved_member"].pk},
    "referrals:complaint_detail": COMPLAINT,
    "referrals:complaint_receipt": COMPLAINT,
    "referrals:complaint_escalate": COMPLAINT,
    "referrals:complaint_change_urgency": COMPLAINT,
    "referrals:complaint_handle": COMPLAINT,
    "referrals:complaint_answer": HANDLED,
    "referrals:complaint_note_unreached": HANDLED,
    "referrals:complaint_close_unreached": HANDLED,
    "referrals:paper_add": COMPLAINT,
    "referrals:paper_image": PAPER,
    "referrals:paper_thumbnail": PAPER,
    "referrals:paper_remove": PAPER,
    "referrals:benefit_list": HOUSEHOLD,
    "referrals:benefit_note": lambda rows: {"member_pk": rows["approved_member"].pk},
    "referrals:benefit_end": lambda rows: {"pk": rows["benefit"].pk},
    "referrals:benefit_correct": lambda rows: {"pk": rows["benefit"].pk},
    "referrals:letter_detail": LETTER,
    "referrals:letter_download": LETTER,
    "referrals:letter_revoke": LETTER,
    "referrals:letter_issue": lambda rows: {"pk": rows["lettered"].pk},
    "referrals:letter_receipt": lambda rows: {"pk": rows["lettered_complaint"].pk},
    # placements
    "referrals:referral_propose": lambda rows: {"complaint_pk": rows["referred"].pk},
    **{
        f"referrals:{name}": lambda rows: {"pk": rows["referral"].pk}
        for name in (
            "referral_detail",
            "referral_recommend",
            "client_desil",
            "referral_decide",
            "referral_refuse",
            "referral_withdraw",
            "referral_place_again",
            "referral_answer",
            "referral_stage",
            "link_make",
            "provider_referral",
            "provider_answer",
            "provider_stage",
        )
    },
    "referrals:referral_paper": lambda rows: {"pk": rows["referral"].pk, "paper": rows["referral_paper"].pk},
    "referrals:referral_paper_add": lambda rows: {"pk": rows["referral"].pk, "code": "ktp"},
    "referrals:link_revoke": lambda rows: {"pk": rows["referral"].pk, "link": rows["link"].pk},
    "dtks:batch_detail": BATCH,
    "dtks:batch_progress": BATCH,
    "dtks:batch_freeze": BATCH,
    "dtks:batch_mark_sent": BATCH,
    "dtks:batch_cancel": BATCH,
    "dtks:file_download": FILE,
    # dtks: preview, figures, covering letter
    "dtks:batch_left_out": lambda rows: (
        {"pk": rows["batch"].pk, "reason": "unsent", "village": rows["approved"].village_id}
        if "batch" in rows
        else None
    ),
    "dtks:batch_answers": BATCH,
    "dtks:batch_comparison": BATCH,
    "dtks:letter_create": BATCH,
    "dtks:letter_download": lambda rows: (
        {"pk": rows["batch"].pk, "letter_pk": rows["cover_letter"].pk} if "cover_letter" in rows else None
    ),
    # referrals: protected cases and outreach
    **{f"referrals:case_{what}": CASE for what in ("detail", "name", "alias", "simfoni", "note", "risk", "join")},
    "referrals:case_leave": lambda rows: {"pk": rows["case"].pk, "user_pk": rows["case_worker"].pk},
    "referrals:complaint_protect": lambda rows: {"pk": rows["plain"].pk},
    **{f"referrals:outreach_{what}": FOUND for what in ("detail", "update", "depart", "arrive", "settle")},
    "referrals:portrait_add": FOUND,
    "referrals:portrait_image": FOUND,
    "referrals:programme_detail": lambda rows: {"code": "KES-01"},
    "referrals:programme_edit": lambda rows: {"code": "KES-01"},
    "referrals:programme_offers": lambda rows: {"code": "KES-01"},
    "referrals:programme_stages": lambda rows: {"code": "KES-01"},
    "referrals:programme_stage": lambda rows: {"code": "KES-01", "place": 1},
    "referrals:template_stages": lambda rows: {"code": "A"},
    "referrals:template_stage": lambda rows: {"code": "A", "place": 1},
    # accounts
    "assessment:hand_over": SUBMITTED,
    "assessment:hand_over_draft": lambda rows: {"pk": rows["field_draft"].pk},
    **{
        f"accounts:account_{what}": lambda rows: {"pk": rows["account"].pk}
        for what in ("detail", "amend", "move", "link", "deactivate", "reactivate", "log_out", "second_factor_reset")
    },
    # rounds, notices, search
    **{f"round_{what}": ROUND for what in ("detail", "amend", "extend", "targets", "open", "close")},
    "round_targets_typed": lambda rows: {
        "pk": rows["draft"].round_id,
        "district": rows["draft"].district_code,
    },
    "notice_open": lambda rows: {"pk": rows["notice"].pk},
    "search_results": lambda rows: {"token": "0" * 22},
    "search_group": lambda rows: {"token": "0" * 22, "group": "households"},
}
# Addresses whose row is the operator's draft, which no facilitator sees.
OF_DRAFTS = {
    f"assessment:{name}"
    for name in (
        "assessment_identity", "assessment_position", "assessment_questions", "photo_add", "photo_remove",
    )
}  # fmt: skip
# Rows that belong to no village: whoever may call the address sees them all.
EVERYWHERE = (
    "referrals:programme_",
    "referrals:template_",
    "assessment:instrument_poverty_",
    "search_",
    "api:instrument",
    "api:photo",
    "api:device",
)
# Addresses that need a duty besides the role.
DUTIES = {
    **{
        f"accounts:account_{name}": Duty.MANAGER
        for name in (
            "list", "detail", "create", "amend", "move", "link", "cards", "deactivate", "reactivate",
            "second_factor_reset", "log_out", "import", "template",
        )
    },
    **{f"assessment:instrument_{name}": Duty.MANAGER for name in ("publish", "retire", "poverty_edit")},
    **{
        f"referrals:{name}": Duty.MANAGER
        for name in (
            "programme_edit", "programme_offers", "programme_stages", "programme_stage",
            "template_stages", "template_stage",
        )
    },
}  # fmt: skip
PUBLIC_ARGUMENTS = {
    "help_guide": lambda _rows: {"who": "operator"},
    "portal:receipt_check": lambda rows: {"number": rows["submitted"].receipt_number},
    "portal:complaint_ticket": lambda rows: {"ticket": rows["heard"].ticket},
    "portal:complaint_answered": lambda rows: {"ticket": rows["over"].ticket},
    "portal:letter_check": lambda rows: {"token": rows["letter"].token},
    "referrals:answer_link": lambda _rows: {"token": "x" * 43},
    "accounts:invitation": lambda _rows: {"token": "x" * 22},
}


def url_names(patterns=None, namespace: str = "") -> set[str]:
    """Every named address the resolver knows."""
    names = set()
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(pattern, "url_patterns"):
            prefix = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            names |= url_names(pattern.url_patterns, prefix)
        else:
            names.add(f"{namespace}{pattern.name}")
    return names
