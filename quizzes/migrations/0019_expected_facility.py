from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0018_prompts_back_and_reasons"),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="prior",
            field=models.FloatField(
                db_default=0.5,
                default=0.5,
                help_text="The share of marks to be expected, as far as wording tells.",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="expected",
            field=models.FloatField(
                db_default=0.5,
                default=0.5,
                help_text="The same, pulled towards what members' first answers earned.",
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="difficulty",
            field=models.PositiveSmallIntegerField(
                db_default=2, default=2, help_text="1 (easy) to 3 (hard), by what is expected."
            ),
        ),
    ]
