"""What a phone says of a family, in one revision after the other: a correction is corrected, a slip is taken back."""

import copy
import uuid
from datetime import date

import pytest
from django.utils import timezone

from assessment.models import Assessment, FieldDraft
from assessment.tests.phone import NOTHING, Phone, Visit
from households import registry, transfers
from households.facts import Address, Person
from households.models import Household, Member
from puskesos.models import Region, User
from puskesos.roles import Role

pytestmark = pytest.mark.django_db

NIK, ANOTHER_NIK, THIRD_NIK = "5108014711870007", "5108014711870008", "5108014711870009"
CHILD = {
    "name": "KOMANG ANOM",
    "sex": "1",
    "relation": "3",
    "nik": "",
    "identity_status": "2",
    "birth_date": "2015-05-06",
}
HEAD_OF_NEW = {"name": "KETUT ARDANA", "sex": "1", "relation": "1", "nik": "", "identity_status": "2"}
KETUT = Person(name="KETUT ARDANA", nik=None, sex="1", relation="1", identity_status="2")
DAY = date(2026, 11, 2)
HOUSE = {"kk": "", "address": "Banjar Kelod", "dusun": "", "rt": "", "rw": "", "phone": "", "housing": "1"}


@pytest.fixture
def phone(operator) -> Phone:
    return Phone(operator)


@pytest.fixture
def visit(household, always_open, published) -> Visit:
    """A visit that goes on; what is there leaves the phone early."""
    visit = Visit(household, published)
    visit.finished_at = None
    return visit


@pytest.fixture
def wife(household, operator) -> Member:
    person = Person(name="NI LUH RAI", nik=None, sex="2", relation="2", identity_status="2")
    return registry.add_member(household, person=person, by=operator, on=timezone.localdate())


@pytest.fixture
def head(household) -> Member:
    return household.members.get(relation="1")


def said(member: Member | str, **parts) -> dict:
    """What a draft says of a person."""
    return {"id": str(getattr(member, "pk", member)), **NOTHING, "left": None, **parts}


def changed(member: Member, changes: dict, base: dict) -> dict:
    return said(member, changes=changes, base=base)


def send(phone: Phone, visit: Visit, *members: dict, **content) -> Visit:
    """The next revision, which is taken whole."""
    later = visit.change(members=list(members), **content)
    later.parent = visit.revision if FieldDraft.objects.filter(pk=visit.pk).exists() else None
    answer = phone.send(later)
    assert answer.status_code == 201, answer.json()
    return later


def on_a_page(member: Member, operator, **changes) -> None:
    revision = Household.objects.get(pk=member.household_id).revision
    registry.amend_member(member, changes=changes, revision=revision, by=operator, on=timezone.localdate())


# --- persons ---------------------------------------------------------------------------------------------------------


def test_a_correction_is_corrected(phone, visit, wife):
    """The first one has left the phone already; the phone still says what it was told before."""
    base = {"birth_place": ""}
    first = send(phone, visit, changed(wife, {"birth_place": "Singaraja"}, base))

    send(phone, first, changed(wife, {"birth_place": "Seririt"}, base))

    wife.refresh_from_db()
    assert wife.birth_place == "SERIRIT"


def test_a_correction_is_taken_back(phone, visit, wife):
    first = send(phone, visit, changed(wife, {"name": "NI LUH RAI ASIH"}, {"name": "NI LUH RAI"}))

    send(phone, first, changed(wife, {"name": "NI LUH RAI"}, {"name": "NI LUH RAI"}))

    wife.refresh_from_db()
    assert wife.name == "NI LUH RAI"


def test_what_somebody_else_corrected_since_is_told_with_what_they_wrote(phone, visit, wife, operator):
    first = send(phone, visit, changed(wife, {"birth_place": "Singaraja"}, {"birth_place": ""}))
    wife.refresh_from_db()
    on_a_page(wife, operator, birth_place="DENPASAR")
    second = first.change(members=[changed(wife, {"birth_place": "Seririt"}, {"birth_place": ""})])

    answer = phone.send(second)

    assert "DENPASAR" in answer.json()["problems"][f"members.{wife.pk}.birth_place"]
    wife.refresh_from_db()
    assert wife.birth_place == "DENPASAR"


def test_a_number_that_somebody_else_entered_is_not_overwritten(phone, visit, wife, operator):
    on_a_page(wife, operator, nik=NIK, identity_status="1")
    visit.content["members"] = [changed(wife, {"nik": ANOTHER_NIK}, {"nik": ""})]

    answer = phone.send(visit)

    assert answer.json()["problems"] == {
        f"members.{wife.pk}.nik": "Nomor ini baru saja diubah petugas lain. Cocokkan dengan kartunya, lalu simpan lagi."
    }
    wife.refresh_from_db()
    assert wife.nik.masked.endswith(NIK[-4:])


def test_whoever_was_told_what_somebody_else_wrote_may_say_otherwise(phone, visit, wife, operator):
    """Over the words of the other one, which the history keeps."""
    on_a_page(wife, operator, birth_place="DENPASAR", nik=NIK, identity_status="1")
    visit.content["members"] = [
        changed(wife, {"birth_place": "Seririt", "nik": ANOTHER_NIK}, {"birth_place": "", "nik": ""})
    ]
    assert len(phone.send(visit).json()["problems"]) == 2
    told = {"birth_place": "DENPASAR", "nik": Member.objects.get(pk=wife.pk).nik.masked}

    send(phone, visit, changed(wife, {"birth_place": "Seririt", "nik": ANOTHER_NIK}, told))

    wife.refresh_from_db()
    assert (wife.birth_place, wife.nik.masked[-4:]) == ("SERIRIT", ANOTHER_NIK[-4:])


def test_a_number_is_corrected_and_taken_back(phone, visit, wife, operator):
    """To say what one was told is to leave it as it was."""
    on_a_page(wife, operator, nik=NIK, identity_status="1")
    told = Member.objects.get(pk=wife.pk).nik.masked
    state = visit
    for typed, ends in ((ANOTHER_NIK, "0008"), (THIRD_NIK, "0009"), (told, "0007")):
        state = send(phone, state, changed(wife, {"nik": typed}, {"nik": told}))
        assert Member.objects.get(pk=wife.pk).nik.masked.endswith(ends)


def test_a_number_that_was_the_first_one_is_taken_off_again(phone, visit, wife):
    base = {"nik": "", "identity_status": "2"}
    first = send(phone, visit, changed(wife, {"nik": NIK, "identity_status": "1"}, base))

    send(phone, first, changed(wife, {"nik": "", "identity_status": "2"}, base))

    wife.refresh_from_db()
    assert (wife.nik, wife.identity_status) == (None, "2")


def test_a_new_person_is_corrected(phone, visit):
    child = said(str(uuid.uuid4()), new=CHILD)
    first = send(phone, visit, child)

    send(phone, first, {**child, "new": {**CHILD, "name": "Komang Anom Jaya", "birth_date": "2016-05-06", "nik": NIK}})

    member = Member.objects.get(pk=child["id"])
    assert (member.name, str(member.birth_date), member.nik.masked[-4:]) == ("KOMANG ANOM JAYA", "2016-05-06", "0007")


def test_a_new_person_whom_somebody_corrected_since_may_be_said_otherwise(phone, visit, operator):
    child = said(str(uuid.uuid4()), new=CHILD)
    first = send(phone, visit, child)
    on_a_page(Member.objects.get(pk=child["id"]), operator, relation="4")
    later = first.change(note="Lagi.")
    later.parent = first.revision
    assert "diubah petugas lain" in phone.send(later).json()["problems"][f"members.{child['id']}.relation"]

    send(phone, later, {**child, "base": {"relation": "4"}})

    assert Member.objects.get(pk=child["id"]).relation == "3"


def test_a_new_person_is_taken_off_and_put_back(phone, visit, household):
    """By the reason `Salah catat`, so that the history says why somebody was there for a day."""
    child = said(str(uuid.uuid4()), new=CHILD)
    gone = {**child, "left": {"reason": "7", "on": timezone.localdate().isoformat()}}
    state = send(phone, visit, child)

    state = send(phone, state, gone)
    assert not household.members.filter(pk=child["id"], left_on=None).exists()
    send(phone, state, child)

    assert household.members.filter(pk=child["id"], left_on=None).exists()


def test_a_new_person_that_was_taken_off_before_it_arrived_is_never_entered(phone, visit):
    child = said(str(uuid.uuid4()), new=CHILD, left={"reason": "7", "on": timezone.localdate().isoformat()})

    send(phone, visit, child)

    assert not Member.objects.filter(pk=child["id"]).exists()


def test_whom_a_second_phone_knows_from_the_list_stays(phone, visit, household):
    """It does not list them as new any more: that is not to take them off."""
    child = said(str(uuid.uuid4()), new=CHILD)
    first = send(phone, visit, child)

    send(phone, first)

    assert household.members.filter(pk=child["id"], left_on=None).exists()


def test_a_slip_that_let_somebody_go_is_taken_back(phone, visit, wife):
    today = timezone.localdate().isoformat()
    first = send(phone, visit, said(wife, left={"reason": "1", "on": today}))

    send(phone, first, said(wife))

    wife.refresh_from_db()
    assert (wife.left_on, wife.leave_reason) == (None, "")


def test_whoever_somebody_else_let_go_is_not_brought_back(phone, visit, wife, operator):
    registry.remove_member(wife, reason="1", on=timezone.localdate(), by=operator)

    send(phone, visit, said(wife))

    wife.refresh_from_db()
    assert wife.left_on is not None


def test_a_family_that_closed_by_a_slip_is_open_again(phone, visit, household, head):
    for member in household.members.exclude(pk=head.pk):
        member.delete()
    today = timezone.localdate().isoformat()
    first = send(phone, visit, said(head, left={"reason": "1", "on": today}))

    send(phone, first, said(head))

    household.refresh_from_db()
    assert household.closed_on is None


def test_a_head_who_left_and_the_heir_come_in_one_draft_in_any_order(phone, visit, household, head, wife):
    today = timezone.localdate().isoformat()
    heir = changed(wife, {"relation": "1", "former_head_relation": "2"}, {"relation": "2"})

    send(phone, visit, said(head, left={"reason": "1", "on": today}), heir)

    household.refresh_from_db()
    assert household.head_name == "NI LUH RAI"


def test_an_heir_is_taken_back(phone, visit, household, head, wife):
    base = {"relation": "2"}
    first = send(phone, visit, changed(wife, {"relation": "1", "former_head_relation": "2"}, base))

    send(phone, first, changed(wife, {"relation": "2", "former_head_relation": None}, base))

    relations = dict(household.members.values_list("pk", "relation"))
    assert (relations[head.pk], relations[wife.pk]) == ("1", "2")
    household.refresh_from_db()
    assert household.head_name == head.name


# --- what happened to the family meanwhile ---------------------------------------------------------------------------


def test_whoever_was_let_go_on_a_page_is_not_corrected_silently(phone, visit, wife, operator):
    """The operator is told, and says of the person what the registry says by now."""
    registry.remove_member(wife, reason="1", on=timezone.localdate(), by=operator)
    correction = changed(wife, {"birth_place": "Seririt"}, {"birth_place": ""})
    visit.content["members"] = [correction]

    answer = phone.send(visit)

    assert answer.json()["problems"] == {
        f"members.{wife.pk}": "Orang ini sudah tidak tercatat di keluarga ini. Catat ia keluar dari keluarga."
    }
    gone = {**correction, "left": {"reason": "1", "on": timezone.localdate().isoformat()}}
    send(phone, visit, gone)


def test_whoever_was_never_there_is_let_go_without_a_word(phone, visit):
    stranger = changed(str(uuid.uuid4()), {"birth_place": "Seririt"}, {"birth_place": ""})
    visit.content["members"] = [stranger]
    assert "tidak tercatat" in str(phone.send(visit).json()["problems"])

    send(phone, visit, {**stranger, "left": {"reason": "6", "on": timezone.localdate().isoformat()}})


def test_a_survey_that_was_begun_stays_with_its_family(phone, visit, wife, operator, village):
    """What is said of people of the other family is not written there either."""
    other = registry.register(
        village=village, kk=None, address=Address(address="Kaja"), head=KETUT, by=operator, on=DAY
    )
    first = send(phone, visit)
    household = {**first.content["household"], "id": str(other.pk)}
    other_head = other.members.get()
    said_there = [changed(other_head, {"birth_place": "Seririt"}, {"birth_place": ""})]
    later = first.change(household=household, members=said_there)
    later.parent = first.revision

    answer = phone.send(later)

    assert "sudah dimulai untuk keluarga lain" in answer.json()["problems"]["household"]
    other_head.refresh_from_db()
    assert other_head.birth_place == ""


def test_a_new_family_that_is_listed_after_all_is_surveyed_as_that_one(phone, published, household, always_open):
    """The phone's list was old; the card that the operator typed names the family."""
    card = {"kk": "5108010101200007", "address": "Kelod"}
    registry.amend(household, changes={"kk": card["kk"]}, revision=household.revision, by=household.created_by)
    visit = Visit(None, published)
    new = said(str(uuid.uuid4()), new=HEAD_OF_NEW)
    typed = visit.change(household={**visit.content["household"], "new": {**HOUSE, **card}}, members=[new])
    typed.parent = None
    words = phone.send(typed).json()["problems"]["household.kk"]
    assert words.startswith("No. KK ini sudah terdaftar di keluarga WAYAN SUKARTA.")
    listed = {
        "id": str(household.pk),
        "new": None,
        "changes": {"address": "Kelod"},
        "base": {"address": household.address},
    }

    send(phone, typed, household=listed)

    assert Assessment.objects.get(pk=visit.pk).household == household


def test_another_phone_is_told_the_family_as_it_is_by_now(phone, visit, wife, operator, household):
    """Also of whom the draft let go, so that a slip can be taken back there."""
    gone = said(wife, left={"reason": "1", "on": timezone.localdate().isoformat()})
    send(phone, visit, gone, household={**visit.content["household"], "changes": {"address": "Kaja"}, "base": {}})

    family = phone.get(f"assessments/{visit.pk}").json()["household"]

    assert family["address"] == "Kaja"
    assert wife.name in [one["name"] for one in family["members"]]


def test_a_number_on_another_phone_is_left_as_the_draft_made_it(phone, visit, wife, operator):
    """That phone was told the new number, masked; to leave the field empty there is to keep that one."""
    on_a_page(wife, operator, nik=NIK, identity_status="1")
    told = Member.objects.get(pk=wife.pk).nik.masked
    first = send(phone, visit, changed(wife, {"nik": ANOTHER_NIK}, {"nik": told}))
    told = Member.objects.get(pk=wife.pk).nik.masked

    send(phone, first, changed(wife, {"nik": told}, {"nik": told}))

    assert Member.objects.get(pk=wife.pk).nik.masked == told


def test_a_family_that_moved_away_meanwhile_is_told_to_be_so(phone, visit, household, operator, regions):
    """It was begun when they still lived here; nobody is left to send it for."""
    first = send(phone, visit)
    move_away(household, to=regions["51.08.01.2002"], by=operator)
    later = first.change(note="Rumah kosong.")
    later.parent = first.revision

    answer = phone.send(later)

    words = "Keluarga ini sudah ditutup karena semua anggotanya tercatat keluar. Hubungi supervisor bila keliru."
    assert answer.json()["problems"] == {"household": words}
    assert phone.submit(later).json()["reasons"] == [words]


def move_away(household: Household, *, to: Region, by: User) -> None:
    """The whole family goes to another village, which takes it in."""
    at, on = timezone.now(), timezone.localdate()
    asked = transfers.ask(household, member=None, target=to, card="", reason="9", on=on, by=by, at=at)
    there = User.objects.create_user("wira", role=Role.OPERATOR, region=to, full_name="Wira Guna")
    transfers.accept_as_new(asked, kk=None, address=Address(address="Banjar Anyar"), by=there, at=at)


# --- the family ------------------------------------------------------------------------------------------------------


def test_a_new_family_is_corrected(phone, always_open, published):
    visit = Visit(None, published)
    visit.finished_at = None
    family = {**visit.content["household"], "new": HOUSE}
    head = said(str(uuid.uuid4()), new=HEAD_OF_NEW)
    first = send(phone, visit, head, household=family)
    better = copy.deepcopy(family)
    better["new"] |= {"address": "Banjar Kaja", "rt": "003", "kk": "5108010101200007"}

    send(phone, first, {**head, "new": {**HEAD_OF_NEW, "name": "Ketut Ardana Putra"}}, household=better)

    household = Household.objects.get(pk=family["id"])
    assert (household.address, household.rt, household.head_name) == ("Banjar Kaja", "003", "KETUT ARDANA PUTRA")
    assert household.kk.masked.endswith("0007")


def test_an_address_is_corrected_twice_and_taken_back(phone, visit, household):
    was, state = household.address, visit
    for address in ("Banjar Kaja", "Banjar Kaja Kauh", was):
        family = {**visit.content["household"], "changes": {"address": address}, "base": {"address": was}}
        state = send(phone, state, household=family)
        household.refresh_from_db()
        assert household.address == address


def test_nothing_of_what_a_draft_wrote_lies_open(phone, visit, wife):
    send(phone, visit, changed(wife, {"nik": NIK, "identity_status": "1"}, {"nik": "", "identity_status": "2"}))

    draft = FieldDraft.objects.get(pk=visit.pk)
    assert NIK.encode() not in bytes(draft.own_cipher)


# --- found by a facilitator ------------------------------------------------------------------------------------------


@pytest.fixture
def helpers_phone(village) -> Phone:
    """A facilitator visits; the operator of the village registers and sends."""
    return Phone(User.objects.create_user("nyoman", role=Role.FACILITATOR, region=village, full_name="Nyoman Bantu"))


@pytest.fixture
def found(helpers_phone, always_open, published) -> Visit:
    """A family that is on no list, with its photos, from a facilitator's phone."""
    visit = Visit(None, published)
    visit.content["household"]["new"] = HOUSE
    visit.content["members"] = [said(str(uuid.uuid4()), new=HEAD_OF_NEW)]
    answer = helpers_phone.send(visit)
    assert "Minta ia melanjutkan" in answer.json()["problems"]["household"]
    assert len(answer.json()["missing_photos"]) == 7
    for photo in visit.photos:
        helpers_phone.send_photo(photo)
    return visit


def test_the_operator_goes_on_with_a_new_family_that_a_facilitator_found(phone, found):
    listed = phone.get("work").json()["assessments"]
    assert [(one["id"], one["surveyor"]) for one in listed] == [(found.pk, "Nyoman Bantu")]
    here = phone.get(f"assessments/{found.pk}").json()
    assert (here["content"], here["missing_photos"], here["household"]) == (found.content, [], None)

    mine = found.change(note="Dilanjutkan operator.")
    mine.parent = found.revision
    assert phone.send(mine).status_code == 201
    assert phone.submit(mine).status_code == 201

    sent = Assessment.objects.get(pk=found.pk)
    assert (sent.household.head_name, sent.surveyor.username) == ("KETUT ARDANA", "ayu")


def test_a_draft_of_a_facilitator_is_nothing_to_other_villages_and_helpers(found, regions, village):
    far = User.objects.create_user("far", role=Role.OPERATOR, region=regions["51.08.01.2002"], full_name="Jauh")
    other = User.objects.create_user("other", role=Role.FACILITATOR, region=village, full_name="Lain")
    for person in (far, other):
        assert Phone(person).get(f"assessments/{found.pk}").status_code == 404
        assert Phone(person).get("work").json()["assessments"] == []
        assert Phone(person).send(found.change(note="Bukan punya saya.")).status_code == 404


def test_a_facilitator_is_told_who_keeps_corrections_of_a_family(helpers_phone, visit, wife):
    visit.content["members"] = [changed(wife, {"birth_place": "Seririt"}, {"birth_place": ""})]

    problems = helpers_phone.send(visit).json()["problems"]

    words = "Operator desa yang menyimpan perubahan ini. Minta ia melanjutkan survei ini."
    assert problems == {f"members.{wife.pk}": words}
