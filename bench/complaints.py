"""The lists of complaints and referrals: whole pages as Dinsos and a provider get them, beside bare SQL."""

from django.urls import reverse
from django.utils import timezone

from bench.lists import measure_list
from bench.measure import Measurement
from puskesos.models import User
from puskesos.roles import Role
from referrals.models import Complaint, Referral
from referrals.states import WITH_PROVIDER, ReferralStatus

LIMIT_KEYS = ("due_on", "id")
STEP_KEYS = ("step_due_on", "id")
# What the office may see: everything but the cases of a team it is not on; here its own person is on all of them.
OPEN_FLOOR = """
SELECT c.id, c.number, c.status, c.due_on, p.name FROM referrals_complaint c
JOIN referrals_client p ON p.id = c.client_id
WHERE c.regency_code = %s AND c.status IN ('received', 'reopened') AND (c.due_on, c.id) > (%s, %s)
ORDER BY c.due_on, c.id LIMIT 51
"""
LATE_FLOOR = OPEN_FLOOR.replace("ORDER BY", "AND c.due_on < current_date ORDER BY")
REFERRAL_FLOOR = """
SELECT r.id, r.number, r.status, r.step_due_on, p.name FROM referrals_referral r
JOIN referrals_complaint c ON c.id = r.complaint_id JOIN referrals_client p ON p.id = c.client_id
WHERE r.regency_code = %s AND r.status IN ('sent', 'accepted', 'in_progress') AND (r.step_due_on, r.id) > (%s, %s)
ORDER BY r.step_due_on, r.id LIMIT 51
"""
INBOX_FLOOR = """
SELECT r.id, r.number, r.step_due_on FROM referrals_referral r
WHERE r.provider_id = %s AND r.status = 'sent' AND (r.step_due_on, r.id) > (%s, %s)
ORDER BY r.step_due_on, r.id LIMIT 51
"""


def _office() -> User:
    return User.objects.filter(role=Role.DINSOS).earliest("pk")


def complaint_inbox(rows: int) -> list[Measurement]:
    """Open complaints of the whole regency, the next limit first."""
    person = _office()
    listed = Complaint.objects.visible_to(person).open()
    url = reverse("referrals:complaint_list")
    return measure_list("complaint_inbox", rows, person, url, listed, LIMIT_KEYS, OPEN_FLOOR)


def overdue(rows: int) -> list[Measurement]:
    """Open complaints past their limit, the oldest first."""
    person = _office()
    listed = Complaint.objects.visible_to(person).overdue(on=timezone.localdate())
    url = reverse("referrals:complaint_list", query={"tab": "late"})
    return measure_list("overdue", rows, person, url, listed, LIMIT_KEYS, LATE_FLOOR)


def referral_list(rows: int) -> list[Measurement]:
    """Referrals of the regency that are with providers, the next limit first."""
    person = _office()
    listed = Referral.objects.visible_to(person).filter(status__in=WITH_PROVIDER)
    url = reverse("referrals:referral_list", query={"tab": "penyedia"})
    return measure_list("referral_list", rows, person, url, listed, STEP_KEYS, REFERRAL_FLOOR)


def provider_inbox(rows: int) -> list[Measurement]:
    """Referrals that wait for the answer of one provider of twenty."""
    person = User.objects.filter(role=Role.PROVIDER).earliest("pk")
    listed = Referral.objects.visible_to(person).filter(status=ReferralStatus.SENT)
    return measure_list(
        "provider_inbox", rows, person, reverse("referrals:provider_inbox"), listed, STEP_KEYS, INBOX_FLOOR
    )
