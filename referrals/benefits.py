"""Kepesertaan: which programmes a person receives, since when, until when, and who says so."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.facts import clean_text
from households.models import Member
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import User
from referrals.codes import BENEFITS
from referrals.models import Benefit

# Why a membership ended, as SIKS-NG and the companions of PKH report it.
END_REASONS: dict[str, Any] = {
    "graduated": gettext_lazy("Lulus atau sudah mandiri"),
    "ineligible": gettext_lazy("Dinyatakan tidak layak"),
    "stopped": gettext_lazy("Dihentikan pusat, sebab belum jelas"),
    "component": gettext_lazy("Tidak ada komponen lagi"),
    "completed": gettext_lazy("Bantuan sekali, sudah diterima"),
    "moved": gettext_lazy("Pindah atau meninggal"),
    "mistake": gettext_lazy("Salah catat"),
}
SOURCE_LENGTH = 120


def programme_name(code: str) -> str:
    """The name of a programme received; an unknown code speaks for itself, so an old row can always be shown."""
    return str(BENEFITS.get(code, code))


@transaction.atomic
def note(member: Member, *, programme: str, since: date, source: str, by: User, at: datetime) -> Benefit:
    """Write down that a person receives a programme, and where that is known from; once while it runs."""
    if member.left_on is not None:
        raise Refused(_("Orang ini sudah keluar dari keluarga. Catat di keluarganya yang sekarang."))
    columns = _checked(programme, since, None, source, on=timezone.localdate(at))
    row = Benefit(village_id=member.village_id, member=member, noted_at=at, noted_by=by, **columns)
    _keep(lambda: row.save(force_insert=True))
    _record("note", row, by=by, at=at)
    return row


@transaction.atomic
def end(benefit: Benefit, *, until: date, reason: str, by: User, at: datetime) -> Benefit:
    """Write down that it ended, and why (a code of END_REASONS)."""
    if reason not in END_REASONS:
        raise Refused(_("Pilih alasan berhenti dari daftar."))
    _check_span(benefit.since, until, on=timezone.localdate(at))
    if not Benefit.objects.filter(pk=benefit.pk, until__isnull=True).update(until=until):
        raise Refused(_("Kepesertaan ini sudah dicatat berhenti. Muat ulang halaman."))
    benefit.refresh_from_db()
    _record("end", benefit, by=by, at=at, reason=reason)
    return benefit


@transaction.atomic
def correct(
    benefit: Benefit, *, programme: str, since: date, until: date | None, source: str, by: User, at: datetime
) -> Benefit:
    """Mend what was written down wrongly; what it was before stays in the history. `until` None: it runs."""
    columns = _checked(programme, since, until, source, on=timezone.localdate(at))
    _keep(lambda: Benefit.objects.filter(pk=benefit.pk).update(**columns))
    benefit.refresh_from_db()
    _record("correct", benefit, by=by, at=at)
    return benefit


def _checked(programme: str, since: date, until: date | None, source: str, *, on: date) -> dict[str, Any]:
    if programme not in BENEFITS:
        raise Refused(_("Pilih program dari daftar."))
    _check_span(since, until, on=on)
    words = clean_text(source, max_length=SOURCE_LENGTH)
    if not words:
        raise Refused(_("Tulis dari mana ini diketahui, contoh: kartu KKS, SIKS-NG, kata keluarga."))
    return {"programme": programme, "since": since, "until": until, "source": words}


def _check_span(since: date, until: date | None, *, on: date) -> None:
    if since > on or (until and until > on):
        raise Refused(_("Tanggalnya belum lewat. Tulis tanggal hari ini atau sebelumnya."))
    if until and until < since:
        raise Refused(_("Tanggal berhenti tidak boleh sebelum tanggal mulai."))


def _keep(write: Any) -> None:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        raise Refused(_("Orang ini sudah tercatat menerima program itu. Ubah catatan yang ada.")) from None


def _record(verb: str, benefit: Benefit, *, by: User, at: datetime, **data: Any) -> None:
    activity.record(
        f"benefit.{verb}",
        target=benefit.member.household,
        by=by,
        at=at,
        programme=benefit.programme,
        member=str(benefit.member_id),
        **data,
    )
