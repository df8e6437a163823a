"""Pages of accounts, by requests."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from puskesos.models import Invitation, User
from puskesos.roles import Duty, Role

NEW = {"full_name": "Sita Dewi", "phone": "0812-3456-7890", "region": "51.08.01.2001"}


@pytest.fixture
def office(client, manager):
    """The browser of the manager."""
    client.force_login(manager)
    return client


@pytest.mark.parametrize("who", ["dinsos", "operator", "supervisor"])
def test_others_get_no_accounts(client, request, who, operator):
    client.force_login(request.getfixturevalue(who))
    for url in ("/petugas/", "/petugas/baru/", "/petugas/impor/", f"/petugas/{operator.pk}/"):
        assert client.get(url).status_code == 403


def test_an_invitation_answers_with_the_card_once(office):
    answer = office.post("/petugas/baru/?peran=operator", NEW)
    body = answer.content.decode()

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "/u/" in body
    assert "https://wa.me/6281234567890?text=" in body
    assert "<svg" in body
    person = User.objects.get(username="sita.dewi")
    assert "/u/" not in office.get(f"/petugas/{person.pk}/").content.decode()


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"region": "35.26.01.2001"}, 422),
        ({"region": "x\x00"}, 422),
        ({"full_name": ""}, 422),
        ({"phone": "12"}, 422),
        ({"username": "ayu"}, 409),
        ({"username": "a b"}, 422),
        ({"duties": "manager"}, 422),
    ],
)
def test_wrong_invitations_keep_what_was_typed(office, operator, changed, status):
    answer = office.post("/petugas/baru/?peran=operator", {**NEW, **changed})

    assert answer.status_code == status
    assert 'value="0812-3456-7890"' in answer.content.decode() or "phone" in changed
    assert not Invitation.objects.exists()


def test_a_role_that_one_does_not_manage_cannot_be_chosen(office):
    assert "Pilih perannya" in office.get("/petugas/baru/?peran=admin").content.decode()
    office.post("/petugas/baru/?peran=dinsos", NEW)

    assert not Invitation.objects.exists()


def test_posted_roles_and_flags_are_ignored(office):
    office.post("/petugas/baru/?peran=operator", {**NEW, "role": "admin", "is_active": "", "password": "x"})
    person = User.objects.get(username="sita.dewi")

    assert (person.role, person.is_active, person.has_entered) == (Role.OPERATOR, True, False)


@pytest.mark.parametrize("query", ["q=ayu", "role=operator", "place=51.08.01", "state=active", "role=x", "after=x"])
def test_the_list_is_searched(office, operator, query):
    operator.set_password("sawah-hijau-pagi")
    operator.save()

    assert "Ayu Lestari" in office.get(f"/petugas/?{query}").content.decode()


def test_the_list_shows_only_whom_one_manages(office, operator, stranger, supervisor):
    body = office.get("/petugas/").content.decode()

    assert "Ayu Lestari" in body
    assert "Siti Rohmah" not in body
    assert "Made Wirawan" not in body
    assert office.get(f"/petugas/{stranger.pk}/").status_code == 404


def test_queries_of_the_list_do_not_grow(office, village, django_assert_max_num_queries):
    for number in range(12):
        User.objects.create_user(f"o{number}", role=Role.OPERATOR, region=village, full_name=f"Orang {number}")

    with django_assert_max_num_queries(11):
        office.get("/petugas/")


def test_amending_moving_and_ending(office, operator):
    url = f"/petugas/{operator.pk}"
    office.post(f"{url}/ubah/", {"full_name": "Ayu  Lestari Dewi", "phone": "", "email": "ayu@example.test"})
    moved = {"region": "51.08.02.2001", "on": "22-11-2026", "reason": "SK 1", "duties": [Duty.COORDINATOR]}
    early = office.post(f"{url}/pindah/", {**moved, "on": "22-11-2999"})
    office.post(f"{url}/pindah/", {**moved, "on": "01-11-2026"})
    office.post(f"{url}/nonaktif/", {"reason": "Cuti"})

    operator.refresh_from_db()
    assert early.status_code == 409
    assert operator.full_name == "Ayu Lestari Dewi"
    assert (operator.region_id, operator.duties, operator.is_active) == ("51.08.02.2001", ["coordinator"], False)
    body = office.get(f"{url}/").content.decode()
    assert "Pindah tugas" in body
    assert "SK 1" in body


def test_changing_the_role_on_the_way(office, operator):
    url = f"/petugas/{operator.pk}/pindah/?peran=facilitator"
    posted = {"region": "51.08.01.2001", "facilitator_kind": "pkh", "villages": ["51.08.01.2002"], "on": "1-11-2026"}

    assert office.post(url, posted).status_code == 422  # no reason
    assert office.post(url, {**posted, "reason": "SK"}).status_code == 302
    operator.refresh_from_db()
    assert operator.villages == ["51.08.01.2002"]
    assert office.get(f"/petugas/{operator.pk}/pindah/?peran=admin").status_code == 404


def test_a_file_is_checked_then_imported(office):
    rows = "Nama;Peran;Wilayah\nSita Dewi;operator;51.08.01.2001\nX;raja;y\n"
    seen = office.post("/petugas/impor/", {"file": SimpleUploadedFile("a.csv", rows.encode())})
    body = seen.content.decode()
    sealed = seen.context["sealed"]

    assert "1 baris siap, 1 baris salah" in body
    assert not Invitation.objects.exists()
    assert office.post("/petugas/impor/", {"rows": sealed}).status_code == 409
    assert office.post("/petugas/impor/", {"rows": "forged"}).status_code == 409
    cards = office.post("/petugas/impor/", {"rows": sealed, "good": "1"}).content.decode()
    assert cards.count('class="invitation-card"') == 1
    assert office.get("/petugas/impor/templat/")["Content-Type"].endswith("spreadsheetml.sheet")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xff\xfe", b"x"])
def test_hostile_files_are_pages_with_a_sentence(office, content):
    answer = office.post("/petugas/impor/", {"file": SimpleUploadedFile("../a.xlsx", content)})

    assert answer.status_code in (409, 422)


def test_new_cards_for_all_who_never_came(office, village, operator):
    User.objects.create_user("baru", role=Role.OPERATOR, region=village, full_name="Orang Baru")
    body = office.post("/petugas/kartu/", {"place": "51.08.01"}).content.decode()

    assert body.count('class="invitation-card"') == 2  # the fixture's operator never chose a password either
    assert office.post("/petugas/kartu/", {"q": "tidak ada"}).status_code == 409


def test_the_own_page_changes_contact_only(client, operator):
    client.force_login(operator)
    posted = {"full_name": "Ayu L", "phone": "0812 3456 7890", "email": "", "role": "admin", "region": "51.08"}

    assert client.get("/akun/").status_code == 200
    assert client.post("/akun/", {**posted, "email": "x"}).status_code == 422
    assert client.post("/akun/", posted).status_code == 302
    operator.refresh_from_db()
    assert (operator.full_name, operator.phone, operator.role) == ("Ayu L", "081234567890", Role.OPERATOR)
