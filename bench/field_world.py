"""A small regency for the field app: an operator with a session in every village, and families to be visited.

Nobody in it exists.
"""

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.test import Client
from django.utils import timezone

from assessment import instrument
from bench.world import REGENCY
from households.models import Household, Member
from puskesos.models import Region, Round, User
from puskesos.places import load_regions
from puskesos.roles import Role

NAME = "slrt_bench_field"
# Every bench of one run takes families of its own; some are for warming up and for bad lines.
MOST_BENCHES, SPARE = 3, 200
WORK = Path("build/bench-field.json")


@dataclass(frozen=True)
class Job:
    """One visit to be made: who sends it, and of which family."""

    session: str
    household: str


def build(rows: int, *, keep: bool = False) -> None:
    """Make the database anew and write down the visits to be made; `keep` is of no use to it."""
    connection.settings_dict["TEST"]["NAME"] = NAME
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
    connection.creation.create_test_db(verbosity=0, serialize=False)
    load_regions([REGENCY])
    version = instrument.load(at=timezone.now())
    today = timezone.localdate()
    Round.objects.create(
        regency_id=REGENCY, name="Berjalan", opens_on=today - timedelta(days=1), closes_on=today + timedelta(days=300)
    )
    jobs = _jobs(rows * MOST_BENCHES + SPARE)
    definition = instrument.definition(version.pk)
    facts = {
        "instrument": version.pk,
        "answers": {q.code: q.choices[1].code for q in definition.questions if not q.is_computed},
        "slots": [slot.code for slot in definition.slots if slot.required],
        "jobs": [asdict(job) for job in jobs],
    }
    WORK.parent.mkdir(exist_ok=True)
    WORK.write_text(json.dumps(facts))


def _jobs(rows: int) -> list[Job]:
    """Families spread over all villages, each village with its operator."""
    villages = list(Region.objects.filter(code__startswith=REGENCY, level=Region.Level.VILLAGE))
    sessions = [_session(village) for village in villages]
    families = [_family(village, number) for number in range(rows) for village in [villages[number % len(villages)]]]
    Household.objects.bulk_create(families, batch_size=1000)
    Member.objects.bulk_create([_head(family) for family in families], batch_size=1000)
    return [Job(sessions[number % len(villages)], str(family.pk)) for number, family in enumerate(families)]


def _session(village: Region) -> str:
    operator = User.objects.create_user(
        village.pk, role=Role.OPERATOR, region=village, full_name=f"Petugas {village.name}"
    )
    client = Client()
    client.force_login(operator)
    return client.session.session_key


def _family(village: Region, number: int) -> Household:
    return Household(
        village=village,
        district_code=village.pk[:8],
        regency_code=village.pk[:5],
        head_name=f"WARGA {number}",
        address="BANJAR",
        created_by=User.objects.earliest("pk"),
    )


def _head(family: Household) -> Member:
    return Member(
        household=family,
        village_id=family.village_id,
        district_code=family.district_code,
        regency_code=family.regency_code,
        order=1,
        name=family.head_name,
        sex="1",
        relation="1",
        identity_status="2",
        joined_on=timezone.localdate(),
    )
