"""Drawn photos and broken or hostile uploads for the tests of evidence."""

import io
import os
import random
import struct
import subprocess
import sys
import zipfile
from functools import cache

from django.conf import settings
from PIL import ExifTags, Image, ImageDraw

from assessment.jpeg import read_skeleton

BROKEN = "Foto rusak, ambil ulang."
NOT_JPEG = "File harus foto JPG."
TOO_MANY_PIXELS = "Foto terlalu besar (maks 12 megapiksel). Kecilkan ukuran foto di kamera."


def house(width=1600, height=1200, mode="RGB"):
    """A drawn house: dark top left quarter, so that turning and mirroring can be seen."""
    image = Image.new("RGB", (width, height), "lightblue")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2, height // 2), fill="black")
    draw.rectangle((width // 2, height // 2, width, height), fill="firebrick")
    return image.convert(mode)


def noise(width, height):
    """A cloudy picture without two equal fields, as a real view has none."""
    grain = random.Random(1).randbytes(160 * 120)  # noqa: S311 - a picture, not a secret
    return Image.frombytes("L", (160, 120), grain).resize((width, height)).convert("RGB")


def noisy():
    """A photo of some 200 KB with a thumbnail of some 30."""
    return jpeg(noise(1280, 960))


def jpeg(image=None, **options):
    file = io.BytesIO()
    (image or house()).save(file, "JPEG", **options)
    return file.getvalue()


@cache
def encoded(kind, mode="RGB", size=(400, 300), **options):
    file = io.BytesIO()
    house(*size, mode=mode).save(file, kind, **options)
    return file.getvalue()


def zipped():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("shell.php", "<?php system($_GET[0]); ?>")
    return file.getvalue()


def resized_header(data, width, height, bits=8):
    """The same JPEG claiming another size or depth in its frame header."""
    place = data.index(b"\xff\xc0") + 4
    return data[:place] + struct.pack(">BHH", bits, height, width) + data[place + 5 :]


def many_scans(count):
    """A progressive JPEG whose last scan is repeated until there are `count`."""
    data = jpeg(house(400, 300), progressive=True)
    last = data.rindex(b"\xff\xda")
    scans = read_skeleton(data).scans
    return data[:-2] + data[last:-2] * (count - scans) + data[-2:]


def exif_with_gps(orientation=1):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Model] = "Telepon"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "S", 2: (8.0, 12.0, 30.0), 3: "E", 4: (114.0, 40.0, 12.0)})
    return exif


def opened(data):
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return image


def in_subprocess(script):
    """What a script of its own process prints: for limits and peaks that belong to a process."""
    start = "import resource, django; from pathlib import Path; django.setup(); from assessment import evidence\n"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "slrt.settings", "SLRT_DEMO": "1"}
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", start + script],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


PHOTO = jpeg()

NOT_PHOTOS = {
    "one byte": (lambda: b"\xff", NOT_JPEG),
    "text": (lambda: b"halo", NOT_JPEG),
    "webp": (lambda: encoded("WEBP"), NOT_JPEG),
    "webp of 64 megapixels": (lambda: encoded("WEBP", size=(8000, 8000), method=0), NOT_JPEG),
    "png": (lambda: encoded("PNG"), NOT_JPEG),
    "png of 16 bits": (lambda: encoded("PNG", mode="I;16"), NOT_JPEG),
    "gif": (lambda: encoded("GIF"), NOT_JPEG),
    "tiff": (lambda: encoded("TIFF"), NOT_JPEG),
    "bmp": (lambda: encoded("BMP"), NOT_JPEG),
    "heic": (lambda: b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200), NOT_JPEG),
    "svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', NOT_JPEG),
    "pdf": (lambda: b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF", NOT_JPEG),
    "eps": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", NOT_JPEG),
    "zip": (lambda: zipped(), NOT_JPEG),
    "html before a jpeg": (lambda: b"<html><script>alert(1)</script>" + PHOTO, NOT_JPEG),
    "empty": (lambda: b"", "File kosong. Ambil ulang foto."),
    "only the magic bytes": (lambda: b"\xff\xd8\xff", BROKEN),
    "magic bytes and rubbish": (lambda: b"\xff\xd8\xff" + bytes(range(256)) * 40, BROKEN),
    "magic bytes and a web page": (lambda: b"\xff\xd8\xff<html><script>alert(1)</script></html>", BROKEN),
    "cut at 10 %": (lambda: PHOTO[: len(PHOTO) // 10], BROKEN),
    "cut at 50 %": (lambda: PHOTO[: len(PHOTO) // 2], BROKEN),
    "cut at 97 %": (lambda: PHOTO[: len(PHOTO) * 97 // 100], BROKEN),
    "without its last byte": (lambda: PHOTO[:-1], BROKEN),
    "without quantisation tables": (lambda: PHOTO.replace(b"\xff\xdb", b"\xff\xfe"), BROKEN),
    "12 bits deep": (lambda: resized_header(PHOTO, 1600, 1200, bits=12), BROKEN),
    "16 bits deep": (lambda: resized_header(PHOTO, 1600, 1200, bits=16), BROKEN),
    "of no width": (lambda: resized_header(PHOTO, 0, 1200), BROKEN),
    "of no height": (lambda: resized_header(PHOTO, 1600, 0), BROKEN),
    "lossless": (lambda: PHOTO.replace(b"\xff\xc0", b"\xff\xc3"), BROKEN),
    "arithmetic": (lambda: PHOTO.replace(b"\xff\xc0", b"\xff\xc9"), BROKEN),
    "two frames": (lambda: PHOTO[:-2] + PHOTO[2:], BROKEN),
    "twenty-one scans": (lambda: many_scans(21), BROKEN),
    "five hundred scans": (lambda: many_scans(500), BROKEN),
    "two million empty comments": (lambda: PHOTO[:2] + b"\xff\xfe\x00\x02" * 1_900_000 + PHOTO[2:], BROKEN),
    "one long run of FF": (lambda: b"\xff\xd8" + b"\xff" * 7_000_000, BROKEN),
    "stuffed zeros without end": (lambda: PHOTO[:-2] + b"\xff\x00" * 3_500_000, BROKEN),
    "a line above a phone's 12 megapixels": (lambda: jpeg(Image.new("L", (4032, 3025))), TOO_MANY_PIXELS),
    "50 megapixels": (lambda: jpeg(Image.new("L", (8165, 6124))), TOO_MANY_PIXELS),
    "a claim of 4 gigapixels": (lambda: resized_header(PHOTO, 65535, 65535), TOO_MANY_PIXELS),
    "a dot": (lambda: jpeg(house(8, 8)), "Foto terlalu kecil. Ambil ulang dengan kamera."),
    "a thread": (lambda: jpeg(house(60000, 40)), "Foto terlalu kecil. Ambil ulang dengan kamera."),
}
