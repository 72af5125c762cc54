from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_breaks_that_stand"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="user", name="user_break_ends_after_it_begins"),
        migrations.RemoveField(model_name="user", name="break_from"),
        migrations.RemoveField(model_name="user", name="break_until"),
    ]
