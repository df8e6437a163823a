"""Pages of the instrument desk: the versions, one version, its publication, and the poverty lines."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import authoring, instrument, instrument_checks, instrument_desk, publishing
from assessment.forms_instrument import DeskForm, PovertyLineForm, PublishForm
from assessment.models import Instrument
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.scope import REGENCY_LENGTH, get_visible

RECENT = 100
SEEN_HISTORY = 30
FIRST_LINE_YEAR = 2015


def _regency(user: User) -> str:
    return (user.region_id or "")[:REGENCY_LENGTH]


def must_publish(user: User) -> None:
    """403 with a sentence for whoever is not a manager."""
    if not publishing.may_publish(user):
        raise PermissionDenied(_("Hanya manajer SLRT yang menerbitkan dan menarik instrumen."))


def visible_version(request: HttpRequest, pk: int) -> Instrument:
    """A version this person may look at, or 404."""
    rows = Instrument.objects.select_related("based_on", "regency", "created_by", "published_by")
    return get_visible(rows, request.user, pk=pk)


def instrument_list(request: HttpRequest) -> HttpResponse:
    """All versions, newest first: where each stands, who made it and when."""
    rows = Instrument.objects.visible_to(request.user).select_related("regency", "created_by", "published_by")
    versions = rows.order_by("-version", "-pk")[:RECENT]
    context = {
        "versions": instrument_desk.standings(versions, regency=_regency(request.user), on=timezone.localdate()),
        "may_author": authoring.may_author(request.user),
    }
    return render(request, "assessment/instrument_list.html", context)


def instrument_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: what it asks, counts and photographs; for a draft, what still stands in its way."""
    return _version_page(request, visible_version(request, pk))


def _version_page(
    request: HttpRequest,
    version: Instrument,
    *,
    form: PublishForm | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    definition = instrument.read(version)
    among = Instrument.objects.visible_to(request.user).of_regency(version.regency_id or _regency(request.user))
    ((_same, standing),) = [
        pair
        for pair in instrument_desk.standings(among, regency=_regency(request.user), on=timezone.localdate())
        if pair[0].pk == version.pk
    ]
    context = {
        "version": version,
        "definition": definition,
        "standing": standing,
        "changes": instrument_desk.changed_since(version, definition),
        "poverty_line": instrument_desk.poverty_lines(_regency(request.user)).first(),
        "history": activity.history_of(version)[:SEEN_HISTORY],
        "may": _may(request.user, version),
        "refused": refused,
        **(_draft_facts(request, version, definition, form) if standing.code == "draft" else {}),
    }
    return render(request, "assessment/instrument_detail.html", context, status=status)


def _may(user: User, version: Instrument) -> dict[str, bool]:
    """Which acts this person is offered."""
    own = authoring.may_author(user) and version.regency_id == user.region_id
    is_draft = version.published_at is None and version.discarded_at is None
    is_out = version.published_at is not None and version.retired_at is None
    publishes = own and publishing.may_publish(user)
    return {
        "copy": authoring.may_author(user) and version.published_at is not None,
        "edit": own and is_draft,
        "simulate": own and is_draft,
        "publish": publishes and is_draft and user.pk not in version.authors,
        "publish_not_own": publishes and is_draft and user.pk in version.authors,
        "retire": publishes and is_out,
    }


def _draft_facts(
    request: HttpRequest, version: Instrument, definition: instrument.Definition, form: PublishForm | None
) -> dict[str, Any]:
    simulation = instrument_desk.simulation_of(version)
    return {
        "checks": instrument_checks.checklist(definition, before=instrument.definition(version.based_on_id)),
        "simulation": simulation,
        "simulated": bool(simulation and simulation.finished_at and simulation.revision == version.revision),
        "blockers": publishing.blockers(version),
        "form": form or _publish_form(request, version),
    }


def _publish_form(request: HttpRequest, version: Instrument, data: Any = None) -> PublishForm:
    return PublishForm(
        data,
        rounds=instrument_desk.rounds_of(version.regency_id),
        on=timezone.localdate(),
        initial={"revision": version.revision},
    )


def instrument_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a draft like this version."""
    draft = authoring.copy(visible_version(request, pk), by=request.user, at=timezone.now())
    messages.success(request, _("Draf versi %d dibuat. Ubah yang perlu, lalu simulasikan.") % draft.version)
    return redirect("assessment:instrument_detail", draft.pk)


def instrument_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft away."""
    draft, form = visible_version(request, pk), DeskForm(request.POST)
    form.is_valid()
    authoring.discard(draft, revision=form.seen(), by=request.user, at=timezone.now())
    messages.success(request, _("Draf versi %d dibuang.") % draft.version)
    return redirect("assessment:instrument_list")


def instrument_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish what others wrote; the page comes again with what was typed when something stands in the way."""
    must_publish(request.user)
    draft = visible_version(request, pk)
    form = _publish_form(request, draft, request.POST)
    if not form.is_valid():
        return _version_page(request, draft, form=form, status=422)
    try:
        publishing.publish(
            draft,
            revision=form.seen(),
            valid_from=form.day(),
            grace_days=form.cleaned_data["grace_days"],
            by=request.user,
            at=timezone.now(),
            on=timezone.localdate(),
        )
    except Refused as refused:
        return _version_page(request, draft, form=form, refused=refused, status=409)
    messages.success(request, _("Versi %d terbit. Isinya tidak berubah lagi.") % draft.version)
    return redirect("assessment:instrument_detail", pk)


def instrument_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a version out of use."""
    must_publish(request.user)
    version = visible_version(request, pk)
    publishing.retire(version, by=request.user, at=timezone.now(), on=timezone.localdate())
    messages.success(request, _("Versi %d ditarik. Versi sebelumnya berlaku lagi.") % version.version)
    return redirect("assessment:instrument_detail", pk)


def instrument_poverty_list(request: HttpRequest) -> HttpResponse:
    """The poverty lines of this regency by year, and the years that have none yet."""
    lines = list(instrument_desk.poverty_lines(_regency(request.user)))
    this_year = timezone.localdate().year
    missing = [year for year in (this_year, this_year - 1) if year not in {line.year for line in lines}]
    context = {"lines": lines, "missing": missing, "may_note": publishing.may_publish(request.user)}
    return render(request, "assessment/instrument_poverty_list.html", context)


def instrument_poverty_edit(request: HttpRequest, year: int) -> HttpResponse:
    """Note the poverty line of one year."""
    must_publish(request.user)
    if not FIRST_LINE_YEAR <= year <= timezone.localdate().year + 1:
        raise Http404
    line = instrument_desk.poverty_lines(_regency(request.user)).filter(year=year).first()
    initial = {"revision": line.revision, "rupiah": line.rupiah, "source": line.source} if line else {"revision": 0}
    form = PovertyLineForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            _note_line(request, year, form)
            return redirect("assessment:instrument_poverty_list")
        except Refused as refused:
            form.add_error(None, refused.sentence)
            status = 409
    context = {
        "form": form,
        "year": year,
        "line": line,
        "history": activity.history_of(line)[:SEEN_HISTORY] if line else [],
    }
    return render(request, "assessment/instrument_poverty_edit.html", context, status=status)


def _note_line(request: HttpRequest, year: int, form: PovertyLineForm) -> None:
    publishing.note_poverty_line(
        year=year,
        rupiah=form.cleaned_data["rupiah"],
        source=form.cleaned_data["source"],
        revision=form.seen(),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Garis kemiskinan %d disimpan.") % year)
