from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Members go on reviewing while the log is looked through."""

    dependencies = [
        ("quizzes", "0011_review_weight"),
    ]

    operations = [
        ValidateConstraint(model_name="review", name="review_weighs"),
    ]
