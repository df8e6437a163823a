"""The score sheet of one survey: for supervisors and the office, and on paper for the family."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessment import instrument, queries
from assessment.models import Assessment
from assessment.score_sheet import score_sheet
from puskesos import activity
from puskesos.scope import get_visible


def review_score(request: HttpRequest, pk: str) -> HttpResponse:
    """Each answer with its points, the total on its scale, and why; of the survey as it was sent."""
    rows = Assessment.objects.select_related("household", "village", "round", "instrument")
    assessment = get_visible(rows, request.user, pk=pk)
    activity.record_read(target=assessment, by=request.user, fields="score")
    definition = instrument.definition(assessment.instrument_id)
    sent = queries.as_sent(assessment)
    sheet = score_sheet(definition, sent.answers, sent.overrides)
    context = {
        "assessment": sent,
        "household": sent.household,
        "definition": definition,
        "band": definition.band(sheet.result.band),
        "sheet": sheet,
        "overrides": definition.active_overrides(sent.overrides),
        "agrees": (sheet.result.total, sheet.result.band) == (assessment.score, assessment.band),
    }
    return render(request, "assessment/review_score.html", context)
