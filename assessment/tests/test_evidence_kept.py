"""A photo is kept whole or not at all, and what no row knows is swept."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from assessment import evidence
from assessment.evidence import process_photo
from assessment.tests.uploads import PHOTO, house, in_subprocess, jpeg, noisy


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def files_below(folder):
    return sorted(str(path.relative_to(folder)) for path in Path(folder).rglob("*") if path.is_file())


def test_a_photo_and_its_thumbnail_are_kept_by_digest(media):
    photo = process_photo(PHOTO)

    path = evidence.store(photo)

    assert path == f"photos/{photo.sha256[:2]}/{photo.sha256[2:4]}/{photo.sha256}.jpg"
    assert (media / path).read_bytes() == photo.jpeg
    assert (media / evidence.thumbnail_path(path)).read_bytes() == photo.thumbnail
    assert len(files_below(media)) == 2


def test_keeping_the_same_photo_twice_changes_nothing_and_mends_a_damaged_file(media):
    photo = process_photo(PHOTO)
    path = evidence.store(photo)
    (media / path).write_bytes(b"damaged")

    assert evidence.store(photo) == path

    assert (media / path).read_bytes() == photo.jpeg
    assert len(files_below(media)) == 2


def store_with_room(upload, media, room):
    """Keep a photo where no file may grow beyond `room` bytes; returns what the operator is told."""
    script = f"""
from django.conf import settings
settings.MEDIA_ROOT = {str(media)!r}
photo = evidence.process_photo(Path({str(upload)!r}).read_bytes())
resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))
try:
    evidence.store(photo)
except evidence.StorageFull as full:
    print(full)
"""
    return in_subprocess(script)


@pytest.mark.parametrize("room", [0, 1_000, 60_000], ids=["none", "for a little", "for the thumbnail only"])
def test_a_full_disk_leaves_nothing_and_says_so(tmp_path, room):
    (tmp_path / "upload").write_bytes(noisy())

    told = store_with_room(tmp_path / "upload", tmp_path / "media", room)

    assert told == "Ruang server penuh, foto belum tersimpan. Coba lagi nanti."
    assert files_below(tmp_path / "media") == []


def test_a_full_disk_does_not_take_what_was_kept_before(media, tmp_path):
    (tmp_path / "upload").write_bytes(noisy())
    photo = process_photo(noisy())
    path = evidence.store(photo)
    assert len(photo.thumbnail) < 60_000 < len(photo.jpeg)

    told = store_with_room(tmp_path / "upload", media, 60_000)

    assert told == "Ruang server penuh, foto belum tersimpan. Coba lagi nanti."
    assert files_below(media) == [path, evidence.thumbnail_path(path)]
    assert (media / path).read_bytes() == photo.jpeg


def test_a_fault_that_is_not_lack_of_room_is_not_called_so(media):
    media.mkdir()
    (media / "thumbs").write_text("a file in the way")

    with pytest.raises(NotADirectoryError):
        evidence.store(process_photo(PHOTO))

    assert files_below(media) == ["thumbs"]


def test_the_sweeper_takes_only_old_files_that_no_row_knows(media):
    known = evidence.store(process_photo(PHOTO))
    orphan = evidence.store(process_photo(jpeg(house(640, 480))))
    (media / orphan).with_name(".abc.part").write_bytes(b"left by a power cut")
    now = timezone.now()

    kept = evidence.sweep_orphans({known}, older_than=now - timedelta(days=1))
    swept = evidence.sweep_orphans({known}, older_than=now + timedelta(seconds=5))

    assert (kept, swept) == (0, 3)
    assert files_below(media) == [known, evidence.thumbnail_path(known)]


def test_the_sweeper_of_one_shard_leaves_the_others(media):
    path = evidence.store(process_photo(PHOTO))
    mine = path.split("/")[1]
    later = timezone.now() + timedelta(seconds=5)

    others = evidence.sweep_orphans(set(), older_than=later, shards=[s for s in evidence.SHARDS if s != mine])

    assert others == 0
    assert evidence.sweep_orphans(set(), older_than=later, shards=[mine]) == 2
    assert files_below(media) == []


def test_sweeping_before_anything_was_kept_is_harmless(media):
    assert evidence.sweep_orphans(set(), older_than=timezone.now()) == 0
