"""One household from the operator's visit to the ministry's file, by calling the verbs (design.md §5)."""

import hashlib
import zipfile
from datetime import date, timedelta
from decimal import Decimal

from python_calamine import CalamineWorkbook

from assessment import capture, instrument, review
from assessment.models import Assessment
from assessment.states import AssessmentStatus
from assessment.tests.conftest import NOW, TODAY, fill, picture
from dtks import export, freezing, tabulation
from dtks.models import Batch, BatchResult, ExportFile
from dtks.states import BatchStatus
from households import registry
from households.facts import Address, Person
from puskesos.models import Activity, Round

NIK, KK = "5108014711870001", "5108011203120004"


def test_household_travels_from_the_visit_to_the_file(regions, village, operator, supervisor, dinsos):
    instrument.load(at=NOW)
    round_now = Round.objects.create(
        regency=regions["51.08"], name="November 2026", opens_on=date(2026, 11, 1), closes_on=date(2026, 11, 30)
    )

    # The operator registers the family and visits it.
    household = registry.register(
        village=village,
        kk=KK,
        address=Address(address="Banjar Tegal", rt="1", rw="2"),
        head=Person(
            name="Luh Sari", sex="2", relation="1", nik=NIK, birth_date=date(1987, 11, 7), mother_name="Ketut Rai"
        ),
        by=operator,
        on=TODAY,
    )
    registry.add_member(
        household,
        person=Person(name="Gede Arta", sex="1", relation="3", identity_status="2"),
        by=operator,
        on=TODAY,
    )
    assessment = capture.start(household, round=round_now, by=operator, at=NOW, on=TODAY)
    fill(assessment, operator)
    capture.confirm_identity(assessment, by=operator, at=NOW)
    capture.save_position(
        assessment, by=operator, latitude=Decimal("-8.15"), longitude=Decimal("114.65"), accuracy_m=8, located_at=NOW
    )
    for number, slot in enumerate(instrument.definition(assessment.instrument_id).slots[:7]):
        capture.add_photo(assessment, slot=slot.code, upload=picture(number), by=operator, at=NOW)
    assessment = capture.submit(assessment, revision=1, by=operator, at=NOW, on=TODAY)

    # The supervisor returns it once; the operator mends the roof; the supervisor approves.
    point = review.Point("question", "roof", "Atap di foto tampak baik")
    review.return_for_correction(assessment, revision=assessment.revision, by=supervisor, at=NOW, points=[point])
    assessment = Assessment.objects.get(pk=assessment.pk)
    capture.save_answers(assessment, by=operator, answers={"roof": "good"})
    assessment = capture.submit(assessment, revision=assessment.revision, by=operator, at=NOW, on=TODAY)
    review.approve(assessment, revision=assessment.revision, by=supervisor, at=NOW)

    # The office freezes, tabulates, writes and sends.
    batch = tabulation.create(round=round_now, area=regions["51.08"], by=dinsos, at=NOW)
    freezing.freeze_at_once(batch, by=dinsos, at=NOW)
    for chunk in batch.chunks.all():
        tabulation.tabulate_chunk(chunk.pk, at=NOW)
    tabulation.finish(batch.pk, at=NOW)
    for kind in export.WRITERS:
        export.seal_export(batch.files.get(kind=kind).pk, at=NOW)
    export.finish(batch.pk, at=NOW)
    tabulation.mark_sent(Batch.objects.get(pk=batch.pk), by=dinsos, at=NOW + timedelta(days=1))

    assert Assessment.objects.get(pk=assessment.pk).status == AssessmentStatus.APPROVED
    assert Batch.objects.get(pk=batch.pk).status == BatchStatus.SENT
    result = BatchResult.objects.get(row__assessment=assessment)
    assert (result.score, result.band, result.agrees) == (1700, "very_poor", True)

    # The file says what was found at the house.
    file = ExportFile.objects.get(batch=batch, kind="xlsx")
    path = export.download(file, by=dinsos, purpose="Dikirim ke Kemensos")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("USULAN_BARU").to_python()
    lines = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [(line["NIK"], line["NO_KK"], line["NAMA"]) for line in lines] == [
        (NIK, KK, "LUH SARI"),
        ("", KK, "GEDE ARTA"),
    ]
    assert (lines[0]["SKOR_TOTAL"], lines[0]["JML_KRITERIA_146"]) in ((1700, 10), ("1700", "10"), (1700.0, 10.0))
    with zipfile.ZipFile(path) as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/"))
    assert list(
        Activity.objects.order_by("pk").values_list("verb", flat=True).exclude(verb="assessment.add_photo")
    ) == [
        "household.register",
        "member.add",
        "assessment.start",
        "assessment.confirm_identity",
        "assessment.submit",
        "assessment.return_for_correction",
        "assessment.submit",
        "assessment.approve",
        "batch.create",
        "batch.freeze",
        "batch.tabulate",
        "batch.export",
        "batch.mark_sent",
        "file.download",
    ]
