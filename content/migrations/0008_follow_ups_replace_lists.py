"""The list of questions goes, as its rows hold them; they take its name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0007_follow_ups_in_rows"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="interview",
            name="follow_ups",
        ),
        migrations.AlterField(
            model_name="followup",
            name="interview",
            field=models.ForeignKey(on_delete=models.CASCADE, related_name="follow_ups", to="content.interview"),
        ),
    ]
