"""Pages of held drafts: what lies there, and to whom it goes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import handover, not_begun
from assessment.models import Assessment, FieldDraft
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.paging import WORK_PAGE_SIZE, page_after


def held_list(request: HttpRequest) -> HttpResponse:
    """Drafts of who moved or left, oldest first, each with the operators of its village."""
    rows = handover.held_for(request.user).select_related("household", "village", "surveyor")
    page = page_after(rows, keys=("started_at", "id"), after=request.GET.get("after", ""), size=WORK_PAGE_SIZE)
    drafts = handover.held_drafts_for(request.user).select_related("village", "owner")
    phones = page_after(drafts, keys=("started_at", "id"), after=request.GET.get("drafts", ""), size=WORK_PAGE_SIZE)
    operators: dict[str, list[User]] = {}
    for person in handover.receivers(request.user):
        operators.setdefault(person.region_id, []).append(person)
    context = {
        "page": page,
        "listed": [(row, operators.get(row.village_id, [])) for row in page.rows],
        "phones": phones,
        "drafts": [(row, operators.get(row.draft.village_id, [])) for row in not_begun.described(phones.rows)],
    }
    return render(request, "assessment/held_list.html", context)


def hand_over(request: HttpRequest, pk: str) -> HttpResponse:
    """Give one draft to the chosen operator."""
    assessment = Assessment.objects.within(request.user.region_id).filter(pk=pk).first()
    if assessment is None:
        raise Http404
    to = _chosen(request)
    handover.hand_over(assessment, to=to, by=request.user, at=timezone.now())
    return _done(request, to)


def hand_over_draft(request: HttpRequest, pk: str) -> HttpResponse:
    """Give one draft of a phone to the chosen operator."""
    draft = FieldDraft.objects.within(request.user.region_id).filter(pk=pk).first()
    if draft is None:
        raise Http404
    to = _chosen(request)
    handover.hand_over_draft(draft, to=to, by=request.user, at=timezone.now())
    return _done(request, to)


def _chosen(request: HttpRequest) -> User:
    chosen = request.POST.get("operator", "")
    to = handover.receivers(request.user).filter(pk=int(chosen)).first() if _is_id(chosen) else None
    if to is None:
        raise Refused(_("Pilih operator yang aktif di desa ini."))
    return to


def _done(request: HttpRequest, to: User) -> HttpResponse:
    messages.success(request, _("Draf diserahkan kepada %(name)s.") % {"name": to.full_name})
    return redirect("assessment:held_list")


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
