"""Pages about what is in a batch and what is not: families left out, answers given, the batch before."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dtks import comparison, figures, preview
from dtks.models import Batch
from dtks.preview import EXPLAINED, Reason
from puskesos.models import Region
from puskesos.paging import page_after
from puskesos.scope import get_visible


def batch_left_out(request: HttpRequest, pk: int, reason: str, village: str) -> HttpResponse:
    """Families of one village that are not in the batch, for one reason."""
    batch = get_visible(Batch.objects.select_related("area"), request.user, pk=pk)
    place = Region.objects.filter(pk=village, pk__startswith=batch.area_id, level=Region.Level.VILLAGE).first()
    if place is None or reason not in Reason.values:
        raise Http404
    families = preview.left_out(batch, reason, village=place.pk, user=request.user)
    context = {
        "batch": batch,
        "village": place,
        "reason": Reason(reason),
        "explained": EXPLAINED[reason],
        "page": page_after(families, keys=preview.KEYS, after=request.GET.get("after", "")),
    }
    return render(request, "dtks/batch_left_out.html", context)


def _tabulated(request: HttpRequest, pk: int) -> Batch:
    return get_visible(Batch.objects.select_related("round", "area", "previous__round"), request.user, pk=pk)


def batch_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """How often each answer was given."""
    batch = _tabulated(request, pk)
    questions = [
        {
            "question": question,
            "bars": [
                {
                    "label": answer.text,
                    "value": answer.households,
                    "share": 100 * answer.households / (question.asked or 1),
                }
                for answer in question.answers
            ],
        }
        for question in figures.questions(figures.figures(batch))
    ]
    return render(request, "dtks/batch_answers.html", {"batch": batch, "questions": questions})


def batch_comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """The batch beside the one of the round before."""
    batch = _tabulated(request, pk)
    found = comparison.comparison_of(batch, new=_("Baru"), left=_("Tidak ada lagi"))
    context = {"batch": batch, "comparison": found, "bars": _movements(found) if found else []}
    return render(request, "dtks/batch_comparison.html", context)


def _movements(found: comparison.Comparison) -> list[dict[str, Any]]:
    moved = (
        (_("Kelas lebih miskin"), found.poorer),
        (_("Kelas tetap"), found.same),
        (_("Kelas lebih sejahtera"), found.better),
        (_("Skor turun"), found.score_down),
        (_("Skor tetap"), found.score_same),
        (_("Skor naik"), found.score_up),
    )
    return [{"label": label, "value": count, "share": 100 * count / (found.stayed or 1)} for label, count in moved]
