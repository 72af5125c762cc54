from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Members answer while the indexes are built. What a try that had to give up leaves is taken away by the next."""

    atomic = False

    dependencies = [
        ("quizzes", "0021_last_days_that_went_back"),
    ]

    operations = [
        migrations.RunSQL(
            [f"DROP INDEX CONCURRENTLY IF EXISTS {name}" for name in ("attempt_by_learner", "attempt_by_visitor")],
            migrations.RunSQL.noop,
        ),
        AddIndexConcurrently(
            model_name="attempt", index=models.Index(fields=["learner", "started_at"], name="attempt_by_learner")
        ),
        AddIndexConcurrently(
            model_name="attempt",
            index=models.Index(
                fields=["visitor", "started_at"],
                name="attempt_by_visitor",
                condition=models.Q(("learner__isnull", True)),
            ),
        ),
    ]
