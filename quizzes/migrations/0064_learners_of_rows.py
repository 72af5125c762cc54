import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _learner() -> models.ForeignKey:
    """The attempt holds on to its learner; here no index and no constraint is kept."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        django.db.models.deletion.DO_NOTHING,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )


class Migration(migrations.Migration):
    """Room for the learner in the questions, answers and marks of attempts."""

    dependencies = [
        ("quizzes", "0063_dates_that_were_moved"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name=name, name="learner", field=_learner())
        for name in ("attemptquestion", "answer", "grading")
    ]
