"""How often somebody may try: counted in the cache of each server process, so losing it only forgets the count."""

from django.core.cache import cache
from django.http import HttpRequest


def origin(request: HttpRequest) -> str:
    """Where a request came from: what our own proxy wrote last, else the connection itself."""
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return (forwarded or request.META.get("REMOTE_ADDR", ""))[:45]


def reached(what: str, request: HttpRequest, *, most: int) -> bool:
    """Whether this origin has already missed `most` times."""
    return cache.get(_key(what, request), 0) >= most


def count(what: str, request: HttpRequest, *, seconds: int) -> None:
    """Count one miss of this origin; it is forgotten after so many seconds since the first."""
    key = _key(what, request)
    if not cache.add(key, 1, timeout=seconds):
        try:
            cache.incr(key)
        except ValueError:  # it ran out between the two lines
            cache.set(key, 1, timeout=seconds)


def _key(what: str, request: HttpRequest) -> str:
    return f"limit:{what}:{origin(request).replace(' ', '')}"
