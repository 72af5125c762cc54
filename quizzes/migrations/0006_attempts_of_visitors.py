from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """People go on with their quizzes meanwhile. What a try that had to give up leaves is taken away by the next."""

    atomic = False

    dependencies = [
        ("quizzes", "0005_cards_of_a_fact"),
    ]

    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS attempt_of_visitor", migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="attempt",
            index=models.Index(
                fields=["started_at"], name="attempt_of_visitor", condition=models.Q(("learner__isnull", True))
            ),
        ),
    ]
