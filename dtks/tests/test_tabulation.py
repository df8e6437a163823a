"""A batch is created, frozen and tabulated; the database keeps what was frozen."""

import json
from datetime import timedelta

import pytest

from assessment.instrument import SHIPPED, load
from assessment.models import Assessment
from dtks import figures, freezing, tabulation
from dtks.models import Batch, BatchResult
from dtks.states import TRANSITIONS, BatchStatus
from dtks.tests.conftest import AT, BEST, MIDDLE, WORST, tabulate, write_files
from puskesos.errors import Refused
from puskesos.models import Activity


def results(batch: Batch) -> list[dict]:
    """All results of a batch in order of its rows."""
    return list(BatchResult.objects.filter(row__batch=batch).order_by("row__sequence").values())


def test_numbers_run_on_within_regency_and_month(round_, regions, dinsos):
    batches = [tabulation.create(round=round_, area=regions["51.08"], by=dinsos, at=AT) for _ in range(2)]
    later = tabulation.create(round=round_, area=regions["51.08.01"], by=dinsos, at=AT + timedelta(days=30))

    assert [b.number for b in [*batches, later]] == ["51.08-202611-01", "51.08-202611-02", "51.08-202612-01"]


def test_the_month_of_a_number_is_the_office_s_own(round_, regions, dinsos):
    last_evening_in_utc = AT.replace(month=10, day=31, hour=17)

    batch = tabulation.create(round=round_, area=regions["51.08"], by=dinsos, at=last_evening_in_utc)

    assert batch.number == "51.08-202611-01"


@pytest.mark.parametrize("code", ["35.26", "35.26.01", "35.26.01.2001", "51"])
def test_a_foreign_area_is_refused(code, round_, regions, dinsos):
    with pytest.raises(Refused):
        tabulation.create(round=round_, area=regions[code], by=dinsos, at=AT)

    assert not Batch.objects.exists()


def test_a_round_of_another_regency_is_refused(round_, regions, foreign_dinsos):
    with pytest.raises(Refused):
        tabulation.create(round=round_, area=regions["35.26"], by=foreign_dinsos, at=AT)


def test_tabulation_scores_and_ranks_each_village_poorest_first(approved, open_batch, dinsos):
    # By hand: 15 x 300, 15 x 100, 15 x 200; worst answers meet all of 11, 8 and 13 criteria.
    for choices in (BEST, WORST, MIDDLE, WORST):
        approved("51.08.01.2001", choices=choices)
    approved("51.08.02.2001", choices=MIDDLE)
    tabulate(freezing.freeze_at_once(open_batch, by=dinsos, at=AT))

    found = [(r["score"], r["band"], r["rank"], r["agrees"]) for r in results(open_batch)]

    assert found == [
        (4500, "outside", 4, True),
        (1500, "very_poor", 1, True),
        (3000, "vulnerable", 3, True),
        (1500, "very_poor", 2, True),
        (3000, "vulnerable", 1, True),
    ]
    assert results(open_batch)[1]["criteria"] == {"146": 11, "262": 8, "bps": 13}
    assert results(open_batch)[0]["criteria"] == {"146": 0, "262": 0, "bps": 0}


def test_a_homeless_family_is_very_poor_without_a_total_and_comes_first(approved, open_batch, dinsos):
    approved(choices=WORST)
    approved(choices=BEST, overrides=("homeless",))
    tabulate(freezing.freeze_at_once(open_batch, by=dinsos, at=AT))

    _housed, homeless = results(open_batch)

    assert (homeless["score"], homeless["band"], homeless["rank"], homeless["agrees"]) == (None, "very_poor", 1, True)


def test_each_row_is_scored_by_the_version_it_was_taken_with(approved, open_batch, dinsos, tmp_path):
    """The second version is milder: what was 100 points is 200, and 3000 is still poor."""
    data = json.loads(SHIPPED.read_text(encoding="utf-8")) | {"version": 2}
    for choice in (choice for question in data["questions"] for choice in question["choices"]):
        choice["score"] = 200 if choice["score"] == 100 else choice["score"]
    for band, edges in zip(data["bands"], ((1500, 2000), (2001, 3000), (3001, 3500), (3501, 4500)), strict=True):
        band["from"], band["to"] = edges
    (tmp_path / "v2.json").write_text(json.dumps(data), encoding="utf-8")
    second = load(tmp_path / "v2.json", at=AT)
    approved(choices=WORST)
    approved(choices=WORST, instrument=second, score=3000, band="poor")

    tabulate(freezing.freeze_at_once(open_batch, by=dinsos, at=AT))

    assert [(r["score"], r["band"], r["rank"], r["agrees"]) for r in results(open_batch)] == [
        (1500, "very_poor", 1, True),
        (3000, "poor", 2, True),
    ]
    assert figures.versions(open_batch) == ["sidaya-146-2013 v1", "sidaya-146-2013 v2"]


def test_answers_that_an_override_took_away_do_not_count(approved, open_batch, dinsos, instrument):
    row = approved(choices=BEST, overrides=("homeless",))
    Assessment.objects.filter(pk=row.pk).update(answers={**row.answers, "walls": "poor"})
    tabulate(freezing.freeze_at_once(open_batch, by=dinsos, at=AT))

    assert results(open_batch)[0]["criteria"]["146"] == 0


@pytest.mark.parametrize(
    "stored", [{"score": 1600}, {"band": "poor"}, {"criteria": {"146": 10, "262": 8, "bps": 13}}, {"answers": {}}]
)
def test_a_stored_score_that_differs_is_noticed(stored, approved, open_batch, dinsos):
    approved(**stored)
    tabulate(freezing.freeze_at_once(open_batch, by=dinsos, at=AT))

    assert [r["agrees"] for r in results(open_batch)] == [False]


def test_tabulating_again_gives_the_same_rows(tabulated_batch):
    before = results(tabulated_batch)
    tabulated_batch.chunks.update(tabulated_at=None)
    Batch.objects.filter(pk=tabulated_batch.pk).update(status=BatchStatus.FROZEN)

    for chunk in tabulated_batch.chunks.all():
        assert tabulation.tabulate_chunk(chunk.pk, at=AT)

    assert results(tabulated_batch) == before


def test_a_finished_chunk_is_left_alone(tabulated_batch):
    assert not any(tabulation.tabulate_chunk(chunk.pk, at=AT) for chunk in tabulated_batch.chunks.all())


def test_a_cancelled_batch_is_not_tabulated(frozen_batch, dinsos):
    tabulation.cancel(frozen_batch, by=dinsos, at=AT)

    assert not any(tabulation.tabulate_chunk(chunk.pk, at=AT) for chunk in frozen_batch.chunks.all())
    assert not tabulation.finish(frozen_batch.pk, at=AT)


def test_a_batch_moves_on_only_after_its_last_village(frozen_batch):
    first, last = frozen_batch.chunks.all()
    tabulation.tabulate_chunk(first.pk, at=AT)
    assert not tabulation.finish(frozen_batch.pk, at=AT)

    tabulation.tabulate_chunk(last.pk, at=AT)

    assert tabulation.finish(frozen_batch.pk, at=AT)
    assert not tabulation.finish(frozen_batch.pk, at=AT)
    assert sorted(frozen_batch.files.values_list("kind", flat=True)) == ["csv", "manifest", "reading", "xlsx"]


@pytest.mark.parametrize("verb", TRANSITIONS)
@pytest.mark.parametrize("status", BatchStatus.values)
def test_a_move_starts_only_from_its_own_states(status, verb, open_batch):
    Batch.objects.filter(pk=open_batch.pk).update(status=status)
    sources, target = TRANSITIONS[verb]

    moved = Batch.objects.move(verb, pk=open_batch.pk)

    open_batch.refresh_from_db()
    assert moved == (status in sources)
    assert open_batch.status == (target if status in sources else status)


@pytest.mark.parametrize("verb", [freezing.freeze, tabulation.cancel, tabulation.mark_sent])
def test_a_verb_too_late_is_refused_and_changes_nothing(verb, exported_batch, dinsos):
    Batch.objects.filter(pk=exported_batch.pk).update(status=BatchStatus.SENT)

    with pytest.raises(Refused):
        verb(exported_batch, by=dinsos, at=AT)

    exported_batch.refresh_from_db()
    assert (exported_batch.cancelled_at, exported_batch.sent_at) == (None, None)
    assert exported_batch.rows.filter(live=True).count() == 3


def test_every_verb_leaves_its_trace(approved, open_batch, dinsos):
    approved()
    freezing.freeze_at_once(open_batch, by=dinsos, at=AT)
    write_files(tabulate(open_batch))
    tabulation.mark_sent(open_batch, by=dinsos, at=AT)

    verbs = Activity.objects.filter(target_type="batch").order_by("pk").values_list("verb", "by")

    assert list(verbs) == [
        ("batch.create", dinsos.pk),
        ("batch.freeze", dinsos.pk),
        ("batch.tabulate", None),
        ("batch.export", None),
        ("batch.mark_sent", dinsos.pk),
    ]
