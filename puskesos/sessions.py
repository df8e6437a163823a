"""Sessions: kept in the database by account and device, ended after idleness, after a day's work, or by hand."""

import uuid
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from puskesos.models import Session, User
from puskesos.roles import OFFICE

# Idle and absolute limits (security.md T-SES). The field works where a signal may be an hour's walk away.
FIELD_LIMITS = (timedelta(hours=12), timedelta(days=14))
OFFICE_LIMITS = (timedelta(minutes=30), timedelta(hours=10))
# "Last seen" is written at most so often.
COARSE = timedelta(minutes=2)
PERSON = {field.column: field.attname for field in User._meta.concrete_fields}
KEPT = (
    f"SELECT session_data, {', '.join(f'person.{column}' for column in PERSON)} FROM puskesos_session"  # noqa: S608
    " LEFT JOIN puskesos_user person ON person.id = user_id WHERE session_key = %s AND expire_date > %s"
)
IDLE, ENDED = "idle", "absolute"

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
            ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip


class SessionStore(DatabaseStore):
    """Django's database sessions with account, device and times in columns."""

    # Whose session it is, as the database said when it was loaded.
    person: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our table."""
        return Session

    def load(self) -> dict[str, Any]:
        """What the session holds and whose it is, by one plain question: every request asks it."""
        with connection.cursor() as cursor:
            cursor.execute(KEPT, [self.session_key, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        data, *columns = row
        if columns[0] is not None:
            self.person = User.from_db(connection.alias, PERSON.values(), columns)
        return self.decode(data)

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """One row; what the pages list is copied out of the signed data, and no login stays without clocks."""
        if data.get("_auth_user_id") and not data.get("seen"):
            data.update(_clocks(device=data.get("device", ""), at=timezone.now()))
        row = cast(Session, super().create_model_instance(data))
        row.user_id = data.get("_auth_user_id")
        row.handle = data.get("handle") or uuid.uuid4()
        row.device = data.get("device", "")
        row.began_at, row.seen_at = _moment(data, "began"), _moment(data, "seen")
        return row


def _moment(data: Any, name: str) -> datetime | None:
    value = data.get(name)
    return datetime.fromisoformat(value) if value else None


def _clocks(*, device: str, at: datetime) -> dict[str, str]:
    """What a session knows of itself from its first moment."""
    return {"handle": str(uuid.uuid4()), "device": device, "began": at.isoformat(), "seen": at.isoformat()}


def begin(session: SessionBase, *, device: str, at: datetime) -> None:
    """Start the clocks of a session in which somebody has just logged in."""
    session.update(_clocks(device=device, at=at))


def person_of(request: HttpRequest) -> User | AnonymousUser:
    """Who is logged in: the person that came with the session; whatever is out of the ordinary is left to Django."""
    session = cast(SessionStore, request.session)
    stated, person = session.get(auth.HASH_SESSION_KEY), session.person
    if person is None or not stated or not person.is_active:
        return auth.get_user(request)
    is_ours = session.get(auth.BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
    is_named = is_ours and session[auth.SESSION_KEY] == str(person.pk)
    if is_named and constant_time_compare(stated, person.get_session_auth_hash()):
        return person
    return auth.get_user(request)


def see(session: SessionBase, *, at: datetime) -> None:
    """Note that the person is here."""
    seen = _moment(session, "seen")
    if seen is None or at - seen >= COARSE:
        session["seen"] = at.isoformat()


def over(session: SessionBase, role: str, *, at: datetime) -> str:
    """Why a session of this role is over at `at`: `IDLE`, `ENDED`, or empty when it goes on."""
    idle, absolute = OFFICE_LIMITS if role in OFFICE else FIELD_LIMITS
    began, seen = _moment(session, "began"), _moment(session, "seen")
    if began and at - began >= absolute:
        return ENDED
    return IDLE if seen and at - seen >= idle else ""


def left(session: SessionBase, role: str, *, at: datetime) -> int:
    """Seconds until this session ends if nothing more is asked of the server; 0 when it is over or has no clocks."""
    idle, absolute = OFFICE_LIMITS if role in OFFICE else FIELD_LIMITS
    began, seen = _moment(session, "began"), _moment(session, "seen")
    if not began or not seen:
        return 0
    return max(0, int((min(began + absolute, seen + idle) - at).total_seconds()))


def limits_words(role: str) -> str:
    """How long a login of this role lasts, as the login page and the profile say it."""
    if role in OFFICE:
        return _("Demi data warga, Anda keluar sendiri sesudah 30 menit tidak bekerja, paling lama 10 jam.")
    return _("Anda keluar sendiri sesudah 12 jam tidak bekerja, paling lama 14 hari.")


def device_of(user_agent: str) -> str:
    """`Chrome di Android`: enough to know one's own phone, too little to follow anybody."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "Peramban")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser} di {system}" if system else browser


def of_user(user: User, *, at: datetime) -> QuerySet[Session]:
    """Where a person is logged in, last seen first."""
    return user.sessions.filter(expire_date__gt=at).order_by("-seen_at", "handle")


def end(user: User, *, handle: uuid.UUID | None = None, but: str | None = None) -> int:
    """End one session of a person, or all, or all but the one with the key `but`; how many ended."""
    rows = Session.objects.filter(user=user).exclude(session_key=but or "")
    return (rows.filter(handle=handle) if handle else rows).delete()[0]


def sweep(*, at: datetime) -> int:
    """Forget sessions whose last day is over; how many."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]
