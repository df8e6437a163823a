"""Lists of referrals: what waits for the office and its villages, and what waits for a provider."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from puskesos.models import User
from referrals.models import Referral
from referrals.states import REFERRAL_ENDED, REFERRAL_OPEN, WITH_PROVIDER, ReferralStatus

UNDER_WAY = (ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS)

OFFICE_TABS = {
    "rekomendasi": _("Perlu rekomendasi"),
    "penetapan": _("Perlu penetapan"),
    "penyedia": _("Di penyedia"),
    "terlambat": _("Terlambat"),
    "selesai": _("Selesai"),
}
PROVIDER_TABS = {
    "baru": _("Baru"),
    "berjalan": _("Sedang ditangani"),
    "terlambat": _("Terlambat"),
    "selesai": _("Selesai"),
}


@dataclass(frozen=True)
class Listed:
    """Rows of a tab and the keys by which its pages follow each other; each order has an index."""

    rows: QuerySet[Referral]
    keys: tuple[str, str]
    newest_first: bool = False


# What a list does not show and is large: reading it for every row takes longer than drawing the row.
NOT_LISTED = ("stages", "disclosed", "advice", "outcome")
NOT_LISTED_OF_PROGRAMME = ("stages", "papers", "eligibility", "summary", "source")


def office_list(user: User, tab: str, *, on: date, sector: str = "", programme: str = "", provider: str = "") -> Listed:
    """One tab of the office's list, oldest limit first; what has ended, newest first."""
    seen = Referral.objects.visible_to(user).select_related("complaint__client", "programme", "provider", "village")
    seen = seen.defer(*NOT_LISTED, *(f"programme__{name}" for name in NOT_LISTED_OF_PROGRAMME), "complaint__text")
    rows = _filtered(seen, sector=sector, programme=programme, provider=provider)
    if tab == "selesai":
        return Listed(rows.filter(ended_at__isnull=False), ("ended_at", "id"), newest_first=True)
    return Listed(_office_tab(rows, tab, on), ("step_due_on", "id"))


def _filtered(rows: QuerySet[Referral], *, sector: str, programme: str, provider: str) -> QuerySet[Referral]:
    if sector:
        rows = rows.filter(programme__sector=sector)
    if programme:
        rows = rows.filter(programme=programme)
    if provider.isdecimal() and len(provider) < 10:
        rows = rows.filter(provider=int(provider))
    return rows


def _office_tab(rows: QuerySet[Referral], tab: str, on: date) -> QuerySet[Referral]:
    # Each names its states and that the referral is open, which is the condition of the indexes.
    rows = rows.filter(status__in=REFERRAL_OPEN)
    match tab:
        case "penetapan":
            return rows.filter(status=ReferralStatus.RECOMMENDED)
        case "penyedia":
            return rows.filter(status__in=WITH_PROVIDER)
        case "terlambat":
            return rows.filter(step_due_on__lt=on)
        case _:
            return rows.filter(status=ReferralStatus.PROPOSED)


def provider_list(user: User, tab: str, *, on: date) -> Listed:
    """One tab of a provider's inbox."""
    rows = Referral.objects.visible_to(user).select_related("programme")
    rows = rows.defer(*NOT_LISTED, *(f"programme__{name}" for name in NOT_LISTED_OF_PROGRAMME))
    match tab:
        case "berjalan":
            rows = rows.filter(status__in=UNDER_WAY)
        case "terlambat":
            rows = rows.filter(status__in=WITH_PROVIDER, step_due_on__lt=on)
        case "selesai":
            return Listed(rows.filter(status__in=REFERRAL_ENDED), ("sent_at", "id"), newest_first=True)
        case _:
            rows = rows.filter(status=ReferralStatus.SENT)
    return Listed(rows, ("step_due_on", "id"))


# Days since a referral was sent: label, from, up to and with.
AGES = (("0–3", 0, 3), ("4–7", 4, 7), ("8–14", 8, 14), (">14", 15, None))


def ageing(user: User, *, at: datetime) -> list[dict]:
    """How many referrals wait at this provider, by days since they were sent."""
    counts = {
        label: Count(
            "pk",
            filter=Q(sent_at__lte=at - timedelta(days=first))
            & (Q() if last is None else Q(sent_at__gt=at - timedelta(days=last + 1))),
        )
        for label, first, last in AGES
    }
    found = Referral.objects.visible_to(user).filter(status__in=WITH_PROVIDER).aggregate(**_named(counts))
    return [{"label": label, "value": found[f"age{place}"]} for place, (label, _first, _last) in enumerate(AGES)]


def _named(counts: dict[str, Count]) -> dict[str, Count]:
    return {f"age{place}": count for place, count in enumerate(counts.values())}
