"""Pages of complaints: the inbox, a new one, its receipt, and one complaint with all that belongs to it."""

import uuid
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from households.models import Member
from households.queries import village_choices
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.paging import WORK_PAGE_SIZE, Page, page_after
from puskesos.roles import HEARS
from puskesos.scope import get_visible
from referrals import codes, complaints, desk, receipts, reminders, worklist
from referrals.forms_acts import PaperForm
from referrals.forms_complaints import ComplaintForm
from referrals.forms_worklist import FilterForm, SearchForm
from referrals.models import Complaint, Paper, Referral

FROM_SURVEY = "pendataan"


# --- list  -----------------------------------------------------------------------------------------------------------


def complaint_list(request: HttpRequest) -> HttpResponse:
    """What waits, by time limit; a search comes by POST, so that no address holds a name or number."""
    search, filters = SearchForm(_posted(request)), _filters(request)
    if not search.is_bound:
        return _list_page(request, search, filters, _page(request, filters))
    if not search.is_valid():
        return _list_page(request, search, filters, Page([], "", ""), status=422)
    rows = worklist.found(request.user, search.cleaned_data["q"])
    return _list_page(request, search, filters, Page(rows, "", ""))


def _page(request: HttpRequest, filters: FilterForm) -> Page:
    tab = _tab(request)
    rows = worklist.listed(request.user, tab=tab, terms=filters.terms(), on=timezone.localdate())
    newest = tab not in worklist.BY_LIMIT
    keys = worklist.NEWEST_KEYS if newest else worklist.LIMIT_KEYS
    return page_after(rows, keys=keys, after=request.GET.get("after", ""), size=WORK_PAGE_SIZE, newest_first=newest)


def _tab(request: HttpRequest) -> str:
    asked = request.GET.get("tab", "")
    return asked if asked in worklist.TABS else "open"


def _filters(request: HttpRequest) -> FilterForm:
    return FilterForm(request.GET, places=worklist.places_of(request.user))


def _list_page(
    request: HttpRequest, search: SearchForm, filters: FilterForm, page: Page, *, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "search": search,
        "filters": filters,
        "tabs": worklist.TABS.items(),
        "tab": "" if search.is_bound else _tab(request),
        "page": page,
        "rows": [(row, worklist.time_left(row, on=today), row.due_on < today) for row in page.rows],
        "may_register": request.user.role in HEARS,
    }
    return render(request, "referrals/complaint_list.html", context, status=status)


# --- registration ----------------------------------------------------------------------------------------------------


def complaint_create(request: HttpRequest, member_pk: str | None = None) -> HttpResponse:
    """Register a complaint; what may be the same one is shown first, and nothing typed is lost."""
    form = ComplaintForm(
        _posted(request),
        role=request.user.role,
        villages=village_choices(request.user),
        member=_member(request, member_pk) if member_pk else None,
        at_survey=request.GET.get("dari") == FROM_SURVEY,
        wanted=request.GET.get("layanan", ""),
    )
    if not form.is_valid():
        return _create_page(request, form, status=422 if form.is_bound else 200)
    twins = [] if "anyway" in request.POST else _twins(request.user, form)
    if twins:
        return _create_page(request, form, twins=twins, status=409)
    try:
        complaint = _register(request.user, form)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return _create_page(request, form, status=409)
    if Complaint.objects.visible_to(request.user).filter(pk=complaint.pk).exists():
        return redirect("referrals:complaint_receipt", complaint.pk)
    # Who may not open it again gets the receipt now: there is no page to send them to.
    return _receipt_page(request, complaint, sealed=True)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _member(request: HttpRequest, pk: str) -> Member:
    rows = Member.objects.filter(left_on=None).select_related("household", "nik", "village")
    return get_visible(rows, request.user, pk=pk)


def _twins(user: User, form: ComplaintForm) -> list[Complaint]:
    """Open complaints that may be about the same person, but for this very form sent before."""
    rows = complaints.similar(
        by=user,
        village=form.place_of(user.region),
        at=timezone.now(),
        name=form.cleaned_data.get("name", ""),
        nik=form.known_number(),
        member_id=form.member.pk if form.member else None,
    )
    return [row for row in rows if row.pk != form.cleaned_data["pk"]]


def _register(user: User, form: ComplaintForm) -> Complaint:
    return complaints.register(
        form.client_facts(),
        form.complaint_facts(),
        village=form.place_of(user.region),
        by=user,
        at=timezone.now(),
        pk=form.cleaned_data["pk"],
    )


def _create_page(request: HttpRequest, form: ComplaintForm, *, status: int, **context: Any) -> HttpResponse:
    context |= {"form": form, "member": form.member}
    return render(request, "referrals/complaint_create.html", context, status=status)


def complaint_receipt(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What the citizen takes home; can be opened again and printed."""
    return _receipt_page(request, _complaint(request, pk))


def _receipt_page(request: HttpRequest, complaint: Complaint, *, sealed: bool = False) -> HttpResponse:
    context = {"complaint": complaint, "receipt": receipts.receipt_of(complaint, request), "sealed": sealed}
    return render(request, "referrals/complaint_receipt.html", context)


def _complaint(request: HttpRequest, pk: uuid.UUID) -> Complaint:
    rows = Complaint.objects.select_related("client__nik", "client__member", "village", "wanted", "received_by")
    return get_visible(rows, request.user, pk=pk)


# --- one complaint ---------------------------------------------------------------------------------------------------


def complaint_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Everything of one complaint, in the order of the work."""
    return detail_page(request, _complaint(request, pk))


def detail_page(
    request: HttpRequest,
    complaint: Complaint,
    *,
    tried: tuple[str, Form] | None = None,
    paper_form: PaperForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a complaint, also after a refused act (`tried`: its verb and form); every reading is logged."""
    user = request.user
    activity.record_read(target=complaint, by=user, fields="complaint")
    today = timezone.localdate()
    placed = list(
        Referral.objects.visible_to(user)
        .filter(complaint=complaint)
        .select_related("programme", "provider")
        .order_by("-proposed_at", "pk")
    )
    context = {
        "complaint": complaint,
        "client": complaint.client,
        "time_left": worklist.time_left(complaint, on=today),
        "is_late": complaint.waits_for_us and complaint.due_on < today,
        "next_step": desk.next_step(complaint, user),
        "acts": desk.acts(complaint, user, tried=tried),
        "calls_missing": desk.calls_missing(complaint),
        "lines": desk.lines(complaint),
        "ppks": [codes.PPKS[kind] for kind in complaint.client.ppks if kind in codes.PPKS],
        "referrals": placed,
        "may_work": user.role in HEARS,
        "papers": _papers(user, complaint),
        "paper_form": paper_form or PaperForm(choices=desk.paper_choices(complaint, user), auto_id="id_paper_%s"),
        "answers": complaint.answers.select_related("by").order_by("-at", "-pk"),
        "history": desk.history(complaint, placed),
        "reminders": reminders.offers(complaint, ticket_url=receipts.ticket_address(request, complaint)),
    }
    return render(request, "referrals/complaint_detail.html", context, status=status)


def _papers(user: User, complaint: Complaint) -> list[tuple[Paper, Any]]:
    """Present papers this person may open, with the names of their codes."""
    names = desk.paper_names(complaint)
    rows = Paper.objects.visible_to(user).current().filter(complaint=complaint).select_related("uploaded_by")
    return [(paper, names.get(paper.code, paper.code)) for paper in rows]
