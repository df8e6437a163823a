"""How often one address may ask what is open to all: enough for a family behind one phone mast, too little to sweep."""

import hashlib
import logging
from functools import lru_cache

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis import Redis
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def within_limit(request: HttpRequest, what: str, *, at_most: int, seconds: int) -> bool:
    """Count this request and say whether its address stays within `at_most` in the running span of `seconds`.

    Mobile networks put many people behind one address, so limits are generous: a ticket holds 128 random bits and is
    not guessed; this guards the machine. Without the cache everybody is let in.
    """
    return _within(_key(what, request), what, at_most=at_most, seconds=seconds)


def person_within_limit(person: int, what: str, *, at_most: int, seconds: int) -> bool:
    """The same for one person who is logged in, wherever they are."""
    return _within(f"limit:{what}:person:{person}", what, at_most=at_most, seconds=seconds)


def _within(key: str, what: str, *, at_most: int, seconds: int) -> bool:
    name = cache.make_key(key)
    try:
        # Both at once and in one way there and back: every photo of a phone is counted.
        with _counter(settings.CACHES["default"]["LOCATION"]).pipeline() as line:
            counted = line.set(name, 0, nx=True, ex=seconds).incr(name).execute()[1]
        return bool(counted <= at_most)
    except RedisError:
        logger.warning("cache unreachable: %s is not limited", what)
        return True


@lru_cache
def _counter(location: str) -> Redis:
    return Redis.from_url(location, **settings.CACHES["default"]["OPTIONS"])


def reached(request: HttpRequest, what: str, *, at_most: int) -> bool:
    """Whether this address has used up what `within_limit` counts, without counting this request."""
    try:
        return cache.get(_key(what, request), 0) >= at_most
    except RedisError:
        logger.warning("cache unreachable: %s is not limited", what)
        return False


def _key(what: str, request: HttpRequest) -> str:
    return f"limit:{what}:{_digest(address_of(request))}"


def address_of(request: HttpRequest) -> str:
    """The address that asks: what the outermost proxy of ours saw; what stands left of that anybody may have typed."""
    if settings.TRUSTED_PROXIES:
        seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if len(seen) >= settings.TRUSTED_PROXIES:
            return seen[-settings.TRUSTED_PROXIES]
    return request.META.get("REMOTE_ADDR", "")


def _digest(address: str) -> str:
    """No addresses of people in the cache."""
    return hashlib.sha256(f"{settings.SECRET_KEY}{address}".encode()).hexdigest()[:32]
