"""Drafts, photos and keys of phones; what a draft on a phone says of an assessment."""

import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
import puskesos.scope
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0001_initial'),
        ('puskesos', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DeviceKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('label', models.CharField(max_length=80, verbose_name='ponsel')),
                ('cipher', models.BinaryField(max_length=200)),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'kunci ponsel',
            },
        ),
        migrations.CreateModel(
            name='FieldDraft',
            fields=[
                ('district_code', puskesos.scope.CodePrefixField(editable=False, max_length=8, source='village_id')),
                ('regency_code', puskesos.scope.CodePrefixField(editable=False, max_length=5, source='village_id')),
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('revision', models.UUIDField()),
                ('instrument_id', models.BigIntegerField()),
                ('cipher', models.BinaryField()),
                ('content_sha256', models.CharField(max_length=64)),
                ('problems', models.JSONField(blank=True, default=dict)),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('received_at', models.DateTimeField()),
                ('clock_skew_s', models.IntegerField(default=0)),
            ],
            options={
                'verbose_name': 'draf lapangan',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FieldRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.UUIDField()),
                ('parent', models.UUIDField(blank=True, null=True)),
                ('content_sha256', models.CharField(max_length=64)),
                ('device', models.UUIDField()),
                ('received_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'revisi draf lapangan',
            },
        ),
        migrations.CreateModel(
            name='PhotoUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_sha256', models.CharField(max_length=64)),
                ('path', models.CharField(max_length=120)),
                ('sha256', models.CharField(max_length=64)),
                ('width', models.PositiveSmallIntegerField()),
                ('height', models.PositiveSmallIntegerField()),
                ('bytes', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'foto diterima',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='assessment',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='assessment',
            name='update_update',
        ),
        migrations.AddField(
            model_name='assessment',
            name='answers_received_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='assessment',
            name='draft_revision',
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='assessment',
            name='finished_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='assessment',
            name='is_late',
            field=models.BooleanField(db_default=False, default=False, verbose_name='terlambat sinkron'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='manifest',
            field=models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name='assessment',
            name='note',
            field=models.TextField(blank=True, db_default='', default='', verbose_name='catatan kunjungan'),
        ),
        migrations.AddField(
            model_name='assessmentevent',
            name='answers_received_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='assessmentevent',
            name='finished_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='assessmentevent',
            name='is_late',
            field=models.BooleanField(db_default=False, default=False, verbose_name='terlambat sinkron'),
        ),
        migrations.AddField(
            model_name='assessmentevent',
            name='note',
            field=models.TextField(blank=True, db_default='', default='', verbose_name='catatan kunjungan'),
        ),
        migrations.AddField(
            model_name='photo',
            name='gallery_reason',
            field=models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='alasan dari galeri'),
        ),
        migrations.AddField(
            model_name='photo',
            name='is_broken',
            field=models.BooleanField(db_default=False, default=False, verbose_name='foto bermasalah'),
        ),
        migrations.AddField(
            model_name='photo',
            name='is_examined',
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(condition=models.Q(('is_examined', False)), fields=['uploaded_at'], name='assessment_photo_to_examine'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "assessment_assessmentevent" ("accuracy_m", "answers_received_at", "approved_at", "approved_by_id", "band", "criteria", "district_code", "finished_at", "household_id", "id", "identity_confirmed_at", "instrument_id", "is_late", "latitude", "located_at", "longitude", "note", "overrides", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_reason", "poverty_line_rp", "receipt_number", "regency_code", "returned_at", "returned_by_id", "revision", "round_id", "score", "started_at", "status", "submitted_at", "submitted_by_id", "surveyor_id", "village_id") VALUES (NEW."accuracy_m", NEW."answers_received_at", NEW."approved_at", NEW."approved_by_id", NEW."band", NEW."criteria", NEW."district_code", NEW."finished_at", NEW."household_id", NEW."id", NEW."identity_confirmed_at", NEW."instrument_id", NEW."is_late", NEW."latitude", NEW."located_at", NEW."longitude", NEW."note", NEW."overrides", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position_reason", NEW."poverty_line_rp", NEW."receipt_number", NEW."regency_code", NEW."returned_at", NEW."returned_by_id", NEW."revision", NEW."round_id", NEW."score", NEW."started_at", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."surveyor_id", NEW."village_id"); RETURN NULL;', hash='f7d863d6b4e4eb3378b56fc26058932c5c4073c7', operation='INSERT', pgid='pgtrigger_insert_insert_a386a', table='assessment_assessment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."accuracy_m" IS DISTINCT FROM (NEW."accuracy_m") OR OLD."answers_received_at" IS DISTINCT FROM (NEW."answers_received_at") OR OLD."approved_at" IS DISTINCT FROM (NEW."approved_at") OR OLD."approved_by_id" IS DISTINCT FROM (NEW."approved_by_id") OR OLD."band" IS DISTINCT FROM (NEW."band") OR OLD."criteria" IS DISTINCT FROM (NEW."criteria") OR OLD."district_code" IS DISTINCT FROM (NEW."district_code") OR OLD."finished_at" IS DISTINCT FROM (NEW."finished_at") OR OLD."household_id" IS DISTINCT FROM (NEW."household_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."identity_confirmed_at" IS DISTINCT FROM (NEW."identity_confirmed_at") OR OLD."instrument_id" IS DISTINCT FROM (NEW."instrument_id") OR OLD."is_late" IS DISTINCT FROM (NEW."is_late") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."located_at" IS DISTINCT FROM (NEW."located_at") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."overrides" IS DISTINCT FROM (NEW."overrides") OR OLD."position_reason" IS DISTINCT FROM (NEW."position_reason") OR OLD."poverty_line_rp" IS DISTINCT FROM (NEW."poverty_line_rp") OR OLD."receipt_number" IS DISTINCT FROM (NEW."receipt_number") OR OLD."regency_code" IS DISTINCT FROM (NEW."regency_code") OR OLD."returned_at" IS DISTINCT FROM (NEW."returned_at") OR OLD."returned_by_id" IS DISTINCT FROM (NEW."returned_by_id") OR OLD."revision" IS DISTINCT FROM (NEW."revision") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."score" IS DISTINCT FROM (NEW."score") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."submitted_by_id" IS DISTINCT FROM (NEW."submitted_by_id") OR OLD."surveyor_id" IS DISTINCT FROM (NEW."surveyor_id") OR OLD."village_id" IS DISTINCT FROM (NEW."village_id"))', func='INSERT INTO "assessment_assessmentevent" ("accuracy_m", "answers_received_at", "approved_at", "approved_by_id", "band", "criteria", "district_code", "finished_at", "household_id", "id", "identity_confirmed_at", "instrument_id", "is_late", "latitude", "located_at", "longitude", "note", "overrides", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_reason", "poverty_line_rp", "receipt_number", "regency_code", "returned_at", "returned_by_id", "revision", "round_id", "score", "started_at", "status", "submitted_at", "submitted_by_id", "surveyor_id", "village_id") VALUES (NEW."accuracy_m", NEW."answers_received_at", NEW."approved_at", NEW."approved_by_id", NEW."band", NEW."criteria", NEW."district_code", NEW."finished_at", NEW."household_id", NEW."id", NEW."identity_confirmed_at", NEW."instrument_id", NEW."is_late", NEW."latitude", NEW."located_at", NEW."longitude", NEW."note", NEW."overrides", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position_reason", NEW."poverty_line_rp", NEW."receipt_number", NEW."regency_code", NEW."returned_at", NEW."returned_by_id", NEW."revision", NEW."round_id", NEW."score", NEW."started_at", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."surveyor_id", NEW."village_id"); RETURN NULL;', hash='e8ec03dd1edf2f9ccb7c98886ef507c60c80ca98', operation='UPDATE', pgid='pgtrigger_update_update_9e654', table='assessment_assessment', when='AFTER')),
        ),
        migrations.AddField(
            model_name='devicekey',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='device_keys', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='fielddraft',
            name='assessment',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='field_draft', to='assessment.assessment'),
        ),
        migrations.AddField(
            model_name='fielddraft',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='fielddraft',
            name='village',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='puskesos.region'),
        ),
        migrations.AddField(
            model_name='fieldrevision',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='fieldrevision',
            name='draft',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='assessment.fielddraft'),
        ),
        migrations.AddField(
            model_name='photoupload',
            name='by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='fielddraft',
            index=models.Index(condition=models.Q(('assessment__isnull', True)), fields=['owner'], name='assessment_draft_not_begun'),
        ),
        migrations.AddConstraint(
            model_name='fielddraft',
            constraint=models.CheckConstraint(condition=models.Q(('district_code', django.db.models.functions.text.Left('village_id', 8)), ('regency_code', django.db.models.functions.text.Left('village_id', 5))), name='assessment_fielddraft_codes_follow_village'),
        ),
        migrations.AddConstraint(
            model_name='fieldrevision',
            constraint=models.UniqueConstraint(fields=('draft', 'revision'), name='assessment_field_revision_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fieldrevision',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f7782a6151fbd00a9ccf6f9f71574b3966079348', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f2e1f', table='assessment_fieldrevision', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='photoupload',
            index=models.Index(fields=['by', 'at'], name='assessment_received_by_day'),
        ),
        migrations.AddIndex(
            model_name='photoupload',
            index=models.Index(fields=['path'], name='assessment_received_by_path'),
        ),
        migrations.AddConstraint(
            model_name='photoupload',
            constraint=models.UniqueConstraint(fields=('by', 'client_sha256'), name='assessment_photo_received_once'),
        ),
    ]
