"""Approved assessments put straight into the tables, and a batch in each state."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest

from assessment.instrument import definition, load
from assessment.models import Assessment, Instrument, Photo
from assessment.scoring import score
from dtks import export, freezing, tabulation
from dtks.models import Batch, ExportFile
from households.identity import blind_index, mask, seal
from households.models import Household, IdentityNumber, Member
from puskesos.models import Round, User
from puskesos.roles import Role

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
# First choices: 100 points each, so 1500 in all; second 200, third 300.
WORST, MIDDLE, BEST = 0, 1, 2


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    """Files of one test are no other test's."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def instrument(regions) -> Instrument:
    """The shipped instrument, published."""
    return load(at=AT)


@pytest.fixture
def round_(regions) -> Round:
    """The round of Buleleng that is open."""
    return Round.objects.create(
        regency=regions["51.08"], name="November 2026", opens_on=date(2026, 11, 1), closes_on=date(2026, 11, 30)
    )


@pytest.fixture
def leader(regions) -> User:
    """Head of the office: sees totals."""
    return User.objects.create_user("dewa", role=Role.LEADER, region=regions["51.08"], full_name="Dewa Mahendra")


@pytest.fixture
def foreign_dinsos(regions) -> User:
    """The same office in another regency."""
    return User.objects.create_user("rahma", role=Role.DINSOS, region=regions["35.26"], full_name="Rahma Aini")


def number(kind: str, digits: str) -> IdentityNumber:
    """A sealed NIK or No. KK."""
    return IdentityNumber.objects.create(
        kind=kind, cipher=seal(digits), blind_index=blind_index(kind, digits), masked=mask(digits)
    )


@pytest.fixture
def approved(instrument, round_, operator, supervisor) -> Callable[..., Assessment]:
    """Make one approved assessment of a family with a head and, unless `people` says otherwise, a child."""
    serial = count(1)

    def make(
        village_code: str = "51.08.01.2001",
        *,
        choices: int = WORST,
        overrides: tuple[str, ...] = (),
        people: int = 2,
        person: dict | None = None,
        household: dict | None = None,
        at: datetime = AT,
        **columns,
    ) -> Assessment:
        n = next(serial)
        family = Household.objects.create(
            id=UUID(int=n),
            village_id=village_code,
            kk=number("kk", f"51080112340{n:05d}"),
            created_by=operator,
            **{"head_name": f"Wayan {n}", "address": f"Jalan Ratna {n}", "dusun": "Dauh Pura", "rt": "1", "rw": "02"}
            | (household or {}),
        )
        for order in range(1, people + 1):
            facts = {
                "nik": number("nik", f"5108010302{order:02d}{n:04d}"),
                "name": f"Wayan {n} {order}", "birth_place": "Singaraja", "birth_date": date(1980, 2, 3), "sex": "1",
                "relation": "1" if order == 1 else "3", "marital": "2", "education": "3", "work_status": "6",
                "sector": "1", "disability": "1", "chronic_illness": "1", "mother_name": "Nyoman Sari",
            }  # fmt: skip
            Member.objects.create(
                household=family,
                village_id=village_code,
                order=order,
                joined_on=date(2026, 1, 1),
                **facts | (person or {}),
            )
        answers = {q.code: q.choices[choices].code for q in definition(instrument.pk).asked(list(overrides))}
        result = score(definition(instrument.pk), answers, list(overrides))
        row = Assessment.objects.create(
            id=UUID(int=1000 + n),
            village_id=village_code,
            household=family,
            surveyor=operator,
            started_at=at - timedelta(days=2),
            receipt_number=f"{n:014d}",
            submitted_at=at - timedelta(days=1),
            submitted_by=operator,
            approved_at=at,
            approved_by=supervisor,
            **{
                "instrument": instrument, "round": round_, "status": "approved", "answers": answers,
                "overrides": list(overrides), "score": result.total,
                "band": result.band, "criteria": result.criteria, "latitude": "-8.112345",
                "longitude": "114.512345", "accuracy_m": 4.2,
                "located_at": at - timedelta(days=2),
            }
            | columns,
        )  # fmt: skip
        Photo.objects.bulk_create(
            Photo(
                assessment=row, village_id=village_code, slot=str(slot), path="x", sha256=f"{n:032x}{slot:032x}",
                client_sha256=f"{n:032x}{slot:032x}", dhash="0" * 16, width=1, height=1, bytes=1,
                uploaded_at=at + timedelta(seconds=slot), uploaded_by=operator,
            )
            for slot in range(7)
        )  # fmt: skip
        return row

    return make


@pytest.fixture
def open_batch(round_, regions, dinsos) -> Batch:
    """A batch of the whole regency, nothing in it yet."""
    return tabulation.create(round=round_, area=regions["51.08"], by=dinsos, at=AT)


def tabulate(batch: Batch) -> Batch:
    """Do all chunks and move on."""
    for chunk in batch.chunks.all():
        tabulation.tabulate_chunk(chunk.pk, at=AT)
    tabulation.finish(batch.pk, at=AT)
    batch.refresh_from_db()
    return batch


def write_files(batch: Batch) -> Batch:
    """Seal all files, the manifest last, and move on."""
    for kind in export.WRITERS:
        export.seal_export(ExportFile.objects.get(batch=batch, kind=kind).pk, at=AT)
    export.finish(batch.pk, at=AT)
    batch.refresh_from_db()
    return batch


@pytest.fixture
def frozen_batch(approved, open_batch, dinsos) -> Batch:
    """Three families in two villages, frozen."""
    approved("51.08.01.2001", choices=WORST)
    approved("51.08.01.2001", choices=BEST)
    approved("51.08.02.2001", choices=MIDDLE)
    return freezing.freeze_at_once(open_batch, by=dinsos, at=AT)


@pytest.fixture
def tabulated_batch(frozen_batch) -> Batch:
    """The same, scored and ranked."""
    return tabulate(frozen_batch)


@pytest.fixture
def exported_batch(tabulated_batch) -> Batch:
    """The same, with its three files sealed."""
    return write_files(tabulated_batch)
