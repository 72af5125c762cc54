"""Room for any number of planned breaks; empty for everyone until the next step."""

from django.db import migrations

import sdwiki.accounts.break_field
from sdwiki.accounts.breaks import Breaks


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_type_answers"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="breaks",
            field=sdwiki.accounts.break_field.BreaksField(
                db_default=Breaks(), default=Breaks, editable=False, help_text="The planned breaks."
            ),
        ),
    ]
