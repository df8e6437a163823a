"""Pages of letters: issuing, one letter, its PDF, revoking, and the digital archive."""

import re
from datetime import datetime, time, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.paging import page_after
from puskesos.scope import get_visible
from referrals import letters
from referrals.forms_letters import LetterFilter, LetterForm, RevokeForm
from referrals.models import Complaint, Letter, Referral
from referrals.models.letters import LetterQuerySet

# What the form proposes; the office may write another day.
USUALLY_VALID = timedelta(days=30)


def letter_issue(request: HttpRequest, pk: str) -> HttpResponse:
    """Issue a letter on a referral; a refusal leaves the form as it was typed."""
    rows = Referral.objects.select_related("complaint__client__nik", "programme", "provider", "decided_by")
    referral = get_visible(rows, request.user, pk=pk)
    today = timezone.localdate()
    form = LetterForm(request.POST or None, initial={"valid_until": today + USUALLY_VALID})
    if request.method != "POST":
        return _issue_page(request, referral, form)
    if not form.is_valid():
        return _issue_page(request, referral, form, status=422)
    try:
        letter = letters.issue(
            **form.cleaned_data, complaint=referral.complaint, referral=referral, by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return _issue_page(request, referral, form, status=409)
    return _issued(request, letter)


def _issue_page(request: HttpRequest, referral: Referral, form: LetterForm, *, status: int = 200) -> HttpResponse:
    context = {
        "referral": referral,
        "form": form,
        "letters": letters.as_rows(referral.letters.visible_to(request.user), on=timezone.localdate()),
        "may_issue": letters.may_issue(referral, request.user),
    }
    return render(request, "referrals/letter_issue.html", context, status=status)


def _issued(request: HttpRequest, letter: Letter) -> HttpResponse:
    messages.success(request, _("Surat terbit dengan nomor %s.") % letter.number)
    return redirect("referrals:letter_detail", letter.pk)


def letter_receipt(request: HttpRequest, pk: str) -> HttpResponse:
    """Issue the receipt of a complaint, or show the one that counts."""
    complaint = get_visible(Complaint.objects.select_related("client"), request.user, pk=pk)
    now = timezone.now()
    receipts = Letter.objects.visible_to(request.user).filter(complaint=complaint, kind=Letter.Kind.RECEIPT)
    given = receipts.standing(on=timezone.localdate(now)).first()
    if given:
        return redirect("referrals:letter_detail", given.pk)
    return _issued(request, letters.issue(Letter.Kind.RECEIPT, complaint=complaint, by=request.user, at=now))


def letter_detail(request: HttpRequest, pk: str) -> HttpResponse:
    """One letter: how it stands, its PDF, and taking it back."""
    return _letter_page(request, _visible_letter(request, pk), RevokeForm())


def _visible_letter(request: HttpRequest, pk: str) -> Letter:
    rows = Letter.objects.select_related("complaint", "referral__programme", "issued_by", "revoked_by")
    return get_visible(rows, request.user, pk=pk)


def _letter_page(request: HttpRequest, letter: Letter, form: RevokeForm, *, status: int = 200) -> HttpResponse:
    context = {
        **letters.as_row(letter, on=timezone.localdate()),
        "form": form,
        "may_revoke": letters.may_revoke(letter, request.user),
    }
    return render(request, "referrals/letter_detail.html", context, status=status)


def letter_download(request: HttpRequest, pk: str) -> HttpResponse:
    """Hand out the PDF and note who took it."""
    letter = _visible_letter(request, pk)
    pdf = letters.pdf_of(letter)
    activity.record_read(target=letter, by=request.user, fields="letter")
    name = re.sub(r"[^0-9a-z]+", "-", f"{letter.get_kind_display()} {letter.number}".lower()).strip("-")
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "no-store"},
    )


def letter_revoke(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a letter back with a reason."""
    letter = _visible_letter(request, pk)
    form = RevokeForm(request.POST)
    if not form.is_valid():
        return _letter_page(request, letter, form, status=422)
    try:
        letters.revoke(letter, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return _letter_page(request, letter, form, status=409)
    messages.success(request, _("Surat dicabut. Kode QR-nya sekarang menunjukkan itu."))
    return redirect("referrals:letter_detail", letter.pk)


def letter_list(request: HttpRequest) -> HttpResponse:
    """The digital archive of letters, newest first."""
    form = LetterFilter(request.GET)
    page = page_after(
        found(request.user, **form.chosen()).select_related("complaint", "referral__programme"),
        keys=("issued_at", "id"),
        after=request.GET.get("after", ""),
        newest_first=True,
    )
    context = {"form": form, "page": page, "rows": letters.as_rows(page.rows, on=timezone.localdate())}
    return render(request, "referrals/letter_list.html", context)


def found(user: User, *, kind: str = "", month: tuple | None = None, number: str = "") -> LetterQuerySet:
    """Letters this person may open, of a kind, a month (first days of it and the next), a part of the number."""
    rows = Letter.objects.visible_to(user)
    if kind:
        rows = rows.filter(kind=kind)
    if month:
        since, until = (timezone.make_aware(datetime.combine(day, time())) for day in month)
        rows = rows.filter(issued_at__gte=since, issued_at__lt=until)
    return rows.filter(number__icontains=number) if number else rows
