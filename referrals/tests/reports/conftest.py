"""The cast of the reports and its November, made once for each file; the names are those of the cast everywhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from conftest import make_regions
from puskesos.models import Provider, User
from puskesos.roles import Duty, Role
from referrals.tests.conftest import make_service
from referrals.tests.reports.november import build


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker) -> Iterator[dict[str, Any]]:
    """The cast and its November; each test runs inside the transaction and leaves it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _cast()
        transaction.set_rollback(True)


def _cast() -> dict[str, Any]:
    regions = make_regions()
    office, village = regions["51.08"], regions["51.08.01.2001"]
    hospital, make = Provider.objects.create(regency=office, name="RSUD Buleleng"), User.objects.create_user
    people = {
        "operator": make("ayu", role=Role.OPERATOR, region=village, full_name="Ayu Lestari"),
        "dinsos": make("putu", role=Role.DINSOS, region=office, full_name="Putu Arini"),
        "manager": make("rai", role=Role.DINSOS, region=office, full_name="Rai Sugiri", duties=[Duty.MANAGER]),
        "nurse": make("sri", role=Role.PROVIDER, provider=hospital, full_name="Sri Handayani"),
    }
    service = make_service(hospital)
    november = build(regions, service=service, **people)
    return {"regions": regions, "hospital": hospital, "service": service, "november": november, **people}


def _one(name: str):
    """A fixture that gives one of the cast to a test, as the database has it."""

    @pytest.fixture(name=name)
    def given(once, db) -> Any:
        found = once[name]
        return type(found).objects.get(pk=found.pk) if isinstance(found, User) else found

    return given


the_regions, the_operator, the_dinsos, the_manager, the_nurse, the_hospital, the_service, the_november = map(
    _one, ("regions", "operator", "dinsos", "manager", "nurse", "hospital", "service", "november")
)


@pytest.fixture
def leader(regions) -> User:
    """Sees totals of the regency."""
    return User.objects.create_user("bupati", role=Role.LEADER, region=regions["51.08"], full_name="Ketut Suardana")
