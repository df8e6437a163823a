"""Accounts: who may do what to whom, and what happens to links, sessions and history."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from puskesos import accounts, activity
from puskesos.accounts import Contact, Post
from puskesos.errors import Refused
from puskesos.models import User
from puskesos.roles import FacilitatorKind, Role

NOW = timezone.now()
TODAY = date(2026, 11, 22)
GOOD = "sawah-hijau-pagi"
SITA = Contact(full_name="Sita Dewi", phone="081234567890")


@pytest.fixture
def card(village, admin):
    """The card of a new operator."""
    return accounts.invite(SITA, Post(Role.OPERATOR, village), by=admin, at=NOW)


def test_an_invitation_makes_an_account_that_only_its_link_opens(card):
    assert card.user.username == "sita.dewi"
    assert not card.user.has_entered
    assert len(card.token) == 22
    assert accounts.living(card.token, at=NOW).user == card.user
    assert card.user.invitations.get().digest != card.token


def test_a_link_opens_once(card):
    invitation = accounts.living(card.token, at=NOW)
    accounts.accept(invitation, password=GOOD, at=NOW)

    assert User.objects.get(pk=card.user.pk).check_password(GOOD)
    assert accounts.living(card.token, at=NOW) is None
    with pytest.raises(Refused, match="sudah dipakai"):
        accounts.accept(invitation, password=GOOD, at=NOW)


@pytest.mark.parametrize("token", ["", "x" * 22, "é" * 22, "\ud800"])
def test_a_wrong_link_opens_nothing(card, token):
    assert accounts.living(token, at=NOW) is None


def test_a_link_expires_and_a_new_one_ends_the_old(card, admin):
    assert accounts.living(card.token, at=NOW + timedelta(days=15)) is None

    again = accounts.send_again(card.user, by=admin, at=NOW)

    assert accounts.living(card.token, at=NOW) is None
    assert accounts.living(again.token, at=NOW).purpose == "invite"


def test_a_weak_password_leaves_the_link_alive(card):
    invitation = accounts.living(card.token, at=NOW)
    with pytest.raises(Refused):
        accounts.accept(invitation, password="puskesos2026", at=NOW)

    assert accounts.living(card.token, at=NOW) == invitation


@pytest.mark.parametrize(
    "password",
    ["pendek", "puskesos2026", "slrt-dinsos-2026", "Sumberklampok1", "sita.dewi.2026", "password123", "1234567890"],
)
def test_passwords_that_everybody_would_try_are_refused(card, password):
    with pytest.raises(Refused):
        accounts.accept(accounts.living(card.token, at=NOW), password=password, at=NOW)


@pytest.mark.parametrize(
    "password", ["sawah hijau pagi", "x7" * 5 + "qkz" * 20, "kata-kata-sendiri", "ζωή-και-φως-μου"]
)
def test_long_passwords_of_any_signs_are_taken(card, password):
    assert accounts.accept(accounts.living(card.token, at=NOW), password=password, at=NOW)


def test_a_manager_of_dinsos_looks_after_villages_only(manager, regions, village, supervisor, stranger):
    accounts.invite(SITA, Post(Role.OPERATOR, village), by=manager, at=NOW)
    for post, word in (
        (Post(Role.SUPERVISOR, regions["51.08.01"]), "tidak Anda kelola"),
        (Post(Role.OPERATOR, regions["35.26.01.2001"]), "di luar wilayah"),
        (Post(Role.OPERATOR, regions["51.08.01"]), "satu desa"),
        (Post(Role.OPERATOR, village, duties=["manager"]), "tidak cocok"),
        (Post(Role.OPERATOR, village, villages=["51.08.01.2002"]), "hanya untuk fasilitator"),
        (Post(Role.FACILITATOR, village, villages=["35.26.01.2001"]), "di luar wilayah"),
    ):
        with pytest.raises(Refused, match=word):
            accounts.invite(Contact("Lain Orang"), post, by=manager, at=NOW)
    for other in (supervisor, stranger, manager):
        with pytest.raises(Refused, match="tidak Anda kelola"):
            accounts.send_again(other, by=manager, at=NOW)


def test_dinsos_without_the_duty_administers_nobody(dinsos, operator, village):
    assert not User.objects.managed_by(dinsos).exists()
    with pytest.raises(Refused):
        accounts.invite(SITA, Post(Role.OPERATOR, village), by=dinsos, at=NOW)


def test_nobody_administers_their_own_account(admin, village):
    with pytest.raises(Refused):
        accounts.move(admin, Post(Role.OPERATOR, village), on=TODAY, today=TODAY, reason="x", by=admin, at=NOW)


def test_an_administrator_of_a_regency_stays_in_it(regions, stranger, operator):
    own = User.objects.create_user("reg", role=Role.ADMIN, region=regions["51.08"], full_name="Admin Buleleng")

    assert list(User.objects.managed_by(own)) == [operator]


def test_a_move_ends_sessions_and_keeps_what_was_said(operator, regions, admin, client):
    client.force_login(operator)
    new = Post(Role.OPERATOR, regions["51.08.02.2001"])
    accounts.move(operator, new, on=TODAY, today=TODAY, reason="SK 12", by=admin, at=NOW)

    operator.refresh_from_db()
    row = activity.history_of(operator)[0]
    assert operator.region_id == "51.08.02.2001"
    assert client.get("/").status_code == 302
    assert row.verb == "account.move"
    assert row.data["from_region"] == "51.08.01.2001"
    assert (row.data["on"], row.data["reason"]) == ("2026-11-22", "SK 12")


def test_a_move_needs_a_reason_a_day_that_came_and_a_change(operator, village, regions, admin):
    there = Post(Role.OPERATOR, regions["51.08.02.2001"])
    for post, on, reason, word in (
        (there, TODAY, " ", "alasan"),
        (there, TODAY + timedelta(days=1), "SK", "sesudah hari ini"),
        (Post(Role.OPERATOR, village), TODAY, "SK", "Tidak ada yang berubah"),
    ):
        with pytest.raises(Refused, match=word):
            accounts.move(operator, post, on=on, today=TODAY, reason=reason, by=admin, at=NOW)


def test_a_disabled_account_keeps_nothing_open(operator, admin, client):
    card = accounts.send_again(operator, by=admin, at=NOW)
    client.force_login(operator)
    accounts.deactivate(operator, reason="Purna tugas", by=admin, at=NOW)

    assert accounts.living(card.token, at=NOW) is None
    assert client.get("/").status_code == 302
    with pytest.raises(Refused, match="sudah nonaktif"):
        accounts.deactivate(operator, reason="lagi", by=admin, at=NOW)
    accounts.reactivate(operator, reason="Kembali", by=admin, at=NOW)
    assert User.objects.get(pk=operator.pk).is_active


def test_a_changed_role_loses_its_session_by_the_next_request(supervisor, village, admin, client):
    client.force_login(supervisor)
    accounts.move(supervisor, Post(Role.OPERATOR, village), on=TODAY, today=TODAY, reason="SK", by=admin, at=NOW)

    assert client.get("/tinjauan/").status_code == 302
    client.force_login(User.objects.get(pk=supervisor.pk))
    assert client.get("/tinjauan/").status_code == 403


def test_usernames_made_of_names_do_not_clash(village, admin):
    names = [
        accounts.invite(Contact(name), Post(Role.OPERATOR, village), by=admin, at=NOW).user.username
        for name in ("I Wayan Sudarma", "I Wayan Rai", "I Wayan", "🙂")
    ]

    assert names == ["i.wayan", "i.wayan2", "i.wayan3", "petugas"]


def test_only_facilitators_have_kinds_and_further_villages(operator, village, admin):
    post = Post(Role.FACILITATOR, village, facilitator_kind=FacilitatorKind.PKH, villages=["51.08.01.2002", village.pk])
    person = accounts.invite(SITA, post, by=admin, at=NOW).user

    assert person.villages == ["51.08.01.2002"]
    assert person.work == "Pendamping PKH"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=operator.pk).update(villages=["51.08.01.2002"])
