"""The night's cleaning: files without a row go, papers of complaints stay."""

import os

import pytest
from django.core.files.storage import storages

from assessment import evidence
from assessment import tasks as survey_tasks
from assessment.tests.conftest import picture
from referrals import papers, tasks
from referrals.tests.conftest import NOW

LONG_AGO = 1_600_000_000


@pytest.fixture
def old_files(complaint, dinsos):
    """A paper of a complaint and a file that nobody knows, both written long ago."""
    paper = papers.add(complaint, code="ktp", upload=picture(3), by=dinsos, at=NOW)
    orphan = evidence.store(evidence.process_photo(picture(4)), folder=evidence.PAPERS)
    for path in (paper.path, orphan):
        for name in (path, evidence.thumbnail_path(path)):
            os.utime(storages["photos"].path(name), (LONG_AGO, LONG_AGO))
    return paper.path, orphan


def test_the_sweeper_of_surveys_leaves_papers_alone(old_files):
    survey_tasks.sweep_orphans()

    assert all(storages["photos"].exists(path) for path in old_files)


def test_the_sweeper_of_papers_takes_only_what_no_row_knows(old_files):
    known, orphan = old_files

    tasks.sweep_papers()

    assert storages["photos"].exists(known)
    assert storages["photos"].exists(evidence.thumbnail_path(known))
    assert not storages["photos"].exists(orphan)
    assert not storages["photos"].exists(evidence.thumbnail_path(orphan))
