"""Every table of households with its triggers."""

import uuid

import django.contrib.postgres.indexes
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
        ("pghistory", "0007_auto_20250421_0444"),
        ("puskesos", "0001_initial"),
    ]

    # Databases set up step by step know these as done.
    replaces = [
        ("households", "0002_two_addresses_and_reasons_to_join"),
        ("households", "0003_notes_and_transfers"),
    ]

    operations = [
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name="Dwelling",
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
                        ("latitude", models.DecimalField(decimal_places=6, max_digits=9)),
                        ("longitude", models.DecimalField(decimal_places=6, max_digits=9)),
                        ("accuracy_m", models.FloatField(null=True)),
                        ("located_at", models.DateTimeField()),
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
                        "verbose_name": "rumah",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="households_dwelling_codes_follow_village",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="dwelling",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "households_dwellingevent" ("accuracy_m", "district_code", "id", "latitude", "located_at", "longitude", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regency_code", "village_id") VALUES (NEW."accuracy_m", NEW."district_code", NEW."id", NEW."latitude", NEW."located_at", NEW."longitude", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."regency_code", NEW."village_id"); RETURN NULL;',
                            hash="3425ba2d107f1e4b1c3781d1c4d072bb4c25b731",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_debc3",
                            table="households_dwelling",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="dwelling",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "households_dwellingevent" ("accuracy_m", "district_code", "id", "latitude", "located_at", "longitude", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regency_code", "village_id") VALUES (NEW."accuracy_m", NEW."district_code", NEW."id", NEW."latitude", NEW."located_at", NEW."longitude", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."regency_code", NEW."village_id"); RETURN NULL;',
                            hash="b0593d75207974f71fe6539da2be77f329590df9",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9951b",
                            table="households_dwelling",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="DwellingEvent",
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
                        ("latitude", models.DecimalField(decimal_places=6, max_digits=9)),
                        ("longitude", models.DecimalField(decimal_places=6, max_digits=9)),
                        ("accuracy_m", models.FloatField(null=True)),
                        ("located_at", models.DateTimeField()),
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
                                to="households.dwelling",
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
                    name="Household",
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
                        ("head_name", models.CharField(max_length=120, verbose_name="nama kepala keluarga")),
                        ("address", models.CharField(max_length=200, verbose_name="alamat")),
                        ("dusun", models.CharField(blank=True, max_length=80, verbose_name="dusun/lingkungan")),
                        ("rt", models.CharField(blank=True, max_length=3, verbose_name="RT")),
                        ("rw", models.CharField(blank=True, max_length=3, verbose_name="RW")),
                        ("phone", models.CharField(blank=True, max_length=16, verbose_name="nomor HP")),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("closed_on", models.DateField(blank=True, null=True)),
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
                            "dwelling",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="households",
                                to="households.dwelling",
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
                            "kk",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="households.identitynumber",
                            ),
                        ),
                        (
                            "card_address",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=200, verbose_name="alamat di KK"
                            ),
                        ),
                        (
                            "card_region",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=13,
                                verbose_name="desa/kelurahan di KK",
                            ),
                        ),
                        (
                            "housing",
                            models.CharField(db_default="1", default="1", max_length=2, verbose_name="tempat tinggal"),
                        ),
                    ],
                    options={
                        "verbose_name": "keluarga",
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["village", "head_name", "id"], name="households_by_village"),
                            models.Index(fields=["district_code", "head_name", "id"], name="households_by_district"),
                            models.Index(fields=["regency_code", "head_name", "id"], name="households_by_regency"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="households_household_codes_follow_village",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("closed_on__isnull", True)),
                                fields=("kk",),
                                name="households_one_active_household_per_kk",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("card_address", ""), ("card_region", "")),
                                    models.Q(
                                        models.Q(("card_address", ""), _negated=True),
                                        ("card_region__regex", "^[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}\\.[0-9]{4}$"),
                                    ),
                                    _connector="OR",
                                ),
                                name="households_card_address_has_its_village",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="household",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "households_householdevent" ("address", "card_address", "card_region", "closed_on", "created_at", "created_by_id", "district_code", "dusun", "dwelling_id", "head_name", "housing", "id", "kk_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "regency_code", "revision", "rt", "rw", "village_id") VALUES (NEW."address", NEW."card_address", NEW."card_region", NEW."closed_on", NEW."created_at", NEW."created_by_id", NEW."district_code", NEW."dusun", NEW."dwelling_id", NEW."head_name", NEW."housing", NEW."id", NEW."kk_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."regency_code", NEW."revision", NEW."rt", NEW."rw", NEW."village_id"); RETURN NULL;',
                            hash="ab486236dd5f45111e02fbc76d2ab14bb4b2cb6f",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_eae56",
                            table="households_household",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="household",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "households_householdevent" ("address", "card_address", "card_region", "closed_on", "created_at", "created_by_id", "district_code", "dusun", "dwelling_id", "head_name", "housing", "id", "kk_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "regency_code", "revision", "rt", "rw", "village_id") VALUES (NEW."address", NEW."card_address", NEW."card_region", NEW."closed_on", NEW."created_at", NEW."created_by_id", NEW."district_code", NEW."dusun", NEW."dwelling_id", NEW."head_name", NEW."housing", NEW."id", NEW."kk_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."regency_code", NEW."revision", NEW."rt", NEW."rw", NEW."village_id"); RETURN NULL;',
                            hash="bb7970537483b4d4a756c2220e3b5945753a14b6",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_d279e",
                            table="households_household",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="IdentityNumber",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(choices=[("nik", "NIK"), ("kk", "No. KK")], max_length=3)),
                        ("cipher", models.BinaryField(max_length=80)),
                        ("blind_index", models.BinaryField(max_length=32)),
                        ("masked", models.CharField(max_length=16)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("blind_index", "kind"), name="households_identity_number_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HouseholdEvent",
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
                        ("head_name", models.CharField(max_length=120, verbose_name="nama kepala keluarga")),
                        ("address", models.CharField(max_length=200, verbose_name="alamat")),
                        ("dusun", models.CharField(blank=True, max_length=80, verbose_name="dusun/lingkungan")),
                        ("rt", models.CharField(blank=True, max_length=3, verbose_name="RT")),
                        ("rw", models.CharField(blank=True, max_length=3, verbose_name="RW")),
                        ("phone", models.CharField(blank=True, max_length=16, verbose_name="nomor HP")),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("closed_on", models.DateField(blank=True, null=True)),
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
                            "dwelling",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="households.dwelling",
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
                                to="households.household",
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
                            "kk",
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
                            "card_address",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=200, verbose_name="alamat di KK"
                            ),
                        ),
                        (
                            "card_region",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=13,
                                verbose_name="desa/kelurahan di KK",
                            ),
                        ),
                        (
                            "housing",
                            models.CharField(db_default="1", default="1", max_length=2, verbose_name="tempat tinggal"),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Member",
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
                        ("order", models.PositiveSmallIntegerField(default=1)),
                        ("identity_status", models.CharField(default="1", max_length=2, verbose_name="status NIK")),
                        ("name", models.CharField(max_length=120, verbose_name="nama sesuai KTP")),
                        ("birth_place", models.CharField(blank=True, max_length=80, verbose_name="tempat lahir")),
                        ("birth_date", models.DateField(blank=True, null=True, verbose_name="tanggal lahir")),
                        ("sex", models.CharField(max_length=2, verbose_name="jenis kelamin")),
                        ("relation", models.CharField(max_length=2, verbose_name="hubungan dengan kepala keluarga")),
                        ("marital", models.CharField(blank=True, max_length=2, verbose_name="status perkawinan")),
                        ("education", models.CharField(blank=True, max_length=2, verbose_name="pendidikan terakhir")),
                        ("work_status", models.CharField(blank=True, max_length=2, verbose_name="status pekerjaan")),
                        ("sector", models.CharField(blank=True, max_length=2, verbose_name="lapangan usaha")),
                        ("disability", models.CharField(blank=True, max_length=2, verbose_name="disabilitas")),
                        ("chronic_illness", models.CharField(blank=True, max_length=2, verbose_name="penyakit kronis")),
                        ("pregnant", models.BooleanField(default=False, verbose_name="sedang hamil")),
                        ("mother_name", models.CharField(blank=True, max_length=120, verbose_name="nama ibu kandung")),
                        ("joined_on", models.DateField(verbose_name="masuk pada")),
                        ("left_on", models.DateField(blank=True, null=True, verbose_name="keluar pada")),
                        ("leave_reason", models.CharField(blank=True, max_length=2, verbose_name="alasan keluar")),
                        (
                            "household",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="households.household",
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
                        (
                            "first",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="later",
                                to="households.member",
                            ),
                        ),
                        (
                            "join_reason",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=2, verbose_name="alasan masuk"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "anggota",
                        "ordering": ["order", "pk"],
                        "abstract": False,
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("name"), name="gin_trgm_ops"
                                ),
                                name="households_member_name_trgm",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="households_member_codes_follow_village",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("left_on__isnull", True)),
                                fields=("nik",),
                                name="households_one_active_membership_per_nik",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("left_on__isnull", True), ("relation", "1")),
                                fields=("household",),
                                name="households_one_head_per_household",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("pregnant", False), ("sex", "2"), _connector="OR"),
                                name="households_only_women_are_pregnant",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("leave_reason", ""), ("left_on__isnull", True)),
                                    models.Q(("left_on__isnull", False), models.Q(("leave_reason", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="households_leaving_has_a_reason",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="member",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "households_memberevent" ("birth_date", "birth_place", "chronic_illness", "disability", "district_code", "education", "first_id", "household_id", "id", "identity_status", "join_reason", "joined_on", "leave_reason", "left_on", "marital", "mother_name", "name", "nik_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pregnant", "regency_code", "relation", "sector", "sex", "village_id", "work_status") VALUES (NEW."birth_date", NEW."birth_place", NEW."chronic_illness", NEW."disability", NEW."district_code", NEW."education", NEW."first_id", NEW."household_id", NEW."id", NEW."identity_status", NEW."join_reason", NEW."joined_on", NEW."leave_reason", NEW."left_on", NEW."marital", NEW."mother_name", NEW."name", NEW."nik_id", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pregnant", NEW."regency_code", NEW."relation", NEW."sector", NEW."sex", NEW."village_id", NEW."work_status"); RETURN NULL;',
                            hash="061bc73af6d78a5872b533ac1b97690a701336cb",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_6fdfd",
                            table="households_member",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="member",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "households_memberevent" ("birth_date", "birth_place", "chronic_illness", "disability", "district_code", "education", "first_id", "household_id", "id", "identity_status", "join_reason", "joined_on", "leave_reason", "left_on", "marital", "mother_name", "name", "nik_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pregnant", "regency_code", "relation", "sector", "sex", "village_id", "work_status") VALUES (NEW."birth_date", NEW."birth_place", NEW."chronic_illness", NEW."disability", NEW."district_code", NEW."education", NEW."first_id", NEW."household_id", NEW."id", NEW."identity_status", NEW."join_reason", NEW."joined_on", NEW."leave_reason", NEW."left_on", NEW."marital", NEW."mother_name", NEW."name", NEW."nik_id", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pregnant", NEW."regency_code", NEW."relation", NEW."sector", NEW."sex", NEW."village_id", NEW."work_status"); RETURN NULL;',
                            hash="da7434dc329c48127909a23e62bacc28bab68021",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_733b8",
                            table="households_member",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="MemberEvent",
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
                        ("order", models.PositiveSmallIntegerField(default=1)),
                        ("identity_status", models.CharField(default="1", max_length=2, verbose_name="status NIK")),
                        ("name", models.CharField(max_length=120, verbose_name="nama sesuai KTP")),
                        ("birth_place", models.CharField(blank=True, max_length=80, verbose_name="tempat lahir")),
                        ("birth_date", models.DateField(blank=True, null=True, verbose_name="tanggal lahir")),
                        ("sex", models.CharField(max_length=2, verbose_name="jenis kelamin")),
                        ("relation", models.CharField(max_length=2, verbose_name="hubungan dengan kepala keluarga")),
                        ("marital", models.CharField(blank=True, max_length=2, verbose_name="status perkawinan")),
                        ("education", models.CharField(blank=True, max_length=2, verbose_name="pendidikan terakhir")),
                        ("work_status", models.CharField(blank=True, max_length=2, verbose_name="status pekerjaan")),
                        ("sector", models.CharField(blank=True, max_length=2, verbose_name="lapangan usaha")),
                        ("disability", models.CharField(blank=True, max_length=2, verbose_name="disabilitas")),
                        ("chronic_illness", models.CharField(blank=True, max_length=2, verbose_name="penyakit kronis")),
                        ("pregnant", models.BooleanField(default=False, verbose_name="sedang hamil")),
                        ("mother_name", models.CharField(blank=True, max_length=120, verbose_name="nama ibu kandung")),
                        ("joined_on", models.DateField(verbose_name="masuk pada")),
                        ("left_on", models.DateField(blank=True, null=True, verbose_name="keluar pada")),
                        ("leave_reason", models.CharField(blank=True, max_length=2, verbose_name="alasan keluar")),
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
                                to="households.member",
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
                            "first",
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
                            "join_reason",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=2, verbose_name="alasan masuk"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Note",
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
                        ("text", models.TextField(max_length=1000, verbose_name="catatan")),
                        ("at", models.DateTimeField()),
                        ("struck_at", models.DateTimeField(blank=True, null=True)),
                        ("strike_reason", models.CharField(blank=True, max_length=300, verbose_name="alasan dicoret")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "household",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes",
                                to="households.household",
                            ),
                        ),
                        (
                            "struck_by",
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
                        "verbose_name": "catatan",
                        "ordering": ["-at", "-pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["household", "-at", "-id"], name="households_notes_newest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="households_note_codes_follow_village",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("strike_reason", ""), ("struck_at__isnull", True), ("struck_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("struck_at__isnull", False),
                                        ("struck_by__isnull", False),
                                        models.Q(("strike_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="households_note_struck_by_somebody_for_a_reason",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="note",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "households_noteevent" ("at", "by_id", "district_code", "household_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regency_code", "strike_reason", "struck_at", "struck_by_id", "text", "village_id") VALUES (NEW."at", NEW."by_id", NEW."district_code", NEW."household_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."regency_code", NEW."strike_reason", NEW."struck_at", NEW."struck_by_id", NEW."text", NEW."village_id"); RETURN NULL;',
                            hash="29ac07cf182624952ed52dba5a7b7348857282ea",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_6ca60",
                            table="households_note",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="note",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "households_noteevent" ("at", "by_id", "district_code", "household_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regency_code", "strike_reason", "struck_at", "struck_by_id", "text", "village_id") VALUES (NEW."at", NEW."by_id", NEW."district_code", NEW."household_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."regency_code", NEW."strike_reason", NEW."struck_at", NEW."struck_by_id", NEW."text", NEW."village_id"); RETURN NULL;',
                            hash="e4b377611dbda809f9cc61ff02ddf5065389d797",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b0e7e",
                            table="households_note",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="NoteEvent",
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
                        ("text", models.TextField(max_length=1000, verbose_name="catatan")),
                        ("at", models.DateTimeField()),
                        ("struck_at", models.DateTimeField(blank=True, null=True)),
                        ("strike_reason", models.CharField(blank=True, max_length=300, verbose_name="alasan dicoret")),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
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
                                to="households.note",
                            ),
                        ),
                        (
                            "struck_by",
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
                    name="Transfer",
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
                        ("reason", models.CharField(max_length=2, verbose_name="alasan pindah")),
                        ("moved_on", models.DateField(verbose_name="pindah pada")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "Menunggu desa tujuan"),
                                    ("accepted", "Diterima"),
                                    ("declined", "Ditolak"),
                                    ("withdrawn", "Ditarik kembali"),
                                ],
                                default="proposed",
                                max_length=12,
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("decline_reason", models.CharField(blank=True, max_length=300, verbose_name="alasan ditolak")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "card",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="households.identitynumber",
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
                            "household",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transfers",
                                to="households.household",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transfers",
                                to="households.member",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="puskesos.region"
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
                        "verbose_name": "kepindahan",
                        "ordering": ["-asked_at", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["target", "status", "asked_at"], name="households_transfers_in"),
                            models.Index(fields=["village", "status", "asked_at"], name="households_transfers_out"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("district_code", django.db.models.functions.text.Left("village_id", 8)),
                                    ("regency_code", django.db.models.functions.text.Left("village_id", 5)),
                                ),
                                name="households_transfer_codes_follow_village",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "proposed")),
                                fields=("household", "member"),
                                name="households_one_waiting_transfer_each",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("status", "proposed"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "proposed"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="households_transfer_decided_at_with_by",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="transfer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "households_transferevent" ("asked_at", "asked_by_id", "card_id", "decided_at", "decided_by_id", "decline_reason", "district_code", "household_id", "id", "member_id", "moved_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "regency_code", "status", "target_id", "village_id") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."card_id", NEW."decided_at", NEW."decided_by_id", NEW."decline_reason", NEW."district_code", NEW."household_id", NEW."id", NEW."member_id", NEW."moved_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."regency_code", NEW."status", NEW."target_id", NEW."village_id"); RETURN NULL;',
                            hash="dd91308b4d24aa1f1413bb5d7c9f59d836663ec2",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e8010",
                            table="households_transfer",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="transfer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "households_transferevent" ("asked_at", "asked_by_id", "card_id", "decided_at", "decided_by_id", "decline_reason", "district_code", "household_id", "id", "member_id", "moved_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "regency_code", "status", "target_id", "village_id") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."card_id", NEW."decided_at", NEW."decided_by_id", NEW."decline_reason", NEW."district_code", NEW."household_id", NEW."id", NEW."member_id", NEW."moved_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."regency_code", NEW."status", NEW."target_id", NEW."village_id"); RETURN NULL;',
                            hash="26fde933e470db8e9d99ae888e029a50cf208254",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_57d25",
                            table="households_transfer",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="TransferEvent",
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
                        ("reason", models.CharField(max_length=2, verbose_name="alasan pindah")),
                        ("moved_on", models.DateField(verbose_name="pindah pada")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "Menunggu desa tujuan"),
                                    ("accepted", "Diterima"),
                                    ("declined", "Ditolak"),
                                    ("withdrawn", "Ditarik kembali"),
                                ],
                                default="proposed",
                                max_length=12,
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("decline_reason", models.CharField(blank=True, max_length=300, verbose_name="alasan ditolak")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "card",
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
                                to="households.transfer",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="puskesos.region",
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
