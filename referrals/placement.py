"""FO → BO → Penetapan: a complaint is placed with a programme, studied, and decided by another person."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import Provider, User
from puskesos.receipt_numbers import new_receipt_number
from puskesos.roles import Duty, Role
from referrals import eligibility, papers, stages
from referrals.complaints import must_be_at_its_level
from referrals.models import Client, Complaint, Consent, Offer, Programme, Referral
from referrals.moves import move_referral
from referrals.states import COMPLAINT_OPEN, ReferralStatus
from referrals.workdays import due_after

# Working days for the office's own two steps: study of papers, decision.
STUDY_DAYS, DECISION_DAYS = 2, 1
CONSENT_WORDING = "2026-1"
ADULT = 18
VILLAGE_DECIDES = (Programme.Level.VILLAGE,)

# What a provider may be told, by the code in Programme.disclosed.
DISCLOSES = {
    "name": lambda c: c.client.name,
    "alias": lambda c: c.client.alias,
    "sex": lambda c: c.client.sex,
    "birth_date": lambda c: c.client.birth_date.isoformat() if c.client.birth_date else "",
    "age": lambda c: c.client.age_estimate,
    "phone": lambda c: c.client.phone,
    "address": lambda c: c.client.address,
    "village": lambda c: c.village.name,
    "features": lambda c: c.client.features,
    "communication": lambda c: c.client.get_communication_display(),
    "guardian": lambda c: c.client.guardian,
    "ppks": lambda c: c.client.ppks,
    "need": lambda c: c.text,
    "reporter": lambda c: c.reporter_name,
}


@transaction.atomic
def propose(complaint: Complaint, programme: Programme, *, by: User, at: datetime) -> Referral:
    """Place an open complaint with a programme; from here on the programme's papers are collected."""
    must_be_at_its_level(complaint, by)
    if complaint.status not in COMPLAINT_OPEN:
        raise Refused(_("Keluhan ini sudah ditangani. Buka lagi dulu bila warga masih perlu bantuan."))
    if not programme.active:
        raise Refused(_("Layanan ini sedang tidak dibuka. Pilih layanan lain."))
    if by.role != Role.DINSOS and programme.level not in VILLAGE_DECIDES:
        raise Refused(_("Layanan ini lewat SLRT kabupaten. Teruskan keluhannya ke SLRT dulu."))
    rows = programme.stages or programme.template.stages
    today = timezone.localdate(at)
    referral = Referral(
        number=new_receipt_number(),
        village_id=complaint.village_id,
        complaint=complaint,
        programme=programme,
        stages=rows,
        stage=stages.read(rows)[0].code,
        step_due_on=due_after(today, STUDY_DAYS),
        due_on=due_after(today, programme.limit_days),
        proposed_at=at,
        proposed_by=by,
    )
    return _insert(referral, by=by, at=at)


def _insert(referral: Referral, *, by: User, at: datetime) -> Referral:
    try:
        with transaction.atomic():
            referral.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("Keluhan ini sudah diusulkan ke layanan itu dan masih berjalan.")) from None
    activity.record("referral.propose", target=referral, by=by, at=at, programme=referral.programme_id)
    return referral


@transaction.atomic
def recommend(
    referral: Referral, *, revision: int, by: User, at: datetime, advice: str, exception: str = ""
) -> Referral:
    """Back office: papers are complete, the rules are met (or an exception is written), and this is the advice."""
    must_be_at_its_level(referral.complaint, by)
    if not advice.strip():
        raise Refused(_("Tulis rekomendasinya."))
    reasons = obstacles(referral, on=timezone.localdate(at), exception=exception)
    if reasons:
        raise Refused(_("Belum bisa direkomendasikan. Lengkapi dulu yang berikut."), reasons=reasons)
    move_referral(
        "recommend",
        referral,
        revision=revision,
        recommended_at=at,
        recommended_by=by,
        advice=advice.strip(),
        exception=exception.strip(),
        step_due_on=due_after(timezone.localdate(at), DECISION_DAYS),
    )
    activity.record("referral.recommend", target=referral, by=by, at=at, exception=bool(exception.strip()))
    return referral


def obstacles(referral: Referral, *, on: date, exception: str = "") -> list[str]:
    """What stands between a proposal and its recommendation: papers missing, rules not met."""
    lacking = [
        _("Berkas belum ada: %s") % need.name for need in papers.missing(referral.complaint, papers.needs_of(referral))
    ]
    verdicts = eligibility.judge(referral.programme, eligibility.state_of(referral.complaint.client, on=on))
    return lacking + eligibility.stands_in_the_way(verdicts, exception=exception)


@transaction.atomic
def refuse(referral: Referral, *, revision: int, by: User, at: datetime, reason: str) -> Referral:
    """Penetapan: the manager does not follow the recommendation, and says why."""
    _must_decide(referral, by)
    if not reason.strip():
        raise Refused(_("Tulis alasan tidak ditetapkan."))
    move_referral(
        "refuse", referral, revision=revision, decided_at=at, decided_by=by, ended_at=at, reason=reason.strip()
    )
    activity.record("referral.refuse", target=referral, by=by, at=at)
    return referral


@transaction.atomic
def send(
    referral: Referral, *, revision: int, provider: Provider, consent: Consent, by: User, at: datetime
) -> Referral:
    """Penetapan: decide for it and send it to a provider that offers the programme and has room."""
    _must_decide(referral, by)
    if consent.client_id != referral.complaint.client_id or consent.withdrawn_at:
        raise Refused(_("Catat persetujuan warga dulu sebelum datanya dikirim."))
    # Two who send at once wait for each other here, so that the last place is given once.
    list(Offer.objects.select_for_update().filter(programme=referral.programme_id, provider=provider))
    if provider not in providers_with_room(referral.programme, regency_code=referral.village_id[:5], at=at):
        raise Refused(
            _("Penyedia ini tidak membuka layanan itu atau daya tampung bulan ini sudah penuh. Pilih yang lain.")
        )
    today = timezone.localdate(at)
    move_referral(
        "send",
        referral,
        revision=revision,
        decided_at=at,
        decided_by=by,
        sent_at=at,
        provider=provider,
        consent=consent,
        disclosed=disclosed(referral),
        step_due_on=due_after(today, referral.programme.answer_days),
        due_on=due_after(today, referral.programme.limit_days),
    )
    activity.record("referral.send", target=referral, by=by, at=at, provider=provider.pk)
    return referral


def disclosed(referral: Referral) -> dict[str, Any]:
    """What this programme lets its provider know, as of today; a protected person goes by alias."""
    complaint = referral.complaint
    codes = referral.programme.disclosed
    if complaint.is_protected:
        codes = ["alias" if code == "name" else code for code in codes if code not in ("address", "phone", "reporter")]
    return {code: DISCLOSES[code](complaint) for code in codes}


def may_decide(referral: Referral, user: User) -> bool:
    """Whether this person decides here: the manager, the coordinator of a village's own programme, the case team."""
    if referral.recommended_by_id == user.pk:
        return False
    if referral.is_protected:
        return user.role == Role.DINSOS
    if user.role == Role.DINSOS:
        return user.has_duty(Duty.MANAGER)
    return user.has_duty(Duty.COORDINATOR) and referral.programme.level in VILLAGE_DECIDES


def _must_decide(referral: Referral, by: User) -> None:
    if referral.recommended_by_id == by.pk:
        raise Refused(_("Anda yang merekomendasikan. Orang lain yang harus menetapkan."))
    if not may_decide(referral, by):
        raise Refused(_("Hanya manajer SLRT, atau koordinator untuk layanan desa, yang menetapkan."))


def providers_with_room(programme: Programme, *, regency_code: str, at: datetime) -> list[Provider]:
    """Providers of the regency that offer the programme and still have room this month, first asked first."""
    month = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    taken = Count(
        "provider__referrals",
        filter=Q(provider__referrals__programme=programme, provider__referrals__sent_at__gte=month)
        & ~Q(provider__referrals__status__in=["declined", "withdrawn"]),
    )
    offers = Offer.objects.filter(programme=programme, active=True, provider__regency=regency_code).annotate(
        taken=taken
    )
    roomy = offers.filter(Q(monthly_capacity__isnull=True) | Q(taken__lt=F("monthly_capacity")))
    return [offer.provider for offer in roomy.select_related("provider").order_by("order", "pk")]


def next_best(referral: Referral, *, at: datetime) -> list[tuple[Programme, list[Provider]]]:
    """Where to turn after a refusal: others that offer the same, then the services named as next best."""
    regency = referral.village_id[:5]
    tried = set(
        referral.complaint.referrals.filter(programme=referral.programme_id).values_list("provider_id", flat=True)
    )
    programmes = [referral.programme, *Programme.objects.filter(pk__in=referral.programme.next_best, active=True)]
    found = []
    for programme in programmes:
        providers = providers_with_room(programme, regency_code=regency, at=at)
        if programme == referral.programme:
            providers = [provider for provider in providers if provider.pk not in tried]
        if providers:
            found.append((programme, providers))
    return found


@transaction.atomic
def place_again(declined: Referral, *, programme: Programme, by: User, at: datetime) -> Referral:
    """After a provider declined: propose one of the next best services.

    For the same programme the recommendation still stands, so the new referral waits for the decision at once.
    """
    if declined.status != ReferralStatus.DECLINED:
        raise Refused(_("Hanya rujukan yang ditolak penyedia yang bisa dialihkan."))
    if programme not in [other for other, _providers in next_best(declined, at=at)]:
        raise Refused(_("Tidak ada penyedia lain dengan tempat untuk layanan itu. Pilih layanan lain."))
    referral = propose(declined.complaint, programme, by=by, at=at)
    on = timezone.localdate(at)
    same = programme.pk == declined.programme_id
    if same and declined.recommended_by and not obstacles(referral, on=on, exception=declined.exception):
        _carry_over(declined, referral, by=by, at=at)
    return referral


def _carry_over(declined: Referral, referral: Referral, *, by: User, at: datetime) -> None:
    move_referral(
        "recommend",
        referral,
        revision=referral.revision,
        recommended_at=declined.recommended_at,
        recommended_by=declined.recommended_by,
        advice=declined.advice,
        exception=declined.exception,
        step_due_on=due_after(timezone.localdate(at), DECISION_DAYS),
    )
    activity.record("referral.carry_over", target=referral, by=by, at=at)


@transaction.atomic
def withdraw(referral: Referral, *, revision: int, by: User, at: datetime, reason: str) -> Referral:
    """Take a referral back: the need is gone, or it was a mistake."""
    must_be_at_its_level(referral.complaint, by)
    if not reason.strip():
        raise Refused(_("Tulis alasan menarik rujukan."))
    move_referral("withdraw", referral, revision=revision, ended_at=at, reason=reason.strip())
    activity.record("referral.withdraw", target=referral, by=by, at=at)
    return referral


@transaction.atomic
def record_consent(client: Client, *, purpose: str, how: str, by: User, at: datetime, given_by: str = "") -> Consent:
    """Write down that the person, or the guardian of a child, agrees that data go to a provider (UU 27/2022)."""
    underage = client.birth_date and eligibility.age_on(client.birth_date, timezone.localdate(at)) < ADULT
    if underage and how not in (Consent.How.GUARDIAN, Consent.How.VITAL):
        raise Refused(_("Orang ini masih anak. Wali yang harus menyetujui."))
    if how == Consent.How.GUARDIAN and not given_by.strip():
        raise Refused(_("Tulis nama wali atau pendamping yang menyetujui."))
    consent = Consent.objects.create(
        client=client,
        village_id=client.village_id,
        purpose=purpose,
        wording=CONSENT_WORDING,
        how=how,
        given_by=given_by.strip(),
        at=at,
        by=by,
    )
    activity.record("consent.record", target=client, by=by, at=at, how=how)
    return consent


def purpose_of(referral: Referral) -> str:
    """What a consent is asked for: this service, whichever provider gives it."""
    return f"Rujukan {referral.programme_id}"


def standing_consent(referral: Referral) -> Consent | None:
    """The consent that this person gave to this service in this case and did not take back."""
    given = Consent.objects.filter(
        client=referral.complaint.client_id, purpose=purpose_of(referral), withdrawn_at__isnull=True
    )
    return given.order_by("-at").first()
