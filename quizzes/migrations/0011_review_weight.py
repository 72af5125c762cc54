from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    """What evidence weighs; all that is there weighs in full. The log is long, so it is looked through by the next."""

    dependencies = [
        ("quizzes", "0010_due_days_of_old_reviews"),
    ]

    operations = [
        migrations.AddField(
            model_name="review",
            name="weight",
            field=models.SmallIntegerField(db_default=100, default=100, help_text="In per cent; of a success alone."),
        ),
        AddConstraintNotValid(
            model_name="review",
            constraint=models.CheckConstraint(condition=models.Q(("weight__range", (1, 100))), name="review_weighs"),
        ),
    ]
