"""The cast of the tests: who works where, in two regencies as small as the rules of scope need."""

import pytest

from puskesos.models import Region, User
from puskesos.roles import Role

pytest_plugins = ["slrt.tests.real_parts"]

REGIONS = {
    "51": "Bali",
    "51.08": "Kabupaten Buleleng",
    "51.08.01": "Gerokgak",
    "51.08.01.2001": "Sumberklampok",
    "51.08.01.2002": "Pejarakan",
    "51.08.02": "Seririt",
    "51.08.02.2001": "Unggahan",
    "35": "Jawa Timur",
    "35.26": "Kabupaten Bangkalan",
    "35.26.01": "Bangkalan",
    "35.26.01.2001": "Ujung Piring",
}


def make_regions() -> dict[str, Region]:
    """Codes to regions, from province to village."""
    rows = [
        Region(code=code, level=code.count(".") + 1, name=name, parent_id=code.rpartition(".")[0] or None)
        for code, name in REGIONS.items()
    ]
    return {row.code: row for row in Region.objects.bulk_create(rows)}


@pytest.fixture
def regions(db) -> dict[str, Region]:
    """Two regencies, as small as the rules of scope need."""
    return make_regions()


@pytest.fixture
def village(regions) -> Region:
    """The operator's village."""
    return regions["51.08.01.2001"]


@pytest.fixture
def neighbour_village(regions) -> Region:
    """Another village of the same district."""
    return regions["51.08.01.2002"]


def _user(username: str, role: Role, region: Region, full_name: str) -> User:
    return User.objects.create_user(username, role=role, region=region, full_name=full_name)


@pytest.fixture
def operator(village) -> User:
    """Registers and surveys in `village`."""
    return _user("ayu", Role.OPERATOR, village, "Ayu Lestari")


@pytest.fixture
def neighbour_operator(neighbour_village) -> User:
    """The same work, next door."""
    return _user("komang", Role.OPERATOR, neighbour_village, "Komang Sudarma")


@pytest.fixture
def supervisor(regions) -> User:
    """Reviews both villages of the district."""
    return _user("made", Role.SUPERVISOR, regions["51.08.01"], "Made Wirawan")


@pytest.fixture
def dinsos(regions) -> User:
    """Dinas Sosial of the regency."""
    return _user("putu", Role.DINSOS, regions["51.08"], "Putu Arini")


@pytest.fixture
def stranger(regions) -> User:
    """An operator of another regency, who may see nothing here."""
    return _user("siti", Role.OPERATOR, regions["35.26.01.2001"], "Siti Rohmah")
