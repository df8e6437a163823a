"""Papers of a complaint: added, looked at, removed."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from assessment.evidence import thumbnail_path
from assessment.photo_files import photo_response
from puskesos import activity
from puskesos.errors import Refused
from puskesos.scope import get_visible
from referrals import desk, papers
from referrals.forms_acts import PaperForm
from referrals.models import Complaint, Paper
from referrals.views_complaints import detail_page


def paper_add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the photo of a paper in; a refused one leaves everything as it was and says why."""
    rows = Complaint.objects.select_related("client__nik", "client__member", "village", "wanted", "received_by")
    complaint = get_visible(rows, request.user, pk=pk)
    choices = desk.paper_choices(complaint, request.user)
    form = PaperForm(request.POST, request.FILES, choices=choices, auto_id="id_paper_%s")
    if not form.is_valid():
        return detail_page(request, complaint, paper_form=form, status=422)
    data = form.cleaned_data
    try:
        papers.add(
            complaint, code=data["code"], upload=data["photo"], note=data["note"], by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        form.add_error("photo", refusal.sentence)
        return detail_page(request, complaint, paper_form=form, status=422)
    return _back_to_papers(complaint.pk)


def paper_remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a paper off the list."""
    paper = get_visible(Paper.objects.current().select_related("complaint"), request.user, pk=pk)
    papers.remove(paper, by=request.user, at=timezone.now())
    return _back_to_papers(paper.complaint_id)


def _back_to_papers(pk: uuid.UUID) -> HttpResponse:
    return redirect(reverse("referrals:complaint_detail", args=[pk]) + "#berkas")


def paper_image(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A paper, for those who may open its complaint."""
    return _paper_file(request, pk, lambda paper: paper.path)


def paper_thumbnail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The small version of a paper."""
    return _paper_file(request, pk, lambda paper: thumbnail_path(paper.path))


def _paper_file(request: HttpRequest, pk: uuid.UUID, path_of: Callable[[Paper], str]) -> HttpResponse:
    paper = get_visible(Paper.objects.select_related("complaint"), request.user, pk=pk)
    response = photo_response(path_of(paper), filename="berkas.jpg")
    if paper.code == papers.PORTRAIT or paper.complaint.is_protected:
        activity.record_read(target=paper, by=request.user, fields=paper.code)
    return response
