"""What is asked for every visit, in plain SQL: Django makes a query anew each time, which costs more than asking it.

Only rows and facts of one visit that was already found to be this person's; who may see what is asked elsewhere, by
`visible_to` (ADR 22).
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from assessment.models import Assessment, FieldDraft, FieldRevision, Instrument, Photo, PhotoUpload
from households.models import HEAD, Household, Member
from puskesos import plain, rounds
from puskesos.models import User
from puskesos.scope import reaches

IS_KNOWN = f"""
    SELECT EXISTS (SELECT FROM {FieldDraft._meta.db_table} WHERE id = %(pk)s)
        OR EXISTS (SELECT FROM {Assessment._meta.db_table} WHERE id = %(pk)s)"""  # noqa: S608 names of our tables
IS_SURVEYED = f"""
    SELECT EXISTS (SELECT FROM {Assessment._meta.db_table} WHERE household_id = %s AND round_id = %s)"""  # noqa: S608
PUBLISHED = "WHERE (regency_id IS NULL OR regency_id = %s) AND published_at IS NOT NULL"
# What is asked of a version besides its questions, which are kept elsewhere.
VERSION = ("id", "code", "version", "regency_id", "valid_from", "grace_days", "published_at", "retired_at")
# The people in one array: with OR the index by person and hash would be read from end to end.
RECEIVED = f"""
    WHERE client_sha256 = ANY(%(digests)s) AND by_id = ANY(%(by)s::bigint[]
        || ARRAY(SELECT by_id FROM {FieldRevision._meta.db_table} WHERE draft_id = %(draft)s))"""  # noqa: S608
REVISION = f"""
    INSERT INTO {FieldRevision._meta.db_table} (draft_id, revision, parent, content_sha256, device, by_id, received_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"""  # noqa: S608
FOUND = f"""
    SELECT
        (SELECT count(*) FROM {Member._meta.db_table} WHERE household_id = %(household)s AND left_on IS NULL),
        EXISTS (SELECT FROM {Member._meta.db_table}
            WHERE household_id = %(household)s AND left_on IS NULL AND relation = '{HEAD}'),
        ARRAY(SELECT ARRAY[slot, sha256, client_sha256, id::text] FROM {Photo._meta.db_table}
            WHERE assessment_id = %(assessment)s AND removed_at IS NULL ORDER BY uploaded_at, id)"""  # noqa: S608


class Filed(NamedTuple):
    """A photo in place in a survey."""

    slot: str
    sha256: str
    client_sha256: str
    """The hash that the phone gave it."""
    key: str


@dataclass(frozen=True)
class Found:
    """What a survey stands on besides its own row: the family's living members, and its photos."""

    members: int
    has_head: bool
    photos: list[Filed]
    """In the order of their coming."""

    @property
    def slots(self) -> list[str]:
        """The slot of each photo."""
        return [photo.slot for photo in self.photos]


def found_of(assessment: Assessment) -> Found:
    """Members and photos of a survey as they are now."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND, {"household": assessment.household_id, "assessment": assessment.pk})
        members, has_head, photos = cursor.fetchone()
    return Found(members, has_head, [Filed(*photo) for photo in photos])


def is_known(pk: uuid.UUID) -> bool:
    """Whether there is a draft or a survey of this name."""
    with connection.cursor() as cursor:
        cursor.execute(IS_KNOWN, {"pk": pk})
        return bool(cursor.fetchone()[0])


def is_surveyed(household: uuid.UUID, round: int) -> bool:
    """Whether a family has a survey in a round."""
    with connection.cursor() as cursor:
        cursor.execute(IS_SURVEYED, [household, round])
        return bool(cursor.fetchone()[0])


def draft(pk: uuid.UUID) -> FieldDraft | None:
    """The draft of this name."""
    return next(iter(plain.read(FieldDraft, "WHERE id = %s", [pk])), None)


def assessment(pk: uuid.UUID) -> Assessment | None:
    """The survey of this name, with its round."""
    row = next(iter(plain.read(Assessment, "WHERE id = %s", [pk])), None)
    if row:
        row.round = rounds.by_key(row.round_id)
    return row


def household(pk: uuid.UUID, *, by: User) -> Household | None:
    """The family of this name, if this person may see it."""
    row = next(iter(plain.read(Household, "WHERE id = %s", [pk])), None)
    return row if row and reaches(by, row) else None


def published(regency: str) -> list[Instrument]:
    """Versions a regency works or worked with, also retired ones."""
    return plain.read(Instrument, PUBLISHED, [regency], only=VERSION)


def received(digests: Collection[str], *, by: Collection[int], draft: uuid.UUID) -> list[PhotoUpload]:
    """Received photos of these hashes from these people, or from whoever sent a revision of this draft."""
    return plain.read(PhotoUpload, RECEIVED, {"digests": list(digests), "by": list(by), "draft": draft})


def note_revision(*facts: Any) -> None:
    """That a revision of a draft was received: draft, revision, parent, hash, phone, person and time; once."""
    with connection.cursor() as cursor:
        cursor.execute(REVISION, facts)
