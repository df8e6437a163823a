"""Answers to phones: always JSON, with a code for the app and a sentence for the operator."""

import json
import random
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from psycopg.errors import LockNotAvailable

from assessment.errors import Declined
from puskesos.errors import Refused

# Which status each refusal has; whatever is not named is a conflict.
STATUS = {
    "role": 403,
    "password": 403,
    "stale": 412,
    "too_big": 413,
    "not_jpeg": 415,
    "digest": 422,
    "broken": 422,
    "crowded": 429,
    "full": 507,
}
# Phones that were asked to wait come back one after another.
SHORTEST_WAIT_S, LONGEST_WAIT_S = 60, 900


def error(status: int, code: str, sentence: str, /, **facts: Any) -> HttpResponse:
    """An error; where the phone is to wait, it is told how long."""
    response = JsonResponse({"code": code, "sentence": sentence, **facts}, status=status)
    if status in (429, 503):
        wait = facts.get("retry_after") or random.randint(SHORTEST_WAIT_S, LONGEST_WAIT_S)  # noqa: S311
        response["Retry-After"] = str(wait)
    return response


def declined(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A refusal with its code; one of the domain without a code is `refused`."""
    if not isinstance(exception, Declined):
        reasons = getattr(exception, "reasons", [])
        return error(409, "refused", exception.sentence, reasons=reasons)  # type: ignore[attr-defined]
    return error(STATUS.get(exception.code, 409), exception.code, exception.sentence, **exception.facts)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A body that no app of ours sends; what was typed is not repeated."""
    places = [".".join(str(part) for part in one["loc"]) for one in getattr(exception, "errors", [])][:20]
    return error(400, "unreadable", _("Data dari HP tidak terbaca. Perbarui aplikasi, lalu kirim lagi."), places=places)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing that this person may see."""
    return error(404, "not_found", _("Tidak ditemukan. Perbarui daftar."))


def overloaded(request: HttpRequest, exception: BaseException) -> HttpResponse:
    """The database makes somebody wait, or is away: nothing was changed, the phone tries again."""
    if isinstance(exception.__cause__, LockNotAvailable):
        return error(423, "busy", _("Draf ini sedang diterima. Dikirim lagi sebentar."))
    return error(503, "unavailable", _("Server sedang sibuk. Data aman di HP, dikirim lagi nanti."))


def listen(api: NinjaAPI) -> None:
    """Answer every exception of the domain in the manner of this page."""
    api.add_exception_handler(Refused, declined)
    api.add_exception_handler(ValidationError, unreadable)
    api.add_exception_handler(HttpError, unreadable)
    api.add_exception_handler(RawPostDataException, unreadable)
    api.add_exception_handler(json.JSONDecodeError, unreadable)
    api.add_exception_handler(Http404, missing)
    api.add_exception_handler(OperationalError, overloaded)
    api.add_exception_handler(InterfaceError, overloaded)
