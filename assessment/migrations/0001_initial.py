"""Every table of assessment with its triggers."""

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
from puskesos.migrations._at_once import AtOnce


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("households", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("puskesos", "0001_initial"),
    ]

    # Databases set up step by step know these as done.
    replaces = [
        ("assessment", "0002_instrument_desk"),
        ("assessment", "0003_review_undo"),
        ("assessment", "0004_return_reasons"),
        ("assessment", "0005_progress_of_rounds"),
    ]

    operations = [
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name="Override",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        ("code", models.CharField(max_length=40)),
                        ("text", models.TextField()),
                        ("effect", models.TextField()),
                        ("band", models.CharField(blank=True, max_length=40)),
                        (
                            "skips",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                            ),
                        ),
                        ("minimum_photos", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="assessment.instrument",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("instrument", "code"), name="assessment_override_code_once")
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="override",
                    trigger=pgtrigger.compiler.Trigger(
                        name="published_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE part RECORD;",
                            func="\n            IF TG_OP = 'DELETE' THEN part := OLD; ELSE part := NEW; END IF;\n            IF EXISTS (SELECT 1 FROM assessment_instrument\n                       WHERE id = part.instrument_id AND published_at IS NOT NULL) THEN\n                RAISE EXCEPTION 'instrument is published and cannot change' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN part;\n        ",
                            hash="ced68c31487d877dc3a150ee982f0377107772c9",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_published_stays_fa883",
                            table="assessment_override",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="override",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "assessment_overrideevent" ("band", "code", "effect", "id", "instrument_id", "minimum_photos", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skips", "text") VALUES (NEW."band", NEW."code", NEW."effect", NEW."id", NEW."instrument_id", NEW."minimum_photos", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."skips", NEW."text"); RETURN NULL;',
                            hash="f7934bcae54b0d3eaa59ba887fe23ccab11c348b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d494e",
                            table="assessment_override",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="override",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "assessment_overrideevent" ("band", "code", "effect", "id", "instrument_id", "minimum_photos", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skips", "text") VALUES (NEW."band", NEW."code", NEW."effect", NEW."id", NEW."instrument_id", NEW."minimum_photos", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."skips", NEW."text"); RETURN NULL;',
                            hash="a05fbca5df93c10c7b03533a06b656eb1106da1f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_bfdfc",
                            table="assessment_override",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Photo",
                    fields=[
                        (
                            "district_code",
                            puskesos.scope.CodePrefixField(editable=False, max_length=8, source="village_id"),
                        ),
                        (
                            "regency_code",
                            puskesos.scope.CodePrefixField(editable=False, max_length=5, source="village_id"),
                        ),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("slot", models.CharField(max_length=40)),
                        ("path", models.CharField(max_length=120)),
                        ("sha256", models.CharField(max_length=64)),
                        ("client_sha256", models.CharField(max_length=64)),
                        ("dhash", models.CharField(max_length=16)),
                        ("width", models.PositiveSmallIntegerField()),
                        ("height", models.PositiveSmallIntegerField()),
                        ("bytes", models.PositiveIntegerField()),
                        ("latitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                        ("longitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                        ("accuracy_m", models.FloatField(blank=True, null=True)),
                        ("taken_at", models.DateTimeField(blank=True, null=True)),
                        ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="photos",
                                to="assessment.assessment",
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        "verbose_name": "foto",
                        "ordering": ["uploaded_at", "pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["sha256"], name="assessment_photo_by_hash")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="assessment_photo_codes_follow_village",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at__isnull", True)),
                                fields=("assessment", "client_sha256"),
                                name="assessment_photo_once_per_assessment",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PhotoSlot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        ("code", models.CharField(max_length=40)),
                        ("text", models.TextField()),
                        ("required", models.BooleanField()),
                        (
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="assessment.instrument",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("instrument", "code"), name="assessment_photoslot_code_once"
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="photoslot",
                    trigger=pgtrigger.compiler.Trigger(
                        name="published_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE part RECORD;",
                            func="\n            IF TG_OP = 'DELETE' THEN part := OLD; ELSE part := NEW; END IF;\n            IF EXISTS (SELECT 1 FROM assessment_instrument\n                       WHERE id = part.instrument_id AND published_at IS NOT NULL) THEN\n                RAISE EXCEPTION 'instrument is published and cannot change' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN part;\n        ",
                            hash="81e1160901c1ed189bc3a05633b1d3cb645d7df9",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_published_stays_f984c",
                            table="assessment_photoslot",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="photoslot",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "assessment_photoslotevent" ("code", "id", "instrument_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required", "text") VALUES (NEW."code", NEW."id", NEW."instrument_id", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."required", NEW."text"); RETURN NULL;',
                            hash="ef504e760f513d5599fdebdca7ab20383f7fe632",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_45721",
                            table="assessment_photoslot",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="photoslot",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "assessment_photoslotevent" ("code", "id", "instrument_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required", "text") VALUES (NEW."code", NEW."id", NEW."instrument_id", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."required", NEW."text"); RETURN NULL;',
                            hash="69e0d924f48a808ea5bb9e2c69543db7ea66e000",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a9c9b",
                            table="assessment_photoslot",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="PovertyLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        ("rupiah", models.PositiveIntegerField()),
                        ("source", models.CharField(max_length=200)),
                        (
                            "regency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="puskesos.region"
                            ),
                        ),
                        ("noted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "noted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("regency", "year"), name="assessment_poverty_line_once")
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="povertyline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "assessment_povertylineevent" ("id", "noted_at", "noted_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regency_id", "revision", "rupiah", "source", "year") VALUES (NEW."id", NEW."noted_at", NEW."noted_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."regency_id", NEW."revision", NEW."rupiah", NEW."source", NEW."year"); RETURN NULL;',
                            hash="1a3a9a7700a99df55c96a81e1eee9f58873a8ba2",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d0c59",
                            table="assessment_povertyline",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="povertyline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "assessment_povertylineevent" ("id", "noted_at", "noted_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regency_id", "revision", "rupiah", "source", "year") VALUES (NEW."id", NEW."noted_at", NEW."noted_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."regency_id", NEW."revision", NEW."rupiah", NEW."source", NEW."year"); RETURN NULL;',
                            hash="f3806f04eabe04e0b3cca5a7bd00a3bfc70dc55b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_3364e",
                            table="assessment_povertyline",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Question",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        ("code", models.CharField(max_length=40)),
                        ("text", models.TextField()),
                        ("help", models.TextField(blank=True)),
                        ("basis", models.CharField(max_length=200)),
                        ("rule", models.CharField(blank=True, max_length=40)),
                        (
                            "inputs",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "edges",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.FloatField(), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="assessment.instrument",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("instrument", "code"), name="assessment_question_code_once")
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="question",
                    trigger=pgtrigger.compiler.Trigger(
                        name="published_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE part RECORD;",
                            func="\n            IF TG_OP = 'DELETE' THEN part := OLD; ELSE part := NEW; END IF;\n            IF EXISTS (SELECT 1 FROM assessment_instrument\n                       WHERE id = part.instrument_id AND published_at IS NOT NULL) THEN\n                RAISE EXCEPTION 'instrument is published and cannot change' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN part;\n        ",
                            hash="dd8467b9ee62376cfb52728950de3341ec3ba791",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_published_stays_8b2f2",
                            table="assessment_question",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="question",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "assessment_questionevent" ("basis", "code", "edges", "help", "id", "inputs", "instrument_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "text") VALUES (NEW."basis", NEW."code", NEW."edges", NEW."help", NEW."id", NEW."inputs", NEW."instrument_id", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rule", NEW."text"); RETURN NULL;',
                            hash="2da1addffd248403f78f4fc3e14525371d3772de",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f16c6",
                            table="assessment_question",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="question",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "assessment_questionevent" ("basis", "code", "edges", "help", "id", "inputs", "instrument_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "text") VALUES (NEW."basis", NEW."code", NEW."edges", NEW."help", NEW."id", NEW."inputs", NEW."instrument_id", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rule", NEW."text"); RETURN NULL;',
                            hash="a6714c69af8f0ac64f2223849225c6e8086eaa8c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_61fdb",
                            table="assessment_question",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Review",
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
                        ("revision", models.PositiveIntegerField()),
                        (
                            "decision",
                            models.CharField(
                                choices=[("approved", "Disetujui"), ("returned", "Dikembalikan")], max_length=12
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="catatan")),
                        ("at", models.DateTimeField()),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="assessment.assessment",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        "verbose_name": "tinjauan",
                        "ordering": ["revision"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["by", "at"], name="assessment_review_by_person")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="assessment_review_codes_follow_village",
                            ),
                            models.UniqueConstraint(
                                fields=("assessment", "revision"), name="assessment_one_decision_per_revision"
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="review",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7b707a022e33dc8bd228fe2fa8aea19cbb39a740",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_8a068",
                            table="assessment_review",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="ReviewPoint",
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
                                    ("question", "Pertanyaan"),
                                    ("photo", "Foto"),
                                    ("position", "Lokasi"),
                                    ("identity", "Identitas dan anggota"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("key", models.CharField(blank=True, max_length=40)),
                        ("reason", models.CharField(max_length=300, verbose_name="alasan")),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="points",
                                to="assessment.review",
                            ),
                        ),
                        (
                            "chosen",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessment.returnreason",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("review", "kind", "key"), name="assessment_review_point_once"
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reviewpoint",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="12f35f780d3630a4db1453536966797399f95386",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c3673",
                            table="assessment_reviewpoint",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Submission",
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
                        (
                            "latitude",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="lintang"
                            ),
                        ),
                        (
                            "longitude",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="bujur"
                            ),
                        ),
                        ("accuracy_m", models.FloatField(blank=True, null=True, verbose_name="ketelitian (m)")),
                        ("located_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "position_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="alasan titik diketik"),
                        ),
                        ("revision", models.PositiveIntegerField()),
                        ("at", models.DateTimeField()),
                        ("answers", models.JSONField()),
                        ("numbers", models.JSONField()),
                        (
                            "overrides",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), default=list, size=None
                            ),
                        ),
                        ("photos", models.JSONField(help_text="slot -> list of sha256")),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submissions",
                                to="assessment.assessment",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        "ordering": ["revision"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="assessment_submission_codes_follow_village",
                            ),
                            models.UniqueConstraint(
                                fields=("assessment", "revision"), name="assessment_submission_once_per_revision"
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="submission",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="de1e39351748b6e69eb62b7b3f80c61a6d98415c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_a17f5",
                            table="assessment_submission",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Assessment",
                    fields=[
                        (
                            "district_code",
                            puskesos.scope.CodePrefixField(editable=False, max_length=8, source="village_id"),
                        ),
                        (
                            "regency_code",
                            puskesos.scope.CodePrefixField(editable=False, max_length=5, source="village_id"),
                        ),
                        (
                            "latitude",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="lintang"
                            ),
                        ),
                        (
                            "longitude",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="bujur"
                            ),
                        ),
                        ("accuracy_m", models.FloatField(blank=True, null=True, verbose_name="ketelitian (m)")),
                        ("located_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "position_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="alasan titik diketik"),
                        ),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draf"),
                                    ("submitted", "Menunggu tinjauan"),
                                    ("returned", "Perlu diperbaiki"),
                                    ("approved", "Disetujui kecamatan"),
                                ],
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("answers", models.JSONField(blank=True, default=dict)),
                        ("numbers", models.JSONField(blank=True, default=dict)),
                        (
                            "overrides",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                            ),
                        ),
                        ("identity_confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("receipt_number", models.CharField(blank=True, max_length=14, null=True, unique=True)),
                        ("score", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("band", models.CharField(blank=True, max_length=40)),
                        ("criteria", models.JSONField(blank=True, default=dict)),
                        ("poverty_line_rp", models.PositiveIntegerField(blank=True, null=True)),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("returned_at", models.DateTimeField(blank=True, null=True)),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "household",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessments",
                                to="households.household",
                            ),
                        ),
                        (
                            "returned_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessments",
                                to="puskesos.round",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "surveyor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        (
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessment.instrument",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "pendataan",
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "submitted")),
                                fields=["village", "submitted_at", "id"],
                                name="assessment_queue_village",
                            ),
                            models.Index(
                                condition=models.Q(("status", "submitted")),
                                fields=["district_code", "submitted_at", "id"],
                                name="assessment_queue_district",
                            ),
                            models.Index(
                                condition=models.Q(("status", "submitted")),
                                fields=["regency_code", "submitted_at", "id"],
                                name="assessment_queue_regency",
                            ),
                            models.Index(fields=["village", "status", "started_at"], name="assessment_by_village"),
                            models.Index(
                                condition=models.Q(("status", "approved")),
                                fields=["round", "village"],
                                name="assessment_approved_in_round",
                            ),
                            models.Index(
                                condition=models.Q(("status", "submitted")),
                                fields=["surveyor", "submitted_at", "id"],
                                name="assessment_queue_surveyor",
                            ),
                            models.Index(fields=["round", "village", "status"], name="assessment_progress_of_round"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="assessment_assessment_codes_follow_village",
                            ),
                            models.UniqueConstraint(
                                fields=("household", "round"), name="assessment_once_per_household_and_round"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by__isnull", True),
                                    models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="assessment_approved_by_another_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("submitted_at__isnull", True), ("submitted_by__isnull", True)),
                                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="assessment_submitted_at_with_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("returned_at__isnull", True), ("returned_by__isnull", True)),
                                    models.Q(("returned_at__isnull", False), ("returned_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="assessment_returned_at_with_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="assessment_approved_at_with_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status", "draft"),
                                    models.Q(
                                        ("receipt_number__isnull", False),
                                        ("submitted_at__isnull", False),
                                        models.Q(("band", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_submitted_has_receipt_and_class",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "approved"), _negated=True),
                                    ("approved_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="assessment_approved_is_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("score__isnull", True),
                                    models.Q(("score__gte", 1500), ("score__lte", 4500)),
                                    _connector="OR",
                                ),
                                name="assessment_score_in_range",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="assessment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "assessment_assessmentevent" ("accuracy_m", "approved_at", "approved_by_id", "band", "criteria", "district_code", "household_id", "id", "identity_confirmed_at", "instrument_id", "latitude", "located_at", "longitude", "overrides", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_reason", "poverty_line_rp", "receipt_number", "regency_code", "returned_at", "returned_by_id", "revision", "round_id", "score", "started_at", "status", "submitted_at", "submitted_by_id", "surveyor_id", "village_id") VALUES (NEW."accuracy_m", NEW."approved_at", NEW."approved_by_id", NEW."band", NEW."criteria", NEW."district_code", NEW."household_id", NEW."id", NEW."identity_confirmed_at", NEW."instrument_id", NEW."latitude", NEW."located_at", NEW."longitude", NEW."overrides", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position_reason", NEW."poverty_line_rp", NEW."receipt_number", NEW."regency_code", NEW."returned_at", NEW."returned_by_id", NEW."revision", NEW."round_id", NEW."score", NEW."started_at", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."surveyor_id", NEW."village_id"); RETURN NULL;',
                            hash="d303ca893597ab09cdecde5e283009c848b205a7",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a386a",
                            table="assessment_assessment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="assessment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."approved_at" IS DISTINCT FROM (NEW."approved_at") OR OLD."approved_by_id" IS DISTINCT FROM (NEW."approved_by_id") OR OLD."band" IS DISTINCT FROM (NEW."band") OR OLD."criteria" IS DISTINCT FROM (NEW."criteria") OR OLD."district_code" IS DISTINCT FROM (NEW."district_code") OR OLD."household_id" IS DISTINCT FROM (NEW."household_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."identity_confirmed_at" IS DISTINCT FROM (NEW."identity_confirmed_at") OR OLD."instrument_id" IS DISTINCT FROM (NEW."instrument_id") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."located_at" IS DISTINCT FROM (NEW."located_at") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."overrides" IS DISTINCT FROM (NEW."overrides") OR OLD."position_reason" IS DISTINCT FROM (NEW."position_reason") OR OLD."poverty_line_rp" IS DISTINCT FROM (NEW."poverty_line_rp") OR OLD."receipt_number" IS DISTINCT FROM (NEW."receipt_number") OR OLD."regency_code" IS DISTINCT FROM (NEW."regency_code") OR OLD."returned_at" IS DISTINCT FROM (NEW."returned_at") OR OLD."returned_by_id" IS DISTINCT FROM (NEW."returned_by_id") OR OLD."revision" IS DISTINCT FROM (NEW."revision") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."score" IS DISTINCT FROM (NEW."score") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."submitted_by_id" IS DISTINCT FROM (NEW."submitted_by_id") OR OLD."surveyor_id" IS DISTINCT FROM (NEW."surveyor_id") OR OLD."village_id" IS DISTINCT FROM (NEW."village_id"))',
                            func='INSERT INTO "assessment_assessmentevent" ("accuracy_m", "approved_at", "approved_by_id", "band", "criteria", "district_code", "household_id", "id", "identity_confirmed_at", "instrument_id", "latitude", "located_at", "longitude", "overrides", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_reason", "poverty_line_rp", "receipt_number", "regency_code", "returned_at", "returned_by_id", "revision", "round_id", "score", "started_at", "status", "submitted_at", "submitted_by_id", "surveyor_id", "village_id") VALUES (NEW."accuracy_m", NEW."approved_at", NEW."approved_by_id", NEW."band", NEW."criteria", NEW."district_code", NEW."household_id", NEW."id", NEW."identity_confirmed_at", NEW."instrument_id", NEW."latitude", NEW."located_at", NEW."longitude", NEW."overrides", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position_reason", NEW."poverty_line_rp", NEW."receipt_number", NEW."regency_code", NEW."returned_at", NEW."returned_by_id", NEW."revision", NEW."round_id", NEW."score", NEW."started_at", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."surveyor_id", NEW."village_id"); RETURN NULL;',
                            hash="a24dabe87bb05a264b499fa25f65f68e96072de2",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9e654",
                            table="assessment_assessment",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Instrument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40)),
                        ("version", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(max_length=200, verbose_name="judul")),
                        ("legal_basis", models.TextField(verbose_name="dasar hukum")),
                        ("valid_from", models.DateField(verbose_name="berlaku sejak")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="berlaku sampai")),
                        ("note", models.TextField(blank=True)),
                        ("minimum_photos", models.PositiveSmallIntegerField()),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "authors",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                default=list,
                                help_text="whoever wrote at the draft",
                                size=None,
                            ),
                        ),
                        (
                            "based_on",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessment.instrument",
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("discarded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "discarded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "grace_days",
                            models.PositiveSmallIntegerField(default=14, verbose_name="masa tenggang (hari)"),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "regency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="puskesos.region",
                            ),
                        ),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "retired_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name": "instrumen",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("code", "version"), name="assessment_instrument_version_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("published_at__isnull", False), ("retired_at__isnull", True)),
                                fields=("regency", "valid_from"),
                                name="assessment_one_version_begins_on_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_by__isnull", True),
                                    models.Q(("authors__contains", [models.F("published_by")]), _negated=True),
                                    _connector="OR",
                                ),
                                name="assessment_instrument_published_by_another_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                                    models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                                    models.Q(("published_at__isnull", False), ("regency__isnull", True)),
                                    _connector="OR",
                                ),
                                name="assessment_instrument_publication_is_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_at__isnull", True), ("minimum_photos__gte", 7), _connector="OR"
                                ),
                                name="assessment_instrument_asks_for_seven_photos",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("discarded_at__isnull", True), ("published_at__isnull", True), _connector="OR"
                                ),
                                name="assessment_instrument_discarded_was_a_draft",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("retired_at__isnull", True), ("retired_by__isnull", True)),
                                    models.Q(("retired_at__isnull", False), ("retired_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="assessment_instrument_retired_at_with_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("discarded_at__isnull", True), ("discarded_by__isnull", True)),
                                    models.Q(("discarded_at__isnull", False), ("discarded_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="assessment_instrument_discarded_at_with_by",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="instrument",
                    trigger=pgtrigger.compiler.Trigger(
                        name="published_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."published_at" IS NOT NULL)',
                            func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['valid_to', 'retired_at', 'retired_by_id']\n                              = to_jsonb(OLD) - ARRAY['valid_to', 'retired_at', 'retired_by_id'] THEN\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'instrument % is published and cannot change', OLD.id USING ERRCODE = 'check_violation';\n    ",
                            hash="17473f322144118d13d7cc4335bb6f0a3aa138ef",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_published_stays_7b6a8",
                            table="assessment_instrument",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="instrument",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "assessment_instrumentevent" ("authors", "based_on_id", "code", "created_at", "created_by_id", "discarded_at", "discarded_by_id", "grace_days", "id", "legal_basis", "minimum_photos", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "regency_id", "retired_at", "retired_by_id", "revision", "title", "valid_from", "valid_to", "version") VALUES (NEW."authors", NEW."based_on_id", NEW."code", NEW."created_at", NEW."created_by_id", NEW."discarded_at", NEW."discarded_by_id", NEW."grace_days", NEW."id", NEW."legal_basis", NEW."minimum_photos", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."regency_id", NEW."retired_at", NEW."retired_by_id", NEW."revision", NEW."title", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="8a98ead7c5534211135b4c3c76f7a86578fc02a8",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_65d9a",
                            table="assessment_instrument",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="instrument",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "assessment_instrumentevent" ("authors", "based_on_id", "code", "created_at", "created_by_id", "discarded_at", "discarded_by_id", "grace_days", "id", "legal_basis", "minimum_photos", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "regency_id", "retired_at", "retired_by_id", "revision", "title", "valid_from", "valid_to", "version") VALUES (NEW."authors", NEW."based_on_id", NEW."code", NEW."created_at", NEW."created_by_id", NEW."discarded_at", NEW."discarded_by_id", NEW."grace_days", NEW."id", NEW."legal_basis", NEW."minimum_photos", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."regency_id", NEW."retired_at", NEW."retired_by_id", NEW."revision", NEW."title", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                            hash="a953a88a2b8fa243eae3d2a736cd0327ba546b46",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0b371",
                            table="assessment_instrument",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="CriteriaSet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        ("code", models.CharField(max_length=40)),
                        ("text", models.TextField()),
                        ("count", models.PositiveSmallIntegerField()),
                        ("eligible_at", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("source", models.CharField(blank=True, max_length=200)),
                        (
                            "not_derived",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=10), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="assessment.instrument",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("instrument", "code"), name="assessment_criteriaset_code_once"
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="criteriaset",
                    trigger=pgtrigger.compiler.Trigger(
                        name="published_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE part RECORD;",
                            func="\n            IF TG_OP = 'DELETE' THEN part := OLD; ELSE part := NEW; END IF;\n            IF EXISTS (SELECT 1 FROM assessment_instrument\n                       WHERE id = part.instrument_id AND published_at IS NOT NULL) THEN\n                RAISE EXCEPTION 'instrument is published and cannot change' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN part;\n        ",
                            hash="45821eac4e7412bdc72fd5fbe4a9e69d384d7ad3",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_published_stays_06abc",
                            table="assessment_criteriaset",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="criteriaset",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "assessment_criteriasetevent" ("code", "count", "eligible_at", "id", "instrument_id", "not_derived", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "text") VALUES (NEW."code", NEW."count", NEW."eligible_at", NEW."id", NEW."instrument_id", NEW."not_derived", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."text"); RETURN NULL;',
                            hash="efe849eb5336d709729aef74e9f86319d228c6ab",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c357d",
                            table="assessment_criteriaset",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="criteriaset",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "assessment_criteriasetevent" ("code", "count", "eligible_at", "id", "instrument_id", "not_derived", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "text") VALUES (NEW."code", NEW."count", NEW."eligible_at", NEW."id", NEW."instrument_id", NEW."not_derived", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."text"); RETURN NULL;',
                            hash="acef6ddfb79b5773323b8670a0ab9978c8f2a8e8",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c9c8f",
                            table="assessment_criteriaset",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Choice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        ("code", models.CharField(max_length=40)),
                        ("text", models.TextField()),
                        ("question", models.CharField(max_length=40)),
                        ("score", models.PositiveSmallIntegerField()),
                        (
                            "criteria",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=10), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="assessment.instrument",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("instrument", "question", "code"), name="assessment_choice_code_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("score__in", [100, 200, 300])), name="assessment_choice_points"
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="choice",
                    trigger=pgtrigger.compiler.Trigger(
                        name="published_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE part RECORD;",
                            func="\n            IF TG_OP = 'DELETE' THEN part := OLD; ELSE part := NEW; END IF;\n            IF EXISTS (SELECT 1 FROM assessment_instrument\n                       WHERE id = part.instrument_id AND published_at IS NOT NULL) THEN\n                RAISE EXCEPTION 'instrument is published and cannot change' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN part;\n        ",
                            hash="b3b287f73df3310bd210f71e4c9082244341bf2d",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_published_stays_c5b16",
                            table="assessment_choice",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="choice",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "assessment_choiceevent" ("code", "criteria", "id", "instrument_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "score", "text") VALUES (NEW."code", NEW."criteria", NEW."id", NEW."instrument_id", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question", NEW."score", NEW."text"); RETURN NULL;',
                            hash="38424ba0925fb1a18f610f7fbe25b4a0930c24fb",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_57d0c",
                            table="assessment_choice",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="choice",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "assessment_choiceevent" ("code", "criteria", "id", "instrument_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "score", "text") VALUES (NEW."code", NEW."criteria", NEW."id", NEW."instrument_id", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question", NEW."score", NEW."text"); RETURN NULL;',
                            hash="e676af4c375699f603bb352f061ad36cc45a4072",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_8fc48",
                            table="assessment_choice",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Band",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        ("code", models.CharField(max_length=40)),
                        ("text", models.TextField()),
                        ("low", models.PositiveSmallIntegerField()),
                        ("high", models.PositiveSmallIntegerField()),
                        (
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="assessment.instrument",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("instrument", "code"), name="assessment_band_code_once")
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="band",
                    trigger=pgtrigger.compiler.Trigger(
                        name="published_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE part RECORD;",
                            func="\n            IF TG_OP = 'DELETE' THEN part := OLD; ELSE part := NEW; END IF;\n            IF EXISTS (SELECT 1 FROM assessment_instrument\n                       WHERE id = part.instrument_id AND published_at IS NOT NULL) THEN\n                RAISE EXCEPTION 'instrument is published and cannot change' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN part;\n        ",
                            hash="ca9adbc4f3219c576bd9debd73af3b2d67c5baf3",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_published_stays_12742",
                            table="assessment_band",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="band",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "assessment_bandevent" ("code", "high", "id", "instrument_id", "low", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."code", NEW."high", NEW."id", NEW."instrument_id", NEW."low", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text"); RETURN NULL;',
                            hash="eb862c02884fbf339b9bdb4cd4e1378bc22c149f",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_dd995",
                            table="assessment_band",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="band",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "assessment_bandevent" ("code", "high", "id", "instrument_id", "low", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."code", NEW."high", NEW."id", NEW."instrument_id", NEW."low", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text"); RETURN NULL;',
                            hash="af705576f5f42f07682a5dc8e81799d25c92827a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c78e3",
                            table="assessment_band",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="AssessmentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "district_code",
                            puskesos.scope.CodePrefixField(editable=False, max_length=8, source="village_id"),
                        ),
                        (
                            "regency_code",
                            puskesos.scope.CodePrefixField(editable=False, max_length=5, source="village_id"),
                        ),
                        (
                            "latitude",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="lintang"
                            ),
                        ),
                        (
                            "longitude",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="bujur"
                            ),
                        ),
                        ("accuracy_m", models.FloatField(blank=True, null=True, verbose_name="ketelitian (m)")),
                        ("located_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "position_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="alasan titik diketik"),
                        ),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draf"),
                                    ("submitted", "Menunggu tinjauan"),
                                    ("returned", "Perlu diperbaiki"),
                                    ("approved", "Disetujui kecamatan"),
                                ],
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "overrides",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                            ),
                        ),
                        ("identity_confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("receipt_number", models.CharField(blank=True, max_length=14, null=True)),
                        ("score", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("band", models.CharField(blank=True, max_length=40)),
                        ("criteria", models.JSONField(blank=True, default=dict)),
                        ("poverty_line_rp", models.PositiveIntegerField(blank=True, null=True)),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("returned_at", models.DateTimeField(blank=True, null=True)),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "approved_by",
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
                            "household",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="households.household",
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
                                to="assessment.assessment",
                            ),
                        ),
                        (
                            "returned_by",
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
                            "submitted_by",
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
                            "surveyor",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "village",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="puskesos.region",
                            ),
                        ),
                        (
                            "instrument",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessment.instrument",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BandEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("order", models.PositiveSmallIntegerField()),
                        ("code", models.CharField(max_length=40)),
                        ("text", models.TextField()),
                        ("low", models.PositiveSmallIntegerField()),
                        ("high", models.PositiveSmallIntegerField()),
                        (
                            "instrument",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessment.instrument",
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
                                to="assessment.band",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ChoiceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("order", models.PositiveSmallIntegerField()),
                        ("code", models.CharField(max_length=40)),
                        ("text", models.TextField()),
                        ("question", models.CharField(max_length=40)),
                        ("score", models.PositiveSmallIntegerField()),
                        (
                            "criteria",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=10), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "instrument",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessment.instrument",
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
                                to="assessment.choice",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CriteriaSetEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("order", models.PositiveSmallIntegerField()),
                        ("code", models.CharField(max_length=40)),
                        ("text", models.TextField()),
                        ("count", models.PositiveSmallIntegerField()),
                        ("eligible_at", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("source", models.CharField(blank=True, max_length=200)),
                        (
                            "not_derived",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=10), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "instrument",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessment.instrument",
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
                                to="assessment.criteriaset",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="InstrumentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("code", models.CharField(max_length=40)),
                        ("version", models.PositiveSmallIntegerField()),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("title", models.CharField(max_length=200, verbose_name="judul")),
                        ("legal_basis", models.TextField(verbose_name="dasar hukum")),
                        ("valid_from", models.DateField(verbose_name="berlaku sejak")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="berlaku sampai")),
                        ("note", models.TextField(blank=True)),
                        ("minimum_photos", models.PositiveSmallIntegerField()),
                        (
                            "grace_days",
                            models.PositiveSmallIntegerField(default=14, verbose_name="masa tenggang (hari)"),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "authors",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                default=list,
                                help_text="whoever wrote at the draft",
                                size=None,
                            ),
                        ),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        ("discarded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "based_on",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessment.instrument",
                            ),
                        ),
                        (
                            "created_by",
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
                            "discarded_by",
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
                                to="assessment.instrument",
                            ),
                        ),
                        (
                            "published_by",
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
                            "regency",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="puskesos.region",
                            ),
                        ),
                        (
                            "retired_by",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="OverrideEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("order", models.PositiveSmallIntegerField()),
                        ("code", models.CharField(max_length=40)),
                        ("text", models.TextField()),
                        ("effect", models.TextField()),
                        ("band", models.CharField(blank=True, max_length=40)),
                        (
                            "skips",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                            ),
                        ),
                        ("minimum_photos", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "instrument",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessment.instrument",
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
                                to="assessment.override",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PhotoSlotEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("order", models.PositiveSmallIntegerField()),
                        ("code", models.CharField(max_length=40)),
                        ("text", models.TextField()),
                        ("required", models.BooleanField()),
                        (
                            "instrument",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessment.instrument",
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
                                to="assessment.photoslot",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PovertyLineEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("year", models.PositiveSmallIntegerField()),
                        ("rupiah", models.PositiveIntegerField()),
                        ("source", models.CharField(max_length=200)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("noted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "noted_by",
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
                                to="assessment.povertyline",
                            ),
                        ),
                        (
                            "regency",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="puskesos.region",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="QuestionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("order", models.PositiveSmallIntegerField()),
                        ("code", models.CharField(max_length=40)),
                        ("text", models.TextField()),
                        ("help", models.TextField(blank=True)),
                        ("basis", models.CharField(max_length=200)),
                        ("rule", models.CharField(blank=True, max_length=40)),
                        (
                            "inputs",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "edges",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.FloatField(), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "instrument",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessment.instrument",
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
                                to="assessment.question",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SimulatedChange",
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
                        ("before", models.CharField(max_length=40)),
                        ("after", models.CharField(blank=True, max_length=40)),
                        ("score_before", models.PositiveSmallIntegerField(null=True)),
                        ("score_after", models.PositiveSmallIntegerField(null=True)),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="assessment.assessment",
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
                        (
                            "simulation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="changes",
                                to="assessment.simulation",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [models.Index(fields=["simulation", "id"], name="assessment_simulated_listed")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="assessment_simulatedchange_codes_follow_village",
                            ),
                            models.UniqueConstraint(
                                fields=("simulation", "assessment"), name="assessment_simulated_change_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Simulation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("revision", models.PositiveIntegerField()),
                        ("asked_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="simulations",
                                to="assessment.instrument",
                            ),
                        ),
                        (
                            "regency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="puskesos.region"
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="puskesos.round",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "simulasi",
                        "constraints": [
                            models.UniqueConstraint(fields=("instrument",), name="assessment_one_simulation_per_draft")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SimulationChunk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("rows", models.PositiveIntegerField()),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "simulation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="chunks",
                                to="assessment.simulation",
                            ),
                        ),
                        (
                            "village",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="puskesos.region"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at__isnull", True)),
                                fields=["simulation"],
                                name="assessment_simulation_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("simulation", "village"), name="assessment_simulated_once_per_village"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SimulationCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("before", models.CharField(max_length=40)),
                        ("after", models.CharField(blank=True, max_length=40)),
                        ("rows", models.PositiveIntegerField()),
                        (
                            "simulation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="counts",
                                to="assessment.simulation",
                            ),
                        ),
                        (
                            "village",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="puskesos.region"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("simulation", "village", "before", "after"),
                                name="assessment_simulation_count_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewUndo",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "review",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="undone",
                                to="assessment.review",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "putusan diurungkan",
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reviewundo",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b92224f472cc858ee7b2c1f7163f6f7acebbef36",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ceb4c",
                            table="assessment_reviewundo",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="ReturnReason",
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
                                    ("question", "Pertanyaan"),
                                    ("photo", "Foto"),
                                    ("position", "Lokasi"),
                                    ("identity", "Identitas dan anggota"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("text", models.CharField(max_length=120, verbose_name="alasan")),
                        ("added_at", models.DateTimeField()),
                        (
                            "added_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "regency",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="puskesos.region",
                            ),
                        ),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "retired_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "alasan pengembalian",
                        "ordering": ["kind", "text"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("regency", "kind", "text"), name="assessment_return_reason_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("retired_at__isnull", True), ("retired_by__isnull", True)),
                                    models.Q(("retired_at__isnull", False), ("retired_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="assessment_reason_retired_at_with_by",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
