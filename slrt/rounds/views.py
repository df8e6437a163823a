"""Pages of rounds: the list, one round with its progress, and the forms of the office."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from puskesos import activity, rounds
from puskesos.errors import Refused
from puskesos.models import Region, Round, User
from puskesos.roles import RUNS_ROUNDS, Role
from puskesos.scope import DISTRICT_LENGTH
from puskesos.states import RoundStatus, round_allows
from slrt.rounds import progress, target_table
from slrt.rounds.forms import DistrictTargetsForm, ExtendForm, RoundForm, TargetTableForm

RECENT = 40


def round_list(request: HttpRequest) -> HttpResponse:
    """Rounds of the regency, newest first; who does not run them sees those that were announced."""
    today, runs = timezone.localdate(), _runs(request.user)
    rows = _rounds(request.user).select_related("regency").prefetch_related("deadlines")[:RECENT]
    listed = [(row, progress.stage_of(row, on=today)) for row in rows]
    return render(request, "slrt/rounds/round_list.html", {"rounds": listed, "runs_rounds": runs})


def _rounds(user: User):
    rows = Round.objects.visible_to(user)
    return rows if _runs(user) else rows.announced()


def _runs(user: User) -> bool:
    return user.role in RUNS_ROUNDS


def _round(request: HttpRequest, pk: int) -> Round:
    row = _rounds(request.user).filter(pk=pk).select_related("regency").prefetch_related("deadlines").first()
    if row is None:
        raise Http404
    return row


# --- one round -------------------------------------------------------------------------------------------------------


def round_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress per kecamatan and village, and what can be done."""
    round_, today, user = _round(request, pk), timezone.localdate(), request.user
    area = user.region_id if user.role == Role.SUPERVISOR else round_.regency_id
    districts = progress.districts(round_, area, on=today)
    last = rounds.last_day(round_, area, on=today)
    context = {
        "round": round_,
        "stage": progress.stage_of(round_, on=today),
        "last_day": last,
        "days_left": (last - today).days if last else None,
        "opens_in": (round_.opens_on - today).days,
        "urgent": last is not None and (last - today).days <= progress.URGENT_DAYS,
        "districts": districts,
        "alone": len(districts) == 1,
        "total": progress.add_up([district.numbers for district in districts]),
        "deadlines": round_.deadlines.select_related("district", "set_by").order_by("district"),
        "may": _may(user, round_),
        "history": activity.history_of(round_)[:30] if _runs(user) else [],
    }
    return render(request, "slrt/rounds/round_detail.html", context)


def _may(user: User, round_: Round) -> dict[str, bool]:
    """What this person may do with the round as it stands; buttons are shown by it."""
    runs, planned = _runs(user), round_.status == RoundStatus.PLANNED
    return {
        "open": runs and round_allows(round_.status, "open"),
        "close": runs and round_allows(round_.status, "close"),
        "amend": runs and planned,
        "extend": runs and not planned,
        "set_targets": runs,
    }


def round_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Announce a planned round."""
    round_ = rounds.open_round(_round(request, pk), by=request.user, at=timezone.now())
    messages.success(request, _("Periode dibuka. Desa melihatnya di beranda mereka."))
    return redirect("round_detail", round_.pk)


def round_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a round in all districts."""
    round_ = rounds.close_round(_round(request, pk), by=request.user, at=timezone.now())
    messages.success(request, _("Periode ditutup. Pendataan yang sudah diterima tetap dihitung."))
    return redirect("round_detail", round_.pk)


# --- forms -----------------------------------------------------------------------------------------------------------


def round_create(request: HttpRequest) -> HttpResponse:
    """Plan a round."""
    regencies = _regencies(request.user)
    form = RoundForm(_posted(request), regencies=regencies)
    if form.is_valid():
        told = {"regency": next(iter(regencies), None), **form.cleaned_data}
        planned = _attempt(form, lambda: rounds.plan_round(**told, by=request.user, at=timezone.now()))
        if planned:
            messages.success(request, _("Periode direncanakan. Isi sasaran desa, lalu buka."))
            return redirect("round_detail", planned.pk)
    return _form_page(request, form, "slrt/rounds/round_form.html")


def _regencies(user: User) -> list[Region]:
    """Where this person may plan a round: their own regency, or all that this installation serves."""
    codes = [user.region_id[:5]] if user.region_id else settings.REGENCY_CODES
    return list(Region.objects.filter(pk__in=codes, level=Region.Level.REGENCY))


def round_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Change name and dates before the opening."""
    round_ = _round(request, pk)
    form = RoundForm(_posted(request), round=round_)
    if form.is_valid() and _attempt(
        form, lambda: rounds.amend_round(round_, **form.cleaned_data, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("Rencana periode disimpan."))
        return redirect("round_detail", round_.pk)
    return _form_page(request, form, "slrt/rounds/round_form.html", round=round_)


def round_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Give districts more time, with a reason."""
    round_ = _round(request, pk)
    form = ExtendForm(_posted(request), round=round_, initial={"districts": request.GET.getlist("district")})
    if form.is_valid() and _attempt(
        form, lambda: rounds.extend_round(round_, **form.cleaned_data, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("Periode diperpanjang. Operator di kecamatan itu diberi tahu."))
        return redirect("round_detail", round_.pk)
    return _form_page(request, form, "slrt/rounds/round_extend.html", round=round_)


def round_targets(request: HttpRequest, pk: int) -> HttpResponse:
    """Targets of all villages at once, from a table or from the registry."""
    round_ = _round(request, pk)
    if request.method == "POST" and "known" in request.POST:
        return _save_targets(request, round_, progress.known_households(round_.regency_id))
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TargetTableForm(*data)
    if form.is_valid():
        targets = _attempt(form, lambda: target_table.read(form.cleaned_data["table"], _villages(round_)))
        if targets and (answer := _attempt(form, lambda: _save_targets(request, round_, targets))):
            return answer
    return _form_page(request, form, "slrt/rounds/round_targets.html", round=round_, districts=_districts(round_))


def _villages(round_: Round):
    rows = Region.objects.filter(code__startswith=f"{round_.regency_id}.", level=Region.Level.VILLAGE)
    return rows.select_related("parent")


def _districts(round_: Round):
    return Region.objects.filter(parent=round_.regency_id, level=Region.Level.DISTRICT)


def _save_targets(request: HttpRequest, round_: Round, targets: dict[str, int]) -> HttpResponse:
    changed = rounds.set_targets(round_, targets, by=request.user, at=timezone.now())
    words = _("Sasaran disimpan. Berubah di %(count)s desa.") if changed else _("Sasaran sudah sama di semua desa.")
    messages.success(request, words % {"count": changed})
    return redirect("round_detail", round_.pk)


def round_targets_typed(request: HttpRequest, pk: int, district: str) -> HttpResponse:
    """Targets typed village by village, one kecamatan at a time."""
    round_ = _round(request, pk)
    area = _districts(round_).filter(pk=district).first() if len(district) == DISTRICT_LENGTH else None
    if area is None:
        raise Http404
    villages = list(_villages(round_).filter(parent=area))
    known = dict(round_.targets.filter(village__in=villages).values_list("village", "households"))
    form = DistrictTargetsForm(_posted(request), villages=villages, targets=known)
    if form.is_valid() and (answer := _attempt(form, lambda: _save_targets(request, round_, form.targets()))):
        return answer
    return _form_page(request, form, "slrt/rounds/round_targets_typed.html", round=round_, district=area)


# --- what the pages share --------------------------------------------------------------------------------------------


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _attempt(form: forms.Form, act: Callable[[], Any]) -> Any:
    """Run a verb; a refusal becomes an error of the form with its reasons, so that nothing typed is lost."""
    try:
        return act()
    except Refused as refusal:
        for sentence in (refusal.sentence, *refusal.reasons):
            form.add_error(None, sentence)
    return None


def _form_page(request: HttpRequest, form: forms.Form, template: str, **context: Any) -> HttpResponse:
    """A form, new or with what must be mended: 422 for what was typed, 409 for what stands in the way."""
    status = 200
    if form.errors:
        status = 409 if form.non_field_errors() else 422
    return render(request, template, {"form": form, **context}, status=status)
