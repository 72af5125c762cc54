"""Up to when a learner was told which of their cards are asked no more; empty for whoever never was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_retention_from_eighty"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="told_until",
            field=models.DateTimeField(
                editable=False,
                help_text="Up to when you were told which of your cards are asked no more.",
                null=True,
            ),
        ),
    ]
