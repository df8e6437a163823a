"""Outreach by its verbs: the report, the clock that only runs forward, placement, and who it may be."""

from datetime import timedelta
from decimal import Decimal

import pytest

from assessment.tests.conftest import picture
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.roles import Duty, Role
from referrals import outreach, papers, protection
from referrals.facts import ClientFacts, Found
from referrals.models import Complaint, Outreach, Paper
from referrals.outreach import Findings
from referrals.tests.conftest import NOW, hear


@pytest.fixture
def team(regions) -> User:
    """Goes out at night."""
    return User.objects.create_user(
        "gede", role=Role.DINSOS, region=regions["51.08"], full_name="Gede Malam", duties=[Duty.OUTREACH]
    )


def find(village, team, *, at=NOW, name: str = "", features: str = "", **found) -> Outreach:
    """Somebody in the street, as told."""
    found = {"kind": "stranded", "place": "Depan pasar"} | found
    return outreach.report(ClientFacts(name=name, features=features), Found(**found), village=village, by=team, at=at)


def minutes(count: int):
    return NOW + timedelta(minutes=count)


def test_a_report_needs_kind_and_place_only_and_is_an_emergency(village, team):
    record = find(village, team)

    complaint = record.complaint
    assert (complaint.channel, complaint.urgency, complaint.sector) == ("rapid", "emergency", "street")
    assert (complaint.level, complaint.text) == (Complaint.Level.REGENCY, "Orang terlantar.")
    assert (record.reported_at, record.family) == (NOW, Outreach.Family.UNKNOWN)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ({"kind": "king"}, "Pilih keadaan"),
        ({"place": "  "}, "Tulis tempat"),
        ({"place": "x" * 201}, "Tulis tempat"),
        ({"condition": "x" * 501}, "Tulis kondisi"),
        ({"latitude": Decimal("-8.1")}, "lintang dan bujur"),
        ({"latitude": Decimal("-91"), "longitude": Decimal("115")}, "tidak ada di bumi"),
        ({"latitude": Decimal("NaN"), "longitude": Decimal("115")}, "tidak ada di bumi"),
        ({"latitude": Decimal("1"), "longitude": Decimal("Infinity")}, "tidak ada di bumi"),
    ],
)
def test_a_report_that_cannot_be_kept_is_refused_and_leaves_nothing(village, team, found, sentence):
    with pytest.raises(Refused, match=sentence):
        find(village, team, **found)

    assert Complaint.objects.count() == 0


def test_only_the_outreach_team_acts(village, team, dinsos):
    with pytest.raises(Refused, match="Hanya tim penjangkauan"):
        find(village, dinsos)

    record = find(village, team)
    for act in (outreach.depart, outreach.arrive, outreach.settle):
        with pytest.raises(Refused, match="Hanya tim penjangkauan"):
            act(record, by=dinsos, at=NOW)
    with pytest.raises(Refused, match="Hanya tim penjangkauan"):
        outreach.update(record, Findings(), revision=1, by=dinsos, at=NOW)


def test_minutes_are_counted_from_the_report(village, team):
    record = find(village, team)
    assert outreach.clock(record, at=minutes(7)).so_far == 7

    outreach.depart(record, by=team, at=minutes(10))
    outreach.arrive(record, by=team, at=minutes(25))
    outreach.settle(record, by=team, at=minutes(90))

    assert outreach.clock(record, at=minutes(5000)) == outreach.Clock(to_arrival=25, to_handled=90, so_far=90)
    assert not Outreach.objects.running().exists()
    assert record.complaint.status == "received", "the person is not home yet"


def test_nothing_runs_backward(village, team):
    record = find(village, team)
    with pytest.raises(Refused, match="lebih awal"):
        outreach.depart(record, by=team, at=minutes(-1))

    outreach.depart(record, by=team, at=minutes(10))
    with pytest.raises(Refused, match="lebih awal"):
        outreach.arrive(record, by=team, at=minutes(9))


@pytest.mark.parametrize("step", [outreach.arrive, outreach.settle])
def test_no_step_is_left_out(village, team, step):
    with pytest.raises(Refused, match="langkah sebelumnya"):
        step(find(village, team), by=team, at=minutes(5))


def test_a_step_pressed_twice_keeps_the_first_time(village, team):
    record = find(village, team)
    outreach.depart(record, by=team, at=minutes(1))

    with pytest.raises(Refused, match="sudah dicatat"):
        outreach.depart(record, by=team, at=minutes(2))

    record.refresh_from_db()
    assert record.departed_at == minutes(1)


def test_a_press_on_the_clock_does_not_spoil_what_a_colleague_writes(village, team):
    record = find(village, team)
    outreach.depart(record, by=team, at=minutes(1))

    kept = outreach.update(record, Findings(condition="Lemas"), revision=1, by=team, at=minutes(2))

    assert (kept.condition, kept.revision) == ("Lemas", 2)
    with pytest.raises(Refused, match="diubah orang lain"):
        outreach.update(record, Findings(condition="Lain"), revision=1, by=team, at=minutes(3))


@pytest.mark.parametrize(
    ("findings", "sentence"),
    [
        (Findings(placement="family", family="found"), "bersedia menerima"),
        (Findings(placement="shelter"), "nama tempat"),
        (Findings(placement="returned", placed_at=" "), "nama tempat"),
        (Findings(placement="moon", placed_at="x"), "tidak dikenal"),
        (Findings(family="moon"), "tidak dikenal"),
    ],
)
def test_a_placement_against_the_rules_is_refused(village, team, findings, sentence):
    with pytest.raises(Refused, match=sentence):
        outreach.update(find(village, team), findings, revision=1, by=team, at=NOW)


def test_a_family_that_agreed_receives(village, team):
    record = find(village, team)

    outreach.update(record, Findings(placement="family", family="confirmed"), revision=1, by=team, at=NOW)

    assert record.placement == Outreach.Placement.FAMILY


# --- who it may be ---------------------------------------------------------------------------------------------------


@pytest.fixture
def earlier(village, team) -> Outreach:
    """Somebody who was brought to Malang last year."""
    record = find(
        village,
        team,
        at=NOW - timedelta(days=300),
        name="Sukarjo Wibowo",
        features="tato naga lengan kiri, jaket merah",
    )
    papers.add(record.complaint, code=papers.PORTRAIT, upload=picture(5), by=team, at=NOW)
    placed = Findings(placement="returned", placed_at="Kabupaten Malang")
    return outreach.update(record, placed, revision=1, by=team, at=NOW - timedelta(days=299))


@pytest.mark.parametrize(
    ("told", "reasons"),
    [
        ({"name": "SUKARJO WIBAWA"}, ["nama mirip"]),
        ({"features": "ada TATO bergambar naga"}, ["ciri-ciri sama"]),
        ({"name": "SUKARJO", "features": "tato naga"}, ["nama mirip", "ciri-ciri sama"]),
    ],
)
def test_a_person_seen_before_is_hinted_with_why_and_where_to(earlier, team, told, reasons):
    (known,) = outreach.maybe_known(by=team, at=NOW, **told)

    assert (known.outreach, known.reasons) == (earlier, reasons)
    assert known.placed_on == NOW - timedelta(days=299)
    assert known.outreach.placed_at == "Kabupaten Malang"


@pytest.mark.parametrize(("bits", "hinted"), [(0, True), (10, True), (11, False)])
def test_a_nearly_equal_photo_is_hinted(earlier, team, bits, hinted):
    portrait = Paper.objects.get(code=papers.PORTRAIT)
    changed = f"{int(portrait.dhash, 16) ^ ((1 << bits) - 1):016x}"

    found = outreach.maybe_known(by=team, at=NOW, dhash=changed)

    assert [known.reasons for known in found] == ([["foto hampir sama"]] if hinted else [])


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"name": "MADE ARYA"},
        {"features": "jaket"},
        {"features": "naga"},
        {"features": "%%%% ____ tato'; --"},
        {"dhash": "nonsense"},
        {"dhash": "'); DROP TABLE x"},
        {"features": "x" * 5000},
    ],
)
def test_what_says_nothing_hints_at_nobody(earlier, village, team, told):
    hints = outreach.maybe_known(by=team, at=NOW, **told)

    assert hints == ([] if told.get("features") not in ("jaket", "naga") else hints)


def test_hints_are_for_the_office_of_the_regency_and_never_of_a_protected_case(
    earlier, team, supervisor, operator, case_worker, regions
):
    stranger = User.objects.create_user(
        "jauh", role=Role.DINSOS, region=regions["35.26"], full_name="Jauh", duties=[Duty.OUTREACH]
    )
    for nobody in (supervisor, operator, stranger):
        assert outreach.maybe_known(by=nobody, at=NOW, name="SUKARJO WIBOWO") == []

    protection.protect(earlier.complaint, by=case_worker, at=NOW)
    for officer in (team, case_worker):
        assert outreach.maybe_known(by=officer, at=NOW, name="SUKARJO WIBOWO") == []


def test_a_record_is_not_hinted_to_itself_nor_by_later_ones(earlier, village, team):
    later = find(village, team, at=NOW, name="Sukarjo Wibowo")

    assert outreach.maybe_known(by=team, at=earlier.reported_at, name="SUKARJO WIBOWO", but=earlier) == []
    found = outreach.maybe_known(by=team, at=NOW, name="SUKARJO WIBOWO", but=later)
    assert [known.outreach for known in found] == [earlier]


def test_a_face_is_for_outreach_alone(earlier, team, dinsos, supervisor):
    assert outreach.portrait_of(earlier, by=team) is not None
    for other in (dinsos, supervisor):
        assert outreach.portrait_of(earlier, by=other) is None
        assert not Paper.objects.visible_to(other).exists()


def test_other_papers_of_the_same_complaint_stay_open(village, dinsos, supervisor):
    plain = hear(village, dinsos)
    papers.add(plain, code="ktp", upload=picture(6), by=dinsos, at=NOW)

    assert Paper.objects.visible_to(supervisor).count() == 1
