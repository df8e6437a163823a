"""A household, an open round and an assessment as far as a test needs it."""

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from PIL import Image

from assessment import capture, instrument
from assessment.models import Assessment
from assessment.states import AssessmentStatus
from households.models import Household, Member
from puskesos.models import Round, User

TODAY = date(2026, 11, 10)
NOW = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)


def picture(shade: int = 0) -> io.BytesIO:
    """A JPEG as small as one is taken; each shade is another photo."""
    file = io.BytesIO()
    Image.new("RGB", (160, 120), (shade * 9 % 256, 120, 90)).save(file, "JPEG")
    file.seek(0)
    return file


@pytest.fixture
def published(regions):
    """The shipped instrument, published."""
    return instrument.load(at=NOW)


@pytest.fixture
def open_round(regions) -> Round:
    """November 2026 in Buleleng."""
    return Round.objects.create(
        regency=regions["51.08"], name="November 2026", opens_on=date(2026, 11, 1), closes_on=date(2026, 11, 30)
    )


@pytest.fixture
def always_open(open_round) -> Round:
    """The same round, open on whatever day the tests run: pages go by today."""
    open_round.opens_on, open_round.closes_on = date(2020, 1, 1), date(2099, 12, 31)
    open_round.save()
    return open_round


@pytest.fixture
def household(village, operator) -> Household:
    """Wayan Sukarta and his daughter."""
    row = Household.objects.create(
        village=village, head_name="WAYAN SUKARTA", address="BANJAR TEGAL", created_by=operator
    )
    for order, (name, sex, relation) in enumerate((("WAYAN SUKARTA", "1", "1"), ("LUH SARI", "2", "3")), 1):
        Member.objects.create(
            household=row, village=village, order=order, name=name, sex=sex, relation=relation, joined_on=TODAY
        )
    return row


@pytest.fixture
def draft(household, open_round, operator, published) -> Assessment:
    """Begun and empty."""
    return capture.start(household, round=open_round, by=operator, at=NOW, on=TODAY)


@pytest.fixture
def begin(village, open_round, operator, published):
    """A function: the empty assessment of one more family of the village."""

    def begin_for(head_name: str) -> Assessment:
        family = Household.objects.create(village=village, head_name=head_name, address="BANJAR", created_by=operator)
        Member.objects.create(
            household=family, village=village, order=1, name=head_name, sex="1", relation="1", joined_on=TODAY
        )
        return capture.start(family, round=open_round, by=operator, at=NOW, on=TODAY)

    return begin_for


@pytest.fixture
def wait(village, open_round, operator, published):
    """A function: one more family that waits for review, sent so many minutes after NOW."""
    answers = {q.code: q.choices[0].code for q in instrument.definition(published.pk).questions}

    def send(head_name: str, *, minutes: int = 0, village=village, by: User = operator) -> Assessment:
        number = Assessment.objects.count()
        family = Household.objects.create(village=village, head_name=head_name, address="BANJAR", created_by=by)
        return Assessment.objects.create(
            household=family,
            village=village,
            round=open_round,
            instrument=published,
            surveyor=by,
            status=AssessmentStatus.SUBMITTED,
            revision=2,
            answers=answers,
            score=1500,
            band="very_poor",
            receipt_number=f"0000-{number:04d}-0000",
            submitted_at=NOW + timedelta(minutes=minutes),
            submitted_by=by,
        )

    return send


@pytest.fixture
def enter():
    """A function: a browser in which this person is logged in."""

    def enter_as(user: User, **options) -> Client:
        browser = Client(**options)
        browser.force_login(user)
        return browser

    return enter_as


def fill(assessment: Assessment, by, *, position: int = 0) -> None:
    """Answer everything with the choice at `position` (0 is the worst), with numbers that agree."""
    definition = instrument.definition(assessment.instrument_id)
    capture.save_answers(
        assessment,
        by=by,
        answers={q.code: q.choices[position].code for q in definition.questions if not q.is_computed},
        numbers={
            "floor_area_m2": (12, 20, 60)[position],
            "monthly_income_rp": (500_000, 1_400_000, 9_000_000)[position],
        },
    )


@pytest.fixture
def complete(draft, operator) -> Assessment:
    """Everything is there; only sending is left."""
    fill(draft, operator)
    capture.confirm_identity(draft, by=operator, at=NOW)
    capture.save_position(
        draft,
        by=operator,
        latitude=Decimal("-8.150000"),
        longitude=Decimal("114.650000"),
        accuracy_m=8,
        located_at=NOW,
    )
    for number, slot in enumerate(instrument.definition(draft.instrument_id).slots[:7]):
        capture.add_photo(draft, slot=slot.code, upload=picture(number), by=operator, at=NOW)
    return Assessment.objects.get(pk=draft.pk)


@pytest.fixture
def submitted(complete, operator) -> Assessment:
    """Sent, waiting for the supervisor."""
    return capture.submit(complete, revision=complete.revision, by=operator, at=NOW, on=TODAY)
