"""Pages of a simulation: asked for, its progress, what it found, and who would change class."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import authoring, instrument_desk, simulation, tasks
from assessment.forms_instrument import SimulationForm
from assessment.models import Instrument, Simulation
from assessment.views import posted
from assessment.views_instrument import visible_version
from puskesos import activity
from puskesos.paging import page_after
from puskesos.scope import get_visible

# In an address an empty text means "all", so those without a class have a word of their own.
UNSCORED = "tanpa"
SHOWN_VILLAGES = 200


def instrument_simulation(request: HttpRequest, pk: int) -> HttpResponse:
    """What the simulation found; asking for one begins the work."""
    version = visible_version(request, pk)
    may_ask = _may_ask(request, version)
    form = SimulationForm(posted(request), rounds=instrument_desk.rounds_of(version.regency_id))
    if form.is_bound and form.is_valid():
        simulation.ask(version, round=form.cleaned_data["round"], by=request.user, at=timezone.now())
        tasks.ring()
        messages.success(request, _("Simulasi berjalan; halaman ini memperbarui diri."))
        return redirect("assessment:instrument_simulation", pk)
    found = instrument_desk.simulation_of(version)
    context = {
        "version": version,
        "form": form if may_ask else None,
        "may_list": authoring.may_author(request.user),
        **(_answer(found) if found else {}),
    }
    return render(request, "assessment/instrument_simulation.html", context, status=422 if form.is_bound else 200)


def _may_ask(request: HttpRequest, version: Instrument) -> bool:
    is_draft = version.published_at is None and version.discarded_at is None
    return is_draft and authoring.may_author(request.user) and version.regency_id == request.user.region_id


def _answer(found: Simulation) -> dict[str, Any]:
    is_stale = found.instrument.published_at is None and found.revision != found.instrument.revision
    context = {
        "simulation": found,
        "is_stale": is_stale,
        "working": found.finished_at is None and not is_stale,
        "progress": instrument_desk.progress(found),
    }
    if found.finished_at:
        context["findings"] = instrument_desk.findings(found)
        context["unscored"] = UNSCORED
    return context


def instrument_simulation_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that renews itself while workers are at it."""
    version = visible_version(request, pk)
    found = _simulation(request, version)
    return render(request, "assessment/_simulation_progress.html", {"version": version, **_answer(found)})


def _simulation(request: HttpRequest, version: Instrument) -> Simulation:
    """The simulation of a version this person may look at, or 404."""
    return get_visible(Simulation.objects.select_related("instrument", "round"), request.user, instrument=version)


def instrument_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Who would change class, by old class, new class and village; reading names is logged."""
    version = visible_version(request, pk)
    found = _simulation(request, version)
    words = instrument_desk.class_words(found)
    before, after = request.GET.get("dari", ""), request.GET.get("ke", "")
    village = request.GET.get("desa", "")
    rows = instrument_desk.changes_for(
        found,
        request.user,
        before=before if before in words else "",
        after={UNSCORED: ""}.get(after, after if after in words else None),
        village=village,
    )
    page = page_after(rows, keys=("id",), after=request.GET.get("after", ""))
    activity.record_read(target=found, by=request.user, fields="simulated changes of class")
    context = {
        "version": version,
        "simulation": found,
        "page": page,
        "rows": [(row, words.get(row.before, row.before), words.get(row.after, "")) for row in page.rows],
        "classes": words.items(),
        "villages": found.chunks.select_related("village").order_by("village")[:SHOWN_VILLAGES],
        "before": before,
        "after": after,
        "village": village,
        "unscored": UNSCORED,
    }
    return render(request, "assessment/instrument_changes.html", context)
