"""The record of what was done and what was read; written by verbs, in their transaction."""

import json
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from puskesos.models import Activity, PersonalDataRead, User

# In plain SQL: every verb writes one, and Django takes longer to make the statement than PostgreSQL to obey it.
WRITTEN = f"""
    INSERT INTO {Activity._meta.db_table} (at, verb, by_id, target_type, target_id, region_code, data)
    VALUES (%s, %s, %s, %s, %s, %s, %s)"""  # noqa: S608 the name of our table


def record(verb: str, *, target: Model, by: User | None, at: datetime | None = None, **data: Any) -> None:
    """Write one event, e.g. `record("assessment.approve", target=assessment, by=user, at=now)`.

    `at` is when it happened, now unless the verb was told; `data` holds codes and counts, never names or identity
    numbers.
    """
    if by and by.pk is None:
        raise ValueError("an unsaved person does nothing")
    who, when = by and by.pk, at or timezone.now()
    where = (target._meta.model_name, str(target.pk), _region_code(target))
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, [when, verb, who, *where, json.dumps(data)])


def _region_code(target: Model) -> str:
    """Where it happened; a protected case happened nowhere that a list of a region could show."""
    if getattr(target, "is_protected", False):
        return ""
    return getattr(target, "village_id", None) or getattr(target, "area_id", None) or ""


def record_read(*, target: Model, by: User, fields: str, reason: str = "") -> PersonalDataRead:
    """Write that a person read personal data of `target` (UU 27/2022 art. 31)."""
    return PersonalDataRead.objects.create(
        target_type=target._meta.model_name, target_id=str(target.pk), by=by, fields=fields, reason=reason
    )


def history_of(target: Model):
    """Events of one row, newest first, with who did them."""
    return Activity.objects.filter(target_type=target._meta.model_name, target_id=str(target.pk)).select_related("by")
