import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    """A quiz is a row, and an attempt keeps the rules that it began under. Attempts are many: they are looked through,
    and their indexes built, by the next."""

    dependencies = [
        ("content", "0012_drill_limits"),
        ("quizzes", "0029_calendar_address"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Quiz",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, unique=True)),
                ("title", models.CharField(max_length=200)),
                (
                    "tables",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
                ("fixed", models.BooleanField(default=False)),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ]
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                ("difficulty", models.PositiveSmallIntegerField(default=0)),
                (
                    "graded",
                    models.BooleanField(default=False, help_text="Only questions that may count in an exam."),
                ),
                (
                    "followed",
                    models.BooleanField(default=False, help_text="What was decided is followed by what decides it."),
                ),
                ("limit", models.PositiveIntegerField(blank=True, help_text="Seconds; none: no clock.", null=True)),
                ("opens", models.DateTimeField(blank=True, null=True)),
                ("closes", models.DateTimeField(blank=True, null=True)),
                ("attempts_allowed", models.PositiveSmallIntegerField(default=0, help_text="0: any number.")),
                (
                    "counts",
                    models.CharField(
                        choices=[("best", "The best attempt"), ("last", "The last attempt")],
                        default="best",
                        max_length=4,
                    ),
                ),
                ("pass_mark", models.FloatField(blank=True, help_text="A share of the marks.", null=True)),
                (
                    "feedback",
                    models.CharField(
                        choices=[
                            ("at-once", "After each answer"),
                            ("handed-in", "After handing in"),
                            ("closed", "After closing"),
                            ("never", "Never what is right"),
                        ],
                        default="handed-in",
                        max_length=9,
                    ),
                ),
                (
                    "forward",
                    models.BooleanField(default=False, help_text="Nobody goes back to an earlier question."),
                ),
                ("shuffled", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quizzes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("phases", models.ManyToManyField(blank=True, related_name="+", to="content.phase")),
                ("topics", models.ManyToManyField(blank=True, related_name="+", to="content.topic")),
            ],
            options={
                "ordering": ["created_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 100)), name="quiz_asks_something"
                    ),
                    models.CheckConstraint(condition=models.Q(("difficulty__lte", 3)), name="quiz_difficulty"),
                    models.CheckConstraint(
                        condition=models.Q(("limit__isnull", True), ("limit__gte", 1), _connector="OR"),
                        name="quiz_limit_is_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens__isnull", True),
                            ("closes__isnull", True),
                            ("opens__lt", models.F("closes")),
                            _connector="OR",
                        ),
                        name="quiz_opens_before_it_closes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pass_mark__isnull", True),
                            models.Q(("pass_mark__gt", 0), ("pass_mark__lte", 1)),
                            _connector="OR",
                        ),
                        name="quiz_pass_mark",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("feedback", "at-once"), _negated=True),
                            models.Q(("closes__isnull", True), ("limit__isnull", True)),
                            _connector="OR",
                        ),
                        name="quiz_at_once_untimed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("feedback", "closed"), _negated=True), ("closes__isnull", False), _connector="OR"
                        ),
                        name="quiz_tells_after_closing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="quizzes.question"
                    ),
                ),
                (
                    "quiz",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="paper", to="quizzes.quiz"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("quiz", "position"), name="paper_position"),
                    models.UniqueConstraint(fields=("quiz", "question"), name="paper_question_once"),
                ],
            },
        ),
        migrations.AddField(
            model_name="attempt",
            name="quiz",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="attempts",
                to="quizzes.quiz",
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="rules",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.RemoveConstraint(model_name="attempt", name="attempt_exam_has_deadline"),
        AddConstraintNotValid(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "practice"), _negated=True), ("deadline__isnull", True), _connector="OR"
                ),
                name="attempt_practice_untimed",
            ),
        ),
    ]
