import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PERSON = {
    "null": True,
    "on_delete": django.db.models.deletion.SET_NULL,
    "related_name": "+",
    "to": settings.AUTH_USER_MODEL,
}


class Migration(migrations.Migration):
    """What one person's terms are, what was done to the end of an attempt and why it ends when it does, and each mark
    that was ever given."""

    dependencies = [
        ("quizzes", "0032_rules_of_old_attempts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="receipt",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("extended", "Given more time"), ("reopened", "Reopened"), ("closed", "Closed")],
                        max_length=8,
                    ),
                ),
                ("seconds", models.PositiveIntegerField(default=0)),
                ("why", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                ("key", models.UUIDField(unique=True)),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="extensions", to="quizzes.attempt"
                    ),
                ),
                ("by", models.ForeignKey(**PERSON)),
            ],
            options={"ordering": ["at", "pk"]},
        ),
        migrations.CreateModel(
            name="Grading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("share", models.FloatField(blank=True, null=True)),
                (
                    "rules",
                    models.CharField(
                        choices=[
                            ("marked", "By its question"),
                            ("stored", "As it was stored before marks were kept one by one"),
                            ("claimed", "Set aside: its spelling is with the editors"),
                            ("accepted", "Its spelling was accepted"),
                            ("regraded", "By its question as corrected"),
                            ("dropped", "The question was dropped"),
                            ("credited", "Full marks for everybody"),
                            ("overridden", "By a person"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("why", models.CharField(blank=True, db_default="", default="", max_length=500)),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gradings",
                        to="quizzes.answer",
                    ),
                ),
                ("by", models.ForeignKey(blank=True, **PERSON)),
                (
                    "question",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gradings",
                        to="quizzes.attemptquestion",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["question", "-id"], name="grading_that_holds")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share__isnull", True),
                            models.Q(("share__gte", 0), ("share__lte", 1)),
                            _connector="OR",
                        ),
                        name="grading_is_a_share",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Terms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opens", models.DateTimeField(blank=True, null=True)),
                ("closes", models.DateTimeField(blank=True, null=True)),
                ("limit", models.PositiveIntegerField(blank=True, null=True)),
                ("factor", models.FloatField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("why", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                ("key", models.UUIDField(unique=True)),
                ("by", models.ForeignKey(**PERSON)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "quiz",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="terms",
                        to="quizzes.quiz",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["quiz", "learner", "-id"], name="terms_that_hold")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens__isnull", True),
                            ("closes__isnull", True),
                            ("opens__lt", models.F("closes")),
                            _connector="OR",
                        ),
                        name="terms_open_before_they_close",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("factor__isnull", True),
                            models.Q(("factor__gte", 0.25), ("factor__lte", 10)),
                            _connector="OR",
                        ),
                        name="terms_factor",
                    ),
                ],
            },
        ),
    ]
