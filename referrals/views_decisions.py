"""What the office does with a referral: decide, take back, turn elsewhere, note answers and stages, make links."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from puskesos import activity
from puskesos.errors import Refused
from referrals import acting, disclosure, handling, links, placement
from referrals.forms_placements import ActForm, DecisionForm, LinkForm, ReasonForm
from referrals.handling import Actor
from referrals.models import Programme, Referral
from referrals.views_placements import done_or_again, visible_referral, what_may


def referral_decide(request: HttpRequest, pk: str) -> HttpResponse:
    """Penetapan: consent, provider with room, send; or back to the referral when this person does not decide here."""
    referral = visible_referral(request, pk)
    if not what_may(referral, request.user)["decide"] and request.method != "POST":
        messages.warning(request, _("Orang lain yang menetapkan rujukan ini, atau penetapannya sudah selesai."))
        return redirect("referrals:referral_detail", referral.pk)
    if request.method != "POST":
        activity.record_read(target=referral, by=request.user, fields="referral")
        return _decision_page(request, referral, _decision_form(request, referral))
    form = _decision_form(request, referral)
    status = acting.attempt(form, lambda: _send(request, referral, form))
    if status != acting.DONE:
        return _decision_again(request, referral, form, status)
    messages.success(request, _("Rujukan terkirim ke %s.") % referral.provider)
    return redirect("referrals:referral_detail", referral.pk)


def _decision_form(request: HttpRequest, referral: Referral) -> DecisionForm:
    data = request.POST if request.method == "POST" else None
    preferred = request.GET.get("provider", "")
    return DecisionForm(
        data,
        revision=referral.revision,
        providers=placement.providers_with_room(
            referral.programme, regency_code=referral.regency_code, at=timezone.now()
        ),
        has_consent=placement.standing_consent(referral) is not None,
        initial={"provider": preferred} if preferred.isdecimal() and len(preferred) < 10 else {},
    )


@transaction.atomic
def _send(request: HttpRequest, referral: Referral, form: DecisionForm) -> None:
    """Consent and sending together: a refused sending leaves no consent behind."""
    data, at = form.cleaned_data, timezone.now()
    consent = placement.standing_consent(referral) or placement.record_consent(
        referral.complaint.client,
        purpose=placement.purpose_of(referral),
        how=data["how"],
        given_by=data["given_by"],
        by=request.user,
        at=at,
    )
    placement.send(
        referral, revision=data["revision"], provider=data["provider"], consent=consent, by=request.user, at=at
    )


def _decision_again(request: HttpRequest, referral: Referral, form: ActForm, status: int) -> HttpResponse:
    """The page of the decision with what was typed, while the decision is still open; else the referral's page."""
    fresh = visible_referral(request, str(referral.pk))
    if not what_may(fresh, request.user)["decide"]:
        return done_or_again(request, fresh, form, status, "")
    return _decision_page(request, fresh, acting.renew(form, fresh), status=status)


def _decision_page(request: HttpRequest, referral: Referral, tried: ActForm, *, status: int = 200) -> HttpResponse:
    sending = isinstance(tried, DecisionForm)
    context = {
        "referral": referral,
        "person": disclosure.person_words(referral),
        "form": tried if sending else _decision_form_anew(referral),
        "refuse_form": ReasonForm(revision=referral.revision) if sending else tried,
        "tried": tried if tried.is_bound else None,
        "consent": placement.standing_consent(referral),
        "told": disclosure.told(referral),
        "today": timezone.localdate(),
    }
    return render(request, "referrals/referral_decide.html", context, status=status)


def _decision_form_anew(referral: Referral) -> DecisionForm:
    room = placement.providers_with_room(referral.programme, regency_code=referral.regency_code, at=timezone.now())
    return DecisionForm(
        revision=referral.revision, providers=room, has_consent=placement.standing_consent(referral) is not None
    )


def referral_refuse(request: HttpRequest, pk: str) -> HttpResponse:
    """Penetapan: not this service, and why."""
    referral = visible_referral(request, pk)
    form = ReasonForm(request.POST, revision=referral.revision)
    status = acting.attempt(
        form, lambda: placement.refuse(referral, **form.cleaned_data, by=request.user, at=timezone.now())
    )
    if status != acting.DONE:
        return _decision_again(request, referral, form, status)
    messages.success(request, _("Tidak ditetapkan. Alasannya tercatat."))
    return redirect("referrals:referral_detail", referral.pk)


def referral_withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """Take the referral back, and why."""
    referral = visible_referral(request, pk)
    form = ReasonForm(request.POST, revision=referral.revision)
    status = acting.attempt(
        form, lambda: placement.withdraw(referral, **form.cleaned_data, by=request.user, at=timezone.now())
    )
    return done_or_again(request, referral, form, status, _("Rujukan ditarik."))


def referral_place_again(request: HttpRequest, pk: str) -> HttpResponse:
    """After a provider declined: one press proposes the next; who decides goes straight on to sending."""
    declined = visible_referral(request, pk)
    programme = Programme.objects.filter(pk=request.POST.get("programme", "")[:12]).first()
    if programme is None:
        raise Refused(_("Pilih layanan yang ada di daftar."))
    referral = placement.place_again(declined, programme=programme, by=request.user, at=timezone.now())
    messages.success(request, _("Diusulkan lagi. Kelanjutannya di halaman ini."))
    if what_may(referral, request.user)["decide"]:
        query = {"provider": request.POST.get("provider", "")[:9]}
        return redirect(reverse("referrals:referral_decide", args=[referral.pk], query=query))
    return redirect("referrals:referral_detail", referral.pk)


def referral_answer(request: HttpRequest, pk: str) -> HttpResponse:
    """Write down what the provider told by telephone: accepted or declined."""
    referral = visible_referral(request, pk)
    form = acting.answer_form(request, referral)
    by = Actor(user=request.user)
    status = acting.attempt(form, lambda: handling.answer(referral, **form.cleaned_data, by=by, at=timezone.now()))
    return done_or_again(request, referral, form, status, _("Jawaban penyedia tercatat."))


def referral_stage(request: HttpRequest, pk: str) -> HttpResponse:
    """Fill the stage that waits: the office for anybody, a village its own."""
    referral = visible_referral(request, pk)
    form = acting.stage_form(referral, request)
    if form is None:
        raise Refused(_("Belum ada tahap yang bisa diisi. Tunggu jawaban penyedia."))
    status = acting.fill(form, referral, by=Actor(user=request.user), at=timezone.now())
    return done_or_again(request, referral, form, status, _("Tahap tersimpan."))


def link_make(request: HttpRequest, pk: str) -> HttpResponse:
    """Make a one-time link and show it, this once."""
    referral = visible_referral(request, pk)
    form = LinkForm(request.POST, revision=referral.revision)
    made: dict[str, Any] = {}

    def make() -> None:
        contact = form.cleaned_data["contact"]
        made["token"] = links.make(referral, contact=contact, by=request.user, at=timezone.now())

    status = acting.attempt(form, make)
    if status != acting.DONE:
        return done_or_again(request, referral, form, status, "")
    address = request.build_absolute_uri(reverse("referrals:answer_link", args=[made["token"]]))
    context = {"referral": referral, "address": address, "contact": form.cleaned_data["contact"], "lasts": links.LASTS}
    return render(request, "referrals/link_made.html", context)


def link_revoke(request: HttpRequest, pk: str, link: str) -> HttpResponse:
    """End a link before it was used."""
    referral = visible_referral(request, pk)
    row = referral.links.filter(pk=link).first()
    if row is None:
        raise Http404
    links.revoke(row, by=request.user, at=timezone.now())
    messages.success(request, _("Tautan dicabut."))
    return redirect("referrals:referral_detail", referral.pk)
