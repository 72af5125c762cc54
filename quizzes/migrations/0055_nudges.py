"""Nudges, and when there is something to tell of an assignment.

The index locks the table of assignments for an instant alone: there are a few for each class.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0054_attempts_that_are_untold"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Nudge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "why",
                    models.CharField(
                        help_text="Why they were thought to be at risk, as it stood then.", max_length=300
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("goes_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                ("taken_back_at", models.DateTimeField(null=True)),
                ("key", models.UUIDField(help_text="Idempotency key of its form.")),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="assignment",
            name="tell_at",
            field=models.DateTimeField(editable=False, help_text="When there is something to tell next.", null=True),
        ),
        migrations.AddField(
            model_name="assignment",
            name="told_until",
            field=models.DateTimeField(editable=False, help_text="What happened before was told.", null=True),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("tell_at__isnull", False)), fields=["tell_at"], name="assignment_to_tell"
            ),
        ),
        migrations.AddField(
            model_name="nudge",
            name="assignment",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="nudges",
                to="quizzes.assignment",
            ),
        ),
        migrations.AddField(
            model_name="nudge",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="nudge",
            name="learner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="nudge",
            index=models.Index(fields=["assignment", "learner", "-at"], name="nudge_latest"),
        ),
        migrations.AddIndex(
            model_name="nudge",
            index=models.Index(
                condition=models.Q(("taken_back_at", None), ("told_at", None)), fields=["goes_at"], name="nudge_untold"
            ),
        ),
        migrations.AddConstraint(
            model_name="nudge",
            constraint=models.UniqueConstraint(fields=("by", "key"), name="nudge_once"),
        ),
        migrations.AddConstraint(
            model_name="nudge",
            constraint=models.CheckConstraint(
                condition=models.Q(("told_at__isnull", True), ("taken_back_at__isnull", True), _connector="OR"),
                name="nudge_told_or_taken_back",
            ),
        ),
    ]
