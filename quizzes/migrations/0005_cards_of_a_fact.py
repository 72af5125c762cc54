from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Members review while the index is built. What a try that had to give up leaves of it is taken away by the next."""

    atomic = False

    dependencies = [
        ("quizzes", "0004_kinds_from_their_table"),
    ]

    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS card_of_fact", migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="card",
            index=models.Index(fields=["fact"], name="card_of_fact", condition=models.Q(("state", 0), _negated=True)),
        ),
    ]
