"""No two classes have one code.

That locks the table of classes for an instant alone: there are few, and none has a code yet.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0048_people_of_classes"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="cohort",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True), fields=("code",), name="cohort_code"
            ),
        ),
    ]
