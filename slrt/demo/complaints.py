"""Complaints of the demo world: heard, handled, placed, walked through stages and closed, each step by its verb."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from households.models import Member
from puskesos.models import Region, User
from referrals import closing, complaints, handling, letters, papers, placement, stages
from referrals.facts import ClientFacts, ComplaintFacts
from referrals.handling import Actor
from referrals.models import Answer, Client, Complaint, Consent, Letter, Programme, Referral
from referrals.models.complaints import Confidentiality
from referrals.stages import Stage
from slrt.demo import visits
from slrt.demo.needs import NEEDS, PROTECTED, Need

WIDTH, HEIGHT = 512, 384
# Ages in years, and the days of a year.
ELDER, ADULT, DAYS = 60, 18, 365.25


@dataclass
class Errand:
    """A need on its way: who works on it, and how late it is."""

    rng: Random
    need: Need
    at: datetime
    staff: Mapping[str, User]
    complaint: Complaint
    referral: Referral = field(init=False)

    def later(self, least: int, most: int) -> None:
        """Let minutes pass."""
        self.at += timedelta(minutes=self.rng.randint(least, most))


@transaction.atomic
def hear_all(regency: Region, *, showcase: Region, today: date, seed: int) -> None:
    """Every need once, for members of the showcase village's families; a world that has complaints is left alone."""
    if Complaint.objects.within(regency.code).exists():
        return
    rng = Random(f"{seed} needs")  # noqa: S311 to be made twice the same, no secrets
    eldest, others = _people(showcase, on=today)
    staff = {user.username: user for user in User.objects.filter(region__code__startswith=regency.code)}
    for need in (*NEEDS, PROTECTED):
        member = next(eldest if need.elder else others, None)
        if member is None:  # a small world has nobody of that age
            continue
        at = visits.working_time(rng, today - timedelta(days=need.days_ago))
        errand = _hear(rng, need, member, at=at, staff=staff, village=showcase)
        for step in _steps(need):
            errand.later(20, 90)
            step(errand)


def _people(village: Region, *, on: date) -> tuple[Iterator[Member], Iterator[Member]]:
    """Old people and other adults of a village, each again and again, in the order in which they were registered."""
    living = Member.objects.within(village.code).filter(left_on=None).select_related("household", "nik")
    living = living.order_by("household__created_at", "order")
    old, grown = on - timedelta(days=ELDER * DAYS), on - timedelta(days=ADULT * DAYS)
    elders = living.filter(birth_date__lte=old)
    return cycle(elders), cycle(living.filter(birth_date__gt=old, birth_date__lte=grown))


def _hear(
    rng: Random, need: Need, member: Member, *, at: datetime, staff: Mapping[str, User], village: Region
) -> Errand:
    by = staff[{"front_office": "dinsos", "visit": "fasilitator"}.get(need.channel, "operator")]
    told = ComplaintFacts(
        kind=need.kind,
        sector=need.sector,
        channel=need.channel,
        text=need.text,
        urgency=need.urgency,
        confidentiality=Confidentiality.PROTECTED if need is PROTECTED else Confidentiality.NORMAL,
        wanted=Programme.objects.filter(pk=need.programme).first(),
    )
    complaint = complaints.register(ClientFacts(member=member, ppks=need.ppks), told, village=village, by=by, at=at)
    if need.desil:
        Client.objects.filter(pk=complaint.client_id).update(desil=need.desil, desil_source="DTSEN triwulan III")
    return Errand(rng, need, at, staff, complaint)


# --- steps -----------------------------------------------------------------------------------------------------------


def handle(errand: Errand) -> None:
    """Help at once, without a referral."""
    errand.at += timedelta(days=1)
    complaints.handle(errand.complaint, by=errand.staff["operator"], at=errand.at, result="Sudah dibantu di Puskesos.")


def confirm(errand: Errand) -> None:
    """The citizen says that it is done."""
    errand.at += timedelta(days=1)
    closing.answer(
        errand.complaint,
        handled=True,
        channel=Answer.Channel.TICKET,
        by=None,
        at=errand.at,
        satisfaction=errand.rng.randint(3, 5),
    )


def contradict(errand: Errand) -> None:
    """The citizen says that it is not done."""
    errand.at += timedelta(days=1)
    closing.answer(
        errand.complaint,
        handled=False,
        channel=Answer.Channel.CALL,
        by=errand.staff["operator"],
        at=errand.at,
        satisfaction=2,
        words="Belum ada yang datang.",
    )


def propose(errand: Errand) -> None:
    """Hand it up where the village holds it, and place it with its service."""
    complaint = errand.complaint
    if complaint.level == Complaint.Level.VILLAGE:
        by = errand.staff["operator"]
        complaints.escalate(complaint, by=by, at=errand.at, reason="Perlu layanan kabupaten.")
    errand.referral = placement.propose(
        complaint, Programme.objects.get(pk=errand.need.programme), by=errand.staff["dinsos"], at=errand.at
    )


def collect(errand: Errand) -> None:
    """Photograph every paper of the list."""
    for need in papers.needs_of(errand.referral):
        errand.later(1, 3)
        picture = paper_picture(need.name, errand.complaint.number)
        papers.add(errand.complaint, code=need.code, upload=picture, by=errand.staff["dinsos"], at=errand.at)


def recommend(errand: Errand) -> None:
    """Study and advise."""
    placement.recommend(
        errand.referral,
        revision=errand.referral.revision,
        by=errand.staff["dinsos"],
        at=errand.at,
        advice="Berkas lengkap. Keluarga benar memerlukan layanan ini.",
        exception="Diperiksa langsung lewat kunjungan rumah.",
    )


def send(errand: Errand) -> None:
    """Decide, with the person's consent."""
    referral, by = errand.referral, errand.staff["manajer"]
    provider = placement.providers_with_room(referral.programme, regency_code=referral.village_id[:5], at=errand.at)[0]
    how, guardian = Consent.How.GUARDIAN, "Keluarga serumah"
    consent = placement.record_consent(
        errand.complaint.client, purpose=referral.programme.name, how=how, given_by=guardian, by=by, at=errand.at
    )
    placement.send(referral, revision=referral.revision, provider=provider, consent=consent, by=by, at=errand.at)
    letters.issue(
        Letter.Kind.REFERRAL,
        complaint=errand.complaint,
        referral=referral,
        by=by,
        at=errand.at + timedelta(minutes=4),
        valid_until=timezone.localdate(errand.at) + timedelta(days=30),
    )


def accept(errand: Errand) -> None:
    """The provider takes the person on, as it told the office."""
    handling.accept(errand.referral, revision=errand.referral.revision, by=_office(errand), at=errand.at)


def decline(errand: Errand) -> None:
    """The provider cannot help."""
    handling.decline(
        errand.referral,
        revision=errand.referral.revision,
        by=_office(errand),
        at=errand.at,
        reason="Alat rekam sedang rusak sampai akhir bulan.",
    )


def first_stage(errand: Errand) -> None:
    """Do what the present stage asks."""
    referral = errand.referral
    plan = stages.read(referral.stages)
    stage = stages.find(plan, referral.stage)
    for need in stage.papers:
        papers.add(
            errand.complaint,
            code=need.code,
            upload=paper_picture(need.name, errand.complaint.number),
            by=errand.staff["dinsos"],
            at=errand.at,
            referral=referral,
        )
    last = stages.after(plan, stage.code) is None
    handling.record_stage(
        referral,
        revision=referral.revision,
        values=sensible_values(stage, on=timezone.localdate(errand.at)),
        by=_office(errand),
        at=errand.at,
        outcome="Layanan sudah diterima warga." if last else "",
    )


def all_stages(errand: Errand) -> None:
    """Walk to the end."""
    for _stage in errand.referral.stages:
        errand.later(30, 200)
        first_stage(errand)
    errand.complaint.refresh_from_db()


def _office(errand: Errand) -> Actor:
    return Actor(user=errand.staff["dinsos"])


def sensible_values(stage: Stage, *, on: date) -> dict[str, Any]:
    """An answer to each field of a stage that breaks none of its plain rules."""
    return {one.code: _value(stage, one, on) for one in stage.fields}


def _value(stage: Stage, one: stages.Field, on: date) -> Any:
    rules = {rule.kind: rule.value for rule in stage.rules if rule.field == one.code}
    if "is" in rules:
        return rules["is"]
    match one.kind:
        case "number":
            return str(rules.get("at_least", rules.get("at_most", 1)))
        case "date":
            return on.isoformat()
        case "choice":
            return next(code for code, _label in one.choices if code != rules.get("is_not"))
        case "yes_no":
            return "no" if rules.get("is_not") == "yes" else "yes"
        case _:
            return "Sesuai pemeriksaan petugas."


def paper_picture(title: str, number: str) -> io.BytesIO:
    """A sheet with a title, lines instead of words, and CONTOH across it; an open JPEG file."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), (214, 206, 190))
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((46, 20, WIDTH - 46, HEIGHT - 14), fill=(252, 251, 247), outline=(160, 152, 138))
    draw.text((70, 40), title[:44], font=ImageFont.load_default(18), fill=(36, 44, 48))
    for line in range(9):
        draw.line((70, 92 + 26 * line, WIDTH - 80 - 37 * (line % 4), 92 + 26 * line), fill=(150, 158, 160), width=5)
    draw.text((70, HEIGHT - 44), f"CONTOH · {number}", font=ImageFont.load_default(15), fill=(176, 116, 20))
    file = io.BytesIO()
    sheet.save(file, "JPEG", quality=86)
    file.seek(0)
    return file


Step = Callable[[Errand], None]
PLACED: tuple[Step, ...] = (propose, collect, recommend, send)
FATES: dict[str, tuple[Step, ...]] = {
    "heard": (),
    "handled": (handle,),
    "reopened": (handle, contradict),
    "proposed": (propose,),
    "recommended": (propose, collect, recommend),
    "sent": PLACED,
    "declined": (*PLACED, decline),
    "under_way": (*PLACED, accept, first_stage),
}


def _steps(need: Need) -> tuple[Step, ...]:
    """Steps of a fate; closing goes by way of the service where one is asked for."""
    if need.fate != "closed":
        return FATES[need.fate]
    return (*PLACED, accept, all_stages, confirm) if need.programme else (handle, confirm)
