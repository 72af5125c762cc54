"""A planned break of a learner, and the day of which they said that it is to bring nothing; empty for everyone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_fitted_memory"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="break_from",
            field=models.DateField(
                blank=True, help_text="The first day of a planned break.", null=True, verbose_name="away from"
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="break_until",
            field=models.DateField(blank=True, help_text="Its last day.", null=True, verbose_name="away until"),
        ),
        migrations.AddField(
            model_name="user",
            name="day_off",
            field=models.DateField(editable=False, help_text="The local day of which you said “not today”.", null=True),
        ),
        migrations.AlterField(
            model_name="user",
            name="minutes_per_day",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="How long you study on a day.", null=True, verbose_name="minutes a day"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("break_from__isnull", True), ("break_until__isnull", True)),
                    models.Q(("break_from__isnull", False), ("break_until__gte", models.F("break_from"))),
                    _connector="OR",
                ),
                name="user_break_ends_after_it_begins",
            ),
        ),
    ]
