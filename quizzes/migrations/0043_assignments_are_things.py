"""Assignments get a title, what they cover and ask, dates, and what was agreed and frozen. Nothing rests on it yet.

What is unique there locks the table of assignments, which is small: a row for each phase that a class was given.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0012_drill_limits"),
        ("quizzes", "0042_acts_that_name_a_review"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrangement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("extended", "Another due date"),
                            ("extra_time", "More time in its quizzes"),
                            ("excused", "Excused"),
                            ("lifted", "No longer excused"),
                        ],
                        max_length=10,
                    ),
                ),
                ("due", models.DateTimeField(blank=True, null=True)),
                ("factor", models.FloatField(blank=True, null=True)),
                ("why", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                ("key", models.UUIDField(unique=True)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Requirement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("read", "Pages read"),
                            ("introduced", "Facts introduced"),
                            ("recall", "Expected recall on the due date"),
                            ("quiz", "A quiz"),
                            ("answered", "Facts answered in a quiz"),
                        ],
                        max_length=12,
                    ),
                ),
                ("share", models.FloatField(blank=True, null=True)),
                ("number", models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("due", "It was due"),
                            ("closing", "It closed"),
                            ("extended", "The due date was moved"),
                            ("excused", "The learner was excused"),
                            ("lifted", "The learner is no longer excused"),
                            ("regraded", "A quiz was graded anew"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("met", "Done"),
                            ("late", "Done late"),
                            ("missed", "Not done"),
                            ("excused", "Excused"),
                        ],
                        max_length=7,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                ("score", models.FloatField()),
                ("recall", models.FloatField()),
                ("quizzed", models.FloatField()),
                ("parts", models.JSONField(default=list)),
                ("why", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="assignment",
            name="closes",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="assignment",
            name="due",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="assignment",
            name="key",
            field=models.UUIDField(blank=True, help_text="Idempotency key of its making.", null=True),
        ),
        migrations.AddField(
            model_name="assignment",
            name="late",
            field=models.CharField(
                choices=[
                    ("none", "Late work counts like any other"),
                    ("marked", "Late work counts, and is marked late"),
                    ("closed", "Late work does not count"),
                ],
                db_default="none",
                default="none",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="opens",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="assignment",
            name="persons",
            field=models.ManyToManyField(blank=True, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="assignment",
            name="phases",
            field=models.ManyToManyField(blank=True, related_name="+", to="content.phase"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="published_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="assignment",
            name="title",
            field=models.CharField(db_default="", default="", max_length=120),
        ),
        migrations.AddField(
            model_name="assignment",
            name="topics",
            field=models.ManyToManyField(blank=True, related_name="+", to="content.topic"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="cohort",
            name="time_zone",
            field=models.CharField(db_default="UTC", default="UTC", help_text="In which its dates are.", max_length=64),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(fields=("cohort", "key"), name="assignment_made_once"),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("published_at__isnull", True), ("due__isnull", False), _connector="OR"),
                name="assignment_given_has_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("opens__isnull", True), ("due__isnull", True), ("opens__lt", models.F("due")), _connector="OR"
                    ),
                    models.Q(
                        ("closes__isnull", True),
                        ("due__isnull", True),
                        ("closes__gte", models.F("due")),
                        _connector="OR",
                    ),
                ),
                name="assignment_in_order",
            ),
        ),
        migrations.AddField(
            model_name="arrangement",
            name="assignment",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="arrangements",
                to="quizzes.assignment",
            ),
        ),
        migrations.AddField(
            model_name="arrangement",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="arrangement",
            name="learner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="requirement",
            name="assignment",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="requirements",
                to="quizzes.assignment",
            ),
        ),
        migrations.AddField(
            model_name="requirement",
            name="quiz",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="quizzes.quiz"
            ),
        ),
        migrations.AddField(
            model_name="snapshot",
            name="assignment",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="snapshots",
                to="quizzes.assignment",
            ),
        ),
        migrations.AddField(
            model_name="snapshot",
            name="learner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="arrangement",
            index=models.Index(fields=["assignment", "learner"], name="arrangement_that_holds"),
        ),
        migrations.AddConstraint(
            model_name="arrangement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due__isnull", False), ("kind", "extended")),
                    models.Q(models.Q(("kind", "extended"), _negated=True), ("due__isnull", True)),
                    _connector="OR",
                ),
                name="arrangement_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="arrangement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("factor__gte", 1), ("factor__lte", 10), ("kind", "extra_time")),
                    models.Q(models.Q(("kind", "extra_time"), _negated=True), ("factor__isnull", True)),
                    _connector="OR",
                ),
                name="arrangement_factor",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.UniqueConstraint(
                fields=("assignment", "kind", "quiz"), name="requirement_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "answered"), ("number__gte", 1), ("share__isnull", True)),
                    models.Q(
                        models.Q(("kind", "answered"), _negated=True),
                        ("number__isnull", True),
                        ("share__gt", 0),
                        ("share__lte", 1),
                    ),
                    _connector="OR",
                ),
                name="requirement_measure",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "quiz"), ("quiz__isnull", False)),
                    models.Q(models.Q(("kind", "quiz"), _negated=True), ("quiz__isnull", True)),
                    _connector="OR",
                ),
                name="requirement_quiz",
            ),
        ),
        migrations.AddIndex(
            model_name="snapshot",
            index=models.Index(fields=["assignment", "learner", "-id"], name="snapshot_that_counts"),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reason__in", ["due", "closing"])),
                fields=("assignment", "learner", "reason", "at"),
                name="snapshot_once",
            ),
        ),
    ]
