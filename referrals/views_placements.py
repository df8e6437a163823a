"""Pages of the office: propose, the list, one referral with its papers, and the advice on it."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.photo_files import photo_response
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import Provider, User
from puskesos.paging import WORK_PAGE_SIZE, page_after
from puskesos.roles import HEARS, Role
from puskesos.scope import get_visible
from referrals import acting, desil, disclosure, eligibility, inbox, letters, papers, placement, timeline
from referrals.forms_placements import (
    ActForm,
    AdviceForm,
    AnswerForm,
    DesilForm,
    LinkForm,
    PaperForm,
    ProposeForm,
    ReasonForm,
)
from referrals.handling import Actor
from referrals.models import Complaint, Programme, Referral
from referrals.models.catalogue import Sector
from referrals.states import COMPLAINT_OPEN, ReferralStatus, referral_allows


def referral_propose(request: HttpRequest, complaint_pk: str) -> HttpResponse:
    """Choose a programme for a complaint: what fits first, and why."""
    rows = Complaint.objects.select_related("client__member__household", "village")
    complaint = get_visible(rows, request.user, pk=complaint_pk)
    offered = _offered(complaint, request.user)
    form = ProposeForm(request.POST if request.method == "POST" else None, programmes=offered)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                referral = placement.propose(
                    complaint, form.cleaned_data["programme"], by=request.user, at=timezone.now()
                )
                return redirect("referrals:referral_detail", referral.pk)
            except Refused as refusal:
                form.add_error(None, refusal.sentence)
                status = 409
    context = {
        "complaint": complaint,
        "person": disclosure.name_of(complaint),
        "form": form,
        "chosen": request.POST.get("programme", complaint.wanted_id or ""),
        **_choices(complaint, offered),
    }
    return render(request, "referrals/referral_propose.html", context, status=status)


def _offered(complaint: Complaint, user: User) -> list[Programme]:
    """Programmes this person may propose: a village its own; protected ones only for a protected case."""
    rows = Programme.objects.filter(active=True)
    if user.role != Role.DINSOS:
        rows = rows.filter(level__in=placement.VILLAGE_DECIDES)
    if not complaint.is_protected:
        rows = rows.filter(protected=False)
    return list(rows)


def _choices(complaint: Complaint, offered: list[Programme]) -> dict[str, Any]:
    """Those that fit, with their checks in words, then all others by sector."""
    state = eligibility.state_of(complaint.client, on=timezone.localdate())
    fitting = eligibility.suggest(state, offered)
    suggested = [one for one in fitting if one.programme.sector == complaint.sector or (one.certain and one.verdicts)]
    # The citizen's own sector first; the certain ones keep their lead within it.
    suggested.sort(key=lambda one: one.programme.sector != complaint.sector)
    named = {one.programme.pk for one in suggested}
    sectors = [
        (label, [(row, eligibility.judge(row, state)) for row in offered if row.sector == code and row.pk not in named])
        for code, label in Sector.choices
    ]
    return {"suggested": suggested, "sectors": [(label, rows) for label, rows in sectors if rows]}


def referral_list(request: HttpRequest) -> HttpResponse:
    """Referrals of this person's region by what they wait for, oldest limit first."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in inbox.OFFICE_TABS else "rekomendasi"
    today = timezone.localdate()
    chosen = {name: request.GET.get(name, "") for name in ("sector", "programme", "provider")}
    listed = inbox.office_list(request.user, tab, on=today, **chosen)
    context = {
        "page": page_after(
            listed.rows,
            keys=listed.keys,
            after=request.GET.get("after", ""),
            size=WORK_PAGE_SIZE,
            newest_first=listed.newest_first,
        ),
        "tabs": [(code, label, code == tab) for code, label in inbox.OFFICE_TABS.items()],
        "tab": tab,
        "today": today,
        "sectors": Sector.choices,
        "programmes": Programme.objects.only("name"),
        "providers": Provider.objects.filter(regency=request.user.region_id[:5]).only("name").order_by("name"),
        **chosen,
    }
    return render(request, "referrals/referral_list.html", context)


def visible_referral(request: HttpRequest, pk: str) -> Referral:
    """The referral this person may open, with what its page needs; 404 otherwise."""
    rows = Referral.objects.select_related(
        "complaint__client__member__household", "complaint__village", "programme", "provider", "village",
        "recommended_by", "decided_by", "proposed_by", "consent",
    )  # fmt: skip
    return get_visible(rows, request.user, pk=pk)


def referral_detail(request: HttpRequest, pk: str) -> HttpResponse:
    """One referral: where it stands, what is missing, what can be done."""
    referral = visible_referral(request, pk)
    activity.record_read(target=referral, by=request.user, fields="referral")
    return referral_page(request, referral)


def referral_page(
    request: HttpRequest, referral: Referral, *, tried: ActForm | None = None, problem: tuple[str, str] = ("", ""),
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page of a referral; `tried` is a form that could not be carried out, `problem` a paper and what was wrong."""
    user = request.user
    state = eligibility.state_of(referral.complaint.client, on=timezone.localdate())
    may = what_may(referral, user)
    context = {
        "referral": referral,
        "complaint": referral.complaint,
        "person": disclosure.person_words(referral),
        "today": timezone.localdate(),
        "may": may,
        "verdicts": eligibility.judge(referral.programme, state),
        "papers": timeline.paper_rows(referral, papers.needs_of(referral)),
        "problem_code": problem[0],
        "problem": problem[1],
        "steps": timeline.steps(referral),
        "told": disclosure.told(referral),
        "links": referral.links.order_by("-made_at") if may["link"] else [],
        "next_best": placement.next_best(referral, at=timezone.now()) if may["place_again"] else [],
        "history": activity.history_of(referral)[:30],
        "now": timezone.now(),
        "letters": letters.as_rows(referral.letters.visible_to(user), on=timezone.localdate()),
        "may_issue": letters.may_issue(referral, user),
        **_forms(referral, may, tried),
    }
    return render(request, "referrals/referral_detail.html", context, status=status)


def what_may(referral: Referral, user: User) -> dict[str, bool]:
    """What this person may do here now: by the table of states and by who they are."""
    complaint, status = referral.complaint, referral.status
    acts = user.role in HEARS and (complaint.level == Complaint.Level.VILLAGE or user.role == Role.DINSOS)
    stage = timeline.present_stage(referral)
    by = Actor(user=user)
    return {
        "recommend": acts and referral_allows(status, "recommend"),
        "decide": referral_allows(status, "send") and placement.may_decide(referral, user),
        "withdraw": acts and referral_allows(status, "withdraw"),
        "answer": referral_allows(status, "accept") and by.acts_as("provider", referral),
        "stage": stage is not None and by.acts_as(stage.actor, referral),
        "link": acts and referral.with_provider and not referral.is_protected,
        "papers": acts and referral.in_office,
        "desil": acts and referral.in_office,
        "place_again": acts and status == ReferralStatus.DECLINED and complaint.status in COMPLAINT_OPEN,
    }


FORMS: dict[str, type[ActForm]] = {
    "recommend": AdviceForm,
    "withdraw": ReasonForm,
    "answer": AnswerForm,
    "link": LinkForm,
    "desil": DesilForm,
}


def _forms(referral: Referral, may: dict[str, bool], tried: ActForm | None) -> dict[str, Any]:
    """A form for each act that is open now; what was typed into one that no longer is, is shown to be copied."""
    shown: dict[str, ActForm | None] = {
        f"{verb}_form": form(revision=referral.revision) for verb, form in FORMS.items() if may[verb]
    }
    if may["stage"]:
        shown["stage_form"] = acting.stage_form(referral)
    if tried is None:
        return shown
    for name, form in shown.items():
        if type(form) is type(tried) and getattr(form, "about", None) == getattr(tried, "about", None):
            return shown | {name: acting.renew(tried, referral), "tried": tried}
    return shown | {"tried": tried, "unsaved": tried.typed()}


def referral_recommend(request: HttpRequest, pk: str) -> HttpResponse:
    """Back office: write the recommendation."""
    referral = visible_referral(request, pk)
    form = AdviceForm(request.POST, revision=referral.revision)
    status = acting.attempt(
        form, lambda: placement.recommend(referral, **form.cleaned_data, by=request.user, at=timezone.now())
    )
    return done_or_again(request, referral, form, status, _("Rekomendasi tersimpan. Sekarang menunggu penetapan."))


def done_or_again(request: HttpRequest, referral: Referral, form: ActForm, status: int, sentence: str) -> HttpResponse:
    """Back to the page with what was done, or the page again with everything that was typed."""
    if status == acting.DONE:
        messages.success(request, sentence)
        return redirect("referrals:referral_detail", referral.pk)
    return referral_page(request, visible_referral(request, str(referral.pk)), tried=form, status=status)


def client_desil(request: HttpRequest, pk: str) -> HttpResponse:
    """Note the desil of the person, so that rules can be judged."""
    referral = visible_referral(request, pk)
    form = DesilForm(request.POST, revision=referral.revision)

    def note() -> None:
        data = form.cleaned_data
        desil.note(referral.complaint, desil=data["desil"], source=data["source"], by=request.user, at=timezone.now())

    return done_or_again(request, referral, form, acting.attempt(form, note), _("Desil tersimpan."))


def paper_add(request: HttpRequest, pk: str, code: str) -> HttpResponse:
    """Take in a photo of a paper that the programme asks for."""
    referral = visible_referral(request, pk)
    if code not in {need.code for need in papers.needs_of(referral)}:
        raise Http404
    if not what_may(referral, request.user)["papers"]:
        raise Refused(_("Berkas hanya ditambah sebelum penetapan, oleh yang menangani keluhan ini."))
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return referral_page(request, referral, problem=(code, form.errors["photo"][0]), status=422)
    try:
        papers.add(referral.complaint, code=code, upload=form.cleaned_data["photo"], by=request.user, at=timezone.now())
    except Refused as refusal:
        return referral_page(request, referral, problem=(code, refusal.sentence), status=422)
    return redirect(reverse("referrals:referral_detail", args=[referral.pk]) + f"#berkas-{code}")


def paper_image(request: HttpRequest, pk: str, paper: str) -> FileResponse:
    """A photo of a paper of this service; a provider sees it as long as the person is theirs."""
    referral = get_visible(Referral.objects.select_related("programme", "complaint"), request.user, pk=pk)
    photo = papers.papers_for(referral).filter(pk=paper).first()
    if photo is None or (request.user.role == Role.PROVIDER and referral.status not in disclosure.SHOWN_IN):
        raise Http404
    activity.record_read(target=photo, by=request.user, fields="paper")
    return photo_response(photo.path, filename=f"berkas-{photo.code}.jpg")
