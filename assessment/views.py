"""Pages of the survey: task list, one page per task, sending and receipt."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import capture, checklist, deadlines, evidence, instrument, queries, receipts, review, visit_list
from assessment.forms import PhotoForm, PositionForm, QuestionsForm
from assessment.models import Assessment, Photo, ReviewPoint
from assessment.photo_files import photo_response
from assessment.states import EDITABLE, AssessmentStatus, allows
from households import queries as registry
from households.models import Household
from puskesos import activity, rounds
from puskesos.errors import Refused
from puskesos.paging import count_words, page_after
from puskesos.roles import CAPTURES, REGISTERS, SENDS
from puskesos.scope import get_visible


def assessment_list(request: HttpRequest) -> HttpResponse:
    """Assessments of this person's region, newest first."""
    status = request.GET.get("status", "")
    rows = queries.listed(request.user, status=status)
    page = page_after(rows, keys=("started_at", "id"), after=request.GET.get("after", ""), newest_first=True)
    visit_list.note_photos(page.rows)
    counts = queries.status_counts(request.user)
    tabs = [
        {"code": code, "label": label, "count": counts.get(code, 0), "current": code == status}
        for code, label in AssessmentStatus.choices
        if code in counts or code == status
    ]
    return render(request, "assessment/assessment_list.html", {"page": page, "tabs": tabs, "status": status})


def assessment_choose(request: HttpRequest) -> HttpResponse:
    """Families that are still to be visited in the open round, each with a button that begins."""
    user = request.user
    current = rounds.running_in(user.region_id or "", on=timezone.localdate())
    context = {"round": current}
    if current is not None:
        rows = visit_list.unvisited(user, round=current)
        context["page"] = page_after(rows, keys=registry.LIST_KEYS, after=request.GET.get("after", ""))
        context["count"] = count_words(rows)
    return render(request, "assessment/assessment_choose.html", context)


def assessment_start(request: HttpRequest, household_pk: str) -> HttpResponse:
    """Begin or go on with the assessment of a household in the open round."""
    household = get_visible(Household.objects.all(), request.user, pk=household_pk)
    today = timezone.localdate()
    round_now = rounds.running_in(household.district_code, on=today)
    if round_now is None:
        raise Refused(_("Tidak ada periode pemutakhiran yang dibuka sekarang. Tunggu kabar dari Dinas Sosial."))
    assessment = capture.start(household, round=round_now, by=request.user, at=timezone.now(), on=today)
    return redirect("assessment:assessment_tasks", assessment.pk)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was posted, also when it is empty; None on a GET, so that a form stays unbound."""
    return request.POST if request.method == "POST" else None


def _assessment(request: HttpRequest, pk: str) -> Assessment:
    rows = Assessment.objects.select_related("household", "village", "round", "surveyor")
    return get_visible(rows, request.user, pk=pk)


def _editable(request: HttpRequest, pk: str) -> Assessment:
    assessment = _assessment(request, pk)
    capture.refuse_unless_open(assessment, by=request.user)
    return assessment


def _reasons(assessment: Assessment, kind: str) -> dict[str, str]:
    """Reasons of the last return for one kind of thing, by key."""
    return {point.key: point.reason for point in review.open_points(assessment) if point.kind == kind}


def assessment_tasks(request: HttpRequest, pk: str) -> HttpResponse:
    """The task list: what is done, what is missing, what to mend."""
    assessment = _assessment(request, pk)
    definition = instrument.definition(assessment.instrument_id)
    waiting = assessment.status in EDITABLE and request.user.role in CAPTURES
    may_edit = waiting and capture.open_to(request.user).filter(pk=assessment.pk).exists()
    ends = deadlines.version_ends(assessment) if may_edit else None
    points = review.open_points(assessment)
    context = {
        "assessment": assessment,
        "tasks": checklist.tasks(assessment),
        "missing": checklist.missing_items(assessment) if may_edit else [],
        "may_edit": may_edit,
        "may_send": may_edit and request.user.role in SENDS,
        "held": waiting and not may_edit,
        "version_ends": ends,
        "version_over": ends and ends < timezone.localdate(),
        "members": assessment.household.members.filter(left_on=None).order_by("order") if may_edit else [],
        "points": [
            (point, _point_words(definition, point), _point_url(assessment, definition, point)) for point in points
        ],
        "stored": visit_list.photos_here([assessment])[assessment.pk] if assessment.waits_for_photos else None,
        "last_review": assessment.reviews.order_by("-revision").first(),
        "history": activity.history_of(assessment)[:20],
    }
    return render(request, "assessment/assessment_tasks.html", context)


def _point_words(definition: instrument.Definition, point: ReviewPoint) -> str:
    if point.kind == ReviewPoint.Kind.QUESTION and point.key in definition.by_code:
        question = definition.question(point.key)
        return f"{question.number}. {question.text}"
    if point.kind == ReviewPoint.Kind.PHOTO and (slot := definition.slot(point.key)):
        return _("Foto: %s") % slot.text
    return point.get_kind_display()


def _point_url(assessment: Assessment, definition: instrument.Definition, point: ReviewPoint) -> str:
    if point.kind == ReviewPoint.Kind.QUESTION:
        page = checklist.page_of(definition, point.key)
        return reverse("assessment:assessment_questions", args=[assessment.pk, page])
    name = {ReviewPoint.Kind.PHOTO: "photos", ReviewPoint.Kind.POSITION: "position"}.get(point.kind, "identity")
    return reverse(f"assessment:assessment_{name}", args=[assessment.pk])


def assessment_change_version(request: HttpRequest, pk: str) -> HttpResponse:
    """Go on with the questions in force now."""
    capture.change_version(_editable(request, pk), by=request.user, at=timezone.now(), on=timezone.localdate())
    messages.success(request, _("Pertanyaan diperbarui. Periksa jawaban, lalu isi yang belum ada."))
    return redirect("assessment:assessment_tasks", pk)


def assessment_identity(request: HttpRequest, pk: str) -> HttpResponse:
    """Compare the family and its members with the registry, mend there, then confirm."""
    assessment = _editable(request, pk)
    if request.method == "POST":
        capture.confirm_identity(assessment, by=request.user, at=timezone.now())
        return redirect("assessment:assessment_tasks", assessment.pk)
    members = assessment.household.members.filter(left_on=None).select_related("nik")
    context = {
        "assessment": assessment,
        "household": assessment.household,
        "members": members,
        "may_register": request.user.role in REGISTERS,
        "reasons": _reasons(assessment, ReviewPoint.Kind.IDENTITY),
    }
    return render(request, "assessment/assessment_identity.html", context)


def assessment_position(request: HttpRequest, pk: str) -> HttpResponse:
    """Where the house stands."""
    assessment = _editable(request, pk)
    stored = {
        "latitude": assessment.latitude,
        "longitude": assessment.longitude,
        "reason": assessment.position_reason,
    }
    form = PositionForm(posted(request), initial=stored)
    if request.method == "POST" and form.is_valid() and _save_position(request, assessment, form):
        return redirect("assessment:assessment_tasks", assessment.pk)
    context = {"assessment": assessment, "form": form, "reasons": _reasons(assessment, ReviewPoint.Kind.POSITION)}
    return render(request, "assessment/assessment_position.html", context, status=422 if form.is_bound else 200)


def _save_position(request: HttpRequest, assessment: Assessment, form: PositionForm) -> bool:
    data = form.cleaned_data
    try:
        capture.save_position(
            assessment,
            by=request.user,
            latitude=data["latitude"],
            longitude=data["longitude"],
            accuracy_m=data["accuracy_m"],
            located_at=data["taken_at"] or timezone.now(),
            reason=data["reason"],
        )
    except Refused as refusal:
        form.add_error("reason", refusal.sentence)
        return False
    return True


def assessment_questions(request: HttpRequest, pk: str, page: int) -> HttpResponse:
    """One page of questions; what is valid is saved even when something else on the page is not."""
    assessment = _editable(request, pk)
    definition = instrument.definition(assessment.instrument_id)
    all_pages = checklist.pages(definition)
    if not 1 <= page <= len(all_pages):
        raise Http404
    stored = {**assessment.numbers, **assessment.answers, "overrides": assessment.overrides}
    form = QuestionsForm(
        posted(request), initial=stored, definition=definition, questions=all_pages[page - 1], first=page == 1
    )
    if request.method == "POST":
        complete = form.is_valid()
        capture.save_answers(
            assessment,
            by=request.user,
            answers=form.answers(),
            numbers=form.numbers(),
            overrides=form.overrides() if complete else None,
        )
        if complete:
            return _after_questions(request, assessment, page, len(all_pages))
    reasons = _reasons(assessment, ReviewPoint.Kind.QUESTION)
    context = {
        "assessment": assessment,
        "form": form,
        "page": page,
        "pages": len(all_pages),
        "previous": page - 1,
        "to_mend": [(q, reasons[q.code]) for q in all_pages[page - 1] if q.code in reasons],
    }
    return render(request, "assessment/assessment_questions.html", context, status=422 if form.is_bound else 200)


def _after_questions(request: HttpRequest, assessment: Assessment, page: int, last: int) -> HttpResponse:
    if "stop" in request.POST or page == last:
        return redirect("assessment:assessment_tasks", assessment.pk)
    return redirect("assessment:assessment_questions", assessment.pk, page + 1)


def assessment_photos(request: HttpRequest, pk: str) -> HttpResponse:
    """The photos, one card per slot."""
    return _photo_page(request, _editable(request, pk))


def _photo_page(
    request: HttpRequest, assessment: Assessment, *, slot: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    definition = instrument.definition(assessment.instrument_id)
    photos, reasons = queries.current_photos(assessment), _reasons(assessment, ReviewPoint.Kind.PHOTO)
    needed, required = definition.photos_needed(assessment.overrides)
    cards = [
        {
            "slot": item,
            "required": item in required,
            "photos": photos.get(item.code, []),
            "reason": reasons.get(item.code),
            "problem": problem if item.code == slot else "",
        }
        for item in definition.slots
    ]
    taken = sum(len(rows) for rows in photos.values())
    context = {"assessment": assessment, "cards": cards, "taken": taken, "needed": needed, "problem": problem}
    return render(request, "assessment/assessment_photos.html", context, status=status)


def photo_add(request: HttpRequest, pk: str, slot: str) -> HttpResponse:
    """Take one photo in; a refused one leaves everything as it was and says why."""
    assessment = _editable(request, pk)
    form = PhotoForm(request.POST, request.FILES)
    form.is_valid()
    upload = form.cleaned_data.get("photo")
    if upload is None:
        return _photo_page(request, assessment, slot=slot, problem=form.errors["photo"][0], status=422)
    try:
        capture.add_photo(
            assessment, slot=slot, upload=upload, by=request.user, at=timezone.now(), position=form.position()
        )
    except Refused as refusal:
        return _photo_page(request, assessment, slot=slot, problem=refusal.sentence, status=422)
    except evidence.StorageFull as full:
        return _photo_page(request, assessment, slot=slot, problem=str(full), status=507)
    return redirect(reverse("assessment:assessment_photos", args=[assessment.pk]) + f"#foto-{slot}")


def photo_remove(request: HttpRequest, pk: str) -> HttpResponse:
    """Take one photo out."""
    photo = get_visible(Photo.objects.select_related("assessment"), request.user, pk=pk)
    capture.remove_photo(photo, by=request.user, at=timezone.now())
    return redirect("assessment:assessment_photos", photo.assessment_id)


def photo_image(request: HttpRequest, pk: str) -> HttpResponse:
    """A photo, for those who may open its assessment."""
    return _photo_file(request, pk, lambda photo: photo.path)


def photo_thumbnail(request: HttpRequest, pk: str) -> HttpResponse:
    """The small version of a photo; the photo itself while no worker has made one."""
    return _photo_file(
        request,
        pk,
        lambda photo: photo.path if photo.is_broken or not photo.is_examined else evidence.thumbnail_path(photo.path),
    )


def _photo_file(request: HttpRequest, pk: str, path_of) -> HttpResponse:
    photo = get_visible(Photo.objects.all(), request.user, pk=pk)
    return photo_response(path_of(photo), filename=f"foto-{photo.slot}.jpg")


def assessment_send(request: HttpRequest, pk: str) -> HttpResponse:
    """Check everything on one page, then send; what is missing is listed in full."""
    assessment = _editable(request, pk)
    if request.method == "POST":
        return _send(request, assessment)
    return _send_page(request, assessment, checklist.missing_items(assessment))


def _send(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    revision = request.POST.get("revision", "")
    try:
        capture.submit(
            assessment,
            revision=int(revision) if revision.isdecimal() and len(revision) < 10 else 0,
            by=request.user,
            at=timezone.now(),
            on=timezone.localdate(),
        )
    except Refused as refusal:
        return _send_page(
            request, _assessment(request, assessment.pk), checklist.missing_items(assessment), refusal, status=409
        )
    return redirect("assessment:assessment_receipt", assessment.pk)


def _send_page(
    request: HttpRequest,
    assessment: Assessment,
    missing: list[checklist.Missing],
    refusal: Refused | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    problems = [{"text": item.text, "url": task_url(assessment, item.task)} for item in missing]
    if refusal and not problems:
        problems = [{"text": refusal.sentence, "url": ""}]
    context = {
        "assessment": assessment,
        "problems": problems,
        "may_send": not missing and allows(assessment.status, "submit"),
        "answers": answered(assessment),
        "photos": queries.current_photos(assessment),
        "definition": instrument.definition(assessment.instrument_id),
    }
    return render(request, "assessment/assessment_send.html", context, status=status)


def task_url(assessment: Assessment, task: str) -> str:
    """Where a task is done."""
    arguments = [assessment.pk, 1] if task == "questions" else [assessment.pk]
    return reverse(f"assessment:assessment_{task}", args=arguments)


def answered(assessment: Assessment) -> list[dict]:
    """Questions with the words that were chosen or the numbers that were given, for reading only."""
    definition = instrument.definition(assessment.instrument_id)
    asked = definition.asked(assessment.overrides)
    return [
        {
            "question": question,
            "value": _given(question, assessment),
            "url": reverse(
                "assessment:assessment_questions", args=[assessment.pk, checklist.page_of(definition, question.code)]
            ),
        }
        for question in asked
    ]


def _given(question: instrument.QuestionDefinition, assessment: Assessment) -> str:
    if question.is_computed:
        given = [(name, assessment.numbers.get(name)) for name in question.inputs if name != "member_count"]
        return ", ".join(capture.number_words(name, value) for name, value in given if value is not None)
    choice = question.choice(assessment.answers.get(question.code))
    return choice.text if choice else ""


def assessment_receipt(request: HttpRequest, pk: str) -> HttpResponse:
    """Proof that the server has it; can be opened again and printed."""
    assessment = _assessment(request, pk)
    if assessment.receipt_number is None:
        raise Http404
    receipt = receipts.receipt_of(assessment)
    address = request.build_absolute_uri(reverse("portal:receipt_check", args=[receipt.number]))
    context = {"assessment": assessment, "receipt": receipt, "qr": receipts.qr_svg(address), "address": address}
    return render(request, "assessment/assessment_receipt.html", context)
