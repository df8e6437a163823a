"""Tries at a login: five, then a wait that doubles up to an hour and never locks for ever (security.md T-BRU)."""

import hashlib
import hmac
import logging
import unicodedata
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

from puskesos import limits

logger = logging.getLogger(__name__)

FREE_TRIES, WINDOW_S = 5, 300
LONGEST_MIN = 60
# After the last wait so long the next failure still doubles it.
MEMORY_S = 3600
ADDRESS_TRIES = 60
# So many failures of everybody together within ten minutes are an attack, or a broken office.
ALARM_AT, ALARM_S = 500, 600


def admit(name: str, *, at: datetime) -> timedelta:
    """Count one try for an account and say how long it has to wait; zero lets it through.

    The try is counted before the password is looked at, so that many at once gain nothing. Names that no account has
    wait alike. Without the cache everybody is let in: staff must work (docs/adr/0014).
    """
    keys = _keys(name)
    try:
        return _count(*keys, at=at)
    except RedisError:
        logger.warning("cache unreachable: logins are not throttled")
        return timedelta(0)


def _count(tries_key: str, wait_key: str, *, at: datetime) -> timedelta:
    until = cache.get(wait_key)
    if until:
        return max(timedelta(seconds=until - at.timestamp()), timedelta(seconds=1))
    cache.add(tries_key, 0, timeout=WINDOW_S)
    try:
        tries = cache.incr(tries_key)
    except ValueError:  # the span ended between the two lines
        return timedelta(0)
    if tries < FREE_TRIES:
        return timedelta(0)
    wait = timedelta(minutes=min(2 ** (tries - FREE_TRIES), LONGEST_MIN))
    if not cache.add(wait_key, (at + wait).timestamp(), timeout=int(wait.total_seconds())):
        cache.decr(tries_key)  # somebody's fifth try was a moment faster
        return wait
    cache.touch(tries_key, int(wait.total_seconds()) + MEMORY_S)
    return timedelta(0)


def forget(name: str) -> None:
    """The account was entered, or its owner got a new link: tries count from zero. The address keeps its count."""
    try:
        cache.delete_many(_keys(name))
    except RedisError:
        logger.warning("cache unreachable: logins are not throttled")


def _keys(name: str) -> tuple[str, str]:
    """Keys of one account; every way to write its name is one bucket, and the name itself is not in the cache."""
    same = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip()
    digest = hmac.digest(settings.SECRET_KEY.encode(), same.encode("utf-8", "replace"), hashlib.sha256).hex()[:32]
    return f"login:tries:{digest}", f"login:wait:{digest}"


def address_is_tired(request: HttpRequest) -> bool:
    """Whether too many logins failed from this address within five minutes."""
    return limits.reached(request, "login", at_most=ADDRESS_TRIES)


def note_failure(request: HttpRequest) -> None:
    """Count a failed login for its address and for the alarm; a later success takes nothing back."""
    limits.within_limit(request, "login", at_most=ADDRESS_TRIES, seconds=WINDOW_S)
    try:
        cache.add("login:failures", 0, timeout=ALARM_S)
        if cache.incr("login:failures") == ALARM_AT:
            logger.error("%d failed logins within ten minutes", ALARM_AT)
    except (RedisError, ValueError):
        logger.warning("cache unreachable: failed logins are not counted")
