"""What a good answer to a question says, and which of it learners ticked as said."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0024_room_for_a_kind"),
    ]

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("place", models.CharField(blank=True, max_length=400)),
                ("at", models.DateTimeField(help_text="When it was last worded or moved.")),
                (
                    "fact",
                    models.ForeignKey(
                        db_index=False, on_delete=models.CASCADE, related_name="checkpoints", to="quizzes.fact"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("fact", "position"), name="checkpoint_position")],
            },
        ),
        migrations.CreateModel(
            name="Tick",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("place", models.CharField(blank=True, max_length=400)),
                ("said", models.BooleanField()),
                (
                    "review",
                    models.ForeignKey(
                        db_index=False, on_delete=models.CASCADE, related_name="ticks", to="quizzes.review"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("review", "position"), name="tick_once")],
            },
        ),
    ]
