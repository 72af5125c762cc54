"""Instructors and assistants beside the owner of a class, and by which link nobody comes back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0038_what_a_plan_takes_beside"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="barred_token",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.CreateModel(
            name="Staff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(choices=[("instructor", "Instructor"), ("assistant", "Assistant")], max_length=10),
                ),
                ("since", models.DateTimeField()),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="staff", to="quizzes.cohort"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="staffed", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-role", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("cohort", "person"), name="staff_once"),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["instructor", "assistant"])), name="staff_role"
                    ),
                ],
            },
        ),
    ]
