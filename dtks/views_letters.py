"""Pages of the covering letter: writing one under the office's number, and its PDF."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from dtks import covering
from dtks.forms import CoverLetterForm
from dtks.models import Batch, CoverLetter
from puskesos.errors import Refused
from puskesos.scope import get_visible


def letter_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the covering letter; what was typed stays when it is refused."""
    batch = get_visible(Batch.objects.select_related("round", "area"), request.user, pk=pk)
    form = CoverLetterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            covering.issue(batch, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
            return _form_page(request, batch, form, status=409)
        messages.success(request, _("Surat pengantar terbit. Unduh PDF-nya di bawah."))
        return redirect("dtks:batch_detail", batch.pk)
    return _form_page(request, batch, form, status=422 if form.is_bound else 200)


def _form_page(request: HttpRequest, batch: Batch, form: CoverLetterForm, *, status: int) -> HttpResponse:
    context = {
        "batch": batch,
        "form": form,
        "writable": batch.status in covering.WRITABLE,
        "standing": batch.cover_letters.filter(replaced_at__isnull=True).first(),
    }
    return render(request, "dtks/letter_create.html", context, status=status)


def letter_download(request: HttpRequest, pk: int, letter_pk: str) -> HttpResponse:
    """Hand out the PDF; it names nobody."""
    letter = get_visible(CoverLetter.objects.select_related("batch"), request.user, pk=letter_pk, batch=pk)
    name = re.sub(r"[^0-9a-z]+", "-", f"surat pengantar {letter.number}".lower()).strip("-")
    return HttpResponse(
        covering.pdf_of(letter),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "no-store"},
    )
