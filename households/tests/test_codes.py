"""The code lists: complete, unambiguous, and worded as the ministry's newest edition."""

import re

import pytest

from households import codes

LISTS = {
    "sex": 2,
    "relation": 8,
    "marital": 4,
    "schooling": 3,
    "education": 23,
    "working": 2,
    "work_status": 8,
    "sector": 26,
    "disability": 8,
    "chronic_illness": 18,
    "pregnant": 2,
    "identity_status": 5,
    "leave_reason": 9,
    "join_reason": 6,
    "housing": 3,
}


def test_every_list_is_there_with_every_code():
    assert {name: len(codes.choices(name)) for name in codes.names()} == LISTS


@pytest.mark.parametrize("name", LISTS)
def test_codes_fit_two_signs_and_labels_differ(name):
    pairs = codes.choices(name)

    assert all(re.fullmatch(r"[1-9][0-9]?", code) for code, _ in pairs)
    assert len({code for code, _ in pairs}) == len(pairs)
    assert len({label.casefold() for _, label in pairs}) == len(pairs)
    assert all(label == label.strip() and label for _, label in pairs)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_names_its_edition_and_source(name):
    found = codes.code_list(name)

    assert found.name == name
    assert found.title
    assert found.edition
    assert found.source


@pytest.mark.parametrize("name", ["disability", "identity_status"])
def test_our_own_numbers_do_not_go_out(name):
    assert [choice.ministry for choice in codes.code_list(name).choices] == [label for _, label in codes.choices(name)]


@pytest.mark.parametrize(
    ("name", "code", "label", "ministry"),
    [
        ("sex", "2", "Perempuan", "P"),
        ("relation", "1", "Kepala keluarga", "1 Kepala keluarga"),
        ("relation", "2", "Istri/suami", "2 Istri/suami"),
        ("marital", "4", "Cerai mati", "4 Cerai mati"),
        ("education", "3", "SD", "3 SD"),
        ("education", "23", "Tidak punya ijazah SD", "23 Tidak punya ijazah SD"),
        ("sector", "11", "Konstruksi", "11 Konstruksi"),
        ("chronic_illness", "1", "Tidak ada", "1 Tidak ada"),
        ("disability", "6", "Disabilitas rungu", "Disabilitas rungu"),
        ("leave_reason", "1", "Meninggal", "2 Meninggal"),
        ("relation", "", "", ""),
        ("relation", "77", "77", "77"),
    ],
)
def test_a_code_is_worded_for_the_screen_and_for_the_ministry(name, code, label, ministry):
    assert codes.label(name, code) == label
    assert codes.ministry(name, code) == ministry


def test_a_list_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        codes.choices("zodiac")
