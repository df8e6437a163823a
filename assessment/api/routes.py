"""The calls of the field app: read what to do, hand over drafts and photos, send."""

import hashlib
import json
from base64 import b64decode
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, NinjaAPI, UploadedFile
from ninja.decorators import decorate_view
from ninja.responses import NinjaJSONEncoder

from assessment import devices, drafts, instrument, parts, uploads, visit_list
from assessment.api import answers, schemas, states
from assessment.errors import Declined
from assessment.models import Instrument
from households import codes
from households.identity import known_districts
from puskesos import limits
from puskesos.models import Round
from puskesos.roles import SENDS

# The oldest protocol of the app that is still understood; an older one is told to load itself anew.
OLDEST_APP = 1
# Enough for a queue of a day, too little for a machine gone wild; counted per person.
CALLS_A_MINUTE = 600
LAG_ASKED_EVERY = timedelta(seconds=10)
_last_lag: list[Any] = [None, False]

api = NinjaAPI(
    title="SLRT: aplikasi lapangan",
    version="1",
    description="Kontrak: docs/field-app.md. Semua jawaban JSON; galat memuat `code` dan `sentence`.",
    urls_namespace="api",
    docs_url=None,
)
answers.listen(api)

ERRORS = dict.fromkeys((400, 401, 403, 404, 409, 412, 413, 415, 422, 423, 426, 429, 503, 507), schemas.ErrorOut)


def errors(*statuses: int) -> dict[int, Any]:
    """Documented errors of a call, with those that any call may have."""
    return {status: ERRORS[status] for status in (*statuses, 400, 401, 403, 429, 503)}


def polite(view: Callable[..., Any]) -> Callable[..., Any]:
    """What every call asks before its body is read: a known app, and not too often."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        app = request.headers.get("X-SLRT-App", str(OLDEST_APP))
        if not app.isdecimal() or len(app) > 9 or int(app) < OLDEST_APP:
            return answers.error(
                426, "old_app", _("Aplikasi di HP ini sudah lama. Muat ulang aplikasi, lalu kirim lagi.")
            )
        if not limits.person_within_limit(request.user.pk, "api", at_most=CALLS_A_MINUTE, seconds=60):
            words = _("Terlalu banyak permintaan. Dikirim lagi sebentar.")
            return answers.error(429, "crowded", words, retry_after=60)
        return view(request, *args, **kwargs)

    return asked


# --- reading ---------------------------------------------------------------------------------------------------------


@api.get("/session", response=errors(426), url_name="session")
@decorate_view(polite)
def session(request: HttpRequest) -> HttpResponse:
    """Who is logged in, a fresh CSRF token, and what this server takes."""
    user, today = request.user, timezone.localdate()
    rounds = Round.objects.announced().filter(regency_id=(user.region_id or "")[:5]).order_by("-opens_on")[:4]
    return JsonResponse(
        {
            "service": "slrt",
            "user": {
                "id": user.pk,
                "name": user.full_name,
                "role": user.role,
                "village": {"code": user.region_id, "name": user.region.name if user.region else ""},
            },
            "may_send": user.role in SENDS,
            "csrf": get_token(request),
            "server_time": timezone.now().isoformat(),
            "oldest_app": OLDEST_APP,
            "instruments": visit_list.versions(user, on=today),
            "rounds": [_round(row, user.region_id or "", on=today) for row in rounds],
            "help": settings.HELP_CONTACT,
        }
    )


def _round(row: Round, code: str, *, on: Any) -> dict[str, Any]:
    closes = row.closes_on_in(code[:8]).isoformat()
    facts = {"id": row.pk, "name": row.name, "opens_on": row.opens_on.isoformat(), "closes_on": closes}
    return {**facts, "is_open": row.is_open_in(code[:8], on=on)}


@api.get("/instruments/{int:version}", response=errors(404, 426), url_name="instrument")
@decorate_view(polite)
def instrument_detail(request: HttpRequest, version: int) -> HttpResponse:
    """A published version, without points and classes: the village must not steer answers by them."""
    regency = (request.user.region_id or "")[:5]
    published = Instrument.objects.of_regency(regency).filter(published_at__isnull=False)
    row = published.filter(pk=version).first()
    if row is None:
        return answers.missing(request, LookupError())
    last = instrument.last_day(row, among=published.filter(retired_at__isnull=True))
    line = instrument.poverty_line(regency, on=timezone.localdate())
    shown = states.instrument_shown(instrument.definition(row.pk))
    return JsonResponse({**shown, "poverty_line_rp": line, "last_day": last and last.isoformat()})


@api.get("/codes", response=errors(426), url_name="codes")
@decorate_view(polite)
def code_lists(request: HttpRequest) -> HttpResponse:
    """Code lists of a person and a family."""
    lists = {name: codes.code_list(name) for name in codes.names()}
    return JsonResponse({name: {"title": one.title, "choices": codes.choices(name)} for name, one in lists.items()})


@api.get("/regions", response=errors(426), url_name="regions")
@decorate_view(polite)
def regions(request: HttpRequest) -> HttpResponse:
    """Which districts there are, by the first digits of a NIK."""
    return JsonResponse(known_districts())


@api.get("/work", response=errors(426), url_name="work")
@decorate_view(polite)
def work(request: HttpRequest, after: str = "") -> HttpResponse:
    """Families of the village, fifty at a time; with the first page the surveys in hand."""
    families, following = visit_list.families(request.user, after=after, on=timezone.localdate())
    in_hand = visit_list.in_hand(request.user, at=timezone.now()) if not after else []
    return JsonResponse({"households": families, "next": following, "assessments": in_hand})


@api.get("/assessments/{uuid:pk}", response={200: schemas.CurrentOut, **errors(404, 409, 426)}, url_name="assessment")
@decorate_view(polite)
def assessment_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the server has of a draft, for another phone or to compare."""
    state = drafts.state_of(pk, by=request.user)
    return JsonResponse(states.current(state, request.user), encoder=NinjaJSONEncoder)


# --- writing ---------------------------------------------------------------------------------------------------------

RECEIVED = {201: schemas.StateOut, 200: schemas.StateOut, **errors(404, 409, 412, 423, 426), 422: schemas.ProblemsOut}


@api.put("/assessments/{uuid:pk}", response=RECEIVED, url_name="assessment")
@decorate_view(polite)
def assessment_put(request: HttpRequest, pk: UUID, draft: schemas.DraftIn) -> HttpResponse:
    """Hand over one revision of a draft."""
    sent = drafts.Sent(
        pk=pk,
        instrument=draft.instrument,
        revision=draft.revision,
        parent=draft.parent_revision,
        started_at=draft.started_at,
        finished_at=draft.finished_at,
        device=draft.device,
        device_at=draft.device_at,
        # As it was written, for the hash: what the schema made of it may read otherwise.
        content=json.loads(request.body)["content"],
    )
    try:
        state, made = drafts.receive(sent, by=request.user, at=timezone.now(), on=timezone.localdate())
    except Declined as refusal:
        return _with_current(request, pk, refusal)
    if state.problems:
        return answers.error(422, states.problem_code(state), _("Ada yang perlu diperbaiki"), **states.shown(state))
    return JsonResponse(states.shown(state), status=201 if made else 200, encoder=NinjaJSONEncoder)


def _with_current(request: HttpRequest, pk: UUID, refusal: Declined) -> HttpResponse:
    """A refused draft; one that was overtaken gets what the server has, to compare."""
    if refusal.code in ("stale", "sent"):
        refusal.facts["current"] = states.current(drafts.state_of(pk, by=request.user), request.user)
    return answers.declined(request, refusal)


SENT = {201: schemas.StateOut, 200: schemas.StateOut, **errors(404, 409, 412, 423, 426)}


@api.post("/assessments/{uuid:pk}/submit", response=SENT, url_name="submit")
@decorate_view(polite)
def assessment_submit(request: HttpRequest, pk: UUID, body: schemas.SubmitIn) -> HttpResponse:
    """Send a received draft, once all its photos are here."""
    now, today = timezone.now(), timezone.localdate()
    state, made = drafts.submit(pk, revision=body.revision, by=request.user, at=now, on=today)
    return JsonResponse(states.shown(state), status=201 if made else 200, encoder=NinjaJSONEncoder)


PHOTO = {201: schemas.PhotoOut, 200: schemas.PhotoOut, **errors(413, 415, 422, 426, 507)}


@api.put("/photos/{sha256}", response=PHOTO, url_name="photo")
@decorate_view(polite)
def photo_put(request: HttpRequest, sha256: str) -> HttpResponse:
    """Hand over one photo under its hash."""
    if not states.is_digest(sha256):
        return answers.missing(request, LookupError())
    if int(request.META.get("CONTENT_LENGTH") or 0) > uploads.MAX_BYTES:
        raise Declined("too_big", _("Foto terlalu besar (maks 400 KB)."))
    now = timezone.now()
    _refuse_while_behind(at=now)
    data = request.read(uploads.MAX_BYTES + 1)
    if not _digest_holds(request, data):
        raise Declined("digest", _("Foto gagal terkirim. Coba lagi."))
    made = uploads.receive(sha256, data, by=request.user, at=now)
    return JsonResponse({"sha256": sha256}, status=201 if made else 200)


PHOTOS = {200: schemas.PhotosReceivedOut, **errors(413, 426, 507)}


@api.post("/photos", response=PHOTOS, url_name="photos")
@decorate_view(polite)
def photos_post(request: HttpRequest, photos: File[list[UploadedFile]]) -> HttpResponse:
    """Hand over several photos on a line that is quick; the file name of each is its hash."""
    now = timezone.now()
    _refuse_while_behind(at=now)
    named = {photo.name: photo.read() for photo in photos if states.is_digest(photo.name or "")}
    if len(named) < len(photos):
        return answers.unreadable(request, ValueError())
    refused = uploads.receive_together(named, by=request.user, at=now)
    return JsonResponse(
        {
            "received": [digest for digest in named if digest not in refused],
            "refused": {digest: {"code": why.code, "sentence": why.sentence} for digest, why in refused.items()},
        }
    )


PART = {201: schemas.PhotoOut, 200: schemas.PhotoOut, 202: schemas.PartOut, **errors(409, 413, 415, 422, 426, 507)}


@api.put("/photos/{sha256}/parts/{int:start}", response=PART, url_name="photo_part")
@decorate_view(polite)
def photo_part_put(request: HttpRequest, sha256: str, start: int, total: int) -> HttpResponse:
    """Hand over a piece of a photo on a line that breaks: `start` is what the server has, `total` the whole size."""
    if not states.is_digest(sha256):
        return answers.missing(request, LookupError())
    now = timezone.now()
    _refuse_while_behind(at=now)
    data = request.read(uploads.MAX_BYTES + 1)
    if not _digest_holds(request, data):
        raise Declined("digest", _("Foto gagal terkirim. Coba lagi."))
    complete, received = parts.append(sha256, data, start=start, total=total, by=request.user, at=now)
    return JsonResponse({"sha256": sha256, "received": received}, status=201 if complete else 202)


def _refuse_while_behind(*, at: datetime) -> None:
    """Let photos wait on the phone while workers are far behind; asked every few seconds, not for every photo."""
    asked, is_behind = _last_lag
    if not asked or at - asked > LAG_ASKED_EVERY:
        is_behind = uploads.is_lagging(at=at)
        _last_lag[:] = at, is_behind
    if is_behind:
        raise Declined("crowded", _("Server ramai. Foto dikirim otomatis nanti."))


def _digest_holds(request: HttpRequest, data: bytes) -> bool:
    """Whether the body is what Content-Digest (RFC 9530) says; a body without one is judged by its address."""
    stated = request.headers.get("Content-Digest", "")
    if not stated:
        return True
    try:
        return b64decode(stated.removeprefix("sha-256=").strip(":"), validate=True) == hashlib.sha256(data).digest()
    except ValueError:
        return False


DEVICE = {201: schemas.DeviceOut, 200: schemas.DeviceOut, **errors(409, 426)}


@api.put("/devices/{uuid:device}", response=DEVICE, url_name="device")
@decorate_view(polite)
def device_put(request: HttpRequest, device: UUID, body: schemas.KeyIn) -> HttpResponse:
    """Keep the key of a phone."""
    if not devices.is_key(body.key):
        return answers.unreadable(request, ValueError())
    made = devices.keep_key(device, label=body.label, key=body.key, by=request.user, at=timezone.now())
    return JsonResponse({"device": str(device)}, status=201 if made else 200)


@api.post("/devices/{uuid:device}/key", response={200: schemas.KeyOut, **errors(404, 426)}, url_name="device_key")
@decorate_view(polite)
def device_key(request: HttpRequest, device: UUID, body: schemas.PasswordIn) -> HttpResponse:
    """Give the key of a phone back for the password."""
    key = devices.give_key(device, password=body.password, by=request.user, at=timezone.now())
    return JsonResponse({"key": key})


def addresses() -> tuple[list[Any], str, str]:
    """The calls as Django's URLs: with Django's own CSRF check, which the library leaves out; the document public."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        pattern.callback.csrf_exempt = False
        pattern.callback.login_required = pattern.name not in ("openapi-json", "api-root")
    return patterns, app, namespace
