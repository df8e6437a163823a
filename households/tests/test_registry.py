"""Acts on the registry, each as a person would ask for it, and each rule the database keeps by itself."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from households import registry, rows
from households.facts import Address, Person
from households.identity import seal, unseal
from households.models import HEAD, Household, IdentityNumber, Member
from households.rows import AlreadyRegistered, Overtaken, seal_number
from households.tests.conftest import JOINED, KK, NIK
from puskesos import activity
from puskesos.errors import Refused
from puskesos.models import PersonalDataRead

OTHER_NIK = "5108010101800002"
OTHER_KK = "5108011203150008"
HOUSE = Address(address="Br. Dinas Kaja", dusun="Kaja", rt="3", rw="1", phone="+62 812-3456-7890")
HEAD_PERSON = Person(name="Ketut Sari", sex="2", relation=HEAD, nik=NIK, birth_date=date(1987, 11, 20))
CHILD = Person(name="Gede Putra", sex="1", relation="3", identity_status="4")


def _register(village, by, *, kk=None, nik=None, name="Nyoman Rai", pk=None) -> Household:
    status = "1" if nik else "2"
    person = Person(name=name, sex="1", relation=HEAD, nik=nik, identity_status=status)
    return registry.register(village=village, kk=kk, address=HOUSE, head=person, by=by, on=JOINED, pk=pk)


# --- register --------------------------------------------------------------------------------------------------------


def test_a_household_is_registered_with_its_head_as_first_member(household, operator, village):
    member = household.members.get()

    assert (household.head_name, member.name, member.relation) == ("KETUT SARI", "KETUT SARI", HEAD)
    assert (household.rt, household.rw, household.phone) == ("003", "001", "081234567890")
    assert (household.district_code, member.regency_code) == ("51.08.01", "51.08")
    assert (member.joined_on, member.village_id, household.created_by) == (JOINED, village.code, operator)
    assert [row.verb for row in activity.history_of(household)] == ["household.register"]


def test_numbers_lie_sealed_and_appear_masked(household, head):
    assert (household.kk.masked, head.nik.masked) == ("5108••••••••0007", "5108••••••••0009")
    assert unseal(head.nik.cipher) == NIK
    assert NIK.encode() not in bytes(head.nik.cipher)


def test_a_household_without_card_and_head_without_nik_is_registered(operator, village):
    household = _register(village, operator)

    assert household.kk is None
    assert household.members.get().identity_status == "2"


def test_the_same_form_sent_twice_registers_once(operator, village):
    pk = uuid.uuid4()

    first = _register(village, operator, kk=KK, nik=NIK, pk=pk)
    second = _register(village, operator, kk=KK, nik=NIK, pk=pk)

    assert first == second
    assert Household.objects.count() == Member.objects.count() == 1


def test_a_refused_registration_leaves_nothing_behind(household, operator, village):
    with pytest.raises(AlreadyRegistered):
        _register(village, operator, kk=OTHER_KK, nik=NIK)

    assert Household.objects.count() == 1
    assert IdentityNumber.objects.count() == 2


# --- numbers belong to one ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({"nik": "5108 0160 1187 0009"}, "NIK ini sudah terdaftar di keluarga lain. Hubungi supervisor."),
        ({"kk": KK, "nik": OTHER_NIK}, "No. KK ini sudah terdaftar di keluarga lain. Hubungi supervisor."),
    ],
)
def test_another_village_learns_neither_name_nor_place(
    household, neighbour_operator, neighbour_village, numbers, sentence
):
    with pytest.raises(AlreadyRegistered) as refusal:
        _register(neighbour_village, neighbour_operator, **numbers)

    assert (refusal.value.sentence, refusal.value.household_id) == (sentence, None)


def test_the_own_village_is_told_whose_it_is_with_the_way_to_the_household(household, operator, village):
    with pytest.raises(AlreadyRegistered) as refusal:
        _register(village, operator, nik=NIK)

    assert refusal.value.sentence.startswith("NIK ini sudah terdaftar di keluarga KETUT SARI. ")
    assert refusal.value.household_id == household.pk


def test_a_nik_comes_once_within_one_household_too(household, operator):
    twin = Person(name="Kembar", sex="2", relation="3", nik=NIK)

    with pytest.raises(AlreadyRegistered):
        registry.add_member(household, person=twin, by=operator, on=JOINED)


def test_who_left_may_be_registered_elsewhere(household, head, operator, neighbour_operator, neighbour_village):
    registry.remove_member(head, reason="2", on=JOINED, by=operator)

    again = _register(neighbour_village, neighbour_operator, kk=KK, nik=NIK)

    assert again.members.get().nik == head.nik


def test_a_nik_and_a_card_of_equal_digits_do_not_meet(household, operator, village):
    assert _register(village, operator, nik=KK).members.get().nik != household.kk


def test_a_sealed_number_is_made_once(db):
    assert seal_number("nik", NIK) == seal_number("nik", NIK)
    assert IdentityNumber.objects.count() == 1


@pytest.mark.parametrize("number", ["123", "2222222222222222", "51080160118700O9"])
def test_a_number_that_is_none_is_refused_and_not_repeated(operator, village, number):
    with pytest.raises(Refused) as refusal:
        _register(village, operator, nik=number)

    assert number not in refusal.value.sentence
    assert not Household.objects.exists()


# --- two at once, on real connections -----------------------------------------------------------------------------


def _at_once(*acts) -> list:
    """Run acts side by side, each on its own connection; results and refusals come back."""
    gate = Barrier(len(acts))

    def run(act):
        gate.wait()
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("numbers", [{"nik": NIK}, {"kk": KK}], ids=["nik", "kk"])
@pytest.mark.parametrize("round_", range(5))
def test_two_villages_at_once_get_one_household_and_one_sentence(
    operator, village, neighbour_operator, neighbour_village, numbers, round_
):
    results = _at_once(
        lambda: _register(village, operator, **numbers),
        lambda: _register(neighbour_village, neighbour_operator, **numbers),
    )

    assert sorted(type(result).__name__ for result in results) == ["AlreadyRegistered", "Household"]
    assert Household.objects.count() == Member.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twice_at_once_is_one_household(operator, village):
    pk = uuid.uuid4()

    results = _at_once(*[lambda: _register(village, operator, kk=KK, nik=NIK, pk=pk)] * 2)

    assert results[0] == results[1]
    assert Household.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_constraint_speaks_when_both_passed_the_checks(
    monkeypatch, household, neighbour_operator, neighbour_village
):
    monkeypatch.setattr(rows, "_holder", lambda number, keeper: None)

    for numbers in ({"nik": NIK}, {"kk": KK}):
        with pytest.raises(AlreadyRegistered):
            _register(neighbour_village, neighbour_operator, **numbers)


@pytest.mark.django_db(transaction=True)
def test_of_two_amendments_at_once_one_is_told_that_somebody_was_faster(household, operator, supervisor):
    results = _at_once(
        lambda: registry.amend(household, changes={"rt": "7"}, revision=1, by=operator),
        lambda: registry.amend(household, changes={"rt": "8"}, revision=1, by=supervisor),
    )

    assert sorted(type(result).__name__ for result in results) == ["Household", "Overtaken"]


# --- amend -----------------------------------------------------------------------------------------------------------


def test_an_amendment_writes_only_what_changed(household, operator):
    amended = registry.amend(household, changes={"rt": "4", "dusun": "Kaja"}, revision=1, by=operator)

    assert (amended.rt, amended.dusun, amended.revision) == ("004", "Kaja", 2)
    assert activity.history_of(household)[0].data["fields"] == ["rt"]


def test_what_is_sent_again_as_it_was_is_no_event(household, operator):
    registry.amend(household, changes={"rt": "3", "kk": KK}, revision=1, by=operator)

    assert [row.verb for row in activity.history_of(household)] == ["household.register"]


def test_a_stale_amendment_is_refused_naming_who_was_faster(household, operator):
    registry.amend(household, changes={"rt": "4"}, revision=1, by=operator)

    with pytest.raises(Overtaken, match="baru saja diubah oleh Ayu Lestari pukul"):
        registry.amend(household, changes={"rt": "5"}, revision=1, by=operator)

    assert Household.objects.get().rt == "004"


def test_the_card_is_given_changed_and_taken_off(household, operator):
    other = registry.amend(household, changes={"kk": OTHER_KK}, revision=1, by=operator)
    none = registry.amend(other, changes={"kk": None}, revision=2, by=operator)

    assert other.kk.masked == "5108••••••••0008"
    assert none.kk is None


def test_a_household_may_keep_its_own_card(household, operator):
    assert registry.amend(household, changes={"kk": KK}, revision=1, by=operator).kk == household.kk


# --- members ---------------------------------------------------------------------------------------------------------


def test_a_member_joins_at_the_end(household, operator):
    child = registry.add_member(household, person=CHILD, by=operator, on=JOINED)

    assert (child.order, child.name, child.village_id) == (2, "GEDE PUTRA", household.village_id)
    assert Household.objects.get().revision == 2


def test_a_second_head_is_refused(household, operator):
    with pytest.raises(Refused, match="sudah punya kepala keluarga"):
        registry.add_member(household, person=HEAD_PERSON, by=operator, on=JOINED)


def test_facts_of_a_member_change_and_the_nik_stays(household, head, operator):
    amended = registry.amend_member(
        head, changes={"marital": "2", "chronic_illness": "4"}, revision=1, by=operator, on=JOINED
    )

    assert (amended.marital, amended.chronic_illness, amended.nik) == ("2", "4", head.nik)
    assert activity.history_of(household)[0].data["fields"] == ["chronic_illness", "marital"]


def test_the_household_is_named_after_its_head_when_the_name_is_corrected(household, head, operator):
    registry.amend_member(head, changes={"name": "Ketut Sari Dewi"}, revision=1, by=operator, on=JOINED)

    assert Household.objects.get().head_name == "KETUT SARI DEWI"


def test_a_new_head_takes_the_place_and_the_name_of_the_household(household, head, operator):
    child = registry.add_member(household, person=CHILD, by=operator, on=JOINED)

    registry.amend_member(
        child, changes={"relation": HEAD}, former_head_relation="6", revision=2, by=operator, on=JOINED
    )

    assert Household.objects.get().head_name == "GEDE PUTRA"
    assert [(m.name, m.relation) for m in household.members.all()] == [("KETUT SARI", "6"), ("GEDE PUTRA", HEAD)]


@pytest.mark.parametrize("relation", ["", HEAD, "99"])
def test_a_new_head_without_a_relation_for_the_former_is_refused(household, operator, relation):
    child = registry.add_member(household, person=CHILD, by=operator, on=JOINED)

    with pytest.raises(Refused, match="hubungan kepala keluarga lama"):
        registry.amend_member(
            child, changes={"relation": HEAD}, former_head_relation=relation, revision=2, by=operator, on=JOINED
        )


def test_a_head_does_not_step_back_without_a_successor(household, head, operator):
    with pytest.raises(Refused, match="kepala keluarga yang baru"):
        registry.amend_member(head, changes={"relation": "2"}, revision=1, by=operator, on=JOINED)


def test_a_wrong_nik_is_taken_off_with_the_reason_why_there_is_none(household, head, operator):
    amended = registry.amend_member(
        head, changes={"nik": None, "identity_status": "3"}, revision=1, by=operator, on=JOINED
    )

    assert (amended.nik, amended.identity_status) == (None, "3")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "  "}, "Isi nama sesuai KTP."),
        ({"nik": None}, "Isi NIK, atau pilih alasan belum ada NIK."),
        ({"identity_status": "2"}, "Isi NIK, atau pilih alasan belum ada NIK."),
        ({"sex": "3"}, "Jenis kelamin: pilih dari daftar."),
        ({"sex": ""}, "Jenis kelamin: pilih dari daftar."),
        ({"illness": "1"}, None),
        ({"chronic_illness": "99"}, "Penyakit kronis: pilih dari daftar."),
        ({"sex": "1", "pregnant": True}, "Hanya perempuan yang bisa dicatat sedang hamil."),
        ({"birth_date": date(2025, 11, 4)}, "Tanggal lahir tidak boleh setelah hari ini."),
        ({"birth_date": date(1904, 11, 2)}, "Tanggal lahir lebih dari 120 tahun lalu. Periksa tahunnya."),
    ],
)
def test_facts_that_cannot_be_are_refused_with_a_sentence(household, head, operator, changes, sentence):
    expected = Refused if sentence else TypeError

    with pytest.raises(expected) as refusal:
        registry.amend_member(head, changes=changes, revision=1, by=operator, on=JOINED)

    assert sentence is None or refusal.value.sentence == sentence
    assert Household.objects.get().revision == 1


def test_who_already_left_cannot_be_changed(household, operator):
    child = registry.add_member(household, person=CHILD, by=operator, on=JOINED)
    registry.remove_member(child, reason="2", on=JOINED, by=operator)

    with pytest.raises(Overtaken, match="sudah dicatat keluar"):
        registry.amend_member(child, changes={"marital": "1"}, revision=3, by=operator, on=JOINED)


def test_a_member_leaves_with_day_and_reason_and_stays_on_record(household, operator):
    child = registry.add_member(household, person=CHILD, by=operator, on=JOINED)

    registry.remove_member(child, reason="1", on=JOINED, by=operator)

    child.refresh_from_db()
    assert (child.left_on, child.leave_reason) == (JOINED, "1")
    assert Household.objects.get().closed_on is None


def test_a_household_closes_with_its_last_member(household, head, operator):
    registry.remove_member(head, reason="1", on=JOINED, by=operator)

    assert Household.objects.get().closed_on == JOINED
    with pytest.raises(Overtaken):
        registry.add_member(household, person=CHILD, by=operator, on=JOINED)


def test_a_head_does_not_leave_while_others_stay(household, head, operator):
    registry.add_member(household, person=CHILD, by=operator, on=JOINED)

    with pytest.raises(Refused, match="kepala keluarga yang baru"):
        registry.remove_member(head, reason="1", on=JOINED, by=operator)


@pytest.mark.parametrize(("reason", "on"), [("", JOINED), ("0", JOINED), ("1", date(2025, 11, 2))])
def test_leaving_needs_a_reason_of_the_list_and_a_day_after_joining(household, head, operator, reason, on):
    with pytest.raises(Refused):
        registry.remove_member(head, reason=reason, on=on, by=operator)


# --- reveal ----------------------------------------------------------------------------------------------------------


def test_a_revealed_number_is_logged_with_its_reason(household, head, supervisor):
    nik = registry.reveal_nik(head, reason="Mencocokkan dengan KTP asli", by=supervisor)
    kk = registry.reveal_kk(household, reason="Mencocokkan dengan KK asli", by=supervisor)

    assert (nik, kk) == (NIK, KK)
    reads = PersonalDataRead.objects.order_by("pk").values_list("target_type", "fields", "reason", "by__username")
    assert list(reads) == [
        ("member", "nik", "Mencocokkan dengan KTP asli", "made"),
        ("household", "kk", "Mencocokkan dengan KK asli", "made"),
    ]


@pytest.mark.parametrize("reason", ["", "         ", "cek saja", "a\x00 alasan yang panjang", f"cek NIK {NIK}"])
def test_no_number_is_revealed_without_a_clean_reason(head, supervisor, reason):
    with pytest.raises(Refused):
        registry.reveal_nik(head, reason=reason, by=supervisor)

    assert not PersonalDataRead.objects.exists()


def test_a_number_that_is_not_there_cannot_be_revealed(operator, village, supervisor):
    with pytest.raises(Refused, match="belum dicatat"):
        registry.reveal_kk(_register(village, operator), reason="Mencocokkan dengan KK asli", by=supervisor)


# --- history and constraints ---------------------------------------------------------------------------------------


def test_the_database_keeps_each_change_with_who_made_it(household, head, operator):
    registry.amend_member(head, changes={"marital": "4"}, revision=1, by=operator, on=JOINED)

    inserted, changed = head.events.select_related("pgh_context").order_by("pgh_id")
    assert (inserted.marital, changed.marital) == ("", "4")
    assert changed.pgh_context.metadata["user"] == operator.pk
    assert activity.history_of(household)[0].data["change"] == str(changed.pgh_context_id)


def test_numbers_of_no_activity_or_history_row_are_plain(household, head, operator, supervisor):
    registry.reveal_nik(head, reason="Mencocokkan dengan KTP asli", by=supervisor)

    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT string_agg(t::text, ' ') FROM (
                SELECT to_jsonb(a) FROM puskesos_activity a UNION ALL
                SELECT to_jsonb(r) FROM puskesos_personaldataread r UNION ALL
                SELECT to_jsonb(h) FROM households_householdevent h UNION ALL
                SELECT to_jsonb(m) FROM households_memberevent m UNION ALL
                SELECT metadata FROM pghistory_context) t""")
        everything = cursor.fetchone()[0]

    assert "KETUT SARI" in everything
    assert NIK not in everything
    assert KK not in everything


BROKEN = {
    "households_one_active_membership_per_nik": {"relation": "3"},
    "households_one_head_per_household": {"nik": None, "identity_status": "2"},
    "households_only_women_are_pregnant": {"nik": None, "relation": "3", "sex": "1", "pregnant": True},
    "households_leaving_has_a_reason": {"nik": None, "relation": "3", "left_on": JOINED},
}


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_itself_refuses_a_member_that_cannot_be(head, constraint):
    columns = {name: getattr(head, name) for name in ("nik", "name", "sex", "relation", "joined_on", "village_id")}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Member.objects.create(household=head.household, **{**columns, **BROKEN[constraint]})


def test_the_database_itself_refuses_a_second_active_household_on_a_card(household, operator):
    with pytest.raises(IntegrityError, match="households_one_active_household_per_kk"), transaction.atomic():
        Household.objects.create(village=household.village, kk=household.kk, head_name="X", created_by=operator)


def test_the_database_itself_refuses_the_same_number_twice(household):
    number = household.kk

    with pytest.raises(IntegrityError, match="households_identity_number_once"), transaction.atomic():
        IdentityNumber.objects.create(kind="kk", cipher=seal(KK), blind_index=number.blind_index, masked=number.masked)


@pytest.mark.parametrize("model", [Household, Member])
def test_the_database_itself_keeps_district_and_regency_true(household, model):
    name = f"households_{model._meta.model_name}_codes_follow_village"

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.update(district_code="51.08.02")
