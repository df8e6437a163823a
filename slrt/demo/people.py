"""The accounts of the demo world: an operator in every village, a supervisor in every district, an office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.contrib.auth.hashers import make_password

from puskesos.models import Provider, Region, User
from puskesos.roles import Duty, FacilitatorKind, Role
from slrt.demo import names

PASSWORD = "rumah-terbuka-2026"  # noqa: S105 meant to be read by everybody who tries the demo
# The office: front and back office, the manager who decides, the team that finds people, the case team of two.
DINSOS: dict[str, list[Duty]] = {
    "dinsos": [],
    "dinsos-2": [],
    "manajer": [Duty.MANAGER],
    "penjangkau": [Duty.OUTREACH],
    "tim-ppa": [Duty.CASE_WORKER],
    "tim-ppa-2": [Duty.CASE_WORKER],
}
FACILITATORS: dict[str, FacilitatorKind] = {
    "fasilitator": FacilitatorKind.PKH,
    "koordinator": FacilitatorKind.DTKS,
    "peksos": FacilitatorKind.SAKTI_PEKSOS,
    "kaling": FacilitatorKind.HAMLET_HEAD,
    "karang-taruna": FacilitatorKind.KARANG_TARUNA,
    "tokoh": FacilitatorKind.NOTABLE,
}
NEWCOMERS = ("operator-baru", "operator-lama")
# One account for each role and duty, in the order in which work passes them.
SHOWN = (
    "operator", "fasilitator", "koordinator", "supervisor", "dinsos", "manajer", "penjangkau", "tim-ppa", "penyedia",
    "pimpinan", "pemeriksa", "admin",
)  # fmt: skip


@dataclass(frozen=True)
class Login:
    """A line of the table of demo logins."""

    username: str
    password: str
    role: str
    region: str


@dataclass(frozen=True)
class Crew:
    """Who works where."""

    operators: dict[str, User]
    supervisors: dict[str, User]
    dinsos: User


def enrol(rng: Random, regency: Region, *, showcase: Region, joined: datetime) -> None:
    """Make all accounts of a regency; short names (`operator`, `supervisor`) belong to the showcase village."""
    provider = Provider.objects.create(regency=regency, name=f"RSUD {regency.name.removeprefix('Kabupaten ')} (contoh)")
    accounts = [*_field_staff(regency, showcase), *_office(regency, showcase, provider)]
    # Argon2 is slow on purpose. One password for all is one hash for all: made once, not 165 times.
    password = make_password(PASSWORD)
    accounts += _newcomers(showcase)
    for account in accounts:
        account.full_name = names.adult_name(rng, rng.choice((names.MALE, names.FEMALE)))
        account.password = account.password or password
        account.date_joined = joined
    User.objects.bulk_create(accounts)


def _newcomers(showcase: Region) -> list[User]:
    """Who was invited and never came, and who left: so that the list of accounts shows both."""
    return [
        User(username=NEWCOMERS[0], role=Role.OPERATOR, region=showcase, password=make_password(None)),
        User(username=NEWCOMERS[1], role=Role.OPERATOR, region=showcase, is_active=False),
    ]


def crew(regency_code: str) -> Crew:
    """The accounts that were made, by where they work."""
    staff = User.objects.filter(region__code__startswith=regency_code)
    return Crew(
        operators={user.region_id: user for user in staff.filter(role=Role.OPERATOR).exclude(username__in=NEWCOMERS)},
        supervisors={user.region_id: user for user in staff.filter(role=Role.SUPERVISOR)},
        dinsos=staff.get(username="dinsos"),
    )


def _field_staff(regency: Region, showcase: Region) -> Iterable[User]:
    """Operators and supervisors of all villages and districts."""
    inside = Region.objects.filter(code__startswith=f"{regency.code}.")
    for village in inside.filter(level=Region.Level.VILLAGE):
        username = "operator" if village == showcase else f"op-{village.code}"
        yield User(username=username, role=Role.OPERATOR, region=village)
    for district in inside.filter(level=Region.Level.DISTRICT):
        username = "supervisor" if district.code == showcase.parent_id else f"sup-{district.code}"
        yield User(username=username, role=Role.SUPERVISOR, region=district)


def _office(regency: Region, showcase: Region, provider: Provider) -> Iterable[User]:
    """Everybody else."""
    for username, kind in FACILITATORS.items():
        duties = [Duty.COORDINATOR] if username == "koordinator" else []
        yield User(
            username=username, role=Role.FACILITATOR, region=showcase, duties=duties, facilitator_kind=kind,
            villages=_next_to(showcase) if kind == FacilitatorKind.PKH else [],
        )  # fmt: skip
    for username, duties in DINSOS.items():
        yield User(username=username, role=Role.DINSOS, region=regency, duties=duties)
    yield User(username="pimpinan", role=Role.LEADER, region=regency)
    yield User(username="pemeriksa", role=Role.AUDITOR, region=regency)
    yield User(username="penyedia", role=Role.PROVIDER, provider=provider)
    yield User(username="admin", role=Role.ADMIN)


def _next_to(village: Region) -> list[str]:
    """The code of another village of the district, if it has one."""
    others = Region.objects.filter(parent=village.parent_id).exclude(pk=village.pk)
    return list(others.order_by("code").values_list("pk", flat=True)[:1])


def logins() -> list[Login]:
    """One login for each role, with where it works; empty before the demo world is built."""
    users = User.objects.filter(username__in=SHOWN).select_related("region", "provider")
    ordered = sorted(users, key=lambda user: SHOWN.index(user.username))
    return [Login(user.username, PASSWORD, _work(user), _place(user)) for user in ordered]


def _work(user: User) -> str:
    return str(Duty(user.duties[0]).label if user.duties else user.get_role_display())


def _place(user: User) -> str:
    if user.region:
        return user.region.titled
    return user.provider.name if user.provider else "–"
