"""Names, phones, RT and texts as people type them: kept clean, or answered with a sentence."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from households import facts
from puskesos.errors import Refused

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  ni   ketut\tsari \n", "NI KETUT SARI"),
        ("I Gst. Ayu Nur'aini, S.Pd", "I GST. AYU NUR'AINI, S.PD"),
        ("Andre\u0301", "ANDR\u00c9"),
        ("O", "O"),
        ("", ""),
    ],
)
def test_a_name_is_kept_in_upper_case_with_single_spaces(typed, kept):
    assert facts.clean_name(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "Ketut\x00Sari",
        "Ketut\x07Sari",
        "Ketut\u200bSari",
        "\u202eiraS tuteK",
        "Ketut 2",
        "5108016011870009",
        "=CMD()",
        "@Ketut",
        "-Ketut",
        "Ketut <script>",
        "...",
        "Ketut;Sari",
        "\U0001f600",
        "K" * 121,
    ],
)
def test_what_is_no_name_is_refused(typed):
    with pytest.raises(Refused):
        facts.clean_name(typed)


@given(st.text(max_size=130))
def test_any_text_is_a_clean_name_or_refused(typed):
    try:
        name = facts.clean_name(typed)
    except Refused:
        return
    assert name == " ".join(name.split())
    assert len(name) <= facts.NAME_LENGTH
    assert not any(unicodedata.category(sign)[0] in "CN" for sign in name)
    assert facts.clean_name(name) == name


@pytest.mark.parametrize(
    "typed",
    ["081234567890", "+6281234567890", "6281234567890", "+62 812-3456-7890", "(0812) 3456.7890", "+62 0812 34567890"],
)
def test_a_phone_is_kept_one_way_however_it_is_typed(typed):
    assert facts.clean_phone(typed) == "081234567890"
    assert facts.shown_phone("081234567890") == "0812-3456-7890"


@pytest.mark.parametrize(
    "typed",
    [
        "0362 21234",
        "0812345",
        "08123456789012",
        "812",
        "08O234567890",
        "0812+34567890",
        "٠٨١٢٣٤٥٦٧٨٩٠",
        "08123\x0045678",
    ],
)
def test_what_is_no_mobile_number_is_refused(typed):
    with pytest.raises(Refused, match="Nomor HP diawali 08"):
        facts.clean_phone(typed)


@given(st.text(max_size=30))
def test_any_text_is_a_phone_or_refused(typed):
    try:
        phone = facts.clean_phone(typed)
    except Refused:
        return
    assert phone == "" or (phone.startswith("08") and phone.isascii() and phone.isdigit() and 10 <= len(phone) <= 13)


@pytest.mark.parametrize(("typed", "kept"), [("3", "003"), (" 12 ", "012"), ("001", "001"), ("000", "000"), ("", "")])
def test_an_rt_has_three_digits(typed, kept):
    assert facts.clean_rt(typed) == kept


@pytest.mark.parametrize("typed", ["1234", "1a", "-1", "٣", "½", "1 2", "\x003"])
def test_what_is_no_rt_is_refused(typed):
    with pytest.raises(Refused):
        facts.clean_rt(typed)


@pytest.mark.parametrize(
    "typed", ["5108016011870009", "KTP 510801-601187-0009", "no. 5 1 0 8 0 1 6 0 1 1 8 7 0 0 0 9 ."]
)
def test_an_identity_number_has_no_place_in_a_text(typed):
    with pytest.raises(Refused, match="Jangan tulis NIK"):
        facts.clean_text(typed, max_length=200)


def test_an_address_with_house_number_and_phone_is_a_text():
    assert facts.clean_text(" Jl. Merdeka  No. 12, dekat 081234567890 ", max_length=200).endswith("081234567890")


@pytest.mark.parametrize(
    ("born", "age"), [(date(2026, 11, 2), 0), (date(1987, 11, 2), 39), (date(1987, 11, 3), 38), (date(2000, 2, 29), 26)]
)
def test_age_counts_whole_years(born, age):
    assert facts.age(born, on=TODAY) == age


@pytest.mark.parametrize("born", [date(2026, 11, 3), date(1905, 11, 2), date(1, 1, 1)])
def test_nobody_is_born_tomorrow_or_121_years_ago(born):
    with pytest.raises(Refused):
        facts.clean_birth_date(born, on=TODAY)


def test_somebody_may_be_120_years_old():
    assert facts.clean_birth_date(date(1905, 11, 3), on=TODAY) == date(1905, 11, 3)
