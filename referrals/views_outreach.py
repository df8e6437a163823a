"""Pages of outreach: the rapid list with its minutes, the report of a night, one record, and the face."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.photo_files import photo_response
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.roles import Duty, Role
from puskesos.scope import get_visible
from referrals import outreach, papers
from referrals.forms_outreach import SEXES, FindingsForm, PortraitForm, ReportForm
from referrals.models import Outreach
from referrals.outreach import Findings

MOST_RUNNING, MOST_SETTLED, EVENTS_SHOWN = 100, 20, 30
# What is pressed next: the empty column, its address, the word on the button.
STEPS = (
    ("departed_at", "outreach_depart", gettext_lazy("Berangkat")),
    ("arrived_at", "outreach_arrive", gettext_lazy("Tiba")),
    ("handled_at", "outreach_settle", gettext_lazy("Tertangani")),
)


def _records(request: HttpRequest) -> Any:
    rows = Outreach.objects.visible_to(request.user)
    return rows.select_related("complaint", "complaint__client", "village", "village__parent")


def _reaches_out(user: User) -> bool:
    return user.has_duty(Duty.OUTREACH)


def rapid_list(request: HttpRequest) -> HttpResponse:
    """Jatim Social Care: who waits in the street, the longest first, and what is pressed next."""
    now = timezone.now()
    rows = _records(request)
    context = {
        "running": [_row(row, now) for row in rows.running().order_by("reported_at")[:MOST_RUNNING]],
        "settled": [
            _row(row, now) for row in rows.filter(handled_at__isnull=False).order_by("-handled_at")[:MOST_SETTLED]
        ],
        "acts": _reaches_out(request.user),
    }
    return render(request, "referrals/rapid_list.html", context)


def _row(row: Outreach, now: Any) -> dict[str, Any]:
    return {"outreach": row, "clock": outreach.clock(row, at=now), "step": _next_step(row)}


def _next_step(row: Outreach) -> dict[str, str] | None:
    """The button of the first step that nobody has noted."""
    for column, name, word in STEPS:
        if getattr(row, column) is None:
            return {"url_name": f"referrals:{name}", "word": str(word)}
    return None


def outreach_create(request: HttpRequest) -> HttpResponse:
    """Report somebody who was found; a photo that cannot be kept does not hold up the team."""
    outreach.must_reach_out(request.user)
    form = ReportForm(_posted(request), request.FILES or None, user=request.user)
    if form.is_valid():
        record = _attempt(form, lambda: _report(request, form))
        if record:
            _keep_first_photo(request, form, record)
            messages.success(request, _("Laporan tercatat. Waktu mulai dihitung."))
            return redirect("referrals:outreach_detail", record.pk)
    return render(request, "referrals/outreach_create.html", {"form": form}, status=_status(form))


def _report(request: HttpRequest, form: ReportForm) -> Outreach:
    data = form.cleaned_data
    return outreach.report(
        form.client_facts(),
        form.found(),
        village=data["village"],
        by=request.user,
        at=timezone.now(),
        reporter_name=data["reporter_name"],
        reporter_phone=data["reporter_phone"],
        pk=data["pk"],
    )


def _keep_first_photo(request: HttpRequest, form: ReportForm, record: Outreach) -> None:
    upload = form.cleaned_data.get("photo")
    # A form sent twice brings its photo twice.
    if not upload or outreach.portrait_of(record, by=request.user):
        return
    try:
        papers.add(record.complaint, code=papers.PORTRAIT, upload=upload, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, _("Foto belum tersimpan: %s") % refusal.sentence)


def outreach_detail(request: HttpRequest, pk: str) -> HttpResponse:
    """One record; its reading is logged."""
    return _detail_page(request, get_visible(_records(request), request.user, pk=pk))


def _detail_page(
    request: HttpRequest, record: Outreach, form: FindingsForm | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    now = timezone.now()
    acts = _reaches_out(request.user)
    portrait = outreach.portrait_of(record, by=request.user)
    activity.record_read(target=record.complaint, by=request.user, fields="outreach")
    context = {
        **_row(record, now),
        "facts": _facts(record),
        "findings": _findings(record),
        "acts": acts,
        "portrait": portrait,
        "may_see_face": acts or record.is_protected,
        "known": _hints(request, record, portrait),
        "form": form or (FindingsForm(initial=_initial(record)) if acts else None),
        "portrait_problem": problem,
        "history": activity.history_of(record)[:EVENTS_SHOWN],
    }
    return render(request, "referrals/outreach_detail.html", context, status=status)


def _facts(record: Outreach) -> list[dict[str, Any]]:
    """Who it is, as far as known."""
    client = record.complaint.client
    sex = dict(SEXES).get(client.sex, "") if client.sex else ""
    point = "" if record.latitude is None else f"{record.latitude}, {record.longitude}"
    rows = [
        (_("Jenis kelamin"), sex),
        (_("Perkiraan umur"), "" if client.age_estimate is None else _("%s tahun") % client.age_estimate),
        (_("Ciri-ciri"), client.features),
        (_("Cara bicara"), client.get_communication_display()),
        (_("Titik"), "" if record.is_protected else point),
        (_("Pelapor"), "" if record.is_protected else record.complaint.reporter_name),
    ]
    return [{"label": label, "value": value} for label, value in rows]


def _findings(record: Outreach) -> list[dict[str, Any]]:
    """What the team found out, for those who only read."""
    rows = [
        (_("Kondisi"), record.condition),
        (_("Asesmen"), record.assessment),
        (_("Keluarga"), record.get_family_display()),
        (_("Catatan pencarian keluarga"), record.family_notes),
        (_("Penempatan"), record.get_placement_display() if record.placement else ""),
        (_("Nama tempat atau tujuan"), record.placed_at),
    ]
    return [{"label": label, "value": value} for label, value in rows]


def _hints(request: HttpRequest, record: Outreach, portrait: Any) -> list[outreach.Known]:
    """Earlier records of perhaps the same person; a protected case asks nothing of others."""
    if record.is_protected or request.user.role != Role.DINSOS:
        return []
    client = record.complaint.client
    return outreach.maybe_known(
        by=request.user,
        at=record.reported_at,
        name=client.name,
        features=client.features,
        dhash=portrait.dhash if portrait else "",
        but=record,
    )


def _initial(record: Outreach) -> dict[str, Any]:
    return {name: getattr(record, name) for name in ("revision", *Findings.__dataclass_fields__)}


def outreach_update(request: HttpRequest, pk: str) -> HttpResponse:
    """Keep what the team found out."""
    record = get_visible(_records(request), request.user, pk=pk)
    if request.method != "POST":
        return redirect("referrals:outreach_detail", record.pk)
    form = FindingsForm(request.POST)
    if form.is_valid() and _attempt(
        form,
        lambda: outreach.update(
            record, form.findings(), revision=form.cleaned_data["revision"], by=request.user, at=timezone.now()
        ),
    ):
        messages.success(request, _("Catatan disimpan."))
        return redirect("referrals:outreach_detail", record.pk)
    return _detail_page(request, record, form, status=_status(form))


def outreach_depart(request: HttpRequest, pk: str) -> HttpResponse:
    """The team leaves."""
    return _tick(request, pk, outreach.depart)


def outreach_arrive(request: HttpRequest, pk: str) -> HttpResponse:
    """The team is there."""
    return _tick(request, pk, outreach.arrive)


def outreach_settle(request: HttpRequest, pk: str) -> HttpResponse:
    """Handled on the spot."""
    return _tick(request, pk, outreach.settle)


def _tick(request: HttpRequest, pk: str, verb: Callable[..., Outreach]) -> HttpResponse:
    """One press, one time; back to the list or the record it was pressed on."""
    record = verb(get_visible(_records(request), request.user, pk=pk), by=request.user, at=timezone.now())
    if request.POST.get("back") == "list" and record.handled_at is None:
        return redirect("referrals:rapid_list")
    return redirect("referrals:outreach_detail", record.pk)


def portrait_add(request: HttpRequest, pk: str) -> HttpResponse:
    """Keep a face for the search of the family; the newest one is shown."""
    record = get_visible(_records(request), request.user, pk=pk)
    outreach.must_reach_out(request.user)
    form = PortraitForm(request.POST, request.FILES)
    if not form.is_valid():
        return _detail_page(request, record, problem=form.errors["photo"][0], status=422)
    try:
        papers.add(
            record.complaint,
            code=papers.PORTRAIT,
            upload=form.cleaned_data["photo"],
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _detail_page(request, record, problem=refusal.sentence, status=422)
    return redirect("referrals:outreach_detail", record.pk)


def portrait_image(request: HttpRequest, pk: str) -> FileResponse:
    """The face, for outreach and case team alone; for everybody else there is none. Each view is logged."""
    record = get_visible(_records(request), request.user, pk=pk)
    portrait = outreach.portrait_of(record, by=request.user)
    if portrait is None:
        raise Http404
    activity.record_read(target=record.complaint, by=request.user, fields="portrait")
    return photo_response(portrait.path, filename="foto.jpg")


# --- what the pages share --------------------------------------------------------------------------------------------


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _attempt(form: Any, act: Callable[[], Any]) -> Any:
    """Run a verb; a refusal becomes an error of the form, so that nothing typed is lost."""
    try:
        return act()
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
    return None


def _status(form: Any) -> int:
    """422 for what was typed, 409 for what stands in the way."""
    if not form.errors:
        return 200
    return 409 if form.non_field_errors() else 422
