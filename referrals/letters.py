"""Letters are issued under the next number of their office, kept as sealed PDF, and revoked with a reason."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from puskesos import activity, letter_archive
from puskesos.errors import Refused
from puskesos.letterheads import letterhead
from puskesos.models import Region, User
from puskesos.roles import HEARS, Duty, Role
from puskesos.tokens import new_token
from referrals import letter_texts, typesetting
from referrals.letter_texts import Occasion
from referrals.models import Complaint, Letter, LetterSeries, Referral
from referrals.states import ReferralStatus

# A letter asks a provider to serve: it can be written while the referral lives there or was completed there.
ANSWERABLE = (
    ReferralStatus.SENT,
    ReferralStatus.ACCEPTED,
    ReferralStatus.IN_PROGRESS,
    ReferralStatus.COMPLETED,
)


@transaction.atomic
def issue(
    kind: str,
    *,
    complaint: Complaint,
    referral: Referral | None = None,
    by: User,
    at: datetime,
    valid_until: date | None = None,
    paper: str = "a4",
) -> Letter:
    """Write a letter under its office's next number: contents frozen, PDF sealed and in the archive.

    `paper` is `a4` or `f4` (215 × 330 mm). Refused to who may not sign it, and while another letter of the kind counts.
    """
    on = timezone.localdate(at)
    if valid_until and valid_until < on:
        raise Refused(_("Tanggal berlaku sudah lewat. Pilih hari ini atau sesudahnya."))
    office = _office(kind, complaint, referral, by)
    head = letterhead(Region.objects.get(code=office))
    running = _next_number(office, kind, on.year)
    _must_be_the_only_one(kind, complaint, referral, on=on)
    token = new_token()
    occasion = Occasion(
        kind=kind,
        number=head.number(kind, running, on=on),
        complaint=complaint,
        referral=referral,
        head=head,
        signer=(referral.decided_by if referral and referral.decided_by else by).full_name,
        at=at,
        valid_until=valid_until,
        paper=paper,
        address=settings.SITE_URL + reverse("portal:letter_check", args=[token]),
    )
    return _keep(occasion, token=token, by=by)


def _keep(occasion: Occasion, *, token: str, by: User) -> Letter:
    contents = letter_texts.write(occasion)
    pdf = typesetting.render(contents)
    path, digest = letter_archive.address_of(pdf)
    letter = Letter.objects.create(
        kind=occasion.kind,
        number=occasion.number,
        village_id=occasion.complaint.village_id,
        complaint=occasion.complaint,
        referral=occasion.referral,
        contents=contents,
        path=path,
        sha256=digest,
        token=token,
        issued_at=occasion.at,
        issued_by=by,
        valid_until=occasion.valid_until,
    )
    activity.record("letter.issue", target=letter, by=by, at=occasion.at, kind=str(occasion.kind))
    # Last: what goes wrong before leaves no file, and a full disk undoes row and number.
    letter_archive.store(letter.path, pdf)
    return letter


def _next_number(office: str, kind: str, year: int) -> int:
    """The number after the last one; its row stays locked until the end, so none is doubled and none is skipped."""
    LetterSeries.objects.get_or_create(region_id=office, kind=kind, year=year)
    series = LetterSeries.objects.select_for_update().get(region_id=office, kind=kind, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def _must_be_the_only_one(kind: str, complaint: Complaint, referral: Referral | None, *, on: date) -> None:
    """Within the lock of the series, so that two presses of the button make one letter."""
    same = Letter.objects.standing(on=on).filter(kind=kind, complaint=complaint, referral=referral).first()
    if same:
        raise Refused(_("Surat ini sudah terbit: %s. Cabut dulu bila isinya harus diganti.") % same.number)


def office_of(referral: Referral) -> str:
    """Whose letter it is, as a region code: the Puskesos' if its coordinator decided, else the regency's."""
    decider = referral.decided_by
    return referral.village_id if decider and decider.role != Role.DINSOS else referral.regency_code


def may_issue(referral: Referral, user: User) -> bool:
    """Whether this person may write letters on a referral now: the buttons are shown by it."""
    return referral.status in ANSWERABLE and _signs_for(office_of(referral), user)


def may_revoke(letter: Letter, user: User) -> bool:
    """Whether this person may revoke: the office that issued it, or the regency."""
    ours = any(_signs_for(office, user) for office in (letter.contents["office"], letter.regency_code))
    return letter.revoked_at is None and ours


def _signs_for(office: str, user: User) -> bool:
    if user.role == Role.DINSOS:
        return user.region_id == office
    return user.has_duty(Duty.COORDINATOR) and user.region_id == office


def _office(kind: str, complaint: Complaint, referral: Referral | None, by: User) -> str:
    """The issuing office's region code; Refused when this person may not issue, or it is too early."""
    if kind == Letter.Kind.RECEIPT:
        if by.role not in HEARS:
            raise Refused(_("Hanya petugas penerima keluhan yang memberi tanda terima."))
        return complaint.regency_code if by.role == Role.DINSOS else complaint.village_id
    if referral is None or referral.status not in ANSWERABLE:
        raise Refused(_("Surat terbit setelah rujukan ditetapkan dan dikirim."))
    if not _signs_for(office_of(referral), by):
        raise Refused(_("Hanya kantor yang menetapkan rujukan ini yang menerbitkan suratnya."))
    return office_of(referral)


def pdf_of(letter: Letter) -> bytes:
    """The sealed PDF from the archive; a lost or damaged file is set again, if it comes out with the same seal."""
    return letter_archive.read(letter.path, letter.sha256, again=lambda: typesetting.render(letter.contents))


@transaction.atomic
def revoke(letter: Letter, *, by: User, at: datetime, reason: str) -> Letter:
    """Take back a letter for good; it stays in the archive, and its QR code says so from now on."""
    if not reason.strip():
        raise Refused(_("Tulis alasan mencabut surat."))
    if not may_revoke(letter, by):
        raise Refused(_("Hanya kantor penerbit yang mencabut surat yang masih berlaku."))
    rows = Letter.objects.filter(pk=letter.pk, revoked_at__isnull=True)
    if not rows.update(revoked_at=at, revoked_by=by, revoke_reason=reason.strip()):
        raise Refused(_("Surat ini sudah dicabut. Muat ulang halaman."))
    letter.refresh_from_db()
    activity.record("letter.revoke", target=letter, by=by, at=at)
    return letter


def as_rows(rows: Iterable[Letter], *, on: date) -> list[dict[str, Any]]:
    """Letters with how each stands on a day, as pages show them."""
    return [as_row(letter, on=on) for letter in rows]


def as_row(letter: Letter, *, on: date) -> dict[str, Any]:
    """One letter with how it stands on a day."""
    state = letter.state_on(on)
    return {"letter": letter, "state": state, "state_label": state.label, "seal": letter.seal[:8]}
