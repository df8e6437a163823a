"""A made-up regency with any number of complaints, two thirds of them referred, in a database of its own.

Nobody in it exists. A fifth is open and half of that late, as after a bad month; one in two hundred is protected.
"""

from datetime import UTC, datetime

from django.db import connection
from django.db.backends.utils import CursorWrapper

from bench import world
from puskesos.models import Provider, Region, User
from puskesos.roles import Role
from referrals.models import Complaint, Offer, Programme, StageTemplate
from referrals.models.catalogue import Sector

NAME = "slrt_bench_c"
AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PROVIDERS = 20
PROGRAMMES = 12
TABLES = (
    "referrals_client",
    "referrals_complaint",
    "referrals_caseworker",
    "referrals_consent",
    "referrals_referral",
    "referrals_answer",
)


def build(rows: int, *, keep: bool = False) -> None:
    """Make the database, or keep one that already holds as many complaints."""
    connection.settings_dict["TEST"]["NAME"] = NAME
    if keep:
        connection.creation.create_test_db(verbosity=0, serialize=False, keepdb=True)
        if Complaint.objects.count() == rows:
            return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
    connection.creation.create_test_db(verbosity=0, serialize=False)
    world.load_people_of_the_office()
    _load_catalogue()
    with connection.cursor() as cursor:
        _fill(cursor, rows)


def _fill(cursor: CursorWrapper, rows: int) -> None:
    cursor.execute("SET session_replication_role = replica")
    cursor.execute("SET work_mem = '256MB'")
    _default_to_empty_text(cursor)
    with world.without_indexes(cursor, TABLES):
        for statement in STATEMENTS:
            cursor.execute(statement, {"rows": rows, "at": AT, "providers": PROVIDERS, "programmes": PROGRAMMES})
    cursor.execute("SET session_replication_role = origin")
    cursor.execute("RESET work_mem")
    cursor.execute("VACUUM ANALYZE")


def _default_to_empty_text(cursor: CursorWrapper) -> None:
    """Texts that are not told are empty, also those of columns that came after these statements were written."""
    cursor.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_name = ANY (%s)"
        " AND is_nullable = 'NO' AND data_type IN ('text', 'character varying')",
        [list(TABLES)],
    )
    for table, column in cursor.fetchall():
        cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT ''")


def _load_catalogue() -> None:
    """Programmes of one template and providers of the regency, each with an account."""
    Programme.objects.all().delete()
    regency = Region.objects.get(pk=world.REGENCY)
    stages = [
        {"code": code, "name": code, "actor": "provider", "days": 5, "fields": [], "papers": [], "rules": []}
        for code in ("visit", "care", "close")
    ]
    template = StageTemplate.objects.create(code="BENCH", name="Tiga tahap", stages=stages)
    for number in range(PROGRAMMES):
        sector = Sector.values[number % len(Sector.values)]
        Programme.objects.create(
            code=f"B-{number:02d}", name=f"Layanan {number}", sector=sector, level="regency", limit_days=10,
            template=template, disclosed=["name", "need"],
        )  # fmt: skip
    for number in range(PROVIDERS):
        provider = Provider.objects.create(regency=regency, name=f"Penyedia {number:02d}")
        User.objects.create_user(
            f"penyedia{number}", role=Role.PROVIDER, provider=provider, full_name=f"Penyedia {number:02d}"
        )
        Offer.objects.create(programme_id=f"B-{number % PROGRAMMES:02d}", provider=provider)


PEOPLE = """
CREATE TEMP TABLE place AS
SELECT row_number() OVER (ORDER BY v.code) - 1 AS number, v.code, o.id AS operator_id,
       (SELECT id FROM puskesos_user d WHERE d.role = 'dinsos' AND d.region_id = left(v.code, 5)) AS office_id
FROM puskesos_region v JOIN puskesos_user o ON o.region_id = v.code
WHERE v.level = 4
"""

PROVIDER_NUMBERS = """
CREATE TEMP TABLE organisation AS
SELECT row_number() OVER (ORDER BY id) - 1 AS number, id FROM puskesos_provider
"""

PROGRAMME_NUMBERS = """
CREATE TEMP TABLE service AS
SELECT row_number() OVER (ORDER BY code) - 1 AS number, code, stages FROM (
    SELECT p.code, t.stages FROM referrals_programme p JOIN referrals_stagetemplate t ON t.code = p.template_id
) catalogue
"""

# What each complaint is, decided once: its place, state, moments and limits. Two years of them; every fifth is open.
FACTS = """
CREATE TEMP TABLE fact AS
SELECT i, v.code AS village, v.operator_id, v.office_id, heard,
       CASE WHEN i %% 5 = 0 THEN CASE WHEN i %% 35 = 0 THEN 'reopened' ELSE 'received' END
            WHEN i %% 20 = 1 THEN 'handled' ELSE 'closed' END AS status,
       CASE WHEN i %% 200 = 7 THEN 'protected'
            WHEN i %% 100 = 3 THEN 'office' ELSE 'normal' END AS confidentiality,
       CASE WHEN i %% 3 = 0 THEN 'village' ELSE 'regency' END AS level,
       CASE WHEN i %% 5 = 0 THEN (%(at)s::timestamptz)::date + (i / 5 %% 60)::int - 30
            ELSE heard::date + 14 END AS due_on
FROM generate_series(1, %(rows)s) i
JOIN place v ON v.number = i * 31 %% (SELECT count(*) FROM place)
CROSS JOIN LATERAL (SELECT CASE WHEN i %% 5 = 0
    THEN %(at)s::timestamptz - (i::bigint * 7919 %% 5000000) * interval '1 second'
    ELSE %(at)s::timestamptz - interval '60 days' - (i::bigint * 7919 %% 58000000) * interval '1 second'
    END AS heard) moment
"""

CLIENTS = """
INSERT INTO referrals_client (id, village_id, district_code, regency_code, name, sex, ppks, communication, created_at,
                              created_by_id)
SELECT md5('client' || i)::uuid, village, left(village, 8), left(village, 5),
       first[1 + i %% 16] || ' ' || last[1 + (i / 16) %% 31] || ' ' || last[1 + (i / 7) %% 31], (1 + i %% 2)::text,
       ARRAY[1 + i %% 26], 'speech', heard, operator_id
FROM fact CROSS JOIN name
"""

COMPLAINTS = """
INSERT INTO referrals_complaint (id, village_id, district_code, regency_code, number, ticket, client_id, kind, sector,
                                 channel, urgency, confidentiality, text, status, level, received_at, received_by_id,
                                 due_on, result, handled_at, closed_at, reopenings)
SELECT md5('complaint' || i)::uuid, village, left(village, 8), left(village, 5), lpad(i::text, 14, '0'),
       left(md5('ticket' || i), 26), md5('client' || i)::uuid,
       (ARRAY['grievance', 'question', 'suggestion'])[1 + i %% 3],
       (ARRAY['health', 'education', 'social', 'food', 'housing', 'civil', 'street'])[1 + i %% 7],
       (ARRAY['puskesos', 'front_office', 'visit', 'phone', 'survey'])[1 + i %% 5],
       (ARRAY['ordinary', 'ordinary', 'ordinary', 'urgent', 'emergency'])[1 + i / 5 %% 5], confidentiality,
       repeat('Warga memerlukan bantuan dan sudah datang ke kantor desa. ', 6), status, level, heard, operator_id,
       due_on, CASE WHEN status IN ('handled', 'closed') THEN 'Sudah dibantu.' ELSE '' END,
       CASE WHEN status <> 'received' THEN heard + (1 + i %% 20) * interval '1 day' END,
       CASE WHEN status = 'closed' THEN heard + (3 + i %% 20) * interval '1 day' END, (status = 'reopened')::int
FROM fact
"""

CASE_WORKERS = """
INSERT INTO referrals_caseworker (complaint_id, user_id, since)
SELECT md5('complaint' || i)::uuid, office_id, heard FROM fact WHERE confidentiality = 'protected'
"""

CONSENTS = """
INSERT INTO referrals_consent (id, village_id, district_code, regency_code, client_id, purpose, wording, how, at, by_id)
SELECT i, village, left(village, 8), left(village, 5), md5('client' || i)::uuid, 'Rujukan', '2026-1', 'spoken', heard,
       operator_id
FROM fact WHERE i %% 3 > 0
"""

# Open complaints have referrals in every open state, the others completed ones and here and there a declined one.
REFERRALS = """
INSERT INTO referrals_referral (id, village_id, district_code, regency_code, number, complaint_id, programme_id,
                                provider_id, consent_id, status, revision, stages, stage, stage_entered_at, step_due_on,
                                due_on, disclosed, advice, reason, outcome, proposed_at, proposed_by_id, recommended_at,
                                recommended_by_id, decided_at, decided_by_id, sent_at, answered_at, ended_at)
SELECT md5('referral' || i)::uuid, village, left(village, 8), left(village, 5), lpad(i::text, 14, '0'),
       md5('complaint' || i)::uuid, s.code, CASE WHEN sent THEN o.id END, CASE WHEN sent THEN i END, r.status, 4,
       s.stages, 'visit', heard, due_on - (i / 5 %% 20)::int, due_on,
       jsonb_build_object('name', 'Warga ' || i, 'need', 'Perlu berobat.'), 'Layak.',
       CASE r.status WHEN 'declined' THEN 'Penuh.' ELSE '' END,
       CASE r.status WHEN 'completed' THEN 'Sudah dibantu.' ELSE '' END, heard, operator_id,
       CASE WHEN r.status <> 'proposed' THEN heard END, CASE WHEN r.status <> 'proposed' THEN operator_id END,
       CASE WHEN sent THEN heard END, CASE WHEN sent THEN office_id END,
       CASE WHEN sent THEN heard + interval '1 day' END,
       CASE WHEN sent AND r.status <> 'sent' THEN heard + interval '2 days' END,
       CASE WHEN r.status IN ('completed', 'declined') THEN heard + interval '9 days' END
FROM fact
CROSS JOIN LATERAL (SELECT CASE
    WHEN i %% 5 = 0
    THEN (ARRAY['proposed', 'recommended', 'sent', 'accepted', 'in_progress', 'sent'])[1 + i / 5 %% 6]
    WHEN i %% 40 = 1 THEN 'declined' ELSE 'completed' END AS status) r
CROSS JOIN LATERAL (SELECT r.status NOT IN ('proposed', 'recommended') AS sent) w
JOIN service s ON s.number = i / 3 %% %(programmes)s
JOIN organisation o ON o.number = i / 7 %% %(providers)s
WHERE i %% 3 > 0
"""

ANSWERS = """
INSERT INTO referrals_answer (village_id, district_code, regency_code, complaint_id, said, channel, satisfaction, at)
SELECT village, left(village, 8), left(village, 5), md5('complaint' || i)::uuid, 'handled', 'ticket', 1 + i %% 5,
       heard + interval '25 days'
FROM fact WHERE status = 'closed'
"""

STATEMENTS = (
    PEOPLE,
    world.NAMES,
    PROVIDER_NUMBERS,
    PROGRAMME_NUMBERS,
    FACTS,
    CLIENTS,
    COMPLAINTS,
    CASE_WORKERS,
    CONSENTS,
    REFERRALS,
    ANSWERS,
)
