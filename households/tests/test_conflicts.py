"""Two people change one household: both values stand side by side, and nothing is lost or overwritten."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from households import registry
from households.models import HouseholdEvent, MemberEvent
from households.tests.conftest import JOINED
from puskesos.models import User

OTHER_KK = "5108011203150008"
TYPED = {"address": "Br. Dinas Kaja", "dusun": "Kaja", "rt": "7", "rw": "1", "phone": "081234567890", "revision": "1"}


@pytest.fixture
def colleague(village) -> User:
    """Works in the same village."""
    return User.objects.create_user("wayan", role="operator", region=village, full_name="Wayan Suka")


@pytest.fixture
def as_operator(client, operator):
    """Ayu, logged in."""
    client.force_login(operator)
    return client


def _url(household) -> str:
    return reverse("households:household_edit", args=[household.pk])


def _amend(household, colleague, **changes) -> None:
    registry.amend(household, changes=changes, revision=1, by=colleague)


def _choices(answer) -> list[tuple[str, str, str, str]]:
    return [(d.name, d.stored, d.typed, d.chosen) for d in answer.context["differences"]]


def test_both_values_are_shown_and_nobody_is_given_the_say(as_operator, household, colleague):
    _amend(household, colleague, rt="5")

    answer = as_operator.post(_url(household), TYPED)

    assert answer.status_code == 409
    assert "diubah oleh Wayan Suka" in answer.content.decode()
    assert _choices(answer) == [("rt", "005", "007", "")]
    household.refresh_from_db()
    assert household.rt == "005"


def test_who_changed_a_field_alone_is_given_the_say(as_operator, household, colleague):
    _amend(household, colleague, dusun="Kelod")

    answer = as_operator.post(_url(household), TYPED)

    assert _choices(answer) == [("dusun", "Kelod", "Kaja", "stored"), ("rt", "003", "007", "typed")]


@pytest.mark.parametrize(("chosen", "kept"), [("stored", "005"), ("typed", "007")])
def test_the_chosen_value_is_saved_and_the_rest_as_it_was_typed(as_operator, household, colleague, chosen, kept):
    _amend(household, colleague, rt="5")
    answer = as_operator.post(_url(household), {**TYPED, "rw": "9"})
    again = {**dict(answer.context["carried"]), "revision": "2", "seen": "1", "asked": ["rt", "rw"]}

    saved = as_operator.post(_url(household), {**again, "pilih-rt": chosen, "pilih-rw": "typed"})

    assert saved.status_code == 302
    household.refresh_from_db()
    assert (household.rt, household.rw) == (kept, "009")


def test_without_a_choice_nothing_is_saved(as_operator, household, colleague):
    _amend(household, colleague, rt="5")

    answer = as_operator.post(_url(household), {**TYPED, "revision": "2", "seen": "1", "asked": "rt"})

    assert answer.status_code == 409
    assert "Pilih satu isian" in answer.content.decode()
    assert _choices(answer) == [("rt", "005", "007", "")]
    household.refresh_from_db()
    assert household.rt == "005"


def test_a_conflict_shows_numbers_masked_and_keeps_the_chosen_one(as_operator, household, colleague):
    _amend(household, colleague, kk=OTHER_KK)
    typed = {**TYPED, "rt": "3", "no_kk": "on"}

    answer = as_operator.post(_url(household), typed)
    kept = {**dict(answer.context["carried"]), "revision": "2", "seen": "1", "asked": "kk", "pilih-kk": "stored"}
    as_operator.post(_url(household), kept)

    assert _choices(answer) == [("kk", "5108••••••••0008", "tidak ada", "")]
    assert OTHER_KK not in answer.content.decode()
    household.refresh_from_db()
    assert household.kk.masked == "5108••••••••0008"


def test_a_third_change_while_choosing_asks_again(as_operator, household, colleague):
    _amend(household, colleague, rt="5")
    registry.amend(household, changes={"rt": "6"}, revision=2, by=colleague)
    chosen = {**TYPED, "revision": "2", "seen": "1", "asked": "rt", "pilih-rt": "typed"}

    answer = as_operator.post(_url(household), chosen)

    assert answer.status_code == 409
    assert _choices(answer) == [("rt", "006", "007", "")]


@pytest.mark.parametrize(
    "hostile",
    [{"seen": "x"}, {"seen": "9" * 40}, {"asked": ["revision", "<b>"]}, {"pilih-csrfmiddlewaretoken": "stored"},
     {"pilih-rt": "other", "asked": "rt"}, {"pilih-nik": "stored"}],
)  # fmt: skip
def test_a_tampered_choice_saves_nothing(as_operator, household, colleague, hostile):
    _amend(household, colleague, rt="5")

    answer = as_operator.post(_url(household), {**TYPED, **hostile})

    assert answer.status_code == 409
    household.refresh_from_db()
    assert household.rt == "005"


def test_facts_of_a_person_are_chosen_the_same_way(as_operator, household, head, colleague):
    url = reverse("households:member_edit", args=[head.pk])
    changes = {"birth_date": date(1987, 11, 21), "marital": "4"}
    registry.amend_member(head, changes=changes, revision=1, by=colleague, on=JOINED)
    # In life another transaction, and so later; a test is one transaction, in which the database's clock stands still.
    later = timezone.now() + timedelta(seconds=1)
    HouseholdEvent.objects.filter(revision=2).update(pgh_created_at=later)
    MemberEvent.objects.filter(marital="4").update(pgh_created_at=later)
    typed = {"name": "Ketut Sari", "sex": "2", "birth_date": "20-11-1987", "marital": "2", "revision": "1"}

    answer = as_operator.post(url, typed)
    again = {**dict(answer.context["carried"]), "revision": "2", "seen": "1", "asked": ["birth_date", "marital"]}
    again |= {"pilih-birth_date": "typed", "pilih-marital": "stored"}
    as_operator.post(url, again)

    assert _choices(answer) == [
        ("birth_date", "21-11-1987", "20-11-1987", "stored"),
        ("marital", "Cerai mati", "Kawin/nikah", ""),
    ]
    head.refresh_from_db()
    assert (head.birth_date, head.marital) == (date(1987, 11, 20), "4")
