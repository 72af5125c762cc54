"""Facts get a third kind, and its column grows from five letters to six.

That locks the table for an instant alone: of a longer limit PostgreSQL takes note without reading a row.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0023_spelling_claims"),
    ]

    operations = [
        migrations.AlterField(
            model_name="fact",
            name="kind",
            field=models.CharField(
                choices=[
                    ("cell", "table cell"),
                    ("trait", "bullet of a list"),
                    ("prompt", "question to answer aloud"),
                ],
                max_length=6,
            ),
        ),
    ]
