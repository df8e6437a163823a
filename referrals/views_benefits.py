"""Pages of memberships: what a household receives and lacks, and the three acts on a membership."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Household, Member
from puskesos import activity
from puskesos.errors import Refused
from puskesos.roles import HEARS, NOTES_BENEFITS
from puskesos.scope import get_visible
from referrals import benefits, needs
from referrals.forms_benefits import CorrectForm, EndForm, NoteForm
from referrals.models import Benefit


def benefit_list(request: HttpRequest, pk: str) -> HttpResponse:
    """Who receives what since when, what is still waited for, and what may be asked for; the reading is logged."""
    household = get_visible(Household.objects.select_related("village"), request.user, pk=pk)
    activity.record_read(target=household, by=request.user, fields="benefits")
    people = needs.people_of(household, request.user)
    needs.weigh(people, request.user, on=timezone.localdate())
    is_open = household.closed_on is None
    context = {
        "household": household,
        "people": people,
        "may_edit": is_open and request.user.role in NOTES_BENEFITS,
        "may_hear": is_open and request.user.role in HEARS,
    }
    return render(request, "referrals/benefit_list.html", context)


def benefit_note(request: HttpRequest, member_pk: str) -> HttpResponse:
    """Write down a programme that a member receives."""
    rows = Member.objects.filter(left_on=None).select_related("household")
    member = get_visible(rows, request.user, pk=member_pk)
    form = NoteForm(_posted(request))
    if _act(request, form, lambda told: benefits.note(member, **told)):
        messages.success(request, _("Kepesertaan dicatat."))
        return redirect("referrals:benefit_list", member.household_id)
    return _form_page(request, form, member, title=_("Catat kepesertaan"))


def benefit_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that a running membership ended."""
    benefit = _benefit(request, pk, until=None)
    form = EndForm(_posted(request))
    if _act(request, form, lambda told: benefits.end(benefit, **told)):
        messages.success(request, _("Dicatat berhenti."))
        return redirect("referrals:benefit_list", benefit.member.household_id)
    return _form_page(request, form, benefit.member, title=_("Catat berhenti"), benefit=benefit)


def benefit_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend a membership."""
    benefit = _benefit(request, pk)
    form = CorrectForm(_posted(request), benefit=benefit)
    if _act(request, form, lambda told: benefits.correct(benefit, **{"until": None, **told})):
        messages.success(request, _("Kepesertaan diperbaiki."))
        return redirect("referrals:benefit_list", benefit.member.household_id)
    return _form_page(request, form, benefit.member, title=_("Ubah kepesertaan"), benefit=benefit)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _benefit(request: HttpRequest, pk: int, **lookup: Any) -> Benefit:
    return get_visible(Benefit.objects.select_related("member__household"), request.user, pk=pk, **lookup)


def _act(request: HttpRequest, form: forms.Form, verb: Callable[[dict[str, Any]], Any]) -> bool:
    """Let the verb act on a valid form; a refusal becomes a sentence above it, and nothing typed is lost."""
    if not form.is_valid():
        return False
    try:
        verb({**form.cleaned_data, "by": request.user, "at": timezone.now()})
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return False
    return True


def _form_page(request: HttpRequest, form: forms.Form, member: Member, **context: Any) -> HttpResponse:
    refused = form.is_bound and bool(form.non_field_errors())
    status = 409 if refused else 422 if form.is_bound else 200
    context |= {"form": form, "member": member, "household": member.household}
    return render(request, "referrals/benefit_form.html", context, status=status)
