"""Who administers accounts, and a cache that remembers nothing of other tests."""

import uuid

import pytest

from puskesos.models import User
from puskesos.roles import Duty, Role


@pytest.fixture
def admin(regions) -> User:
    """Administrator of the whole installation."""
    return User.objects.create_user("root", role=Role.ADMIN, full_name="Admin Sistem")


@pytest.fixture
def manager(regions) -> User:
    """Dinsos with the duty of a manager."""
    return User.objects.create_user(
        "gede", role=Role.DINSOS, region=regions["51.08"], full_name="Gede Manajer", duties=[Duty.MANAGER]
    )


@pytest.fixture
def own_cache(settings) -> None:
    """Counts of this test alone; the shared cache is never emptied."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": f"test-{uuid.uuid4()}"}}
