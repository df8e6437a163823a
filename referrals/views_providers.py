"""Pages of a provider: its inbox and one referral with what the service needs, nothing more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from puskesos import activity
from puskesos.errors import Refused
from puskesos.paging import WORK_PAGE_SIZE, page_after
from puskesos.scope import get_visible
from referrals import acting, disclosure, handling, inbox, letters, papers, timeline
from referrals.forms_placements import ActForm, AnswerForm
from referrals.handling import Actor
from referrals.models import Referral
from referrals.states import referral_allows


def provider_inbox(request: HttpRequest) -> HttpResponse:
    """What was sent to this organisation: new, running, late, done; with how long it has waited."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in inbox.PROVIDER_TABS else "baru"
    today = timezone.localdate()
    listed = inbox.provider_list(request.user, tab, on=today)
    context = {
        "page": page_after(
            listed.rows,
            keys=listed.keys,
            after=request.GET.get("after", ""),
            size=WORK_PAGE_SIZE,
            newest_first=listed.newest_first,
        ),
        "tabs": [(code, label, code == tab) for code, label in inbox.PROVIDER_TABS.items()],
        "tab": tab,
        "today": today,
        "ages": inbox.ageing(request.user, at=timezone.now()),
    }
    return render(request, "referrals/provider_inbox.html", context)


def _referral(request: HttpRequest, pk: str) -> Referral:
    rows = Referral.objects.select_related("complaint", "programme", "provider")
    return get_visible(rows, request.user, pk=pk)


def provider_referral(request: HttpRequest, pk: str) -> HttpResponse:
    """One referral as its provider may know it; every opening is on record."""
    referral = _referral(request, pk)
    activity.record_read(target=referral, by=request.user, fields=",".join(sorted(referral.disclosed))[:200])
    return _page(request, referral)


def _page(request: HttpRequest, referral: Referral, *, tried: ActForm | None = None, status: int = 200) -> HttpResponse:
    sent = letters.as_rows(referral.letters.all(), on=timezone.localdate())
    context = {**provider_context(referral, tried), "letters": sent}
    return render(request, "referrals/provider_referral.html", context, status=status)


def provider_context(referral: Referral, tried: ActForm | None = None) -> dict:
    """What the provider's page and the page of a link show: the words, the steps, and the one form that is open."""
    return {
        "referral": referral,
        "told": disclosure.shown(referral),
        "theirs": referral.status in disclosure.SHOWN_IN,
        "steps": timeline.steps(referral, for_provider=True),
        "papers": timeline.paper_rows(referral, papers.needs_of(referral)),
        "today": timezone.localdate(),
        **_open_form(referral, tried),
    }


def _open_form(referral: Referral, tried: ActForm | None) -> dict:
    """The answer or the stage that waits for the provider; what was typed comes back, or is shown to be copied."""
    form: ActForm | None = None
    stage = timeline.present_stage(referral)
    if referral_allows(referral.status, "accept"):
        form = AnswerForm(revision=referral.revision)
    elif stage is not None and stage.actor == "provider":
        form = acting.stage_form(referral)
    if tried is None:
        return {"form": form}
    if type(form) is type(tried) and getattr(form, "about", None) == getattr(tried, "about", None):
        return {"form": acting.renew(tried, referral), "tried": tried}
    return {"form": form, "tried": tried, "unsaved": tried.typed()}


def provider_answer(request: HttpRequest, pk: str) -> HttpResponse:
    """Accept, or decline with a reason."""
    referral = _referral(request, pk)
    form = acting.answer_form(request, referral)
    by = Actor(user=request.user)
    status = acting.attempt(form, lambda: handling.answer(referral, **form.cleaned_data, by=by, at=timezone.now()))
    return _done_or_again(request, referral, form, status, _("Jawaban terkirim ke Dinas Sosial."))


def provider_stage(request: HttpRequest, pk: str) -> HttpResponse:
    """Fill the stage that waits."""
    referral = _referral(request, pk)
    form = acting.stage_form(referral, request)
    if form is None:
        raise Refused(_("Belum ada tahap yang bisa diisi. Terima rujukannya dulu."))
    status = acting.fill(form, referral, by=Actor(user=request.user), at=timezone.now())
    return _done_or_again(request, referral, form, status, _("Tahap tersimpan."))


def _done_or_again(request: HttpRequest, referral: Referral, form: ActForm, status: int, sentence: str) -> HttpResponse:
    if status == acting.DONE:
        messages.success(request, sentence)
        return redirect("referrals:provider_referral", referral.pk)
    return _page(request, _referral(request, str(referral.pk)), tried=form, status=status)
