"""Pages of the catalogue: the list of services, one service in words, and what managers decide about it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import User
from referrals import catalogue, eligibility, stage_sheet, stages
from referrals.codes import PPKS
from referrals.forms_catalogue import NewOfferForm, OfferForm, ProgrammeForm, RevisionForm, SearchForm
from referrals.models import Offer, Programme
from referrals.models.catalogue import Sector

SEEN_HISTORY = 30
REGENCY = 5


def programme_list(request: HttpRequest) -> HttpResponse:
    """All services, by words, sector and level."""
    chosen = SearchForm(request.GET).chosen()
    context = {
        "programmes": _found(**chosen),
        "chosen": chosen,
        "sectors": Sector.choices,
        "levels": Programme.Level.choices,
    }
    return render(request, "referrals/programme_list.html", context)


def _found(*, q: str, sector: str, level: str) -> QuerySet[Programme]:
    rows = Programme.objects.all()
    for word in q.split():
        rows = rows.filter(Q(code__icontains=word) | Q(name__icontains=word) | Q(summary__icontains=word))
    if sector:
        rows = rows.filter(sector=sector)
    return rows.filter(level=level) if level else rows


def programme_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One service: who may get it, papers, stages, limits, source, and who offers it here."""
    programme = _programme(code)
    context = {
        "programme": programme,
        "rules": [(eligibility.rule_words(check), check.get("waivable")) for check in programme.eligibility],
        "kinds": [PPKS[number] for number in programme.ppks if number in PPKS],
        "plan": stages.read(programme.stages or programme.template.stages),
        "offers": catalogue.offers_in(programme, regency_code=_regency(request.user)),
        "nearby": Programme.objects.filter(pk__in=programme.next_best),
        "may_manage": catalogue.may_manage(request.user),
        "history": activity.history_of(programme)[:SEEN_HISTORY] if catalogue.may_manage(request.user) else [],
    }
    return render(request, "referrals/programme_detail.html", context)


def _programme(code: str) -> Programme:
    return get_object_or_404(Programme.objects.select_related("template"), pk=code)


def _regency(user: User) -> str:
    """Where this person works: the regency of the region or of the provider; nowhere for administrators."""
    provider_regency = user.provider.regency_id if user.provider else ""
    return (user.region_id or provider_regency)[:REGENCY]


def must_manage(user: User) -> None:
    """403 with a sentence for whoever is not a manager."""
    if not catalogue.may_manage(user):
        raise PermissionDenied(_("Hanya manajer SLRT yang mengubah katalog layanan."))


def programme_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Words, limits and papers of a service; what was typed stays when it is refused."""
    must_manage(request.user)
    programme = _programme(code)
    if request.method != "POST":
        return _edit_page(request, programme, ProgrammeForm.of(programme), list(programme.papers))
    form, papers = ProgrammeForm(request.POST), stage_sheet.typed_papers(request.POST)
    pressed = request.POST.get("act", "")
    if pressed:
        sheet = {"papers": papers}
        stage_sheet.act(sheet, pressed)
        return _edit_page(request, programme, _unjudged(form), sheet["papers"])
    if not form.is_valid():
        return _edit_page(request, programme, form, papers, status=422)
    try:
        _save(request, programme, form, papers)
    except Refused as refused:
        return _edit_page(request, programme, form, papers, refused=refused, status=409)
    messages.success(request, _("Perubahan disimpan. Berlaku untuk rujukan yang baru."))
    return redirect("referrals:programme_detail", programme.pk)


def _unjudged(form: ProgrammeForm) -> ProgrammeForm:
    """The same typed values without errors: a line was added, nothing was sent yet."""
    typed = {name: form[name].value() for name in form.fields}
    return ProgrammeForm(initial=typed)


def _save(request: HttpRequest, programme: Programme, form: ProgrammeForm, papers: stage_sheet.Rows) -> None:
    catalogue.edit_programme(
        programme,
        **form.cleaned_data,
        papers=papers,
        by=request.user,
        at=timezone.now(),
        revision=RevisionForm(request.POST).seen(),
    )


def _edit_page(
    request: HttpRequest,
    programme: Programme,
    form: ProgrammeForm,
    papers: stage_sheet.Rows,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "programme": programme,
        "form": form,
        "papers": papers,
        "refused": refused,
        # Whoever was told that somebody was faster sends the old revision again until the page is loaded anew.
        "revision": RevisionForm(request.POST).seen() if request.method == "POST" else programme.revision,
    }
    return render(request, "referrals/programme_edit.html", context, status=status)


# --- who offers it ----------------------------------------------------------------------------------------------------


def programme_offers(request: HttpRequest, code: str) -> HttpResponse:
    """Providers of a service in this regency: room, order, open or not; and one more."""
    must_manage(request.user)
    programme = _programme(code)
    regency = _regency(request.user)
    offers = [(offer, OfferForm.of(offer)) for offer in catalogue.offers_in(programme, regency_code=regency)]
    new = NewOfferForm(regency_code=regency, programme=programme)
    if request.method != "POST":
        return _offers_page(request, programme, offers, new)
    if "offer" in request.POST:
        return _change_offer(request, programme, offers, new)
    return _add_offer(request, programme, offers)


def _offers_page(
    request: HttpRequest,
    programme: Programme,
    offers: list[tuple[Offer, OfferForm]],
    new: NewOfferForm,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"programme": programme, "offers": offers, "new": new, "refused": refused}
    return render(request, "referrals/programme_offers.html", context, status=status)


def _change_offer(
    request: HttpRequest, programme: Programme, offers: list[tuple[Offer, OfferForm]], new: NewOfferForm
) -> HttpResponse:
    pressed = next((offer for offer, _form in offers if str(offer.pk) == request.POST["offer"]), None)
    if pressed is None:
        raise Http404
    form = OfferForm(request.POST, prefix=f"o{pressed.pk}")
    shown = [(offer, form if offer == pressed else other) for offer, other in offers]
    if not form.is_valid():
        return _offers_page(request, programme, shown, new, status=422)
    catalogue.change_offer(pressed, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, _("Penyedia diperbarui: %s.") % pressed.provider.name)
    return redirect("referrals:programme_offers", programme.pk)


def _add_offer(request: HttpRequest, programme: Programme, offers: list[tuple[Offer, OfferForm]]) -> HttpResponse:
    form = NewOfferForm(request.POST, regency_code=_regency(request.user), programme=programme)
    if not form.is_valid():
        return _offers_page(request, programme, offers, form, status=422)
    try:
        offer = _offer_of(form.cleaned_data, programme, by=request.user)
    except Refused as refused:
        return _offers_page(request, programme, offers, form, refused=refused, status=409)
    messages.success(request, _("Penyedia ditambah: %s.") % offer.provider.name)
    return redirect("referrals:programme_offers", programme.pk)


@transaction.atomic
def _offer_of(data: dict[str, Any], programme: Programme, *, by: User) -> Offer:
    at = timezone.now()
    provider = data["provider"] or catalogue.add_provider(
        name=data["name"], phone=data["phone"], email=data["email"], by=by, at=at
    )
    return catalogue.add_offer(programme, provider, monthly_capacity=data["monthly_capacity"], by=by, at=at)
