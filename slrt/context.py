"""What every page knows: where it is, what this person may open, whom to call."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from puskesos import notices, sessions
from puskesos.models import Region, User
from puskesos.roles import OFFICE, SEARCHES, Duty, Role
from slrt.access import ACCESS, READ

# Address, word, and how the names of the pages below it begin.
MENU = (
    ("home", _("Beranda"), ()),
    ("households:household_list", _("Keluarga"), ("household", "referrals:benefit_")),
    ("assessment:assessment_list", _("Pendataan"), ("assessment:assessment_",)),
    ("assessment:field_shell", _("Aplikasi lapangan"), ()),
    ("assessment:review_queue", _("Tinjauan"), ("assessment:review_", "assessment:reason_")),
    ("referrals:complaint_list", _("Keluhan"), ("referrals:complaint_",)),
    ("referrals:referral_list", _("Rujukan"), ("referrals:referral_", "referrals:link_")),
    ("referrals:provider_inbox", _("Rujukan masuk"), ("referrals:provider_",)),
    ("referrals:rapid_list", _("Reaksi cepat"), ("referrals:outreach_",)),
    ("referrals:case_list", _("Kasus"), ("referrals:case_",)),
    ("referrals:letter_list", _("Surat"), ("referrals:letter_",)),
    ("dtks:batch_list", _("Batch"), ("dtks:",)),
    ("round_list", _("Periode"), ("round_",)),
    ("assessment:instrument_list", _("Instrumen"), ("assessment:instrument_",)),
    ("referrals:report_index", _("Laporan"), ("referrals:report_",)),
    # registry
    ("read_log", _("Catatan akses"), ()),
    ("health_detail", _("Kesehatan"), ()),
    ("referrals:programme_list", _("Layanan"), ("referrals:programme_", "referrals:template_")),
    ("accounts:account_list", _("Petugas"), ("accounts:account_",)),
)
DECISIONS = {"assessment:assessment_approve", "assessment:assessment_return"}
# Opened now and then: when the whole menu is long, these stand behind "Lainnya".
SELDOM = {
    "referrals:letter_list",
    "referrals:programme_list",
    "round_list",
    "assessment:instrument_list",
    "accounts:account_list",
    "read_log",
    "health_detail",
}
LONGEST_MENU = 9
# The shell of the field app is public, for nothing stands in it: its entry is for those who have work there.
WORK_BEHIND = {"assessment:field_shell": "api:work"}
# Entries that only bearers of a duty see: for everybody else there is no such page to know of.
OF_DUTY = {"referrals:case_list": Duty.CASE_WORKER, "accounts:account_list": Duty.MANAGER}


def page(request: HttpRequest) -> dict:
    """Navigation by the access table, the regency's name and the office's contact; worked out where they are shown."""
    menu = SimpleLazyObject(lambda: _menu(_navigation(request)))
    return {
        "navigation": SimpleLazyObject(lambda: menu["navigation"]),
        "navigation_seldom": SimpleLazyObject(lambda: menu["navigation_seldom"]),
        "regency_name": SimpleLazyObject(lambda: _regency_name(request)),
        "help_contact": settings.HELP_CONTACT,
        "request_id": getattr(request, "id", ""),
        "session_seconds": _session_seconds(request),
        **_header(getattr(request, "user", None)),
    }


def _session_seconds(request: HttpRequest) -> int:
    """What is left of the short login of an office role; 0 for the long ones of the field, which need no warning."""
    user = getattr(request, "user", None)
    return sessions.left(request.session, user.role, at=timezone.now()) if getattr(user, "role", "") in OFFICE else 0


def _header(user: Any) -> dict:
    """What stands in the header of who is logged in: unread notices, and the search for who may search."""
    if not getattr(user, "is_authenticated", False):
        return {}
    unread = SimpleLazyObject(lambda: notices.unread_count(user))
    return {"unread_notices": unread, "may_search": user.role in SEARCHES}


def _menu(entries: list[dict]) -> dict[str, list[dict]]:
    """The menu in one row: what is opened now and then goes behind a fold when there is too much."""
    seldom = [entry for entry in entries if entry["name"] in SELDOM] if len(entries) > LONGEST_MENU else []
    return {"navigation": [entry for entry in entries if entry not in seldom], "navigation_seldom": seldom}


def _navigation(request: HttpRequest) -> list[dict]:
    user = getattr(request, "user", None)
    role = getattr(user, "role", None)
    current = request.resolver_match.view_name if request.resolver_match else ""
    return [
        {"name": name, "label": label, "url": reverse(name), "current": _mark(current, name, below)}
        for name, label, below in MENU
        if role and READ & ACCESS[WORK_BEHIND.get(name, name)].get(role, frozenset()) and _has_duty_for(name, user)
    ]


def _has_duty_for(name: str, user: User) -> bool:
    """Whether an entry that asks for a duty is this person's; an administrator needs none for accounts."""
    return name not in OF_DUTY or user.role == Role.ADMIN or user.has_duty(OF_DUTY[name])


def _mark(current: str, name: str, below: tuple[str, ...]) -> str:
    """The value of aria-current: this very page, a page below it, or neither."""
    if current == name:
        return "page"
    # What a decision answered to stands below the queue, whatever it is called.
    if current in DECISIONS:
        return "true" if name == "assessment:review_queue" else ""
    return "true" if below and current.startswith(below) else ""


def _regency_name(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    if not getattr(user, "region_id", None):
        return ""
    regency = Region.objects.filter(pk=user.region_id[:5]).first()
    return regency.name if regency else ""
