"""The preview says before freezing exactly what freezing does, and names every family that stays out once."""

import pytest

from dtks import freezing, preview, tabulation
from dtks.preview import Reason
from dtks.tests.conftest import AT
from households.models import Household

VILLAGE = "51.08.01.2001"


def counts(line: preview.PreviewLine) -> dict[str, int]:
    """Reason to families of a line, without the zeros."""
    return {cell.reason: cell.count for cell in line.cells if cell.count}


@pytest.fixture
def families(approved, operator, round_, regions, dinsos) -> dict[str, Household]:
    """One family for every reason, in one village; one ready."""
    taken = approved(VILLAGE).household
    freezing.freeze_at_once(tabulation.create(round=round_, area=regions["51.08"], by=dinsos, at=AT), by=dinsos, at=AT)
    closed = approved(VILLAGE).household
    closed.closed_on = AT.date()
    closed.save(update_fields=["closed_on"])
    made = {
        status: approved(VILLAGE, status=status, returned_at=AT, returned_by=dinsos).household
        for status in (Reason.SUBMITTED, Reason.RETURNED)
    }
    never = Household.objects.create(village_id=VILLAGE, head_name="Belum", address="x", created_by=operator)
    return {
        Reason.TAKEN: taken,
        Reason.CLOSED: closed,
        Reason.UNSENT: never,
        "ready": approved(VILLAGE).household,
        **made,
    }


def test_every_family_is_counted_once(families, open_batch):
    found = preview.preview(open_batch)

    assert (found.total.ready, found.villages_ready, found.outside) == (1, 1, 0)
    assert counts(found.total) == dict.fromkeys(Reason.values, 1)
    assert found.total.left_out == 5


@pytest.mark.parametrize("reason", Reason.values)
def test_each_list_holds_the_families_that_were_counted(reason, families, open_batch, dinsos):
    listed = preview.left_out(open_batch, reason, village=VILLAGE, user=dinsos)

    assert list(listed) == [families[reason]]


def test_the_list_of_those_taken_names_their_batch(families, open_batch, dinsos):
    taken = preview.left_out(open_batch, Reason.TAKEN, village=VILLAGE, user=dinsos).get()

    assert (taken.batch_number, taken.since) == ("51.08-202611-01", AT)


def test_a_draft_is_not_told_from_a_family_never_visited(approved, open_batch, dinsos):
    """A draft is the village's own until it is sent."""
    draft = approved(VILLAGE, status="draft").household

    assert counts(preview.preview(open_batch).total) == {"unsent": 1}
    assert list(preview.left_out(open_batch, Reason.UNSENT, village=VILLAGE, user=dinsos)) == [draft]


def test_freezing_takes_what_the_preview_said(families, open_batch, dinsos):
    ready = preview.preview(open_batch).total.ready

    freezing.freeze_at_once(open_batch, by=dinsos, at=AT)

    assert open_batch.rows.count() == ready == 1
    assert open_batch.rows.get().household_id == families["ready"].pk


def test_a_smaller_area_tells_what_is_ready_outside_of_it(approved, round_, regions, dinsos):
    approved(VILLAGE)
    approved("51.08.02.2001")
    batch = tabulation.create(round=round_, area=regions["51.08.01"], by=dinsos, at=AT)

    found = preview.preview(batch)

    assert (found.total.ready, found.outside, [line.code for line in found.lines]) == (1, 1, [VILLAGE])


def test_nobody_is_listed_for_a_stranger(families, open_batch, foreign_dinsos, leader):
    for stranger in (foreign_dinsos, leader):
        assert not preview.left_out(open_batch, Reason.SUBMITTED, village=VILLAGE, user=stranger).exists()
