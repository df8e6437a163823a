"""The two scripts of the phone in a real browser: a photo is shrunk and sent, a position is found and filled."""

import io
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from PIL import Image

from assessment.tests.uploads import exif_with_gps, jpeg, noise

SCRIPTS = Path(settings.BASE_DIR, "static", "js")
POLICY = "default-src 'none'; script-src 'self'; form-action 'self'; img-src 'self' blob:"
# The names, types and data attributes of the templates, and nothing else of them.
PAGE = """<!doctype html><html lang="id"><title>Uji</title>
<form data-photo-form method="post" enctype="multipart/form-data" action="/sent">
<input type="hidden" name="latitude"><input type="hidden" name="longitude">
<input type="hidden" name="accuracy_m"><input type="hidden" name="taken_at">
<input type="file" name="photo" accept="image/jpeg,image/*" capture="environment" required>
<p role="status" data-photo-status></p><button>Simpan foto</button></form>
<form data-position-form method="post" action="/sent">
<p hidden><button type="button" data-use-position>Pakai lokasi HP ini</button></p>
<p role="status" data-position-status></p>
<input name="latitude"><input name="longitude">
<input type="hidden" name="accuracy_m"><input type="hidden" name="taken_at"></form>
<script type="module" src="/photo.js"></script><script type="module" src="/position.js"></script></html>"""


class Phone:
    """A browser on the page above; what a form sends lands in `sent`."""

    def __init__(self, context):
        self.context = context
        self.sent = []
        self.page = context.new_page()
        self.page.route("**/*", self.answer)
        self.page.goto("http://localhost/")

    def answer(self, route):
        path = urlsplit(route.request.url).path
        if path.endswith(".js"):
            route.fulfill(body=(SCRIPTS / path.strip("/")).read_text(), content_type="text/javascript")
        elif path == "/sent":
            self.sent.append(route.request.post_data_buffer)
            route.fulfill(body="Terkirim")
        else:
            route.fulfill(body=PAGE, content_type="text/html", headers={"Content-Security-Policy": POLICY})

    def take(self, photo):
        file = {"name": "IMG_2026.jpg", "mimeType": "image/jpeg", "buffer": photo}
        with self.page.expect_navigation():
            self.page.set_input_files("input[type=file]", files=[file])
        return self.sent[-1]

    def seek_position(self, accuracy):
        self.context.set_geolocation({"latitude": -8.1123456, "longitude": 115.0881, "accuracy": accuracy})
        self.page.click("[data-use-position]")

    def status(self):
        return self.page.locator("[data-position-status]")

    def fields(self):
        return self.page.evaluate("Object.fromEntries(new FormData(document.querySelector('[data-position-form]')))")


@pytest.fixture
def phone(new_context):
    return Phone(new_context())


def sent_field(body, name):
    return re.search(rf'name="{name}"[^\r]*\r\n\r\n([^\r]*)\r\n'.encode(), body)[1].decode()


def test_a_photo_is_shrunk_stripped_and_sent_with_position_and_time(phone):
    original = jpeg(noise(4000, 3000), quality=90, exif=exif_with_gps(orientation=6))

    body = phone.take(original)

    image = Image.open(io.BytesIO(body[body.index(b"\xff\xd8\xff") :]))
    assert image.format == "JPEG"
    assert image.height > image.width  # turned upright
    assert image.height in {1024, 1280}
    assert dict(image.getexif()) == {}
    assert len(body) < 360 * 1024 < len(original)
    assert sent_field(body, "latitude") == "-8.112000"
    assert sent_field(body, "longitude") == "115.088000"
    assert sent_field(body, "accuracy_m") == "12.0"
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", sent_field(body, "taken_at"))


def test_a_photo_the_phone_cannot_read_is_sent_as_it_is(phone):
    body = phone.take(b"bukan foto")

    assert b"\r\n\r\nbukan foto\r\n" in body


def test_a_phone_that_may_not_say_where_it_is_still_sends_the_photo(phone):
    phone.context.clear_permissions()

    body = phone.take(jpeg(noise(800, 600)))

    assert b"\xff\xd8\xff" in body
    assert sent_field(body, "latitude") == ""


def test_a_good_position_is_taken_at_once(phone):
    phone.seek_position(accuracy=7)

    phone.status().filter(has_text="Titik terisi, ketelitian 7 m.").wait_for()
    assert phone.fields()["latitude"] == "-8.112346"
    assert phone.fields()["longitude"] == "115.088100"
    assert phone.fields()["accuracy_m"] == "7.0"
    assert phone.fields()["taken_at"].endswith("Z")


@pytest.mark.parametrize(
    ("accuracy", "button", "words"),
    [
        (38, "Pakai titik ini", "Titik terisi, ketelitian 38 m."),
        (85, "Pakai lokasi HP ini", "Ketelitian 85 m. Tulis alasan jika tetap dipakai."),
    ],
)
def test_a_lesser_position_is_taken_by_hand(phone, accuracy, button, words):
    phone.seek_position(accuracy=accuracy)
    phone.status().filter(has_text=f"ketelitian {accuracy} m. Berdiri di luar rumah.").wait_for()
    assert phone.page.inner_text("[data-use-position]") == button

    phone.page.click("[data-use-position]")

    assert phone.status().inner_text() == words
    assert phone.fields()["accuracy_m"] == f"{accuracy}.0"


def test_a_position_typed_over_has_no_accuracy_and_no_time(phone):
    phone.seek_position(accuracy=7)
    phone.status().filter(has_text="Titik terisi").wait_for()

    phone.page.fill("[data-position-form] [name=latitude]", "-8,2")

    assert phone.fields() == {"latitude": "-8,2", "longitude": "115.088100", "accuracy_m": "", "taken_at": ""}


def test_a_refused_position_is_explained(phone):
    phone.context.clear_permissions()

    phone.page.click("[data-use-position]")

    phone.status().filter(has_text="Izin lokasi ditolak.").wait_for()
    assert phone.fields()["latitude"] == ""
