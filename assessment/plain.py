"""What is asked for every visit, in plain SQL: Django makes a query anew each time, which costs more than asking it.

Only rows and facts of one visit that was already found to be this person's; who may see what is asked elsewhere, by
`visible_to` (ADR 22).
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection

from assessment.models import Assessment, FieldDraft, FieldRevision, Instrument, Photo, PhotoUpload
from households.models import HEAD, Member
from puskesos import rounds

IS_KNOWN = f"""
    SELECT EXISTS (SELECT FROM {FieldDraft._meta.db_table} WHERE id = %(pk)s)
        OR EXISTS (SELECT FROM {Assessment._meta.db_table} WHERE id = %(pk)s)"""  # noqa: S608 names of our tables
IS_SURVEYED = f"""
    SELECT EXISTS (SELECT FROM {Assessment._meta.db_table} WHERE household_id = %s AND round_id = %s)"""  # noqa: S608
DRAFT = f"SELECT * FROM {FieldDraft._meta.db_table} WHERE id = %s"  # noqa: S608
ASSESSMENT = f"SELECT * FROM {Assessment._meta.db_table} WHERE id = %s"  # noqa: S608
PUBLISHED = f"""
    SELECT id, code, version, regency_id, valid_from, grace_days, published_at, retired_at
    FROM {Instrument._meta.db_table}
    WHERE (regency_id IS NULL OR regency_id = %s) AND published_at IS NOT NULL"""  # noqa: S608
UPLOAD = [field.attname for field in PhotoUpload._meta.concrete_fields]
# The people in one array: with OR the index by person and hash would be read from end to end.
RECEIVED = f"""
    SELECT {", ".join(UPLOAD)} FROM {PhotoUpload._meta.db_table}
    WHERE client_sha256 = ANY(%(digests)s) AND by_id = ANY(%(by)s::bigint[]
        || ARRAY(SELECT by_id FROM {FieldRevision._meta.db_table} WHERE draft_id = %(draft)s))"""  # noqa: S608
REVISION = f"""
    INSERT INTO {FieldRevision._meta.db_table} (draft_id, revision, parent, content_sha256, device, by_id, received_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"""  # noqa: S608
FILED = f"""
    SELECT client_sha256, slot, id FROM {Photo._meta.db_table}
    WHERE assessment_id = %s AND removed_at IS NULL ORDER BY uploaded_at, id"""  # noqa: S608
FOUND = f"""
    SELECT
        (SELECT count(*) FROM {Member._meta.db_table} WHERE household_id = %(household)s AND left_on IS NULL),
        EXISTS (SELECT FROM {Member._meta.db_table}
            WHERE household_id = %(household)s AND left_on IS NULL AND relation = '{HEAD}'),
        ARRAY(SELECT ARRAY[slot, sha256] FROM {Photo._meta.db_table}
            WHERE assessment_id = %(assessment)s AND removed_at IS NULL ORDER BY uploaded_at, id)"""  # noqa: S608


@dataclass(frozen=True)
class Found:
    """What a survey stands on besides its own row: the family's living members, and its photos."""

    members: int
    has_head: bool
    photos: list[tuple[str, str]]
    """Slot and hash of each photo, in the order of their coming."""

    @property
    def slots(self) -> list[str]:
        """The slot of each photo."""
        return [slot for slot, _sha256 in self.photos]


def found_of(assessment: Assessment) -> Found:
    """Members and photos of a survey as they are now."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND, {"household": assessment.household_id, "assessment": assessment.pk})
        members, has_head, photos = cursor.fetchone()
    return Found(members, has_head, [(slot, sha256) for slot, sha256 in photos])


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
    return next(iter(FieldDraft.objects.raw(DRAFT, [pk])), None)


def assessment(pk: uuid.UUID) -> Assessment | None:
    """The survey of this name, with its round."""
    row = next(iter(Assessment.objects.raw(ASSESSMENT, [pk])), None)
    if row:
        row.round = rounds.by_key(row.round_id)
    return row


def published(regency: str) -> list[Instrument]:
    """Versions a regency works or worked with, also retired ones."""
    return list(Instrument.objects.raw(PUBLISHED, [regency]))


def received(digests: Collection[str], *, by: Collection[int], draft: uuid.UUID) -> list[PhotoUpload]:
    """Received photos of these hashes from these people, or from whoever sent a revision of this draft."""
    with connection.cursor() as cursor:
        cursor.execute(RECEIVED, {"digests": list(digests), "by": list(by), "draft": draft})
        return [PhotoUpload.from_db(connection.alias, UPLOAD, row) for row in cursor.fetchall()]


def filed(pk: uuid.UUID) -> dict[str, tuple[str, uuid.UUID]]:
    """Photos in place in a survey by the hash the phone gave them: slot and key."""
    with connection.cursor() as cursor:
        cursor.execute(FILED, [pk])
        return {digest: (slot, key) for digest, slot, key in cursor.fetchall()}


def note_revision(*facts: Any) -> None:
    """That a revision of a draft was received: draft, revision, parent, hash, phone, person and time; once."""
    with connection.cursor() as cursor:
        cursor.execute(REVISION, facts)
