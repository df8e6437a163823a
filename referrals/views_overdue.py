"""What is late: rows for those who can act, counts per kecamatan for the leader."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from puskesos.paging import WORK_PAGE_SIZE, Page, count_up_to, page_after
from puskesos.roles import Role
from referrals import lateness
from referrals.models import Escalation

KINDS = {"complaint": _("Keluhan"), "referral": _("Rujukan")}
DETAILS = {"complaint": "referrals:complaint_detail", "referral": "referrals:referral_detail"}
# Column of the limit of each kind, first key of its pages.
LIMITS = {"complaint": "due_on", "referral": "step_due_on"}
LEVEL_WORDS = {
    Escalation.Level.HOLDER: _("Semua yang lewat batas"),
    Escalation.Level.SUPERVISOR: _("Sampai ke supervisor dan Dinsos"),
    Escalation.Level.LEADER: _("Sampai ke pimpinan"),
}
LEVELS = {str(level.value): level for level in Escalation.Level}


def overdue_list(request: HttpRequest) -> HttpResponse:
    """Late complaints or referrals that reached a level, oldest first; the leader sees counts."""
    today = timezone.localdate()
    if request.user.role == Role.LEADER:
        rows = lateness.by_district(request.user.region_id, on=today)
        return render(request, "referrals/overdue_counts.html", {"rows": rows, "totals": _totals(rows)})
    kind = request.GET.get("jenis", "")
    kind = kind if kind in KINDS else "complaint"
    level = LEVELS.get(request.GET.get("tingkat", ""), Escalation.Level.HOLDER)
    context = {
        "kind": kind,
        "detail": DETAILS[kind],
        "level": level,
        "levels": LEVEL_WORDS.items(),
        "tabs": _tabs(request, kind, on=today),
        "page": _page(request, kind, level, on=today),
    }
    return render(request, "referrals/overdue_list.html", context)


def _totals(rows: list[lateness.DistrictRow]) -> dict[str, int]:
    names = ("complaints", "complaints_told", "referrals", "referrals_told")
    return {name: sum(getattr(row, name) for row in rows) for name in names}


def _tabs(request: HttpRequest, kind: str, *, on: Any) -> list[dict[str, Any]]:
    reads = {"complaint": lateness.late_complaints, "referral": lateness.late_referrals}
    counts = {name: count_up_to(read(request.user, on=on), lateness.COUNTED) for name, read in reads.items()}
    return [
        {
            "code": name,
            "label": label,
            "count": min(counts[name], lateness.COUNTED),
            "more": counts[name] > lateness.COUNTED,
            "current": name == kind,
        }
        for name, label in KINDS.items()
    ]


def _page(request: HttpRequest, kind: str, level: Escalation.Level, *, on: Any) -> Page:
    if kind == "complaint":
        rows = lateness.late_complaints(request.user, on=on, level=level).select_related("village")
    else:
        rows = lateness.late_referrals(request.user, on=on, level=level).select_related(
            "village", "programme", "provider", "complaint"
        )
    page = page_after(rows, keys=(LIMITS[kind], "id"), after=request.GET.get("after", ""), size=WORK_PAGE_SIZE)
    told = lateness.told_of(page.rows, kind)
    for row in page.rows:
        row.limit = getattr(row, LIMITS[kind])
        row.days_late = (on - row.limit).days
        row.told = told.get(row.pk)
    return page
