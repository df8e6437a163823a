"""Keys that seal drafts on phones, kept here too: a forgotten PIN loses nothing (ADR 21)."""

import base64
import uuid
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from assessment.errors import Declined
from assessment.models import DeviceKey
from households.identity import seal, unseal
from puskesos import activity, throttle
from puskesos.models import User

KEY_BYTES = 32


def keep_key(device: uuid.UUID, *, label: str, key: str, by: User, at: datetime) -> bool:
    """Keep the key of a phone (base64 of 32 bytes); True when it is new. A phone's key never changes."""
    found, made = DeviceKey.objects.get_or_create(
        pk=device, defaults={"user": by, "label": label, "cipher": seal(key), "at": at}
    )
    if made:
        activity.record("device.keep_key", target=found, by=by, at=at)
        return True
    if found.user_id != by.pk or unseal(bytes(found.cipher)) != key:
        raise Declined("other_key", _("Ponsel ini sudah punya kunci lain. Muat ulang aplikasi."))
    return False


def give_key(device: uuid.UUID, *, password: str, by: User, at: datetime) -> str:
    """The key of one's own phone for one's password; Declined `password`, or `crowded` after too many tries."""
    row = DeviceKey.objects.filter(pk=device, user=by).first()
    if row is None:
        raise Http404
    if wait := throttle.admit(by.username, at=at):
        words = _("Terlalu banyak percobaan. Tunggu sebentar, lalu coba lagi.")
        raise Declined("crowded", words, retry_after=int(wait.total_seconds()) + 1)
    if not by.check_password(password):
        raise Declined("password", _("Kata sandi tidak cocok. Periksa lagi."))
    throttle.forget(by.username)
    activity.record("device.give_key", target=row, by=by, at=at)
    return unseal(bytes(row.cipher))


def is_key(text: str) -> bool:
    """Whether a text is base64 of 32 bytes."""
    try:
        return len(base64.b64decode(text, validate=True)) == KEY_BYTES
    except ValueError:
        return False
