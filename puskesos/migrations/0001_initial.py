"""Every table of puskesos with its triggers."""

import uuid

import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from puskesos.migrations._at_once import AtOnce


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    # Databases set up step by step know these as done.
    replaces = [
        ("puskesos", "0002_user_duties_and_provider_contacts"),
        ("puskesos", "0003_user_email"),
        ("puskesos", "0004_accounts"),
        ("puskesos", "0005_rounds_and_notices"),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name="Region",
                    fields=[
                        (
                            "code",
                            models.CharField(
                                max_length=13, primary_key=True, serialize=False, verbose_name="kode wilayah"
                            ),
                        ),
                        (
                            "level",
                            models.SmallIntegerField(
                                choices=[
                                    (1, "Provinsi"),
                                    (2, "Kabupaten/Kota"),
                                    (3, "Kecamatan"),
                                    (4, "Desa/Kelurahan"),
                                ]
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="nama")),
                        ("postal_code", models.CharField(blank=True, max_length=5, verbose_name="kode pos")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="puskesos.region",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "wilayah",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="Outline",
                    fields=[
                        (
                            "region",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="outline",
                                serialize=False,
                                to="puskesos.region",
                            ),
                        ),
                        (
                            "geometry",
                            models.JSONField(help_text="GeoJSON geometry, Polygon or MultiPolygon, longitude first"),
                        ),
                        ("approximate", models.BooleanField(default=False)),
                        ("source", models.CharField(max_length=200)),
                        ("south", models.FloatField()),
                        ("north", models.FloatField()),
                        ("west", models.FloatField()),
                        ("east", models.FloatField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Puskesos",
                    fields=[
                        (
                            "village",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="puskesos",
                                serialize=False,
                                to="puskesos.region",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="nama")),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="alamat")),
                        ("phone", models.CharField(blank=True, max_length=20, verbose_name="telepon")),
                    ],
                    options={
                        "verbose_name": "Puskesos",
                    },
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        (
                            "username",
                            models.CharField(
                                max_length=60,
                                unique=True,
                                validators=[django.contrib.auth.validators.ASCIIUsernameValidator()],
                                verbose_name="nama pengguna",
                            ),
                        ),
                        ("full_name", models.CharField(max_length=120, verbose_name="nama lengkap")),
                        ("phone", models.CharField(blank=True, max_length=20, verbose_name="telepon")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("operator", "Operator Puskesos"),
                                    ("facilitator", "Fasilitator"),
                                    ("supervisor", "Supervisor kecamatan"),
                                    ("dinsos", "Petugas Dinsos"),
                                    ("leader", "Pimpinan"),
                                    ("auditor", "Pemeriksa"),
                                    ("provider", "Penyedia layanan"),
                                    ("admin", "Administrator sistem"),
                                ],
                                max_length=12,
                                verbose_name="peran",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="aktif")),
                        ("date_joined", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "region",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="users",
                                to="puskesos.region",
                            ),
                        ),
                        (
                            "provider",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="users",
                                to="puskesos.provider",
                            ),
                        ),
                        (
                            "duties",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("manager", "Manajer SLRT"),
                                        ("coordinator", "Koordinator Puskesos"),
                                        ("case_worker", "Tim kasus perempuan dan anak"),
                                        ("outreach", "Tim penjangkauan"),
                                    ],
                                    max_length=12,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="tugas",
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True,
                                help_text="for the morning's digest; empty: none is sent",
                                max_length=254,
                                verbose_name="surel",
                            ),
                        ),
                        (
                            "facilitator_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("pkh", "Pendamping PKH"),
                                    ("dtks", "Pendamping DTKS"),
                                    ("sakti_peksos", "Sakti Peksos"),
                                    ("hamlet_head", "Kepala lingkungan"),
                                    ("karang_taruna", "Karang Taruna"),
                                    ("notable", "Tokoh masyarakat"),
                                ],
                                max_length=16,
                                verbose_name="jenis fasilitator",
                            ),
                        ),
                        (
                            "villages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=13),
                                blank=True,
                                default=list,
                                help_text="further villages of a facilitator, besides the region",
                                size=None,
                                verbose_name="desa lain",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "petugas",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("role__in", ["operator", "facilitator"]),
                                        django.db.models.lookups.Exact(
                                            django.db.models.functions.text.Length("region_id"), 13
                                        ),
                                    ),
                                    models.Q(
                                        ("role", "supervisor"),
                                        django.db.models.lookups.Exact(
                                            django.db.models.functions.text.Length("region_id"), 8
                                        ),
                                    ),
                                    models.Q(
                                        ("role__in", ["dinsos", "leader", "auditor"]),
                                        django.db.models.lookups.Exact(
                                            django.db.models.functions.text.Length("region_id"), 5
                                        ),
                                    ),
                                    models.Q(
                                        ("provider__isnull", False), ("region__isnull", True), ("role", "provider")
                                    ),
                                    ("role", "admin"),
                                    _connector="OR",
                                ),
                                name="puskesos_user_role_has_its_region",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("duties", []),
                                    models.Q(("duties__contained_by", ["coordinator"]), ("role", "operator")),
                                    models.Q(("duties__contained_by", ["coordinator"]), ("role", "facilitator")),
                                    models.Q(
                                        ("duties__contained_by", ["manager", "case_worker", "outreach"]),
                                        ("role", "dinsos"),
                                    ),
                                    models.Q(("duties__contained_by", ["case_worker"]), ("role", "provider")),
                                    _connector="OR",
                                ),
                                name="puskesos_user_duties_suit_the_role",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("role", "facilitator"),
                                    models.Q(("facilitator_kind", ""), ("villages", [])),
                                    _connector="OR",
                                ),
                                name="puskesos_user_only_facilitators_have_kinds_and_villages",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonalDataRead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("target_type", models.CharField(max_length=40)),
                        ("target_id", models.CharField(max_length=40)),
                        ("fields", models.CharField(max_length=200)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "indexes": [
                            models.Index(fields=["target_type", "target_id", "at"], name="puskesos_read_of_target"),
                            models.Index(fields=["-at", "-id"], name="puskesos_reads_newest"),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="personaldataread",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="9db74d9561471bfaa1434e67861ec4032c0017ae",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_3e4e9",
                            table="puskesos_personaldataread",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Provider",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="nama")),
                        (
                            "regency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="puskesos.region"
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="alamat")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="surel")),
                        ("phone", models.CharField(blank=True, max_length=20, verbose_name="telepon")),
                    ],
                    options={
                        "verbose_name": "penyedia",
                        "constraints": [
                            models.UniqueConstraint(fields=("regency", "name"), name="puskesos_provider_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Round",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="nama")),
                        ("opens_on", models.DateField(verbose_name="dibuka")),
                        ("closes_on", models.DateField(verbose_name="ditutup")),
                        (
                            "regency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="puskesos.region"
                            ),
                        ),
                        (
                            "closed_at",
                            models.DateTimeField(blank=True, help_text="by hand, before its date or after", null=True),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("planned", "Direncanakan"), ("open", "Dibuka"), ("closed", "Ditutup")],
                                default="open",
                                max_length=8,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "periode pemutakhiran",
                        "ordering": ["-opens_on"],
                        "constraints": [
                            models.UniqueConstraint(fields=("regency", "name"), name="puskesos_round_name_once"),
                            models.CheckConstraint(
                                condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                                name="puskesos_round_closes_after_opening",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", False), ("closed_by__isnull", False), ("status", "closed")
                                    ),
                                    models.Q(
                                        models.Q(("status", "closed"), _negated=True),
                                        ("closed_at__isnull", True),
                                        ("closed_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="puskesos_round_closed_says_when_and_who",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="round",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "puskesos_roundevent" ("closed_at", "closed_by_id", "closes_on", "id", "name", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regency_id", "status") VALUES (NEW."closed_at", NEW."closed_by_id", NEW."closes_on", NEW."id", NEW."name", NEW."opens_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."regency_id", NEW."status"); RETURN NULL;',
                            hash="c691c497bea900f2f328d79f3f565021da273a2b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8513e",
                            table="puskesos_round",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="round",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "puskesos_roundevent" ("closed_at", "closed_by_id", "closes_on", "id", "name", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regency_id", "status") VALUES (NEW."closed_at", NEW."closed_by_id", NEW."closes_on", NEW."id", NEW."name", NEW."opens_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."regency_id", NEW."status"); RETURN NULL;',
                            hash="cf57c333a2a58fcf5c421094392e0b0a05804fcc",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f920f",
                            table="puskesos_round",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="RoundDeadline",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("closes_on", models.DateField(verbose_name="ditutup")),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="puskesos.region"
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deadlines",
                                to="puskesos.round",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="alasan")),
                        ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "set_by",
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
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("round", "district"), name="puskesos_one_deadline_per_district"
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="rounddeadline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "puskesos_rounddeadlineevent" ("closes_on", "district_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "round_id", "set_at", "set_by_id") VALUES (NEW."closes_on", NEW."district_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."round_id", NEW."set_at", NEW."set_by_id"); RETURN NULL;',
                            hash="c2e7a2261d49a25e60ce6db4e39eb17747cacc31",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_49baa",
                            table="puskesos_rounddeadline",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="rounddeadline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "puskesos_rounddeadlineevent" ("closes_on", "district_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "round_id", "set_at", "set_by_id") VALUES (NEW."closes_on", NEW."district_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."round_id", NEW."set_at", NEW."set_by_id"); RETURN NULL;',
                            hash="62b7e408602cd1ae81ce36c93a32af7ddddef2b7",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_adf34",
                            table="puskesos_rounddeadline",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Activity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("verb", models.CharField(max_length=60)),
                        ("target_type", models.CharField(max_length=40)),
                        ("target_id", models.CharField(max_length=40)),
                        ("region_code", models.CharField(blank=True, max_length=13)),
                        ("data", models.JSONField(default=dict)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "indexes": [
                            models.Index(fields=["target_type", "target_id", "at"], name="puskesos_activity_of_target"),
                            models.Index(fields=["region_code", "at"], name="puskesos_activity_of_region"),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="activity",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="9ec0c3f1830fc430e3d5cbc2ef9539ff70dcb8fa",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b4274",
                            table="puskesos_activity",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "purpose",
                            models.CharField(
                                choices=[("invite", "Undangan"), ("reset", "Kata sandi baru")], max_length=6
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tautan masuk",
                        "ordering": ["-made_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("used_at__isnull", True), ("revoked_at__isnull", True), _connector="OR"
                                ),
                                name="puskesos_invitation_used_or_revoked",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at__isnull", True), ("used_at__isnull", True)),
                                fields=("user",),
                                name="puskesos_one_living_invitation",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecoveryCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest", models.CharField(max_length=64)),
                        ("used_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recovery_codes",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "kode cadangan",
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "digest"), name="puskesos_recovery_code_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SecondFactor",
                    fields=[
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="second_factor",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("salt", models.BinaryField(max_length=16)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("last_step", models.BigIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "kode kedua",
                    },
                ),
                migrations.CreateModel(
                    name="Session",
                    fields=[
                        (
                            "session_key",
                            models.CharField(
                                max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                            ),
                        ),
                        ("session_data", models.TextField(verbose_name="session data")),
                        ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                        ("handle", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("device", models.CharField(blank=True, max_length=60)),
                        ("began_at", models.DateTimeField(null=True)),
                        ("seen_at", models.DateTimeField(null=True)),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sessions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "perangkat yang masuk",
                        "verbose_name_plural": "sessions",
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("returned", "Pendataan dikembalikan"),
                                    ("approved", "Pendataan disetujui"),
                                    ("batch_ready", "Batch selesai"),
                                    ("confirmed", "Warga: sudah tertangani"),
                                    ("reopened", "Warga: belum tertangani"),
                                    ("accepted", "Rujukan diterima penyedia"),
                                    ("declined", "Rujukan ditolak penyedia"),
                                    ("completed", "Rujukan tuntas"),
                                    ("handed_over", "Draf diserahkan kepada Anda"),
                                    ("extended", "Periode diperpanjang"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("target_type", models.CharField(max_length=40)),
                        ("target_id", models.CharField(max_length=40)),
                        (
                            "facts",
                            models.JSONField(
                                default=dict, help_text="counts and dates for the sentence; nothing of a person"
                            ),
                        ),
                        (
                            "count",
                            models.PositiveIntegerField(
                                default=1, help_text="how many such events, for kinds that gather"
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "pemberitahuan",
                        "indexes": [
                            models.Index(fields=["recipient", "-created_at", "-id"], name="puskesos_notices_newest"),
                            models.Index(
                                condition=models.Q(("read_at__isnull", True)),
                                fields=["recipient"],
                                name="puskesos_notices_unread",
                            ),
                            models.Index(fields=["target_type", "target_id"], name="puskesos_notices_of_target"),
                            models.Index(fields=["created_at"], name="puskesos_notices_by_age"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoundDeadlineEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("closes_on", models.DateField(verbose_name="ditutup")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="alasan")),
                        ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "district",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="puskesos.region",
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
                                to="puskesos.rounddeadline",
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
                            "set_by",
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
                    name="RoundEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=80, verbose_name="nama")),
                        ("opens_on", models.DateField(verbose_name="dibuka")),
                        ("closes_on", models.DateField(verbose_name="ditutup")),
                        (
                            "status",
                            models.CharField(
                                choices=[("planned", "Direncanakan"), ("open", "Dibuka"), ("closed", "Ditutup")],
                                default="open",
                                max_length=8,
                            ),
                        ),
                        (
                            "closed_at",
                            models.DateTimeField(blank=True, help_text="by hand, before its date or after", null=True),
                        ),
                        (
                            "closed_by",
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
                                to="puskesos.round",
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
                    name="RoundTarget",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("households", models.PositiveIntegerField(verbose_name="sasaran")),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="targets", to="puskesos.round"
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
                            models.UniqueConstraint(fields=("round", "village"), name="puskesos_one_target_per_village")
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="roundtarget",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "puskesos_roundtargetevent" ("households", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "village_id") VALUES (NEW."households", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."round_id", NEW."village_id"); RETURN NULL;',
                            hash="efe35253302acc922682b1384b5439ba7d080493",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a5ff7",
                            table="puskesos_roundtarget",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="roundtarget",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "puskesos_roundtargetevent" ("households", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "village_id") VALUES (NEW."households", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."round_id", NEW."village_id"); RETURN NULL;',
                            hash="ce8b8ae90dead2d3ca5d96c0042c1aa334ac9f68",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_44982",
                            table="puskesos_roundtarget",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="RoundTargetEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("households", models.PositiveIntegerField(verbose_name="sasaran")),
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
                                to="puskesos.roundtarget",
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
            ],
        ),
    ]
