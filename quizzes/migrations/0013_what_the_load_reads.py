from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

RETIRED = models.Q(("retired_at__isnull", False))


class Migration(migrations.Migration):
    """Members review while the indexes are built. What a try that had to give up leaves is taken away by the next."""

    atomic = False

    dependencies = [
        ("quizzes", "0012_review_weight_holds"),
    ]

    operations = [
        migrations.RunSQL(
            [
                f"DROP INDEX CONCURRENTLY IF EXISTS {name}"
                for name in ("fact_retired", "flashcard_retired", "review_by_time")
            ],
            migrations.RunSQL.noop,
        ),
        AddIndexConcurrently(
            model_name="fact", index=models.Index(fields=["id"], name="fact_retired", condition=RETIRED)
        ),
        AddIndexConcurrently(
            model_name="flashcard", index=models.Index(fields=["fact"], name="flashcard_retired", condition=RETIRED)
        ),
        AddIndexConcurrently(
            model_name="review",
            index=models.Index(fields=["learner", "at"], include=["duration_ms", "state"], name="review_by_time"),
        ),
        RemoveIndexConcurrently(model_name="review", name="review_of_learner"),
    ]
