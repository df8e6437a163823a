"""A draft of the instrument: copied, written at by one at a time, and never anybody else's."""

import pytest

from assessment import authoring, instrument
from assessment.authoring import ChoiceFacts, QuestionFacts, SlotFacts
from assessment.models import Choice, Instrument
from assessment.tests.conftest import NOW
from assessment.tests.desk import bands_of, facts_of, rescored, slots_of
from puskesos.errors import Refused
from puskesos.models import Activity, User
from puskesos.roles import Role


@pytest.fixture
def draft(published, dinsos) -> Instrument:
    """A draft of Buleleng, as it was copied."""
    return authoring.copy(published, by=dinsos, at=NOW)


@pytest.fixture
def foreign_dinsos(regions) -> User:
    """The same office in another regency."""
    return User.objects.create_user("rahma", role=Role.DINSOS, region=regions["35.26"], full_name="Rahma Aini")


def write(draft: Instrument, by: User, *, revision: int = 1, code: str = "walls") -> None:
    facts = rescored(facts_of(draft, code), 100, 100, 300)
    authoring.edit_question(draft, code, facts, revision=revision, by=by, at=NOW)


def test_a_copy_says_word_for_word_what_the_version_says(draft, published):
    copied, source = instrument.read(draft), instrument.definition(published.pk)

    assert (copied.questions, copied.bands, copied.slots) == (source.questions, source.bands, source.slots)
    assert (copied.criteria_sets, copied.overrides) == (source.criteria_sets, source.overrides)
    assert (draft.version, draft.based_on, draft.regency_id, draft.published_at) == (2, published, "51.08", None)


def test_only_published_versions_are_copied_and_only_by_the_office(draft, supervisor, published, dinsos):
    with pytest.raises(Refused, match="sudah terbit"):
        authoring.copy(draft, by=dinsos, at=NOW)
    with pytest.raises(Refused, match="Hanya petugas Dinsos"):
        authoring.copy(published, by=supervisor, at=NOW)


def test_an_edit_counts_up_and_tells_both_sides(draft, dinsos):
    write(draft, dinsos)

    draft.refresh_from_db()
    told = Activity.objects.get(verb="instrument.edit").data["changes"]
    assert draft.revision == 2
    assert [(change["before"], change["after"]) for change in told] == [("200", "100")]


def test_whoever_was_slower_is_told_and_changes_nothing(draft, dinsos):
    write(draft, dinsos)

    with pytest.raises(Refused, match="baru saja diubah"):
        write(draft, dinsos, revision=1, code="floor")
    assert Choice.objects.filter(instrument=draft, question="floor", score=200).count() == 1


def test_saving_without_a_change_is_no_edit(draft, dinsos):
    authoring.edit_question(draft, "walls", facts_of(draft, "walls"), revision=1, by=dinsos, at=NOW)

    draft.refresh_from_db()
    assert draft.revision == 1
    assert not Activity.objects.filter(verb="instrument.edit").exists()


def test_another_regency_and_a_put_away_draft_are_refused(draft, dinsos, foreign_dinsos):
    with pytest.raises(Refused, match="kabupaten ini"):
        write(draft, foreign_dinsos)
    authoring.discard(draft, revision=1, by=dinsos, at=NOW)
    with pytest.raises(Refused, match="baru saja diubah"):
        write(draft, dinsos)


def test_a_published_version_is_refused_before_the_database_must(published, dinsos):
    with pytest.raises(Refused):
        write(published, dinsos)


def test_a_new_choice_gets_a_code_that_never_was_and_the_old_ones_keep_theirs(draft, dinsos):
    facts = facts_of(draft, "walls")
    more = (*facts.choices, ChoiceFacts("", facts.choices[0].code, 200, ()))
    authoring.edit_question(
        draft, "walls", QuestionFacts(facts.text, "", facts.basis, more), revision=1, by=dinsos, at=NOW
    )

    codes = [choice.code for choice in instrument.read(draft).question("walls").choices]
    assert codes[:3] == [choice.code for choice in facts.choices]
    assert codes[3] not in codes[:3]


def test_a_computed_question_keeps_its_choices(draft, dinsos):
    facts = facts_of(draft, "crowding")
    for broken in (
        QuestionFacts(facts.text, "", facts.basis, facts.choices[:2], (8.0,)),
        QuestionFacts(facts.text, "", facts.basis, facts.choices, (8.0,)),
    ):
        with pytest.raises(Refused, match="hitungan tetap"):
            authoring.edit_question(draft, "crowding", broken, revision=1, by=dinsos, at=NOW)


def test_a_question_taken_out_leaves_no_trace_and_the_others_move_up(draft, dinsos):
    authoring.drop_question(draft, "walls", revision=1, by=dinsos, at=NOW)
    choices = (ChoiceFacts("", "Tidak ada", 100, ("146-6",)), ChoiceFacts("", "Ada", 300, ()))
    authoring.add_question(draft, QuestionFacts("Ada dapur?", "", "146", choices), revision=2, by=dinsos, at=NOW)

    definition = instrument.read(draft)
    assert [question.number for question in definition.questions] == list(range(1, 16))
    assert definition.questions[-1].code == "ada_dapur"
    assert [choice.text for choice in definition.questions[-1].choices] == ["Tidak ada", "Ada"]
    assert all(len(question.choices) == 3 for question in definition.questions[:-1])
    assert "walls" not in definition.overrides[0].skips


def test_classes_never_have_a_gap_between_them(draft, dinsos):
    authoring.edit_bands(draft, bands_of(draft, 1900, 2600, 3000), revision=1, by=dinsos, at=NOW)

    edges = [(band.low, band.high) for band in instrument.read(draft).bands]
    assert edges == [(1500, 1900), (2000, 2600), (2700, 3000), (3100, 4500)]
    for highs in ((1950, 2600, 3000), (2600, 2600, 3000), (1400, 2600, 3000), (1900, 2600, 4500)):
        with pytest.raises(Refused, match="kelipatan 100"):
            authoring.edit_bands(draft, bands_of(draft, *highs), revision=2, by=dinsos, at=NOW)


def test_photo_slots_come_and_go(draft, dinsos):
    slots = [*slots_of(draft)[1:], SlotFacts("", "Tampak samping", True)]
    authoring.edit_slots(draft, slots, minimum_photos=8, revision=1, by=dinsos, at=NOW)

    definition = instrument.read(Instrument.objects.get(pk=draft.pk))
    assert (definition.minimum_photos, definition.slot("front"), definition.slots[-1].code) == (
        8,
        None,
        "tampak_samping",
    )


def test_each_who_wrote_is_an_author_once(draft, dinsos, regions):
    other = User.objects.create_user("kadek", role=Role.DINSOS, region=regions["51.08"], full_name="Kadek")
    write(draft, other)
    write(draft, other, revision=2, code="floor")

    draft.refresh_from_db()
    assert draft.authors == [dinsos.pk, other.pk]
