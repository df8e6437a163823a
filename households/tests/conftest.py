"""Households of the tests of this app."""

from datetime import date

import pytest

from households import registry
from households.facts import Address, Person
from households.models import HEAD, Household, Member

NIK = "5108016011870009"  # invented: Gerokgak, a woman, 20-11-1987
KK = "5108011203150007"
JOINED = date(2025, 11, 3)


@pytest.fixture
def household(operator, village) -> Household:
    """Ketut Sari with her card, alone."""
    return registry.register(
        village=village,
        kk=KK,
        address=Address(address="Br. Dinas Kaja", dusun="Kaja", rt="3", rw="1", phone="+62 812-3456-7890"),
        head=Person(name="Ketut Sari", sex="2", relation=HEAD, nik=NIK, birth_date=date(1987, 11, 20)),
        by=operator,
        on=JOINED,
    )


@pytest.fixture
def head(household) -> Member:
    """Ketut Sari."""
    return household.members.get()


@pytest.fixture
def child(household, head, operator) -> Member:
    """Her son, a baby whose NIK is not issued yet."""
    person = Person(name="Gede Putra", sex="1", relation="3", identity_status="4", birth_date=date(2025, 2, 1))
    return registry.add_member(household, person=person, by=operator, on=JOINED)
