"""How a version comes into force and goes out of it, and the poverty line that every version asks for."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessment import instrument
from assessment.authoring import held, may_author, one_at_a_time
from assessment.instrument_checks import problems
from assessment.models import Instrument, PovertyLine, Simulation
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import Region, User
from puskesos.roles import Duty

MOST_GRACE_DAYS = 90


def may_publish(user: User) -> bool:
    """Whether this person may publish what others wrote, retire versions and note poverty lines."""
    return may_author(user) and user.has_duty(Duty.MANAGER)


@transaction.atomic
def publish(
    draft: Instrument, *, revision: int, valid_from: date, grace_days: int, by: User, at: datetime, on: date
) -> None:
    """Publish a draft that others wrote; from `valid_from` on new surveys are begun with it.

    Refused with everything that stands in the way: the checklist, no simulation of this very revision, a day that
    is over or before the version in force. What was begun with the version before may be sent for `grace_days` more.
    """
    if not may_publish(by):
        raise Refused(_("Hanya manajer SLRT yang menerbitkan instrumen."))
    one_at_a_time(draft.code)
    row = held(draft, revision=revision, by=by)
    if by.pk in row.authors:
        raise Refused(_("Anda ikut menyusun draf ini. Orang lain yang harus menerbitkannya."))
    _refuse_days(row, valid_from=valid_from, grace_days=grace_days, on=on)
    reasons = blockers(row)
    if reasons:
        raise Refused(_("Draf ini belum bisa terbit."), reasons=reasons)
    Instrument.objects.filter(pk=row.pk).update(
        published_at=at, published_by=by, valid_from=valid_from, grace_days=grace_days
    )
    activity.record("instrument.publish", target=row, by=by, at=at, valid_from=valid_from.isoformat())


def blockers(draft: Instrument) -> list[str]:
    """Whatever keeps a draft from being published, in sentences."""
    reasons = problems(instrument.read(draft), before=instrument.definition(draft.based_on_id or draft.pk))
    if not Simulation.objects.finished().fresh().filter(instrument=draft).exists():
        reasons.append(_("Jalankan simulasi sampai selesai sesudah perubahan terakhir."))
    return reasons


def _refuse_days(draft: Instrument, *, valid_from: date, grace_days: int, on: date) -> None:
    if valid_from < on:
        raise Refused(_("Tanggal mulai sudah lewat. Pilih hari ini atau sesudahnya."))
    if not 0 <= grace_days <= MOST_GRACE_DAYS:
        raise Refused(_("Masa tenggang 0 sampai %(n)d hari.") % {"n": MOST_GRACE_DAYS})
    own = Instrument.objects.published().filter(regency=draft.regency_id)
    last = own.order_by("-valid_from").first()
    if last and valid_from <= last.valid_from:
        raise Refused(
            _("Versi %(version)d mulai berlaku %(day)s. Pilih tanggal sesudahnya, atau tarik versi itu dahulu.")
            % {"version": last.version, "day": f"{last.valid_from:%d-%m-%Y}"}
        )


@transaction.atomic
def retire(version: Instrument, *, by: User, at: datetime, on: date) -> None:
    """Take a published version of one's own regency out of use; the one before is in force again.

    What was begun with it may still be sent for its days of grace; what was scored by it stays so.
    """
    if not may_publish(by) or version.regency_id != by.region_id:
        raise Refused(_("Hanya manajer SLRT kabupaten pemiliknya yang menarik versi ini."))
    others = Instrument.objects.of_regency(version.regency_id or "").published().exclude(pk=version.pk)
    if not others.filter(valid_from__lte=on).exists():
        raise Refused(_("Tidak ada versi lain yang berlaku. Terbitkan penggantinya dahulu."))
    rows = Instrument.objects.published().filter(pk=version.pk)
    if not rows.update(retired_at=at, retired_by=by):
        raise Refused(_("Versi ini sudah ditarik atau belum terbit."))
    activity.record("instrument.retire", target=version, by=by, at=at)


# --- the poverty line -------------------------------------------------------------------------------------------------


@transaction.atomic
def note_poverty_line(*, year: int, rupiah: int, source: str, revision: int, by: User, at: datetime) -> PovertyLine:
    """Note the poverty line of one's own regency for a year: rupiah per person a month, as BPS published it.

    `revision` is that of the line the person saw, 0 when there was none. What is already sent keeps the line it was
    scored with.
    """
    if not may_publish(by) or not by.region_id:
        raise Refused(_("Hanya manajer SLRT yang mencatat garis kemiskinan."))
    Region.objects.select_for_update(no_key=True).get(pk=by.region_id)
    line = PovertyLine.objects.filter(regency=by.region_id, year=year).first()
    if (line.revision if line else 0) != revision:
        raise Refused(_("Garis kemiskinan tahun ini baru saja diubah orang lain. Muat ulang halaman."))
    columns = {"rupiah": rupiah, "source": source, "revision": revision + 1, "noted_at": at, "noted_by": by}
    before = line.rupiah if line else None
    line, _made = PovertyLine.objects.update_or_create(regency_id=by.region_id, year=year, defaults=columns)
    activity.record("povertyline.note", target=line, by=by, at=at, year=year, before=before, after=rupiah)
    return line
