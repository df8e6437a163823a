"""Forms of the registry with honest, wrong and hostile input."""

from datetime import date
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from households.forms import HouseholdForm, MemberForm, RegistrationForm, SearchForm
from households.forms_moves import LeaveForm
from households.tests.conftest import KK, NIK
from households.villages import find_village
from puskesos.errors import Refused

TODAY = date(2026, 11, 2)
PERSON = {"name": "Ketut Sari", "sex": "2", "relation": "2", "nik": NIK, "birth_date": "20-11-1987"}
HOUSE = {"kk": KK, "address": "Br. Dinas Kaja"}


def _member(data=None, **kwargs) -> MemberForm:
    return MemberForm({**PERSON, **(data or {})}, village_code="51.08.01.2001", on=TODAY, **kwargs)


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["20-11-1987", "20/11/1987", " 20/11/1987 "])
def test_a_date_is_typed_day_first(typed):
    form = _member({"birth_date": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["birth_date"] == date(1987, 11, 20)


@pytest.mark.parametrize(
    "typed",
    [
        "11/13/2024",
        "01-01-45",
        "2024-01-01",
        "01-01-0000",
        "00-01-2000",
        "31-02-2000",
        "29-02-2023",
        "1 Januari 2000",
        "01.01.2000",
        "01-01-20000",
        "20-11-1987 10:00",
        "-1-1-2000",
        "x",
    ],
)
def test_another_way_of_writing_a_date_is_refused_with_an_example(typed):
    form = _member({"birth_date": typed})

    assert form.errors["birth_date"] == ["Tulis tanggal-bulan-tahun, contoh: 27-11-1987."]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("03-11-2026", "Tanggal lahir tidak boleh setelah hari ini."),
        ("01-01-1900", "Tanggal lahir lebih dari 120 tahun lalu. Periksa tahunnya."),
        ("01-01-0001", "Tanggal lahir lebih dari 120 tahun lalu. Periksa tahunnya."),
    ],
)
def test_a_birth_date_that_cannot_be_is_refused(typed, sentence):
    assert _member({"birth_date": typed}).errors["birth_date"] == [sentence]


# --- NIK: block or warn ----------------------------------------------------------------------------------------------


def test_a_nik_that_agrees_passes_without_a_question():
    form = _member()

    assert form.is_valid(), form.errors
    assert (form.person().nik, form.person().identity_status) == (NIK, "1")


def test_a_nik_that_disagrees_asks_for_one_look_and_loses_nothing():
    form = _member({"birth_date": "21-11-1987", "sex": "1"})

    assert form.errors["nik"] == [
        "NIK ini menunjukkan lahir 20-11-1987. Periksa lagi dengan KTP.",
        "NIK ini menunjukkan perempuan. Periksa lagi dengan KTP.",
    ]
    assert form["nik"].value() == NIK
    assert NIK not in str(form.errors)


def _mark(form: MemberForm) -> str:
    assert not form.is_valid()
    return form.fields["nik_checked"].choices[0][0]


def test_the_tick_accepts_the_warnings_it_was_given_for():
    wrong = {"birth_date": "21-11-1987"}
    form = _member({**wrong, "nik_checked": [_mark(_member(wrong))]})

    assert form.is_valid(), form.errors
    assert form.person().nik == NIK


@pytest.mark.parametrize("mark", ["", "on", "x" * 16, "\x00"])
def test_no_other_tick_accepts_them(mark):
    assert not _member({"birth_date": "21-11-1987", "nik_checked": [mark]}).is_valid()


def test_another_mistake_after_the_tick_asks_again():
    mark = _mark(_member({"birth_date": "21-11-1987"}))

    assert not _member({"birth_date": "22-11-1987", "sex": "1", "nik_checked": [mark]}).is_valid()


def test_no_tick_makes_fifteen_digits_a_nik():
    form = _member({"nik": NIK[:15], "nik_checked": ["on"]})

    assert form.errors["nik"] == ["NIK harus 16 angka. Anda mengisi 15 angka."]


def test_who_has_no_nik_says_why():
    assert _member({"nik": ""}).errors["nik"] == ["Isi NIK, atau pilih alasan NIK kosong."]
    form = _member({"nik": "", "identity_status": "4"})
    assert form.is_valid()
    assert (form.person().nik, form.person().identity_status) == (None, "4")


def test_having_a_nik_is_no_reason_for_an_empty_one():
    assert "identity_status" in _member({"nik": "", "identity_status": "1"}).errors


# --- a member that is already there ----------------------------------------------------------------------------------


def test_an_empty_nik_leaves_the_number_and_the_page_shows_it_masked(head):
    form = _member({"nik": ""}, member=head)

    assert form.is_valid(), form.errors
    assert "nik" not in form.changes()
    assert "5108••••••••0009" in form.fields["nik"].help_text
    assert NIK not in form.as_p()


def test_the_kept_nik_is_compared_when_what_it_tells_is_changed(head):
    form = _member({"nik": "", "birth_date": "01-01-1990"}, member=head)

    assert form.errors["nik"] == ["NIK ini menunjukkan lahir 20-11-1987. Periksa lagi dengan KTP."]


def test_a_wrong_nik_is_taken_off_with_a_reason(head):
    form = _member({"nik": "", "identity_status": "3"}, member=head)

    assert form.is_valid()
    assert (form.changes()["nik"], form.changes()["identity_status"]) == (None, "3")


def test_a_head_cannot_pick_another_relation_and_nobody_is_added_as_head(head):
    assert "relation" not in _member(member=head).fields
    assert "relation" in _member({"relation": "1"}).errors


def test_a_new_head_tells_what_the_former_one_becomes(child):
    form = _member({"relation": "1"}, member=child)

    assert form.errors["former_head_relation"] == ["Pilih hubungan kepala keluarga lama dengan kepala yang baru."]


def test_a_man_is_not_recorded_pregnant():
    form = _member({"sex": "1", "nik": "", "identity_status": "2", "pregnant": "on"})

    assert form.errors["pregnant"] == ["Hanya perempuan yang bisa dicatat sedang hamil."]


# --- household -------------------------------------------------------------------------------------------------------


def test_a_household_has_a_card_or_says_that_it_has_none():
    assert HouseholdForm({**HOUSE, "kk": ""}).errors["kk"] == ["Isi No. KK, atau centang “Belum punya KK”."]
    assert HouseholdForm({**HOUSE, "no_kk": "on"}).errors["no_kk"] == ["No. KK sudah diisi. Hapus centang ini."]
    assert HouseholdForm({**HOUSE, "kk": "", "no_kk": "on"}).is_valid()


def test_an_empty_card_leaves_the_number(household):
    form = HouseholdForm({**HOUSE, "kk": ""}, household=household)

    assert form.is_valid(), form.errors
    assert "kk" not in form.changes()
    assert KK not in form.as_p()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("kk", "123"),
        ("kk", "x" * 300),
        ("address", ""),
        ("address", "x" * 201),
        ("address", "Jalan\x00"),
        ("address", f"NIK {NIK}"),
        ("dusun", "\u202e"),
        ("rt", "1234"),
        ("rw", "R1"),
        ("phone", "12345"),
        ("revision", "x"),
        ("revision", "9" * 400),
    ],
)
def test_each_wrong_part_of_a_household_has_its_sentence(field, typed):
    form = HouseholdForm({**HOUSE, field: typed})

    assert list(form.errors) == [field]
    assert NIK not in str(form.errors)


NASTY = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["\x00", "'; DROP TABLE x; --", "<script>alert(1)</script>", "=1+1", "9" * 400, "\ud800", "1e309"]),
)


@pytest.mark.django_db  # the village on the card is looked up
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_no_input_breaks_the_registration_form(data):
    fields = RegistrationForm(on=TODAY).fields
    form = RegistrationForm(
        {name: data.draw(NASTY, label=name) for name in fields}, village_code="51.08.01.2001", on=TODAY
    )

    with mock.patch("households.villages.search_wilayah", return_value=[]):  # half a second for each name
        valid = form.is_valid()

    if valid:
        form.person()
        form.address_facts()
    else:
        assert all(str(error) for errors in form.errors.values() for error in errors)


def test_errors_of_a_registration_come_in_the_order_of_the_page():
    form = RegistrationForm({}, on=TODAY)

    names = [field.name for field in form if field.errors]
    assert names == ["kk", "address", "name", "nik", "sex", "pk"]


# --- leaving and searching -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"reason": "", "left_on": "01-11-2026"}, "reason"),
        ({"reason": "77", "left_on": "01-11-2026"}, "reason"),
        ({"reason": "1", "left_on": "03-11-2026"}, "left_on"),
        ({"reason": "1", "left_on": "11/13/2024"}, "left_on"),
    ],
)
def test_leaving_needs_a_reason_and_a_day_that_has_come(data, field):
    assert list(LeaveForm(data, on=TODAY).errors) == [field]


@pytest.mark.parametrize("typed", ["5108 0160 1187 0009", NIK, f" {NIK} "])
def test_a_typed_number_is_no_name(typed):
    form = SearchForm({"q": typed}, villages=[])

    assert form.is_valid()
    assert (form.number, form.name, form.terms()) == (NIK, "", {})


@pytest.mark.parametrize(
    "typed", ["ab", "a b", "51080160118700", "510801601187000x", "51.08.01.2001", "x" * 121, "a\x00bc"]
)
def test_what_cannot_be_searched_is_told(typed):
    form = SearchForm({"q": typed}, villages=[])

    assert not form.is_valid()
    assert form.number == ""


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", ""),
        ("35.26.02.2001", "35.26.02.2001"),
        ("3526022001", "35.26.02.2001"),
        (" sumberklampok ,  gerokgak ", "51.08.01.2001"),
        ("Sumberklampok, Gerokgak, Kabupaten Buleleng, Bali", "51.08.01.2001"),
    ],
)
def test_a_village_is_found_by_code_or_name(regions, typed, code):
    assert find_village(typed) == code


@pytest.mark.parametrize(
    "typed", ["51.08", "99.99.99.9999", "Tidak Ada Di Mana", "<b>", "²", "9" * 400, ",", "Sukamaju"]
)
def test_what_is_no_one_village_is_refused(regions, typed):
    with pytest.raises(Refused):
        find_village(typed)
