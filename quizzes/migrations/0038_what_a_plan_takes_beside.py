"""A planned day counts what is read and asked again for its cards."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0037_placements"),
    ]

    operations = [
        migrations.AddField(model_name="dayplan", name="beside", field=models.FloatField(db_default=0.0, default=0.0)),
    ]
