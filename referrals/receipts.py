"""The receipt of a complaint: what the citizen takes home, without a name and without what it is about."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString

from assessment.receipts import qr_svg
from referrals.models import Complaint

# The public page of a ticket (portal); whoever holds the address may open it.
TICKET_PATH = "/k/%s/"


@dataclass(frozen=True)
class Receipt:
    """A complaint as it stands on paper, and the address of its ticket as text and as QR."""

    complaint: Complaint
    address: str
    qr: SafeString


def ticket_address(request: HttpRequest, complaint: Complaint) -> str:
    """Absolute address of the public ticket page."""
    return request.build_absolute_uri(TICKET_PATH % complaint.ticket)


def receipt_of(complaint: Complaint, request: HttpRequest) -> Receipt:
    """The receipt with the absolute address of the ticket."""
    address = ticket_address(request, complaint)
    return Receipt(complaint=complaint, address=address, qr=qr_svg(address))
