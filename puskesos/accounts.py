"""Accounts of the people who work here: invited, entered, amended, moved, ended, taken up again; nothing is deleted."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from puskesos import activity, sessions, throttle
from puskesos.errors import Refused
from puskesos.models import Activity, Invitation, Provider, Region, User
from puskesos.roles import DUTIES, MANAGED, REGION_LENGTH, Role

# A card is carried to a village; a new password is waited for.
LASTS = {Invitation.Purpose.INVITE: timedelta(days=14), Invitation.Purpose.RESET: timedelta(days=3)}
TOKEN_BYTES = 16


@dataclass(frozen=True)
class Post:
    """Where somebody works and as what."""

    role: str
    region: Region | None = None
    provider: Provider | None = None
    facilitator_kind: str = ""
    villages: Sequence[str] = ()
    duties: Sequence[str] = ()

    def columns(self) -> dict:
        """The columns of User that say so."""
        return {
            "role": self.role,
            "region": self.region,
            "provider": self.provider,
            "facilitator_kind": self.facilitator_kind,
            "villages": sorted({*self.villages} - {self.region.pk if self.region else ""}),
            "duties": list(self.duties),
        }


@dataclass(frozen=True)
class Contact:
    """Who somebody is and how to reach them."""

    full_name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Card:
    """A person and the link that opens the account: shown once, then gone."""

    user: User
    token: str
    purpose: str
    expires_at: datetime
    lines: list[str] = field(default_factory=list)


# --- who may do what to whom -----------------------------------------------------------------------------------------


def refuse_post(post: Post, *, by: User) -> None:
    """Refuse a post that `by` may not give away, or that does not hold together; the sentence says what to choose."""
    if not by.manages_accounts or post.role not in MANAGED[by.role]:
        raise Refused(_("Peran ini tidak Anda kelola."))
    if post.role == Role.PROVIDER:
        _refuse_provider(post, by)
    else:
        _refuse_region(post, by)
    if not set(post.duties) <= set(DUTIES.get(post.role, ())):
        raise Refused(_("Tugas itu tidak cocok dengan perannya."))
    if (post.facilitator_kind or post.villages) and post.role != Role.FACILITATOR:
        raise Refused(_("Jenis fasilitator dan desa lain hanya untuk fasilitator."))


def _refuse_provider(post: Post, by: User) -> None:
    if post.provider is None or post.region is not None:
        raise Refused(_("Pilih lembaga penyedia, tanpa wilayah."))
    if by.region_id and not post.provider.regency_id.startswith(by.region_id):
        raise Refused(_("Penyedia itu di luar wilayah Anda."))


def _refuse_region(post: Post, by: User) -> None:
    length = REGION_LENGTH.get(post.role)
    if post.provider is not None:
        raise Refused(_("Lembaga hanya untuk penyedia layanan."))
    if length and len(post.region.pk if post.region else "") != length:
        levels = {13: _("satu desa atau kelurahan"), 8: _("satu kecamatan"), 5: _("kabupaten")}
        raise Refused(_("Pilih %(level)s untuk peran ini.") % {"level": levels[length]})
    codes = [post.region.pk if post.region else "", *post.villages]
    if by.region_id and not all(code.startswith(by.region_id) for code in codes):
        raise Refused(_("Wilayah itu di luar wilayah Anda."))
    if any(len(code) != REGION_LENGTH[Role.FACILITATOR] for code in post.villages):
        raise Refused(_("Desa lain harus desa atau kelurahan."))


def _refuse_stranger(user: User, by: User) -> None:
    """Nobody touches an account that is not theirs to administer, and nobody their own."""
    if not User.objects.managed_by(by).filter(pk=user.pk).exists():
        raise Refused(_("Akun ini tidak Anda kelola."))


# --- invitation ------------------------------------------------------------------------------------------------------


@transaction.atomic
def invite(contact: Contact, post: Post, *, by: User, at: datetime, username: str = "") -> Card:
    """Make an account that only its one-time link opens; without a username one is made of the name."""
    refuse_post(post, by=by)
    username = username.strip().lower() or free_username(contact.full_name)
    if User.objects.filter(username=username).exists():
        raise Refused(_("Nama pengguna %(name)s sudah dipakai. Pilih yang lain.") % {"name": username})
    try:
        with transaction.atomic():
            user = User.objects.create_user(username, **vars(contact), **post.columns(), date_joined=at)
    except IntegrityError as clash:
        raise Refused(_("Nama pengguna ini baru saja dipakai orang lain. Pilih yang lain.")) from clash
    activity.record("account.invite", target=user, by=by, at=at, role=user.role, region=user.region_id)
    return _issue(user, Invitation.Purpose.INVITE, by=by, at=at)


@transaction.atomic
def found(contact: Contact, *, username: str, at: datetime) -> Card:
    """The first administrator of a new installation, who invites everybody else; Refused when there is one."""
    if User.objects.filter(role=Role.ADMIN, is_active=True).exists():
        raise Refused(_("Sudah ada administrator. Akun lain dibuat di halaman Petugas."))
    user = User(username=username.lower(), role=Role.ADMIN, date_joined=at, **vars(contact))
    user.set_unusable_password()
    try:
        user.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    user.save()
    activity.record("account.invite", target=user, by=None, at=at, role=user.role)
    return _issue(user, Invitation.Purpose.INVITE, by=user, at=at)


def free_username(full_name: str) -> str:
    """The first two words of a name with a dot between, and a number when somebody has that already."""
    base = ".".join(slugify(full_name).split("-")[:2])[:50] or "petugas"
    taken = set(User.objects.filter(username__startswith=base).values_list("username", flat=True))
    return next(name for name in (base, *(f"{base}{n}" for n in range(2, len(taken) + 3))) if name not in taken)


@transaction.atomic
def send_again(user: User, *, by: User, at: datetime) -> Card:
    """A new one-time link; older links end. Whoever had a password keeps it until the link is used."""
    _refuse_stranger(user, by)
    if not user.is_active:
        raise Refused(_("Akun ini nonaktif. Aktifkan dahulu."))
    purpose = Invitation.Purpose.RESET if user.has_entered else Invitation.Purpose.INVITE
    activity.record(f"account.{purpose}", target=user, by=by, at=at)
    return _issue(user, purpose, by=by, at=at)


def _issue(user: User, purpose: Invitation.Purpose, *, by: User, at: datetime) -> Card:
    _revoke(user, at=at)
    token, expires_at = secrets.token_urlsafe(TOKEN_BYTES), at + LASTS[purpose]
    Invitation.objects.create(
        user=user, purpose=purpose, digest=_digest(token), made_at=at, made_by=by, expires_at=expires_at
    )
    return Card(user=user, token=token, purpose=purpose, expires_at=expires_at)


def _revoke(user: User, *, at: datetime) -> None:
    user.invitations.filter(used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=at)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def living(token: str, *, at: datetime) -> Invitation | None:
    """The invitation of a token that still opens an account; None for a wrong, used, revoked or expired one alike."""
    rows = Invitation.objects.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at)
    return rows.filter(digest=_digest(token), user__is_active=True).select_related("user__region").first()


@transaction.atomic
def accept(invitation: Invitation, *, password: str, at: datetime) -> User:
    """Set the password through a link, which then ends, as do all sessions; Refused when somebody was faster."""
    user = invitation.user
    alive = Q(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at, user__is_active=True)
    if not Invitation.objects.filter(alive, pk=invitation.pk).update(used_at=at):
        raise Refused(_("Tautan ini sudah dipakai. Minta tautan baru."))
    _set_password(user, password)
    sessions.end(user)
    throttle.forget(user.username)
    activity.record("account.accept", target=user, by=user, at=at)
    return user


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise Refused(" ".join(weak.messages)) from weak
    user.set_password(password)
    user.save(update_fields=["password"])


# --- what changes ----------------------------------------------------------------------------------------------------


@transaction.atomic
def amend(user: User, *, contact: Contact, by: User, at: datetime) -> None:
    """Change name, phone and mail, of oneself or of an account one administers."""
    if user.pk != by.pk:
        _refuse_stranger(user, by)
    new = vars(contact)
    changed = sorted(name for name, value in new.items() if getattr(user, name) != value)
    if changed:
        User.objects.filter(pk=user.pk).update(**new)
        activity.record("account.amend", target=user, by=by, at=at, fields=changed)


@transaction.atomic
def move(user: User, post: Post, *, on: date, today: date, reason: str, by: User, at: datetime) -> None:
    """Give somebody another post from a day on, with a reason; every session ends.

    What was made before stays with the old village: rows carry their own village. Drafts that were not sent yet are
    held there until the supervisor hands them on (assessment/handover.py, security.md F13).
    """
    _refuse_stranger(user, by)
    refuse_post(post, by=by)
    _refuse_empty(reason)
    if on > today:
        raise Refused(_("Tanggal pindah tidak boleh sesudah hari ini. Catat pada harinya."))
    columns = post.columns()
    if all(getattr(user, name) == value for name, value in columns.items()):
        raise Refused(_("Tidak ada yang berubah. Pilih wilayah atau peran yang baru."))
    before = {"from_role": user.role, "from_region": user.region_id}
    User.objects.filter(pk=user.pk).update(**columns)
    sessions.end(user)
    after = {"role": post.role, "region": post.region.pk if post.region else None}
    activity.record(
        "account.move", target=user, by=by, at=at, **before, **after, on=on.isoformat(), reason=reason.strip()
    )


def region_on(user: User, day: date) -> str:
    """Code of the region where somebody worked on a day; the moves of an account say so."""
    moves = Activity.objects.filter(verb="account.move", target_type="user", target_id=str(user.pk))
    later = moves.filter(data__on__gt=day.isoformat()).order_by("data__on", "pk").first()
    return (later.data["from_region"] if later else user.region_id) or ""


def _refuse_empty(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Tulis alasannya."))


@transaction.atomic
def deactivate(user: User, *, reason: str, by: User, at: datetime) -> None:
    """End an account: no login, no session, no living link; all it made stays (security.md F14)."""
    _refuse_stranger(user, by)
    _refuse_empty(reason)
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        raise Refused(_("Akun ini sudah nonaktif."))
    sessions.end(user)
    _revoke(user, at=at)
    activity.record("account.deactivate", target=user, by=by, at=at, reason=reason.strip())


@transaction.atomic
def reactivate(user: User, *, reason: str, by: User, at: datetime) -> None:
    """Open an account again with the password it had; the drafts it left are its own again."""
    _refuse_stranger(user, by)
    _refuse_empty(reason)
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        raise Refused(_("Akun ini sudah aktif."))
    activity.record("account.reactivate", target=user, by=by, at=at, reason=reason.strip())


@transaction.atomic
def log_out(user: User, *, by: User, at: datetime) -> None:
    """End every session of somebody who lost a phone; the password stays, a new link changes it."""
    _refuse_stranger(user, by)
    ended = sessions.end(user)
    activity.record("account.end_sessions", target=user, by=by, at=at, ended=ended)


@transaction.atomic
def change_password(user: User, *, old: str, new: str, at: datetime, session_key: str | None) -> None:
    """Change one's own password; every other session ends."""
    if not user.check_password(old):
        raise Refused(_("Kata sandi lama tidak cocok."))
    _set_password(user, new)
    sessions.end(user, but=session_key)
    _revoke(user, at=at)
    activity.record("account.change_password", target=user, by=user, at=at)
