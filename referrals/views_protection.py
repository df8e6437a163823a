"""Pages of protected cases: one's own cases, one case under its alias, and what its team does; every view is logged."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.paging import Page, page_after
from puskesos.scope import get_visible
from referrals import eligibility, protection
from referrals.forms_protection import AliasForm, CaseForm, JoinForm, NameForm, NoteForm, RiskForm, SimfoniForm
from referrals.models import Client, Complaint
from referrals.states import COMPLAINT_OPEN

MOST_RUNNING, READS_SHOWN, EVENTS_SHOWN = 200, 20, 30


def _cases(request: HttpRequest) -> Any:
    return Complaint.objects.visible_to(request.user).protected()


def _case(request: HttpRequest, pk: str) -> Complaint:
    """A protected case of this person's, or 404; an ordinary complaint is no case either."""
    return get_visible(Complaint.objects.protected().select_related("client", "village"), request.user, pk=pk)


def case_list(request: HttpRequest) -> HttpResponse:
    """Cases on whose team this person is, by alias: emergencies first, then by time limit; or those done with."""
    done = request.GET.get("done") == "1"
    activity.record_read(target=request.user, by=request.user, fields="case_list")
    context = {
        "page": _settled(request) if done else _running(request),
        "done": done,
        "today": timezone.localdate(),
    }
    return render(request, "referrals/case_list.html", context)


def _running(request: HttpRequest) -> Page:
    pressing = Case(When(urgency=Complaint.Urgency.EMERGENCY, then=0), default=1)
    rows = _cases(request).open().select_related("client").order_by(pressing, "due_on", "pk")
    return Page(rows=list(rows[:MOST_RUNNING]), after="", next_mark="")


def _settled(request: HttpRequest) -> Page:
    rows = _cases(request).exclude(status__in=COMPLAINT_OPEN).select_related("client")
    after = request.GET.get("after", "")
    return page_after(rows, keys=("received_at", "id"), after=after, newest_first=True)


def case_detail(request: HttpRequest, pk: str) -> HttpResponse:
    """One case: what happened, how dangerous it is, who helps."""
    case = _case(request, pk)
    activity.record_read(target=case, by=request.user, fields="case")
    context = {
        "case": case,
        "facts": _facts(case),
        "notes": case.notes.select_related("by"),
        "risk": case.notes.filter(kind="risk").first(),
        "team": protection.team_of(case),
        "referrals": case.referrals.select_related("programme", "provider").order_by("-proposed_at"),
        "history": activity.history_of(case)[:EVENTS_SHOWN],
        "reads": protection.reads_of(case)[:READS_SHOWN],
        "today": timezone.localdate(),
    }
    return render(request, "referrals/case_detail.html", context)


def _facts(case: Complaint) -> list[dict[str, Any]]:
    """What may stand on the screen while others pass by."""
    client, address = case.client, [case.pk]
    age = eligibility.age_on(client.birth_date, timezone.localdate()) if client.birth_date else client.age_estimate
    return [
        _fact(_("Nama samaran"), client.alias, reverse("referrals:case_alias", args=address)),
        _fact(_("Nomor SIMFONI PPA"), case.simfoni_ticket, reverse("referrals:case_simfoni", args=address)),
        _fact(_("Kegentingan"), case.get_urgency_display()),
        _fact(_("Batas waktu"), date_format(case.due_on, "d-m-Y")),
        _fact(_("Umur"), _("%s tahun") % age if age is not None else ""),
        _fact(_("Cara bicara"), client.get_communication_display()),
    ]


def _fact(label: str, value: Any, url: str = "") -> dict[str, Any]:
    return {"label": label, "value": value, "url": url}


def case_name(request: HttpRequest, pk: str) -> HttpResponse:
    """The true name, once, to somebody of the team who says what for."""
    case = _case(request, pk)
    form = NameForm(_posted(request))
    person = None
    if form.is_valid():
        person = _attempt(form, lambda: protection.reveal(case, **form.values(), by=request.user))
    facts = _true_facts(case, person) if person else []
    return _form_page(request, case, form, "referrals/case_name.html", facts=facts)


def _true_facts(case: Complaint, person: Client) -> list[dict[str, Any]]:
    """Who it is and whom to reach."""
    return [
        _fact(_("Nama"), person.name),
        _fact(_("Nomor HP"), person.phone),
        _fact(_("Alamat"), person.address),
        _fact(_("Desa"), case.village.titled),
        _fact(_("Wali atau pendamping"), person.guardian),
        _fact(_("Pelapor"), " · ".join(filter(None, (case.reporter_name, case.reporter_relation)))),
        _fact(_("Nomor HP pelapor"), case.reporter_phone),
    ]


def case_alias(request: HttpRequest, pk: str) -> HttpResponse:
    """Name the alias."""
    case = _case(request, pk)
    form = AliasForm(_posted(request), initial={"alias": case.client.alias})
    return _act(request, case, form, protection.name_alias, title=_("Nama samaran"), button=_("Simpan nama samaran"))


def case_simfoni(request: HttpRequest, pk: str) -> HttpResponse:
    """Keep the number of the national system."""
    case = _case(request, pk)
    form = SimfoniForm(_posted(request), initial={"ticket": case.simfoni_ticket})
    return _act(request, case, form, protection.note_simfoni, title=_("Nomor SIMFONI PPA"), button=_("Simpan nomor"))


def case_note(request: HttpRequest, pk: str) -> HttpResponse:
    """Write a page of the chronology."""
    case = _case(request, pk)
    form = NoteForm(_posted(request))
    return _act(request, case, form, protection.write_note, title=_("Tulis catatan"), button=_("Simpan catatan"))


def case_risk(request: HttpRequest, pk: str) -> HttpResponse:
    """Write down the signs of danger."""
    case = _case(request, pk)
    form = RiskForm(_posted(request))
    return _act(request, case, form, protection.assess_risk, title=_("Nilai bahaya"), button=_("Simpan penilaian"))


def case_join(request: HttpRequest, pk: str) -> HttpResponse:
    """Name another officer for the team."""
    case = _case(request, pk)
    form = JoinForm(_posted(request), complaint=case)
    return _act(request, case, form, protection.join_team, title=_("Tambah anggota tim"), button=_("Masukkan ke tim"))


def case_leave(request: HttpRequest, pk: str, user_pk: int) -> HttpResponse:
    """Take somebody off the team; who leaves is led to the list, for the case is theirs no more."""
    case = _case(request, pk)
    user = get_object_or_404(User, pk=user_pk)
    protection.leave_team(case, user, **_now(request))
    messages.success(request, _("%s keluar dari tim.") % user.full_name)
    return redirect("referrals:case_list") if user == request.user else redirect("referrals:case_detail", case.pk)


def complaint_protect(request: HttpRequest, pk: str) -> HttpResponse:
    """Protect an ordinary complaint; whoever is not on the team has no page of it to go back to."""
    complaint = get_visible(Complaint.objects.select_related("client"), request.user, pk=pk)
    protection.protect(complaint, **_now(request))
    messages.success(request, _("Kasus diserahkan ke tim perlindungan. Hanya tim yang bisa membukanya."))
    if _cases(request).filter(pk=complaint.pk).exists():
        return redirect("referrals:case_detail", complaint.pk)
    return redirect("home")


# --- what the pages share --------------------------------------------------------------------------------------------


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _now(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def _attempt(form: CaseForm, act: Callable[[], Any]) -> Any:
    """Run a verb; a refusal becomes an error of the form, so that nothing typed is lost."""
    try:
        return act()
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
    return None


def _act(request: HttpRequest, case: Complaint, form: CaseForm, verb: Callable[..., Any], **words: str) -> HttpResponse:
    """One form, one verb, back to the case."""
    if form.is_valid() and _attempt(form, lambda: verb(case, **form.values(), **_now(request))):
        messages.success(request, _("Tersimpan."))
        return redirect("referrals:case_detail", case.pk)
    return _form_page(request, case, form, "referrals/case_form.html", **words)


def _form_page(request: HttpRequest, case: Complaint, form: CaseForm, template: str, **context: Any) -> HttpResponse:
    """A form, new or with what must be mended: 422 for what was typed, 409 for what stands in the way."""
    activity.record_read(target=case, by=request.user, fields="case")
    status = (409 if form.non_field_errors() else 422) if form.errors else 200
    return render(request, template, {"case": case, "form": form, **context}, status=status)
