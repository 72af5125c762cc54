"""Whether somebody types the answers of cards."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_audit"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="type_answers",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="On cards whose answer is a term that can be typed.",
                verbose_name="type answers",
            ),
        ),
    ]
