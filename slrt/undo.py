"""Taking a decision of the review back: survey and batch have a say in it, so it stands above both."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.forms import DecisionForm
from assessment.models import Assessment
from dtks import undoing
from puskesos.errors import Refused
from puskesos.scope import get_visible


def review_undo(request: HttpRequest, pk: str) -> HttpResponse:
    """Undo the decision that left the posted revision, then show the survey that waits again."""
    assessment = get_visible(Assessment.objects.select_related("household"), request.user, pk=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Halaman ini sudah lama. Muat ulang halaman."))
    undoing.undo(assessment, revision=form.cleaned_data["revision"], by=request.user, at=timezone.now())
    messages.success(
        request, _("Putusan diurungkan. Keluarga %s menunggu tinjauan lagi.") % assessment.household.head_name
    )
    return redirect("assessment:review_detail", assessment.pk)
