"""The daily cleaning: it takes only what nobody waits for."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.utils import timezone

from assessment import capture, evidence, tasks
from assessment.evidence import process_photo
from assessment.tests.conftest import picture


@pytest.fixture
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def age(media: Path, path: str, *, days: int) -> None:
    """Let a photo and its thumbnail look as old as this."""
    then = (timezone.now() - timedelta(days=days)).timestamp()
    for name in (path, evidence.thumbnail_path(path)):
        os.utime(media / name, (then, then))


def test_an_old_file_without_a_row_goes_and_a_young_one_stays(db, media):
    old, young = (evidence.store(process_photo(picture(shade))) for shade in (1, 2))
    age(media, old, days=2)

    tasks.sweep_orphans()

    assert sorted(path.name for path in media.rglob("*.jpg")) == [Path(young).name] * 2


def test_photos_with_a_row_stay_also_when_they_were_replaced_or_removed(media, draft, operator):
    photos = [
        capture.add_photo(draft, slot="roof", upload=picture(shade), by=operator, at=timezone.now()) for shade in (1, 2)
    ]
    capture.remove_photo(photos[1], by=operator, at=timezone.now())
    for photo in photos:
        age(media, photo.path, days=400)

    tasks.sweep_orphans()

    assert len(list(media.rglob("*.jpg"))) == 4


def test_beat_asks_for_it_every_day(settings):
    entry = settings.CELERY_BEAT_SCHEDULE["sweep_orphans"]

    assert entry["task"] in current_app.tasks
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({2}, {30})
