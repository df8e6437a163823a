"""The second factor: time-based codes of an authenticator (RFC 6238, by pyca/cryptography) and codes on paper."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from puskesos import activity, sessions, throttle
from puskesos.errors import Refused
from puskesos.models import RecoveryCode, SecondFactor, User

DIGITS, STEP_S = 6, 30
SALT_BYTES, SECRET_BYTES = 16, 20
# Clocks of phones: one step earlier and one later are taken too.
DRIFT = (0, -1, 1)
CODES = 8
# Crockford's base 32, as on receipts: no letters that are read as others.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ISSUER = "SLRT"


def is_set_up(user: User) -> bool:
    """Whether logins of this person ask for a code."""
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


def prepare(user: User) -> SecondFactor:
    """The authenticator that is being set up; opening the page twice shows the same secret."""
    factor, _new = SecondFactor.objects.get_or_create(user=user, defaults={"salt": secrets.token_bytes(SALT_BYTES)})
    return factor


def _secret(factor: SecondFactor) -> bytes:
    """20 bytes from salt and a key that stays outside the database; one key of its own for this purpose."""
    return _keyed(b"slrt second factor " + bytes(factor.salt))[:SECRET_BYTES]


def _keyed(text: bytes) -> bytes:
    return hmac.digest(bytes.fromhex(settings.IDENTITY_INDEX_KEY), text, hashlib.sha256)


def typed_secret(factor: SecondFactor) -> str:
    """The secret in groups of four, for phones without a camera."""
    text = base64.b32encode(_secret(factor)).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address(factor: SecondFactor, user: User) -> str:
    """The `otpauth://` address that an authenticator reads from a QR code."""
    return _totp(factor).get_provisioning_uri(user.username, ISSUER)


def _totp(factor: SecondFactor) -> TOTP:
    return TOTP(_secret(factor), DIGITS, SHA1(), STEP_S)  # noqa: S303 what every authenticator speaks


def code_at(factor: SecondFactor, *, at: datetime) -> str:
    """The code that an authenticator shows at a moment."""
    return _totp(factor).generate(int(at.timestamp())).decode()


@transaction.atomic
def confirm(user: User, code: str, *, at: datetime) -> list[str]:
    """Finish setting up with the first code; returns the recovery codes, said once and kept nowhere."""
    factor = SecondFactor.objects.select_for_update().filter(user=user, confirmed_at__isnull=True).first()
    if factor is None:
        raise Refused(_("Kode kedua sudah aktif. Muat ulang halaman."))
    if not _accept(factor, code, at=at):
        raise Refused(_("Kode tidak cocok. Periksa jam HP, lalu ketik kode yang sedang tampil."))
    SecondFactor.objects.filter(pk=factor.pk).update(confirmed_at=at)
    activity.record("account.second_factor_on", target=user, by=user, at=at)
    return _issue_codes(user)


def _issue_codes(user: User) -> list[str]:
    codes = ["".join(secrets.choice(ALPHABET) for _place in range(10)) for _number in range(CODES)]
    user.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(code)) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


@transaction.atomic
def renew_codes(user: User, code: str, *, at: datetime) -> list[str]:
    """New recovery codes against a code of the authenticator; the old ones end."""
    verify(user, code, at=at)
    activity.record("account.recovery_codes", target=user, by=user, at=at)
    return _issue_codes(user)


@transaction.atomic
def verify(user: User, code: str, *, at: datetime) -> None:
    """Take a code of the authenticator or one on paper, each once; Refused otherwise, with waits like a password's."""
    wait = throttle.admit(f"code {user.pk}", at=at)
    if wait:
        raise Refused(_("Terlalu banyak percobaan. Coba lagi %(n)d menit lagi.") % {"n": -(-wait.seconds // 60)})
    typed = "".join(code.split()).replace("-", "").upper()
    factor = SecondFactor.objects.select_for_update().filter(user=user, confirmed_at__isnull=False).first()
    if factor is None or not (_accept(factor, typed, at=at) or _spend(user, typed, at=at)):
        raise Refused(_("Kode tidak cocok. Ketik kode yang sedang tampil, atau satu kode cadangan."))
    throttle.forget(f"code {user.pk}")


def _accept(factor: SecondFactor, code: str, *, at: datetime) -> bool:
    """Whether the code belongs to this or a neighbouring step that is newer than the last accepted one."""
    now = int(at.timestamp()) // STEP_S
    for step in (now + drift for drift in DRIFT):
        expected = _totp(factor).generate(step * STEP_S)
        if hmac.compare_digest(expected, "".join(code.split()).encode()):
            newer = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step)
            return newer.update(last_step=step) == 1
    return False


def _spend(user: User, code: str, *, at: datetime) -> bool:
    unused = user.recovery_codes.filter(digest=_digest(code), used_at__isnull=True)
    if not unused.update(used_at=at):
        return False
    activity.record("account.recovery_code", target=user, by=user, at=at)
    return True


def _digest(code: str) -> str:
    """50 random bits are too few for a plain digest: without the key they cannot be tried."""
    return _keyed(b"slrt recovery code " + code.encode("utf-8", "replace")).hex()


@transaction.atomic
def switch_off(user: User, code: str, *, at: datetime) -> None:
    """Do without, against a code; where office roles must have one they cannot."""
    verify(user, code, at=at)
    remove(user)
    activity.record("account.second_factor_off", target=user, by=user, at=at)


@transaction.atomic
def reset(user: User, *, reason: str, by: User, at: datetime) -> None:
    """Take a lost authenticator away; the person sets up a new one at the next login, and every session ends."""
    if not reason.strip():
        raise Refused(_("Tulis alasannya."))
    remove(user)
    sessions.end(user)
    activity.record("account.second_factor_reset", target=user, by=by, at=at, reason=reason.strip())


def remove(user: User) -> None:
    """Delete authenticator and codes."""
    SecondFactor.objects.filter(user=user).delete()
    user.recovery_codes.all().delete()
