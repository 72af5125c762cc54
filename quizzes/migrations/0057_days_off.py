"""Whether a day was one off, so that what it would have asked can stand beside it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0056_told_so_far"),
    ]

    operations = [
        migrations.AddField(
            model_name="dayplan",
            name="off",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
