"""Pages of those who administer accounts: list, one account, invite, amend, move, end, and the file of many."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from puskesos import account_files, accounts, activity, cards, queries, second_factor
from puskesos.errors import Refused
from puskesos.forms import ContactForm, ImportForm, InviteForm, ListForm, MoveForm, contact_of, post_of
from puskesos.models import User
from puskesos.paging import WORK_PAGE_SIZE, count_words, page_after
from puskesos.roles import MANAGED, Role

# New cards for so many people at a time.
MOST_CARDS = 200
ACTS = {
    "account.invite": gettext_lazy("Diundang"),
    "account.accept": gettext_lazy("Memilih kata sandi lewat tautan"),
    "account.reset": gettext_lazy("Diberi tautan kata sandi baru"),
    "account.amend": gettext_lazy("Data diri diubah"),
    "account.move": gettext_lazy("Pindah tugas"),
    "account.deactivate": gettext_lazy("Dinonaktifkan"),
    "account.reactivate": gettext_lazy("Diaktifkan lagi"),
    "account.change_password": gettext_lazy("Mengganti kata sandi"),
    "account.end_sessions": gettext_lazy("Keluar dari perangkat"),
    "account.second_factor_on": gettext_lazy("Kode kedua dipasang"),
    "account.second_factor_off": gettext_lazy("Kode kedua dilepas"),
    "account.second_factor_reset": gettext_lazy("Kode kedua disetel ulang"),
    "account.recovery_codes": gettext_lazy("Kode cadangan baru dibuat"),
    "account.recovery_code": gettext_lazy("Kode cadangan dipakai"),
}

View = Callable[..., HttpResponse]


def for_managers(view: View) -> View:
    """Only who administers accounts: the administrator, and Dinsos with the duty of a manager."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.manages_accounts:
            raise PermissionDenied(_("Hanya Manajer SLRT dan administrator yang mengelola petugas."))
        return view(request, *args, **kwargs)

    return guarded


def _managed(request: HttpRequest, pk: int) -> User:
    rows = User.objects.managed_by(request.user).select_related("region__parent", "provider")
    user = rows.filter(pk=pk).first()
    if user is None:
        raise Http404
    return user


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _attempt(form: forms.Form, act: Callable[[], Any]) -> Any:
    """Let one verb act; its refusal stands above the form, and what was typed stays in it."""
    try:
        return act()
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return None


def _status(form: forms.Form) -> int:
    """409 when the verb refused, 422 when the form is wrong."""
    if not form.is_bound:
        return 200
    return 409 if form.non_field_errors() else 422


# --- list and one account --------------------------------------------------------------------------------------------


@for_managers
def account_list(request: HttpRequest) -> HttpResponse:
    """Who works here, by name."""
    form = ListForm(request.GET, by=request.user)
    chosen = form.chosen()
    rows = queries.listed(request.user, **chosen)
    context = {
        "form": form,
        "page": page_after(rows, keys=queries.LIST_KEYS, after=request.GET.get("after", ""), size=WORK_PAGE_SIZE),
        "found": count_words(rows),
        "searched": any(chosen.values()),
        "waiting": count_words(queries.listed(request.user, state="invited"), most=MOST_CARDS),
    }
    return render(request, "puskesos/account_list.html", context)


@for_managers
def account_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: where it works, how it logs in, what happened to it, what can be done."""
    person = _managed(request, pk)
    now = timezone.now()
    context = {
        "person": person,
        "state": state_of(person),
        "villages": cards.village_names(person),
        "duties": person.duty_words,
        "invitation": person.invitations.filter(used_at=None, revoked_at=None, expires_at__gt=now).first(),
        "second_factor": second_factor.is_set_up(person),
        "sessions": person.sessions.filter(expire_date__gt=now).count(),
        "history": [(row, ACTS.get(row.verb, row.verb)) for row in activity.history_of(person)[:30]],
    }
    return render(request, "puskesos/account_detail.html", context)


def state_of(person: User) -> str:
    """`active`, `invited` or `disabled`."""
    if not person.is_active:
        return "disabled"
    return "active" if person.has_entered else "invited"


# --- invite ----------------------------------------------------------------------------------------------------------


@for_managers
def account_create(request: HttpRequest) -> HttpResponse:
    """Choose a role, then fill in only what that role asks for; the answer is the card."""
    allowed = MANAGED[request.user.role]
    role = request.GET.get("peran", "")
    if role not in allowed:
        roles = [(code, Role(code).label) for code in allowed]
        return render(request, "puskesos/account_role.html", {"roles": roles})
    form = InviteForm(_posted(request), role=role, by=request.user)
    if form.is_valid():
        card = _attempt(
            form,
            lambda: accounts.invite(
                form.contact(),
                form.post(),
                username=form.cleaned_data["username"],
                by=request.user,
                at=timezone.now(),
            ),
        )
        if card:
            return _cards_page(request, [card])
    context = {"form": form, "role_label": Role(role).label}
    return render(request, "puskesos/account_create.html", context, status=_status(form))


def _cards_page(request: HttpRequest, made: list[accounts.Card]) -> HttpResponse:
    """Links are shown this once; nobody can read them again."""
    response = render(request, "puskesos/account_cards.html", {"cards": cards.printed(made, request)})
    response["Cache-Control"] = "no-store"
    return response


@for_managers
def account_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one-time link for somebody who lost the card or forgot the password."""
    card = accounts.send_again(_managed(request, pk), by=request.user, at=timezone.now())
    return _cards_page(request, [card])


@for_managers
def account_cards(request: HttpRequest) -> HttpResponse:
    """New cards for everybody of the list who never logged in."""
    chosen = ListForm(request.POST, by=request.user).chosen()
    rows = queries.listed(request.user, **{**chosen, "state": "invited"}).order_by(*queries.LIST_KEYS)
    people = list(rows[: MOST_CARDS + 1])
    if not people or len(people) > MOST_CARDS:
        raise Refused(
            _("Tidak ada petugas yang belum pernah masuk di daftar ini.")
            if not people
            else _("Lebih dari %(n)d petugas. Saring dahulu, misalnya per kecamatan.") % {"n": MOST_CARDS}
        )
    made = [accounts.send_again(person, by=request.user, at=timezone.now()) for person in people]
    return _cards_page(request, made)


# --- change ----------------------------------------------------------------------------------------------------------


@for_managers
def account_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, telephone, mail."""
    person = _managed(request, pk)
    form = ContactForm(_posted(request), initial=contact_of(person))
    if form.is_valid():
        accounts.amend(person, contact=form.contact(), by=request.user, at=timezone.now())
        messages.success(request, _("Data petugas disimpan."))
        return redirect("accounts:account_detail", person.pk)
    context = {"form": form, "person": person}
    return render(request, "puskesos/account_amend.html", context, status=_status(form))


@for_managers
def account_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another village, district, role or duty."""
    person = _managed(request, pk)
    allowed = MANAGED[request.user.role]
    role = request.GET.get("peran", person.role)
    if role not in allowed:
        raise Http404
    today = timezone.localdate()
    initial = {**post_of(person), "on": today}
    form = MoveForm(_posted(request), role=role, by=request.user, initial=initial)
    if form.is_valid() and _attempt(form, lambda: _move(request, person, form) or True):
        messages.success(request, _("Perpindahan dicatat. Petugas masuk lagi dengan wilayah yang baru."))
        return redirect("accounts:account_detail", person.pk)
    others = [(code, Role(code).label) for code in allowed if code != role]
    context = {"form": form, "person": person, "role_label": Role(role).label, "others": others}
    return render(request, "puskesos/account_move.html", context, status=_status(form))


def _move(request: HttpRequest, person: User, form: MoveForm) -> None:
    accounts.move(
        person,
        form.post(),
        on=form.cleaned_data["on"],
        today=timezone.localdate(),
        reason=form.cleaned_data["reason"],
        by=request.user,
        at=timezone.now(),
    )


@for_managers
def account_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """End an account."""
    person = _managed(request, pk)
    accounts.deactivate(person, reason=_reason(request), by=request.user, at=timezone.now())
    messages.success(request, _("Akun dinonaktifkan. Semua perangkatnya sudah keluar."))
    return redirect("accounts:account_detail", pk)


@for_managers
def account_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an account up again."""
    person = _managed(request, pk)
    accounts.reactivate(person, reason=_reason(request), by=request.user, at=timezone.now())
    messages.success(request, _("Akun aktif lagi."))
    return redirect("accounts:account_detail", pk)


@for_managers
def account_second_factor_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a lost authenticator away."""
    person = _managed(request, pk)
    second_factor.reset(person, reason=_reason(request), by=request.user, at=timezone.now())
    messages.success(request, _("Kode kedua disetel ulang. Petugas memasangnya lagi saat masuk."))
    return redirect("accounts:account_detail", pk)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").replace("\x00", "")[:300]


# --- many at once ----------------------------------------------------------------------------------------------------


@for_managers
def account_import(request: HttpRequest) -> HttpResponse:
    """Read a file and show what would happen; the second step writes, and answers with the cards."""
    if "rows" in request.POST:
        return _import(request)
    bound = request.method == "POST"
    form = ImportForm(request.POST if bound else None, request.FILES if bound else None)
    if form.is_valid():
        rows = _attempt(form, lambda: account_files.read(form.cleaned_data["file"]))
        if rows is not None:
            return _preview(request, rows)
    return render(request, "puskesos/account_import.html", {"form": form}, status=_status(form))


def _preview(request: HttpRequest, rows: list[dict[str, str]], *, refusal: str = "", status: int = 200) -> HttpResponse:
    plan = account_files.plan(rows, by=request.user)
    context = {
        "plan": plan,
        "good": sum(not line.problems for line in plan),
        "bad": sum(bool(line.problems) for line in plan),
        "sealed": account_files.seal(rows, by=request.user),
        "refusal": refusal,
    }
    return render(request, "puskesos/account_preview.html", context, status=status)


def _import(request: HttpRequest) -> HttpResponse:
    rows = account_files.unseal(request.POST["rows"], by=request.user)
    try:
        made = account_files.enrol(rows, only_good="good" in request.POST, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _preview(request, rows, refusal=refusal.sentence, status=409)
    return _cards_page(request, made)


@for_managers
def account_template(request: HttpRequest) -> HttpResponse:
    """An empty workbook with the columns and the codes of all places."""
    response = HttpResponse(account_files.template(by=request.user), content_type=account_files.XLSX)
    response["Content-Disposition"] = 'attachment; filename="petugas.xlsx"'
    return response
