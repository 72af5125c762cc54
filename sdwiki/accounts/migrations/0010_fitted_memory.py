"""By which fitted parameters a learner's memories go; empty for the defaults."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_more_time_in_quizzes"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="memory_model",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=16),
        ),
        migrations.AddField(
            model_name="user",
            name="memory_parameters",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.FloatField(), editable=False, null=True, size=None
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="memory_set",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("memory_model", ""), ("memory_parameters", None), ("memory_set", None)),
                    models.Q(
                        models.Q(("memory_set", None), _negated=True),
                        models.Q(("memory_parameters", None), _negated=True),
                        models.Q(("memory_model", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="user_memory_whole",
            ),
        ),
    ]
