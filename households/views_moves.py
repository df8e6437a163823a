"""Pages of people who go over: a new head, another family of the village, a family of their own, another village."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from households import moves, queries, transfers
from households.forms import SearchForm
from households.forms_moves import AcceptForm, AskForm, DeclineForm, HeadForm, MoveForm, SplitForm
from households.models import Household, Member, Transfer
from households.views import attempt, form_page, onward, posted, present_member
from puskesos import activity
from puskesos.models import Region
from puskesos.paging import page_after
from puskesos.scope import get_visible

# As many families are offered for one search; who finds more types more of the name.
FOUND = 12


def _open_household(request: HttpRequest, pk: str) -> Household:
    rows = Household.objects.filter(closed_on=None).select_related("kk", "village")
    return get_visible(rows, request.user, pk=pk)


def household_head(request: HttpRequest, pk: str) -> HttpResponse:
    """Choose a new head and what everybody is to them."""
    household = _open_household(request, pk)
    members = list(household.members.filter(left_on=None))
    form = HeadForm(posted(request), household=household, members=members)
    if form.is_valid() and attempt(
        form,
        lambda: moves.change_head(
            household,
            head=_pk_of(members, form.cleaned_data["head"]),
            relations=form.relations(),
            revision=form.cleaned_data["revision"] or 0,
            by=request.user,
        ),
    ):
        messages.success(request, _("Kepala keluarga sudah diganti."))
        return onward(request, household)
    return form_page(request, form, "households/household_head.html", household=household, members=members)


def _pk_of(members: list[Member], chosen: str) -> Any:
    return next(member.pk for member in members if str(member.pk) == chosen)


# --- within the village ----------------------------------------------------------------------------------------------


def member_move(request: HttpRequest, pk: str) -> HttpResponse:
    """Find another family of the village by name or number, then say as what, why and when."""
    member = present_member(request, pk)
    search = SearchForm(posted(request), villages=[])
    found = _families(request, search, besides=member.household_id) if search.is_valid() else []
    chosen = "to" in request.POST
    form = MoveForm(request.POST if chosen else None, found=found, on=timezone.localdate())
    if chosen and form.is_valid():
        told = {"relation": form.cleaned_data["relation"], **_going(form), "by": request.user}
        if attempt(form, lambda: moves.move(member, to=form.target(), **told)):
            messages.success(request, _("%(name)s dipindahkan.") % {"name": member.name})
            return redirect("household_detail", form.target().pk)
    context = {"household": member.household, "member": member, "search": search, "found": found}
    context["alone"] = not member.household.members.filter(left_on=None).exclude(pk=member.pk).exists()
    context["searched"] = search.is_bound and search.is_valid()
    status = 422 if search.errors else None
    return form_page(request, form, "households/member_move.html", status=status, **context)


def _families(request: HttpRequest, search: SearchForm, *, besides: Any) -> list[Household]:
    """Open families of the person's own village that the search finds."""
    if search.number:
        rows = queries.with_number(request.user, search.number)
    else:
        rows = list(queries.listed(request.user, name=search.name).order_by(*queries.LIST_KEYS)[:FOUND])
    return [row for row in rows if row.pk != besides]


def _going(form: forms.Form) -> dict[str, Any]:
    return {"reason": form.cleaned_data["reason"], "on": form.cleaned_data["moved_on"]}


def member_split(request: HttpRequest, pk: str) -> HttpResponse:
    """Begin a family of one's own in the same village."""
    member = present_member(request, pk)
    form = SplitForm(posted(request), former=member.household, on=timezone.localdate())
    if form.is_valid():
        told = {"kk": form.card(), "address": form.address_facts(), **_going(form), "pk": form.cleaned_data["pk"]}
        household = attempt(form, lambda: moves.split(member, by=request.user, **told))
        if household:
            messages.success(request, _("Keluarga %(name)s sudah dibuat.") % {"name": household.head_name})
            return redirect("household_detail", household.pk)
    return form_page(request, form, "households/member_split.html", household=member.household, member=member)


# --- to another village ----------------------------------------------------------------------------------------------


def transfer_ask(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask another village to take a person in."""
    member = present_member(request, pk)
    return _ask(request, member.household, member)


def household_transfer(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask another village to take the whole family in."""
    return _ask(request, _open_household(request, pk), None)


def _ask(request: HttpRequest, household: Household, member: Member | None) -> HttpResponse:
    villages = queries.villages_besides(household)
    form = AskForm(posted(request), villages=villages, whole=member is None, on=timezone.localdate())
    if form.is_valid():
        told = {
            "member": member,
            "target": Region.objects.get(pk=form.cleaned_data["target"]),
            "card": form.cleaned_data.get("card", ""),
            **_going(form),
        }
        if attempt(form, lambda: transfers.ask(household, **told, by=request.user, at=timezone.now())):
            messages.success(request, _("Dimintakan ke %(place)s.") % {"place": told["target"].titled})
            return onward(request, household)
    return form_page(request, form, "households/transfer_ask.html", household=household, member=member)


def transfer_list(request: HttpRequest) -> HttpResponse:
    """Who is to come here and who is to go, waiting first, each page in the order of asking."""
    tab = "keluar" if request.GET.get("tab") == "keluar" else "masuk"
    rows = queries.transfers(request.user, leaving=tab == "keluar", all_of_them=request.GET.get("semua") == "1")
    page = page_after(rows, keys=("asked_at", "id"), after=request.GET.get("after", ""), newest_first=True)
    context = {"page": page, "tab": tab, "all": request.GET.get("semua") == "1"}
    return render(request, "households/transfer_list.html", context)


def _transfer(request: HttpRequest, pk: int) -> Transfer:
    rows = Transfer.objects.select_related("household__kk", "member__nik", "card", "target", "village", "asked_by")
    return get_visible(rows, request.user, pk=pk)


def transfer_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One move between villages: who, whence, whither; the village of arrival decides here."""
    transfer = _transfer(request, pk)
    activity.record_read(target=transfer.household, by=request.user, fields="transfer")
    return _transfer_page(request, transfer)


def _transfer_page(
    request: HttpRequest, transfer: Transfer, *, status: int = 200, **tried: forms.Form | None
) -> HttpResponse:
    here = request.user.region_id == transfer.target_id
    search = tried.get("search") or SearchForm(None, villages=[])
    context = {
        "transfer": transfer,
        "people": _travellers(transfer),
        "decides": here and transfer.status == "proposed",
        "may_withdraw": request.user.region_id == transfer.village_id and transfer.status == "proposed",
        "search": search,
        "move": tried.get("move"),
        "accept": tried.get("accept") or AcceptForm(None, transfer=transfer),
        "decline": tried.get("decline") or DeclineForm(),
        "tried": next((form for form in tried.values() if form is not None and form.errors), None),
        "open_form": next((name for name, form in tried.items() if form is not None), ""),
    }
    return render(request, "households/transfer_detail.html", context, status=status)


def _travellers(transfer: Transfer) -> list[Member]:
    if transfer.member:
        return [transfer.member]
    return list(transfer.household.members.filter(left_on=None).select_related("nik"))


@require_POST
def transfer_accept_into(request: HttpRequest, pk: int) -> HttpResponse:
    """Find the family in which a person is taken up, then take them up."""
    transfer = _transfer(request, pk)
    search = SearchForm(request.POST, villages=[])
    found = _families(request, search, besides=None) if search.is_valid() else []
    day = {"reason": transfer.reason, "moved_on": f"{transfer.moved_on:%d-%m-%Y}"}
    data = {**request.POST.dict(), **day} if "to" in request.POST else None
    form = MoveForm(data, found=found, on=timezone.localdate())
    if form.is_valid():
        told = {"to": form.target(), "relation": form.cleaned_data["relation"]}
        if attempt(form, lambda: transfers.accept_into(transfer, **told, by=request.user, at=timezone.now())):
            messages.success(request, _("Diterima di keluarga %(name)s.") % {"name": form.target().head_name})
            return redirect("household_detail", form.target().pk)
    if not found and not search.errors:
        search.add_error("q", _("Tidak ditemukan di desa Anda. Periksa lagi ejaan atau nomornya."))
    status = 409 if form.non_field_errors() else 422 if search.errors or form.errors else 200
    return _transfer_page(request, _transfer(request, pk), status=status, search=search, move=form if found else None)


@require_POST
def transfer_accept_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Take them up as a family of their own."""
    transfer = _transfer(request, pk)
    form = AcceptForm(request.POST, transfer=transfer)
    if form.is_valid():
        told = {"kk": form.card(), "address": form.address_facts()}
        told["keeps_card"] = form.cleaned_data.get("keeps_card", False)
        by = {"by": request.user, "at": timezone.now()}
        household = attempt(form, lambda: transfers.accept_as_new(transfer, **told, **by))
        if household:
            messages.success(request, _("Keluarga %(name)s sekarang tercatat di sini.") % {"name": household.head_name})
            return redirect("household_detail", household.pk)
    status = 409 if form.non_field_errors() else 422
    return _transfer_page(request, _transfer(request, pk), status=status, accept=form)


@require_POST
def transfer_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why they are not taken in."""
    transfer = _transfer(request, pk)
    form = DeclineForm(request.POST)
    if form.is_valid() and _done(
        form, lambda: transfers.decline(transfer, **form.cleaned_data, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("Ditolak. Operator desa asal membaca alasan Anda."))
        return redirect("households:transfer_list")
    status = 409 if form.non_field_errors() else 422
    return _transfer_page(request, _transfer(request, pk), status=status, decline=form)


def _done(form: forms.Form, act: Any) -> bool:
    """Run a verb that returns nothing."""
    return attempt(form, lambda: act() or True) is True


@require_POST
def transfer_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was asked."""
    transfer = _transfer(request, pk)
    transfers.withdraw(transfer, by=request.user, at=timezone.now())
    messages.success(request, _("Ditarik kembali. Tidak ada yang berpindah."))
    return redirect("household_detail", transfer.household_id)
