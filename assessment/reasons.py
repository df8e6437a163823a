"""The list of sentences with which a regency gives surveys back: added, retired, taken up again, never deleted."""

import json
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment.models import PointKind, ReturnReason
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import Region, User

SHIPPED = Path(__file__).parent / "data" / "return-reasons.json"
# More than this nobody reads in a list of choices.
MOST_OF_A_KIND = 15


def in_use(regency_code: str) -> QuerySet[ReturnReason]:
    """The sentences that may be chosen now, by kind."""
    return ReturnReason.objects.filter(regency=regency_code, retired_at=None)


def load(regency: Region, *, at: datetime) -> int:
    """Give a regency without a list the shipped one; says how many sentences were added."""
    if ReturnReason.objects.filter(regency=regency).exists():
        return 0
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    rows = [
        ReturnReason(regency=regency, kind=kind, text=text, added_at=at)
        for kind, texts in shipped.items()
        for text in texts
    ]
    return len(ReturnReason.objects.bulk_create(rows))


@transaction.atomic
def add(*, regency: Region, kind: str, text: str, by: User, at: datetime) -> ReturnReason:
    """Put a sentence on the list; Refused when it is there already or the kind has enough."""
    text = " ".join(text.split())
    if kind not in PointKind.values or not text:
        raise Refused(_("Pilih bagian dan tulis alasannya."))
    _refuse_when_full(regency.pk, kind)
    try:
        with transaction.atomic():
            row = ReturnReason.objects.create(regency=regency, kind=kind, text=text, added_at=at, added_by=by)
    except IntegrityError as error:
        raise Refused(_("Alasan ini sudah ada di daftar. Jika tidak dipakai lagi, pakai lagi.")) from error
    activity.record("returnreason.add", target=row, by=by, at=at, kind=kind)
    return row


def _refuse_when_full(regency_code: str, kind: str) -> None:
    if in_use(regency_code).filter(kind=kind).count() >= MOST_OF_A_KIND:
        raise Refused(
            _("Paling banyak %d alasan untuk satu bagian. Hentikan satu yang jarang dipakai.") % MOST_OF_A_KIND
        )


@transaction.atomic
def retire(reason: ReturnReason, *, by: User, at: datetime) -> None:
    """Take a sentence off the list; what was said with it stays."""
    if not ReturnReason.objects.filter(pk=reason.pk, retired_at=None).update(retired_at=at, retired_by=by):
        raise Refused(_("Alasan ini sudah tidak dipakai."))
    activity.record("returnreason.retire", target=reason, by=by, at=at)


@transaction.atomic
def restore(reason: ReturnReason, *, by: User, at: datetime) -> None:
    """Put a retired sentence back on the list."""
    _refuse_when_full(reason.regency_id, reason.kind)
    rows = ReturnReason.objects.filter(pk=reason.pk, retired_at__isnull=False)
    if not rows.update(retired_at=None, retired_by=None):
        raise Refused(_("Alasan ini sudah dipakai."))
    activity.record("returnreason.restore", target=reason, by=by, at=at)
