from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever deletes reviews finds the acts that name them. What a try that had to give up leaves is taken away first."""

    atomic = False

    dependencies = [
        ("quizzes", "0041_begin_cards_anew_and_move_them"),
    ]

    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS card_act_forgets", migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="cardact",
            index=models.Index(
                fields=["forgets"], name="card_act_forgets", condition=models.Q(("forgets__isnull", False))
            ),
        ),
    ]
