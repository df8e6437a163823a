"""The dossier: what it shows to whom, in which words it tells what changed, and that reading it is logged."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assessment import capture, instrument
from assessment.models import Assessment
from households import moves, registry
from households.facts import Address, Person
from households.models import Household, Member
from puskesos.errors import Refused
from puskesos.models import PersonalDataRead, Round, RoundDeadline
from referrals import benefits

NIK, OTHER_NIK = "5108016011870009", "5108016011870017"
KK, OTHER_KK = "5108011203150007", "5108011203150008"
JOINED = date(2025, 11, 3)
ADDRESS = Address(address="Br. Dinas Kaja", rt="3", rw="1", phone="081234567890")


@pytest.fixture
def household(operator, village) -> Household:
    """Ketut Sari and her son."""
    head = Person(name="Ketut Sari", sex="2", relation="1", nik=NIK, birth_date=date(1987, 11, 20))
    row = registry.register(village=village, kk=KK, address=ADDRESS, head=head, by=operator, on=JOINED)
    son = Person(name="Gede Putra", sex="1", relation="3", identity_status="4", birth_date=date(2025, 2, 1))
    registry.add_member(row, person=son, by=operator, on=JOINED)
    return row


@pytest.fixture
def open_round(regions) -> Round:
    """A round that runs today in Buleleng."""
    today = timezone.localdate()
    return Round.objects.create(
        regency=regions["51.08"],
        name="Berjalan",
        opens_on=today - timedelta(days=5),
        closes_on=today + timedelta(days=5),
    )


@pytest.fixture
def assessment(household, open_round, operator) -> Assessment:
    """A visit that is over, with a score and a class."""
    instrument.load(at=timezone.now())
    row = capture.start(household, round=open_round, by=operator, at=timezone.now(), on=timezone.localdate())
    Assessment.objects.filter(pk=row.pk).update(
        status="submitted",
        submitted_at=timezone.now(),
        submitted_by=operator,
        receipt_number="TT-1",
        score=1777,
        band="very_poor",
    )
    return row


def _body(client, user, household) -> str:
    client.force_login(user)
    answer = client.get(f"/keluarga/{household.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("who", ["operator", "supervisor", "dinsos"])
def test_the_family_is_shown_with_masked_numbers(request, client, household, who):
    body = _body(client, request.getfixturevalue(who), household)

    for shown in (
        "KETUT SARI",
        "GEDE PUTRA",
        "5108••••••••0007",
        "5108••••••••0009",
        "0812-3456-7890",
        "RT 003/RW 001",
    ):
        assert shown in body
    assert NIK not in body
    assert KK not in body


def test_every_reading_is_logged(client, household, supervisor):
    _body(client, supervisor, household)
    _body(client, supervisor, household)

    reads = PersonalDataRead.objects.values_list("by__username", "target_id", "fields")
    assert list(reads) == [("made", str(household.pk), "dossier")] * 2


@pytest.mark.parametrize("who", ["stranger", "neighbour_operator"])
def test_a_foreign_household_is_not_there_and_no_reading_is_logged(request, client, household, who):
    client.force_login(request.getfixturevalue(who))

    answer = client.get(f"/keluarga/{household.pk}/")

    assert answer.status_code == 404
    assert "KETUT SARI" not in answer.content.decode()
    assert not PersonalDataRead.objects.exists()


def test_only_the_office_sees_class_and_score_and_reveals_numbers(client, household, assessment, operator, supervisor):
    seen = {user.username: _body(client, user, household) for user in (operator, supervisor)}

    assert "1777" in seen["made"]
    assert "/nik/" in seen["made"]
    assert "/ubah/" not in seen["made"]
    assert "1777" not in seen["ayu"]
    assert "Sangat miskin" not in seen["ayu"]
    assert "/nik/" not in seen["ayu"]
    assert "/ubah/" in seen["ayu"]


def test_an_operator_starts_the_visit_from_here(client, household, open_round, operator):
    instrument.load(at=timezone.now())
    body = _body(client, operator, household)

    answer = client.post(f"/pendataan/mulai/{household.pk}/")

    assert "Mulai pendataan" in body
    assert answer.url == f"/pendataan/{Assessment.objects.get().pk}/"


def test_a_visit_is_offered_once_a_round_and_by_the_operator_only(client, household, assessment, operator, supervisor):
    assert "Mulai pendataan" not in _body(client, operator, household)
    Assessment.objects.all().delete()
    assert "Mulai pendataan" not in _body(client, supervisor, household)
    assert "Mulai pendataan" in _body(client, operator, household)


def test_no_visit_is_offered_after_the_days_of_the_district(client, household, open_round, operator, regions):
    RoundDeadline.objects.create(
        round=open_round, district=regions["51.08.01"], closes_on=timezone.localdate() - timedelta(days=1)
    )

    assert "Mulai pendataan" not in _body(client, operator, household)


def test_history_tells_what_changed_in_words_and_no_number(client, household, operator, supervisor):
    registry.amend(household, changes={"rt": "7", "kk": OTHER_KK, "phone": ""}, revision=2, by=operator)
    head = Member.objects.get(name="KETUT SARI")
    changes = {"nik": OTHER_NIK, "marital": "4", "birth_date": date(1987, 11, 21)}
    registry.amend_member(head, changes=changes, revision=3, by=operator, on=JOINED)
    registry.reveal_nik(head, reason="Mencocokkan dengan KTP asli", by=supervisor)
    son = Member.objects.get(name="GEDE PUTRA")
    registry.remove_member(son, reason="2", on=date(2025, 12, 1), by=operator)

    body = _body(client, supervisor, household)

    for sentence in (
        "No. KK diganti",
        "RT: 003 → 007",
        "Nomor HP: 0812-3456-7890 → –",
        "KETUT SARI: NIK diganti",
        "KETUT SARI: Status perkawinan: – → Cerai mati",
        "KETUT SARI: Tanggal lahir: 20-11-1987 → 21-11-1987",
        "NIK ditampilkan lengkap",
        "GEDE PUTRA: Keluar pada: – → 01-12-2025",
        "GEDE PUTRA: Alasan keluar: – → Pindah ke daerah lain",
        "Masuk: GEDE PUTRA",
    ):
        assert sentence in body
    assert not any(number in body for number in (NIK, OTHER_NIK, KK, OTHER_KK))


def test_two_addresses_and_a_family_without_a_home_are_told(client, household, operator):
    changes = {"housing": "2", "card_address": "Jl. Lama 1", "card_region": "35.26.02.2001"}
    registry.amend(household, changes=changes, revision=2, by=operator)

    body = _body(client, operator, household)

    for shown in ("Tanpa rumah", "Jl. Lama 1", "35.26.02.2001", "Kabupaten Bangkalan", "Desa Sumberklampok"):
        assert shown in body
    assert "Tempat tinggal: Rumah → Tanpa rumah" in body


@pytest.mark.parametrize(
    "changes",
    [{"housing": "9"}, {"card_address": "Jl. Lama 1"}, {"card_region": "35.26.02.2001"},
     {"card_address": "Jl. Lama 1", "card_region": "35.26"}, {"card_address": "x", "card_region": "99.99.99.9999"}],
)  # fmt: skip
def test_an_address_that_cannot_be_is_refused(household, operator, changes):
    with pytest.raises(Refused):
        registry.amend(household, changes=changes, revision=2, by=operator)


def test_what_was_received_moves_with_the_person(client, household, operator, village):
    son = Member.objects.get(name="GEDE PUTRA")
    benefits.note(son, programme="pkh", since=JOINED, source="Kartu", by=operator, at=timezone.now())

    new = moves.split(son, kk=None, address=ADDRESS, reason="4", on=timezone.localdate(), by=operator)

    assert "belum tercatat menerima program" not in _body(client, operator, new)


def test_each_change_stands_under_the_person_who_made_it(client, household, operator, dinsos):
    registry.amend(household, changes={"rt": "7"}, revision=2, by=operator)
    registry.amend(household, changes={"rw": "9"}, revision=3, by=dinsos)
    client.force_login(operator)

    newest, before, *_ = client.get(f"/keluarga/{household.pk}/").context["history"]

    assert (newest.by, newest.details) == (dinsos, ["RW: 001 → 009"])
    assert (before.by, before.details) == (operator, ["RT: 003 → 007"])


@pytest.mark.parametrize("item_count", [1, 3])
def test_more_members_and_changes_cost_no_more_queries(
    client, household, operator, django_assert_num_queries, item_count
):
    for number in range(item_count):
        person = Person(name=f"Anak {'ABC'[number]}", sex="1", relation="3", identity_status="2")
        registry.add_member(household, person=person, by=operator, on=JOINED)
    client.force_login(operator)

    # Session, user, household, read log, assessments, members, earlier memberships, former members, people (3), photos,
    # notes, history (3), transfers, round, page head (2).
    with django_assert_num_queries(19):
        client.get(f"/keluarga/{household.pk}/")
