"""Until when a survey may be begun and sent: the days of its round, of its return, and of its version's grace."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import instrument, rows_of_visit
from assessment.errors import Outdated, TooLate
from assessment.models import Assessment
from puskesos.models import Round
from puskesos.states import RoundStatus

# Time to mend what was returned, as the returned survey says (capture.md D).
MENDING = timedelta(days=3)


def refuse_when_closed(round: Round, district_code: str, *, on: date) -> None:
    """Refuse work outside a round's days in a district."""
    if round.status == RoundStatus.PLANNED or on < round.opens_on:
        raise TooLate(_("Periode %(name)s belum dibuka.") % {"name": round.name})
    if not round.is_open_in(district_code, on=on):
        raise TooLate(
            _("Periode %(name)s sudah ditutup untuk kecamatan ini. Hubungi Dinas Sosial.") % {"name": round.name}
        )


def refuse_when_late(assessment: Assessment, *, on: date) -> None:
    """Refuse a sending after the closing; what was received before it may be mended for three days after its return.

    The day on which the answers of a finished visit were received counts, not the day of its last photo.
    """
    if assessment.returned_at:
        if on <= timezone.localdate(assessment.returned_at) + MENDING:
            return
    elif assessment.is_late:
        return
    refuse_when_closed(assessment.round, assessment.district_code, on=_day_received(assessment, on))


def _day_received(assessment: Assessment, on: date) -> date:
    """The day that counts: of a finished draft, when its answers came; after a return, the day of sending again."""
    if assessment.answers_received_at and not assessment.returned_at:
        return timezone.localdate(assessment.answers_received_at)
    return on


def version_ends(assessment: Assessment) -> date | None:
    """The last day on which this survey may be sent with the version it was begun with; None while there is none.

    What was sent once is mended by the version that scored it, however long that takes.
    """
    if assessment.submitted_at:
        return None
    published = rows_of_visit.published(assessment.regency_code)
    # A survey may have been begun with a version of another regency's, before its family moved.
    version = next((row for row in published if row.pk == assessment.instrument_id), None) or assessment.instrument
    return instrument.last_day(version, among=published)


def refuse_after_grace(assessment: Assessment, *, on: date) -> None:
    """Refuse a sending by a version whose days of grace are over (security.md F12)."""
    last = version_ends(assessment)
    if last and _day_received(assessment, on) > last:
        raise Outdated(
            _("Pertanyaan sudah diperbarui. Buka daftar tugas, tekan “Pakai pertanyaan baru”; jawaban Anda tetap ada.")
        )
