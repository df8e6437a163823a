"""A made-up regency of any size in a database of its own: set-based inserts, identity numbers sealed in Python.

Nobody in it exists. Answers come in 3,000 patterns, scored once each by `assessment.scoring`, so that what the
benchmarks compute can be compared with what the application itself would store.
"""

import json
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime

from django.db import connection
from django.db.backends.utils import CursorWrapper

from assessment.instrument import Definition, definition, load
from assessment.scoring import score
from households.identity import blind_index, mask, seal
from households.models import Household
from puskesos.models import Region, Round, User
from puskesos.places import load_regions
from puskesos.roles import Role

NAME = "slrt_bench"
REGENCY = "51.08"
AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PATTERNS = 3000
# Members per household go 1, 2, 3, 4, 5, 1, …: three on average. The fifth is a baby without a NIK.
MOST_MEMBERS = 5
TABLES = (
    "households_identitynumber",
    "households_household",
    "households_member",
    "assessment_assessment",
    "assessment_photo",
)


def build(rows: int, *, keep: bool = False) -> None:
    """Make the database, or keep one that already holds as many households."""
    connection.settings_dict["TEST"]["NAME"] = NAME
    if keep:
        connection.creation.create_test_db(verbosity=0, serialize=False, keepdb=True)
        if Household.objects.count() == rows:
            return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
    connection.creation.create_test_db(verbosity=0, serialize=False)
    load_people_of_the_office()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET work_mem = '256MB'")
        with without_indexes(cursor, TABLES):
            _copy_identity_numbers(cursor, rows)
            _copy_patterns(cursor)
            for statement in STATEMENTS:
                cursor.execute(statement, {"rows": rows, "patterns": PATTERNS, "most": MOST_MEMBERS, "at": AT})
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("RESET work_mem")
        cursor.execute("VACUUM ANALYZE")


def load_people_of_the_office() -> None:
    """Regions, instrument, two rounds, and one account for the regency and each of its districts and villages."""
    load_regions([REGENCY])
    load(at=AT)
    regency = Region.objects.get(pk=REGENCY)
    for name, month in (("November 2026", 11), ("Desember 2026", 12)):
        Round.objects.create(regency=regency, name=name, opens_on=date(2026, month, 1), closes_on=date(2026, month, 28))
    for region in Region.objects.filter(code__startswith=REGENCY):
        role = {2: Role.DINSOS, 3: Role.SUPERVISOR, 4: Role.OPERATOR}[region.level]
        User.objects.create_user(region.pk, role=role, region=region, full_name=f"Petugas {region.name}")


@contextmanager
def without_indexes(cursor: CursorWrapper, tables: Sequence[str]) -> Iterator[None]:
    """Drop the indexes of the large tables and make them again at the end: far quicker than keeping them up."""
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index i"
        " WHERE indrelid = ANY (%s::regclass[])"
        " AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)",
        [list(tables)],
    )
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _name, statement in indexes:
        cursor.execute(statement)


def _copy_identity_numbers(cursor: CursorWrapper, rows: int) -> None:
    columns = "id, kind, cipher, blind_index, masked, created_at"
    with cursor.copy(f"COPY households_identitynumber ({columns}) FROM STDIN") as copy:
        for household in range(1, rows + 1):
            lines = [_identity(household, "kk", f"5108{household:012d}")]
            for order in range(1, min((household - 1) % MOST_MEMBERS + 1, MOST_MEMBERS - 1) + 1):
                number = household * (MOST_MEMBERS - 1) + order
                lines.append(_identity(rows + number, "nik", f"5109{number:012d}"))
            copy.write("".join(lines))


def _identity(pk: int, kind: str, digits: str) -> str:
    sealed, index = seal(digits).hex(), blind_index(kind, digits).hex()
    return f"{pk}\t{kind}\t\\\\x{sealed}\t\\\\x{index}\t{mask(digits)}\t{AT.isoformat()}\n"


def _copy_patterns(cursor: CursorWrapper) -> None:
    """Patterns of answers as three kinds of families give them, scored by the application."""
    instrument = definition(1)
    chance = random.Random(146)  # noqa: S311 the same world every time, nothing secret
    cursor.execute(
        "CREATE TEMP TABLE pattern"
        " (id int PRIMARY KEY, answers jsonb, overrides varchar[], score int, band text, criteria jsonb)"
    )
    for pk in range(PATTERNS):
        overrides = ["homeless"] if pk % 200 == 0 else []
        answers = _answers(instrument, overrides, chance)
        result = score(instrument, answers, overrides)
        cursor.execute(
            "INSERT INTO pattern SELECT %s, %s::jsonb, %s, %s, %s, %s::jsonb",
            [pk, _json(answers), overrides, result.total, result.band, _json(result.criteria)],
        )


def _answers(instrument: Definition, overrides: list[str], chance: random.Random) -> dict[str, str]:
    wealth = chance.randrange(3)
    places = {q.code: min(2, max(0, wealth + chance.randrange(-1, 2))) for q in instrument.asked(overrides)}
    return {code: instrument.question(code).choices[place].code for code, place in places.items()}


def _json(value: dict) -> str:
    return json.dumps(value)


VILLAGES = """
CREATE TEMP TABLE village AS
SELECT row_number() OVER (ORDER BY v.code) - 1 AS place, v.code, o.id AS operator_id, s.id AS supervisor_id
FROM puskesos_region v
JOIN puskesos_user o ON o.region_id = v.code
JOIN puskesos_user s ON s.region_id = left(v.code, 8)
WHERE v.level = 4
"""

NAMES = """
CREATE TEMP TABLE name AS
SELECT ARRAY['I Wayan', 'I Made', 'I Nyoman', 'I Ketut', 'Ni Wayan', 'Ni Made', 'Ni Nyoman', 'Ni Ketut', 'I Gede',
             'Ni Luh', 'Ida Bagus', 'Ida Ayu', 'I Komang', 'Ni Kadek', 'I Putu', 'Ni Putu'] AS first,
       ARRAY['Sudarma', 'Lestari', 'Wirawan', 'Suardana', 'Astuti', 'Mertayasa', 'Sukerti', 'Arnawa', 'Widiantari',
             'Suparta', 'Yasa', 'Darmawan', 'Sari', 'Mahendra', 'Kertayasa', 'Suryani', 'Artana', 'Budiasa', 'Wardani',
             'Sugiarta', 'Purnama', 'Ratnadi', 'Sutrisna', 'Antara', 'Parwata', 'Suwandi', 'Murni', 'Adnyana',
             'Swastika', 'Puspita', 'Karsana'] AS last
"""

HOUSEHOLDS = """
INSERT INTO households_household (id, village_id, district_code, regency_code, kk_id, head_name, address, dusun, rt, rw,
                                  phone, revision, created_at, created_by_id)
SELECT md5('household' || i)::uuid, v.code, left(v.code, 8), left(v.code, 5), i,
       first[1 + i %% 16] || ' ' || last[1 + (i / 16) %% 31] || ' ' || last[1 + (i / 7) %% 31],
       'Jalan ' || last[1 + i %% 31] || ' Nomor ' || i %% 300, 'Banjar ' || last[1 + (i / 5) %% 31],
       lpad((1 + i %% 12)::text, 3, '0'), lpad((1 + i %% 4)::text, 3, '0'), '', 1, %(at)s, v.operator_id
FROM generate_series(1, %(rows)s) i
JOIN village v ON v.place = i %% (SELECT count(*) FROM village)
CROSS JOIN name
"""

MEMBERS = """
INSERT INTO households_member (id, village_id, district_code, regency_code, household_id, "order", nik_id,
                               identity_status, name, birth_place, birth_date, sex, relation, marital, education,
                               work_status, sector, disability, chronic_illness, pregnant, mother_name, joined_on,
                               leave_reason)
SELECT md5('member' || i || '-' || o)::uuid, v.code, left(v.code, 8), left(v.code, 5), md5('household' || i)::uuid, o,
       CASE WHEN o < %(most)s THEN %(rows)s + i * (%(most)s - 1) + o END, CASE WHEN o < %(most)s THEN '1' ELSE '4' END,
       first[1 + (i + o) %% 16] || ' ' || last[1 + (i / 3 + o) %% 31], 'Singaraja',
       date '1950-01-01' + (i * 7 + o * 3000) %% 25000, (1 + (i + o) %% 2)::text, (least(o, 3))::text,
       CASE WHEN o < 3 THEN '2' ELSE '1' END, (1 + i %% 9)::text, (1 + i %% 8)::text, (1 + i %% 9)::text, '1', '1',
       false, 'Ni ' || last[1 + (i + 3 * o) %% 31], date '2026-01-01', ''
FROM generate_series(1, %(rows)s) i
JOIN village v ON v.place = i %% (SELECT count(*) FROM village)
CROSS JOIN LATERAL generate_series(1, 1 + (i - 1) %% %(most)s) o
CROSS JOIN name
"""

# Everybody was approved in the first round; every fifth family waits for a decision in the second.
ASSESSMENTS = """
INSERT INTO assessment_assessment (id, village_id, district_code, regency_code, household_id, round_id, instrument_id,
                                   surveyor_id, status, revision, started_at, answers, numbers, overrides,
                                   receipt_number, score, band, criteria, latitude, longitude, accuracy_m, located_at,
                                   position_reason, submitted_at, submitted_by_id, approved_at, approved_by_id)
SELECT md5('assessment' || r.id || '-' || i)::uuid, v.code, left(v.code, 8), left(v.code, 5),
       md5('household' || i)::uuid, r.id, 1, v.operator_id, r.status, 2, sent - interval '2 hours', p.answers,
       '{}', p.overrides, lpad(i::text, 13, '0') || r.id, p.score, p.band, p.criteria,
       -8.05 - (i %% 20000) / 100000.0, 114.5 + (i %% 70000) / 100000.0, 3 + i %% 10, sent - interval '1 hour', '',
       sent, v.operator_id, CASE r.status WHEN 'approved' THEN sent + interval '1 day' END,
       CASE r.status WHEN 'approved' THEN v.supervisor_id END
FROM (VALUES (1, 'approved', 1), (2, 'submitted', 5)) r (id, status, every)
JOIN generate_series(1, %(rows)s) i ON i %% r.every = 0
JOIN village v ON v.place = i %% (SELECT count(*) FROM village)
JOIN pattern p ON p.id = i %% %(patterns)s
CROSS JOIN LATERAL (SELECT %(at)s::timestamptz - (i::bigint * 7919 %% 2500000) * interval '1 second' AS sent)
"""

PHOTOS = """
INSERT INTO assessment_photo (id, village_id, district_code, regency_code, assessment_id, slot, path, sha256,
                              client_sha256, dhash, width, height, bytes, uploaded_at, uploaded_by_id)
SELECT md5(a.id || slot)::uuid, a.village_id, a.district_code, a.regency_code, a.id, slot,
       left(md5(slot || a.id), 2) || '/' || md5(a.id || slot) || '.jpg', md5(a.id || slot) || md5(slot || a.id),
       md5(slot || a.id) || md5(a.id || slot), left(md5(a.id || slot), 16), 1280, 960, 180000,
       a.started_at, a.surveyor_id
FROM assessment_assessment a
CROSS JOIN unnest(ARRAY['front', 'walls', 'floor', 'roof', 'kitchen', 'toilet', 'water']) slot
WHERE a.status = 'approved'
"""

STATEMENTS = (VILLAGES, NAMES, HOUSEHOLDS, MEMBERS, ASSESSMENTS, PHOTOS)
