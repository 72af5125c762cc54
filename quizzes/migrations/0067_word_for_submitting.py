"""One word for ending a quiz, as its button says. What is stored stays."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0066_pace_of_questions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="quiz",
            name="feedback",
            field=models.CharField(
                choices=[
                    ("at-once", "After each answer"),
                    ("handed-in", "After submitting"),
                    ("closed", "After closing"),
                    ("never", "Never what is right"),
                ],
                default="handed-in",
                max_length=9,
            ),
        ),
    ]
