"""Parameters that were fitted to a learner's log, and by which of them a review's stability was computed."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0044_class_quizzes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ParameterSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("version", models.CharField(max_length=16)),
                ("parameters", django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None)),
                ("seen", models.PositiveIntegerField()),
                ("fitted_on", models.PositiveIntegerField()),
                ("tried_on", models.PositiveIntegerField()),
                ("loss", models.FloatField()),
                ("loss_default", models.FloatField()),
                ("loss_before", models.FloatField(null=True)),
                ("loss_average", models.FloatField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("kept", "in use"),
                            ("left", "no better than what was in use"),
                            ("reverted", "back to the defaults"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="review",
            name="parameter_set",
            field=models.ForeignKey(
                db_index=False,
                help_text="What stability and difficulty were computed by; empty for the default parameters.",
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="quizzes.parameterset",
            ),
        ),
        migrations.AddConstraint(
            model_name="parameterset",
            constraint=models.UniqueConstraint(fields=("learner", "seen"), name="parameter_set_once"),
        ),
        migrations.AddConstraint(
            model_name="parameterset",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["kept", "left", "reverted"])), name="parameter_set_outcome"
            ),
        ),
    ]
