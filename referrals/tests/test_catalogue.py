"""The catalogue as the office edits it: shipped rows stay up to date, edited ones stay the office's."""

import pytest

from puskesos.errors import Refused
from puskesos.models import Activity, Provider
from referrals import catalogue, placement
from referrals.models import Offer, Programme, StageTemplate
from referrals.tests.conftest import NOW, STAGES, hear


@pytest.fixture
def loaded(db) -> Programme:
    """The shipped catalogue; a service that uses a template."""
    catalogue.load(at=NOW)
    return Programme.objects.get(pk="REH-05")


def edit(programme, by, **changed):
    """Edit with what the service has, but for what is named."""
    names = ("summary", "answer_days", "limit_days", "limit_words", "papers", "active", "revision")
    told = {name: getattr(programme, name) for name in names} | changed
    return catalogue.edit_programme(programme, **told, by=by, at=NOW)


def test_loading_again_changes_nothing(loaded):
    before = Activity.objects.count()

    assert catalogue.load(at=NOW) == 0
    assert Activity.objects.count() == before


def test_loading_mends_what_differs_but_leaves_what_the_office_edited(loaded, manager):
    Programme.objects.filter(pk="REH-05").update(limit_days=99)
    edit(Programme.objects.get(pk="REH-01"), manager, limit_days=77)

    assert catalogue.load(at=NOW) == 1
    limits = Programme.objects.in_bulk(["REH-05", "REH-01"])
    assert (limits["REH-05"].limit_days, limits["REH-01"].limit_days) == (6, 77)


def test_an_edit_raises_the_revision_and_is_on_record(loaded, manager):
    edit(loaded, manager, limit_days=9, papers=[{"code": "ktp", "name": "KTP"}])

    assert (loaded.revision, loaded.limit_days, loaded.papers) == (2, 9, [{"code": "ktp", "name": "KTP"}])
    assert Activity.objects.filter(verb="programme.edit", target_id="REH-05", by=manager).count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"limit_days": 0},
        {"limit_days": 1001},
        {"answer_days": 0},
        {"papers": [{"code": "x", "name": ""}]},
        {"papers": [{"code": "x", "name": "X"}] * 2},
        {"revision": 7},
    ],
)
def test_an_edit_that_does_not_fit_is_refused(loaded, manager, changed):
    with pytest.raises(Refused):
        edit(loaded, manager, **changed)

    loaded.refresh_from_db()
    assert loaded.revision == 1


def test_only_managers_edit(loaded, dinsos, operator):
    for person in (dinsos, operator):
        with pytest.raises(Refused, match="manajer"):
            edit(loaded, person, limit_days=9)
        with pytest.raises(Refused, match="manajer"):
            catalogue.edit_stages(loaded, rows=STAGES, by=person, at=NOW, revision=1)


def test_a_service_gets_stages_of_its_own_and_gives_them_back(loaded, manager):
    catalogue.edit_stages(loaded, rows=STAGES, by=manager, at=NOW, revision=1)
    assert loaded.stages == STAGES

    catalogue.edit_stages(loaded, rows=None, by=manager, at=NOW, revision=2)
    assert loaded.stages is None


@pytest.mark.parametrize("rows", [[], None, [{"name": "Tanpa kode"}], STAGES * 2])
def test_stages_of_a_template_that_do_not_fit_are_refused(loaded, manager, rows):
    template = StageTemplate.objects.get(pk="B")

    with pytest.raises(Refused):
        catalogue.edit_stages(template, rows=rows, by=manager, at=NOW, revision=1)


def test_a_second_editor_is_told_that_somebody_was_faster(loaded, manager):
    template = StageTemplate.objects.get(pk="B")
    catalogue.edit_stages(template, rows=STAGES, by=manager, at=NOW, revision=1)

    with pytest.raises(Refused, match="baru saja diubah"):
        catalogue.edit_stages(StageTemplate.objects.get(pk="B"), rows=STAGES, by=manager, at=NOW, revision=1)


def test_an_edit_leaves_referrals_under_way_alone(loaded, village, dinsos, manager):
    referral = placement.propose(hear(village, dinsos), loaded, by=dinsos, at=NOW)
    catalogue.edit_stages(loaded.template, rows=STAGES, by=manager, at=NOW, revision=1)

    referral.refresh_from_db()
    assert [row["code"] for row in referral.stages] == ["outreach", "assessment", "plan", "monitoring"]


def test_a_provider_is_added_once_and_asked_last(loaded, manager, hospital):
    shelter = catalogue.add_provider(name=" Rumah Singgah ", by=manager, at=NOW)
    first = catalogue.add_offer(loaded, shelter, monthly_capacity=2, by=manager, at=NOW)
    second = catalogue.add_offer(loaded, hospital, monthly_capacity=None, by=manager, at=NOW)

    assert (shelter.name, first.order, second.order) == ("Rumah Singgah", 1, 2)
    with pytest.raises(Refused, match="sudah ada"):
        catalogue.add_offer(loaded, shelter, monthly_capacity=None, by=manager, at=NOW)


@pytest.mark.parametrize("capacity", [0, -5])
def test_a_capacity_below_one_is_refused(loaded, manager, hospital, capacity):
    with pytest.raises(Refused):
        catalogue.add_offer(loaded, hospital, monthly_capacity=capacity, by=manager, at=NOW)


def test_a_manager_does_not_touch_providers_of_another_regency(loaded, manager, regions):
    foreign = Provider.objects.create(regency=regions["35.26"], name="RSUD Bangkalan")
    offer = Offer.objects.create(programme=loaded, provider=foreign)

    with pytest.raises(Refused, match="bukan di kabupaten"):
        catalogue.add_offer(Programme.objects.get(pk="REH-01"), foreign, monthly_capacity=None, by=manager, at=NOW)
    with pytest.raises(Refused, match="bukan di kabupaten"):
        catalogue.change_offer(offer, monthly_capacity=1, order=1, active=False, by=manager, at=NOW)
