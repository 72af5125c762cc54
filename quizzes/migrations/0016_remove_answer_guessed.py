from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0015_guesses_by_sureness"),
    ]

    operations = [
        migrations.RemoveField(model_name="answer", name="guessed"),
    ]
