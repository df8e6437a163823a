"""Every table of dtks with its triggers."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import puskesos.scope
import puskesos.tokens
from puskesos.migrations._at_once import AtOnce


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("assessment", "0001_initial"),
        ("households", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("puskesos", "0001_initial"),
    ]

    # Databases set up step by step know these as done.
    replaces = [
        ("dtks", "0002_freezing_jobs_figures_cover_letters"),
        ("dtks", "0003_tally_earlier_chunks"),
    ]

    operations = [
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name="BatchRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "district_code",
                            puskesos.scope.CodePrefixField(editable=False, max_length=8, source="village_id"),
                        ),
                        (
                            "regency_code",
                            puskesos.scope.CodePrefixField(editable=False, max_length=5, source="village_id"),
                        ),
                        ("sequence", models.PositiveIntegerField()),
                        ("live", models.BooleanField(default=True, help_text="false once the batch is cancelled")),
                        ("household_id", models.UUIDField()),
                        ("address", models.CharField(max_length=200)),
                        ("dusun", models.CharField(blank=True, max_length=80)),
                        ("rt", models.CharField(blank=True, max_length=3)),
                        ("rw", models.CharField(blank=True, max_length=3)),
                        ("answers", models.JSONField()),
                        (
                            "overrides",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), default=list, size=None
                            ),
                        ),
                        ("score", models.PositiveSmallIntegerField(null=True)),
                        ("band", models.CharField(max_length=40)),
                        ("criteria", models.JSONField(default=dict)),
                        ("latitude", models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                        ("longitude", models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                        ("accuracy_m", models.FloatField(null=True)),
                        ("located_at", models.DateTimeField(null=True)),
                        ("surveyor_name", models.CharField(max_length=120)),
                        ("surveyed_at", models.DateTimeField()),
                        ("reviewer_name", models.CharField(max_length=120)),
                        ("reviewed_at", models.DateTimeField()),
                        (
                            "photos",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=64), default=list, size=None
                            ),
                        ),
                        (
                            "assessment",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessment.assessment",
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rows",
                                to="dtks.batch",
                            ),
                        ),
                        (
                            "instrument",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessment.instrument",
                            ),
                        ),
                        (
                            "kk",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="households.identitynumber",
                            ),
                        ),
                        (
                            "village",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="puskesos.region",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "baris",
                        "abstract": False,
                        "indexes": [models.Index(fields=["batch", "village"], name="dtks_row_by_village")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="dtks_batchrow_codes_follow_village",
                            ),
                            models.UniqueConstraint(fields=("batch", "sequence"), name="dtks_row_sequence_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("live", True)),
                                fields=("assessment",),
                                name="dtks_assessment_in_one_live_batch",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="batchrow",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'live' = to_jsonb(OLD) - 'live' THEN\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'a frozen row cannot change' USING ERRCODE = 'check_violation';\n    ",
                            hash="c0d34995f502fe9a3eb8ddc53ebbdd769712b158",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_stays_ed214",
                            table="dtks_batchrow",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Batch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="nomor")),
                        (
                            "regency_code",
                            puskesos.scope.CodePrefixField(editable=False, max_length=5, source="area_id"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "Terbuka"),
                                    ("freezing", "Sedang dibekukan"),
                                    ("frozen", "Dibekukan"),
                                    ("tabulated", "Ditabulasi"),
                                    ("exported", "Berkas siap"),
                                    ("sent", "Terkirim ke Kemensos"),
                                    ("cancelled", "Dibatalkan"),
                                ],
                                default="open",
                                max_length=12,
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("frozen_at", models.DateTimeField(blank=True, null=True)),
                        ("tabulated_at", models.DateTimeField(blank=True, null=True)),
                        ("exported_at", models.DateTimeField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="puskesos.region"
                            ),
                        ),
                        (
                            "cancelled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "frozen_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="puskesos.round"
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "comparison",
                            models.JSONField(
                                default=dict, help_text="with `previous`, as tabulation found it (comparison.py)"
                            ),
                        ),
                        (
                            "previous",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="dtks.batch",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "batch",
                        "ordering": ["-created_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("frozen_at__isnull", True), ("frozen_by__isnull", True)),
                                    models.Q(("frozen_at__isnull", False), ("frozen_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="dtks_batch_frozen_at_with_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("sent_at__isnull", True), ("sent_by__isnull", True)),
                                    models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="dtks_batch_sent_at_with_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                                    models.Q(("cancelled_at__isnull", False), ("cancelled_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="dtks_batch_cancelled_at_with_by",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="batch",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "dtks_batchevent" ("area_id", "cancelled_at", "cancelled_by_id", "created_at", "created_by_id", "exported_at", "frozen_at", "frozen_by_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "regency_code", "round_id", "sent_at", "sent_by_id", "status", "tabulated_at") VALUES (NEW."area_id", NEW."cancelled_at", NEW."cancelled_by_id", NEW."created_at", NEW."created_by_id", NEW."exported_at", NEW."frozen_at", NEW."frozen_by_id", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."previous_id", NEW."regency_code", NEW."round_id", NEW."sent_at", NEW."sent_by_id", NEW."status", NEW."tabulated_at"); RETURN NULL;',
                            hash="fc43cbdb9544e001ce4e196310e7618306d56eea",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_af9d4",
                            table="dtks_batch",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="batch",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."area_id" IS DISTINCT FROM (NEW."area_id") OR OLD."cancelled_at" IS DISTINCT FROM (NEW."cancelled_at") OR OLD."cancelled_by_id" IS DISTINCT FROM (NEW."cancelled_by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."exported_at" IS DISTINCT FROM (NEW."exported_at") OR OLD."frozen_at" IS DISTINCT FROM (NEW."frozen_at") OR OLD."frozen_by_id" IS DISTINCT FROM (NEW."frozen_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."previous_id" IS DISTINCT FROM (NEW."previous_id") OR OLD."regency_code" IS DISTINCT FROM (NEW."regency_code") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."sent_by_id" IS DISTINCT FROM (NEW."sent_by_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."tabulated_at" IS DISTINCT FROM (NEW."tabulated_at"))',
                            func='INSERT INTO "dtks_batchevent" ("area_id", "cancelled_at", "cancelled_by_id", "created_at", "created_by_id", "exported_at", "frozen_at", "frozen_by_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "regency_code", "round_id", "sent_at", "sent_by_id", "status", "tabulated_at") VALUES (NEW."area_id", NEW."cancelled_at", NEW."cancelled_by_id", NEW."created_at", NEW."created_by_id", NEW."exported_at", NEW."frozen_at", NEW."frozen_by_id", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."previous_id", NEW."regency_code", NEW."round_id", NEW."sent_at", NEW."sent_by_id", NEW."status", NEW."tabulated_at"); RETURN NULL;',
                            hash="247e9d26284cb88d3fd99c974173710b978a19d4",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_37dce",
                            table="dtks_batch",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="BatchChunk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("rows", models.PositiveIntegerField()),
                        ("people", models.PositiveIntegerField()),
                        ("tabulated_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="chunks", to="dtks.batch"
                            ),
                        ),
                        (
                            "village",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="puskesos.region"
                            ),
                        ),
                        (
                            "assessments",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), default=list, size=None
                            ),
                        ),
                        ("copied_at", models.DateTimeField(blank=True, null=True)),
                        ("first", models.PositiveIntegerField(default=1)),
                        ("tally", models.JSONField(default=dict)),
                    ],
                    options={
                        "ordering": ["village"],
                        "constraints": [
                            models.UniqueConstraint(fields=("batch", "village"), name="dtks_chunk_once_per_village")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BatchEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("number", models.CharField(max_length=40, verbose_name="nomor")),
                        (
                            "regency_code",
                            puskesos.scope.CodePrefixField(editable=False, max_length=5, source="area_id"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "Terbuka"),
                                    ("freezing", "Sedang dibekukan"),
                                    ("frozen", "Dibekukan"),
                                    ("tabulated", "Ditabulasi"),
                                    ("exported", "Berkas siap"),
                                    ("sent", "Terkirim ke Kemensos"),
                                    ("cancelled", "Dibatalkan"),
                                ],
                                default="open",
                                max_length=12,
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("frozen_at", models.DateTimeField(blank=True, null=True)),
                        ("tabulated_at", models.DateTimeField(blank=True, null=True)),
                        ("exported_at", models.DateTimeField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "area",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="puskesos.region",
                            ),
                        ),
                        (
                            "cancelled_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "frozen_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="dtks.batch",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="puskesos.round",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "previous",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="dtks.batch",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BatchResult",
                    fields=[
                        (
                            "row",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="result",
                                serialize=False,
                                to="dtks.batchrow",
                            ),
                        ),
                        ("regency_code", models.CharField(max_length=5)),
                        ("score", models.PositiveSmallIntegerField(null=True)),
                        ("band", models.CharField(max_length=40)),
                        ("criteria", models.JSONField()),
                        ("rank", models.PositiveIntegerField(help_text="within the village, poorest first")),
                        (
                            "agrees",
                            models.BooleanField(
                                help_text="the re-computed score and class equal those stored at submission"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="BatchPerson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("regency_code", models.CharField(max_length=5)),
                        ("order", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(max_length=120)),
                        ("birth_place", models.CharField(blank=True, max_length=80)),
                        ("birth_date", models.DateField(null=True)),
                        ("sex", models.CharField(max_length=2)),
                        ("relation", models.CharField(max_length=2)),
                        ("marital", models.CharField(blank=True, max_length=2)),
                        ("education", models.CharField(blank=True, max_length=2)),
                        ("work_status", models.CharField(blank=True, max_length=2)),
                        ("sector", models.CharField(blank=True, max_length=2)),
                        ("disability", models.CharField(blank=True, max_length=2)),
                        ("chronic_illness", models.CharField(blank=True, max_length=2)),
                        ("pregnant", models.BooleanField()),
                        ("mother_name", models.CharField(blank=True, max_length=120)),
                        (
                            "nik",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="households.identitynumber",
                            ),
                        ),
                        (
                            "row",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="people",
                                to="dtks.batchrow",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["row__sequence", "order"],
                        "constraints": [
                            models.UniqueConstraint(fields=("row", "order"), name="dtks_person_order_once")
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="batchperson",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="4baca7f5c64915c71575ef95b580588e2a678e03",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_25ea9",
                            table="dtks_batchperson",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="ExportFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("csv", "CSV"),
                                    ("xlsx", "XLSX"),
                                    ("reading", "XLSX untuk dibaca"),
                                    ("manifest", "Manifes"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("layout", models.CharField(max_length=20)),
                        ("name", models.CharField(max_length=120)),
                        ("path", models.CharField(blank=True, max_length=200)),
                        ("rows", models.PositiveIntegerField(blank=True, null=True)),
                        ("bytes", models.PositiveBigIntegerField(blank=True, null=True)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("sealed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="files", to="dtks.batch"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "berkas",
                        "ordering": ["kind"],
                        "constraints": [
                            models.UniqueConstraint(fields=("batch", "kind"), name="dtks_file_once_per_kind")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CoverLetter",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("regency_code", models.CharField(max_length=5)),
                        ("number", models.CharField(max_length=60, verbose_name="nomor surat")),
                        ("contents", models.JSONField()),
                        ("path", models.CharField(max_length=120)),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "token",
                            models.CharField(
                                default=puskesos.tokens.new_token, editable=False, max_length=26, unique=True
                            ),
                        ),
                        ("issued_at", models.DateTimeField()),
                        ("replaced_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cover_letters",
                                to="dtks.batch",
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "surat pengantar",
                        "ordering": ["-issued_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("regency_code", "number"), name="dtks_cover_letter_number_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("replaced_at__isnull", True)),
                                fields=("batch",),
                                name="dtks_one_standing_cover_letter",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
