"""A refused action becomes a page with the sentence written for the person who tried."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from puskesos.errors import Refused


class RefusalMiddleware:
    """Show `Refused` as 409: nothing was changed, and the page says what to do next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Render the sentence and its reasons; any other exception goes its way."""
        if not isinstance(exception, Refused):
            return None
        return render(request, "409.html", {"refusal": exception}, status=409)
