"""Readings of one person, readings with a reason, and acts of one kind, each by an index; made beside running work."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("puskesos", "0001_initial")]

    operations = [
        AddIndexConcurrently("activity", models.Index(fields=["verb", "at"], name="puskesos_activity_of_verb")),
        AddIndexConcurrently(
            "personaldataread", models.Index(fields=["by", "at", "id"], name="puskesos_reads_of_person")
        ),
        AddIndexConcurrently(
            "personaldataread",
            models.Index(fields=["at"], condition=~models.Q(reason=""), name="puskesos_reads_with_reason"),
        ),
        # The index of all readings of a person begins with the person: one of the person alone adds nothing.
        migrations.AlterField(
            "personaldataread",
            "by",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
