from django.db import migrations, models


class Migration(migrations.Migration):
    # The database has the defaults too: code that does not know the columns goes on writing rows.
    dependencies = [
        ("quizzes", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="flashcard",
            name="both_ways",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="question",
            name="difficulty",
            field=models.PositiveSmallIntegerField(
                db_default=2, default=2, help_text="1 (easy) to 3 (hard), as far as wording tells."
            ),
        ),
    ]
