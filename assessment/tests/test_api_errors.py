"""Every error the contract names, brought about once; nothing is half written, and no answer is a page."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone
from openapi_spec_validator import validate

from assessment import parts, uploads
from assessment.api import routes
from assessment.models import Assessment, DeviceKey, FieldDraft, PhotoUpload
from assessment.tests.phone import Phone, Visit, digest_of, jpeg
from puskesos import sessions, throttle
from puskesos.models import User

pytestmark = pytest.mark.django_db

KEY = "A" * 43 + "="
HERE = {"latitude": "-8.15", "longitude": "114.65"}
NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def phone(operator) -> Phone:
    """The operator's."""
    return Phone(operator)


@pytest.fixture
def visit(household, always_open, published) -> Visit:
    """A complete visit."""
    return Visit(household, published)


def code_of(answer) -> tuple[int, str]:
    """Status and code; a body that is no JSON fails here."""
    body = answer.json()
    assert body["sentence"]
    return answer.status_code, body["code"]


def test_nobody_is_logged_in(visit):
    """What waits on the phone waits on."""
    stranger = Client(enforce_csrf_checks=False)
    for path in ("session", "work", f"assessments/{visit.pk}", "codes", "regions"):
        assert code_of(stranger.get(f"/api/v1/{path}")) == (401, "login")
    assert code_of(stranger.put(f"/api/v1/assessments/{visit.pk}", "{}")) == (401, "login")
    assert code_of(stranger.put(f"/api/v1/photos/{'0' * 64}", b"")) == (401, "login")
    assert code_of(stranger.post("/api/v1/photos")) == (401, "login")


def test_a_token_of_an_older_login_is_refused(operator, visit):
    """The app fetches a fresh one when it sends."""
    phone = Phone(operator, enforce_csrf_checks=True)
    assert code_of(phone.send(visit)) == (403, "csrf")
    token = phone.get("session").json()["csrf"]
    body = json.dumps({**visit.body(), "device": phone.device})
    answer = phone.client.put(
        f"/api/v1/assessments/{visit.pk}", body, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert answer.status_code == 201


def test_a_role_without_field_work_is_refused(supervisor, dinsos, visit):
    """Supervisors and the office have pages."""
    for person in (supervisor, dinsos):
        assert code_of(Phone(person).get("work")) == (403, "role")
        assert code_of(Phone(person).send(visit)) == (403, "role")


def test_a_facilitator_drafts_and_does_not_send(regions, visit, village):
    """The operator of the village sends."""
    helper = User.objects.create_user("nyoman-bantu", role="facilitator", region=village, full_name="Nyoman Bantu")
    phone = Phone(helper)
    assert phone.get("session").json()["may_send"] is False
    assert phone.send(visit).status_code == 201
    assert code_of(phone.submit(visit)) == (403, "role")


def test_another_village_is_nowhere(phone, visit, regions):
    """A draft of somebody else is not there, whoever knows its id."""
    phone.send(visit)
    stranger = User.objects.create_user(
        "putu-jauh", role="operator", region=regions["51.08.02.2001"], full_name="Putu Jauh"
    )
    other = Phone(stranger)
    assert code_of(other.get(f"assessments/{visit.pk}")) == (404, "not_found")
    assert code_of(other.send(visit)) == (404, "not_found")
    assert code_of(other.submit(visit)) == (404, "not_found")
    assert code_of(phone.submit(Visit(None, visit_version(visit)))) == (404, "not_found")


def visit_version(visit: Visit):
    return Assessment.objects.get(pk=visit.pk).instrument


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: body.pop("content"),
        lambda body: body.update(revision="x"),
        lambda body: body.update(more=1),
        lambda body: body["content"].update(members="nobody"),
        lambda body: body["content"].update(answers={"q": "x" * 50}),
        lambda body: body["content"].update(numbers={"floor_area_m2": 1e300}),
        lambda body: body["content"]["manifest"][0].update(sha256="../../etc"),
        lambda body: body.update(started_at="2026-13-45"),
        lambda body: body.update(device_at="2026-11-22T10:00:00"),
        lambda body: body.update(instrument=2**40),
    ],
)
def test_a_body_that_no_app_sends_is_unreadable(phone, visit, spoil):
    """It says where, never what; nothing is kept."""
    body = {**visit.body(), "device": phone.device}
    body["content"] = json.loads(json.dumps(body["content"]))
    spoil(body)
    assert code_of(phone.put(f"assessments/{visit.pk}", body)) == (400, "unreadable")
    assert not FieldDraft.objects.exists()


@pytest.mark.parametrize("raw", ["", "{", "[]", "null", '{"content": NaN}', '"\\ud800"', "\x00", "[" * 100_000])
def test_a_body_that_is_no_json_is_unreadable(phone, visit, raw):
    """Hostile bytes."""
    answer = phone.client.put(f"/api/v1/assessments/{visit.pk}", raw, content_type="application/json")
    assert code_of(answer) == (400, "unreadable")


def test_a_body_larger_than_any_draft_is_refused_unread(phone, visit):
    """Half a megabyte is ten times what a draft can hold."""
    answer = phone.client.put(f"/api/v1/assessments/{visit.pk}", "x" * (513 * 1024), content_type="application/json")
    assert code_of(answer) == (413, "too_big")


@pytest.mark.parametrize(
    ("part", "value", "path"),
    [
        ("answers", {"no_such": "x"}, "answers.no_such"),
        ("numbers", {"floor_area_m2": -4}, "numbers.floor_area_m2"),
        ("overrides", ["no_such"], "overrides.no_such"),
        ("note", "NIK-nya 5108011203800001", "note"),
        ("numbers", {"floor_area_m2": 12.34}, "numbers.floor_area_m2"),
        ("numbers", {"monthly_income_rp": 500_000.5}, "numbers.monthly_income_rp"),
        ("position", {**HERE, "accuracy_m": 90, "reason": "NIK 5108011203800001"}, "position"),
        ("position", {"latitude": "51.5", "longitude": "0", "accuracy_m": 5}, "position"),
        ("position", {**HERE, "accuracy_m": 90}, "position"),
    ],
)
def test_a_part_that_cannot_be_is_kept_and_told(phone, visit, part, value, path):
    """The rest is written; the draft stays whole for the phone to mend."""
    if part == "position":
        value = {"located_at": None, "attempts": 1, "reason": "", **value}
    answer = phone.send(_with(visit, part, value))
    assert (answer.status_code, answer.json()["code"]) == (422, "problems")
    assert list(answer.json()["problems"]) == [path]
    assert Assessment.objects.get(pk=visit.pk).manifest == visit.content["manifest"]
    assert phone.get(f"assessments/{visit.pk}").json()["content"][part] == value
    assert code_of(phone.submit(visit)) == (409, "incomplete")


def test_a_number_of_a_person_is_no_reason_for_a_photo_of_the_gallery(phone, visit):
    first = {**visit.content["manifest"][0], "source": "gallery", "reason": "NIK 5108011203800001"}

    answer = phone.send(_with(visit, "manifest", [first]))

    assert list(answer.json()["problems"]) == [f"manifest.{first['slot']}"]


def test_a_special_condition_that_is_said_twice_is_one(phone, visit):
    phone.send(_with(visit, "overrides", ["homeless", "homeless"]))

    assert Assessment.objects.get(pk=visit.pk).overrides == ["homeless"]


def _with(visit: Visit, part: str, value) -> Visit:
    visit.content = {**visit.content, part: value}
    return visit


def test_an_incomplete_visit_is_not_sent(phone, visit):
    """The reasons are all of them."""
    phone.send(_with(visit, "answers", {}))
    answer = phone.submit(visit)
    assert code_of(answer) == (409, "incomplete")
    assert len(answer.json()["reasons"]) > 10


def test_an_app_from_before_is_told_to_load_itself_anew(phone, visit):
    """Nothing is written by rules of before."""
    assert code_of(phone.put(f"assessments/{visit.pk}", {}, headers={"X-SLRT-App": "0"})) == (426, "old_app")


def test_a_draft_that_is_being_received_is_busy(phone, visit, transactional_db):
    """Somebody holds it longer than a phone should wait."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [visit.pk])
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(_send_and_close, phone, visit).result()
    assert code_of(answer) == (423, "busy")
    assert phone.send(visit).status_code == 201


def _send_and_close(phone: Phone, visit: Visit):
    try:
        return phone.send(visit)
    finally:
        connection.close()


def test_a_machine_gone_wild_is_asked_to_wait(phone, operator, monkeypatch):
    """With how long."""
    monkeypatch.setattr(routes, "CALLS_A_MINUTE", 2)
    cache.delete(f"limit:api:person:{operator.pk}")
    answers = [phone.get("codes") for _number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert code_of(answers[-1]) == (429, "crowded")
    assert int(answers[-1]["Retry-After"]) > 0


# --- photos ----------------------------------------------------------------------------------------------------------


def test_a_photo_under_a_wrong_hash_is_refused(phone):
    """What arrives must be what was meant."""
    assert code_of(phone.send_photo(jpeg(1), digest=digest_of(jpeg(2)))) == (422, "digest")
    wrong = {"Content-Digest": "sha-256=:AAAA:"}
    assert code_of(phone.send_photo(jpeg(1), headers=wrong)) == (422, "digest")
    assert not PhotoUpload.objects.exists()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", (415, "not_jpeg")),
        (b"\xff", (415, "not_jpeg")),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", (415, "not_jpeg")),
        (b"%PDF-1.7", (415, "not_jpeg")),
        (b"RIFF0000WEBP", (415, "not_jpeg")),
        (jpeg(3)[:400], (422, "broken")),
        (b"\xff\xd8\xff\xe0", (422, "broken")),
        (jpeg(4, size=(50, 50)), (422, "broken")),
        (b"\xff\xd8\xff" + bytes(400 * 1024), (413, "too_big")),
    ],
)
def test_what_is_no_whole_photo_is_refused(phone, data, expected):
    """And nothing of it is left."""
    assert code_of(phone.send_photo(data)) == expected
    assert not PhotoUpload.objects.exists()


def test_a_full_disk_takes_no_photo_but_answers(phone, visit, settings):
    """Answers decide the deadline, photos may wait."""
    settings.LEAST_FREE_MB = 10**9
    assert phone.send(visit).status_code == 201
    assert code_of(phone.send_photo(visit.photos[0])) == (507, "full")


def test_workers_far_behind_ask_phones_to_wait(phone, monkeypatch):
    """A friendly sentence with a time."""
    monkeypatch.setattr(uploads, "is_lagging", lambda *, at: True)
    monkeypatch.setattr(routes, "_last_lag", [None, False])
    answer = phone.send_photo(jpeg(1))
    assert code_of(answer) == (429, "crowded")
    assert 60 <= int(answer["Retry-After"]) <= 900


def test_photos_together_wait_like_single_ones(phone, visit, settings, monkeypatch):
    """A full disk, a day's five hundred: nothing of them is noted."""
    settings.LEAST_FREE_MB = 10**9
    assert code_of(phone.send_photos(*visit.photos)) == (507, "full")
    settings.LEAST_FREE_MB = 0
    monkeypatch.setattr(uploads, "PHOTOS_PER_OPERATOR_AND_DAY", 6)
    assert code_of(phone.send_photos(*visit.photos)) == (429, "crowded")
    assert not PhotoUpload.objects.exists()
    assert len(phone.send_photos(*visit.photos[:6]).json()["received"]) == 6


def test_photos_together_that_no_app_of_ours_sends(phone, visit):
    """No photo, no hash for a name, sixteen, a body that is no form, three megabytes: a sentence, and nothing kept."""
    send = phone.client.post
    assert code_of(send("/api/v1/photos")) == (400, "unreadable")
    assert code_of(phone.send_photos(visit.photos[0], names=["depan.jpg"])) == (400, "unreadable")
    assert code_of(phone.send_photos(*[jpeg(shade) for shade in range(16)])) == (400, "unreadable")
    assert code_of(send("/api/v1/photos", b"x", content_type="multipart/form-data; boundary=y")) == (400, "unreadable")
    assert code_of(send("/api/v1/photos", b"{}", content_type="application/json")) == (400, "unreadable")
    assert code_of(phone.send_photos(bytes(3 * 10**6))) == (413, "too_big")
    refused = phone.send_photos(large := b"\xff\xd8\xff" + bytes(400 * 1024)).json()["refused"]
    assert refused[digest_of(large)]["code"] == "too_big"
    assert not PhotoUpload.objects.exists()


NAMED = f'Content-Disposition: form-data; name="photos"; filename="{"a" * 64}"'
# What stands in one part of a form: nothing of it is a photo.
PARTS = {
    "no file": 'Content-Disposition: form-data; name="photos"\r\n\r\nabc',
    "no name": 'Content-Disposition: form-data; name="photos"; filename=""\r\n\r\nabc',
    "a way out": NAMED.replace("aaa", "../../aaa", 1) + "\r\n\r\nabc",
    "a NUL": NAMED.replace("aaa", "\x00aaa", 1) + "\r\n\r\nabc",
    "no bytes": NAMED + "\r\n\r\n",
    "no base64": NAMED + "\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
    "a form inside": NAMED + "\r\nContent-Type: multipart/mixed; boundary=z\r\n\r\n--z\r\n\r\nabc\r\n--z--",
    "no such letters": NAMED + "\r\nContent-Type: text/plain; charset=klingon\r\n\r\nabc",
    "a long header": NAMED + f"\r\nX-Long: {'a' * 20_000}\r\n\r\nabc",
}


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_a_form_that_is_no_photo_is_answered_and_nothing_is_kept(phone, part):
    body = f"--y\r\n{part}\r\n--y--\r\n".encode()

    answer = phone.client.post("/api/v1/photos", body, content_type="multipart/form-data; boundary=y")

    said = answer.json()
    assert (answer.status_code, said.get("code")) == (400, "unreadable") or said["refused"]["a" * 64][
        "code"
    ] == "digest"
    assert not PhotoUpload.objects.exists()


def test_an_address_that_is_no_hash_is_nowhere(phone):
    """Neither path nor longer text."""
    for digest in ("x", "0" * 63, "A" * 64, "..%2f..%2fetc"):
        assert phone.client.put(f"/api/v1/photos/{digest}", jpeg(1), content_type="image/jpeg").status_code == 404


# --- keys of phones --------------------------------------------------------------------------------------------------


def test_the_key_of_a_phone_comes_back_for_the_password(phone, operator):
    """A forgotten PIN loses nothing; the key is never readable in the database."""
    path = f"devices/{phone.device}"
    assert phone.put(path, {"label": "Redmi 9A", "key": KEY}).status_code == 201
    assert phone.put(path, {"label": "Redmi 9A", "key": KEY}).status_code == 200
    assert KEY.encode() not in bytes(DeviceKey.objects.get().cipher)
    operator.set_password("payung-hijau-di-teras")
    operator.save()
    phone.client.force_login(operator)
    assert phone.post(f"{path}/key", {"password": "payung-hijau-di-teras"}).json() == {"key": KEY}


def test_the_key_of_a_phone_is_for_its_owner_alone(phone, regions, village):
    """Another person, a wrong password, another key, no key at all."""
    path = f"devices/{phone.device}"
    phone.put(path, {"label": "Redmi 9A", "key": KEY})
    assert code_of(phone.put(path, {"label": "Redmi 9A", "key": "B" * 43 + "="})) == (409, "other_key")
    assert code_of(phone.put(path, {"label": "Redmi 9A", "key": "short"})) == (400, "unreadable")
    assert code_of(phone.post(f"{path}/key", {"password": "salah"})) == (403, "password")
    neighbour = User.objects.create_user("wayan-lain", role="operator", region=village, full_name="Wayan Lain")
    assert code_of(Phone(neighbour).post(f"{path}/key", {"password": "x"})) == (404, "not_found")
    assert code_of(phone.post(f"devices/{uuid.uuid4()}/key", {"password": "x"})) == (404, "not_found")


def test_a_hundred_guesses_at_the_password_end_early(phone, operator):
    """The same patience as the login's."""
    path = f"devices/{phone.device}"
    throttle.forget(operator.username)
    phone.put(path, {"label": "Redmi 9A", "key": KEY})
    statuses = [phone.post(f"{path}/key", {"password": f"salah-{n}"}).status_code for n in range(8)]
    assert statuses[-1] == 429


# --- whatever is asked, the answer is JSON ---------------------------------------------------------------------------


def test_an_address_that_no_call_has_is_answered_like_one(phone):
    """With and without a login."""
    assert code_of(phone.get("no-such-call")) == (404, "not_found")
    assert code_of(Client().get("/api/v1/no-such-call")) == (404, "not_found")


def test_a_method_that_a_call_does_not_have_is_answered_like_one(phone):
    answer = phone.client.delete("/api/v1/work")

    assert code_of(answer) == (405, "method")
    assert answer["Allow"] == "GET"


def test_a_length_that_is_no_number_is_unreadable(phone):
    for length in ("9" * 5000, "-1", "x"):
        answer = phone.client.generic("POST", "/api/v1/photos", b"x", CONTENT_LENGTH=length)
        assert code_of(answer) == (400, "unreadable")


def test_the_database_is_away_before_the_call_is_reached(operator, monkeypatch):
    """The session cannot be read: the phone is told when to come again."""
    phone = Phone(operator, raise_request_exception=False)

    def away(*args, **more):
        raise OperationalError("connection refused")

    monkeypatch.setattr(sessions, "person_of", away)

    answer = phone.get("work")

    assert code_of(answer) == (503, "unavailable")
    assert int(answer["Retry-After"]) > 0


def test_before_any_version_is_published_the_phone_is_told_there_is_none(phone, db):
    assert phone.get("session").json()["instruments"] == []


# --- the document ----------------------------------------------------------------------------------------------------


def test_the_document_is_valid_and_names_every_call(client):
    """Anybody may read what the addresses are."""
    document = client.get("/api/v1/openapi.json").json()
    validate(document)
    calls = {(path, verb) for path, verbs in document["paths"].items() for verb in verbs}
    assert len(calls) == 13
    put = document["paths"]["/api/v1/assessments/{pk}"]["put"]["responses"]
    assert {"200", "201", "409", "412", "422", "423", "426", "429"} <= set(put)


# --- photos in pieces ------------------------------------------------------------------------------------------------


def send_part(phone: Phone, data: bytes, start: int, end: int, **more):
    """A piece of a photo."""
    path = f"/api/v1/photos/{digest_of(data)}/parts/{start}?total={more.get('total', len(data))}"
    return phone.client.put(path, data[start:end], content_type="image/jpeg")


def test_a_photo_in_pieces_goes_on_where_the_line_broke(phone):
    """What arrived stays; a piece sent twice or out of turn is told how much is here."""
    data = jpeg(9)
    assert send_part(phone, data, 0, 300).json()["received"] == 300
    again = send_part(phone, data, 0, 300)
    assert (code_of(again), again.json()["received"]) == ((409, "offset"), 300)
    assert code_of(send_part(phone, data, 600, 700)) == (409, "offset")
    assert send_part(phone, data, 300, 600).status_code == 202
    assert send_part(phone, data, 600, len(data)).status_code == 201
    assert send_part(phone, data, 0, 300).status_code == 201
    assert phone.send_photo(data).status_code == 200


def test_the_last_piece_twice_at_the_same_moment_is_one_photo(phone, monkeypatch):
    """Its twin was quicker: the photo is here, and the pieces are gone."""
    data = jpeg(9)
    send_part(phone, data, 0, 300)
    usual = parts._write

    def after_its_twin(path, piece, *, start):
        usual(path, piece, start=start)
        uploads.receive(digest_of(data), data, by=User.objects.get(), at=timezone.now())
        path.unlink()

    monkeypatch.setattr(parts, "_write", after_its_twin)

    assert send_part(phone, data, 300, len(data)).status_code == 201
    assert PhotoUpload.objects.count() == 1


def test_pieces_that_were_swept_meanwhile_begin_anew(phone, monkeypatch):
    data = jpeg(9)
    send_part(phone, data, 0, 300)
    monkeypatch.setattr(parts, "_write", lambda path, piece, *, start: path.unlink())

    answer = send_part(phone, data, 300, len(data))

    assert (code_of(answer), answer.json()["received"]) == ((409, "offset"), 0)


def test_no_phone_begins_photos_without_end(phone, monkeypatch):
    """Two are begun: the third waits, and the others go on."""
    monkeypatch.setattr(parts, "BEGUN_AT_MOST", 2)
    for shade in (1, 2):
        assert send_part(phone, jpeg(shade), 0, 300).status_code == 202

    assert code_of(send_part(phone, jpeg(3), 0, 300)) == (429, "crowded")
    assert send_part(phone, jpeg(1), 300, len(jpeg(1))).status_code == 201
    assert send_part(phone, jpeg(3), 0, 300).status_code == 202


def test_pieces_wait_like_whole_photos_while_workers_are_behind(phone, monkeypatch):
    monkeypatch.setattr(uploads, "is_lagging", lambda *, at: True)
    monkeypatch.setattr(routes, "_last_lag", [None, False])

    assert code_of(send_part(phone, jpeg(9), 0, 300)) == (429, "crowded")


def test_pieces_that_make_no_photo_are_thrown_away(phone, settings):
    """A wrong byte, too many, too large: refused, and the phone begins anew."""
    data = jpeg(9)
    spoilt = bytes([*data[:-1], data[-1] ^ 1])
    path = f"/api/v1/photos/{digest_of(data)}/parts/0?total={len(data)}"
    answer = phone.client.put(path, spoilt, content_type="image/jpeg")
    assert code_of(answer) == (422, "digest")
    assert code_of(send_part(phone, data, 0, 300, total=200)) == (413, "too_big")
    assert code_of(send_part(phone, data, 0, 300, total=10**7)) == (413, "too_big")
    assert code_of(send_part(phone, data, 0, 300, total="x")) == (400, "unreadable")
    assert send_part(phone, data, 0, len(data)).status_code == 201
