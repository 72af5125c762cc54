"""Whoever wants to be less than 80 per cent sure gets 80, the least that can be chosen now.

Below it, the intervals of FSRS are longer than what its model was fitted on.
"""

from django.db import migrations

LEAST = 0.8


def raise_them(apps, schema_editor):
    users = apps.get_model("accounts", "User").objects.filter(desired_retention__lt=LEAST)
    users.update(desired_retention=LEAST)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_minutes_a_day"),
    ]

    operations = [
        migrations.RunPython(raise_them, migrations.RunPython.noop),
    ]
