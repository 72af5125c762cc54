from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0008_cards_that_were_missed"),
    ]

    operations = [
        migrations.AddField(
            model_name="review",
            name="due_day",
            field=models.DateField(help_text="The local day on which the card is due; empty within steps.", null=True),
        ),
    ]
