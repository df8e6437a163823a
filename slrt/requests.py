"""Requests that no browser of ours sends are answered before anything reads them."""

from collections.abc import Callable
from urllib.parse import unquote

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


class PlainAddressMiddleware:
    """Refuse a NUL in an address with 400: PostgreSQL keeps no such text, so nothing of ours has it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in unquote(request.get_full_path()):
            raise BadRequest("NUL in address")
        return self.get_response(request)
