"""Pages of batches: the list, a new one, one batch with its progress and counts, and the download of a file."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import instrument
from dtks import charts, covering, export, figures, freezing, preview, queries, tabulation, tasks
from dtks.forms import BatchForm, DownloadForm
from dtks.models import Batch, ExportFile
from dtks.states import TRANSITIONS, BatchStatus, allows
from puskesos import activity
from puskesos.models import User
from puskesos.roles import MAKES_BATCHES, SEES_PERSONS
from puskesos.scope import get_visible

RECENT = 100
RECENT_LETTERS = 5


def batch_list(request: HttpRequest) -> HttpResponse:
    """Batches of this regency, newest first."""
    batches = Batch.objects.visible_to(request.user).select_related("round", "area")[:RECENT]
    return render(request, "dtks/batch_list.html", {"batches": batches, "may_create": _makes_batches(request.user)})


def _makes_batches(user: User) -> bool:
    return user.role in MAKES_BATCHES


def batch_create(request: HttpRequest) -> HttpResponse:
    """Choose round and area of a new batch."""
    form = BatchForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        batch = tabulation.create(**form.cleaned_data, by=request.user, at=timezone.now())
        return redirect("dtks:batch_detail", batch.pk)
    return render(request, "dtks/batch_create.html", {"form": form}, status=422 if form.is_bound else 200)


def _visible_batch(request: HttpRequest, pk: int) -> Batch:
    return get_visible(Batch.objects.select_related("round", "area", "previous"), request.user, pk=pk)


def batch_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: where it stands, what can be done, what is in it."""
    return _batch_page(request, _visible_batch(request, pk), DownloadForm())


def _batch_page(request: HttpRequest, batch: Batch, form: DownloadForm) -> HttpResponse:
    makes = _makes_batches(request.user)
    context = {
        "batch": batch,
        "may": {verb: makes and allows(batch.status, verb) for verb in TRANSITIONS},
        "preview": preview.preview(batch) if batch.status == BatchStatus.OPEN else None,
        "may_list": request.user.role in SEES_PERSONS,
        "files": export.in_groups(batch) if makes and batch.status in export.DOWNLOADABLE else [],
        "letters": batch.cover_letters.all()[:RECENT_LETTERS],
        "may_write": makes and batch.status in covering.WRITABLE,
        "form": form,
        "history": activity.history_of(batch)[:30],
        **_progress(batch),
        **_counts(batch),
    }
    return render(request, "dtks/batch_detail.html", context, status=422 if form.is_bound else 200)


def _progress(batch: Batch) -> dict[str, Any]:
    return {"progress": queries.progress(batch), "working": batch.status in queries.WORKING}


def _counts(batch: Batch) -> dict[str, Any]:
    """Counts per village and class and the distribution of scores, once everything is tabulated."""
    if batch.tabulated_at is None:
        return {}
    found = figures.figures(batch)
    total = found.summary.total
    shares = [
        {"label": text, "value": count, "share": 100 * count / (total.households or 1)} for text, count in total.named
    ]
    return {
        "summary": found.summary,
        "classes": shares,
        "scores": found.scores,
        "histogram": charts.histogram(found.scores, edges=_edges(found.instruments)),
        "versions": figures.names_of(found.instruments),
    }


def _edges(instruments: list[int]) -> list[int]:
    """Where the classes of the newest version begin, but for the poorest."""
    return [band.low for band in instrument.definition(instruments[-1]).bands[1:]] if instruments else []


def batch_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that renews itself while workers are at it."""
    batch = _visible_batch(request, pk)
    return render(request, "dtks/_batch_progress.html", {"batch": batch, **_progress(batch)})


def batch_freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what goes in, then ring for the workers who copy, tabulate and write."""
    batch = freezing.freeze(_visible_batch(request, pk), by=request.user, at=timezone.now())
    tasks.ring()
    messages.success(request, _("Isi batch sudah dipilih dan sedang dibekukan; halaman ini memperbarui diri."))
    return redirect("dtks:batch_detail", batch.pk)


def batch_mark_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the files went to the ministry."""
    batch = tabulation.mark_sent(_visible_batch(request, pk), by=request.user, at=timezone.now())
    messages.success(request, _("Batch ditandai terkirim."))
    return redirect("dtks:batch_detail", batch.pk)


def batch_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the assessments back for another batch."""
    batch = tabulation.cancel(_visible_batch(request, pk), by=request.user, at=timezone.now())
    messages.success(request, _("Batch dibatalkan. Pendataannya bisa masuk batch lain."))
    return redirect("dtks:batch_detail", batch.pk)


def file_download(request: HttpRequest, pk: int, kind: str) -> HttpResponse | FileResponse:
    """Hand out one file to a person who says what for."""
    batch = _visible_batch(request, pk)
    file = ExportFile.objects.filter(batch=batch, kind=kind).first()
    if file is None:
        raise Http404
    form = DownloadForm(request.POST)
    if not form.is_valid():
        return _batch_page(request, batch, form)
    path = export.download(file, by=request.user, purpose=form.cleaned_data["purpose"])
    response = FileResponse(path.open("rb"), as_attachment=True, filename=file.name)
    response["Cache-Control"] = "no-store"
    return response
