from django.db import migrations, models


class Migration(migrations.Migration):
    """Attempts whose answers say nothing of memories until what is right may be told. Those that have ended said it as
    they did: theirs is told."""

    dependencies = [
        ("quizzes", "0052_assignments_without_a_phase"),
    ]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="untold",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
