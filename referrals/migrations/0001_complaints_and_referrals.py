"""Every table of referrals with its triggers."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
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
        ("households", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("puskesos", "0001_initial"),
    ]

    # Databases set up step by step know these as done.
    replaces = [
        ("referrals", "0002_escalation_reason"),
        ("referrals", "0003_case_notes"),
        ("referrals", "0004_digest_sent"),
        ("referrals", "0005_letter_number_per_regency"),
        ("referrals", "0006_spm_targets"),
        ("referrals", "0007_ended_referrals_newest_first"),
    ]

    operations = [
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name="Complaint",
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
                        ("number", models.CharField(max_length=14, unique=True, verbose_name="nomor")),
                        (
                            "ticket",
                            models.CharField(
                                default=puskesos.tokens.new_token, editable=False, max_length=26, unique=True
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("question", "Pertanyaan"),
                                    ("suggestion", "Saran"),
                                    ("grievance", "Pengaduan"),
                                ],
                                max_length=10,
                                verbose_name="jenis",
                            ),
                        ),
                        (
                            "sector",
                            models.CharField(
                                choices=[
                                    ("health", "Kesehatan"),
                                    ("education", "Pendidikan"),
                                    ("social", "Sosial-ekonomi"),
                                    ("food", "Pangan"),
                                    ("energy", "Energi"),
                                    ("farming", "Pertanian"),
                                    ("fishery", "Perikanan"),
                                    ("housing", "Perumahan"),
                                    ("civil", "Adminduk"),
                                    ("protection", "Perlindungan perempuan dan anak"),
                                    ("street", "Orang terlantar dan ODGJ"),
                                ],
                                max_length=12,
                                verbose_name="bidang",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("front_office", "Datang ke SLRT/MPP"),
                                    ("puskesos", "Datang ke Puskesos"),
                                    ("visit", "Kunjungan fasilitator"),
                                    ("survey", "Saat pendataan"),
                                    ("phone", "Telepon atau WhatsApp"),
                                    ("letter", "Surat"),
                                    ("cek_bansos", "Cek Bansos"),
                                    ("counter", "Loket warga"),
                                    ("rapid", "Laporan darurat (JSC)"),
                                ],
                                max_length=12,
                                verbose_name="cara masuk",
                            ),
                        ),
                        (
                            "urgency",
                            models.CharField(
                                choices=[("ordinary", "Biasa"), ("urgent", "Segera"), ("emergency", "Darurat")],
                                default="ordinary",
                                max_length=10,
                                verbose_name="kegentingan",
                            ),
                        ),
                        (
                            "confidentiality",
                            models.CharField(
                                choices=[
                                    ("normal", "Biasa: petugas wilayah ini"),
                                    ("office", "Rahasia: hanya Dinsos"),
                                    ("protected", "Terlindung: hanya tim kasus"),
                                ],
                                default="normal",
                                max_length=10,
                                verbose_name="kerahasiaan",
                            ),
                        ),
                        ("text", models.TextField(max_length=4000, verbose_name="isi keluhan")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="tempat kejadian")),
                        (
                            "reporter_name",
                            models.CharField(
                                blank=True, help_text="empty: the person", max_length=120, verbose_name="nama pelapor"
                            ),
                        ),
                        (
                            "reporter_relation",
                            models.CharField(blank=True, max_length=60, verbose_name="hubungan pelapor"),
                        ),
                        (
                            "reporter_phone",
                            models.CharField(blank=True, max_length=16, verbose_name="nomor HP pelapor"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("received", "Diterima"),
                                    ("handled", "Ditangani, menunggu jawaban warga"),
                                    ("reopened", "Dibuka lagi"),
                                    ("closed", "Selesai"),
                                ],
                                default="received",
                                max_length=10,
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("village", "Puskesos"), ("regency", "SLRT kabupaten")],
                                default="village",
                                max_length=8,
                            ),
                        ),
                        ("received_at", models.DateTimeField()),
                        ("due_on", models.DateField(verbose_name="batas waktu")),
                        ("escalated_at", models.DateTimeField(blank=True, null=True)),
                        ("result", models.TextField(blank=True, max_length=2000, verbose_name="hasil penanganan")),
                        ("handled_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("reopenings", models.PositiveSmallIntegerField(default=0)),
                        (
                            "simfoni_ticket",
                            models.CharField(blank=True, max_length=40, verbose_name="nomor tiket SIMFONI"),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="complaints",
                                to="referrals.client",
                            ),
                        ),
                        (
                            "escalated_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "received_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
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
                            "wanted",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referrals.programme",
                            ),
                        ),
                        (
                            "escalation_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="alasan diteruskan"),
                        ),
                    ],
                    options={
                        "verbose_name": "keluhan",
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status__in", ("received", "reopened"))),
                                fields=["village", "due_on", "id"],
                                name="referrals_open_by_village",
                            ),
                            models.Index(
                                condition=models.Q(("status__in", ("received", "reopened"))),
                                fields=["district_code", "due_on", "id"],
                                name="referrals_open_by_district",
                            ),
                            models.Index(
                                condition=models.Q(("status__in", ("received", "reopened"))),
                                fields=["regency_code", "due_on", "id"],
                                name="referrals_open_by_regency",
                            ),
                            models.Index(fields=["village", "-received_at", "-id"], name="referrals_newest_by_village"),
                            models.Index(
                                fields=["district_code", "-received_at", "-id"], name="referrals_newest_by_district"
                            ),
                            models.Index(
                                fields=["regency_code", "-received_at", "-id"], name="referrals_newest_by_regency"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="referrals_complaint_codes_follow_village",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["handled", "closed"]), _negated=True),
                                    models.Q(("handled_at__isnull", False), models.Q(("result", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="referrals_complaint_handled_says_how",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", False), ("status", "closed")),
                                    models.Q(
                                        models.Q(("status", "closed"), _negated=True), ("closed_at__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="referrals_complaint_closed_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("escalated_at__isnull", True), ("escalated_by__isnull", True)),
                                    models.Q(("escalated_at__isnull", False), ("escalated_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="referrals_complaint_escalated_at_with_by",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="complaint",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "referrals_complaintevent" ("channel", "client_id", "closed_at", "confidentiality", "district_code", "due_on", "escalated_at", "escalated_by_id", "escalation_reason", "handled_at", "id", "kind", "level", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "received_at", "received_by_id", "regency_code", "reopenings", "reporter_name", "reporter_phone", "reporter_relation", "result", "sector", "simfoni_ticket", "status", "ticket", "urgency", "village_id", "wanted_id") VALUES (NEW."channel", NEW."client_id", NEW."closed_at", NEW."confidentiality", NEW."district_code", NEW."due_on", NEW."escalated_at", NEW."escalated_by_id", NEW."escalation_reason", NEW."handled_at", NEW."id", NEW."kind", NEW."level", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."received_at", NEW."received_by_id", NEW."regency_code", NEW."reopenings", NEW."reporter_name", NEW."reporter_phone", NEW."reporter_relation", NEW."result", NEW."sector", NEW."simfoni_ticket", NEW."status", NEW."ticket", NEW."urgency", NEW."village_id", NEW."wanted_id"); RETURN NULL;',
                            hash="211e6737ea7d1aa45653f0706b0f66e2f52d3b62",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2b597",
                            table="referrals_complaint",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="complaint",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."client_id" IS DISTINCT FROM (NEW."client_id") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."confidentiality" IS DISTINCT FROM (NEW."confidentiality") OR OLD."district_code" IS DISTINCT FROM (NEW."district_code") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."escalated_at" IS DISTINCT FROM (NEW."escalated_at") OR OLD."escalated_by_id" IS DISTINCT FROM (NEW."escalated_by_id") OR OLD."escalation_reason" IS DISTINCT FROM (NEW."escalation_reason") OR OLD."handled_at" IS DISTINCT FROM (NEW."handled_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."received_by_id" IS DISTINCT FROM (NEW."received_by_id") OR OLD."regency_code" IS DISTINCT FROM (NEW."regency_code") OR OLD."reopenings" IS DISTINCT FROM (NEW."reopenings") OR OLD."reporter_name" IS DISTINCT FROM (NEW."reporter_name") OR OLD."reporter_phone" IS DISTINCT FROM (NEW."reporter_phone") OR OLD."reporter_relation" IS DISTINCT FROM (NEW."reporter_relation") OR OLD."result" IS DISTINCT FROM (NEW."result") OR OLD."sector" IS DISTINCT FROM (NEW."sector") OR OLD."simfoni_ticket" IS DISTINCT FROM (NEW."simfoni_ticket") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."ticket" IS DISTINCT FROM (NEW."ticket") OR OLD."urgency" IS DISTINCT FROM (NEW."urgency") OR OLD."village_id" IS DISTINCT FROM (NEW."village_id") OR OLD."wanted_id" IS DISTINCT FROM (NEW."wanted_id"))',
                            func='INSERT INTO "referrals_complaintevent" ("channel", "client_id", "closed_at", "confidentiality", "district_code", "due_on", "escalated_at", "escalated_by_id", "escalation_reason", "handled_at", "id", "kind", "level", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "received_at", "received_by_id", "regency_code", "reopenings", "reporter_name", "reporter_phone", "reporter_relation", "result", "sector", "simfoni_ticket", "status", "ticket", "urgency", "village_id", "wanted_id") VALUES (NEW."channel", NEW."client_id", NEW."closed_at", NEW."confidentiality", NEW."district_code", NEW."due_on", NEW."escalated_at", NEW."escalated_by_id", NEW."escalation_reason", NEW."handled_at", NEW."id", NEW."kind", NEW."level", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."received_at", NEW."received_by_id", NEW."regency_code", NEW."reopenings", NEW."reporter_name", NEW."reporter_phone", NEW."reporter_relation", NEW."result", NEW."sector", NEW."simfoni_ticket", NEW."status", NEW."ticket", NEW."urgency", NEW."village_id", NEW."wanted_id"); RETURN NULL;',
                            hash="a6635fa8b956cfc3220dd97421d1402dd0749bb1",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0f3bf",
                            table="referrals_complaint",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Programme",
                    fields=[
                        (
                            "code",
                            models.CharField(max_length=12, primary_key=True, serialize=False, verbose_name="kode"),
                        ),
                        ("name", models.CharField(max_length=160, verbose_name="nama")),
                        (
                            "sector",
                            models.CharField(
                                choices=[
                                    ("health", "Kesehatan"),
                                    ("education", "Pendidikan"),
                                    ("social", "Sosial-ekonomi"),
                                    ("food", "Pangan"),
                                    ("energy", "Energi"),
                                    ("farming", "Pertanian"),
                                    ("fishery", "Perikanan"),
                                    ("housing", "Perumahan"),
                                    ("civil", "Adminduk"),
                                    ("protection", "Perlindungan perempuan dan anak"),
                                    ("street", "Orang terlantar dan ODGJ"),
                                ],
                                max_length=12,
                                verbose_name="bidang",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("village", "Desa"),
                                    ("regency", "Kabupaten"),
                                    ("province", "Provinsi"),
                                    ("nation", "Pusat"),
                                ],
                                max_length=10,
                                verbose_name="tingkat",
                            ),
                        ),
                        ("summary", models.TextField(blank=True, verbose_name="keterangan")),
                        ("source", models.CharField(blank=True, max_length=300, verbose_name="dasar")),
                        (
                            "ppks",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                default=list,
                                help_text="kinds 1–26 of Permensos 8/2012",
                                size=None,
                            ),
                        ),
                        ("papers", models.JSONField(default=list, help_text="[{code, name, required}]")),
                        (
                            "disclosed",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=30),
                                default=list,
                                help_text="what the provider may know",
                                size=None,
                            ),
                        ),
                        (
                            "eligibility",
                            models.JSONField(default=list, help_text="list of checks, read by referrals.eligibility"),
                        ),
                        (
                            "answer_days",
                            models.PositiveSmallIntegerField(default=3, verbose_name="batas jawaban (hari kerja)"),
                        ),
                        ("limit_days", models.PositiveSmallIntegerField(verbose_name="batas layanan (hari kerja)")),
                        (
                            "limit_words",
                            models.CharField(blank=True, max_length=200, verbose_name="batas waktu menurut aturan"),
                        ),
                        (
                            "stages",
                            models.JSONField(
                                blank=True, help_text="its own stages; the template's when empty", null=True
                            ),
                        ),
                        (
                            "next_best",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12),
                                default=list,
                                help_text="codes to try when declined",
                                size=None,
                            ),
                        ),
                        ("protected", models.BooleanField(default=False, verbose_name="kasus terlindung")),
                        ("active", models.BooleanField(default=True, verbose_name="aktif")),
                        ("revision", models.PositiveIntegerField(default=1)),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="programmes",
                                to="referrals.stagetemplate",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "program layanan",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="StageTemplate",
                    fields=[
                        (
                            "code",
                            models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name="kode"),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="nama")),
                        (
                            "stages",
                            models.JSONField(
                                help_text="list of stages, read by referrals.stages", verbose_name="tahap"
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name": "templat tahap",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="Benefit",
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
                            "programme",
                            models.CharField(
                                help_text="code in referrals.codes.BENEFITS", max_length=40, verbose_name="program"
                            ),
                        ),
                        ("since", models.DateField(verbose_name="sejak")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="sampai")),
                        ("source", models.CharField(max_length=120, verbose_name="sumber")),
                        ("noted_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="benefits",
                                to="households.member",
                            ),
                        ),
                        (
                            "noted_by",
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
                        "verbose_name": "kepesertaan",
                        "ordering": ["-since", "pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="referrals_benefit_codes_follow_village",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("until__isnull", True)),
                                fields=("member", "programme"),
                                name="referrals_one_running_benefit_per_programme",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                                ),
                                name="referrals_benefit_ends_after_start",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="benefit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "referrals_benefitevent" ("district_code", "id", "member_id", "noted_at", "noted_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "regency_code", "since", "source", "until", "village_id") VALUES (NEW."district_code", NEW."id", NEW."member_id", NEW."noted_at", NEW."noted_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme", NEW."regency_code", NEW."since", NEW."source", NEW."until", NEW."village_id"); RETURN NULL;',
                            hash="1d294097438b4ad07ae19b4b004ccc0ff381a57c",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4fb97",
                            table="referrals_benefit",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="benefit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "referrals_benefitevent" ("district_code", "id", "member_id", "noted_at", "noted_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "regency_code", "since", "source", "until", "village_id") VALUES (NEW."district_code", NEW."id", NEW."member_id", NEW."noted_at", NEW."noted_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme", NEW."regency_code", NEW."since", NEW."source", NEW."until", NEW."village_id"); RETURN NULL;',
                            hash="09453e1ac25b492c9eeb48b56af97540b1e25756",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_aed4e",
                            table="referrals_benefit",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="BenefitEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "district_code",
                            puskesos.scope.CodePrefixField(editable=False, max_length=8, source="village_id"),
                        ),
                        (
                            "regency_code",
                            puskesos.scope.CodePrefixField(editable=False, max_length=5, source="village_id"),
                        ),
                        (
                            "programme",
                            models.CharField(
                                help_text="code in referrals.codes.BENEFITS", max_length=40, verbose_name="program"
                            ),
                        ),
                        ("since", models.DateField(verbose_name="sejak")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="sampai")),
                        ("source", models.CharField(max_length=120, verbose_name="sumber")),
                        ("noted_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "member",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="households.member",
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                db_constraint=False,
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
                                to="referrals.benefit",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Client",
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
                        (
                            "name",
                            models.CharField(
                                blank=True, help_text="empty: not known yet", max_length=120, verbose_name="nama"
                            ),
                        ),
                        ("alias", models.CharField(blank=True, max_length=60, verbose_name="nama samaran")),
                        ("sex", models.CharField(blank=True, max_length=2, verbose_name="jenis kelamin")),
                        ("birth_date", models.DateField(blank=True, null=True, verbose_name="tanggal lahir")),
                        (
                            "age_estimate",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="perkiraan umur (tahun)"
                            ),
                        ),
                        (
                            "ppks",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None
                            ),
                        ),
                        ("phone", models.CharField(blank=True, max_length=16, verbose_name="nomor HP")),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="alamat atau asal")),
                        ("features", models.CharField(blank=True, max_length=300, verbose_name="ciri-ciri")),
                        (
                            "communication",
                            models.CharField(
                                choices=[
                                    ("speech", "Bicara biasa"),
                                    ("sign", "Bahasa isyarat"),
                                    ("writing", "Tulisan"),
                                    ("companion", "Lewat pendamping"),
                                    ("none", "Belum bisa diajak bicara"),
                                ],
                                default="speech",
                                max_length=10,
                                verbose_name="cara bicara",
                            ),
                        ),
                        ("guardian", models.CharField(blank=True, max_length=120, verbose_name="wali atau pendamping")),
                        ("desil", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="desil DTSEN")),
                        ("desil_source", models.CharField(blank=True, max_length=120, verbose_name="sumber desil")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="households.member",
                            ),
                        ),
                        (
                            "nik",
                            models.ForeignKey(
                                blank=True,
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
                        "verbose_name": "orang yang dibantu",
                        "abstract": False,
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("name"), name="gin_trgm_ops"
                                ),
                                name="referrals_client_name_trgm",
                            ),
                            models.Index(fields=["member"], name="referrals_client_of_member"),
                            models.Index(fields=["nik"], name="referrals_client_of_nik"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="referrals_client_codes_follow_village",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("desil__isnull", True), ("desil_source", "")),
                                    models.Q(("desil__range", (1, 10)), models.Q(("desil_source", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="referrals_client_desil_has_source",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="client",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "referrals_clientevent" ("address", "age_estimate", "alias", "birth_date", "communication", "created_at", "created_by_id", "desil", "desil_source", "district_code", "features", "guardian", "id", "member_id", "name", "nik_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "ppks", "regency_code", "sex", "village_id") VALUES (NEW."address", NEW."age_estimate", NEW."alias", NEW."birth_date", NEW."communication", NEW."created_at", NEW."created_by_id", NEW."desil", NEW."desil_source", NEW."district_code", NEW."features", NEW."guardian", NEW."id", NEW."member_id", NEW."name", NEW."nik_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."ppks", NEW."regency_code", NEW."sex", NEW."village_id"); RETURN NULL;',
                            hash="ec747f1cc59f98e2cf4a2e00795d030b7b637a69",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_9d6bb",
                            table="referrals_client",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="client",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "referrals_clientevent" ("address", "age_estimate", "alias", "birth_date", "communication", "created_at", "created_by_id", "desil", "desil_source", "district_code", "features", "guardian", "id", "member_id", "name", "nik_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "ppks", "regency_code", "sex", "village_id") VALUES (NEW."address", NEW."age_estimate", NEW."alias", NEW."birth_date", NEW."communication", NEW."created_at", NEW."created_by_id", NEW."desil", NEW."desil_source", NEW."district_code", NEW."features", NEW."guardian", NEW."id", NEW."member_id", NEW."name", NEW."nik_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."ppks", NEW."regency_code", NEW."sex", NEW."village_id"); RETURN NULL;',
                            hash="1a26705b5bf61247f1a5a2189952cb2c7785fcb1",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_55a9e",
                            table="referrals_client",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="ClientEvent",
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
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        (
                            "name",
                            models.CharField(
                                blank=True, help_text="empty: not known yet", max_length=120, verbose_name="nama"
                            ),
                        ),
                        ("alias", models.CharField(blank=True, max_length=60, verbose_name="nama samaran")),
                        ("sex", models.CharField(blank=True, max_length=2, verbose_name="jenis kelamin")),
                        ("birth_date", models.DateField(blank=True, null=True, verbose_name="tanggal lahir")),
                        (
                            "age_estimate",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="perkiraan umur (tahun)"
                            ),
                        ),
                        (
                            "ppks",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None
                            ),
                        ),
                        ("phone", models.CharField(blank=True, max_length=16, verbose_name="nomor HP")),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="alamat atau asal")),
                        ("features", models.CharField(blank=True, max_length=300, verbose_name="ciri-ciri")),
                        (
                            "communication",
                            models.CharField(
                                choices=[
                                    ("speech", "Bicara biasa"),
                                    ("sign", "Bahasa isyarat"),
                                    ("writing", "Tulisan"),
                                    ("companion", "Lewat pendamping"),
                                    ("none", "Belum bisa diajak bicara"),
                                ],
                                default="speech",
                                max_length=10,
                                verbose_name="cara bicara",
                            ),
                        ),
                        ("guardian", models.CharField(blank=True, max_length=120, verbose_name="wali atau pendamping")),
                        ("desil", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="desil DTSEN")),
                        ("desil_source", models.CharField(blank=True, max_length=120, verbose_name="sumber desil")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                            "member",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="households.member",
                            ),
                        ),
                        (
                            "nik",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="households.identitynumber",
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
                                to="referrals.client",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Outreach",
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
                            "complaint",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="outreach",
                                serialize=False,
                                to="referrals.complaint",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("stranded", "Orang terlantar"),
                                    ("mental", "ODGJ"),
                                    ("shackled", "ODGJ dipasung"),
                                    ("beggar", "Gelandangan/pengemis"),
                                    ("child", "Anak terlantar"),
                                    ("elder", "Lansia terlantar"),
                                ],
                                max_length=10,
                                verbose_name="keadaan",
                            ),
                        ),
                        ("found_place", models.CharField(max_length=200, verbose_name="ditemukan di")),
                        ("latitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                        ("longitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                        ("reported_at", models.DateTimeField(verbose_name="dilaporkan")),
                        ("departed_at", models.DateTimeField(blank=True, null=True, verbose_name="tim berangkat")),
                        ("arrived_at", models.DateTimeField(blank=True, null=True, verbose_name="tim tiba")),
                        (
                            "handled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="tertangani di tempat"),
                        ),
                        ("condition", models.CharField(blank=True, max_length=500, verbose_name="kondisi")),
                        ("assessment", models.TextField(blank=True, max_length=2000, verbose_name="asesmen")),
                        (
                            "placement",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Belum ditempatkan"),
                                    ("family", "Keluarga"),
                                    ("shelter", "Rumah singgah"),
                                    ("hospital", "Rumah sakit/RSJ"),
                                    ("home", "Panti/UPT"),
                                    ("returned", "Dipulangkan ke daerah asal"),
                                ],
                                max_length=10,
                                verbose_name="penempatan",
                            ),
                        ),
                        ("placed_at", models.CharField(blank=True, max_length=120, verbose_name="nama tempat")),
                        (
                            "family",
                            models.CharField(
                                choices=[
                                    ("unknown", "Belum dicari"),
                                    ("searching", "Sedang dicari"),
                                    ("found", "Ditemukan"),
                                    ("confirmed", "Ditemukan dan bersedia menerima"),
                                    ("refused", "Ditemukan, menolak"),
                                ],
                                default="unknown",
                                max_length=10,
                                verbose_name="keluarga",
                            ),
                        ),
                        (
                            "family_notes",
                            models.CharField(blank=True, max_length=500, verbose_name="catatan pencarian keluarga"),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        (
                            "updated_by",
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
                        "verbose_name": "penjangkauan",
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("handled_at__isnull", True)),
                                fields=["regency_code", "reported_at"],
                                name="referrals_rapid_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="referrals_outreach_codes_follow_village",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("departed_at__isnull", True),
                                        ("departed_at__gte", models.F("reported_at")),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("arrived_at__isnull", True),
                                        ("arrived_at__gte", models.F("departed_at")),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("handled_at__isnull", True),
                                        ("handled_at__gte", models.F("arrived_at")),
                                        _connector="OR",
                                    ),
                                ),
                                name="referrals_outreach_clock_runs_forward",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="outreach",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "referrals_outreachevent" ("arrived_at", "assessment", "complaint_id", "condition", "departed_at", "district_code", "family", "family_notes", "found_place", "handled_at", "kind", "latitude", "longitude", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed_at", "placement", "regency_code", "reported_at", "revision", "updated_by_id", "village_id") VALUES (NEW."arrived_at", NEW."assessment", NEW."complaint_id", NEW."condition", NEW."departed_at", NEW."district_code", NEW."family", NEW."family_notes", NEW."found_place", NEW."handled_at", NEW."kind", NEW."latitude", NEW."longitude", _pgh_attach_context(), NOW(), \'insert\', NEW."complaint_id", NEW."placed_at", NEW."placement", NEW."regency_code", NEW."reported_at", NEW."revision", NEW."updated_by_id", NEW."village_id"); RETURN NULL;',
                            hash="b78040168d3cfe3a27f26451166c55f2e59fa3dc",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d73ff",
                            table="referrals_outreach",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="outreach",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "referrals_outreachevent" ("arrived_at", "assessment", "complaint_id", "condition", "departed_at", "district_code", "family", "family_notes", "found_place", "handled_at", "kind", "latitude", "longitude", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed_at", "placement", "regency_code", "reported_at", "revision", "updated_by_id", "village_id") VALUES (NEW."arrived_at", NEW."assessment", NEW."complaint_id", NEW."condition", NEW."departed_at", NEW."district_code", NEW."family", NEW."family_notes", NEW."found_place", NEW."handled_at", NEW."kind", NEW."latitude", NEW."longitude", _pgh_attach_context(), NOW(), \'update\', NEW."complaint_id", NEW."placed_at", NEW."placement", NEW."regency_code", NEW."reported_at", NEW."revision", NEW."updated_by_id", NEW."village_id"); RETURN NULL;',
                            hash="33ae85468bb09f5540f299d603455e9260e139c7",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_3b3f6",
                            table="referrals_outreach",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="CaseWorker",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateTimeField(default=django.utils.timezone.now)),
                        ("until", models.DateTimeField(blank=True, null=True)),
                        (
                            "named_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="case_workers",
                                to="referrals.complaint",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["user", "complaint"], name="referrals_cases_of_worker")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("until__isnull", True)),
                                fields=("complaint", "user"),
                                name="referrals_case_worker_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
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
                            "said",
                            models.CharField(
                                choices=[
                                    ("handled", "Sudah tertangani"),
                                    ("not_handled", "Belum tertangani"),
                                    ("unreached", "Tidak terhubung"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("ticket", "Halaman tiket"),
                                    ("call", "Telepon petugas"),
                                    ("visit", "Ditanya langsung"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "satisfaction",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="kepuasan (1–5)"),
                        ),
                        ("words", models.CharField(blank=True, max_length=500, verbose_name="kata warga")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
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
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="referrals.complaint",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="referrals_answer_codes_follow_village",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("satisfaction__isnull", True), ("satisfaction__range", (1, 5)), _connector="OR"
                                ),
                                name="referrals_satisfaction_one_to_five",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("by__isnull", True), ("channel", "ticket")),
                                    models.Q(models.Q(("channel", "ticket"), _negated=True), ("by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="referrals_answer_on_the_ticket_has_no_officer",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="answer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="211f2e876011e44944225b3957a6159b9eef6da2",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_4a91a",
                            table="referrals_answer",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Consent",
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
                        ("purpose", models.CharField(max_length=200, verbose_name="tujuan")),
                        (
                            "wording",
                            models.CharField(help_text="version of the words that were read out", max_length=20),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("signed", "Tanda tangan"),
                                    ("spoken", "Lisan, dicatat petugas"),
                                    ("guardian", "Oleh wali atau pendamping"),
                                    ("vital", "Darurat: keselamatan jiwa, belum bisa ditanya"),
                                ],
                                max_length=10,
                                verbose_name="cara setuju",
                            ),
                        ),
                        (
                            "given_by",
                            models.CharField(
                                blank=True, help_text="guardian's name", max_length=120, verbose_name="yang menyetujui"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to="referrals.client",
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
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="referrals_consent_codes_follow_village",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("how", "guardian"), _negated=True),
                                    models.Q(("given_by", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="referrals_guardian_is_named",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LetterSeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=20)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("last", models.PositiveIntegerField(default=0)),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="puskesos.region"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("region", "kind", "year"), name="referrals_letter_series_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutreachEvent",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("stranded", "Orang terlantar"),
                                    ("mental", "ODGJ"),
                                    ("shackled", "ODGJ dipasung"),
                                    ("beggar", "Gelandangan/pengemis"),
                                    ("child", "Anak terlantar"),
                                    ("elder", "Lansia terlantar"),
                                ],
                                max_length=10,
                                verbose_name="keadaan",
                            ),
                        ),
                        ("found_place", models.CharField(max_length=200, verbose_name="ditemukan di")),
                        ("latitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                        ("longitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                        ("reported_at", models.DateTimeField(verbose_name="dilaporkan")),
                        ("departed_at", models.DateTimeField(blank=True, null=True, verbose_name="tim berangkat")),
                        ("arrived_at", models.DateTimeField(blank=True, null=True, verbose_name="tim tiba")),
                        (
                            "handled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="tertangani di tempat"),
                        ),
                        ("condition", models.CharField(blank=True, max_length=500, verbose_name="kondisi")),
                        ("assessment", models.TextField(blank=True, max_length=2000, verbose_name="asesmen")),
                        (
                            "placement",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Belum ditempatkan"),
                                    ("family", "Keluarga"),
                                    ("shelter", "Rumah singgah"),
                                    ("hospital", "Rumah sakit/RSJ"),
                                    ("home", "Panti/UPT"),
                                    ("returned", "Dipulangkan ke daerah asal"),
                                ],
                                max_length=10,
                                verbose_name="penempatan",
                            ),
                        ),
                        ("placed_at", models.CharField(blank=True, max_length=120, verbose_name="nama tempat")),
                        (
                            "family",
                            models.CharField(
                                choices=[
                                    ("unknown", "Belum dicari"),
                                    ("searching", "Sedang dicari"),
                                    ("found", "Ditemukan"),
                                    ("confirmed", "Ditemukan dan bersedia menerima"),
                                    ("refused", "Ditemukan, menolak"),
                                ],
                                default="unknown",
                                max_length=10,
                                verbose_name="keluarga",
                            ),
                        ),
                        (
                            "family_notes",
                            models.CharField(blank=True, max_length=500, verbose_name="catatan pencarian keluarga"),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        (
                            "complaint",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                serialize=False,
                                to="referrals.complaint",
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
                            "updated_by",
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
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="referrals.outreach",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Offer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "monthly_capacity",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="daya tampung sebulan"),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=1, help_text="lowest is asked first")),
                        ("active", models.BooleanField(default=True)),
                        (
                            "provider",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="offers",
                                to="puskesos.provider",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="offers",
                                to="referrals.programme",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("programme", "provider"), name="referrals_offer_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("monthly_capacity__isnull", True), ("monthly_capacity__gt", 0), _connector="OR"
                                ),
                                name="referrals_offer_has_room",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ComplaintEvent",
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
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("number", models.CharField(max_length=14, verbose_name="nomor")),
                        ("ticket", models.CharField(default=puskesos.tokens.new_token, editable=False, max_length=26)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("question", "Pertanyaan"),
                                    ("suggestion", "Saran"),
                                    ("grievance", "Pengaduan"),
                                ],
                                max_length=10,
                                verbose_name="jenis",
                            ),
                        ),
                        (
                            "sector",
                            models.CharField(
                                choices=[
                                    ("health", "Kesehatan"),
                                    ("education", "Pendidikan"),
                                    ("social", "Sosial-ekonomi"),
                                    ("food", "Pangan"),
                                    ("energy", "Energi"),
                                    ("farming", "Pertanian"),
                                    ("fishery", "Perikanan"),
                                    ("housing", "Perumahan"),
                                    ("civil", "Adminduk"),
                                    ("protection", "Perlindungan perempuan dan anak"),
                                    ("street", "Orang terlantar dan ODGJ"),
                                ],
                                max_length=12,
                                verbose_name="bidang",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("front_office", "Datang ke SLRT/MPP"),
                                    ("puskesos", "Datang ke Puskesos"),
                                    ("visit", "Kunjungan fasilitator"),
                                    ("survey", "Saat pendataan"),
                                    ("phone", "Telepon atau WhatsApp"),
                                    ("letter", "Surat"),
                                    ("cek_bansos", "Cek Bansos"),
                                    ("counter", "Loket warga"),
                                    ("rapid", "Laporan darurat (JSC)"),
                                ],
                                max_length=12,
                                verbose_name="cara masuk",
                            ),
                        ),
                        (
                            "urgency",
                            models.CharField(
                                choices=[("ordinary", "Biasa"), ("urgent", "Segera"), ("emergency", "Darurat")],
                                default="ordinary",
                                max_length=10,
                                verbose_name="kegentingan",
                            ),
                        ),
                        (
                            "confidentiality",
                            models.CharField(
                                choices=[
                                    ("normal", "Biasa: petugas wilayah ini"),
                                    ("office", "Rahasia: hanya Dinsos"),
                                    ("protected", "Terlindung: hanya tim kasus"),
                                ],
                                default="normal",
                                max_length=10,
                                verbose_name="kerahasiaan",
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="tempat kejadian")),
                        (
                            "reporter_name",
                            models.CharField(
                                blank=True, help_text="empty: the person", max_length=120, verbose_name="nama pelapor"
                            ),
                        ),
                        (
                            "reporter_relation",
                            models.CharField(blank=True, max_length=60, verbose_name="hubungan pelapor"),
                        ),
                        (
                            "reporter_phone",
                            models.CharField(blank=True, max_length=16, verbose_name="nomor HP pelapor"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("received", "Diterima"),
                                    ("handled", "Ditangani, menunggu jawaban warga"),
                                    ("reopened", "Dibuka lagi"),
                                    ("closed", "Selesai"),
                                ],
                                default="received",
                                max_length=10,
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("village", "Puskesos"), ("regency", "SLRT kabupaten")],
                                default="village",
                                max_length=8,
                            ),
                        ),
                        ("received_at", models.DateTimeField()),
                        ("due_on", models.DateField(verbose_name="batas waktu")),
                        ("escalated_at", models.DateTimeField(blank=True, null=True)),
                        ("result", models.TextField(blank=True, max_length=2000, verbose_name="hasil penanganan")),
                        ("handled_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("reopenings", models.PositiveSmallIntegerField(default=0)),
                        (
                            "simfoni_ticket",
                            models.CharField(blank=True, max_length=40, verbose_name="nomor tiket SIMFONI"),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="referrals.client",
                            ),
                        ),
                        (
                            "escalated_by",
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
                                to="referrals.complaint",
                            ),
                        ),
                        (
                            "received_by",
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
                            "wanted",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="referrals.programme",
                            ),
                        ),
                        (
                            "escalation_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="alasan diteruskan"),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Referral",
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
                        ("number", models.CharField(max_length=14, unique=True, verbose_name="nomor")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "Diusulkan"),
                                    ("recommended", "Menunggu penetapan"),
                                    ("refused", "Tidak ditetapkan"),
                                    ("sent", "Terkirim, menunggu jawaban penyedia"),
                                    ("accepted", "Diterima penyedia"),
                                    ("in_progress", "Sedang ditangani"),
                                    ("completed", "Tuntas"),
                                    ("declined", "Ditolak penyedia"),
                                    ("withdrawn", "Ditarik"),
                                ],
                                default="proposed",
                                max_length=12,
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("stages", models.JSONField()),
                        (
                            "stage",
                            models.CharField(
                                blank=True, help_text="code of the stage that waits to be done", max_length=40
                            ),
                        ),
                        ("stage_entered_at", models.DateTimeField(blank=True, null=True)),
                        ("step_due_on", models.DateField(verbose_name="batas langkah ini")),
                        ("due_on", models.DateField(verbose_name="batas layanan")),
                        ("disclosed", models.JSONField(default=dict)),
                        ("advice", models.TextField(blank=True, max_length=2000, verbose_name="rekomendasi")),
                        ("exception", models.CharField(blank=True, max_length=300, verbose_name="alasan pengecualian")),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                help_text="of refusing, declining or withdrawing",
                                max_length=500,
                                verbose_name="alasan",
                            ),
                        ),
                        ("outcome", models.TextField(blank=True, max_length=2000, verbose_name="hasil")),
                        ("proposed_at", models.DateTimeField()),
                        ("recommended_at", models.DateTimeField(blank=True, null=True)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("answered_at", models.DateTimeField(blank=True, help_text="accepted or declined", null=True)),
                        (
                            "ended_at",
                            models.DateTimeField(
                                blank=True, help_text="completed, declined, refused or withdrawn", null=True
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="referrals",
                                to="referrals.complaint",
                            ),
                        ),
                        (
                            "consent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referrals.consent",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.programme"
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "provider",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="referrals",
                                to="puskesos.provider",
                            ),
                        ),
                        (
                            "recommended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
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
                        "verbose_name": "rujukan",
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("status__in", ("proposed", "recommended", "sent", "accepted", "in_progress"))
                                ),
                                fields=["village", "step_due_on", "id"],
                                name="referrals_steps_by_village",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("status__in", ("proposed", "recommended", "sent", "accepted", "in_progress"))
                                ),
                                fields=["district_code", "step_due_on", "id"],
                                name="referrals_steps_by_district",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("status__in", ("proposed", "recommended", "sent", "accepted", "in_progress"))
                                ),
                                fields=["regency_code", "step_due_on", "id"],
                                name="referrals_steps_by_regency",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("status__in", ("proposed", "recommended", "sent", "accepted", "in_progress"))
                                ),
                                fields=["provider", "step_due_on", "id"],
                                name="referrals_steps_by_provider",
                            ),
                            models.Index(fields=["provider", "-sent_at", "-id"], name="referrals_of_provider"),
                            models.Index(
                                condition=models.Q(("ended_at__isnull", False)),
                                fields=["village", "-ended_at", "-id"],
                                name="referrals_ended_by_village",
                            ),
                            models.Index(
                                condition=models.Q(("ended_at__isnull", False)),
                                fields=["district_code", "-ended_at", "-id"],
                                name="referrals_ended_by_district",
                            ),
                            models.Index(
                                condition=models.Q(("ended_at__isnull", False)),
                                fields=["regency_code", "-ended_at", "-id"],
                                name="referrals_ended_by_regency",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="referrals_referral_codes_follow_village",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("status__in", ("proposed", "recommended", "sent", "accepted", "in_progress"))
                                ),
                                fields=("complaint", "programme"),
                                name="referrals_one_open_referral_per_programme",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(("decided_by", models.F("recommended_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="referrals_decided_by_another_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sent_at__isnull", True),
                                    models.Q(
                                        ("consent__isnull", False),
                                        ("decided_at__isnull", False),
                                        ("provider__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="referrals_sent_has_provider_and_consent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("status__in", ("proposed", "recommended", "sent", "accepted", "in_progress")),
                                    ),
                                    models.Q(
                                        models.Q(
                                            (
                                                "status__in",
                                                ("proposed", "recommended", "sent", "accepted", "in_progress"),
                                            ),
                                            _negated=True,
                                        ),
                                        ("ended_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="referrals_referral_ended_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("status__in", ["refused", "declined", "withdrawn"]), _negated=True),
                                        models.Q(("reason", ""), _negated=True),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        models.Q(("status", "completed"), _negated=True),
                                        models.Q(("outcome", ""), _negated=True),
                                        _connector="OR",
                                    ),
                                ),
                                name="referrals_no_ending_without_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("recommended_at__isnull", True), ("recommended_by__isnull", True)),
                                    models.Q(("recommended_at__isnull", False), ("recommended_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="referrals_recommended_at_with_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="referrals_decided_at_with_by",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="referral",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "referrals_referralevent" ("advice", "answered_at", "complaint_id", "consent_id", "decided_at", "decided_by_id", "district_code", "due_on", "ended_at", "exception", "id", "number", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "proposed_at", "proposed_by_id", "provider_id", "reason", "recommended_at", "recommended_by_id", "regency_code", "revision", "sent_at", "stage", "stage_entered_at", "status", "step_due_on", "village_id") VALUES (NEW."advice", NEW."answered_at", NEW."complaint_id", NEW."consent_id", NEW."decided_at", NEW."decided_by_id", NEW."district_code", NEW."due_on", NEW."ended_at", NEW."exception", NEW."id", NEW."number", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."proposed_at", NEW."proposed_by_id", NEW."provider_id", NEW."reason", NEW."recommended_at", NEW."recommended_by_id", NEW."regency_code", NEW."revision", NEW."sent_at", NEW."stage", NEW."stage_entered_at", NEW."status", NEW."step_due_on", NEW."village_id"); RETURN NULL;',
                            hash="c27b072d501d071b5d11d68e3139b562718bbf63",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a74c8",
                            table="referrals_referral",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="referral",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."advice" IS DISTINCT FROM (NEW."advice") OR OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."complaint_id" IS DISTINCT FROM (NEW."complaint_id") OR OLD."consent_id" IS DISTINCT FROM (NEW."consent_id") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."district_code" IS DISTINCT FROM (NEW."district_code") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."exception" IS DISTINCT FROM (NEW."exception") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."programme_id" IS DISTINCT FROM (NEW."programme_id") OR OLD."proposed_at" IS DISTINCT FROM (NEW."proposed_at") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id") OR OLD."provider_id" IS DISTINCT FROM (NEW."provider_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."recommended_at" IS DISTINCT FROM (NEW."recommended_at") OR OLD."recommended_by_id" IS DISTINCT FROM (NEW."recommended_by_id") OR OLD."regency_code" IS DISTINCT FROM (NEW."regency_code") OR OLD."revision" IS DISTINCT FROM (NEW."revision") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."stage_entered_at" IS DISTINCT FROM (NEW."stage_entered_at") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."step_due_on" IS DISTINCT FROM (NEW."step_due_on") OR OLD."village_id" IS DISTINCT FROM (NEW."village_id"))',
                            func='INSERT INTO "referrals_referralevent" ("advice", "answered_at", "complaint_id", "consent_id", "decided_at", "decided_by_id", "district_code", "due_on", "ended_at", "exception", "id", "number", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "proposed_at", "proposed_by_id", "provider_id", "reason", "recommended_at", "recommended_by_id", "regency_code", "revision", "sent_at", "stage", "stage_entered_at", "status", "step_due_on", "village_id") VALUES (NEW."advice", NEW."answered_at", NEW."complaint_id", NEW."consent_id", NEW."decided_at", NEW."decided_by_id", NEW."district_code", NEW."due_on", NEW."ended_at", NEW."exception", NEW."id", NEW."number", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."proposed_at", NEW."proposed_by_id", NEW."provider_id", NEW."reason", NEW."recommended_at", NEW."recommended_by_id", NEW."regency_code", NEW."revision", NEW."sent_at", NEW."stage", NEW."stage_entered_at", NEW."status", NEW."step_due_on", NEW."village_id"); RETURN NULL;',
                            hash="de51780cdd0e3db038ded74a965a8488ce0eaf23",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_223e7",
                            table="referrals_referral",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Paper",
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
                        (
                            "code",
                            models.CharField(
                                help_text="of the programme's or stage's list; `other` for anything else", max_length=40
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=120, verbose_name="keterangan")),
                        ("path", models.CharField(max_length=120)),
                        ("sha256", models.CharField(max_length=64)),
                        ("client_sha256", models.CharField(max_length=64)),
                        ("dhash", models.CharField(max_length=16)),
                        ("bytes", models.PositiveIntegerField()),
                        ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="papers",
                                to="referrals.complaint",
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
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
                            "referral",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="papers",
                                to="referrals.referral",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "berkas",
                        "ordering": ["uploaded_at", "pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["sha256"], name="referrals_paper_by_hash")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="referrals_paper_codes_follow_village",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at__isnull", True)),
                                fields=("complaint", "code", "client_sha256"),
                                name="referrals_paper_once_per_complaint_and_code",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Letter",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("referral", "Surat rujukan"),
                                    ("recommendation", "Surat rekomendasi"),
                                    ("receipt", "Tanda terima keluhan"),
                                ],
                                max_length=20,
                                verbose_name="jenis",
                            ),
                        ),
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
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="berlaku sampai")),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        ("revoke_reason", models.CharField(blank=True, max_length=200, verbose_name="alasan dicabut")),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="referrals.complaint",
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
                        (
                            "revoked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
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
                            "referral",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="referrals.referral",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "surat",
                        "ordering": ["-issued_at", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["regency_code", "-issued_at", "-id"], name="referrals_letters_newest")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="referrals_letter_codes_follow_village",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                                    models.Q(
                                        ("revoked_at__isnull", False),
                                        ("revoked_by__isnull", False),
                                        models.Q(("revoke_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="referrals_letter_revoked_at_with_by",
                            ),
                            models.UniqueConstraint(
                                fields=("regency_code", "number"), name="referrals_letter_number_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Escalation",
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
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Pemegang langkah"), (2, "Supervisor dan Dinsos"), (3, "Pimpinan")]
                            ),
                        ),
                        ("due_on", models.DateField(help_text="the limit that passed")),
                        ("at", models.DateTimeField()),
                        (
                            "complaint",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="escalations",
                                to="referrals.complaint",
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
                            "referral",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="escalations",
                                to="referrals.referral",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="referrals_escalation_codes_follow_village",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("complaint__isnull", False), ("referral__isnull", True)),
                                    models.Q(("complaint__isnull", True), ("referral__isnull", False)),
                                    _connector="OR",
                                ),
                                name="referrals_escalation_of_one_thing",
                            ),
                            models.UniqueConstraint(
                                fields=("complaint", "due_on", "level"), name="referrals_complaint_escalated_once"
                            ),
                            models.UniqueConstraint(
                                fields=("referral", "due_on", "level"), name="referrals_referral_escalated_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AnswerLink",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("digest", models.CharField(help_text="sha-256 of the token", max_length=64, unique=True)),
                        ("contact", models.CharField(max_length=120, verbose_name="dikirim kepada")),
                        ("made_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField(blank=True, null=True)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="links",
                                to="referrals.referral",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ReferralEvent",
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
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("number", models.CharField(max_length=14, verbose_name="nomor")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "Diusulkan"),
                                    ("recommended", "Menunggu penetapan"),
                                    ("refused", "Tidak ditetapkan"),
                                    ("sent", "Terkirim, menunggu jawaban penyedia"),
                                    ("accepted", "Diterima penyedia"),
                                    ("in_progress", "Sedang ditangani"),
                                    ("completed", "Tuntas"),
                                    ("declined", "Ditolak penyedia"),
                                    ("withdrawn", "Ditarik"),
                                ],
                                default="proposed",
                                max_length=12,
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        (
                            "stage",
                            models.CharField(
                                blank=True, help_text="code of the stage that waits to be done", max_length=40
                            ),
                        ),
                        ("stage_entered_at", models.DateTimeField(blank=True, null=True)),
                        ("step_due_on", models.DateField(verbose_name="batas langkah ini")),
                        ("due_on", models.DateField(verbose_name="batas layanan")),
                        ("advice", models.TextField(blank=True, max_length=2000, verbose_name="rekomendasi")),
                        ("exception", models.CharField(blank=True, max_length=300, verbose_name="alasan pengecualian")),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                help_text="of refusing, declining or withdrawing",
                                max_length=500,
                                verbose_name="alasan",
                            ),
                        ),
                        ("outcome", models.TextField(blank=True, max_length=2000, verbose_name="hasil")),
                        ("proposed_at", models.DateTimeField()),
                        ("recommended_at", models.DateTimeField(blank=True, null=True)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("answered_at", models.DateTimeField(blank=True, help_text="accepted or declined", null=True)),
                        (
                            "ended_at",
                            models.DateTimeField(
                                blank=True, help_text="completed, declined, refused or withdrawn", null=True
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="referrals.complaint",
                            ),
                        ),
                        (
                            "consent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="referrals.consent",
                            ),
                        ),
                        (
                            "decided_by",
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
                                to="referrals.referral",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="referrals.programme",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "provider",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="puskesos.provider",
                            ),
                        ),
                        (
                            "recommended_by",
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
                            "village",
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
                    name="StageRecord",
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
                        ("stage", models.CharField(max_length=40)),
                        (
                            "values",
                            models.JSONField(default=dict, help_text="field code -> value, as the stage's form asks"),
                        ),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="catatan")),
                        ("entered_at", models.DateTimeField()),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referrals.answerlink",
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="records",
                                to="referrals.referral",
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
                        "ordering": ["at", "pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="referrals_stagerecord_codes_follow_village",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("by__isnull", False), ("link__isnull", True)),
                                    models.Q(("by__isnull", True), ("link__isnull", False)),
                                    _connector="OR",
                                ),
                                name="referrals_stage_done_by_somebody",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stagerecord",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="0f702f32004cf5c50d197f872a6727efb5b09f6b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_26898",
                            table="referrals_stagerecord",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="CaseNote",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("story", "Kronologi"),
                                    ("risk", "Penilaian bahaya"),
                                    ("plan", "Rencana bantuan"),
                                    ("follow", "Perkembangan"),
                                ],
                                max_length=8,
                                verbose_name="jenis catatan",
                            ),
                        ),
                        ("happened_on", models.DateField(blank=True, null=True, verbose_name="tanggal kejadian")),
                        ("text", models.TextField(blank=True, max_length=8000, verbose_name="catatan")),
                        (
                            "risks",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("same_house", "Tinggal serumah dengan pelaku"),
                                        ("threat", "Pelaku mengancam membunuh"),
                                        ("weapon", "Pelaku punya atau memakai senjata"),
                                        ("injured", "Korban luka atau perlu dokter"),
                                        ("children", "Ada anak lain yang terancam"),
                                        ("self_harm", "Korban ingin melukai diri"),
                                    ],
                                    max_length=12,
                                ),
                                default=list,
                                size=None,
                                verbose_name="tanda bahaya",
                            ),
                        ),
                        (
                            "immediate_danger",
                            models.BooleanField(blank=True, null=True, verbose_name="bahaya sekarang juga"),
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
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes",
                                to="referrals.complaint",
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
                        "verbose_name": "catatan kasus",
                        "ordering": ["-at", "-pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="referrals_casenote_codes_follow_village",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("immediate_danger__isnull", False), ("kind", "risk")),
                                    models.Q(
                                        models.Q(("kind", "risk"), _negated=True),
                                        models.Q(("text", ""), _negated=True),
                                        ("immediate_danger__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="referrals_case_note_says_something",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="casenote",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="cadc51c71258fcbdc676e388788a80408076fc67",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_3561d",
                            table="referrals_casenote",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="DigestSent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
                        ("at", models.DateTimeField()),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "on"), name="referrals_one_digest_a_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SpmTarget",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="tahun")),
                        (
                            "category",
                            models.CharField(
                                help_text="code in referrals.spm.CATEGORIES",
                                max_length=12,
                                verbose_name="jenis layanan",
                            ),
                        ),
                        ("people", models.PositiveIntegerField(verbose_name="sasaran (orang)")),
                        (
                            "regency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="puskesos.region"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sasaran SPM",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("regency", "year", "category"), name="referrals_spm_target_once"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
