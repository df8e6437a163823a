"""One-time links: a provider without an account answers one step of one referral; only a digest of the link is kept."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import User
from referrals import handling, stages
from referrals.handling import Actor
from referrals.models import AnswerLink, Referral
from referrals.states import WITH_PROVIDER, ReferralStatus

LASTS = timedelta(days=14)
TOKEN_BYTES = 32


@transaction.atomic
def make(referral: Referral, *, contact: str, by: User, at: datetime) -> str:
    """Make the link's token, said once and kept nowhere; `contact` is whom it goes to. Older links end here."""
    if not referral.with_provider:
        raise Refused(_("Tautan hanya dibuat selama rujukan ada di penyedia."))
    if referral.is_protected:
        raise Refused(_("Kasus terlindung tidak dijawab lewat tautan. Hubungi tim kasus penyedia langsung."))
    if not contact.strip():
        raise Refused(_("Tulis kepada siapa tautan ini dikirim."))
    referral.links.filter(used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=at)
    activity.record("link.make", target=referral, by=by, at=at)
    return _issue(referral, contact=contact.strip(), by=by, at=at)


def _issue(referral: Referral, *, contact: str, by: User, at: datetime) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    AnswerLink.objects.create(
        referral=referral, digest=_digest(token), contact=contact, made_at=at, made_by=by, expires_at=at + LASTS
    )
    return token


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def revoke(link: AnswerLink, *, by: User, at: datetime) -> None:
    """End a link that was not used yet; ending it twice changes nothing."""
    if AnswerLink.objects.filter(pk=link.pk, used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=at):
        activity.record("link.revoke", target=link.referral, by=by, at=at)


def open_link(token: str, *, at: datetime) -> AnswerLink | None:
    """The link of a token that still opens its referral; None for a wrong, used, revoked or expired one alike."""
    rows = AnswerLink.objects.select_related("referral__complaint", "referral__programme", "referral__provider")
    living = rows.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at)
    return living.filter(digest=_digest(token), referral__status__in=WITH_PROVIDER).first()


@transaction.atomic
def answer(link: AnswerLink, *, answer: str, revision: int, at: datetime, reason: str = "") -> str:
    """Accept or decline through a link; returns the token for the next step, empty when none is the provider's."""
    by = _spend(link, at=at)
    handling.answer(link.referral, answer=answer, revision=revision, by=by, at=at, reason=reason)
    return _next(link, at=at)


@transaction.atomic
def record_stage(
    link: AnswerLink, *, revision: int, values: Mapping[str, Any], at: datetime, note: str = "", outcome: str = ""
) -> str:
    """Fill one step through a link; returns the token for the next one, empty when that is not the provider's."""
    by = _spend(link, at=at)
    handling.record_stage(link.referral, revision=revision, values=values, by=by, at=at, note=note, outcome=outcome)
    return _next(link, at=at)


def _spend(link: AnswerLink, *, at: datetime) -> Actor:
    """One conditional UPDATE: of two who press at once one wins; a refused act gives the link back (rollback)."""
    living = AnswerLink.objects.filter(pk=link.pk, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at)
    if not living.update(used_at=at):
        raise Refused(_("Tautan ini sudah dipakai. Minta tautan baru kepada Dinas Sosial."))
    return Actor(link=link)


def _next(link: AnswerLink, *, at: datetime) -> str:
    referral = link.referral
    going_on = referral.status in (ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS)
    if not going_on or stages.find(stages.read(referral.stages), referral.stage).actor != "provider":
        return ""
    activity.record("link.follow", target=referral, by=None, at=at)
    return _issue(referral, contact=link.contact, by=link.made_by, at=at)
