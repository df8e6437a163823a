"""Pages of the registry: list and search, forms of household and member, reveal of a number."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from households import conflicts, history, identity, queries, registry
from households.forms import HouseholdForm, MemberForm, RegistrationForm, RegistryForm, RevealForm, SearchForm
from households.forms_moves import LeaveForm, NewMemberForm
from households.models import Household, Member
from households.rows import AlreadyRegistered, Overtaken
from puskesos.errors import Refused
from puskesos.paging import Page, page_after
from puskesos.scope import get_visible

LIST_URL = "households:household_list"


# --- list and search -------------------------------------------------------------------------------------------------


def household_list(request: HttpRequest) -> HttpResponse:
    """Households by the name of their head; a typed number comes by POST, so that no address holds it."""
    posted = request.method == "POST"
    form = SearchForm(request.POST if posted else request.GET, villages=queries.village_choices(request.user))
    if not form.is_valid():
        return _list_page(request, form, Page([], "", ""), status=422)
    if posted and form.number:
        return _list_page(request, form, Page(queries.with_number(request.user, form.number), "", ""))
    if posted or form.number:
        return redirect(reverse(LIST_URL, query=form.terms()))
    rows = queries.listed(request.user, village=form.place, name=form.name)
    return _list_page(request, form, page_after(rows, keys=queries.LIST_KEYS, after=request.GET.get("after", "")))


def _list_page(request: HttpRequest, form: SearchForm, page: Page, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "page": page, "searched": bool(form.number or form.terms())}
    return render(request, "households/household_list.html", context, status=status)


# --- forms -----------------------------------------------------------------------------------------------------------


def household_create(request: HttpRequest) -> HttpResponse:
    """Register a household with its head in the operator's village."""
    village = request.user.region
    form = RegistrationForm(posted(request), village_code=village.code, on=timezone.localdate())
    if form.is_valid():
        data = {"village": village, "kk": form.card(), "address": form.address_facts(), "head": form.person()}
        household = attempt(
            form,
            lambda: registry.register(**data, pk=form.cleaned_data["pk"], by=request.user, on=timezone.localdate()),
        )
        if household:
            messages.success(request, _("Keluarga %(name)s sudah didaftarkan.") % {"name": household.head_name})
            return onward(request, household)
    return form_page(request, form, "households/household_form.html", back=reverse(LIST_URL))


def household_edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Change card and address."""
    rows = Household.objects.filter(closed_on=None).select_related("kk")
    household = get_visible(rows, request.user, pk=pk)
    data = conflicts.settled(posted(request), HouseholdForm(household=household))
    form = HouseholdForm(data, household=household)
    if form.is_valid() and attempt(
        form,
        lambda: registry.amend(household, changes=form.changes(), revision=_settled_revision(form), by=request.user),
    ):
        messages.success(request, _("Data keluarga disimpan."))
        return onward(request, household)
    if getattr(form, "overtaken", ""):
        return _conflict_page(request, form, get_visible(rows, request.user, pk=pk))
    return form_page(request, form, "households/household_form.html", household=household)


def member_create(request: HttpRequest, household_pk: str) -> HttpResponse:
    """Add a person to a household."""
    household = get_visible(Household.objects.filter(closed_on=None), request.user, pk=household_pk)
    today = timezone.localdate()
    form = NewMemberForm(posted(request), village_code=household.village_id, on=today)
    if form.is_valid():
        told = {"on": form.cleaned_data["joined_on"], "reason": form.cleaned_data["join_reason"]}
        member = attempt(form, lambda: registry.add_member(household, person=form.person(), by=request.user, **told))
        if member:
            messages.success(request, _("%(name)s ditambahkan.") % {"name": member.name})
            return onward(request, household)
    return form_page(request, form, "households/member_form.html", household=household)


def present_member(request: HttpRequest, pk: str) -> Member:
    """A member who has not left, of this person's region."""
    rows = Member.objects.filter(left_on=None).select_related("household", "nik")
    return get_visible(rows, request.user, pk=pk)


def member_edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Change facts of a person; an empty NIK leaves the number as it is."""
    member = present_member(request, pk)
    today = timezone.localdate()
    told = {"village_code": member.village_id, "on": today, "member": member}
    form = MemberForm(conflicts.settled(posted(request), MemberForm(**told)), **told)
    if form.is_valid() and attempt(
        form,
        lambda: registry.amend_member(
            member,
            changes=form.changes(),
            former_head_relation=form.cleaned_data.get("former_head_relation", ""),
            revision=_settled_revision(form),
            by=request.user,
            on=today,
        ),
    ):
        messages.success(request, _("Data %(name)s disimpan.") % {"name": form.cleaned_data["name"]})
        return onward(request, member.household)
    if getattr(form, "overtaken", ""):
        return _conflict_page(request, form, present_member(request, pk))
    return form_page(request, form, "households/member_form.html", household=member.household, member=member)


def _settled_revision(form: RegistryForm) -> int:
    """The revision this form may be written on; Overtaken while a difference is not decided."""
    if conflicts.unanswered(form.data):
        raise Overtaken(_("Pilih satu isian untuk setiap perbedaan."))
    return form.seen_revision()


def _conflict_page(request: HttpRequest, form: RegistryForm, current: Household | Member) -> HttpResponse:
    """What is stored now beside what was typed, with a choice for each field; nothing is lost or overwritten."""
    household = current if isinstance(current, Household) else current.household
    seen = conflicts.seen_revision(form.data)
    state = history.state_at if isinstance(current, Household) else history.member_state_at
    context = {
        "household": household,
        "member": None if isinstance(current, Household) else current,
        "differences": conflicts.differences(current, state(current, seen), form.changes()),
        "carried": conflicts.carried(form.data),
        "seen": seen,
        "sentence": form.overtaken,
        "back": reverse("household_detail", args=[household.pk]),
    }
    return render(request, "households/household_conflict.html", context, status=409)


def member_leave(request: HttpRequest, pk: str) -> HttpResponse:
    """Record that a person left the household."""
    member = present_member(request, pk)
    form = LeaveForm(posted(request), on=timezone.localdate())
    if form.is_valid() and attempt(
        form,
        lambda: registry.remove_member(
            member, reason=form.cleaned_data["reason"], on=form.cleaned_data["left_on"], by=request.user
        ),
    ):
        messages.success(request, _("%(name)s dicatat keluar.") % {"name": member.name})
        return onward(request, member.household)
    last = not member.household.members.filter(left_on=None).exclude(pk=member.pk).exists()
    context = {"household": member.household, "member": member, "last": last}
    return form_page(request, form, "households/member_leave.html", **context)


# --- reveal ----------------------------------------------------------------------------------------------------------


def kk_reveal(request: HttpRequest, pk: str) -> HttpResponse:
    """Show a whole No. KK once to a person who says why."""
    household = get_visible(Household.objects.select_related("kk"), request.user, pk=pk)
    return _reveal_page(request, household, registry.reveal_kk, household=household, label="No. KK")


def nik_reveal(request: HttpRequest, pk: str) -> HttpResponse:
    """Show a whole NIK once to a person who says why."""
    member = get_visible(Member.objects.select_related("household", "nik"), request.user, pk=pk)
    return _reveal_page(request, member, registry.reveal_nik, household=member.household, member=member, label="NIK")


def _reveal_page(request: HttpRequest, target: Any, reveal: Callable[..., str], **context: Any) -> HttpResponse:
    form = RevealForm(posted(request))
    if form.is_valid():
        number = attempt(form, lambda: reveal(target, reason=form.cleaned_data["reason"], by=request.user))
        if number:
            context["number"] = identity.group(number)
    return form_page(request, form, "households/number_reveal.html", **context)


# --- what the pages share --------------------------------------------------------------------------------------------


def posted(request: HttpRequest) -> Any:
    """What a form is bound to: nothing until something was sent."""
    return request.POST if request.method == "POST" else None


def attempt(form: forms.Form, act: Callable[[], Any]) -> Any:
    """Run a verb; a refusal becomes an error of the form, so that nothing typed is lost."""
    try:
        return act()
    except Overtaken as refusal:
        form.add_error(None, refusal.sentence)
        form.overtaken = refusal.news
    except AlreadyRegistered as refusal:
        form.add_error(refusal.kind, refusal.sentence)
        form.holder_id = refusal.household_id
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
    return None


def form_page(
    request: HttpRequest,
    form: forms.Form,
    template: str,
    *,
    back: str = "",
    status: int | None = None,
    **context: Any,
) -> HttpResponse:
    """A form, new or with what must be mended: 422 for what was typed, 409 for what stands in the way."""
    if form.errors:
        status = 409 if form.non_field_errors() else 422
    if holder_id := getattr(form, "holder_id", None):
        words = _("Buka keluarga yang memakai nomor ini")
        context["problems"] = [{"text": words, "url": reverse("household_detail", args=[holder_id])}]
    household = context.get("household")
    back = _asked_next(request) or back or reverse("household_detail", args=[household.pk])
    return render(request, template, {"form": form, "back": back, **context}, status=status or 200)


def onward(request: HttpRequest, household: Household) -> HttpResponseRedirect:
    """Back to the page that sent the person here (`?next=`), else to the household."""
    return redirect(_asked_next(request) or reverse("household_detail", args=[household.pk]))


def _asked_next(request: HttpRequest) -> str:
    """The address in `?next=`, if it is a page of this site."""
    asked = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if ours else ""
