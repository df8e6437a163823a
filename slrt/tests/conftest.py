"""The world of the tests that walk every address, built once per module; the family of the journeys."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from assessment import instrument
from assessment.tests.conftest import household, open_round, published, wait  # noqa: F401 fixtures of the survey
from conftest import make_regions
from households import registry
from households.facts import Address, Person
from households.models import Household
from puskesos.models import Round
from slrt.tests.field_steps import field_phone, make_visit, running_version  # noqa: F401 a phone before the server
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


@pytest.fixture
def family(regions, operator, village) -> Household:
    """A family that waits for its visit in a running round."""
    now, today = timezone.now(), timezone.localdate()
    instrument.load(at=now)
    week = timedelta(days=7)
    Round.objects.create(regency=regions["51.08"], name="Berjalan", opens_on=today - week, closes_on=today + week)
    head = Person(name="LUH SARI", nik="5108014711870001", sex="2", relation="1", birth_date=date(1987, 11, 7))
    address = Address(address="Banjar Tegal")
    return registry.register(village=village, kk=None, address=address, head=head, by=operator, on=today, at=now)
