"""Pages of the review: the queue, one page with everything, and the decisions."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment import bulk, instrument, queries, reasons, review, scoring, undoing, waiting
from assessment.forms import DecisionForm, ReturnForm
from assessment.models import Assessment, Photo
from assessment.states import allows
from assessment.views import answered
from assessment.waiting import Cut
from puskesos import activity, places
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.paging import count_words, page_after
from puskesos.roles import REVIEWS
from puskesos.scope import get_visible
from puskesos.village_map import MapPoint, outline_svg

QUEUE = "assessment:review_queue"


# --- the queue -------------------------------------------------------------------------------------------------------


def review_queue(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, oldest first, and how much of it where."""
    user, cut = request.user, Cut.of(request.GET)
    villages, surveyors = waiting.village_chips(user), waiting.surveyor_chips(user)
    context = {
        "page": page_after(waiting.listed(user, cut), keys=waiting.KEYS, after=request.GET.get("after", "")),
        "cut": cut,
        "terms": _terms(cut),
        "count": count_words(waiting.rows(user, cut)),
        "oldest": waiting.oldest(user, cut),
        "villages": villages,
        "village_chips": waiting.fullest(villages, cut.village),
        "surveyors": surveyors,
        "surveyor": str(cut.surveyor or ""),
        "surveyor_chips": waiting.fullest(surveyors, str(cut.surveyor or "")),
        "may_decide": user.role in REVIEWS,
        **_undoable(user),
    }
    return render(request, "assessment/review_queue.html", context)


def _terms(cut: Cut) -> str:
    """The cut as a query to hang on an address, empty or beginning with `?`."""
    query = QueryDict(mutable=True)
    query.update(cut.terms())
    return f"?{query.urlencode()}" if query else ""


def _undoable(user: User) -> dict:
    """What this person could still take back, for the queue and the page that comes after a decision."""
    rows = undoing.undoable(user, at=timezone.now()) if user.role in REVIEWS else []
    return {"undoable": [{"review": row, "until": row.at + undoing.WINDOW} for row in rows]}


# --- one page with everything ----------------------------------------------------------------------------------------


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
    listed = reasons.in_use(assessment.regency_code)
    return ReturnForm(data, definition=definition, reasons=listed, initial={"revision": assessment.revision})


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
        "slots": _by_slot(definition, photos),
        "earlier": _earlier_photos(request.user, assessment),
        "changes": review.changes(assessment),
        "reviews": assessment.reviews.select_related("by", "undone__by").prefetch_related("points"),
        "history": activity.history_of(assessment)[:30],
        **_map(assessment),
        "form": form,
        "may_decide": request.user.role in REVIEWS and allows(assessment.status, "approve"),
        **_undoable(request.user),
        **_neighbours(request, assessment),
    }
    return render(request, "assessment/review_detail.html", context, status=status)


def _by_slot(definition: instrument.Definition, photos: dict[str, list[Photo]]) -> list[dict]:
    return [{"slot": slot, "photos": photos[slot.code]} for slot in definition.slots if slot.code in photos]


def _earlier_photos(user: User, assessment: Assessment) -> dict:
    """The photos of this family's survey before this one, to lay beside those of today."""
    before = queries.survey_before(user, assessment)
    if before is None:
        return {}
    definition = instrument.definition(before.instrument_id)
    return {"assessment": before, "slots": _by_slot(definition, queries.photos_sent(before))}


def _neighbours(request: HttpRequest, assessment: Assessment) -> dict:
    """The way through the same part of the queue; the cut travels in the address."""
    cut = Cut.of(request.GET)
    return {
        "cut": cut,
        "terms": _terms(cut),
        "previous": waiting.before(request.user, cut, assessment),
        "next": waiting.after(request.user, cut, assessment),
    }


def _map(assessment: Assessment) -> dict:
    """Where the point lies, drawn and in words; nothing without a point."""
    if not assessment.is_located:
        return {}
    latitude, longitude = float(assessment.latitude), float(assessment.longitude)
    return {
        "placement": places.locate(assessment.village_id, latitude, longitude),
        "map": outline_svg(assessment.village_id, [MapPoint(latitude, longitude, label=_("Rumah"))]),
    }


# --- decisions -------------------------------------------------------------------------------------------------------


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
    return _next_in_queue(request, assessment)


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
    return _next_in_queue(request, assessment)


def _overtaken(request: HttpRequest, pk: str, typed: ReturnForm, refusal: Refused) -> HttpResponse:
    """The page as it stands now, with the sentence and every reason that was typed."""
    assessment = _reviewable(request, pk)
    form = _return_form(assessment, {**typed.data.dict(), "revision": assessment.revision})
    form.add_error(None, refusal.sentence)
    return _review_page(request, assessment, form, status=409)


def _next_in_queue(request: HttpRequest, decided: Assessment) -> HttpResponse:
    """The one that came in after this one, else the oldest of the same cut; the queue when it is empty."""
    cut = Cut.of(request.GET)
    following = waiting.after(request.user, cut, decided) or waiting.rows(request.user, cut).first()
    if following is None:
        return redirect(reverse(QUEUE) + _terms(cut))
    pk = following.pk if isinstance(following, Assessment) else following
    return redirect(reverse("assessment:review_detail", args=[pk]) + _terms(cut))


# --- many at once ----------------------------------------------------------------------------------------------------


def review_approve_many(request: HttpRequest) -> HttpResponse:
    """First everything that was chosen on one page, and what cannot go along; then all of it or nothing."""
    chosen = _chosen(request, request.POST if request.method == "POST" else request.GET)
    if not chosen:
        messages.warning(request, _("Pilih dahulu pendataan yang akan disetujui."))
        return redirect(reverse(QUEUE) + _terms(Cut.of(request.GET)))
    if request.method != "POST":
        return _many_page(request, chosen)
    try:
        done = bulk.approve_many(chosen, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _many_page(request, _chosen(request, request.POST), refusal, status=409)
    words = ngettext("%d pendataan disetujui.", "%d pendataan disetujui.", len(done)) % len(done)
    messages.success(request, words)
    return redirect(reverse(QUEUE) + _terms(Cut.of(request.GET)))


def _chosen(request: HttpRequest, data: QueryDict) -> list[tuple[Assessment, int]]:
    """The chosen rows with the revision that was seen; 404 when one of them is not this person's to see."""
    try:
        seen = dict(bulk.read_choice(value) for value in data.getlist("row"))
    except ValueError:
        raise Refused(_("Pilihan tidak dikenal. Kembali ke antrean, lalu pilih lagi.")) from None
    if len(seen) > bulk.MOST:
        raise Refused(_("Pilih paling banyak %d pendataan sekaligus.") % bulk.MOST)
    rows = Assessment.objects.visible_to(request.user).filter(pk__in=seen).order_by(*waiting.KEYS)
    found = list(rows.select_related("household", "village", "surveyor"))
    if len(found) != len(seen):
        raise Http404
    return [(row, seen[row.pk]) for row in found]


def _many_page(
    request: HttpRequest, chosen: list[tuple[Assessment, int]], refusal: Refused | None = None, *, status: int = 200
) -> HttpResponse:
    candidates = bulk.weigh(chosen, by=request.user)
    for candidate in candidates:
        candidate.assessment.band_text = _band_text(candidate.assessment)
    context = {
        "ready": [candidate for candidate in candidates if not candidate.objections],
        "refused": [candidate for candidate in candidates if candidate.objections],
        "refusal": refusal,
        "terms": _terms(Cut.of(request.GET)),
    }
    return render(request, "assessment/review_many.html", context, status=status)


def _band_text(assessment: Assessment) -> str:
    band = instrument.definition(assessment.instrument_id).band(assessment.band)
    return band.text if band else ""
