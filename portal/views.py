"""The public counter. So far: whether a receipt is real, and how far its case is."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessment import receipts
from assessment.models import Assessment


@login_not_required
def receipt_check(request: HttpRequest, number: str) -> HttpResponse:
    """Say that the server has it, since when and with how many photos: no name, no village, no score.

    The number holds 55 random bits and is the key; an unknown one gets the same page with 404.
    """
    assessment = Assessment.objects.filter(receipt_number=number.strip().upper()[:14]).first()
    receipt = receipts.receipt_of(assessment) if assessment else None
    return render(request, "portal/receipt_check.html", {"receipt": receipt}, status=200 if receipt else 404)
