"""Home of those who watch: the leader sees totals, the auditor who looked, the administrator accounts and rounds."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from dtks.models import Batch, BatchChunk
from dtks.states import BatchStatus
from puskesos.models import Activity, Round, User
from puskesos.paging import count_words
from puskesos.roles import Role
from referrals import suppression
from referrals.models import Complaint
from slrt import reads
from slrt.home import tiles
from slrt.rounds import progress

ROWS = 10
# What takes data out of the system.
TAKING_OUT = ("file.download", "report.take")
PERIOD = timedelta(days=30)
# Who watches wants the number; of more readings than these only that there are more.
COUNTED = 9999


# --- the leader ------------------------------------------------------------------------------------------------------


def leader(user: User, *, on: date) -> dict[str, Any]:
    """Six totals and one table per kecamatan; numbers of fewer than five are hidden."""
    code = user.region_id or ""
    standing = progress.standing(code, on=on)
    places = progress.districts(standing.round, code, on=on) if standing else []
    total = progress.add_up([place.numbers for place in places])
    open_complaints = Complaint.objects.within(code).countable().open().count()
    in_batch, sent = _in_batches(user, standing.round if standing else None)
    cell, batches = suppression.cell, reverse("dtks:batch_list")
    return {
        "standing": standing,
        "hides": True,
        "tiles": [
            tiles.tile(_("Sasaran"), cell(total.target or 0), "", hint=_("keluarga dalam periode ini")),
            tiles.tile(_("Disurvei"), cell(total.sent), "", hint=_("diterima dari desa")),
            tiles.tile(_("Disetujui"), cell(total.approved), "", hint=_("oleh kecamatan")),
            tiles.tile(_("Masuk batch"), cell(in_batch), batches),
            tiles.tile(_("Terkirim ke Kemensos"), cell(sent), batches),
            tiles.tile(_("Keluhan terbuka"), cell(open_complaints), reverse("referrals:report_index")),
            tiles.late(user, on=on),
        ],
        "heat": _heat(places, total),
    }


def _in_batches(user: User, round_: Round | None) -> tuple[int, int]:
    """Households of a round in batches, and in those that were sent."""
    mine = Batch.objects.visible_to(user).filter(round=round_).exclude(status=BatchStatus.CANCELLED)
    rows = BatchChunk.objects.filter(batch__in=mine)
    sums = rows.aggregate(all=Sum("rows"), sent=Sum("rows", filter=Q(batch__status=BatchStatus.SENT)))
    return sums["all"] or 0, sums["sent"] or 0


def _heat(places: list[progress.District], total: progress.Numbers) -> dict[str, Any]:
    """Per kecamatan and stage, small numbers hidden so that no subtraction brings them back."""
    columns = {
        name: suppression.column([getattr(place.numbers, name) for place in places], getattr(total, name))
        for name in ("sent", "approved")
    }
    lines = [
        {
            "name": place.region.name,
            "target": place.numbers.target,
            "share": place.numbers.share if not suppression.small(place.numbers.sent) else None,
            **{name: cells[at] for name, (cells, _total) in columns.items()},
        }
        for at, place in enumerate(places)
    ]
    totals = {name: of_all for name, (_cells, of_all) in columns.items()}
    return {"lines": lines, "total": {"target": total.target, **totals}}


# --- the auditor -----------------------------------------------------------------------------------------------------


def auditor(user: User, *, at: datetime) -> dict[str, Any]:
    """Who looked lately and what was taken out, in this regency."""
    looked = reads.by_colleagues(user)
    taken = Activity.objects.filter(verb__in=TAKING_OUT, by__region__code__startswith=user.region_id)
    since, month = at - timedelta(days=1), at - PERIOD
    return {
        "tiles": [
            tiles.tile(_("Data pribadi dibuka"), _count(looked.filter(at__gte=since)), "", hint=_("24 jam terakhir")),
            tiles.tile(
                _("Nomor dibuka lengkap"),
                _count(looked.filter(at__gte=month).exclude(reason="")),
                "",
                hint=_("dengan alasan, 30 hari"),
            ),
            tiles.tile(_("Berkas diunduh"), _count(taken.filter(at__gte=month)), "", hint=_("30 hari terakhir")),
        ],
        "reads": reads.worded(list(looked.order_by("-at", "-id")[:ROWS])),
        "taken": taken.select_related("by").order_by("-at", "-pk")[:ROWS],
    }


def _count(rows: QuerySet) -> int | str:
    return count_words(rows, most=COUNTED)


# --- the administrator -----------------------------------------------------------------------------------------------


def admin(user: User, *, on: date) -> dict[str, Any]:
    """Accounts by role and the rounds that run; nothing of persons."""
    accounts = reverse("accounts:account_list")
    staff = User.objects.filter(is_active=True)
    if user.region_id:
        staff = staff.filter(region__code__startswith=user.region_id)
    counts = dict(staff.values_list("role").annotate(n=Count("pk")))
    rounds_here = Round.objects.visible_to(user).prefetch_related("deadlines").select_related("regency")[:ROWS]
    stages = [(row, progress.stage_of(row, on=on)) for row in rounds_here]
    return {
        "tiles": [tiles.tile(str(role.label), counts.get(role, 0), accounts) for role in Role if counts.get(role)],
        "rounds": stages,
    }
