"""How long questions take, beside their other figures."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0065_rows_that_name_their_learner"),
    ]

    operations = [
        migrations.AddField(
            model_name="itemstatistics",
            name="timed",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="itemstatistics",
            name="seconds",
            field=models.FloatField(null=True),
        ),
    ]
