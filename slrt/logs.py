"""Log lines as JSON: what happened to which request, by whom as a number, and never what it was about (ADR 20)."""

import json
import logging
import re
import secrets
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from slrt.secrets import without_secrets

logger = logging.getLogger("slrt.requests")

# Crockford's letters: people read the number to the office over the phone.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER_LENGTH = 10
# What a proxy of ours may hand on; nothing longer than half an identity number in digits.
HANDED_ON = re.compile(r"(?!.*\d{9})[0-9A-Za-z-]{8,64}")
FRAMES = 12

# The request whose lines are being written; empty outside of requests.
number_now: ContextVar[str] = ContextVar("request_number", default="")


class RequestLogMiddleware:
    """Give every request a number, hand it back as X-Request-ID, and write one line when it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = _number(request)
        token, started = number_now.set(request.id), time.monotonic()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request.id
            _write(request, response.status_code, round(1000 * (time.monotonic() - started)))
            return response
        finally:
            number_now.reset(token)


def _number(request: HttpRequest) -> str:
    """The number that our own proxy made, else a new one."""
    handed_on = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXIES else ""
    if HANDED_ON.fullmatch(handed_on):
        return handed_on
    return "".join(secrets.choice(LETTERS) for _place in range(NUMBER_LENGTH))


def _write(request: HttpRequest, status: int, milliseconds: int) -> None:
    """One line: the view by its name, for addresses hold keys of rows and of citizens; static files write none."""
    match = request.resolver_match
    if match is None and status < 400:
        return
    view = match.view_name if match else ""
    user = getattr(request, "user", None)
    who = user.pk if user is not None and user.is_authenticated else None
    facts = {"method": request.method, "view": view, "user": who, "status": status, "milliseconds": milliseconds}
    logger.info("%s %s %s %d ms", request.method, view, status, milliseconds, extra={"facts": facts})


class JsonLines(logging.Formatter):
    """One JSON object a line, times in UTC; of an exception its kind and place, for its text may quote a row."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": number_now.get(),
        }
        facts = getattr(record, "facts", None)
        line |= facts if facts else {"message": _message(record)}
        if record.exc_info and record.exc_info[1]:
            line |= _cause(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    """The message; where Celery puts the exception's own text into it, up to that text."""
    message = record.getMessage()
    error = record.exc_info[1] if record.exc_info else None
    for text in (repr(error), str(error)) if error else ():
        # As the filter before us has left it.
        message = message.partition(without_secrets(text))[0] if text else message
    return message


def _cause(error: BaseException) -> dict[str, Any]:
    """Kinds of the exception and of what led to it, and the last places of the stack."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    kinds, seen = [], error
    while seen is not None and len(kinds) < FRAMES:
        kinds.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        seen = seen.__cause__ or seen.__context__
    return {"error": kinds, "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]}
