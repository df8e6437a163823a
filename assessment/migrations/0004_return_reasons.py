import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0003_review_undo"),
        ("puskesos", "0003_user_email"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReturnReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            options={"verbose_name": "alasan pengembalian", "ordering": ["kind", "text"]},
        ),
        migrations.AddConstraint(
            model_name="returnreason",
            constraint=models.UniqueConstraint(
                fields=("regency", "kind", "text"), name="assessment_return_reason_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="returnreason",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retired_at__isnull", True), ("retired_by__isnull", True)),
                    models.Q(("retired_at__isnull", False), ("retired_by__isnull", False)),
                    _connector="OR",
                ),
                name="assessment_reason_retired_at_with_by",
            ),
        ),
        migrations.AddField(
            model_name="reviewpoint",
            name="chosen",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="assessment.returnreason",
            ),
        ),
    ]
