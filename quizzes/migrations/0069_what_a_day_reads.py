"""What goes to reading on a day that is planned for an interview, and which sheets were skimmed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0068_a_little_of_every_topic"),
    ]

    operations = [
        migrations.AddField(
            model_name="dayplan",
            name="pages",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddField(
            model_name="dayplan",
            name="skimmed",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
    ]
