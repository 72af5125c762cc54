"""How long somebody studies on a day until their interview; empty for whoever has no plan."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_longest_interval"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="minutes_per_day",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="How long you study on a day until the interview.",
                null=True,
                verbose_name="minutes a day",
            ),
        ),
    ]
