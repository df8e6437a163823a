"""Photos as they arrive over the wire: what is no photo leaves nothing, what is one is served as nothing else."""

import resource
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from assessment import capture
from assessment.models import Assessment, Photo
from assessment.tests.conftest import NOW, picture
from assessment.tests.uploads import NOT_PHOTOS, PHOTO, exif_with_gps, jpeg, opened, zipped

pytestmark = pytest.mark.usefixtures("always_open")

BOUNDARY = "batas"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def phone(enter, operator):
    """The operator's browser."""
    return enter(operator)


def address(assessment: Assessment, slot: str = "roof") -> str:
    return reverse("assessment:photo_add", args=[assessment.pk, slot])


def file(data: bytes = PHOTO, name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/jpeg")


def wire(filename: bytes, data: bytes = PHOTO) -> bytes:
    """A form with one photo, its file name written exactly so."""
    head = b'--%b\r\nContent-Disposition: form-data; name="photo"; %b\r\nContent-Type: image/jpeg\r\n\r\n'
    return head % (BOUNDARY.encode(), filename) + data + f"\r\n--{BOUNDARY}--\r\n".encode()


def files_in(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


# --- refused ---------------------------------------------------------------------------------------------------------


def test_what_is_no_photo_comes_back_with_its_sentence_and_leaves_nothing(phone, draft, media):
    wrong = {}

    for name, (draw, sentence) in NOT_PHOTOS.items():
        answer = phone.post(address(draft), {"photo": file(draw())})
        told = answer.context["problem"] if answer.context else ""
        if (answer.status_code, told, sentence in answer.text) != (422, sentence, True) or files_in(media):
            wrong[name] = (answer.status_code, told, files_in(media))

    assert wrong == {}
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Pilih atau ambil foto dahulu."),
        ({"photo": "bukan berkas"}, "Pilih atau ambil foto dahulu."),
        ({"berkas": file()}, "Pilih atau ambil foto dahulu."),
        ({"photo": file(b"\xff\xd8\xff" + bytes(8 * 2**20))}, "Foto terlalu besar (maks 8 MB)."),
    ],
    ids=["nothing", "text", "another field", "too many bytes"],
)
def test_an_upload_without_a_usable_file_says_what_to_do(phone, draft, media, data, sentence):
    answer = phone.post(address(draft), data)

    assert (answer.status_code, answer.context["problem"]) == (422, sentence)
    assert not Photo.objects.exists()
    assert files_in(media) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PHOTO, "image/jpeg"),
        (b'{"photo": "..."}', "application/json"),
        (wire(b'filename="a.jpg"'), "multipart/form-data"),
        (wire(b'filename="a.jpg"'), "multipart/form-data; boundary=\xe9"),
        (wire(b'filename="a.jpg"')[:200], MULTIPART),
        (b"\x00" * 100, MULTIPART),
    ],
    ids=["a bare photo", "json", "no boundary", "odd boundary", "cut short", "zeros"],
)
def test_a_body_that_is_no_whole_form_is_refused(phone, draft, media, body, kind):
    answer = phone.generic("POST", address(draft), body, content_type=kind)

    assert answer.status_code in (400, 422)
    assert "Tidak ada data yang berubah" in answer.text or answer.context["problem"]
    assert not Photo.objects.exists()
    assert files_in(media) == []


def test_a_slot_that_does_not_exist_is_refused(phone, draft):
    answer = phone.post(address(draft, "garasi"), {"photo": file()})

    assert answer.status_code == 422
    assert "Jenis foto ini tidak ada" in answer.text
    assert not Photo.objects.exists()


def test_the_reason_stands_at_its_card(phone, draft):
    answer = phone.post(address(draft, "walls"), {"photo": file(b"halo")})

    problems = {card["slot"].code: card["problem"] for card in answer.context["cards"]}
    assert {slot for slot, problem in problems.items() if problem} == {"walls"}


# --- names -----------------------------------------------------------------------------------------------------------

NAMES = {
    "upwards": b'filename="../../x.jpg"',
    "upwards, other slash": rb'filename="..\\..\\x.jpg"',
    "absolute": b'filename="/etc/cron.d/x.jpg"',
    "nul": b'filename="a\x00.php.jpg"',
    "new line": b"filename*=UTF-8''a%3Bb.jpg%0D%0ASet-Cookie:x",
    "long": b'filename="' + b"n" * 396 + b'.jpg"',
    "device": b'filename="con.jpg"',
    "right to left": b"filename*=UTF-8''foto%E2%80%AEgpj.php",
    "a script": b'filename="shell.php"',
    "no ending": b'filename="foto"',
    "markup": b"filename*=UTF-8''%3Cscript%3Ealert(1)%3C%2Fscript%3E.jpg",
}


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_file_is_used_for_nothing(phone, draft, media, name):
    answer = phone.generic("POST", address(draft), wire(NAMES[name]), content_type=MULTIPART)

    photo = Photo.objects.get()
    served = phone.get(reverse("assessment:photo_image", args=[photo.pk]))
    assert answer.status_code == 302
    assert photo.path == f"photos/{photo.sha256[:2]}/{photo.sha256[2:4]}/{photo.sha256}.jpg"
    assert sorted(path.name for path in files_in(media)) == [f"{photo.sha256}.jpg"] * 2
    assert served["Content-Disposition"] == 'inline; filename="foto-roof.jpg"'
    assert not answer.cookies
    assert "Set-Cookie" not in answer.headers
    assert "Set-Cookie" not in served.headers
    b"".join(served.streaming_content)


@pytest.mark.parametrize("name", [b'filename="../../"', b'filename="\xff\xfe.jpg"', b'filename=""'])
def test_what_has_no_readable_name_is_no_file(phone, draft, name):
    answer = phone.generic("POST", address(draft), wire(name), content_type=MULTIPART)

    assert (answer.status_code, answer.context["problem"]) == (422, "Pilih atau ambil foto dahulu.")


# --- taken, with bounds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tail", [b"<html><script>alert(1)</script>", zipped(), b"<?php system($_GET[0]); ?>"])
def test_what_hangs_on_a_photo_never_comes_back(phone, draft, tail):
    phone.post(address(draft), {"photo": file(jpeg(exif=exif_with_gps()) + tail)})

    served = phone.get(reverse("assessment:photo_image", args=[Photo.objects.get().pk]))
    body = b"".join(served.streaming_content)
    assert tail not in body
    assert not opened(body).getexif()


def test_what_the_phone_knew_is_kept_and_a_strange_position_is_dropped(phone, draft):
    taken = timezone.now() - timedelta(minutes=1)
    known = {"latitude": "-8.15", "longitude": "114.65", "accuracy_m": "7.5", "taken_at": taken.isoformat()}
    strange = {"latitude": "1e40", "longitude": "inf", "accuracy_m": "-1", "taken_at": "9999-12-31T23:59:59Z"}

    phone.post(address(draft, "roof"), {"photo": file(), **known})
    answer = phone.post(address(draft, "walls"), {"photo": file(jpeg(quality=60)), **strange})

    roof, walls = Photo.objects.get(slot="roof"), Photo.objects.get(slot="walls")
    assert (float(roof.latitude), float(roof.longitude), roof.accuracy_m, roof.taken_at) == (-8.15, 114.65, 7.5, taken)
    assert answer.status_code == 302
    assert (walls.latitude, walls.longitude, walls.accuracy_m, walls.taken_at) == (None, None, None, None)


def test_half_a_position_is_no_position(phone, draft):
    phone.post(address(draft), {"photo": file(), "latitude": "-8.15", "longitude": "utara"})

    photo = Photo.objects.get()
    assert (photo.latitude, photo.longitude) == (None, None)


def test_the_fifteenth_photo_is_taken_and_the_sixteenth_is_not(phone, draft, operator):
    for shade in range(14):
        capture.add_photo(draft, slot="other", upload=picture(shade), by=operator, at=NOW)

    fifteenth = phone.post(address(draft, "other"), {"photo": picture(14)})
    again = phone.post(address(draft, "other"), {"photo": picture(14)})
    sixteenth = phone.post(address(draft, "other"), {"photo": picture(15)})

    assert (fifteenth.status_code, again.status_code, sixteenth.status_code) == (302, 302, 422)
    assert "Paling banyak 15 foto" in sixteenth.text
    assert Photo.objects.count() == 15


def test_the_photos_of_a_local_day_are_counted(phone, draft, operator, monkeypatch):
    monkeypatch.setattr(capture, "PHOTOS_PER_OPERATOR_AND_DAY", 2)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    moments = (midnight - timedelta(minutes=1), midnight, timezone.now())

    for shade, at in enumerate(moments):
        capture.add_photo(draft, slot="other", upload=picture(shade), by=operator, at=at)
    answer = phone.post(address(draft), {"photo": picture(9)})

    assert answer.status_code == 422
    assert "Batas 500 foto sehari tercapai" in answer.text
    assert Photo.objects.count() == 3


def test_two_households_may_hold_the_same_photo(phone, draft, begin, media):
    other = begin("NENGAH RAI")

    answers = [phone.post(address(row), {"photo": picture(1)}) for row in (draft, other)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Photo.objects.values("sha256").distinct().count() == 1
    assert (Photo.objects.count(), len(files_in(media))) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_thirty_phones_sending_the_same_photo_at_once_make_one_row(enter, draft, operator, media):
    barrier, statuses = Barrier(30), []

    def send(phone):
        try:
            barrier.wait(timeout=20)
            statuses.append(phone.post(address(draft), {"photo": picture(1)}).status_code)
        finally:
            connection.close()

    threads = [Thread(target=send, args=[enter(operator)]) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [302] * 30
    assert Photo.objects.count() == 1
    assert len(files_in(media)) == 2


# --- after sending, and of others ------------------------------------------------------------------------------------


def test_after_sending_no_photo_comes_in_or_goes_out(phone, submitted):
    photo = submitted.photos.first()

    added = phone.post(address(submitted), {"photo": picture(40)})
    removed = phone.post(reverse("assessment:photo_remove", args=[photo.pk]))

    assert (added.status_code, removed.status_code) == (409, 409)
    assert "sudah dikirim" in added.text
    assert "sudah dikirim" in removed.text
    assert Photo.objects.filter(removed_at=None).count() == 7


def test_a_photo_of_another_village_is_not_there(enter, draft, operator, neighbour_operator, stranger):
    photo = capture.add_photo(draft, slot="roof", upload=picture(1), by=operator, at=NOW)

    for person in (neighbour_operator, stranger):
        browser = enter(person)
        assert browser.post(address(draft), {"photo": picture(2)}).status_code == 404
        assert browser.post(reverse("assessment:photo_remove", args=[photo.pk])).status_code == 404
        for name in ("photo_image", "photo_thumbnail"):
            assert browser.get(reverse(f"assessment:{name}", args=[photo.pk])).status_code == 404
    assert Photo.objects.get().removed_at is None


# --- served and stored -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["photo_image", "photo_thumbnail"])
def test_a_photo_is_served_as_a_photo_and_nothing_else(phone, draft, operator, name):
    photo = capture.add_photo(draft, slot="roof", upload=picture(1), by=operator, at=NOW)

    answer = phone.get(reverse(f"assessment:{name}", args=[photo.pk]))

    assert opened(b"".join(answer.streaming_content)).format == "JPEG"
    assert {key: answer[key] for key in SERVED} == SERVED


SERVED = {
    "Content-Type": "image/jpeg",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Content-Disposition": 'inline; filename="foto-roof.jpg"',
    "Cache-Control": "no-store, private",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def test_a_photo_whose_file_is_lost_is_not_there(phone, draft, operator, media):
    photo = capture.add_photo(draft, slot="roof", upload=picture(1), by=operator, at=NOW)
    (media / photo.path).unlink()

    assert phone.get(reverse("assessment:photo_image", args=[photo.pk])).status_code == 404


@contextmanager
def no_file_beyond(room: int):
    """Within, the kernel lets no file of this process grow beyond `room` bytes, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_told_and_leaves_nothing(phone, draft, media):
    with no_file_beyond(1_000):
        answer = phone.post(address(draft), {"photo": file()})

    assert answer.status_code == 507
    assert "Ruang server penuh, foto belum tersimpan." in answer.text
    assert not Photo.objects.exists()
    assert files_in(media) == []
