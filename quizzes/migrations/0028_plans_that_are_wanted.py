"""The days that a worker still has to plan: few at any time, so few that their index is next to nothing."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("quizzes", "0027_plans_for_a_date"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="dayplan",
            index=models.Index(condition=models.Q(("wants", True)), fields=["id"], name="plan_wanted"),
        ),
    ]
