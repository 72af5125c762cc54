from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a card's latest evidence is a miss."""

    dependencies = [
        ("quizzes", "0006_attempts_of_visitors"),
    ]

    operations = [
        migrations.AddField(
            model_name="card",
            name="missed",
            field=models.BooleanField(db_default=False, default=False, help_text="The latest evidence is a miss."),
        ),
    ]
