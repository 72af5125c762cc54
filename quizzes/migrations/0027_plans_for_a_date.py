"""A day is planned for a date: its cards in order, and where that leads."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0026_what_learners_do_with_cards"),
    ]

    operations = [
        migrations.AddField(model_name="dayplan", name="date", field=models.DateField(null=True)),
        migrations.AddField(
            model_name="dayplan",
            name="cards",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), null=True, size=None),
        ),
        migrations.AddField(model_name="dayplan", name="planned_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="dayplan", name="outlook", field=models.JSONField(null=True)),
        migrations.AddField(
            model_name="dayplan", name="wants", field=models.BooleanField(db_default=False, default=False)
        ),
    ]
