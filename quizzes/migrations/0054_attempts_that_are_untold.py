"""The attempts that the sweep tells about: few at any time, so few that their index is next to nothing."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("quizzes", "0053_what_waits_to_be_told"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="attempt",
            index=models.Index(condition=models.Q(("untold", True)), fields=["quiz"], name="attempt_untold"),
        ),
    ]
