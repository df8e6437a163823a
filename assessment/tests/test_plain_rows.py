"""Rows in plain SQL are the rows that the query builder writes and reads, and scope says the same of them."""

import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.forms.models import model_to_dict

from assessment.models import Assessment, FieldDraft, Photo, PhotoUpload, Submission
from assessment.tests.conftest import NOW
from assessment.tests.phone import Phone, Visit
from households.models import Household
from puskesos import plain
from puskesos.models import Round, User
from puskesos.roles import Role
from puskesos.scope import reaches

pytestmark = pytest.mark.django_db

ODD = 'Atap "bocor", 100 % \\x41 {} ✓'


@pytest.mark.parametrize("model", [Assessment, FieldDraft, Household, Photo, PhotoUpload, Round, Submission])
def test_what_is_read_plainly_is_what_the_query_builder_reads(model, operator, household, always_open, published):
    """Wayan Sukarta's family was visited and the survey sent: every column of every row, of its own type."""
    assert Phone(operator).send_all(Visit(household, published)).status_code == 201
    usual, read = list(model.objects.order_by("pk")), plain.read(model, "ORDER BY id", [])
    assert usual
    assert [facts_of(row) for row in read] == [facts_of(row) for row in usual]
    assert [model_to_dict(row) for row in read] == [model_to_dict(row) for row in usual]


def facts_of(row) -> dict:
    return {field.attname: (type(value := getattr(row, field.attname)), value) for field in row._meta.concrete_fields}


def test_what_is_written_plainly_comes_back_as_it_was(draft, operator):
    """Signs, bytes, decimals and times; two rows in one statement."""
    place = {"latitude": Decimal("-8.150000"), "longitude": Decimal("114.650000"), "accuracy_m": 8.5}
    photos = [photo_of(draft, operator, number, gallery_reason=ODD, taken_at=NOW, **place) for number in (1, 2)]
    held = FieldDraft(
        pk=uuid.uuid4(),
        village_id=draft.village_id,
        owner=operator,
        revision=uuid.uuid4(),
        instrument_id=draft.instrument_id,
        cipher=b"\x00\xff\\x41'",
        content_sha256="c" * 64,
        problems={"note": ODD, "manifest.roof": "–"},
        started_at=NOW,
        received_at=NOW,
    )
    plain.add(*photos)
    plain.add(held)
    for row in (*photos, held):
        kept = type(row).objects.get(pk=row.pk)
        assert {name: value for name, (_type, value) in facts_of(kept).items()} == {
            name: value for name, (_type, value) in facts_of(row).items()
        }


def photo_of(draft: Assessment, operator: User, number: int, **more) -> Photo:
    return Photo(
        assessment=draft,
        village_id=draft.village_id,
        slot="other",
        path=f"photos/{number}.jpg",
        sha256=f"{number}" * 64,
        client_sha256=f"{number}" * 64,
        dhash="",
        width=1280,
        height=960,
        bytes=200_000,
        uploaded_by=operator,
        **more,
    )


def test_a_row_that_is_there_already_is_told_and_left_alone(draft, operator):
    """A second survey of a family in a round; a photo twice."""
    twin = Assessment(
        household=draft.household,
        round=draft.round,
        village_id=draft.village_id,
        instrument=draft.instrument,
        surveyor=operator,
        note="kembar",
    )
    assert not plain.add_unless_there(twin)
    assert not Assessment.objects.filter(note="kembar").exists()
    with pytest.raises(IntegrityError):
        plain.add(photo_of(draft, operator, 1), photo_of(draft, operator, 1))


@pytest.mark.parametrize("place", [None, "51.08", "51.08.01", "51.08.01.2001", "51.08.02", "51.03"])
@pytest.mark.parametrize("role", list(Role))
def test_one_row_in_hand_is_reached_by_whoever_sees_it_in_a_list(role, place, household):
    """Every role at every level, with further villages, and disabled."""
    for villages in ([], [household.village_id], ["51.08.02.2001"]):
        for is_active in (True, False):
            person = User(role=role, region_id=place, villages=villages, is_active=is_active)
            assert reaches(person, household) == Household.objects.visible_to(person).exists()
