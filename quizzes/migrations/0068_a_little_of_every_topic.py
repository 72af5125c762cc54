"""Whether a plan begins a little of every topic before more of each."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0067_word_for_submitting"),
    ]

    operations = [
        migrations.AddField(
            model_name="learnerpath",
            name="breadth_first",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
