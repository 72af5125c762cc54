"""A follow-up question of a mock interview gets a row, with its answer and checkpoints where it has them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0005_search_entries"),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("key", models.CharField(max_length=80)),
                ("question", models.TextField()),
                ("answer", models.TextField(blank=True)),
                (
                    "interview",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="content.interview"),
                ),
                (
                    "topic",
                    models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to="content.topic"),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("interview", "key"), name="follow_up_key")],
            },
        ),
        migrations.CreateModel(
            name="FollowUpCheckpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("cell", models.TextField(blank=True)),
                (
                    "follow_up",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="checkpoints", to="content.followup"),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
    ]
