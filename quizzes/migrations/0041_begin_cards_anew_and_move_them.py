"""Cards begin anew and are moved to a day: acts say after which review, and to which day."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0040_where_somebody_stands_and_what_went_along"),
    ]

    operations = [
        migrations.AddField(model_name="cardact", name="to_day", field=models.DateField(null=True)),
        migrations.AddField(
            model_name="cardact",
            name="forgets",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="quizzes.review",
            ),
        ),
        migrations.AlterField(
            model_name="cardact",
            name="kind",
            field=models.CharField(
                choices=[
                    ("suspend", "suspended"),
                    ("resume", "taken up again"),
                    ("bury", "put off until tomorrow"),
                    ("move", "due on another day"),
                    ("apart", "put off for the sake of a sibling"),
                    ("forget", "begun anew"),
                    ("undo", "taken back"),
                ],
                max_length=8,
            ),
        ),
    ]
