"""The office's page for the sentences with which surveys are given back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import reasons
from assessment.forms import ReasonForm
from assessment.models import PointKind, ReturnReason
from puskesos.errors import Refused


def reason_list(request: HttpRequest) -> HttpResponse:
    """The regency's list by kind; a sentence is added here."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        reasons.add(regency=request.user.region, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error("text", refusal.sentence)
        return _page(request, form, status=409)
    messages.success(request, _("Alasan ditambah. Supervisor dapat memilihnya mulai sekarang."))
    return redirect("assessment:reason_list")


def _page(request: HttpRequest, form: ReasonForm, *, status: int = 200) -> HttpResponse:
    rows = list(ReturnReason.objects.filter(regency=request.user.region_id))
    groups = [
        {"label": label, "kind": kind, "rows": [row for row in rows if row.kind == kind and row.retired_at is None]}
        for kind, label in PointKind.choices
    ]
    retired = [row for row in rows if row.retired_at]
    context = {"form": form, "groups": groups, "retired": retired}
    return render(request, "assessment/reason_list.html", context, status=status)


def _own(request: HttpRequest, pk: int) -> ReturnReason:
    row = ReturnReason.objects.filter(regency=request.user.region_id, pk=pk).first()
    if row is None:
        raise Http404
    return row


def reason_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a sentence no longer."""
    reasons.retire(_own(request, pk), by=request.user, at=timezone.now())
    messages.success(request, _("Alasan tidak ditawarkan lagi. Yang sudah ditulis tetap ada."))
    return redirect("assessment:reason_list")


def reason_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a retired sentence again."""
    reasons.restore(_own(request, pk), by=request.user, at=timezone.now())
    messages.success(request, _("Alasan ditawarkan lagi."))
    return redirect("assessment:reason_list")
