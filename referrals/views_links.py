"""The public page of a one-time link: what the provider may know, and one step to answer."""

from collections.abc import Callable
from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from puskesos import activity, limits
from referrals import acting, links
from referrals.forms_placements import ActForm
from referrals.handling import Actor
from referrals.models import AnswerLink, Referral
from referrals.views_providers import provider_context

# Nobody guesses 256 bits; this keeps the noise of trying off the database.
MISSES, WINDOW = 30, 600


# No cookie gives a right here, the address itself does, so there is nothing to forge; and a page that sends no
# Referer sends no Origin either, which the check would refuse.
@csrf_exempt
@login_not_required
def answer_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show and answer one step; a wrong, used, revoked or expired link gets one and the same page."""
    response = _answer(request, token)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    if limits.reached(request, "link", at_most=MISSES):
        return render(request, "referrals/link_gone.html", {"too_often": True}, status=429)
    link = links.open_link(token, at=timezone.now())
    if link is None:
        limits.within_limit(request, "link", at_most=MISSES, seconds=WINDOW)
        return render(request, "referrals/link_gone.html", status=404)
    if request.method == "POST":
        return _act(request, link)
    activity.record("link.open", target=link.referral, by=None, at=timezone.now())
    return _page(request, link)


def _page(request: HttpRequest, link: AnswerLink, *, tried: ActForm | None = None, status: int = 200) -> HttpResponse:
    context = {**provider_context(link.referral, tried), "link": link}
    return render(request, "referrals/answer_link.html", context, status=status)


def _act(request: HttpRequest, link: AnswerLink) -> HttpResponse:
    """Answer or fill; on success the next step's link is shown, this once."""
    referral, at = link.referral, timezone.now()
    issued: list[str] = []
    if request.POST.get("act") == "stage" and (stage_form := acting.stage_form(referral, request)):
        form: ActForm = stage_form
        record = _noting(issued, partial(links.record_stage, link))
        status = acting.fill(stage_form, referral, by=Actor(link=link), at=at, record=record)
    else:
        form = acting.answer_form(request, referral)
        answer = _noting(issued, partial(links.answer, link))
        status = acting.attempt(form, lambda: answer(**form.cleaned_data, at=at))
    if status != acting.DONE:
        link.referral = Referral.objects.select_related("complaint", "programme", "provider").get(pk=referral.pk)
        return _page(request, link, tried=form, status=status)
    return _thanks(request, link, issued[0])


def _noting(issued: list[str], verb: Callable[..., str]) -> Callable[..., None]:
    """The verb, with the token it returns kept for the page."""
    return lambda **told: issued.append(verb(**told))


def _thanks(request: HttpRequest, link: AnswerLink, token: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("referrals:answer_link", args=[token])) if token else ""
    return render(
        request, "referrals/link_thanks.html", {"referral": link.referral, "address": address, "lasts": links.LASTS}
    )
