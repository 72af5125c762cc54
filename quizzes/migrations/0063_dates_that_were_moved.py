"""What the dates of assignments were before they were moved, so that learners are told both."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0059_facts_of_a_group"),
    ]

    operations = [
        migrations.CreateModel(
            name="DateChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opens", models.DateTimeField(null=True)),
                ("due", models.DateTimeField()),
                ("closes", models.DateTimeField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "assignment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="date_changes",
                        to="quizzes.assignment",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["assignment", "at"], name="date_change_of_assignment")],
            },
        ),
    ]
