"""The world of the tests that walk every address, built once per module."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from assessment.tests.conftest import household, open_round, published, wait  # noqa: F401 fixtures of the survey
from conftest import make_regions
from slrt.tests.world import World, build


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[World]:
    """The world, built once; each test runs inside its transaction and leaves it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(make_regions())
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db) -> World:
    return built
