"""Members review while the index is built. What a try that had to give up leaves of it is taken away by the next."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("quizzes", "0045_fitted_parameters"),
    ]

    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS review_of_set", migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="review",
            index=models.Index(
                fields=["parameter_set"],
                name="review_of_set",
                condition=models.Q(("parameter_set__isnull", False)),
            ),
        ),
    ]
