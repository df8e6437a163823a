"""The door: throttling, sessions, one-time links and the second factor, by requests."""

import logging
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from puskesos import accounts, second_factor, sessions, throttle
from puskesos.models import Session, User
from puskesos.tasks import sweep_sessions

PASSWORD = "sawah-hijau-pagi"
WRONG = "Nama pengguna atau kata sandi tidak cocok"
WAIT = "Terlalu banyak percobaan"


@pytest.fixture
def ayu(operator, own_cache):
    """An operator with a password."""
    operator.set_password(PASSWORD)
    operator.save()
    return operator


@pytest.fixture
def made(supervisor, own_cache):
    """A supervisor with a password."""
    supervisor.set_password(PASSWORD)
    supervisor.save()
    return supervisor


def enter(client, name="ayu", password=PASSWORD, **headers):
    return client.post("/masuk/", {"username": name, "password": password}, **headers)


# --- throttling ------------------------------------------------------------------------------------------------------


def test_the_sixth_try_waits_whoever_it_names(client, ayu):
    for name in ("ayu", "tidak.ada"):
        first = [enter(client, name, "salah salah") for _try in range(5)]
        sixth = enter(client, name, PASSWORD)

        assert all(WRONG in answer.content.decode() for answer in first)
        assert sixth.status_code == 429
        assert WAIT in sixth.content.decode()


def test_ways_to_write_a_name_share_the_count(client, ayu):
    for name in ("ayu", "AYU", " Ayu ", "\uff41\uff59\uff55", "ᴬYU"):
        enter(client, name, "salah salah")

    assert enter(client).status_code == 429


def test_the_wait_doubles_up_to_an_hour_and_ends(own_cache):
    now, waits = timezone.now(), []
    for _try in range(12):
        while wait := throttle.admit("x", at=now):
            waits.append(int(wait.total_seconds() // 60))
            cache.delete(throttle._keys("x")[1])

    assert [n for n in waits if n] == [1, 2, 4, 8, 16, 32, 60]


def test_success_clears_the_account_but_not_the_address(client, ayu):
    for _try in range(4):
        enter(client, password="salah salah")
    enter(client)
    client.logout()

    assert enter(client, password="salah salah").status_code == 200
    assert cache.get(throttle.limits._key("login", _request(client))) == 5


def _request(client):
    return client.get("/masuk/").wsgi_request


def test_many_names_from_one_address_wait_and_forged_addresses_do_not_help(client, ayu, monkeypatch):
    monkeypatch.setattr(throttle, "ADDRESS_TRIES", 3)
    for number in range(3):
        enter(client, f"orang{number}", "salah salah", headers={"X-Forwarded-For": f"10.0.0.{number}"})

    assert enter(client, headers={"X-Forwarded-For": "10.9.9.9"}).status_code == 429


def test_without_the_cache_staff_may_enter_and_the_log_says_so(client, ayu, settings, caplog):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/valkey.sock"}}

    with caplog.at_level(logging.WARNING):
        assert enter(client, password="salah salah").status_code == 200
        assert enter(client).status_code == 302
    assert "not throttled" in caplog.text


def test_a_new_link_takes_the_wait_away(client, ayu, admin):
    for _try in range(5):
        enter(client, password="salah salah")
    card = accounts.send_again(ayu, by=admin, at=timezone.now())
    answer = client.post(f"/u/{card.token}/", {"password": "padi-kuning-sore"})
    client.logout()

    assert answer.status_code == 302
    assert enter(client, password="padi-kuning-sore").status_code == 302


def test_inactive_and_invited_accounts_get_the_same_answer(client, ayu, neighbour_operator):
    User.objects.filter(pk=ayu.pk).update(is_active=False)

    for name in ("ayu", "komang", "tidak.ada"):
        answer = enter(client, name)
        assert answer.status_code == 200
        assert WRONG in answer.content.decode()


@pytest.mark.parametrize(
    "posted", [{}, {"username": "a" * 5000, "password": "x"}, {"username": "a\x00", "password": "b\x00"}]
)
def test_hostile_logins_are_pages_not_errors(client, own_cache, db, posted):
    assert client.post("/masuk/", posted).status_code == 200


# --- one-time links --------------------------------------------------------------------------------------------------


def test_opening_a_link_changes_nothing_and_using_it_enters(client, ayu, admin):
    card = accounts.send_again(ayu, by=admin, at=timezone.now())
    shown = client.get(f"/u/{card.token}/")
    client.get(f"/u/{card.token}/")
    weak = client.post(f"/u/{card.token}/", {"password": "dinsos2026"})
    used = client.post(f"/u/{card.token}/", {"password": "padi-kuning-sore"})

    assert (shown.status_code, weak.status_code, used.status_code) == (200, 422, 302)
    assert "no-store" in shown["Cache-Control"]
    assert client.get("/").status_code == 200
    assert Client().get(f"/u/{card.token}/").status_code == 404


# --- sessions --------------------------------------------------------------------------------------------------------


def test_a_login_gets_a_new_key_and_tells_its_device(client, ayu):
    client.get("/masuk/")
    enter(client, headers={"User-Agent": "Mozilla/5.0 (Linux; Android 13) Chrome/120 Mobile Safari/537.36"})
    row = Session.objects.get(user=ayu)

    assert row.device == "Chrome di Android"
    assert row.began_at
    assert row.session_key == client.cookies["sessionid"].value


def test_one_device_is_ended_and_the_other_goes_on(client, ayu):
    other = Client()
    enter(client)
    enter(other)
    row = Session.objects.exclude(session_key=client.cookies["sessionid"].value).get()
    client.post("/akun/perangkat/", {"session": str(row.handle)})

    assert other.get("/").status_code == 302
    assert client.get("/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(client, ayu, made):
    other = Client()
    enter(client)
    enter(other, "made")
    row = Session.objects.get(user=made)
    for posted in ({"session": str(row.handle)}, {"session": "x"}, {}):
        client.post("/akun/perangkat/", posted)

    assert other.get("/").status_code == 200


def test_logging_out_everywhere_ends_this_device_too(client, ayu):
    other = Client()
    enter(client)
    enter(other)

    assert client.post("/akun/perangkat/", {"all": "1"}).status_code == 302
    assert [each.get("/").status_code for each in (client, other)] == [302, 302]


@pytest.mark.parametrize(
    ("name", "began", "seen", "why"),
    [
        ("made", timedelta(hours=1), timedelta(minutes=31), "idle"),
        ("made", timedelta(hours=11), timedelta(minutes=1), "absolute"),
        ("ayu", timedelta(hours=13), timedelta(hours=12), "idle"),
        ("ayu", timedelta(days=14), timedelta(minutes=1), "absolute"),
        ("ayu", timedelta(days=13), timedelta(hours=11), ""),
        ("made", timedelta(hours=9), timedelta(minutes=29), ""),
    ],
)
def test_sessions_end_as_the_role_asks(client, ayu, made, name, began, seen, why):
    enter(client, name)
    session, now = client.session, timezone.now()
    session["began"], session["seen"] = (now - began).isoformat(), (now - seen).isoformat()
    session.save()
    answer = client.get("/pendataan/?status=draft")

    assert answer.status_code == (302 if why else 200)
    if why:
        assert answer.url == f"/masuk/?next=%2Fpendataan%2F%3Fstatus%3Ddraft&sebab={why}"
        assert "Masuk lagi" in client.get(answer.url).content.decode()
        assert not Session.objects.filter(user__username=name).exists()


def test_an_office_page_knows_how_long_it_is_left_alone_and_may_say_i_am_here(client, made):
    enter(client, "made")
    session, now = client.session, timezone.now()
    session["began"], session["seen"] = (
        (now - timedelta(hours=1)).isoformat(),
        (now - timedelta(minutes=28)).isoformat(),
    )
    session.save()

    kept = client.post("/akun/tetap-masuk/")

    assert 1795 <= kept.json()["seconds"] <= 1800
    assert 'data-session-seconds="1' in client.get("/").text
    assert client.get("/akun/tetap-masuk/").status_code == 405


def test_a_day_of_work_is_not_prolonged(client, made):
    enter(client, "made")
    session, now = client.session, timezone.now()
    session["began"] = (now - timedelta(hours=9, minutes=58)).isoformat()
    session.save()

    assert 100 <= client.post("/akun/tetap-masuk/").json()["seconds"] <= 120


def test_who_says_i_am_here_too_late_or_from_elsewhere_is_not_kept(client, made):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(made)
    enter(client, "made")
    session = client.session
    session["seen"] = (timezone.now() - timedelta(minutes=31)).isoformat()
    session.save()

    assert strict.post("/akun/tetap-masuk/").status_code == 403
    assert client.post("/akun/tetap-masuk/").status_code == 302
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_the_field_needs_no_warning(client, ayu):
    enter(client)

    assert "data-session-seconds" not in client.get("/").text


def test_a_form_that_came_too_late_leads_back_to_its_page(client, ayu):
    enter(client)
    session = client.session
    session["seen"] = (timezone.now() - timedelta(hours=13)).isoformat()
    session.save()

    assert client.post("/akun/sandi/", {}).url == "/masuk/?next=%2Fakun%2Fsandi%2F&sebab=idle"


def test_the_signed_words_of_a_session_say_whose_it_is_not_its_row(client, ayu, made):
    enter(client)
    Session.objects.update(user=made)

    assert client.get("/akun/").context["user"] == ayu


def test_who_is_disabled_is_out_at_the_next_request(client, ayu):
    enter(client)
    User.objects.filter(pk=ayu.pk).update(is_active=False)

    assert client.get("/akun/").status_code == 302


def test_a_login_of_another_door_than_ours_opens_nothing(client, ayu, settings):
    enter(client)
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.AllowAllUsersModelBackend"]

    assert client.get("/akun/").status_code == 302


def test_ended_sessions_are_swept_at_night(client, ayu):
    enter(client)
    assert sweep_sessions() == 0
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))

    assert sweep_sessions() == 1


def test_a_changed_password_ends_other_devices(client, ayu):
    other = Client()
    enter(client)
    enter(other)
    wrong = client.post("/akun/sandi/", {"old": "bukan", "password": "padi-kuning-sore"})
    right = client.post("/akun/sandi/", {"old": PASSWORD, "password": "padi-kuning-sore"})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302


# --- second factor ---------------------------------------------------------------------------------------------------


def set_up(user, at) -> list[str]:
    factor = second_factor.prepare(user)
    return second_factor.confirm(user, second_factor.code_at(factor, at=at), at=at)


def test_where_it_is_asked_office_roles_set_it_up_first(client, made, ayu, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    field = Client()
    enter(client, "made")
    enter(field)

    assert client.get("/tinjauan/").url == "/akun/kode-kedua/"
    assert field.get("/").status_code == 200
    factor = second_factor.prepare(made)
    codes = client.post("/akun/kode-kedua/", {"code": second_factor.code_at(factor, at=timezone.now())})
    assert "Simpan kode cadangan" in codes.content.decode()
    assert client.get("/tinjauan/").status_code == 200


def test_a_login_with_it_needs_the_code_and_each_code_once(client, made, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    set_up(made, timezone.now() - timedelta(minutes=2))
    code = second_factor.code_at(made.second_factor, at=timezone.now())

    assert enter(client, "made").url == "/masuk/kode/"
    assert client.get("/").status_code == 302
    assert client.post("/masuk/kode/", {"code": "000000"}).status_code == 422
    assert client.post("/masuk/kode/", {"code": code}).url == "/"
    assert client.get("/tinjauan/").status_code == 200
    other = Client()
    enter(other, "made")
    assert other.post("/masuk/kode/", {"code": code}).status_code == 422


def test_a_recovery_code_stands_in_once(client, made):
    codes = set_up(made, timezone.now() - timedelta(minutes=2))
    enter(client, "made")

    assert client.post("/masuk/kode/", {"code": codes[0].lower()}).status_code == 302
    again = Client()
    enter(again, "made")
    assert again.post("/masuk/kode/", {"code": codes[0]}).status_code == 422


def test_codes_are_throttled_like_passwords(client, made):
    set_up(made, timezone.now() - timedelta(minutes=2))
    enter(client, "made")
    for _try in range(5):
        client.post("/masuk/kode/", {"code": "000000"})

    right = second_factor.code_at(made.second_factor, at=timezone.now())
    assert WAIT in client.post("/masuk/kode/", {"code": right}).content.decode()


def test_a_lost_phone_is_reset_with_a_reason_and_sessions_end(client, made, admin):
    set_up(made, timezone.now())
    client.force_login(made)
    office = Client()
    office.force_login(admin)

    assert office.post(f"/petugas/{made.pk}/kode-kedua/", {"reason": " "}).status_code == 409
    assert office.post(f"/petugas/{made.pk}/kode-kedua/", {"reason": "HP hilang"}).status_code == 302
    assert not second_factor.is_set_up(made)
    assert client.get("/").status_code == 302


def test_the_link_of_a_reset_does_not_pass_the_second_factor(client, made, admin):
    set_up(made, timezone.now())
    card = accounts.send_again(made, by=admin, at=timezone.now())

    assert client.post(f"/u/{card.token}/", {"password": "padi-kuning-sore"}).url == "/masuk/kode/"
    assert client.get("/").status_code == 302


def test_turning_it_off_needs_a_code_and_is_not_for_who_must_have_it(client, made, settings):
    set_up(made, timezone.now() - timedelta(minutes=2))
    client.force_login(made)
    code = second_factor.code_at(made.second_factor, at=timezone.now())
    settings.SECOND_FACTOR_REQUIRED = True
    client.post("/akun/kode-kedua/", {"act": "off", "code": code})
    assert second_factor.is_set_up(made)

    settings.SECOND_FACTOR_REQUIRED = False
    later = timezone.now() + timedelta(seconds=30)
    client.post("/akun/kode-kedua/", {"act": "off", "code": second_factor.code_at(made.second_factor, at=later)})
    assert not second_factor.is_set_up(made)


def test_codes_are_those_of_rfc_6238():
    totp = second_factor.TOTP(b"12345678901234567890", 8, second_factor.SHA1(), 30)

    assert [totp.generate(at) for at in (59, 1111111109)] == [b"94287082", b"07081804"]


def test_devices_are_named_coarsely():
    assert sessions.device_of("") == "Peramban"
    assert sessions.device_of("Mozilla/5.0 (Windows NT 10.0) Edg/120 Chrome/120") == "Edge di Windows"
