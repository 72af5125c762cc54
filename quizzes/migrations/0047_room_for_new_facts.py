"""How many new facts the minutes of a day leave room for; empty for days that were planned before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0046_reviews_of_a_set"),
    ]

    operations = [
        migrations.AddField(
            model_name="dayplan",
            name="room",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
