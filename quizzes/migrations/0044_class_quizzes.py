import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# An attempt that has ended is open again by a reopening of this very ending alone, whoever writes.
OPENS_AGAIN = """
CREATE FUNCTION attempt_opens_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM quizzes_extension
        WHERE attempt_id = OLD.id AND kind = 'reopened' AND ended_at = OLD.submitted_at
    ) THEN
        RAISE EXCEPTION 'attempt % has ended and was not reopened', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'attempt_opens_again';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER attempt_opens_again BEFORE UPDATE OF submitted_at ON quizzes_attempt FOR EACH ROW
    WHEN (OLD.submitted_at IS NOT NULL AND NEW.submitted_at IS NULL) EXECUTE FUNCTION attempt_opens_again();
"""
TAKEN_BACK = """
DROP TRIGGER attempt_opens_again ON quizzes_attempt;
DROP FUNCTION attempt_opens_again();
"""


class Migration(migrations.Migration):
    """Quizzes that are set for a class, what is seen of those who sit them, and how an attempt is open again."""

    dependencies = [
        ("content", "0012_drill_limits"),
        ("quizzes", "0043_assignments_are_things"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                ("key", models.UUIDField(unique=True)),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ClassQuiz",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "attempt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="presence",
                        serialize=False,
                        to="quizzes.attempt",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("seen_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="extension",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="quiz",
            name="for_class",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("kind", "reopened")),
                    models.Q(models.Q(("kind", "reopened"), _negated=True), ("ended_at__isnull", True)),
                    _connector="OR",
                ),
                name="extension_reopens_what_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.CheckConstraint(
                condition=models.Q(("for_class", False), ("owner__isnull", True), _connector="OR"),
                name="quiz_of_class_or_person",
            ),
        ),
        migrations.AddField(
            model_name="announcement",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="announcement",
            name="quiz",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="announcements", to="quizzes.quiz"
            ),
        ),
        migrations.AddField(
            model_name="classquiz",
            name="cohort",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="quizzes", to="quizzes.cohort"
            ),
        ),
        migrations.AddField(
            model_name="classquiz",
            name="made_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="classquiz",
            name="quiz",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="of_class", to="quizzes.quiz"
            ),
        ),
        migrations.RunSQL(OPENS_AGAIN, TAKEN_BACK),
    ]
