"""The receipt of a complaint: what the citizen takes home, without a name and without what it is about."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from assessment.receipts import qr_svg
from referrals.models import Complaint


@dataclass(frozen=True)
class Receipt:
    """A complaint as it stands on paper, and the address of its ticket as text and as QR."""

    complaint: Complaint
    address: str
    qr: SafeString


def ticket_address(request: HttpRequest, complaint: Complaint) -> str:
    """Absolute address of the public ticket page; whoever holds it may open it."""
    return request.build_absolute_uri(reverse("portal:complaint_ticket", args=[complaint.ticket]))


def receipt_of(complaint: Complaint, request: HttpRequest) -> Receipt:
    """The receipt with the absolute address of the ticket."""
    address = ticket_address(request, complaint)
    return Receipt(complaint=complaint, address=address, qr=qr_svg(address))
