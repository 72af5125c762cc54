from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0004_kinds_from_their_table"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="card",
            index=models.Index(fields=["fact"], name="card_of_fact", condition=models.Q(("state", 0), _negated=True)),
        ),
    ]
