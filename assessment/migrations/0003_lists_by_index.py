"""Lists of a kecamatan and of a regency, and counts on the queue, each by an index; made beside running work."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

CODES = ("district_code", "regency_code")


def waiting(whose: str) -> AddIndexConcurrently:
    """Make the index of what waits of one village or surveyor, with the codes that scope it."""
    return AddIndexConcurrently(
        "assessment",
        models.Index(
            condition=models.Q(status="submitted"),
            fields=[whose, "submitted_at", "id"],
            include=CODES,
            name=f"assessment_queue_of_{whose}",
        ),
    )


def newest(name: str, *fields: str) -> AddIndexConcurrently:
    """Make an index that a list walks from its end."""
    return AddIndexConcurrently("assessment", models.Index(fields=[*fields, "started_at", "id"], name=name))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("assessment", "0002_field_app")]

    operations = [
        waiting("village"),
        waiting("surveyor"),
        newest("assessment_newest_district", "district_code"),
        newest("assessment_state_district", "district_code", "status"),
        newest("assessment_newest_regency", "regency_code"),
        newest("assessment_state_regency", "regency_code", "status"),
        RemoveIndexConcurrently("assessment", "assessment_queue_village"),
        RemoveIndexConcurrently("assessment", "assessment_queue_surveyor"),
    ]
