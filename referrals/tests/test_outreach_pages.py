"""Pages of outreach: the rapid list, the report of a night, the record, and the face."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessment.tests.conftest import picture
from puskesos.models import PersonalDataRead, User
from puskesos.roles import Duty, Role
from referrals import outreach, papers
from referrals.facts import ClientFacts, Found
from referrals.models import Outreach, Paper
from referrals.tests.conftest import NOW

LIST = "referrals:rapid_list"


@pytest.fixture
def team(regions) -> User:
    """Goes out at night."""
    return User.objects.create_user(
        "gede", role=Role.DINSOS, region=regions["51.08"], full_name="Gede Malam", duties=[Duty.OUTREACH]
    )


@pytest.fixture
def record(village, team) -> Outreach:
    """Somebody before the market, with a portrait."""
    found = Found(kind="mental", place="Depan Pasar Seririt")
    record = outreach.report(ClientFacts(features="jaket merah"), found, village=village, by=team, at=NOW)
    papers.add(record.complaint, code=papers.PORTRAIT, upload=picture(5), by=team, at=NOW)
    return record


def page(name: str, record: Outreach) -> str:
    return reverse(f"referrals:{name}", args=[record.pk])


def upload(data: bytes, name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def test_the_night_is_written_down_and_walked_from_the_list(client, village, team):
    client.force_login(team)
    sent = {
        "kind": "stranded",
        "found_place": "Terminal",
        "village": village.pk,
        "photo": upload(picture(7).getvalue()),
    }

    made = client.post(reverse("referrals:outreach_create"), sent)
    record = Outreach.objects.get()
    assert made.url == page("outreach_detail", record)
    assert Paper.objects.get().code == papers.PORTRAIT

    for name, word in (("depart", "Berangkat"), ("arrive", "Tiba"), ("settle", "Tertangani")):
        assert word in client.get(reverse(LIST)).content.decode()
        client.post(page(f"outreach_{name}", record), {"back": "list"})

    record.refresh_from_db()
    assert record.handled_at >= record.arrived_at >= record.departed_at >= record.reported_at
    assert "Tertangani terakhir" in client.get(reverse(LIST)).content.decode()


def test_a_report_sent_twice_is_kept_once_with_its_photo(client, village, team):
    client.force_login(team)
    sent = {"pk": str(uuid.uuid4()), "kind": "stranded", "found_place": "Terminal", "village": village.pk}

    answers = [
        client.post(reverse("referrals:outreach_create"), sent | {"photo": upload(picture(7).getvalue())})
        for _time in range(2)
    ]

    assert [answer.url for answer in answers] == [page("outreach_detail", Outreach.objects.get())] * 2
    assert Paper.objects.count() == 1


def test_the_number_of_somebody_elses_report_or_of_nothing_makes_no_second(client, village, record, team, regions):
    other = User.objects.create(username="tim.lain", role=team.role, region=team.region, duties=team.duties)
    client.force_login(other)
    sent = {"kind": "stranded", "found_place": "Terminal", "village": village.pk}

    taken = client.post(reverse("referrals:outreach_create"), sent | {"pk": str(record.pk)})
    bad = client.post(reverse("referrals:outreach_create"), sent | {"pk": "1 OR 1=1"})

    assert (taken.status_code, bad.status_code) == (409, 422)
    assert Outreach.objects.count() == 1


def test_a_report_without_kind_place_and_village_asks_for_them_and_keeps_the_rest(client, team):
    client.force_login(team)

    response = client.post(reverse("referrals:outreach_create"), {"condition": "Lemas sekali"})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"kind", "found_place", "village"}
    assert "Lemas sekali" in response.content.decode()


def test_a_bad_photo_does_not_hold_up_the_report(client, village, team):
    client.force_login(team)
    sent = {"kind": "stranded", "found_place": "Terminal", "village": village.pk, "photo": upload(b"no photo")}

    response = client.post(reverse("referrals:outreach_create"), sent, follow=True)

    assert Outreach.objects.count() == 1
    assert "Foto belum tersimpan: File harus foto JPG." in response.content.decode()


def test_a_village_of_another_regency_cannot_be_chosen(client, team, regions):
    client.force_login(team)
    sent = {"kind": "stranded", "found_place": "Terminal", "village": "35.26.01.2001"}

    assert client.post(reverse("referrals:outreach_create"), sent).status_code == 422


@pytest.mark.parametrize("name", ["outreach_depart", "outreach_update", "portrait_add"])
def test_without_the_duty_one_reads_and_is_told_so_when_acting(client, record, dinsos, name):
    client.force_login(dinsos)
    assert client.get(page("outreach_detail", record)).status_code == 200
    assert "Berangkat" not in client.get(reverse(LIST)).content.decode()

    response = client.post(
        page(name, record), {"revision": 1, "family": "unknown", "photo": upload(picture(8).getvalue())}
    )

    assert response.status_code == 409
    assert "Hanya tim penjangkauan" in response.content.decode()


def test_without_the_duty_there_is_no_form_for_a_report(client, dinsos):
    client.force_login(dinsos)

    assert client.get(reverse("referrals:outreach_create")).status_code == 409


def test_the_face_is_shown_to_outreach_and_each_view_is_logged(client, record, team):
    client.force_login(team)

    response = client.get(page("portrait_image", record))

    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8")
    assert PersonalDataRead.objects.filter(fields="portrait", by=team).count() == 1


@pytest.mark.parametrize("person", ["dinsos", "supervisor"])
def test_others_see_that_a_face_is_not_for_them(client, record, person, request):
    client.force_login(request.getfixturevalue(person))

    body = client.get(page("outreach_detail", record)).content.decode()

    assert "Foto hanya untuk tim penjangkauan" in body
    assert page("portrait_image", record) not in body
    assert client.get(page("portrait_image", record)).status_code == 404
    assert not PersonalDataRead.objects.filter(fields="portrait").exists()


def test_the_record_is_kept_and_a_stale_page_loses_nothing_typed(client, record, team):
    client.force_login(team)
    sent = {"revision": 1, "condition": "Tenang", "family": "searching", "placement": "", "placed_at": ""}
    assert client.post(page("outreach_update", record), sent).status_code == 302

    stale = client.post(page("outreach_update", record), sent | {"condition": "Tertulis lama"})

    assert stale.status_code == 409
    assert "Tertulis lama" in stale.content.decode()
    record.refresh_from_db()
    assert record.condition == "Tenang"


def test_a_placement_against_the_rules_comes_back_with_the_sentence(client, record, team):
    client.force_login(team)

    response = client.post(page("outreach_update", record), {"revision": 1, "family": "found", "placement": "family"})

    assert (response.status_code, "bersedia menerima dulu" in response.content.decode()) == (409, True)


def test_a_person_seen_before_is_hinted_on_the_record(client, village, record, team):
    again = outreach.report(
        ClientFacts(features="jaket merah robek"),
        Found(kind="mental", place="Terminal"),
        village=village,
        by=team,
        at=NOW.replace(day=11),
    )
    client.force_login(team)

    body = client.get(page("outreach_detail", again)).content.decode()

    assert "Mungkin pernah ditangani" in body
    assert page("outreach_detail", record) in body


HOSTILE = ["\x00", "x" * 20_000, "<script>alert(1)</script>", "🙂", "-1", "NaN", "1e999", "9" * 40, "\u202e"]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value[:9]))
def test_hostile_reports_are_answered_with_a_sentence(client, village, team, value):
    client.force_login(team)
    fields = ("kind", "found_place", "village", "condition", "name", "sex", "age_estimate", "features", "latitude",
              "longitude", "accuracy_m", "taken_at", "communication", "reporter_name", "reporter_phone")  # fmt: skip
    plain = {"kind": "stranded", "found_place": "Terminal", "village": village.pk}

    for field in fields:
        response = client.post(reverse("referrals:outreach_create"), plain | {field: value})
        assert response.status_code in (302, 409, 422), field
        assert "<script>alert(1)</script>" not in response.content.decode()
    assert "<script>alert(1)</script>" not in client.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value[:9]))
def test_hostile_findings_are_answered_with_a_sentence(client, record, team, value):
    client.force_login(team)
    plain = {"revision": 1, "family": "unknown"}

    for field in ("revision", "family", "placement", "placed_at", "condition", "assessment", "family_notes"):
        record.refresh_from_db()
        sent = plain | {"revision": record.revision, field: value}
        assert client.post(page("outreach_update", record), sent).status_code in (302, 409, 422), field


@pytest.mark.parametrize("photo", [b"", b"GIF89a", b"\xff\xd8\xff" + b"0" * 500, b"\xff\xd8\xff\xe0"])
def test_a_file_that_is_no_photo_is_refused_with_a_sentence(client, record, team, photo):
    client.force_login(team)

    response = client.post(page("portrait_add", record), {"photo": upload(photo)})

    assert response.status_code == 422
    assert Paper.objects.count() == 1
