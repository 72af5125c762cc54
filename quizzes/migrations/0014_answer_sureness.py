from django.db import migrations, models


class Migration(migrations.Migration):
    """How sure a learner is of an answer, in the place of whether they guessed."""

    dependencies = [
        ("quizzes", "0013_what_the_load_reads"),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="sureness",
            field=models.CharField(
                blank=True,
                choices=[("sure", "Sure"), ("unsure", "Unsure"), ("guess", "Guess"), ("unknown", "I don’t know")],
                db_default="",
                default="",
                max_length=7,
            ),
        ),
    ]
