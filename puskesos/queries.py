"""Reads for the pages of accounts."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet

from puskesos.models import User

LIST_KEYS = ("full_name", "id")
STATES = {
    "active": Q(is_active=True) & ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX),
    "invited": Q(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX),
    "disabled": Q(is_active=False),
}


def listed(by: User, *, q: str = "", role: str = "", place: str = "", state: str = "") -> QuerySet[User]:
    """Accounts that `by` administers, by words of the name, role, district (its code) and state."""
    rows = User.objects.managed_by(by).select_related("region__parent", "provider")
    for word in q.split():
        rows = rows.filter(Q(full_name__icontains=word) | Q(username__icontains=word))
    if role:
        rows = rows.filter(role=role)
    if place:
        rows = rows.filter(region__code__startswith=place)
    return rows.filter(STATES[state]) if state else rows
