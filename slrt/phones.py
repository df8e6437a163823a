"""Requests of the field app get answers that a program reads: never a page, never a way to another page."""

from collections.abc import Iterable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from assessment.api import answers

PREFIX = "/api/v1/"
PHOTOS = f"{PREFIX}photos"
# A draft with forty members and all it may say takes a tenth of it; a photo has a limit of its own.
MAX_BODY_BYTES = 512 * 2**10
# Several photos together stay in memory: no more than Django keeps there.
MAX_PHOTOS_BYTES = settings.FILE_UPLOAD_MAX_MEMORY_SIZE


def from_phone(request: HttpRequest) -> bool:
    """Whether the field app asks."""
    return request.path.startswith(PREFIX)


def is_photo(request: HttpRequest) -> bool:
    """Whether photos come: one, a piece of one, or several together."""
    return request.path.startswith(PHOTOS)


def is_too_large(request: HttpRequest, length: int) -> bool:
    """Whether more comes than any call of ours brings."""
    return length > (MAX_PHOTOS_BYTES if request.path == PHOTOS else MAX_BODY_BYTES)


def login_first() -> HttpResponse:
    """Nobody is logged in, or not any more: what waits on the phone stays there."""
    return answers.error(401, "login", _("Masuk lagi untuk mengirim. Data tidak hilang."))


def not_for_role() -> HttpResponse:
    """This role has no such call."""
    return answers.error(403, "role", _("Halaman ini bukan untuk peran Anda."))


def too_large() -> HttpResponse:
    """More than any draft holds."""
    return answers.error(413, "too_big", _("Data terlalu besar. Hubungi Dinas Sosial."))


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What no app of ours sends."""
    return answers.unreadable(request, exception)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No call of ours, or nothing that this person may see."""
    return answers.missing(request, exception)


def not_allowed(methods: Iterable[str]) -> HttpResponse:
    """A method that the call does not have."""
    response = answers.error(405, "method", _("Data dari HP tidak terbaca. Perbarui aplikasi, lalu kirim lagi."))
    response["Allow"] = ", ".join(sorted(methods))
    return response


def fault(request: HttpRequest, exception: BaseException | None) -> HttpResponse:
    """Our mistake, or the database is away before the call is reached; what is on the phone stays there."""
    if isinstance(exception, OperationalError | InterfaceError):
        return answers.overloaded(request, exception)
    return answers.error(500, "fault", _("Server bermasalah. Data aman di HP, dikirim lagi nanti."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form, or a call of the field app, without the token of its login."""
    if from_phone(request):
        return answers.error(403, "csrf", _("Masuk lagi untuk mengirim. Data tidak hilang."))
    return render(request, "403_csrf.html", status=403)
