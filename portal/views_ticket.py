"""The ticket page: where a complaint stands, and the citizen's own answer. Who holds the address holds the key."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from portal.forms import AnswerForm
from portal.ticket import last_said, ticket_of
from puskesos import limits
from puskesos.errors import Refused
from referrals import closing
from referrals.models import Answer, Complaint
from referrals.states import COMPLAINT_OPEN, ComplaintStatus

READS_A_MINUTE, ANSWERS_A_MINUTE = 60, 12
TICKET_LENGTH = 26


def _unlisted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep the page out of caches and search engines, and each address within its limit.

    Its address goes to no other site: `Referrer-Policy: same-origin` of the settings sees to that. `no-referrer` would
    make browsers send `Origin: null` with the answer, which the guard against forged requests must refuse.
    """

    @wraps(view)
    def guarded(request: HttpRequest, ticket: str) -> HttpResponse:
        what, at_most = ("answer", ANSWERS_A_MINUTE) if request.method == "POST" else ("ticket", READS_A_MINUTE)
        if limits.within_limit(request, what, at_most=at_most, seconds=60):
            response = view(request, ticket)
        else:
            response = render(request, "portal/too_many.html", status=429)
            response["Retry-After"] = "60"
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return login_not_required(guarded)


def _find(ticket: str) -> Complaint | None:
    return Complaint.objects.filter(ticket=ticket).first() if len(ticket) <= TICKET_LENGTH else None


@_unlisted
def complaint_ticket(request: HttpRequest, ticket: str) -> HttpResponse:
    """Say where it stands; take the answer handled or not handled."""
    complaint = _find(ticket)
    if complaint is None:
        return render(request, "portal/complaint_unknown.html", status=404)
    if request.method != "POST":
        return _page(request, complaint, AnswerForm())
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, complaint, form, status=422)
    if _said_already(complaint, form):
        return redirect("portal:complaint_answered", complaint.ticket)
    try:
        _answer(complaint, form)
    except Refused as refused:
        complaint.refresh_from_db()
        return _page(request, complaint, form, refused.sentence, status=409)
    return redirect("portal:complaint_answered", complaint.ticket)


def _answer(complaint: Complaint, form: AnswerForm) -> None:
    closing.answer(
        complaint,
        handled=form.handled,
        channel=Answer.Channel.TICKET,
        by=None,
        at=timezone.now(),
        satisfaction=form.cleaned_data["satisfaction"],
        words=form.cleaned_data["words"],
    )


def _said_already(complaint: Complaint, form: AnswerForm) -> bool:
    """The same answer once more, by a second tap or the back button: it stands, and nothing is written."""
    said = last_said(complaint)
    return said == form.cleaned_data["said"] and _stands(complaint, said)


def _stands(complaint: Complaint, said: str) -> bool:
    """Whether the complaint is still as this answer left it."""
    if said == Answer.Said.HANDLED:
        return complaint.status == ComplaintStatus.CLOSED
    return said == Answer.Said.NOT_HANDLED and complaint.status in COMPLAINT_OPEN


def _page(
    request: HttpRequest, complaint: Complaint, form: AnswerForm, refusal: str = "", *, status: int = 200
) -> HttpResponse:
    ticket = ticket_of(complaint, on=timezone.localdate())
    context = {"ticket": ticket, "form": form, "refusal": refusal}
    return render(request, "portal/complaint_ticket.html", context, status=status)


@_unlisted
def complaint_answered(request: HttpRequest, ticket: str) -> HttpResponse:
    """Thank for the answer and say what happens next; where no answer stands, the ticket tells more."""
    complaint = _find(ticket)
    if complaint is None:
        return render(request, "portal/complaint_unknown.html", status=404)
    said = last_said(complaint)
    if not _stands(complaint, said):
        return redirect("portal:complaint_ticket", complaint.ticket)
    context = {"complaint": complaint, "handled": said == Answer.Said.HANDLED}
    return render(request, "portal/complaint_answered.html", context)
