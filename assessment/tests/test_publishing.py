"""A version comes into force by two people, rules what begins after it, and never changes again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from assessment import authoring, capture, deadlines, instrument, publishing
from assessment.models import Assessment, Instrument, PovertyLine
from assessment.tests.conftest import NOW, TODAY, fill
from assessment.tests.desk import AFTER_GRACE, facts_of, publish_stricter, rescored, simulate
from puskesos.errors import Refused
from puskesos.models import Activity, User
from puskesos.roles import Duty, Role


@pytest.fixture
def manager(regions) -> User:
    """Publishes what others wrote."""
    return User.objects.create_user(
        "gede", role=Role.DINSOS, region=regions["51.08"], full_name="Gede Manajer", duties=[Duty.MANAGER]
    )


@pytest.fixture
def ready(published, dinsos) -> Instrument:
    """A draft with one change, simulated."""
    draft = authoring.copy(published, by=dinsos, at=NOW)
    facts = rescored(facts_of(draft, "lighting"), 100, 100, 300)
    authoring.edit_question(draft, "lighting", facts, revision=1, by=dinsos, at=NOW)
    simulate(draft, by=dinsos)
    return Instrument.objects.get(pk=draft.pk)


def publish(draft: Instrument, by: User, *, revision: int = 2, valid_from=TODAY, grace_days: int = 14) -> None:
    publishing.publish(draft, revision=revision, valid_from=valid_from, grace_days=grace_days, by=by, at=NOW, on=TODAY)


def test_a_manager_who_did_not_write_it_publishes(ready, manager, published):
    publish(ready, manager)

    ready.refresh_from_db()
    assert (ready.published_by, ready.valid_from) == (manager, TODAY)
    assert instrument.current(on=TODAY, regency="51.08") == ready
    assert instrument.current(on=TODAY, regency="35.26") == published
    assert instrument.current(on=TODAY - timedelta(days=1), regency="51.08") == published


def test_nobody_else_publishes(ready, dinsos, manager, regions):
    stranger = User.objects.create_user(
        "x", role=Role.DINSOS, region=regions["35.26"], full_name="X", duties=[Duty.MANAGER]
    )
    for somebody, sentence in ((dinsos, "Hanya manajer"), (stranger, "kabupaten ini")):
        with pytest.raises(Refused, match=sentence):
            publish(ready, somebody)


def test_a_manager_who_wrote_a_word_does_not_publish_it(ready, manager):
    facts = rescored(facts_of(ready, "walls"), 100, 100, 300)
    authoring.edit_question(ready, "walls", facts, revision=2, by=manager, at=NOW)

    with pytest.raises(Refused, match="ikut menyusun"):
        publish(ready, manager, revision=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        Instrument.objects.filter(pk=ready.pk).update(published_at=NOW, published_by=manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        Instrument.objects.filter(pk=ready.pk).update(published_at=NOW)


def test_an_edit_after_the_simulation_asks_for_another(ready, dinsos, manager):
    facts = rescored(facts_of(ready, "walls"), 100, 100, 300)
    authoring.edit_question(ready, "walls", facts, revision=2, by=dinsos, at=NOW)

    with pytest.raises(Refused) as refusal:
        publish(ready, manager, revision=3)
    assert refusal.value.reasons == ["Jalankan simulasi sampai selesai sesudah perubahan terakhir."]


def test_a_broken_draft_is_refused_with_every_sentence(ready, dinsos, manager):
    facts = rescored(facts_of(ready, "walls"), 200, 200, 200)
    authoring.edit_question(ready, "walls", facts, revision=2, by=dinsos, at=NOW)
    simulate(ready, by=dinsos)

    with pytest.raises(Refused) as refusal:
        publish(ready, manager, revision=3)
    assert len(refusal.value.reasons) == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"valid_from": TODAY - timedelta(days=1)}, "sudah lewat"),
        ({"grace_days": 91}, "Masa tenggang"),
        ({"revision": 1}, "baru saja diubah"),
    ],
)
def test_days_and_revision_must_fit(ready, manager, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        publish(ready, manager, **changes)


def test_two_versions_never_begin_on_one_day(ready, published, dinsos, manager):
    publish(ready, manager)
    draft = authoring.copy(published, by=dinsos, at=NOW)
    facts = rescored(facts_of(draft, "walls"), 100, 100, 300)
    authoring.edit_question(draft, "walls", facts, revision=1, by=dinsos, at=NOW)
    simulate(draft, by=dinsos)

    with pytest.raises(Refused, match="mulai berlaku"):
        publish(draft, manager)


@pytest.mark.parametrize(
    "change",
    [
        lambda row: Instrument.objects.filter(pk=row.pk).update(grace_days=0),
        lambda row: Instrument.objects.filter(pk=row.pk).update(valid_from=TODAY + timedelta(days=9)),
        lambda row: Instrument.objects.filter(pk=row.pk).update(published_at=None, published_by=None),
        lambda row: row.choices.filter(question="walls").update(score=100),
        lambda row: row.bands.update(high=4500),
        lambda row: row.photoslots.all().delete(),
        lambda row: row.questions.update(text="?"),
    ],
)
def test_the_database_keeps_what_was_published(ready, manager, change):
    publish(ready, manager)

    with pytest.raises(IntegrityError), transaction.atomic():
        change(ready)


def test_a_retired_version_gives_way_to_the_one_before(ready, manager, published, dinsos):
    publish(ready, manager)
    ready.refresh_from_db()
    with pytest.raises(Refused, match="Hanya manajer"):
        publishing.retire(ready, by=dinsos, at=NOW, on=TODAY)
    with pytest.raises(Refused, match="Hanya manajer"):
        publishing.retire(published, by=manager, at=NOW, on=TODAY)

    publishing.retire(ready, by=manager, at=NOW, on=TODAY)

    assert instrument.current(on=TODAY, regency="51.08") == published
    with pytest.raises(Refused, match="sudah ditarik"):
        publishing.retire(ready, by=manager, at=NOW, on=TODAY)


# --- surveys begun with the version before ----------------------------------------------------------------------------


def test_a_draft_survey_is_scored_by_the_version_it_was_begun_with(complete, published, dinsos, manager, operator):
    fill(complete, operator, position=1)
    stricter = publish_stricter(published, author=dinsos, manager=manager, valid_from=TODAY + timedelta(days=1))

    sent = capture.submit(complete, revision=1, by=operator, at=NOW, on=AFTER_GRACE)

    assert stricter.version == 2
    assert (sent.instrument, sent.score) == (published, 3000)


def test_after_the_grace_it_goes_on_with_the_new_version_and_no_answer_is_lost(
    complete, published, dinsos, manager, operator
):
    fill(complete, operator, position=1)
    stricter = publish_stricter(published, author=dinsos, manager=manager)
    assert deadlines.version_ends(complete) == TODAY + timedelta(days=14)

    with pytest.raises(Refused, match="Pakai pertanyaan baru"):
        capture.submit(complete, revision=1, by=operator, at=NOW, on=AFTER_GRACE)
    capture.change_version(complete, by=operator, at=NOW, on=AFTER_GRACE)
    changed = Assessment.objects.get(pk=complete.pk)
    sent = capture.submit(changed, revision=2, by=operator, at=NOW, on=AFTER_GRACE)

    assert (sent.instrument, sent.score) == (stricter, 2900)
    assert len(sent.answers) == 15


def test_what_was_sent_once_is_mended_by_its_own_version(submitted, published, dinsos, manager):
    publish_stricter(published, author=dinsos, manager=manager)

    assert deadlines.version_ends(Assessment.objects.get(pk=submitted.pk)) is None


def test_a_survey_keeps_its_version_while_none_replaced_it(draft, operator):
    assert deadlines.version_ends(draft) is None
    with pytest.raises(Refused, match="tetap memakai"):
        capture.change_version(draft, by=operator, at=NOW, on=TODAY)


# --- the poverty line -------------------------------------------------------------------------------------------------


def note(by: User, rupiah: int, revision: int) -> None:
    publishing.note_poverty_line(year=2026, rupiah=rupiah, source="BPS", revision=revision, by=by, at=NOW)


def test_the_poverty_line_is_noted_with_its_source_and_history(manager, dinsos):
    note(manager, 600_000, 0)
    with pytest.raises(Refused, match="Hanya manajer"):
        note(dinsos, 1, 1)
    with pytest.raises(Refused, match="diubah orang lain"):
        note(manager, 610_000, 0)
    note(manager, 620_000, 1)

    assert instrument.poverty_line("51.08", on=TODAY) == 620_000
    assert PovertyLine.objects.get().noted_by == manager
    events = Activity.objects.filter(verb="povertyline.note").order_by("pk")
    assert [(event.data["before"], event.data["after"]) for event in events] == [(None, 600_000), (600_000, 620_000)]
