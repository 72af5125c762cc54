"""Questions that an instructor writes for their own classes alone.

The table of questions, which gets an index of few rows and a check, holds some thousands: the bank of a library.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0012_drill_limits"),
        ("quizzes", "0057_days_off"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="state",
            field=models.CharField(
                choices=[
                    ("live", "live"),
                    ("needs-review", "needs review"),
                    ("rejected", "rejected by an editor"),
                    ("retired", "retired: its source is gone"),
                    ("owned", "asked in its owner’s classes alone"),
                ],
                default="live",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="questiondecision",
            name="state",
            field=models.CharField(
                choices=[
                    ("live", "live"),
                    ("needs-review", "needs review"),
                    ("rejected", "rejected by an editor"),
                    ("retired", "retired: its source is gone"),
                    ("owned", "asked in its owner’s classes alone"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("owner__isnull", False)), fields=["owner"], name="question_of_owner"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("owner__isnull", True), models.Q(("state", "owned"), _negated=True)),
                    models.Q(("owner__isnull", False), ("state__in", ["owned", "retired"])),
                    _connector="OR",
                ),
                name="question_owned_is_not_live",
            ),
        ),
    ]
