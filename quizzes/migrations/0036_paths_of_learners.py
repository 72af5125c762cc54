"""The path that each learner has chosen."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("quizzes", "0035_marks_are_gradings"),
    ]

    operations = [
        migrations.CreateModel(
            name="LearnerPath",
            fields=[
                (
                    "learner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("path", models.CharField(blank=True, max_length=50)),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "New to it"), (2, "I know some of it"), (3, "I design systems at work")], default=2
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
