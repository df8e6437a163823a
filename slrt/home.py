"""The first page of each role: what there is to do now; and the page that says the system is up."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import queries
from assessment.models import Assessment
from assessment.states import AssessmentStatus
from dtks.models import Batch
from dtks.states import BatchStatus
from households.models import Household
from puskesos.models import User
from puskesos.roles import MAKES_BATCHES, SEES_PERSONS, Duty, Role
from referrals import inbox

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
        return _operator_tiles(user)
    if user.role == Role.PROVIDER:
        return _provider_tiles(user)
    if user.role in SEES_PERSONS:
        return _office_tiles(user) + (_referral_tiles(user) if user.role == Role.DINSOS else [])
    return []


def _provider_tiles(user: User) -> list[dict]:
    today, url = timezone.localdate(), reverse("referrals:provider_inbox")
    rows = {tab: inbox.provider_list(user, tab, on=today).rows for tab in ("baru", "berjalan", "terlambat")}
    return [
        _tile(_("Rujukan baru"), inbox.at_most(rows["baru"]), f"{url}?tab=baru", tone="act"),
        _tile(_("Sedang ditangani"), inbox.at_most(rows["berjalan"]), f"{url}?tab=berjalan"),
        _tile(_("Rujukan terlambat"), inbox.at_most(rows["terlambat"]), f"{url}?tab=terlambat", tone="bad"),
    ]


def _referral_tiles(user: User) -> list[dict]:
    """What Dinsos does next with referrals; who does not decide is not told of decisions."""
    today, url = timezone.localdate(), reverse("referrals:referral_list")
    words = {"rekomendasi": _("Perlu rekomendasi"), "terlambat": _("Rujukan terlambat")}
    if user.has_duty(Duty.MANAGER):
        words["penetapan"] = _("Perlu penetapan")
    tones = {"rekomendasi": "act", "penetapan": "act", "terlambat": "bad"}
    return [
        _tile(words[tab], inbox.at_most(inbox.office_list(user, tab, on=today).rows), f"{url}?tab={tab}", tone=tone)
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
    if user.role in MAKES_BATCHES:
        ready = Batch.objects.visible_to(user).filter(status=BatchStatus.EXPORTED).count()
        tiles.append(_tile(_("Batch siap dikirim"), ready, reverse("dtks:batch_list")))
    return tiles


def _tile(label: str, number: int, url: str, *, tone: str = "") -> dict:
    """A number that leads to its rows; a tone speaks only when there is something."""
    return {"label": label, "number": number, "url": url, "tone": tone if number else ""}


def _rows(user: User) -> list[Assessment]:
    """The rows a person most likely opens next: the oldest to mend or to review, else the newest."""
    if user.role == Role.SUPERVISOR:
        return list(queries.queue(user)[:RECENT])
    if user.role == Role.OPERATOR:
        mine = queries.listed(user).filter(status__in=(AssessmentStatus.RETURNED, AssessmentStatus.DRAFT))
        return list(mine.order_by("-status", "started_at")[:RECENT])
    return []


@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """Whether web server and database answer; says nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
