"""The private address of a learner's calendar."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import quizzes.reminding.models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("quizzes", "0028_plans_that_are_wanted"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarAddress",
            fields=[
                (
                    "learner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="calendar_address",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("token", models.CharField(default=quizzes.reminding.models.new_token, max_length=40, unique=True)),
                ("made_at", models.DateTimeField()),
            ],
        ),
    ]
