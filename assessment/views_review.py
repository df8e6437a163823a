"""Pages of the review: the queue, one page with everything, and the two decisions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import instrument, queries, review, scoring
from assessment.forms import DecisionForm, ReturnForm
from assessment.models import Assessment
from assessment.states import allows
from assessment.views import answered
from puskesos import activity, places
from puskesos.errors import Refused
from puskesos.models import Region
from puskesos.paging import page_after
from puskesos.roles import REVIEWS
from puskesos.scope import get_visible
from puskesos.village_map import MapPoint, outline_svg


def review_queue(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, oldest first."""
    village, surveyor = request.GET.get("village", ""), request.GET.get("surveyor", "")
    rows = queries.queue(
        request.user,
        village=village,
        surveyor=int(surveyor) if surveyor.isdecimal() and len(surveyor) < 10 else None,
        again=request.GET.get("again") == "1",
    )
    context = {
        "page": page_after(rows, keys=("submitted_at", "id"), after=request.GET.get("after", "")),
        "villages": Region.objects.filter(level=Region.Level.VILLAGE, code__startswith=request.user.region_id),
        "surveyors": queries.queue_surveyors(request.user),
        "village": village,
        "surveyor": surveyor,
        "again": request.GET.get("again") == "1",
    }
    return render(request, "assessment/review_queue.html", context)


def _reviewable(request: HttpRequest, pk: str) -> Assessment:
    rows = Assessment.objects.select_related("household", "household__kk", "village", "round", "surveyor")
    return get_visible(rows, request.user, pk=pk)


def review_detail(request: HttpRequest, pk: str) -> HttpResponse:
    """Everything a supervisor needs for one decision on one page."""
    assessment = _reviewable(request, pk)
    activity.record_read(target=assessment, by=request.user, fields="assessment")
    return _review_page(request, assessment, _return_form(assessment))


def _return_form(assessment: Assessment, data=None) -> ReturnForm:
    definition = instrument.definition(assessment.instrument_id)
    return ReturnForm(data, definition=definition, initial={"revision": assessment.revision})


def _review_page(request: HttpRequest, assessment: Assessment, form: ReturnForm, *, status: int = 200) -> HttpResponse:
    definition = instrument.definition(assessment.instrument_id)
    assessment, photos = queries.as_sent(assessment), queries.photos_sent(assessment)
    result = scoring.score(definition, assessment.answers, assessment.overrides)
    context = {
        "assessment": assessment,
        "household": assessment.household,
        "members": assessment.household.members.filter(left_on=None).select_related("nik"),
        "rows": [{**row, "points": result.points.get(row["question"].code)} for row in answered(assessment)],
        "result": result,
        "band": definition.band(assessment.band),
        "definition": definition,
        "sentences": scoring.explain(definition, result),
        "overrides": definition.active_overrides(assessment.overrides),
        "slots": [{"slot": slot, "photos": photos[slot.code]} for slot in definition.slots if slot.code in photos],
        "changes": review.changes(assessment),
        "reviews": assessment.reviews.select_related("by").prefetch_related("points"),
        "history": activity.history_of(assessment)[:30],
        **_map(assessment),
        "form": form,
        "may_decide": request.user.role in REVIEWS and allows(assessment.status, "approve"),
    }
    return render(request, "assessment/review_detail.html", context, status=status)


def _map(assessment: Assessment) -> dict:
    """Where the point lies, drawn and in words; nothing without a point."""
    if not assessment.is_located:
        return {}
    latitude, longitude = float(assessment.latitude), float(assessment.longitude)
    return {
        "placement": places.locate(assessment.village_id, latitude, longitude),
        "map": outline_svg(assessment.village_id, [MapPoint(latitude, longitude, label=_("Rumah"))]),
    }


def assessment_approve(request: HttpRequest, pk: str) -> HttpResponse:
    """Approve what was looked at."""
    assessment = _reviewable(request, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Halaman ini sudah lama. Muat ulang sebelum memutuskan."))
    review.approve(
        assessment,
        revision=form.cleaned_data["revision"],
        by=request.user,
        at=timezone.now(),
        note=form.cleaned_data["note"],
    )
    messages.success(request, _("Disetujui. Keluarga %s siap masuk batch.") % assessment.household.head_name)
    return _next_in_queue(request)


def assessment_return(request: HttpRequest, pk: str) -> HttpResponse:
    """Give back with reasons; the page comes again when none was written."""
    assessment = _reviewable(request, pk)
    if request.method != "POST":
        return redirect("assessment:review_detail", assessment.pk)  # the page whose reading is logged
    form = _return_form(assessment, request.POST)
    if not form.is_valid():
        return _review_page(request, assessment, form, status=422)
    try:
        review.return_for_correction(
            assessment,
            revision=form.cleaned_data["revision"],
            by=request.user,
            at=timezone.now(),
            points=form.points(),
            note=form.cleaned_data["note"],
        )
    except Refused as refusal:
        return _overtaken(request, pk, form, refusal)
    messages.success(request, _("Dikembalikan. Petugas melihat alasan Anda di daftar tugasnya."))
    return _next_in_queue(request)


def _overtaken(request: HttpRequest, pk: str, typed: ReturnForm, refusal: Refused) -> HttpResponse:
    """The page as it stands now, with the sentence and every reason that was typed."""
    assessment = _reviewable(request, pk)
    form = _return_form(assessment, {**typed.data.dict(), "revision": assessment.revision})
    form.add_error(None, refusal.sentence)
    return _review_page(request, assessment, form, status=409)


def _next_in_queue(request: HttpRequest) -> HttpResponse:
    """The next oldest one, so that a supervisor keeps their pace; the queue when it is empty."""
    following = queries.queue(request.user).first()
    if following:
        return redirect("assessment:review_detail", following.pk)
    return redirect("assessment:review_queue")
