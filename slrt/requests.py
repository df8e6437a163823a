"""Requests that no browser of ours sends are answered before anything reads them."""

from collections.abc import Callable
from urllib.parse import unquote

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from slrt import phones

FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
# Room for twelve files of a form; a photo of more than 8 MB gets a sentence of its own (assessment/evidence.py).
MAX_BODY_BYTES = 96 * 2**20
# No length of a body is longer; Python reads no number of thousands of digits.
MOST_DIGITS = 18


class PlainAddressMiddleware:
    """Refuse a NUL in an address with 400: PostgreSQL keeps no such text, so nothing of ours has it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in unquote(request.get_full_path()):
            raise BadRequest("NUL in address")
        return self.get_response(request)


class FormBodyMiddleware:
    """Refuse a body that is no form, or larger than any of ours, with 400: a view would take it for an empty form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = _length(request)
        if length is None:
            raise BadRequest("no length of a body")
        if phones.from_phone(request):
            return phones.too_large() if phones.is_too_large(request, length) else self.get_response(request)
        if length > MAX_BODY_BYTES:
            raise BadRequest("body too large")
        if length and request.content_type not in FORMS:
            raise BadRequest("body is no form")
        return self.get_response(request)


def _length(request: HttpRequest) -> int | None:
    """How many bytes are announced; None when that is no number, or one that Python would not read."""
    stated = request.META.get("CONTENT_LENGTH") or "0"
    return int(stated) if stated.isdecimal() and len(stated) <= MOST_DIGITS else None
