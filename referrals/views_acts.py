"""What is done with a complaint: each address lets one verb act, and shows the form again when it refuses."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from puskesos.errors import Refused
from puskesos.scope import get_visible
from referrals import closing, complaints, desk
from referrals.models import Complaint
from referrals.views_complaints import detail_page

Verb = Callable[..., Any]


def complaint_escalate(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Hand it up to SLRT."""
    return _act(request, pk, "escalate", complaints.escalate, _("Keluhan diteruskan ke SLRT kabupaten."))


def complaint_change_urgency(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Make it more or less pressing."""
    return _act(request, pk, "change_urgency", complaints.change_urgency, _("Kegentingan dan batas waktunya diubah."))


def complaint_handle(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what was done."""
    return _act(request, pk, "handle", complaints.handle, _("Hasil dicatat. Sekarang tanyakan kepada warga."))


def complaint_answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write down what the citizen said."""
    return _act(request, pk, "answer", closing.answer, _("Jawaban warga dicatat."))


def complaint_note_unreached(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write down a call that reached nobody."""
    return _act(request, pk, "note_unreached", closing.note_unreached, _("Dicatat: warga belum terhubung."))


def complaint_close_unreached(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close after three days of calls in vain."""
    return _act(request, pk, "close_unreached", closing.close_unreached, _("Keluhan ditutup tanpa jawaban warga."))


def _act(request: HttpRequest, pk: uuid.UUID, name: str, verb: Verb, done: str | Promise) -> HttpResponse:
    """Let `verb` act with what its form asked; refused or incomplete, the page comes again with what was typed."""
    rows = Complaint.objects.select_related("client__nik", "client__member", "village", "wanted", "received_by")
    complaint = get_visible(rows, request.user, pk=pk)
    form = desk.form_of(name, complaint, request.POST)
    if not form.is_valid():
        return detail_page(request, complaint, tried=(name, form), status=422)
    told = form.told() if hasattr(form, "told") else form.cleaned_data
    try:
        verb(complaint, **told, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return detail_page(request, complaint, tried=(name, form), status=409)
    messages.success(request, done)
    return redirect("referrals:complaint_detail", complaint.pk)
