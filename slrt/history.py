"""What the history of rows says of a request: who asked and on which page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from pghistory.middleware import HistoryMiddleware as PlainHistoryMiddleware

from slrt import phones
from slrt.secrets import without_keys


class HistoryMiddleware(PlainHistoryMiddleware):
    """Who changed a row and on which page, as pghistory keeps it, without keys."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A photo on its way changes no row that has a history."""
        return self.get_response(request) if phones.is_photo(request) else super().__call__(request)

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """User and address."""
        context = super().get_context(request)
        return {**context, "url": without_keys(context["url"])}
