"""Pages for requests that cannot be read and for faults of ours; they need neither database nor login."""

import sys
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults

from slrt import phones


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    if phones.from_phone(request):
        return phones.unreadable(request, exception or ValueError())
    return _page(request, "400.html", status=400)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    if phones.from_phone(request):
        return phones.missing(request, exception)
    return defaults.page_not_found(request, exception)


def not_a_page(request: HttpRequest, *, methods: Iterable[str]) -> HttpResponse:
    """405: a link or a login led to an address that only a button may call."""
    response = _page(request, "405.html", status=405)
    response["Allow"] = ", ".join(sorted(methods))
    return response


def fault(request: HttpRequest) -> HttpResponse:
    """500: no context processor runs, for the next question to the database may fail as well."""
    if phones.from_phone(request):
        return phones.fault(request, sys.exception())
    return _page(request, "500.html", status=500)


def _page(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    known = {"help_contact": settings.HELP_CONTACT, "request_id": getattr(request, "id", "")}
    return HttpResponse(loader.get_template(template).render(known), status=status)
