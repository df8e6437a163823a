"""The first page of each role: what there is to do now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import queries, waiting
from assessment.models import Assessment
from assessment.states import AssessmentStatus
from dtks.models import Batch
from dtks.states import BatchStatus
from households.models import Household
from puskesos.models import User
from puskesos.paging import count_words
from puskesos.roles import HEARS, MAKES_BATCHES, SEES_PERSONS, Duty, Role
from referrals import inbox, lateness
from referrals.models import Complaint, Outreach

RECENT = 5


def home(request: HttpRequest) -> HttpResponse:
    """Tiles of work for this role, and the latest rows behind them."""
    user = request.user
    context = {
        "tiles": _tiles(user),
        "round": queries.round_open_in((user.region_id or "")[:5], on=timezone.localdate()),
        "rows": _rows(user),
        "batches": Batch.objects.visible_to(user).select_related("round", "area")[:RECENT],
    }
    return render(request, "slrt/home.html", context)


def _tiles(user: User) -> list[dict]:
    if user.role == Role.OPERATOR:
        return _operator_tiles(user) + _complaint_tiles(user)
    if user.role == Role.LEADER:
        return [_late_tile(user)]
    if user.role == Role.PROVIDER:
        return _provider_tiles(user) + _case_tiles(user)
    if user.role in SEES_PERSONS:
        referral_tiles = _referral_tiles(user) if user.role == Role.DINSOS else []
        return _office_tiles(user) + _complaint_tiles(user) + referral_tiles + _rapid_tiles(user) + _case_tiles(user)
    return []


def _rapid_tiles(user: User) -> list[dict]:
    """Who waits in the street, for those who read the rapid list."""
    if user.role not in (Role.DINSOS, Role.SUPERVISOR):
        return []
    waiting = Outreach.objects.visible_to(user).running().count()
    return [_tile(_("Laporan darurat"), waiting, reverse("referrals:rapid_list"), tone="act")]


def _case_tiles(user: User) -> list[dict]:
    """One's own protected cases; who has none and no such duty is not told that there are any."""
    cases = Complaint.objects.visible_to(user).protected()
    if not (user.has_duty(Duty.CASE_WORKER) or cases.exists()):
        return []
    return [_tile(_("Kasus terlindung"), cases.open().count(), reverse("referrals:case_list"), tone="act")]


def _provider_tiles(user: User) -> list[dict]:
    today, url = timezone.localdate(), reverse("referrals:provider_inbox")
    rows = {tab: inbox.provider_list(user, tab, on=today).rows for tab in ("baru", "berjalan", "terlambat")}
    return [
        _tile(_("Rujukan baru"), count_words(rows["baru"]), f"{url}?tab=baru", tone="act"),
        _tile(_("Sedang ditangani"), count_words(rows["berjalan"]), f"{url}?tab=berjalan"),
        _tile(_("Rujukan terlambat"), count_words(rows["terlambat"]), f"{url}?tab=terlambat", tone="bad"),
    ]


def _referral_tiles(user: User) -> list[dict]:
    """What Dinsos does next with referrals; who does not decide is not told of decisions."""
    today, url = timezone.localdate(), reverse("referrals:referral_list")
    words = {"rekomendasi": _("Perlu rekomendasi"), "terlambat": _("Rujukan terlambat")}
    if user.has_duty(Duty.MANAGER):
        words["penetapan"] = _("Perlu penetapan")
    tones = {"rekomendasi": "act", "penetapan": "act", "terlambat": "bad"}
    return [
        _tile(words[tab], count_words(inbox.office_list(user, tab, on=today).rows), f"{url}?tab={tab}", tone=tone)
        for tab, tone in tones.items()
        if tab in words
    ]


def _operator_tiles(user: User) -> list[dict]:
    counts = queries.status_counts(user)
    listed = reverse("assessment:assessment_list")
    return [
        _tile(_("Perlu diperbaiki"), counts.get("returned", 0), f"{listed}?status=returned", tone="act"),
        _tile(_("Draf belum dikirim"), counts.get("draft", 0), f"{listed}?status=draft"),
        _tile(_("Menunggu tinjauan"), counts.get("submitted", 0), f"{listed}?status=submitted"),
        _tile(_("Disetujui kecamatan"), counts.get("approved", 0), f"{listed}?status=approved", tone="good"),
    ]


def _office_tiles(user: User) -> list[dict]:
    counts = queries.status_counts(user)
    listed = reverse("assessment:assessment_list")
    may_queue = user.role in (Role.SUPERVISOR, Role.DINSOS)
    waiting_url = reverse("assessment:review_queue") if may_queue else f"{listed}?status=submitted"
    tiles = [
        _tile(_("Menunggu tinjauan"), counts.get("submitted", 0), waiting_url, tone="act"),
        _tile(_("Dikembalikan ke desa"), counts.get("returned", 0), f"{listed}?status=returned"),
        _tile(_("Disetujui kecamatan"), counts.get("approved", 0), f"{listed}?status=approved", tone="good"),
        _tile(
            _("Keluarga terdaftar"), Household.objects.visible_to(user).count(), reverse("households:household_list")
        ),
    ]
    if may_queue:
        tiles.append(_late_tile(user))
    if user.role in MAKES_BATCHES:
        ready = Batch.objects.visible_to(user).filter(status=BatchStatus.EXPORTED).count()
        tiles.append(_tile(_("Batch siap dikirim"), ready, reverse("dtks:batch_list")))
    return tiles


def _complaint_tiles(user: User) -> list[dict]:
    """Open and late complaints, for who hears them."""
    if user.role not in HEARS:
        return []
    rows, listed = Complaint.objects.visible_to(user), reverse("referrals:complaint_list")
    late = count_words(rows.overdue(on=timezone.localdate()))
    return [
        _tile(_("Keluhan terbuka"), count_words(rows.open()), listed),
        _tile(_("Keluhan terlambat"), late, f"{listed}?tab=late", tone="bad"),
    ]


def _late_tile(user: User) -> dict:
    """Complaints and referrals past their limit, for those who watch over them."""
    count = lateness.late_in_all(user, on=timezone.localdate())
    return _tile(_("Lewat batas waktu"), count, reverse("referrals:overdue_list"), tone="bad")


def _tile(label: str, number: int | str, url: str, *, tone: str = "") -> dict:
    """A number that leads to its rows; a tone speaks only when there is something."""
    return {"label": label, "number": number, "url": url, "tone": tone if number else ""}


def _rows(user: User) -> list[Assessment]:
    """The rows a person most likely opens next: the oldest to mend or to review, else the newest."""
    if user.role == Role.SUPERVISOR:
        return list(waiting.listed(user)[:RECENT])
    if user.role == Role.OPERATOR:
        mine = queries.listed(user).filter(status__in=(AssessmentStatus.RETURNED, AssessmentStatus.DRAFT))
        return list(mine.order_by("-status", "started_at")[:RECENT])
    return []
