"""Addresses that are keys by themselves stay out of logs and of the history of rows."""

import logging
import re
from typing import Any

from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware as PlainHistoryMiddleware

# One-time links of providers and invitations. nginx and gunicorn write no access log of these either (deploy/).
KEYS = re.compile(r"(?<![\w-])/(r|u)/[^/\s\"'?]+")


def without_keys(text: str) -> str:
    """The text with the secret part of such addresses blotted out."""
    return KEYS.sub(r"/\1/…", text)


class NoSecrets(logging.Filter):
    """Blot keys out of every line before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Write the message once, then clean it; the line itself always stays."""
        record.msg, record.args = without_keys(record.getMessage()), ()
        return True


class HistoryMiddleware(PlainHistoryMiddleware):
    """Who changed a row and on which page, as pghistory keeps it, without keys."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """User and address."""
        context = super().get_context(request)
        return {**context, "url": without_keys(context["url"])}
