"""The cast of the public counter: that of referrals, and a counter of requests that begins at nought."""

import uuid

import pytest

from puskesos.models import User
from referrals import complaints
from referrals.models import Complaint
from referrals.tests.conftest import NOW, complaint, hospital, manager, nurse, sent, service  # noqa: F401 fixtures


@pytest.fixture(autouse=True)
def fresh_counters(settings):
    """Requests of earlier tests do not count; the cache is the broker's too, so nothing is cleared."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid.uuid4().hex}}


@pytest.fixture
def handled(complaint: Complaint, dinsos: User) -> Complaint:  # noqa: F811 the fixture of that name
    """A complaint that waits for the citizen's answer."""
    return complaints.handle(complaint, by=dinsos, at=NOW, result="Kartu sudah aktif.")
