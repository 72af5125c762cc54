from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models

TIMED = models.UniqueConstraint(
    fields=["learner"],
    condition=models.Q(("deadline__isnull", False), ("submitted_at__isnull", True)),
    name="attempt_one_timed",
)
OF_QUIZ = models.UniqueConstraint(
    fields=["learner", "quiz"],
    condition=models.Q(("quiz__isnull", False), ("submitted_at__isnull", True)),
    name="attempt_one_open_of_quiz",
)
BUILT = ("attempt_of_quiz", "attempt_one_timed", "attempt_one_open_of_quiz")


class Migration(migrations.Migration):
    """One clock runs at a time, and a quiz has one open attempt of each learner. Members answer while the indexes are
    built. What a try that had to give up leaves is taken away by the next."""

    atomic = False

    dependencies = [
        ("quizzes", "0030_quizzes"),
    ]

    operations = [
        ValidateConstraint(model_name="attempt", name="attempt_practice_untimed"),
        migrations.RunSQL([f"DROP INDEX CONCURRENTLY IF EXISTS {name}" for name in BUILT], migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="attempt",
            index=models.Index(
                fields=["quiz", "learner"], name="attempt_of_quiz", condition=models.Q(("quiz__isnull", False))
            ),
        ),
        migrations.RunSQL(
            "CREATE UNIQUE INDEX CONCURRENTLY attempt_one_timed ON quizzes_attempt (learner_id) "
            "WHERE deadline IS NOT NULL AND submitted_at IS NULL",
            "DROP INDEX CONCURRENTLY IF EXISTS attempt_one_timed",
            state_operations=[migrations.AddConstraint(model_name="attempt", constraint=TIMED)],
        ),
        migrations.RunSQL(
            "CREATE UNIQUE INDEX CONCURRENTLY attempt_one_open_of_quiz ON quizzes_attempt (learner_id, quiz_id) "
            "WHERE quiz_id IS NOT NULL AND submitted_at IS NULL",
            "DROP INDEX CONCURRENTLY IF EXISTS attempt_one_open_of_quiz",
            state_operations=[migrations.AddConstraint(model_name="attempt", constraint=OF_QUIZ)],
        ),
        migrations.RunSQL(
            "DROP INDEX CONCURRENTLY IF EXISTS attempt_one_open_exam",
            migrations.RunSQL.noop,
            state_operations=[migrations.RemoveConstraint(model_name="attempt", name="attempt_one_open_exam")],
        ),
    ]
