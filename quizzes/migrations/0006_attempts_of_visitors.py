from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0005_cards_of_a_fact"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                fields=["started_at"], name="attempt_of_visitor", condition=models.Q(("learner__isnull", True))
            ),
        ),
    ]
