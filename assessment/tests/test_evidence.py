"""Uploads of every kind come out as a clean small photo or as a sentence."""

import hashlib
import io
import struct
import zipfile
from time import perf_counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, ImageFile

from assessment.evidence import PhotoRejected, process_photo
from assessment.jpeg import Broken, read_skeleton
from assessment.tests.uploads import (
    NOT_PHOTOS,
    PHOTO,
    exif_with_gps,
    house,
    in_subprocess,
    jpeg,
    noise,
    noisy,
    opened,
    zipped,
)


def refusal(data, **options):
    with pytest.raises(PhotoRejected) as rejected:
        process_photo(data, **options)
    return str(rejected.value)


# --- refused ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NOT_PHOTOS)
def test_what_is_no_photo_is_refused_with_a_sentence_in_time(name):
    draw, sentence = NOT_PHOTOS[name]
    data = draw()

    start = perf_counter()
    told = refusal(data)

    assert told == sentence
    assert perf_counter() - start < 3


@pytest.mark.parametrize(("limit", "words"), [(8 * 2**20, "8 MB"), (400 * 2**10, "400 KB")])
def test_too_many_bytes_are_refused_before_they_are_all_read(limit, words):
    upload = io.BytesIO(b"\xff\xd8\xff" + bytes(limit * 2))

    told = refusal(upload, max_bytes=limit)

    assert told == f"Foto terlalu besar (maks {words})."
    assert upload.tell() == limit + 1


@pytest.mark.parametrize("name", ["50 megapixels", "five hundred scans", "two million empty comments"])
def test_refusing_needs_little_memory(name, tmp_path):
    (tmp_path / "upload").write_bytes(NOT_PHOTOS[name][0]())
    script = f"""
try:
    evidence.process_photo(Path({str(tmp_path / "upload")!r}).read_bytes())
except evidence.PhotoRejected:
    print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
    # Not ru_maxrss: that one remembers the peak of the process that started this one.
    kilobytes = int(in_subprocess(script))

    assert kilobytes < 300_000


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_photo_with_damaged_bytes_is_a_photo_or_a_sentence(data):
    damaged = bytearray(jpeg(house(240, 180), quality=60, exif=exif_with_gps(orientation=6)))
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(2, len(damaged) - 1))] = data.draw(st.integers(0, 255))

    try:
        photo = process_photo(bytes(damaged))
    except PhotoRejected:
        return  # any other exception fails
    assert opened(photo.jpeg).size == (photo.width, photo.height)


@given(st.binary(max_size=400))
def test_any_bytes_behind_the_magic_are_a_skeleton_or_broken(rubbish):
    try:
        skeleton = read_skeleton(b"\xff\xd8\xff" + rubbish)
    except Broken:
        return
    assert skeleton.orientation in range(1, 9)


def test_a_truncated_file_is_never_completed_by_the_decoder():
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


# --- taken -----------------------------------------------------------------------------------------------------------


def test_a_photo_is_made_small_and_described():
    photo = process_photo(PHOTO)

    image, thumbnail = opened(photo.jpeg), opened(photo.thumbnail)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1280, 960))
    assert (photo.width, photo.height) == (1280, 960)
    assert (thumbnail.format, thumbnail.size) == ("JPEG", (320, 240))
    assert photo.sha256 == hashlib.sha256(photo.jpeg).hexdigest()
    assert photo.client_sha256 == hashlib.sha256(PHOTO).hexdigest()
    assert len(photo.jpeg) < 400 * 1024
    assert process_photo(PHOTO) == photo


def test_a_small_photo_is_not_blown_up():
    assert opened(process_photo(jpeg(house(640, 480))).jpeg).size == (640, 480)


def test_twelve_megapixels_are_taken():
    assert opened(process_photo(jpeg(Image.new("RGB", (4032, 3024), "grey"))).jpeg).size == (1280, 960)


def test_an_upload_is_read_like_bytes():
    assert process_photo(SimpleUploadedFile("con.jpg", PHOTO)) == process_photo(PHOTO)


def test_position_profile_comment_and_what_hangs_on_are_gone():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = jpeg(exif=exif_with_gps(), icc_profile=profile, comment=b"RAHASIA", xmp=b"<x:xmpmeta>RAHASIA</x:xmpmeta>")

    photo = process_photo(data)

    for clean in (photo.jpeg, photo.thumbnail):
        image = opened(clean)
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert dict(image.getexif()) == {}
        assert b"RAHASIA" not in clean
        assert b"Exif" not in clean
    assert opened(data).getexif().get_ifd(ExifTags.IFD.GPSInfo)


def test_a_comment_of_a_megabyte_does_not_matter():
    comment = b"\xff\xfe\xff\xff" + b"x" * 65533
    data = PHOTO[:2] + comment * 16 + PHOTO[2:]

    assert process_photo(data).jpeg == process_photo(PHOTO).jpeg


@pytest.mark.parametrize(
    "tail",
    [b"<html><script>alert(1)</script></html>", zipped(), b"<?php system($_GET[0]); ?>"],
    ids=["html", "zip", "php"],
)
def test_a_photo_that_is_also_something_else_is_only_a_photo_afterwards(tail):
    commented = b"\xff\xfe" + struct.pack(">H", len(tail) + 2) + tail

    photo = process_photo(PHOTO[:2] + commented + PHOTO[2:] + tail)

    assert photo.jpeg == process_photo(PHOTO).jpeg
    assert tail not in photo.jpeg
    assert not zipfile.is_zipfile(io.BytesIO(photo.jpeg))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_upright(orientation):
    # How a camera held that way would have stored the upright house.
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = house() if orientation == 1 else house().transpose(Image.Transpose(undo[orientation]))

    photo = process_photo(jpeg(stored, exif=exif_with_gps(orientation)))

    image = opened(photo.jpeg)
    assert image.size == (1280, 960)
    assert sum(image.getpixel((300, 200))) < 60  # black
    assert image.getpixel((900, 700))[0] > image.getpixel((900, 700))[2] + 80  # firebrick


@pytest.mark.parametrize(
    "block", [b"", b"II*\x00", b"MM\x00*\xff\xff\xff\xff", b"II*\x00\x08\x00\x00\x00\xff\xff" + bytes(40), b"????"]
)
def test_broken_exif_does_not_cost_the_photo(block):
    exif = b"Exif\x00\x00" + block
    data = PHOTO[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + PHOTO[2:]

    assert process_photo(data).jpeg == process_photo(PHOTO).jpeg


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_other_colour_models_become_rgb(mode):
    image = opened(process_photo(jpeg(house(mode=mode))).jpeg)

    assert image.mode == "RGB"
    assert sum(image.getpixel((300, 200))) < 60
    assert sum(image.getpixel((1000, 200))) > 400


def test_progressive_photos_with_usual_scans_are_taken():
    assert opened(process_photo(jpeg(progressive=True)).jpeg).size == (1280, 960)


def test_a_phone_photo_with_a_second_picture_inside_is_taken():
    file = io.BytesIO()
    house().save(file, "MPO", save_all=True, append_images=[house(320, 240)])

    photo = process_photo(file.getvalue())

    assert opened(photo.jpeg).format == "JPEG"
    assert (photo.width, photo.height) == (1280, 960)


def test_the_worst_allowed_photo_takes_less_than_three_seconds():
    data = jpeg(noise(4000, 3000), progressive=True, quality=70, subsampling=0)

    start = perf_counter()
    process_photo(data)

    assert perf_counter() - start < 3


def test_the_same_view_hashes_alike_and_another_view_does_not():
    def distance(one, other):
        return (int(one.dhash, 16) ^ int(other.dhash, 16)).bit_count()

    original = process_photo(noisy())
    again = process_photo(jpeg(noise(1280, 960).resize((800, 600)), quality=40))
    another = process_photo(jpeg(noise(1280, 960).transpose(Image.Transpose.ROTATE_180)))

    assert len(original.dhash) == 16
    assert distance(original, again) <= 4
    assert distance(original, another) > 8
